#include "lang/format/format.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <string>

using whereas::Report;
using whereas::Source;

namespace {

std::string formatted(const std::string& text) {
  Report report;
  const Source source(0, "contract.deal", text);
  const auto result = whereas::format::format(source, report);
  if (!result) {
    std::string why;
    for (const whereas::Diagnostic& each : report.ordered()) {
      why += each.message + " at `" + std::string(source.slice(each.primary.span)) + "`\n";
    }
    FAIL("does not parse: " << why << text);
  }
  return result.value();
}

std::string contents(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the one-line contract stays one line") {
  CHECK(formatted("share   50%  of gross_profit\n  after inference_cost") == "share 50% of gross_profit after inference_cost\n");
}

TEST_CASE("a clause pays on one line, its provisos stand below, one to a line") {
  CHECK(formatted("clause   \"Share\" Anthropic pays Amazon\n share 50% of revenue never below zero at most 5m each year\n") ==
        "clause \"Share\"\n"
        "  Anthropic pays Amazon share 50% of revenue\n"
        "    never below zero\n"
        "    at most 5m each year\n");
}

TEST_CASE("tiers stand one band to a line, however they were written") {
  CHECK(formatted("clause \"Tiers\"\n  A pays B on revenue, each year: 30% of the first 1bn, 20% of the rest, going forward\n") ==
        "clause \"Tiers\"\n"
        "  A pays B, on revenue each year:\n"
        "    30% of the first 1bn\n"
        "    20% of the rest, going forward\n");
}

TEST_CASE("words, numbers and dates stay as the author wrote them") {
  const std::string text =
      "a means 1_000_000 plus 1,000,000 + 1.3 million\n"
      "b means USD 5m less 5m USD - 250 bps of c\n"
      "d means revenue in fiscal 2026-Q1\n";
  CHECK(formatted(text) == text);
  CHECK(formatted("clause \"C\"\n  A shall  pay B 5m on 2026-03-31\n") == "clause \"C\"\n  A shall pay B 5m on 2026-03-31\n");
  CHECK(formatted("currency EUR\nrounded to   euros,half up\n") == "currency EUR\nrounded to euros, half up\n");
}

TEST_CASE("neighbouring inputs stand in columns; a blank line or a comment begins new ones") {
  CHECK(formatted("input a monthly USD \"A\"\n"
                  "input long_name by channel monthly tokens \"B\"\n"
                  "# others\n"
                  "input b monthly USD\n"
                  "\n"
                  "input longer at month end USD per EUR, missing is zero\n"
                  "input c monthly USD \"C\"  # beside\n"
                  "input d monthly USD\n") ==
        "input a                     monthly USD     \"A\"\n"
        "input long_name by channel  monthly tokens  \"B\"\n"
        "# others\n"
        "input b  monthly USD\n"
        "\n"
        "input longer  at month end USD per EUR, missing is zero\n"
        "input c       monthly USD  \"C\"  # beside\n"
        "input d       monthly USD\n");
}

TEST_CASE("blank lines: one where the author left any, one around declarations of several lines, none added elsewhere") {
  CHECK(formatted("\n\nparty A\nparty B\n\n\n\ncurrency USD\nclause \"C\"\n  A pays B 5m each month\ncurrency_rate means 5%\nrate means 5%\n  except 4% from 2027\n"
                  "other means 3%\n\n\n") ==
        "party A\nparty B\n\ncurrency USD\n\nclause \"C\"\n  A pays B 5m each month\n\ncurrency_rate means 5%\n\nrate means 5%\n  except 4% from 2027\n\n"
        "other means 3%\n");
}

TEST_CASE("inside scenarios, tests and amendments a blank line between lines is kept; inside clauses none is") {
  CHECK(formatted("scenario \"S\"\n\n  a is 5\n\n\n  b is 6\n  c is 7\n") == "scenario \"S\"\n  a is 5\n\n  b is 6\n  c is 7\n");
  CHECK(formatted("clause \"C\"\n\n  A pays B 5m each month\n\n    never below zero\n") ==
        "clause \"C\"\n  A pays B 5m each month\n    never below zero\n");
}

TEST_CASE("comments stay where they stood") {
  const std::string text =
      "# about the deal\n"
      "\n"
      "deal \"D\"  # its title\n"
      "# about the party\n"
      "party A\n"
      "\n"
      "# about the clause\n"
      "clause \"C\"  # a clause\n"
      "  # before the paying line\n"
      "  A pays B, on revenue each year:  # tiers\n"
      "    # before a band\n"
      "    30% of the first 1bn  # a band\n"
      "    20% of the rest\n"
      "    # before a proviso\n"
      "    never below zero  # a proviso\n"
      "    # after the last\n"
      "\n"
      "party B\n"
      "# the end\n";
  CHECK(formatted(text) == text);
}

TEST_CASE("a comment directly above a declaration of several lines stays with it, the blank line goes above both") {
  CHECK(formatted("party A\n# what they pay\nclause \"C\"\n  A pays B 5m each month\n# and then\nparty B\n") ==
        "party A\n\n# what they pay\nclause \"C\"\n  A pays B 5m each month\n\n# and then\nparty B\n");
}

TEST_CASE("own-line comments take the indentation of what follows; comments lose the blanks at their end and nothing else") {
  CHECK(formatted("clause \"C\"\n# at column one\n  A pays B 5m each month\n        #deep,  with  blanks  \t \n    never below zero#close\n") ==
        "clause \"C\"\n  # at column one\n  A pays B 5m each month\n    #deep,  with  blanks\n    never below zero  #close\n");
}

TEST_CASE("comments amid the words of a line move before it, the last to its end; their order stays") {
  CHECK(formatted("fee means revenue # one\n  # two\n  less cost # three\n  less tax # four\n") ==
        "# one\n# two\n# three\nfee means revenue less cost less tax  # four\n");
  CHECK(formatted("fee means revenue # one\n  less cost\n") == "fee means revenue less cost  # one\n");
  CHECK(formatted("fee means revenue\n  # one\n  less cost\n") == "# one\nfee means revenue less cost\n");
}

TEST_CASE("what is given and what is expected stay in the order written") {
  CHECK(formatted("test \"T\"\n  expect a = 5  # one\n  given \"A\", \"B\"  # two\n") ==
        "test \"T\"\n  expect a = 5  # one\n  given \"A\", \"B\"  # two\n");
}

TEST_CASE("a text of comments alone is kept, and an empty one stays empty") {
  CHECK(formatted("\n  # one \n\n\n# two") == "# one\n\n# two\n");
  CHECK(formatted("") == "");
  CHECK(formatted(" \n\n ") == "");
}

TEST_CASE("line ends become LF, and a # in a title is no comment") {
  CHECK(formatted("party A\r\n# one \r\nparty B, \"No. #2\"\r\n") == "party A\n# one\nparty B, \"No. #2\"\n");
}

TEST_CASE("a line past a hundred columns breaks before plus and less, four columns further in") {
  CHECK(formatted("total_deductible_cost means infrastructure_cost plus distribution_cost less refunds_to_customers plus support_cost_abroad\n") ==
        "total_deductible_cost means infrastructure_cost\n"
        "    plus distribution_cost\n"
        "    less refunds_to_customers\n"
        "    plus support_cost_abroad\n");
}

TEST_CASE("a long list of deductions breaks after its commas") {
  CHECK(formatted("clause \"C\"\n  Anthropic pays Amazon share 50% of net_revenue after infrastructure_cost, distribution_cost, refunds_to_customers and support_cost\n") ==
        "clause \"C\"\n"
        "  Anthropic pays Amazon share 50% of net_revenue after infrastructure_cost, distribution_cost,\n"
        "      refunds_to_customers and support_cost\n");
}

TEST_CASE("a long condition breaks before and, or") {
  CHECK(formatted("rate means 5%\n  except 4% while compute_spend over trailing 12 months is at least 10bn and revenue over trailing 12 months is at least 5bn\n") ==
        "rate means 5%\n"
        "  except 4% while compute_spend over trailing 12 months is at least 10bn\n"
        "      and revenue over trailing 12 months is at least 5bn\n");
}

TEST_CASE("a line of exactly a hundred columns does not break") {
  const std::string name(100 - std::string("total means ").size() - std::string(" plus cost").size(), 'a');
  CHECK(formatted("total means " + name + " plus cost\n") == "total means " + name + " plus cost\n");
  CHECK(formatted("total means " + name + "a plus cost\n") == "total means " + name + "a\n    plus cost\n");
}

TEST_CASE("what may be written in more than one way has one canonical form") {
  const std::string folder = std::string(WHEREAS_SOURCE_DIR) + "/tests/corpus/format/";
  for (const std::string name : {"free-forms", "time-and-parts"}) {
    const std::string expected = contents(folder + name + ".formatted");
    REQUIRE(!expected.empty());
    CHECK(formatted(contents(folder + name + ".deal")) == expected);
    CHECK(formatted(expected) == expected);
  }
}

TEST_CASE("a text that does not parse gives nothing, and says why") {
  Report report;
  CHECK_FALSE(whereas::format::format(Source(0, "bad.deal", "clause \"C\"\n  A pays B 50% off revenue\n"), report).has_value());
  CHECK(report.has_errors());
}

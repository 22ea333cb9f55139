#include "tests/support/parsed.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace whereas;
using test::faults_of;
using test::mended;
using test::Parsed;

namespace {

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

/// The code of the only diagnostic.
std::string code_of(const std::string& text) {
  const Parsed parsed(text);
  const auto diagnostics = parsed.report.ordered();
  return diagnostics.size() == 1 ? std::string(name(diagnostics[0].code)) : parsed.diagnostics();
}

}  // namespace

TEST_CASE("A word that does not fit is underlined, and the nearest that does is offered") {
  CHECK(faults_of("clause \"Share\"\n  A pays B 50% off revenue\n") ==
        "2:16 syntax: `off` does not fit here\n  help: did you mean: `of`\n");
  CHECK(faults_of("A pays B x\n  nver below zero\n") == "2:3 syntax: `nver` does not fit here\n  help: did you mean: `never`\n");
  CHECK(faults_of("settled quaterly\n") == "1:9 syntax: `quaterly` does not fit here\n  help: did you mean: `quarterly`\n");
  CHECK(faults_of("claus \"Fee\"\n  A pays B 5\n") ==
        "1:1 syntax: no part of a contract begins with `claus`\n  help: did you mean: `clause`\n");
  CHECK(faults_of("Clause \"Fee\"\n  A pays B 5\n") ==
        "1:1 syntax: no part of a contract begins with `Clause`\n  help: did you mean: `clause`\n");
  CHECK(faults_of("x mean 5\n") == "1:3 syntax: `mean` does not fit here\n  help: did you mean: `means`\n");
}

TEST_CASE("What is missing is missed at the end of the last word, not on the next line") {
  CHECK(faults_of("A pays B 50% of   \n  never below zero\n") ==
        "1:16 syntax: an amount is missing after `of`\n  help: such as `50% of revenue`\n");
  CHECK(faults_of("x means (a plus 5 # why\n\ny means 5\n") == "1:18 syntax: `)` is missing after `5`\n  help: write: `)`\n");
  CHECK(faults_of("A pays B 5\n  either\n") == "2:9 syntax: `way` is missing after `either`\n  help: write: ` way`\n");
  CHECK(faults_of("A pays B 5\n  at most 5m\n") ==
        "2:11 window-not-said: the cap does not say over what it counts\n  help: write, either: ` each year`\n  help: or: ` over the term`\n");
  CHECK(faults_of("rounded to cents half even\n") == "1:17 syntax: `,` is missing after `cents`\n  help: write: `,`\n");
  CHECK(faults_of("clause \"Fee\n  A pays B 5\n") == "1:8 syntax: a title is not closed on its line\n  help: close it: `\"`\n");
}

TEST_CASE("What is offered parses") {
  const std::string written =
      GENERATE(as<std::string>(), "clause \"Share\"\n  A pays B 50% off revenue\n", "A pays B x\n  nver below zero\n",
               "settled quaterly\n", "claus \"Fee\"\n  A pays B 5\n", "x means (a plus 5\n", "rounded to cents half even\n",
               "clause \"Fee\n  A pays B 5\n", "x means 5M\n", "x means 1_000,000\n", "A pays B 5 on 2026-02-30\n",
               "term 2026-01-01 until 2026-12-31\n", "x means the greater of a, b c\n", "deal \u201CFee\u201D\n",
               "test \"t\"\n  expect x 5\n", "x means a \u2013 b\n");
  INFO(written);
  REQUIRE(Parsed(written).report.has_errors());
  std::string text = mended(written);
  if (Parsed(text).report.has_errors()) text = mended(text);  // both quotes of a title
  CHECK(Parsed(text).diagnostics().empty());
}

TEST_CASE("One broken declaration is left out, and the others stand") {
  const Parsed parsed(
      "party A\ninput revenue mnthly USD\nx means\nclause \"Fee\"\n  A pays B 50% off x\ny means 5\nunit item itms\n");
  CHECK(parsed.tree() == "party A\ny means\n  number 5\n");
  CHECK(parsed.report.error_count() == 4);
  std::vector<std::string> left_out;
  for (const syntax::Name& name : parsed.contract.left_out) left_out.push_back(name.text);
  CHECK(left_out == std::vector<std::string>{"revenue", "x", "Fee", "item"});
  CHECK(parsed.slice(parsed.contract.left_out[2].span) == "\"Fee\"");
}

TEST_CASE("Forms that two readers could group differently are refused") {
  CHECK(faults_of("x means the greater of a after b and c\n") ==
        "1:26 syntax: an `after` list inside another list stands in parentheses\n  help: write it as `(revenue after cost)`\n");
  CHECK(faults_of("ensure a after b is at least 5\n").find("stands in parentheses") != std::string::npos);
  CHECK(faults_of("x means a after 5% of b after c, d\n").find("stands in parentheses") != std::string::npos);
  CHECK(faults_of("ensure a is at least 5 and b is at least 5 or c is at least 5\n")
            .starts_with("1:44 syntax: `and` and `or` are joined without parentheses"));
}

TEST_CASE("Numbers and dates that can be misread or do not exist, each with its place, several in one declaration") {
  CHECK(faults_of("A pays B 5M on 2026-02-30\n") ==
        "1:10 number-form: `M` is a thousand to some and a million to others\n  help: write: `5m`\n"
        "1:16 no-such-date: the calendar has no `2026-02-30`\n  help: the last day of that month is: `2026-02-28`\n");
  CHECK(code_of("x means y in 2026-Q5\n") == "no-such-date");
  CHECK(code_of("x means y in 2026-13\n") == "no-such-date");
  CHECK(code_of("fiscal year ends 31 June\n") == "no-such-date");
  CHECK(code_of("x means 5 m\n") == "number-form");
  CHECK(code_of("x means .5\n") == "number-form");
  CHECK(code_of("x means 2026-3-1\n") == "no-such-date");
  CHECK(code_of("x means 2026-Q1 plus 5\n") == "syntax");
  CHECK(code_of("x means 5% items\n") == "syntax");
}

TEST_CASE("What a reader cannot see, or can mistake, is refused") {
  CHECK(code_of("x means 5\n# \u202E evil\n") == "hidden-character");
  CHECK(code_of("x means 5 \xFF\n") == "not-utf8");
  CHECK(code_of("x means 5 \x01\n") == "control-character");
  CHECK(faults_of("r\u0435venue means 5\n").starts_with("1:1 look-alike: `r\u0435venue` has a letter other than"));
  CHECK(Parsed("deal \"Soci\u00E9t\u00E9\" # caf\u00E9\n").diagnostics().empty());
}

TEST_CASE("Reserved words, capitals and small letters are explained") {
  const Parsed reserved("input month monthly USD\n");
  CHECK(reserved.report.ordered().at(0).notes.at(0) == "`month` is a word of the language, and no name may be so");
  const Parsed capital("x means Revenue\n");
  CHECK(capital.report.ordered().at(0).notes.at(0) == "measures are written in lower case; a capital begins a party");
  const Parsed small("A pays b 5\n");
  CHECK(small.report.ordered().at(0).notes.at(0) == "a party begins with a capital");
}

TEST_CASE("An indented line before any declaration continues nothing") {
  CHECK(
      faults_of("  share 50% of x\n") ==
      "1:3 syntax: an indented line continues a declaration, and none stands before it\n  help: begin it at the first column\n");
}

TEST_CASE("Texts, lines, titles and names have their limits") {
  CHECK(code_of(repeated("# 34567\n", 131'073)) == "too-long");
  CHECK(Parsed(repeated("# 34567\n", 131'072)).diagnostics().empty());
  CHECK(code_of("#" + std::string(64 * 1024, ' ') + "x\n") == "too-long");
  CHECK(code_of("deal \"" + std::string(4095, 'x') + "\"\n") == "too-long");
  CHECK(Parsed("deal \"" + std::string(4094, 'x') + "\"\n").diagnostics().empty());
  CHECK(code_of(std::string(129, 'x') + " means 5\n") == "too-long");
  CHECK(Parsed(std::string(128, 'x') + " means 5\n").diagnostics().empty());
  CHECK(code_of(repeated("x means a plus b\n", 60'000)) == "too-long");  // 240,000 parts and more
}

TEST_CASE("Nesting past the limit is one error, soon, and never another reading") {
  const std::vector<std::string> openings = {"(",
                                             "-",
                                             "cumulative ",
                                             "a of ",
                                             "f(",
                                             "round(",
                                             "the sum of monthly ",
                                             "a after (",
                                             "(a plus ",
                                             "the greater of ",
                                             "average of (",
                                             "a after b (at most "};
  for (const std::string& opening : openings) {
    INFO(opening);
    CHECK(code_of("x means " + repeated(opening, 3000) + "\n") == "too-deep");
  }
  CHECK(code_of("ensure " + repeated("(", 300) + "a is at least 5" + repeated(")", 300) + "\n") == "too-deep");
  CHECK(code_of("x means a" + repeated(" plus a", 2000) + "\n") == "too-deep");
  CHECK(code_of("x means\n" + repeated(" (\n", 100'000) + "\n") == "too-deep");
  CHECK(Parsed("x means " + repeated("(", 150) + "5" + repeated(")", 150) + "\n").diagnostics().empty());
  CHECK(Parsed("x means a" + repeated(" plus a", 900) + "\n").diagnostics().empty());
}

TEST_CASE("Time grows with the text and no faster") {
  const auto milliseconds = [](const std::string& text) {
    const auto start = std::chrono::steady_clock::now();
    const Parsed parsed(text);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
  };
  const std::vector<std::string> adversarial = {
      repeated("(", 190) + "a",
      "a where " + repeated("b is \"c\" and ", 1000),
      "the greater of " + repeated("a, ", 1000),
      repeated("the greater of (", 100) + "a",
      repeated("(a after b, ", 100),
      repeated("f(a, ", 100),
      repeated("average of (", 100),
      repeated("5 per started 1,000 ", 1000),
      "a" + repeated(" in 2026", 900),
      "a" + repeated(" from 2026", 900),
  };
  for (const std::string& amount : adversarial) {
    INFO(amount.substr(0, 40));
    CHECK(milliseconds("x means " + amount + "\n") < 2000);
    CHECK(milliseconds("ensure " + amount + "\n") < 2000);
    CHECK(milliseconds("A pays B " + amount + "\n") < 2000);
  }
}

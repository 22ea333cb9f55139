#include "interpreter/statement/explain.h"
#include "tests/support/shown.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <vector>

namespace {

using namespace whereas;
using evaluate::Reason;
using evaluate::Rule;

Date day(const char* text) { return Date::read(text).value(); }

Reason reason(Rule rule, Number value, std::string words, Span said, std::vector<evaluate::ReasonId> parts = {}) {
  Reason reason;
  reason.rule = rule;
  reason.value = std::move(value);
  reason.words = std::move(words);
  reason.said = said;
  reason.parts = std::move(parts);
  return reason;
}

/// A payment of 50% of what is left of 90.005, read from a file, and zero.
struct Example {
  Sources sources;
  check::CheckedContract contract;
  evaluate::Derivation derivation;
  evaluate::Payment payment{0, "Share", 0, 1, Period::through(day("2026-01-01"), day("2026-01-31")), "2026-01", std::nullopt, {}, {}, Rounding{}, "USD", evaluate::no_reason};

  Example() {
    const SourceId deal = sources.add("share.deal", "share 50% of revenue\n  never below zero\n").id();
    const SourceId data = sources.add("2026.csv", "period,revenue\n2026-01,90.005\n").id();
    contract.parties = {{"Anthropic", "Anthropic", {}}, {"Amazon", "Amazon", {}}};

    Reason cell = reason(Rule::data_read, Number::decimal(90005, 3), "revenue", {});
    cell.cell = {data, 23, 29};
    cell.window = payment.period;
    const auto revenue = derivation.add(std::move(cell));
    Reason half = reason(Rule::figure_written, Number::decimal(5, 1), "50%", {deal, 6, 9});
    half.is_rate = true;
    const auto rate = derivation.add(std::move(half));
    const auto share = derivation.add(reason(Rule::product, Number::decimal(450025, 4), "50% of revenue", {deal, 6, 20}, {rate, revenue}));
    const auto floor = derivation.add(reason(Rule::greatest, Number::decimal(450025, 4), "never below zero", {deal, 23, 39}, {share, share}));
    payment.why = derivation.add(reason(Rule::rounding, Number::decimal(4500, 2), "rounded to cents, half even", {}, {floor}));
    payment.amount = Number::decimal(4500, 2);
  }
};

TEST_CASE("a payment is taken apart down to the cells of the data") {
  const Example example;
  CHECK(statement::explain_text(example.payment, example.derivation, example.contract, example.sources) ==
        R"(Share, 2026-01: Anthropic pays Amazon 45.00 USD

45  rounded to cents, half even
└─ 45.0025  never below zero  [share.deal:2:3]
   ├─ 45.0025  50% of revenue  [share.deal:1:7]
   │  ├─ 50%  50%  [share.deal:1:7]
   │  └─ 90.005  revenue, 2026-01-01 to 2026-01-31  [2026.csv:2:9]
   └─ 45.0025  50% of revenue, as above  [share.deal:1:7]
)");
}

TEST_CASE("a figure without words of its own has the contract's, and is not said again below") {
  Example example;
  const auto rate = example.derivation.add(reason(Rule::figure_written, Number::decimal(5, 1), "", {0, 6, 9}));
  const auto named = example.derivation.add(reason(Rule::same, Number::decimal(5, 1), "", {0, 0, 20}, {rate}));
  example.payment.why = example.derivation.add(reason(Rule::product, Number::decimal(5, 1), "", {}, {named, rate}));
  const std::string text = statement::explain_text(example.payment, example.derivation, example.contract, example.sources);
  CHECK(text.substr(text.find("\n\n") + 2) == R"(0.5  product
├─ 0.5  share 50% of revenue  [share.deal:1:1]
└─ 0.5  50%  [share.deal:1:7]
)");
}

TEST_CASE("the JSON derivation nests its parts, and gives the parts of a figure once") {
  const Example example;
  const std::vector<const evaluate::Payment*> payments{&example.payment};
  const auto json = nlohmann::json::parse(statement::explain_json(payments, example.derivation, example.contract, example.sources));
  REQUIRE(json.size() == 1);
  CHECK(json[0]["amount"] == "45.00");
  CHECK(json[0]["why"]["rule"] == "rounding");
  CHECK(json[0]["why"]["at"].is_null());
  const auto& floor = json[0]["why"]["parts"][0];
  CHECK(floor["words"] == "never below zero");
  CHECK(floor["at"] == "share.deal:2:3");
  CHECK(floor["value"] == "45.0025");
  const auto& revenue = floor["parts"][0]["parts"][1];
  CHECK(revenue["rule"] == "data read");
  CHECK(revenue["cell"] == "2026.csv:2:9");
  CHECK(revenue["window"]["to"] == "2026-01-31");
  CHECK(revenue["parts"].empty());
  CHECK(floor["parts"][1]["id"] == floor["parts"][0]["id"]);
  CHECK(floor["parts"][1]["parts"].is_null());
}

TEST_CASE("a chain of figures longer than a stack could follow is cut and says so") {
  Example example;
  for (int link = 0; link < 100000; ++link) example.payment.why = example.derivation.add(reason(Rule::same, 1, "carried", {}, {example.payment.why}));
  const std::string text = statement::explain_text(example.payment, example.derivation, example.contract, example.sources);
  CHECK(text.find("carried, not taken apart further") != std::string::npos);
  const std::vector<const evaluate::Payment*> payments{&example.payment};
  CHECK_NOTHROW(nlohmann::json::parse(statement::explain_json(payments, example.derivation, example.contract, example.sources)));
}

}  // namespace

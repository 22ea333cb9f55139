#include "interpreter/data/refusal.h"
#include "lang/number/notation.h"

#include <catch2/catch.hpp>

using namespace whereas;
using data::why_not_a_decimal;
using data::why_not_a_period;
using Texts = std::vector<std::string>;

namespace {

/// What is meant, where exactly the one thing can be.
Texts decimals_meant(std::string_view text) {
  REQUIRE_FALSE(read_decimal_cell(text));
  return why_not_a_decimal(text).meant;
}
Texts periods_meant(std::string_view text, const Calendar& calendar = {}) { return why_not_a_period(text, calendar).meant; }

}  // namespace

TEST_CASE("what is no decimal is told by its oddity, with the decimal that is meant") {
  CHECK(decimals_meant("3.000,25") == Texts{"3000.25"});
  CHECK(decimals_meant("3,25") == Texts{"3.25"});
  CHECK(decimals_meant("0,5") == Texts{"0.5"});
  CHECK(decimals_meant("1,234,567") == Texts{"1234567"});
  CHECK(decimals_meant("1,234.5") == Texts{"1234.5"});
  CHECK(decimals_meant("1.234.567") == Texts{"1234567"});
  CHECK(decimals_meant("1 234 567") == Texts{"1234567"});
  CHECK(decimals_meant("1'234.5") == Texts{"1234.5"});
  CHECK(decimals_meant(" 5 ") == Texts{"5"});
  CHECK(decimals_meant("+5") == Texts{"5"});
  CHECK(decimals_meant("\u2212" "5") == Texts{"-5"});
  CHECK(decimals_meant("5-") == Texts{"-5"});
  CHECK(decimals_meant("(1,234)") == Texts{"-1234", "-1.234"});
  CHECK(decimals_meant("(1,234.50)") == Texts{"-1234.50"});
  CHECK(decimals_meant("12.5%") == Texts{"0.125"});
  CHECK(decimals_meant("$5") == Texts{"5"});
  CHECK(decimals_meant("-$1,234,567.00") == Texts{"-1234567.00"});
  CHECK(decimals_meant("5 €") == Texts{"5"});
  CHECK(decimals_meant("USD 5") == Texts{"5"});
  CHECK(decimals_meant("5USD") == Texts{"5"});
  CHECK(decimals_meant("1e5") == Texts{"100000"});
  CHECK(decimals_meant("1.25E+06") == Texts{"1250000"});
  CHECK(decimals_meant("-25e-2") == Texts{"-0.25"});
  CHECK(decimals_meant(".5") == Texts{"0.5"});
  CHECK(decimals_meant("-.5") == Texts{"-0.5"});
  CHECK(decimals_meant("5.") == Texts{"5"});
  CHECK(decimals_meant("1.3 million") == Texts{"1300000"});
}

TEST_CASE("a comma before three digits can be read two ways, and both are offered") {
  CHECK(decimals_meant("3,000") == Texts{"3000", "3.000"});
}

TEST_CASE("where nothing is plainly meant, nothing is offered") {
  for (const std::string text : {"NaN", "inf", "-", "", "abc", "1.2.3", "1e99", "1e", "--5", "-0.0.66962", "1,23,4", "#REF!", "n/a", "null", "5M",
                                 "0x10", "123456789012345678901", "1.1234567890123456789", "(", "()", "%", ",", ".", "-.", "infra_cost"}) {
    INFO(text);
    CHECK(decimals_meant(text).empty());
  }
  CHECK(why_not_a_decimal("1.2.3").why == "it has more than one decimal point");
  CHECK(why_not_a_decimal("123456789012345678901").why == "it has more than 20 digits before the point, or more than 18 behind it");
  CHECK(why_not_a_decimal("NaN").why == "it is no number");
  CHECK(why_not_a_decimal("1e5").why == "it has an exponent");
}

TEST_CASE("what is no period is told apart, with the period that is meant") {
  CHECK(periods_meant("2026/01") == Texts{"2026-01"});
  CHECK(periods_meant("2026-1") == Texts{"2026-01"});
  CHECK(periods_meant("01/2026") == Texts{"2026-01"});
  CHECK(periods_meant("Q1 2026") == Texts{"2026-Q1"});
  CHECK(periods_meant("2026Q1") == Texts{"2026-Q1"});
  CHECK(periods_meant("2026-q1") == Texts{"2026-Q1"});
  CHECK(periods_meant("2026-3-1") == Texts{"2026-03-01"});
  CHECK(periods_meant(" 2026-01") == Texts{"2026-01"});
  CHECK(why_not_a_period("2026-13", {}).why == "no year has a month 13");
  CHECK(why_not_a_period("2026-02-30", {}).why == "the calendar has no such day");
  CHECK(why_not_a_period("2026-Q5", {}).why == "a year has quarters 1 to 4");
  CHECK(why_not_a_period("fiscal 2026", {}).why == "the deal names no fiscal year");
  CHECK(why_not_a_period("contract 2026", *Calendar::fiscal_ending(6, 30)).why == "the deal names no contract year");
  CHECK(periods_meant("fiscal 2026-01-31", *Calendar::fiscal_ending(6, 30)) == Texts{"2026-01-31"});
}

TEST_CASE("a day and a month that could be exchanged are not guessed") {
  CHECK(periods_meant("01/02/2026").empty());
  CHECK(periods_meant("Jan 2026").empty());
  CHECK(periods_meant("45292").empty());
  CHECK(periods_meant("2026-13").empty());
}

#include "lang/number/notation.h"

#include <catch2/catch.hpp>

#include <array>
#include <string>

using whereas::grouped;
using whereas::Number;
using whereas::read_decimal_cell;
using whereas::read_number;
using whereas::spoken;
using whereas::spoken_rate;

namespace {

Number decimal(const char* text) { return Number::from_decimal_text(text); }

struct Written {
  const char* text;
  const char* value;
};

struct Refused {
  const char* text;
  const char* write_instead;
};

}  // namespace

TEST_CASE("amounts are read as contracts write them") {
  constexpr std::array<Written, 23> amounts{{
      {"0", "0"},
      {"0.5", "0.5"},
      {"7", "7"},
      {"1000000", "1000000"},
      {"1,000,000", "1000000"},
      {"1_000_000", "1000000"},
      {"12,345", "12345"},
      {"123,456.789", "123456.789"},
      {"1,000.5", "1000.5"},
      {"2.75", "2.75"},
      {"2.50", "2.5"},
      {"5k", "5000"},
      {"5m", "5000000"},
      {"80bn", "80000000000"},
      {"2tn", "2000000000000"},
      {"1.3bn", "1300000000"},
      {"1,500m", "1500000000"},
      {"250 thousand", "250000"},
      {"1.3 million", "1300000"},
      {"80 billion", "80000000000"},
      {"2 trillion", "2000000000000"},
      {"99999999999999999999", "99999999999999999999"},
      {"0.000000000000000001", "0.000000000000000001"},
  }};
  for (const Written& written : amounts) {
    INFO(written.text);
    const auto result = read_number(written.text);
    REQUIRE(result.number);
    CHECK(result.number->value == decimal(written.value));
    CHECK_FALSE(result.number->is_rate);
  }
}

TEST_CASE("rates are read as percentages, basis points and fractions") {
  constexpr std::array<Written, 7> rates{{
      {"50%", "0.5"},
      {"12.5%", "0.125"},
      {"0.25%", "0.0025"},
      {"1,000%", "10"},
      {"250 bps", "0.025"},
      {"12.5 bps", "0.00125"},
      {"3/8", "0.375"},
  }};
  for (const Written& written : rates) {
    INFO(written.text);
    const auto result = read_number(written.text);
    REQUIRE(result.number);
    CHECK(result.number->value == decimal(written.value));
    CHECK(result.number->is_rate);
  }
  CHECK(read_number("1/3").number->value == Number::fraction(1, 3));
  CHECK(read_number("22/365").number->value == Number::fraction(22, 365));
}

TEST_CASE("forms that can be misread are refused with the right one") {
  constexpr std::array<Refused, 43> forms{{
      {"5 m", "5m"},
      {"5 k", "5k"},
      {"5 bn", "5bn"},
      {"5M", "5m"},
      {"5 M", "5m"},
      {"5MM", "5m"},
      {"5mm", "5m"},
      {"5K", "5k"},
      {"5B", "5bn"},
      {"5b", "5bn"},
      {"5BN", "5bn"},
      {"5T", "5tn"},
      {"5mn", "5m"},
      {"5million", "5 million"},
      {"5  million", "5 million"},
      {"5 Million", "5 million"},
      {"5 millions", "5 million"},
      {".5", "0.5"},
      {".5M", "0.5m"},
      {"5.", "5"},
      {"1_000,000", "1,000,000"},
      {"1,000_000", "1,000,000"},
      {"1,00,000", "100,000"},
      {"1000,000", "1,000,000"},
      {"1__000", "1_000"},
      {"1e5", "100,000"},
      {"1.5E6", "1,500,000"},
      {"2e-3", "0.002"},
      {"007", "7"},
      {"00.5", "0.5"},
      {"0,500", "500"},
      {"1.000.000", "1,000,000"},
      {"1 000 000", "1,000,000"},
      {"1'000'000", "1,000,000"},
      {"5 %", "5%"},
      {"5 percent", "5%"},
      {"5percent", "5%"},
      {"250bps", "250 bps"},
      {"250 bp", "250 bps"},
      {"250 basis points", "250 bps"},
      {"3 / 8", "3/8"},
      {"3/ 8", "3/8"},
      {"3/08", "3/8"},
  }};
  for (const Refused& refused : forms) {
    INFO(refused.text);
    const auto result = read_number(refused.text);
    CHECK_FALSE(result.number);
    CHECK_FALSE(result.fault.what.empty());
    CHECK(result.fault.write_instead == refused.write_instead);
    CHECK(read_number(result.fault.write_instead).number);
  }
}

TEST_CASE("where two readings are possible, or none, no form is offered") {
  for (const char* text : {"",         "1,5",   "1,50",       "1,0000",   ",500",    "1,",     "1.2.3",
                           "1.000,50", "3/0",   "1.5/3",      "3/8%",     "-5",      "+5",     "$5",
                           "abc",      ".",     ",",          "5 apples", "5 ",      " 5",     "5m m",
                           "5m%",      "1e400", "1e-30",      "5\t",      "1/2/3",   "/8",     "3/",
                           "NaN",      "inf",   "0x10",       "1.5.m",    "5k5",     "_",      "1_",
                           "e5",       "5 %%",  "12 bps bps", "\xC2\xBD", "1.0,000", "1,000,", "50000000000e15"}) {
    INFO(text);
    const auto result = read_number(text);
    CHECK_FALSE(result.number);
    CHECK_FALSE(result.fault.what.empty());
    CHECK(result.fault.write_instead.empty());
  }
}

TEST_CASE("a refusal says what is wrong in words of the contract") {
  CHECK(read_number("5M").fault.what == "`M` is a thousand to some and a million to others");
  CHECK(read_number("5 m").fault.what == "`m` touches its number");
  CHECK(read_number("1,5").fault.what == "`1,5` is a decimal to some and a whole number to others");
  CHECK(read_number("1,00,000").fault.what == "a comma stands where not exactly three digits follow it");
  CHECK(read_number("1_000,000").fault.what == "`1_000,000` parts its digits by commas and by underscores");
  CHECK(read_number(".5").fault.what == "no digit stands before the point");
  CHECK(read_number("3/0").fault.what == "a fraction has zero below its line");
}

TEST_CASE("twenty digits before the point and eighteen after are read, and not one more") {
  CHECK(read_number("12345678901234567890.123456789012345678").number);
  CHECK(read_number("12,345,678,901,234,567,890").number);
  CHECK(read_number("123456789012345678901").fault.what == "a number has more than 20 digits before its point");
  CHECK(read_number("0.1234567890123456789").fault.what == "a number has more than 18 digits after its point");
  CHECK(read_number("1/99999999999999999999").number);
  CHECK_FALSE(read_number("1/100000000000000000000").number);
  CHECK_FALSE(read_number(std::string(100'000, '1')).number);
  CHECK_FALSE(read_number(std::string(100'000, ',')).number);
  CHECK_FALSE(read_number("1e" + std::string(100'000, '9')).number);
}

TEST_CASE("a data cell is a plain decimal and nothing else") {
  CHECK(read_decimal_cell("1234.50") == decimal("1234.5"));
  CHECK(read_decimal_cell("-0.25") == decimal("-0.25"));
  CHECK(read_decimal_cell("0") == Number(0));
  CHECK(read_decimal_cell("-0") == Number(0));
  CHECK(read_decimal_cell("-0.00") == Number(0));
  CHECK(read_decimal_cell("007.50") == decimal("7.5"));
  CHECK(read_decimal_cell("-99999999999999999999.999999999999999999") == decimal("-99999999999999999999.999999999999999999"));
  for (const char* text : {"",
                           "-",
                           "+5",
                           "5.",
                           ".5",
                           "-.5",
                           "1,000",
                           "1e5",
                           "NaN",
                           "nan",
                           "inf",
                           "1.2.3",
                           " 5",
                           "5 ",
                           "5%",
                           "1_000",
                           "--5",
                           "5m",
                           "0x1",
                           "$5",
                           "1/2",
                           "123456789012345678901",
                           "0.1234567890123456789",
                           "\xD9\xA3"}) {
    INFO(text);
    CHECK_FALSE(read_decimal_cell(text));
  }
}

TEST_CASE("digits are grouped by threes for people") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(-1234567) == "-1,234,567");
  CHECK(grouped(-123) == "-123");
  CHECK(grouped(decimal("1234567.8900")) == "1,234,567.89");
  CHECK(grouped(decimal("1234567.89012345")) == "1,234,567.89012345");
  CHECK(grouped(decimal("1234.5"), 2) == "1,234.50");
  CHECK(grouped(100, 2) == "100.00");
  CHECK(grouped(Number::fraction(1, 3)) == "1/3");
  CHECK(grouped(Number::fraction(-10000, 3)) == "-10,000/3");
}

TEST_CASE("amounts are spoken in the contract's voice, always exactly") {
  CHECK(spoken(decimal("80000000000")) == "80bn");
  CHECK(spoken(1'500'000) == "1.5m");
  CHECK(spoken(1'300'000'000) == "1.3bn");
  CHECK(spoken(2'000'000'000'000) == "2tn");
  CHECK(spoken(-5'000'000) == "-5m");
  CHECK(spoken(250'000) == "250,000");
  CHECK(spoken(decimal("12.345")) == "12.345");
  CHECK(spoken(0) == "0");
  CHECK(spoken(1'234'567) == "1,234,567");
  CHECK(spoken(decimal("1000000.01")) == "1,000,000.01");
  CHECK(spoken(12'345'000) == "12.345m");
  CHECK(spoken(Number::fraction(1'000'000, 3)) == "1,000,000/3");
}

TEST_CASE("rates are spoken as percentages where the decimal ends") {
  CHECK(spoken_rate(decimal("0.5")) == "50%");
  CHECK(spoken_rate(decimal("0.125")) == "12.5%");
  CHECK(spoken_rate(decimal("0.0025")) == "0.25%");
  CHECK(spoken_rate(1) == "100%");
  CHECK(spoken_rate(0) == "0%");
  CHECK(spoken_rate(decimal("-0.05")) == "-5%");
  CHECK(spoken_rate(15) == "1,500%");
  CHECK(spoken_rate(Number::fraction(1, 3)) == "1/3");
  CHECK(spoken_rate(Number::fraction(5, 3)) == "5/3");
}

TEST_CASE("what is spoken is read back as the same value") {
  for (const char* text :
       {"0", "1", "250000", "999999", "1000000", "1300000", "1234567.89", "80000000000", "2000000000001", "0.000001"}) {
    INFO(text);
    CHECK(read_number(spoken(decimal(text))).number->value == decimal(text));
    CHECK(read_number(grouped(decimal(text))).number->value == decimal(text));
    CHECK(read_number(spoken_rate(decimal(text))).number->value == decimal(text));
  }
}

#include "lang/number/rounding.h"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <vector>

using whereas::apportion;
using whereas::Number;
using whereas::Rounding;
using Mode = whereas::Rounding::Mode;

namespace {

Number decimal(const char* text) { return Number::from_decimal_text(text); }

std::string rounded(const char* value, int places, Mode mode) { return round(decimal(value), {places, mode}).fixed_text(places); }

std::vector<std::string> texts(const std::vector<Number>& parts, int places) {
  std::vector<std::string> result;
  for (const Number& part : parts) result.push_back(part.fixed_text(places));
  return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the words of the contract name every mode") {
  CHECK(whereas::rounding_mode("half even") == Mode::half_even);
  CHECK(whereas::rounding_mode("half up") == Mode::half_up);
  CHECK(whereas::rounding_mode("half down") == Mode::half_down);
  CHECK(whereas::rounding_mode("up") == Mode::up);
  CHECK(whereas::rounding_mode("down") == Mode::down);
  CHECK(whereas::rounding_mode("ceiling") == Mode::ceiling);
  CHECK(whereas::rounding_mode("floor") == Mode::floor);
  CHECK(whereas::rounding_mode("half_even") == std::nullopt);
  CHECK(whereas::rounding_mode("") == std::nullopt);
  for (const Mode mode : {Mode::half_even, Mode::half_up, Mode::half_down, Mode::up, Mode::down, Mode::ceiling, Mode::floor}) {
    CHECK(whereas::rounding_mode(whereas::words(mode)) == mode);
  }
}

TEST_CASE("half a cent goes where the mode says, on both sides of zero") {
  CHECK(rounded("2.345", 2, Mode::half_up) == "2.35");
  CHECK(rounded("2.345", 2, Mode::half_even) == "2.34");
  CHECK(rounded("2.355", 2, Mode::half_even) == "2.36");
  CHECK(rounded("2.345", 2, Mode::half_down) == "2.34");
  CHECK(rounded("-2.345", 2, Mode::half_up) == "-2.35");
  CHECK(rounded("-2.345", 2, Mode::half_down) == "-2.34");
  CHECK(rounded("-2.345", 2, Mode::half_even) == "-2.34");
  CHECK(rounded("-2.345", 2, Mode::ceiling) == "-2.34");
  CHECK(rounded("-2.345", 2, Mode::floor) == "-2.35");
  CHECK(rounded("1.005", 2, Mode::half_up) == "1.01");
  CHECK(rounded("3.015", 2, Mode::half_up) == "3.02");
}

TEST_CASE("seven modes round to whole numbers as the table of java.math.RoundingMode has it") {
  struct Row {
    const char* value;
    std::array<const char*, 7> expected;  // up, down, ceiling, floor, half up, half down, half even
  };
  const std::array<Row, 10> table{{
      {"5.5", {"6", "5", "6", "5", "6", "5", "6"}},
      {"2.5", {"3", "2", "3", "2", "3", "2", "2"}},
      {"1.6", {"2", "1", "2", "1", "2", "2", "2"}},
      {"1.1", {"2", "1", "2", "1", "1", "1", "1"}},
      {"1.0", {"1", "1", "1", "1", "1", "1", "1"}},
      {"-1.0", {"-1", "-1", "-1", "-1", "-1", "-1", "-1"}},
      {"-1.1", {"-2", "-1", "-1", "-2", "-1", "-1", "-1"}},
      {"-1.6", {"-2", "-1", "-1", "-2", "-2", "-2", "-2"}},
      {"-2.5", {"-3", "-2", "-2", "-3", "-3", "-2", "-2"}},
      {"-5.5", {"-6", "-5", "-5", "-6", "-6", "-5", "-6"}},
  }};
  constexpr std::array<Mode, 7> modes{Mode::up,      Mode::down,      Mode::ceiling,  Mode::floor,
                                      Mode::half_up, Mode::half_down, Mode::half_even};
  for (const Row& row : table) {
    for (std::size_t column = 0; column < modes.size(); ++column) {
      INFO(row.value << ", " << whereas::words(modes[column]));
      CHECK(rounded(row.value, 0, modes[column]) == row.expected[column]);
    }
  }
}

TEST_CASE("fractions whose decimal does not end are rounded by their exact value") {
  CHECK(round(Number::fraction(1, 3), {2, Mode::half_even}) == decimal("0.33"));
  CHECK(round(Number::fraction(2, 3), {2, Mode::half_even}) == decimal("0.67"));
  CHECK(round(Number::fraction(-2, 3), {2, Mode::down}) == decimal("-0.66"));
  CHECK(round(Number::fraction(1, 3), {18, Mode::up}) == decimal("0.333333333333333334"));
  // 10,000 at 9% for 46 days: 113.4246... of 365 days, 115.00 of 360, 113.1147... of 366
  const Number yearly = Number(10'000) * decimal("0.09") * Number(46);
  CHECK(round(yearly / Number(365), {}).fixed_text(2) == "113.42");
  CHECK(round(yearly / Number(360), {}).fixed_text(2) == "115.00");
  CHECK(round(yearly / Number(366), {}).fixed_text(2) == "113.11");
  // A hair above half is above half: 0.125 + 10^-40.
  const Number hair = Number(1) / Number(10).power(40);
  CHECK(round(decimal("0.125") + hair, {2, Mode::half_even}) == decimal("0.13"));
  CHECK(round(decimal("0.125") - hair, {2, Mode::half_up}) == decimal("0.12"));
}

TEST_CASE("rounding reaches beyond 128 bits and above the point") {
  CHECK(round(Number(10).power(40) + decimal("0.005"), {2, Mode::half_even}) == Number(10).power(40));
  CHECK(round(Number(10).power(40) + decimal("0.015"), {2, Mode::half_even}) == Number(10).power(40) + decimal("0.02"));
  CHECK(round(Number(2'500), {-3, Mode::half_even}) == Number(2'000));
  CHECK(round(Number(2'500), {-3, Mode::half_up}) == Number(3'000));
  CHECK(round(Number(-1), {-3, Mode::floor}) == Number(-1'000));
}

TEST_CASE("what has few enough places is left as it is") {
  for (const Mode mode : {Mode::half_even, Mode::half_up, Mode::half_down, Mode::up, Mode::down, Mode::ceiling, Mode::floor}) {
    CHECK(round(decimal("-12.34"), {2, mode}) == decimal("-12.34"));
    CHECK(round(Number(7), {2, mode}) == Number(7));
    CHECK(round(Number(0), {0, mode}) == Number(0));
  }
}

TEST_CASE("a hundred in thirds leaves its cent with the one named first") {
  const std::vector<Number> thirds(3, Number::fraction(100, 3));
  CHECK(texts(apportion(100, thirds, {}), 2) == Texts{"33.34", "33.33", "33.33"});
  CHECK(texts(apportion(100, thirds, {}, 2), 2) == Texts{"33.33", "33.33", "33.34"});
  const std::vector<Number> two_cents_short(3, Number::fraction(decimal("100.01"), 3));  // 33.33666...
  CHECK(texts(apportion(decimal("100.01"), two_cents_short, {}), 2) == Texts{"33.34", "33.34", "33.33"});
  CHECK(texts(apportion(decimal("100.01"), two_cents_short, {}, 0), 2) == Texts{"33.35", "33.33", "33.33"});
}

TEST_CASE("missing cents go by largest remainder before the order of naming") {
  // 10.00 as 1/6, 1/3, 1/2: 1.6666..., 3.3333..., 5.00; one cent is missing, and the first share lost most.
  const std::vector<Number> shares{Number::fraction(10, 6), Number::fraction(10, 3), 5};
  CHECK(texts(apportion(10, shares, {}), 2) == Texts{"1.67", "3.33", "5.00"});
  const std::vector<Number> turned{5, Number::fraction(10, 3), Number::fraction(10, 6)};
  CHECK(texts(apportion(10, turned, {}), 2) == Texts{"5.00", "3.33", "1.67"});
}

TEST_CASE("equal remainders keep the order of naming among many shares") {
  // A dollar among 24: four cents each, and four cents over for the first four.
  const std::vector<Number> parts = apportion(1, std::vector<Number>(24, Number::fraction(1, 24)), {});
  for (std::size_t named = 0; named < 24; ++named) CHECK(parts[named] == decimal(named < 4 ? "0.05" : "0.04"));
}

TEST_CASE("the pool is rounded before it is shared") {
  // 0.05 / 2 each: the pool of 0.05 stays, in whole tenths it is 0.0 (half even) or 0.1 (half up).
  const std::vector<Number> halves(2, decimal("0.025"));
  CHECK(texts(apportion(decimal("0.05"), halves, {1, Mode::half_even}), 1) == Texts{"0.0", "0.0"});
  CHECK(texts(apportion(decimal("0.05"), halves, {1, Mode::half_up}), 1) == Texts{"0.1", "0.0"});
}

TEST_CASE("shares of a loss are rounded toward negative infinity and add up") {
  const std::vector<Number> thirds(3, Number::fraction(-100, 3));  // each -33.34 first; two cents come back
  CHECK(texts(apportion(-100, thirds, {}), 2) == Texts{"-33.33", "-33.33", "-33.34"});
}

TEST_CASE("shares that do not add up to their pool are refused") {
  CHECK_THROWS_AS(apportion(100, std::vector<Number>{50, 49}, {}), std::invalid_argument);
  CHECK_THROWS_AS(apportion(1, std::vector<Number>{}, {}), std::invalid_argument);
  CHECK(apportion(0, std::vector<Number>{}, {}).empty());
}

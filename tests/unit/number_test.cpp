#include "lang/number/number.h"

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <type_traits>
#include <vector>

using whereas::Number;
using whereas::NumberTooLong;

namespace {

Number decimal(const char* text) { return Number::from_decimal_text(text); }

const char* const largest_128_bits = "170141183460469231731687303715884105727";    // 2^127 - 1
const char* const smallest_128_bits = "-170141183460469231731687303715884105728";  // -2^127

}  // namespace

TEST_CASE("a number moves without throwing and takes 32 bytes") {
  STATIC_REQUIRE(sizeof(Number) == 32);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<Number>);
  STATIC_REQUIRE(std::is_nothrow_move_assignable_v<Number>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Number, double>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Number, bool>);
}

TEST_CASE("equal values are equal however they came about") {
  const Number half = Number::fraction(1, 2);
  CHECK(half + half == Number(1));
  CHECK(half == decimal("0.5"));
  CHECK(decimal("1.50") == decimal("1.5"));
  CHECK(decimal("-0") == Number(0));
  CHECK(decimal("-0.00") == Number());
  CHECK(Number::fraction(2, 6) == Number::fraction(-1, -3));
  CHECK(Number::fraction(1, 3) + Number::fraction(1, 3) + Number::fraction(1, 3) == Number(1));
  CHECK(Number::fraction(1, 7) != Number::fraction(1, 3));
  CHECK(Number::decimal(1234, 2) == decimal("12.34"));
  CHECK(Number::decimal(12, -3) == Number(12'000));
}

TEST_CASE("a tenth and two tenths are three tenths") { CHECK(decimal("0.1") + decimal("0.2") == decimal("0.3")); }

TEST_CASE("interest of 46 days at 9% on 10,000 is exact until it is rounded") {
  // 10,000 x 0.09 x 46 / 365 = 41,400 / 365 = 8,280 / 73
  const Number interest = Number(10'000) * decimal("0.09") * Number(46) / Number(365);
  CHECK(interest.text() == "8280/73");
  CHECK(interest.numerator_text() == "8280");
  CHECK(interest.denominator_text() == "73");
}

TEST_CASE("every integer type gives the number it says") {
  CHECK(Number(std::numeric_limits<long long>::min()).text() == "-9223372036854775808");
  CHECK(Number(std::numeric_limits<std::uint64_t>::max()).text() == "18446744073709551615");
  CHECK(Number(std::size_t{7}) == Number(7));
}

TEST_CASE("sums and products go on past 128 bits") {
  const Number largest = decimal(largest_128_bits);
  CHECK((largest + 1).text() == "170141183460469231731687303715884105728");
  CHECK(largest + 1 - 1 == largest);
  CHECK((-decimal(smallest_128_bits)).text() == "170141183460469231731687303715884105728");
  CHECK(-(-decimal(smallest_128_bits)) == decimal(smallest_128_bits));
  CHECK(decimal(smallest_128_bits).absolute() == largest + 1);
  // (10^20 - 1)^2 = 10^40 - 2 x 10^20 + 1
  CHECK((decimal("99999999999999999999") * decimal("99999999999999999999")).text() == "9999999999999999999800000000000000000001");
  CHECK(decimal("0.00000000000000000001") * decimal("0.00000000000000000001") ==
        decimal("0.0000000000000000000000000000000000000001"));
  // Back to a whole number within 64 bits, from far outside.
  CHECK((Number(10).power(100) / Number(10).power(98)).to_integer() == 100);
}

TEST_CASE("order is by value, across scales, fractions and sizes") {
  const std::vector<Number> rising{-Number(10).power(50),
                                   decimal(smallest_128_bits),
                                   decimal("-1000000.01"),
                                   decimal("-1000000.001"),
                                   Number(-1),
                                   Number::fraction(-1, 3),
                                   decimal("-0.3333"),
                                   Number(0),
                                   Number(10).power(50) - Number(10).power(50) + Number::fraction(1, Number(10).power(50)),
                                   decimal("0.333"),
                                   Number::fraction(1, 3),
                                   decimal("0.334"),
                                   Number::fraction(2, 3),
                                   Number(1),
                                   Number(std::numeric_limits<long long>::max()),
                                   decimal(largest_128_bits),
                                   decimal(largest_128_bits) + Number::fraction(1, 3),
                                   Number(10).power(50)};
  for (std::size_t first = 0; first < rising.size(); ++first) {
    for (std::size_t second = 0; second < rising.size(); ++second) {
      INFO(rising[first].text() << " and " << rising[second].text());
      CHECK((rising[first] < rising[second]) == (first < second));
      CHECK((rising[first] == rising[second]) == (first == second));
      CHECK((rising[first] > rising[second]) == (first > second));
    }
  }
  CHECK(whereas::min(Number(2), decimal("1.99")) == decimal("1.99"));
  CHECK(whereas::max(Number(2), decimal("1.99")) == Number(2));
}

TEST_CASE("signs and wholeness") {
  CHECK(decimal("-0.01").sign() == -1);
  CHECK(Number().sign() == 0);
  CHECK(Number::fraction(1, 3).sign() == 1);
  CHECK(decimal("-0.01").is_negative());
  CHECK((decimal("0.01") - decimal("0.010")).is_zero());
  CHECK(decimal("12.00").is_whole());
  CHECK_FALSE(decimal("12.01").is_whole());
  CHECK_FALSE(Number::fraction(12, 7).is_whole());
}

TEST_CASE("floor goes down and ceiling up, below zero too") {
  CHECK(decimal("2.7").floor() == Number(2));
  CHECK(decimal("-2.1").floor() == Number(-3));
  CHECK(decimal("-2").floor() == Number(-2));
  CHECK(decimal("2.1").ceiling() == Number(3));
  CHECK(decimal("-2.7").ceiling() == Number(-2));
  CHECK(Number::fraction(-7, 3).floor() == Number(-3));
  CHECK(Number::fraction(7, 3).ceiling() == Number(3));
}

TEST_CASE("powers are exact") {
  CHECK(Number(2).power(10) == Number(1024));
  CHECK(decimal("1.05").power(2) == decimal("1.1025"));
  CHECK(Number(7).power(0) == Number(1));
  CHECK(Number(0).power(0) == Number(1));
  CHECK(Number::fraction(-2, 3).power(3) == Number::fraction(-8, 27));
  CHECK(Number(-1).power(4'000'000'001u) == Number(-1));
}

TEST_CASE("a whole number within 64 bits becomes an integer, nothing else does") {
  CHECK(decimal("-120.0").to_integer() == -120);
  CHECK(decimal("9223372036854775807").to_integer() == std::numeric_limits<long long>::max());
  CHECK_THROWS_AS(decimal("9223372036854775808").to_integer(), std::out_of_range);
  CHECK_THROWS_AS(decimal("0.5").to_integer(), std::out_of_range);
  CHECK_THROWS_AS(Number::fraction(1, 3).to_integer(), std::out_of_range);
  CHECK_THROWS_AS(Number(10).power(60).to_integer(), std::out_of_range);
}

TEST_CASE("text has the fewest exact places, or the fraction in lowest terms") {
  CHECK(decimal("-0.250").text() == "-0.25");
  CHECK(decimal("1000").text() == "1000");
  CHECK(decimal("1000.000").text() == "1000");
  CHECK(decimal("0.0").text() == "0");
  CHECK(decimal("007.50").text() == "7.5");
  CHECK(Number::fraction(-6, 9).text() == "-2/3");
  CHECK(Number::fraction(5, 6).text() == "5/6");
  CHECK(Number::fraction(1, 8).text() == "0.125");
  CHECK(Number::fraction(1, Number(2).power(40)).text() == "0.0000000000009094947017729282379150390625");
  CHECK(Number::fraction(1, 3).ends_as_decimal() == false);
  CHECK(Number::fraction(3, 375).ends_as_decimal());
}

TEST_CASE("fixed text has exactly the places asked for") {
  CHECK(decimal("12.5").fixed_text(2) == "12.50");
  CHECK(Number(3).fixed_text(0) == "3");
  CHECK(Number(3).fixed_text(2) == "3.00");
  CHECK(Number(0).fixed_text(2) == "0.00");
  CHECK(decimal("-0.05").fixed_text(2) == "-0.05");
  CHECK(decimal("1.000").fixed_text(1) == "1.0");
  CHECK(Number(10).power(40).fixed_text(2) == "10000000000000000000000000000000000000000.00");
  CHECK_THROWS_AS(decimal("0.125").fixed_text(2), std::invalid_argument);
  CHECK_THROWS_AS(Number::fraction(1, 3).fixed_text(10), std::invalid_argument);
  CHECK_THROWS_AS((decimal("0.1").power(41)).fixed_text(40), std::invalid_argument);
}

TEST_CASE("text that is not a plain decimal is refused") {
  for (const char* text : {"", "-", ".", "1.", ".5", "+1", "1e5", "--1", "1.2.3", "1,000", " 1", "0x10"}) {
    INFO(text);
    CHECK_THROWS_AS(decimal(text), std::invalid_argument);
  }
}

TEST_CASE("division by zero is an error, never a value") {
  CHECK_THROWS_AS(Number(1) / Number(0), std::domain_error);
  CHECK_THROWS_AS(Number::fraction(0, decimal("0.00")), std::domain_error);
}

TEST_CASE("a number keeps 2000 digits and not one more") {
  const Number longest = decimal(std::string(2000, '9').c_str());
  CHECK(longest.text() == std::string(2000, '9'));
  CHECK(longest == Number(10).power(1999) * 9 + (Number(10).power(1999) - 1));
  CHECK_THROWS_AS(Number(10).power(2000), NumberTooLong);
  CHECK_THROWS_AS(longest + 1, NumberTooLong);
  CHECK_THROWS_AS(-longest - 1, NumberTooLong);
  CHECK_THROWS_AS(longest * longest, NumberTooLong);
  CHECK(Number::fraction(1, longest).denominator_text() == std::string(2000, '9'));
  CHECK_THROWS_AS(Number::fraction(1, longest) / Number(2), NumberTooLong);
  // The highest bit of 10^2000 is number 6643, and so is that of 2^6643, which has 2000 digits.
  CHECK(Number(2).power(6643).text().size() == 2000);
  CHECK_THROWS_AS(Number(2).power(6644), NumberTooLong);
  CHECK(Number::fraction(1, Number(2).power(6643)).text().size() == 6645);
  CHECK_THROWS_AS(Number(3).power(4'000'000'000u), NumberTooLong);
  CHECK_THROWS_AS(decimal(("1" + std::string(2000, '0')).c_str()), NumberTooLong);
  CHECK_THROWS_AS(decimal(("0." + std::string(1'000'000, '3')).c_str()), NumberTooLong);
  CHECK_THROWS_AS(decimal(std::string(1'000'000, '3').c_str()), NumberTooLong);
  CHECK(decimal((std::string(1'000'000, '0') + "1").c_str()) == Number(1));
  CHECK(decimal(("1." + std::string(1'000'000, '0')).c_str()) == Number(1));
}

TEST_CASE("a rate compounded for sixty months stays exact") {
  // (1 + 1/12 %)^60 = (1201/1200)^60: 1201^60 has 185 digits, 1200^60 has 185.
  const Number growth = (Number(1) + Number::fraction(1, 1200)).power(60);
  CHECK(growth.numerator_text().size() == 185);
  CHECK(growth.denominator_text().size() == 185);
  CHECK(growth / (Number(1) + Number::fraction(1, 1200)).power(59) == Number::fraction(1201, 1200));
}

TEST_CASE("a number that was moved from can be given a value again") {
  Number large = Number(10).power(60);
  Number taken = std::move(large);
  CHECK(taken == Number(10).power(60));
  large = Number(3);
  CHECK(large == Number(3));
  Number& same = taken;
  taken = same;
  CHECK(taken == Number(10).power(60));
}

// Number against plain fractions of unlimited size, over random values and operations: not one difference.

#include "lang/number/digits.h"
#include "lang/number/number.h"
#include "tests/support/number_machine.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <string>
#include <vector>

using whereas::Number;
using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;

namespace {

struct Pair {
  Number number;
  Rational reference;
};

Integer power(unsigned base, unsigned exponent) { return boost::multiprecision::pow(Integer(base), exponent); }

std::string text_of(const Rational& value) { return numerator(value).str() + "/" + denominator(value).str(); }
std::string text_of(const Number& value) { return value.numerator_text() + "/" + value.denominator_text(); }

/// Money, rates, fractions, and values on both sides of every border of the small form.
class Values {
 public:
  explicit Values(unsigned seed) : random_(seed) {}

  unsigned below(unsigned bound) { return std::uniform_int_distribution<unsigned>(0, bound - 1)(random_); }

  Pair next() {
    Pair value = from_digits(whole(), below(5) == 0 ? below(45) : below(8));
    if (below(3) == 0) value = divided(value, whole());
    if (below(12) == 0) value = divided(value, edge());
    return value;
  }

 private:
  static Pair from_digits(const Integer& digits, unsigned places) {
    return {Number::from_decimal_text(digits.str()) / Number::from_decimal_text(power(10, places).str()),
            Rational(digits, power(10, places))};
  }

  static Pair divided(const Pair& value, const Integer& divisor) {
    if (divisor == 0) return value;
    return {Number::fraction(value.number, Number::from_decimal_text(divisor.str())), value.reference / Rational(divisor)};
  }

  Integer whole() {
    switch (below(6)) {
      case 0: return Integer(below(1000)) - 500;
      case 1: return edge();
      case 2: return Integer(std::uniform_int_distribution<long long>(-10'000'000'000'000'000, 10'000'000'000'000'000)(random_));
      case 3: return Integer(below(40)) - 20;
      case 4: return power(2, below(140)) * (below(2) == 0 ? 1 : -1);
      default: return power(5, below(60)) * (below(2) == 0 ? 3 : -7);
    }
  }

  Integer edge() {
    static const std::array<Integer, 6> edges{power(2, 31),  power(2, 63),  power(2, 64),
                                              power(2, 127), power(10, 37), power(10, 19)};
    return (edges[below(edges.size())] + Integer(below(7)) - 3) * (below(2) == 0 ? 1 : -1);
  }

  std::mt19937 random_;
};

Rational floor_of(const Rational& value) {
  Integer quotient = numerator(value) / denominator(value);
  if (quotient * denominator(value) > numerator(value)) --quotient;
  return Rational(quotient);
}

void require_equal(const Number& number, const Rational& reference, const std::string& about) {
  if (text_of(number) == text_of(reference)) return;
  FAIL(about << " gave " << text_of(number) << ", not " << text_of(reference));
}

int sign_of(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

void check_operations(const Pair& a, const Pair& b) {
  const std::string about = text_of(a.reference) + " and " + text_of(b.reference);
  require_equal(a.number + b.number, a.reference + b.reference, "the sum of " + about);
  require_equal(a.number - b.number, a.reference - b.reference, "the difference of " + about);
  require_equal(a.number * b.number, a.reference * b.reference, "the product of " + about);
  if (b.reference != 0) require_equal(a.number / b.number, a.reference / b.reference, "the quotient of " + about);
  const int order = a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0;
  if (sign_of(a.number <=> b.number) != order) FAIL("the order of " << about);
  if ((a.number == b.number) != (order == 0)) FAIL("the equality of " << about);
  // The same value by another way is the same value.
  if (!(a.number + b.number - b.number == a.number)) FAIL("taking back what was added: " << about);
  if (b.reference != 0 && !(a.number / b.number * b.number == a.number)) FAIL("multiplying back what was divided: " << about);
}

void check_alone(const Pair& value) {
  const std::string about = text_of(value.reference);
  require_equal(value.number.floor(), floor_of(value.reference), "the floor of " + about);
  require_equal(value.number.ceiling(), -floor_of(-value.reference), "the ceiling of " + about);
  require_equal(-value.number, -value.reference, "the negation of " + about);
  require_equal(value.number.absolute(), abs(value.reference), "the absolute value of " + about);
  if (value.number.sign() != value.reference.sign()) FAIL("the sign of " << about);
  if (value.number.is_zero() != (value.reference == 0)) FAIL("whether zero: " << about);
  if (value.number.is_whole() != (denominator(value.reference) == 1)) FAIL("whether whole: " << about);
  Integer rest = denominator(value.reference);
  while (rest % 2 == 0) rest /= 2;
  while (rest % 5 == 0) rest /= 5;
  if (value.number.ends_as_decimal() != (rest == 1)) FAIL("whether the decimal ends: " << about);
  if (value.number.ends_as_decimal()) {
    require_equal(Number::from_decimal_text(value.number.text()), value.reference, "the text of " + about);
    const std::string text = value.number.text();
    if (text.find('.') != text.npos && text.back() == '0') FAIL("a zero too many: " << text);
  } else if (value.number.text() != about) {
    FAIL("the text of " << about << " is " << value.number.text());
  }
}

void check_multiple_below(const Pair& value, int places) {
  const Rational power_of_ten =
      places < 0 ? Rational(1, power(10, static_cast<unsigned>(-places))) : Rational(power(10, static_cast<unsigned>(places)));
  const Rational scaled = value.reference * power_of_ten;
  const Rational below = floor_of(scaled);
  const Rational remainder = scaled - below;
  using Remainder = Number::Remainder;
  const Remainder expected = remainder == 0                ? Remainder::none
                             : remainder < Rational(1, 2)  ? Remainder::under_half
                             : remainder == Rational(1, 2) ? Remainder::half
                                                           : Remainder::over_half;
  Remainder found = Remainder::none;
  const Number multiple = value.number.multiple_below(places, found);
  require_equal(multiple, below / power_of_ten,
                "the multiple at " + std::to_string(places) + " places below " + text_of(value.reference));
  if (found != expected) FAIL("the remainder at " << places << " places of " << text_of(value.reference));
  if (places >= 0) {
    require_equal(Number::from_decimal_text(multiple.fixed_text(places)), below / power_of_ten,
                  "the fixed text of " + text_of(multiple));
  }
}

}  // namespace

TEST_CASE("every operation of two numbers agrees with fractions of unlimited size") {
  Values values(20240131);
  for (int round = 0; round < 60'000; ++round) {
    const Pair a = values.next();
    const Pair b = values.below(10) == 0 ? a : values.next();
    check_operations(a, b);
  }
  SUCCEED("not one difference");
}

TEST_CASE("floors, texts and signs agree with fractions of unlimited size") {
  Values values(7);
  for (int round = 0; round < 30'000; ++round) {
    const Pair value = values.next();
    check_alone(value);
    check_multiple_below(value, static_cast<int>(values.below(24)) - 4);
  }
  SUCCEED("not one difference");
}

TEST_CASE("long sequences of operations never drift from the exact value") {
  Values values(99);
  for (int sequence = 0; sequence < 3'000; ++sequence) {
    Pair running = values.next();
    for (int step = 0; step < 12; ++step) {
      const Pair operand = values.next();
      switch (values.below(5)) {
        case 0: running = {running.number + operand.number, running.reference + operand.reference}; break;
        case 1: running = {running.number - operand.number, running.reference - operand.reference}; break;
        case 2: running = {running.number * operand.number, running.reference * operand.reference}; break;
        case 3:
          if (operand.reference != 0) running = {running.number / operand.number, running.reference / operand.reference};
          break;
        default: running = {running.number.floor(), floor_of(running.reference)};
      }
    }
    require_equal(running.number, running.reference, "a sequence of operations");
    const Pair other = values.next();
    check_operations(running, other);
    check_alone(running);
  }
  SUCCEED("not one difference");
}

TEST_CASE("dividing by a power of ten through its reciprocal is dividing by it") {
  std::mt19937_64 random(5);
  std::uint64_t power = 1;
  for (int exponent = 0; exponent < 20; ++exponent, power *= 10) {
    const std::uint64_t most = ~std::uint64_t{0};
    for (int round = 0; round < 20'000; ++round) {
      const std::uint64_t multiple = random() / power * power;
      for (const std::uint64_t value :
           {multiple, multiple - 1, multiple + 1, random(), random() >> random() % 64, most, most - 1}) {
        const whereas::number::Divided divided = whereas::number::divided_by_power_of_ten(value, exponent);
        if (divided.quotient != value / power || divided.remainder != value % power) FAIL(value << " / 10^" << exponent);
      }
    }
  }
  SUCCEED("not one difference");
}

TEST_CASE("copies, moves and assignments keep the value, small or large") {
  Values values(3);
  std::vector<Pair> pairs;
  for (int count = 0; count < 500; ++count) pairs.push_back(values.next());
  for (int round = 0; round < 20'000; ++round) {
    Pair& a = pairs[values.below(500)];
    Pair& b = pairs[values.below(500)];
    switch (values.below(4)) {
      case 0: a = b; break;
      case 1: std::swap(a, b); break;
      case 2: {
        Number copy = a.number;
        a.number = std::move(copy);
        break;
      }
      default: {
        Number taken = std::move(a.number);
        a.number = taken;
      }
    }
  }
  for (const Pair& pair : pairs) require_equal(pair.number, pair.reference, "a copy");
  SUCCEED("not one difference");
}

TEST_CASE("calculations made by dice, with values at the edges of 64 and 128 bits, agree in every step") {
  std::mt19937 random(1128);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::uint8_t> calculation(random() % 160);
    for (std::uint8_t& byte : calculation) byte = static_cast<std::uint8_t>(random());
    if (const auto difference = whereas::support::first_difference(calculation)) FAIL("calculation " << round << ", " << *difference);
  }
  SUCCEED("not one difference");
}

#include "tests/support/number_machine.h"

#include "lang/number/number.h"
#include "lang/number/rounding.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <array>
#include <vector>

namespace whereas::support {

namespace {

using Integer = boost::multiprecision::cpp_int;
using Fraction = boost::multiprecision::cpp_rational;

struct Both {
  Number number;
  Fraction reference;
};

Integer power_of(unsigned base, unsigned exponent) { return boost::multiprecision::pow(Integer(base), exponent); }
std::string words_of(const Fraction& value) { return numerator(value).str() + "/" + denominator(value).str(); }
std::string words_of(const Number& value) { return value.numerator_text() + "/" + value.denominator_text(); }

bool is_too_long(const Fraction& value) {
  static const Integer limit = power_of(10, Number::digit_limit);
  return abs(numerator(value)) >= limit || denominator(value) >= limit;
}

Integer floor_of(const Fraction& value) {
  Integer quotient = numerator(value) / denominator(value);
  if (quotient * denominator(value) > numerator(value)) --quotient;
  return quotient;
}

/// Rounding as the word says, from the whole numbers on both sides and the distance to each.
Fraction rounded(const Fraction& value, Rounding rounding) {
  const Fraction power = rounding.places < 0 ? Fraction(1, power_of(10, static_cast<unsigned>(-rounding.places))) : Fraction(power_of(10, static_cast<unsigned>(rounding.places)));
  const Fraction scaled = value * power;
  const Integer below = floor_of(scaled);
  if (scaled == Fraction(below)) return value;
  const Integer above = below + 1;
  const Integer nearer_to_zero = value < 0 ? above : below;
  const Integer farther = value < 0 ? below : above;
  const Fraction half(1, 2);
  const Fraction distance = scaled - Fraction(below);
  Integer chosen = distance > half ? above : below;
  switch (rounding.mode) {
    case Rounding::Mode::floor: chosen = below; break;
    case Rounding::Mode::ceiling: chosen = above; break;
    case Rounding::Mode::down: chosen = nearer_to_zero; break;
    case Rounding::Mode::up: chosen = farther; break;
    case Rounding::Mode::half_even:
      if (distance == half) chosen = below % 2 == 0 ? below : above;
      break;
    case Rounding::Mode::half_up:
      if (distance == half) chosen = farther;
      break;
    case Rounding::Mode::half_down:
      if (distance == half) chosen = nearer_to_zero;
      break;
  }
  return Fraction(chosen) / power;
}

class Machine {
 public:
  explicit Machine(std::span<const std::uint8_t> calculation) : left_(calculation) {}

  std::optional<std::string> run() {
    for (int step = 1; !left_.empty() && !difference_ && step <= most_steps; ++step) {
      step_ = step;
      take_step();
    }
    return difference_;
  }

 private:
  static constexpr int most_steps = 200;
  static constexpr std::size_t most_values = 8;

  std::uint8_t byte() {
    if (left_.empty()) return 0;
    const std::uint8_t first = left_.front();
    left_ = left_.subspan(1);
    return first;
  }

  std::int64_t eight_bytes() {
    std::uint64_t value = 0;
    for (int count = 0; count < 8; ++count) value = value << 8 | byte();
    return static_cast<std::int64_t>(value);
  }

  /// The borders of the small forms, and a few to either side.
  Integer edge() {
    static const std::array<Integer, 10> edges{power_of(2, 31), power_of(2, 32), power_of(2, 63),  power_of(2, 64),  power_of(2, 126),
                                               power_of(2, 127), power_of(2, 128), power_of(10, 18), power_of(10, 19), power_of(10, 37)};
    const Integer value = edges[byte() % edges.size()] + (byte() % 7) - 3;
    return byte() % 2 == 0 ? value : Integer(-value);
  }

  void push(const Integer& digits, unsigned places) {
    std::string text = Integer(abs(digits)).str();
    if (places > 0) {
      if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
      text.insert(text.size() - places, 1, '.');
    }
    if (digits < 0) text.insert(0, 1, '-');
    push({Number::from_decimal_text(text), Fraction(digits, power_of(10, places))}, "reading");
  }

  void push(Both value, const char* what) {
    if (words_of(value.number) != words_of(value.reference)) differ(what, words_of(value.number), words_of(value.reference));
    if (values_.size() == most_values) values_.erase(values_.begin());
    values_.push_back(std::move(value));
  }

  void differ(const char* what, const std::string& found, const std::string& expected) {
    difference_ = "step " + std::to_string(step_) + ", " + what + ": " + found + ", not " + expected;
  }

  Both pop() {
    if (values_.empty()) return {Number(1), Fraction(1)};
    Both top = std::move(values_.back());
    values_.pop_back();
    return top;
  }

  /// Both calculations; a refusal must be right, and takes the operands with it.
  template <typename Of>
  void calculate(const char* what, Of of, const Fraction& reference) {
    try {
      Number number = of();
      if (is_too_long(reference)) return differ(what, words_of(number), "a refusal");
      push({std::move(number), reference}, what);
    } catch (const NumberTooLong&) {
      if (!is_too_long(reference)) differ(what, "a refusal", words_of(reference));
    }
  }

  void take_step() {
    switch (byte() % 14) {
      case 0: return push(Integer(eight_bytes()), 0);
      case 1: return push(Integer(eight_bytes()), byte() % 45);
      case 2: return push(edge(), byte() % 3 == 0 ? byte() % 40 : 0);
      case 3: return push(Integer(byte()), byte() % 4);
      case 4: return take_two("plus", [](const auto& a, const auto& b) { return a + b; });
      case 5: return take_two("minus", [](const auto& a, const auto& b) { return a - b; });
      case 6: return take_two("times", [](const auto& a, const auto& b) { return a * b; });
      case 7: return take_quotient();
      case 8: return take_one("negated", [](const Both& a) { return -a.number; }, [](const Fraction& a) { return Fraction(-a); });
      case 9: return take_one("floor", [](const Both& a) { return a.number.floor(); }, [](const Fraction& a) { return Fraction(floor_of(a)); });
      case 10: return take_rounding();
      case 11: return compare();
      case 12: return read_back();
      default:
        if (!values_.empty()) push(Both(values_[byte() % values_.size()]), "a copy");
    }
  }

  template <typename Of>
  void take_two(const char* what, Of of) {
    const Both b = pop();
    const Both a = pop();
    const Fraction reference = of(a.reference, b.reference);
    calculate(what, [&]() -> Number { return of(a.number, b.number); }, reference);
  }

  template <typename Of, typename OfReference>
  void take_one(const char* what, Of of, OfReference of_reference) {
    const Both a = pop();
    calculate(what, [&] { return of(a); }, of_reference(a.reference));
  }

  void take_quotient() {
    const Both b = pop();
    const Both a = pop();
    if (b.reference == 0) return;
    calculate("divided by", [&] { return a.number / b.number; }, a.reference / b.reference);
  }

  void take_rounding() {
    const Rounding rounding{static_cast<int>(byte() % 44) - 4, static_cast<Rounding::Mode>(byte() % 7)};
    take_one("rounded", [&](const Both& a) { return round(a.number, rounding); }, [&](const Fraction& a) { return rounded(a, rounding); });
  }

  void compare() {
    const Both b = pop();
    const Both a = pop();
    const auto order = a.number <=> b.number;
    const int found = order < 0 ? -1 : order > 0 ? 1 : 0;
    const int expected = a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0;
    if (found != expected) differ("compared", std::to_string(found), std::to_string(expected));
    if ((a.number == b.number) != (expected == 0)) differ("equal", std::to_string(expected != 0), std::to_string(expected == 0));
    if (a.number.sign() != a.reference.sign()) differ("sign", std::to_string(a.number.sign()), std::to_string(a.reference.sign()));
  }

  void read_back() {
    const Both a = pop();
    if (!a.number.ends_as_decimal()) return;
    push({Number::from_decimal_text(a.number.text()), a.reference}, "written and read");
  }

  std::span<const std::uint8_t> left_;
  std::vector<Both> values_;
  std::optional<std::string> difference_;
  int step_ = 0;
};

}  // namespace

std::optional<std::string> first_difference(std::span<const std::uint8_t> calculation) { return Machine(calculation).run(); }

}  // namespace whereas::support

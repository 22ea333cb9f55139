#include "lang/number/number.h"

#include "lang/number/large.h"
#include "lang/number/small.h"

#include <algorithm>

namespace whereas {

using number::Digits;
using number::most_places;
using number::power_of_ten;

Number operator+(const Number& a, const Number& b) {
  Digits a_digits = 0;
  Digits b_digits = 0;
  if (Number::Small::align_short(a, b, a_digits, b_digits)) [[likely]]
    return {a_digits + b_digits, 1, std::max(a.scale_, b.scale_)};
  Number sum;
  if (Number::Small::both(a, b) && Number::Small::add(a, b, false, sum)) return sum;
  return Number::Large::add(a, b);
}

Number operator-(const Number& a, const Number& b) {
  Digits a_digits = 0;
  Digits b_digits = 0;
  if (Number::Small::align_short(a, b, a_digits, b_digits)) [[likely]]
    return {a_digits - b_digits, 1, std::max(a.scale_, b.scale_)};
  Number difference;
  if (Number::Small::both(a, b) && Number::Small::add(a, b, true, difference)) return difference;
  return Number::Large::subtract(a, b);
}

Number operator*(const Number& a, const Number& b) {
  if (Number::Small::both_short(a, b) && a.scale_ + b.scale_ <= most_places) [[likely]] {
    return {Digits{static_cast<std::int64_t>(a.digits_)} * static_cast<std::int64_t>(b.digits_), 1, a.scale_ + b.scale_};
  }
  Number product;
  if (Number::Small::both(a, b) && Number::Small::multiply(a, b, product)) return product;
  return Number::Large::multiply(a, b);
}

Number operator/(const Number& a, const Number& b) {
  if (b.is_zero()) throw std::domain_error("a number is divided by zero");
  Number quotient;
  if (Number::Small::both(a, b) && Number::Small::divide(a, b, quotient)) [[likely]]
    return quotient;
  return Number::Large::divide(a, b);
}

Number Number::operator-() const {
  Digits negated = 0;
  if (is_small() && !__builtin_sub_overflow(Digits{0}, digits_, &negated)) return {negated, denominator_, scale_};
  return Large::negate(*this);
}

bool operator==(const Number& a, const Number& b) {
  Digits a_short = 0;
  Digits b_short = 0;
  if (Number::Small::align_short(a, b, a_short, b_short)) [[likely]]
    return a_short == b_short;
  if (!Number::Small::both(a, b)) return !a.is_small() && !b.is_small() && Number::Large::equal(a, b);
  if (a.denominator_ != b.denominator_) return false;
  Digits a_digits = a.digits_;
  Digits b_digits = b.digits_;
  return Number::Small::align(a_digits, a.scale_, b_digits, b.scale_) && a_digits == b_digits;
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  Digits a_short = 0;
  Digits b_short = 0;
  if (Number::Small::align_short(a, b, a_short, b_short)) [[likely]]
    return Number::Small::order_of(a_short, b_short);
  auto order = std::strong_ordering::equal;
  if (Number::Small::both(a, b) && Number::Small::compare(a, b, order)) [[likely]]
    return order;
  return Number::Large::compare(a, b);
}

Number Number::fraction(const Number& numerator, const Number& denominator) { return numerator / denominator; }

Number Number::decimal(long long digits, int places) {
  if (places >= 0 && places <= most_places) return {Digits{digits}, 1, places};
  const Number power = Number(10).power(static_cast<unsigned>(places < 0 ? -places : places));
  return places < 0 ? Number(digits) * power : Number(digits) / power;
}

Number Number::from_decimal_text(std::string_view text) {
  if (!number::is_decimal(text)) throw std::invalid_argument("a text is not a plain decimal number");
  Number value;
  return Small::from_decimal_text(text, value) ? value : Large::from_decimal_text(text);
}

bool Number::is_zero() const { return is_small() && digits_ == 0; }
bool Number::is_negative() const { return sign() < 0; }
bool Number::is_whole() const {
  if (!is_small()) return Large::is_whole(*this);
  return denominator_ == 1 && (scale_ == 0 || digits_ % power_of_ten(scale_) == 0);
}
int Number::sign() const {
  if (!is_small()) return Large::sign(*this);
  return digits_ < 0 ? -1 : digits_ > 0 ? 1 : 0;
}

Number Number::multiple_below(int places, Remainder& remainder) const {
  if (is_small() && denominator_ == 1) [[likely]] {
    remainder = Remainder::none;
    if (places >= scale_) return *this;
    const int surplus = scale_ - places;
    if (places >= 0 && surplus < 20 && number::fits_64(digits_)) [[likely]] {
      auto divided = number::divided_by_power_of_ten(static_cast<std::uint64_t>(number::magnitude(digits_)), surplus);
      remainder = Small::settle_below_zero(divided, number::divisors[static_cast<std::size_t>(surplus)].power, digits_ < 0);
      const auto quotient = static_cast<Digits>(divided.quotient);
      return {digits_ < 0 ? -quotient : quotient, 1, places};
    }
  }
  Number below;
  return is_small() && Small::multiple_below(*this, places, below, remainder) ? below
                                                                              : Large::multiple_below(*this, places, remainder);
}

Number Number::floor() const {
  Remainder remainder = Remainder::none;
  return multiple_below(0, remainder);
}
Number Number::ceiling() const { return -(-*this).floor(); }
Number Number::absolute() const { return is_negative() ? -*this : *this; }

Number Number::power(unsigned exponent) const {
  Number result = 1;
  Number square = *this;
  for (; exponent != 0; exponent >>= 1) {
    if (exponent & 1u) result *= square;
    if (exponent > 1) square *= square;
  }
  return result;
}

long long Number::to_integer() const {
  if (!is_small() || !is_whole()) throw std::out_of_range("a number is not a whole number of 64 bits");
  const Digits whole = digits_ / power_of_ten(scale_);
  if (!number::fits_64(whole)) throw std::out_of_range("a number is not a whole number of 64 bits");
  return static_cast<long long>(whole);
}

bool Number::ends_as_decimal() const { return is_small() ? denominator_ == 1 : Large::ends_as_decimal(*this); }

std::string Number::text() const {
  if (is_small() && denominator_ == 1) return Small::fixed_text(*this, Small::fewest_places(*this));
  return Large::text(*this);
}

std::string Number::fixed_text(int places) const {
  if (places < 0) throw std::invalid_argument("decimal places are counted from zero");
  if (is_small() && denominator_ == 1) return Small::fixed_text(*this, places);
  return Large::fixed_text(*this, places);
}

std::string Number::numerator_text() const { return Large::numerator_text(*this); }
std::string Number::denominator_text() const { return Large::denominator_text(*this); }

}  // namespace whereas

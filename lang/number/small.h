#pragma once

// The operations on small forms: 128-bit digits with a decimal scale, over a 64-bit denominator. Nothing here allocates or throws: each
// operation answers false where the result, or something on the way to it, does not fit, and large.h takes over.

#include "lang/number/digits.h"
#include "lang/number/number.h"

#include <algorithm>

namespace whereas {

struct Number::Small {
  using Magnitude = number::Magnitude;

  static bool both(const Number& a, const Number& b) { return (a.scale_ | b.scale_) >= 0; }
  /// Decimals whose digits fit 64 bits: most of what contracts and data hold, and worth a path of its own.
  static bool both_short(const Number& a, const Number& b);
  /// Both digits at the greater of the two scales.
  static bool align_short(const Number& a, const Number& b, Digits& a_digits, Digits& b_digits);
  /// Turns a division of magnitudes into one that rounds toward negative infinity, and says what remains.
  static Remainder settle_below_zero(number::Divided& divided, Magnitude divisor, bool negative);
  static std::strong_ordering order_of(Digits a, Digits b);

  static bool align(Digits& a, int scale_a, Digits& b, int scale_b);
  static bool add(const Number& a, const Number& b, bool subtract, Number& sum);
  static bool add_fractions(Digits a, const Number& b, Digits b_digits, std::uint64_t denominator, bool subtract, Number& sum);
  static bool multiply(const Number& a, const Number& b, Number& product);
  static bool divide(const Number& a, const Number& b, Number& quotient);
  static bool multiple_below(const Number& value, int places, Number& below, Remainder& remainder);

  static bool from_decimal_text(std::string_view text, Number& value);
  static bool compare(const Number& a, const Number& b, std::strong_ordering& order);
  static std::string fixed_text(const Number& value, int places);
  /// How many places remain when the zeros at the end are gone.
  static int fewest_places(const Number& value);
};

inline std::strong_ordering Number::Small::order_of(Digits a, Digits b) {
  return static_cast<int>(a > b) - static_cast<int>(a < b) <=> 0;  // no branch on the values
}

inline bool Number::Small::both_short(const Number& a, const Number& b) {
  return both(a, b) && a.denominator_ == 1 && b.denominator_ == 1 && number::fits_64(a.digits_) && number::fits_64(b.digits_);
}

// Both are multiplied, one of them by 1: no branch on the scales, which data mixes.
inline bool Number::Small::align_short(const Number& a, const Number& b, Digits& a_digits, Digits& b_digits) {
  const int difference = b.scale_ - a.scale_;
  if (!both_short(a, b) || difference < -18 || difference > 18) return false;
  a_digits = Digits{static_cast<std::int64_t>(a.digits_)} * number::small_power_of_ten(std::max(difference, 0));
  b_digits = Digits{static_cast<std::int64_t>(b.digits_)} * number::small_power_of_ten(std::max(-difference, 0));
  return true;
}

inline Number::Remainder Number::Small::settle_below_zero(number::Divided& divided, Magnitude divisor, bool negative) {
  if (divided.remainder == 0) return Number::Remainder::none;
  if (negative) {
    ++divided.quotient;
    divided.remainder = divisor - divided.remainder;
  }
  const Magnitude rest = divisor - divided.remainder;
  if (divided.remainder == rest) return Number::Remainder::half;
  return divided.remainder < rest ? Number::Remainder::under_half : Number::Remainder::over_half;
}

}  // namespace whereas

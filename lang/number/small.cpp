#include "lang/number/small.h"

#include <stdexcept>

namespace whereas {

using number::Digits;
using number::Magnitude;
using number::most_places;
using number::power_of_ten;

namespace {

bool sum_of(Digits a, Digits b, bool subtract, Digits& sum) {
  return subtract ? !__builtin_sub_overflow(a, b, &sum) : !__builtin_add_overflow(a, b, &sum);
}

}  // namespace

/// Brings two digits to the greater of their scales.
bool Number::Small::align(Digits& a, int scale_a, Digits& b, int scale_b) {
  return scale_a < scale_b ? number::scale_up(a, scale_b - scale_a) : number::scale_up(b, scale_a - scale_b);
}

bool Number::Small::add(const Number& a, const Number& b, bool subtract, Number& sum) {
  Digits a_digits = a.digits_;
  Digits b_digits = b.digits_;
  if (!align(a_digits, a.scale_, b_digits, b.scale_)) return false;
  sum.scale_ = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  if (a.denominator_ == 1 && b.denominator_ == 1) [[likely]]
    return sum_of(a_digits, b_digits, subtract, sum.digits_);
  return add_fractions(a_digits, b, b_digits, a.denominator_, subtract, sum);
}

/// a / denominator + b_digits / b.denominator_, over their least common multiple.
bool Number::Small::add_fractions(Digits a, const Number& b, Digits b_digits, std::uint64_t denominator, bool subtract,
                                  Number& sum) {
  const std::uint64_t common = number::common_divisor(denominator, b.denominator_);
  const std::uint64_t a_factor = b.denominator_ / common;
  const std::uint64_t b_factor = denominator / common;
  std::uint64_t least_common = 0;
  if (__builtin_mul_overflow(denominator, a_factor, &least_common)) return false;
  Digits digits = 0;
  if (!number::multiply(a, Digits{a_factor}, a) || !number::multiply(b_digits, Digits{b_factor}, b_digits)) return false;
  if (!sum_of(a, b_digits, subtract, digits)) return false;
  // Only what the denominators share can cancel.
  if (common != 1) {
    const std::uint64_t cancelled =
        number::common_divisor(number::remainder_of(number::magnitude(digits), least_common), least_common);
    if (cancelled != 1) {
      digits /= static_cast<Digits>(cancelled);
      least_common /= cancelled;
    }
  }
  sum.digits_ = digits;
  sum.denominator_ = least_common;
  return true;
}

bool Number::Small::multiply(const Number& a, const Number& b, Number& product) {
  Digits a_digits = a.digits_;
  Digits b_digits = b.digits_;
  std::uint64_t denominator = 1;
  if (a.denominator_ != 1 || b.denominator_ != 1) [[unlikely]] {
    const auto cancelled_a =
        number::common_divisor(number::remainder_of(number::magnitude(a_digits), b.denominator_), b.denominator_);
    const auto cancelled_b =
        number::common_divisor(number::remainder_of(number::magnitude(b_digits), a.denominator_), a.denominator_);
    if (cancelled_a != 1) a_digits /= static_cast<Digits>(cancelled_a);
    if (cancelled_b != 1) b_digits /= static_cast<Digits>(cancelled_b);
    if (__builtin_mul_overflow(a.denominator_ / cancelled_b, b.denominator_ / cancelled_a, &denominator)) return false;
  }
  const int scale = a.scale_ + b.scale_;
  if (scale > most_places || !number::multiply(a_digits, b_digits, product.digits_)) return false;
  product.denominator_ = denominator;
  product.scale_ = scale;
  return true;
}

bool Number::Small::divide(const Number& a, const Number& b, Number& quotient) {
  const Magnitude divisor_digits = number::magnitude(b.digits_);
  if (!number::fits_64(divisor_digits)) return false;
  if (a.digits_ == 0) {
    quotient = Number();
    return true;
  }
  // The divisor's twos and fives go into the scale, the rest of it into the denominator.
  auto rest = static_cast<std::uint64_t>(divisor_digits);
  int twos = std::countr_zero(rest);
  rest >>= twos;
  int fives = 0;
  for (; rest % 5 == 0; rest /= 5) ++fives;

  Digits digits = a.digits_;
  const auto low_digits = static_cast<std::uint64_t>(number::magnitude(digits));
  const int shared_twos = std::min(twos, std::countr_zero(low_digits));
  digits >>= shared_twos;
  twos -= shared_twos;

  std::uint64_t a_denominator = a.denominator_;
  std::uint64_t b_denominator = b.denominator_;
  if (rest != 1) {
    const std::uint64_t cancelled = number::common_divisor(number::remainder_of(number::magnitude(digits), rest), rest);
    if (cancelled != 1) digits /= static_cast<Digits>(cancelled);
    rest /= cancelled;
  }
  if (a_denominator != 1 && b_denominator != 1) {
    const std::uint64_t cancelled = number::common_divisor(a_denominator, b_denominator);
    a_denominator /= cancelled;
    b_denominator /= cancelled;
  }
  std::uint64_t denominator = 0;
  if (__builtin_mul_overflow(rest, a_denominator, &denominator)) return false;
  if (b_denominator != 1 && !number::multiply(digits, Digits{b_denominator}, digits)) return false;

  const int places = std::max(twos, fives);
  if (places > most_places) return false;
  if (fives > twos && !number::multiply(digits, Digits{1} << (fives - twos), digits)) return false;
  if (twos > fives && !number::multiply(digits, number::power_of_five(twos - fives), digits)) return false;
  int scale = a.scale_ - b.scale_ + places;
  if (scale > most_places) return false;
  if (scale < 0) {
    if (!number::scale_up(digits, -scale)) return false;
    scale = 0;
  }
  if (b.digits_ < 0 && __builtin_sub_overflow(Digits{0}, digits, &digits)) return false;
  quotient.digits_ = digits;
  quotient.denominator_ = denominator;
  quotient.scale_ = scale;
  return true;
}

bool Number::Small::multiple_below(const Number& value, int places, Number& below, Remainder& remainder) {
  if (places > most_places) return false;
  Digits digits = value.digits_;
  if (places > value.scale_ && !number::scale_up(digits, places - value.scale_)) return false;
  const int surplus = places > value.scale_ ? 0 : value.scale_ - places;
  if (surplus > most_places) return false;
  auto divisor = static_cast<Magnitude>(power_of_ten(surplus));
  number::Divided divided{};
  if (value.denominator_ == 1) {
    divided = number::divided_by_power_of_ten(number::magnitude(digits), surplus);
  } else {
    if (!number::multiply(divisor, Magnitude{value.denominator_}, divisor)) return false;
    divided.quotient = number::magnitude(digits) / divisor;
    divided.remainder = number::magnitude(digits) - divided.quotient * divisor;
  }
  remainder = settle_below_zero(divided, divisor, digits < 0);
  // A quotient by ten or more, or by a denominator: with its sign it fits.
  const auto quotient = static_cast<Digits>(divided.quotient);
  below = Number(digits < 0 ? -quotient : quotient, 1, std::max(places, 0));
  return places >= 0 || number::scale_up(below.digits_, -places);
}

bool Number::Small::compare(const Number& a, const Number& b, std::strong_ordering& order) {
  Digits a_digits = a.digits_;
  Digits b_digits = b.digits_;
  bool a_fits = true;
  bool b_fits = true;
  if (a.denominator_ != b.denominator_) {
    a_fits = number::multiply(a_digits, Digits{b.denominator_}, a_digits);
    b_fits = number::multiply(b_digits, Digits{a.denominator_}, b_digits);
  }
  if (a.scale_ < b.scale_) a_fits = a_fits && number::scale_up(a_digits, b.scale_ - a.scale_);
  if (b.scale_ < a.scale_) b_fits = b_fits && number::scale_up(b_digits, a.scale_ - b.scale_);
  if (a_fits && b_fits) [[likely]] {
    order = order_of(a_digits, b_digits);
    return true;
  }
  // What outgrows 128 bits is farther from zero than what fits.
  if (b_fits) order = a.digits_ < 0 ? std::strong_ordering::less : std::strong_ordering::greater;
  if (a_fits) order = b.digits_ < 0 ? std::strong_ordering::greater : std::strong_ordering::less;
  return a_fits || b_fits;
}

bool Number::Small::from_decimal_text(std::string_view text, Number& value) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.size() > most_places + 1) return false;
  Digits digits = 0;
  int places = 0;
  bool after_point = false;
  for (const char character : text) {
    if (character == '.') {
      after_point = true;
      continue;
    }
    digits = digits * 10 + (character - '0');  // at most 38 digits: within 128 bits
    if (after_point) ++places;
  }
  if (places > most_places) return false;
  value = Number(negative ? -digits : digits, 1, places);
  return true;
}

int Number::Small::fewest_places(const Number& value) {
  Digits digits = value.digits_;
  int places = value.scale_;
  for (; places > 0 && digits % 10 == 0; digits /= 10) --places;
  return places;
}

std::string Number::Small::fixed_text(const Number& value, int places) {
  Magnitude digits = number::magnitude(value.digits_);
  const int kept = std::min(places, value.scale_);
  const number::Divided divided = number::divided_by_power_of_ten(digits, value.scale_ - kept);
  if (divided.remainder != 0) throw std::invalid_argument("a number has more decimal places than are to be written");
  std::string text = number::digits_of(divided.quotient);
  if (divided.quotient != 0) text.append(static_cast<std::size_t>(places - kept), '0');
  text = number::with_point(std::move(text), static_cast<std::size_t>(places));
  return value.digits_ < 0 ? "-" + text : text;
}

}  // namespace whereas

#include "lang/number/large.h"

#include "lang/number/digits.h"
#include "lang/text/without_streams.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <memory>

namespace whereas {

namespace {

namespace multiprecision = boost::multiprecision;
using Integer = multiprecision::number<multiprecision::cpp_int_backend<>, multiprecision::et_off>;
using Rational =
    multiprecision::number<multiprecision::rational_adaptor<multiprecision::cpp_int_backend<>>, multiprecision::et_off>;
using number::Magnitude;

Integer integer_power(unsigned base, unsigned exponent) { return multiprecision::pow(Integer(base), exponent); }

bool is_too_long(const Integer& value) {
  // 10^digit_limit lies between 2^6643 and 2^6644: only where the highest bit is number 6643 must the digits themselves be compared.
  constexpr std::size_t highest_bit_of_limit = 6643;
  static_assert(Number::digit_limit == 2000);
  if (value.is_zero()) return false;
  const std::size_t highest_bit = multiprecision::msb(value);
  if (highest_bit != highest_bit_of_limit) return highest_bit > highest_bit_of_limit;
  static const Integer limit = integer_power(10, Number::digit_limit);
  return value >= limit;
}

/// A denominator taken apart: 2^twos * 5^fives * rest. Fives are counted up to a limit: beyond it nobody asks.
struct Factors {
  unsigned twos = 0;
  unsigned fives = 0;
  Integer rest;
  unsigned places() const { return std::max(twos, fives); }
};

Factors factors_of(const Integer& denominator, unsigned most_fives) {
  Factors factors;
  factors.twos = static_cast<unsigned>(multiprecision::lsb(denominator));
  factors.rest = denominator >> factors.twos;
  Integer quotient;
  Integer remainder;
  while (factors.fives < most_fives) {
    multiprecision::divide_qr(factors.rest, Integer(5), quotient, remainder);
    if (!remainder.is_zero()) break;
    factors.rest = quotient;
    ++factors.fives;
  }
  return factors;
}

/// No denominator within the digit limit has more fives.
constexpr unsigned most_fives_ever = 2862;

/// The digits of numerator / denominator x 10^places, where denominator is 2^twos * 5^fives * rest and places covers both.
Integer scaled_digits(const Integer& numerator, const Factors& factors, unsigned places) {
  return numerator * integer_power(5, places - factors.fives) << (places - factors.twos);
}

std::string decimal_text(const Integer& digits, std::size_t places) {
  const std::string text = number::with_point(Integer(abs(digits)).str(), places);
  return digits.sign() < 0 ? "-" + text : text;
}

}  // namespace

struct Number::Heap {
  Rational value;
};

Number::Heap* Number::copy_of(const Heap* heap) { return new Heap(*heap); }
void Number::destroy(Heap* heap) noexcept { delete heap; }

/// Numbers to fractions and back.
struct Number::Large::Fraction {
  static Rational of(const Number& value) {
    if (!value.is_small()) return value.heap_->value;
    return {Integer(value.digits_), Integer(value.denominator_) * Integer(number::power_of_ten(value.scale_))};
  }

  /// In the small form where there is one, else on the heap.
  static Number number_of(Rational value) {
    const Integer numerator = multiprecision::numerator(value);
    const Integer denominator = multiprecision::denominator(value);
    Number small;
    if (fits_small(numerator, denominator, small)) return small;
    if (is_too_long(abs(numerator)) || is_too_long(denominator)) throw NumberTooLong();
    return Number(new Heap{std::move(value)});
  }

 private:
  static bool fits_small(const Integer& numerator, const Integer& denominator, Number& small) {
    constexpr unsigned most_places = number::most_places;
    if (numerator.is_zero()) return true;
    const Integer numerator_magnitude = abs(numerator);
    if (multiprecision::msb(numerator_magnitude) > 127) return false;
    if (multiprecision::msb(denominator) > 64 + 123) return false;  // 2^64 * 10^37
    const Factors factors = factors_of(denominator, most_places + 1);
    if (factors.places() > most_places || multiprecision::msb(factors.rest) > 63) return false;
    const Integer digits = scaled_digits(numerator_magnitude, factors, factors.places());
    if (multiprecision::msb(digits) > 127) return false;
    if (!number::with_sign(static_cast<Magnitude>(digits), numerator.sign() < 0, small.digits_)) return false;
    small.denominator_ = static_cast<std::uint64_t>(factors.rest);
    small.scale_ = static_cast<int>(factors.places());
    return true;
  }
};

Number Number::Large::add(const Number& a, const Number& b) { return Fraction::number_of(Fraction::of(a) + Fraction::of(b)); }
Number Number::Large::subtract(const Number& a, const Number& b) {
  return Fraction::number_of(Fraction::of(a) - Fraction::of(b));
}
Number Number::Large::multiply(const Number& a, const Number& b) {
  return Fraction::number_of(Fraction::of(a) * Fraction::of(b));
}
Number Number::Large::divide(const Number& a, const Number& b) { return Fraction::number_of(Fraction::of(a) / Fraction::of(b)); }
Number Number::Large::negate(const Number& value) { return Fraction::number_of(-Fraction::of(value)); }

Number Number::Large::multiple_below(const Number& value, int places, Remainder& remainder) {
  const Rational exact = Fraction::of(value);
  const Integer power = integer_power(10, static_cast<unsigned>(places < 0 ? -places : places));
  Integer numerator = multiprecision::numerator(exact);
  Integer denominator = multiprecision::denominator(exact);
  (places < 0 ? denominator : numerator) *= power;
  Integer quotient;
  Integer rest;
  multiprecision::divide_qr(numerator, denominator, quotient, rest);
  if (rest.sign() < 0) {
    quotient -= 1;
    rest += denominator;
  }
  const int against_half = Integer(rest * 2).compare(denominator);
  remainder = rest.is_zero()      ? Remainder::none
              : against_half < 0  ? Remainder::under_half
              : against_half == 0 ? Remainder::half
                                  : Remainder::over_half;
  return Fraction::number_of(places < 0 ? Rational(quotient * power) : Rational(quotient, power));
}

Number Number::Large::from_decimal_text(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string_view decimals = text.substr(std::min(point + 1, text.size()));
  decimals = decimals.substr(0, decimals.find_last_not_of('0') + 1);
  // Refused before the conversion, whose time grows with the square of the length: 2^-6644 has a denominator of 2001 digits.
  if (whole.size() > digit_limit || decimals.size() >= 6644) throw NumberTooLong();
  std::string digits(whole);
  digits += decimals;
  // A leading zero would announce an octal number.
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  const Integer numerator(digits.empty() ? "0" : digits.c_str());
  const Rational value(numerator, integer_power(10, static_cast<unsigned>(decimals.size())));
  return Fraction::number_of(negative ? -value : value);
}

bool Number::Large::equal(const Number& a, const Number& b) { return a.heap_->value == b.heap_->value; }

std::strong_ordering Number::Large::compare(const Number& a, const Number& b) {
  return Fraction::of(a).compare(Fraction::of(b)) <=> 0;
}

int Number::Large::sign(const Number& value) { return Fraction::of(value).sign(); }

bool Number::Large::is_whole(const Number& value) { return multiprecision::denominator(Fraction::of(value)) == 1; }

bool Number::Large::ends_as_decimal(const Number& value) {
  return factors_of(multiprecision::denominator(Fraction::of(value)), most_fives_ever).rest == 1;
}

std::string Number::Large::text(const Number& value) {
  const Rational exact = Fraction::of(value);
  const Factors factors = factors_of(multiprecision::denominator(exact), most_fives_ever);
  if (factors.rest != 1) return numerator_text(value) + "/" + denominator_text(value);
  return decimal_text(scaled_digits(multiprecision::numerator(exact), factors, factors.places()), factors.places());
}

std::string Number::Large::fixed_text(const Number& value, int places) {
  const Rational exact = Fraction::of(value);
  const Factors factors = factors_of(multiprecision::denominator(exact), most_fives_ever);
  if (factors.rest != 1 || factors.places() > static_cast<unsigned>(places)) {
    throw std::invalid_argument("a number has more decimal places than are to be written");
  }
  return decimal_text(scaled_digits(multiprecision::numerator(exact), factors, static_cast<unsigned>(places)),
                      static_cast<std::size_t>(places));
}

std::string Number::Large::numerator_text(const Number& value) { return multiprecision::numerator(Fraction::of(value)).str(); }
std::string Number::Large::denominator_text(const Number& value) {
  return multiprecision::denominator(Fraction::of(value)).str();
}

}  // namespace whereas

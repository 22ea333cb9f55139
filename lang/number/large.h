#pragma once

// What Number does where its small form does not suffice: the same operations on fractions of any size. A result that has a small form is
// brought back to it; one past Number::digit_limit throws NumberTooLong. Only large.cpp knows the library beneath.

#include "lang/number/number.h"

namespace whereas {

struct Number::Large {
  static Number add(const Number& a, const Number& b);
  static Number subtract(const Number& a, const Number& b);
  static Number multiply(const Number& a, const Number& b);
  static Number divide(const Number& a, const Number& b);
  static Number negate(const Number& value);
  static Number multiple_below(const Number& value, int places, Remainder& remainder);
  static Number from_decimal_text(std::string_view text);

  static bool equal(const Number& a, const Number& b);
  static std::strong_ordering compare(const Number& a, const Number& b);
  static int sign(const Number& value);
  static bool is_whole(const Number& value);
  static bool ends_as_decimal(const Number& value);

  static std::string text(const Number& value);
  static std::string fixed_text(const Number& value, int places);
  static std::string numerator_text(const Number& value);
  static std::string denominator_text(const Number& value);

 private:
  struct Fraction;
};

}  // namespace whereas

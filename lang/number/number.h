#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace whereas {

/// An exact rational number: the only arithmetic that a value of a contract ever sees. Nothing is rounded here, ever.
///
/// Three representations behind one face, in 32 bytes: a 128-bit integer with a decimal scale; the same over a 64-bit denominator;
/// and a fraction of any size on the heap. Every operation tries the small form, checks it for overflow, and falls through to the large one.
/// Equal values are equal however they came about (1/2 + 1/2 is 1). See docs/decisions for the measurements behind this.
///
/// A number whose numerator or denominator would pass `digit_limit` digits throws NumberTooLong: exactness is never given up quietly.
class Number {
 public:
  static constexpr int digit_limit = 2000;

  /// Zero.
  Number() noexcept = default;
  /// Whole numbers are Numbers.
  template <std::integral Whole>
  requires(!std::same_as<Whole, bool>) Number(Whole whole)
  noexcept : digits_(whole) {}  // NOLINT(google-explicit-constructor)
  Number(const Number& other) : digits_(other.digits_), denominator_(other.denominator_), scale_(other.scale_) {
    if (!is_small()) heap_ = copy_of(other.heap_);
  }
  Number(Number&& other) noexcept : digits_(other.digits_), denominator_(other.denominator_), scale_(other.scale_) {
    if (!is_small()) other.become_zero();
  }
  Number& operator=(const Number& other) { return *this = Number(other); }
  Number& operator=(Number&& other) noexcept {
    std::swap(digits_, other.digits_);
    std::swap(denominator_, other.denominator_);
    std::swap(scale_, other.scale_);
    return *this;
  }
  ~Number() {
    if (!is_small()) destroy(heap_);
  }

  /// numerator / denominator; the denominator must not be zero.
  static Number fraction(const Number& numerator, const Number& denominator);
  /// digits x 10^-places, e.g. decimal(1234, 2) is 12.34.
  static Number decimal(long long digits, int places);
  /// Reads plain decimal text `-?digits[.digits]` of any length up to the limit; the caller has checked its form.
  static Number from_decimal_text(std::string_view text);

  friend Number operator+(const Number&, const Number&);
  friend Number operator-(const Number&, const Number&);
  friend Number operator*(const Number&, const Number&);
  /// The divisor must not be zero: whoever divides checks first, and says so with a place in the contract.
  friend Number operator/(const Number&, const Number&);
  Number operator-() const;
  Number& operator+=(const Number& other) { return *this = *this + other; }
  Number& operator-=(const Number& other) { return *this = *this - other; }
  Number& operator*=(const Number& other) { return *this = *this * other; }

  friend bool operator==(const Number&, const Number&);
  friend std::strong_ordering operator<=>(const Number&, const Number&);

  bool is_zero() const;
  bool is_negative() const;
  bool is_whole() const;
  /// -1, 0 or 1.
  int sign() const;

  Number floor() const;    ///< the greatest whole number not above
  Number ceiling() const;  ///< the least whole number not below
  Number absolute() const;
  Number power(unsigned exponent) const;

  /// A whole number that fits, else throws std::out_of_range. Callers have bounded it.
  long long to_integer() const;

  /// Whether the decimal ends, so that decimal_text() is exact.
  bool ends_as_decimal() const;
  /// The fewest decimal places that are exact, `-0.25`, `1000`; only where the decimal ends, else `numerator/denominator` in lowest terms.
  std::string text() const;
  /// Exactly `places` decimal places, `12.50`; the value must be a multiple of 10^-places (it has been rounded to it).
  std::string fixed_text(int places) const;
  /// Numerator and denominator in lowest terms as digits (`-1`, `3`); for output and for tests.
  std::string numerator_text() const;
  std::string denominator_text() const;

  /// Where a number lies between a multiple and the next one above.
  enum class Remainder { none, under_half, half, over_half };
  /// The greatest multiple of 10^-places not above a number, and what remains: all that rounding needs to know.
  Number multiple_below(int places, Remainder& remainder) const;

 private:
  __extension__ typedef __int128 Digits;
  struct Heap;   // a fraction of any size; large.cpp
  struct Small;  // the operations on small forms; small.h
  struct Large;  // the same operations for numbers of any size; large.h
  static constexpr int on_the_heap = -1;

  Number(Digits digits, std::uint64_t denominator, int scale) noexcept
      : digits_(digits), denominator_(denominator), scale_(scale) {}
  explicit Number(Heap* heap) noexcept : heap_(heap), scale_(on_the_heap) {}
  static Heap* copy_of(const Heap* heap);
  static void destroy(Heap* heap) noexcept;
  bool is_small() const { return scale_ >= 0; }
  void become_zero() noexcept {
    digits_ = 0;
    denominator_ = 1;
    scale_ = 0;
  }

  // INVARIANT: a small number is digits_ / (denominator_ * 10^scale_), where denominator_ is coprime to 10 and to digits_, and scale_ is
  // from 0 to 37; digits_ may end in zeros. A number is on the heap only where it has no small form.
  Digits digits_ = 0;
  union {
    std::uint64_t denominator_ = 1;
    Heap* heap_;
  };
  int scale_ = 0;
};

static_assert(sizeof(Number) == 32);

inline Number min(const Number& a, const Number& b) { return b < a ? b : a; }
inline Number max(const Number& a, const Number& b) { return a < b ? b : a; }

/// An exact result needs more digits than Number::digit_limit. Caught where a place in the contract is known.
class NumberTooLong : public std::runtime_error {
 public:
  NumberTooLong() : std::runtime_error("an exact number grew past the limit of digits") {}
};

}  // namespace whereas

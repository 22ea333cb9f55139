#pragma once

// Arithmetic on the 128-bit digits of a small Number: checked products, powers of ten, divisions that keep their remainder. Everything that
// can overflow says so; nothing here knows about Number.

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace whereas::number {

__extension__ typedef __int128 Digits;
__extension__ typedef unsigned __int128 Magnitude;

constexpr int most_places = 37;
constexpr Magnitude most_digits = ~Magnitude{0} >> 1;

template <std::size_t Count>
constexpr std::array<Digits, Count> powers_of(int base) {
  std::array<Digits, Count> powers{};
  Digits power = 1;
  for (std::size_t exponent = 0; exponent < Count; ++exponent) {
    powers[exponent] = power;
    if (exponent + 1 < Count) power *= base;
  }
  return powers;
}

inline constexpr auto powers_of_ten = powers_of<most_places + 1>(10);
inline constexpr auto powers_of_five = powers_of<most_places + 1>(5);

inline Digits power_of_ten(int exponent) { return powers_of_ten[static_cast<std::size_t>(exponent)]; }
/// Within 64 bits: exponents up to 18.
inline std::int64_t small_power_of_ten(int exponent) { return static_cast<std::int64_t>(power_of_ten(exponent)); }
inline Digits power_of_five(int exponent) { return powers_of_five[static_cast<std::size_t>(exponent)]; }

inline bool fits_64(Digits value) { return static_cast<std::int64_t>(value) == value; }
inline bool fits_64(Magnitude value) { return value >> 64 == 0; }

inline Magnitude magnitude(Digits value) {
  return value < 0 ? Magnitude{0} - static_cast<Magnitude>(value) : static_cast<Magnitude>(value);
}

/// False where the magnitude with that sign has no place in Digits.
inline bool with_sign(Magnitude value, bool negative, Digits& result) {
  if (value > most_digits + (negative ? 1u : 0u)) return false;
  result = static_cast<Digits>(negative ? Magnitude{0} - value : value);
  return true;
}

inline bool multiply(Magnitude a, Magnitude b, Magnitude& product) {
  const auto high_a = static_cast<std::uint64_t>(a >> 64);
  const auto high_b = static_cast<std::uint64_t>(b >> 64);
  const auto low_a = static_cast<std::uint64_t>(a);
  const auto low_b = static_cast<std::uint64_t>(b);
  if (high_a != 0 && high_b != 0) return false;
  const Magnitude crossed = Magnitude{high_a} * low_b + Magnitude{high_b} * low_a;
  if (!fits_64(crossed)) return false;
  const Magnitude low = Magnitude{low_a} * low_b;
  product = low + (crossed << 64);
  return product >= low;
}

/// Not __builtin_mul_overflow: for signed 128 bits clang calls a function that libgcc does not have.
inline bool multiply(Digits a, Digits b, Digits& product) {
  if (fits_64(a) && fits_64(b)) [[likely]] {
    product = Digits{static_cast<std::int64_t>(a)} * static_cast<std::int64_t>(b);
    return true;
  }
  Magnitude unsigned_product = 0;
  return multiply(magnitude(a), magnitude(b), unsigned_product) && with_sign(unsigned_product, (a < 0) != (b < 0), product);
}

inline bool scale_up(Digits& digits, int places) { return places == 0 || multiply(digits, power_of_ten(places), digits); }

/// Greatest common divisor; `odd` must be odd.
inline std::uint64_t common_divisor(std::uint64_t any, std::uint64_t odd) {
  while (any != 0 && odd != 1) {
    any >>= std::countr_zero(any);
    if (any < odd) std::swap(any, odd);
    any -= odd;
  }
  return odd;
}

inline std::uint64_t remainder_of(Magnitude value, std::uint64_t divisor) {
  if (fits_64(value)) return static_cast<std::uint64_t>(value) % divisor;
  return static_cast<std::uint64_t>(value % divisor);
}

struct Divided {
  Magnitude quotient;
  Magnitude remainder;
};

/// Powers of ten up to 10^19 with what divides by them quickly: floor(2^(64 + shift) / power), with 2^shift not above the power.
struct Divisor {
  std::uint64_t power;
  std::uint64_t reciprocal;
  int shift;
};

inline constexpr auto divisors = [] {
  std::array<Divisor, 20> all{};
  std::uint64_t power = 1;
  for (Divisor& divisor : all) {
    const int shift = 63 - std::countl_zero(power);
    // 2^64 / 1 is one too many for 64 bits; the correction below makes good for it.
    const Magnitude reciprocal = power == 1 ? ~std::uint64_t{0} : (Magnitude{1} << 64 << shift) / power;
    divisor = {power, static_cast<std::uint64_t>(reciprocal), shift};
    power *= 10;
  }
  return all;
}();

/// value / 10^power without a division: the estimate is the quotient or one less, and the remainder tells which.
inline Divided divided_by_power_of_ten(std::uint64_t value, int power) {
  const Divisor& divisor = divisors[static_cast<std::size_t>(power)];
  std::uint64_t quotient = static_cast<std::uint64_t>(Magnitude{value} * divisor.reciprocal >> 64) >> divisor.shift;
  std::uint64_t remainder = value - quotient * divisor.power;
  const bool one_less = remainder >= divisor.power;
  quotient += one_less ? 1 : 0;
  remainder -= one_less ? divisor.power : 0;
  return {quotient, remainder};
}

inline Divided divided_by_power_of_ten(Magnitude value, int power) {
  if (fits_64(value) && power < 20) return divided_by_power_of_ten(static_cast<std::uint64_t>(value), power);
  const auto divisor = static_cast<Magnitude>(power_of_ten(power));
  const Magnitude quotient = value / divisor;
  return {quotient, value - quotient * divisor};
}

/// `-?digits[.digits]`, digits on both sides of a point.
inline bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  // Read once, letter by letter: every figure of the data comes by here.
  std::size_t point = text.size();
  for (std::size_t place = 0; place < text.size(); ++place) {
    if (text[place] == '.' && point == text.size()) point = place;
    else if (text[place] < '0' || text[place] > '9') return false;
  }
  return point > 0 && point + 1 != text.size();
}

/// `digits` with the point set before the last `places` of them: ("5", 2) is "0.05".
inline std::string with_point(std::string digits, std::size_t places) {
  if (places == 0) return digits;
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, 1, '.');
  return digits;
}

inline std::string digits_of(Magnitude value) {
  std::array<char, 40> text{};
  std::size_t first = text.size();
  do {
    text[--first] = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  return {text.data() + first, text.size() - first};
}

}  // namespace whereas::number

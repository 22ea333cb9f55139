// Number against the unlimited fraction it stands for, and against whole numbers of 64 and 128 bits whose decimals are known beforehand (checked
// for overflow, so exact until they overflow; they do no more than that, and hold no third). Money from 1 to 10^13 with 2 to 6 decimals, rates
// of 2 to 4. docs/performance.md and docs/decisions/0001-exact-number.md quote the ratios.

#include "lang/number/number.h"
#include "lang/number/rounding.h"

#include <benchmark/benchmark.h>
#include <boost/multiprecision/cpp_int.hpp>

#include <cstdint>
#include <random>
#include <vector>

namespace {

using whereas::Number;
using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;

/// Digits alone; that they are cents, or millionths, is the programmer's knowledge.
template <typename Digits>
struct Fixed {
  Digits digits = 0;

  friend Fixed operator+(Fixed a, Fixed b) {
    if (__builtin_add_overflow(a.digits, b.digits, &a.digits)) [[unlikely]]
      overflowed = true;
    return a;
  }
  friend Fixed operator*(Fixed a, Fixed b) {
    if (__builtin_mul_overflow(a.digits, b.digits, &a.digits)) [[unlikely]]
      overflowed = true;
    return a;
  }
  friend Fixed operator/(Fixed a, Fixed b) { return {a.digits / b.digits}; }
  friend bool operator<(Fixed a, Fixed b) { return a.digits < b.digits; }

  static inline bool overflowed = false;
};
using Int64 = Fixed<std::int64_t>;
__extension__ typedef __int128 Wide;
using Int128 = Fixed<Wide>;

template <typename Value>
Value from_decimal(long long digits, int places);

template <>
Int64 from_decimal(long long digits, int) {
  return {digits};
}

template <>
Int128 from_decimal(long long digits, int) {
  return {digits};
}

template <>
Number from_decimal(long long digits, int places) {
  return Number::decimal(digits, places);
}

template <>
Rational from_decimal(long long digits, int places) {
  return {Integer(digits), boost::multiprecision::pow(Integer(10), static_cast<unsigned>(places))};
}

constexpr std::size_t count = 1024;

template <typename Value>
struct Figures {
  std::vector<Value> money;
  std::vector<Value> rates;
  std::vector<Value> months;
  std::vector<Value> thirds;
};

/// The same figures for every Value.
template <typename Value>
const Figures<Value>& figures() {
  static const Figures<Value> all = [] {
    Figures<Value> made;
    std::mt19937_64 random(1);
    const auto between = [&random](long long least, long long most) {
      return std::uniform_int_distribution<long long>(least, most)(random);
    };
    for (std::size_t figure = 0; figure < count; ++figure) {
      long long most_money = 100;
      for (long long digits = between(1, 13); digits > 0; --digits) most_money *= 10;
      made.money.push_back(from_decimal<Value>(between(1, most_money), static_cast<int>(between(2, 6))));
      made.rates.push_back(from_decimal<Value>(between(1, 9999), static_cast<int>(between(2, 4))));
      made.months.push_back(from_decimal<Value>(between(1, 12), 0));
      made.thirds.push_back(made.money.back() / from_decimal<Value>(3, 0));
    }
    return made;
  }();
  return all;
}

template <typename Value, typename Operation>
void run(benchmark::State& state, const std::vector<Value>& left, const std::vector<Value>& right, Operation operation) {
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(operation(left[next], right[count - 1 - next]));
    next = (next + 1) % count;
  }
}

template <typename Value>
void add(benchmark::State& state) {
  run(state, figures<Value>().money, figures<Value>().money, [](const Value& a, const Value& b) -> Value { return a + b; });
}

template <typename Value>
void times_rate(benchmark::State& state) {
  run(state, figures<Value>().money, figures<Value>().rates, [](const Value& a, const Value& b) -> Value { return a * b; });
}

template <typename Value>
void divide_by_months(benchmark::State& state) {
  run(state, figures<Value>().money, figures<Value>().months, [](const Value& a, const Value& b) -> Value { return a / b; });
}

template <typename Value>
void divide_by_money(benchmark::State& state) {
  run(state, figures<Value>().rates, figures<Value>().money, [](const Value& a, const Value& b) -> Value { return a / b; });
}

template <typename Value>
void compare(benchmark::State& state) {
  run(state, figures<Value>().money, figures<Value>().money, [](const Value& a, const Value& b) { return a < b; });
}

template <typename Value>
void add_thirds(benchmark::State& state) {
  run(state, figures<Value>().thirds, figures<Value>().thirds, [](const Value& a, const Value& b) -> Value { return a + b; });
}

Number to_cents(const Number& value) { return round(value, {2, whereas::Rounding::Mode::half_even}); }

Rational to_cents(const Rational& value) {
  const Rational cents = value * 100;
  Integer below;
  Integer remainder;
  divide_qr(Integer(numerator(cents)), Integer(denominator(cents)), below, remainder);
  const int against_half = Integer(remainder * 2).compare(denominator(cents));
  if (against_half > 0 || (against_half == 0 && bit_test(below, 0))) ++below;
  return {below, Integer(100)};
}

/// From four decimals to two.
template <typename Digits>
Fixed<Digits> to_cents(Fixed<Digits> value) {
  const Digits below = value.digits / 100;
  const auto remainder = static_cast<int>(value.digits - below * 100);
  return {below + (remainder > 50 || (remainder == 50 && below % 2 != 0) ? 1 : 0)};
}

template <typename Value>
void round_half_even(benchmark::State& state) {
  run(state, figures<Value>().money, figures<Value>().money,
      [](const Value& value, const Value&) -> Value { return to_cents(value); });
}

}  // namespace

BENCHMARK_TEMPLATE(add, Number);
BENCHMARK_TEMPLATE(add, Int64);
BENCHMARK_TEMPLATE(add, Int128);
BENCHMARK_TEMPLATE(add, Rational);
BENCHMARK_TEMPLATE(times_rate, Number);
BENCHMARK_TEMPLATE(times_rate, Int64);
BENCHMARK_TEMPLATE(times_rate, Int128);
BENCHMARK_TEMPLATE(times_rate, Rational);
BENCHMARK_TEMPLATE(divide_by_months, Number);
BENCHMARK_TEMPLATE(divide_by_months, Int64);
BENCHMARK_TEMPLATE(divide_by_months, Int128);
BENCHMARK_TEMPLATE(divide_by_months, Rational);
BENCHMARK_TEMPLATE(compare, Number);
BENCHMARK_TEMPLATE(compare, Int64);
BENCHMARK_TEMPLATE(compare, Int128);
BENCHMARK_TEMPLATE(compare, Rational);
BENCHMARK_TEMPLATE(round_half_even, Number);
BENCHMARK_TEMPLATE(round_half_even, Int64);
BENCHMARK_TEMPLATE(round_half_even, Int128);
BENCHMARK_TEMPLATE(round_half_even, Rational);
BENCHMARK_TEMPLATE(divide_by_money, Number);
BENCHMARK_TEMPLATE(divide_by_money, Rational);
BENCHMARK_TEMPLATE(add_thirds, Number);
BENCHMARK_TEMPLATE(add_thirds, Rational);

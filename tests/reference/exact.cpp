#include "tests/reference/exact.h"

#include <algorithm>

namespace whereas::reference {

namespace {

bool is_odd(const Whole& value) { return value % 2 != 0; }

/// To a whole number.
Whole rounded_to_whole(const Exact& value, Rounding::Mode mode) {
  const Whole below = floor_of(value);
  const Whole above = ceiling_of(value);
  const Whole toward_zero = value < 0 ? above : below;
  const Whole away_from_zero = value < 0 ? below : above;
  const Exact past_below = value - Exact(below);
  const Exact half(1, 2);
  switch (mode) {
    case Rounding::Mode::floor: return below;
    case Rounding::Mode::ceiling: return above;
    case Rounding::Mode::down: return toward_zero;
    case Rounding::Mode::up: return away_from_zero;
    case Rounding::Mode::half_up:
    case Rounding::Mode::half_down:
    case Rounding::Mode::half_even: break;
  }
  if (past_below < half) return below;
  if (past_below > half) return above;
  if (mode == Rounding::Mode::half_up) return away_from_zero;
  if (mode == Rounding::Mode::half_down) return toward_zero;
  return is_odd(below) ? above : below;
}

std::string decimal_text(const Exact& value, int places) {
  const Exact scaled = value * power_of_ten(places);
  const Whole digits_of = numerator(scaled);
  std::string digits = Whole(abs(digits_of)).str();
  if (places > 0) {
    const auto count = static_cast<std::size_t>(places);
    if (digits.size() <= count) digits.insert(0, count + 1 - digits.size(), '0');
    digits.insert(digits.size() - count, 1, '.');
  }
  return (digits_of < 0 ? "-" : "") + digits;
}

/// The fewest places with which the decimal is exact; nothing where it does not end.
std::optional<int> places_needed(const Exact& value) {
  Whole rest = denominator(value);
  int twos = 0;
  int fives = 0;
  for (; rest % 2 == 0; rest /= 2) ++twos;
  for (; rest % 5 == 0; rest /= 5) ++fives;
  if (rest != 1) return std::nullopt;
  return std::max(twos, fives);
}

}  // namespace

Exact exact(const Number& value) { return Exact(Whole(value.numerator_text()), Whole(value.denominator_text())); }

Exact divided(const Exact& dividend, const Exact& divisor) {
  if (divisor == 0) throw DataFault("a division by zero");
  return dividend / divisor;
}

Exact grossed_up(const Exact& amount, const Exact& rate) {
  if (rate >= 1) throw DataFault("nothing is left after a withholding of all or more");
  return amount / (1 - rate);
}

Whole floor_of(const Exact& value) {
  const Whole quotient = numerator(value) / denominator(value);  // toward zero
  return value < 0 && Exact(quotient) != value ? Whole(quotient - 1) : quotient;
}

Whole ceiling_of(const Exact& value) { return -floor_of(-value); }

Exact power_of_ten(int exponent) {
  Exact power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  for (int i = 0; i > exponent; --i) power /= 10;
  return power;
}

Exact rounded(const Exact& value, Rounding rounding) {
  return Exact(rounded_to_whole(value * power_of_ten(rounding.places), rounding.mode)) / power_of_ten(rounding.places);
}

std::string amount_text(const Exact& value, const std::optional<Rounding>& rounding) {
  if (rounding) return decimal_text(value, std::max(rounding->places, 0));
  const auto places = places_needed(value);
  if (places) return decimal_text(value, *places);
  return numerator(value).str() + "/" + denominator(value).str();
}

Exact percentile(const Exact& rank, bool interpolated, std::vector<Exact> figures) {
  if (figures.empty()) throw DataFault("a percentile of no figures");
  std::sort(figures.begin(), figures.end());
  const Exact count = static_cast<long>(figures.size());
  const Exact part = rank / 100;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Exact place = static_cast<long>(i);
    if (!interpolated && place + 1 >= part * count) return figures[i];
    const Exact way = part * (count - 1) - place;
    if (interpolated && way >= 0 && way < 1) return way == 0 ? figures[i] : Exact(figures[i] + way * (figures[i + 1] - figures[i]));
  }
  return figures.back();
}

}  // namespace whereas::reference

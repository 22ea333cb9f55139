#include "lang/number/rounding.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>

namespace whereas {

namespace {

using Mode = Rounding::Mode;
using Remainder = Number::Remainder;

struct NamedMode {
  std::string_view words;
  Mode mode;
};

constexpr std::array<NamedMode, 7> named_modes{{
    {"half even", Mode::half_even},
    {"half up", Mode::half_up},
    {"half down", Mode::half_down},
    {"up", Mode::up},
    {"down", Mode::down},
    {"ceiling", Mode::ceiling},
    {"floor", Mode::floor},
}};

/// Whether a multiple of 10^-places is an odd one.
bool is_odd(const Number& multiple, int places) { return !(multiple / Number::decimal(2, places)).is_whole(); }

bool goes_to_the_multiple_above(const Number& below, Remainder remainder, int places, bool negative, Mode mode) {
  switch (mode) {
    case Mode::up: return !negative;
    case Mode::down: return negative;
    case Mode::ceiling: return true;
    case Mode::floor: return false;
    case Mode::half_even:
    case Mode::half_up:
    case Mode::half_down: break;
  }
  if (remainder != Remainder::half) return remainder == Remainder::over_half;
  if (mode == Mode::half_up) return !negative;
  if (mode == Mode::half_down) return negative;
  return is_odd(below, places);
}

}  // namespace

std::string_view words(Rounding::Mode mode) {
  return std::find_if(named_modes.begin(), named_modes.end(), [mode](const NamedMode& named) { return named.mode == mode; })
      ->words;
}

std::optional<Rounding::Mode> rounding_mode(std::string_view words) {
  for (const NamedMode& named : named_modes) {
    if (named.words == words) return named.mode;
  }
  return std::nullopt;
}

Number round(const Number& value, Rounding rounding) {
  Remainder remainder = Remainder::none;
  Number rounded = value.multiple_below(rounding.places, remainder);
  if (remainder != Remainder::none &&
      goes_to_the_multiple_above(rounded, remainder, rounding.places, value.is_negative(), rounding.mode)) {
    rounded += Number::decimal(1, rounding.places);
  }
  return rounded;
}

std::vector<Number> apportion(const Number& pool, std::span<const Number> shares, Rounding rounding,
                              std::optional<std::size_t> remainder_to) {
  const Rounding down_to_units{rounding.places, Mode::floor};
  std::vector<Number> parts;
  parts.reserve(shares.size());
  Number unshared = pool;
  Number missing = round(pool, rounding);
  for (const Number& share : shares) {
    unshared -= share;
    parts.push_back(round(share, down_to_units));
    missing -= parts.back();
  }
  if (!unshared.is_zero()) throw std::invalid_argument("shares do not add up to their pool");
  if (parts.empty()) return parts;
  if (remainder_to) {
    parts.at(*remainder_to) += missing;
    return parts;
  }

  std::vector<Number> remainders;
  remainders.reserve(shares.size());
  for (std::size_t named = 0; named < shares.size(); ++named) remainders.push_back(shares[named] - parts[named]);
  std::vector<std::size_t> by_largest_remainder(shares.size());
  std::iota(by_largest_remainder.begin(), by_largest_remainder.end(), std::size_t{0});
  std::stable_sort(by_largest_remainder.begin(), by_largest_remainder.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });

  const Number unit = Number::decimal(1, rounding.places);
  // From zero to one unit a share: the shares add up to the pool, each lost less than a unit, and the pool itself moved by at most one.
  long long units = (missing / unit).to_integer();
  for (std::size_t next = 0; units > 0; --units, next = (next + 1) % parts.size()) parts[by_largest_remainder[next]] += unit;
  return parts;
}

}  // namespace whereas

#pragma once

#include "lang/number/number.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace whereas {

/// How a contract rounds: to which multiple of ten, and which way. `half_up` and `up` go away from zero, `half_down` and `down` toward it
/// (docs/language: Rounding and remainders).
struct Rounding {
  enum class Mode { half_even, half_up, half_down, up, down, ceiling, floor };
  int places = 2;  ///< decimal places kept: 2 for cents, 0 for dollars, 3 for 0.001
  Mode mode = Mode::half_even;

  friend bool operator==(const Rounding&, const Rounding&) = default;
};

/// The contract's words: `half even`.
std::string_view words(Rounding::Mode mode);
std::optional<Rounding::Mode> rounding_mode(std::string_view words);

/// The only function of Whereas that loses anything.
Number round(const Number& value, Rounding rounding);

/// Hands out `pool`, rounded first by `rounding`, over `shares` (exact amounts that add up to the exact pool): each share is rounded down
/// (toward negative infinity), then the missing units go one each by largest remainder, ties to the one named first; or all to
/// `remainder_to`, where the contract names a party. The result adds up to the rounded pool exactly.
std::vector<Number> apportion(const Number& pool, std::span<const Number> shares, Rounding rounding,
                              std::optional<std::size_t> remainder_to = std::nullopt);

}  // namespace whereas

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// A small machine that reads any bytes as a calculation and makes it twice: with Number, and with plain fractions of unlimited size.
namespace whereas::support {

/// What first differed, in words ("step 7, plus: 1/3, not 2/3"); nothing where every figure, order, text and rounding agreed. A calculation
/// that Number refuses as too long must be too long.
std::optional<std::string> first_difference(std::span<const std::uint8_t> calculation);

}  // namespace whereas::support

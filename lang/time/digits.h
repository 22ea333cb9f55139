#pragma once

#include <cstddef>
#include <string>

namespace whereas {

/// A year, month or day as it is written, with zeros in front: 7 as `07`. Every row of a statement has several, so that no format is read for them.
inline std::string with_zeros(int number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(number < 0 ? 1U : 0U, width - digits.size(), '0');
  return digits;
}

}  // namespace whereas

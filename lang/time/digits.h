#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

namespace whereas {

/// Adds a year, month or day as it is written, with zeros in front: 7 as `07`. Every row of a statement has several, so that no format is read for them.
inline void add_with_zeros(std::string& text, int number, std::size_t width) {
  std::array<char, 12> room{};
  const char* const end = std::to_chars(room.data(), room.data() + room.size(), number).ptr;
  std::string_view digits(room.data(), static_cast<std::size_t>(end - room.data()));
  if (number < 0) {
    text += '-';
    digits.remove_prefix(1);
    if (width > 0) --width;
  }
  if (digits.size() < width) text.append(width - digits.size(), '0');
  text += digits;
}

}  // namespace whereas

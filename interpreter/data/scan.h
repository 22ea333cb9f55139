#pragma once

#include "interpreter/data/words.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Looks through text by 64 bytes at a time for what matters in comma-separated values. One bit stands for one byte, the lowest for the first.
namespace whereas::data {

struct Marks {
  std::uint64_t commas = 0;
  std::uint64_t line_feeds = 0;
  std::uint64_t quotes = 0;
  std::uint64_t returns = 0;  ///< carriage returns
  std::uint64_t beyond = 0;   ///< bytes past ASCII
  std::uint64_t unplain = 0;  ///< any other control character, a tab or DEL
};

constexpr std::size_t bytes_in_marks = 64;

/// Marks `count` stretches of 64 bytes each, by the widest instructions that this processor has.
using Scan = void (*)(const char* text, std::size_t count, Marks* marks);
Scan best_scan();
/// The same without instructions of any one processor, eight bytes side by side in a word.
void scan_by_words(const char* text, std::size_t count, Marks* marks);

/// The digits of a plain decimal and how many of them stand behind the point: `-12.50` is -1250 with 2 places.
struct Digits {
  std::int64_t digits = 0;
  int places = 0;
};

/// Reads `digits.dd` of at most eight digits before the point, as most money has, side by side: so many cents. Below zero for everything else, which
/// read_digits may read. `before`: how many bytes can be read in front of the text.
inline std::int64_t read_cents(std::string_view text, std::size_t before) {
  if (text.size() - 4 > 7 || before + text.size() < 11) return -1;
  const char* const point = text.data() + text.size() - 3;
  constexpr std::uint64_t zeros = '0' * each_byte;
  // What stands before the text is shifted out, and zeros come in its place.
  const auto others = static_cast<unsigned>(11 - text.size()) * 8;
  const std::uint64_t whole = (word_at(point - 8) ^ zeros) >> others << others;
  const auto tens = static_cast<unsigned>(point[1]) - '0';
  const auto ones = static_cast<unsigned>(point[2]) - '0';
  if (*point != '.' || !are_below_ten(whole) || tens > 9 || ones > 9) return -1;
  return static_cast<std::int64_t>(number_of_eight(whole) * 100 + tens * 10 + ones);
}

/// Reads `-?digits[.digits]` of at most 18 digits. False for everything else, be it no decimal or only a longer one. `before`: how many bytes can
/// be read in front of the text.
bool read_digits(std::string_view text, std::size_t before, Digits& read);

}  // namespace whereas::data

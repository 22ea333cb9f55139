#pragma once

#include "interpreter/data/words.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Looks through text by 64 bytes at a time for what matters in comma-separated values. One bit stands for one byte, the lowest for the first.
namespace whereas::data {

struct Marks {
  std::uint64_t ends = 0;  ///< commas and line feeds
  std::uint64_t line_feeds = 0;
  std::uint64_t quotes = 0;
  std::uint64_t returns = 0;  ///< carriage returns
  std::uint64_t beyond = 0;   ///< bytes past ASCII
  std::uint64_t unplain = 0;  ///< any other control character, a tab or DEL

  /// Whatever a plain file does not have.
  std::uint64_t rare() const { return quotes | returns | beyond | unplain; }
};

constexpr std::size_t bytes_in_marks = 64;

/// Where cells end.
struct Ends {
  std::uint32_t* next = nullptr;  ///< behind the last one
  std::size_t line_feeds = 0;     ///< how many of them end a line
};

/// The ways to look through text, one for each kind of processor.
struct Scan {
  /// Marks `count` stretches of 64 bytes each. Whether any of them has what is rare.
  bool (*mark)(const char* text, std::size_t count, Marks* marks);
  /// The same, of ends and line feeds alone, where nothing rare is met. False where any is: what is marked then means nothing.
  bool (*mark_plain)(const char* text, std::size_t count, Marks* marks);
  /// Writes down where the bits of `ends` stand, the first at `base`. Behind the last there must be room for 64 more.
  Ends (*place)(const Marks* marks, std::size_t count, std::uint32_t base, std::uint32_t* ends);
  /// Reads a column of figures of two decimals. `ends`: of its first cell, behind the end of the cell before it; those of the next row follow `width`
  /// further. How many rows it has read: it stops at the first cell that is none, or begins too near to the text's own beginning.
  std::size_t (*read)(const char* text, const std::uint32_t* ends, std::size_t width, std::size_t count, std::int64_t* cents);
};

/// By the widest instructions that this processor has.
Scan best_scan();
/// Without instructions of any one processor, eight bytes side by side in a word.
Scan scan_by_words();

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

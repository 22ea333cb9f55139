#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

/// Eight bytes of text side by side in a word, the first in the lowest.
namespace whereas::data {

constexpr std::uint64_t each_byte = 0x0101010101010101;
constexpr std::uint64_t high_bits = 0x80 * each_byte;

inline std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

/// The high bit of every byte that is zero, and of no other.
inline std::uint64_t zero_bytes(std::uint64_t word) { return ~(((word & ~high_bits) + ~high_bits) | word) & high_bits; }

/// Whether each byte is one of 0 to 9 (not the digit's letter): a byte that is more carries nothing into the next without being seen itself.
inline bool are_below_ten(std::uint64_t word) { return ((word | (word + 0x06 * each_byte)) & (0xF0 * each_byte)) == 0; }

/// Eight digits, the first in the lowest byte, as one number: by pairs, by fours, and together.
inline std::uint64_t number_of_eight(std::uint64_t word) {
  word = (word & (0x0F * each_byte)) * 2561 >> 8;
  word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
  return (word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
}

}  // namespace whereas::data

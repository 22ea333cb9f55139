#pragma once

// Reading one known file by hand: `period,channel,product,revenue,cost` with days, names without quotes and figures of two decimals, added up by
// month and channel. It trusts the file: nothing is checked. This is the floor under readers that check everything and take any file.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace whereas::ingest {

constexpr std::size_t years = 10;
constexpr std::size_t channels = 5;

/// By month since January 2020 and by channel, in cents.
struct Sums {
  std::array<std::array<std::int64_t, channels>, years * 12> revenue{};
  std::array<std::array<std::int64_t, channels>, years * 12> cost{};

  friend bool operator==(const Sums&, const Sums&) = default;
};

/// So many rows: for each day of ten years, each channel and each of as many products as it takes. Same count, same text.
std::string make_rows(std::size_t count);
std::string_view channel_name(std::size_t channel);

/// Only reads the bytes, eight at a time.
std::uint64_t read_bytes(std::string_view text);
/// Eight bytes side by side in a word.
Sums scan_by_words(std::string_view text);
/// Thirty-two bytes side by side, where the processor has AVX2.
bool has_avx2();
Sums scan_by_avx2(std::string_view text);

}  // namespace whereas::ingest

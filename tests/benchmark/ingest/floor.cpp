#include "tests/benchmark/ingest/floor.h"

#include <bit>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <random>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace whereas::ingest {

namespace {

constexpr std::uint64_t each_byte = 0x0101010101010101;
constexpr std::uint64_t high_bits = 0x80 * each_byte;
constexpr std::array<std::string_view, channels> names{"bedrock", "direct", "partner", "vertex", "wholesale"};

std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// The number of eight digits, the first in the lowest byte.
std::uint64_t number_of(std::uint64_t word) {
  word = (word & (0x0F * each_byte)) * 2561 >> 8;
  word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
  return (word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
}

/// `1234567.89` in cents: from 4 to 11 bytes that end at `end`.
std::int64_t cents(const char* begin, const char* end) {
  const auto whole = static_cast<unsigned>(end - begin - 3);
  std::uint64_t digits = word_at(end - 11);
  digits = whole >= 8 ? digits : digits >> (8 - whole) * 8 << (8 - whole) * 8;  // zeros: their lower half is zero
  return static_cast<std::int64_t>(number_of(digits) * 100) + (end[-2] - '0') * 10 + (end[-1] - '0');
}

void add_row(Sums& sums, const char* begin, const std::array<const char*, 5>& ends) {
  const auto digit = [begin](int place) { return static_cast<std::size_t>(begin[place] - '0'); };
  const std::size_t month = (digit(2) * 10 + digit(3) - 20) * 12 + digit(5) * 10 + digit(6) - 1;
  // The names begin with b, d, p, v and w.
  const auto letter = static_cast<unsigned char>(ends[0][1]);
  const std::size_t channel = letter == 'b' ? 0 : letter == 'd' ? 1 : letter == 'p' ? 2 : letter == 'v' ? 3 : 4;
  sums.revenue[month][channel] += cents(ends[2] + 1, ends[3]);
  sums.cost[month][channel] += cents(ends[3] + 1, ends[4]);
}

/// Calls for each comma and line end of rows that begin at `begin`: `next` gives the marks of 64 bytes.
template <typename Next>
[[gnu::always_inline]] inline Sums scan(std::string_view text, Next next) {
  Sums sums;
  const char* row = text.data() + text.find('\n') + 1;
  std::array<const char*, 5> ends{};
  std::size_t cell = 0;
  const char* const first = row;
  const char* at = first;
  const char* const last = text.data() + text.size();
  for (; last - at >= 64; at += 64) {
    for (std::uint64_t marks = next(at); marks != 0; marks &= marks - 1) {
      ends[cell] = at + std::countr_zero(marks);
      if (++cell < 5) continue;
      add_row(sums, row, ends);
      row = ends[4] + 1;
      cell = 0;
    }
  }
  for (; at != last; ++at) {
    if (*at != ',' && *at != '\n') continue;
    ends[cell] = at;
    if (++cell < 5) continue;
    add_row(sums, row, ends);
    row = at + 1;
    cell = 0;
  }
  return sums;
}

}  // namespace

std::string_view channel_name(std::size_t channel) { return names[channel]; }

std::string make_rows(std::size_t count) {
  using namespace std::chrono;
  const sys_days first = 2020y / January / 1;
  const auto days = static_cast<std::size_t>((sys_days(2030y / January / 1) - first).count());
  std::mt19937_64 random(5);
  std::string text = "period,channel,product,revenue,cost\n";
  text.reserve(count * 50);
  std::array<char, 96> line{};
  // Day by day, and in a day channel by channel: what an export in the order of time looks like.
  const std::size_t products = (count + days * channels - 1) / (days * channels);
  std::size_t made = 0;
  for (std::size_t day = 0; day < days && made < count; ++day) {
    const year_month_day date(first + std::chrono::days(static_cast<int>(day)));
    for (std::size_t channel = 0; channel < channels && made < count; ++channel) {
      for (std::size_t product = 0; product < products && made < count; ++product, ++made) {
        const int length = std::snprintf(line.data(), line.size(), "%d-%02u-%02u,%s,product %zu,%u.%02u,%u.%02u\n", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                         static_cast<unsigned>(date.day()), names[channel].data(), product, static_cast<unsigned>(random() % 1'000'000), static_cast<unsigned>(random() % 100),
                                         static_cast<unsigned>(random() % 600'000), static_cast<unsigned>(random() % 100));
        text.append(line.data(), static_cast<std::size_t>(length));
      }
    }
  }
  return text;
}

std::uint64_t read_bytes(std::string_view text) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at + 8 <= text.size(); at += 8) sum += word_at(text.data() + at);
  return sum;
}

Sums scan_by_words(std::string_view text) {
  return scan(text, [](const char* at) {
    std::uint64_t marks = 0;
    for (unsigned place = 0; place < 64; place += 8, at += 8) {
      const std::uint64_t word = word_at(at);
      const auto zeros = [](std::uint64_t bytes) { return ~(((bytes & ~high_bits) + ~high_bits) | bytes) & high_bits; };
      marks |= ((zeros(word ^ (',' * each_byte)) | zeros(word ^ ('\n' * each_byte))) >> 7) * 0x0102040810204080 >> 56 << place;
    }
    return marks;
  });
}

#if defined(__x86_64__)

bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }

#define WHEREAS_AVX2 __attribute__((target("avx2,bmi,bmi2")))

namespace {

WHEREAS_AVX2 inline std::uint32_t marks_of_half(const char* at) {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(',')), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n')))));
}

struct MarksByAvx2 {
  WHEREAS_AVX2 std::uint64_t operator()(const char* at) const { return marks_of_half(at) | std::uint64_t{marks_of_half(at + 32)} << 32; }
};

}  // namespace

WHEREAS_AVX2 Sums scan_by_avx2(std::string_view text) { return scan(text, MarksByAvx2()); }

#else

bool has_avx2() { return false; }
Sums scan_by_avx2(std::string_view text) { return scan_by_words(text); }

#endif

}  // namespace whereas::ingest

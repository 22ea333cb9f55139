#include "interpreter/data/scan.h"

#include "interpreter/data/processor.h"
#include "interpreter/data/words.h"

#include <algorithm>
#include <array>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace whereas::data {

namespace {

/// The high bits of eight bytes, gathered in the lowest eight bits.
std::uint64_t gathered(std::uint64_t high) { return (high >> 7) * 0x0102040810204080 >> 56; }

bool mark_by_words(const char* text, std::size_t count, Marks* marks) {
  std::uint64_t rare = 0;
  for (std::size_t block = 0; block < count; ++block) {
    Marks found;
    for (unsigned place = 0; place < bytes_in_marks; place += 8, text += 8) {
      const std::uint64_t word = word_at(text);
      const auto equal = [&](char sought) { return zero_bytes(word ^ (static_cast<unsigned char>(sought) * each_byte)); };
      // Below blank: the three upper bits are zero. Nothing is carried from one byte into the next.
      const std::uint64_t below_blank = zero_bytes(word & (0xE0 * each_byte));
      const std::uint64_t line_feeds = equal('\n');
      const std::uint64_t returns = equal('\r');
      found.ends |= gathered(equal(',') | line_feeds) << place;
      found.line_feeds |= gathered(line_feeds) << place;
      found.quotes |= gathered(equal('"')) << place;
      found.returns |= gathered(returns) << place;
      found.beyond |= gathered(word & high_bits) << place;
      found.unplain |= gathered((below_blank & ~line_feeds & ~returns) | equal('\x7F')) << place;
    }
    marks[block] = found;
    rare |= found.rare();
  }
  return rare != 0;
}

bool mark_plain_by_words(const char* text, std::size_t count, Marks* marks) { return !mark_by_words(text, count, marks); }

Ends place_one_by_one(const Marks* marks, std::size_t count, std::uint32_t base, std::uint32_t* ends) {
  Ends placed{ends, 0};
  for (std::size_t block = 0; block < count; ++block, base += bytes_in_marks) {
    for (std::uint64_t bits = marks[block].ends; bits != 0; bits &= bits - 1) *placed.next++ = base + static_cast<std::uint32_t>(std::countr_zero(bits));
    for (std::uint64_t bits = marks[block].line_feeds; bits != 0; bits &= bits - 1) ++placed.line_feeds;
  }
  return placed;
}

std::size_t read_cents_by_words(const char* text, const std::uint32_t* ends, std::size_t width, std::size_t count, std::int64_t* cents) {
  for (std::size_t row = 0; row < count; ++row, ends += width) {
    const std::uint32_t begin = ends[0] + 1;
    const std::int64_t read = read_cents({text + begin, ends[1] - begin}, begin);
    if (read < 0) return row;
    *cents++ = read;
  }
  return count;
}

}  // namespace

Scan scan_by_words() { return {mark_by_words, mark_plain_by_words, place_one_by_one, read_cents_by_words}; }

#if defined(__x86_64__)

#define WHEREAS_AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define WHEREAS_AVX512 __attribute__((target("avx512f,avx512bw")))

namespace {

WHEREAS_AVX2 std::uint64_t both_halves(__m256i low, __m256i high) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) | std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(high))} << 32;
}

WHEREAS_AVX2 bool mark_by_avx2(const char* text, std::size_t count, Marks* marks) {
  std::uint64_t rare = 0;
  for (std::size_t block = 0; block < count; ++block, text += bytes_in_marks) {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + 32));
    const auto equal = [&](char sought) WHEREAS_AVX2 {
      const __m256i all = _mm256_set1_epi8(sought);
      return both_halves(_mm256_cmpeq_epi8(low, all), _mm256_cmpeq_epi8(high, all));
    };
    const __m256i last_control = _mm256_set1_epi8(0x1F);
    const std::uint64_t controls =
        both_halves(_mm256_cmpeq_epi8(_mm256_min_epu8(low, last_control), low), _mm256_cmpeq_epi8(_mm256_min_epu8(high, last_control), high));
    Marks& found = marks[block];
    found.line_feeds = equal('\n');
    found.ends = equal(',') | found.line_feeds;
    found.quotes = equal('"');
    found.returns = equal('\r');
    found.beyond = both_halves(low, high);
    found.unplain = (controls & ~found.line_feeds & ~found.returns) | equal('\x7F');
    rare |= found.rare();
  }
  return rare != 0;
}

WHEREAS_AVX512 bool mark_by_avx512(const char* text, std::size_t count, Marks* marks) {
  std::uint64_t rare = 0;
  for (std::size_t block = 0; block < count; ++block, text += bytes_in_marks) {
    const __m512i bytes = _mm512_loadu_si512(text);
    const auto equal = [&](char sought) WHEREAS_AVX512 { return std::uint64_t{_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(sought))}; };
    Marks& found = marks[block];
    found.line_feeds = equal('\n');
    found.ends = equal(',') | found.line_feeds;
    found.quotes = equal('"');
    found.returns = equal('\r');
    found.beyond = _mm512_movepi8_mask(bytes);
    found.unplain = (_mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(0x1F)) & ~found.line_feeds & ~found.returns) | equal('\x7F');
    rare |= found.rare();
  }
  return rare != 0;
}

/// What is rare is a control character but the line feed, a quote, and all from DEL on.
WHEREAS_AVX2 bool mark_plain_by_avx2(const char* text, std::size_t count, Marks* marks) {
  __m256i rare = _mm256_setzero_si256();
  for (std::size_t block = 0; block < count; ++block) {
    std::uint64_t commas = 0;
    std::uint64_t line_feeds = 0;
    for (unsigned half = 0; half < bytes_in_marks; half += 32, text += 32) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
      const __m256i feeds = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'));
      const __m256i controls = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1F)), bytes);
      const __m256i quotes = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"'));
      const __m256i high = _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, _mm256_set1_epi8(0x7F)), bytes);
      rare = _mm256_or_si256(rare, _mm256_or_si256(_mm256_andnot_si256(feeds, controls), _mm256_or_si256(quotes, high)));
      commas |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(','))))} << half;
      line_feeds |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(feeds))} << half;
    }
    marks[block].line_feeds = line_feeds;
    marks[block].ends = commas | line_feeds;
  }
  return _mm256_testz_si256(rare, rare) != 0;
}

WHEREAS_AVX512 bool mark_plain_by_avx512(const char* text, std::size_t count, Marks* marks) {
  __mmask64 rare = 0;
  for (std::size_t block = 0; block < count; ++block, text += bytes_in_marks) {
    const __m512i bytes = _mm512_loadu_si512(text);
    const __mmask64 feeds = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
    const __mmask64 ends = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(',')) | feeds;
    rare |= (_mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(0x1F)) & ~feeds) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')) | _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8(0x7F));
    marks[block].line_feeds = feeds;
    marks[block].ends = ends;
  }
  return rare == 0;
}

/// Eight at a time, whether there are so many or not: nothing hangs then on how many there are, which no processor can foresee.
WHEREAS_AVX2 Ends place_by_eight(const Marks* marks, std::size_t count, std::uint32_t base, std::uint32_t* ends) {
  Ends placed{ends, 0};
  for (std::size_t block = 0; block < count; ++block, base += bytes_in_marks) {
    std::uint64_t bits = marks[block].ends;
    const auto found = static_cast<std::size_t>(__builtin_popcountll(bits));
    for (std::size_t written = 0; written == 0 || written < found; written += 8) {
      for (std::size_t place = 0; place < 8; ++place, bits &= bits - 1) placed.next[written + place] = base + static_cast<std::uint32_t>(_tzcnt_u64(bits));
    }
    placed.next += found;
    placed.line_feeds += static_cast<std::size_t>(__builtin_popcountll(marks[block].line_feeds));
  }
  return placed;
}

/// For each length of a text of two decimals which of sixteen bytes, the last of them its last, are its digits: those go to the end, zeros before them.
constexpr auto digits_of_length = [] {
  std::array<std::array<std::uint8_t, 16>, 17> all{};
  constexpr std::size_t point = 13;
  for (std::size_t length = 0; length <= 16; ++length) {
    for (std::size_t place = 0; place < 16; ++place) {
      const std::size_t from = place > point ? place : place - 1;  // the point is left out
      all[length][place] = place == 0 || from < 16 - length ? 0x80 : static_cast<std::uint8_t>(from);
    }
  }
  return all;
}();

/// Sixteen bytes side by side: digits to pairs, pairs to fours, fours to eights.
WHEREAS_AVX2 std::size_t read_cents_by_sixteen(const char* text, const std::uint32_t* ends, std::size_t width, std::size_t count, std::int64_t* cents) {
  if (count > 0 && ends[1] < 16) return 0;  // too near to the beginning, as no cell behind it is
  for (std::size_t row = 0; row < count; ++row, ends += width) {
    const std::uint32_t end = ends[1];
    const std::uint32_t length = end - ends[0] - 1;
    if (length - 4 > 12 || text[end - 3] != '.') return row;
    const __m128i bytes = _mm_sub_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text + end - 16)), _mm_set1_epi8('0'));
    const __m128i digits = _mm_shuffle_epi8(bytes, _mm_loadu_si128(reinterpret_cast<const __m128i*>(digits_of_length[length].data())));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits)) != 0xFFFF) return row;
    const __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(1 << 8 | 10));
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(1 << 16 | 100));
    const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(1 << 16 | 10'000));
    const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    *cents++ = static_cast<std::int64_t>((both & 0xFFFFFFFF) * 100'000'000 + (both >> 32));
  }
  return count;
}

}  // namespace

Scan best_scan() {
  if (processor_has(Instructions::avx512bw)) return {mark_by_avx512, mark_plain_by_avx512, place_by_eight, read_cents_by_sixteen};
  if (processor_has(Instructions::avx2)) return {mark_by_avx2, mark_plain_by_avx2, place_by_eight, read_cents_by_sixteen};
  return scan_by_words();
}

#else

Scan best_scan() { return scan_by_words(); }

#endif

namespace {

constexpr std::uint64_t zeros = '0' * each_byte;

bool are_digits(std::uint64_t word) { return ((word & (0xF0 * each_byte)) | (((word + 0x06 * each_byte) & (0xF0 * each_byte)) >> 4)) == 0x33 * each_byte; }

bool read_one_by_one(std::string_view text, Digits& read) {
  constexpr std::size_t most_digits = 18;
  std::size_t count = 0;
  std::size_t point = text.size();
  std::int64_t digits = 0;
  for (std::size_t place = 0; place < text.size(); ++place) {
    if (text[place] == '.' && point == text.size()) {
      point = place;
    } else if (text[place] >= '0' && text[place] <= '9' && ++count <= most_digits) {
      digits = digits * 10 + (text[place] - '0');
    } else {
      return false;
    }
  }
  if (point == 0 || text.empty() || point + 1 == text.size()) return false;
  read = {digits, static_cast<int>(text.size() - std::min(point + 1, text.size()))};
  return true;
}

}  // namespace

bool read_digits(std::string_view text, std::size_t before, Digits& read) {
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  const std::size_t length = text.size();
  if (length == 0 || length > 16 || before + length < 16) {
    if (!read_one_by_one(text, read)) return false;
  } else {
    // The sixteen bytes that end with the text, with zeros in the place of what is not its own.
    std::uint64_t low = word_at(text.data() + length - 16);
    std::uint64_t high = word_at(text.data() + length - 8);
    const auto own = static_cast<unsigned>(std::min<std::size_t>(length, 8) * 8);
    const std::uint64_t own_high = own == 64 ? ~std::uint64_t{0} : ~(~std::uint64_t{0} >> own);
    high = (high & own_high) | (zeros & ~own_high);
    const auto own_before = static_cast<unsigned>(length > 8 ? (length - 8) * 8 : 0);
    const std::uint64_t own_low = own_before == 0 ? 0 : own_before == 64 ? ~std::uint64_t{0} : ~(~std::uint64_t{0} >> own_before);
    low = (low & own_low) | (zeros & ~own_low);

    read.places = 0;
    // What stands before the point moves up by one byte, over it.
    if (const std::uint64_t point = zero_bytes(high ^ ('.' * each_byte)); point != 0) {
      const auto place = static_cast<unsigned>(std::countr_zero(point)) - 7;  // in bits
      const std::uint64_t before_point = (std::uint64_t{1} << place) - 1;
      read.places = static_cast<int>((56 - place) / 8);
      high = (place == 56 ? 0 : high & (~std::uint64_t{0} << (place + 8))) | (high & before_point) << 8 | low >> 56;
      low = low << 8 | '0';
    } else if (const std::uint64_t early = zero_bytes(low ^ ('.' * each_byte)); early != 0) {
      const auto place = static_cast<unsigned>(std::countr_zero(early)) - 7;
      const std::uint64_t before_point = (std::uint64_t{1} << place) - 1;
      read.places = static_cast<int>(8 + (56 - place) / 8);
      low = (place == 56 ? 0 : low & (~std::uint64_t{0} << (place + 8))) | (low & before_point) << 8 | '0';
    }
    if (!are_digits(low) || !are_digits(high)) return false;
    if (text.front() == '.' || text.back() == '.') return false;
    read.digits = static_cast<std::int64_t>(number_of_eight(low) * 100'000'000 + number_of_eight(high));
  }
  if (is_negative) read.digits = -read.digits;
  return true;
}

}  // namespace whereas::data

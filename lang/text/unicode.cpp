#include "lang/text/unicode.h"

#include "lang/text/width_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>

namespace whereas {

namespace {

constexpr char32_t delete_character = 0x7F;

// What Unicode draws as nothing (Default_Ignorable_Code_Point, with the bidirectional controls among them), what marks annotations, and
// the two separators that some editors draw as a line end although no line ends there.
constexpr CharacterRange drawn_as_nothing[] = {
    {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160},   {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

struct NamedCharacter {
  char32_t code_point;
  std::string_view name;
};
constexpr NamedCharacter well_known[] = {
    {0x0000, "NULL"},
    {0x0007, "BELL"},
    {0x0008, "BACKSPACE"},
    {0x000B, "LINE TABULATION"},
    {0x000C, "FORM FEED"},
    {0x000D, "CARRIAGE RETURN"},
    {0x001A, "SUBSTITUTE"},
    {0x001B, "ESCAPE"},
    {0x007F, "DELETE"},
    {0x0085, "NEXT LINE"},
    {0x00AD, "SOFT HYPHEN"},
    {0x034F, "COMBINING GRAPHEME JOINER"},
    {0x061C, "ARABIC LETTER MARK"},
    {0x115F, "HANGUL CHOSEONG FILLER"},
    {0x1160, "HANGUL JUNGSEONG FILLER"},
    {0x180E, "MONGOLIAN VOWEL SEPARATOR"},
    {0x200B, "ZERO WIDTH SPACE"},
    {0x200C, "ZERO WIDTH NON-JOINER"},
    {0x200D, "ZERO WIDTH JOINER"},
    {0x200E, "LEFT-TO-RIGHT MARK"},
    {0x200F, "RIGHT-TO-LEFT MARK"},
    {0x2028, "LINE SEPARATOR"},
    {0x2029, "PARAGRAPH SEPARATOR"},
    {0x202A, "LEFT-TO-RIGHT EMBEDDING"},
    {0x202B, "RIGHT-TO-LEFT EMBEDDING"},
    {0x202C, "POP DIRECTIONAL FORMATTING"},
    {0x202D, "LEFT-TO-RIGHT OVERRIDE"},
    {0x202E, "RIGHT-TO-LEFT OVERRIDE"},
    {0x2060, "WORD JOINER"},
    {0x2061, "FUNCTION APPLICATION"},
    {0x2062, "INVISIBLE TIMES"},
    {0x2063, "INVISIBLE SEPARATOR"},
    {0x2064, "INVISIBLE PLUS"},
    {0x2066, "LEFT-TO-RIGHT ISOLATE"},
    {0x2067, "RIGHT-TO-LEFT ISOLATE"},
    {0x2068, "FIRST STRONG ISOLATE"},
    {0x2069, "POP DIRECTIONAL ISOLATE"},
    {0x3164, "HANGUL FILLER"},
    {0xFE0E, "VARIATION SELECTOR-15"},
    {0xFE0F, "VARIATION SELECTOR-16"},
    {0xFEFF, "ZERO WIDTH NO-BREAK SPACE"},
    {0xFFA0, "HALFWIDTH HANGUL FILLER"},
};

template <std::size_t count>
bool is_among(const CharacterRange (&ranges)[count], char32_t code_point) {
  const auto after = std::upper_bound(std::begin(ranges), std::end(ranges), code_point,
                                      [](char32_t sought, const CharacterRange& range) { return sought < range.first; });
  return after != std::begin(ranges) && code_point <= std::prev(after)->last;
}

bool is_control(char32_t code_point) { return code_point < 0x20 || (code_point >= delete_character && code_point < 0xA0); }

bool is_non_character(char32_t code_point) {
  return (code_point >= 0xFDD0 && code_point <= 0xFDEF) || (code_point & 0xFFFE) == 0xFFFE;
}

bool is_hidden(char32_t code_point) { return is_among(drawn_as_nothing, code_point) || is_non_character(code_point); }

unsigned char byte_at(std::string_view text, std::size_t offset) { return static_cast<unsigned char>(text[offset]); }

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/// Whether eight bytes are all from blank to tilde, tested side by side in one word.
bool are_printable_ascii(const char* bytes) {
  constexpr std::uint64_t each = 0x0101010101010101;
  constexpr std::uint64_t high_bits = 0x80 * each;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const std::uint64_t below_blank = (word - 0x20 * each) & ~word;
  const std::uint64_t past_tilde = word | ((word & ~high_bits) + each);
  return ((below_blank | past_tilde) & high_bits) == 0;
}

bool is_plain(unsigned char byte) { return (byte >= 0x20 && byte < delete_character) || byte == '\n' || byte == '\t'; }

/// The first byte from `offset` on that needs a closer look: nearly all of a contract needs none.
std::size_t after_plain_text(std::string_view text, std::size_t offset) {
  constexpr std::size_t step = sizeof(std::uint64_t);
  while (offset < text.size()) {
    while (text.size() - offset >= step && are_printable_ascii(text.data() + offset)) offset += step;
    const std::size_t stop = std::min(offset + step, text.size());
    while (offset < stop && is_plain(byte_at(text, offset))) ++offset;
    if (offset < stop) break;
  }
  return offset;
}

std::string in_words(Character character) {
  const auto value = static_cast<std::uint32_t>(character.code_point);
  if (!character.is_utf8) return fmt::format("0x{:02X}", value);
  const auto known = std::find_if(std::begin(well_known), std::end(well_known),
                                  [&](const NamedCharacter& named) { return named.code_point == character.code_point; });
  if (known == std::end(well_known)) return fmt::format("U+{:04X}", value);
  return fmt::format("U+{:04X} {}", value, known->name);
}

std::optional<TextFault::Kind> fault_of(Character character, std::string_view rest) {
  if (!character.is_utf8) return TextFault::Kind::not_utf8;
  if (is_plain(static_cast<unsigned char>(rest.front())) || rest.starts_with("\r\n")) return std::nullopt;
  if (is_control(character.code_point)) return TextFault::Kind::control_character;
  if (is_hidden(character.code_point)) return TextFault::Kind::hidden_character;
  return std::nullopt;
}

}  // namespace

Character character_at(std::string_view text, std::size_t offset) {
  const unsigned char lead = byte_at(text, offset);
  if (lead < 0x80) return {lead, 1, true};

  const Character not_utf8{lead, 1, false};
  const std::uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - offset < length) return not_utf8;

  char32_t code_point = lead & (0x7FU >> length);
  for (std::size_t next = offset + 1; next < offset + length; ++next) {
    if (!is_continuation(byte_at(text, next))) return not_utf8;
    code_point = (code_point << 6) | (byte_at(text, next) & 0x3FU);
  }
  const bool is_overlong = (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (is_overlong || is_surrogate || code_point > 0x10FFFF) return not_utf8;
  return {code_point, length, true};
}

std::optional<TextFault> find_fault(const Source& source) {
  std::optional<TextFault> fault = find_fault(source.text());
  if (fault) fault->span.source = source.id();
  return fault;
}

std::optional<TextFault> find_fault(std::string_view text) {
  for (std::size_t offset = after_plain_text(text, 0); offset < text.size(); offset = after_plain_text(text, offset)) {
    const Character character = character_at(text, offset);
    const auto begin = static_cast<std::uint32_t>(offset);
    if (const auto kind = fault_of(character, text.substr(offset))) {
      return TextFault{*kind, {0, begin, begin + character.length}, in_words(character)};
    }
    offset += character.length;
  }
  return std::nullopt;
}

std::string on_one_line(std::string_view passage) {
  std::string line;
  bool in_title = false;
  bool in_remark = false;
  for (const char letter : passage) {
    if (letter == '"') in_title = !in_title;
    if (letter == '#' && !in_title) in_remark = true;
    if (letter == '\n') in_remark = in_title = false;
    const bool is_blank = letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    if (in_remark || (is_blank && !in_title && line.ends_with(' '))) continue;
    line += is_blank ? ' ' : letter;
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string made_visible(std::string_view text) {
  std::string visible;
  visible.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const Character character = character_at(text, offset);
    const auto value = static_cast<std::uint32_t>(character.code_point);
    if (character.code_point == '\t') {
      visible += ' ';
    } else if (!character.is_utf8 || (is_control(character.code_point) && character.length == 1)) {
      visible += fmt::format("\\x{:02X}", value);
    } else if (is_control(character.code_point) || is_hidden(character.code_point)) {
      visible += fmt::format("<U+{:04X}>", value);
    } else {
      visible += text.substr(offset, character.length);
    }
    offset += character.length;
  }
  return visible;
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    if (byte_at(text, offset) < 0x80) {  // nearly always
      ++columns;
      ++offset;
      continue;
    }
    const Character character = character_at(text, offset);
    if (character.is_utf8 && is_among(two_columns, character.code_point)) {
      columns += 2;
    } else if (!character.is_utf8 || !is_among(no_columns, character.code_point)) {
      columns += 1;
    }
    offset += character.length;
  }
  return columns;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(static_cast<unsigned char>(byte)); }));
}

}  // namespace whereas

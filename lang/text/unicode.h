#pragma once

#include "lang/text/source.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whereas {

/// What makes a text unreadable for a contract, and where.
struct TextFault {
  enum class Kind { not_utf8, hidden_character, control_character } kind;
  Span span;
  std::string what;  ///< the offending code point in words: `U+202E RIGHT-TO-LEFT OVERRIDE`, or the byte: `0xFF`
};

/// Looks through a whole text once. Refused everywhere, in comments and titles too: bytes that are not UTF-8, bidirectional and
/// zero-width characters and non-characters (a reader could not see what they do), and control characters but tab, LF and CR LF.
std::optional<TextFault> find_fault(const Source& source);
/// Of a text that is no source, or a part of one: places are counted from its beginning, in source 0.
std::optional<TextFault> find_fault(std::string_view text);

/// One character (code point) of a text, or one byte that is not UTF-8 there.
struct Character {
  char32_t code_point = 0;  ///< the byte itself where it is not UTF-8
  std::uint32_t length = 1;  ///< in bytes
  bool is_utf8 = true;
};
/// The character that begins at `offset`, which must lie inside the text. Strict: overlong forms and surrogates are not UTF-8.
Character character_at(std::string_view text, std::size_t offset);

/// The text as it may be printed: `\x1B` for control characters and bytes that are not UTF-8, `<U+202E>` for hidden characters, one blank
/// for a tab. What a file brings can so neither steer a terminal nor hide.
std::string made_visible(std::string_view text);

/// The words of a passage in one line: each stretch of blanks and line ends one blank, remarks left out.
std::string on_one_line(std::string_view passage);

/// How many columns a terminal needs for this text (wide characters count two, combining marks none). Input is UTF-8.
std::size_t display_width(std::string_view text);

/// Number of characters (code points) in valid UTF-8.
std::size_t character_count(std::string_view text);

}  // namespace whereas

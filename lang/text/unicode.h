#pragma once

#include "lang/text/source.h"

#include <optional>
#include <string>

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

/// How many columns a terminal needs for this text (wide characters count two, combining marks none). Input is UTF-8.
std::size_t display_width(std::string_view text);

/// Number of characters (code points) in valid UTF-8.
std::size_t character_count(std::string_view text);

}  // namespace whereas

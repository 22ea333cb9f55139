#pragma once

#include "lang/syntax/broken_off.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What drafters write before they have read the manual, and what the language says instead: drafters_table.cpp has the table.
namespace whereas::syntax {

/// Words around the place where a declaration breaks off, marked `|`. In capitals what stands for others:
/// P a rate (`5%`), F a figure, N a count (`3`, `three`), D a day or an event's title, T a title, X a name, J a part of a name that the
/// contract writes with `_` (`net sales`), Q a party, U `day` to `year`, A `daily` to `annually`, L the same as it is written, I a day of the month, M a month,
/// Y a year; `^` the beginning of the declaration.
struct DraftersWords {
  std::string_view said;
  std::string_view write;       ///< in place of them; `$1` is the first of the capitals, `$1*12` so many times it
  std::string_view example{};   ///< where no words can simply take their place: how it is said
};
std::span<const DraftersWords> drafters_words();

/// What is meant by the words around a place, if they are in the table: adds what to write. Of phrases with capitals only, or of all.
/// Gives the words that it took, or nothing.
std::optional<Span> help_with_drafters_words(std::string_view before, std::string_view rest, const WholeText& whole, bool with_capitals_only, Diagnostic& diagnostic);

/// The language's word for a single one of drafters: `each year` for `annually`.
std::optional<std::string_view> words_for(std::string_view word);

}  // namespace whereas::syntax

#pragma once

#include "lang/syntax/mending.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What drafters write before they have read the manual, and what the language says instead: drafters_table.cpp has the table.
namespace whereas::syntax {

/// Words around the place where a declaration breaks off, which `|` marks; without the mark the place is anywhere in them, or at either end.
/// `a/an` is one of several words, `the?` one that may lack. In capitals what stands for others:
/// P a rate (`5%`), F a figure, N a count (`3`, `three`), D a day or an event's title, E the same or a period, T a title, C a title as a name, X a name, Z one that the contract does not declare,
/// J a part of a name that the contract writes with `_` (`net sales`), Q a party, B a capital word as a name, U `day` to `year`, V the same as `daily` to `yearly`,
/// A and L `daily` to `annually` as `day` and as `yearly`, I a day of the month as two digits, O one as a number, M a month, Y a year, W any word, K one that
/// says nothing (`upfront`) and is not kept; G a day in the order of another country, `=1` the first of the capitals once more; `^` the beginning of the declaration,
/// `~` that of a line.
struct DraftersWords {
  std::string_view said;
  std::string_view write;       ///< in place of them; `$1` is the first of the capitals, `$1*12` so many times it; nothing: they are left out
  std::string_view example{};   ///< where no words can simply take their place: how it is said
};
std::span<const DraftersWords> drafters_words();
// Its parts: words whose places are marked, phrases of clauses and of their times, and of all else.
std::span<const DraftersWords> words_in_place_of_others();
std::span<const DraftersWords> phrases_of_clauses();
std::span<const DraftersWords> phrases_of_times();
std::span<const DraftersWords> phrases_of_declarations();

/// What is meant by the words around a place, if they are in the table: adds what to write, once it is seen to lead further. Of phrases with
/// capitals only, or of all. Gives the words that it took, or nothing.
std::optional<Span> help_with_drafters_words(std::string_view before, std::string_view rest, const WholeText& whole, bool with_capitals_only, Diagnostic& diagnostic, const Mending* mending = nullptr);

/// The same, where all of the declaration reads and the next word is a name that nobody gave: of the phrases that name it.
bool help_with_unknown_word(std::string_view before, std::string_view rest, const WholeText& whole, Diagnostic& diagnostic, const Mending& mending);

/// The language's word for a single one of drafters: `each year` for `annually`.
std::optional<std::string> words_for(std::string_view word);

}  // namespace whereas::syntax

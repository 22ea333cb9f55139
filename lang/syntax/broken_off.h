#pragma once

#include "lang/diagnostic/diagnostic.h"

#include <string_view>
#include <vector>

/// From the place where a declaration broke off to what a lawyer is told about it.
namespace whereas::syntax {

/// What a rule of the grammar wants at a place, in the contract's words.
struct Wanted {
  enum class Kind { nothing, keyword, something, rule, end };
  std::string_view what;     ///< `a party`; for a keyword the word itself; for a rule the sentence
  std::string_view example;  ///< may be empty
  Kind kind = Kind::nothing;
};

/// Where a declaration broke off, and what should have stood there.
struct BrokenOff {
  const char* place = nullptr;
  Wanted wanted;
};

/// The whole text that a piece was cut from.
struct WholeText {
  SourceId source = 0;
  std::string_view text;
};

class Mending;

/// Adds the diagnostic. Where a word is missing it points to the end of the last word; where a word does not fit, to that word, and
/// offers the nearest of `fitting`, the keywords that may stand there.
void report_broken_off(const BrokenOff& broken, std::string_view piece, const std::vector<std::string_view>& fitting,
                       const WholeText& whole, const Mending& mending, Report& report);

}  // namespace whereas::syntax

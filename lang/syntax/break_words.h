#pragma once

#include "lang/syntax/broken_off.h"

#include <string>

namespace whereas::syntax {

/// The place where a declaration broke off, and the words around it.
class BreakWords {
 protected:
  BreakWords(std::string_view before, std::string_view rest, const WholeText& whole, Diagnostic& diagnostic)
      : before_(before), rest_(rest), whole_(whole), diagnostic_(diagnostic) {}

  /// The words, blanks between them as they come, that the text begins with; empty where it does not.
  static std::string_view begins(std::string_view text, std::string_view words);
  static std::string_view after(std::string_view text, std::string_view words);
  /// The last word before the place; a number is one too.
  std::string_view last() const;
  /// From the first letter of one to the last of the other.
  Span across(std::string_view first, std::string_view last) const;

  std::string_view before_;
  std::string_view rest_;
  const WholeText& whole_;
  Diagnostic& diagnostic_;
};

}  // namespace whereas::syntax

#include "lang/syntax/break_words.h"

#include "lang/syntax/letters.h"

#include <algorithm>

namespace whereas::syntax {

std::string_view BreakWords::begins(std::string_view text, std::string_view words) {
  std::string_view left = text;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (!left.starts_with(word) || (left.size() > word.size() && is_name_letter(left[word.size()]))) return {};
    left.remove_prefix(word.size());
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    if (!words.empty()) left = without_leading_blanks(left);
  }
  return text.substr(0, text.size() - left.size());
}

std::string_view BreakWords::after(std::string_view text, std::string_view words) { return without_leading_blanks(text.substr(words.size())); }

std::string_view BreakWords::last() const {
  std::size_t begin = before_.size();
  while (begin > 0 && (is_name_letter(before_[begin - 1]) || before_[begin - 1] == '.')) --begin;
  return before_.substr(begin);
}

Span BreakWords::across(std::string_view first, std::string_view last) const {
  const auto begin = static_cast<std::uint32_t>(first.data() - whole_.text.data());
  return {whole_.source, begin, static_cast<std::uint32_t>(last.data() + last.size() - whole_.text.data())};
}

}  // namespace whereas::syntax

#include "lang/syntax/drafters_words.h"

#include "lang/number/notation.h"
#include "lang/syntax/letters.h"
#include "lang/syntax/reserved.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace whereas::syntax {

namespace {
/// Their short names are those of other files too.
namespace other_words {

constexpr auto counting_words = std::to_array<std::string_view>({"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"});

using Words = std::vector<std::string_view>;

/// The words that a text begins with, no more than `most`; what is none, such as a comma, by itself.
Words words_of(std::string_view text, std::size_t most) {
  Words words;
  for (text = without_leading_blanks(text); !text.empty() && words.size() < most; text = without_leading_blanks(text)) {
    std::size_t length = dated_digits_length(text);
    if (length == 0) length = number_length(text);
    if (length == 0) length = title_length(text);
    if (length == 0) length = std::max<std::size_t>(word_length(text), 1);
    words.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return words;
}

Words parts_of(std::string_view pattern) {
  Words parts;
  while (!pattern.empty()) {
    const std::size_t end = std::min(pattern.find(' '), pattern.size());
    if (end > 0) parts.push_back(pattern.substr(0, end));
    pattern.remove_prefix(std::min(end + 1, pattern.size()));
  }
  return parts;
}

bool is_capital_part(std::string_view part) { return part.size() == 1 && is_capital(part.front()); }
bool has_capitals(std::string_view pattern) {
  const Words parts = parts_of(pattern);
  return std::any_of(parts.begin(), parts.end(), is_capital_part);
}

std::optional<std::string> if_any(bool is_meant, std::string_view word) { return is_meant ? std::optional<std::string>(word) : std::nullopt; }

std::optional<std::string> two_digits(int number, int most) {
  return number >= 1 && number <= most ? std::optional(fmt::format("{:02}", number)) : std::nullopt;
}

/// `15`, `15th`
std::optional<std::string> day_of_month(std::string_view word) {
  int number = 0;
  while (!word.empty() && is_digit(word.front()) && number < 100) {
    number = number * 10 + (word.front() - '0');
    word.remove_prefix(1);
  }
  const bool is_ordinal = word == "st" || word == "nd" || word == "rd" || word == "th";
  return word.empty() || is_ordinal ? two_digits(number, 31) : std::nullopt;
}

std::optional<std::string> month(std::string_view word) {
  constexpr auto names = std::to_array<std::string_view>({"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
  if (const int number = month_number(word); number != 0) return two_digits(number, 12);
  const auto found = std::find(names.begin(), names.end(), word);
  return found == names.end() ? std::nullopt : two_digits(static_cast<int>(found - names.begin()) + 1, 12);
}

std::optional<std::string> count(std::string_view word) {
  const auto found = std::find(counting_words.begin(), counting_words.end(), word);
  if (found != counting_words.end()) return fmt::format("{}", found - counting_words.begin());
  return if_any(!word.empty() && std::all_of(word.begin(), word.end(), is_digit), word);
}

std::optional<std::string> noun_of(std::string_view word) {
  constexpr auto nouns = std::to_array<std::pair<std::string_view, std::string_view>>({{"daily", "day"}, {"monthly", "month"}, {"quarterly", "quarter"}, {"yearly", "year"}, {"annually", "year"}, {"annual", "year"}});
  const auto found = std::find_if(nouns.begin(), nouns.end(), [&](const auto& pair) { return pair.first == word; });
  return found == nouns.end() ? std::nullopt : std::optional<std::string>(found->second);
}

bool is_rate(std::string_view word) { return rate_length(word) == word.size() && !word.empty(); }
bool is_title(std::string_view word) { return word.starts_with('"'); }
bool is_name(std::string_view word) { return !word.empty() && name_length(word) == word.size(); }

/// What a word says where one of the kind is meant; nothing where it is none.
std::optional<std::string> meant(char kind, std::string_view word) {
  switch (kind) {
    case 'P': return if_any(is_rate(word), word);
    case 'F': return if_any(number_length(word) == word.size() && !word.empty(), word);
    case 'N': return count(word);
    case 'D': return if_any(is_title(word) || (dated_digits_length(word) == word.size() && word.size() == std::string_view("2026-01-01").size()), word);
    case 'T': return if_any(is_title(word), word);
    case 'X': return if_any(is_name(word), word);
    case 'J': return if_any(!word.empty() && word_length(word) == word.size() && is_lower(word.front()), word);
    case 'Q': return if_any(party_length(word) == word.size() && !word.empty(), word);
    case 'U': return if_any(word == "day" || word == "month" || word == "quarter" || word == "year", word);
    case 'A': return noun_of(word);
    case 'L': return if_any(noun_of(word).has_value(), word);
    case 'I': return day_of_month(word);
    case 'M': return month(word);
    case 'Y': return if_any(word.size() == 4 && std::all_of(word.begin(), word.end(), is_digit), word);
    default: return std::nullopt;
  }
}

/// Whether it stands in the text as a word.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t found = text.find(word); found != std::string_view::npos; found = text.find(word, found + 1)) {
    const std::size_t end = found + word.size();
    if ((found == 0 || !is_name_letter(text[found - 1])) && (end == text.size() || !is_name_letter(text[end]))) return true;
  }
  return false;
}

/// The words around one place, laid against one phrase after another.
class Phrases {
 public:
  Phrases(std::string_view before, std::string_view rest, const WholeText& whole) : whole_(whole), before_(words_of(before, before.size())), rest_(words_of(rest, 12)) {}

  std::optional<Span> find(bool with_capitals_only, Diagnostic& diagnostic) {
    for (const DraftersWords& words : drafters_words()) {
      if ((with_capitals_only && !has_capitals(words.said)) || !stands(words.said)) continue;
      const Span span = this->span();
      if (!words.example.empty()) diagnostic.help(filled(words.example));
      else diagnostic.offers("write", replace(span, filled(words.write)));
      return span;
    }
    return std::nullopt;
  }

 private:
  bool stands(std::string_view pattern) {
    meant_.clear();
    joined_.clear();
    const Words parts = parts_of(pattern);
    const auto bar = static_cast<std::size_t>(std::find(parts.begin(), parts.end(), "|") - parts.begin());
    const bool is_whole = parts.front() == "^";
    const std::size_t first = is_whole ? 1 : 0;
    const std::size_t left = bar - first;
    const std::size_t right = parts.size() - bar - 1;
    if (left > before_.size() || (is_whole && left != before_.size()) || right > rest_.size()) return false;
    left_ = left;
    right_ = right;
    for (std::size_t place = 0; place < left; ++place) {
      if (!fits(parts[first + place], before_[before_.size() - left + place])) return false;
    }
    for (std::size_t place = 0; place < right; ++place) {
      if (!fits(parts[bar + 1 + place], rest_[place])) return false;
    }
    return joined_.empty() || has_word(whole_.text, joined_);
  }

  bool fits(std::string_view part, std::string_view word) {
    if (!is_capital_part(part)) return part == word;
    std::optional<std::string> said = meant(part.front(), word);
    if (!said) return false;
    if (part == "J") joined_ += (joined_.empty() ? "" : "_") + *said;
    meant_.push_back(std::move(*said));
    return true;
  }

  /// From the first word that was taken to the last.
  Span span() const {
    const std::string_view first = left_ > 0 ? before_[before_.size() - left_] : rest_.front();
    const std::string_view last = right_ > 0 ? rest_[right_ - 1] : before_.back();
    const auto at = [&](const char* place) { return static_cast<std::uint32_t>(place - whole_.text.data()); };
    return {whole_.source, at(first.data()), at(last.data() + last.size())};
  }

  std::string filled(std::string_view words) const {
    std::string text;
    for (std::size_t place = 0; place < words.size(); ++place) {
      if (words[place] != '$' || place + 1 >= words.size()) {
        text += words[place];
        continue;
      }
      const std::string& said = meant_[static_cast<std::size_t>(words[++place] - '1')];
      if (place + 1 < words.size() && words[place + 1] == '*') {
        int times = 0;
        for (place += 2; place < words.size() && is_digit(words[place]); ++place) times = times * 10 + (words[place] - '0');
        --place;
        text += multiplied(said, times);
      } else {
        text += said;
      }
    }
    return text;
  }

  /// `1.5%` twelve times: `18%`.
  static std::string multiplied(const std::string& rate, int times) {
    const NotationResult read = read_number(rate);
    if (!read.number) return rate;
    return fmt::format("{}%", (read.number->value * Number(times) * Number(100)).text());
  }

  const WholeText& whole_;
  Words before_;
  Words rest_;
  std::size_t left_ = 0;   ///< words of the phrase before the place
  std::size_t right_ = 0;  ///< and behind it
  std::vector<std::string> meant_;
  std::string joined_;
};

}  // namespace other_words
}  // namespace

std::optional<Span> help_with_drafters_words(std::string_view before, std::string_view rest, const WholeText& whole, bool with_capitals_only, Diagnostic& diagnostic) {
  return other_words::Phrases(before, rest, whole).find(with_capitals_only, diagnostic);
}

std::optional<std::string_view> words_for(std::string_view word) {
  if (other_words::noun_of(word)) {
    constexpr auto windows = std::to_array<std::pair<std::string_view, std::string_view>>({{"day", "each day"}, {"month", "each month"}, {"quarter", "each quarter"}, {"year", "each year"}});
    const auto found = std::find_if(windows.begin(), windows.end(), [&](const auto& pair) { return pair.first == *other_words::noun_of(word); });
    return found->second;
  }
  for (const DraftersWords& words : drafters_words()) {
    if (words.example.empty() && words.said.starts_with("| ") && words.said.substr(2) == word && !other_words::is_capital_part(word)) return words.write;
  }
  return std::nullopt;
}

}  // namespace whereas::syntax

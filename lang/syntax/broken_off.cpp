#include "lang/syntax/broken_off.h"

#include "lang/syntax/letters.h"
#include "lang/syntax/reserved.h"
#include "lang/text/spelling.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

namespace whereas::syntax {

namespace {

/// Longer words are shown by their beginning.
constexpr std::size_t most_shown = 40;

constexpr auto declaration_words = std::to_array<std::string_view>({"deal", "party", "term", "currency", "settled", "rounded", "fiscal", "contract", "use", "unit", "input",
                                                                    "clause", "commitment", "waterfall", "amendment", "scenario", "test", "ensure", "share"});

std::size_t any_word_length(std::string_view text) {
  if (text.empty()) return 0;
  if (const std::size_t dated = dated_digits_length(text); dated != 0) return dated;
  if (const std::size_t number = number_length(text); number != 0) return number;
  if (const std::size_t title = title_length(text); title != 0) return title;
  if (const std::size_t word = word_length(text); word != 0) return word;
  return 1;
}

std::string shown(std::string_view word) {
  if (word.size() <= most_shown) return fmt::format("`{}`", word);
  return fmt::format("`{}…`", word.substr(0, most_shown));
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string_view>& fitting) {
  const std::vector<std::string> known(fitting.begin(), fitting.end());
  return nearest_name(word, known);
}

std::string quoted_where_keyword(const Wanted& wanted) {
  return wanted.kind == Wanted::Kind::keyword ? fmt::format("`{}`", wanted.what) : std::string(wanted.what);
}

/// The last word before `place`, for "… is missing after `of`".
std::string_view last_word(std::string_view before) {
  before = without_trailing_blanks(before);
  std::size_t begin = before.size();
  while (begin > 0 && is_name_letter(before[begin - 1])) --begin;
  if (begin == before.size() && !before.empty()) {
    begin = before.size() - 1;
    if (before.back() == '%' || before.back() == '"') {
      while (begin > 0 && (before.back() == '"' ? before[begin - 1] != '"' && before[begin - 1] != '\n' : !is_blank(before[begin - 1]))) --begin;
      if (before.back() == '"' && begin > 0) --begin;
    }
  }
  return before.substr(begin);
}

class Teller {
 public:
  Teller(const BrokenOff& broken, std::string_view piece, const std::vector<std::string_view>& fitting, SourceId source, std::string_view text, Report& report)
      : broken_(broken), piece_(piece), fitting_(fitting), source_(source), text_(text), report_(report) {
    const auto at = static_cast<std::size_t>(broken.place - piece.data());
    before_ = without_trailing_blanks(piece.substr(0, at));
    rest_ = without_leading_blanks(piece.substr(at));
    word_ = rest_.substr(0, any_word_length(rest_));
  }

  void tell() {
    if (broken_.wanted.kind == Wanted::Kind::rule) return tell_rule();
    if (tell_misspelt_declaration()) return;
    if (word_.empty() || (broken_.wanted.kind != Wanted::Kind::end && is_on_a_later_line())) return tell_missing();
    tell_misfit();
  }

 private:
  Span span(std::string_view words) const {
    const auto begin = static_cast<std::uint32_t>(words.data() - text_.data());
    return {source_, begin, begin + static_cast<std::uint32_t>(words.size())};
  }
  bool is_on_a_later_line() const {
    const auto begin = static_cast<std::size_t>(before_.size());
    const auto end = static_cast<std::size_t>(rest_.data() - piece_.data());
    return piece_.substr(begin, end - begin).find('\n') != std::string_view::npos;
  }

  void tell_rule() {
    const std::string_view place = broken_.wanted.what.starts_with("an `after`") ? last_word(before_) : word_;
    report_.add(code::syntax).says(std::string(broken_.wanted.what)).at(span(place)).help(fmt::format("write it as {}", broken_.wanted.example));
  }

  /// `claus "Fee"`: no declaration begins so, and one that does is near.
  bool tell_misspelt_declaration() {
    const std::string_view first = piece_.substr(0, word_length(piece_));
    if (first.empty() || is_reserved(first) || !is_lower(first.front()) || broken_.wanted.kind != Wanted::Kind::end) return false;
    if (before_.size() != first.size()) return false;
    if (rest_.starts_with("mean")) return false;
    const auto near = nearest(first, {declaration_words.begin(), declaration_words.end()});
    if (!near) return false;
    report_.add(code::syntax).says(fmt::format("{} begins no declaration", shown(first))).at(span(first)).offers("did you mean", replace(span(first), *near));
    return true;
  }

  void tell_missing() {
    Diagnostic& diagnostic = report_.add(code::syntax);
    const std::string_view last = last_word(before_);
    diagnostic.says(before_.empty() ? fmt::format("{} is missing", quoted_where_keyword(broken_.wanted))
                                    : fmt::format("{} is missing after {}", quoted_where_keyword(broken_.wanted), shown(last)));
    const std::string_view end = piece_.substr(before_.size(), 0);
    diagnostic.at(span(end));
    if (broken_.wanted.kind == Wanted::Kind::keyword) {
      const bool is_word = is_name_letter(broken_.wanted.what.front());
      diagnostic.offers("write", {span(end), is_word ? " " + std::string(broken_.wanted.what) : std::string(broken_.wanted.what)});
    } else if (!broken_.wanted.example.empty()) {
      diagnostic.help(fmt::format("such as {}", broken_.wanted.example));
    }
  }

  void tell_misfit() {
    Diagnostic& diagnostic = report_.add(code::syntax);
    diagnostic.says(fmt::format("{} does not fit here", shown(word_)));
    diagnostic.at(span(word_), broken_.wanted.kind == Wanted::Kind::end ? std::string() : quoted_where_keyword(broken_.wanted) + " is wanted here");
    if (const auto near = nearest(word_, fitting_)) {
      diagnostic.offers("did you mean", replace(span(word_), *near));
    } else if (!broken_.wanted.example.empty()) {
      diagnostic.help(fmt::format("such as {}", broken_.wanted.example));
    }
    if (is_reserved(word_) && broken_.wanted.what.find("name") != std::string_view::npos) {
      diagnostic.note(fmt::format("{} is a word of the language, and no name may be so", shown(word_)));
    }
  }

  const BrokenOff& broken_;
  std::string_view piece_;
  const std::vector<std::string_view>& fitting_;
  SourceId source_;
  std::string_view text_;
  Report& report_;
  std::string_view before_;
  std::string_view rest_;
  std::string_view word_;
};

}  // namespace

void report_broken_off(const BrokenOff& broken, std::string_view piece, const std::vector<std::string_view>& fitting, SourceId source, std::string_view text,
                       Report& report) {
  Teller(broken, piece, fitting, source, text, report).tell();
}

}  // namespace whereas::syntax

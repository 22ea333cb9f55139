#include "lang/syntax/broken_off.h"

#include "lang/syntax/drafters_words.h"
#include "lang/syntax/first_words.h"
#include "lang/syntax/letters.h"
#include "lang/syntax/mending.h"
#include "lang/syntax/reserved.h"
#include "lang/text/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace whereas::syntax {

namespace {

/// Longer words are shown by their beginning.
constexpr std::size_t most_shown = 40;

constexpr auto declaration_words = std::to_array<std::string_view>(
    {"deal", "party", "term", "currency", "settled", "rounded", "fiscal", "contract", "use", "unit", "input", "clause",
     "commitment", "credits", "waterfall", "split", "amendment", "scenario", "test", "ensure", "share", "together"});

/// Words that only a line under a clause begins with.
constexpr auto continuing_words = std::to_array<std::string_view>({"never", "either", "base", "at", "less", "then", "recouping", "held", "deferred", "from", "until",
                                                                   "through", "while", "once", "due", "prorated", "except"});

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

/// Of two that are as near, the one that begins alike.
std::optional<std::string> nearest(std::string_view word, std::vector<std::string_view> fitting) {
  if (word.empty()) return std::nullopt;
  std::stable_partition(fitting.begin(), fitting.end(), [&](std::string_view known) { return known.front() == word.front(); });
  return nearest_name(word, std::vector<std::string>(fitting.begin(), fitting.end()));
}

std::string lower_case(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) {
    if (is_capital(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// The last word before a place, for "… is missing after `of`".
std::string_view last_word(std::string_view before) {
  before = without_trailing_blanks(before);
  if (before.empty()) return before;
  std::size_t begin = before.size() - 1;
  if (before.back() == '"') {
    while (begin > 0 && before[begin - 1] != '"' && before[begin - 1] != '\n') --begin;
    return before.substr(begin == 0 ? 0 : begin - 1);
  }
  const auto belongs = [&](std::size_t i) {
    return is_name_letter(before[i]) || ((before[i] == '.' || before[i] == ',') && is_digit(before[i + 1]));
  };
  if (!is_name_letter(before.back()) && before.back() != '%') return before.substr(begin);
  while (begin > 0 && belongs(begin - 1)) --begin;
  return before.substr(begin);
}

class Teller {
 public:
  Teller(const BrokenOff& broken, std::string_view piece, const std::vector<std::string_view>& fitting, const WholeText& whole,
         const Mending& mending, Report& report)
      : wanted_(broken.wanted), piece_(piece), fitting_(fitting), whole_(whole), mending_(mending), report_(report) {
    const auto at = static_cast<std::size_t>(broken.place - piece.data());
    before_ = without_trailing_blanks(piece.substr(0, at));
    rest_ = without_leading_blanks(piece.substr(at));
    word_ = rest_.substr(0, any_word_length(rest_));
  }

  void tell() {
    if (wanted_.kind == Wanted::Kind::rule) return tell_rule();
    if (word_ == "\"") return tell_title();
    if (tell_reserved_name()) return;
    if (tell_in_other_words(true) || (is_on_a_later_line() && tell_in_first_words())) return;
    if (tell_misspelt_declaration()) return;
    if (is_missing() && (!wants(Wanted::Kind::keyword) || word_.empty() || is_on_a_later_line() || leads(missing_keyword()) == Mending::Result::further)) return tell_missing();
    tell_misfit();
  }

 private:
  Span span(std::string_view words) const {
    const auto begin = static_cast<std::uint32_t>(words.data() - whole_.text.data());
    return {whole_.source, begin, begin + static_cast<std::uint32_t>(words.size())};
  }
  bool wants(Wanted::Kind kind) const { return wanted_.kind == kind; }
  std::string wanted_words() const {
    return wants(Wanted::Kind::keyword) ? fmt::format("`{}`", wanted_.what) : std::string(wanted_.what);
  }

  bool is_on_a_later_line() const {
    const std::size_t end = static_cast<std::size_t>(rest_.data() - piece_.data());
    return piece_.substr(before_.size(), end - before_.size()).find('\n') != std::string_view::npos;
  }
  /// Something was left out before the next word, rather than written wrongly.
  bool is_missing() const {
    if (word_.empty()) return true;
    if (wants(Wanted::Kind::end)) return false;
    if (is_on_a_later_line()) return true;
    if (!wants(Wanted::Kind::keyword) || before_.empty()) return false;
    if (!is_name_letter(wanted_.what.front())) return is_name_letter(word_.front()) || word_.front() == '"';
    const bool names_or_numbers = starts_amount(word_) || party_length(word_) != 0;
    return names_or_numbers && !nearest(word_, {wanted_.what});
  }

  void tell_rule() {
    const std::string_view place = wanted_.what.starts_with("an `after`") ? last_word(before_) : word_;
    report_.add(code::syntax)
        .says(std::string(wanted_.what))
        .at(span(place))
        .help(fmt::format("write it as {}", wanted_.example));
  }

  void tell_title() {
    const std::string_view line = without_trailing_blanks(rest_.substr(0, rest_.find('\n')));
    if (line.starts_with("\"\"")) {
      report_.add(code::syntax).says("a title is empty").at(span(line.substr(0, 2)))
          .help("write it between the quotes: `clause \"Share\"`");
      return;
    }
    report_.add(code::syntax)
        .says("a title is not closed on its line")
        .at(span(line))
        .offers("close it", {span(line.substr(line.size())), "\""});
  }

  bool is_clause() const {
    if (!piece_.starts_with("clause") && !piece_.starts_with('"') && party_length(piece_) == 0) return false;
    return piece_.find(" pays ") != std::string_view::npos || piece_.find(" pay ") != std::string_view::npos;
  }

  /// A contract of one formula alone.
  bool is_one_line() const { return without_trailing_blanks(without_leading_blanks(whole_.text)).size() == piece_.size(); }

  /// `base means 5% of sales`
  bool tell_reserved_name() {
    const std::string_view first = piece_.substr(0, word_length(piece_));
    if (!is_reserved(first) || piece_.size() == first.size()) return false;
    const std::string_view behind = without_leading_blanks(piece_.substr(first.size()));
    if (behind.substr(0, word_length(behind)) != "means") return false;
    report_.add(code::syntax)
        .says(fmt::format("{} is a word of the language, and no name may be so", shown(first)))
        .at(span(first))
        .help(fmt::format("a longer name may begin with it: `{0}_amount means …`", first));
    return true;
  }

  /// `claus "Fee"`: no declaration begins so, and one that does is near.
  bool tell_misspelt_declaration() {
    const std::string_view first = piece_.substr(0, word_length(piece_));
    if (first.empty() || is_reserved(first) || before_.size() != first.size() || word_.empty()) return false;
    if (nearest(word_, {"means", "pays", "shall"})) return false;
    const auto near = nearest(lower_case(first), {declaration_words.begin(), declaration_words.end()});
    if (!near && (is_one_line() || std::find(declaration_words.begin(), declaration_words.end(), first) != declaration_words.end())) return false;
    if (!near) {
      report_.add(code::syntax)
          .says(fmt::format("no part of a contract begins with {}", shown(first)))
          .at(span(first))
          .help("a part begins with `party`, `term`, `input`, `clause` or the like, or with a name that `means` something; what pays nothing is a note: `note \"Section 9\" \"…\"`");
      return true;
    }
    if (*near == first) return false;
    report_.add(code::syntax)
        .says(fmt::format("no part of a contract begins with {}", shown(first)))
        .at(span(first))
        .offers("did you mean", replace(span(first), *near));
    return true;
  }

  /// What a drafter says so, the language says otherwise.
  bool tell_in_other_words(bool with_capitals_only) {
    Diagnostic diagnostic;
    diagnostic.code = code::syntax;
    auto said = help_with_drafters_words(before_, rest_, whole_, with_capitals_only, diagnostic, &mending_);
    if (!said) return false;
    if (!may_be_told(diagnostic)) return false;
    if (const auto all = mend_on(before_, rest_, whole_, mending_, diagnostic)) said = all;
    diagnostic.says(fmt::format("{} does not fit here", shown(in_one_line(*said)))).at(*said);
    report_.add(code::syntax) = diagnostic;
    return true;
  }

  Mending::Result leads(const Edit& edit) const { return mending_.with(before_, rest_, whole_, edit); }
  Edit missing_keyword() const {
    const bool is_word = is_name_letter(wanted_.what.front()) || wanted_.what == "=";
    return {span(piece_.substr(before_.size(), 0)), (is_word ? " " : "") + std::string(wanted_.what)};
  }

  void tell_missing() {
    Diagnostic& diagnostic = report_.add(code::syntax);
    diagnostic.says(before_.empty() ? fmt::format("{} is missing", wanted_words())
                                    : fmt::format("{} is missing after {}", wanted_words(), shown(last_word(before_))));
    diagnostic.at(span(piece_.substr(before_.size(), 0)));
    if (last_word(before_) == "prorated" && help_with_open_words(before_, rest_, whole_, diagnostic)) return;
    if (wants(Wanted::Kind::keyword)) {
      diagnostic.offers("write", missing_keyword());
    } else if (!wanted_.example.empty()) {
      diagnostic.help(fmt::format("such as {}", wanted_.example));
    }
  }

  /// A phrase that leaves open what is paid, and the ways to say it.
  bool tell_in_open_words() {
    Diagnostic diagnostic;
    diagnostic.code = code::syntax;
    if (!help_with_open_words(before_, rest_, whole_, diagnostic)) return false;
    diagnostic.says(fmt::format("{} does not fit here", shown(word_))).at(span(word_));
    report_.add(code::syntax) = diagnostic;
    return true;
  }

  /// Words as they stand, line ends and all, as they are shown.
  std::string in_one_line(Span said) const {
    std::string words;
    for (const char letter : whole_.text.substr(said.begin, said.end - said.begin)) {
      if (!is_blank(letter)) words += letter;
      else if (!words.empty() && words.back() != ' ') words += ' ';
    }
    return words;
  }

  /// Words that begin a line of their own belong to it, and not to the place that broke off before: there only what leads further is told.
  bool may_be_told(const Diagnostic& diagnostic) const {
    if (!is_on_a_later_line() || wants(Wanted::Kind::end)) return true;
    const Help& first = diagnostic.helps.front();
    return !first.edits.empty() && leads(first.edits.front()) == Mending::Result::further;
  }

  bool tell_in_first_words() {
    Diagnostic diagnostic;
    diagnostic.code = code::syntax;
    if (!help_with_first_words(before_, rest_, whole_, diagnostic)) return false;
    Span said = span(word_);
    for (const Help& help : diagnostic.helps) {
      for (const Edit& edit : help.edits) {
        if (leads(edit) == Mending::Result::not_even) return false;
        if (edit.span.end < said.begin) said = edit.span;
      }
    }
    if (!may_be_told(diagnostic)) return false;
    if (const auto all = mend_on(before_, rest_, whole_, mending_, diagnostic)) said = *all;
    diagnostic.says(fmt::format("{} does not fit here", shown(in_one_line(said)))).at(said);
    report_.add(code::syntax) = diagnostic;
    return true;
  }

  void tell_misfit() {
    if (tell_in_open_words() || tell_in_other_words(false) || tell_in_first_words()) return;
    Diagnostic& diagnostic = report_.add(code::syntax).says(fmt::format("{} does not fit here", shown(word_)));
    // A word of two letters is near to half of all others: `on` to `in`, `or` to `of`.
    if (const auto near = nearest(word_, fitting_);
        near && std::max(near->size(), word_.size()) > 2 && leads(replace(span(word_), *near)) != Mending::Result::not_even) {
      diagnostic.at(span(word_)).offers("did you mean", replace(span(word_), *near));
      return;
    }
    diagnostic.at(span(word_), wants(Wanted::Kind::end) ? std::string() : wanted_words() + " is wanted here");
    if (wants(Wanted::Kind::end)) return tell_what_may_follow(diagnostic);
    if (before_.empty() && std::find(continuing_words.begin(), continuing_words.end(), word_) != continuing_words.end()) {
      diagnostic.offers("indent this line: a line that is not indented begins a new part of the contract", {span(word_.substr(0, 0)), "    "});
      return;
    }
    if (const Edit edit = replace(span(word_), std::string(wanted_.what)); wants(Wanted::Kind::keyword) && wanted_.what != word_ && leads(edit) == Mending::Result::further)
      diagnostic.offers("write", edit);
    const bool wants_name = wanted_.what == "a name" || wanted_.what == "an amount";
    if (wants_name && is_reserved(word_))
      diagnostic.note(fmt::format("{} is a word of the language, and no name may be so", shown(word_)));
    if (wants_name && is_capital(word_.front())) diagnostic.note("measures are written in lower case; a capital begins a party");
    if (wanted_.what.find("party") != std::string_view::npos && is_lower(word_.front()) && !is_reserved(word_)) {
      diagnostic.note("a party begins with a capital");
    }
    if (!wants(Wanted::Kind::keyword) && !wanted_.example.empty()) diagnostic.help(fmt::format("such as {}", wanted_.example));
  }

  /// Something stands where a line or a declaration could have ended.
  void tell_what_may_follow(Diagnostic& diagnostic) const {
    if (!before_.empty() && before_.back() == '%' && starts_amount(word_)) {
      diagnostic.offers("say of what", {span(word_.substr(0, 0)), "of "});
    } else if (piece_.starts_with("commitment")) {
      diagnostic.help("a line of a commitment says what is paid of a shortfall (`pays any shortfall`), what becomes of more (`excess carried forward`), a minimum (`at least 5bn in 2026`) or a price (`at 2.10 per hour`)");
    } else if (is_on_a_later_line() && is_clause()) {
      diagnostic.help(
          "a line under a clause says when it is in force (`from`, `until`, `through`, `while`, `once`), between what limits it pays (`at least`, `at most`, "
          "`never below zero`, `nothing if under`), what is taken off, added or kept back (`less 15% withholding`, `then plus`, `recouping`, `crediting`, "
          "`held back`, `deferred`), or when it is paid (`settled quarterly`, `due 30 days after quarter end`)");
    } else if (diagnostic.helps.empty() && is_clause()) {
      diagnostic.help("what stands before it is whole; what more is meant stands on a line of its own below, such as `at most 100 each year`, `from 2027-01-01` or `while sales is over 100`");
    } else if (diagnostic.helps.empty() && piece_.find(" means ") != std::string_view::npos) {
      diagnostic.help("what stands before it is whole; what holds at another time stands below it: `except 6% from 2027-01-01`");
    } else if (diagnostic.helps.empty()) {
      diagnostic.help("what stands before it is whole: leave out what follows, or write it on a line of its own");
    }
  }

  const Wanted& wanted_;
  std::string_view piece_;
  const std::vector<std::string_view>& fitting_;
  const WholeText& whole_;
  const Mending& mending_;
  Report& report_;
  std::string_view before_;  ///< the declaration up to where it broke off
  std::string_view rest_;    ///< and from there
  std::string_view word_;    ///< the first of it
};

}  // namespace

void report_broken_off(const BrokenOff& broken, std::string_view piece, const std::vector<std::string_view>& fitting,
                       const WholeText& whole, const Mending& mending, Report& report) {
  Teller(broken, piece, fitting, whole, mending, report).tell();
}

}  // namespace whereas::syntax

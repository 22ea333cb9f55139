#include "lang/syntax/first_words.h"

#include "lang/syntax/break_words.h"
#include "lang/syntax/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace whereas::syntax {

namespace {

struct Saying {
  std::string_view said;
  std::string_view write;
};

constexpr auto number_words = std::to_array<Saying>({
    {"one", "1"},     {"two", "2"},      {"three", "3"},     {"four", "4"},     {"five", "5"},       {"six", "6"},        {"seven", "7"},
    {"eight", "8"},   {"nine", "9"},     {"ten", "10"},      {"eleven", "11"},  {"twelve", "12"},    {"fifteen", "15"},   {"twenty", "20"},
    {"thirty", "30"}, {"forty", "40"},   {"fifty", "50"},    {"sixty", "60"},   {"seventy", "70"},   {"eighty", "80"},    {"ninety", "90"},
});

class FirstWords : private BreakWords {
 public:
  FirstWords(std::string_view before, std::string_view rest, const WholeText& whole, Diagnostic& diagnostic) : BreakWords(before, rest, whole, diagnostic) {}

  bool help() { return percent() || per_annum() || effective_from() || per_period() || or_more() || article() || small_party() || payee_last() || first_months() || counted_to() || of_this_line(); }

 private:
  bool write(Span instead_of, std::string words) {
    diagnostic_.offers("write", replace(instead_of, std::move(words)));
    return true;
  }

  /// `12 percent`, `twelve per cent`
  bool percent() {
    std::string_view said = begins(rest_, "percent");
    const bool after_per = last() == "per";
    if (said.empty() && after_per) said = begins(rest_, "cent");
    if (said.empty()) return false;
    std::string_view number = last();
    if (after_per) {
      const std::string_view earlier = without_trailing_blanks(before_.substr(0, before_.size() - number.size()));
      number = FirstWords(earlier, rest_, whole_, diagnostic_).last();
    }
    if (number.empty()) return false;
    const auto word = std::find_if(number_words.begin(), number_words.end(), [&](const Saying& known) { return known.said == number; });
    if (word == number_words.end() && !is_digit(number.front())) return false;
    return write(across(number, said), fmt::format("{}%", word == number_words.end() ? number : word->write));
  }
  /// `8% per annum on 1,000`
  bool per_annum() {
    if (last() != "annum") return false;
    const std::string_view earlier = without_trailing_blanks(before_.substr(0, before_.size() - last().size()));
    if (!earlier.ends_with("per")) return false;
    return write(across(earlier.substr(earlier.size() - 3), last()), "a year");
  }
  /// `effective as of 2026-07-01`
  bool effective_from() {
    if (last() != "effective") return false;
    for (const std::string_view words : {"as of", "as from", "from", "on"}) {
      if (const auto said = begins(rest_, words); !said.empty()) return write(across(last(), said), "effective");
    }
    return false;
  }
  /// `100 per month`
  bool per_period() {
    const std::string_view noun = rest_.substr(0, word_length(rest_));
    if (last() != "per" || (noun != "month" && noun != "quarter" && noun != "year" && noun != "day")) return false;
    return write(across(last(), noun), fmt::format("each {}", noun));
  }
  /// `is 20% to 30%`, `is 20-30%`
  bool up_to_another(std::string_view number, std::string_view behind) {
    if (last() != "is") return false;
    for (const std::string_view dash : {"to", "and", "-", "–"}) {
      if (!behind.starts_with(dash)) continue;
      const std::string_view rest = without_leading_blanks(behind.substr(dash.size()));
      const std::string_view other = rest.substr(0, number_length(rest));
      if (other.empty()) return false;
      const bool lacks_percent = other.ends_with('%') && !number.ends_with('%');
      return write(across(number, other), fmt::format("between {}{} and {}", number, lacks_percent ? "%" : "", other));
    }
    return false;
  }
  /// `is 1,000 or more`
  bool or_more() {
    const std::string_view number = rest_.substr(0, number_length(rest_));
    if (number.empty() || (last() != "is" && last() != "not")) return false;
    const std::string_view behind = after(rest_, number);
    if (up_to_another(number, behind)) return true;
    for (const Saying& known : {Saying{"or more", "at least"}, {"or above", "at least"}, {"or higher", "at least"}, {"or less", "at most"}, {"or fewer", "at most"}, {"or below", "at most"}}) {
      if (const auto said = begins(behind, known.said); !said.empty()) return write(across(number, said), fmt::format("{} {}", known.write, number));
    }
    // `rate is 25%` at the beginning of a declaration
    const std::string_view name = before_.substr(0, name_length(before_));
    if (last() == "is" && !name.empty() && after(before_, name) == "is") return write(across(last(), number), fmt::format("means {}", number));
    diagnostic_.offers("write", replace(across(number, number), fmt::format("at least {}", number))).offers("or", replace(across(number, number), fmt::format("exactly {}", number)));
    return true;
  }
  /// `The Licensee pays`, `10% of the sales`
  bool article() {
    const std::string_view word = rest_.substr(0, word_length(rest_));
    if (last() == "The" && party_length(rest_) != 0) return write(across(last(), word), std::string(word));
    if (last() == "the" && name_length(rest_) != 0 && is_named(word)) return write(across(last(), word), std::string(word));
    if (const auto the = begins(rest_, "the"); !the.empty() && (last() == "pays" || last() == "pay")) {
      const std::string_view named = after(rest_, the);
      if (party_length(named) != 0) return write(across(the, named.substr(0, party_length(named))), std::string(named.substr(0, party_length(named))));
    }
    return false;
  }
  /// `licensee pays`, where the contract has the party Licensee
  bool small_party() {
    const std::string_view word = rest_.substr(0, word_length(rest_));
    if (word.empty() || !is_lower(word.front())) return false;
    std::string party(word);
    party.front() = static_cast<char>(party.front() - 'a' + 'A');
    if (whole_.text.find("party " + party) == std::string_view::npos) return false;
    return write(across(word, word), party);
  }
  /// Whether the contract declares or defines the word.
  bool is_named(std::string_view word) const {
    for (const std::string_view around : {"input {} ", "\n{} means", "\n{} is", "\n{}("}) {
      if (whole_.text.find(fmt::format(fmt::runtime(around), word)) != std::string_view::npos) return true;
    }
    return false;
  }
  /// `pays 12% of sales to Licensor`
  bool payee_last() {
    if (last() != "pays" && last() != "pay" && last() != "repays") return false;
    const std::string_view line = rest_.substr(0, rest_.find('\n'));
    const std::size_t to = line.rfind(" to ");
    if (to == std::string_view::npos) return false;
    const std::string_view named = without_leading_blanks(line.substr(to + 4));
    const std::size_t length = party_length(named);
    if (length == 0) return false;
    return write(across(rest_, named.substr(0, length)), fmt::format("{} {}", named.substr(0, length), line.substr(0, to)));
  }
  /// The words of this line before the place.
  std::string_view line_before() const { return before_.substr(before_.rfind('\n') == std::string_view::npos ? 0 : before_.rfind('\n') + 1); }

  /// `the whole months from "Notice" to 2031-12-31`
  bool counted_to() {
    const std::string_view to = begins(rest_, "to");
    const std::size_t from = line_before().rfind(" from ");
    if (to.empty() || from == std::string_view::npos) return false;
    const std::string_view counted = without_trailing_blanks(line_before().substr(0, from));
    if (!counted.ends_with("the days") && !counted.ends_with("the whole months") && !counted.ends_with("the whole years")) return false;
    diagnostic_.offers("to leave that day out, write", replace(across(to, to), "until")).offers("to count it, write", replace(across(to, to), "through"));
    return true;
  }
  /// `crediting third_party, at most 30% of this line`
  bool of_this_line() {
    const std::string_view word = rest_.substr(0, word_length(rest_));
    if (last() != "this" || (word != "line" && word != "payment" && word != "amount") || line_before().find("crediting ") == std::string_view::npos) return false;
    return write(across(last(), word), "what is due");
  }
  /// `in the first 12 months`
  bool first_months() {
    if (begins(rest_, "first").empty() || last() != "the") return false;
    diagnostic_.help("a rate that changes is a definition: `rate means 40%`, and below it `except 30% from 2027-01-01`");
    return true;
  }
};

}  // namespace

bool help_with_first_words(std::string_view before, std::string_view rest, const WholeText& whole, Diagnostic& diagnostic) {
  return FirstWords(before, rest, whole, diagnostic).help();
}

}  // namespace whereas::syntax

#include "lang/syntax/drafters_words.h"

#include "lang/number/notation.h"
#include "lang/syntax/letters.h"
#include "lang/syntax/said_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace whereas::syntax {

namespace {
/// Their short names are those of other files too.
namespace other_words {

/// One part of a phrase: words of which one stands there, or what stands for others.
struct PhrasePart {
  std::vector<std::string_view> words;
  bool may_lack = false;  ///< `the?`
};

std::vector<PhrasePart> parts_of(std::string_view pattern) {
  std::vector<PhrasePart> parts;
  for (; !pattern.empty(); pattern.remove_prefix(std::min(pattern.find(' '), pattern.size() - 1) + 1)) {
    std::string_view part = pattern.substr(0, pattern.find(' '));
    PhrasePart read;
    read.may_lack = part.size() > 1 && part.ends_with('?');
    if (read.may_lack) part.remove_suffix(1);
    for (std::size_t slash = part.find('/'); slash != std::string_view::npos && part.size() > 1; slash = part.find('/')) {
      read.words.push_back(part.substr(0, slash));
      part.remove_prefix(slash + 1);
    }
    read.words.push_back(part);
    parts.push_back(std::move(read));
  }
  return parts;
}

bool is_capital_part(std::string_view part) { return part.size() == 1 && is_capital(part.front()); }

/// The phrases of the table, each cut into its parts once.
struct Phrase {
  const DraftersWords* words;
  std::vector<PhrasePart> parts;
  bool is_anchored = false;   ///< says where the declaration breaks off
  bool has_capitals = false;
  bool is_weak = false;
};
const std::vector<Phrase>& phrases() {
  static const std::vector<Phrase> cut = [] {
    std::vector<Phrase> all;
    for (const DraftersWords& words : drafters_words()) {
      Phrase phrase{&words, parts_of(words.said)};
      for (const PhrasePart& part : phrase.parts) {
        phrase.is_anchored = phrase.is_anchored || part.words.front() == "|";
        phrase.is_weak = phrase.is_weak || part.words.front() == "Z";
        phrase.has_capitals = phrase.has_capitals || is_capital_part(part.words.front());
      }
      all.push_back(std::move(phrase));
    }
    return all;
  }();
  return cut;
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
  Phrases(std::string_view before, std::string_view rest, const WholeText& whole, const Mending* mending, bool only_of_next = false) : before_(before), rest_(rest), whole_(whole), mending_(mending), only_of_next_(only_of_next) {
    said_ = words_of(before, before.size());
    place_ = said_.size();
    Said behind = words_of(rest, 16);
    const auto between = std::string_view(before.data(), static_cast<std::size_t>(rest.data() - before.data())).substr(before.size());
    if (!behind.empty()) behind.front().begins_line = between.find('\n') != std::string_view::npos;
    said_.insert(said_.end(), behind.begin(), behind.end());
  }

  /// Of the phrases whose words lead further, or that show how it is said, the longest; else the first that leads past its own words.
  std::optional<Span> find(bool with_capitals_only, Diagnostic& diagnostic) {
    std::optional<Told> told;
    for (const Phrase& phrase : phrases()) {
      if ((with_capitals_only && phrase.is_anchored && !phrase.has_capitals) || !stands(phrase)) continue;
      // Of a name that is nowhere declared anything else that is known says more.
      const std::size_t words = phrase.is_weak ? 1 : last_ - first_;
      const bool is_example = !phrase.words->example.empty();
      if (told && told->leads && told->words >= words) continue;
      if (is_example) {
        told = Told{span(), filled(phrase.words->example), true, true, words};
        continue;
      }
      std::string text = filled(phrase.words->write);
      const Mending::Result reached = mending_ == nullptr ? Mending::Result::further : mending_->with(before_, rest_, whole_, edit(span(), text));
      const bool leads = reached == Mending::Result::further;
      if (leads || (reached == Mending::Result::as_far && !told && !only_of_next_)) told = Told{span(), std::move(text), false, leads, words};
    }
    if (!told) return std::nullopt;
    if (told->is_example) diagnostic.help(told->text);
    else diagnostic.offers(told->text.empty() ? "leave this out" : told->text.front() == '\n' ? "write, on a line of its own" : "write", edit(told->span, told->text));
    return told->span;
  }

 private:
  struct Told {
    Span span;
    std::string text;  ///< an example, or what to write
    bool is_example;
    bool leads;
    std::size_t words;
  };

  /// With words that are left out goes the blank before them.
  Edit edit(Span span, std::string text) const {
    while (text.empty() && span.begin > 0 && whole_.text[span.begin - 1] == ' ') --span.begin;
    return replace(span, std::move(text));
  }

  bool stands(const Phrase& phrase) {
    for (std::size_t back = std::min(place_, phrase.parts.size()) + 1; back-- > 0;) {
      meant_.clear();
      joined_.clear();
      takes_next_by_its_letters_ = false;
      first_ = place_ - back;
      if (!stands_from(phrase, 0, first_)) continue;
      if (last_ > first_ && (!only_of_next_ || takes_next_by_its_letters_) && (joined_.empty() || has_word(whole_.text, joined_))) return true;
    }
    return false;
  }

  /// Whether the parts from `part` on stand where the word `at` is.
  bool stands_from(const Phrase& phrase, std::size_t part, std::size_t at) {
    if (part == phrase.parts.size()) {
      last_ = at;
      return at >= place_;
    }
    const PhrasePart& wanted = phrase.parts[part];
    const std::string_view word = wanted.words.front();
    if (word == "|") return at == place_ && stands_from(phrase, part + 1, at);
    if (word == "^") return at == 0 && stands_from(phrase, part + 1, at);
    if (word == "~") return at < said_.size() && said_[at].begins_line && stands_from(phrase, part + 1, at);
    const std::size_t meant_before = meant_.size();
    const std::string joined_before = joined_;
    const bool goes_on = at < said_.size() && (at == first_ || !said_[at].begins_line);
    if (goes_on && fits(wanted, at) && stands_from(phrase, part + 1, at + 1)) return true;
    meant_.resize(meant_before);
    joined_ = joined_before;
    return wanted.may_lack && stands_from(phrase, part + 1, at);
  }

  bool fits(const PhrasePart& part, std::size_t at) {
    const std::string_view word = said_[at].text;
    const std::string_view first = part.words.front();
    // `=1`: the same once more, as in `thirty (30) days`
    if (first.size() > 1 && first.front() == '=') return filled(fmt::format("${}", first.substr(1))) == word;
    if (first == "Z" && is_declared(word)) return false;
    if (!is_capital_part(first)) {
      if (std::find(part.words.begin(), part.words.end(), word) == part.words.end()) return false;
      if (at == place_) takes_next_by_its_letters_ = true;
      return true;
    }
    if (at == place_ && first == "N") takes_next_by_its_letters_ = true;
    std::optional<std::string> said = meant(first.front(), word);
    if (!said) return false;
    if (first == "J") joined_ += (joined_.empty() ? "" : "_") + *said;
    if (first != "K") meant_.push_back(std::move(*said));
    return true;
  }

  /// Whether the contract gives the name to something.
  bool is_declared(std::string_view word) const {
    return has_word(whole_.text, fmt::format("input {}", word)) || has_word(whole_.text, fmt::format("{} means", word)) || has_word(whole_.text, fmt::format("{} is", word));
  }

  /// From the first word that was taken to the last.
  Span span() const {
    const std::string_view first = said_[first_].text;
    const std::string_view last = said_[last_ - 1].text;
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
      const std::string& said = meant_.at(static_cast<std::size_t>(words[++place] - '1'));
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

  std::string_view before_;
  std::string_view rest_;
  const WholeText& whole_;
  const Mending* mending_;  ///< none: the first phrase is taken
  Said said_;               ///< the declaration's words, up to some behind the place
  std::size_t place_ = 0;   ///< how many of them stand before it
  std::size_t first_ = 0;   ///< the words that a phrase takes, from here
  std::size_t last_ = 0;    ///< to before this
  std::vector<std::string> meant_;
  std::string joined_;
  bool only_of_next_ = false;  ///< of the phrases only those that name the next word
  bool takes_next_by_its_letters_ = false;
};

}  // namespace other_words
}  // namespace

std::optional<Span> help_with_drafters_words(std::string_view before, std::string_view rest, const WholeText& whole, bool with_capitals_only, Diagnostic& diagnostic, const Mending* mending) {
  return other_words::Phrases(before, rest, whole, mending).find(with_capitals_only, diagnostic);
}

bool help_with_unknown_word(std::string_view before, std::string_view rest, const WholeText& whole, Diagnostic& diagnostic, const Mending& mending) {
  return other_words::Phrases(before, rest, whole, &mending, true).find(false, diagnostic).has_value();
}

std::optional<std::string> words_for(std::string_view word) {
  if (const OftenWords* known = often(word)) return fmt::format("each {}", known->noun);
  for (const DraftersWords& words : drafters_words()) {
    if (words.example.empty() && words.said.starts_with("| ") && words.said.substr(2) == word && !other_words::is_capital_part(word)) return std::string(words.write);
  }
  return std::nullopt;
}

}  // namespace whereas::syntax

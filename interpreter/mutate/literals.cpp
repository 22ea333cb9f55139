#include "interpreter/mutate/literals.h"

#include "lang/number/notation.h"
#include "lang/time/period.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace whereas::mutate {

using namespace syntax;

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_of_a_word(char letter) { return is_digit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_'; }

/// Words that are mistaken for one another. The first that fits is taken, so longer ones stand before their parts.
struct Mistaken {
  Slip slip;
  std::string_view said;
  std::string_view instead;
};
constexpr auto mistaken = std::to_array<Mistaken>({
    {Slip::window, "each month", "each quarter"},
    {Slip::window, "each quarter", "each year"},
    {Slip::window, "each half year", "each year"},
    {Slip::window, "each year", "each quarter"},
    {Slip::window, "over the term", "each year"},
    {Slip::window, "across the year", "across the term"},
    {Slip::window, "across the term", "across the year"},
    {Slip::window, "year to date", "quarter to date"},
    {Slip::window, "quarter to date", "year to date"},
    {Slip::window, "month to date", "year to date"},
    {Slip::window, "previous month", "previous quarter"},
    {Slip::window, "previous quarter", "previous month"},
    {Slip::window, "previous year", "previous quarter"},
    {Slip::window, "settled monthly", "settled quarterly"},
    {Slip::window, "settled quarterly", "settled yearly"},
    {Slip::window, "settled half-yearly", "settled yearly"},
    {Slip::window, "settled yearly", "settled quarterly"},
    {Slip::window, "of monthly", "of quarterly"},
    {Slip::window, "of quarterly", "of monthly"},
    {Slip::window, "cumulative ", ""},
    {Slip::rounding, "half even", "half up"},
    {Slip::rounding, "half up", "half down"},
    {Slip::rounding, "half down", "half up"},
    {Slip::rounding, "to cents", "to dollars"},
    {Slip::relation, "is at least", "is over"},
    {Slip::relation, "is at most", "is under"},
    {Slip::relation, "is over", "is at least"},
    {Slip::relation, "is under", "is at most"},
    {Slip::relation, "if up to", "if under"},
    {Slip::relation, "if under", "if up to"},
    {Slip::relation, "until", "through"},
    {Slip::relation, "through", "until"},
    {Slip::word, "the greater of", "the lesser of"},
    {Slip::word, "the lesser of", "the greater of"},
    {Slip::word, "the highest", "the lowest"},
    {Slip::word, "the lowest", "the highest"},
    {Slip::word, "plus", "less"},
    {Slip::word, "less", "plus"},
    {Slip::word, "carried forward", "lapses"},
    {Slip::word, "carried forward", "waived"},
    {Slip::word, "lapses", "carried forward"},
    {Slip::word, "waived", "carried forward"},
    {Slip::word, "lapses", "paid at the end"},
    {Slip::word, "paid at the end", "lapses"},
    {Slip::word, "compounded", "simple"},
    {Slip::word, "simple", "compounded"},
    {Slip::word, "in the order named", "in proportion"},
    {Slip::word, "in proportion", "in the order named"},
    {Slip::word, "capital before return", "return before capital"},
    {Slip::word, "return before capital", "capital before return"},
    {Slip::word, "per started", "per full"},
    {Slip::word, "per full", "per started"},
    {Slip::word, "soonest to expire first", "oldest first"},
    {Slip::word, "oldest first", "soonest to expire first"},
    {Slip::word, "ACT/360", "ACT/365"},
    {Slip::word, "ACT/365", "ACT/360"},
    {Slip::word, "30/360", "ACT/360"},
    {Slip::word, ", in advance", ""},
    {Slip::word, ", from the next period", ""},
    {Slip::word, ", from that period", ""},
});

/// Reads a declaration's words from left to right, and makes the slips that each admits.
class Reader {
 public:
  Reader(const Contract& contract, const Declaration& declaration, const Lines& lines, Frequency settled, std::vector<Mutant>& mutants)
      : declaration_(declaration.span), lines_(lines), settled_(settled), text_(lines.source().text().substr(0, declaration.span.end)), mutants_(mutants) {
    for (const Comment& comment : contract.comments) {
      const std::uint32_t end = std::min(comment.span.end, declaration.span.end);
      for (std::uint32_t at = comment.span.begin; at < end; ++at) text_[at] = ' ';
    }
  }

  void read() {
    for (at_ = declaration_.begin; at_ < declaration_.end;) {
      if (text_[at_] == '"') {
        skip_title();
      } else if (is_digit(text_[at_])) {
        read_figure();
      } else if (!read_mistaken()) {
        skip_word();
      }
    }
  }

 private:
  Span span(std::uint32_t begin, std::uint32_t end) const { return {declaration_.source, begin, end}; }

  void add(Slip slip, Span said, const std::vector<std::string>& instead) {
    Mutant mutant{slip, said, {}};
    for (const std::string& words : instead) mutant.changes.push_back({{replace(said, words)}, lines_.is_otherwise(said, words)});
    mutants_.push_back(std::move(mutant));
  }

  void skip_title() {
    const std::size_t end = text_.find_first_of("\"\n", at_ + 1);
    at_ = end == std::string::npos ? declaration_.end : static_cast<std::uint32_t>(end) + 1;
  }

  void skip_word() {
    if (!is_of_a_word(text_[at_])) {
      ++at_;
      return;
    }
    const std::uint32_t begin = at_;
    while (at_ < declaration_.end && is_of_a_word(text_[at_])) ++at_;
    word_before_ = text_.substr(begin, at_ - begin);
  }

  bool read_mistaken() {
    const bool begins_word = at_ == 0 || !is_of_a_word(text_[at_ - 1]) || !is_of_a_word(text_[at_]);
    std::optional<std::size_t> taken;
    std::vector<std::string> instead;
    for (const Mistaken& words : mistaken) {
      if (!begins_word || text_.compare(at_, words.said.size(), words.said) != 0) continue;
      const std::size_t end = at_ + words.said.size();
      if (end < text_.size() && is_of_a_word(text_[end]) && is_of_a_word(text_[end - 1])) continue;
      if (taken && *taken != words.said.size()) continue;
      if (!taken) slip_ = words.slip;
      taken = words.said.size();
      instead.emplace_back(words.instead);
    }
    if (!taken) return false;
    add(slip_, span(at_, at_ + static_cast<std::uint32_t>(*taken)), instead);
    const std::size_t last_word = text_.rfind(' ', at_ + *taken - 1);
    word_before_ = text_.substr(std::max<std::size_t>(at_, last_word == std::string::npos ? 0 : last_word + 1), *taken);
    at_ += static_cast<std::uint32_t>(*taken);
    return true;
  }

  void read_figure() {
    std::uint32_t end = at_;
    // A date or a period: 2026-03-31, 2026-Q3, 2026-03.
    while (end < declaration_.end && (is_of_a_word(text_[end]) || text_[end] == '-')) ++end;
    const std::string whole = text_.substr(at_, end - at_);
    if (const auto day = Date::read(whole)) {
      move_day(*day, end);
    } else if (const auto period = read_period(whole); period && (whole.size() > 4 || is_year_here(whole, end))) {
      move_period(*period, end);
    } else {
      change_number();
      return;
    }
    at_ = end;
  }

  /// `2026` is a year after the words that a period follows, and where no figure goes on.
  bool is_year_here(std::string_view digits, std::uint32_t end) const {
    static constexpr auto before = std::to_array<std::string_view>({"in", "from", "to", "until", "through", "over", "fiscal", "on", "for", "contract"});
    if (digits.size() != 4 || (end < text_.size() && (text_[end] == ',' || text_[end] == '.' || text_[end] == '%') && end + 1 < text_.size() && is_digit(text_[end + 1]))) return false;
    return std::find(before.begin(), before.end(), word_before_) != before.end();
  }

  void move_day(Date day, std::uint32_t end) {
    const int months = std::max(1, settled_ == Frequency::term || settled_ == Frequency::day ? 1 : months_in(settled_));
    const auto moved = [&](int by) {
      const Date then = day.plus_months(by);
      return (day.is_last_of_month() ? Date::last_of_month(then.year(), then.month()) : then).text();
    };
    add(Slip::date, span(at_, end), {moved(months), moved(-months), moved(1), moved(-1)});
  }

  void move_period(WrittenPeriod period, std::uint32_t end) {
    const int most = period.frequency == Frequency::month ? 12 : period.frequency == Frequency::quarter ? 4 : period.frequency == Frequency::half_year ? 2 : 1;
    const auto moved = [&](int by) {
      WrittenPeriod other = period;
      const int number = (period.year * most) + period.number - 1 + by;
      other.year = number / most;
      other.number = number % most + 1;
      return other.text();
    };
    add(Slip::date, span(at_, end), {moved(1), moved(-1)});
  }

  void change_number() {
    const std::uint32_t begin = at_;
    std::uint32_t end = begin;
    const auto digits = [&] {
      while (end < declaration_.end && (is_digit(text_[end]) || (text_[end] == ',' && end + 1 < declaration_.end && is_digit(text_[end + 1])))) ++end;
    };
    digits();
    int places = 0;
    if (end + 1 < declaration_.end && text_[end] == '.' && is_digit(text_[end + 1])) {
      const std::uint32_t point = end++;
      digits();
      places = static_cast<int>(end - point) - 1;
    }
    const std::string written = text_.substr(begin, end - begin);
    std::uint32_t whole_end = end;
    while (whole_end < declaration_.end && (is_of_a_word(text_[whole_end]) || text_[whole_end] == '%')) ++whole_end;
    const std::string suffix = text_.substr(end, whole_end - end);
    at_ = whole_end;
    word_before_.clear();
    std::string plain = written;
    std::erase(plain, ',');
    if (plain.size() > 20) return;
    const Number value = Number::from_decimal_text(plain);
    const bool is_grouped = written.find(',') != std::string::npos;
    const auto with = [&](const Number& other, int shown) {
      std::string figure = is_grouped ? grouped(other, shown) : other.fixed_text(shown);
      return figure + suffix;
    };
    const Span said = span(begin, whole_end);
    if (suffix == "%") {
      add(Slip::rate, said, {with(value + 1, places), with(value - 1, places)});
    } else if (is_length_of_time(whole_end)) {
      add(Slip::count, said, {with(value + 1, 0), with(value - 1, 0)});
    } else {
      // Of 2bn a whole billion would be a coarse slip.
      const int shown = suffix.empty() ? places : places + 1;
      const Number unit = Number::decimal(1, shown);
      add(Slip::amount, said, {with(value + unit, shown), with(value - unit, shown)});
    }
  }

  bool is_length_of_time(std::uint32_t end) const {
    static constexpr auto lengths = std::to_array<std::string_view>({"day", "business day", "week", "month", "quarter", "year", "equal instalments", "instalments"});
    const std::string_view after = std::string_view(text_).substr(end);
    return after.starts_with(' ') && std::any_of(lengths.begin(), lengths.end(), [&](std::string_view length) { return after.substr(1).starts_with(length); });
  }

  Span declaration_;
  const Lines& lines_;
  Frequency settled_;
  std::string text_;  ///< up to the declaration's end, comments blanked out
  std::vector<Mutant>& mutants_;
  std::uint32_t at_ = 0;
  Slip slip_ = Slip::word;
  std::string word_before_;
};

}  // namespace

void slips_in_words(const Contract& contract, const Declaration& declaration, const Lines& lines, Frequency settled, std::vector<Mutant>& mutants) {
  Reader(contract, declaration, lines, settled, mutants).read();
}

}  // namespace whereas::mutate

#include "lang/syntax/builder.h"

#include "lang/syntax/letters.h"
#include "lang/syntax/part.h"

#include <fmt/format.h>

#include <cassert>

namespace whereas::syntax {

void Builder::begin() {
  unfinished_.drop_since(0);
  first_id_ = ids_.next;
  faulty_ = false;
}

void Builder::abandon() {
  unfinished_.drop_since(0);
  ids_.next = first_id_;
}

std::optional<Declaration> Builder::finished_declaration() {
  auto& shelf = unfinished_.shelf<Declaration>();
  assert(faulty_ || !shelf.empty());  // each rule of a declaration has its action
  if (faulty_ || shelf.empty()) {
    abandon();
    return std::nullopt;
  }
  return std::move(shelf.back().node);
}

std::optional<Expression> Builder::finished_expression() {
  auto& shelf = unfinished_.shelf<Expression>();
  if (faulty_ || shelf.empty()) {
    abandon();
    return std::nullopt;
  }
  return std::move(shelf.back().node);
}

Span Builder::span_of(std::string_view matched) const {
  const auto begin = static_cast<std::uint32_t>(matched.data() - text_.data());
  return {source_, begin, begin + static_cast<std::uint32_t>(without_trailing_blanks(matched).size())};
}

void Builder::count_part(std::uint32_t place) {
  if (++parts_ > most_parts) throw TooManyParts{text_.data() + place};
}

Diagnostic& Builder::fault(Code code) {
  faulty_ = true;
  return report_.add(code);
}

// --- words ------------------------------------------------------------------------------------------------------------------------

void Builder::keyword(Matched matched) {
  const Span span = span_of(matched);
  unfinished_.drop_since(span.begin);
  unfinished_.put<Word>(span.begin, without_trailing_blanks(matched));
}

void Builder::a_name(Matched matched) {
  const Span span = span_of(matched);
  unfinished_.drop_since(span.begin);
  if (span.end - span.begin > longest_name) {
    fault(code::too_long)
        .says(fmt::format("a name is longer than {} letters", longest_name))
        .at(span)
        .help("give it a shorter name");
  }
  count_part(span.begin);
  unfinished_.put<Name>(span.begin, {std::string(without_trailing_blanks(matched)), span});
}

void Builder::a_title(Matched matched) {
  const Span span = span_of(matched);
  unfinished_.drop_since(span.begin);
  if (span.end - span.begin > longest_title) {
    fault(code::too_long)
        .says(fmt::format("a title is longer than {} bytes", longest_title))
        .at(span)
        .help("give it a shorter title");
  }
  count_part(span.begin);
  unfinished_.put<Name>(span.begin, {std::string(text_.substr(span.begin + 1, span.end - span.begin - 2)), span});
}

void Builder::number(Matched matched) {
  const Span span = span_of(matched);
  unfinished_.drop_since(span.begin);
  std::string written;  // a scale word stands after one blank, however many the line has
  for (const char c : without_trailing_blanks(matched)) {
    if (!is_blank(c)) {
      written += c;
    } else if (written.back() != ' ') {
      written += ' ';
    }
  }
  const NotationResult read = read_number(written);
  if (!read.number) {
    Diagnostic& diagnostic = fault(code::number_form).says(read.fault.what).at(span);
    if (!read.fault.write_instead.empty()) diagnostic.offers("write", replace(span, read.fault.write_instead));
    else diagnostic.help("numbers are written `1,234.50`, `1234.5`, `10m`, `2.5bn`, `12.5%`, with at most 20 digits before the point and 18 after it");
  }
  count_part(span.begin);
  unfinished_.put<WrittenNumber>(span.begin, read.number.value_or(WrittenNumber{}));
}

namespace {

std::optional<Duration::Unit> duration_unit(std::string_view word) {
  if (word.ends_with('s')) word.remove_suffix(1);
  if (word == "day") return Duration::Unit::days;
  if (word == "week") return Duration::Unit::weeks;
  if (word == "month") return Duration::Unit::months;
  if (word == "quarter") return Duration::Unit::quarters;
  if (word == "year") return Duration::Unit::years;
  return std::nullopt;
}

Frequency frequency_said(std::string_view words) {
  if (words.starts_with("half")) return Frequency::half_year;
  if (words == "day" || words == "daily") return Frequency::day;
  if (words == "month" || words == "monthly") return Frequency::month;
  if (words == "quarter" || words == "quarterly") return Frequency::quarter;
  return Frequency::year;
}

/// A count of days, months or years that a calendar can bear.
constexpr int longest_count = 100'000;

std::optional<int> small_count(const WrittenNumber& number) {
  if (number.is_rate || !number.value.is_whole() || number.value > Number(longest_count) || number.value.is_negative())
    return std::nullopt;
  return static_cast<int>(number.value.to_integer());
}

/// The last day of a written month, where the day does not exist but the month does: help for 2026-02-30.
std::optional<Date> last_day_of(std::string_view digits) {
  if (digits.size() < 7 || !is_digit(digits[5]) || !is_digit(digits[6])) return std::nullopt;
  const auto month = read_period(digits.substr(0, 7));
  if (!month || digits.size() == 7) return std::nullopt;
  return Date::last_of_month(month->year, month->number);
}

}  // namespace

void Builder::duration(Matched matched) {
  Part part = open(matched);
  const std::optional<int> count = small_count(part.take<WrittenNumber>());
  if (!count && !faulty_) fault(code::syntax).says("a length of time is counted in whole days, months or years").at(part.span()).help("such as `30 days`, `6 months` or `2 years`");
  const std::string_view text = without_trailing_blanks(matched);
  const auto unit = duration_unit(text.substr(text.find_last_of(" \t\r\n") + 1));
  part.becomes(Duration{count.value_or(1), unit.value_or(Duration::Unit::days)});
}

void Builder::frequency(Matched matched) {
  Part part = open(matched);
  part.becomes(frequency_said(without_trailing_blanks(matched)));
}

void Builder::over_the_term(Matched matched) {
  Part part = open(matched);
  part.becomes(Frequency::term);
}

void Builder::period(Matched matched) {
  Part part = open(matched);
  const std::string_view text = without_trailing_blanks(matched);
  const std::string_view digits = text.substr(text.find_last_of(" \t\r\n") + 1);
  std::optional<WrittenPeriod> read = read_period(digits);
  if (!read) {
    Span place = part.span();
    place.begin = place.end - static_cast<std::uint32_t>(digits.size());
    Diagnostic& diagnostic = fault(code::no_such_date).says(fmt::format("the calendar has no `{}`", digits)).at(place);
    if (const auto last = last_day_of(digits)) diagnostic.offers("the last day of that month is", replace(place, last->text()));
    else diagnostic.help("periods are written `2026`, `2026-H1`, `2026-Q3`, `2026-03` or `2026-03-31`, in the years from 1000 to 9999");
    read = WrittenPeriod{};
  }
  if (part.said("fiscal")) read->kind = Calendar::Kind::fiscal;
  if (part.said("contract")) read->kind = Calendar::Kind::contract;
  part.becomes(DayOrPeriod{*read, part.span()});
}

void Builder::option(Matched matched) {
  const Span span = span_of(matched);
  unfinished_.put<Option>(span.begin, {span});
}

namespace {

/// What an option is about, so that another of it says the same thing again or the contrary.
std::string subject(std::string_view words) {
  words.remove_prefix(std::min(words.size(), words.find_first_not_of(", \t\r\n")));
  const bool is_word = !words.empty() && words.front() >= 'a' && words.front() <= 'z';
  if (!is_word) return words.starts_with('"') ? "a note" : "a day count";
  const std::string first(words.substr(0, words.find_first_of(" \t\r\n")));
  if (first == "at") return words.find("least") < words.find("most") ? "`at least`" : "`at most`";
  if (first == "first" || words.starts_with("from the ")) return "its first rise";
  if (first == "until" || first == "to" || first == "through") return "its last day";
  if (first == "capital" || first == "return") return "which of capital and return comes first";
  return fmt::format("`{}`", first);
}

}  // namespace

/// Of options that a line may add, each stands once, or the last would quietly rule.
void Builder::refuse_options_twice(Part& part) {
  std::vector<std::pair<std::string, Span>> said;
  for (const Option& option : part.take_all<Option>()) {
    Span span = option.span;
    while (span.begin < span.end && (text_[span.begin] == ',' || is_blank(text_[span.begin]))) ++span.begin;
    const std::string about = subject(words(span));
    const auto first = std::find_if(said.begin(), said.end(), [&](const auto& one) { return one.first == about; });
    if (first == said.end()) {
      said.emplace_back(about, span);
    } else if (!faulty_) {
      fault(code::defined_twice).says(fmt::format("the line says {} twice", about)).at(span, "again here").beside(first->second, "first here").help("keep the one that is meant");
    }
  }
}

/// A length over which something is counted or kept: no length at all would be a line that says nothing.
Duration Builder::lasting(Part& part) {
  const std::uint32_t begin = unfinished_.first_since<Duration>(part.span().begin)->begin;
  const Duration length = part.take<Duration>();
  if (length.count != 0 || faulty_) return length;
  const std::size_t blank = text_.find_first_of(" \t\r\n", begin);
  const std::size_t unit = text_.find_first_not_of(" \t\r\n", blank);
  const std::size_t end = text_.find_first_not_of("abcdefghijklmnopqrstuvwxyz", unit);
  const Span place{source_, begin, static_cast<std::uint32_t>(std::min(end, text_.size()))};
  const std::string one = text(Duration{1, length.unit});
  fault(code::out_of_range).says(fmt::format("`{}` is no length of time", words(place))).at(place).offers("count at least one", replace(place, one));
  return length;
}

/// `"Closing"`, `30 days after "Closing"`, `the start of the term`, `the earlier of "Approval" and "Launch"`
void Builder::event_day(Matched matched) {
  Part part = open(matched);
  using From = EventDay::From;
  EventDay day;
  day.moved = part.take_if_any<Duration>();
  day.before = part.said("before");
  if (part.said_one_of({"earlier", "later"})) {
    day.from = part.said("earlier") ? From::earlier : From::later;
    day.of = part.take_all<DayOrPeriod>();
    for (const DayOrPeriod& one : day.of) {
      if (one.event || one.period.frequency == Frequency::day || faulty_) continue;
      fault(code::syntax).says(fmt::format("`{}` is a period, and of several days the {} is meant here", words(one.span), part.said("earlier") ? "earlier" : "later")).at(one.span)
          .help("name a day: `2026-03-31`, `\"Closing\"` or `the end of the term`");
    }
  } else if (part.said("term")) {
    day.from = part.said("start") ? From::start_of_term : From::end_of_term;
  } else {
    day.event = part.take<Name>();
  }
  part.becomes(DayOrPeriod{WrittenPeriod{}, part.span(), std::move(day)});
}

void Builder::day(Matched matched) {
  Part part = open(matched);
  const std::string_view digits = without_trailing_blanks(matched);
  const auto read = read_period(digits);
  if (!read) {
    Diagnostic& diagnostic = fault(code::no_such_date).says(fmt::format("the calendar has no `{}`", digits)).at(part.span());
    if (const auto last = last_day_of(digits)) diagnostic.offers("the last day of that month is", replace(part.span(), last->text()));
    else diagnostic.help("a day is written `2026-03-31`, in the years from 1000 to 9999");
  } else if (read->frequency != Frequency::day) {
    fault(code::syntax)
        .says(fmt::format("`{}` is a period, and one day is wanted here", digits))
        .at(part.span())
        .offers("its last day is", replace(part.span(), read->in(Calendar()).last().text()));
  }
  part.becomes(read ? read->day : Date());
}

void Builder::day_count(Matched matched) {
  Part part = open(matched);
  part.becomes(*whereas::day_count(without_trailing_blanks(matched)));
}

void Builder::rounding(Matched matched) {
  Part part = open(matched);
  Rounding::Mode mode = Rounding::Mode::half_even;
  const bool half = part.said("half");
  if (part.said("up")) mode = half ? Rounding::Mode::half_up : Rounding::Mode::up;
  if (part.said("down")) mode = half ? Rounding::Mode::half_down : Rounding::Mode::down;
  if (part.said("ceiling")) mode = Rounding::Mode::ceiling;
  if (part.said("floor")) mode = Rounding::Mode::floor;

  int places = part.said("cents") ? 2 : 0;
  if (const auto step = part.take_if_any<WrittenNumber>()) {
    Number unit = step->value;
    while (unit < Number(1) && unit.sign() > 0 && places < 18) {
      unit *= Number(10);
      ++places;
    }
    if (unit != Number(1) && !faulty_) {
      fault(code::syntax)
          .says("a rounding goes to a power of ten, not above 1")
          .at(part.span())
          .help("write `cents`, `dollars` or such as `0.001`");
    }
  }
  if (!part.said_one_of({"half", "up", "down", "ceiling", "floor"})) open_rounding(part.span(), places);
  part.becomes(Rounding{places, mode});
}

}  // namespace whereas::syntax

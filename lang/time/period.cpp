#include "lang/time/period.h"

#include "lang/time/digits.h"

#include <algorithm>
#include <stdexcept>

namespace whereas {

namespace {

constexpr int months_a_year = 12;

/// The remainder that is never negative: months before the year 0 come up only past the limits of dates, but must not mislead there.
int modulo(int value, int divisor) { return ((value % divisor) + divisor) % divisor; }

/// How a month, quarter, half year or year is written, of the calendar that is named in front: `2026-03`, `2026-Q1`, `2026-H1`, `2026`.
std::string written(std::string_view calendar, Frequency frequency, int year, int number) {
  std::string text(calendar);
  add_with_zeros(text, year, 4);
  switch (frequency) {
    case Frequency::month: add_with_zeros(text += '-', number, 2); break;
    case Frequency::quarter: add_with_zeros(text += "-Q", number, 1); break;
    case Frequency::half_year: add_with_zeros(text += "-H", number, 1); break;
    case Frequency::year:
    case Frequency::day:
    case Frequency::term: break;
  }
  return text;
}

std::string_view prefix(Calendar::Kind kind) {
  switch (kind) {
    case Calendar::Kind::calendar: return "";
    case Calendar::Kind::fiscal: return "fiscal ";
    case Calendar::Kind::contract: return "contract ";
  }
  return {};
}

void refuse_term(Frequency frequency) {
  if (frequency == Frequency::term) throw std::invalid_argument("a calendar does not know the term");
}

}  // namespace

Period::Period(Date begin, Date end) : begin_(begin), end_(end) {
  if (end <= begin) throw std::invalid_argument("a period ends after it begins");
}

std::optional<Period> Period::clipped_to(const Period& other) const {
  if (!overlaps(other)) return std::nullopt;
  return Period(std::max(begin_, other.begin_), std::min(end_, other.end_));
}

std::optional<Period> Period::before(Date day) const {
  if (day <= begin_) return std::nullopt;
  return Period(begin_, std::min(end_, day));
}

std::optional<Period> Period::from(Date day) const {
  if (day >= end_) return std::nullopt;
  return Period(std::max(begin_, day), end_);
}

std::string Period::text() const { return first().text() + " to " + last().text(); }

std::string_view noun(Frequency frequency) {
  switch (frequency) {
    case Frequency::day: return "day";
    case Frequency::month: return "month";
    case Frequency::quarter: return "quarter";
    case Frequency::half_year: return "half year";
    case Frequency::year: return "year";
    case Frequency::term: return "term";
  }
  return {};
}

std::string_view adverb(Frequency frequency) {
  switch (frequency) {
    case Frequency::day: return "daily";
    case Frequency::month: return "monthly";
    case Frequency::quarter: return "quarterly";
    case Frequency::half_year: return "half-yearly";
    case Frequency::year: return "yearly";
    case Frequency::term: return "over the term";
  }
  return {};
}

int months_in(Frequency frequency) {
  switch (frequency) {
    case Frequency::month: return 1;
    case Frequency::quarter: return 3;
    case Frequency::half_year: return 6;
    case Frequency::year: return months_a_year;
    case Frequency::day:
    case Frequency::term: break;
  }
  return 0;
}

bool is_shorter(Frequency a, Frequency b) { return a < b; }

std::optional<Calendar> Calendar::fiscal_ending(int month, int day) {
  constexpr int common_year = 2023;  // a fiscal year ends on the same day every year, so its February has 28
  const std::optional<Date> last = Date::of(common_year, month, day);
  if (!last || !last->is_last_of_month()) return std::nullopt;
  return Calendar(Kind::fiscal, month % months_a_year + 1, 1);
}

std::optional<Calendar> Calendar::contract_beginning(int month, int day) {
  constexpr int last_day_of_every_month = 28;
  if (month < 1 || month > months_a_year || day < 1 || day > last_day_of_every_month) return std::nullopt;
  return Calendar(Kind::contract, month, day);
}

std::optional<Calendar> Calendar::contract_beginning_late(int month, int day, int months_on) {
  constexpr int day_of_every_month = 28;
  constexpr int february = 2;
  constexpr int common_year = 2023;
  const std::optional<Date> begins = Date::of(common_year, month, day);
  if (!begins || month == february || day <= day_of_every_month || months_on < day || months_on > 31) return std::nullopt;
  if (months_on > day && !begins->is_last_of_month()) return std::nullopt;
  return Calendar(Kind::contract, month, months_on);
}

Date Calendar::first_day_of(int month) const {
  const Date first = Date::first_of_month(month);
  if (day_ == 1) return first;
  return first.plus_days(std::min(day_, Date::last_of_month(first.year(), first.month()).day()) - 1);
}

int Calendar::month_holding(Date day) const {
  const int calendar_month = day.year() * months_a_year + day.month() - 1;
  return day < first_day_of(calendar_month) ? calendar_month - 1 : calendar_month;
}

Date Calendar::shifted(Date day, Duration duration, int direction) const {
  using Unit = Duration::Unit;
  const int month = month_holding(day);
  const int each = duration.unit == Unit::months ? 1 : duration.unit == Unit::quarters ? 3 : duration.unit == Unit::years ? months_a_year : 0;
  constexpr int furthest = 100'000;  // past the limits of dates anyway
  if (each == 0 || day != first_day_of(month) || duration.count > furthest) return direction > 0 ? day.plus(duration) : day.minus(duration);
  return first_day_of(month + direction * each * duration.count);
}

Date Calendar::later(Date day, Duration duration) const { return shifted(day, duration, 1); }
Date Calendar::earlier(Date day, Duration duration) const { return shifted(day, duration, -1); }

int Calendar::first_month_of(int year) const {
  const bool begins_the_year_before = kind_ == Kind::fiscal && month_ > 1;
  return (begins_the_year_before ? year - 1 : year) * months_a_year + month_ - 1;
}

int Calendar::year_beginning(int month) const {
  const int last_month = kind_ == Kind::fiscal ? month + months_a_year - 1 : month;
  return (last_month - modulo(last_month, months_a_year)) / months_a_year;
}

Period Calendar::months(int first, int count) const {
  return Period(first_day_of(first), first_day_of(first + count));
}

Period Calendar::holding(Date day, Frequency frequency) const {
  refuse_term(frequency);
  if (frequency == Frequency::day) return Period(day, day.plus_days(1));
  const int count = months_in(frequency);
  const int month = month_holding(day);
  return months(month - modulo(month - (month_ - 1), count), count);
}

Period Calendar::next(const Period& period, Frequency frequency) const {
  return holding(holding(period.begin(), frequency).end(), frequency);
}

Period Calendar::previous(const Period& period, Frequency frequency) const {
  return holding(holding(period.begin(), frequency).begin().plus_days(-1), frequency);
}

std::vector<Period> Calendar::cut(const Period& stretch, Frequency frequency) const {
  if (frequency == Frequency::term) return {stretch};
  std::vector<Period> pieces;
  for (Date begin = stretch.begin(); begin < stretch.end(); begin = pieces.back().end()) {
    pieces.emplace_back(begin, std::min(holding(begin, frequency).end(), stretch.end()));
  }
  return pieces;
}

std::string Calendar::label(const Period& period, Frequency frequency) const {
  if (frequency == Frequency::term) return "term";
  if (frequency == Frequency::day) return period.begin().text();
  const int month = month_holding(period.begin());
  if (frequency == Frequency::month) {
    const int month_of_year = modulo(month, months_a_year);
    const std::string_view kind = day_ == 1 ? "" : prefix(kind_);
    return written(kind, frequency, (month - month_of_year) / months_a_year, month_of_year + 1);
  }
  const int month_of_year = modulo(month - (month_ - 1), months_a_year);
  const int number = month_of_year / months_in(frequency) + 1;
  return written(prefix(kind_), frequency, year_beginning(month - month_of_year), number);
}

Period WrittenPeriod::in(const Calendar& calendar) const {
  refuse_term(frequency);
  if (frequency == Frequency::day) return Period(day, day.plus_days(1));
  if (kind != Calendar::Kind::calendar && kind != calendar.kind()) {
    throw std::invalid_argument("a fiscal or contract period needs the calendar of its kind");
  }
  const Calendar own = kind == Calendar::Kind::calendar ? Calendar() : calendar;
  const int count = months_in(frequency);
  if (frequency == Frequency::month) return own.months(year * months_a_year + number - 1, count);
  return own.months(own.first_month_of(year) + (number - 1) * count, count);
}

std::string WrittenPeriod::text() const {
  return frequency == Frequency::day ? std::string(prefix(kind)) + day.text() : written(prefix(kind), frequency, year, number);
}

std::optional<WrittenPeriod> read_period(std::string_view text) {
  WrittenPeriod period;
  if (const std::optional<Date> date = Date::read(text)) {
    period.frequency = Frequency::day;
    period.year = date->year();
    period.day = *date;
    return period;
  }
  const std::optional<Date> new_year = text.size() < 4 ? std::nullopt : Date::read(std::string(text.substr(0, 4)) + "-01-01");
  if (!new_year) return std::nullopt;
  period.year = new_year->year();

  const std::string_view rest = text.substr(4);
  if (rest.empty()) return period;
  if (rest.size() != 3 || rest[0] != '-') return std::nullopt;
  const auto numbered = [&](Frequency frequency, int number) -> std::optional<WrittenPeriod> {
    if (number < 1 || number > months_a_year / months_in(frequency)) return std::nullopt;
    period.frequency = frequency;
    period.number = number;
    return period;
  };
  const auto is_digit = [](char character) { return character >= '0' && character <= '9'; };
  if (!is_digit(rest[2])) return std::nullopt;
  const int last_digit = rest[2] - '0';
  if (rest[1] == 'Q') return numbered(Frequency::quarter, last_digit);
  if (rest[1] == 'H') return numbered(Frequency::half_year, last_digit);
  if (is_digit(rest[1])) return numbered(Frequency::month, (rest[1] - '0') * 10 + last_digit);
  return std::nullopt;
}

}  // namespace whereas

#include "lang/time/date.h"

#include "lang/time/digits.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace whereas {

namespace {

constexpr int months_a_year = 12;
constexpr std::int64_t furthest_year = 32000;  // std::chrono::year ends at 32767

std::chrono::year_month_day civil(Date date) {
  return std::chrono::sys_days{std::chrono::days{date.days_since_1970()}};
}

Date date_of(std::chrono::year_month_day civil_day) {
  return Date::from_days(static_cast<std::int32_t>(std::chrono::sys_days{civil_day}.time_since_epoch().count()));
}

std::chrono::year_month_day last_day(std::chrono::year_month month) { return {month / std::chrono::last}; }

std::string_view noun(Duration::Unit unit) {
  switch (unit) {
    case Duration::Unit::days: return "day";
    case Duration::Unit::weeks: return "week";
    case Duration::Unit::months: return "month";
    case Duration::Unit::quarters: return "quarter";
    case Duration::Unit::years: return "year";
  }
  return {};
}

/// Nothing unless every character is a digit.
std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

}  // namespace

std::string text(Duration duration) {
  return fmt::format("{} {}{}", duration.count, noun(duration.unit), duration.count == 1 ? "" : "s");
}

std::optional<Date> Date::of(int year, int month, int day) {
  if (year < first_year || year > last_year || month < 1 || month > months_a_year || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day civil_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                              std::chrono::day{static_cast<unsigned>(day)}};
  if (!civil_day.ok()) return std::nullopt;
  return date_of(civil_day);
}

std::optional<Date> Date::read(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return of(*year, *month, *day);
}

Date Date::first_of_month(std::int64_t months_since_year_0) {
  const std::int64_t total = std::clamp(months_since_year_0, -furthest_year * months_a_year, furthest_year * months_a_year + months_a_year - 1);
  const std::int64_t month = ((total % months_a_year) + months_a_year) % months_a_year;
  return date_of({std::chrono::year{static_cast<int>((total - month) / months_a_year)}, std::chrono::month{static_cast<unsigned>(month + 1)}, std::chrono::day{1}});
}

Date Date::last_of_month(int year, int month) {
  return date_of(last_day(std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)}));
}

int Date::year() const { return static_cast<int>(civil(*this).year()); }
int Date::month() const { return static_cast<int>(static_cast<unsigned>(civil(*this).month())); }
int Date::day() const { return static_cast<int>(static_cast<unsigned>(civil(*this).day())); }

bool Date::is_last_of_month() const { return plus_days(1).day() == 1; }

bool Date::is_within_limits() const {
  const int in_year = year();
  return first_year <= in_year && in_year <= last_year;
}

Date Date::shifted_by_months(std::int64_t months) const {
  const std::chrono::year_month_day start = civil(*this);
  const std::int64_t month_of_year = static_cast<unsigned>(start.month()) - 1;
  const std::int64_t total =
      std::clamp(static_cast<int>(start.year()) * std::int64_t{months_a_year} + month_of_year + months,
                 -furthest_year * months_a_year, furthest_year * months_a_year + months_a_year - 1);
  const std::int64_t month = ((total % months_a_year) + months_a_year) % months_a_year;
  const auto year = static_cast<int>((total - month) / months_a_year);
  const std::chrono::year_month_day last =
      last_day(std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month + 1)});
  return date_of({last.year(), last.month(), std::min(start.day(), last.day())});
}

Date Date::shifted(Duration::Unit unit, std::int64_t count) const {
  switch (unit) {
    case Duration::Unit::days: return Date(bounded(days_ + count));
    case Duration::Unit::weeks: return Date(bounded(days_ + 7 * count));
    case Duration::Unit::months: return shifted_by_months(count);
    case Duration::Unit::quarters: return shifted_by_months(3 * count);
    case Duration::Unit::years: return shifted_by_months(months_a_year * count);
  }
  return *this;
}

Date Date::plus_months(int months) const { return shifted_by_months(months); }
Date Date::plus(Duration duration) const { return shifted(duration.unit, duration.count); }
Date Date::minus(Duration duration) const { return shifted(duration.unit, -std::int64_t{duration.count}); }

std::string Date::text() const {
  const std::chrono::year_month_day day_of_year = civil(*this);
  std::string text;
  add_with_zeros(text, static_cast<int>(day_of_year.year()), 4);
  text += '-';
  add_with_zeros(text, static_cast<int>(static_cast<unsigned>(day_of_year.month())), 2);
  text += '-';
  add_with_zeros(text, static_cast<int>(static_cast<unsigned>(day_of_year.day())), 2);
  return text;
}

int whole_months_between(Date from, Date until) {
  int months = (until.year() - from.year()) * 12 + until.month() - from.month();
  while (months > 0 && from.plus_months(months) > until) --months;
  return months < 0 ? 0 : months;
}

}  // namespace whereas

#include "lang/time/business_days.h"

namespace whereas {

int weekday(Date day) {
  constexpr int thursday = 3;  // 1970-01-01, counted from Monday
  const int place = (day.days_since_1970() % 7 + 7 + thursday) % 7;
  return place + 1;
}

void BusinessDays::close(const Period& days) {
  for (Date day = days.begin(); day < days.end(); day = day.plus_days(1)) days_.insert(day);
}

bool BusinessDays::is_open(Date day) const {
  return covered_.contains(day) && !weekdays_[static_cast<std::size_t>(weekday(day) - 1)] && !days_.contains(day);
}

bool BusinessDays::has_open_day() const { return open_from(covered_.begin()).has_value(); }

std::optional<Date> BusinessDays::open_from(Date day) const {
  for (; covered_.contains(day); day = day.plus_days(1)) {
    if (is_open(day)) return day;
  }
  return std::nullopt;
}

std::optional<Date> BusinessDays::open_until(Date day) const {
  for (; covered_.contains(day); day = day.plus_days(-1)) {
    if (is_open(day)) return day;
  }
  return std::nullopt;
}

std::optional<Date> BusinessDays::open_from_in_month(Date day) const {
  for (Date next = day; next.month() == day.month(); next = next.plus_days(1)) {
    if (!covered_.contains(next)) return std::nullopt;
    if (is_open(next)) return next;
  }
  return open_until(day);
}

std::optional<Date> BusinessDays::open_until_in_month(Date day) const {
  for (Date before = day; before.month() == day.month(); before = before.plus_days(-1)) {
    if (!covered_.contains(before)) return std::nullopt;
    if (is_open(before)) return before;
  }
  return open_from(day);
}

std::optional<Date> BusinessDays::after(Date day, int count) const {
  for (; count > 0; --count) {
    const std::optional<Date> next = open_from(day.plus_days(1));
    if (!next) return std::nullopt;
    day = *next;
  }
  return day;
}

std::optional<Date> BusinessDays::before(Date day, int count) const {
  for (; count > 0; --count) {
    const std::optional<Date> next = open_until(day.plus_days(-1));
    if (!next) return std::nullopt;
    day = *next;
  }
  return day;
}

}  // namespace whereas

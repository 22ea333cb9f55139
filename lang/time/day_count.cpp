#include "lang/time/day_count.h"

#include <algorithm>
#include <iterator>

namespace whereas {

namespace {

struct ConventionName {
  DayCount convention;
  std::string_view words;
};
constexpr ConventionName names[] = {
    {DayCount::act_360, "ACT/360"},
    {DayCount::act_365_fixed, "ACT/365"},
    {DayCount::act_act_isda, "ACT/ACT"},
    {DayCount::thirty_360, "30/360"},
    {DayCount::thirty_e_360, "30E/360"},
};

Number whole_over(int numerator, int denominator) { return Number::fraction(numerator, denominator); }

Date new_year(Date in_year) {
  const Date in_january = in_year.plus_months(1 - in_year.month());
  return in_january.plus_days(1 - in_january.day());
}

/// Days in leap years over 366 and days in other years over 365 (section 4.16(b)).
Number actual_over_actual(Date from, Date to) {
  int days_in_common_years = 0;
  int days_in_leap_years = 0;
  while (from < to) {
    const Date begin = new_year(from);
    const Date end = begin.plus_months(12);
    const Date until = std::min(to, end);
    const bool is_leap = days_between(begin, end) == 366;
    (is_leap ? days_in_leap_years : days_in_common_years) += days_between(from, until);
    from = until;
  }
  return whole_over(days_in_common_years, 365) + whole_over(days_in_leap_years, 366);
}

/// Years of twelve months of thirty days; the days of the month have been brought to thirty at most.
Number thirty_day_months(Date from, int from_day, Date to, int to_day) {
  const int days = 360 * (to.year() - from.year()) + 30 * (to.month() - from.month()) + (to_day - from_day);
  return whole_over(days, 360);
}

}  // namespace

std::string_view words(DayCount convention) {
  const auto named = std::find_if(std::begin(names), std::end(names),
                                  [&](const ConventionName& name) { return name.convention == convention; });
  return named->words;
}

std::optional<DayCount> day_count(std::string_view words) {
  for (const ConventionName& name : names) {
    if (name.words == words) return name.convention;
  }
  return std::nullopt;
}

Number year_fraction(DayCount convention, Date from, Date to) {
  if (to < from) return -year_fraction(convention, to, from);
  const int from_day = std::min(from.day(), 30);
  switch (convention) {
    case DayCount::act_360: return whole_over(days_between(from, to), 360);
    case DayCount::act_365_fixed: return whole_over(days_between(from, to), 365);
    case DayCount::act_act_isda: return actual_over_actual(from, to);
    case DayCount::thirty_360:  // section 4.16(f): the last day is the 30th only if the first is
      return thirty_day_months(from, from_day, to, to.day() == 31 && from_day == 30 ? 30 : to.day());
    case DayCount::thirty_e_360:  // section 4.16(g)
      return thirty_day_months(from, from_day, to, std::min(to.day(), 30));
  }
  return {};
}

}  // namespace whereas

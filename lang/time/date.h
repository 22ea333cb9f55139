#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whereas {

/// `45 days`, `6 months`, `2 years`. Weeks are seven days, quarters three months.
struct Duration {
  enum class Unit { days, weeks, months, quarters, years };
  int count = 0;
  Unit unit = Unit::days;

  friend bool operator==(const Duration&, const Duration&) = default;
};
std::string text(Duration duration);  ///< `45 days`, `1 month`

/// A day of the Gregorian calendar. No clock, no time zone: contracts count days.
///
/// What is read and written lies from 1000-01-01 to 9999-12-31. Arithmetic goes on past these years, so that the day after the last one
/// exists and dates still compare; whoever adds what a contract brings asks is_within_limits(). Past the years -32000 and 32000 a date
/// moves no further.
class Date {
 public:
  constexpr Date() = default;  ///< 1970-01-01

  static constexpr int first_year = 1000;
  static constexpr int last_year = 9999;

  /// Nothing where there is no such day (2026-02-30), or past the limits.
  static std::optional<Date> of(int year, int month, int day);
  /// `2026-03-31`, exactly so. Nothing where the form is different or the day does not exist.
  static std::optional<Date> read(std::string_view text);
  static constexpr Date from_days(std::int32_t days_since_1970) { return Date(bounded(days_since_1970)); }
  static Date last_of_month(int year, int month);
  /// Of the month that is so many behind January of the year 0.
  static Date first_of_month(std::int64_t months_since_year_0);

  int year() const;
  int month() const;  ///< 1 to 12
  int day() const;    ///< 1 to 31
  bool is_last_of_month() const;
  bool is_within_limits() const;
  constexpr std::int32_t days_since_1970() const { return days_; }

  constexpr Date plus_days(int days) const { return Date(bounded(std::int64_t{days_} + days)); }
  /// The same day of the month, or that month's last day where it is shorter: 2024-01-31 + 1 month is 2024-02-29.
  Date plus_months(int months) const;
  Date plus(Duration duration) const;
  Date minus(Duration duration) const;

  std::string text() const;  ///< `2026-03-31`

  friend constexpr auto operator<=>(Date, Date) = default;

 private:
  static constexpr std::int32_t least_days = -12407288;   // -32000-01-01
  static constexpr std::int32_t greatest_days = 10968597;  // 32000-12-31

  constexpr explicit Date(std::int32_t days) : days_(days) {}
  static constexpr std::int32_t bounded(std::int64_t days) {
    return static_cast<std::int32_t>(days < least_days ? least_days : days > greatest_days ? greatest_days : days);
  }
  Date shifted(Duration::Unit unit, std::int64_t count) const;
  Date shifted_by_months(std::int64_t months) const;

  std::int32_t days_ = 0;
};

constexpr int days_between(Date from, Date to) { return to.days_since_1970() - from.days_since_1970(); }
/// How many months, counted from `from`, have passed whole when `until` begins: 2026-01-15 to 2026-03-15 are 2. None where `until` comes first.
int whole_months_between(Date from, Date until);

}  // namespace whereas

#pragma once

#include "lang/time/date.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whereas {

/// A stretch of days: 2026-Q3, the term, a settlement period. Held as first day and the day after the last, so that what a contract
/// writes as `to 2029-12-31` ends here on 2030-01-01 and neighbours meet without a gap. Windows of measures, settlement periods and the
/// term are all Periods, so that cutting one at an amendment's date is the same operation everywhere. Never empty.
class Period {
 public:
  /// First day and the day after the last; `begin` must come before `end`, else std::invalid_argument.
  Period(Date begin, Date end);
  /// First and last day, both included, as contracts say it.
  static Period through(Date first, Date last) { return Period(first, last.plus_days(1)); }

  Date first() const { return begin_; }
  Date last() const { return end_.plus_days(-1); }
  Date begin() const { return begin_; }
  Date end() const { return end_; }  ///< the day after the last
  int days() const { return days_between(begin_, end_); }

  bool contains(Date day) const { return begin_ <= day && day < end_; }
  bool contains(const Period& other) const { return begin_ <= other.begin_ && other.end_ <= end_; }
  bool overlaps(const Period& other) const { return begin_ < other.end_ && other.begin_ < end_; }
  std::optional<Period> clipped_to(const Period& other) const;  ///< what both share, if anything
  std::optional<Period> before(Date day) const;  ///< the part that ends before `day`
  std::optional<Period> from(Date day) const;    ///< the part that begins on `day` or later

  /// `2026-01-01 to 2026-03-31`
  std::string text() const;

  friend auto operator<=>(const Period&, const Period&) = default;

 private:
  Date begin_;
  Date end_;
};

/// How often something is measured, counted or settled. `term` is the whole term at once.
enum class Frequency { day, month, quarter, half_year, year, term };
std::string_view noun(Frequency);       ///< `month`, `half year`
std::string_view adverb(Frequency);     ///< `monthly`, `half-yearly`, `over the term`
/// Months in one, for month to year; day and term have none (0).
int months_in(Frequency);
/// Whether `a` is a shorter stretch than `b`.
bool is_shorter(Frequency a, Frequency b);

/// Where years and quarters begin: the calendar's, or the deal's own.
/// `fiscal year ends 30 June`: labels name the calendar year in which the fiscal year ends (fiscal 2026 ends 2026-06-30).
/// `contract year begins 1 April`: labels name the calendar year in which it begins (contract 2026 begins 2026-04-01).
class Calendar {
 public:
  enum class Kind { calendar, fiscal, contract };
  Calendar() = default;
  /// The last day of the fiscal year; nothing where it is not the last day of a month (29 February is refused, 28 February means the month's last).
  static std::optional<Calendar> fiscal_ending(int month, int day);
  /// The first day of the contract year; days 1 to 28 only, so that every month has one.
  static std::optional<Calendar> contract_beginning(int month, int day);
  /// `contract year begins 29 January, months begin on the 29th, or the last day`: in months that have no such day, on their last. `months_on`: 29 to 31. Nothing
  /// where the year would not begin so, or in February.
  static std::optional<Calendar> contract_beginning_late(int month, int day, int months_on);

  Kind kind() const { return kind_; }
  /// The whole (unclipped) month, quarter, half year or year that holds this day. For `term`, as for `next` and `previous`,
  /// std::invalid_argument: a calendar knows no term.
  Period holding(Date day, Frequency frequency) const;
  /// The whole period after or before the one that begins on `period.begin()`.
  Period next(const Period& period, Frequency frequency) const;
  Period previous(const Period& period, Frequency frequency) const;
  /// So much later or earlier than a day. From the first day of one of its months to the first day of another, where it is counted in months: with months that begin
  /// on the last day, a month after 28 February is 31 March.
  Date later(Date day, Duration duration) const;
  Date earlier(Date day, Duration duration) const;
  /// Cuts a stretch into its months, quarters, …, the first and last clipped to it. `term` gives the stretch itself.
  std::vector<Period> cut(const Period& stretch, Frequency frequency) const;
  /// `2026-03-31`, `2026-03`, `2026-Q1`, `2026-H1`, `2026`; `fiscal 2026-Q1`, `contract 2026`, for the (possibly clipped) period that
  /// begins on or holds `period.begin()`. For `term`: `term`. Months that are the calendar's have its plain label; a month from the 15th
  /// to the 14th is `contract 2026-04`, after the calendar month in which it begins.
  std::string label(const Period& period, Frequency frequency) const;

  friend bool operator==(const Calendar&, const Calendar&) = default;

 private:
  friend struct WrittenPeriod;
  Calendar(Kind kind, int month, int day) : kind_(kind), month_(month), day_(day) {}

  // Months are counted from January of the year 0; each begins on `day_` of the calendar month of that number, or on its last day where it is shorter.
  int month_holding(Date day) const;
  int first_month_of(int year) const;  ///< of the year with this name
  int year_beginning(int month) const;  ///< the name of the year whose first month this is
  Date first_day_of(int month) const;
  Period months(int first, int count) const;
  Date shifted(Date day, Duration duration, int direction) const;

  Kind kind_ = Kind::calendar;
  int month_ = 1;  ///< month in which the year begins
  int day_ = 1;    ///< day on which it begins
};

/// A period as written: `2026`, `2026-Q3`, `2026-H1`, `2026-03`, `2026-03-31`; whether it is the calendar's or the deal's is written
/// before it (`fiscal`, `contract`). Only its form is known here: `year` 2026, `number` 3 of quarter.
struct WrittenPeriod {
  Calendar::Kind kind = Calendar::Kind::calendar;
  Frequency frequency = Frequency::year;
  int year = 0;
  int number = 1;  ///< quarter 1 to 4, half 1 to 2, month 1 to 12
  Date day;        ///< for Frequency::day

  /// The days it stands for. For fiscal and contract periods the calendar must be of that kind, else std::invalid_argument. A month is
  /// named after the calendar month in which it begins, in every kind.
  Period in(const Calendar& calendar) const;
  std::string text() const;
  friend bool operator==(const WrittenPeriod&, const WrittenPeriod&) = default;
};
/// Reads the digits of any period or date form (without `fiscal`); nothing where the form is different or no such period exists.
std::optional<WrittenPeriod> read_period(std::string_view text);

}  // namespace whereas

template <>
struct std::hash<whereas::Period> {
  std::size_t operator()(const whereas::Period& period) const noexcept {
    return static_cast<std::size_t>(static_cast<std::uint32_t>(period.begin().days_since_1970())) * 0x9E3779B97F4A7C15ULL ^
           static_cast<std::size_t>(static_cast<std::uint32_t>(period.end().days_since_1970()));
  }
};

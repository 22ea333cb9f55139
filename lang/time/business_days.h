#pragma once

#include "lang/time/period.h"

#include <array>
#include <optional>
#include <set>

namespace whereas {

/// Which days are business days, over the years for which somebody has said so. Beyond them nothing is known, and nothing is guessed.
class BusinessDays {
 public:
  explicit BusinessDays(Period covered) : covered_(covered) {}

  /// 1 for Monday to 7 for Sunday.
  void close_weekday(int weekday) { weekdays_.at(static_cast<std::size_t>(weekday - 1)) = true; }
  void close(const Period& days);

  const Period& covered() const { return covered_; }
  bool is_open(Date day) const;
  /// Whether any day is open, so that looking for one ends.
  bool has_open_day() const;

  /// The day itself where it is open, else the next that is, or the one before. Nothing where that lies beyond what is covered.
  std::optional<Date> open_from(Date day) const;
  std::optional<Date> open_until(Date day) const;
  /// The same, but never in another month than the day: there the one before it, or the next.
  std::optional<Date> open_from_in_month(Date day) const;
  std::optional<Date> open_until_in_month(Date day) const;
  /// The `count`th open day after `day`; the day itself, open or not, where the count is zero. Nothing beyond what is covered.
  std::optional<Date> after(Date day, int count) const;
  std::optional<Date> before(Date day, int count) const;

 private:
  Period covered_;
  std::array<bool, 7> weekdays_{};  ///< closed, from Monday
  std::set<Date> days_;             ///< closed
};

/// 1 for Monday to 7 for Sunday.
int weekday(Date day);

}  // namespace whereas

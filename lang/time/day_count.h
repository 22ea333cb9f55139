#pragma once

#include "lang/number/number.h"
#include "lang/time/date.h"

#include <optional>
#include <string_view>

namespace whereas {

/// How days become a fraction of a year. All are exact fractions (ISDA 2006 definitions, section 4.16).
enum class DayCount { act_360, act_365_fixed, act_act_isda, thirty_360, thirty_e_360 };

/// `ACT/360`, `ACT/365`, `ACT/ACT`, `30/360`, `30E/360`
std::string_view words(DayCount convention);
std::optional<DayCount> day_count(std::string_view words);

/// The part of a year from `from` (included) to `to` (excluded); negative where `to` comes first.
Number year_fraction(DayCount convention, Date from, Date to);

}  // namespace whereas

#pragma once

#include "interpreter/plan/plan.h"

#include <algorithm>
#include <vector>

namespace whereas::evaluate {

/// How many of the equal parts that are left of what was held back are released with the settlement that ends today: its own, and those of settlements
/// before it in which the clause was not in force. All that are left with the last (docs/language: Credits and balances, `released equally over`).
inline int parts_due(const plan::HeldBack& held, const std::vector<Period>& settlements, Date today, int left) {
  const Date end = held.until->plus(*held.released_over);
  const auto to_come = std::count_if(settlements.begin(), settlements.end(), [&](const Period& period) { return today < period.last() && period.last() < end; });
  // Where an amendment settles more often there are more to come than are left: one with each.
  return to_come == 0 ? left : std::min(left, std::max(1, left - static_cast<int>(to_come)));
}

}  // namespace whereas::evaluate

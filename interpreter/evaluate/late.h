#pragma once

#include "interpreter/evaluate/derivation.h"
#include "interpreter/plan/plan.h"
#include "lang/number/number.h"
#include "lang/time/date.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace whereas::evaluate {

/// Behind the clause's title, where interest is a payment of its own: a statement has each payment of a period once.
inline constexpr std::string_view late_interest_title = ", late interest";

/// What has fallen due of a clause, and what has been received for it: for interest on what is late.
struct LateAccount {
  std::vector<std::size_t> by_due_day;  ///< places of its payments
  std::vector<Number> fallen_due;       ///< running sums beside `by_due_day`, of the payments
  std::vector<Number> without_interest; ///< the same, of the payments without the interest in them
  std::size_t entered = 0;              ///< so many payments have been looked at
  bool is_of_one_pair = true;           ///< all between the same parties
  bool always_grows = true;             ///< no payment is below zero
  std::optional<plan::StepId> paid;     ///< what `received` was worked out from
  std::vector<Number> received;         ///< by the end of each day, from the first day of the term on
  std::vector<std::pair<Date, ReasonId>> receipts;
};

}  // namespace whereas::evaluate

#pragma once

#include "interpreter/plan/plan.h"

namespace whereas::plan {

/// The values that the data has for each dimension, sorted.
using Values = std::map<check::DimensionId, std::vector<std::string>>;

/// Puts in the place of each clause `for each product` one clause for every product, with counters of its own: `Royalty, product A`.
void settle_for_each_value(Plan& plan, const check::CheckedContract& contract, const Values& values);

}  // namespace whereas::plan

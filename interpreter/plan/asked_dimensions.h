#pragma once

#include "interpreter/plan/plan.h"

#include <vector>

namespace whereas::plan {

/// By DimensionId: whether no words of the contract choose among its values or go through them one by one, so that figures which differ in
/// nothing else are only ever added.
std::vector<bool> merged_dimensions(const Plan& plan, const check::CheckedContract& contract);

}  // namespace whereas::plan

#pragma once

#include <cstdint>

/// Places in the plan's lists.
namespace whereas::plan {

using StepId = std::uint32_t;
using ConditionId = std::uint32_t;
using FilterId = std::uint32_t;    ///< 0: no filter
using ScheduleId = std::uint32_t;  ///< somebody's settlement periods; 0: the deal's own

}  // namespace whereas::plan

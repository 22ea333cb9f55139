#pragma once

#include "lang/text/source.h"

#include <cstdint>

/// Places in the plan's lists, and in the contract.
namespace whereas::plan {

using StepId = std::uint32_t;
using ConditionId = std::uint32_t;
using FilterId = std::uint32_t;    ///< 0: no filter
using ScheduleId = std::uint32_t;  ///< somebody's settlement periods; 0: the deal's own

/// Where the contract says so. Two parts of a plan that say the same in different places are the same.
struct Said : Span {
  Said() = default;
  Said(Span span) : Span(span) {}  // NOLINT(google-explicit-constructor): a place is a place
  friend bool operator==(const Said&, const Said&) { return true; }
};

}  // namespace whereas::plan

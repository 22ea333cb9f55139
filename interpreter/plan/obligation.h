#pragma once

#include "lang/check/checked.h"
#include "lang/number/rounding.h"

#include <cstdint>
#include <optional>
#include <string>

/// What clauses and waterfalls of a plan have in common, and the ids by which the parts of a plan know each other.
namespace whereas::plan {

using StepId = std::uint32_t;
using ConditionId = std::uint32_t;
using FilterId = std::uint32_t;    ///< 0: no filter
using ScheduleId = std::uint32_t;  ///< somebody's settlement periods; 0: the deal's own

/// What all that pays has in common: whose it is, when it settles, how its payments are rounded.
struct Obligation {
  check::ClauseId id = 0;
  std::string title;
  check::PartyId payer = 0;
  std::optional<std::string> currency;
  ScheduleId schedule = 0;
  std::optional<syntax::Due> due;
  std::optional<Rounding> rounding;
  Span said;
};

}  // namespace whereas::plan

#pragma once

#include "interpreter/plan/amending.h"
#include "interpreter/plan/ids.h"
#include "lang/check/checked.h"
#include "lang/number/rounding.h"

#include <optional>
#include <string>

/// What clauses and waterfalls of a plan have in common.
namespace whereas::plan {

/// What all that pays has in common: whose it is, when it settles, how its payments are rounded.
struct Obligation {
  check::ClauseId id = 0;      ///< whose settlements it remembers: of a clause for one value of a dimension, its own
  check::ClauseId written = 0; ///< the clause of the contract
  std::string title;
  check::PartyId payer = 0;
  std::optional<std::string> currency;
  ScheduleId schedule = 0;
  std::optional<syntax::Due> due;
  std::optional<Rounding> rounding;
  Said said;
  std::optional<Rule> rule{};  ///< nothing: it has only this text
  /// The first day from which its windows count: its own, or that of the texts before whose counting it takes up; nothing: the term's.
  std::optional<Date> counts_from{};
  std::optional<check::DimensionId> for_each{};  ///< by itself for every value of it; nothing once the values are known
  FilterId filter = 0;                 ///< what its figures are of: of one for one value of a dimension, that value's
  friend bool operator==(const Obligation&, const Obligation&) = default;
};

}  // namespace whereas::plan

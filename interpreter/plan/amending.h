#pragma once

#include "interpreter/plan/ids.h"
#include "lang/time/date.h"

#include <optional>
#include <string>

/// What amendments make of a plan: which text of a clause rules when, and when they were signed.
namespace whereas::plan {

/// The days on which one text of a clause is the contract's, where amendments restate it.
struct Rule {
  std::optional<Date> from;
  std::optional<Date> end;     ///< the day after the last
  std::string amendment;       ///< which says so; empty: as first written
  bool counting_anew = false;  ///< what was counted and kept under the text before ends with it
  Said said;
  std::optional<Date> stays_before{};  ///< signed on this day, and what was paid for periods that ended before it stays
  friend bool operator==(const Rule&, const Rule&) = default;
};

/// When an amendment that reaches back was signed.
struct Signing {
  Date day;
  std::string amendment;
  bool difference_credited = false;
};

}  // namespace whereas::plan

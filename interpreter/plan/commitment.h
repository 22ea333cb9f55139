#pragma once

#include "interpreter/plan/ids.h"
#include "lang/number/number.h"
#include "lang/syntax/declaration.h"
#include "lang/text/source.h"
#include "lang/time/period.h"

#include <optional>
#include <string>
#include <vector>

/// What is committed to, and what may be used in place of money, as the machine runs them.
namespace whereas::plan {

/// A minimum of a commitment. Exactly one of the three windows is set.
struct Minimum {
  StepId least = 0;
  std::optional<Period> in;         ///< of these days, clipped to the term
  std::optional<Frequency> each;    ///< of each such window
  std::optional<Date> by;           ///< since the term began, before this day
  std::optional<Period> whole;      ///< of `in`: as named, also the days outside the term
  Said said;
  friend bool operator==(const Minimum&, const Minimum&) = default;
};
struct ExcessCarried {
  std::optional<StepId> at_most;
  bool at_most_is_share = false;  ///< of the minimum that was passed
  std::optional<Duration> carried_for{};
  friend bool operator==(const ExcessCarried&, const ExcessCarried&) = default;
};
/// What is lacking of what was committed, each time the obligation settles.
struct CommitmentAmount {
  StepId bought = 0;
  std::optional<StepId> total;   ///< over the term
  std::vector<Minimum> minimums;
  bool is_paid = true;           ///< what is lacking
  std::optional<StepId> share;   ///< of what is lacking
  std::optional<StepId> price;   ///< of one unit that is lacking
  std::optional<ExcessCarried> excess;
  std::optional<Duration> made_up_within;
  syntax::OpenMinimums open = syntax::OpenMinimums::not_said;  ///< of windows that have not ended when this text stops
  friend bool operator==(const CommitmentAmount&, const CommitmentAmount&) = default;
};

struct CreditLot {
  StepId amount = 0;
  Date from;
  std::optional<Date> end;  ///< the day after the last on which it can be used
  std::optional<Period> bought_in{};  ///< the amount is measured over it; nothing: it is always the same
  Said said;
  friend bool operator==(const CreditLot&, const CreditLot&) = default;
};
struct Credits {
  std::string title;
  std::vector<CreditLot> lots;  ///< in the order in which they are used
  friend bool operator==(const Credits&, const Credits&) = default;
};

}  // namespace whereas::plan

#pragma once

#include "lang/check/checked.h"
#include "lang/time/day_count.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

/// The lines under a clause, as the machine applies them: each takes what the one above lets through.
namespace whereas::plan {

using StepId = std::uint32_t;

struct NeverBelowZero {
  bool losses_carried = false;
  std::optional<Duration> carried_for;
  std::optional<StepId> most_used;  ///< the rate of a later profit that losses may use
};
struct EitherWay {};
struct BaseLossesCarried {};
struct NothingIfUnder {
  StepId least = 0;
  bool carried = false;
};
struct AtLeast {
  StepId least = 0;
  Frequency each = Frequency::year;
  std::optional<Frequency> credited_across;
};
struct AtMost {
  StepId most = 0;
  Frequency each = Frequency::year;
  bool excess_carried = false;
};
struct Withholding {
  StepId rate = 0;
};
struct GrossedUp {
  StepId rate = 0;
};
struct ThenPlus {
  StepId added = 0;
};
struct ThenLess {
  StepId taken = 0;
};
struct Recouping {
  check::ClauseId advance = 0;
  StepId rate = 0;
};
struct FirstFrom {
  check::CreditsId credits = 0;
  std::optional<StepId> rest_at;
};
struct Crediting {
  StepId credited = 0;
  std::optional<StepId> most;
  bool most_of_what_is_due = false;
  bool carried = false;
};
struct Release {
  std::optional<StepId> rate;  ///< nothing: the rest
  Date day;
};
struct HeldBack {
  StepId rate = 0;
  std::optional<Date> until;
  std::optional<Duration> held_for;  ///< each sum for so long
  std::optional<StepId> most_held;
  std::optional<Duration> released_over;
  std::vector<Release> releases;
};
struct Deferred {
  StepId rate = 0;
  Period deferred;
  Period repaid;
  std::optional<StepId> interest;
  DayCount day_count = DayCount::act_360;
};
struct Proviso {
  using Form = std::variant<NeverBelowZero, EitherWay, BaseLossesCarried, NothingIfUnder, AtLeast, AtMost, Withholding, GrossedUp, ThenPlus, ThenLess, Crediting, Recouping, FirstFrom,
                            HeldBack, Deferred>;
  Form form;
  bool lapses = false;
  std::optional<check::BalanceId> balance;  ///< under which it is known
  Span said;
};

/// Interest on what is due and not received, added to each settlement after everything else.
struct LateInterest {
  StepId rate = 0;
  bool compounded = false;  ///< interest that has fallen due bears interest too
  DayCount day_count = DayCount::act_365_fixed;
  StepId paid = 0;
  Span said;
};

}  // namespace whereas::plan

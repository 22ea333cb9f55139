#pragma once

#include "interpreter/plan/ids.h"
#include "lang/check/checked.h"
#include "lang/time/day_count.h"

#include <optional>
#include <variant>
#include <vector>

/// The lines under a clause, as the machine applies them: each takes what the one above lets through.
namespace whereas::plan {

struct NeverBelowZero {
  bool losses_carried = false;
  std::optional<Duration> carried_for;
  std::optional<StepId> most_used;  ///< the rate of a later profit that losses may use
  friend bool operator==(const NeverBelowZero&, const NeverBelowZero&) = default;
};
struct EitherWay {
  friend bool operator==(const EitherWay&, const EitherWay&) = default;
};
struct BaseLossesCarried {
  friend bool operator==(const BaseLossesCarried&, const BaseLossesCarried&) = default;
};
struct NothingIfUnder {
  StepId least = 0;
  bool carried = false;
  friend bool operator==(const NothingIfUnder&, const NothingIfUnder&) = default;
};
struct RollingWindow {  ///< so long, up to the end of the settlement
  Duration length;
  friend bool operator==(const RollingWindow&, const RollingWindow&) = default;
};
/// Over what a limit counts: the windows of the calendar or the term, any so many months, days of its own.
using LimitWindow = std::variant<Frequency, RollingWindow, Period>;
struct AtLeast {
  StepId least = 0;
  LimitWindow window = Frequency::year;
  std::optional<Frequency> credited_across;
  friend bool operator==(const AtLeast&, const AtLeast&) = default;
};
struct AtMost {
  StepId most = 0;
  LimitWindow window = Frequency::year;
  bool excess_carried = false;
  std::optional<Duration> carried_for{};
  friend bool operator==(const AtMost&, const AtMost&) = default;
};
struct Withholding {
  StepId rate = 0;
  friend bool operator==(const Withholding&, const Withholding&) = default;
};
struct GrossedUp {
  StepId rate = 0;
  friend bool operator==(const GrossedUp&, const GrossedUp&) = default;
};
struct ThenPlus {
  StepId added = 0;
  friend bool operator==(const ThenPlus&, const ThenPlus&) = default;
};
struct ThenLess {
  StepId taken = 0;
  friend bool operator==(const ThenLess&, const ThenLess&) = default;
};
struct Recouping {
  check::ClauseId advance = 0;
  StepId rate = 0;
  bool before_withholding = false;  ///< what was withheld of the advance is to be recouped too
  friend bool operator==(const Recouping&, const Recouping&) = default;
};
struct FirstFrom {
  check::CreditsId credits = 0;
  std::optional<StepId> rest_at;
  friend bool operator==(const FirstFrom&, const FirstFrom&) = default;
};
struct Crediting {
  StepId credited = 0;
  std::optional<StepId> most;
  bool most_of_what_is_due = false;
  bool carried = false;
  std::optional<Duration> carried_for{};
  friend bool operator==(const Crediting&, const Crediting&) = default;
};
struct Release {
  std::optional<StepId> rate;  ///< nothing: the rest
  Date day;
  friend bool operator==(const Release&, const Release&) = default;
};
struct HeldBack {
  StepId rate = 0;
  std::optional<Date> until;
  std::optional<Duration> held_for;  ///< each sum for so long
  std::optional<StepId> most_held;
  std::optional<Duration> released_over;
  std::vector<Release> releases;
  friend bool operator==(const HeldBack&, const HeldBack&) = default;
};
struct Deferred {
  StepId rate = 0;
  Period deferred;
  Period repaid;
  std::optional<StepId> interest;
  DayCount day_count = DayCount::act_360;
  friend bool operator==(const Deferred&, const Deferred&) = default;
};
struct Proviso {
  using Form = std::variant<NeverBelowZero, EitherWay, BaseLossesCarried, NothingIfUnder, AtLeast, AtMost, Withholding, GrossedUp, ThenPlus, ThenLess, Crediting, Recouping, FirstFrom,
                            HeldBack, Deferred>;
  Form form;
  bool lapses = false;
  std::optional<check::BalanceId> balance;  ///< under which it is known
  Said said;
  friend bool operator==(const Proviso&, const Proviso&) = default;
};

/// Interest on what is due and not received: added to each settlement after everything else, or a payment of its own.
struct LateInterest {
  StepId rate = 0;
  bool compounded = false;  ///< interest that has fallen due bears interest too
  std::optional<DayCount> day_count;  ///< of a rate a year; nothing: the rate is that of a day
  StepId paid = 0;
  Said said;
  std::optional<ScheduleId> charged{};  ///< nothing: with each settlement
  std::optional<Duration> grace{};      ///< what is received so long after its due day bears nothing
  bool from_due_day = false;            ///< what is not bears from its due day, rather than from the end of grace
  friend bool operator==(const LateInterest&, const LateInterest&) = default;
};

}  // namespace whereas::plan

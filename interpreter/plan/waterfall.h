#pragma once

#include "interpreter/plan/obligation.h"
#include "lang/time/day_count.h"

#include <cstddef>
#include <vector>

/// Waterfalls and splits as the machine runs them (docs/language/waterfalls.md).
namespace whereas::plan {

struct WaterfallShare {
  std::optional<StepId> share;  ///< a rate, a claim or a key, as the step's kind says; nothing: the rest
  std::size_t recipient = 0;    ///< among the waterfall's
  Said said;
  friend bool operator==(const WaterfallShare&, const WaterfallShare&) = default;
};
struct WaterfallTarget {
  using Kind = syntax::WaterfallTarget::Kind;
  Kind kind = Kind::received;
  std::size_t recipient = 0;
  StepId amount = 0;          ///< received: the sum to date; earned: the rate a year; has: the share of profit
  std::optional<StepId> on;   ///< earned: the capital; has: the capital that profit lies above
  bool compounded = false;
  std::optional<Frequency> counted;  ///< how capital is called; nothing: all of it when the term begins
  bool counted_from_end = false;
  bool return_first = false;         ///< a receipt pays off the return before the capital
  std::optional<DayCount> day_count; ///< nothing: whole years
  std::vector<Date> dates;           ///< on which the rate a year changes
  Said said;
  friend bool operator==(const WaterfallTarget&, const WaterfallTarget&) = default;
};
struct WaterfallStep {
  enum class Kind { rates, claims, proportion } kind = Kind::rates;
  std::vector<WaterfallShare> shares;
  std::vector<WaterfallTarget> until;
  bool any_ends_it = false;
  std::optional<StepId> at_most;
  bool unpaid_carried = false;  ///< of claims
  Said said;
  friend bool operator==(const WaterfallStep&, const WaterfallStep&) = default;
};
struct WaterfallReturn {
  std::size_t recipient = 0;
  check::PartyId to = 0;
  StepId share = 0;
  std::optional<StepId> of;     ///< nothing: of profit
  std::optional<StepId> above;  ///< the capital that profit lies above
  std::optional<StepId> at_most;
  Said said;
  friend bool operator==(const WaterfallReturn&, const WaterfallReturn&) = default;
};
struct Waterfall : Obligation {
  std::vector<check::PartyId> recipients;  ///< in the order named
  StepId cash = 0;
  std::vector<WaterfallStep> steps;
  std::vector<WaterfallReturn> returns;
  std::optional<std::size_t> remainder_to;
  bool losses_carried = false;
  std::optional<Date> stops{};  ///< the day after its last, where an amendment ends it or has what follows counted anew
  friend bool operator==(const Waterfall&, const Waterfall&) = default;
};

}  // namespace whereas::plan

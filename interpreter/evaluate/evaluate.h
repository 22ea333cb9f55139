#pragma once

#include "interpreter/data/table.h"
#include "interpreter/evaluate/payment.h"
#include "interpreter/evaluate/tried.h"
#include "interpreter/plan/plan.h"

#include <memory>
#include <optional>
#include <vector>

namespace whereas::batch {
class Compiler;
}

namespace whereas::evaluate {

class Agreement;

/// What a run takes each figure to be that the contract only bounds, by EstimateId; nothing: it is not known.
using Taken = std::vector<std::optional<Number>>;

struct Options {
  bool derive = false;  ///< write a Reason for every figure (explain); costs memory
  Tried* tried = nullptr;  ///< notes which words are tried (coverage)
  std::vector<std::shared_ptr<Agreement>> agreements;  ///< the contracts that this one asks, settled; by AskedFigure::agreement
  Taken taken{};
};

/// Evaluating is the fifth step: it takes a plan and a table of figures and gives what falls due. It fails only for what data brings
/// (a missing period, a division by zero, a date that cuts through a data period), each reported with the words that asked.
class Evaluation {
 public:
  Evaluation(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table, Report& report, Options options = {});
  ~Evaluation();
  Evaluation(Evaluation&&) noexcept;

  /// Settles every clause over every whole period that the data reaches. Once.
  const Payments& run();

  /// One figure, for tests, promises and scenarios: the step over a window, looking at everything that has been settled.
  /// Nothing where it could not be worked out (reported).
  std::optional<Number> figure(plan::StepId step, const Period& window);
  std::optional<bool> holds(plan::ConditionId condition, const Period& window);

  /// The figure that is not known and kept the last one from being worked out; nothing where it could be, or where a mistake is reported.
  std::optional<check::EstimateId> hung_on() const { return hung_on_; }

  /// For promises: what has been paid up to this day counts, also where later periods of the window wait for data. Nothing: as before.
  void judge_up_to(std::optional<Date> last);
  /// Whether the last figure or condition could not be worked out since it asks for days past that one, which is no mistake.
  bool asked_past_what_is_settled();

  /// Whether the data reaches far enough for all that the party pays and receives for the days of this window.
  bool is_settled(check::PartyId party, const Period& window);

  /// The same with its derivation, where Options::derive is on.
  ReasonId reason(plan::StepId step, const Period& window);
  const Derivation& derivation() const;
  const Payments& payments() const;
  Payments& payments();
  /// The term, or the data's extent.
  const Period& term() const;

 private:
  /// Puts together what was paid before and after the amendments that reach back were signed.
  void join(const plan::Plan& plan);

  class Engine;
  friend class batch::Compiler;  // asks the engine for all that hangs on days alone
  std::optional<check::EstimateId> hung_on_;
  std::unique_ptr<const plan::Plan> for_each_value_;  ///< of a contract with clauses for each value of a dimension: its plan for those of the data
  std::unique_ptr<Derivation> derivation_;
  std::unique_ptr<Engine> engine_;
  std::vector<std::unique_ptr<Engine>> before_signing_;  ///< one for each earlier plan
};

}  // namespace whereas::evaluate

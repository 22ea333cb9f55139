#pragma once

#include "interpreter/evaluate/ranged.h"
#include "lang/diagnostic/diagnostic.h"

#include <functional>
#include <optional>

namespace whereas::trial {

/// Runs the expectations of one test. Private to this folder.
class Expecting {
 public:
  Expecting(const check::CheckedContract& contract, evaluate::Ranged& ranged, Report& report) : contract_(contract), ranged_(ranged), report_(report) {}

  bool holds(const plan::Expectation& expectation);

 private:
  /// What is measured, over the runs that its least and its most ask for.
  struct Measured {
    std::optional<Number> least;
    std::optional<Number> most;
    std::optional<check::EstimateId> hangs;  ///< where it has no least or no most
    bool failed = false;                     ///< reported
    bool bends = false;
  };
  using Measure = std::function<std::optional<Number>(evaluate::Evaluation&)>;

  Measured measured(const check::Motions& motions, const Measure& measure);
  std::optional<Number> known(plan::StepId step, Span said);
  std::optional<Number> received(evaluate::Evaluation& evaluation, const plan::ExpectReceives& expect, Span said);
  bool equals(const plan::Expectation& expectation, const Measured& measured, plan::StepId expected_step);
  bool lies(const plan::Expectation& expectation, const Measured& measured, const plan::ExpectRange& range);
  std::string words(const Measured& measured) const;

  const check::CheckedContract& contract_;
  evaluate::Ranged& ranged_;
  Report& report_;
  std::optional<check::EstimateId> hangs_;  ///< what the last receipts hang on
};

}  // namespace whereas::trial

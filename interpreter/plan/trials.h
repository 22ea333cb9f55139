#pragma once

#include "interpreter/plan/ids.h"
#include "lang/check/motion.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// What the contract says of itself: tests, promises, and the scenarios that they are given.
namespace whereas::plan {

struct Ensure {
  ConditionId condition = 0;
  std::optional<Frequency> in_every;  ///< nothing: over the term
  Span said;
  std::set<check::EstimateId> figures{};  ///< that it hangs on
  check::Motions motions{};               ///< of what it compares
  std::string words{};
};
struct ExpectEqual {  ///< `expect EXPR = AMOUNT`
  StepId measured = 0;
  StepId expected = 0;
};
struct ExpectReceives {  ///< `expect Amazon receives [net] 3bn in 2026`, `due in 2026`
  check::PartyId party = 0;
  bool net = false;
  StepId expected = 0;
  std::optional<Period> period;
  bool by_due_date = false;
};
struct ExpectRange {  ///< `expect EXPR is between 12 and 18`, `is at most 18`, `is unknown`: an end that is not named is not known
  StepId measured = 0;
  std::optional<StepId> least;
  std::optional<StepId> most;
};
struct ExpectError {  ///< `expect error "negative-figure"`
  Code error{};
};
struct ExpectStatement {  ///< `expect statement "2026.txt"`
  syntax::Name file;
};
struct Expectation {
  std::variant<ExpectEqual, ExpectReceives, ExpectRange, ExpectError, ExpectStatement> form;
  std::optional<StepId> within;
  Span said;
  check::Motions motions{};  ///< of what is measured
};
struct Test {
  std::string title;
  std::vector<syntax::Name> given;
  std::vector<Expectation> expectations;
  Span said;
};

struct GivenFigures {  ///< `revenue is 4bn in 2025, 10bn in 2026, spread evenly`
  std::vector<std::pair<Period, StepId>> figures;
  syntax::Input::Spread spread = syntax::Input::Spread::none;
};
struct GivenFormula {
  StepId formula = 0;
};
struct GivenGrowth {
  StepId rate = 0;
  Frequency each = Frequency::month;
  StepId start = 0;
  syntax::Input::Spread spread = syntax::Input::Spread::none;  ///< of what the first figure is for, over the periods of the input
};
struct GivenSeries {
  check::InputId input = 0;
  std::variant<GivenFigures, GivenFormula, GivenGrowth> form;
  Span said;
};
struct Scenario {
  std::string title;
  std::optional<syntax::Name> file;
  std::vector<GivenSeries> series;  ///< in an order in which each needs only those before it, and the data
  std::vector<std::pair<syntax::Name, Date>> events{};
  std::vector<std::pair<check::EstimateId, Number>> decided{};  ///< figures that the contract only bounds
};

}  // namespace whereas::plan

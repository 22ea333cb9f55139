#pragma once

#include "interpreter/evaluate/agreement.h"
#include "interpreter/evaluate/ranged.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// Tests and promises that a contract carries in its own text (docs/language: Scenarios, tests, promises).
namespace whereas::trial {

/// Checks every `ensure` over the days that have been settled. A promise that does not hold is an error with the periods and figures
/// that break it; of one that hangs on a figure which is not known, that is said.
void keep_promises(const plan::Plan& plan, const check::CheckedContract& contract, evaluate::Ranged& ranged, const data::Table& table, Report& report);

/// How one `test` came out.
struct Outcome {
  std::string title;
  Span said;
  std::size_t expectations = 0;
  std::size_t failed = 0;   ///< expectations that came out otherwise, or could not be worked out
  bool could_run = true;    ///< false where its data or scenario has errors
};

/// What a contract is paid on: its figures, and the contracts that it asks, settled on theirs.
struct Footing {
  data::Table table;
  std::vector<std::shared_ptr<evaluate::Agreement>> agreements;
  evaluate::Taken decided{};  ///< figures that the contract only bounds, and scenarios say
};

/// Gives the figures that a test asks for by its `given` lines: scenarios of the contract, or data files beside it. Nothing, reported,
/// where they cannot be had.
using Given = std::function<std::optional<Footing>(const std::vector<syntax::Name>& given)>;

/// Runs one test on its figures. Each expectation that fails is an error with both figures and the difference.
Outcome run_test(const plan::Test& test, const plan::Plan& plan, const check::CheckedContract& contract, const Given& given, Report& report);

}  // namespace whereas::trial

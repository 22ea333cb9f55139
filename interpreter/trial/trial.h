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
  bool could_run = true;    ///< false where its figures, or the run on them, have errors that it does not expect
  std::string derivations;  ///< of the figures that came out otherwise
};

/// What a contract is paid on: its figures, and the contracts that it asks, settled on theirs.
struct Footing {
  data::Table table;
  std::vector<std::shared_ptr<evaluate::Agreement>> agreements;
  evaluate::Taken decided{};  ///< figures that the contract only bounds, and scenarios say
};

/// What a test is run on.
struct Ground {
  const plan::Plan& plan;
  const check::CheckedContract& contract;
  const Sources& sources;
  std::optional<Footing> footing;       ///< the figures that its `given` lines ask for; nothing where they could not be had
  std::optional<std::string> scenario;  ///< whose figures they are
  Report found;                         ///< on the way to them
  evaluate::Tried* tried = nullptr;     ///< notes which words of the contract the test tries
  bool derives = false;                 ///< tells why a figure that came out otherwise is what it is
  /// Compares a statement with the file of that name beside the contract, or writes it there. Reports where they differ.
  std::function<bool(const syntax::Name& file, const std::string& statement, Report& report)> statement_agrees;
};

/// Runs one test. Each expectation that fails is an error with both figures and the difference; so is an error, or a promise that does not
/// hold, that the test does not expect.
Outcome run_test(const plan::Test& test, Ground ground, Report& report);

}  // namespace whereas::trial

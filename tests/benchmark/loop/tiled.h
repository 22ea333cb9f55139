#pragma once

#include "interpreter/batch/compile.h"
#include "interpreter/batch/numbers.h"
#include "interpreter/batch/run.h"
#include "tests/benchmark/loop/floor.h"
#include "tests/support/in_memory.h"

#include <memory>
#include <string>

namespace whereas::loop {

/// The engine's way through many scenarios: the contract written down once, then run tile by tile.
class Tiled {
 public:
  /// `run`: the contract on the figures of one scenario.
  explicit Tiled(const support::Run& run);

  /// The figures tile by tile, for each the scenarios of the tile.
  using Figures = std::vector<std::int64_t, LargePages<std::int64_t>>;
  Figures lay(const Scenarios& scenarios) const;
  void run(const Figures& figures, batch::Kernel kernel, Totals& totals) const;

  /// One scenario after the other asked for its figures, as `whereas simulate` does; those that do not fit into 64 bits go into 128.
  void run_any(const Scenarios& scenarios, batch::Kernel kernel, Totals& totals) const;

  /// The same formulas with numbers of any size alone, nothing proved: as many scenarios as there are totals.
  void run_numbers(const Scenarios& scenarios, Totals& totals) const;

  const batch::Batch& batch() const { return *batch_; }

 private:
  std::vector<batch::InputFigure> inputs_;
  std::unique_ptr<batch::Batch> batch_;
  std::unique_ptr<batch::Numbers> numbers_;
};

}  // namespace whereas::loop

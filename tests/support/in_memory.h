#pragma once

#include "interpreter/data/table.h"
#include "interpreter/evaluate/evaluate.h"
#include "interpreter/plan/lower.h"
#include "lang/check/check.h"

#include <memory>
#include <string>
#include <vector>

/// A contract run from texts in memory, the steps one after another, for tests that ask for many runs.
namespace whereas::support {

struct Run {
  Sources sources;
  Report report;
  std::unique_ptr<program::Program> program;
  std::unique_ptr<check::CheckedContract> contract;
  std::unique_ptr<plan::Plan> plan;
  data::Table table;
  std::unique_ptr<evaluate::Evaluation> evaluation;

  bool ok() const { return !report.has_errors(); }
};

/// No further than the check.
std::unique_ptr<Run> check_in_memory(const std::string& contract);

/// Runs as far as it goes: where a step reports errors, the next ones are not taken.
std::unique_ptr<Run> run_in_memory(const std::string& contract, const std::vector<std::string>& data, bool derive = false);

}  // namespace whereas::support

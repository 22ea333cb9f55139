#pragma once

#include "interpreter/data/table.h"
#include "interpreter/evaluate/agreement.h"
#include "interpreter/evaluate/ranged.h"
#include "interpreter/plan/plan.h"
#include "lang/check/checked.h"
#include "lang/program/program.h"
#include "tests/reference/agreement.h"
#include "tests/reference/reference.h"

#include <list>
#include <memory>
#include <string>
#include <vector>

/// A contract with its figures, made ready for both evaluators.
namespace whereas::reference {

class FolderFiles : public program::Files {
 public:
  explicit FolderFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::optional<Text> read(std::string_view name, std::string_view from, std::string& why) override;

 private:
  std::filesystem::path folder_;
};

/// What both run on: the contract's table, and those of the contracts that it asks.
struct Footing {
  data::Table table;
  std::vector<std::unique_ptr<Footing>> others;
  evaluate::Taken decided{};  ///< by scenarios, of the figures that the contract only bounds
  Figures figures() const;
};

class Running {
 public:
  Running(const std::string& text, const std::string& name, const std::filesystem::path& folder);

  const check::CheckedContract& contract() const { return *contract_; }
  std::string errors() const;
  bool has_errors() const { return report_.has_errors(); }
  /// The figures of data files, with scenarios in their place; nothing, reported, where they cannot be had. `needs_all`: the clauses are paid.
  std::unique_ptr<Footing> footing(const std::vector<DataFile>& data, const std::vector<std::string>& scenarios, bool needs_all);
  /// The engine on a footing; its faults are among the errors.
  std::unique_ptr<evaluate::Ranged> engine(const Footing& footing);
  const plan::Plan& plan() const { return plans_.back(); }
  /// Titles of scenarios, of this contract and of those that it asks.
  std::vector<std::string> scenarios() const;
  /// What was reported is forgotten.
  void begin_again() { report_ = Report(); }

 private:
  std::unique_ptr<Footing> footing(const check::CheckedContract& contract, const plan::Plan& plan, const std::vector<SourceId>& files, const std::vector<std::string>& scenarios,
                                   bool needs_all, const std::optional<data::Shared>& shared);
  std::vector<std::shared_ptr<evaluate::Agreement>> agreements(const check::CheckedContract& contract, const plan::Plan& plan, Footing& footing);

  Sources sources_;
  Report report_;
  FolderFiles files_;
  std::optional<program::Program> program_;
  std::optional<check::CheckedContract> contract_;
  std::list<plan::Plan> plans_;
  std::vector<std::shared_ptr<evaluate::Agreement>> agreements_;
};

}  // namespace whereas::reference

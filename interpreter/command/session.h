#pragma once

#include "interpreter/command/files.h"
#include "interpreter/command/screen.h"
#include "interpreter/data/table.h"
#include "interpreter/evaluate/evaluate.h"
#include "interpreter/plan/plan.h"
#include "interpreter/trial/trial.h"
#include "lang/check/checked.h"
#include "lang/diagnostic/diagnostic.h"
#include "lang/program/program.h"

#include <optional>
#include <string>
#include <vector>

namespace whereas::command {

/// The contract that a command is about: a file, or the text given after `-e`.
struct ContractGiven {
  std::string path;
  std::optional<std::string> text;
};

/// What it runs on.
struct FiguresGiven {
  std::vector<std::string> data;  ///< paths; `-` is standard input
  std::optional<std::string> scenario;
};

/// A contract from its text to its payments, one step after the other. Each step gives what the next one takes and says whether that one
/// can be taken; what is wrong is in the report.
///
///     text -> program -> checked contract -> plan, table -> payments
class Session {
 public:
  explicit Session(Screen& screen) : screen_(screen) {}
  Session(const Session&) = delete;  // the steps point at one another
  Session& operator=(const Session&) = delete;

  bool check(const ContractGiven& given);
  bool pay(const FiguresGiven& given, const evaluate::Options& options = {});

  /// The contract's own tests, each on the figures that it asks for, after `check`. What a test reports is in its own report.
  void prepare_tests();
  trial::Outcome run_test(const plan::Test& test, Report& report);

  /// Shows the report; the exit code that it means, 0 or 1.
  int finish() const;

  const Sources& sources() const { return sources_; }
  const Report& report() const { return report_; }
  const program::Program& program() const { return *program_; }
  const check::CheckedContract& contract() const { return *contract_; }
  const plan::Plan& plan() const { return *plan_; }
  const data::Table& table() const { return *table_; }
  const evaluate::Evaluation& evaluation() const { return *evaluation_; }

 private:
  const Source* open(const ContractGiven& given);
  const Source* open_data(const std::string& path);
  const Source* open_beside(const syntax::Name& file, Report& report);
  /// Data files joined, then each scenario's series in the place of theirs; of the rest, `needed` says what must be there.
  std::optional<data::Table> figures(const std::vector<SourceId>& files, const std::vector<const plan::Scenario*>& scenarios, std::vector<bool> needed,
                                     Report& report);
  std::optional<data::Table> figures_of_test(const std::vector<syntax::Name>& given, Report& report);

  Screen& screen_;
  Sources sources_;
  Report report_;
  std::optional<ContractFolder> folder_;
  std::optional<program::Program> program_;
  std::optional<check::CheckedContract> contract_;
  std::optional<plan::Plan> plan_;
  std::optional<data::Table> table_;
  std::optional<evaluate::Evaluation> evaluation_;
};

/// An error about no place of any text: a file on the command line that cannot be read.
void report_unreadable(Report& report, const std::string& path, const std::string& why);

}  // namespace whereas::command

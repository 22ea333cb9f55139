#pragma once

#include "interpreter/command/desk.h"
#include "interpreter/command/files.h"
#include "interpreter/command/screen.h"
#include "interpreter/data/table.h"
#include "interpreter/evaluate/ranged.h"
#include "interpreter/plan/plan.h"
#include "interpreter/trial/trial.h"
#include "lang/check/checked.h"
#include "lang/diagnostic/diagnostic.h"
#include "lang/program/program.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace whereas::command {

/// The contract that a command is about: a file, or the text given after `-e`, which has no path. With both the text stands in the file's place.
struct ContractGiven {
  std::string path;
  std::optional<std::string> text;
  /// A file that the contract uses, by its name, and the text to read in its place.
  std::optional<std::pair<std::string, std::string>> used{};
};

/// What it runs on.
struct FiguresGiven {
  std::vector<std::string> data;  ///< paths; `-` is standard input
  /// A scenario's title, a data file, or several of them joined by ` + `, each of which takes the place of what those before it give.
  std::optional<std::string> scenario;
};

/// A contract from its text to its payments, one step after the other. Each step gives what the next one takes and says whether that one
/// can be taken; what is wrong is in the report.
///
///     text -> program -> checked contract -> plan, table -> payments
class Session {
 public:
  explicit Session(Desk& desk) : desk_(desk) {}
  Session(const Session&) = delete;  // the steps point at one another
  Session& operator=(const Session&) = delete;

  bool check(const ContractGiven& given);
  /// Again for other figures: the payments are then those. `shared`: the data is read by other contracts too, one of which has the scenarios
  /// that this one has not.
  bool pay(const FiguresGiven& given, const evaluate::Options& options = {}, const std::optional<data::Shared>& shared = std::nullopt);
  /// The titles of the scenarios of the contract and of those that it asks, in the order written.
  std::vector<std::string> scenarios() const;
  /// The contract, and those that it asks for figures.
  std::vector<const check::CheckedContract*> contracts() const;
  /// The figures of a contract and of those that it asks; what none of them names is left in the first.
  struct Tables {
    data::Table own;
    std::vector<Tables> others;
  };
  /// The figures of one of many scenarios.
  struct ScenarioFigures {
    std::string name;  ///< as a column `scenario` of the data names it; empty: the data has none
    Span place;
    Tables tables;
  };
  /// The figures of every scenario that the data names; nothing, reported, where they cannot be had. Instead of `pay`.
  std::optional<std::vector<ScenarioFigures>> read_scenarios(const FiguresGiven& given);
  /// What the contract pays on such figures, and how its promises come out; after `read_scenarios`. Several threads may ask at once.
  struct Settled {
    data::Table table;
    evaluate::Payments payments;
    Report promises;
  };
  std::optional<Settled> settle(Tables tables, Report& report) const;
  /// What scenarios decide of figures that the contract only bounds; after `read_scenarios`.
  const evaluate::Taken& decided_figures() const { return decided_; }
  /// Figures that the contract leaves open, and the scenario asked for too.
  const check::EstimateInfo* open_figure() const;

  /// What the data names and neither the contract nor those that it asks have.
  std::vector<data::UnusedName> unused() const;

  /// The contract's own tests, each on the figures that it asks for, after `check`. What a test reports is in its own report.
  void prepare_tests();
  struct Running {
    bool updates = false;              ///< files that a test expects statements to agree with are written anew
    evaluate::Tried* tried = nullptr;  ///< notes which words of the contract the test tries
    bool derives = false;              ///< tells why a figure that came out otherwise is what it is
  };
  trial::Outcome run_test(const plan::Test& test, Report& report, const Running& running = {false, nullptr, false});

  /// The name for people: the deal's title, or its file's name.
  const std::string& name() const { return contract_->title.empty() ? program_->name : contract_->title; }
  /// Whether there is one: its file could be read.
  bool has_program() const { return program_.has_value(); }
  const program::Program& program() const { return *program_; }
  const check::CheckedContract& contract() const { return *contract_; }
  const plan::Plan& plan() const { return *plan_; }
  const data::Table& table() const { return footing_->table; }
  const evaluate::Ranged& ranged() const { return *ranged_; }
  const evaluate::Payments& payments() const { return ranged_->payments(); }

 private:
  /// Where the figures of a run come from. Each contract takes of the scenarios those that it has.
  struct Origin {
    struct Step {  ///< a scenario's title, or a data file in its place
      std::string title;
      std::optional<SourceId> file;
    };
    std::vector<SourceId> files;
    std::vector<Step> scenarios;
    bool needs_all = true;  ///< a test may ask for definitions alone
    bool adds_up = false;   ///< figures that are only ever added may be, as they are read: nobody asks for their rows
  };
  struct Assumed {
    const plan::Scenario* said = nullptr;
    std::optional<SourceId> file;
  };

  const Source* open(const ContractGiven& given);
  std::optional<Origin> origin(const FiguresGiven& given, bool is_shared);
  std::optional<Origin> origin_of_test(const std::vector<syntax::Name>& given, Report& report);
  bool statement_agrees(const syntax::Name& file, const std::string& statement, bool updates, Report& report);
  const Source* open_beside(const syntax::Name& file, Report& report);
  /// Data files joined, then each scenario's series in the place of theirs; of the rest, `needed` says what must be there.
  std::optional<data::Table> figures(const check::CheckedContract& contract, const plan::Plan& plan, const Origin& origin, Report& report,
                                     const std::optional<data::Shared>& shared);
  std::optional<Tables> read(const check::CheckedContract& contract, const plan::Plan& plan, const Origin& origin, Report& report, const std::optional<data::Shared>& shared);
  std::optional<std::vector<ScenarioFigures>> read_each(const check::CheckedContract& contract, const plan::Plan& plan, const Origin& origin, Report& report,
                                                        const std::optional<data::Shared>& shared);
  bool has_clauses();
  /// Whether it is known over which days the deal runs.
  bool has_term(const data::Table& table);
  /// The days of events that the figures bring change the plan.
  bool take_up_events(const Tables& tables);
  /// What the scenarios decide of the figures that the contract only bounds.
  static evaluate::Taken decided(const check::CheckedContract& contract, const plan::Plan& plan, const Origin& origin);
  /// The days of events that the data and the scenarios give.
  bool look_at_days(const Tables& tables, plan::Plan& plan, Report& report);
  static plan::Happened happened(const Tables& tables);
  /// The contract's own figures, and the contracts that it asks, each settled on its own. What waits for them waits for data.
  std::optional<trial::Footing> footing(const check::CheckedContract& contract, const plan::Plan& plan, Tables tables, const evaluate::Options& options, Report& report) const;

  Desk& desk_;
  std::optional<ContractFolder> folder_;
  std::optional<program::Program> program_;
  std::optional<check::CheckedContract> contract_;
  std::optional<plan::Plan> plan_;
  bool plan_has_events_ = false;  ///< of the figures at hand: other figures need another plan
  std::optional<trial::Footing> footing_;
  std::optional<evaluate::Ranged> ranged_;
  evaluate::Taken decided_;  ///< of figures read by `read_scenarios`
};

/// Of data files that several contracts read: from the first day that one of them admits to the last. Nothing for one contract alone.
std::optional<data::Shared> shared_by(const std::vector<const check::CheckedContract*>& contracts);
/// Warns of what the data names and none of these has.
void warn_of_unused(const std::vector<data::UnusedName>& unused, const std::vector<const check::CheckedContract*>& contracts, Report& report);

/// Leaves the names that both have.
void keep_common(std::vector<data::UnusedName>& unused, const std::vector<data::UnusedName>& other);

/// What a `--scenario` names, one after the other: `Plan + Training besides` is the two, unless `titles` has it whole.
std::vector<std::string> scenario_steps(const std::string& scenario, const std::vector<std::string>& titles);
/// Whether it is a data file rather than a title.
bool is_data_file(const std::string& scenario);

}  // namespace whereas::command

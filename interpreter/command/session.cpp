#include "interpreter/command/session.h"

#include "interpreter/command/usage.h"
#include "interpreter/plan/lower.h"
#include "interpreter/trial/scenario.h"
#include "lang/check/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace whereas::command {

std::vector<std::string> scenario_steps(const std::string& scenario, const std::vector<std::string>& titles) {
  constexpr std::string_view joint = " + ";
  if (std::find(titles.begin(), titles.end(), scenario) != titles.end()) return {scenario};
  std::vector<std::string> steps;
  std::size_t begin = 0;
  for (std::size_t end = scenario.find(joint); end != std::string::npos; end = scenario.find(joint, begin)) {
    steps.push_back(scenario.substr(begin, end - begin));
    begin = end + joint.size();
  }
  steps.push_back(scenario.substr(begin));
  return steps;
}

bool is_data_file(const std::string& scenario) { return scenario.ends_with(".csv"); }

namespace {

plan::Happened happened(const data::Table& table) {
  plan::Happened days;
  for (const data::Happening& event : table.events) days.emplace(event.event, event.day);
  return days;
}

}  // namespace

bool Session::check(const ContractGiven& given) {
  const Source* source = open(given);
  if (source == nullptr) return false;
  const std::string name = given.path.empty() ? "one-line contract" : std::filesystem::path(given.path).stem().string();
  program_ = program::load(*source, name, desk_.sources(), *folder_, desk_.report());
  contract_ = check::check(*program_, desk_.sources(), desk_.report());
  return !desk_.report().has_errors();
}

std::vector<std::string> Session::scenarios() const {
  std::vector<std::string> titles;
  for (const syntax::Scenario* scenario : contract_->scenarios) titles.push_back(scenario->title.text);
  return titles;
}

bool Session::pay(const FiguresGiven& given, const evaluate::Options& options, const std::optional<data::Shared>& shared) {
  Report& report = desk_.report();
  if (contract_->clauses.empty()) {
    report.add(code::nothing_to_pay)
        .says("the contract has no clause, so there is nothing to pay")
        .at({program_->root().source, 0, 0})
        .help("write one: `share 50% of revenue`, or `clause \"Share\"` and below it `PAYER pays PAYEE AMOUNT`");
    return false;
  }
  evaluation_.reset();
  const bool has_events = table_ && !table_->events.empty();  // of another scenario, which do not hold here
  if (!plan_ || has_events) plan_ = plan::lower(*contract_, desk_.sources());

  const std::vector<Assumed> scenarios = assumed(given.scenario, shared.has_value());
  std::vector<SourceId> files;
  for (const std::string& path : given.data) {
    if (const Source* file = desk_.open_data(path)) files.push_back(file->id());
  }
  if (report.has_errors()) return false;
  table_ = figures(files, scenarios, plan_->needed_inputs, report, shared);
  if (!table_) return false;

  if (!table_->term && !plan_->term) {
    report.add(code::setting_missing)
        .says("the deal has no term, and no data says over which days it runs")
        .at({program_->root().source, 0, 0})
        .help("give it one: `term 2026-01-01 to 2026-12-31`");
    return false;
  }
  data::warn_of_values(*contract_, *table_, report);
  if (!table_->events.empty()) plan_ = plan::lower(*contract_, desk_.sources(), happened(*table_));
  evaluation_.emplace(*plan_, *contract_, *table_, report, options);
  evaluation_->run();
  if (!report.has_errors()) trial::keep_promises(*plan_, *evaluation_, *table_, report);
  return !report.has_errors();
}

std::vector<Session::Assumed> Session::assumed(const std::optional<std::string>& scenario, bool is_shared) {
  std::vector<Assumed> found;
  if (!scenario) return found;
  const std::vector<std::string> titles = scenarios();
  for (const std::string& step : scenario_steps(*scenario, titles)) {
    if (const plan::Scenario* said = trial::scenario_titled(*plan_, step)) {
      found.push_back({said, std::nullopt});
    } else if (is_data_file(step)) {
      if (const Source* file = desk_.open_data(step)) found.push_back({nullptr, file->id()});
    } else if (!is_shared) {
      throw WrongUsage(fmt::format("no scenario is titled `{}`{}", step, suggestion(step, titles)));
    }
  }
  return found;
}

void Session::prepare_tests() { plan_ = plan::lower(*contract_, desk_.sources()); }

trial::Outcome Session::run_test(const plan::Test& test, Report& report) {
  const std::optional<data::Table> table = figures_of_test(test.given, report);
  const auto given = [&](const std::vector<syntax::Name>&) { return table; };
  if (!table || table->events.empty()) return trial::run_test(test, *plan_, *contract_, given, report);
  const plan::Plan after = plan::lower(*contract_, desk_.sources(), happened(*table));
  return trial::run_test(after.tests[static_cast<std::size_t>(&test - plan_->tests.data())], after, *contract_, given, report);
}

std::optional<data::Table> Session::figures(const std::vector<SourceId>& files, const std::vector<Assumed>& scenarios, std::vector<bool> needed, Report& report,
                                            const std::optional<data::Shared>& shared) {
  const std::size_t errors = report.error_count();
  const std::vector<bool> none(needed.size(), false);
  std::vector<data::Table> of_scenarios;
  for (const Assumed& scenario : scenarios) {
    data::Table& table = of_scenarios.emplace_back();
    std::optional<SourceId> file = scenario.file;
    if (scenario.said != nullptr && scenario.said->file) {
      if (const Source* beside = open_beside(*scenario.said->file, report)) file = beside->id();
    }
    // A file of the contract's own is read by it alone.
    if (file) table = data::read_table(std::vector{*file}, *contract_, none, desk_.sources(), report, scenario.file ? shared : std::nullopt);
    // What a scenario gives is not asked of the files.
    for (std::size_t input = 0; input < table.series.size(); ++input) {
      if (table.series[input]) needed[input] = false;
    }
    if (scenario.said == nullptr) continue;
    for (const plan::GivenSeries& series : scenario.said->series) needed[series.input] = false;
  }

  data::Table table = data::read_table(files, *contract_, needed, desk_.sources(), report, shared);
  for (std::size_t scenario = 0; scenario < scenarios.size() && report.error_count() == errors; ++scenario) {
    trial::replace_series(table, std::move(of_scenarios[scenario]));
    const plan::Scenario* said = scenarios[scenario].said;
    if (said == nullptr) continue;
    trial::assume(*said, *plan_, *contract_, table, report);
    for (const auto& [event, day] : said->events) data::add_event(table, *contract_, {event.text, day, event.span}, report);
  }
  if (report.error_count() > errors) return std::nullopt;
  if (!scenarios.empty()) data::find_extent(table, *contract_, plan_->needed_inputs);
  return table;
}

std::optional<data::Table> Session::figures_of_test(const std::vector<syntax::Name>& given, Report& report) {
  std::vector<SourceId> files;
  std::vector<Assumed> scenarios;
  for (const syntax::Name& name : given) {
    if (name.text.ends_with(".csv")) {
      const Source* file = open_beside(name, report);
      if (file == nullptr) return std::nullopt;
      files.push_back(file->id());
    } else if (const plan::Scenario* scenario = trial::scenario_titled(*plan_, name.text)) {
      scenarios.push_back({scenario, std::nullopt});
    } else {
      report.add(code::unknown_name).says(fmt::format("no scenario is titled `{}`", name.text)).at(name.span);
      return std::nullopt;
    }
  }
  // A test may ask for definitions alone, which need not all inputs.
  std::optional<data::Table> table = figures(files, scenarios, std::vector<bool>(plan_->needed_inputs.size(), false), report);
  if (table) data::find_extent(*table, *contract_, plan_->needed_inputs);
  return table;
}

const Source* Session::open(const ContractGiven& given) {
  folder_.emplace(given.path);
  if (given.text) return &desk_.sources().add(given.path.empty() ? "<command line>" : given.path, *given.text);
  std::string why;
  std::optional<std::string> text = read_file(given.path, largest_contract, why);
  if (text) return &desk_.sources().add(given.path, std::move(*text));
  report_unreadable(desk_.report(), given.path, why);
  return nullptr;
}

const Source* Session::open_beside(const syntax::Name& file, Report& report) {
  std::string why;
  std::optional<program::Files::Text> text = folder_->read(file.text, desk_.sources()[file.span.source].name(), why);
  if (text) return &desk_.sources().add(std::move(text->name), std::move(text->text));
  report.add(code::unreadable_file).says(fmt::format("`{}` cannot be read: {}", file.text, why)).at(file.span);
  return nullptr;
}

}  // namespace whereas::command

#include "interpreter/command/session.h"

#include "interpreter/command/usage.h"
#include "interpreter/plan/lower.h"
#include "interpreter/trial/scenario.h"
#include "lang/check/check.h"
#include "lang/diagnostic/render.h"

#include <fmt/format.h>

#include <filesystem>
#include <limits>

namespace whereas::command {

namespace {

const plan::Scenario& scenario_asked_for(const std::string& title, const plan::Plan& plan) {
  if (const plan::Scenario* scenario = trial::scenario_titled(plan, title)) return *scenario;
  std::vector<std::string> titles;
  for (const plan::Scenario& scenario : plan.scenarios) titles.push_back(scenario.title);
  throw WrongUsage(fmt::format("no scenario is titled `{}`{}", title, suggestion(title, titles)));
}

}  // namespace

bool Session::check(const ContractGiven& given) {
  const Source* source = open(given);
  if (source == nullptr) return false;
  const std::string name = given.text ? "one-line contract" : std::filesystem::path(given.path).stem().string();
  program_ = program::load(*source, name, sources_, *folder_, report_);
  contract_ = check::check(*program_, sources_, report_);
  return !report_.has_errors();
}

bool Session::pay(const FiguresGiven& given, const evaluate::Options& options) {
  if (contract_->clauses.empty()) {
    report_.add(code::nothing_to_pay)
        .says("the contract has no clause, so there is nothing to pay")
        .at({program_->root().source, 0, 0})
        .help("write one: `share 50% of revenue`, or `clause \"Share\"` and below it `PAYER pays PAYEE AMOUNT`");
    return false;
  }
  plan_ = plan::lower(*contract_, sources_);

  std::vector<const plan::Scenario*> scenarios;
  if (given.scenario) scenarios.push_back(&scenario_asked_for(*given.scenario, *plan_));
  std::vector<SourceId> files;
  for (const std::string& path : given.data) {
    if (const Source* file = open_data(path)) files.push_back(file->id());
  }
  if (report_.has_errors()) return false;
  table_ = figures(files, scenarios, plan_->needed_inputs, report_);
  if (!table_) return false;

  if (!table_->term && !plan_->term) {
    report_.add(code::setting_missing)
        .says("the deal has no term, and no data says over which days it runs")
        .at({program_->root().source, 0, 0})
        .help("give it one: `term 2026-01-01 to 2026-12-31`");
    return false;
  }
  data::warn_of_values(*contract_, *table_, report_);
  evaluation_.emplace(*plan_, *contract_, *table_, report_, options);
  evaluation_->run();
  if (!report_.has_errors()) trial::keep_promises(*plan_, *evaluation_, *table_, report_);
  return !report_.has_errors();
}

void Session::prepare_tests() { plan_ = plan::lower(*contract_, sources_); }

trial::Outcome Session::run_test(const plan::Test& test, Report& report) {
  const auto given = [&](const std::vector<syntax::Name>& names) { return figures_of_test(names, report); };
  return trial::run_test(test, *plan_, *contract_, given, report);
}

std::optional<data::Table> Session::figures(const std::vector<SourceId>& files, const std::vector<const plan::Scenario*>& scenarios, std::vector<bool> needed,
                                            Report& report) {
  const std::size_t errors = report.error_count();
  const std::vector<bool> none(needed.size(), false);
  std::vector<data::Table> of_scenarios;
  for (const plan::Scenario* scenario : scenarios) {
    data::Table& table = of_scenarios.emplace_back();
    const Source* file = scenario->file ? open_beside(*scenario->file, report) : nullptr;
    if (file != nullptr) table = data::read_table(std::vector{file->id()}, *contract_, none, sources_, report);
    // What a scenario gives is not asked of the files.
    for (std::size_t input = 0; input < table.series.size(); ++input) {
      if (table.series[input]) needed[input] = false;
    }
    for (const plan::GivenSeries& series : scenario->series) needed[series.input] = false;
  }

  data::Table table = data::read_table(files, *contract_, needed, sources_, report);
  for (std::size_t scenario = 0; scenario < scenarios.size() && report.error_count() == errors; ++scenario) {
    trial::replace_series(table, std::move(of_scenarios[scenario]));
    trial::assume(*scenarios[scenario], *plan_, *contract_, table, report);
  }
  if (report.error_count() > errors) return std::nullopt;
  if (!scenarios.empty()) data::find_extent(table, *contract_, plan_->needed_inputs);
  return table;
}

std::optional<data::Table> Session::figures_of_test(const std::vector<syntax::Name>& given, Report& report) {
  std::vector<SourceId> files;
  std::vector<const plan::Scenario*> scenarios;
  for (const syntax::Name& name : given) {
    if (name.text.ends_with(".csv")) {
      const Source* file = open_beside(name, report);
      if (file == nullptr) return std::nullopt;
      files.push_back(file->id());
    } else if (const plan::Scenario* scenario = trial::scenario_titled(*plan_, name.text)) {
      scenarios.push_back(scenario);
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

int Session::finish() const {
  RenderOptions options;
  options.colour = screen_.colours_messages();
  screen_.message(render(report_, sources_, options));
  return report_.has_errors() ? 1 : 0;
}

const Source* Session::open(const ContractGiven& given) {
  folder_.emplace(given.path);
  if (given.text) return &sources_.add("<command line>", *given.text);
  std::string why;
  std::optional<std::string> text = read_file(given.path, largest_contract, why);
  if (text) return &sources_.add(given.path, std::move(*text));
  report_unreadable(report_, given.path, why);
  return nullptr;
}

const Source* Session::open_data(const std::string& path) {
  const bool is_standard_input = path == "-";
  std::string why;
  std::optional<std::string> text = is_standard_input ? read_standard_input(largest_data, why) : read_file(path, largest_data, why);
  if (text) return &sources_.add(is_standard_input ? "<standard input>" : path, std::move(*text));
  report_unreadable(report_, path, why);
  return nullptr;
}

const Source* Session::open_beside(const syntax::Name& file, Report& report) {
  std::string why;
  std::optional<program::Files::Text> text = folder_->read(file.text, sources_[file.span.source].name(), why);
  if (text) return &sources_.add(std::move(text->name), std::move(text->text));
  report.add(code::unreadable_file).says(fmt::format("`{}` cannot be read: {}", file.text, why)).at(file.span);
  return nullptr;
}

void report_unreadable(Report& report, const std::string& path, const std::string& why) {
  constexpr Span nowhere{std::numeric_limits<SourceId>::max(), 0, 0};
  report.add(code::unreadable_file).says(fmt::format("`{}` cannot be read: {}", path, why)).at(nowhere);
}

}  // namespace whereas::command

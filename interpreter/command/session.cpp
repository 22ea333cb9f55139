#include "interpreter/command/session.h"

#include "interpreter/command/agreeing.h"
#include "interpreter/command/usage.h"
#include "interpreter/plan/asked_dimensions.h"
#include "interpreter/plan/lower.h"
#include "interpreter/trial/scenario.h"
#include "lang/check/check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

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

/// Events of one name are one event in all contracts, as figures are.
void collect(const data::Table& table, plan::Happened& days) {
  for (const data::Happening& event : table.events) days.emplace(event.event, event.day);
}

}  // namespace

bool Session::check(const ContractGiven& given) {
  const Source* source = open(given);
  if (source == nullptr) return false;
  const std::string name = given.path.empty() ? "one-line contract" : std::filesystem::path(given.path).stem().string();
  program_ = program::load(*source, name, desk_.sources(), *folder_, desk_.report());
  contract_ = check::check(*program_, desk_.sources(), desk_.report());
  if (!desk_.report().has_errors()) refuse_unlike_inputs(contracts(), desk_.report());
  return !desk_.report().has_errors();
}

namespace {

void collect(const check::CheckedContract& contract, std::vector<const check::CheckedContract*>& contracts) {
  contracts.push_back(&contract);
  for (const check::AgreementInfo& agreement : contract.agreements) collect(*agreement.contract, contracts);
}

/// What a contract asks of others it has no further than they do.
void wait_for(data::Table& table, const evaluate::Agreement& agreement) {
  const data::Table& other = agreement.table();
  if (!other.data_ends || agreement.reaches() >= agreement.term().last()) return;
  if (table.data_ends && *table.data_ends <= *other.data_ends) return;
  table.data_ends = other.data_ends;
  table.data_ends_label = other.data_ends_label;
}

}  // namespace

void keep_common(std::vector<data::UnusedName>& unused, const std::vector<data::UnusedName>& other) {
  std::erase_if(unused, [&](const data::UnusedName& name) {
    return std::none_of(other.begin(), other.end(), [&](const data::UnusedName& one) { return one.name == name.name; });
  });
}

std::optional<data::Shared> shared_by(const std::vector<const check::CheckedContract*>& contracts) {
  if (contracts.size() < 2) return std::nullopt;
  data::Shared shared;
  for (const check::CheckedContract* contract : contracts) {
    if (!contract->term) return data::Shared{};
    Period days = contract->run.value_or(*contract->term);
    for (const check::InputInfo& input : contract->inputs) {
      if (input.from && *input.from < days.begin()) days = Period(*input.from, days.end());
    }
    shared.days = shared.days ? Period(std::min(shared.days->begin(), days.begin()), std::max(shared.days->end(), days.end())) : days;
  }
  return shared;
}

void warn_of_unused(const std::vector<data::UnusedName>& unused, const std::vector<const check::CheckedContract*>& contracts, Report& report) {
  std::vector<std::string> known;
  for (const check::CheckedContract* contract : contracts) {
    for (const check::InputInfo& input : contract->inputs) {
      if (!input.asked) known.push_back(input.name);
    }
  }
  data::warn_of_unused(unused, known, report);
}

std::vector<const check::CheckedContract*> Session::contracts() const {
  std::vector<const check::CheckedContract*> contracts;
  collect(*contract_, contracts);
  return contracts;
}

std::vector<std::string> Session::scenarios() const {
  std::vector<std::string> titles;
  for (const check::CheckedContract* contract : contracts()) {
    for (const syntax::Scenario* scenario : contract->scenarios) titles.push_back(scenario->title.text);
  }
  return titles;
}

std::vector<data::UnusedName> Session::unused() const {
  return footing_->table.unused;
}

bool Session::take_up_events(const Tables& tables) {
  const plan::Happened events = happened(tables);
  plan_has_events_ = !events.empty();
  if (!plan_has_events_) return true;
  plan_ = plan::lower(*contract_, desk_.sources(), events);
  return look_at_days(tables, *plan_, desk_.report());
}

bool Session::pay(const FiguresGiven& given, const evaluate::Options& options, const std::optional<data::Shared>& shared) {
  Report& report = desk_.report();
  if (!has_clauses()) return false;
  ranged_.reset();
  const std::optional<data::Shared> own_shared = shared ? shared : shared_by(contracts());
  footing_.reset();
  if (!plan_ || plan_has_events_) plan_ = plan::lower(*contract_, desk_.sources());
  std::optional<Origin> from = origin(given, shared.has_value());
  if (!from) return false;
  from->adds_up = !options.derive && options.tried == nullptr;
  std::optional<Tables> tables = read(*contract_, *plan_, *from, report, own_shared);
  if (!tables) return false;
  if (!take_up_events(*tables)) return false;
  footing_ = footing(*contract_, *plan_, std::move(*tables), options, report);
  if (!footing_) return false;
  if (!shared && own_shared) warn_of_unused(unused(), contracts(), report);

  const data::Table& table = footing_->table;
  if (!has_term(table)) return false;
  data::warn_of_values(*contract_, table, report);
  data::warn_of_values_apart(*contract_, table, report);
  data::warn_of_rates(*contract_, table, report);
  evaluate::Options with_agreements = options;
  with_agreements.agreements = footing_->agreements;
  with_agreements.taken = decided(*contract_, *plan_, *from);
  ranged_.emplace(*plan_, *contract_, table, report, std::move(with_agreements));
  ranged_->run();
  leave_out_what_has_come_about(report);
  if (!report.has_errors()) trial::keep_promises(*plan_, *contract_, *ranged_, table, report);
  return !report.has_errors();
}

void Session::prepare_tests() { plan_ = plan::lower(*contract_, desk_.sources()); }

trial::Outcome Session::run_test(const plan::Test& test, Report& report, const Running& running) {
  Report found;
  std::optional<Origin> from = origin_of_test(test.given, found);
  // Whether figures are lacking is asked of the whole contract.
  if (from) from->needs_all = std::any_of(test.expectations.begin(), test.expectations.end(), [](const plan::Expectation& expectation) {
      const auto* error = std::get_if<plan::ExpectError>(&expectation.form);
      return error != nullptr && error->error == code::no_data;
    });
  std::optional<Tables> tables;
  if (from) tables = read(*contract_, *plan_, *from, found, shared_by(contracts()));
  const plan::Happened events = tables ? happened(*tables) : plan::Happened{};
  std::optional<plan::Plan> after;
  if (!events.empty()) {
    after = plan::lower(*contract_, desk_.sources(), events);
    if (!look_at_days(*tables, *after, found)) tables.reset();
  }
  const plan::Plan& plan = after ? *after : *plan_;
  std::optional<trial::Footing> stands;
  if (tables) stands = footing(*contract_, plan, std::move(*tables), {}, found);
  if (stands) {
    stands->decided = decided(*contract_, plan, *from);
    const auto is_this = [&](const syntax::Test* text) { return text->title.text == test.title; };
    const auto text = std::find_if(contract_->tests.begin(), contract_->tests.end(), is_this);
    if (text != contract_->tests.end()) data::warn_of_values(**text, *contract_, stands->table, found);
    data::warn_of_rates(*contract_, stands->table, found);
  }
  std::optional<std::string> scenario;
  if (from && !from->scenarios.empty()) {
    std::vector<std::string> titles;
    for (const Origin::Step& step : from->scenarios) titles.push_back(step.title);
    scenario = fmt::format("{}", fmt::join(titles, " + "));
  }
  const auto agrees = [&](const syntax::Name& file, const std::string& statement, Report& differing) { return statement_agrees(file, statement, running.updates, differing); };
  const plan::Test& lowered = plan.tests[static_cast<std::size_t>(&test - plan_->tests.data())];
  return trial::run_test(lowered, {plan, *contract_, desk_.sources(), std::move(stands), std::move(scenario), std::move(found), running.tried, running.derives, agrees}, report);
}

namespace {

/// The first line in which two texts differ, and what each has there.
struct Difference {
  std::size_t line = 1;
  std::string given;
  std::string expected;
};
Difference first_difference(std::string_view given, std::string_view expected) {
  const auto take_line = [](std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
  };
  for (std::size_t line = 1;; ++line) {
    const std::string_view one = take_line(given);
    const std::string_view other = take_line(expected);
    if (one != other || (given.empty() && expected.empty())) return {line, std::string(one), std::string(other)};
  }
}

}  // namespace

bool Session::statement_agrees(const syntax::Name& file, const std::string& statement, bool updates, Report& report) {
  const std::string contract = desk_.sources()[file.span.source].name();
  std::string why;
  const std::optional<program::Files::Text> text = folder_->read(file.text, contract, why);
  if (text && text->text == statement) return true;
  if (updates) {
    if (folder_->replace_on_disk(file.text, contract, statement, why)) return true;
    report.add(code::unreadable_file).says(fmt::format("`{}` cannot be written: {}", file.text, why)).at(file.span);
    return false;
  }
  if (!text) {
    report.add(code::unreadable_file).says(fmt::format("`{}` cannot be read: {}", file.text, why)).at(file.span).help("`whereas test --update` writes it: read it before you keep it");
    return false;
  }
  const Difference difference = first_difference(statement, text->text);
  report.add(code::expectation_failed)
      .says(fmt::format("the statement is not the one in `{}`", file.text))
      .at(file.span)
      .note(fmt::format("line {} of the statement: {}", difference.line, difference.given))
      .note(fmt::format("line {} of the file: {}", difference.line, difference.expected))
      .help("if the statement is right, `whereas test --update` writes the file anew");
  return false;
}

std::optional<Session::Origin> Session::origin(const FiguresGiven& given, bool is_shared) {
  Origin origin;
  for (const std::string& path : given.data) {
    if (const Source* file = desk_.open_data(path)) origin.files.push_back(file->id());
  }
  if (given.scenario) {
    const std::vector<std::string> titles = scenarios();
    for (const std::string& step : scenario_steps(*given.scenario, titles)) {
      const bool is_known = std::find(titles.begin(), titles.end(), step) != titles.end();
      if (!is_known && is_data_file(step)) {
        if (const Source* file = desk_.open_data(step)) origin.scenarios.push_back({step, file->id()});
      } else if (is_known || is_shared) {
        origin.scenarios.push_back({step, std::nullopt});
      } else {
        throw WrongUsage(no_such_scenario(step, titles));
      }
    }
  }
  if (desk_.report().has_errors()) return std::nullopt;
  return origin;
}

std::optional<Session::Origin> Session::origin_of_test(const std::vector<syntax::Name>& given, Report& report) {
  Origin origin;
  origin.needs_all = false;
  const std::vector<std::string> titles = scenarios();
  for (const syntax::Name& name : given) {
    if (is_data_file(name.text)) {
      const Source* file = open_beside(name, report);
      if (file == nullptr) return std::nullopt;
      origin.files.push_back(file->id());
    } else if (std::find(titles.begin(), titles.end(), name.text) != titles.end()) {
      origin.scenarios.push_back({name.text, std::nullopt});
    } else {
      report.add(code::unknown_name).says(fmt::format("no scenario is titled `{}`", name.text)).at(name.span)
          .help("name a scenario of this contract, or a data file: `given \"FILE.csv\"`");
      return std::nullopt;
    }
  }
  return origin;
}

std::optional<Session::Tables> Session::read(const check::CheckedContract& contract, const plan::Plan& plan, const Origin& origin, Report& report,
                                             const std::optional<data::Shared>& shared) {
  std::optional<data::Table> own = figures(contract, plan, origin, report, shared);
  if (!own) return std::nullopt;
  Tables tables{std::move(*own), {}};
  for (std::size_t place = 0; place < contract.agreements.size(); ++place) {
    std::optional<Tables> other = read(*contract.agreements[place].contract, *plan.agreements[place], origin, report, shared);
    if (!other) return std::nullopt;
    keep_common(tables.own.unused, other->own.unused);
    tables.others.push_back(std::move(*other));
  }
  return tables;
}

evaluate::Taken Session::decided(const check::CheckedContract& contract, const plan::Plan& plan, const Origin& origin) {
  evaluate::Taken taken(contract.estimates.size());
  for (const Origin::Step& step : origin.scenarios) {
    const plan::Scenario* said = step.file ? nullptr : trial::scenario_titled(plan, step.title);
    if (said == nullptr) continue;
    for (const auto& [figure, value] : said->decided) taken[figure] = value;
  }
  return taken;
}

plan::Happened Session::happened(const Tables& tables) {
  plan::Happened days;
  collect(tables.own, days);
  for (const Tables& other : tables.others) days.merge(happened(other));
  return days;
}

std::optional<trial::Footing> Session::footing(const check::CheckedContract& contract, const plan::Plan& plan, Tables tables, const evaluate::Options& options, Report& report) const {
  trial::Footing footing{std::move(tables.own), {}};
  for (std::size_t place = 0; place < contract.agreements.size(); ++place) {
    const check::CheckedContract& other = *contract.agreements[place].contract;
    const plan::Plan& others_plan = *plan.agreements[place];
    const std::size_t errors = report.error_count();
    std::optional<trial::Footing> others = this->footing(other, others_plan, std::move(tables.others[place]), options, report);
    if (!others) return std::nullopt;
    evaluate::Options own;
    own.derive = options.derive;
    own.agreements = std::move(others->agreements);
    footing.agreements.push_back(std::make_shared<evaluate::Agreement>(others_plan, other, std::move(others->table), report, std::move(own)));
    if (report.error_count() > errors) return std::nullopt;
    wait_for(footing.table, *footing.agreements.back());
  }
  return footing;
}

std::optional<data::Table> Session::figures(const check::CheckedContract& contract, const plan::Plan& plan, const Origin& origin, Report& report,
                                            const std::optional<data::Shared>& shared) {
  const std::size_t errors = report.error_count();
  const std::vector<bool> none(plan.needed_inputs.size(), false);
  std::vector<bool> needed = origin.needs_all ? plan.needed_inputs : none;
  std::vector<Assumed> scenarios;
  for (const Origin::Step& step : origin.scenarios) {
    const plan::Scenario* said = step.file ? nullptr : trial::scenario_titled(plan, step.title);
    if (step.file || said != nullptr) scenarios.push_back({said, step.file});
  }
  std::vector<data::Table> of_scenarios;
  for (const Assumed& scenario : scenarios) {
    data::Table& table = of_scenarios.emplace_back();
    std::optional<SourceId> file = scenario.file;
    if (scenario.said != nullptr && scenario.said->file) {
      if (const Source* beside = open_beside(*scenario.said->file, report)) file = beside->id();
    }
    // A file of the contract's own is read by it alone.
    if (file) table = data::read_table(std::vector{*file}, contract, none, desk_.sources(), report, scenario.file ? shared : std::nullopt);
    // What a scenario gives is not asked of the files.
    for (std::size_t input = 0; input < table.series.size(); ++input) {
      if (table.series[input]) needed[input] = false;
    }
    if (scenario.said == nullptr) continue;
    for (const plan::GivenSeries& series : scenario.said->series) needed[series.input] = false;
  }

  if (report.error_count() > errors) return std::nullopt;  // a scenario that cannot be read: what it gives is not lacking elsewhere
  const bool adds_up = origin.adds_up && scenarios.empty();
  data::Table table = data::read_table(origin.files, contract, needed, desk_.sources(), report, shared, adds_up ? plan::merged_dimensions(plan, contract) : std::vector<bool>());
  for (std::size_t scenario = 0; scenario < scenarios.size() && report.error_count() == errors; ++scenario) {
    trial::replace_series(table, std::move(of_scenarios[scenario]));
    const plan::Scenario* said = scenarios[scenario].said;
    if (said == nullptr) continue;
    trial::assume(*said, plan, contract, table, report);
    for (const auto& [event, day] : said->events) data::add_event(table, contract, {event.text, day, event.span}, report);
  }
  if (report.error_count() > errors) return std::nullopt;
  if (!scenarios.empty() || !origin.needs_all) data::find_extent(table, contract, plan.needed_inputs);
  return table;
}

const Source* Session::open(const ContractGiven& given) {
  folder_.emplace(given.path);
  if (given.used) folder_->replace(given.used->first, given.used->second);
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
  report.add(code::unreadable_file).says(fmt::format("`{}` cannot be read: {}", file.text, why)).at(file.span)
      .help("a file that a contract names lies in the folder of the contract");
  return nullptr;
}

}  // namespace whereas::command

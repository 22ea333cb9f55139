#include "interpreter/batch/print_lanes.h"
#include "interpreter/command/command.h"
#include "interpreter/plan/lower.h"
#include "interpreter/plan/print_plan.h"
#include "lang/syntax/print_tree.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace whereas::command {

namespace {

/// What the contract says besides, which pays nothing.
std::string notes_of(const check::CheckedContract& contract) {
  std::string notes;
  for (const syntax::Note* note : contract.notes) {
    notes += fmt::format("  {}\n", made_visible(note->title.text));
    for (const syntax::Name& text : note->texts) notes += fmt::format("    {}\n", made_visible(text.text));
  }
  return notes;
}

/// The values of each dimension that the contract names, and one that stands for all others.
std::vector<std::set<std::string>> values_named(const plan::Plan& plan, const check::CheckedContract& contract) {
  std::vector<std::set<std::string>> values(contract.dimensions.size(), {"any other"});
  const auto take = [&](const plan::Filter& filter) {
    for (const plan::DimensionTest& test : filter) values[test.dimension].insert(test.values.begin(), test.values.end());
  };
  for (const plan::Filter& filter : plan.filters) take(filter);
  for (const plan::Step& step : plan.steps) {
    const auto* changing = std::get_if<plan::Changing>(&step.form);
    if (changing == nullptr) continue;
    for (const plan::Alternative& alternative : changing->alternatives) take(alternative.values);
  }
  return values;
}

/// Figures of no value for every input, over the term.
data::Table blank_table(const plan::Plan& plan, const check::CheckedContract& contract) {
  const std::vector<std::set<std::string>> values = values_named(plan, contract);
  data::Table table;
  table.series.resize(contract.inputs.size());
  for (std::size_t input = 0; input < contract.inputs.size(); ++input) {
    const check::InputInfo& info = contract.inputs[input];
    if (info.asked || info.is_record) continue;
    data::Series& series = table.series[input].emplace();
    series.frequency = info.frequency.value_or(Frequency::month);
    const Date begin = std::min(info.from.value_or(plan.term->begin()), plan.term->begin());
    series.periods = contract.calendar.cut(Period(begin, plan.term->end()), series.frequency);
    std::vector<std::vector<std::string>> columns{{}};
    for (const check::DimensionId dimension : info.dimensions) {
      std::vector<std::vector<std::string>> longer;
      for (const auto& column : columns) {
        for (const std::string& value : values[dimension]) {
          longer.push_back(column);
          longer.back().push_back(value);
        }
      }
      columns = std::move(longer);
    }
    for (auto& column : columns) series.columns.push_back({std::move(column), std::vector<data::Cell>(series.periods.size())});
  }
  data::find_extent(table, contract, plan.needed_inputs);
  return table;
}

/// How the contract runs over many scenarios.
std::string words_of_lanes(const plan::Plan& plan, const check::CheckedContract& contract, const Sources& sources) {
  if (!plan.term) return "\nmany scenarios: the contract names no term, so the steps are known only with data\n";
  const data::Table table = blank_table(plan, contract);
  return "\n" + batch::print_lanes(batch::compile(plan, contract, table), contract, table, sources);
}

}  // namespace

int check(const CheckRequest& request, Screen& screen) {
  int exit_code = 0;
  for (const std::string& path : request.contracts) {
    Desk desk(screen);
    Session session(desk);
    const bool is_good = session.check({path, std::nullopt});
    exit_code = std::max(exit_code, desk.finish());
    if (!is_good) continue;
    if (request.tree) screen.result(syntax::print_tree(session.program().root()));
    if (request.plan) {
      const plan::Plan plan = plan::lower(session.contract(), desk.sources());
      screen.result(plan::print_plan(plan, session.contract()) + (plan.clauses.empty() && plan.waterfalls.empty() ? "" : words_of_lanes(plan, session.contract(), desk.sources())));
    }
    if (!request.tree && !request.plan) screen.result(fmt::format("{}: no errors\n", path) + notes_of(session.contract()));
  }
  return exit_code;
}

}  // namespace whereas::command

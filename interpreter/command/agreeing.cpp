#include "interpreter/command/agreeing.h"

#include "lang/check/types.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <map>
#include <string>

namespace whereas::command {

void refuse_unlike_parties(const std::vector<const check::CheckedContract*>& contracts, Report& report) {
  if (contracts.size() < 2) return;
  std::map<std::string, const check::PartyInfo*> known;
  for (const check::CheckedContract* contract : contracts) {
    for (const check::PartyInfo& party : contract->parties) {
      if (party.full_name == party.name) continue;
      const auto [found, is_new] = known.emplace(party.name, &party);
      if (is_new || found->second->full_name == party.full_name) continue;
      report.add(code::defined_twice)
          .says(fmt::format("`{}` is \"{}\" here, and \"{}\" in another contract", party.name, party.full_name, found->second->full_name))
          .at(party.declared)
          .beside(found->second->declared, "in the other contract")
          .note("what the parties pay one another is added up by their names")
          .help(fmt::format("give the two parties different names, or `{}` the same full name in both contracts", party.name));
    }
  }
}

namespace {

/// `a plain number`, `a rate`, `money in USD, which adds up over time`: what a figure of it counts.
std::string counted(const check::InputInfo& input, const check::CheckedContract& contract) {
  const std::string what = input.is_number ? "a plain number" : check::describe(input.type, contract.units);
  if (input.type.units.empty()) return what;
  return what + (input.type.nature == check::Nature::balance ? " at a moment" : " over a period");
}

}  // namespace

void refuse_unlike_inputs(const std::vector<const check::CheckedContract*>& contracts, Report& report) {
  if (contracts.size() < 2) return;
  struct Known {
    const check::InputInfo* input;
    std::string counts;
  };
  std::map<std::string, Known> known;
  for (const check::CheckedContract* contract : contracts) {
    for (const check::InputInfo& input : contract->inputs) {
      if (input.asked || input.is_implied) continue;
      const std::string counts = counted(input, *contract);
      const auto [found, is_new] = known.emplace(input.name, Known{&input, counts});
      if (is_new || found->second.counts == counts) continue;
      report.add(code::unit_mismatch)
          .says(fmt::format("`{}` is {} here, and {} in another contract, and both read it in the same data", input.name, counts, found->second.counts))
          .at(input.declared)
          .beside(found->second.input->declared, "in the other contract")
          .help("give the two inputs different names, and each its own series in the data");
    }
  }
}

namespace {

Span title_of(const check::CheckedContract& contract) {
  Span title{contract.program->files.front().source, 0, 0};
  for (const auto& declaration : contract.program->files.front().contract->declarations) {
    const auto* setting = std::get_if<syntax::Setting>(&declaration.form);
    if (setting == nullptr) continue;
    if (const auto* deal = std::get_if<syntax::DealTitle>(&setting->form)) title = deal->title.span;
  }
  return title;
}

}  // namespace

void refuse_same_contract(const std::vector<const check::CheckedContract*>& contracts, Report& report) {
  if (contracts.size() < 2) return;
  std::map<std::string, const check::CheckedContract*> known;
  for (const check::CheckedContract* contract : contracts) {
    const auto [found, is_new] = known.emplace(contract->title, contract);
    if (is_new) continue;
    report.add(code::defined_twice)
        .says(fmt::format("two contracts of this run are called \"{}\", and what both pay would be added up", contract->title))
        .at(title_of(*contract), "again here")
        .beside(title_of(*found->second), "first here")
        .help("name each contract once; where they are two, give each a title of its own: `deal \"…\"`");
  }
}

bool FiguresOfAll::take(const check::CheckedContract& contract, const data::Table& table, const std::string& name, Report& report) {
  bool agrees = true;
  for (check::InputId input = 0; input < contract.inputs.size(); ++input) {
    const std::optional<data::Series>& series = table.series[input];
    if (series && series->days.empty()) agrees = take(contract.inputs[input].name, *series, name, report) && agrees;
  }
  return agrees;
}

/// Of one input the first figure that is another is told.
bool FiguresOfAll::take(const std::string& input, const data::Series& series, const std::string& contract, Report& report) {
  bool agrees = true;
  for (const data::Column& column : series.columns) {
    auto& known = known_[{input, series.frequency, column.values}];
    for (std::size_t place = 0; place < series.periods.size(); ++place) {
      const data::Cell& cell = column.cells[place];
      const auto [found, is_new] = known.try_emplace(series.periods[place], Known{&cell, &contract});
      const Known& first = found->second;
      if (is_new || !agrees || first.cell->value == cell.value) continue;
      agrees = false;
      report.add(code::defined_twice)
          .says(fmt::format("`{}` is {} for {} in {}, and {} in {}: an input of one name is one thing", input, spoken(first.cell->value), series.periods[place].text(), *first.contract, spoken(cell.value), contract))
          .at(cell.place, "this figure")
          .beside(first.cell->place, "and this one")
          .help("give both scenarios the same figures, or give one of the inputs another name");
    }
  }
  return agrees;
}

}  // namespace whereas::command

#include "interpreter/command/agreeing.h"

#include "lang/check/types.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <map>
#include <string>

namespace whereas::command {

void refuse_unlike_parties(const std::vector<const check::CheckedContract*>& contracts, Report& report) {
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

namespace {

/// The first period for which two series of one rhythm have other figures; nothing where they agree as far as both go.
struct Unlike {
  Period period;
  const data::Cell* one;
  const data::Cell* other;
};
std::optional<Unlike> first_unlike(const data::Series& one, const data::Series& other) {
  if (one.frequency != other.frequency || !one.days.empty() || !other.days.empty()) return std::nullopt;
  for (const data::Column& column : one.columns) {
    const auto same = std::find_if(other.columns.begin(), other.columns.end(), [&](const data::Column& of) { return of.values == column.values; });
    if (same == other.columns.end()) continue;
    for (std::size_t place = 0; place < one.periods.size(); ++place) {
      const auto period = std::find(other.periods.begin(), other.periods.end(), one.periods[place]);
      if (period == other.periods.end()) continue;
      const data::Cell& beside = same->cells[static_cast<std::size_t>(period - other.periods.begin())];
      if (column.cells[place].value != beside.value) return Unlike{one.periods[place], &column.cells[place], &beside};
    }
  }
  return std::nullopt;
}

}  // namespace

bool refuse_unlike_figures(const Given& one, const Given& other, Report& report) {
  for (check::InputId input = 0; input < one.contract.inputs.size(); ++input) {
    const std::string& name = one.contract.inputs[input].name;
    const auto same = other.contract.input_named(name);
    if (!same || !one.table.series[input] || !other.table.series[*same]) continue;
    const auto unlike = first_unlike(*one.table.series[input], *other.table.series[*same]);
    if (!unlike) continue;
    report.add(code::defined_twice)
        .says(fmt::format("`{}` is {} for {} in {}, and {} in {}: an input of one name is one thing", name, spoken(unlike->one->value), unlike->period.text(), one.name, spoken(unlike->other->value), other.name))
        .at(unlike->other->place, "this figure")
        .beside(unlike->one->place, "and this one")
        .help("give both scenarios the same figures, or give one of the inputs another name");
    return true;
  }
  return false;
}

}  // namespace whereas::command

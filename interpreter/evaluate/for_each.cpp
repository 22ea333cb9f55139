#include "interpreter/evaluate/engine.h"

#include <algorithm>

/// Clauses for each value of a dimension (docs/language/clauses.md): the plan has one clause for every value that the data has, and whoever
/// names the clause means all of them, or those that its filter chooses.
namespace whereas::evaluate {

plan::Values values_in(const check::CheckedContract& contract, const data::Table& table) {
  std::map<check::DimensionId, std::set<std::string>> found;
  for (check::InputId input = 0; input < table.series.size(); ++input) {
    const auto& dimensions = contract.inputs[input].dimensions;
    for (std::size_t place = 0; table.series[input] && place < dimensions.size(); ++place) {
      for (const auto& column : table.series[input]->columns) found[dimensions[place]].insert(column.values[place]);
    }
  }
  plan::Values values;
  for (const auto& [dimension, names] : found) values[dimension] = {names.begin(), names.end()};
  return values;
}

std::vector<check::ClauseId> Evaluation::Engine::settled_as(check::ClauseId written, plan::FilterId filter) const {
  const auto known = plan_.of_values.find(written);
  if (known == plan_.of_values.end()) return {written};
  std::vector<check::ClauseId> chosen;
  for (const check::ClauseId id : known->second) {
    const plan::Obligation* obligation = obligation_of(id);
    if (obligation != nullptr && passes(*obligation, filter)) chosen.push_back(id);
  }
  return chosen;
}

/// Whether the value for which an obligation is passes the tests; one that is for no value in particular does.
bool Evaluation::Engine::passes(const plan::Obligation& obligation, plan::FilterId filter) const {
  return std::all_of(filters_[filter].begin(), filters_[filter].end(), [&](const plan::DimensionTest& test) {
    const auto& own = filters_[obligation.filter];
    const auto same = std::find_if(own.begin(), own.end(), [&](const plan::DimensionTest& one) { return one.dimension == test.dimension; });
    return same == own.end() || std::binary_search(test.values.begin(), test.values.end(), same->values.front()) != test.is_not;
  });
}

const plan::Clause* Evaluation::Engine::clause_of(check::ClauseId id) const {
  const auto found = std::find_if(plan_.clauses.begin(), plan_.clauses.end(), [&](const plan::Clause& clause) { return clause.id == id; });
  return found == plan_.clauses.end() ? nullptr : &*found;
}

const plan::Obligation* Evaluation::Engine::obligation_of(check::ClauseId id) const {
  if (const plan::Clause* clause = clause_of(id)) return clause;
  return waterfall_of(id);
}

std::string Evaluation::Engine::title_of(check::ClauseId id) const {
  const plan::Obligation* obligation = obligation_of(id);
  return obligation != nullptr ? obligation->title : contract_.clauses[id].title;
}

}  // namespace whereas::evaluate

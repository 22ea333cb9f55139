// Clauses that are by themselves for every value of a dimension.
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

/// The values are those that the data has, in the order of their letters, in any input that is given by the dimension.
std::vector<Obligation> Settling::obligations() const {
  std::vector<Obligation> all;
  for (check::ClauseId clause = 0; clause < contract_.clauses.size(); ++clause) {
    const auto& dimension = contract_.clauses[clause].for_each;
    if (!dimension) {
      all.push_back({clause, {}});
      continue;
    }
    std::set<std::string> values;
    for (check::InputId input = 0; input < contract_.inputs.size(); ++input) {
      const auto& dimensions = contract_.inputs[input].dimensions;
      const auto place = std::find(dimensions.begin(), dimensions.end(), *dimension) - dimensions.begin();
      if (!table_.series[input] || place == std::ssize(dimensions)) continue;
      for (const data::Column& column : table_.series[input]->columns) values.insert(column.values[static_cast<std::size_t>(place)]);
    }
    for (const auto& value : values) all.push_back({clause, {Pin{contract_.dimensions[*dimension].name, false, {value}, true}}});
  }
  return all;
}

/// All of a clause together, or those for the values that are chosen.
std::vector<ObligationId> Settling::obligations_of(check::ClauseId clause, const std::vector<Pin>& pins) const {
  const auto is_chosen = [&](const Obligation& one) {
    return std::all_of(pins.begin(), pins.end(), [&](const Pin& pin) {
      if (one.pins.empty() || one.pins.front().dimension != pin.dimension) return true;
      const bool is_named = std::find(pin.values.begin(), pin.values.end(), one.pins.front().values.front()) != pin.values.end();
      return is_named != pin.is_not;
    });
  };
  std::vector<ObligationId> result;
  for (ObligationId id = 0; id < obligations_.size(); ++id) {
    if (obligations_[id].clause == clause && is_chosen(obligations_[id])) result.push_back(id);
  }
  return result;
}

/// In the order named, each for all of its values.
std::vector<ObligationId> Settling::held_by(const check::TogetherInfo& together) const {
  std::vector<ObligationId> result;
  for (const auto clause : together.clauses) {
    for (const auto id : obligations_of(clause)) result.push_back(id);
  }
  return result;
}

/// An advance for each product is recouped by the clause for that product; one for all of them by each in turn.
bool Settling::shares_advance(const std::string& advance, ObligationId one, ObligationId other) const {
  const auto clause = contract_.clause_titled(advance);
  return !clause || !contract_.clauses[*clause].for_each || obligations_[one].pins == obligations_[other].pins;
}

}  // namespace whereas::reference

#include "interpreter/plan/for_each_value.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::plan {

namespace {

/// The clauses for the values of the dimension by which each such clause is written. The same in every plan of one contract.
std::map<check::ClauseId, std::vector<check::ClauseId>> numbered(const check::CheckedContract& contract, const Values& values) {
  std::map<check::ClauseId, std::vector<check::ClauseId>> of_values;
  auto next = static_cast<check::ClauseId>(contract.clauses.size());
  for (check::ClauseId id = 0; id < contract.clauses.size(); ++id) {
    if (!contract.clauses[id].for_each) continue;
    auto& clauses = of_values[id];
    const auto known = values.find(*contract.clauses[id].for_each);
    for (std::size_t place = 0; known != values.end() && place < known->second.size(); ++place) clauses.push_back(next++);
  }
  return of_values;
}

/// The clause as it stands for one value.
Clause for_value(const Clause& written, check::ClauseId id, const std::string& dimension, const std::string& value, FilterId filter) {
  Clause clause = written;
  clause.id = id;
  clause.title = fmt::format("{}, {} {}", written.title, dimension, value);
  clause.for_each.reset();
  clause.filter = filter;
  return clause;
}

/// An advance that is paid for each value is recouped for the same.
void recoup_own_advance(Clause& clause, std::size_t place, const std::map<check::ClauseId, std::vector<check::ClauseId>>& of_values) {
  for (Proviso& proviso : clause.provisos) {
    auto* recouping = std::get_if<Recouping>(&proviso.form);
    const auto advances = recouping != nullptr ? of_values.find(recouping->advance) : of_values.end();
    if (advances != of_values.end()) recouping->advance = advances->second[place];
  }
}

/// Puts the clauses for the values in the places of those written for each.
std::vector<check::ClauseId> in_their_places(const std::vector<check::ClauseId>& written, const std::map<check::ClauseId, std::vector<check::ClauseId>>& of_values) {
  std::vector<check::ClauseId> clauses;
  for (const check::ClauseId id : written) {
    const auto known = of_values.find(id);
    if (known == of_values.end()) clauses.push_back(id);
    else clauses.insert(clauses.end(), known->second.begin(), known->second.end());
  }
  return clauses;
}

}  // namespace

void settle_for_each_value(Plan& plan, const check::CheckedContract& contract, const Values& values) {
  plan.of_values = numbered(contract, values);
  // The texts of one clause stand one after the other.
  std::vector<Clause> clauses;
  for (const Clause& written : plan.clauses) {
    if (!written.for_each) clauses.push_back(written);
    const bool is_first = clauses.empty() || clauses.back().written != written.id;
    if (!written.for_each || !is_first) continue;
    const auto& ids = plan.of_values[written.id];
    for (std::size_t place = 0; place < ids.size(); ++place) {
      const std::string& value = values.at(*written.for_each)[place];
      const auto filter = static_cast<FilterId>(plan.filters.size());
      plan.filters.push_back({DimensionTest{*written.for_each, false, {value}, true}});
      for (const Clause& text : plan.clauses) {
        if (text.id != written.id) continue;
        clauses.push_back(for_value(text, ids[place], contract.dimensions[*written.for_each].name, value, filter));
        recoup_own_advance(clauses.back(), place, plan.of_values);
      }
    }
  }
  plan.clauses = std::move(clauses);
  plan.order = in_their_places(plan.order, plan.of_values);
  for (Together& together : plan.togethers) together.clauses = in_their_places(together.clauses, plan.of_values);
  for (Plan& before : plan.before_signing) settle_for_each_value(before, contract, values);
}

}  // namespace whereas::plan

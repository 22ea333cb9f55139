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

/// The obligation as it stands for one value.
template <typename Text>
Text for_value(const Text& written, check::ClauseId id, const std::string& dimension, const std::string& value, FilterId filter) {
  Text text = written;
  text.id = id;
  text.title = fmt::format("{}, {} {}", written.title, dimension, value);
  text.for_each.reset();
  text.filter = filter;
  return text;
}

/// An advance that is paid for each value is recouped for the same.
void recoup_own_advance(Clause& clause, std::size_t place, const std::map<check::ClauseId, std::vector<check::ClauseId>>& of_values) {
  for (Proviso& proviso : clause.provisos) {
    auto* recouping = std::get_if<Recouping>(&proviso.form);
    const auto advances = recouping != nullptr ? of_values.find(recouping->advance) : of_values.end();
    if (advances != of_values.end()) recouping->advance = advances->second[place];
  }
}

void recoup_own_advance(Waterfall&, std::size_t, const std::map<check::ClauseId, std::vector<check::ClauseId>>&) {}

/// What is written for each value, once for each; the texts of one stand one after the other.
template <typename Text>
std::vector<Text> for_their_values(const std::vector<Text>& all, Plan& plan, const check::CheckedContract& contract, const Values& values) {
  std::vector<Text> made;
  for (const Text& written : all) {
    if (!written.for_each) made.push_back(written);
    const bool is_first = made.empty() || made.back().written != written.id;
    if (!written.for_each || !is_first) continue;
    const auto& ids = plan.of_values[written.id];
    for (std::size_t place = 0; place < ids.size(); ++place) {
      const std::string& value = values.at(*written.for_each)[place];
      const auto filter = static_cast<FilterId>(plan.filters.size());
      plan.filters.push_back({DimensionTest{*written.for_each, false, {value}, true}});
      for (const Text& text : all) {
        if (text.id != written.id) continue;
        made.push_back(for_value(text, ids[place], contract.dimensions[*written.for_each].name, value, filter));
        recoup_own_advance(made.back(), place, plan.of_values);
      }
    }
  }
  return made;
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
  plan.clauses = for_their_values(plan.clauses, plan, contract, values);
  plan.waterfalls = for_their_values(plan.waterfalls, plan, contract, values);
  plan.order = in_their_places(plan.order, plan.of_values);
  for (Together& together : plan.togethers) together.clauses = in_their_places(together.clauses, plan.of_values);
  for (Plan& before : plan.before_signing) settle_for_each_value(before, contract, values);
}

}  // namespace whereas::plan

#include "interpreter/evaluate/engine.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::evaluate {

using syntax::match;

Figure Evaluation::Engine::changing(plan::StepId step, const plan::Changing& change, const Asking& asking) {
  const Period& window = asking.window;
  const auto settlement = settlement_holding(window.begin(), asking.schedule);
  const Period* governed = settlement ? &settlement_periods(asking.schedule)[*settlement] : nullptr;
  for (const auto& alternative : change.alternatives) {
    const bool by_settlement = alternative.during || alternative.once;
    std::optional<Date> inside;
    if (alternative.from && window.begin() < *alternative.from && *alternative.from < window.end()) inside = alternative.from;
    if (alternative.end && window.begin() < *alternative.end && *alternative.end < window.end()) inside = alternative.end;
    if (by_settlement && governed != nullptr && governed->end() < window.end()) inside = governed->end();
    if (!inside) continue;
    report_.add(code::rate_over_periods)
        .says(fmt::format("`{}` can change on {}, inside the days from {} that it is asked for", change.name, inside->text(), window.text()))
        .at(plan_.steps[step].said)
        .beside(alternative.said, "changes here")
        .help(fmt::format("apply it to a sum that can be measured in parts (`{} of revenue`), or ask for it over one settlement period", change.name));
    stop();
  }
  std::vector<ReasonId> why;
  for (auto alternative = change.alternatives.rbegin(); alternative != change.alternatives.rend(); ++alternative) {
    if (!rules(*alternative, asking, settlement, why)) continue;
    const Figure figure = value(alternative->value, asking);
    if (settling_) stood_at_[{step, settling_for_}][window.begin()] = {figure.value, alternative->said};
    if (derives()) why.push_back(figure.why);
    return because(Rule::choice, figure.value, change.name, window, alternative->said, std::move(why), change.is_rate);
  }
  const Figure figure = value(change.base, asking);
  if (settling_) stood_at_[{step, settling_for_}][window.begin()] = {figure.value, plan_.steps[step].said};
  if (derives()) why.push_back(figure.why);
  return because(Rule::choice, figure.value, change.name, window, plan_.steps[step].said, std::move(why), change.is_rate);
}

bool Evaluation::Engine::rules(const plan::Alternative& alternative, const Asking& asking, std::optional<std::size_t> settlement, std::vector<ReasonId>& why) {
  const Date day = asking.window.begin();
  if (alternative.from && day < *alternative.from) return false;
  if (alternative.end && day >= *alternative.end) return false;
  if (alternative.during) {
    if (!settlement || (alternative.during_from_next_period && *settlement == 0)) return false;
    const std::size_t tested = alternative.during_from_next_period ? *settlement - 1 : *settlement;
    if (!holds_at(*alternative.during, asking.schedule, tested, derives() ? &why : nullptr)) return false;
  }
  if (alternative.once) {
    if (!settlement) return false;
    if (!held_before(*alternative.once, asking.schedule, alternative.once_from_that_period ? *settlement + 1 : *settlement, derives() ? &why : nullptr)) return false;
  }
  return true;
}

bool Evaluation::Engine::held_before(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement, std::vector<ReasonId>* why) {
  ConditionHistory& history = histories_[{condition, schedule, settling_for_}];
  if (const auto& from = plan_.conditions[condition].counted_from; from && history.looked_at == 0) {
    history.looked_at = std::max(*from, term_.begin()) < term_.end() ? settlement_holding(std::max(*from, term_.begin()), schedule).value_or(0) : settlement;
  }
  while (!history.first_true && history.looked_at < settlement) {
    const std::size_t place = history.looked_at;
    std::vector<ReasonId> tested;
    const bool held = holds_at(condition, schedule, place, derives() ? &tested : nullptr);
    // Looking may have asked for the same history: what it found stands.
    if (history.looked_at != place) continue;
    if (held) history.first_true = place;
    ++history.looked_at;
    if (!derives()) continue;
    history.why.resize(history.looked_at);
    history.why.back() = std::move(tested);
  }
  const bool held = history.first_true && *history.first_true < settlement;
  const std::size_t told = held ? *history.first_true : settlement - 1;
  if (why != nullptr && settlement > 0 && told < history.why.size()) why->insert(why->end(), history.why[told].begin(), history.why[told].end());
  return held;
}

bool Evaluation::Engine::holds_at(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement, std::vector<ReasonId>* why) {
  const Period& period = settlement_periods(schedule)[settlement];
  // As it stood at the end of that period, also where it is looked at later.
  const Date present = present_end_;
  present_end_ = std::min(present_end_, period.end());
  const bool held = holds(condition, {period, settling_for_, schedule}, why);
  present_end_ = present;
  return held;
}

bool Evaluation::Engine::holds(plan::ConditionId id, const Asking& asking, std::vector<ReasonId>* why) {
  const plan::Condition& condition = plan_.conditions[id];
  if (condition.where_passed && asking.window.end() < term_.begin().plus(*condition.where_passed)) return false;
  const bool result = std::visit(match{
                                     [&](const plan::Compare& compare) {
                                       using Relation = syntax::Comparison::Relation;
                                       const Figure left = value(compare.left, asking);
                                       const Figure right = value(compare.right, asking);
                                       const auto order = left.value <=> right.value;
                                       bool held = false;
                                       switch (compare.relation) {
                                         case Relation::at_least: held = order >= 0; break;
                                         case Relation::at_most: held = order <= 0; break;
                                         case Relation::under: held = order < 0; break;
                                         case Relation::over: held = order > 0; break;
                                         case Relation::exactly: held = order == 0; break;
                                       }
                                       held = held != compare.is_not;
                                       if (why != nullptr && derives()) {
                                         why->push_back(because(Rule::truth, held ? 1 : 0, {}, asking.window, condition.said, {left.why, right.why}).why);
                                       }
                                       return held;
                                     },
                                     [&](const plan::OnOrAfter& on) {
                                       const bool held = asking.window.last() >= on.day;
                                       if (why != nullptr && derives()) why->push_back(because(Rule::truth, held ? 1 : 0, {}, asking.window, condition.said, {}).why);
                                       return held;
                                     },
                                     [&](const plan::AllOf& all) {
                                       return std::all_of(all.conditions.begin(), all.conditions.end(), [&](plan::ConditionId part) { return holds(part, asking, why); });
                                     },
                                     [&](const plan::AnyOf& any) {
                                       return std::any_of(any.conditions.begin(), any.conditions.end(), [&](plan::ConditionId part) { return holds(part, asking, why); });
                                     },
                                 },
                                 condition.form);
  return result;
}

void Evaluation::Engine::collect_changes() {
  for (const auto& [asked, stood] : stood_at_) {
    const auto [step, filter] = asked;
    const auto* rises = std::get_if<plan::Rising>(&plan_.steps[step].form);
    const auto* changes = std::get_if<plan::Changing>(&plan_.steps[step].form);
    std::string name = rises != nullptr ? rises->name : changes->name;
    if (filter != 0) name += " " + words_of(filters_[filter]);
    const bool is_rate = rises != nullptr ? rises->is_rate : changes->is_rate;
    const std::pair<Number, Span>* before = nullptr;
    for (const auto& [day, now] : stood) {
      if (before != nullptr && before->first != now.first) {
        payments_.changes.push_back({day, name, before->first, now.first, is_rate, now.second});
      }
      before = &now;
    }
  }
  std::stable_sort(payments_.changes.begin(), payments_.changes.end(), [](const RateChange& a, const RateChange& b) { return a.day < b.day; });
}

}  // namespace whereas::evaluate

#include "interpreter/evaluate/engine.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::evaluate {

using syntax::match;

std::optional<std::size_t> Evaluation::Engine::ruling(const plan::Changing& change, const Asking& asking, std::vector<ReasonId>* why) {
  const auto settlement = settlement_holding(asking.window.begin(), asking.schedule);
  for (std::size_t place = change.alternatives.size(); place-- > 0;) {
    if (rules(change.alternatives[place], asking, settlement, why)) return place;
  }
  return std::nullopt;
}

/// Over several settlement periods, and over a day on which an exception begins or ends, it is one figure only where the same text rules throughout.
Figure Evaluation::Engine::changing(plan::StepId step, const plan::Changing& change, const Asking& asking) {
  if (has_points(change)) return changing_at_points(step, change, asking);
  const Period& window = asking.window;
  std::vector<ReasonId> why;
  const auto place = ruling(change, asking, &why);
  std::vector<Date> dates;
  for (const auto& alternative : change.alternatives) {
    if (alternative.from) dates.push_back(*alternative.from);
    if (alternative.end) dates.push_back(*alternative.end);
  }
  for (const Period& piece : pieces(window, dates, asking.schedule)) {
    const auto other = piece.begin() == window.begin() ? place : ruling(change, {piece, asking.filter, asking.schedule}, nullptr);
    if (other == place) continue;
    report_.add(code::rate_over_periods)
        .says(fmt::format("`{}` changes on {}, inside the days from {} that it is asked for", change.name, piece.begin().text(), window.text()))
        .at(plan_.steps[step].said)
        .beside(change.alternatives[other ? *other : *place].said, other ? "from that day" : "until then")
        .help(change.is_rate ? fmt::format("apply the rate to a sum (`{} of revenue`), or ask for it in one {}", change.name, noun(contract_.settlement.frequency.value_or(Frequency::month)))
                             : std::string("a sum or a limit counts once over its whole window: let it change on the first day of one, or let an amendment restate the clause, `now reads, counting on`"));
    stop();
  }
  for (std::size_t asked = change.alternatives.size(); asked-- > place.value_or(0);) tried(change.alternatives[asked].said, place == asked);
  const plan::StepId ruled = place ? change.alternatives[*place].value : change.base;
  const Span said = place ? change.alternatives[*place].said : plan_.steps[step].said;
  const Figure figure = value(ruled, asking);
  if (settling_) stood_at_[{step, settling_for_}][window.begin()] = {figure.value, said};
  if (derives()) why.push_back(figure.why);
  return because(Rule::choice, figure.value, change.name, window, said, std::move(why), change.is_rate);
}

bool Evaluation::Engine::rules(const plan::Alternative& alternative, const Asking& asking, std::optional<std::size_t> settlement, std::vector<ReasonId>* why) {
  if (!rules_apart_from_point(alternative, asking, settlement, why)) return false;
  return !alternative.once_from_that_point || past_the_point(alternative, asking).value == Number(1);
}

bool Evaluation::Engine::rules_apart_from_point(const plan::Alternative& alternative, const Asking& asking, std::optional<std::size_t> settlement, std::vector<ReasonId>* why) {
  const Date day = asking.window.begin();
  if (alternative.from && day < *alternative.from) return false;
  if (alternative.end && day >= *alternative.end) return false;
  if (!is_of(alternative, asking)) return false;
  if (alternative.during) {
    if (!settlement) return false;
    if (!rules_while(*alternative.during, alternative.during_from_next_period, alternative.during_lasts, asking.schedule, *settlement, derives() ? why : nullptr)) return false;
  }
  if (alternative.once && !alternative.once_from_that_point) {
    if (!settlement) return false;
    if (!held_before(*alternative.once, asking.schedule, alternative.once_from_that_period ? *settlement + 1 : *settlement, derives() ? why : nullptr)) return false;
  }
  return true;
}

/// Whether it is asked for values for which the exception is.
bool Evaluation::Engine::is_of(const plan::Alternative& alternative, const Asking& asking) {
  return std::all_of(alternative.values.begin(), alternative.values.end(), [&](const plan::DimensionTest& test) {
    const plan::Filter& asked = filters_[asking.filter];
    const auto same = std::find_if(asked.begin(), asked.end(), [&](const plan::DimensionTest& one) { return one.dimension == test.dimension; });
    const auto is_one = [&](const std::string& value) { return std::binary_search(test.values.begin(), test.values.end(), value); };
    const bool is_known = same != asked.end() && !same->is_not && !same->values.empty();
    const auto within = is_known ? std::count_if(same->values.begin(), same->values.end(), is_one) : 0;
    if (is_known && within == static_cast<std::ptrdiff_t>(same->values.size())) return true;
    if (is_known && within == 0) return false;
    report_.add(code::not_over_dimension)
        .says(fmt::format("this is of one {0} alone, and is asked for several together", contract_.dimensions[test.dimension].name))
        .at(alternative.said)
        .help(fmt::format("work out what it applies to for each {0}: `the sum over {0} of …`", contract_.dimensions[test.dimension].name));
    stop();
  });
}

bool Evaluation::Engine::held_before(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement, std::vector<ReasonId>* why) {
  ConditionHistory& history = histories_[{condition, schedule, settling_for_}];
  if (const auto& from = plan_.conditions[condition].counted_from; from && history.looked_at == 0) {
    history.looked_at = std::max(*from, term_.begin()) < term_.end() ? settlement_holding(std::max(*from, term_.begin()), schedule).value_or(0) : settlement;
  }
  while (!history.first_true && history.looked_at < settlement) {
    const std::size_t place = history.looked_at;
    std::vector<ReasonId> tested;
    const bool held = holds_at(condition, schedule, place, derives() ? &tested : nullptr, plan_.conditions[condition].counted_from);
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

bool Evaluation::Engine::holds_at(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement, std::vector<ReasonId>* why, std::optional<Date> from) {
  const Period& period = settlement_periods(schedule)[settlement];
  if (settling_ && !settling_clause_ && period.end() > present_end_) {
    // A sum on a day, whose rate hangs on the whole settlement period that holds the day.
    report_.add(code::looks_ahead)
        .says(fmt::format("whether this holds is known on {}, and the payment is settled on {}", period.last().text(), present_end_.plus_days(-1).text()))
        .at(plan_.conditions[condition].said)
        .note("a payment sees nothing after the last day of its own period, the day on which it is paid")
        .help("let the rate hang on the period before (`while …, from the next period`), or pay the sum on the last day of a settlement period");
    stop();
  }
  // As it stood at the end of that period, also where it is looked at later.
  struct Present {  // put back also where the condition hangs on what is not known
    Date& end;
    Date before;
    ~Present() { end = before; }
  } present{present_end_, present_end_};
  present_end_ = std::min(present_end_, period.end());
  const Period tested = from ? period.from(*from).value_or(period) : period;
  return holds(condition, {tested, settling_for_, schedule}, why);
}

bool Evaluation::Engine::compares(plan::ConditionId id, const plan::Compare& compare, const Asking& asking, std::vector<ReasonId>* why) {
  using Relation = syntax::Comparison::Relation;
  const Span said = plan_.conditions[id].said;
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
  tried(said, held);
  if (why != nullptr && derives()) why->push_back(with(because(Rule::truth, held ? 1 : 0, {}, asking.window, said, {left.why, right.why}), ComparedBy{compare.relation, compare.is_not}).why);
  return held;
}

bool Evaluation::Engine::holds(plan::ConditionId id, const Asking& asking, std::vector<ReasonId>* why) {
  const plan::Condition& condition = plan_.conditions[id];
  if (condition.where_passed && asking.window.end() < term_.begin().plus(*condition.where_passed)) return false;
  const bool result = std::visit(match{
                                     [&](const plan::Compare& compare) {
                                       if (!condition.running) return compares(id, compare, asking, why);
                                       const auto periods = periods_running(condition, asking.window);
                                       return periods && std::all_of(periods->begin(), periods->end(), [&](const Period& period) { return compares(id, compare, {period, asking.filter, asking.schedule}, why); });
                                     },
                                     [&](const plan::OnOrAfter& on) {
                                       const bool held = asking.window.last() >= on.day;
                                       tried(condition.said, held);
                                       if (why != nullptr && derives()) why->push_back(with(because(Rule::truth, held ? 1 : 0, {}, asking.window, condition.said, {}), FromDay{on.day}).why);
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

#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

/// Rates that change at the point at which a figure passes another (docs/language: Rates that change, "From a point"). Inside the data period in which it
/// passes nobody knows the day: so much of that period as lies past the point is at the new rate, the rest at the old one.
namespace whereas::evaluate {

using syntax::match;

namespace {

const plan::InWindow& to_date_of(const plan::Plan& plan, const plan::Compare& compare) { return std::get<plan::InWindow>(plan.steps[compare.left].form); }

const plan::Compare& compared(const plan::Plan& plan, const plan::Alternative& alternative) { return std::get<plan::Compare>(plan.conditions[*alternative.once].form); }

/// Whether a figure moves in step with the rates below it that change: what is made of their mean is then the mean of what is made of them.
class InStep {
 public:
  InStep(const plan::Plan& plan, const std::vector<plan::StepId>& changing) : plan_(plan), changing_(changing.begin(), changing.end()) {}

  bool moves(plan::StepId id) {
    if (changing_.contains(id)) return true;
    if (const auto known = known_.find(id); known != known_.end()) return known->second;
    bool found = false;
    plan::for_each_operand(plan_, id, [&](plan::StepId operand) { found = found || moves(operand); });
    return known_[id] = found;
  }

  bool in_step(plan::StepId id) {
    if (changing_.contains(id) || !moves(id)) return true;
    const auto all = [&](const std::vector<plan::StepId>& steps) { return std::all_of(steps.begin(), steps.end(), [&](plan::StepId step) { return in_step(step); }); };
    return std::visit(match{
                          [&](const plan::Add& sum) { return all(sum.operands); },
                          [&](const plan::Subtract& difference) { return in_step(difference.from) && all(difference.operands); },
                          [&](const plan::Multiply& product) { return !(moves(product.left) && moves(product.right)) && in_step(product.left) && in_step(product.right); },
                          [&](const plan::Divide& quotient) { return !moves(quotient.divisor) && in_step(quotient.dividend); },
                          [&](const plan::Negate& negate) { return in_step(negate.operand); },
                          [&](const plan::Filtered& filtered) { return in_step(filtered.operand); },
                          [&](const plan::Named& named) { return in_step(named.operand); },
                          [&](const plan::Within& within) { return in_step(within.operand); },
                          [&](const plan::OverDimension& over) { return over.taking == syntax::Taking::sum && in_step(over.operand); },
                          // The greater of two, a rounding or a package of the mean is not the mean of theirs.
                          [](const auto&) { return false; },
                      },
                      plan_.steps[id].form);
  }

 private:
  const plan::Plan& plan_;
  std::unordered_set<plan::StepId> changing_;
  std::unordered_map<plan::StepId, bool> known_;
};

}  // namespace

bool Evaluation::Engine::has_points(const plan::Changing& change) {
  return std::any_of(change.alternatives.begin(), change.alternatives.end(), [](const plan::Alternative& one) { return one.once_from_that_point; });
}

Figure Evaluation::Engine::past_the_point(const plan::Alternative& alternative, const Asking& asking) {
  const plan::Compare& compare = compared(plan_, alternative);
  const plan::InWindow& to_date = to_date_of(plan_, compare);
  const Span said = plan_.conditions[*alternative.once].said;
  const Asking here{asking.window, settling_for_, asking.schedule};
  const auto counted = window_of(to_date, here, said);
  if (!counted || asking.window.begin() < counted->begin()) {
    report_.add(code::rate_over_periods)
        .says(fmt::format("the point from which this rules is looked for in each window by itself, and the days from {} lie in more than one", asking.window.text()))
        .at(said)
        .help("ask for it in one of them, or apply the rate to a sum");
    stop();
  }
  const Figure now = value(compare.left, here);
  const Figure grown = value(to_date.operand, here);
  const Figure point = value(compare.right, here);
  if (grown.value.is_negative()) {
    report_.add(code::out_of_range)
        .says(fmt::format("what comes together falls over {}, and a point that is passed is looked for in what only grows", asking.window.text()))
        .at(said)
        .help("test it period by period: `while …`, or `once …, from that period`");
    stop();
  }
  const Figure before = because(Rule::difference, now.value - grown.value, "to date before these days", asking.window, said, {now.why, grown.why});
  if (before.value >= point.value) {
    return with(because(Rule::truth, 1, {}, asking.window, said, {before.why, point.why}), ComparedBy{syntax::Comparison::Relation::at_least, false});
  }
  if (now.value <= point.value) {
    return with(because(Rule::truth, 0, {}, asking.window, said, {now.why, point.why}), ComparedBy{syntax::Comparison::Relation::over, false});
  }
  const Figure past = because(Rule::difference, now.value - point.value, "past the point", asking.window, said, {now.why, point.why});
  return because(Rule::quotient, past.value / grown.value, "the part of these days that lies past the point", asking.window, said, {past.why, grown.why}, true);
}

bool Evaluation::Engine::holds_a_point(plan::StepId step, const Asking& asking) {
  const auto* change = std::get_if<plan::Changing>(&plan_.steps[step].form);
  if (change == nullptr || !has_points(*change)) return false;
  const auto settlement = settlement_holding(asking.window.begin(), asking.schedule);
  return std::any_of(change->alternatives.begin(), change->alternatives.end(), [&](const plan::Alternative& one) {
    if (!one.once_from_that_point || !rules_apart_from_point(one, asking, settlement, nullptr)) return false;
    const Number past = past_the_point(one, asking).value;
    return !past.is_zero() && past != Number(1);
  });
}

/// The shortest periods of the data below it that flow.
std::optional<Frequency> Evaluation::Engine::data_below(plan::StepId step) const {
  std::optional<Frequency> shortest;
  std::unordered_set<plan::StepId> seen{step};
  std::vector<plan::StepId> waiting{step};
  while (!waiting.empty()) {
    const plan::StepId next = waiting.back();
    waiting.pop_back();
    const auto* series = std::get_if<plan::SeriesFigure>(&plan_.steps[next].form);
    const bool flows = series != nullptr && plan_.steps[next].nature == check::Nature::flow && table_.series[series->input].has_value();
    if (flows && (!shortest || is_shorter(table_.series[series->input]->frequency, *shortest))) shortest = table_.series[series->input]->frequency;
    plan::for_each_operand(plan_, next, [&](plan::StepId operand) {
      if (seen.insert(operand).second) waiting.push_back(operand);
    });
  }
  return shortest;
}

/// A point is looked for in each period of the data by itself, so that what comes after that period is all at the new rate.
std::vector<Date> Evaluation::Engine::cuts_at_points(const std::vector<plan::StepId>& changing, const Period& window) {
  std::vector<Date> cuts;
  for (const plan::StepId step : changing) {
    const auto* change = std::get_if<plan::Changing>(&plan_.steps[step].form);
    if (change == nullptr) continue;
    for (const plan::Alternative& one : change->alternatives) {
      if (!one.once_from_that_point) continue;
      const auto each = data_below(to_date_of(plan_, compared(plan_, one)).operand);
      if (!each) continue;
      for (const Period& period : plan_.calendar.cut(window, *each)) cuts.push_back(period.begin());
    }
  }
  return cuts;
}

void Evaluation::Engine::refuse_bent(const plan::InParts& parts, const std::vector<plan::StepId>& changing, const Asking& asking) {
  for (const plan::StepId step : changing) {
    if (!holds_a_point(step, asking) || InStep(plan_, {step}).in_step(parts.operand)) continue;
    report_.add(code::rate_over_periods)
        .says(fmt::format("`{}` changes at a point inside {}, and what it enters here does not split there", std::get<plan::Changing>(plan_.steps[step].form).name, asking.window.text()))
        .at(plan_.steps[parts.operand].said)
        .help("apply the rate to the money by itself, and take the greater or round what that comes to");
    stop();
  }
}

Figure Evaluation::Engine::changing_at_points(plan::StepId step, const plan::Changing& change, const Asking& asking) {
  const auto apart = [&](const Asking& here) {
    std::vector<bool> rules;
    const auto settlement = settlement_holding(here.window.begin(), here.schedule);
    for (const plan::Alternative& one : change.alternatives) rules.push_back(rules_apart_from_point(one, here, settlement, nullptr));
    return rules;
  };
  std::vector<Date> dates;
  for (const auto& alternative : change.alternatives) {
    if (alternative.from) dates.push_back(*alternative.from);
    if (alternative.end) dates.push_back(*alternative.end);
  }
  const auto first = apart(asking);
  for (const Period& piece : pieces(asking.window, dates, asking.schedule)) {
    if (apart({piece, asking.filter, asking.schedule}) == first) continue;
    report_.add(code::rate_over_periods)
        .says(fmt::format("`{}` changes on {}, inside the days from {} that it is asked for", change.name, piece.begin().text(), asking.window.text()))
        .at(plan_.steps[step].said)
        .help(fmt::format("apply the rate to a sum (`{} of revenue`), or ask for it in one period", change.name));
    stop();
  }
  // Over several periods of the data the rate of the part past the point is no mean of theirs.
  if (cuts_at_points({step}, asking.window).size() > 1 && holds_a_point(step, asking)) {
    report_.add(code::rate_over_periods)
        .says(fmt::format("`{}` changes at a point inside the days from {} that it is asked for, which are several periods of the data", change.name, asking.window.text()))
        .at(plan_.steps[step].said)
        .help(fmt::format("apply the rate to a sum (`{} of revenue`), or ask for it in one period", change.name));
    stop();
  }
  return mean_at_points(step, change, asking, change.alternatives.size(), {});
}

/// The last exception that rules; where its point lies inside the days, its part of them at its rate and the rest at what rules without it.
Figure Evaluation::Engine::mean_at_points(plan::StepId step, const plan::Changing& change, const Asking& asking, std::size_t below, std::vector<ReasonId> why) {
  const Period& window = asking.window;
  const auto settlement = settlement_holding(window.begin(), asking.schedule);
  const auto chosen = [&](plan::StepId ruled, Span said) {
    const Figure figure = value(ruled, asking);
    if (settling_ && below == change.alternatives.size()) stood_at_[{step, settling_for_}][window.begin()] = {figure.value, said};
    if (derives()) why.push_back(figure.why);
    return because(Rule::choice, figure.value, change.name, window, said, why, change.is_rate);
  };
  for (std::size_t place = below; place-- > 0;) {
    const plan::Alternative& one = change.alternatives[place];
    const bool rules = rules_apart_from_point(one, asking, settlement, derives() ? &why : nullptr);
    const Figure past = rules && one.once_from_that_point ? past_the_point(one, asking) : Figure{};
    tried(one.said, rules && (!one.once_from_that_point || !past.value.is_zero()));
    if (!rules) continue;
    if (!one.once_from_that_point) return chosen(one.value, one.said);
    if (past.value.is_zero() || past.value == Number(1)) {
      if (derives()) why.push_back(past.why);
      if (past.value.is_zero()) continue;
      return chosen(one.value, one.said);
    }
    const Figure fresh = value(one.value, asking);
    const Figure old = mean_at_points(step, change, asking, place, std::move(why));
    const Figure all = because(Rule::figure_written, 1, "all of it", std::nullopt, one.said, {}, true);
    const Figure rest = because(Rule::difference, Number(1) - past.value, "the part before the point", window, one.said, {all.why, past.why}, true);
    const Figure at_old = because(Rule::product, rest.value * old.value, "before the point", window, one.said, {rest.why, old.why}, change.is_rate);
    const Figure at_new = because(Rule::product, past.value * fresh.value, "past the point", window, one.said, {past.why, fresh.why}, change.is_rate);
    return because(Rule::sum, at_old.value + at_new.value, fmt::format("{}, of these days together", change.name), window, one.said, {at_old.why, at_new.why}, change.is_rate);
  }
  return chosen(change.base, plan_.steps[step].said);
}

}  // namespace whereas::evaluate

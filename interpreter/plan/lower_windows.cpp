#include "interpreter/plan/lowering.h"
#include "interpreter/plan/parts.h"
#include "lang/syntax/walk.h"

#include <algorithm>

/// Over which days, and for which values of dimensions, a figure is asked for.
namespace whereas::plan {

using namespace syntax;
using check::Nature;
using check::Symbol;

std::optional<Frequency> Lowering::shortest_data(StepId step) const {
  std::optional<Frequency> shortest;
  std::set<StepId> seen;
  std::vector<StepId> waiting{step};
  while (!waiting.empty()) {
    const StepId next = waiting.back();
    waiting.pop_back();
    if (!seen.insert(next).second) continue;
    if (const auto* series = std::get_if<SeriesFigure>(&plan_.steps[next].form)) {
      const auto frequency = contract_.inputs[series->input].frequency;
      if (frequency && (!shortest || is_shorter(*frequency, *shortest))) shortest = frequency;
    }
    for_each_operand(plan_, next, [&](StepId operand) { waiting.push_back(operand); });
  }
  return shortest;
}

StepId Lowering::lower_windowed(const Expression& expression, const Windowed& windowed) {
  const Symbol& measured = contract_.symbol(syntax::without_parentheses(*windowed.measured));
  if (std::holds_alternative<AtEnd>(windowed.window) && measured.kind == Symbol::Kind::balance) return add(Step{BalanceKept{measured.index, true}, Nature::ratio, false, expression.span}, {});
  const StepId operand = lower(*windowed.measured);
  const Step& step = plan_.steps[operand];
  if (std::holds_alternative<syntax::AverageOf>(windowed.window)) {
    return add(Step{AverageOf{operand, shortest_data(operand)}, Nature::ratio, step.is_rate, expression.span}, {});
  }
  InWindow window;
  window.operand = operand;
  using Kind = InWindow::Kind;
  std::visit(match{
                 [&](const InPeriod& in) { window.fixed = days(in.period); },
                 [&](const FromTo& from_to) { window.fixed = Period(days(from_to.first).begin(), days(from_to.last).end()); },
                 [&](const Trailing& trailing) {
                   window.kind = Kind::trailing;
                   window.trailing = trailing.length;
                 },
                 [&](const Cumulative&) { window.kind = Kind::cumulative; },
                 [&](const ToDate& to_date) {
                   window.kind = Kind::to_date;
                   window.frequency = to_date.since;
                 },
                 [&](const PreviousPeriod& previous) {
                   window.kind = Kind::previous;
                   window.frequency = previous.frequency;
                   window.of_the_calendar = previous.of_the_calendar;
                 },
                 [&](const syntax::AverageOf&) {},
                 [&](const AtStart&) { window.kind = Kind::at_start; },
                 [&](const AtEnd&) { window.kind = Kind::at_end; },
             },
             windowed.window);
  if (window.kind == Kind::cumulative || window.kind == Kind::to_date) window.counted_from = counted_from_;
  const bool fixed = window.kind == Kind::fixed;
  const Nature nature = step.nature == Nature::balance || step.nature == Nature::constant ? step.nature : (fixed ? Nature::constant : Nature::ratio);
  return add(Step{std::move(window), nature, step.is_rate, expression.span}, {});
}

Filter Lowering::lower_tests(const std::vector<syntax::Filtered::Test>& tests) const {
  Filter filter;
  for (const auto& test : tests) {
    DimensionTest lowered{*contract_.dimension_named(test.dimension.text), test.is_not, {}};
    for (const auto& value : test.values) lowered.values.push_back(value.text);
    std::sort(lowered.values.begin(), lowered.values.end());
    filter.push_back(std::move(lowered));
  }
  std::sort(filter.begin(), filter.end());
  return filter;
}

StepId Lowering::lower_filtered(const Expression& expression, const syntax::Filtered& filtered) {
  Filter filter = lower_tests(filtered.tests);
  const auto place = std::find(plan_.filters.begin(), plan_.filters.end(), filter);
  const auto id = static_cast<FilterId>(place - plan_.filters.begin());
  if (place == plan_.filters.end()) plan_.filters.push_back(std::move(filter));
  const StepId operand = lower(*filtered.measured);
  const Step& step = plan_.steps[operand];
  const Nature nature = step.nature;
  return compose(Filtered{operand, id}, nature, step.is_rate, expression.span, nature == Nature::flow ? std::vector<StepId>{} : std::vector{operand});
}

}  // namespace whereas::plan

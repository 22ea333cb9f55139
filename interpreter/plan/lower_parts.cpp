#include "interpreter/plan/lowering.h"
#include "interpreter/plan/parts.h"

#include <algorithm>

/// Part windows of prorated clauses (docs/language: Provisos, Parts of a window). A flow over fewer days is less by itself; beside it, what the days do not make
/// less counts in part.
namespace whereas::plan {

using syntax::match;

/// Whether fewer days make the figure less by themselves: a flow, a figure to date, days counted in the period. What a line keeps or is owed is no price for days.
bool Lowering::goes_with_days(StepId id) {
  const Step& step = plan_.steps[id];
  if (step.nature == check::Nature::flow) return true;
  if (const auto known = go_with_days_.find(id); known != go_with_days_.end()) return known->second;
  const auto any = [&](const std::vector<StepId>& steps) { return std::any_of(steps.begin(), steps.end(), [&](StepId one) { return goes_with_days(one); }); };
  return go_with_days_[id] = std::visit(match{
                        [](const BalanceKept&) { return true; },
                        [](const InWindow& window) { return window.kind == InWindow::Kind::cumulative || window.kind == InWindow::Kind::to_date; },
                        [](const TimeBetween& between) {
                          const auto moves = [](const Moment& moment) {
                            const auto* edge = std::get_if<syntax::Edge>(&moment);
                            return edge != nullptr && edge->of == syntax::Edge::Of::period;
                          };
                          return moves(between.from) || moves(between.to);
                        },
                        [&](const Add& sum) { return any(sum.operands); },
                        [&](const Subtract& difference) { return goes_with_days(difference.from) || any(difference.operands); },
                        [&](const Multiply& product) { return goes_with_days(product.left) || goes_with_days(product.right); },
                        // A quotient of two such figures is a rate.
                        [&](const Divide& quotient) { return goes_with_days(quotient.dividend) && !goes_with_days(quotient.divisor); },
                        [&](const Negate& negate) { return goes_with_days(negate.operand); },
                        [&](const Extreme& extreme) { return any(extreme.operands); },
                        [&](const RoundTo& round) { return goes_with_days(round.operand); },
                        [&](const Filtered& filtered) { return goes_with_days(filtered.operand); },
                        [&](const OverDimension& over) { return goes_with_days(over.operand); },
                        [&](const Changing& changing) {
                          return goes_with_days(changing.base) || std::any_of(changing.alternatives.begin(), changing.alternatives.end(), [&](const Alternative& one) { return goes_with_days(one.value); });
                        },
                        [&](const InParts& parts) { return goes_with_days(parts.operand); },
                        [&](const Named& named) { return goes_with_days(named.operand); },
                        [&](const Within& within) { return goes_with_days(within.operand); },
                        // Every other form is one figure, whatever stands below it.
                        [](const auto&) { return false; },
                    },
                    step.form);
}

/// Beside a flow a constant counts in part; of a product the factor that is no rate.
StepId Lowering::in_part(StepId id, std::optional<Frequency> each, bool is_counting_window) {
  if (!prorating_) return id;
  const auto known = in_parts_.find({id, each, is_counting_window});
  return known != in_parts_.end() ? known->second : in_parts_[{id, each, is_counting_window}] = make_part(id, each, is_counting_window);
}

StepId Lowering::make_part(StepId id, std::optional<Frequency> each, bool is_counting_window) {
  Step step = plan_.steps[id];
  const Facts facts = facts_[id];
  if (const Number* written = constant_value(id); written != nullptr && written->is_zero()) return id;
  if (!goes_with_days(id)) {
    InPart part = *prorating_;
    part.operand = id;
    part.each = each;
    part.is_counting_window = is_counting_window;
    return add(Step{part, step.nature, step.is_rate, step.said}, facts);
  }
  const auto again = [&](StepId& operand) { operand = in_part(operand, each, is_counting_window); };
  const auto all_again = [&](std::vector<StepId>& operands) {
    for (StepId& operand : operands) again(operand);
  };
  std::visit(match{
                 [&](Add& sum) { all_again(sum.operands); },
                 [&](Subtract& difference) {
                   again(difference.from);
                   all_again(difference.operands);
                 },
                 [&](Multiply& product) { again(goes_with_days(product.left) ? product.left : product.right); },
                 [&](Divide& quotient) {
                   if (goes_with_days(quotient.dividend)) again(quotient.dividend);
                 },
                 [&](Negate& negate) { again(negate.operand); },
                 [&](Extreme& extreme) { all_again(extreme.operands); },
                 [&](RoundTo& round) { again(round.operand); },
                 [&](Filtered& filtered) { again(filtered.operand); },
                 [&](OverDimension& over) { again(over.operand); },
                 [&](OfPeriods& periods) { periods.operand = in_part(periods.operand, periods.frequency, false); },
                 [&](Changing& changing) {
                   again(changing.base);
                   for (Alternative& alternative : changing.alternatives) again(alternative.value);
                 },
                 [&](InParts& parts) { again(parts.operand); },
                 [&](Named& named) { again(named.operand); },
                 [&](Within& within) { again(within.operand); },
                 // A figure of the data, of another clause, of a window of its own.
                 [](auto&) {},
             },
             step.form);
  return step.form == plan_.steps[id].form ? id : add(std::move(step), facts);
}

}  // namespace whereas::plan

#include "interpreter/plan/lowering.h"
#include "lang/syntax/walk.h"

#include <algorithm>

/// Sums, differences, products and quotients: written figures are worked out at once, and flows take up what changes beside them.
namespace whereas::plan {

using namespace syntax;
using check::Nature;

namespace {

/// Two written figures worked out at once, unless the result is longer than exact numbers go: then evaluating meets and reports it.
template <typename Operation>
std::optional<Number> folded(const Number* a, const Number* b, Operation operation) {
  if (a == nullptr || b == nullptr) return std::nullopt;
  try {
    return operation(*a, *b);
  } catch (const NumberTooLong&) {
    return std::nullopt;
  }
}

/// A day as written: `2023-01-30`, `2023-01-30 + 1 month`. A month is added to the day, and not its number to the day's.
std::optional<Date> written_day(const Expression& expression) {
  const Expression& bare = without_parentheses(expression);
  if (const auto* literal = std::get_if<DateLiteral>(&bare.form)) return literal->date;
  const auto* moved = std::get_if<Arithmetic>(&bare.form);
  if (moved == nullptr) return std::nullopt;
  const auto day = written_day(*moved->left);
  const auto* by = std::get_if<DurationLiteral>(&without_parentheses(*moved->right).form);
  if (!day || by == nullptr) return std::nullopt;
  return moved->op == Arithmetic::Operator::plus ? day->plus(by->duration) : day->minus(by->duration);
}

}  // namespace

const Number* Lowering::constant_value(StepId step) const {
  const auto* constant = std::get_if<Constant>(&plan_.steps[step].form);
  return constant == nullptr ? nullptr : &constant->value;
}

StepId Lowering::constant(Number value, Span said, bool is_rate) { return add(Step{Constant{std::move(value)}, Nature::constant, is_rate, said}, {}); }

/// Figures that stand beside one another have the same units: beside a rate a ratio is a rate too. `1 plus 5%` stays the number that it is written as.
bool Lowering::is_rate_beside(const std::vector<StepId>& figures) const {
  const auto is_rate = [&](StepId figure) { return plan_.steps[figure].is_rate; };
  const auto is_plain = [&](StepId figure) {
    const Number* written = constant_value(figure);
    return written != nullptr && !written->is_zero() && !is_rate(figure);
  };
  return std::any_of(figures.begin(), figures.end(), is_rate) && std::none_of(figures.begin(), figures.end(), is_plain);
}

StepId Lowering::sum(std::vector<StepId> operands, Span said) {
  if (operands.size() == 1) return operands.front();
  Nature nature = plan_.steps[operands.front()].nature;
  const bool is_rate = is_rate_beside(operands);
  for (const StepId operand : operands) nature = check::nature_of_sum(nature, plan_.steps[operand].nature);
  // A flow beside a flow adds up: each takes its own changes up. (A constant beside a flow counts once.)
  return compose(Add{operands}, nature, is_rate, said, nature == Nature::flow ? std::vector<StepId>{} : operands);
}

StepId Lowering::difference(StepId from, std::vector<StepId> operands, Span said) {
  Nature nature = plan_.steps[from].nature;
  for (const StepId operand : operands) nature = check::nature_of_sum(nature, plan_.steps[operand].nature);
  std::vector<StepId> all = operands;
  all.push_back(from);
  const bool is_rate = is_rate_beside(all);
  return compose(Subtract{from, std::move(operands)}, nature, is_rate, said, nature == Nature::flow ? std::vector<StepId>{} : all);
}

StepId Lowering::product(StepId left, StepId right, Span said) {
  const Step& a = plan_.steps[left];
  const Step& b = plan_.steps[right];
  return compose(Multiply{left, right}, check::nature_of_product(a.nature, b.nature), a.is_rate && b.is_rate, said, {left, right});
}

StepId Lowering::quotient(StepId dividend, StepId divisor, Span said) {
  const Number* a = constant_value(dividend);
  const Number* b = constant_value(divisor);
  if (b != nullptr && !b->is_zero()) {
    if (const auto known = folded(a, b, [](const Number& x, const Number& y) { return x / y; })) return constant(*known, said, plan_.steps[dividend].is_rate);
  }
  const Nature nature = check::nature_of_quotient(plan_.steps[dividend].nature, plan_.steps[divisor].nature);
  return compose(Divide{dividend, divisor}, nature, false, said, {dividend, divisor});
}

StepId Lowering::lower_arithmetic(const Expression& expression, const Arithmetic& arithmetic) {
  if (const auto day = written_day(expression)) return constant(day->days_since_1970(), expression.span);
  const StepId left = lower(*arithmetic.left);
  const StepId right = lower(*arithmetic.right);
  const Number* a = constant_value(left);
  const Number* b = constant_value(right);
  const bool both_rates = plan_.steps[left].is_rate && plan_.steps[right].is_rate;
  const bool is_rate = is_rate_beside({left, right});
  std::optional<Number> known;
  switch (arithmetic.op) {
    case Arithmetic::Operator::plus:
      known = folded(a, b, [](const Number& x, const Number& y) { return x + y; });
      return known ? constant(*known, expression.span, is_rate) : sum({left, right}, expression.span);
    case Arithmetic::Operator::less:
      known = folded(a, b, [](const Number& x, const Number& y) { return x - y; });
      return known ? constant(*known, expression.span, is_rate) : difference(left, {right}, expression.span);
    case Arithmetic::Operator::times:
      known = folded(a, b, [](const Number& x, const Number& y) { return x * y; });
      return known ? constant(*known, expression.span, both_rates) : product(left, right, expression.span);
    case Arithmetic::Operator::divided_by: return quotient(left, right, expression.span);
  }
  return left;
}

}  // namespace whereas::plan

#include "interpreter/plan/lowering.h"

#include <algorithm>
#include <cassert>

/// Definitions that need each other, as `fee means 10% of profit after fee`: each is taken apart into what does not depend on the circle and
/// a factor for each unknown that does, so that evaluating can solve them exactly (docs/language: Measures, "Circles").
namespace whereas::plan {

using namespace syntax;
using check::Symbol;

std::uint32_t Lowering::lower_circle(std::uint32_t number) {
  if (const auto known = known_circles_.find(number); known != known_circles_.end()) return known->second;
  std::vector<check::MeasureId> members;
  for (const auto& [member, of] : contract_.circles) {
    if (of == number) members.push_back(member);
  }
  Circle circle;
  for (const auto member : members) {
    const Measure& measure = *contract_.measures[member].text;
    if (circle.names.empty()) circle.said = measure.name.span;
    circle.names.push_back(measure.name.text);
    const Linear parts = linear(measure.value, members);
    const StepId zero = constant(0, measure.value.span);
    circle.constants.push_back(parts.constant.value_or(zero));
    std::vector<StepId> row;
    for (std::uint32_t unknown = 0; unknown < members.size(); ++unknown) {
      const auto coefficient = parts.coefficients.find(unknown);
      row.push_back(coefficient == parts.coefficients.end() ? zero : coefficient->second);
    }
    circle.coefficients.push_back(std::move(row));
  }
  const auto placed = static_cast<std::uint32_t>(plan_.circles.size());
  plan_.circles.push_back(std::move(circle));
  known_circles_.emplace(number, placed);
  return placed;
}

Lowering::Linear Lowering::linear(const Expression& expression, const std::vector<check::MeasureId>& circle) {
  const Span said = expression.span;
  const auto whole = [&] { return Linear{lower(expression), {}}; };
  return std::visit(match{
                        [&](const NameUse&) {
                          const Symbol& symbol = contract_.symbol(expression);
                          const auto member = std::find(circle.begin(), circle.end(), symbol.index);
                          if (symbol.kind != Symbol::Kind::measure || member == circle.end()) return whole();
                          return Linear{std::nullopt, {{static_cast<std::uint32_t>(member - circle.begin()), constant(1, said)}}};
                        },
                        [&](const Grouped& grouped) { return linear(*grouped.inside, circle); },
                        [&](const Negated& negated) { return combined({}, linear(*negated.operand, circle), true, said); },
                        [&](const After& after) {
                          const Symbol& symbol = contract_.symbol(*after.amount);
                          if (symbol.kind == Symbol::Kind::measure && contract_.measures[symbol.index].text->after) return whole();
                          Linear result = linear(*after.amount, circle);
                          for (const auto& deduction : after.deductions) {
                            const Linear cost = deduction.at_most ? Linear{lower_deduction(deduction), {}} : linear(*deduction.cost, circle);
                            result = combined(std::move(result), cost, true, said);
                          }
                          return result;
                        },
                        [&](const Of& share) {
                          const Linear rate = linear(*share.rate, circle);
                          const Linear base = linear(*share.base, circle);
                          return rate.coefficients.empty() ? scaled(base, *rate.constant, false, said) : scaled(rate, *base.constant, false, said);
                        },
                        [&](const Arithmetic& arithmetic) {
                          using Operator = Arithmetic::Operator;
                          Linear left = linear(*arithmetic.left, circle);
                          const Linear right = linear(*arithmetic.right, circle);
                          if (arithmetic.op == Operator::plus || arithmetic.op == Operator::less) return combined(std::move(left), right, arithmetic.op == Operator::less, said);
                          if (arithmetic.op == Operator::divided_by) return scaled(left, *right.constant, true, said);
                          return left.coefficients.empty() ? scaled(right, *left.constant, false, said) : scaled(left, *right.constant, false, said);
                        },
                        // The checker has proved that no other form holds a member of the circle.
                        [&](const auto&) { return whole(); },
                    },
                    expression.form);
}

Lowering::Linear Lowering::scaled(const Linear& parts, StepId factor, bool divide, Span said) {
  const auto by = [&](StepId step) { return divide ? quotient(step, factor, said) : product(factor, step, said); };
  Linear result;
  if (parts.constant) result.constant = by(*parts.constant);
  for (const auto& [unknown, coefficient] : parts.coefficients) result.coefficients.emplace(unknown, by(coefficient));
  return result;
}

Lowering::Linear Lowering::combined(Linear a, const Linear& b, bool subtract, Span said) {
  const auto join = [&](std::optional<StepId> left, StepId right) {
    if (!left) return subtract ? difference(constant(0, said), {right}, said) : right;
    return subtract ? difference(*left, {right}, said) : sum({*left, right}, said);
  };
  if (b.constant) a.constant = join(a.constant, *b.constant);
  for (const auto& [unknown, coefficient] : b.coefficients) {
    const auto known = a.coefficients.find(unknown);
    a.coefficients[unknown] = join(known == a.coefficients.end() ? std::nullopt : std::optional(known->second), coefficient);
  }
  return a;
}

}  // namespace whereas::plan

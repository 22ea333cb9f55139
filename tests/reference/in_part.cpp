// Part windows of prorated clauses: what fewer days do not make less by themselves counts in part.
#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

template <typename Form>
const Form* form_of(const Said& said) {
  return std::get_if<Form>(&said.expression->form);
}

bool is_quotient(const Said& said) {
  const auto* arithmetic = form_of<Arithmetic>(said);
  return arithmetic != nullptr && arithmetic->op == Arithmetic::Operator::divided_by;
}

bool is_product(const Said& said) {
  const auto* arithmetic = form_of<Arithmetic>(said);
  return form_of<Of>(said) != nullptr || form_of<Per>(said) != nullptr || (arithmetic != nullptr && arithmetic->op == Arithmetic::Operator::times);
}

}  // namespace

/// A flow, a figure to date, days counted in the period; what is kept or owed is no price for days.
bool Measures::goes_with_days(const Said& said, Names seen) const {
  if (const auto* windowed = form_of<Windowed>(said)) return std::holds_alternative<Cumulative>(windowed->window) || std::holds_alternative<ToDate>(windowed->window);
  if (is_flow(said) || form_of<Tiered>(said) != nullptr) return true;
  if (const auto* between = form_of<TimeBetween>(said)) {
    const auto of_period = [](const Moment& moment) {
      const auto* edge = std::get_if<Edge>(&moment.form);
      return edge != nullptr && edge->of == Edge::Of::period;
    };
    return of_period(between->from) || of_period(between->to);
  }
  if (form_of<OfPeriods>(said) != nullptr || form_of<YearlyChange>(said) != nullptr) return false;
  if (const auto* use = form_of<NameUse>(said); use != nullptr && parameter(use->name.text, said.parameters) == nullptr) {
    if (!seen.insert(use->name.text).second) return false;
    if (contract_.symbol(*said.expression).kind == check::Symbol::Kind::balance) return true;
  }
  if (is_quotient(said)) {
    const auto* arithmetic = form_of<Arithmetic>(said);
    return goes_with_days({&*arithmetic->left, said.parameters}, seen) && !goes_with_days({&*arithmetic->right, said.parameters}, seen);
  }
  const auto parts = below(said);
  return std::any_of(parts.begin(), parts.end(), [&](const Said& part) { return goes_with_days(part, seen); });
}

/// Whether something in it counts in part.
bool Measures::has_standing(const Said& said, Names seen) const {
  if (!goes_with_days(said)) return true;
  if (form_of<Windowed>(said) != nullptr || form_of<Interest>(said) != nullptr || form_of<Tiered>(said) != nullptr) return false;
  if (const auto* use = form_of<NameUse>(said); use != nullptr && parameter(use->name.text, said.parameters) == nullptr && !seen.insert(use->name.text).second) return false;
  const bool multiplies = is_product(said) || is_quotient(said);
  const auto parts = below(said);
  return std::any_of(parts.begin(), parts.end(), [&](const Said& part) { return (!multiplies || goes_with_days(part)) && has_standing(part, seen); });
}

Exact Measures::counted_in_part(const Said& said, const Asked& asked) {
  Asked whole = asked;
  whole.part.reset();
  if (*asked.part == 1 || !has_standing(said)) return measure(said, whole);
  if (!goes_with_days(said)) return measure(said, whole) * *asked.part;
  if (form_of<OfPeriods>(said) != nullptr) throw NotCovered("months of which a part is prorated");
  if (!is_product(said) && !is_quotient(said)) return work_out(said, asked);
  if (asked.window && parts(open_below(said), *asked.window, asked).size() > 1) throw NotCovered("a rate that changes inside a part window, on what is prorated");
  const auto factor = [&](const Expression& expression) {
    const Said inside{&expression, said.parameters};
    return measure(inside, goes_with_days(inside) ? asked : whole);
  };
  if (const auto* of = form_of<Of>(said)) return factor(*of->rate) * factor(*of->base);
  if (const auto* arithmetic = form_of<Arithmetic>(said)) {
    return is_quotient(said) ? divided(factor(*arithmetic->left), measure(Said{&*arithmetic->right, said.parameters}, whole)) : Exact(factor(*arithmetic->left) * factor(*arithmetic->right));
  }
  const auto& price = std::get<Per>(said.expression->form);
  if (price.started || price.full || !price.target) throw NotCovered("packages of what is prorated");
  const Expression quantity{NameUse{*price.target, {}}, price.target->span, said.expression->id};
  return measure(Said{&*price.amount, said.parameters}, whole) * factor(quantity) / exact(price.count);
}

}  // namespace whereas::reference

#include "lang/check/directions.h"

#include "lang/check/constants.h"
#include "lang/syntax/walk.h"

#include <algorithm>
#include <utility>

namespace whereas::check {

using namespace syntax;

Motions Directions::all_unsteady(const std::set<EstimateId>& figures) {
  Motions motions;
  for (const EstimateId figure : figures) motions[figure] = {Way::either, false};
  return motions;
}

Motions Directions::of(const Expression& expression) {
  return std::visit(match{
                        [&](const NameUse& use) { return of_name(expression, use); },
                        [&](const ClauseUse&) { return of_symbol(contract_.symbol(expression)); },
                        [&](const Negated& negation) { return negated(of(*negation.operand)); },
                        [&](const Arithmetic& arithmetic) { return of_arithmetic(arithmetic); },
                        [&](const After& after) { return of_after(after); },
                        [&](const Of& share) {
                          return of_product(*share.rate, *share.base, product_of);
                        },
                        [&](const Extreme& extreme) {
                          Motions motions = of(extreme.operands.front());
                          for (std::size_t place = 1; place < extreme.operands.size(); ++place) motions = extreme_of(motions, of(extreme.operands[place]));
                          return bent(std::move(motions));
                        },
                        [&](const ExcessOf& excess) { return bent(added(of(*excess.amount), negated(of(*excess.over)))); },
                        [&](const Grouped& grouped) { return of(*grouped.inside); },
                        [&](const Windowed& windowed) { return repeated(of(*windowed.measured)); },
                        [&](const Filtered& filtered) { return of(*filtered.measured); },
                        [&](const OfPeriods& periods) {
                          Motions motions = repeated(of(*periods.measured));
                          const bool adds = periods.taking == Taking::sum || periods.taking == Taking::average;
                          return adds ? motions : repeated(bent(std::move(motions)));
                        },
                        [&](const OverDimension& over) {
                          Motions motions = repeated(of(*over.measured));
                          const bool adds = over.taking == Taking::sum || over.taking == Taking::average;
                          return adds ? motions : repeated(bent(std::move(motions)));
                        },
                        [&](const Interest& interest) { return of_interest(interest); },
                        [&](const YearlyChange& change) { return unsteady(of(*change.measured)); },
                        [&](const Risen& risen) { return of_risen(of(*risen.figure), *risen.rise); },
                        [&](const Rounded& rounded) { return bent(of(*rounded.value)); },
                        [&](const Per& per) { return of_per(expression, per); },
                        // What they come to to date, less what they came to before: either way in whatever enters them.
                        [&](const Tiered&) { return unsteady_in(expression); },
                        [&](const Estimate&) {
                          const Symbol& symbol = contract_.symbol(expression);
                          return symbol.kind == Symbol::Kind::estimate ? Motions{{symbol.index, {Way::rises, true}}} : Motions{};
                        },
                        // Literals, days, and figures of other contracts, which bound nothing.
                        [](const auto&) { return Motions{}; },
                    },
                    expression.form);
}

Motions Directions::of_arithmetic(const Arithmetic& arithmetic) {
  switch (arithmetic.op) {
    case Arithmetic::Operator::plus: return added(of(*arithmetic.left), of(*arithmetic.right));
    case Arithmetic::Operator::less: return added(of(*arithmetic.left), negated(of(*arithmetic.right)));
    case Arithmetic::Operator::times: return of_product(*arithmetic.left, *arithmetic.right, product_of);
    case Arithmetic::Operator::divided_by: return of_product(*arithmetic.left, *arithmetic.right, quotient_of);
  }
  return {};
}

/// Whether it is measured in parts, and the parts added: where a definition in it changes.
bool Directions::is_in_parts(const Expression& left, const Expression& right) {
  Seen seen;
  collect(left, seen);
  collect(right, seen);
  return !seen.clauses.empty() || std::any_of(seen.measures.begin(), seen.measures.end(), [&](MeasureId id) {
    const MeasureInfo& info = contract_.measures[id];
    return info.texts.size() > 1 || !info.text->exceptions.empty() || info.text->rise;
  });
}

/// Signs are asked for only where something moves.
Motions Directions::of_product(const Expression& left, const Expression& right, Join join) {
  const Motions of_left = of(left);
  const Motions of_right = of(right);
  if (of_left.empty() && of_right.empty()) return {};
  const Motions motions = join(of_left, positive(left), of_right, positive(right));
  return is_in_parts(left, right) ? repeated(motions) : motions;
}

Motions Directions::of_deductions(const After& after) {
  Motions costs;
  for (const Deduction& deduction : after.deductions) {
    Motions cost = of(*deduction.cost);
    if (deduction.at_most) cost = extreme_of(cost, of(**deduction.at_most));
    costs = added(costs, cost);
  }
  return costs;
}

Motions Directions::of_after(const After& after) {
  const Motions costs = of_deductions(after);
  const Symbol& symbol = contract_.symbol(*after.amount);
  if (symbol.kind == Symbol::Kind::measure && contract_.measures[symbol.index].text->after) {
    std::vector<Told> told = told_of(std::get<NameUse>(after.amount->form).arguments);
    told.push_back({costs, std::all_of(after.deductions.begin(), after.deductions.end(), [&](const Deduction& deduction) { return positive(*deduction.cost) && !deduction.at_most; })});
    return of_measure(symbol.index, std::move(told));
  }
  return added(of(*after.amount), negated(costs));
}

Motions Directions::of_per(const Expression& expression, const Per& per) {
  const Motions amount = of(*per.amount);
  const Symbol& symbol = contract_.symbol(expression);
  if (!per.target || symbol.kind == Symbol::Kind::unit) return amount;
  Motions quantity = of_symbol(symbol);
  if (per.started || per.full) quantity = repeated(bent(std::move(quantity)));
  if (amount.empty() && quantity.empty()) return {};
  return repeated(product_of(amount, positive(*per.amount), quantity, positive(symbol)));
}

Motions Directions::of_interest(const Interest& interest) {
  if (interest.compounded) return added(unsteady_in(*interest.rate), unsteady_in(*interest.on));
  return of_product(*interest.rate, *interest.on, product_of);
}

std::vector<Directions::Told> Directions::told_of(const std::vector<Expression>& arguments) {
  std::vector<Told> told;
  for (const Expression& argument : arguments) told.push_back({of(argument), positive(argument)});
  return told;
}

Motions Directions::of_name(const Expression& expression, const NameUse& use) {
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind == Symbol::Kind::measure) return of_measure(symbol.index, told_of(use.arguments));
  return of_symbol(symbol);
}

Motions Directions::of_symbol(const Symbol& symbol) {
  switch (symbol.kind) {
    case Symbol::Kind::measure: return of_measure(symbol.index, {});
    case Symbol::Kind::parameter: return symbol.index < parameters_.size() ? parameters_[symbol.index].motions : Motions{};
    case Symbol::Kind::clause: return repeated(of(symbol.index));
    case Symbol::Kind::balance: return all_unsteady(entering(contract_.balances[symbol.index].clause));
    default: return {};
  }
}

/// Risen by what does not hang on the figure, and is not below zero, it keeps its way.
Motions Directions::of_risen(Motions figure, const Rise& rise) {
  Motions motions = positive(rise.rate) && !rise.rounding ? figure : unsteady(std::move(figure));
  motions = added(motions, unsteady_in(rise.rate));
  if (rise.at_least) motions = added(motions, unsteady_in(*rise.at_least));
  if (rise.at_most) motions = added(motions, unsteady_in(*rise.at_most));
  return motions;
}

Motions Directions::of_measure(MeasureId id, std::vector<Told> told) {
  const MeasureInfo& info = contract_.measures[id];
  const bool stands_alone = told.empty();
  if (const auto known = known_measures_.find(id); stands_alone && known != known_measures_.end()) return known->second;
  Seen seen;
  collect(Symbol{Symbol::Kind::measure, id}, seen);
  Motions all = all_unsteady(seen.figures);
  for (const Told& one : told) all = added(all, unsteady(one.motions));
  if (all.empty()) return {};
  if (contract_.circles.contains(id) || !under_way_.insert(id).second) return all;
  std::swap(told, parameters_);
  std::optional<Motions> motions;
  const auto take = [&](const Expression& value, const Rise* rise) {
    Motions of_value = of(value);
    if (rise != nullptr) of_value = of_risen(std::move(of_value), *rise);
    motions = motions ? one_of(*motions, of_value) : of_value;
  };
  Seen conditions;
  for (const MeasureText& text : info.texts) {
    take(text.measure->value, text.measure->rise ? &*text.measure->rise : nullptr);
    for (const Exception& exception : text.measure->exceptions) {
      take(exception.value, nullptr);
      if (exception.during) collect(exception.during->condition, conditions);
      if (exception.once) collect(exception.once->condition, conditions);
    }
  }
  std::swap(told, parameters_);
  under_way_.erase(id);
  Motions result = repeated(*motions);
  for (const EstimateId figure : conditions.figures) result[figure] = {Way::either, false};
  if (stands_alone) known_measures_.emplace(id, result);
  return result;
}

// --- never below zero -------------------------------------------------------------------------------------------------------------

bool Directions::positive(const Expression& expression) {
  if (const auto constant = constant_figure(contract_, expression)) return !constant->is_negative();
  const auto both = [&](const Expression& a, const Expression& b) { return positive(a) && positive(b); };
  return std::visit(match{
                        [&](const NameUse& use) {
                          const Symbol& symbol = contract_.symbol(expression);
                          return symbol.kind == Symbol::Kind::measure ? measure_positive(symbol.index, told_of(use.arguments)) : positive(symbol);
                        },
                        [&](const Arithmetic& arithmetic) { return arithmetic.op != Arithmetic::Operator::less && both(*arithmetic.left, *arithmetic.right); },
                        [&](const Of& share) { return both(*share.rate, *share.base); },
                        [&](const Extreme& extreme) {
                          const auto is_positive = [&](const Expression& operand) { return positive(operand); };
                          return extreme.greater ? std::any_of(extreme.operands.begin(), extreme.operands.end(), is_positive)
                                                 : std::all_of(extreme.operands.begin(), extreme.operands.end(), is_positive);
                        },
                        [](const ExcessOf&) { return true; },
                        [&](const Grouped& grouped) { return positive(*grouped.inside); },
                        [&](const Windowed& windowed) { return positive(*windowed.measured); },
                        [&](const Filtered& filtered) { return positive(*filtered.measured); },
                        [&](const OfPeriods& periods) { return positive(*periods.measured); },
                        [&](const OverDimension& over) { return positive(*over.measured); },
                        [&](const Interest& interest) { return both(*interest.rate, *interest.on); },
                        [&](const Rounded& rounded) { return positive(*rounded.value); },
                        [&](const Per& per) {
                          const Symbol& symbol = contract_.symbol(expression);
                          return positive(*per.amount) && (!per.target || symbol.kind == Symbol::Kind::unit || positive(symbol));
                        },
                        [&](const Risen& risen) { return both(*risen.figure, risen.rise->rate); },
                        [&](const Estimate&) {
                          const Symbol& symbol = contract_.symbol(expression);
                          return symbol.kind == Symbol::Kind::estimate && !contract_.estimates[symbol.index].may_be_negative();
                        },
                        // Every other form may be below zero, or is not known not to be.
                        [](const auto&) { return false; },
                    },
                    expression.form);
}

bool Directions::positive(const Symbol& symbol) {
  switch (symbol.kind) {
    case Symbol::Kind::input: return given_positive(symbol.index);
    case Symbol::Kind::measure: return measure_positive(symbol.index, {});
    case Symbol::Kind::parameter: return symbol.index < parameters_.size() && parameters_[symbol.index].positive;
    default: return false;
  }
}

bool Directions::measure_positive(MeasureId id, std::vector<Told> told) {
  const MeasureInfo& info = contract_.measures[id];
  const bool stands_alone = told.empty();
  if (const auto known = known_positive_.find(id); stands_alone && known != known_positive_.end()) return known->second;
  if (contract_.circles.contains(id) || !signs_under_way_.insert(id).second) return false;
  std::swap(told, parameters_);
  const bool all = std::all_of(info.texts.begin(), info.texts.end(), [&](const MeasureText& text) {
    const Measure& measure = *text.measure;
    return positive(measure.value) && (!measure.rise || positive(measure.rise->rate)) &&
           std::all_of(measure.exceptions.begin(), measure.exceptions.end(), [&](const Exception& exception) { return positive(exception.value); });
  });
  std::swap(told, parameters_);
  signs_under_way_.erase(id);
  if (stands_alone) known_positive_.emplace(id, all);
  return all;
}

/// What scenarios make of it by a formula is not looked at: only data is refused below zero.
bool Directions::given_positive(InputId input) const {
  const InputInfo& info = contract_.inputs[input];
  if (info.may_be_negative || info.asked) return false;
  const auto is_positive = [&](const Expression& figure) {
    const auto constant = constant_figure(contract_, figure);
    return constant && !constant->is_negative();
  };
  for (const Scenario* scenario : contract_.scenarios) {
    for (const GivenSeries& given : scenario->series) {
      if (given.series.text != info.name) continue;
      const bool known = std::visit(match{
                                        [&](const SeriesFigures& figures) {
                                          return std::all_of(figures.figures.begin(), figures.figures.end(), [&](const FigureIn& one) { return is_positive(one.figure); });
                                        },
                                        [&](const SeriesFormula& formula) { return is_positive(formula.formula); },
                                        [&](const SeriesGrowth& growth) { return is_positive(growth.start) && is_positive(growth.rate); },
                                    },
                                    given.form);
      if (!known) return false;
    }
  }
  return true;
}

// --- which figures enter ----------------------------------------------------------------------------------------------------------

void Directions::collect(const Expression& expression, Seen& seen) {
  collect(contract_.symbol(expression), seen);
  for_each_part(expression, [&](const Expression& part) { collect(part, seen); });
}

void Directions::collect(const Symbol& symbol, Seen& seen) {
  if (symbol.kind == Symbol::Kind::estimate) seen.figures.insert(symbol.index);
  if (symbol.kind == Symbol::Kind::clause) collect(symbol.index, seen);
  if (symbol.kind == Symbol::Kind::balance) collect(contract_.balances[symbol.index].clause, seen);
  if (symbol.kind != Symbol::Kind::measure || !seen.measures.insert(symbol.index).second) return;
  for_each_expression(contract_.measures[symbol.index], [&](const Expression& part) { collect(part, seen); });
}

void Directions::collect(const Condition& condition, Seen& seen) {
  for_each_part(condition, [&](const Expression& part) { collect(part, seen); });
}

void Directions::collect(ClauseId clause, Seen& seen) {
  if (!seen.clauses.insert(clause).second) return;
  const ClauseInfo& info = contract_.clauses[clause];
  const auto visit = [&](const Expression& expression) { collect(expression, seen); };
  const auto titled = [&](const Name& title) {
    if (const auto other = contract_.clause_titled(title.text)) collect(*other, seen);
  };
  for_each_expression(info, visit);
  for (const ClauseText& text : info.texts) {
    for (const Proviso& proviso : text.clause->provisos) {
      if (const auto* recouping = std::get_if<Recouping>(&proviso.form)) titled(recouping->advance);
    }
  }
  for (const TogetherInfo& together : contract_.togethers) {
    if (std::find(together.clauses.begin(), together.clauses.end(), clause) == together.clauses.end()) continue;
    visit(together.text->limit);
    for (const ClauseId member : together.clauses) collect(member, seen);
  }
  for (const ClauseId other : sharing_with(clause)) collect(other, seen);
}

Motions Directions::of(const Condition& condition) {
  return std::visit(match{
                        [&](const Comparison& comparison) {
                          // What differs at both ends may pass through being the same.
                          if (comparison.is_not && comparison.relation == Comparison::Relation::exactly) return all_unsteady(entering(condition));
                          return added(of(*comparison.left), negated(of(*comparison.right)));
                        },
                        [](const OnOrAfter&) { return Motions{}; },
                        [&](const AllOf& all) {
                          Motions motions;
                          for (const Condition& part : all.conditions) motions = one_of(motions, of(part));
                          return motions;
                        },
                        // What one part no longer holds another may.
                        [&](const AnyOf&) { return all_unsteady(entering(condition)); },
                        [&](const GroupedCondition& grouped) { return of(*grouped.inside); },
                    },
                    condition.form);
}

std::set<EstimateId> Directions::entering(const Condition& condition) {
  Seen seen;
  collect(condition, seen);
  return seen.figures;
}

std::set<EstimateId> Directions::entering(const Expression& expression) {
  Seen seen;
  collect(expression, seen);
  return seen.figures;
}

std::set<EstimateId> Directions::entering(ClauseId clause) {
  Seen seen;
  collect(clause, seen);
  return seen.figures;
}

}  // namespace whereas::check

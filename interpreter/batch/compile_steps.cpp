#include "interpreter/batch/compiler.h"
#include "interpreter/batch/fields.h"

#include "interpreter/plan/parts.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace whereas::batch {

using syntax::match;

FormulaId Compiler::value(plan::StepId step, const Asking& asking) {
  const auto [known, is_new] = known_.try_emplace({step, asking.window, asking.filter, asking.schedule, engine_.settling_for_}, Formulas::zero);
  if (!is_new && !engine_.moves_[step]) return known->second;
  try {
    const FormulaId formula = hangs_on_figures_[step] ? work_out(step, asking) : constant(step, asking);
    known->second = formula;  // a map's entries stay where they are
    return formula;
  } catch (...) {
    known_.erase({step, asking.window, asking.filter, asking.schedule, engine_.settling_for_});
    throw;
  }
}

/// What hangs on days and on words alone the engine knows.
FormulaId Compiler::constant(plan::StepId step, const Asking& asking) {
  try {
    return out_.formulas.constant(engine_.value(step, asking).value);
  } catch (const evaluate::CannotEvaluate&) {
    refuse("a figure that cannot be worked out", plan_.steps[step].said);
  } catch (const evaluate::HangsOn&) {
    refuse("a figure that is not known", plan_.steps[step].said);
  }
  return Formulas::zero;
}

FormulaId Compiler::sum(const std::vector<FormulaId>& figures) {
  FormulaId total = Formulas::zero;
  for (const FormulaId figure : figures) total = out_.formulas.add(total, figure);
  return total;
}

FormulaId Compiler::work_out(plan::StepId id, const Asking& asking) {
  const plan::Step& step = plan_.steps[id];
  const Span said = step.said;
  Formulas& formulas = out_.formulas;
  const auto refused = [&](const std::string& words) {
    refuse(words, said);
    return Formulas::zero;
  };
  if (const NotWritten why = not_written(step)) refuse(why.words, why.said);
  const MakingFor making(formulas, said.end > said.begin ? said : formulas.making_for());
  return std::visit(
      match{
          [&](const plan::Constant& constant) { return formulas.constant(constant.value); },
          [&](const plan::SeriesFigure& series) { return series_figure(series.input, asking, said); },
          [&](const plan::Add& add) {
            FormulaId total = Formulas::zero;
            for (const auto operand : add.operands) total = formulas.add(total, value(operand, asking));
            return total;
          },
          [&](const plan::Subtract& difference) {
            FormulaId rest = value(difference.from, asking);
            for (const auto operand : difference.operands) rest = formulas.subtract(rest, value(operand, asking));
            return rest;
          },
          [&](const plan::Multiply& product) { return formulas.multiply(value(product.left, asking), value(product.right, asking)); },
          [&](const plan::Divide& quotient) {
            const FormulaId divisor = value(quotient.divisor, asking);
            return divided(value(quotient.dividend, asking), divisor, said);
          },
          [&](const plan::Negate& negate) { return formulas.scale(value(negate.operand, asking), Number(-1)); },
          [&](const plan::Extreme& extreme) {
            FormulaId best = value(extreme.operands.front(), asking);
            for (std::size_t place = 1; place < extreme.operands.size(); ++place) {
              const FormulaId figure = value(extreme.operands[place], asking);
              best = extreme.greatest ? formulas.greatest(best, figure) : formulas.least(best, figure);
            }
            return best;
          },
          [&](const plan::RoundTo& rounding) { return formulas.round(value(rounding.operand, asking), rounding.rounding); },
          [&](const plan::Packages& counted) { return packages(counted, asking); },
          [&](const plan::InWindow& window) {
            std::optional<Period> days;
            try {
              days = engine_.window_of(window, asking, said);
            } catch (const evaluate::CannotEvaluate&) {
              return refused("a window that looks ahead");
            }
            if (!days && engine_.lacks_first_value(window.operand)) return refused("the highest or lowest of values before the term");
            return days ? value(window.operand, {*days, asking.filter, asking.schedule}) : Formulas::zero;
          },
          [&](const plan::AverageOf& average) {
            return taken_of_pieces(average.operand, engine_.data_periods(average, asking.window), asking, syntax::Taking::average);
          },
          [&](const plan::OfPeriods& periods) {
            if (periods.percentile) refuse("a percentile", said);
            return taken_of_pieces(periods.operand, plan_.calendar.cut(asking.window, periods.frequency), asking, periods.taking);
          },
          [&](const plan::Filtered& filtered) { return value(filtered.operand, {asking.window, engine_.filters_.both(asking.filter, plan_.filters[filtered.filter]), asking.schedule}); },
          [&](const plan::OverDimension& over) { return over_dimension(over, asking, said); },
          [&](const plan::Changing& change) { return changing(change, asking, said); },
          [&](const plan::InParts& parts) { return in_parts(parts, asking, said); },
          [&](const plan::ClausePaid& paid) { return clause_paid(paid, asking, said); },
          [&](const plan::BalanceKept& kept) { return balance_kept(kept, asking); },
          [&](const plan::Solved& unknown) { return solved(unknown, asking); },
          [&](const plan::InPart& part) { return formulas.scale(value(part.operand, asking), engine_.part_of_whole(part, asking)); },
          [&](const plan::Tiered&) { return refused("tiers under a name"); },
          [&](const plan::Named& named) { return value(named.operand, asking); },
          [&](const plan::Within& within) {
            const FormulaId figure = value(within.operand, asking);
            refuse_outside(within.bounded.bound, figure);
            return figure;
          },
          [&](const plan::Interest& runs) { return interest(runs, asking, said); },
          [&](const plan::Rising& rises) { return rising(rises, asking, said); },
          [&](const plan::YearlyChange& change) { return yearly_change(change, asking); },
          [&](const plan::Estimated&) { return Formulas::zero; },  // not written down
          [&](const plan::TimeBetween&) { return refused("a time that hangs on figures"); },
      },
      step.form);
}

FormulaId Compiler::divided(FormulaId dividend, FormulaId divisor, Span said) {
  if (divisor == Formulas::zero) refuse("a division by zero", said);
  const auto& low = out_.formulas.bounds(divisor).low;
  if (!low || low->sign() <= 0) take_for_granted_not(is_zero(divisor));
  return out_.formulas.divide(dividend, divisor);
}

/// As check::admits_at_run.
void Compiler::refuse_outside(check::Bound bound, FormulaId figure) {
  Formulas& formulas = out_.formulas;
  switch (bound) {
    case check::Bound::not_negative:
    case check::Bound::more_than_nothing: take_for_granted_not(formulas.less(figure, Formulas::zero)); break;
    case check::Bound::part:
      take_for_granted_not(formulas.less(figure, Formulas::zero));
      take_for_granted_not(formulas.less(formulas.constant(1), figure));
      break;
    case check::Bound::above_minus_all: take_for_granted_not(formulas.opposite(formulas.less(formulas.constant(-1), figure))); break;
  }
}

FormulaId Compiler::taken_of_pieces(plan::StepId operand, const std::vector<Period>& periods, const Asking& asking, syntax::Taking taking) {
  std::vector<FormulaId> figures;
  for (const Period& period : periods) figures.push_back(value(operand, {period, asking.filter, asking.schedule}));
  return taken(taking, figures);
}

FormulaId Compiler::taken(syntax::Taking taking, const std::vector<FormulaId>& figures) {
  using syntax::Taking;
  if (figures.empty()) return Formulas::zero;
  Formulas& formulas = out_.formulas;
  if (taking == Taking::sum) return sum(figures);
  if (taking == Taking::average) return formulas.scale(sum(figures), Number::fraction(1, static_cast<long long>(figures.size())));
  FormulaId best = figures.front();
  for (const FormulaId figure : figures) best = taking == Taking::highest ? formulas.greatest(best, figure) : formulas.least(best, figure);
  return best;
}

FormulaId Compiler::packages_in(FormulaId quantity, const Number& size, bool full_only) {
  return out_.formulas.round(out_.formulas.scale(quantity, Number(1) / size), {0, full_only ? Rounding::Mode::down : Rounding::Mode::up});
}

FormulaId Compiler::packages(const plan::Packages& packages, const Asking& asking) {
  Formulas& formulas = out_.formulas;
  const auto counted = [&](const Period& period) { return packages_in(value(packages.quantity, {period, asking.filter, asking.schedule}), packages.size, packages.full_only); };
  FormulaId total = Formulas::zero;
  if (!packages.each) {
    for (const Period& period : engine_.pieces(asking.window, {}, asking.schedule)) total = formulas.add(total, counted(period));
    return total;
  }
  const Period& term = engine_.term_;
  const Period all(std::min(term.begin(), asking.window.begin()), std::max(term.end(), asking.window.end()));
  for (const Period& window : plan_.calendar.cut(all, *packages.each)) {
    const auto now = window.clipped_to(asking.window);
    if (!now) continue;
    total = formulas.add(total, counted(Period(window.begin(), now->end())));
    if (window.begin() != now->begin()) total = formulas.subtract(total, counted(Period(window.begin(), now->begin())));
  }
  return total;
}

FormulaId Compiler::over_dimension(const plan::OverDimension& over, const Asking& around, Span said) {
  const Asking asking{around.window, engine_.filters_.of_all(around.filter, over.dimension), around.schedule};
  std::set<std::string> values;
  for (check::InputId input = 0; input < table_.series.size(); ++input) {
    const auto& dimensions = contract_.inputs[input].dimensions;
    const auto place = std::find(dimensions.begin(), dimensions.end(), over.dimension);
    if (place == dimensions.end() || !table_.series[input]) continue;
    if (contract_.inputs[input].is_record) refuse("a sum over records", said);
    for (const auto& column : table_.series[input]->columns) {
      if (engine_.passes(input, column, asking.filter)) values.insert(column.values[static_cast<std::size_t>(place - dimensions.begin())]);
    }
  }
  std::vector<FormulaId> figures;
  for (const auto& name : values) {
    const plan::FilterId filter = engine_.filters_.both(asking.filter, {plan::DimensionTest{over.dimension, false, {name}, true}});
    figures.push_back(value(over.operand, {asking.window, filter, asking.schedule}));
  }
  return taken(over.taking, figures);
}

FormulaId Compiler::changing(const plan::Changing& change, const Asking& asking, Span said) {
  std::vector<Date> dates;
  for (const auto& alternative : change.alternatives) {
    if (alternative.from) dates.push_back(*alternative.from);
    if (alternative.end) dates.push_back(*alternative.end);
  }
  Formulas& formulas = out_.formulas;
  std::vector<FormulaId> ruling;
  for (const auto& alternative : change.alternatives) ruling.push_back(rules(alternative, asking));
  for (const Period& piece : engine_.pieces(asking.window, dates, asking.schedule)) {
    if (piece.begin() == asking.window.begin()) continue;
    for (std::size_t place = 0; place < ruling.size(); ++place) {
      if (rules(change.alternatives[place], {piece, asking.filter, asking.schedule}) != ruling[place] || !formulas.is_constant(ruling[place])) {
        refuse(fmt::format("`{}`, asked for over days in which it may change", change.name), said);
      }
    }
  }
  FormulaId result = value(change.base, asking);
  for (std::size_t place = 0; place < ruling.size(); ++place) {
    if (ruling[place] == Formulas::zero) continue;
    result = formulas.choose(ruling[place], value(change.alternatives[place].value, asking), result);
  }
  return result;
}

FormulaId Compiler::rules(const plan::Alternative& alternative, const Asking& asking) {
  const Date day = asking.window.begin();
  if (alternative.from && day < *alternative.from) return Formulas::zero;
  if (alternative.end && day >= *alternative.end) return Formulas::zero;
  if (!engine_.is_of(alternative, asking)) return Formulas::zero;
  const auto settlement = engine_.settlement_holding(day, asking.schedule);
  FormulaId rules = out_.formulas.constant(1);
  if (alternative.during) {
    if (!settlement) return Formulas::zero;
    rules = rules_while(*alternative.during, alternative.during_from_next_period, alternative.during_lasts, asking.schedule, *settlement);
  }
  if (alternative.once_from_that_point) refuse("a rate that changes at a point", alternative.said);
  if (alternative.once) {
    if (!settlement) return Formulas::zero;
    rules = out_.formulas.both(rules, held_before(*alternative.once, asking.schedule, alternative.once_from_that_period ? *settlement + 1 : *settlement));
  }
  return rules;
}

FormulaId Compiler::rules_while(plan::ConditionId condition, bool from_next_period, const std::optional<plan::Lasting>& lasts, plan::ScheduleId schedule, std::size_t settlement) {
  FormulaId rules = Formulas::zero;
  for (const std::size_t place : engine_.places_that_rule(condition, from_next_period, lasts, schedule, settlement)) rules = out_.formulas.either(rules, holds_at(condition, schedule, place));
  return rules;
}

FormulaId Compiler::held_before(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement) {
  std::size_t first = 0;
  if (const auto& from = plan_.conditions[condition].counted_from) {
    const Date begin = std::max(*from, engine_.term_.begin());
    first = begin < engine_.term_.end() ? engine_.settlement_holding(begin, schedule).value_or(0) : settlement;
  }
  FormulaId held = Formulas::zero;
  for (std::size_t place = first; place < settlement; ++place) held = out_.formulas.either(held, holds_at(condition, schedule, place, plan_.conditions[condition].counted_from));
  return held;
}

FormulaId Compiler::holds_at(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement, std::optional<Date> from) {
  const Period& period = engine_.settlement_periods(schedule)[settlement];
  if (engine_.settling_ && !engine_.settling_clause_ && period.end() > engine_.present_end_) refuse("a condition that looks ahead", plan_.conditions[condition].said);
  struct Present {
    Date& end;
    Date before;
    ~Present() { end = before; }
  } present{engine_.present_end_, engine_.present_end_};
  engine_.present_end_ = std::min(engine_.present_end_, period.end());
  return holds(condition, {from ? period.from(*from).value_or(period) : period, engine_.settling_for_, schedule});
}

FormulaId Compiler::holds(plan::ConditionId id, const Asking& asking) {
  const plan::Condition& condition = plan_.conditions[id];
  if (const NotWritten why = not_written(condition)) refuse(why.words, why.said);
  Formulas& formulas = out_.formulas;
  if (condition.where_passed && asking.window.end() < engine_.term_.begin().plus(*condition.where_passed)) return Formulas::zero;
  if (condition.running) refuse("what is so several times running", condition.said);
  return std::visit(match{
                        [&](const plan::Compare& compare) {
                          using Relation = syntax::Comparison::Relation;
                          const FormulaId left = value(compare.left, asking);
                          const FormulaId right = value(compare.right, asking);
                          FormulaId held = Formulas::zero;
                          switch (compare.relation) {
                            case Relation::at_least: held = formulas.opposite(formulas.less(left, right)); break;
                            case Relation::at_most: held = formulas.opposite(formulas.less(right, left)); break;
                            case Relation::under: held = formulas.less(left, right); break;
                            case Relation::over: held = formulas.less(right, left); break;
                            case Relation::exactly: held = formulas.opposite(formulas.either(formulas.less(left, right), formulas.less(right, left))); break;
                          }
                          return compare.is_not ? formulas.opposite(held) : held;
                        },
                        [&](const plan::OnOrAfter& on) { return formulas.constant(asking.window.last() >= on.day ? 1 : 0); },
                        [&](const plan::AllOf& all) {
                          FormulaId held = formulas.constant(1);
                          for (const plan::ConditionId part : all.conditions) held = formulas.both(held, holds(part, asking));
                          return held;
                        },
                        [&](const plan::AnyOf& any) {
                          FormulaId held = Formulas::zero;
                          for (const plan::ConditionId part : any.conditions) held = formulas.either(held, holds(part, asking));
                          return held;
                        },
                    },
                    condition.form);
}

}  // namespace whereas::batch

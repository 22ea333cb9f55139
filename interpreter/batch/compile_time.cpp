#include "interpreter/batch/compiler.h"
#include "interpreter/plan/parts.h"

/// What runs with time over figures of the data: interest, and what rises from year to year.
namespace whereas::batch {

/// Stretches of days over which neither the amount nor the rate changes are one for the engine. Here they are added up apart: which of them are one hangs on the
/// figures, and makes no difference where days add up.
FormulaId Compiler::interest(const plan::Interest& runs, const Asking& asking, Span said) {
  Formulas& formulas = out_.formulas;
  struct Even {
    Period days;
    FormulaId on = Formulas::zero;
    FormulaId rate = Formulas::zero;
  };
  FormulaId total = Formulas::zero;
  const auto spans = runs.compounded ? plan_.calendar.cut(asking.window, *runs.compounded) : std::vector<Period>{asking.window};
  for (const Period& span : spans) {
    std::vector<Even> even;
    for (const Period& stretch : engine_.stretches(runs, span, asking.schedule)) {
      const Asking here{stretch, asking.filter, asking.schedule};
      const FormulaId on = value(runs.on, runs.on_whole_window ? asking : here);
      const FormulaId rate = value(runs.rate, here);
      if (!even.empty() && even.back().on == on && even.back().rate == rate) even.back().days = Period(even.back().days.begin(), stretch.end());
      else even.push_back({stretch, on, rate});
    }
    Number years;
    FormulaId of_span = Formulas::zero;
    for (const Even& stretch : even) {
      const Number part = year_fraction(runs.day_count, stretch.days.begin(), stretch.days.end());
      years += part;
      const FormulaId on = runs.compounded ? formulas.add(stretch.on, total) : stretch.on;
      of_span = formulas.add(of_span, formulas.scale(formulas.multiply(on, stretch.rate), part));
    }
    if (even.size() > 1) {
      for (std::size_t from = 0; from < even.size(); ++from) {
        Number added;
        for (std::size_t to = from; to < even.size(); ++to) {
          added += year_fraction(runs.day_count, even[to].days.begin(), even[to].days.end());
          if (added != year_fraction(runs.day_count, even[from].days.begin(), even[to].days.end())) refuse("interest by a count of days that does not add up over days on which figures may change", said);
        }
      }
    }
    total = formulas.add(total, of_span);
  }
  return total;
}

/// The last such month that ends with the window or before it, over the same month a year earlier.
FormulaId Compiler::yearly_change(const plan::YearlyChange& change, const Asking& asking) {
  Date end = Date::last_of_month(asking.window.end().year(), change.month).plus_days(1);
  if (end > asking.window.end()) end = end.plus_months(-12);
  const FormulaId now = value(change.operand, {Period(end.plus_months(-1), end), asking.filter, asking.schedule});
  const FormulaId before = value(change.operand, {Period(end.plus_months(-13), end.plus_months(-12)), asking.filter, asking.schedule});
  return out_.formulas.subtract(divided(now, before, plan_.steps[change.operand].said), out_.formulas.constant(1));
}

FormulaId Compiler::rising(const plan::Rising& rising, const Asking& asking, Span said) {
  if (engine_.rises_inside(rising.rise, asking.window)) refuse("a figure that rises inside its window", said);
  return risen(rising.rise, value(rising.base, asking), asking.window.begin(), asking);
}

/// Compounded, each rise is of what the figure was before it; simple, of what it was at first.
FormulaId Compiler::risen(const plan::Rise& rise, FormulaId figure, Date day, const Asking& asking) {
  Formulas& formulas = out_.formulas;
  const FormulaId first = figure;
  for (const Date rises : plan::days_of_rise(rise, engine_.term_, plan_.calendar)) {
    if (rises > day) break;
    const Asking year{Period(rises.plus_months(-12), rises), asking.filter, asking.schedule};
    FormulaId rate = value(rise.rate, year);
    if (rise.at_most) rate = formulas.least(rate, value(*rise.at_most, year));
    if (rise.at_least) rate = formulas.greatest(rate, value(*rise.at_least, year));
    if (rise.never_falling) rate = not_below_zero(rate);
    figure = formulas.add(figure, formulas.multiply(rise.simple ? first : figure, rate));
    if (rise.rounding) figure = formulas.round(figure, *rise.rounding);
  }
  return figure;
}

}  // namespace whereas::batch

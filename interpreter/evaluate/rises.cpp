#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

/// Sums and definitions that rise once a year (docs/language: Rates that change, "Rising from year to year").
namespace whereas::evaluate {

std::optional<Date> Evaluation::Engine::rises_inside(const plan::Rise& rise, const Period& window) const {
  for (const Date day : plan::days_of_rise(rise, term_, plan_.calendar)) {
    if (window.begin() < day && day < window.end()) return day;
  }
  return std::nullopt;
}

void Evaluation::Engine::refuse_rise_inside(const std::string& what, Date day, const Period& window, Span said, Span rise) {
  report_.add(code::rate_over_periods)
      .says(fmt::format("{} rises on {}, inside the days from {} that it is asked for", what, day.text(), window.text()))
      .at(said)
      .beside(rise, "rises here")
      .help("let it rise on the first day of a period for which it is paid, or apply it to shorter periods");
  stop();
}

/// The last such month that ends with the window or before it, over the same month a year earlier.
Figure Evaluation::Engine::yearly_change(const plan::YearlyChange& change, const Asking& asking, Span said) {
  Date end = Date::last_of_month(asking.window.end().year(), change.month).plus_days(1);
  if (end > asking.window.end()) end = end.plus_months(-12);
  const Period later(end.plus_months(-1), end);
  const Period earlier(end.plus_months(-13), end.plus_months(-12));
  const Figure now = value(change.operand, {later, asking.filter, asking.schedule});
  const Figure before = value(change.operand, {earlier, asking.filter, asking.schedule});
  if (before.value.is_zero()) {
    report_.add(code::division_by_zero).says(fmt::format("the change is over nothing: the figure for {} is zero", earlier.text())).at(said).help("an index begins above zero");
    stop();
  }
  const Figure ratio = because(Rule::quotient, now.value / before.value, "one over the other", later, said, {now.why, before.why});
  const Figure one = because(Rule::figure_written, 1, "1", std::nullopt, said, {});
  return because(Rule::difference, ratio.value - one.value, "the change", later, said, {ratio.why, one.why}, true);
}

Figure Evaluation::Engine::rising(plan::StepId step, const plan::Rising& rising, const Asking& asking) {
  if (const auto day = rises_inside(rising.rise, asking.window)) refuse_rise_inside(fmt::format("`{}`", rising.name), *day, asking.window, plan_.steps[step].said, rising.rise.said);
  const Figure figure = risen(rising.rise, value(rising.base, asking), asking.window.begin(), asking);
  if (settling_) stood_at_[{step, settling_for_}][asking.window.begin()] = {figure.value, rising.rise.said};
  return figure;
}

/// What the rise of one year comes to: measured over the year that ends the day before, within its limits.
Figure Evaluation::Engine::rate_of_rise(const plan::Rise& rise, Date day, const Asking& asking) {
  const Asking year{Period(day.plus_months(-12), day), asking.filter, asking.schedule};
  Figure rate = value(rise.rate, year);
  const auto limit = [&](Rule rule, const Figure& bound, std::string words) {
    const Number limited = rule == Rule::least ? min(rate.value, bound.value) : max(rate.value, bound.value);
    rate = because(rule, limited, std::move(words), year.window, rise.said, {rate.why, bound.why}, true);
  };
  if (rise.at_most) limit(Rule::least, value(*rise.at_most, year), "at most");
  if (rise.at_least) limit(Rule::greatest, value(*rise.at_least, year), "at least");
  if (rise.never_falling) limit(Rule::greatest, because(Rule::figure_written, 0, "never falling", std::nullopt, rise.said, {}, true), "never falling");
  return rate;
}

/// The figure with every rise up to this day. Compounded, each rise is of what the figure was before it; simple, of what it was at first.
Figure Evaluation::Engine::risen(const plan::Rise& rise, Figure figure, Date day, const Asking& asking) {
  const Figure first = figure;
  for (const Date rises : plan::days_of_rise(rise, term_, plan_.calendar)) {
    if (rises > day) break;
    const Figure rate = rate_of_rise(rise, rises, asking);
    const Period from(rises, rises.plus_months(12));
    const Figure& of = rise.simple ? first : figure;
    const Figure step = because(Rule::product, of.value * rate.value, "the rise", from, rise.said, {of.why, rate.why});
    figure = because(Rule::sum, figure.value + step.value, fmt::format("risen on {}", rises.text()), from, rise.said, {figure.why, step.why});
    if (!rise.rounding) continue;
    figure = with(because(Rule::rounding, round(figure.value, *rise.rounding), fmt::format("rounded to {} decimal places, {}", rise.rounding->places, words(rise.rounding->mode)), from,
                          rise.said, {figure.why}),
                  *rise.rounding);
  }
  return figure;
}

}  // namespace whereas::evaluate

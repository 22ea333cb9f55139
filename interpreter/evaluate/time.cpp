#include "interpreter/evaluate/time.h"

#include "interpreter/evaluate/engine.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

/// Days counted and interest by days (docs/language: Measures, "Time as a figure").
namespace whereas::evaluate {

Number count_time(syntax::TimeBetween::Counted counted, Date from, Date until) {
  using Counted = syntax::TimeBetween::Counted;
  switch (counted) {
    case Counted::days: return std::max(0, days_between(from, until));
    case Counted::whole_months: return whole_months_between(from, until);
    case Counted::whole_years: return whole_months_between(from, until) / 12;
  }
  return 0;
}

/// The period is that of the settlement for which the figure is worked out; for a test or a promise, what it looks at.
Date Evaluation::Engine::day_of(const plan::Moment& moment, const Asking& asking, Span said) {
  if (const auto* day = std::get_if<Date>(&moment)) return *day;
  if (const auto* row = std::get_if<plan::DayOfRecord>(&moment)) return day_of_record(*row, asking, said);
  const auto& edge = std::get<syntax::Edge>(moment);
  Period holding = asking.window;
  if (edge.of == syntax::Edge::Of::term) holding = term_;
  if (edge.of == syntax::Edge::Of::calendar) holding = plan_.calendar.holding(asking.window.last(), edge.frequency);
  if (edge.of == syntax::Edge::Of::period && settling_) {
    if (const auto settlement = settlement_holding(asking.window.last(), asking.schedule)) holding = settlement_periods(asking.schedule)[*settlement];
  }
  return edge.is_end ? holding.last() : holding.first();
}

Figure Evaluation::Engine::time_between(const plan::TimeBetween& between, const Asking& asking, Span said) {
  const Date from = day_of(between.from, asking, said);
  const Date to = day_of(between.to, asking, said);
  // An event that has not happened lies after every day: up to there nothing can be counted.
  if (std::max(from, to) >= Date::last_of_month(Date::last_year, 12)) {
    report_.add(code::no_figure)
        .says("time is counted from or to an event that has not happened")
        .at(said)
        .help("let the clause that counts begin with the event: `from \"Closing\"`");
    stop();
  }
  const Number count = count_time(between.counted, from, between.through ? to.plus_days(1) : to);
  std::string words;
  if (derives()) words = fmt::format("counted from {} {} {}", from.text(), between.through ? "through" : "until", to.text());
  return because(Rule::figure_written, count, std::move(words), std::nullopt, said, {});
}

/// A window cut where what interest runs on, or its rate, can change.
std::vector<Period> Evaluation::Engine::stretches(const plan::Interest& runs, const Period& window, plan::ScheduleId schedule) {
  std::vector<Period> result;
  for (const Period& piece : pieces(window, runs.dates, schedule)) {
    const auto cut = runs.known_each ? plan_.calendar.cut(piece, *runs.known_each) : std::vector<Period>{piece};
    result.insert(result.end(), cut.begin(), cut.end());
  }
  return result;
}

namespace {

/// Days in which neither the amount nor the rate changes.
struct Even {
  Period days;
  Figure on;
  Figure rate;
};

}  // namespace

/// Neighbouring stretches of the same amount and rate are one, so that their days are counted once. Compounded, what has accrued in the
/// window joins the amount whenever a month (…) of the calendar ends.
Figure Evaluation::Engine::interest(const plan::Interest& runs, const Asking& asking, Span said) {
  Number total;
  std::vector<ReasonId> parts;
  const auto spans = runs.compounded ? plan_.calendar.cut(asking.window, *runs.compounded) : std::vector<Period>{asking.window};
  for (const Period& span : spans) {
    std::vector<Even> even;
    for (const Period& stretch : stretches(runs, span, asking.schedule)) {
      const Asking here{stretch, asking.filter, asking.schedule};
      const Figure on = value(runs.on, runs.on_whole_window ? asking : here);
      const Figure rate = value(runs.rate, here);
      if (!even.empty() && even.back().on.value == on.value && even.back().rate.value == rate.value) {
        even.back().days = Period(even.back().days.begin(), stretch.end());
      } else {
        even.push_back({stretch, on, rate});
      }
    }
    const Figure accrued = because(Rule::sum, total, "interest accrued before", std::nullopt, said, parts);
    for (const Even& stretch : even) {
      Figure on = stretch.on;
      if (!accrued.value.is_zero() && runs.compounded) on = because(Rule::sum, on.value + accrued.value, "with the interest accrued", stretch.days, said, {on.why, accrued.why});
      const Number years = year_fraction(runs.day_count, stretch.days.begin(), stretch.days.end());
      const Figure time = because(Rule::figure_written, years, derives() ? fmt::format("{} days, {}", stretch.days.days(), words(runs.day_count)) : std::string(), stretch.days, said, {});
      const Figure part = because(Rule::product, on.value * stretch.rate.value * years, "interest", stretch.days, said, {on.why, stretch.rate.why, time.why});
      total += part.value;
      if (derives()) parts.push_back(part.why);
    }
  }
  return because(Rule::sum, total, "interest", asking.window, said, std::move(parts));
}

}  // namespace whereas::evaluate

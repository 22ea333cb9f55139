#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace whereas::evaluate {

Frequency Evaluation::Engine::data_frequency() const {
  for (const auto& series : table_.series) {
    if (series && !series->periods.empty()) return series->frequency;
  }
  return Frequency::term;
}

const std::vector<Period>& Evaluation::Engine::settlement_periods(plan::ScheduleId schedule) {
  auto& periods = settlement_periods_[schedule];
  if (periods.empty()) periods = plan_.calendar.cut(term_, plan_.schedules[schedule].frequency.value_or(data_frequency()));
  return periods;
}

std::optional<std::size_t> Evaluation::Engine::settlement_holding(Date day, plan::ScheduleId schedule) {
  const auto& periods = settlement_periods(schedule);
  const auto after = std::upper_bound(periods.begin(), periods.end(), day, [](Date d, const Period& period) { return d < period.begin(); });
  if (after == periods.begin() || day >= periods.back().end()) return std::nullopt;
  return static_cast<std::size_t>(after - periods.begin()) - 1;
}

std::vector<Period> Evaluation::Engine::pieces(const Period& window, const std::vector<Date>& dates, plan::ScheduleId schedule) {
  const auto& periods = settlement_periods(schedule);
  std::vector<Date> cuts;
  const auto first = std::upper_bound(periods.begin(), periods.end(), window.begin(), [](Date day, const Period& period) { return day < period.begin(); });
  for (auto period = first; period != periods.end() && period->begin() < window.end(); ++period) cuts.push_back(period->begin());
  for (const Date date : dates) {
    if (window.begin() < date && date < window.end()) cuts.push_back(date);
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Period> result;
  Date begin = window.begin();
  for (const Date cut : cuts) {
    result.emplace_back(begin, cut);
    begin = cut;
  }
  result.emplace_back(begin, window.end());
  return result;
}

namespace {

/// The inputs of which a figure is made; what only decides which of its texts rules is not among them.
std::vector<check::InputId> inputs_of(const plan::Plan& plan, plan::StepId step) {
  std::vector<check::InputId> inputs;
  std::unordered_set<plan::StepId> seen{step};
  std::vector<plan::StepId> waiting{step};
  while (!waiting.empty()) {
    const plan::StepId next = waiting.back();
    waiting.pop_back();
    if (const auto* series = std::get_if<plan::SeriesFigure>(&plan.steps[next].form)) inputs.push_back(series->input);
    const auto visit = [&](plan::StepId operand) {
      if (seen.insert(operand).second) waiting.push_back(operand);
    };
    if (const auto* changing = std::get_if<plan::Changing>(&plan.steps[next].form)) {
      visit(changing->base);
      for (const auto& alternative : changing->alternatives) visit(alternative.value);
    } else {
      plan::for_each_operand(plan, next, visit);
    }
  }
  return inputs;
}

}  // namespace

std::vector<Period> Evaluation::Engine::data_periods(const plan::AverageOf& average, const Period& window) const {
  const Frequency frequency = average.frequency.value_or(data_frequency());
  for (const check::InputId input : inputs_of(plan_, average.operand)) {
    if (const auto& series = table_.series[input]; series && series->frequency == frequency) return series->calendar.cut(window, frequency);
  }
  return plan_.calendar.cut(window, frequency);
}

/// The first day that a window over this step may reach back to: the term's, or that of earlier data that an input below it admits.
Date Evaluation::Engine::reaches_back_to(plan::StepId step) {
  if (const auto known = reaches_back_to_.find(step); known != reaches_back_to_.end()) return known->second;
  Date earliest = term_.begin();
  for (const check::InputId input : inputs_of(plan_, step)) earliest = std::min(earliest, contract_.inputs[input].from.value_or(earliest));
  return reaches_back_to_[step] = earliest;
}

/// Windows that look back are clipped to the term. Of a flow nothing is left before it; a balance there is asked for all the same, and missed.
std::optional<Period> Evaluation::Engine::within_reach(plan::StepId step, const Period& window) {
  if (const auto clipped = window.from(reaches_back_to(step))) return clipped;
  if (plan_.steps[step].nature == check::Nature::flow) return std::nullopt;
  return window;
}

std::optional<Period> Evaluation::Engine::window_of(const plan::InWindow& window, const Asking& asking, Span said) {
  using Kind = plan::InWindow::Kind;
  const Period& asked = asking.window;
  switch (window.kind) {
    case Kind::fixed: {
      if (settling_ && window.fixed->end() > present_end_) {
        report_.add(code::looks_ahead)
            .says(fmt::format("the window ends on {}, and the payment is settled on {}", window.fixed->last().text(), present_end_.plus_days(-1).text()))
            .at(said)
            .note("a payment sees nothing after the last day of its own settlement period")
            .help("look back with `previous year`, `cumulative` or `over trailing 12 months`");
        stop();
      }
      return window.fixed;
    }
    case Kind::trailing: return within_reach(window.operand, Period(plan_.calendar.earlier(asked.end(), window.trailing), asked.end()));
    case Kind::cumulative: {
      const Date begin = std::max(term_.begin(), window.counted_from.value_or(term_.begin()));
      return asked.end() > begin ? std::optional(Period(begin, asked.end())) : std::nullopt;
    }
    case Kind::to_date: {
      // To date counts from the term's first day: before it, as of any window that looks back, nothing is left of a flow.
      const Period to_date(plan_.calendar.holding(asked.last(), window.frequency).begin(), asked.end());
      if (const auto counted = to_date.from(std::max(term_.begin(), window.counted_from.value_or(term_.begin())))) return counted;
      if (plan_.steps[window.operand].nature == check::Nature::flow) return std::nullopt;
      return to_date;
    }
    case Kind::previous: {
      const Calendar calendar = window.of_the_calendar ? Calendar() : plan_.calendar;
      return within_reach(window.operand, calendar.previous(calendar.holding(asked.last(), window.frequency), window.frequency));
    }
    case Kind::at_end: return Period(asked.last(), asked.end());
    case Kind::at_start: return Period(asked.begin().plus_days(-1), asked.begin());
  }
  return asked;
}

Period Evaluation::Engine::counting_window(const plan::Clause& clause, const Period& period, Frequency each) const {
  Period window = term_;
  if (each != Frequency::term) window = plan_.calendar.holding(period.last(), each).clipped_to(term_).value_or(period);
  if (clause.counts_from) window = window.from(*clause.counts_from).value_or(window);
  if (clause.in_force.end) window = window.before(*clause.in_force.end).value_or(window);
  return window;
}

Number Evaluation::Engine::part_of_whole(const plan::Clause& clause, const Period& clipped, Frequency each) const {
  if (!clause.prorated) return 1;
  return plan::prorated(*clause.prorated, clipped, each == Frequency::term ? term_ : plan_.calendar.holding(clipped.last(), each), plan_.calendar);
}

/// Of the window that holds the asking one, as far as the clause's own words and its text let it be in force.
Number Evaluation::Engine::part_of_whole(const plan::InPart& part, const Asking& asking) const {
  const auto clause = std::find_if(plan_.clauses.begin(), plan_.clauses.end(), [&](const plan::Clause& one) {
    return one.written == part.clause && (one.rule ? one.rule->from : std::nullopt) == part.text_from;
  });
  const Frequency each = part.each.value_or(plan_.schedules[clause->schedule].frequency.value_or(data_frequency()));
  if (part.is_counting_window) return part_of_whole(*clause, counting_window(*clause, asking.window, each), each);
  Period days = each == Frequency::term ? term_ : plan_.calendar.holding(asking.window.last(), each).clipped_to(term_).value_or(asking.window);
  const auto begin = [&](const std::optional<Date>& day) { days = day ? days.from(*day).value_or(days) : days; };
  const auto end = [&](const std::optional<Date>& day) { days = day ? days.before(*day).value_or(days) : days; };
  begin(clause->in_force.from);
  end(clause->in_force.end);
  if (clause->rule) {
    begin(clause->rule->from);
    end(clause->rule->end);
  }
  return part_of_whole(*clause, days, each);
}

Figure Evaluation::Engine::in_part(const plan::InPart& part, const Asking& asking, Span said) {
  const Figure whole = value(part.operand, asking);
  const Number share = part_of_whole(part, asking);
  if (share == Number(1)) return whole;
  const Figure days = because(Rule::figure_written, share, "the part window's share of a whole one", asking.window, said, {});
  return because(Rule::product, whole.value * share, "prorated", asking.window, said, {whole.why, days.why}, plan_.steps[part.operand].is_rate);
}

}  // namespace whereas::evaluate

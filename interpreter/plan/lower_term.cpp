#include "interpreter/plan/lowering.h"

#include <fmt/format.h>

#include <algorithm>

/// Days that hang on events, and how long the deal runs.
namespace whereas::plan {

using check::never;

/// The day of an event and what hangs on it: what has not happened lies after every day. `awaited`: the events that it waits for.
Date Lowering::day_of_others(const syntax::EventDay& day, std::set<std::string>& awaited) const {
  using From = syntax::EventDay::From;
  Date known = never();
  if (day.from == From::event) {
    const check::EventInfo* event = contract_.event_named(day.event.text);
    std::optional<Date> happened = event == nullptr ? std::nullopt : event->day;
    if (const auto given = happened_.find(day.event.text); given != happened_.end()) happened = given->second;
    if (!happened) awaited.insert(day.event.text);
    known = happened.value_or(never());
  } else if (day.of.empty()) {
    const Period term = plan_.term.value_or(contract_.term.value_or(Period::through(Date(), Date())));  // the checker has asked for one
    known = day.from == From::start_of_term ? term.first() : term.last();
  } else {
    std::vector<Date> days;
    for (const auto& one : day.of) days.push_back(one.event ? day_of_others(*one.event, awaited) : one.period.in(contract_.calendar).first());
    known = day.from == From::earlier ? *std::min_element(days.begin(), days.end()) : *std::max_element(days.begin(), days.end());
  }
  return known == never() ? known : check::counted_from(day, known);
}

Period Lowering::days(const syntax::DayOrPeriod& day) {
  if (!day.event) return day.period.in(contract_.calendar);
  std::set<std::string> awaited;
  const Date known = day_of_others(*day.event, awaited);
  if (known == never()) awaited_.insert(awaited.begin(), awaited.end());
  return Period::through(known, known);
}

void Lowering::find_effective() {
  for (const syntax::Amendment* amendment : contract_.amendments) {
    if (!check::waits(*amendment)) continue;
    const Date day = days(amendment->effective).first();
    if (day != never()) plan_.effective[amendment] = day;
  }
}

/// The term ends early where an event says so.
void Lowering::lower_term() {
  std::optional<Period> term = contract_.term;
  if (term && contract_.ends_on != nullptr) {
    const Date last = days(*contract_.ends_on).last();
    if (term->contains(last) && last != term->last()) {
      term = Period::through(term->first(), last);
      plan_.notes.push_back(fmt::format("The term ends on {}: {}.", last.text(), words(contract_.ends_on->span)));
    }
  }
  for (const auto* amendment : contract_.amendments) {
    for (const auto& change : amendment->changes) {
      const auto* ends = std::get_if<syntax::TermNowEnds>(&change.form);
      if (ends != nullptr) plan_.notes.push_back(fmt::format("The term is restated by \"{}\" to end on {}.", amendment->title.text, days(ends->last).last().text()));
    }
  }
  plan_.term = term;
}

/// Clauses that survive the term go on after it, all others end with it.
void Lowering::let_survive() {
  const std::optional<Period> term = plan_.term;
  const bool any_survives = std::any_of(plan_.clauses.begin(), plan_.clauses.end(), [](const Clause& clause) { return clause.survives.has_value(); });
  if (term && any_survives) {
    plan_.term_ends = term->end();
    for (Clause& clause : plan_.clauses) {
      const Date end = clause.survives ? term->end().plus(*clause.survives) : term->end();
      clause.in_force.end = std::min(end, clause.in_force.end.value_or(end));
      plan_.term = Period(term->begin(), std::max(plan_.term->end(), end));
    }
  }
  for (const auto& title : awaited_) plan_.notes.push_back(fmt::format("\"{}\" has not happened: what waits for it does not run.", title));
}

}  // namespace whereas::plan

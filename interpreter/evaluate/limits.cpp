#include "interpreter/evaluate/engine.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

/// Caps, guarantees and sums too small to pay (docs/language: Provisos, and Credits, balances, late payment).
namespace whereas::evaluate {

std::string window_words(const plan::LimitWindow& window) {
  return std::visit(syntax::match{
                        [](Frequency each) { return std::string(noun(each)); },
                        [](const plan::RollingWindow& rolling) { return text(rolling.length); },
                        [](const Period&) { return std::string("days of the limit"); },
                    },
                    window);
}

/// The days that end with the settlement and over which a limit on any so many months counts.
Period Evaluation::Engine::rolling_window(const plan::RollingWindow& rolling, const Period& period, plan::ScheduleId schedule) const {
  const auto& frequency = plan_.schedules[schedule].frequency;
  const Date end = frequency && *frequency != Frequency::term ? plan_.calendar.holding(period.last(), *frequency).end() : period.end();
  return {std::max(plan_.calendar.earlier(end, rolling.length), std::min(term_.begin(), period.begin())), period.end()};
}

/// Nothing where the settlement lies outside the days of the limit.
std::optional<Period> Evaluation::Engine::counted_in(const Settling& settling, const plan::LimitWindow& window) const {
  const plan::Clause& clause = settling.clause;
  return std::visit(syntax::match{
                        [&](Frequency each) { return std::optional(counting_window(clause, settling.period, each)); },
                        [&](const plan::RollingWindow& rolling) {
                          const Period counted = rolling_window(rolling, settling.period, clause.schedule);
                          return std::optional(clause.counts_from ? counted.from(*clause.counts_from).value_or(counted) : counted);
                        },
                        [&](const Period& days) {
                          std::optional<Period> counted = days.contains(settling.period.last()) ? days.clipped_to(term_) : std::nullopt;
                          if (counted && clause.counts_from) counted = counted->from(*clause.counts_from).value_or(*counted);
                          if (counted && clause.in_force.end) counted = counted->before(*clause.in_force.end).value_or(*counted);
                          return counted;
                        },
                    },
                    window);
}

Period Evaluation::Engine::count_in(ProvisoMemory& memory, const Period& counted) {
  if (memory.counting && memory.counting->begin() == counted.begin()) return counted;
  memory.counting = counted;
  memory.let_through.clear();
  memory.reached.clear();
  memory.guaranteed.clear();
  // What an earlier text let through in this window, where a new one counts in other windows; and what this one did in a window that moves on.
  for (auto past = memory.past.rbegin(); past != memory.past.rend() && counted.contains(past->period.last()); ++past) {
    memory.let_through += past->let_through;
    memory.reached += past->reached;
    memory.guaranteed += past->guaranteed;
  }
  return counted;
}

Figure Evaluation::Engine::limit(plan::StepId step, const Settling& settling, const Period& counted) {
  const Period to_date(counted.begin(), std::min(counted.end(), settling.window.end()));
  return value(step, {to_date, settling.clause.filter, settling.clause.schedule});
}

Figure Evaluation::Engine::at_least(const plan::AtLeast& guarantee, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const auto window = counted_in(settling, guarantee.window);
  if (!window) return reaching;
  const Period counted = count_in(memory, *window);
  Figure through = reaching;
  // The last settlement of the window adds what is lacking of what this line let through in it.
  if (settling.window.end() == counted.end()) {
    const Figure least = limit(guarantee.least, settling, counted);
    const Figure earlier = recalled(memory.let_through, fmt::format("let through earlier in the {}", window_words(guarantee.window)), counted, said);
    const Number lacking = least.value - earlier.value - reaching.value;
    if (lacking.sign() > 0) {
      const Figure top_up = because(Rule::difference, lacking, "what is lacking of the guarantee", counted, said, {least.why, earlier.why, reaching.why});
      const auto* each = std::get_if<Frequency>(&guarantee.window);
      const std::string words = each == nullptr ? fmt::format("at least this over the {}", window_words(guarantee.window)) : fmt::format("at least this each {}", noun(*each));
      through = because(Rule::sum, reaching.value + lacking, words, settling.window, said, {reaching.why, top_up.why});
    }
  }
  memory.let_through += through;
  return through;
}

/// Pays what is earned to date or guaranteed to date, whichever is more, less what this line has let through, never below zero.
Figure Evaluation::Engine::credited_guarantee(const plan::AtLeast& guarantee, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const Period counted = count_in(memory, counting_window(settling.clause, settling.period, *guarantee.credited_across));
  const Period window = counting_window(settling.clause, settling.period, std::get<Frequency>(guarantee.window));
  std::vector<ReasonId> parts;
  if (settling.window.end() == window.end()) {
    const Figure least = limit(guarantee.least, settling, window);
    memory.guaranteed += least;
    if (!memory.past.empty() && memory.past.back().period == settling.period) memory.past.back().guaranteed = least;
  }
  const Figure earlier = recalled(memory.reached, "earned earlier", counted, said);
  const Figure earned = because(Rule::sum, earlier.value + reaching.value, "earned to date", counted, said, {earlier.why, reaching.why});
  const Figure guaranteed = recalled(memory.guaranteed, "guaranteed to date", counted, said);
  const Figure owed = because(Rule::greatest, max(earned.value, guaranteed.value), "the greater of earned and guaranteed to date", counted, said, {earned.why, guaranteed.why});
  const Figure paid = recalled(memory.let_through, "let through to date", counted, said);
  Figure through = because(Rule::difference, owed.value - paid.value, "credited guarantee", settling.window, said, {owed.why, paid.why});
  if (through.value.is_negative()) {
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    through = because(Rule::greatest, 0, "never below zero", settling.window, said, {through.why, zero.why});
  }
  memory.reached = earned;
  memory.let_through += through;
  return through;
}

/// Once its days are over a cap lets everything through, with what it kept while they ran.
Figure Evaluation::Engine::outside_the_days(const plan::AtMost& cap, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  if (!cap.excess_carried || memory.kept.is_zero() || (settling.is_last && lapses)) return reaching;
  const Figure kept = recalled(memory.kept, "excess carried forward", std::nullopt, said);
  memory.kept.clear();
  memory.carried.clear();
  return because(Rule::sum, reaching.value + kept.value, "with the excess carried forward, the days of the cap being over", settling.window, said, {reaching.why, kept.why});
}

Figure Evaluation::Engine::at_most(const plan::AtMost& cap, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const auto window = counted_in(settling, cap.window);
  let_lapse(memory, cap.carried_for, settling.period, plan_.calendar);
  if (!window) return outside_the_days(cap, lapses, settling, memory, reaching, said);
  const Period counted = count_in(memory, *window);
  const Figure most = limit(cap.most, settling, counted);
  const Figure earlier = recalled(memory.let_through, fmt::format("let through earlier in the {}", window_words(cap.window)), counted, said);
  const Figure left = because(Rule::difference, most.value - earlier.value, "what is left of the cap", counted, said, {most.why, earlier.why});
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  const Figure room = left.value.is_negative() ? because(Rule::greatest, 0, "no room is left", counted, said, {left.why, zero.why}) : left;
  Figure asked = reaching;
  if (cap.excess_carried) {
    if (room.value > reaching.value) tried(said, !memory.kept.is_zero(), 1);
    const Figure kept = recalled(memory.kept, "excess carried forward", std::nullopt, said);
    asked = because(Rule::sum, reaching.value + kept.value, "with the excess carried forward", settling.window, said, {reaching.why, kept.why});
  }
  Figure through = asked.value <= room.value ? asked : because(Rule::least, room.value, "at most this", settling.window, said, {asked.why, room.why});
  memory.let_through += through;
  if (cap.excess_carried) {
    memory.kept = because(Rule::difference, asked.value - through.value, "excess", settling.window, said, {asked.why, through.why});
    carry_on(settling, memory, reaching, through, said);
    if (settling.is_last && !lapses && memory.kept.value().sign() > 0) {
      const Figure kept = recalled(memory.kept, "excess still carried when the term ends", std::nullopt, said);
      through = because(Rule::sum, through.value + kept.value, "with what was still carried", settling.window, said, {through.why, kept.why});
      memory.kept.clear();
      memory.carried.clear();
    }
  }
  return through;
}

/// What is too small to pay waits, with what waited before, until together they are not; or it is waived.
Figure Evaluation::Engine::nothing_if_under(const plan::NothingIfUnder& nothing, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  Figure asked = reaching;
  if (nothing.carried) {
    const Figure kept = recalled(memory.kept, "carried forward, being too small to pay", std::nullopt, said);
    asked = because(Rule::sum, reaching.value + kept.value, "with what was carried forward", settling.window, said, {reaching.why, kept.why});
  }
  memory.kept.clear();
  const Figure least = value(nothing.least, settling.asking());
  if (asked.value >= least.value) return asked;
  if (nothing.carried && settling.is_last && !lapses) return because(Rule::same, asked.value, "paid with the last settlement, however small", settling.window, said, {asked.why});
  if (nothing.carried) memory.kept = asked;
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  return because(Rule::choice, 0, nothing.carried ? "nothing, being under the least that is paid: carried forward" : "nothing, being under the least that is paid: waived", settling.window,
                 said, {asked.why, least.why, zero.why});
}

}  // namespace whereas::evaluate

#include "interpreter/evaluate/engine.h"
#include "interpreter/evaluate/parts_due.h"

#include <fmt/format.h>

#include <algorithm>

/// Money held back and released, and money deferred (docs/language: Provisos, and Credits, balances, late payment).
namespace whereas::evaluate {

/// The windows' parts of what was kept when it began to be paid: `many` of them are still to come.
Figure Evaluation::Engine::in_equal_parts(ProvisoMemory& memory, int many, std::string words, Span said) {
  const Figure kept = recalled(memory.kept, "kept back by then", std::nullopt, said);
  const Figure count = because(Rule::figure_written, many, "the number of equal parts", std::nullopt, said, {});
  return because(Rule::quotient, kept.value / count.value, std::move(words), std::nullopt, said, {kept.why, count.why});
}

Figure Evaluation::Engine::released(const plan::HeldBack& held, const Settling& settling, ProvisoMemory& memory, Span said) {
  const auto all_kept = [&] { return recalled(memory.kept, "all that is held", std::nullopt, said); };
  if (held.held_for) {
    Account due;
    while (!memory.held.empty() && plan_.calendar.later(memory.held.front().period.end(), *held.held_for) <= settling.period.end()) {
      due += memory.held.front().amount;
      memory.held.erase(memory.held.begin());
    }
    return recalled(due, "held for its time", std::nullopt, said);
  }
  const Date today = settling.period.last();
  if (today < *held.until) return {};
  if (!held.released_over && held.releases.empty()) return all_kept();
  // What was held when holding ended is what is released in parts.
  if (memory.instalments_left == 0 && memory.released == 0 && memory.releases_paid.empty()) {
    memory.instalment = all_kept();
    if (held.released_over) {
      const Date end = held.until->plus(*held.released_over);
      for (const Period& period : settlement_periods(settling.clause.schedule)) memory.instalments_left += period.last() >= *held.until && period.last() < end ? 1 : 0;
      if (memory.instalments_left > 0) memory.instalment = in_equal_parts(memory, memory.instalments_left, "an equal part of it", said);
    }
  }
  if (held.released_over) {
    // One with each settlement, however many texts share it.
    if (memory.instalment_of == settling.period) return {};
    memory.instalment_of = settling.period;
    ++memory.released;
    const int due = parts_due(held, settlement_periods(settling.clause.schedule), today, memory.instalments_left);
    memory.instalments_left -= due;
    if (memory.instalments_left == 0) return all_kept();
    if (due == 1) return memory.instalment;
    const Figure count = because(Rule::figure_written, due, "the parts that are due by now", std::nullopt, said, {});
    return because(Rule::product, memory.instalment.value * due, "released now", std::nullopt, said, {memory.instalment.why, count.why});
  }
  return released_on_days(held, settling, memory, said);
}

/// Each part of what was held when its day has come, in whatever order events bring the days. The rest is what the other parts leave.
Figure Evaluation::Engine::released_on_days(const plan::HeldBack& held, const Settling& settling, ProvisoMemory& memory, Span said) {
  memory.releases_paid.resize(held.releases.size());
  const auto part = [&](const plan::Release& release, std::string words) {
    const Figure rate = value(*release.rate, settling.asking());
    return because(Rule::product, rate.value * memory.instalment.value, std::move(words), std::nullopt, said, {rate.why, memory.instalment.why});
  };
  Account due;
  bool pays_the_rest = false;
  for (std::size_t place = 0; place < held.releases.size(); ++place) {
    const plan::Release& release = held.releases[place];
    if (memory.releases_paid[place] || release.day > settling.period.last()) continue;
    memory.releases_paid[place] = true;
    if (release.rate) due += part(release, fmt::format("released on {}", release.day.text()));
    else pays_the_rest = true;
  }
  if (pays_the_rest) {
    const Figure kept = recalled(memory.kept, "all that is held", std::nullopt, said);
    Account others;
    others += because(Rule::sum, due.value(), "released with it", std::nullopt, said, due.parts());
    for (std::size_t place = 0; place < held.releases.size(); ++place) {
      if (!memory.releases_paid[place]) others += part(held.releases[place], "released later");
    }
    const Figure less = because(Rule::sum, others.value(), "the other parts", std::nullopt, said, others.parts());
    due += because(Rule::difference, kept.value - less.value, "the rest", std::nullopt, said, {kept.why, less.why});
  }
  return recalled(due, "released on these days", std::nullopt, said);
}

Figure Evaluation::Engine::held_back(const plan::HeldBack& held, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const bool pays_the_rest = settling.is_last && !lapses;  // then nothing more is kept back either
  const bool holding = !pays_the_rest && (!held.until || settling.period.last() < *held.until);
  // What is released makes room for what is held.
  Account released_now;
  released_now += pays_the_rest ? recalled(memory.kept, "all that is held", std::nullopt, said) : released(held, settling, memory, said);
  const Figure release = released_now.is_zero() ? Figure{} : recalled(released_now, "released", settling.period, said);
  if (!released_now.is_zero()) memory.kept += negated(release, "released", said);
  Figure through = reaching;
  if (holding) {
    const Figure rate = value(held.rate, settling.asking());
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    const Figure positive = because(Rule::greatest, max(reaching.value, 0), "what there is to hold back from", settling.window, said, {reaching.why, zero.why});
    Figure kept = because(Rule::product, rate.value * positive.value, "held back", settling.window, said, {rate.why, positive.why});
    if (held.most_held) {
      const Figure most = value(*held.most_held, settling.asking());
      const Figure already = recalled(memory.kept, "held already", std::nullopt, said);
      const Figure left = because(Rule::difference, most.value - already.value, "what more may be held", settling.window, said, {most.why, already.why});
      const Figure room = because(Rule::greatest, max(left.value, 0), "room", settling.window, said, {left.why, zero.why});
      kept = because(Rule::least, min(kept.value, room.value), "held back now", settling.window, said, {kept.why, room.why});
    }
    memory.kept += kept;
    if (held.held_for && !kept.value.is_zero()) memory.held.push_back({settling.period, kept});
    through = because(Rule::difference, reaching.value - kept.value, "after what is held back", settling.window, said, {reaching.why, kept.why});
  }
  if (released_now.is_zero()) return through;
  return because(Rule::sum, through.value + release.value, "with what was held back", settling.window, said, {through.why, release.why});
}

/// Simple interest on the unpaid balance, from the last day of the period before to the last day of this one.
void Evaluation::Engine::accrue(const plan::Deferred& defer, const Settling& settling, ProvisoMemory& memory, Span said) {
  const Date today = settling.period.last();
  if (defer.interest && memory.accrued_to && !memory.kept.is_zero()) {
    const Figure rate = value(*defer.interest, settling.asking());
    const Period days(*memory.accrued_to, today);
    const Number years = year_fraction(defer.day_count, days.begin(), days.end());
    const Figure kept = recalled(memory.kept, "deferred and not repaid", std::nullopt, said);
    const Figure time = because(Rule::figure_written, years, derives() ? fmt::format("{} days, {}", days.days(), words(defer.day_count)) : std::string(), days, said, {});
    memory.accrued += because(Rule::product, kept.value * rate.value * years, "interest", days, said, {kept.why, rate.why, time.why});
  }
  memory.accrued_to = today;
}

Figure Evaluation::Engine::deferred(const plan::Deferred& defer, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const Date today = settling.period.last();
  accrue(defer, settling, memory, said);
  const bool pays_the_rest = settling.is_last && !lapses;  // then nothing more is kept back either
  if (defer.deferred.contains(today) && !pays_the_rest) {
    const Figure rate = value(defer.rate, settling.asking());
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    const Figure positive = because(Rule::greatest, max(reaching.value, 0), "what there is to defer", settling.window, said, {reaching.why, zero.why});
    const Figure kept = because(Rule::product, rate.value * positive.value, "deferred", settling.window, said, {rate.why, positive.why});
    memory.kept += kept;
    return because(Rule::difference, reaching.value - kept.value, "after what is deferred", settling.window, said, {reaching.why, kept.why});
  }
  if (memory.instalments_left == 0 && memory.instalment.value.is_zero() && defer.repaid.contains(today) && !memory.kept.is_zero()) {
    for (const Period& period : settlement_periods(settling.clause.schedule)) memory.instalments_left += defer.repaid.contains(period.last()) ? 1 : 0;
    memory.instalment = in_equal_parts(memory, memory.instalments_left, "an equal instalment", said);
  }
  const bool repays = defer.repaid.contains(today) && memory.instalments_left > 0 && memory.instalment_of != settling.period;  // one with each settlement, however many texts share it
  const bool rest = pays_the_rest && !memory.kept.is_zero();
  if (!repays && !rest) return reaching;
  Account repaid;
  repaid += rest || memory.instalments_left == 1 ? recalled(memory.kept, "all that is deferred", std::nullopt, said) : memory.instalment;
  memory.instalments_left -= repays ? 1 : 0;
  if (repays) memory.instalment_of = settling.period;
  const Figure instalment = recalled(repaid, "repaid of what was deferred", settling.window, said);
  memory.kept += negated(instalment, "repaid", said);
  Figure through = because(Rule::sum, reaching.value + instalment.value, "with the instalment", settling.window, said, {reaching.why, instalment.why});
  if (!memory.accrued.is_zero()) {
    const Figure interest = recalled(memory.accrued, fmt::format("interest to {}", today.text()), settling.window, said);
    through = because(Rule::sum, through.value + interest.value, "with interest", settling.window, said, {through.why, interest.why});
    memory.accrued.clear();
  }
  return through;
}

}  // namespace whereas::evaluate

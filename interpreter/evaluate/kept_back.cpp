#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

/// Money held back and released, and money deferred (docs/language: Provisos, and Credits, balances, late payment).
namespace whereas::evaluate {

Number Evaluation::Engine::released(const plan::HeldBack& held, const Settling& settling, ProvisoMemory& memory) {
  if (held.held_for) {
    Number due;
    while (!memory.held.empty() && memory.held.front().period.end().plus(*held.held_for) <= settling.period.end()) {
      due += memory.held.front().amount;
      memory.held.erase(memory.held.begin());
    }
    return due;
  }
  const Date today = settling.period.last();
  if (today < *held.until) return 0;
  if (!held.released_over && held.releases.empty()) return memory.kept;
  // What was held when holding ended is what is released in parts.
  if (memory.instalments_left == 0 && memory.released == 0 && memory.releases_paid.empty()) {
    memory.instalment = memory.kept;
    if (held.released_over) {
      const Date end = held.until->plus(*held.released_over);
      for (const Period& period : settlement_periods(settling.clause.schedule)) memory.instalments_left += period.last() >= *held.until && period.last() < end ? 1 : 0;
      memory.instalment = memory.instalments_left == 0 ? memory.kept : memory.kept / Number(memory.instalments_left);
    }
  }
  if (held.released_over) {
    // One with each settlement, however many texts share it.
    if (memory.instalment_of == settling.period) return 0;
    memory.instalment_of = settling.period;
    ++memory.released;
    return memory.instalments_left > 0 && memory.instalments_left-- > 1 ? memory.instalment : memory.kept;
  }
  return released_on_days(held, settling, memory);
}

/// Each part of what was held when its day has come, in whatever order events bring the days. The rest is what the other parts leave.
Number Evaluation::Engine::released_on_days(const plan::HeldBack& held, const Settling& settling, ProvisoMemory& memory) {
  memory.releases_paid.resize(held.releases.size());
  const auto part = [&](const plan::Release& release) { return value(*release.rate, settling.asking()).value * memory.instalment; };
  Number due;
  bool pays_the_rest = false;
  for (std::size_t place = 0; place < held.releases.size(); ++place) {
    const plan::Release& release = held.releases[place];
    if (memory.releases_paid[place] || release.day > settling.period.last()) continue;
    memory.releases_paid[place] = true;
    if (release.rate) due += part(release);
    else pays_the_rest = true;
  }
  if (!pays_the_rest) return due;
  Number rest = memory.kept - due;
  for (std::size_t place = 0; place < held.releases.size(); ++place) {
    if (!memory.releases_paid[place]) rest -= part(held.releases[place]);
  }
  return due + rest;
}

Figure Evaluation::Engine::held_back(const plan::HeldBack& held, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const bool pays_the_rest = settling.is_last && !lapses;  // then nothing more is kept back either
  const bool holding = !pays_the_rest && (!held.until || settling.period.last() < *held.until);
  Figure through = reaching;
  if (holding) {
    const Figure rate = value(held.rate, settling.asking());
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    const Figure positive = because(Rule::greatest, max(reaching.value, 0), "what there is to hold back from", settling.window, said, {reaching.why, zero.why});
    Figure kept = because(Rule::product, rate.value * positive.value, "held back", settling.window, said, {rate.why, positive.why});
    if (held.most_held) {
      const Figure most = value(*held.most_held, settling.asking());
      const Figure already = because(Rule::remembered, memory.kept, "held already", std::nullopt, said, {});
      const Figure left = because(Rule::difference, most.value - already.value, "what more may be held", settling.window, said, {most.why, already.why});
      const Figure room = because(Rule::greatest, max(left.value, 0), "room", settling.window, said, {left.why, zero.why});
      kept = because(Rule::least, min(kept.value, room.value), "held back now", settling.window, said, {kept.why, room.why});
    }
    memory.kept += kept.value;
    if (held.held_for && !kept.value.is_zero()) memory.held.push_back({settling.period, kept.value});
    through = because(Rule::difference, reaching.value - kept.value, "after what is held back", settling.window, said, {reaching.why, kept.why});
  }
  const Number released_now = pays_the_rest ? memory.kept : released(held, settling, memory);
  if (released_now.is_zero()) return through;
  memory.kept -= released_now;
  const Figure release = because(Rule::remembered, released_now, "released", settling.period, said, {});
  return because(Rule::sum, through.value + released_now, "with what was held back", settling.window, said, {through.why, release.why});
}

/// Simple interest on the unpaid balance, from the last day of the period before to the last day of this one.
void Evaluation::Engine::accrue(const plan::Deferred& defer, const Settling& settling, ProvisoMemory& memory) {
  const Date today = settling.period.last();
  if (defer.interest && memory.accrued_to && !memory.kept.is_zero()) {
    const Figure rate = value(*defer.interest, settling.asking());
    memory.accrued += memory.kept * rate.value * year_fraction(defer.day_count, *memory.accrued_to, today);
  }
  memory.accrued_to = today;
}

Figure Evaluation::Engine::deferred(const plan::Deferred& defer, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const Date today = settling.period.last();
  accrue(defer, settling, memory);
  const bool pays_the_rest = settling.is_last && !lapses;  // then nothing more is kept back either
  if (defer.deferred.contains(today) && !pays_the_rest) {
    const Figure rate = value(defer.rate, settling.asking());
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    const Figure positive = because(Rule::greatest, max(reaching.value, 0), "what there is to defer", settling.window, said, {reaching.why, zero.why});
    const Figure kept = because(Rule::product, rate.value * positive.value, "deferred", settling.window, said, {rate.why, positive.why});
    memory.kept += kept.value;
    return because(Rule::difference, reaching.value - kept.value, "after what is deferred", settling.window, said, {reaching.why, kept.why});
  }
  if (memory.instalments_left == 0 && memory.instalment.is_zero() && defer.repaid.contains(today) && !memory.kept.is_zero()) {
    for (const Period& period : settlement_periods(settling.clause.schedule)) memory.instalments_left += defer.repaid.contains(period.last()) ? 1 : 0;
    memory.instalment = memory.kept / Number(memory.instalments_left);
  }
  const bool repays = defer.repaid.contains(today) && memory.instalments_left > 0 && memory.instalment_of != settling.period;  // one with each settlement, however many texts share it
  const bool rest = pays_the_rest && !memory.kept.is_zero();
  if (!repays && !rest) return reaching;
  const Number repaid = rest || memory.instalments_left == 1 ? memory.kept : memory.instalment;
  memory.kept -= repaid;
  memory.instalments_left -= repays ? 1 : 0;
  if (repays) memory.instalment_of = settling.period;
  const Figure instalment = because(Rule::remembered, repaid, "repaid of what was deferred", settling.window, said, {});
  Figure through = because(Rule::sum, reaching.value + repaid, "with the instalment", settling.window, said, {reaching.why, instalment.why});
  if (!memory.accrued.is_zero()) {
    const Figure interest = because(Rule::remembered, memory.accrued, fmt::format("interest to {}", today.text()), settling.window, said, {});
    through = because(Rule::sum, through.value + memory.accrued, "with interest", settling.window, said, {through.why, interest.why});
    memory.accrued = 0;
  }
  return through;
}

}  // namespace whereas::evaluate

#include "interpreter/batch/compiler.h"
#include "interpreter/evaluate/parts_due.h"

/// Money held back, and money deferred: when it is released is known beforehand, how much is not.
namespace whereas::batch {

FormulaId Compiler::held_back(const plan::HeldBack& held, bool lapses, const Settling& settling, Memory& memory, FormulaId reaching) {
  Formulas& formulas = out_.formulas;
  const bool pays_the_rest = settling.is_last && !lapses;
  const bool holding = !pays_the_rest && (!held.until || settling.period.last() < *held.until);
  const FormulaId now = pays_the_rest ? memory.kept : released(held, settling, memory);
  memory.kept = formulas.subtract(memory.kept, now);
  FormulaId through = reaching;
  if (holding) {
    FormulaId kept = formulas.multiply(value(held.rate, settling.asking()), not_below_zero(reaching));
    if (held.most_held) kept = formulas.least(kept, not_below_zero(formulas.subtract(value(*held.most_held, settling.asking()), memory.kept)));
    memory.kept = formulas.add(memory.kept, kept);
    if (held.held_for) memory.held.emplace_back(settling.period, kept);
    through = formulas.subtract(reaching, kept);
  }
  return formulas.add(through, now);
}

FormulaId Compiler::released(const plan::HeldBack& held, const Settling& settling, Memory& memory) {
  Formulas& formulas = out_.formulas;
  FormulaId due = Formulas::zero;
  if (held.held_for) {
    while (!memory.held.empty() && plan_.calendar.later(memory.held.front().first.end(), *held.held_for) <= settling.period.end()) {
      due = formulas.add(due, memory.held.front().second);
      memory.held.erase(memory.held.begin());
    }
    return due;
  }
  const Date today = settling.period.last();
  if (today < *held.until) return Formulas::zero;
  if (!held.released_over && held.releases.empty()) return memory.kept;
  if (memory.instalments_left == 0 && memory.released == 0 && memory.releases_paid.empty()) {
    memory.instalment = memory.kept;
    if (held.released_over) {
      const Date end = held.until->plus(*held.released_over);
      for (const Period& period : engine_.settlement_periods(settling.clause.schedule)) memory.instalments_left += period.last() >= *held.until && period.last() < end ? 1 : 0;
      if (memory.instalments_left > 0) memory.instalment = formulas.scale(memory.kept, Number::fraction(1, memory.instalments_left));
    }
  }
  if (held.released_over) {
    // One with each settlement, however many texts share it.
    if (memory.instalment_of == settling.period) return Formulas::zero;
    memory.instalment_of = settling.period;
    ++memory.released;
    const int parts = evaluate::parts_due(held, engine_.settlement_periods(settling.clause.schedule), today, memory.instalments_left);
    memory.instalments_left -= parts;
    return memory.instalments_left == 0 ? memory.kept : parts == 1 ? memory.instalment : formulas.scale(memory.instalment, Number(parts));
  }
  return released_on_days(held, settling, memory);
}

/// Each part when its day has come; the rest is what the other parts leave.
FormulaId Compiler::released_on_days(const plan::HeldBack& held, const Settling& settling, Memory& memory) {
  Formulas& formulas = out_.formulas;
  memory.releases_paid.resize(held.releases.size());
  const auto part = [&](const plan::Release& release) { return formulas.multiply(value(*release.rate, settling.asking()), memory.instalment); };
  FormulaId due = Formulas::zero;
  bool pays_the_rest = false;
  for (std::size_t place = 0; place < held.releases.size(); ++place) {
    const plan::Release& release = held.releases[place];
    if (memory.releases_paid[place] || release.day > settling.period.last()) continue;
    memory.releases_paid[place] = true;
    if (release.rate) due = formulas.add(due, part(release));
    else pays_the_rest = true;
  }
  if (!pays_the_rest) return due;
  FormulaId all = memory.kept;
  for (std::size_t place = 0; place < held.releases.size(); ++place) {
    if (!memory.releases_paid[place]) all = formulas.subtract(all, part(held.releases[place]));
  }
  return all;
}

FormulaId Compiler::deferred(const plan::Deferred& defer, bool lapses, const Settling& settling, Memory& memory, FormulaId reaching, Span said) {
  Formulas& formulas = out_.formulas;
  // Repaid while more is deferred: from when it is hangs on the figures.
  if (defer.deferred.end() > defer.repaid.begin()) refuse("payments that are deferred while others are repaid", said);
  const Date today = settling.period.last();
  if (defer.interest && memory.accrued_to) {
    const FormulaId rate = value(*defer.interest, settling.asking());
    const FormulaId of_year = formulas.scale(formulas.multiply(memory.kept, rate), year_fraction(defer.day_count, *memory.accrued_to, today));
    memory.accrued = formulas.add(memory.accrued, of_year);
  }
  memory.accrued_to = today;
  const bool pays_the_rest = settling.is_last && !lapses;
  if (defer.deferred.contains(today) && !pays_the_rest) {
    const FormulaId kept = formulas.multiply(value(defer.rate, settling.asking()), not_below_zero(reaching));
    memory.kept = formulas.add(memory.kept, kept);
    return formulas.subtract(reaching, kept);
  }
  if (!memory.repays && defer.repaid.contains(today)) {
    memory.repays = true;
    for (const Period& period : engine_.settlement_periods(settling.clause.schedule)) memory.instalments_left += defer.repaid.contains(period.last()) ? 1 : 0;
    memory.instalment = formulas.scale(memory.kept, Number::fraction(1, memory.instalments_left));
  }
  const bool repays = defer.repaid.contains(today) && memory.instalments_left > 0 && memory.instalment_of != settling.period;  // one with each settlement, however many texts share it
  if (!repays && !pays_the_rest) return reaching;
  const FormulaId repaid = pays_the_rest || memory.instalments_left == 1 ? memory.kept : memory.instalment;
  memory.kept = formulas.subtract(memory.kept, repaid);
  memory.instalments_left -= repays ? 1 : 0;
  if (repays) memory.instalment_of = settling.period;
  const FormulaId through = formulas.add(formulas.add(reaching, repaid), memory.accrued);
  memory.accrued = Formulas::zero;
  return through;
}

}  // namespace whereas::batch

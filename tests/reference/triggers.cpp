// Conditions that rule in a settlement period, and go on ruling after it.
#include "tests/reference/measures.h"

namespace whereas::reference {

using namespace syntax;

/// The last day up to which what was so in this period rules.
Date Measures::rules_until(const Lasting& lasting, const Period& period) const {
  if (lasting.after) return contract_.calendar.later(period.end(), *lasting.after).plus_days(-1);
  const Period of = contract_.calendar.holding(period.last(), lasting.to_end_of);
  return lasting.next ? contract_.calendar.holding(of.end(), lasting.to_end_of).last() : of.last();
}

bool Measures::governs(const WhileTrue& during, std::size_t settlement, const Asked& asked) {
  const auto& periods = *asked.settlements;
  const Period& ruled = periods[settlement];
  const std::size_t end = during.from_next_period ? settlement : settlement + 1;
  std::vector<std::size_t> ruling;  // the latest first
  for (std::size_t i = end; i-- > 0;) {
    const bool is_latest = i + 1 == end;
    if (!is_latest && (!during.lasting || (asked.counts_from && periods[i].end() <= *asked.counts_from))) break;
    const Date last = is_latest ? ruled.last() : rules_until(*during.lasting, periods[i]);
    if (last >= ruled.first() && last < ruled.last()) throw DataFault("what lasts ends inside a settlement period");
    if (last >= ruled.last()) ruling.push_back(i);
  }
  for (const std::size_t i : ruling) {
    const Period& tested = periods[i];
    if (asked.sees_until && tested.last() > *asked.sees_until) throw DataFault("a condition is known only after the day of payment");
    Asked then{tested, asked.settlements, asked.of_clause, tested.last(), asked.counts_from, asked.of_clause};
    if (i < settlement) then.balances_before = tested.end();
    if (holds(during.condition, then)) return true;
  }
  return false;
}

/// Of each of the last so many that are over by then; not before the term has so many.
bool Measures::is_so_running(const Comparison& comparison, const std::function<bool(const Asked&)>& is_so, const Asked& asked) const {
  if (!asked.window) return false;
  const syntax::Running& running = *comparison.running;
  std::vector<Period> over;
  const Period counted = asked.counts_from ? term_.from(*asked.counts_from).value_or(term_) : term_;
  for (const Period& period : contract_.calendar.cut(Period(counted.begin(), std::max(asked.window->end(), counted.begin().plus_days(1))), running.each)) {
    if (contract_.calendar.holding(period.first(), running.each) == period) over.push_back(period);
  }
  if (over.size() < static_cast<std::size_t>(running.count)) return false;
  for (std::size_t back = 1; back <= static_cast<std::size_t>(running.count); ++back) {
    if (!is_so(asked.over(over[over.size() - back]))) return false;
  }
  return true;
}

}  // namespace whereas::reference

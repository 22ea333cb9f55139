#include "interpreter/plan/lowering.h"

#include <algorithm>

namespace whereas::plan {

/// One lot for each month (…) of the term, of what is bought in it.
void Lowering::lower_bought(const syntax::CreditLot& lot, Credits& credits) {
  const StepId amount = lower(lot.amount);
  using From = syntax::CreditLot::Bought::From;
  if (!contract_.term) return;  // reported
  for (const Period& bought : plan_.calendar.cut(plan_.term.value_or(*contract_.term), lot.bought->each)) {
    const Date from = lot.bought->from == From::next_period ? bought.end() : bought.begin();
    CreditLot one{amount, from, std::nullopt, bought, lot.span};
    if (lot.bought->lasting) one.end = plan_.calendar.later(from, *lot.bought->lasting);
    credits.lots.push_back(one);
  }
}

Credits Lowering::lower_credits(check::CreditsId id) {
  const check::CreditsInfo& info = contract_.credits[id];
  Credits credits;
  credits.title = info.title;
  for (const auto& lot : info.text->lots) {
    if (lot.bought) {
      lower_bought(lot, credits);
      continue;
    }
    CreditLot one{lower(lot.amount), days(lot.from).first(), std::nullopt, std::nullopt, lot.span};
    if (lot.until) one.end = days(lot.until->day).first();
    if (lot.through) one.end = days(lot.through->day).end();
    credits.lots.push_back(one);
  }
  using Order = syntax::Credits::Order;
  const Date never = Date::last_of_month(9999, 12);
  std::stable_sort(credits.lots.begin(), credits.lots.end(), [&](const CreditLot& a, const CreditLot& b) {
    if (info.text->order == Order::oldest_first) return a.from < b.from;
    if (info.text->order == Order::soonest_first) return a.end.value_or(never) < b.end.value_or(never);
    return false;
  });
  return credits;
}

}  // namespace whereas::plan

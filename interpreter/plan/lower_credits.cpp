#include "interpreter/plan/lowering.h"

#include <algorithm>

namespace whereas::plan {

Credits Lowering::lower_credits(check::CreditsId id) {
  const check::CreditsInfo& info = contract_.credits[id];
  Credits credits;
  credits.title = info.title;
  for (const auto& lot : info.text->lots) {
    CreditLot one{lower(lot.amount), days(lot.from).first(), std::nullopt, lot.span};
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

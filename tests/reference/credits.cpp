// Credits in lots, used in place of money.
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

struct Lot {
  std::size_t number;  ///< as written
  const CreditLot* text;
  Date from;
  Date end;  ///< the day after the last
  std::optional<Period> bought;  ///< over which its sum is measured
};

std::vector<Lot> lots_of(const Credits& credits, const Moments& moments, const Calendar& calendar, const Period& term) {
  std::vector<Lot> lots;
  for (const auto& lot : credits.lots) {
    if (lot.bought) {
      for (const Period& bought : calendar.cut(term, lot.bought->each)) {
        const Date from = lot.bought->from == CreditLot::Bought::From::next_period ? bought.end() : bought.begin();
        lots.push_back({lots.size(), &lot, from, lot.bought->lasting ? calendar.later(from, *lot.bought->lasting) : Moments::never(), bought});
      }
      continue;
    }
    Date end = Moments::never();
    if (lot.until) end = moments.first(lot.until->day);
    if (lot.through) end = moments.last(lot.through->day).plus_days(1);
    lots.push_back({lots.size(), &lot, moments.first(lot.from), end, std::nullopt});
  }
  const auto order = credits.order.value_or(Credits::Order::as_written);
  std::stable_sort(lots.begin(), lots.end(), [&](const Lot& a, const Lot& b) {
    if (order == Credits::Order::oldest_first) return a.from < b.from;
    return order == Credits::Order::soonest_first && a.end < b.end;
  });
  return lots;
}

}  // namespace

/// The lots pay what they can; the rest is let through, or charged at its own rate.
Exact Settling::first_from(const Place& place, const Exact& amount, const FirstFrom& line) {
  const Exact rest = amount - used_of(place, line, amount);
  return line.rest_at && amount > 0 ? Exact(rest * over_part(place, *line.rest_at)) : rest;
}

/// What this settlement uses, after all that were settled before it.
Exact Settling::used_of(const Place& place, const FirstFrom& line, const Exact& amount) {
  const Credits& credits = *contract_.credits[contract_.credits_titled(line.credits.text).value()].text;
  const std::vector<Lot> lots = lots_of(credits, measures_.moments(), contract_.calendar, measures_.term());
  std::vector<Exact> used_before(lots.size(), Exact(0));  // by number
  for (ObligationId clause = 0; clause < versions_.size(); ++clause) {
    for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
      for (std::size_t i = 0; i < versions_[clause][v].lines.size(); ++i) {
        const auto* other_line = std::get_if<FirstFrom>(&versions_[clause][v].lines[i]->form);
        if (other_line == nullptr || other_line->credits.text != line.credits.text) continue;
        for (std::size_t s = 0; s < schedules_[clause].periods.size(); ++s) {
          const Place other{clause, v, i, s};
          if (!comes_before(other, place) || !in_force(clause, v, s)) continue;
          if (!used_.contains(other)) used_of(other, *other_line, reached(other));
          for (const Lot& lot : lots) used_before[lot.number] += used_.at(other)[lot.number];
        }
      }
    }
  }
  const Period& period = period_at(place);
  const Exact wanted = std::max(Exact(0), amount);
  Exact left = wanted;
  std::vector<Exact> used(lots.size(), Exact(0));
  for (const Lot& lot : lots) {
    if (lot.end <= period.begin() || lot.from >= period.end()) continue;
    if (lot.from > period.begin() || lot.end < period.end()) throw DataFault("a lot of credits begins or ends inside a settlement period");
    const Asked whole = asked(place.clause, lot.bought.value_or(measures_.term()), place.settlement);
    used[lot.number] = std::min(left, Exact(measures_.measure(lot.text->amount, whole) - used_before[lot.number]));
    left -= used[lot.number];
  }
  used_[place] = used;
  return wanted - left;
}

}  // namespace whereas::reference

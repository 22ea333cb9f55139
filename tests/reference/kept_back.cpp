// Money that is held back or deferred, and paid later.
#include "lang/time/day_count.h"
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

struct Held {
  Period period;
  Exact amount;
};

Exact total(const std::vector<Held>& held) {
  Exact sum = 0;
  for (const Held& one : held) sum += one.amount;
  return sum;
}

}  // namespace

/// Every settlement of the line again, from the first: what each kept and what each paid out.
Exact Settling::held_back(const Place& place, const Exact& amount, const HeldBack&, bool) {
  const Moments& moments = measures_.moments();
  std::vector<Held> held;                // since when, and how much
  std::optional<Exact> held_on_day;      // of `until DATE`: what was held then
  std::optional<std::size_t> paid_in;    // an instalment with each settlement, however many texts share it
  int parts_paid = 0;                    // of equal ones
  std::vector<bool> released;            // those on days
  const auto run = [&](const Place& now, const Exact& a) {
    const Proviso& proviso = *versions_[now.clause][now.version].lines[now.line];
    const HeldBack& line = std::get<HeldBack>(proviso.form);
    const Period& period = period_at(now);
    const auto pay_out = [&](Exact sum) {
      const Exact paid = std::min(sum, total(held));
      for (Held& one : held) {
        const Exact part = std::min(sum, one.amount);
        one.amount -= part;
        sum -= part;
      }
      return Exact(a + paid);
    };
    if (is_last_of_clause(now) && !proviso.lapses) return pay_out(total(held));
    const auto keep = [&] {
      Exact kept = over_part(now, line.rate) * not_below_zero(a);
      if (line.most_held) kept = std::min(kept, not_below_zero(over_part(now, *line.most_held) - total(held)));
      return kept;
    };
    if (line.held_for) {
      Exact ripe = 0;
      for (const Held& one : held) {
        if (contract_.calendar.later(one.period.end(), *line.held_for) <= period.end()) ripe += one.amount;
      }
      const Exact through = pay_out(ripe);
      const Exact kept = keep();
      held.push_back({period, kept});
      return Exact(through - kept);
    }
    const Date day = moments.first(*line.until);
    if (period.last() < day) {
      held.push_back({period, keep()});
      return Exact(a - held.back().amount);
    }
    if (!held_on_day) held_on_day = total(held);
    if (paid_in == now.settlement) return a;
    paid_in = now.settlement;
    if (line.released_over) {
      int left = 0;  // settlements that still pay, this one among them
      int all = 0;
      for (const Period& other : schedules_[now.clause].periods) {
        if (other.last() < day || other.last() >= day.plus(*line.released_over)) continue;
        ++all;
        left += other.last() >= period.last() ? 1 : 0;
      }
      if (left == 0) return pay_out(total(held));  // the clause was not in force at the last of them
      const int parts = all - left + 1 - parts_paid;  // with those of settlements in which the clause was not in force
      parts_paid += parts;
      return pay_out(left == 1 ? total(held) : Exact(*held_on_day * parts / all));
    }
    if (line.releases.empty()) return pay_out(total(held));
    Exact rest = 1;
    for (const auto& release : line.releases) rest -= release.rate ? over_part(now, *release.rate) : Exact(0);
    Exact due = 0;
    released.resize(line.releases.size());
    for (std::size_t i = 0; i < line.releases.size(); ++i) {  // with the first settlement from its day on in which the clause is in force
      const auto& release = line.releases[i];
      if (released[i] || period.last() < std::max(moments.first(release.day), day)) continue;
      released[i] = true;
      due += *held_on_day * (release.rate ? over_part(now, *release.rate) : rest);
    }
    return pay_out(due);
  };
  for (const Past& then : past(place)) run(then.place, then.reached);
  return run(place, amount);
}

/// Keeps back in the first span; pays 1/n of the balance in each of the n settlements of the second, with the interest gathered until then,
/// which is simple, on the unpaid balance, from the last day of each period to the last day of the next.
Exact Settling::deferred(const Place& place, const Exact& amount, const Deferred& line, bool lapses) {
  const Moments& moments = measures_.moments();
  const Period keeping = Period::through(moments.first(line.from), moments.last(line.to));
  const Period repaying = Period::through(moments.first(line.repaid_from), moments.last(line.repaid_to));
  const Date today = period_at(place).last();
  const Exact now_kept = keeping.contains(today) ? Exact(over_part(place, line.rate) * not_below_zero(amount)) : Exact(0);

  int settlements = 0;
  for (const Period& period : schedules_[place.clause].periods) settlements += repaying.contains(period.last()) ? 1 : 0;
  Exact kept_at_start = 0;
  Exact balance = 0;
  Exact interest = 0;  // gathered and not yet paid
  std::optional<Date> gathered_to;
  std::optional<std::size_t> repaid_in;  // an instalment with each settlement, however many texts share it
  const auto gather = [&](Date day) {
    if (line.interest && gathered_to) interest += balance * over_part(place, *line.interest) * exact(year_fraction(line.day_count, *gathered_to, day));
    gathered_to = day;
  };
  for (const Past& then : past(place)) {
    gather(then.period.last());
    if (keeping.contains(then.period.last())) {
      kept_at_start += then.reached - then.let_through;
      balance += then.reached - then.let_through;
    } else if (repaying.contains(then.period.last()) && repaid_in != then.place.settlement) {
      repaid_in = then.place.settlement;
      balance -= kept_at_start / settlements;
      interest = 0;
    }
  }
  gather(today);
  const bool is_end = is_last_of_clause(place) && !lapses;
  if (is_end) return amount + balance + interest;
  if (keeping.contains(today)) return amount - now_kept;
  if (!repaying.contains(today) || repaid_in == place.settlement) return amount;
  return amount + kept_at_start / settlements + interest;
}

}  // namespace whereas::reference

// Guarantees, caps, advances, and one cap for several clauses.
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

/// The last settlement that its own dates allow the clause: what it still keeps back is paid then.
bool Settling::is_last_of_clause(const Place& place) const {
  const auto& periods = schedules_[place.clause].periods;
  const Version& text = versions_[place.clause][place.version];
  const Date end = periods[place.settlement].end();
  const bool is_replaced = text.rules && text.rules->end() < end;
  return (place.settlement + 1 == periods.size() && !is_replaced) || (ends_by_itself(text) && text.dates->end() <= end);
}

/// Whether the text's own last day comes before another text takes its place.
bool Settling::ends_by_itself(const Version& text) { return text.dates && (!text.rules || text.dates->end() <= text.rules->end()); }

bool Settling::is_last_of(const Place& place, const Period& window) const {
  const auto& periods = schedules_[place.clause].periods;
  return is_last_of_clause(place) || place.settlement + 1 == periods.size() || !window.contains(periods[place.settlement + 1].last());
}

/// Whether another text that counts on rules the rest of this settlement, and not a text whose own last day ended its windows before.
bool Settling::is_dropped_inside(const Place& place) {
  const auto& versions = versions_[place.clause];
  if (ends_by_itself(versions[place.version])) return false;
  for (std::size_t v = place.version + 1; v < versions.size(); ++v) {
    if (versions[v].counts_from == versions[place.version].counts_from && in_force(place.clause, v, place.settlement)) return true;
  }
  return false;
}

/// A window up to the last day of this settlement on which the clause is in force, and not before its own first day.
Period Settling::to_date(const Place& place, const Period& window) {
  return *Period(window.begin(), in_force(place.clause, place.version, place.settlement)->end()).clipped_to(*versions_[place.clause][place.version].dates);
}

/// Over what a limit counts, up to the last day of this settlement or beyond it; nothing where this settlement lies outside its days.
std::optional<Period> Settling::window_of_limit(const Place& place, const LimitWindow& window) {
  const Period& period = period_at(place);
  if (const auto each = frequency_of(window)) return window_holding(place, period.last(), *each).clipped_to(counted_days(place));
  if (const auto* rolling = std::get_if<RollingWindow>(&window)) {
    const Schedule& schedule = schedules_[place.clause];
    const Frequency settled = schedule.frequencies[place.settlement];
    const Date end = settled == Frequency::term ? period.end() : contract_.calendar.holding(period.last(), settled).end();
    return Period(contract_.calendar.earlier(end, rolling->length), end).clipped_to(counted_days(place));
  }
  const auto& stretch = std::get<FromTo>(window);
  const Period days = Period::through(measures_.moments().first(stretch.first), measures_.moments().last(stretch.last));
  return days.contains(period.last()) ? days.clipped_to(counted_days(place)) : std::nullopt;
}

Exact Settling::part_of_limit(const Place& place, const Period& window, const LimitWindow& counted) const {
  const auto each = frequency_of(counted);
  return each ? part_in_force(place, window, *each) : Exact(1);
}

Exact Settling::limit(const Place& place, const Expression& figure, const Period& window, const Exact& part) { return measures_.measure(figure, asked_in_part(place, to_date(place, window), part)); }

Exact Settling::at_least(const Place& place, const Exact& amount, const AtLeast& line) {
  const auto counted = window_of_limit(place, line.window);
  if (!counted || !is_last_of(place, *counted) || is_dropped_inside(place)) return amount;
  const Period& window = *counted;
  Exact so_far = 0;
  for (const Past& then : past(place)) {
    if (window.contains(then.period.last())) so_far += then.let_through;
  }
  const Exact least = limit(place, line.least, window, part_of_limit(place, window, line.window));
  return std::max(amount, Exact(least - so_far));
}

/// max(earned to date, M to date) − paid to date, never below zero.
Exact Settling::credited(const Place& place, const Exact& amount, const AtLeast& line) {
  const Period year = *window_holding(place, period_at(place).last(), *line.credited_across).clipped_to(counted_days(place));
  Exact earned = amount;
  Exact paid_before = 0;
  for (const Past& then : past(place)) {
    if (!year.contains(then.period.last())) continue;
    earned += then.reached;
    paid_before += then.let_through;
  }
  Exact least = 0;
  const auto& schedule = schedules_[place.clause].periods;
  for (const Period& window : contract_.calendar.cut(year, *frequency_of(line.window))) {
    // The text that rules at the end of the window says what is guaranteed for it.
    for (std::size_t v = 0; v <= place.version; ++v) {
      const Version& version = versions_[place.clause][v];
      const auto days = version.dates ? window.clipped_to(*version.dates) : std::nullopt;
      const auto same = same_line(versions_[place.clause][place.version], place.line, version);
      if (!days || !same || version.counts_from != versions_[place.clause][place.version].counts_from) continue;
      const auto& guarantee = std::get<AtLeast>(version.lines[*same]->form);
      const auto end = std::find_if(schedule.begin(), schedule.end(), [&](const Period& period) { return period.contains(days->last()); });
      const auto settlement = static_cast<std::size_t>(end - schedule.begin());
      if (settlement > place.settlement || (settlement == place.settlement && v != place.version)) continue;
      const auto part = in_force(place.clause, v, settlement);
      if (!part || part->last() != days->last()) continue;
      const Place then{place.clause, v, *same, settlement};
      least += measures_.measure(guarantee.least, asked_in_part(place, to_date(then, window), part_in_force(then, window, *frequency_of(guarantee.window))));
    }
  }
  return not_below_zero(std::max(earned, least) - paid_before);
}

/// What settlements before have added to the excess, and what of it has not been let through since, the oldest first, and not grown too old.
Exact Settling::carried_of(const Place& place, const Duration& carried_for) {
  std::vector<std::pair<Date, Exact>> parts;  // by the day after the period that added it
  const auto lapse = [&](Date end, const Duration& length) {
    std::erase_if(parts, [&](const auto& part) { return contract_.calendar.later(part.first, length) < end; });
  };
  for (const Past& then : past(place)) {
    if (const auto& length = line_at<AtMost>(then.place).carried_for) lapse(then.period.end(), *length);
    if (!line_at<AtMost>(then.place).excess_carried) continue;
    // A payment below zero adds nothing: what is kept makes up for it.
    Exact taken = then.let_through - std::min(then.reached, Exact(0));
    if (then.reached > 0) parts.emplace_back(then.period.end(), then.reached);
    for (auto& [end, left] : parts) {
      const Exact now = std::min(taken, left);
      left -= now;
      taken -= now;
    }
  }
  lapse(period_at(place).end(), carried_for);
  Exact sum = 0;
  for (const auto& [end, left] : parts) sum += left;
  return sum;
}

/// min(a, room). With the excess carried forward, what was not let through before comes again; what is still kept at the end of the term is
/// paid with its last settlement, unless it lapses.
Exact Settling::at_most(const Place& place, const Exact& amount, const AtMost& line, bool lapses) {
  const auto counted = window_of_limit(place, line.window);
  Exact so_far = 0;
  Exact kept = 0;
  for (const Past& then : past(place)) {
    if (counted && counted->contains(then.period.last())) so_far += then.let_through;
    if (line_at<AtMost>(then.place).excess_carried) kept += then.reached - then.let_through;
  }
  if (line.carried_for) kept = carried_of(place, *line.carried_for);
  if (!counted) return is_last_of_clause(place) && lapses ? amount : Exact(amount + kept);
  const Period& window = *counted;
  const Exact most = limit(place, line.most, window, part_of_limit(place, window, line.window));
  const Exact room = not_below_zero(most - so_far);
  if (!line.excess_carried) return std::min(amount, room);
  if (is_last_of_clause(place) && !lapses) return amount + kept;
  return std::min(Exact(amount + kept), room);
}

// --- advances -----------------------------------------------------------------------------------------------------------------------------

/// min(rate of max(a, 0), balance); balance: what the advance has paid by the period's last day, less what all clauses have recouped of it.
Exact Settling::recouped(const Place& place, const Exact& amount, const Recouping& line) {
  const Date today = period_at(place).last();
  const Date long_ago = Date::from_days(-1'000'000);
  const bool before = line.counted.withholding == CountedOfPayments::Withholding::before;
  const Exact balance = not_below_zero(paid_by({line.advance.text, obligations_[place.clause].pins, std::nullopt, before, true}, Period::through(long_ago, today), today) - recouped_before(line.advance.text, place));
  return std::min(Exact(over_part(place, line.rate) * not_below_zero(amount)), balance);
}

/// On one day in the order written, or in that in which one cap names the clauses.
bool Settling::comes_before(const Place& one, const Place& other) const {
  const Date day = period_at(one).last();
  const Date other_day = period_at(other).last();
  if (day != other_day) return day < other_day;
  for (const auto& together : contract_.togethers) {
    const auto held = held_by(together);
    const auto first = std::find(held.begin(), held.end(), one.clause);
    const auto second = std::find(held.begin(), held.end(), other.clause);
    if (one.clause != other.clause && first != held.end() && second != held.end()) return first < second;
  }
  return one < other;
}

Exact Settling::recouped_before(const std::string& advance, const Place& place) {
  Exact sum = 0;
  for (ObligationId clause = 0; clause < versions_.size(); ++clause) {
    for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
      for (std::size_t i = 0; i < versions_[clause][v].lines.size(); ++i) {
        const auto* line = std::get_if<Recouping>(&versions_[clause][v].lines[i]->form);
        if (line == nullptr || line->advance.text != advance || !shares_advance(advance, clause, place.clause)) continue;
        for (std::size_t s = 0; s < schedules_[clause].periods.size(); ++s) {
          const Place other{clause, v, i, s};
          if (comes_before(other, place) && in_force(clause, v, s)) sum += reached(other) - let_through(other);
        }
      }
    }
  }
  return sum;
}

// --- one cap for several clauses ----------------------------------------------------------------------------------------------------------

void Settling::hold_together(std::vector<Settled>& amounts, ObligationId clause, std::size_t settlement) {
  bool is_held = false;
  for (const auto& together : contract_.togethers) {
    const auto held = held_by(together);
    const auto place = std::find(held.begin(), held.end(), clause);
    if (place == held.end() || amounts.empty()) continue;
    if (amounts.size() > 1 || is_held) throw NotCovered("several caps on one clause, or parties that change under one");
    amounts.front().exact = held_together(together, schedules_[clause].periods[settlement].last())[static_cast<std::size_t>(place - held.begin())];
    is_held = true;
  }
}

/// What each of the clauses pays on a day, or for a period that ends on it, in the order named, so that together they stay within the cap or reach the guarantee.
const std::vector<Exact>& Settling::held_together(const check::TogetherInfo& together, Date day) {
  const auto known = held_together_.find({&together, day});
  if (known != held_together_.end()) return known->second;
  return held_together_[{&together, day}] = work_out_together(together, day);
}

/// What its own lines let through that day.
Exact Settling::reaches_cap(ObligationId clause, Date day) {
  Exact sum = 0;
  const auto& periods = schedules_[clause].periods;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    if (periods[i].last() != day) continue;
    for (const Settled& one : through_lines(clause, i)) sum += one.exact;
  }
  int sums = 0;
  for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
    if (!is_on_days(versions_[clause][v].text->amount)) continue;
    for (const OnDay& one : through_on_days(clause, v)) {
      if (one.day != day) continue;
      if (++sums > 1) throw NotCovered("two sums of one clause on one day, under one cap with others");
      sum += one.amount;
    }
  }
  return sum;
}

std::set<Date> Settling::days_of_payment(ObligationId clause) {
  std::set<Date> days;
  for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
    if (!is_on_days(versions_[clause][v].text->amount)) {
      for (const Period& period : schedules_[clause].periods) {
        if (is_settled(period)) days.insert(period.last());
      }
      continue;
    }
    for (const OnDay& one : through_on_days(clause, v)) days.insert(one.day);
  }
  return days;
}

std::vector<Exact> Settling::work_out_together(const check::TogetherInfo& together, Date day) {
  std::vector<Exact> amounts;
  const std::vector<ObligationId> held = held_by(together);
  std::set<Date> days;
  for (const auto clause : held) {
    amounts.push_back(reaches_cap(clause, day));
    days.merge(days_of_payment(clause));
  }
  // Over any so many months only clauses count that settle together.
  const auto& periods = schedules_[held.front()].periods;
  const auto ending = std::find_if(periods.begin(), periods.end(), [&](const Period& period) { return period.last() == day; });
  const Place first{held.front(), 0, 0, static_cast<std::size_t>(ending - periods.begin())};
  const auto each = frequency_of(together.text->window);
  const Period whole = each && *each != Frequency::term ? contract_.calendar.holding(day, *each) : lives_[held.front()];
  const Period window = each ? *whole.clipped_to(lives_[held.front()]) : *window_of_limit(first, together.text->window);
  const Period so_far(window.begin(), day.plus_days(1));
  const bool is_least = together.text->is_least;
  const Asked all_together{is_least ? window : so_far, &periods, {}, day};
  Exact room = measures_.measure(together.text->limit, all_together);
  for (const Date earlier : days) {
    if (earlier >= day || !window.contains(earlier)) continue;
    for (const Exact& before : held_together(together, earlier)) room -= before;
  }
  if (is_least) {
    // What is missing at the end of the window is paid under the clause that is named.
    for (const Exact& amount : amounts) room -= amount;
    const auto paying = obligations_of(*contract_.clause_titled(together.text->paid_under->text));
    if (paying.size() != 1) throw NotCovered("the missing part of a guarantee, paid under a clause for each value");
    if (so_far.end() == window.end()) amounts[static_cast<std::size_t>(std::find(held.begin(), held.end(), paying.front()) - held.begin())] += not_below_zero(room);
    return amounts;
  }
  room = not_below_zero(room);
  if (together.text->sharing == Together::Sharing::in_order) {
    for (Exact& amount : amounts) {
      amount = std::min(amount, not_below_zero(room));
      room -= amount;
    }
    return amounts;
  }
  Exact above = 0;
  for (const Exact& amount : amounts) {
    above += not_below_zero(amount);
    if (amount < 0) room -= amount;
  }
  for (Exact& amount : amounts) {
    if (amount > 0 && above > room) amount *= room / above;
  }
  return amounts;
}

}  // namespace whereas::reference

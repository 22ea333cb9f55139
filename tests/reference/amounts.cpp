// What a clause pays before its provisos, and the days on which it is in force.
#include "lang/time/day_count.h"
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

/// The days of a settlement period on which this text of the clause is in force; nothing where there are none.
std::optional<Period> Settling::in_force(ObligationId clause, std::size_t v, std::size_t settlement) {
  const auto key = std::make_tuple(clause, v, settlement);
  if (const auto known = in_force_.find(key); known != in_force_.end()) return known->second;
  const Version& version = versions_[clause][v];
  const Period& period = schedules_[clause].periods[settlement];
  std::optional<Period> days = period;
  for (const auto& limit : {version.rules, version.dates}) {
    if (days) days = limit ? days->clipped_to(*limit) : std::nullopt;
  }
  for (const auto& proviso : version.text->provisos) {
    if (!days) break;
    const auto* during = std::get_if<WhileTrue>(&proviso.form);
    const auto* once = std::get_if<OnceTrue>(&proviso.form);
    const Asked now = asked(clause, period, settlement, version.counts_from);
    if (during != nullptr && !measures_.governs(*during, settlement, now)) days.reset();
    if (once != nullptr && !measures_.governs(*once, settlement, now)) days.reset();
  }
  in_force_[key] = days;
  return days;
}

Exact Settling::base(ObligationId clause, std::size_t v, std::size_t settlement) {
  const auto key = std::make_tuple(clause, v, settlement);
  if (const auto known = bases_.find(key); known != bases_.end()) return known->second;
  const Place place{clause, v, 0, settlement};
  const auto part = in_force(clause, v, settlement);
  const auto on_days = []() -> Exact { throw NotCovered("sums on days in a clause that is settled by periods"); };
  const Exact amount = std::visit(match{
                                      [&](const Share& form) { return share(place, form, *part); },
                                      [&](const Tiers& form) { return tiers(place, form, *part); },
                                      [&](const FixedSums& form) { return fixed_sums(place, form, *part); },
                                      [&](const Milestones& form) { return milestones(place, form, *part); },
                                      [&](const DatedSums&) { return on_days(); },
                                      [&](const DividedSum&) { return on_days(); },
                                      [&](const Instalments&) { return on_days(); },
                                      [&](const ToDateLessPaid& form) { return to_date_less_paid(place, form, *part); },
                                      [&](const Loan&) { return on_days(); },
                                  },
                                  versions_[clause][v].text->amount.form);
  bases_[key] = amount;
  return amount;
}

/// `base losses carried forward`: the basis starts each settlement with the loss that the one before ended with. Where the rate changes inside a
/// settlement each part has its share of what is above zero, and hands its loss on to the next.
Exact Settling::share(const Place& place, const Share& form, const Period& part) {
  if (!versions_[place.clause][place.version].base_losses_carried) return measures_.measure(form.amount, asked_in_part(place, part, part_of_settlement(place)));
  const Expression* amount = &form.amount;
  while (const auto* grouped = std::get_if<Grouped>(&amount->form)) amount = &*grouped->inside;
  const auto* of = std::get_if<Of>(&amount->form);
  const Expression& basis_said = of != nullptr ? *of->base : *amount;
  Exact basis = 0;  // with the loss carried
  const auto share_of = [&](const Period& days, const Asked& now, const Exact& counts) {
    Exact sum = 0;
    for (const Period& piece : of != nullptr ? measures_.parts({&*of->rate}, days, now) : std::vector<Period>{days}) {
      Asked of_piece = now.over(piece);
      of_piece.part = counts;
      basis = std::min(basis, Exact(0)) + measures_.measure(basis_said, of_piece);
      if (basis > 0) sum += basis * (of != nullptr ? measures_.measure(*of->rate, now.over(piece)) : Exact(1));
    }
    return sum;
  };
  for (std::size_t i = 0; i < place.settlement; ++i) {
    const Place then{place.clause, place.version, 0, i};
    if (const auto days = in_force(place.clause, place.version, i)) share_of(*days, asked(then, days), part_of_settlement(then));
  }
  return share_of(part, asked(place, part), part_of_settlement(place));
}

// --- windows ------------------------------------------------------------------------------------------------------------------------

/// The days over which tiers, caps and guarantees count: as long as the clause lives, or from the day on which it counts anew.
Period Settling::counted_days(const Place& place) const {
  const Period& life = lives_[place.clause];
  const auto& anew = versions_[place.clause][place.version].counts_from;
  return anew && life.contains(*anew) ? Period(*anew, life.end()) : life;
}

std::vector<Period> Settling::windows(const Place& place, Frequency frequency) const { return contract_.calendar.cut(counted_days(place), frequency); }

/// Whole months, quarters, years as the deal counts them; as long as the clause lives for `over the term`.
Period Settling::window_holding(const Place& place, Date day, Frequency frequency) const {
  return frequency == Frequency::term ? lives_[place.clause] : contract_.calendar.holding(day, frequency);
}

/// What of a sum counts in a part of its window.
Exact Settling::part_of_window(const Version& version, const Period& whole, const Period& part, Frequency frequency) const {
  if (!version.prorated || part == whole) return 1;
  const auto in_months_of_30_days = [](const Period& period) { return exact(year_fraction(DayCount::thirty_360, period.begin(), period.end())); };
  switch (*version.prorated) {
    case Prorated::By::days: return Exact(part.days()) / whole.days();
    case Prorated::By::thirty_360: return divided(in_months_of_30_days(part), in_months_of_30_days(whole));
    case Prorated::By::days_of_the_year: {
      if (months_in(frequency) == 0) throw NotCovered("days or a term by the days of the year");
      Exact years = 0;
      for (const Period& piece : contract_.calendar.cut(part, Frequency::year)) years += Exact(piece.days()) / contract_.calendar.holding(piece.first(), Frequency::year).days();
      return years * 12 / months_in(frequency);
    }
    case Prorated::By::not_at_all: return 1;
    case Prorated::By::whole_months: break;
  }
  int months = 0;
  for (const Period& month : contract_.calendar.cut(part, Frequency::month)) months += month == contract_.calendar.holding(month.first(), Frequency::month) ? 1 : 0;
  const int all = frequency == Frequency::term ? static_cast<int>(contract_.calendar.cut(whole, Frequency::month).size()) : months_in(frequency);
  return divided(months, all);
}

/// What the words are asked, where so much counts of what fewer days do not make less.
Asked Settling::asked_in_part(const Place& place, const std::optional<Period>& window, const Exact& part) const {
  Asked now = asked(place, window);
  if (part != 1) now.part = part;
  return now;
}

/// Of a settlement period, as far as the clause's own dates and the text allow it to be in force.
Exact Settling::part_of_settlement(const Place& place) const {
  const Version& version = versions_[place.clause][place.version];
  if (!version.prorated) return 1;
  const Frequency frequency = schedules_[place.clause].frequencies[place.settlement];
  const Period whole = window_holding(place, period_at(place).last(), frequency);
  auto part = version.dates ? whole.clipped_to(*version.dates) : std::nullopt;
  if (part && version.rules) part = part->clipped_to(*version.rules);
  return part ? part_of_window(version, whole, *part, frequency) : Exact(0);
}

/// Of a window, as far as the clause's own dates allow it to be in force.
Exact Settling::part_in_force(const Place& place, const Period& window, Frequency frequency) const {
  const Version& version = versions_[place.clause][place.version];
  if (!version.prorated) return 1;
  const Period whole = window_holding(place, window.first(), frequency);
  const auto part = version.dates ? whole.clipped_to(*version.dates) : std::nullopt;
  return part ? part_of_window(version, whole, *part, frequency) : Exact(0);
}

// --- fixed sums -------------------------------------------------------------------------------------------------------------------------

/// Each falls in the settlement in which its WINDOW ends, or begins where it is paid in advance. Prorated, each text pays its days.
Exact Settling::fixed_sums(const Place& place, const FixedSums& form, const Period& part) {
  const Version& version = versions_[place.clause][place.version];
  const auto days = version.prorated && version.dates && version.rules ? version.dates->clipped_to(*version.rules) : version.dates;
  Exact total = 0;
  for (const auto& sum : form.sums) {
    for (const Period& window : contract_.calendar.cut(*days, sum.each)) {
      if (!part.contains(sum.in_advance ? window.first() : window.last())) continue;
      const Asked now = asked(place, window.clipped_to(part));
      const Exact counts = part_of_window(version, window_holding(place, window.first(), sum.each), window, sum.each);
      Exact amount = measures_.measure(sum.amount, now);
      if (sum.rise) amount = measures_.risen(amount, *sum.rise, window.first(), now);
      total += amount * counts;
    }
  }
  return total;
}

/// Each once: with the first settlement at the end of which its condition is true; of one that texts share, at the end of the days of each.
Exact Settling::milestones(const Place& place, const Milestones& form, const Period& part) {
  const auto& counts_from = versions_[place.clause][place.version].counts_from;
  const Period& period = period_at(place);
  Exact total = 0;
  for (const Milestone& sum : form.sums) {
    const auto is_so = [&](const Period& days) {
      Asked now = asked(place.clause, period, place.settlement, counts_from);
      return measures_.holds(sum.reached, now.over(days));
    };
    bool was_so = measures_.was_so_before(sum.reached, place.settlement, place.settlement, asked(place.clause, period, place.settlement, counts_from));
    for (std::size_t v = 0; v < place.version; ++v) {
      const auto days = in_force(place.clause, v, place.settlement);
      if (days && (!counts_from || days->end() > *counts_from)) was_so = was_so || is_so(*days);
    }
    if (!was_so && is_so(part)) total += measures_.measure(sum.amount, asked(place, part));
  }
  return total;
}

/// Over the window so far, from the first day of the clause, less what the clause has paid in it.
Exact Settling::to_date_less_paid(const Place& place, const ToDateLessPaid& form, const Period& part) {
  const Version& version = versions_[place.clause][place.version];
  for (std::size_t v = 0; v < versions_[place.clause].size(); ++v) {
    if (v != place.version && in_force(place.clause, v, place.settlement)) throw NotCovered("an amount to date, less what was paid, under two texts in one settlement");
  }
  const auto window = window_holding(place, part.last(), form.window).clipped_to(*version.dates)->clipped_to(counted_days(place));
  const Period so_far(window->begin(), part.end());
  Exact paid = 0;
  for (std::size_t i = 0; i < place.settlement; ++i) {
    if (!so_far.contains(schedules_[place.clause].periods[i].last())) continue;
    for (const Settled& one : settled(place.clause, i)) paid += one.amount;
  }
  return measures_.measure(form.amount, asked_in_part(place, so_far, part_in_force(place, *window, form.window))) - paid;
}

}  // namespace whereas::reference

// What a clause pays before its provisos: shares, tiers, fixed sums, and the days on which it is in force.
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

/// The days of a settlement period on which this text of the clause is in force; nothing where there are none.
std::optional<Period> Settling::in_force(check::ClauseId clause, std::size_t v, std::size_t settlement) {
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
    if (during != nullptr && !measures_.governs(*during, settlement, asked(clause, period, settlement))) days.reset();
    if (once != nullptr && !measures_.governs(*once, settlement, asked(clause, period, settlement))) days.reset();
  }
  in_force_[key] = days;
  return days;
}

Exact Settling::base(check::ClauseId clause, std::size_t v, std::size_t settlement) {
  const auto key = std::make_tuple(clause, v, settlement);
  if (const auto known = bases_.find(key); known != bases_.end()) return known->second;
  const Place place{clause, v, 0, settlement};
  const auto part = in_force(clause, v, settlement);
  const Exact amount = std::visit(match{
                                      [&](const Share& form) { return share(place, form, *part); },
                                      [&](const Tiers& form) { return tiers(place, form, *part); },
                                      [&](const FixedSums& form) { return fixed_sums(place, form, *part); },
                                      [](const DatedSums&) -> Exact { throw NotCovered("dated sums in a clause that an amendment restates"); },
                                      [](const DividedSum&) -> Exact { throw NotCovered("a sum divided over days"); },
                                      [](const Instalments&) -> Exact { throw NotCovered("instalments"); },
                                      [](const Loan&) -> Exact { throw NotCovered("loans"); },
                                      [](const ToDateLessPaid&) -> Exact { throw NotCovered("an amount to date, less what was paid"); },
                                  },
                                  versions_[clause][v].text->amount.form);
  bases_[key] = amount;
  return amount;
}

/// `base losses carried forward`: the basis starts each settlement with the loss that the one before ended with.
/// A rate that changes inside the settlement applies to what the basis, so far, has grown by.
Exact Settling::share(const Place& place, const Share& form, const Period& part) {
  if (!versions_[place.clause][place.version].base_losses_carried) return measures_.measure(form.amount, asked(place.clause, part, place.settlement));
  const Expression* amount = &form.amount;
  while (const auto* grouped = std::get_if<Grouped>(&amount->form)) amount = &*grouped->inside;
  const auto* of = std::get_if<Of>(&amount->form);
  const Expression& basis_said = of != nullptr ? *of->base : *amount;
  Exact basis = 0;  // with the loss carried
  for (std::size_t i = 0; i < place.settlement; ++i) {
    if (const auto then = in_force(place.clause, place.version, i)) basis = std::min(Exact(basis + measures_.measure(basis_said, asked(place.clause, then, i))), Exact(0));
  }
  const Exact carried = basis;
  const Asked now = asked(place.clause, part, place.settlement);
  if (of == nullptr) return std::max(Exact(carried + measures_.measure(basis_said, now)), Exact(0));
  Exact sum = 0;
  Exact before = 0;
  for (const Period& piece : measures_.parts({&*of->rate}, part, now)) {
    const Exact to_date = std::max(Exact(carried + measures_.measure(basis_said, now.over(Period(part.begin(), piece.end())))), Exact(0));
    sum += measures_.measure(*of->rate, now.over(piece)) * (to_date - before);
    before = to_date;
  }
  return sum;
}

// --- tiers --------------------------------------------------------------------------------------------------------------------------

/// Whole months, quarters, years as the deal counts them; the term for `over the term`.
Period Settling::window_holding(Date day, Frequency frequency) const {
  return frequency == Frequency::term ? measures_.term() : contract_.calendar.holding(day, frequency);
}

/// `prorated by days`: a part WINDOW counts by its days; otherwise it counts whole.
Exact Settling::share_of_days(const Version& version, const Period& window, Frequency frequency) const {
  if (!version.prorated) return 1;
  const Period whole = window_holding(window.first(), frequency);
  const auto part = version.dates ? whole.clipped_to(*version.dates) : std::nullopt;
  return Exact(part ? part->days() : 0) / whole.days();
}

Exact Settling::tiers(const Place& place, const Tiers& form, const Period& part) {
  const Frequency frequency = form.window.value_or(schedules_[place.clause].frequency);
  std::vector<const Expression*> rates;
  for (const auto& band : form.bands) {
    if (band.is_flat || band.once_entered) throw NotCovered("flat sums in tiers");
    rates.push_back(&band.rate);
  }
  Exact sum = 0;
  for (const Period& window : contract_.calendar.cut(measures_.term(), frequency)) {
    const auto now = window.clipped_to(part);
    if (!now) continue;
    for (const Period& piece : measures_.parts(rates, *now, asked(place.clause, part, place.settlement))) sum += tiers_of_part(place, form, window, piece);
  }
  return sum;
}

/// T(to date) − T(to date before), both at the rates of this part.
Exact Settling::tiers_of_part(const Place& place, const Tiers& form, const Period& window, const Period& part) {
  const Asked rates = asked(place.clause, part, place.settlement);
  const Exact to_date = basis(place, form, window, Period(window.begin(), part.end()));
  const Exact before = basis(place, form, window, window.before(part.begin()));
  if (form.going_forward) {
    const Band& band = band_reached(place, form, to_date, window, rates);
    return at_rate(band, to_date, rates) - at_rate(band, before, rates);
  }
  return tiers_on(place, form, to_date, window, rates) - tiers_on(place, form, before, window, rates);
}

/// The days of a stretch on which the clause is in force, under whatever text; what touches is one stretch.
std::vector<Period> Settling::days_in_force(const Place& place, const Period& stretch) {
  std::vector<Period> days;
  const auto& periods = schedules_[place.clause].periods;
  for (std::size_t i = 0; i <= place.settlement; ++i) {
    for (std::size_t v = 0; v < versions_[place.clause].size(); ++v) {
      if (!periods[i].overlaps(stretch)) continue;
      const auto part = in_force(place.clause, v, i);
      const auto inside = part ? part->clipped_to(stretch) : std::nullopt;
      if (!inside) continue;
      if (!days.empty() && days.back().end() == inside->begin()) {
        days.back() = Period(days.back().begin(), inside->end());
      } else {
        days.push_back(*inside);
      }
    }
  }
  return days;
}

/// The basis over its window to date, as far as the clause was in force, with the loss that the window before left where base losses are carried.
Exact Settling::basis(const Place& place, const Tiers& form, const Period& window, const std::optional<Period>& to_date) {
  const auto over = [&](const Period& stretch) {
    Exact sum = 0;
    for (const Period& days : days_in_force(place, stretch)) sum += measures_.measure(form.basis, asked(place.clause, days, place.settlement));
    return sum;
  };
  Exact value = to_date ? over(*to_date) : Exact(0);
  if (!versions_[place.clause][place.version].base_losses_carried) return value;
  Exact carried = 0;
  for (const Period& earlier : contract_.calendar.cut(measures_.term(), form.window.value_or(schedules_[place.clause].frequency))) {
    if (earlier.begin() >= window.begin()) break;
    carried = std::min(Exact(carried + over(earlier)), Exact(0));
  }
  return carried + value;
}

const Band& Settling::band_reached(const Place& place, const Tiers& form, const Exact& basis, const Period& window, const Asked& rates) {
  const Frequency frequency = form.window.value_or(schedules_[place.clause].frequency);
  const Exact share = share_of_days(versions_[place.clause][place.version], window, frequency);
  Exact reach = 0;
  for (const auto& band : form.bands) {
    if (!band.bound) return band;
    const Exact bound = measures_.measure(*band.bound, rates) * share;
    const bool is_slice = band.reach == Band::Reach::first || band.reach == Band::Reach::next;
    reach = is_slice ? Exact(reach + bound) : bound;
    if (basis < reach || (basis == reach && (band.bound_included || is_slice))) return band;
  }
  return form.bands.back();
}

/// T(basis), which is 0 for nothing and less.
Exact Settling::tiers_on(const Place& place, const Tiers& form, const Exact& basis, const Period& window, const Asked& rates) {
  if (basis <= 0) return 0;
  const auto first = form.bands.front().reach;
  if (first == Band::Reach::all_if || first == Band::Reach::all_otherwise) return at_rate(band_reached(place, form, basis, window, rates), basis, rates);
  const Frequency frequency = form.window.value_or(schedules_[place.clause].frequency);
  const Exact share = share_of_days(versions_[place.clause][place.version], window, frequency);
  Exact rest = basis;
  Exact sum = 0;
  for (const auto& band : form.bands) {
    const Exact slice = band.bound ? std::min(rest, Exact(measures_.measure(*band.bound, rates) * share)) : rest;
    sum += at_rate(band, slice, rates);
    rest -= slice;
  }
  return sum;
}

/// A rate of the slice, a price for it, or a price for every package of it that is begun.
Exact Settling::at_rate(const Band& band, const Exact& slice, const Asked& rates) {
  const Expression* rate = &band.rate;
  while (const auto* grouped = std::get_if<Grouped>(&rate->form)) rate = &*grouped->inside;
  if (const auto* per = std::get_if<Per>(&rate->form); per != nullptr && per->started) {
    return measures_.measure(*per->amount, rates) * Exact(ceiling_of(slice / exact(per->count)));
  }
  return measures_.measure(band.rate, rates) * slice;
}

// --- fixed sums -------------------------------------------------------------------------------------------------------------------------

/// Each falls in the settlement in which its WINDOW ends, or begins where it is paid in advance.
Exact Settling::fixed_sums(const Place& place, const FixedSums& form, const Period& part) {
  const Version& version = versions_[place.clause][place.version];
  Exact total = 0;
  for (const auto& sum : form.sums) {
    for (const Period& window : contract_.calendar.cut(*version.dates, sum.each)) {
      if (!part.contains(sum.in_advance ? window.first() : window.last())) continue;
      const Asked now = asked(place.clause, window.clipped_to(part), place.settlement);
      Exact amount = measures_.measure(sum.amount, now) * share_of_days(version, window, sum.each);
      if (sum.rise) {
        const Rise& rise = *sum.rise;
        if (rise.first_on || rise.at_least || rise.at_most || rise.never_falling || rise.rounding) throw NotCovered("a rise with limits");
        const Exact rate = measures_.measure(sum.rise->rate, now);
        int years = 0;
        for (Date day = measures_.term().begin(); (day = contract_.calendar.holding(day, Frequency::year).end()) <= window.first();) ++years;
        if (sum.rise->simple) amount *= 1 + rate * years;
        for (int i = 0; i < years && !sum.rise->simple; ++i) amount *= 1 + rate;
      }
      total += amount;
    }
  }
  return total;
}

}  // namespace whereas::reference

// Tiers, of the slice and of the whole, counted to date over their window.
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

bool is_of_the_whole(const Tiers& form) {
  const auto first = form.bands.front().reach;
  return first == Band::Reach::all_if || first == Band::Reach::all_otherwise;
}

}  // namespace

Exact Settling::tiers(const Place& place, const Tiers& form, const Period& part) {
  const Frequency frequency = form.window.value_or(schedules_[place.clause].frequencies[place.settlement]);
  std::vector<const Expression*> rates;
  for (const auto& band : form.bands) rates.push_back(&band.rate);
  const bool has_sums = std::any_of(form.bands.begin(), form.bands.end(), [](const Band& band) { return band.is_flat || band.once_entered; });
  Exact sum = 0;
  for (const Period& window : windows(place, frequency)) {
    const auto now = window.clipped_to(part);
    if (!now) continue;
    const auto pieces = measures_.parts(rates, *now, asked(place, part));
    if (has_sums && pieces.size() > 1) throw NotCovered("flat sums beside a rate that changes inside a settlement");
    for (const Period& piece : pieces) sum += tiers_of_part(place, form, window, piece);
  }
  return sum;
}

/// T(to date) − T(to date before), both at the rates of this part.
Exact Settling::tiers_of_part(const Place& place, const Tiers& form, const Period& window, const Period& part) {
  const Asked rates = asked(place, part);
  const Exact to_date = basis(place, form, window, Period(window.begin(), part.end()));
  const auto earlier = window.before(part.begin());
  const Exact before = basis(place, form, window, earlier);
  if (form.going_forward) {
    const Band& band = band_reached(place, form, to_date, window, rates);
    if (band.is_flat) throw NotCovered("a flat sum that goes forward");
    return (at_rate(band, to_date, rates) - at_rate(band, before, rates)) * (is_of_a_moment(place, form) ? part_of_tiers(place, form, window) : Exact(1));
  }
  const auto came_to = is_of_the_whole(form) && earlier ? came_to_before(place, *earlier) : std::nullopt;
  if (came_to) return tiers_on(place, form, to_date, window, rates) - *came_to;
  const bool has_begun = earlier && !days_in_force(place, *earlier).empty();  // else nothing has been counted, and no flat sum was due
  return tiers_on(place, form, to_date, window, rates) - (has_begun || !form.bands.front().is_flat ? tiers_on(place, form, before, window, rates) : Exact(0));
}

/// Tiers of the whole restate their window: the first time that a text counts on in it, what the texts before came to in it is taken off. Nothing
/// where none did, or this text has counted in it already.
std::optional<Exact> Settling::came_to_before(const Place& place, const Period& earlier) {
  std::optional<Exact> came_to;
  for (std::size_t i = 0; i <= place.settlement; ++i) {
    for (std::size_t v = 0; v <= place.version; ++v) {
      const auto days = in_force(place.clause, v, i);
      if (!days || !days->overlaps(earlier)) continue;
      if (v == place.version) return std::nullopt;
      if (days->clipped_to(earlier) != days) throw NotCovered("tiers of the whole restated inside a settlement, with a shorter window");
      came_to = came_to.value_or(Exact(0)) + base(place.clause, v, i);
    }
  }
  return came_to;
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
  const auto over = [&](const Period& stretch, const Period& counted) {
    Exact sum = 0;
    for (const Period& days : days_in_force(place, stretch)) sum += measures_.measure(form.basis, asked_in_part(place, days, is_of_a_moment(place, form) ? Exact(1) : part_of_tiers(place, form, counted)));
    return sum;
  };
  Exact value = to_date ? over(*to_date, window) : Exact(0);
  if (!versions_[place.clause][place.version].base_losses_carried) return value;
  Exact carried = 0;
  for (const Period& earlier : windows(place, form.window.value_or(schedules_[place.clause].frequencies[place.settlement]))) {
    if (earlier.begin() >= window.begin()) break;
    carried = std::min(Exact(carried + over(earlier, earlier)), Exact(0));
  }
  return carried + value;
}

/// What counts of bounds and of flat sums in a part window. Of a value at a moment the whole is measured against whole bounds, and what that comes to counts in part.
Exact Settling::part_of_tiers(const Place& place, const Tiers& form, const Period& window) const {
  return part_in_force(place, window, form.window.value_or(schedules_[place.clause].frequencies[place.settlement]));
}

bool Settling::is_of_a_moment(const Place& place, const Tiers& form) const {
  return versions_[place.clause][place.version].prorated && !measures_.goes_with_days(form.basis);
}

const Band& Settling::band_reached(const Place& place, const Tiers& form, const Exact& basis, const Period& window, const Asked& rates) {
  const Exact share = is_of_a_moment(place, form) ? Exact(1) : part_of_tiers(place, form, window);
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

/// T(basis), which is 0 for nothing and less; a flat sum of the whole is due on nothing too, but not on less.
Exact Settling::tiers_on(const Place& place, const Tiers& form, const Exact& basis, const Period& window, const Asked& rates) {
  const Exact of_rates = is_of_a_moment(place, form) ? part_of_tiers(place, form, window) : Exact(1);
  if (is_of_the_whole(form)) {
    std::optional<Exact> before;
    for (const Band& band : form.bands) {
      if (!band.bound) continue;
      const Exact bound = measures_.measure(*band.bound, rates);
      if (before && bound <= *before) throw DataFault("tiers that do not rise");
      before = bound;
    }
    const Band& band = band_reached(place, form, basis, window, rates);
    if (band.is_flat) return basis < 0 ? Exact(0) : Exact(measures_.measure(band.rate, rates) * part_of_tiers(place, form, window));
    return basis <= 0 ? Exact(0) : Exact(at_rate(band, basis, rates) * of_rates);
  }
  if (basis <= 0) return 0;
  const Exact part = part_of_tiers(place, form, window);
  const Exact share = is_of_a_moment(place, form) ? Exact(1) : part;
  Exact rest = basis;
  Exact sum = 0;
  for (const auto& band : form.bands) {
    const Exact slice = band.bound ? std::min(rest, Exact(measures_.measure(*band.bound, rates) * share)) : rest;
    if (!band.is_flat) sum += at_rate(band, slice, rates) * of_rates;
    if (band.is_flat && slice > 0) sum += measures_.measure(band.rate, rates) * part;
    if (band.once_entered && slice > 0) sum += measures_.measure(*band.once_entered, rates) * part;
    rest -= slice;
  }
  return sum;
}

/// A rate of the slice, a price for it, or a price for every package of it that is begun, or full.
Exact Settling::at_rate(const Band& band, const Exact& slice, const Asked& rates) {
  const Expression* rate = &band.rate;
  while (const auto* grouped = std::get_if<Grouped>(&rate->form)) rate = &*grouped->inside;
  if (const auto* per = std::get_if<Per>(&rate->form); per != nullptr && per->started) {
    const Exact packages = slice / exact(per->count);
    return measures_.measure(*per->amount, rates) * Exact(per->full == (packages >= 0) ? floor_of(packages) : ceiling_of(packages));
  }
  return measures_.measure(band.rate, rates) * slice;
}

}  // namespace whereas::reference

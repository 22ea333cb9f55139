// Tiers under a name: asked over any window, counted over their own (docs/language: Tiers, "Under a name").
#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

bool is_of_the_whole(const Tiers& form) { return form.bands.front().reach == Band::Reach::all_if || form.bands.front().reach == Band::Reach::all_otherwise; }

/// Of so much, what a price by packages counts; else all of it.
Exact counted(const Band& band, const Exact& quantity) {
  const auto* per = std::get_if<Per>(&band.rate.form);
  if (per == nullptr || !per->started) return quantity;
  const Exact packages = quantity / exact(per->count);
  return per->full == (packages >= 0) ? Exact(floor_of(packages)) : Exact(ceiling_of(packages));
}

const Expression& rate_of(const Band& band) {
  const auto* per = std::get_if<Per>(&band.rate.form);
  return per != nullptr && per->started ? *per->amount : band.rate;
}

}  // namespace

/// Each window of the tiers that the asked days meet gives what the tiers come to at the end of those days, less what they come to before them.
Exact Measures::tiered(const Tiers& form, const Parameters& parameters, const Asked& asked) {
  const Frequency each = form.window.value();
  Names rates;
  bool has_sums = false;
  for (const auto& band : form.bands) {
    rates.merge(open(Said{&band.rate, parameters}));
    if (band.bound) rates.merge(open(Said{&*band.bound, parameters}));
    has_sums = has_sums || band.is_flat || band.once_entered;
  }
  if (asked.window->begin() < term_.begin()) throw NotCovered("tiers under a name, asked of days before the term");
  Exact sum = 0;
  for (const Period& days : contract_.calendar.cut(*asked.window, each)) {
    Date begin = each == Frequency::term ? term_.begin() : std::max(term_.begin(), contract_.calendar.holding(days.first(), each).begin());
    if (asked.counts_from) begin = std::max(begin, std::min(*asked.counts_from, days.begin()));
    // As the clause is paid, period by period: the tier that is reached is looked up with each.
    std::vector<Period> pieces;
    for (const Period& part : in_settlements(days, asked)) {
      const auto inside = parts(rates, part, asked);
      pieces.insert(pieces.end(), inside.begin(), inside.end());
    }
    if (has_sums && pieces.size() > in_settlements(days, asked).size()) throw NotCovered("flat sums beside a rate that changes inside a settlement");
    for (const Period& piece : pieces) {
      const auto basis_until = [&](Date end) { return end > begin ? measure(Said{&form.basis, parameters}, asked.over(Period(begin, end))) : Exact(0); };
      const Asked there = asked.over(piece);
      const Exact now = basis_until(piece.end());
      const Exact before = basis_until(piece.begin());
      if (form.going_forward) {
        const auto reached = std::find_if(form.bands.begin(), form.bands.end(), [&](const Band& band) {
          if (!band.bound) return true;
          const Exact bound = measure(Said{&*band.bound, parameters}, there);
          return now < bound || (now == bound && band.bound_included);
        });
        sum += measure(Said{&rate_of(*reached), parameters}, there) * (counted(*reached, now) - counted(*reached, before));
        continue;
      }
      const bool is_first = piece.begin() == begin;
      sum += tiers_come_to(form, parameters, now, there) - (is_first && form.bands.front().is_flat ? Exact(0) : tiers_come_to(form, parameters, before, there));
    }
  }
  return sum;
}

Exact Measures::tiers_come_to(const Tiers& form, const Parameters& parameters, const Exact& basis, const Asked& rates) {
  const auto figure = [&](const Expression& expression) { return measure(Said{&expression, parameters}, rates); };
  if (basis < 0) return 0;
  if (is_of_the_whole(form)) {
    std::optional<Exact> before;
    for (const Band& band : form.bands) {
      if (!band.bound) continue;
      if (before && figure(*band.bound) <= *before) throw DataFault("tiers that do not rise");
      before = figure(*band.bound);
    }
    for (const Band& band : form.bands) {
      if (band.bound && (basis > figure(*band.bound) || (basis == figure(*band.bound) && !band.bound_included))) continue;
      if (band.is_flat) return figure(band.rate);
      return basis == 0 ? Exact(0) : Exact(figure(rate_of(band)) * counted(band, basis));
    }
  }
  Exact left = basis;
  Exact sum = 0;
  for (const Band& band : form.bands) {
    const Exact slice = band.bound ? std::min(left, figure(*band.bound)) : left;
    left -= slice;
    if (slice <= 0) break;
    sum += band.is_flat ? figure(band.rate) : Exact(figure(rate_of(band)) * counted(band, slice));
    if (band.once_entered) sum += figure(*band.once_entered);
  }
  return sum;
}

}  // namespace whereas::reference

#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::evaluate {

namespace {

bool has_flat_of_the_whole(const plan::TierAmount& tiers) {
  return tiers.of_the_whole && std::any_of(tiers.bands.begin(), tiers.bands.end(), [](const plan::Band& band) { return band.is_flat; });
}

}  // namespace

/// A window longer than the settlement period is counted to date: a settlement pays T(to date) less T(to date before it). A shorter one
/// is counted by itself and the results are added (docs/language: Tiers).
Figure Evaluation::Engine::tiers(const Settling& settling, const plan::TierAmount& tier_amount) {
  const plan::Clause& clause = settling.clause;
  const auto& settled = plan_.schedules[clause.schedule].frequency;
  const bool by_settlement = tier_amount.window_is_settlement;
  if (by_settlement) return tiers_in_window(settling, tier_amount, settling.period, settling.window);
  const Frequency settles = settled.value_or(data_frequency());
  if (!is_shorter(tier_amount.window, settles)) {
    return tiers_in_window(settling, tier_amount, counting_window(clause, settling.period, tier_amount.window), settling.window);
  }
  Number total;
  std::vector<ReasonId> parts;
  for (const Period& window : plan_.calendar.cut(settling.window, tier_amount.window)) {
    const Figure figure = tiers_in_window(settling, tier_amount, counting_window(clause, window, tier_amount.window), window);
    total += figure.value;
    if (derives()) parts.push_back(figure.why);
  }
  return because(Rule::sum, total, fmt::format("tiers counted each {}", noun(tier_amount.window)), settling.window, clause.said, std::move(parts));
}

/// The basis from the first day of the counting window to `end`, over the days in which the clause has been in force, less the loss that
/// the window before it ended with where losses of the basis are carried.
Figure Evaluation::Engine::basis_to_date(const Settling& settling, const plan::TierAmount& tier_amount, const Period& counted, Date end) {
  const plan::Clause& clause = settling.clause;
  std::vector<Period> stretches;
  for (const Period& stretch : settling.state.in_force) {
    const auto inside = stretch.clipped_to(counted);
    const auto so_far = inside ? inside->before(end) : std::nullopt;
    if (so_far) stretches.push_back(*so_far);
  }
  Number total = settling.state.base_loss;
  std::vector<ReasonId> parts;
  if (derives() && !total.is_zero()) parts.push_back(recalled(settling.state.base_loss, "loss of the basis brought forward", std::nullopt, clause.said).why);
  for (const Period& stretch : stretches) {
    const Figure figure = value(tier_amount.basis, {stretch, clause.filter, clause.schedule});
    total += figure.value;
    if (derives()) parts.push_back(figure.why);
  }
  return because(Rule::sum, total, "the basis to date", Period(counted.begin(), std::max(end, counted.begin().plus_days(1))), plan_.steps[tier_amount.basis].said, std::move(parts));
}

Figure Evaluation::Engine::tiers_in_window(const Settling& settling, const plan::TierAmount& tier_amount, const Period& counted, const Period& days) {
  const plan::Clause& clause = settling.clause;
  ClauseState& state = settling.state;
  if (plan::carries_base_losses(clause) && state.tier_window && state.tier_window->begin() != counted.begin()) state.base_loss = not_above_zero(state.tier_basis, clause.said);
  state.tier_window = counted;
  const Number part = tier_amount.window_is_settlement || tier_amount.of_a_moment ? Number(1) : part_of_whole(clause, counted, tier_amount.window);
  Number total;
  std::vector<ReasonId> parts;
  for (const Period& piece : pieces(days, tier_amount.dates, clause.schedule)) {
    const Asking asking{piece, clause.filter, clause.schedule};
    const Figure to_date = basis_to_date(settling, tier_amount, counted, piece.end());
    const Figure before = basis_to_date(settling, tier_amount, counted, piece.begin());
    auto came_to = tier_amount.of_the_whole ? came_to_before(settling, counted) : std::nullopt;
    // Before its first day in the window nothing was due, flat sums neither.
    if (!came_to && has_flat_of_the_whole(tier_amount) && is_first_in(settling, counted, piece.begin())) came_to = because(Rule::figure_written, 0, "nothing before", piece, clause.said, {});
    const Figure figure = tiers_in_part(tier_amount, to_date, before, came_to, asking, part, clause.said);
    if (clause.rule) state.came_to.push_back({&clause, piece, figure});
    state.tier_basis = to_date;
    total += figure.value;
    if (derives()) parts.push_back(figure.why);
  }
  return because(Rule::sum, total, "tiers", days, clause.said, std::move(parts));
}

/// Tiers of the whole restate their window: the first time that a text counts on in it, they come to what they give to date, less what the texts
/// before came to in it. Nothing where none did, or this text has counted in it already.
std::optional<Figure> Evaluation::Engine::came_to_before(const Settling& settling, const Period& counted) {
  const plan::Clause& clause = settling.clause;
  Account all;
  bool has_any = false;
  for (const ClauseState::CameTo& one : settling.state.came_to) {
    if (!counted.contains(one.days.last())) continue;
    if (one.text == &clause) return std::nullopt;
    has_any = true;
    all += one.figure;
  }
  if (!has_any) return std::nullopt;
  return recalled(all, "what it came to before, under the text before", counted, clause.said);
}

Figure Evaluation::Engine::tiers_in_part(const plan::TierAmount& tier_amount, const Figure& to_date, const Figure& before, const std::optional<Figure>& came_to, const Asking& asking, const Number& part,
                                        Span said) {
  const Period& piece = asking.window;
  if (tier_amount.going_forward) {
    const Figure rate = tier_rate(tier_amount, to_date, asking, part);
    const plan::Band& reached = band_reached(tier_amount, to_date, asking, part);
    const Figure now = counted_in_packages(reached, to_date, asking);
    const Figure earlier = counted_in_packages(reached, before, asking);
    const Figure fresh = because(Rule::difference, now.value - earlier.value, "what is new", piece, said, {now.why, earlier.why});
    return because(Rule::product, rate.value * fresh.value, "the rate reached, on what is new", piece, said, {rate.why, fresh.why});
  }
  const Figure now = tier_total(tier_amount, to_date, asking, part);
  const Figure earlier = came_to ? *came_to : tier_total(tier_amount, before, asking, part);
  return because(Rule::difference, now.value - earlier.value, "the tiers to date, less the tiers to date before", piece, said, {now.why, earlier.why});
}

bool Evaluation::Engine::is_first_in(const Settling& settling, const Period& counted, Date day) const {
  return std::none_of(settling.state.in_force.begin(), settling.state.in_force.end(),
                      [&](const Period& stretch) { return stretch.overlaps(counted) && std::max(stretch.begin(), counted.begin()) < day; });
}

/// Bounds that are worked out must rise as written ones do, or a tier could never be reached.
void Evaluation::Engine::refuse_bounds_that_fall(const plan::TierAmount& tier_amount, const Asking& asking) {
  std::optional<Number> before;
  for (const auto& band : tier_amount.bands) {
    if (!band.bound) continue;
    const Number bound = value(*band.bound, asking).value;
    if (before && bound <= *before) {
      report_.add(code::tiers_out_of_order)
          .says(fmt::format("over {} the tiers do not rise: {} is not above {}", asking.window.text(), spoken(bound), spoken(*before)))
          .at(plan_.steps[*band.bound].said)
          .help("order the tiers by their bounds, the lowest first, or let the bounds be figures that stay in order");
      stop();
    }
    before = bound;
  }
}

/// The rate that the whole basis reaches.
Figure Evaluation::Engine::tier_rate(const plan::TierAmount& tier_amount, const Figure& basis, const Asking& asking, const Number& part) {
  refuse_bounds_that_fall(tier_amount, asking);
  std::vector<ReasonId> why;
  if (derives()) why.push_back(basis.why);
  for (const auto& band : tier_amount.bands) {
    if (band.bound) {
      const Figure bound = value(*band.bound, asking);
      const Number limit = bound.value * part;
      if (derives()) why.push_back(bound.why);
      if (band.bound_included ? basis.value > limit : basis.value >= limit) continue;
    }
    tried(band.said, true);
    const Figure rate = value(band.rate, asking);
    if (derives()) why.push_back(rate.why);
    return because(Rule::choice, rate.value, "the tier reached", asking.window, band.said, std::move(why), plan_.steps[band.rate].is_rate);
  }
  stop();  // The checker has seen that the last tier has no bound.
}

/// The band of that rate, for its words and the size of its packages.
const plan::Band& Evaluation::Engine::band_reached(const plan::TierAmount& tier_amount, const Figure& basis, const Asking& asking, const Number& part) {
  const plan::Band* reached = &tier_amount.bands.back();
  for (auto band = tier_amount.bands.rbegin(); band != tier_amount.bands.rend(); ++band) {
    if (!band->bound) continue;
    const Number limit = value(*band->bound, asking).value * part;
    if (band->bound_included ? basis.value <= limit : basis.value < limit) reached = &*band;
  }
  return *reached;
}

/// T(b): what the tiers give on a basis; nothing on a basis of zero or below.
Figure Evaluation::Engine::tier_total(const plan::TierAmount& tier_amount, const Figure& basis, const Asking& asking, const Number& part) {
  const Span said = plan_.steps[tier_amount.basis].said;
  if (basis.value.sign() < 0 || (basis.value.is_zero() && !has_flat_of_the_whole(tier_amount))) {
    const Figure zero = because(Rule::figure_written, 0, "nothing on a basis of zero or below", asking.window, said, {});
    return because(Rule::choice, 0, "the tiers", asking.window, said, {basis.why, zero.why});
  }
  return tier_amount.of_the_whole ? tier_on_the_whole(tier_amount, basis, asking, part) : tier_slices(tier_amount, basis, asking, part);
}

Figure Evaluation::Engine::counted_in_packages(const plan::Band& band, const Figure& quantity, const Asking& asking) {
  if (!band.package_size) return quantity;
  const Figure size = because(Rule::figure_written, *band.package_size, "the size of a package", std::nullopt, band.said, {});
  const Number count = whole_packages(quantity.value, *band.package_size, band.packages_full_only);
  return because(band.packages_full_only ? Rule::full_packages : Rule::packages, count, band.packages_full_only ? "full packages" : "packages begun", asking.window, band.said, {quantity.why, size.why});
}

Figure Evaluation::Engine::tier_on_the_whole(const plan::TierAmount& tier_amount, const Figure& basis, const Asking& asking, const Number& part) {
  const Figure rate = tier_rate(tier_amount, basis, asking, part);
  const plan::Band& reached = band_reached(tier_amount, basis, asking, part);
  if (reached.is_flat) return because(Rule::same, rate.value, "flat, of the tier reached", asking.window, reached.said, {rate.why});
  const Figure counted = counted_in_packages(reached, basis, asking);
  return because(Rule::product, rate.value * counted.value, "the rate reached, on the whole", asking.window, reached.said, {rate.why, counted.why});
}

Figure Evaluation::Engine::tier_slices(const plan::TierAmount& tier_amount, const Figure& basis, const Asking& asking, const Number& part) {
  Number total;
  Number lower;
  std::vector<ReasonId> parts;
  for (const auto& band : tier_amount.bands) {
    Number inside = basis.value - lower;
    if (inside.sign() <= 0) break;
    tried(band.said, true);
    std::vector<ReasonId> bounds;
    if (derives()) bounds = {basis.why, because(Rule::figure_written, lower, "the slices before", std::nullopt, band.said, {}).why};
    if (band.bound) {
      const Number length = value(*band.bound, asking).value * part;
      inside = min(inside, length);
      lower += length;
      if (derives()) bounds.push_back(because(Rule::figure_written, lower, "the end of this slice", std::nullopt, band.said, {}).why);
    }
    const Figure slice = because(Rule::slice, inside, "in this slice", asking.window, band.said, std::move(bounds));
    if (band.is_flat) {
      const Figure flat = value(band.rate, asking);
      total += flat.value;
      if (derives()) parts.push_back(because(Rule::same, flat.value, "flat, once entered", asking.window, band.said, {flat.why}).why);
      continue;
    }
    const Figure counted = counted_in_packages(band, slice, asking);
    const Figure rate = value(band.rate, asking);
    const std::string rate_words = plan_.steps[band.rate].is_rate ? spoken_rate(rate.value) : spoken(rate.value);
    const Figure paid = because(Rule::product, rate.value * counted.value, fmt::format("{} of {}", rate_words, spoken(counted.value)), asking.window, band.said, {rate.why, counted.why});
    total += paid.value;
    if (derives()) parts.push_back(paid.why);
    if (!band.once_entered) continue;
    const Figure entered = value(*band.once_entered, asking);
    total += entered.value;
    if (derives()) parts.push_back(because(Rule::same, entered.value, "once entered", asking.window, band.said, {entered.why}).why);
  }
  return because(Rule::sum, total, "slices", asking.window, plan_.steps[tier_amount.basis].said, std::move(parts));
}

// --- under a name -----------------------------------------------------------------------------------------------------------------

/// Tiers that have a name are asked over any window, and count over their own: each that the asking window meets is counted to date. Days of data before the
/// term are windows of their own, and so are those before an amendment that counts anew.
Figure Evaluation::Engine::tiered(const plan::Tiered& named, const Asking& asking, Span said) {
  const Frequency each = named.tiers.window;
  std::vector<Period> windows;
  for (const Period& window : each == Frequency::term ? std::vector{asking.window} : plan_.calendar.cut(asking.window, each)) {
    std::vector<Period> apart{window};
    for (const Date cut : {term_.begin(), named.counted_from.value_or(term_.begin())}) {
      const Period last = apart.back();
      if (cut <= last.begin() || cut >= last.end()) continue;
      apart.back() = Period(last.begin(), cut);
      apart.emplace_back(cut, last.end());
    }
    windows.insert(windows.end(), apart.begin(), apart.end());
  }
  Number total;
  std::vector<ReasonId> parts;
  for (const Period& window : windows) {
    const Figure figure = tiered_in_window(named, window, asking, said);
    if (windows.size() == 1) return figure;
    total += figure.value;
    if (derives()) parts.push_back(figure.why);
  }
  return because(Rule::sum, total, fmt::format("tiers counted {}", each == Frequency::term ? "over the term" : fmt::format("each {}", noun(each))), asking.window, said, std::move(parts));
}

Figure Evaluation::Engine::tiered_in_window(const plan::Tiered& named, const Period& days, const Asking& asking, Span said) {
  const plan::TierAmount& tier_amount = named.tiers;
  const bool in_term = days.begin() >= term_.begin();
  Date begin = in_term ? term_.begin() : reaches_back_to(tier_amount.basis);
  if (tier_amount.window != Frequency::term) begin = std::max(begin, plan_.calendar.holding(days.first(), tier_amount.window).begin());
  if (named.counted_from && *named.counted_from <= days.begin()) begin = std::max(begin, *named.counted_from);
  begin = std::min(begin, days.begin());
  const auto basis_up_to = [&](Date end) {
    if (end <= begin) return because(Rule::figure_written, 0, "nothing before", days, said, {});
    return value(tier_amount.basis, {Period(begin, end), asking.filter, asking.schedule});
  };
  const bool in_pieces = named.changes || tier_amount.going_forward;
  Number total;
  std::vector<ReasonId> parts;
  for (const Period& piece : in_pieces ? pieces(days, tier_amount.dates, asking.schedule) : std::vector{days}) {
    const Figure to_date = basis_up_to(piece.end());
    const Figure before = basis_up_to(piece.begin());
    std::optional<Figure> nothing_before;
    if (has_flat_of_the_whole(tier_amount) && piece.begin() == begin) nothing_before = because(Rule::figure_written, 0, "nothing before", piece, said, {});
    const Figure figure = tiers_in_part(tier_amount, to_date, before, nothing_before, {piece, asking.filter, asking.schedule}, 1, said);
    total += figure.value;
    if (derives()) parts.push_back(figure.why);
  }
  return because(Rule::sum, total, "tiers", days, said, std::move(parts));
}

}  // namespace whereas::evaluate

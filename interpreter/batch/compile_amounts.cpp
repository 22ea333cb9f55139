#include "interpreter/batch/compiler.h"
#include "interpreter/plan/parts.h"

#include "lang/syntax/box.h"

#include <algorithm>

namespace whereas::batch {

using syntax::match;

namespace {

bool has_flat_of_the_whole(const plan::TierAmount& tiers) {
  return tiers.of_the_whole && std::any_of(tiers.bands.begin(), tiers.bands.end(), [](const plan::Band& band) { return band.is_flat; });
}

}  // namespace

FormulaId Compiler::amount(const Settling& settling) {
  return std::visit(match{
                        [&](const plan::ShareAmount& share) { return plan::carries_base_losses(settling.clause) ? share_with_base_losses(settling, share) : value(share.amount, settling.asking()); },
                        [&](const plan::TierAmount& tier_amount) { return tiers(settling, tier_amount); },
                        [&](const plan::FixedAmount& fixed) { return fixed_sums(settling, fixed); },
                        [&](const plan::MilestoneAmount& reached) { return milestones(settling, reached); },
                        [&](const plan::DatedAmount&) { return Formulas::zero; },
                        [&](const plan::CommitmentAmount& committed) { return commitment(settling, committed); },
                        [&](const plan::ToDateAmount& to_date) { return to_date_less_paid(settling, to_date); },
                    },
                    settling.clause.amount);
}

FormulaId Compiler::share_with_base_losses(const Settling& settling, const plan::ShareAmount& share) {
  const auto [rate_step, base_step] = *share.rate_and_base;
  Formulas& formulas = out_.formulas;
  FormulaId total = Formulas::zero;
  for (const Period& piece : engine_.pieces(settling.window, share.dates, settling.clause.schedule)) {
    const Asking asking{piece, settling.clause.filter, settling.clause.schedule};
    const FormulaId rate = value(rate_step, asking);
    const FormulaId after_loss = formulas.add(value(base_step, asking), settling.state.base_loss);
    settling.state.base_loss = formulas.least(after_loss, Formulas::zero);
    total = formulas.add(total, formulas.multiply(rate, not_below_zero(after_loss)));
  }
  return total;
}

FormulaId Compiler::to_date_less_paid(const Settling& settling, const plan::ToDateAmount& to_date) {
  const plan::Clause& clause = settling.clause;
  const Period counted = engine_.counting_window(clause, settling.period, to_date.window);
  const Period so_far(std::min(counted.begin(), settling.window.begin()), settling.window.end());
  return out_.formulas.subtract(value(to_date.amount, {so_far, clause.filter, clause.schedule}), paid_so_far(settling, counted));
}

/// What the statement shows as paid for the window, and what an earlier text comes to in the settlement that this one shares with it. Of a payment that an
/// earlier text began before the window does, its part is none of the window's.
FormulaId Compiler::paid_so_far(const Settling& settling, const Period& counted) {
  Formulas& formulas = out_.formulas;
  FormulaId total = Formulas::zero;
  for (const Paid& payment : settling.state.payments) {
    if (counted.contains(payment.period.last())) total = formulas.add(total, payment.amount);
  }
  for (const State::Part& part : settling.state.parts) {
    const bool is_under_way = part.settlement == settling.period;
    const bool is_counted = part.days.begin() >= counted.begin();
    if (!counted.contains(part.settlement.last()) || is_under_way == !is_counted) continue;
    total = is_under_way ? formulas.add(total, part.through) : formulas.subtract(total, part.through);
  }
  return total;
}

FormulaId Compiler::fixed_sums(const Settling& settling, const plan::FixedAmount& fixed) {
  const plan::Clause& clause = settling.clause;
  Period in_force = engine_.term_;
  if (clause.in_force.from) in_force = in_force.from(*clause.in_force.from).value_or(in_force);
  if (clause.in_force.end) in_force = in_force.before(*clause.in_force.end).value_or(in_force);
  // By days, a window in which an amendment restates the sum is two part windows.
  if (clause.rule && clause.prorated) {
    if (clause.rule->from) in_force = in_force.from(*clause.rule->from).value_or(in_force);
    if (clause.rule->end) in_force = in_force.before(*clause.rule->end).value_or(in_force);
  }
  FormulaId total = Formulas::zero;
  for (const auto& sum : fixed.sums) {
    for (const Period& window : engine_.windows_meeting(settling.window, in_force, sum.each)) {
      const Date falls = sum.in_advance ? window.first() : window.last();
      if (!settling.window.contains(falls)) continue;
      const Period asked = window.clipped_to(settling.window).value_or(settling.window);
      const auto limit_hangs = [&](const std::optional<plan::StepId>& limit) { return limit && hangs_on_figures_[*limit]; };
      const bool rise_hangs = sum.rise && (hangs_on_figures_[sum.rise->rate] || limit_hangs(sum.rise->at_least) || limit_hangs(sum.rise->at_most));
      const bool hangs = hangs_on_figures_[sum.amount] || rise_hangs;
      if (hangs) {
        const Asking asking{asked, clause.filter, clause.schedule};
        FormulaId due = value(sum.amount, asking);
        if (sum.rise && engine_.rises_inside(*sum.rise, window)) refuse("a sum that rises inside its window", sum.said);
        if (sum.rise) due = risen(*sum.rise, due, window.begin(), asking);
        total = out_.formulas.add(total, out_.formulas.scale(due, engine_.part_of_whole(clause, window, sum.each)));
        continue;
      }
      try {
        total = out_.formulas.add(total, out_.formulas.constant(engine_.fixed_sum(clause, sum, window, asked).value));
      } catch (const evaluate::CannotEvaluate&) {
        refuse("a sum that cannot be worked out", sum.said);
      } catch (const evaluate::HangsOn&) {
        refuse("a sum that is not known", sum.said);
      }
    }
  }
  return total;
}

/// Paid with the first settlement at the end of which it is so.
FormulaId Compiler::milestones(const Settling& settling, const plan::MilestoneAmount& milestones) {
  const plan::Clause& clause = settling.clause;
  const std::size_t index = *engine_.settlement_holding(settling.period.first(), clause.schedule);
  FormulaId total = Formulas::zero;
  for (const auto& sum : milestones.sums) {
    FormulaId was_so = held_before(sum.reached, clause.schedule, index);
    // Or at the end of the days of this settlement that were under an earlier text.
    const auto& counted_from = plan_.conditions[sum.reached].counted_from;
    for (const State::Part& part : settling.state.parts) {
      const bool is_before = part.settlement == settling.period && part.days.end() <= settling.window.begin() && (!counted_from || part.days.end() > *counted_from);
      if (is_before) was_so = out_.formulas.either(was_so, holds(sum.reached, {part.days, engine_.settling_for_, clause.schedule}));
    }
    const FormulaId is_so = holds(sum.reached, {settling.window, engine_.settling_for_, clause.schedule});
    const FormulaId first = out_.formulas.both(is_so, out_.formulas.opposite(was_so));
    total = out_.formulas.add(total, out_.formulas.choose(first, value(sum.amount, settling.asking()), Formulas::zero));
  }
  return total;
}

FormulaId Compiler::tiers(const Settling& settling, const plan::TierAmount& tier_amount) {
  const plan::Clause& clause = settling.clause;
  if (tier_amount.window_is_settlement) return tiers_in_window(settling, tier_amount, settling.period, settling.window);
  const Frequency settles = plan_.schedules[clause.schedule].frequency.value_or(engine_.data_frequency());
  if (!is_shorter(tier_amount.window, settles)) {
    return tiers_in_window(settling, tier_amount, engine_.counting_window(clause, settling.period, tier_amount.window), settling.window);
  }
  FormulaId total = Formulas::zero;
  for (const Period& window : plan_.calendar.cut(settling.window, tier_amount.window)) {
    total = out_.formulas.add(total, tiers_in_window(settling, tier_amount, engine_.counting_window(clause, window, tier_amount.window), window));
  }
  return total;
}

FormulaId Compiler::basis_to_date(const Settling& settling, const plan::TierAmount& tier_amount, const Period& counted, Date end) {
  FormulaId total = settling.state.base_loss;
  const State::Stretch* before = nullptr;
  for (const State::Stretch& stretch : settling.state.in_force) {
    const auto inside = stretch.days.clipped_to(counted);
    const auto so_far = inside ? inside->before(end) : std::nullopt;
    if (!so_far) continue;
    // Days that touch are measured at once where the clause is in force on both.
    const bool touches = before != nullptr && before->days.end() == so_far->begin();
    if (touches && !engine_.adds_up_across(tier_amount.basis, so_far->begin(), settling.clause.schedule)) refuse("tiers over days on which figures put the clause in force, of what does not add up", settling.clause.said);
    before = &stretch;
    const FormulaId basis = value(tier_amount.basis, {*so_far, settling.clause.filter, settling.clause.schedule});
    total = out_.formulas.add(total, out_.formulas.choose(stretch.holds, basis, Formulas::zero));
  }
  return total;
}

FormulaId Compiler::tiers_in_window(const Settling& settling, const plan::TierAmount& tier_amount, const Period& counted, const Period& days) {
  const plan::Clause& clause = settling.clause;
  State& state = settling.state;
  Formulas& formulas = out_.formulas;
  if (plan::carries_base_losses(clause) && state.tier_window && state.tier_window->begin() != counted.begin()) state.base_loss = formulas.least(state.tier_basis, Formulas::zero);
  state.tier_window = counted;
  if (tier_amount.of_the_whole && !tier_amount.going_forward && clause.rule && clause.rule->from && !clause.rule->counting_anew && counted.begin() < *clause.rule->from) {
    refuse("tiers of the whole that count on under a new text", clause.said);
  }
  const bool has_flat = has_flat_of_the_whole(tier_amount);
  const Number part = tier_amount.window_is_settlement || tier_amount.of_a_moment ? Number(1) : engine_.part_of_whole(clause, counted, tier_amount.window);
  FormulaId total = Formulas::zero;
  for (const Period& piece : engine_.pieces(days, tier_amount.dates, clause.schedule)) {
    const Asking asking{piece, clause.filter, clause.schedule};
    const FormulaId to_date = basis_to_date(settling, tier_amount, counted, piece.end());
    const FormulaId before = basis_to_date(settling, tier_amount, counted, piece.begin());
    if (tier_amount.going_forward) {
      std::vector<FormulaId> of_bands;
      for (const auto& band : tier_amount.bands) {
        of_bands.push_back(formulas.multiply(value(band.rate, asking), formulas.subtract(in_packages(band, to_date), in_packages(band, before))));
      }
      total = formulas.add(total, of_band_reached(tier_amount, to_date, of_bands, part, asking));
    } else {
      // Before its first day in the window nothing was due, flat sums neither.
      const auto is_earlier = [&](const State::Stretch& one) { return one.days.overlaps(counted) && std::max(one.days.begin(), counted.begin()) < piece.begin(); };
      const bool is_first = std::none_of(state.in_force.begin(), state.in_force.end(), is_earlier);
      const bool hangs = std::any_of(state.in_force.begin(), state.in_force.end(), [&](const State::Stretch& one) { return is_earlier(one) && !formulas.is_constant(one.holds); });
      if (has_flat && hangs) refuse("flat sums of the whole, over days on which figures put the clause in force", clause.said);
      const FormulaId earlier = has_flat && is_first ? Formulas::zero : tier_total(tier_amount, before, asking, part);
      total = formulas.add(total, formulas.subtract(tier_total(tier_amount, to_date, asking, part), earlier));
    }
    state.tier_basis = to_date;
  }
  return total;
}

FormulaId Compiler::in_packages(const plan::Band& band, FormulaId quantity) {
  return band.package_size ? packages_in(quantity, *band.package_size, band.packages_full_only) : quantity;
}

FormulaId Compiler::of_band_reached(const plan::TierAmount& tier_amount, FormulaId basis, const std::vector<FormulaId>& of_bands, const Number& part, const Asking& asking) {
  Formulas& formulas = out_.formulas;
  FormulaId reached = of_bands.back();
  std::optional<FormulaId> above;
  for (std::size_t place = tier_amount.bands.size(); place-- > 0;) {
    const plan::Band& band = tier_amount.bands[place];
    if (!band.bound) continue;
    const FormulaId bound = value(*band.bound, asking);
    // Bounds must rise, or a tier could never be reached.
    if (above) out_.unforeseen.push_back(formulas.opposite(formulas.less(bound, *above)));
    above = bound;
    const FormulaId within = formulas.scale(bound, part);
    const FormulaId reaches = band.bound_included ? formulas.opposite(formulas.less(within, basis)) : formulas.less(basis, within);
    reached = formulas.choose(reaches, of_bands[place], reached);
  }
  return reached;
}

FormulaId Compiler::tier_total(const plan::TierAmount& tier_amount, FormulaId basis, const Asking& asking, const Number& part) {
  const bool has_flat = has_flat_of_the_whole(tier_amount);
  if (basis == Formulas::zero && !has_flat) return Formulas::zero;
  if (!tier_amount.of_the_whole) return tier_slices(tier_amount, basis, asking, part);
  Formulas& formulas = out_.formulas;
  std::vector<FormulaId> of_bands;
  for (const auto& band : tier_amount.bands) of_bands.push_back(band.is_flat ? value(band.rate, asking) : formulas.multiply(value(band.rate, asking), in_packages(band, basis)));
  const FormulaId counts = has_flat ? formulas.opposite(formulas.less(basis, Formulas::zero)) : formulas.less(Formulas::zero, basis);
  return formulas.choose(counts, of_band_reached(tier_amount, basis, of_bands, part, asking), Formulas::zero);
}

/// Each slice is what of the basis lies above the slices before, at the most its length. Lengths are above zero, or the slices above one that is not
/// would be entered out of turn.
FormulaId Compiler::tier_slices(const plan::TierAmount& tier_amount, FormulaId basis, const Asking& asking, const Number& part) {
  Formulas& formulas = out_.formulas;
  FormulaId total = Formulas::zero;
  FormulaId lower = Formulas::zero;
  for (const auto& band : tier_amount.bands) {
    FormulaId inside = not_below_zero(formulas.subtract(basis, lower));
    const FormulaId is_entered = band.once_entered || band.is_flat ? formulas.less(lower, basis) : Formulas::zero;
    if (band.bound) {
      const FormulaId length = formulas.scale(value(*band.bound, asking), part);
      out_.unforeseen.push_back(formulas.opposite(formulas.less(Formulas::zero, length)));
      inside = formulas.least(inside, length);
      lower = formulas.add(lower, length);
    }
    total = formulas.add(total, band.is_flat ? formulas.choose(is_entered, value(band.rate, asking), Formulas::zero) : formulas.multiply(value(band.rate, asking), in_packages(band, inside)));
    if (band.is_flat) continue;
    if (band.once_entered) total = formulas.add(total, formulas.choose(is_entered, value(*band.once_entered, asking), Formulas::zero));
  }
  return total;
}

}  // namespace whereas::batch

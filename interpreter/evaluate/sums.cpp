#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"
#include "lang/number/notation.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::evaluate {

using syntax::match;

Figure Evaluation::Engine::amount(const Settling& settling) {
  return std::visit(match{
                        [&](const plan::ShareAmount& share) { return plan::carries_base_losses(settling.clause) ? share_with_base_losses(settling, share) : value(share.amount, settling.asking()); },
                        [&](const plan::TierAmount& tier_amount) { return tiers(settling, tier_amount); },
                        [&](const plan::FixedAmount& fixed) { return fixed_sums(settling, fixed); },
                        [&](const plan::MilestoneAmount& reached) { return milestones(settling, reached); },
                        [&](const plan::DatedAmount&) { return Figure{}; },
                        [&](const plan::CommitmentAmount& committed) { return commitment(settling, committed); },
                        [&](const plan::ToDateAmount& to_date) { return to_date_less_paid(settling, to_date); },
                    },
                    settling.clause.amount);
}

/// The basis starts each settlement with the loss that the one before it ended with; the share is of what is above zero.
Figure Evaluation::Engine::share_with_base_losses(const Settling& settling, const plan::ShareAmount& share) {
  const auto [rate_step, base_step] = *share.rate_and_base;
  Number total;
  std::vector<ReasonId> parts;
  for (const Period& piece : pieces(settling.window, share.dates, settling.clause.schedule)) {
    const Asking asking{piece, settling.clause.filter, settling.clause.schedule};
    const Figure rate = value(rate_step, asking);
    const Figure base = value(base_step, asking);
    const Figure brought = recalled(settling.state.base_loss, "loss brought forward", std::nullopt, settling.clause.said);
    const Figure after_loss = because(Rule::sum, base.value + brought.value, "basis after the loss brought forward", piece, settling.clause.said, {base.why, brought.why});
    settling.state.base_loss = not_above_zero(after_loss, settling.clause.said);
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, settling.clause.said, {});
    const Figure positive = because(Rule::greatest, max(after_loss.value, 0), "basis, losses carried forward", piece, settling.clause.said, {after_loss.why, zero.why});
    const Figure part = because(Rule::product, rate.value * positive.value, {}, piece, settling.clause.said, {rate.why, positive.why});
    total += part.value;
    if (derives()) parts.push_back(part.why);
  }
  return because(Rule::sum, total, "share of the basis", settling.window, settling.clause.said, std::move(parts));
}

/// The amount over the window, from the first day on which the clause is in force in it, to the last day of this settlement; less what the
/// statement shows as paid in it.
Figure Evaluation::Engine::to_date_less_paid(const Settling& settling, const plan::ToDateAmount& to_date) {
  const plan::Clause& clause = settling.clause;
  const Period counted = counting_window(clause, settling.period, to_date.window);
  const Period so_far(std::min(counted.begin(), settling.window.begin()), settling.window.end());
  const Figure amount = value(to_date.amount, {so_far, clause.filter, clause.schedule});
  const Figure earned = because(Rule::same, amount.value, fmt::format("{} to date", noun(to_date.window)), so_far, clause.said, {amount.why});
  const Figure paid = paid_so_far(settling, counted);
  return because(Rule::difference, earned.value - paid.value, "to date, less what was paid", settling.window, clause.said, {earned.why, paid.why});
}

/// What the statement shows as paid for the window, and what an earlier text comes to in the settlement that this one shares with it. Of a
/// payment that an earlier text began before the window does, its part is none of the window's.
Figure Evaluation::Engine::paid_so_far(const Settling& settling, const Period& counted) {
  const Span said = settling.clause.said;
  Number total;
  std::vector<ReasonId> parts;
  for (const auto& payment : settling.state.payments) {
    if (!counted.contains(payment.period.last())) continue;
    total += payment.amount;
    if (derives()) parts.push_back(payment.why);
  }
  for (const ClauseState::Part& part : settling.state.parts) {
    const bool is_under_way = part.settlement == settling.period;
    const bool is_counted = part.days.begin() >= counted.begin();
    if (!counted.contains(part.settlement.last()) || is_under_way == !is_counted) continue;
    total += is_under_way ? part.through : -part.through;
    if (!derives()) continue;
    parts.push_back(is_under_way ? because(Rule::same, part.through, "for the days before, under the text before", part.days, said, {part.why}).why
                                 : because(Rule::negation, -part.through, "of it under the text before, which does not count", part.days, said, {part.why}).why);
  }
  return because(Rule::sum, total, "what was paid", Period(std::min(counted.begin(), settling.window.begin()), settling.window.end()), said, std::move(parts));
}

Figure Evaluation::Engine::fixed_sum(const plan::Clause& clause, const plan::FixedSum& sum, const Period& window, const Period& asked) {
  const Asking asking{asked, clause.filter, clause.schedule};
  const Figure written = value(sum.amount, asking);
  Figure due = because(Rule::same, written.value, "the sum", window, sum.said, {written.why});
  if (sum.rise) {
    if (const auto day = rises_inside(*sum.rise, window)) refuse_rise_inside("the sum", *day, window, sum.said, sum.rise->said);
    due = risen(*sum.rise, due, window.begin(), asking);
  }
  const Number part = part_of_whole(clause, window, sum.each);
  if (part == Number(1)) return due;
  const Figure share = because(Rule::figure_written, part, "the part window's share of a whole one", window, clause.said, {});
  return because(Rule::product, due.value * part, "the sum, prorated", window, sum.said, {due.why, share.why});
}

/// The windows of the days in force that a settlement meets.
std::vector<Period> Evaluation::Engine::windows_meeting(const Period& settled, const Period& in_force, Frequency each) const {
  if (each == Frequency::term) return {in_force};
  const Period whole(plan_.calendar.holding(settled.first(), each).begin(), plan_.calendar.holding(settled.last(), each).end());
  const auto met = whole.clipped_to(in_force);
  return met ? plan_.calendar.cut(*met, each) : std::vector<Period>{};
}

Figure Evaluation::Engine::fixed_sums(const Settling& settling, const plan::FixedAmount& fixed) {
  const plan::Clause& clause = settling.clause;
  Period in_force = term_;
  if (clause.in_force.from) in_force = in_force.from(*clause.in_force.from).value_or(in_force);
  if (clause.in_force.end) in_force = in_force.before(*clause.in_force.end).value_or(in_force);
  // By days, a window in which an amendment restates the sum is two part windows.
  if (clause.rule && clause.prorated) {
    if (clause.rule->from) in_force = in_force.from(*clause.rule->from).value_or(in_force);
    if (clause.rule->end) in_force = in_force.before(*clause.rule->end).value_or(in_force);
  }
  Number total;
  std::vector<ReasonId> parts;
  for (const auto& sum : fixed.sums) {
    for (const Period& window : windows_meeting(settling.window, in_force, sum.each)) {
      const Date falls = sum.in_advance ? window.first() : window.last();
      if (!settling.window.contains(falls)) continue;
      const Figure due = fixed_sum(clause, sum, window, window.clipped_to(settling.window).value_or(settling.window));
      total += due.value;
      if (derives()) parts.push_back(due.why);
    }
  }
  return because(Rule::sum, total, "fixed sums", settling.period, clause.said, std::move(parts));
}

/// Whether the condition was true at the end of an earlier settlement, or of the days of this one that were under an earlier text.
bool Evaluation::Engine::was_so_before(plan::ConditionId condition, const Settling& settling, std::vector<ReasonId>* why) {
  if (held_before(condition, settling.clause.schedule, settling.index, why)) return true;
  const auto& counted_from = plan_.conditions[condition].counted_from;
  return std::any_of(settling.state.parts.begin(), settling.state.parts.end(), [&](const ClauseState::Part& part) {
    const bool is_before = part.settlement == settling.period && part.days.end() <= settling.window.begin();
    return is_before && (!counted_from || part.days.end() > *counted_from) && holds(condition, {part.days, settling_for_, settling.clause.schedule}, why);
  });
}

Figure Evaluation::Engine::milestones(const Settling& settling, const plan::MilestoneAmount& milestones) {
  const Asking asking{settling.window, settling_for_, settling.clause.schedule};
  Number total;
  std::vector<ReasonId> parts;
  for (const auto& sum : milestones.sums) {
    std::vector<ReasonId> why;
    const bool was_so = was_so_before(sum.reached, settling, &why);
    const bool is_so = !was_so && holds(sum.reached, asking, &why);
    Figure paid = because(Rule::figure_written, 0, "nothing", std::nullopt, sum.said, {});
    if (is_so) paid = value(sum.amount, settling.asking());
    tried(sum.said, is_so);
    total += paid.value;
    if (!derives()) continue;
    why.push_back(paid.why);
    parts.push_back(because(Rule::choice, paid.value, is_so ? "the first time that it is so" : was_so ? "it was so before, and is paid once" : "it is not so yet", settling.window, sum.said, std::move(why)).why);
  }
  return because(Rule::sum, total, "sums paid once", settling.window, settling.clause.said, std::move(parts));
}

/// The text before would have paid a window at its end, or has paid it at its beginning. Cut by an amendment that was signed later, its part
/// falls due in a settlement period that was over by then and whose payment stays; or days that it has paid for in advance are the new text's.
Figure Evaluation::Engine::between_texts(const Settling& settling, const plan::Clause& before) {
  const auto* fixed = std::get_if<plan::FixedAmount>(&before.amount);
  if (fixed == nullptr || !before.prorated) return {};
  const Date cut = *settling.clause.rule->from;
  const auto stays = [&](Date day) {
    const auto holding = settlement_holding(day, before.schedule);
    return holding && settlement_periods(before.schedule)[*holding].last() < *settling.clause.rule->stays_before;
  };
  Number total;
  std::vector<ReasonId> parts;
  for (const auto& sum : fixed->sums) {
    std::optional<Period> whole = sum.each == Frequency::term ? term_ : plan_.calendar.holding(cut, sum.each).clipped_to(term_);
    if (whole && before.in_force.from) whole = whole->from(*before.in_force.from);
    if (whole && before.in_force.end) whole = whole->before(*before.in_force.end);
    const auto old_days = whole ? whole->before(cut) : std::nullopt;
    const auto new_days = whole ? whole->from(cut) : std::nullopt;
    if (!old_days || !new_days) continue;
    if (sum.in_advance && stays(old_days->first()) && !stays(new_days->first())) {
      const Figure paid = fixed_sum(before, sum, *new_days, *new_days);
      const Figure less = because(Rule::negation, -paid.value, "paid for these days before the amendment was signed", *new_days, sum.said, {paid.why});
      total += less.value;
      if (derives()) parts.push_back(less.why);
    } else if (!sum.in_advance && stays(old_days->last()) && !stays(new_days->last())) {
      const Figure due = fixed_sum(before, sum, *old_days, *old_days);
      total += due.value;
      if (derives()) parts.push_back(due.why);
    }
  }
  return because(Rule::sum, total, "of the text before, for days whose payment was still to come when the amendment was signed", settling.period, before.said, std::move(parts));
}

}  // namespace whereas::evaluate

#include "interpreter/evaluate/engine.h"
#include "lang/number/notation.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::evaluate {

using syntax::match;

Figure Evaluation::Engine::amount(const Settling& settling) {
  const bool base_losses = std::any_of(settling.clause.provisos.begin(), settling.clause.provisos.end(),
                                       [](const plan::Proviso& proviso) { return std::holds_alternative<plan::BaseLossesCarried>(proviso.form); });
  return std::visit(match{
                        [&](const plan::ShareAmount& share) { return base_losses ? share_with_base_losses(settling, share) : value(share.amount, settling.asking()); },
                        [&](const plan::TierAmount& tier_amount) { return tiers(settling, tier_amount); },
                        [&](const plan::FixedAmount& fixed) { return fixed_sums(settling, fixed); },
                        [&](const plan::DatedAmount&) { return Figure{}; },
                        [&](const plan::CommitmentAmount& committed) { return commitment(settling, committed); },
                    },
                    settling.clause.amount);
}

/// The basis starts each settlement with the loss that the one before it ended with; the share is of what is above zero.
Figure Evaluation::Engine::share_with_base_losses(const Settling& settling, const plan::ShareAmount& share) {
  const auto [rate_step, base_step] = *share.rate_and_base;
  Number total;
  std::vector<ReasonId> parts;
  for (const Period& piece : pieces(settling.window, share.dates, settling.clause.schedule)) {
    const Asking asking{piece, 0, settling.clause.schedule};
    const Figure rate = value(rate_step, asking);
    const Figure base = value(base_step, asking);
    const Figure brought = because(Rule::remembered, settling.state.base_loss, "loss brought forward", std::nullopt, settling.clause.said, {});
    const Figure after_loss = because(Rule::sum, base.value + brought.value, "basis after the loss brought forward", piece, settling.clause.said, {base.why, brought.why});
    settling.state.base_loss = min(after_loss.value, 0);
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, settling.clause.said, {});
    const Figure positive = because(Rule::greatest, max(after_loss.value, 0), "basis, losses carried forward", piece, settling.clause.said, {after_loss.why, zero.why});
    const Figure part = because(Rule::product, rate.value * positive.value, {}, piece, settling.clause.said, {rate.why, positive.why});
    total += part.value;
    if (derives()) parts.push_back(part.why);
  }
  return because(Rule::sum, total, "share of the basis", settling.window, settling.clause.said, std::move(parts));
}

/// Sums rise from the year that the term begins in, or the amendment that counts anew.
Number Evaluation::Engine::risen(const plan::FixedSum& sum, const Period& window, const Asking& asking, Date counted_from, std::vector<ReasonId>& why) {
  if (!sum.rise) return 1;
  const auto year_of = [&](Date day) { return plan_.calendar.holding(day, Frequency::year).begin().year(); };
  const int years = year_of(window.begin()) - year_of(counted_from);
  const Figure rate = value(*sum.rise, asking);
  if (derives()) why.push_back(rate.why);
  if (years <= 0) return 1;
  return sum.rise_is_simple ? Number(1) + rate.value * Number(years) : (Number(1) + rate.value).power(static_cast<unsigned>(years));
}

Figure Evaluation::Engine::fixed_sums(const Settling& settling, const plan::FixedAmount& fixed) {
  const plan::Clause& clause = settling.clause;
  Period in_force = term_;
  if (clause.in_force.from) in_force = in_force.from(*clause.in_force.from).value_or(in_force);
  if (clause.in_force.end) in_force = in_force.before(*clause.in_force.end).value_or(in_force);
  // By days, a window in which an amendment restates the sum is two part windows.
  if (clause.rule && clause.prorated_by_days) {
    if (clause.rule->from) in_force = in_force.from(*clause.rule->from).value_or(in_force);
    if (clause.rule->end) in_force = in_force.before(*clause.rule->end).value_or(in_force);
  }
  const Date counted_from = clause.rule && clause.rule->counting_anew ? clause.rule->from.value_or(term_.begin()) : term_.begin();
  Number total;
  std::vector<ReasonId> parts;
  for (const auto& sum : fixed.sums) {
    for (const Period& window : sum.each == Frequency::term ? std::vector<Period>{in_force} : plan_.calendar.cut(in_force, sum.each)) {
      const Date falls = sum.in_advance ? window.first() : window.last();
      if (!settling.window.contains(falls)) continue;
      const Asking asking{settling.window, 0, clause.schedule};
      const Figure written = value(sum.amount, asking);
      std::vector<ReasonId> why;
      const Number factor = risen(sum, window, asking, counted_from, why);
      const Number part = part_of_whole(clause, window, sum.each);
      Figure due = because(Rule::same, written.value, "the sum", window, sum.said, {written.why});
      if (factor != Number(1)) {
        const Figure rise = because(Rule::choice, factor, "risen since the first year", window, sum.said, [&] {
          why.push_back(derives() ? because(Rule::figure_written, factor, "the rise so far", window, sum.said, {}).why : no_reason);
          return why;
        }());
        due = because(Rule::product, due.value * factor, "the sum, risen", window, sum.said, {due.why, rise.why});
      }
      if (part != Number(1)) {
        const Figure days = because(Rule::figure_written, part, "the days of the part window over those of a whole one", window, clause.said, {});
        due = because(Rule::product, due.value * part, "the sum, by days", window, sum.said, {due.why, days.why});
      }
      total += due.value;
      if (derives()) parts.push_back(due.why);
    }
  }
  return because(Rule::sum, total, "fixed sums", settling.period, clause.said, std::move(parts));
}

}  // namespace whereas::evaluate

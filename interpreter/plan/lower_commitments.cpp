#include "interpreter/plan/lowering.h"
#include "interpreter/plan/parts.h"

#include <algorithm>

namespace whereas::plan {

Clause Lowering::lower_commitment(check::ClauseId id, const check::CommitmentText& ruling) {
  const syntax::Commitment& text = *ruling.commitment;
  Clause clause;
  lower_obligation(clause, id, ruling, text.total.span);
  clause.payee = ruling.payee;
  if (ruling.stops) clause.in_force.end = ruling.end;
  counted_from_ = ruling.counting_anew ? ruling.from : std::nullopt;
  for (const auto& proviso : text.provisos) {
    if (const auto* prorated_by = std::get_if<syntax::Prorated>(&proviso.form); prorated_by != nullptr && prorated_by->by != syntax::Prorated::By::not_at_all) clause.prorated = prorated_by->by;
  }

  CommitmentAmount amount;
  amount.bought = lower(text.measure);
  const StepId total = lower(text.total);
  if (text.each == Frequency::term) amount.total = total;
  if (text.each && *text.each != Frequency::term) {
    Minimum each;
    each.least = total;
    each.each = text.each;
    each.said = text.total.span;
    amount.minimums.push_back(each);
  }
  for (const auto& minimum : text.minimums) amount.minimums.push_back(lower_minimum(minimum));
  if (text.price) amount.price = lower(*text.price);
  if (text.shortfall) {
    amount.is_paid = text.shortfall->is_paid;
    if (text.shortfall->share) amount.share = lower(*text.shortfall->share);
  }
  if (text.excess && text.excess->is_carried) {
    amount.excess.emplace();
    amount.excess->carried_for = text.excess->carried_for;
    if (text.excess->at_most) {
      amount.excess->at_most = lower(*text.excess->at_most);
      amount.excess->at_most_is_share = contract_.type(*text.excess->at_most).is_number() && !contract_.type(*text.excess->at_most).is_bare;
    }
  }
  if (text.made_up) amount.made_up_within = text.made_up->within;
  amount.open = ruling.open;
  counted_from_.reset();
  clause.amount = std::move(amount);
  return clause;
}

Minimum Lowering::lower_minimum(const syntax::Minimum& minimum) {
  Minimum lowered;
  lowered.least = lower(minimum.least);
  lowered.said = minimum.span;
  if (const auto* in = std::get_if<syntax::Minimum::In>(&minimum.when)) {
    lowered.whole = days(in->period);
    lowered.in = lowered.whole->clipped_to(*plan_.term);
  }
  if (const auto* each = std::get_if<syntax::Minimum::Each>(&minimum.when)) lowered.each = each->window;
  if (const auto* milestone = std::get_if<syntax::Minimum::By>(&minimum.when)) lowered.by = days(milestone->day).end();
  return lowered;
}

}  // namespace whereas::plan

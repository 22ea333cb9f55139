#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

/// Losses carried, credits taken and advances recouped (docs/language: Provisos, and Credits, balances, late payment).
namespace whereas::evaluate {

void let_lapse(ProvisoMemory& memory, const std::optional<Duration>& carried_for, const Period& settlement, const Calendar& calendar) {
  if (!carried_for) return;
  while (!memory.carried.empty() && calendar.later(memory.carried.front().period.end(), *carried_for) < settlement.end()) {
    memory.lapsed += memory.carried.front().amount.value;
    memory.carried.erase(memory.carried.begin());
  }
  memory.kept.clear();
  for (const auto& one : memory.carried) memory.kept += one.amount;
}

/// What arrived is the youngest of what is carried. What is used is taken off the oldest; a sum below zero is made good by what is carried first.
void Evaluation::Engine::carry_on(const Settling& settling, ProvisoMemory& memory, const Figure& arrived, const Figure& used, Span said) {
  if (!arrived.value.is_negative()) {
    if (!arrived.value.is_zero()) memory.carried.push_back({settling.period, arrived});
    return use_up(memory.carried, used, said);
  }
  use_up(memory.carried, because(Rule::difference, used.value - arrived.value, "used, with what is made good", settling.window, said, {used.why, arrived.why}), said);
}

/// Takes so much off losses, or off what is carried, the oldest first.
void Evaluation::Engine::use_up(std::vector<ProvisoMemory::OfPeriod>& losses, Figure available, Span said) {
  while (available.value.sign() > 0 && !losses.empty()) {
    Figure& oldest = losses.front().amount;
    const bool is_loss = oldest.value.is_negative();
    const Figure loss = is_loss ? negated(oldest, "the oldest loss", said) : oldest;
    const Figure used = because(Rule::least, min(available.value, loss.value), "used up", std::nullopt, said, {available.why, loss.why});
    if (is_loss) oldest = because(Rule::sum, oldest.value + used.value, "what is left of the loss", losses.front().period, said, {oldest.why, used.why});
    else oldest = because(Rule::difference, oldest.value - used.value, "what is left of the oldest", losses.front().period, said, {oldest.why, used.why});
    available = because(Rule::difference, available.value - used.value, is_loss ? "left to use up older losses" : "left to use up", std::nullopt, said, {available.why, used.why});
    if (oldest.value.is_zero()) losses.erase(losses.begin());
  }
}

Figure Evaluation::Engine::never_below_zero(const plan::NeverBelowZero& never, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  if (!never.losses_carried) {
    if (!reaching.value.is_negative()) return reaching;
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    return because(Rule::greatest, 0, "never below zero", settling.window, said, {reaching.why, zero.why});
  }
  if (never.carried_for) {
    std::erase_if(memory.losses, [&](const ProvisoMemory::OfPeriod& loss) { return plan_.calendar.later(loss.period.end(), *never.carried_for) < settling.period.end(); });
  }
  Account brought;
  for (const auto& loss : memory.losses) brought += loss.amount;
  if (reaching.value.sign() > 0) tried(said, !brought.is_zero(), 1);
  const Figure carried = recalled(brought, "losses brought forward", std::nullopt, said);
  if (never.most_used) return after_losses(never, settling, memory, reaching, carried, said);
  const Figure after = because(Rule::sum, reaching.value + carried.value, "after the losses brought forward", settling.window, said, {reaching.why, carried.why});
  if (reaching.value.is_negative()) memory.losses.push_back({settling.period, reaching});
  // What is above zero uses losses up.
  use_up(memory.losses, reaching, said);
  if (!after.value.is_negative()) return after;
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  return because(Rule::greatest, 0, "never below zero, losses carried forward", settling.window, said, {after.why, zero.why});
}

/// Losses that may use no more than a part of a later profit.
Figure Evaluation::Engine::after_losses(const plan::NeverBelowZero& never, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, const Figure& brought, Span said) {
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  if (reaching.value.is_negative()) {
    memory.losses.push_back({settling.period, reaching});
    return because(Rule::greatest, 0, "never below zero, losses carried forward", settling.window, said, {reaching.why, zero.why});
  }
  const Figure losses = negated(brought, "losses brought forward", said);
  const Figure rate = value(*never.most_used, settling.asking());
  const Figure most = because(Rule::product, rate.value * reaching.value, "the most of it that losses may use", settling.window, said, {rate.why, reaching.why});
  const Figure used = because(Rule::least, min(losses.value, most.value), "losses used", settling.window, said, {losses.why, most.why});
  use_up(memory.losses, used, said);
  return because(Rule::difference, reaching.value - used.value, "after the losses used", settling.window, said, {reaching.why, used.why});
}

/// Takes off what is credited, as far as the limit goes and never below zero; what is not used is carried or lapses.
Figure Evaluation::Engine::crediting(const plan::Crediting& credit, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const Asking asking = settling.asking();
  const Figure arrived = value(credit.credited, asking);
  Figure available = arrived;
  let_lapse(memory, credit.carried_for, settling.period, plan_.calendar);
  if (credit.carried) {
    const Figure brought = recalled(memory.kept, "credit brought forward", std::nullopt, said);
    available = because(Rule::sum, available.value + brought.value, "credit at hand", settling.window, said, {available.why, brought.why});
  }
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  const Figure positive = reaching.value.is_negative() ? because(Rule::greatest, 0, "nothing is credited against a loss", settling.window, said, {reaching.why, zero.why}) : reaching;
  Figure most = positive;
  if (credit.most) {
    const Figure limit = value(*credit.most, asking);
    most = credit.most_of_what_is_due
               ? because(Rule::product, limit.value * positive.value, "the most that is credited", settling.window, said, {limit.why, positive.why})
               : because(Rule::least, min(limit.value, positive.value), "the most that is credited", settling.window, said, {limit.why, positive.why});
  }
  const Figure credited = because(Rule::least, min(available.value, most.value), "credited now", settling.window, said, {available.why, most.why});
  if (credit.carried) memory.kept = because(Rule::difference, available.value - credited.value, "credit that is left", settling.window, said, {available.why, credited.why});
  if (credit.carried) carry_on(settling, memory, arrived, credited, said);
  return because(Rule::difference, reaching.value - credited.value, "after the credit", settling.window, said, {reaching.why, credited.why});
}

Figure Evaluation::Engine::counted_of(const Payment& payment, bool before_withholding, bool without_late_interest, Span said) {
  Figure counted{payment.amount, payment.why};
  if (without_late_interest && !payment.late_interest.is_zero()) counted = {payment.amount - payment.late_interest, payment.without_interest_why};
  if (!before_withholding || payment.withheld.is_zero()) return counted;
  return because(Rule::sum, counted.value + payment.withheld, "before withholding", payment.period, said, {counted.why, payment.withheld_why});
}

Figure Evaluation::Engine::advanced_by(check::ClauseId advance, const Payment& payment, Span said) {
  bool before_withholding = false;  // the same in all lines that recoup it
  for (const plan::Clause& clause : plan_.clauses) {
    for (const plan::Proviso& line : clause.provisos) {
      const auto* recoup = std::get_if<plan::Recouping>(&line.form);
      before_withholding = before_withholding || (recoup != nullptr && recoup->advance == advance && recoup->before_withholding);
    }
  }
  return counted_of(payment, before_withholding, true, said);
}

Figure Evaluation::Engine::recouping(const plan::Recouping& recoup, const Settling& settling, const Figure& reaching, Span said) {
  Number paid;
  std::vector<ReasonId> payments;
  for (const auto& payment : states_[recoup.advance].payments) {
    if (payment.period.last() > settling.period.last()) continue;
    const Figure advanced = advanced_by(recoup.advance, payment, said);
    paid += advanced.value;
    if (derives() && advanced.why != no_reason) payments.push_back(advanced.why);
  }
  Account& recouped = recouped_[recoup.advance];
  const Figure advanced = because(Rule::sum, paid, fmt::format("\"{}\", paid to date", title_of(recoup.advance)), settling.period, said, std::move(payments));
  const Figure earlier = recalled(recouped, "recouped to date", std::nullopt, said);
  const Figure balance = because(Rule::difference, paid - earlier.value, "the balance", settling.period, said, {advanced.why, earlier.why});
  const Figure rate = value(recoup.rate, settling.asking());
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  const Figure positive = reaching.value.is_negative() ? because(Rule::greatest, 0, "nothing is recouped from a loss", settling.window, said, {reaching.why, zero.why}) : reaching;
  const Figure at_rate = because(Rule::product, rate.value * positive.value, "at the rate of recoupment", settling.window, said, {rate.why, positive.why});
  const Figure most = because(Rule::greatest, max(balance.value, 0), "the balance left", settling.period, said, {balance.why, zero.why});
  const Figure kept = because(Rule::least, min(at_rate.value, most.value), "recouped now", settling.window, said, {at_rate.why, most.why});
  recouped += kept;
  recoupments_[recoup.advance].emplace_back(settling.period.end(), kept);
  return because(Rule::difference, reaching.value - kept.value, "after recoupment", settling.window, said, {reaching.why, kept.why});
}

}  // namespace whereas::evaluate

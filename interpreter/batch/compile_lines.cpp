#include "interpreter/batch/compiler.h"

#include "lang/syntax/box.h"

#include <algorithm>

namespace whereas::batch {

using syntax::match;

FormulaId Compiler::apply(const plan::Proviso& line, const Settling& settling, Memory& memory, FormulaId reaching) {
  const Span said = line.said;
  const Asking asking = settling.asking();
  Formulas& formulas = out_.formulas;
  const MakingFor making(formulas, said);
  return std::visit(match{
                        [&](const plan::NeverBelowZero& never) { return never_below_zero(never, settling, memory, reaching); },
                        [&](const plan::EitherWay&) { return reaching; },
                        [&](const plan::BaseLossesCarried&) { return reaching; },
                        [&](const plan::NothingIfUnder& nothing) { return nothing_if_under(nothing, line.lapses, settling, memory, reaching); },
                        [&](const plan::AtLeast& guarantee) {
                          if (!std::holds_alternative<Frequency>(guarantee.window)) refuse("a guarantee over days of its own", said);
                          return guarantee.credited_across ? credited_guarantee(guarantee, settling, memory, reaching) : at_least(guarantee, settling, memory, reaching);
                        },
                        [&](const plan::AtMost& cap) {
                          if (!std::holds_alternative<Frequency>(cap.window)) refuse("a cap over any so many months, or over days of its own", said);
                          return at_most(cap, line.lapses, settling, memory, reaching);
                        },
                        [&](const plan::Withholding& withholding) { return formulas.subtract(reaching, formulas.multiply(reaching, value(withholding.rate, asking))); },
                        [&](const plan::GrossedUp& grossed) { return grossed_up(grossed, settling, reaching, said); },
                        [&](const plan::ThenPlus& then) { return formulas.add(reaching, value(then.added, asking)); },
                        [&](const plan::ThenLess& then) { return formulas.subtract(reaching, value(then.taken, asking)); },
                        [&](const plan::Crediting& credit) { return crediting(credit, settling, memory, reaching); },
                        [&](const plan::Recouping& recoup) { return recouping(recoup, settling, reaching); },
                        [&](const plan::FirstFrom& first) { return first_from(first, settling, reaching); },
                        [&](const plan::HeldBack& held) { return held_back(held, line.lapses, settling, memory, reaching); },
                        [&](const plan::Deferred& defer) { return deferred(defer, line.lapses, settling, memory, reaching, said); },
                    },
                    line.form);
}

FormulaId Compiler::grossed_up(const plan::GrossedUp& grossed, const Settling& settling, FormulaId reaching, Span said) {
  const FormulaId rate = value(grossed.rate, settling.asking());
  take_for_granted_not(out_.formulas.opposite(out_.formulas.less(rate, out_.formulas.constant(1))));
  return divided(reaching, out_.formulas.subtract(out_.formulas.constant(1), rate), said);
}

Period Compiler::count_in(const Settling& settling, Memory& memory, Frequency each) {
  const Period counted = engine_.counting_window(settling.clause, settling.period, each);
  if (!memory.counting || memory.counting->begin() != counted.begin()) {
    memory.counting = counted;
    memory.let_through = Formulas::zero;
    memory.reached = Formulas::zero;
    memory.guaranteed = Formulas::zero;
    memory.room.reset();
    // What an earlier text let through in this window, where a new one counts in other windows.
    for (auto past = memory.past.rbegin(); past != memory.past.rend() && counted.contains(past->period.last()); ++past) {
      memory.let_through = out_.formulas.add(memory.let_through, past->let_through);
      memory.reached = out_.formulas.add(memory.reached, past->reached);
      memory.guaranteed = out_.formulas.add(memory.guaranteed, past->guaranteed);
    }
  }
  return counted;
}

FormulaId Compiler::limit(plan::StepId step, const Settling& settling, const Period& counted) {
  const Period to_date(counted.begin(), std::min(counted.end(), settling.window.end()));
  return value(step, {to_date, settling.clause.filter, settling.clause.schedule});
}

FormulaId Compiler::never_below_zero(const plan::NeverBelowZero& never, const Settling& settling, Memory& memory, FormulaId reaching) {
  Formulas& formulas = out_.formulas;
  if (!never.losses_carried) return not_below_zero(reaching);
  const FormulaId loss = formulas.least(reaching, Formulas::zero);
  const FormulaId positive = not_below_zero(reaching);
  if (never.carried_for) {
    std::erase_if(memory.losses, [&](const auto& one) { return plan_.calendar.later(one.first.end(), *never.carried_for) < settling.period.end(); });
    memory.brought = Formulas::zero;
    for (const auto& one : memory.losses) memory.brought = formulas.add(memory.brought, one.second);
  }
  if (never.most_used) {
    const FormulaId most = formulas.multiply(value(*never.most_used, settling.asking()), positive);
    const FormulaId used = formulas.least(formulas.scale(memory.brought, Number(-1)), most);
    // No more is used than there is of either, so a settlement at a loss uses nothing.
    const FormulaId is_loss = formulas.less(reaching, Formulas::zero);
    if (never.carried_for) {
      memory.losses.emplace_back(settling.period, loss);
      use_up(memory, formulas.choose(is_loss, Formulas::zero, not_below_zero(used)));
    } else {
      memory.brought = formulas.choose(is_loss, formulas.add(memory.brought, reaching), formulas.add(memory.brought, not_below_zero(used)));
    }
    return formulas.choose(is_loss, Formulas::zero, formulas.subtract(reaching, used));
  }
  if (never.carried_for) {
    const FormulaId after = formulas.add(reaching, memory.brought);
    memory.losses.emplace_back(settling.period, loss);
    use_up(memory, positive);
    return not_below_zero(after);
  }
  const FormulaId after = formulas.add(reaching, memory.brought);
  memory.brought = formulas.least(after, Formulas::zero);
  return not_below_zero(after);
}

void Compiler::use_up(Memory& memory, FormulaId available) {
  Formulas& formulas = out_.formulas;
  memory.brought = Formulas::zero;
  for (auto& [period, loss] : memory.losses) {
    const FormulaId used = formulas.least(available, formulas.scale(loss, Number(-1)));
    loss = formulas.add(loss, used);
    available = formulas.subtract(available, used);
    memory.brought = formulas.add(memory.brought, loss);
  }
}

FormulaId Compiler::at_least(const plan::AtLeast& guarantee, const Settling& settling, Memory& memory, FormulaId reaching) {
  const Period counted = count_in(settling, memory, std::get<Frequency>(guarantee.window));
  FormulaId through = reaching;
  if (settling.window.end() == counted.end()) {
    const FormulaId least = limit(guarantee.least, settling, counted);
    through = out_.formulas.greatest(reaching, out_.formulas.subtract(least, memory.let_through));
  }
  memory.let_through = out_.formulas.add(memory.let_through, through);
  return through;
}

FormulaId Compiler::credited_guarantee(const plan::AtLeast& guarantee, const Settling& settling, Memory& memory, FormulaId reaching) {
  Formulas& formulas = out_.formulas;
  count_in(settling, memory, *guarantee.credited_across);
  const Period window = engine_.counting_window(settling.clause, settling.period, std::get<Frequency>(guarantee.window));
  if (settling.window.end() == window.end()) {
    const FormulaId least = limit(guarantee.least, settling, window);
    memory.guaranteed = formulas.add(memory.guaranteed, least);
    if (!memory.past.empty() && memory.past.back().period == settling.period) memory.past.back().guaranteed = least;
  }
  const FormulaId earned = formulas.add(memory.reached, reaching);
  const FormulaId through = not_below_zero(formulas.subtract(formulas.greatest(earned, memory.guaranteed), memory.let_through));
  memory.reached = earned;
  memory.let_through = formulas.add(memory.let_through, through);
  return through;
}

FormulaId Compiler::at_most(const plan::AtMost& cap, bool lapses, const Settling& settling, Memory& memory, FormulaId reaching) {
  Formulas& formulas = out_.formulas;
  const Period counted = count_in(settling, memory, std::get<Frequency>(cap.window));
  const FormulaId most = limit(cap.most, settling, counted);
  // A cap that stays and is not below zero is never passed: what was let through comes off what was left.
  const bool stays = memory.room && memory.room->first == most;
  const bool begins = memory.let_through == Formulas::zero && formulas.is_constant(most) && !formulas.number(most).is_negative();
  const FormulaId room = stays ? memory.room->second : not_below_zero(formulas.subtract(most, memory.let_through));
  const FormulaId asked = cap.excess_carried ? formulas.add(reaching, memory.kept) : reaching;
  FormulaId through = formulas.least(asked, room);
  memory.let_through = formulas.add(memory.let_through, through);
  if (stays || begins) memory.room = std::pair(most, formulas.subtract(room, through));
  else memory.room.reset();
  if (!cap.excess_carried) return through;
  memory.kept = formulas.subtract(asked, through);
  if (settling.is_last && !lapses) {
    through = formulas.add(through, not_below_zero(memory.kept));
    memory.kept = formulas.least(memory.kept, Formulas::zero);
  }
  return through;
}

FormulaId Compiler::nothing_if_under(const plan::NothingIfUnder& nothing, bool lapses, const Settling& settling, Memory& memory, FormulaId reaching) {
  Formulas& formulas = out_.formulas;
  const FormulaId asked = nothing.carried ? formulas.add(reaching, memory.kept) : reaching;
  const FormulaId least = value(nothing.least, settling.asking());
  memory.kept = Formulas::zero;
  if (nothing.carried && settling.is_last && !lapses) return asked;
  const FormulaId is_under = formulas.less(asked, least);
  if (nothing.carried) memory.kept = formulas.choose(is_under, asked, Formulas::zero);
  return formulas.choose(is_under, Formulas::zero, asked);
}

FormulaId Compiler::crediting(const plan::Crediting& credit, const Settling& settling, Memory& memory, FormulaId reaching) {
  Formulas& formulas = out_.formulas;
  const Asking asking = settling.asking();
  FormulaId available = value(credit.credited, asking);
  if (credit.carried) available = formulas.add(available, memory.kept);
  const FormulaId positive = not_below_zero(reaching);
  FormulaId most = positive;
  if (credit.most) {
    const FormulaId limit = value(*credit.most, asking);
    most = credit.most_of_what_is_due ? formulas.multiply(limit, positive) : formulas.least(limit, positive);
  }
  const FormulaId credited = formulas.least(available, most);
  if (credit.carried) memory.kept = formulas.subtract(available, credited);
  return formulas.subtract(reaching, credited);
}

FormulaId Compiler::recouping(const plan::Recouping& recoup, const Settling& settling, FormulaId reaching) {
  Formulas& formulas = out_.formulas;
  FormulaId paid = Formulas::zero;
  for (const Paid& payment : states_[recoup.advance].payments) {
    if (payment.period.last() <= settling.period.last()) paid = formulas.add(paid, payment.amount);
  }
  const auto known = common_.recouped.try_emplace(recoup.advance, Formulas::zero).first;
  const FormulaId rate = value(recoup.rate, settling.asking());
  const FormulaId at_rate = formulas.multiply(rate, not_below_zero(reaching));
  // As long as nothing more is advanced, and no rate is below zero, what is recouped comes off what was left.
  const auto before = common_.left.find(recoup.advance);
  const bool stays = before != common_.left.end() && before->second.first == paid;
  const FormulaId left = stays ? before->second.second : not_below_zero(formulas.subtract(paid, known->second));
  const FormulaId kept = formulas.least(at_rate, left);
  common_.left.erase(recoup.advance);
  if (formulas.bounds(rate).low && !formulas.bounds(rate).low->is_negative()) common_.left[recoup.advance] = {paid, formulas.subtract(left, kept)};
  known->second = formulas.add(known->second, kept);
  recoupments_[recoup.advance].emplace_back(settling.period.end(), kept);
  return formulas.subtract(reaching, kept);
}

}  // namespace whereas::batch

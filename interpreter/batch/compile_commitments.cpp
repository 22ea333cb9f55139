#include "interpreter/batch/compiler.h"

#include <algorithm>

/// What is lacking of what was committed, and what is paid with credits. Where the engine asks whether something is lacking, the formulas take what is lacking as
/// zero where nothing is: a shortfall of zero is none.
namespace whereas::batch {

FormulaId Compiler::commitment(const Settling& settling, const plan::CommitmentAmount& amount) {
  if (settling.clause.rule) refuse("a commitment that an amendment restates or ends", settling.clause.said);
  FormulaId total = Formulas::zero;
  for (const evaluate::MinimumTest& test : evaluate::tests_of(amount, settling.clause, settling.window, plan_.calendar, engine_.counted(settling.clause), engine_.term_)) {
    const MakingFor making(out_.formulas, test.said);
    total = out_.formulas.add(total, shortfall(settling, amount, test));
  }
  return total;
}

FormulaId Compiler::shortfall(const Settling& settling, const plan::CommitmentAmount& amount, const evaluate::MinimumTest& test) {
  Formulas& formulas = out_.formulas;
  const Asking asking{test.window, settling.clause.filter, settling.clause.schedule};
  Commitment& memory = settling.state.commitment;
  const FormulaId least = formulas.scale(value(test.least, asking), test.part);
  const FormulaId bought = value(amount.bought, asking);
  FormulaId counted = Formulas::zero;
  for (const Shortfall& one : memory.shortfalls) {
    if (test.window.contains(one.settled)) counted = formulas.add(counted, one.amount);
  }
  const bool takes_up = test.stands_alone && memory.excess_counts_from == test.window.begin();
  const FormulaId with_excess = takes_up ? formulas.add(bought, memory.excess) : bought;
  const FormulaId difference = formulas.subtract(formulas.subtract(least, with_excess), counted);
  const FormulaId is_short = formulas.less(Formulas::zero, difference);
  const FormulaId lacking = not_below_zero(difference);
  FormulaId of_one = formulas.constant(amount.is_paid ? 1 : 0);
  if (amount.is_paid && amount.share) of_one = formulas.multiply(value(*amount.share, settling.asking()), of_one);
  if (amount.is_paid && amount.price) of_one = formulas.multiply(value(*amount.price, settling.asking()), of_one);
  const FormulaId paid = formulas.multiply(lacking, of_one);
  FormulaId back = Formulas::zero;
  if (test.stands_alone) {
    FormulaId excess = formulas.choose(is_short, Formulas::zero, not_below_zero(formulas.subtract(with_excess, least)));
    back = made_up(settling, amount, excess);
    memory.excess_counts_from.reset();
    if (amount.excess) {
      if (amount.excess->at_most) {
        FormulaId most = value(*amount.excess->at_most, asking);
        if (amount.excess->at_most_is_share) most = formulas.multiply(most, least);
        excess = formulas.choose(is_short, Formulas::zero, formulas.least(excess, most));
      }
      memory.excess = excess;
      memory.excess_counts_from = test.window.end();
    }
  }
  memory.shortfalls.push_back({test.window.last(), lacking, of_one});
  return formulas.subtract(paid, back);
}

/// What is bought above a minimum makes up for earlier shortfalls, the oldest first: what was paid for them is paid back.
FormulaId Compiler::made_up(const Settling& settling, const plan::CommitmentAmount& amount, FormulaId& excess) {
  if (!amount.made_up_within) return Formulas::zero;
  Formulas& formulas = out_.formulas;
  FormulaId back = Formulas::zero;
  for (Shortfall& shortfall : settling.state.commitment.shortfalls) {
    if (plan_.calendar.later(shortfall.settled.plus_days(1), *amount.made_up_within) < settling.window.end()) continue;
    const FormulaId used = formulas.least(excess, shortfall.amount);
    shortfall.amount = formulas.subtract(shortfall.amount, used);
    excess = formulas.subtract(excess, used);
    back = formulas.add(back, formulas.multiply(used, shortfall.paid_for_one));
  }
  return back;
}

FormulaId Compiler::first_from(const plan::FirstFrom& first, const Settling& settling, FormulaId reaching) {
  Formulas& formulas = out_.formulas;
  const plan::Credits& credits = plan_.credits[first.credits];
  FormulaId needed = reaching;
  for (std::size_t place = 0; place < credits.lots.size(); ++place) {
    const plan::CreditLot& lot = credits.lots[place];
    if (settling.window.begin() < lot.from || (lot.end && *lot.end < settling.window.end())) continue;
    const FormulaId granted = lot.bought_in ? value(lot.amount, {*lot.bought_in, 0, settling.clause.schedule}) : value(lot.amount, settling.asking());
    Lot& memory = common_.lots.try_emplace({first.credits, place}, Lot{granted, granted}).first->second;
    if (memory.granted != granted) memory = {granted, formulas.subtract(granted, formulas.subtract(memory.granted, memory.left))};
    // Nothing is taken of a lot where nothing is needed.
    const FormulaId taken = formulas.choose(formulas.less(Formulas::zero, needed), formulas.least(memory.left, needed), Formulas::zero);
    memory.left = formulas.subtract(memory.left, taken);
    needed = formulas.subtract(needed, taken);
  }
  if (!first.rest_at) return needed;
  const FormulaId rate = value(*first.rest_at, settling.asking());
  return formulas.choose(formulas.less(Formulas::zero, needed), formulas.multiply(rate, needed), needed);
}

}  // namespace whereas::batch

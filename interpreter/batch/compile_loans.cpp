#include "interpreter/batch/compiler.h"

/// What was lent is repaid in equal parts, with interest on what is left.
namespace whereas::batch {

FormulaId Compiler::interest_on(const plan::Loan& loan, FormulaId left, const Period& days, const Asking& asking) {
  return out_.formulas.scale(out_.formulas.multiply(left, value(loan.rate, asking)), year_fraction(loan.day_count, days.begin(), days.end()));
}

/// What was lent, divided by what 1 in each instalment is worth on the day of the loan.
FormulaId Compiler::equal_instalment(const plan::Clause& clause, const plan::DatedAmount& dated, FormulaId lent, const Asking& asking) {
  Formulas& formulas = out_.formulas;
  const FormulaId one = formulas.constant(1);
  FormulaId worth_of_one = one;
  FormulaId worth = Formulas::zero;
  Date since = dated.loan->lent_on;
  for (const plan::DatedSum& sum : dated.sums) {
    worth_of_one = divided(worth_of_one, formulas.add(one, interest_on(*dated.loan, one, Period(since, sum.day), asking)), clause.said);
    worth = formulas.add(worth, worth_of_one);
    since = sum.day;
  }
  const FormulaId exact = divided(lent, worth, clause.said);
  return clause.rounding ? formulas.round(exact, *clause.rounding) : exact;
}

FormulaId Compiler::repayment(const plan::Clause& clause, const plan::DatedAmount& dated, const plan::DatedSum& sum) {
  Formulas& formulas = out_.formulas;
  const plan::Loan& loan = *dated.loan;
  const Asking asking{Period::through(sum.day, sum.day), clause.filter, clause.schedule};
  const FormulaId lent = value(loan.lent, asking);
  Loan& memory = states_[clause.id].loan;
  if (memory.text != &clause) memory = {&clause, lent, loan.lent_on, loan.equal_instalments ? equal_instalment(clause, dated, lent, asking) : Formulas::zero};
  const FormulaId interest = interest_on(loan, memory.left, Period(memory.since, sum.day), asking);
  const FormulaId owed = formulas.add(memory.left, interest);
  FormulaId paid = owed;
  if (&sum != &dated.sums.back() && loan.equal_instalments) {
    paid = formulas.least(memory.instalment, owed);
    memory.left = formulas.subtract(owed, paid);
  } else if (&sum != &dated.sums.back()) {
    FormulaId part = formulas.scale(lent, Number::fraction(1, static_cast<long long>(dated.sums.size())));
    if (clause.rounding) part = formulas.round(part, *clause.rounding);
    const FormulaId principal = formulas.least(part, memory.left);
    paid = formulas.add(principal, interest);
    memory.left = formulas.subtract(memory.left, principal);
  } else {
    memory.left = Formulas::zero;
  }
  memory.since = sum.day;
  if (loan.balance) balances_[{*loan.balance, clause.id}].emplace_back(sum.day.plus_days(1), memory.left);
  return paid;
}

/// A loan with a named balance stands at all that was lent before the first payment.
void Compiler::remember_loans() {
  for (const plan::Clause& clause : plan_.clauses) {
    const auto* dated = std::get_if<plan::DatedAmount>(&clause.amount);
    if (dated == nullptr || !dated->loan || !dated->loan->balance) continue;
    const Date day = dated->loan->lent_on;
    balances_[{*dated->loan->balance, clause.id}].emplace_back(day.plus_days(1), value(dated->loan->lent, {Period::through(day, day), clause.filter, clause.schedule}));
  }
}

}  // namespace whereas::batch

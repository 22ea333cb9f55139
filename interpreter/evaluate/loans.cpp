#include "interpreter/evaluate/engine.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

/// Loans: what was lent is repaid in equal parts, with interest on what is left (docs/language/loans.md).
namespace whereas::evaluate {

/// From the last payment, which is counted, to this one, which is not.
Figure Evaluation::Engine::interest_on(const plan::Loan& loan, const Figure& left, const Period& days, const Asking& asking, Span said) {
  const auto at_rate = [&](const Figure& rate, const Period& part) {
    const Number years = year_fraction(loan.day_count, part.begin(), part.end());
    const Figure time = because(Rule::figure_written, years, derives() ? fmt::format("{} days, {}", part.days(), words(loan.day_count)) : std::string(), part, said, {});
    return because(Rule::product, left.value * rate.value * years, "interest on what is left", part, said, {left.why, rate.why, time.why});
  };
  if (!loan.floats) return at_rate(value(loan.rate, asking), days);
  if (loan.on_whole_window) return at_rate(value(loan.rate, {days, asking.filter, asking.schedule}), days);
  plan::Interest runs;
  runs.dates = loan.dates;
  runs.known_each = loan.known_each;
  // Neighbouring stretches of one rate are one, so that their days are counted once.
  std::vector<std::pair<Period, Figure>> even;
  for (const Period& stretch : stretches(runs, days, asking.schedule)) {
    const Figure rate = value(loan.rate, {stretch, asking.filter, asking.schedule});
    if (!even.empty() && even.back().second.value == rate.value) even.back().first = Period(even.back().first.begin(), stretch.end());
    else even.emplace_back(stretch, rate);
  }
  if (even.size() == 1) return at_rate(even.front().second, days);
  Number total;
  std::vector<ReasonId> parts;
  for (const auto& [stretch, rate] : even) {
    const Figure part = at_rate(rate, stretch);
    total += part.value;
    if (derives()) parts.push_back(part.why);
  }
  return because(Rule::sum, total, "interest on what is left, at each rate", days, said, std::move(parts));
}

/// The instalment with which nothing is left after the last: what was lent, divided by what 1 in each instalment is worth on the day of the loan.
Figure Evaluation::Engine::equal_instalment(const plan::Clause& clause, const plan::DatedAmount& dated, const Figure& lent, const Asking& asking) {
  const Span said = clause.said;
  const Figure one = because(Rule::figure_written, 1, "1", std::nullopt, said, {});
  Figure worth_of_one = one;
  Number worth;
  std::vector<ReasonId> parts;
  Date since = dated.loan->lent_on;
  for (const auto& sum : dated.sums) {
    const Period days(since, sum.day);
    const Figure interest = interest_on(*dated.loan, one, days, asking, said);
    const Figure grown = because(Rule::sum, one.value + interest.value, "1 with its interest", days, said, {one.why, interest.why});
    worth_of_one = because(Rule::quotient, worth_of_one.value / grown.value, fmt::format("1 paid on {}, worth on {}", sum.day.text(), dated.loan->lent_on.text()), std::nullopt, said,
                           {worth_of_one.why, grown.why});
    worth += worth_of_one.value;
    if (derives()) parts.push_back(worth_of_one.why);
    since = sum.day;
  }
  const Figure all = because(Rule::sum, worth, "1 in each instalment, worth", std::nullopt, said, std::move(parts));
  const Figure exact = because(Rule::quotient, lent.value / all.value, "the equal instalment", std::nullopt, said, {lent.why, all.why});
  if (!clause.rounding) return exact;
  const std::string how = fmt::format("rounded to {} decimal places, {}", clause.rounding->places, words(clause.rounding->mode));
  return with(because(Rule::rounding, round(exact.value, *clause.rounding), how, std::nullopt, said, {exact.why}), *clause.rounding);
}

/// The last payment clears what is left, whatever the rounding of those before has left.
Figure Evaluation::Engine::repayment(const plan::Clause& clause, const plan::DatedAmount& dated, const plan::DatedSum& sum) {
  const plan::Loan& loan = *dated.loan;
  LoanMemory& memory = states_[clause.id].loan;
  const Span said = clause.said;
  const Asking asking{Period::through(sum.day, sum.day), clause.filter, clause.schedule};
  const Figure lent = value(loan.lent, asking);
  if (memory.text != &clause) {
    memory = {&clause, {}, loan.lent_on, {}};
    memory.left = lent;
    if (loan.equal_instalments) memory.instalment = equal_instalment(clause, dated, lent, asking);
  }
  const Period days(memory.since, sum.day);
  const Figure left = recalled(memory.left, fmt::format("left to repay since {}", memory.since.text()), std::nullopt, said);
  const Figure interest = interest_on(loan, left, days, asking, said);
  const Figure owed = because(Rule::sum, left.value + interest.value, "what is left, with its interest", days, said, {left.why, interest.why});
  Figure paid = owed;
  if (&sum != &dated.sums.back() && loan.equal_instalments) {
    paid = because(Rule::least, min(memory.instalment.value, owed.value), "the instalment", days, said, {memory.instalment.why, owed.why});
  } else if (&sum != &dated.sums.back()) {
    const Figure count = because(Rule::figure_written, Number(static_cast<long long>(dated.sums.size())), "the number of repayments", std::nullopt, said, {});
    Figure part = because(Rule::quotient, lent.value / count.value, "the equal repayment", std::nullopt, said, {lent.why, count.why});
    if (clause.rounding) {
      const std::string how = fmt::format("rounded to {} decimal places, {}", clause.rounding->places, words(clause.rounding->mode));
      part = with(because(Rule::rounding, round(part.value, *clause.rounding), how, std::nullopt, said, {part.why}), *clause.rounding);
    }
    const Figure principal = because(Rule::least, min(part.value, left.value), "repaid now", days, said, {part.why, left.why});
    paid = because(Rule::sum, principal.value + interest.value, "repaid, with interest", days, said, {principal.why, interest.why});
  }
  memory.left = because(Rule::difference, owed.value - paid.value, "left to repay", days, said, {owed.why, paid.why});
  memory.since = sum.day;
  if (loan.balance) balances_[{*loan.balance, clause.id}].emplace_back(sum.day.plus_days(1), recalled(memory.left, "left to repay", std::nullopt, said));
  return paid;
}

void Evaluation::Engine::remember_loans() {
  for (const auto& clause : plan_.clauses) {
    const auto* dated = std::get_if<plan::DatedAmount>(&clause.amount);
    if (dated == nullptr || !dated->loan || !dated->loan->balance) continue;
    const Date day = dated->loan->lent_on;
    balances_[{*dated->loan->balance, clause.id}].emplace_back(day.plus_days(1), value(dated->loan->lent, {Period::through(day, day), clause.filter, clause.schedule}));
  }
}

void Evaluation::Engine::remark_on_loan(const plan::Clause& clause) {
  const LoanMemory& memory = states_[clause.id].loan;
  if (memory.text != &clause || memory.left.is_zero()) return;
  payments_.remarks.push_back({fmt::format("of \"{}\" {} is left to repay after {}", clause.title, grouped(memory.left.value()), memory.since.text())});
}

}  // namespace whereas::evaluate

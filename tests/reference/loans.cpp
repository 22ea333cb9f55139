// What was lent and is repaid in equal parts, with interest on what is left.
#include "lang/time/day_count.h"
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

/// Of 1 that is lent, from a day, which is counted, to another, which is not: at each rate, for as long as it holds.
Exact Settling::interest_of_one(ObligationId clause, const Loan& loan, const Version& version, Date from, Date until) {
  const Asked asked = asked_on(clause, version, until).over(Period(from, until));
  if (check::has_window_of_its_own(contract_, *loan.rate)) return measures_.measure(*loan.rate, asked) * exact(year_fraction(loan.day_count, from, until));
  const Exact lent = measures_.measure(*loan.lent, asked);
  const Exact accrued = lent == 0 ? Exact(0) : Exact(measures_.accrued(*loan.rate, *loan.lent, loan.day_count, asked) / lent);
  if (accrued < 0) throw DataFault("the interest on a loan is below zero");
  return accrued;
}

/// Every payment of the loan, whether or not the data reaches that far. Nothing is rounded but what is paid.
std::vector<Settling::Repayment> Settling::repayments(ObligationId clause, const Loan& loan, const Version& version, const std::function<Exact(const Expression&, Date)>& measured) {
  const auto as_paid = [&](const Exact& amount) { return version.settlement.rounding ? rounded(amount, *version.settlement.rounding) : amount; };
  const Date lent_on = measures_.moments().first(loan.lent_on);
  const Date first = measures_.moments().first(loan.first_on);
  const Exact lent = measured(*loan.lent, lent_on);
  std::vector<Repayment> result;
  std::vector<Exact> rates;  // for the days since the payment before
  Date before = lent_on;
  for (int i = 0; Exact(i) < exact(loan.count); ++i) {
    const Date day = loan.each == Frequency::day ? first.plus_days(i) : first.plus_months(i * months_in(loan.each));
    // What waits for data is not asked for: it is not paid.
    const bool is_equal = loan.equal == Loan::Equal::instalments;
    if (is_equal) rates.push_back(measured(*loan.rate, day) * exact(year_fraction(loan.day_count, before, day)));
    else rates.push_back(is_settled(Period(day, day.plus_days(1))) ? interest_of_one(clause, loan, version, before, day) : Exact(0));
    result.push_back({day, 0, 0});
    before = day;
  }
  Exact worth = 0;  // of 1 with every payment, on the day of the loan
  Exact discount = 1;
  for (const Exact& rate : rates) {
    discount /= 1 + rate;
    worth += discount;
  }
  const bool holds_interest = loan.equal == Loan::Equal::instalments;
  const Exact equal = as_paid(holds_interest ? Exact(lent / worth) : Exact(lent / exact(loan.count)));
  Exact left = lent;
  for (std::size_t i = 0; i < result.size(); ++i) {
    const Exact interest = left * rates[i];
    Exact paid = std::min(Exact(left + interest), holds_interest ? equal : Exact(equal + interest));
    if (i + 1 == result.size()) paid = left + interest;
    left -= paid - interest;
    result[i].paid = paid;
    result[i].left = left;
  }
  return result;
}

/// As it stood on the eve of a day: nothing before it was lent.
Exact Settling::left_of_loan(ObligationId clause, const std::string& name, Date before) {
  Exact left = 0;
  for (const Version& version : versions_[clause]) {
    const auto* loan = std::get_if<Loan>(&version.text->amount.form);
    if (loan == nullptr || !loan->balance || loan->balance->text != name) continue;
    if (versions_[clause].size() > 1) throw NotCovered("what is left of a loan that is restated");
    const auto measured = [&](const Expression& expression, Date day) { return measures_.measure(expression, asked_on(clause, version, day)); };
    const Date lent_on = measures_.moments().first(loan->lent_on);
    if (lent_on >= before) continue;
    left = measured(*loan->lent, lent_on);
    for (const Repayment& one : repayments(clause, *loan, version, measured)) {
      if (one.day < before && is_settled(Period(one.day, one.day.plus_days(1)))) left = one.left;
    }
  }
  return left;
}

}  // namespace whereas::reference

#include "lang/check/clauses.h"
#include "lang/check/constants.h"

#include "lang/number/notation.h"

#include <fmt/format.h>

// What was lent and is repaid in equal parts, with interest on what is left.
namespace whereas::check {

using namespace syntax;

namespace {

constexpr int most_repayments = 1200;

}  // namespace

Date payment_day(Frequency each, Date first, int place) { return each == Frequency::day ? first.plus_days(place) : first.plus_months(months_in(each) * place); }

/// The day on which something of the loan happens: one day.
std::optional<Date> ClauseCheck::loan_day(const DayOrPeriod& day, std::string_view what) {
  const auto first = first_day(checking_, day);
  if (!first) return std::nullopt;
  if (!day.event && day.period.frequency != Frequency::day) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("{} is one day, and `{}` has several", what, checking_.words(day.span)))
        .at(day.span)
        .offers("its first day", replace(day.span, first->text()));
    return std::nullopt;
  }
  return first;
}

/// Reported where it is below zero or of no known kind.
bool ClauseCheck::is_known_of_loan(const Expression& figure, const Type& type) {
  const auto known = constant_figure(checking_.contract, figure);
  if ((known && known->is_negative()) || std::holds_alternative<Negated>(without_parentheses(figure).form)) {
    checking_.report.add(code::wrong_kind).says(fmt::format("`{}` is below zero: neither a loan nor its interest is", checking_.words_of(figure))).at(figure.span);
    return true;
  }
  return known || type.is_unknown();
}

void ClauseCheck::check_loan(const Loan& loan) {
  const Type type = inference_.of(*loan.lent);
  currency_.pays(inference_.as_money(type, *loan.lent, "what is lent"), *loan.lent);
  if (!is_known_of_loan(*loan.lent, type)) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("`{}` is not known beforehand, so it cannot be divided over days", checking_.words_of(*loan.lent)))
        .at(loan.lent->span)
        .help("write a figure, or a name that always means the same one");
  }
  const Type rate = inference_.of(*loan.rate);
  inference_.as_rate(rate, *loan.rate);
  // Beside equal repayments of principal the interest may be what it will.
  if (!is_known_of_loan(*loan.rate, rate) && loan.equal == Loan::Equal::instalments) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("`{}` is not known beforehand, so the equal instalment cannot be fixed", checking_.words_of(*loan.rate)))
        .at(loan.rate->span)
        .help("write a figure, or a name that always means the same one")
        .help("where the rate moves, what is equal is the principal: `equal monthly repayments of principal`");
  }
  const auto lent = loan_day(loan.lent_on, "the day on which the loan is paid out");
  const auto first = loan_day(loan.first_on, "the day of the first payment");
  if (loan.count.sign() <= 0 || loan.count != loan.count.floor() || loan.count > Number(most_repayments)) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("a loan is repaid in 1 to {} payments, and `{}` is none of these numbers", most_repayments, spoken(loan.count)))
        .at(clause_.amount.span);
    return;
  }
  if (!lent || !first || !require_in_term(*first, loan.first_on.span, "the day of the first payment")) return;
  const auto& term = checking_.contract.longest_term;
  if (term && *lent > term->last() && !require_in_term(*lent, loan.lent_on.span, "the day on which the loan is paid out")) return;
  if (*first <= *lent) {
    checking_.report.add(code::outside_term)
        .says(fmt::format("the first payment falls on {}, and the loan is paid out on {}", first->text(), lent->text()))
        .at(loan.first_on.span)
        .beside(loan.lent_on.span, "paid out here")
        .help("let the first payment come after it");
    return;
  }
  const Date last = payment_day(loan.each, *first, static_cast<int>(loan.count.to_integer()) - 1);
  require_in_term(last, clause_.amount.span, "the day of the last payment");
}

}  // namespace whereas::check

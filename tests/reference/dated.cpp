// Sums on days that the contract names, and one sum in parts.
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

/// Each day with its sum, before the provisos.
std::vector<std::pair<Date, Exact>> Settling::sums_on_days(ObligationId clause, const Version& version, const std::function<Exact(const Expression&, Date)>& measured) {
  const Moments& moments = measures_.moments();
  const auto as_paid = [&](const Exact& amount) { return version.settlement.rounding ? rounded(amount, *version.settlement.rounding) : amount; };
  std::vector<std::pair<Date, Exact>> result;
  if (const auto* loan = std::get_if<Loan>(&version.text->amount.form)) {
    for (const Repayment& one : repayments(clause, *loan, version, measured)) result.emplace_back(one.day, one.paid);
  }
  if (const auto* sums = std::get_if<DatedSums>(&version.text->amount.form)) {
    for (const auto& sum : sums->sums) {
      const Date day = moments.first(sum.day);
      if (measures_.run().contains(day) && is_settled(Period(day, day.plus_days(1)))) result.emplace_back(day, measured(sum.amount, day));
    }
  }
  if (const auto* divided_sum = std::get_if<DividedSum>(&version.text->amount.form)) {
    std::optional<std::size_t> rest;
    Exact left = version.counts_on ? Exact(-paid_on_days_before(clause, version)) : Exact(0);
    for (const auto& part : divided_sum->parts) {
      const Date day = moments.first(part.day);
      if (version.counts_on && part.amount && !version.rules->contains(day) && day < version.rules->begin()) continue;  // among what was paid
      const Exact all = measured(divided_sum->all, day);
      if (!part.amount) {
        rest = result.size();
        left += all;
        result.emplace_back(day, Exact(0));
        continue;
      }
      const auto& type = contract_.type(*part.amount);
      const Exact amount = measured(*part.amount, day);
      result.emplace_back(day, type.is_number() && !type.is_bare ? Exact(amount * all) : amount);
      left -= as_paid(result.back().second);
    }
    if (rest) result[*rest].second = left;
  }
  if (const auto* instalments = std::get_if<Instalments>(&version.text->amount.form)) {
    const auto& days = instalments->days;
    for (const auto& day : days) {
      const Date on = moments.last(day);
      const Exact all = measured(instalments->all, on);
      const Exact equal = all / Exact(static_cast<long>(days.size()));
      const auto& rounding = version.settlement.rounding;
      const Exact down = rounding ? rounded(equal, {rounding->places, Rounding::Mode::floor}) : equal;
      const bool is_odd = instalments->odd_cents == Instalments::OddCents::with_the_first ? &day == &days.front() : &day == &days.back();
      result.emplace_back(on, is_odd ? Exact(all - down * Exact(static_cast<long>(days.size()) - 1)) : down);
    }
  }
  return result;
}

/// What the texts before a version that counts on have paid on days, before their lines, since a text last counted anew.
Exact Settling::paid_on_days_before(ObligationId clause, const Version& version) {
  Exact paid = 0;
  for (const Version& earlier : versions_[clause]) {
    if (earlier.text == version.text) break;
    if (earlier.is_anew) paid = 0;
    if (std::holds_alternative<Loan>(earlier.text->amount.form)) continue;
    const auto measured = [&](const Expression& expression, Date day) { return measures_.measure(expression, asked_on(clause, earlier, day)); };
    for (const auto& [day, sum] : sums_on_days(clause, earlier, measured)) {
      if (earlier.rules && earlier.rules->contains(day)) paid += earlier.settlement.rounding ? rounded(sum, *earlier.settlement.rounding) : sum;
    }
  }
  return paid;
}

Asked Settling::asked_on(ObligationId clause, const Version& version, Date day) const {
  const auto& pins = obligations_[clause].pins;
  return {Period(day, day.plus_days(1)), &schedules_[clause].periods, pins, day, version.counts_from, pins};
}

/// Of the provisos they take only `then plus` and `less`, and withholding.
std::vector<Settling::OnDay> Settling::through_on_days(ObligationId clause, std::size_t v) {
  const Version& version = versions_[clause][v];
  const auto measured = [&](const Expression& expression, Date day) { return measures_.measure(expression, asked_on(clause, version, day)); };
  std::vector<OnDay> result;
  for (const auto& [falls, sum] : sums_on_days(clause, version, measured)) {
    const Period day(falls, falls.plus_days(1));
    if (!lives_[clause].contains(falls) || !is_settled(day) || !version.rules || !version.rules->contains(falls)) continue;
    Exact amount = sum;
    Exact kept = 0;
    for (const Proviso* line : version.lines) {
      if (const auto* plus = std::get_if<ThenPlus>(&line->form)) amount += measured(plus->added, falls);
      if (const auto* less = std::get_if<ThenLess>(&line->form)) amount -= measured(less->taken, falls);
      if (const auto* withheld = std::get_if<Withholding>(&line->form)) kept += measured(withheld->rate, falls) * amount;
      if (const auto* withheld = std::get_if<Withholding>(&line->form)) amount -= measured(withheld->rate, falls) * amount;
      if (const auto* grossed = std::get_if<GrossedUp>(&line->form)) amount = grossed_up(amount, measured(grossed->rate, falls));
    }
    result.push_back({falls, amount, kept});
  }
  return result;
}

/// One cap for several clauses, then the rounding.
std::vector<Settling::Paid> Settling::dated_sums(ObligationId clause, std::size_t v) {
  const check::ClauseInfo& info = info_of(clause);
  const Version& version = versions_[clause][v];
  std::vector<Paid> result;
  for (const auto& [falls, through, kept] : through_on_days(clause, v)) {
    const Period day(falls, falls.plus_days(1));
    Exact amount = through;
    for (const auto& together : contract_.togethers) {
      const auto held = held_by(together);
      const auto place = std::find(held.begin(), held.end(), clause);
      if (place != held.end()) amount = held_together(together, falls)[static_cast<std::size_t>(place - held.begin())];
    }
    const auto& rounding = version.settlement.rounding;
    if (rounding) amount = rounded(amount, *rounding);
    refuse_below_zero(version, amount);
    Paid paid = payment(clause, version.between, day, amount);
    paid.rounding = rounding;
    paid.withheld = rounding ? rounded(kept, *rounding) : kept;
    const bool moves = version.settlement.due && version.settlement.due->on_its_day;
    const Date due = moves ? *due_on(version.settlement.due, day) : falls;
    paid.due = due;
    paid.payment.period = falls.text();
    paid.payment.due = due.text();
    paid.payment.amount = amount_text(amount, rounding);
    if (info.currency) paid.payment.currency = contract_.units[*info.currency].plural;
    result.push_back(std::move(paid));
  }
  return result;
}

}  // namespace whereas::reference

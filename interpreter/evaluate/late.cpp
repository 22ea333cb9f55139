#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

/// Interest on what is due and has not been received, day by day (docs/language: Credits, balances, late payment).
namespace whereas::evaluate {

namespace {

bool is_between(const plan::Clause& clause, const Payment& payment) { return payment.from == clause.payer && payment.to == clause.payee; }

/// What is overdue at the end of a day, where this has been received by then. Receipts go to what fell due first; within a payment to
/// the sum before the interest on it. What a text paid to another party before an amendment bears no interest for this one.
Number overdue(const std::vector<Payment>& payments, const std::vector<Number>& interest, const plan::Clause& clause, bool compounded, Date day, Number received) {
  std::vector<std::size_t> due;
  for (std::size_t place = 0; place < payments.size(); ++place) {
    if (payments[place].due && *payments[place].due <= day) due.push_back(place);
  }
  std::stable_sort(due.begin(), due.end(), [&](std::size_t a, std::size_t b) { return *payments[a].due < *payments[b].due; });
  Number bears;
  for (const std::size_t place : due) {
    const Number sum = payments[place].amount - interest[place];
    const Number unpaid = sum - min(received, sum);
    const Number late = compounded ? payments[place].amount - min(received, payments[place].amount) : unpaid;
    if (is_between(clause, payments[place])) bears += late;
    received -= min(received, payments[place].amount);
  }
  return bears;
}

}  // namespace

Number Evaluation::Engine::overdue_on(const plan::LateInterest& late, const plan::Clause& clause, Date day) {
  const ClauseState& state = states_[clause.id];
  return overdue(state.payments, state.interest, clause, late.compounded, day, value(late.paid, {Period::through(term_.first(), day), clause.filter, clause.schedule}).value);
}

Figure Evaluation::Engine::why_overdue(const plan::LateInterest& late, const plan::Clause& clause, const Period& days, const Number& owed) {
  Number fallen_due;
  std::vector<ReasonId> payments;
  for (const auto& payment : states_[clause.id].payments) {
    if (!payment.due || *payment.due > days.first() || !is_between(clause, payment)) continue;
    fallen_due += payment.amount;
    if (derives()) payments.push_back(payment.why);
  }
  const Period to_date = Period::through(term_.first(), days.first());
  const Figure due = because(Rule::sum, fallen_due, fmt::format("fallen due by {}", days.first().text()), to_date, late.said, std::move(payments));
  Number total;
  std::vector<ReasonId> receipts;
  for (Date day = to_date.first(); derives() && to_date.contains(day); day = day.plus_days(1)) {
    const Figure received = value(late.paid, {Period::through(day, day), clause.filter, clause.schedule});
    total += received.value;
    if (!received.value.is_zero()) receipts.push_back(received.why);
  }
  const Figure received = because(Rule::sum, total, fmt::format("received by {}", days.first().text()), to_date, late.said, std::move(receipts));
  return because(Rule::proviso, owed, late.compounded ? "overdue" : "overdue, without interest", days, late.said, {due.why, received.why});
}

/// What is overdue on the last day that is settled.
void Evaluation::Engine::remark_on_what_is_late() {
  for (const auto& clause : plan_.clauses) {
    if (!clause.late || states_[clause.id].payments.empty()) continue;
    const auto texts = texts_of(clause.id);
    const auto own = std::find(texts.begin(), texts.end(), &clause);
    const auto says_it_later = [&](const plan::Clause* text) { return text != &clause && text->payer == clause.payer && text->payee == clause.payee; };
    if (std::any_of(own, texts.end(), says_it_later)) continue;
    const Date day = states_[clause.id].payments.back().period.last();
    const Number owed = overdue_on(*clause.late, clause, day);
    if (owed.sign() > 0) payments_.remarks.push_back({fmt::format("of \"{}\" {} is overdue on {}", clause.title, owed.text(), day.text())});
  }
}

/// Where a text changes inside the settlement period, each day bears interest under the text that rules on it.
Figure Evaluation::Engine::late_interest(const ThroughLines& through) {
  std::optional<Figure> all;
  for (const plan::Clause* text : through.texts) {
    std::optional<Period> days = through.period;
    if (text->rule && text->rule->from) days = days->from(*text->rule->from);
    if (days && text->rule && text->rule->end) days = days->before(*text->rule->end);
    if (!days || !text->late) continue;
    const Figure part = late_interest(*text->late, *text, *days);
    all = all ? because(Rule::sum, all->value + part.value, "interest for being late, under each text", through.period, text->late->said, {all->why, part.why}) : part;
  }
  return all.value_or(Figure{});
}

Figure Evaluation::Engine::late_interest(const plan::LateInterest& late, const plan::Clause& clause, const Period& period) {
  const Asking asking{period, clause.filter, clause.schedule};
  const Figure rate = value(late.rate, asking);
  Number total;
  std::vector<ReasonId> parts;
  Date begin = period.begin();
  while (begin < period.end()) {
    const Number owed = overdue_on(late, clause, begin);
    Date end = begin.plus_days(1);
    while (end < period.end() && overdue_on(late, clause, end) == owed) end = end.plus_days(1);
    if (owed.sign() > 0) {
      const Period days(begin, end);
      const Figure due = why_overdue(late, clause, days, owed);
      const Number fraction = year_fraction(late.day_count, begin, end);
      const Figure of_year = because(Rule::figure_written, fraction, fmt::format("{} of the year, {}", days.days() == 1 ? "1 day" : fmt::format("{} days", days.days()), words(late.day_count)), days, late.said, {});
      const Figure yearly = because(Rule::product, due.value * rate.value, "a year's interest", days, late.said, {due.why, rate.why});
      const Figure part = because(Rule::product, yearly.value * fraction, "interest for being late", days, late.said, {yearly.why, of_year.why});
      total += part.value;
      if (derives()) parts.push_back(part.why);
    }
    begin = end;
  }
  return because(Rule::sum, total, "interest for being late", period, late.said, std::move(parts));
}

}  // namespace whereas::evaluate

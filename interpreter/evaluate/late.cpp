#include "interpreter/evaluate/engine.h"

#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

/// Interest on what is due and has not been received, day by day (docs/language: Credits, balances, late payment).
namespace whereas::evaluate {

namespace {

/// From when what is not received bears interest: its due day, or the end of its grace.
Date bears_from(const plan::LateInterest& late, Date due) { return late.grace ? due.plus(*late.grace) : due; }

bool is_between(const plan::Clause& clause, const Payment& payment) { return payment.from == clause.payer && payment.to == clause.payee; }

/// Enters the payments made since it was last looked at, in the order of their due days.
void enter_payments(LateAccount& account, const std::vector<Payment>& payments, const std::vector<Number>& interest) {
  for (; account.entered < payments.size(); ++account.entered) {
    const Payment& payment = payments[account.entered];
    if (!payment.due) continue;
    auto& order = account.by_due_day;
    // Of what falls due on one day, what is interest alone comes last.
    const auto rank = [&](std::size_t place) { return std::pair(*payments[place].due, !interest[place].is_zero() && interest[place] == payments[place].amount); };
    const auto later = [&](std::size_t one, std::size_t place) { return rank(one) < rank(place); };
    const auto at = order.insert(std::upper_bound(order.begin(), order.end(), account.entered, later), account.entered);
    const auto still_right = static_cast<std::size_t>(at - order.begin());
    // Of several that are entered at once, the later ones have no sums yet.
    account.fallen_due.resize(std::min(still_right, account.fallen_due.size()));
    account.without_interest.resize(account.fallen_due.size());
    const Payment& first = payments[account.by_due_day.front()];
    account.is_of_one_pair = account.is_of_one_pair && payment.from == first.from && payment.to == first.to;
    account.always_grows = account.always_grows && payment.amount.sign() >= 0 && interest[account.entered].sign() >= 0 && interest[account.entered] <= payment.amount;
  }
  for (std::size_t place = account.fallen_due.size(); place < account.by_due_day.size(); ++place) {
    const std::size_t which = account.by_due_day[place];
    const Number before = place == 0 ? Number(0) : account.fallen_due.back();
    const Number before_without = place == 0 ? Number(0) : account.without_interest.back();
    account.fallen_due.push_back(before + payments[which].amount);
    account.without_interest.push_back(before_without + payments[which].amount - interest[which]);
  }
}

/// What is overdue of the first `fallen` payments, where this has been received. Receipts go to what fell due first; within a payment to the
/// sum before the interest on it. What a text paid to another party before an amendment bears no interest for this one.
Number overdue(const std::vector<Payment>& payments, const std::vector<Number>& interest, const LateAccount& account, std::size_t fallen, const plan::Clause& clause, bool compounded,
               Number received) {
  Number bears;
  std::size_t place = 0;
  if (fallen > 0 && account.always_grows && account.is_of_one_pair && is_between(clause, payments[account.by_due_day.front()]) && received.sign() >= 0) {
    // Those before the one that the receipts end in are paid, those after it are not.
    const auto end = account.fallen_due.begin() + static_cast<std::ptrdiff_t>(fallen);
    const auto partly = std::upper_bound(account.fallen_due.begin(), end, received);
    if (partly == end) return bears;
    place = static_cast<std::size_t>(partly - account.fallen_due.begin());
    const std::vector<Number>& sums = compounded ? account.fallen_due : account.without_interest;
    bears = sums[fallen - 1] - sums[place];
    if (place > 0) received -= account.fallen_due[place - 1];
    fallen = place + 1;
  }
  for (; place < fallen; ++place) {
    const std::size_t which = account.by_due_day[place];
    const Number& whole = payments[which].amount;
    const Number owed = compounded ? whole : whole - interest[which];
    if (is_between(clause, payments[which])) bears += owed - min(received, owed);
    received -= min(received, whole);
  }
  return bears;
}

}  // namespace

Number Evaluation::Engine::received_by(const plan::LateInterest& late, const plan::Clause& clause, Date day) {
  LateAccount& account = states_[clause.id].late;
  if (account.paid != late.paid) {
    account.paid = late.paid;
    account.received.clear();
    account.receipts.clear();
  }
  for (Date next = term_.first().plus_days(static_cast<int>(account.received.size())); next <= day; next = next.plus_days(1)) {
    const Figure received = value(late.paid, {Period::through(next, next), clause.filter, clause.schedule});
    const Number before = account.received.empty() ? Number(0) : account.received.back();
    account.received.push_back(before + received.value);
    if (!received.value.is_zero()) account.receipts.emplace_back(next, received.why);
  }
  return account.received[static_cast<std::size_t>(day.days_since_1970() - term_.first().days_since_1970())];
}

Number Evaluation::Engine::overdue_on(const plan::LateInterest& late, const plan::Clause& clause, Date day) {
  ClauseState& state = states_[clause.id];
  enter_payments(state.late, state.payments, state.interest);
  const auto& order = state.late.by_due_day;
  const auto later = [&](Date of, std::size_t place) { return of < bears_from(late, *state.payments[place].due); };
  const auto fallen = static_cast<std::size_t>(std::upper_bound(order.begin(), order.end(), day, later) - order.begin());
  return overdue(state.payments, state.interest, state.late, fallen, clause, late.compounded, received_by(late, clause, day));
}

Figure Evaluation::Engine::why_overdue(const plan::LateInterest& late, const plan::Clause& clause, const Period& days, const Number& owed, Date due_by) {
  Number fallen_due;
  std::vector<ReasonId> payments;
  for (const auto& payment : states_[clause.id].payments) {
    if (!payment.due || *payment.due > due_by || !is_between(clause, payment)) continue;
    fallen_due += payment.amount;
    if (derives()) payments.push_back(payment.why);
  }
  const Period to_date = Period::through(term_.first(), days.first());
  const Figure due = because(Rule::sum, fallen_due, fmt::format("fallen due by {}", due_by.text()), to_date, late.said, std::move(payments));
  const Number total = received_by(late, clause, days.first());
  std::vector<ReasonId> receipts;
  for (const auto& [day, why] : states_[clause.id].late.receipts) {
    if (derives() && day <= days.first()) receipts.push_back(why);
  }
  const Figure received = because(Rule::sum, total, fmt::format("received by {}", days.first().text()), to_date, late.said, std::move(receipts));
  return because(Rule::overdue, owed, late.compounded ? "overdue" : "overdue, without interest", days, late.said, {due.why, received.why});
}

/// What a period has borne is paid for its last day, as a sum on a day is, so that the sums can be asked for by days; due on the day after it, it bears interest from
/// then on where it is compounded. Nothing is paid where nothing was late.
void Evaluation::Engine::charge_late_interest(const Occasion& occasion) {
  const Period& period = occasion.period;
  present_end_ = period.end();
  present_begin_ = period.begin();
  settling_clause_.reset();
  std::vector<ThroughLines> all;
  for (const plan::Clause* text : occasion.texts) {
    if (!days_bearing(*text, period)) continue;
    const plan::Clause* before = all.empty() ? nullptr : all.back().texts.back();
    if (before == nullptr || before->payer != text->payer || before->payee != text->payee) all.push_back({{}, period, {}});
    all.back().texts.push_back(text);
  }
  for (const ThroughLines& one : all) {
    const plan::Clause& text = *one.texts.back();
    settling_for_ = text.filter;
    const Figure interest = late_interest(one, true);
    if (interest.value.is_zero()) continue;
    const std::string label = plan_.calendar.label(period, plan_.schedules[*occasion.charges].frequency.value_or(data_frequency()));
    pay_late_interest(one, interest, label, period.end(), Period::through(period.last(), period.last()));
  }
}

/// A payment of interest alone, under a title of its own.
void Evaluation::Engine::pay_late_interest(const ThroughLines& through, const Figure& interest, const std::string& label, std::optional<Date> due, const Period& period) {
  const plan::Clause& text = *through.texts.back();
  pay(text, period, label, due, interest);
  ClauseState& state = states_[text.id];
  state.interest.back() = state.payments.back().amount;
  for (Payment* made : {&state.payments.back(), &payments_.payments.back()}) {
    made->title += late_interest_title;
    made->late_interest = made->amount;
  }
}

std::optional<Period> Evaluation::Engine::days_bearing(const plan::Clause& clause, const Period& period) const {
  const Date last = clause.survives ? term_.end() : plan_.term_ends.value_or(term_.end());
  std::optional<Period> days = period.before(last);
  if (days && clause.rule && clause.rule->from) days = days->from(*clause.rule->from);
  bool is_earlier = true;
  for (const plan::Clause* text : texts_of(clause.id)) {
    if (text == &clause) is_earlier = false;
    else if (days && !is_earlier && text->rule && text->rule->from) return days->before(*text->rule->from);
  }
  return days;
}

std::vector<ThroughLines> Evaluation::Engine::bearing_alone(const Occasion& occasion, std::vector<ThroughLines>& through) {
  std::vector<ThroughLines> alone;
  for (const plan::Clause* text : occasion.texts) {
    const auto is_in = [&](const ThroughLines& one) { return std::find(one.texts.begin(), one.texts.end(), text) != one.texts.end(); };
    const auto is_between_the_same = [&](const ThroughLines& one) { return one.texts.back()->payer == text->payer && one.texts.back()->payee == text->payee; };
    if (!text->late || text->late->charged || states_[text->id].payments.empty() || std::any_of(through.begin(), through.end(), is_in)) continue;
    if (!days_bearing(*text, occasion.period)) continue;
    const auto beside = std::find_if(through.begin(), through.end(), is_between_the_same);
    if (beside != through.end()) beside->not_in_force.push_back(text);
    else alone.push_back({{text}, occasion.period, {}});
  }
  return alone;
}

/// Where the clause is not in force, what is overdue of it goes on bearing: that is a payment by itself, where there is any.
void Evaluation::Engine::bear_alone(const ThroughLines& through) {
  const plan::Clause& text = *through.texts.back();
  settling_for_ = text.filter;
  const Figure interest = late_interest(through, false);
  if (interest.value.is_zero()) return;
  const Frequency frequency = plan_.schedules[text.schedule].frequency.value_or(data_frequency());
  pay_late_interest(through, interest, plan_.calendar.label(through.period, frequency), due_date(text, through.period), through.period);
}

/// What is overdue on the last day that is settled.
void Evaluation::Engine::remark_on_what_is_late() {
  for (const auto& clause : plan_.clauses) {
    if (!clause.late || is_open(clause.id) || states_[clause.id].payments.empty()) continue;
    const auto& texts = texts_of(clause.id);
    const auto own = std::find(texts.begin(), texts.end(), &clause);
    const auto says_it_later = [&](const plan::Clause* text) { return text != &clause && text->payer == clause.payer && text->payee == clause.payee; };
    if (std::any_of(own, texts.end(), says_it_later)) continue;
    Date day = clause.late->charged ? std::min(reached_, term_.last()) : states_[clause.id].payments.back().period.last();
    for (const Period& period : settlement_periods(clause.schedule)) {
      if (!clause.late->charged && period.last() <= reached_) day = std::max(day, period.last());
    }
    plan::LateInterest late = *clause.late;
    late.grace.reset();  // it is overdue all the same
    const Number owed = overdue_on(late, clause, day);
    if (owed.sign() > 0) payments_.remarks.push_back({fmt::format("of \"{}\" {} is overdue on {}", clause.title, grouped(owed), day.text())});
  }
}

/// Where a text changes inside the settlement period, each day bears interest under the text that rules on it.
Figure Evaluation::Engine::late_interest(const ThroughLines& through, bool charged) {
  std::optional<Figure> all;
  std::vector<const plan::Clause*> texts = through.texts;
  texts.insert(texts.end(), through.not_in_force.begin(), through.not_in_force.end());
  for (const plan::Clause* text : texts) {
    if (!text->late || text->late->charged.has_value() != charged) continue;
    const std::optional<Period> days = days_bearing(*text, through.period);
    if (!days) continue;
    const Figure part = late_interest(*text->late, *text, *days);
    tried(text->late->said, !part.value.is_zero());
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
      Date due_by = begin;
      while (bears_from(late, due_by) > begin) due_by = due_by.plus_days(-1);
      const Figure due = why_overdue(late, clause, days, owed, due_by);
      const std::string counted = days.days() == 1 ? "1 day" : fmt::format("{} days", days.days());
      const Number fraction = late.day_count ? year_fraction(*late.day_count, begin, end) : Number(days.days());
      const std::string of = late.day_count ? fmt::format("{} of the year, {}", counted, words(*late.day_count)) : counted;
      const Figure of_year = because(Rule::figure_written, fraction, of, days, late.said, {});
      const Figure yearly = because(Rule::product, due.value * rate.value, late.day_count ? "a year's interest" : "a day's interest", days, late.said, {due.why, rate.why});
      const Figure part = because(Rule::product, yearly.value * fraction, "interest for being late", days, late.said, {yearly.why, of_year.why});
      total += part.value;
      if (derives()) parts.push_back(part.why);
    }
    begin = end;
  }
  if (late.from_due_day) {
    std::set<Date> due_days;
    for (const auto& payment : states_[clause.id].payments) {
      if (payment.due && period.contains(bears_from(late, *payment.due))) due_days.insert(*payment.due);
    }
    for (const Date due : due_days) {
      const Figure part = interest_of_grace(late, clause, period, rate, due);
      total += part.value;
      if (derives() && !part.value.is_zero()) parts.push_back(part.why);
    }
  }
  return because(Rule::sum, total, "interest for being late", period, late.said, std::move(parts));
}

/// What fell due on a day and has not been received when its grace is over bears interest for the days of grace, too.
Figure Evaluation::Engine::interest_of_grace(const plan::LateInterest& late, const plan::Clause& clause, const Period& period, const Figure& rate, Date due) {
  const ClauseState& state = states_[clause.id];
  const Date end = bears_from(late, due);
  const auto unpaid = [&](Date due_by) {
    const auto& order = state.late.by_due_day;
    const auto later = [&](Date of, std::size_t place) { return of < *state.payments[place].due; };
    const auto fallen = static_cast<std::size_t>(std::upper_bound(order.begin(), order.end(), due_by, later) - order.begin());
    return overdue(state.payments, state.interest, state.late, fallen, clause, late.compounded, received_by(late, clause, end));
  };
  const Date before = due.plus_days(-1);
  const Number all = unpaid(due);
  const Number earlier = unpaid(before);
  if (all == earlier) return {};
  const Period today = Period::through(end, end);
  const Period days(due, end);
  const Figure with = why_overdue(late, clause, today, all, due);
  const Figure without = why_overdue(late, clause, today, earlier, before);
  const Figure owed = because(Rule::difference, all - earlier, fmt::format("due on {} and overdue when its grace is over", due.text()), today, late.said, {with.why, without.why});
  const Number fraction = late.day_count ? year_fraction(*late.day_count, due, end) : Number(days.days());
  const std::string counted = fmt::format("{} days of grace{}", days.days(), late.day_count ? fmt::format(", {}", words(*late.day_count)) : "");
  const Figure of_year = because(Rule::figure_written, fraction, counted, days, late.said, {});
  const Figure yearly = because(Rule::product, owed.value * rate.value, late.day_count ? "a year's interest" : "a day's interest", period, late.said, {owed.why, rate.why});
  return because(Rule::product, yearly.value * fraction, "interest for the days of grace", days, late.said, {yearly.why, of_year.why});
}

}  // namespace whereas::evaluate

#include "interpreter/evaluate/engine.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

/// Amendments that reach back to a day before they were signed (docs/language: Amendments). The deal is run once as it stood before each
/// signature, and once as it stands in the end. What was paid before a signature was paid by the text of that time, and stays; the difference
/// to what the new text gives for the same periods goes into the next payment between the same parties, where the amendment says so.
namespace whereas::evaluate {

namespace {

using Obligation = std::tuple<check::ClauseId, check::PartyId, check::PartyId>;

Obligation obligation(const Payment& payment) { return {payment.settled_as, payment.from, payment.to}; }

/// What one run pays for the periods that end before a day, by obligation, with the reasons of the payments.
struct PaidBefore {
  Number amount;
  std::vector<ReasonId> why;
};
std::map<Obligation, PaidBefore> paid_before(const std::vector<Payment>& payments, Date day) {
  std::map<Obligation, PaidBefore> paid;
  for (const Payment& payment : payments) {
    if (payment.period.last() >= day) continue;
    PaidBefore& one = paid[obligation(payment)];
    one.amount += payment.amount;
    one.why.push_back(payment.why);
  }
  return paid;
}

}  // namespace

bool Evaluation::Engine::is_over(check::ClauseId clause, Date day) {
  const auto& texts = texts_of(clause);
  const auto goes_on = [&](const plan::Clause* text) {
    if (const auto* dated = std::get_if<plan::DatedAmount>(&text->amount)) {
      return std::any_of(dated->sums.begin(), dated->sums.end(), [&](const plan::DatedSum& sum) { return sum.day >= day && days_in_force(*text, Period::through(sum.day, sum.day)); });
    }
    const auto& periods = settlement_periods(text->schedule);
    return std::any_of(periods.begin(), periods.end(), [&](const Period& period) { return period.last() >= day && days_in_force(*text, period); });
  };
  const auto waterfalls = waterfalls_of(clause);
  const auto runs_on = [&](const plan::Waterfall* text) {
    const auto& periods = settlement_periods(text->schedule);
    return std::any_of(periods.begin(), periods.end(), [&](const Period& period) { return period.last() >= day && rules(*text, period); });
  };
  return texts.size() + waterfalls.size() > 0 && std::none_of(texts.begin(), texts.end(), goes_on) && std::none_of(waterfalls.begin(), waterfalls.end(), runs_on);
}

void Evaluation::join(const plan::Plan& plan) {
  std::vector<Engine*> runs;
  for (const auto& before : before_signing_) runs.push_back(before.get());
  runs.push_back(engine_.get());
  std::vector<Payment> made;
  std::map<Obligation, Figure> owed;  // differences that have met no payment yet
  for (std::size_t run = 0; run < runs.size(); ++run) {
    const std::optional<Date> end = run < before_signing_.size() ? std::optional(plan.before_signing[run].signing->day) : std::nullopt;
    std::optional<Date> begin;
    if (run > 0) {
      const plan::Signing& signing = *plan.before_signing[run - 1].signing;
      begin = signing.day;
      if (signing.difference_credited) {
        const auto old_text = paid_before(runs[run - 1]->payments_.payments, signing.day);
        auto differences = paid_before(runs[run]->payments_.payments, signing.day);
        for (const auto& [who, paid] : old_text) differences[who];
        for (const auto& [who, now] : differences) {
          const auto before = old_text.find(who);
          const PaidBefore none{};
          const PaidBefore& was = before == old_text.end() ? none : before->second;
          if (now.amount == was.amount) continue;
          const Span nowhere{};
          const Figure again = engine_->because(Rule::sum, now.amount, fmt::format("the same periods under \"{}\"", signing.amendment), std::nullopt, nowhere, now.why);
          const Figure paid = engine_->because(Rule::sum, was.amount, fmt::format("paid before it was signed on {}", signing.day.text()), std::nullopt, nowhere, was.why);
          const Figure difference =
              engine_->because(Rule::difference, again.value - paid.value, fmt::format("the difference that \"{}\" makes to earlier payments", signing.amendment), std::nullopt, nowhere, {again.why, paid.why});
          Figure& sum = owed[who];
          sum = sum.value.is_zero() ? difference : engine_->because(Rule::sum, sum.value + difference.value, "differences", std::nullopt, nowhere, {sum.why, difference.why});
        }
      }
    }
    for (Payment payment : runs[run]->payments_.payments) {
      if ((begin && payment.period.last() < *begin) || (end && payment.period.last() >= *end)) continue;
      const auto take = [&](std::map<Obligation, Figure>::iterator difference) {
        const Figure& credited = difference->second;
        engine_->payments_.remarks.push_back({fmt::format("\"{}\" for {} holds {}, the difference to what \"{}\" had paid before an amendment was signed.", payment.title, payment.label, grouped(credited.value), engine_->title_of(std::get<0>(difference->first)))});
        payment.why = engine_->because(Rule::sum, payment.amount + credited.value, "with the difference to earlier payments", payment.period, Span{}, {payment.why, credited.why}).why;
        payment.amount += credited.value;
        payment.exact += credited.value;
        return owed.erase(difference);
      };
      if (const auto own = owed.find(obligation(payment)); own != owed.end()) take(own);
      // Of a clause that is over, the next payment is any other between the same parties.
      for (auto one = owed.begin(); begin && one != owed.end();) {
        const auto [clause, from, to] = one->first;
        const plan::Obligation* over = engine_->obligation_of(clause);
        const bool goes_here = over != nullptr && from == payment.from && to == payment.to && over->currency == payment.currency && runs[run]->is_over(clause, *begin);
        one = goes_here ? take(one) : std::next(one);
      }
      made.push_back(std::move(payment));
    }
  }
  for (const auto& [who, difference] : owed) {
    engine_->payments_.remarks.push_back({fmt::format("Of \"{}\" a difference of {} to what was paid before an amendment was signed waits for the next payment.",
                                                      engine_->title_of(std::get<0>(who)), grouped(difference.value))});
  }
  std::stable_sort(made.begin(), made.end(), [](const Payment& a, const Payment& b) { return a.period.last() != b.period.last() ? a.period.last() < b.period.last() : a.clause < b.clause; });
  for (auto& [clause, state] : engine_->states_) state.payments.clear();
  for (const Payment& payment : made) engine_->states_[payment.settled_as].payments.push_back(payment);
  engine_->payments_.payments = std::move(made);
  engine_->forget();
}

}  // namespace whereas::evaluate

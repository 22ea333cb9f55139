#include "interpreter/evaluate/engine.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

// What a step of a waterfall may hand out before a target is met, and the account of a return on capital.
namespace whereas::evaluate {

/// Asked over all days up to the end of the run: what a target counts, it counts since the term began.
Figure Evaluation::Engine::to_date(const Distribution& run, plan::StepId step) {
  return value(step, run.over(Period(counted(run.waterfall).begin(), run.period.end())));
}

Figure Evaluation::Engine::received_to_date(const Distribution& run, std::size_t recipient, Span said) {
  const check::PartyId id = run.waterfall.recipients[recipient];
  const std::string& party = contract_.parties[id].name;
  const Figure before = recalled(run.state.received[id], fmt::format("what {} has received before", party), std::nullopt, said);
  Number sum = before.value;
  std::vector<ReasonId> why{before.why};
  for (const Figure& part : run.given[recipient]) {
    sum += part.value;
    why.push_back(part.why);
  }
  return because(Rule::sum, sum, fmt::format("what {} has received so far", party), run.period, said, std::move(why));
}

Figure Evaluation::Engine::all_received_to_date(const Distribution& run, Span said) {
  Number sum;
  std::vector<ReasonId> why;
  for (std::size_t recipient = 0; recipient < run.waterfall.recipients.size(); ++recipient) {
    const Figure received = received_to_date(run, recipient, said);
    sum += received.value;
    why.push_back(received.why);
  }
  // Also whom an earlier text has paid and this one does not.
  for (auto& [party, before] : run.state.received) {
    if (before.is_zero() || std::find(run.waterfall.recipients.begin(), run.waterfall.recipients.end(), party) != run.waterfall.recipients.end()) continue;
    const Figure received = recalled(before, fmt::format("what {} has received before", contract_.parties[party].name), std::nullopt, said);
    sum += received.value;
    why.push_back(received.why);
  }
  return because(Rule::sum, sum, "what all have received so far", run.period, said, std::move(why));
}

std::optional<Figure> Evaluation::Engine::lacking(const Distribution& run, std::size_t place, std::size_t number, const std::vector<Figure>& rates) {
  using Kind = plan::WaterfallTarget::Kind;
  const plan::WaterfallStep& step = run.waterfall.steps[place];
  const plan::WaterfallTarget& target = step.until[number];
  Number rate;
  std::vector<ReasonId> why;
  for (std::size_t share = 0; share < step.shares.size(); ++share) {
    if (step.shares[share].recipient != target.recipient) continue;
    rate += rates[share].value;
    why.push_back(rates[share].why);
  }
  const Figure part = why.size() == 1 ? Figure{rate, why.front()} : because(Rule::sum, rate, "its part of this step", run.period, target.said, why, true);
  Figure lacks;
  Figure divisor = part;
  switch (target.kind) {
    case Kind::received: {
      const Figure wanted = to_date(run, target.amount);
      const Figure received = received_to_date(run, target.recipient, target.said);
      lacks = because(Rule::difference, wanted.value - received.value, "still lacking", run.period, target.said, {wanted.why, received.why});
      break;
    }
    case Kind::earned: lacks = lacking_of_return(run, place, number); break;
    case Kind::has_share_of_profit: {
      lacks = lacking_of_profit(run, target);
      // Every unit that the step hands out is profit too, of which the party is to have its share.
      const Figure share = value(target.amount, run.asking());
      divisor = because(Rule::difference, part.value - share.value, "gained on its share with each unit handed out", run.period, target.said, {part.why, share.why}, true);
      break;
    }
  }
  const std::string& party = contract_.parties[run.waterfall.recipients[target.recipient]].name;
  const std::string words = fmt::format("{} to be handed out until {} has {}", lacks.value.sign() <= 0 ? "nothing" : "so much", party,
                                        target.kind == Kind::received ? "received it" : target.kind == Kind::earned ? "earned it" : "its share of profit");
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, target.said, {});
  if (lacks.value.sign() <= 0) return because(Rule::greatest, 0, words, run.period, target.said, {lacks.why, zero.why});
  if (divisor.value.sign() <= 0) return std::nullopt;
  if (divisor.value == Number(1)) return because(Rule::same, lacks.value, words, run.period, target.said, {lacks.why});
  return because(Rule::quotient, lacks.value / divisor.value, words, run.period, target.said, {lacks.why, divisor.why});
}

Figure Evaluation::Engine::lacking_of_return(const Distribution& run, std::size_t place, std::size_t number) {
  const plan::WaterfallTarget& target = run.waterfall.steps[place].until[number];
  const ReturnAccount& account = run.state.accounts[place][number];
  Number received;
  std::vector<ReasonId> why;
  for (const Figure& part : run.given[target.recipient]) {
    received += part.value;
    why.push_back(part.why);
  }
  const Figure owed = because(Rule::sum, account.unreturned.value + account.returns.value, "capital and return not yet received", run.period, target.said, {account.unreturned.why, account.returns.why});
  why.insert(why.begin(), owed.why);
  return because(Rule::difference, owed.value - received, "still lacking", run.period, target.said, std::move(why));
}

Figure Evaluation::Engine::profit_to_date(const Distribution& run, plan::StepId capital, Span said) {
  const Figure received = all_received_to_date(run, said);
  const Figure returned = to_date(run, capital);
  return because(Rule::difference, received.value - returned.value, "profit: what all have received above the capital", run.period, said, {received.why, returned.why});
}

Figure Evaluation::Engine::lacking_of_profit(const Distribution& run, const plan::WaterfallTarget& target) {
  const Figure profit = profit_to_date(run, *target.on, target.said);
  const Figure share = value(target.amount, run.asking());
  const Figure entitled = because(Rule::product, share.value * profit.value, "its share of the profit so far", run.period, target.said, {share.why, profit.why});
  const Figure received = received_to_date(run, target.recipient, target.said);
  return because(Rule::difference, entitled.value - received.value, "still lacking", run.period, target.said, {entitled.why, received.why});
}

/// Capital that is called, or below zero called back: back from what is unreturned, and no further; called after what the party is ahead.
void Evaluation::Engine::call(ReturnAccount& account, const Figure& called, const Period& period, Span said) {
  const bool is_back = called.value.is_negative();
  const Figure all = is_back ? negated(called, "called back", said) : called;
  Figure& first = is_back ? account.unreturned : account.ahead;
  Figure& then = is_back ? account.ahead : account.unreturned;
  const Figure taken = because(Rule::least, min(all.value, first.value), is_back ? "called back of what is unreturned" : "set against what was received or called back before", period, said, {all.why, first.why});
  const char* const words = is_back ? "received or called back beyond the account" : "with the capital called";
  if (taken.value.is_zero()) {
    then = because(Rule::sum, then.value + all.value, words, period, said, {then.why, all.why});
    return;
  }
  first = because(Rule::difference, first.value - taken.value, is_back ? "unreturned, less what is called back" : "still ahead of what is called", period, said, {first.why, taken.why});
  if (taken.value == all.value) return;
  const Figure rest = because(Rule::difference, all.value - taken.value, "the rest of it", period, said, {all.why, taken.why});
  then = because(Rule::sum, then.value + rest.value, words, period, said, {then.why, rest.why});
}

void Evaluation::Engine::bring_forward(const Distribution& run, const plan::WaterfallTarget& target, ReturnAccount& account) {
  const Period& period = run.period;
  const Span said = target.said;
  const auto before = [&](const Figure& left, const char* words) {
    return because(Rule::remembered, left.value, words, std::nullopt, said, left.why == no_reason ? std::vector<ReasonId>{} : std::vector{left.why});
  };
  account = {before(account.unreturned, "unreturned before"), before(account.returns, "return earned and not received before"), before(account.ahead, "received or called back beyond the account before")};
  Figure& capital = account.unreturned;
  Figure& returns = account.returns;
  std::map<Date, Figure> calls;
  if (target.counted) {
    for (const Period& window : plan_.calendar.cut(period, *target.counted)) {
      calls.emplace(target.counted_from_end ? window.end() : window.begin(), value(*target.on, run.over(window)));
    }
  } else if (period.begin() == counted(run.waterfall).begin()) {
    calls.emplace(period.begin(), value(*target.on, run.asking()));
  }
  const auto is_new_year = [&](Date day) { return plan_.calendar.holding(day, Frequency::year).begin() == day; };
  std::set<Date> days{period.begin(), period.end()};
  for (const auto& [day, call] : calls) days.insert(day);
  for (const Date day : target.dates) {
    if (period.contains(day)) days.insert(day);
  }
  for (const Period& year : plan_.calendar.cut(period, Frequency::year)) days.insert(year.end());
  for (auto day = days.begin(); day != days.end(); ++day) {
    // The return of a year joins the capital when the year has ended, and so when the term does not run on.
    if (target.compounded && *day != period.begin() && is_new_year(*day)) {
      capital = because(Rule::sum, capital.value + returns.value, "the year's return joins what is unreturned", period, said, {capital.why, returns.why});
      returns = because(Rule::figure_written, 0, "nothing more, since it joined", std::nullopt, said, {});
    }
    if (const auto called = calls.find(*day); called != calls.end() && !called->second.value.is_zero()) call(account, called->second, period, said);
    const auto next = std::next(day);
    if (next == days.end() || capital.value.sign() <= 0) continue;
    const Period span(*day, *next);
    const Number part = target.day_count ? year_fraction(*target.day_count, *day, *next) : Number(1);
    const std::string words = target.day_count ? fmt::format("{} days as a part of a year, {}", span.days(), whereas::words(*target.day_count)) : std::string("a whole year");
    const Figure fraction = because(Rule::figure_written, part, words, span, said, {});
    const Figure rate = value(target.amount, run.over(span));
    const Figure earned = because(Rule::product, capital.value * rate.value * part, "return on what is unreturned", span, said, {capital.why, rate.why, fraction.why});
    returns = because(Rule::sum, returns.value + earned.value, "return earned and not received", period, said, {returns.why, earned.why});
  }
}

void Evaluation::Engine::pay_off(ReturnAccount& account, const plan::WaterfallTarget& target, const Figure& paid) {
  const Span said = target.said;
  Figure left = paid;
  const auto take = [&](Figure& owed) {
    if (owed.value.sign() <= 0 || left.value.sign() <= 0) return;
    const Figure used = because(Rule::least, min(left.value, owed.value), "paid off it", std::nullopt, said, {left.why, owed.why});
    owed = because(Rule::difference, owed.value - used.value, "still owed", std::nullopt, said, {owed.why, used.why});
    left = because(Rule::difference, left.value - used.value, "received above it", std::nullopt, said, {left.why, used.why});
  };
  take(target.return_first ? account.returns : account.unreturned);
  take(target.return_first ? account.unreturned : account.returns);
  if (!left.value.is_zero()) account.ahead = because(Rule::sum, account.ahead.value + left.value, "received ahead of what is called", std::nullopt, said, {account.ahead.why, left.why});
}

}  // namespace whereas::evaluate

#include "interpreter/batch/compiler.h"

#include <algorithm>
#include <set>

/// What a waterfall hands out each time it runs, step by step, as evaluate/waterfalls.cpp and evaluate/waterfall_targets.cpp do with numbers.
namespace whereas::batch {

void Compiler::settle(const plan::Waterfall& waterfall, std::size_t index) {
  const Period period = engine_.settlement_periods(waterfall.schedule)[index];
  engine_.present_end_ = period.end();
  engine_.present_begin_ = period.begin();
  engine_.settling_clause_ = waterfall.written;
  engine_.settling_for_ = waterfall.filter;
  if (waterfall.rule) refuse("a waterfall that an amendment restates or ends", waterfall.said);
  WaterfallState& state = waterfalls_[waterfall.id];
  if (state.received.empty()) {
    state.received.assign(waterfall.recipients.size(), Formulas::zero);
    for (const auto& step : waterfall.steps) {
      state.unpaid.emplace_back(step.shares.size(), Formulas::zero);
      state.accounts.emplace_back(step.until.size());
    }
  }
  Distribution run{waterfall, state, period, Formulas::zero, std::vector<FormulaId>(waterfall.recipients.size(), Formulas::zero)};
  for (std::size_t step = 0; step < waterfall.steps.size(); ++step) {
    for (std::size_t target = 0; target < waterfall.steps[step].until.size(); ++target) {
      const plan::WaterfallTarget& until = waterfall.steps[step].until[target];
      if (until.kind == plan::WaterfallTarget::Kind::earned) bring_forward(run, until, state.accounts[step][target]);
    }
  }
  const FormulaId pool = cash(run);
  run.left = pool;
  for (std::size_t step = 0; step < waterfall.steps.size(); ++step) {
    const MakingFor making(out_.formulas, waterfall.steps[step].said);
    run_step(run, step);
  }
  pay_distribution(run, pool);
  if (period.end() != engine_.term_.end()) return;
  run.given.assign(run.given.size(), Formulas::zero);  // it counts as received by now
  for (const auto& returned : waterfall.returns) pay_returned(run, returned);
}

FormulaId Compiler::cash(Distribution& run) {
  FormulaId cash = value(run.waterfall.cash, run.asking());
  if (run.waterfall.losses_carried) {
    cash = out_.formulas.add(cash, run.state.loss);
    run.state.loss = out_.formulas.least(cash, Formulas::zero);
  }
  return not_below_zero(cash);
}

void Compiler::run_step(Distribution& run, std::size_t place) {
  const plan::WaterfallStep& step = run.waterfall.steps[place];
  if (step.kind == plan::WaterfallStep::Kind::claims) return pay_claims(run, place);
  Formulas& formulas = out_.formulas;
  const std::vector<FormulaId> rates = rates_of(run, step);
  const FormulaId handed_out = taken(run, place, rates);
  for (std::size_t share = 0; share < step.shares.size(); ++share) {
    FormulaId& given = run.given[step.shares[share].recipient];
    given = formulas.add(given, formulas.multiply(handed_out, rates[share]));
  }
  run.left = formulas.subtract(run.left, handed_out);
}

std::vector<FormulaId> Compiler::rates_of(const Distribution& run, const plan::WaterfallStep& step) {
  Formulas& formulas = out_.formulas;
  std::vector<FormulaId> written;
  for (const auto& share : step.shares) {
    if (share.share) written.push_back(value(*share.share, run.asking()));
  }
  const FormulaId all = sum(written);
  if (step.kind == plan::WaterfallStep::Kind::proportion) {
    take_for_granted_not(formulas.opposite(formulas.less(Formulas::zero, all)));
    for (const FormulaId key : written) take_for_granted_not(formulas.less(key, Formulas::zero));
    for (FormulaId& key : written) key = formulas.divide(key, all);
    return written;
  }
  const FormulaId whole = formulas.constant(1);
  const bool has_rest = std::any_of(step.shares.begin(), step.shares.end(), [](const plan::WaterfallShare& share) { return !share.share; });
  take_for_granted_not(formulas.less(whole, all));
  if (!has_rest) take_for_granted_not(formulas.less(all, whole));
  std::vector<FormulaId> rates;
  auto next = written.begin();
  for (const auto& share : step.shares) rates.push_back(share.share ? *next++ : formulas.subtract(whole, all));
  return rates;
}

FormulaId Compiler::at_most(const Distribution& run, const plan::WaterfallStep& step, FormulaId amount) {
  return step.at_most ? not_below_zero(out_.formulas.least(amount, value(*step.at_most, run.asking()))) : amount;
}

/// What the step hands out: what is left, until its targets are met, and at most its limit.
FormulaId Compiler::taken(const Distribution& run, std::size_t place, const std::vector<FormulaId>& rates) {
  Formulas& formulas = out_.formulas;
  const plan::WaterfallStep& step = run.waterfall.steps[place];
  FormulaId amount = run.left;
  FormulaId all_end = formulas.constant(1);
  FormulaId last = Formulas::zero;
  for (std::size_t target = 0; target < step.until.size(); ++target) {
    const End end = lacking(run, place, target, rates);
    if (step.any_ends_it) amount = formulas.choose(end.is_one, formulas.least(amount, end.amount), amount);
    all_end = formulas.both(all_end, end.is_one);
    last = target == 0 ? end.amount : formulas.greatest(last, end.amount);
  }
  if (!step.any_ends_it && !step.until.empty()) amount = formulas.choose(all_end, formulas.least(run.left, last), run.left);
  return at_most(run, step, amount);
}

Compiler::End Compiler::lacking(const Distribution& run, std::size_t place, std::size_t number, const std::vector<FormulaId>& rates) {
  using Kind = plan::WaterfallTarget::Kind;
  Formulas& formulas = out_.formulas;
  const plan::WaterfallStep& step = run.waterfall.steps[place];
  const plan::WaterfallTarget& target = step.until[number];
  FormulaId divisor = Formulas::zero;
  for (std::size_t share = 0; share < step.shares.size(); ++share) {
    if (step.shares[share].recipient == target.recipient) divisor = formulas.add(divisor, rates[share]);
  }
  const FormulaId received = formulas.add(run.state.received[target.recipient], run.given[target.recipient]);
  FormulaId lacks = Formulas::zero;
  switch (target.kind) {
    case Kind::received: lacks = formulas.subtract(to_date(run, target.amount), received); break;
    case Kind::earned: {
      const ReturnAccount& account = run.state.accounts[place][number];
      lacks = formulas.subtract(formulas.add(account.unreturned, account.returns), run.given[target.recipient]);
      break;
    }
    case Kind::has_share_of_profit: {
      // Every unit that the step hands out is profit too, of which the party is to have its share.
      const FormulaId share = value(target.amount, run.asking());
      lacks = formulas.subtract(formulas.multiply(share, profit_to_date(run, *target.on)), received);
      divisor = formulas.subtract(divisor, share);
      break;
    }
  }
  const FormulaId gains = formulas.less(Formulas::zero, divisor);
  const FormulaId is_one = formulas.either(gains, formulas.opposite(formulas.less(Formulas::zero, lacks)));
  return {is_one, formulas.divide(not_below_zero(lacks), formulas.choose(gains, divisor, formulas.constant(1)))};
}

/// Claims are paid in full where the cash suffices, in proportion to one another where it does not.
void Compiler::pay_claims(Distribution& run, std::size_t place) {
  Formulas& formulas = out_.formulas;
  const plan::WaterfallStep& step = run.waterfall.steps[place];
  std::vector<FormulaId> claims;
  for (std::size_t share = 0; share < step.shares.size(); ++share) {
    FormulaId claim = value(*step.shares[share].share, run.asking());
    if (step.unpaid_carried) claim = formulas.add(claim, run.state.unpaid[place][share]);
    claims.push_back(not_below_zero(claim));
  }
  const FormulaId all = sum(claims);
  const FormulaId most = at_most(run, step, run.left);
  const FormulaId handed_out = formulas.least(most, all);
  const FormulaId falls_short = formulas.less(most, all);
  for (std::size_t share = 0; share < claims.size(); ++share) {
    FormulaId paid = handed_out;
    if (claims.size() > 1) {
      const FormulaId part = formulas.divide(formulas.multiply(claims[share], handed_out), formulas.choose(falls_short, all, formulas.constant(1)));
      paid = formulas.choose(falls_short, part, claims[share]);
    }
    if (step.unpaid_carried) run.state.unpaid[place][share] = formulas.subtract(claims[share], paid);
    FormulaId& given = run.given[step.shares[share].recipient];
    given = formulas.add(given, paid);
  }
  run.left = formulas.subtract(run.left, handed_out);
}

/// The parts of the rounded pool: each rounded down, and what that leaves goes by one unit to those that lost most by it, or to the one named.
std::vector<FormulaId> Compiler::apportioned(const plan::Waterfall& waterfall, FormulaId pool, const std::vector<FormulaId>& shares) {
  Formulas& formulas = out_.formulas;
  const Rounding down{waterfall.rounding->places, Rounding::Mode::floor};
  std::vector<FormulaId> parts;
  std::vector<FormulaId> lost;
  FormulaId missing = formulas.round(pool, *waterfall.rounding);
  for (const FormulaId share : shares) {
    parts.push_back(formulas.round(share, down));
    lost.push_back(formulas.subtract(share, parts.back()));
    missing = formulas.subtract(missing, parts.back());
  }
  if (waterfall.remainder_to) {
    parts[*waterfall.remainder_to] = formulas.add(parts[*waterfall.remainder_to], missing);
    return parts;
  }
  Number unit = 1;
  for (int place = 0; place < waterfall.rounding->places; ++place) unit = unit * Number::decimal(1, 1);
  for (int place = 0; place > waterfall.rounding->places; --place) unit = unit * Number(10);
  const FormulaId one = formulas.constant(1);
  const FormulaId units = formulas.scale(missing, Number(1) / unit);
  for (std::size_t own = 0; own < shares.size(); ++own) {
    FormulaId before = Formulas::zero;  // how many come first
    for (std::size_t other = 0; other < shares.size(); ++other) {
      if (other == own) continue;
      const FormulaId comes_first = other < own ? formulas.opposite(formulas.less(lost[other], lost[own])) : formulas.less(lost[own], lost[other]);
      before = formulas.add(before, formulas.choose(comes_first, one, Formulas::zero));
    }
    parts[own] = formulas.add(parts[own], formulas.choose(formulas.less(before, units), formulas.constant(unit), Formulas::zero));
  }
  return parts;
}

void Compiler::pay_distribution(Distribution& run, FormulaId pool) {
  const plan::Waterfall& waterfall = run.waterfall;
  const std::vector<FormulaId> amounts = waterfall.rounding ? apportioned(waterfall, pool, run.given) : run.given;
  for (std::size_t recipient = 0; recipient < waterfall.recipients.size(); ++recipient) {
    const FormulaId paid = amounts[recipient];
    record(waterfall, waterfall.payer, waterfall.recipients[recipient], run.period, label_of(waterfall, run.period), due_date(waterfall, run.period), paid, out_.formulas.constant(1));
    run.state.received[recipient] = out_.formulas.add(run.state.received[recipient], paid);
    for (std::size_t step = 0; step < waterfall.steps.size(); ++step) {
      for (std::size_t target = 0; target < waterfall.steps[step].until.size(); ++target) {
        const plan::WaterfallTarget& until = waterfall.steps[step].until[target];
        if (until.kind == plan::WaterfallTarget::Kind::earned && until.recipient == recipient) pay_off(run.state.accounts[step][target], until, paid);
      }
    }
  }
}

FormulaId Compiler::to_date(const Distribution& run, plan::StepId step) { return value(step, {Period(engine_.term_.begin(), run.period.end()), run.waterfall.filter, run.waterfall.schedule}); }

FormulaId Compiler::profit_to_date(const Distribution& run, plan::StepId capital) {
  const FormulaId received = out_.formulas.add(sum(run.state.received), sum(run.given));
  return out_.formulas.subtract(received, to_date(run, capital));
}

void Compiler::call(ReturnAccount& account, FormulaId called) {
  Formulas& formulas = out_.formulas;
  const FormulaId forth = not_below_zero(called);
  const FormulaId back = formulas.subtract(forth, called);
  const FormulaId set_off = formulas.least(account.ahead, forth);
  const FormulaId taken = formulas.least(account.unreturned, back);
  account.ahead = formulas.add(formulas.subtract(account.ahead, set_off), formulas.subtract(back, taken));
  account.unreturned = formulas.add(formulas.subtract(account.unreturned, taken), formulas.subtract(forth, set_off));
}

void Compiler::bring_forward(const Distribution& run, const plan::WaterfallTarget& target, ReturnAccount& account) {
  Formulas& formulas = out_.formulas;
  const Period& period = run.period;
  std::map<Date, FormulaId> calls;
  if (target.counted) {
    for (const Period& window : plan_.calendar.cut(period, *target.counted)) {
      calls.emplace(target.counted_from_end ? window.end() : window.begin(), value(*target.on, {window, run.waterfall.filter, run.waterfall.schedule}));
    }
  } else if (period.begin() == engine_.term_.begin()) {
    calls.emplace(period.begin(), value(*target.on, run.asking()));
  }
  std::set<Date> days{period.begin(), period.end()};
  for (const auto& [day, call] : calls) days.insert(day);
  for (const Date day : target.dates) {
    if (period.contains(day)) days.insert(day);
  }
  for (const Period& year : plan_.calendar.cut(period, Frequency::year)) days.insert(year.end());
  for (auto day = days.begin(); day != days.end(); ++day) {
    if (target.compounded && *day != period.begin() && plan_.calendar.holding(*day, Frequency::year).begin() == *day) {
      account.unreturned = formulas.add(account.unreturned, account.returns);
      account.returns = Formulas::zero;
    }
    if (const auto called = calls.find(*day); called != calls.end()) call(account, called->second);
    const auto next = std::next(day);
    if (next == days.end()) continue;
    const Number part = target.day_count ? year_fraction(*target.day_count, *day, *next) : Number(1);
    const FormulaId rate = value(target.amount, {Period(*day, *next), run.waterfall.filter, run.waterfall.schedule});
    account.returns = formulas.add(account.returns, formulas.scale(formulas.multiply(account.unreturned, rate), part));
  }
}

void Compiler::pay_off(ReturnAccount& account, const plan::WaterfallTarget& target, FormulaId paid) {
  Formulas& formulas = out_.formulas;
  FormulaId left = paid;
  const auto take = [&](FormulaId& owed) {
    const FormulaId used = not_below_zero(formulas.least(left, owed));
    owed = formulas.subtract(owed, used);
    left = formulas.subtract(left, used);
  };
  take(target.return_first ? account.returns : account.unreturned);
  take(target.return_first ? account.unreturned : account.returns);
  account.ahead = formulas.add(account.ahead, left);
}

/// When the term ends: what a party has received above its share goes back.
void Compiler::pay_returned(const Distribution& run, const plan::WaterfallReturn& returned) {
  Formulas& formulas = out_.formulas;
  const plan::Waterfall& waterfall = run.waterfall;
  const MakingFor making(formulas, returned.said);
  const FormulaId received = run.state.received[returned.recipient];
  const FormulaId base = returned.of ? to_date(run, *returned.of) : profit_to_date(run, *returned.above);
  const FormulaId kept = formulas.multiply(value(returned.share, run.asking()), not_below_zero(base));
  FormulaId due = not_below_zero(formulas.subtract(received, kept));
  if (returned.at_most) due = formulas.least(due, formulas.multiply(value(*returned.at_most, run.asking()), received));
  const FormulaId paid = waterfall.rounding ? formulas.round(due, *waterfall.rounding) : due;
  record(waterfall, waterfall.recipients[returned.recipient], returned.to, run.period, label_of(waterfall, run.period), due_date(waterfall, run.period), paid, formulas.constant(1));
}

}  // namespace whereas::batch

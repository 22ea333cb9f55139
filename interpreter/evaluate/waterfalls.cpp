#include "interpreter/evaluate/engine.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

// What a waterfall hands out each time it runs, step by step (docs/language/waterfalls.md).
namespace whereas::evaluate {

namespace {

Number total(const std::vector<Figure>& figures) {
  Number sum;
  for (const Figure& figure : figures) sum += figure.value;
  return sum;
}

/// The parts of a pool are the pool, and nothing of it is left to nobody: what the checker has seen of the text holds for the figures.
void conserve(const plan::Waterfall& waterfall, const Number& pool, const std::vector<Number>& parts, const Number& left) {
  Number sum;
  for (const Number& part : parts) sum += part;
  if (sum == pool && left.is_zero()) return;
  throw std::logic_error(fmt::format("\"{}\" hands out {} of {}, and {} is left to nobody", waterfall.title, sum.text(), pool.text(), left.text()));
}

std::vector<ReasonId> reasons(const std::vector<Figure>& figures) {
  std::vector<ReasonId> why;
  for (const Figure& figure : figures) why.push_back(figure.why);
  return why;
}

}  // namespace

namespace {

/// A claim, or a target that earns a return: where it stands, and which of its party's it is.
struct OfParty {
  std::size_t step;
  std::size_t place;
  check::PartyId party;
  std::size_t number;
};

std::vector<OfParty> claims_of(const plan::Waterfall& waterfall) {
  std::vector<OfParty> claims;
  std::map<check::PartyId, std::size_t> count;
  for (std::size_t step = 0; step < waterfall.steps.size(); ++step) {
    if (waterfall.steps[step].kind != plan::WaterfallStep::Kind::claims) continue;
    for (std::size_t place = 0; place < waterfall.steps[step].shares.size(); ++place) {
      const check::PartyId party = waterfall.recipients[waterfall.steps[step].shares[place].recipient];
      claims.push_back({step, place, party, count[party]++});
    }
  }
  return claims;
}

std::vector<OfParty> returns_of(const plan::Waterfall& waterfall) {
  std::vector<OfParty> targets;
  std::map<check::PartyId, std::size_t> count;
  for (std::size_t step = 0; step < waterfall.steps.size(); ++step) {
    for (std::size_t place = 0; place < waterfall.steps[step].until.size(); ++place) {
      const plan::WaterfallTarget& target = waterfall.steps[step].until[place];
      if (target.kind != plan::WaterfallTarget::Kind::earned) continue;
      const check::PartyId party = waterfall.recipients[target.recipient];
      targets.push_back({step, place, party, count[party]++});
    }
  }
  return targets;
}

const OfParty* same(const std::vector<OfParty>& all, const OfParty& one) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const OfParty& other) { return other.party == one.party && other.number == one.number; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Period Evaluation::Engine::counted(const plan::Waterfall& waterfall) const { return Period(waterfall.counts_from.value_or(term_.begin()), waterfall.stops.value_or(term_.end())); }

void Evaluation::Engine::take_up(const plan::Waterfall& text, WaterfallState& state) {
  const plan::Waterfall* before = std::exchange(state.text, &text);
  if (before == &text) return;
  const bool anew = text.rule && text.rule->counting_anew;
  WaterfallState old;
  std::swap(old, state);
  state.text = &text;
  for (const auto& step : text.steps) {
    state.unpaid.emplace_back(step.shares.size());
    state.accounts.emplace_back(step.until.size());
  }
  if (before == nullptr) return;
  const std::vector<OfParty> claims = claims_of(text);
  for (const OfParty& claim : claims_of(*before)) {
    Account& unpaid = old.unpaid[claim.step][claim.place];
    const OfParty* now = anew ? nullptr : same(claims, claim);
    if (now != nullptr && text.steps[now->step].unpaid_carried) {
      std::swap(state.unpaid[now->step][now->place], unpaid);
    } else if (!unpaid.is_zero()) {
      payments_.remarks.push_back({fmt::format("an unpaid claim of {} of {} that \"{}\" carried forward ends with \"{}\"", contract_.parties[claim.party].name, grouped(unpaid.value()), text.title, text.rule->amendment)});
    }
  }
  if (!anew) {
    const std::vector<OfParty> targets = returns_of(text);
    for (const OfParty& target : returns_of(*before)) {
      if (const OfParty* now = same(targets, target)) state.accounts[now->step][now->place] = old.accounts[target.step][target.place];
    }
    state.received = std::move(old.received);
  }
  if (!anew && text.losses_carried) std::swap(state.loss, old.loss);
  else if (!old.loss.is_zero()) payments_.remarks.push_back({fmt::format("losses of {} that \"{}\" carried forward end with \"{}\"", grouped(-old.loss.value()), text.title, text.rule->amendment)});
}

void Evaluation::Engine::settle(const plan::Waterfall& waterfall, std::size_t index) {
  const Period period = settlement_periods(waterfall.schedule)[index];
  present_end_ = period.end();
  present_begin_ = period.begin();
  settling_clause_ = waterfall.written;
  settling_for_ = waterfall.filter;
  WaterfallState& state = waterfall_states_[waterfall.id];
  take_up(waterfall, state);
  Distribution run{waterfall, state, period, {}, std::vector<std::vector<Figure>>(waterfall.recipients.size())};
  for (std::size_t step = 0; step < waterfall.steps.size(); ++step) {
    for (std::size_t target = 0; target < waterfall.steps[step].until.size(); ++target) {
      if (waterfall.steps[step].until[target].kind != plan::WaterfallTarget::Kind::earned) continue;
      bring_forward(run, waterfall.steps[step].until[target], state.accounts[step][target]);
    }
  }
  const Figure pool = cash(run);
  run.left = pool;
  for (std::size_t step = 0; step < waterfall.steps.size(); ++step) run_step(run, step);
  pay_distribution(run, pool);
  if (period.end() != counted(waterfall).end()) return;
  for (std::vector<Figure>& given : run.given) given.clear();  // it counts as received by now
  for (const auto& returned : waterfall.returns) pay_returned(run, returned);
}

Figure Evaluation::Engine::cash(Distribution& run) {
  const Span said = run.waterfall.said;
  Figure cash = value(run.waterfall.cash, run.asking());
  if (run.waterfall.losses_carried) {
    const Figure carried = recalled(run.state.loss, "losses brought forward", std::nullopt, said);
    cash = because(Rule::sum, cash.value + carried.value, "after the losses brought forward", run.period, said, {cash.why, carried.why});
    run.state.loss = not_above_zero(cash, said);
  }
  if (!cash.value.is_negative()) return cash;
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  return because(Rule::greatest, 0, "never below zero", run.period, said, {cash.why, zero.why});
}

void Evaluation::Engine::run_step(Distribution& run, std::size_t place) {
  const plan::WaterfallStep& step = run.waterfall.steps[place];
  if (step.kind == plan::WaterfallStep::Kind::claims) return pay_claims(run, place);
  const std::vector<Figure> rates = rates_of(run, step);
  const Figure handed_out = taken(run, place, rates);
  for (std::size_t share = 0; share < step.shares.size(); ++share) {
    const Span said = step.shares[share].said;
    run.given[step.shares[share].recipient].push_back(
        because(Rule::product, handed_out.value * rates[share].value, {}, run.period, said, {rates[share].why, handed_out.why}));
  }
  tried(step.said, !handed_out.value.is_zero());
  run.left = because(Rule::difference, run.left.value - handed_out.value, "left after this step", run.period, step.said, {run.left.why, handed_out.why});
}

std::vector<Figure> Evaluation::Engine::rates_of(const Distribution& run, const plan::WaterfallStep& step) {
  std::vector<Figure> written;
  for (const auto& share : step.shares) {
    if (share.share) written.push_back(value(*share.share, run.asking()));
  }
  const Number sum = total(written);
  if (step.kind == plan::WaterfallStep::Kind::proportion) {
    if (sum.sign() <= 0 || std::any_of(written.begin(), written.end(), [](const Figure& key) { return key.value.is_negative(); })) {
      report_.add(code::division_by_zero)
          .says(fmt::format("what \"{}\" is shared in proportion to {} for {}", run.waterfall.title, sum.is_zero() ? "is nothing at all" : "is partly below zero", run.period.text()))
          .at(step.said)
          .help("give figures of which none is below zero and one is above it");
      stop();
    }
    const Figure keys = because(Rule::sum, sum, "all of them", run.period, step.said, reasons(written));
    for (Figure& key : written) key = because(Rule::quotient, key.value / sum, "its part of all", run.period, step.said, {key.why, keys.why});
    return written;
  }
  const bool has_rest = std::any_of(step.shares.begin(), step.shares.end(), [](const plan::WaterfallShare& share) { return !share.share; });
  if (has_rest ? sum > Number(1) : sum != Number(1)) {
    report_.add(code::shares_do_not_add_up)
        .says(fmt::format("the shares of this step add up to {} for {}", spoken_rate(sum), run.period.text()))
        .at(step.said)
        .help("let them add up to 100%, or give `the rest` to one of the parties");
    stop();
  }
  std::vector<Figure> rates;
  auto next = written.begin();
  for (const auto& share : step.shares) {
    if (share.share) {
      rates.push_back(*next++);
      continue;
    }
    const Figure whole = because(Rule::figure_written, 1, "the whole", std::nullopt, share.said, {}, true);
    std::vector<ReasonId> why = reasons(written);
    why.insert(why.begin(), whole.why);
    rates.push_back(because(Rule::difference, Number(1) - sum, "the rest", run.period, share.said, std::move(why), true));
  }
  return rates;
}

Figure Evaluation::Engine::at_most(const Distribution& run, const plan::WaterfallStep& step, const Figure& amount) {
  if (!step.at_most) return amount;
  const Figure most = value(*step.at_most, run.asking());
  const Figure bounded = because(Rule::least, min(amount.value, most.value), "at most", run.period, step.said, {amount.why, most.why});
  if (!bounded.value.is_negative()) return bounded;
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, step.said, {});
  return because(Rule::greatest, 0, "never below zero", run.period, step.said, {bounded.why, zero.why});
}

/// What the step hands out: what is left, until its targets are met, and at most its limit.
Figure Evaluation::Engine::taken(const Distribution& run, std::size_t place, const std::vector<Figure>& rates) {
  const plan::WaterfallStep& step = run.waterfall.steps[place];
  std::vector<Figure> ends;
  for (std::size_t target = 0; target < step.until.size(); ++target) {
    if (auto end = lacking(run, place, target, rates)) ends.push_back(*end);
  }
  Figure amount = run.left;
  const bool ends_at_all = step.any_ends_it ? !ends.empty() : !ends.empty() && ends.size() == step.until.size();
  if (ends_at_all) {
    Figure end = ends.front();
    for (std::size_t next = 1; next < ends.size(); ++next) {
      end = step.any_ends_it ? because(Rule::least, min(end.value, ends[next].value), "whichever comes first", run.period, step.said, {end.why, ends[next].why})
                             : because(Rule::greatest, max(end.value, ends[next].value), "until both hold", run.period, step.said, {end.why, ends[next].why});
    }
    amount = because(Rule::least, min(amount.value, end.value), "what this step hands out", run.period, step.said, {amount.why, end.why});
  }
  return at_most(run, step, amount);
}

/// Claims are paid in full where the cash suffices, in proportion to one another where it does not.
void Evaluation::Engine::pay_claims(Distribution& run, std::size_t place) {
  const plan::WaterfallStep& step = run.waterfall.steps[place];
  std::vector<Figure> claims;
  for (std::size_t share = 0; share < step.shares.size(); ++share) {
    const Span said = step.shares[share].said;
    Figure claim = value(*step.shares[share].share, run.asking());
    if (step.unpaid_carried && !run.state.unpaid[place][share].is_zero()) {
      const Figure unpaid = recalled(run.state.unpaid[place][share], "unpaid before", std::nullopt, said);
      claim = because(Rule::sum, claim.value + unpaid.value, "with what was unpaid before", run.period, said, {claim.why, unpaid.why});
    }
    if (claim.value.is_negative()) {
      const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
      claim = because(Rule::greatest, 0, "a claim below zero is none", run.period, said, {claim.why, zero.why});
    }
    claims.push_back(claim);
  }
  const Figure all = because(Rule::sum, total(claims), "all that is claimed", run.period, step.said, reasons(claims));
  const Figure most = at_most(run, step, run.left);
  const Figure handed_out = because(Rule::least, min(most.value, all.value), "what this step hands out", run.period, step.said, {most.why, all.why});
  for (std::size_t share = 0; share < claims.size(); ++share) {
    const Span said = step.shares[share].said;
    Figure paid = because(Rule::same, handed_out.value, {}, run.period, said, {handed_out.why});
    if (claims.size() > 1 && handed_out.value == all.value) paid = because(Rule::same, claims[share].value, {}, run.period, said, {claims[share].why});
    if (handed_out.value != all.value && claims.size() > 1) {
      const Figure part = because(Rule::quotient, claims[share].value / all.value, "its part of all that is claimed", run.period, said, {claims[share].why, all.why});
      paid = because(Rule::product, part.value * handed_out.value, {}, run.period, said, {part.why, handed_out.why});
    }
    if (step.unpaid_carried) run.state.unpaid[place][share] = because(Rule::difference, claims[share].value - paid.value, "unpaid", run.period, said, {claims[share].why, paid.why});
    run.given[step.shares[share].recipient].push_back(paid);
  }
  tried(step.said, !handed_out.value.is_zero());
  run.left = because(Rule::difference, run.left.value - handed_out.value, "left after this step", run.period, step.said, {run.left.why, handed_out.why});
}

/// The pool is rounded first; its parts add up to it (docs/language/rounding-and-remainders.md).
void Evaluation::Engine::pay_distribution(Distribution& run, const Figure& pool) {
  const plan::Waterfall& waterfall = run.waterfall;
  std::vector<Figure> exact;
  std::vector<Number> amounts;
  for (std::size_t recipient = 0; recipient < waterfall.recipients.size(); ++recipient) {
    const std::string words = fmt::format("what the steps give {}", contract_.parties[waterfall.recipients[recipient]].name);
    exact.push_back(because(Rule::sum, total(run.given[recipient]), words, run.period, waterfall.said, reasons(run.given[recipient])));
    amounts.push_back(exact.back().value);
  }
  const Figure rounded_pool = rounded(waterfall, run.period, pool);
  conserve(waterfall, pool.value, amounts, run.left.value);
  if (waterfall.rounding) amounts = apportion(pool.value, amounts, *waterfall.rounding, waterfall.remainder_to);
  conserve(waterfall, rounded_pool.value, amounts, 0);
  const std::string label = plan_.calendar.label(run.period, plan_.schedules[waterfall.schedule].frequency.value_or(data_frequency()));
  for (std::size_t recipient = 0; recipient < waterfall.recipients.size(); ++recipient) {
    Figure paid = exact[recipient];
    if (waterfall.rounding) {
      const bool is_up = amounts[recipient] > exact[recipient].value;
      const std::string words = fmt::format("its part of the rounded pool, rounded {}", is_up ? "up: a unit that rounding down left over" : "down");
      paid = with(because(Rule::apportioned, amounts[recipient], words, run.period, waterfall.said, {exact[recipient].why, rounded_pool.why}), *waterfall.rounding);
    }
    const std::string words = fmt::format("\"{}\" to {} for {}", waterfall.title, contract_.parties[waterfall.recipients[recipient]].name, label);
    paid = because(Rule::same, paid.value, words, run.period, waterfall.said, {paid.why});
    record(waterfall, waterfall.payer, waterfall.recipients[recipient], run.period, label, due_date(waterfall, run.period), exact[recipient], paid);
    run.state.received[waterfall.recipients[recipient]] += paid;
    for (std::size_t step = 0; step < waterfall.steps.size(); ++step) {
      for (std::size_t target = 0; target < waterfall.steps[step].until.size(); ++target) {
        const auto& until = waterfall.steps[step].until[target];
        if (until.kind == plan::WaterfallTarget::Kind::earned && until.recipient == recipient) pay_off(run.state.accounts[step][target], until, paid);
      }
    }
  }
}

/// When the term ends: what a party has received above its share goes back.
void Evaluation::Engine::pay_returned(const Distribution& run, const plan::WaterfallReturn& returned) {
  const plan::Waterfall& waterfall = run.waterfall;
  const std::string& party = contract_.parties[waterfall.recipients[returned.recipient]].name;
  const Span said = returned.said;
  const Figure received = recalled(run.state.received[waterfall.recipients[returned.recipient]], fmt::format("what {} has received", party), std::nullopt, said);
  Figure base = returned.of ? to_date(run, *returned.of) : profit_to_date(run, *returned.above, said);
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  base = because(Rule::greatest, max(base.value, 0), "never below zero", run.period, said, {base.why, zero.why});
  const Figure share = value(returned.share, run.asking());
  const Figure kept = because(Rule::product, share.value * base.value, fmt::format("what {} may keep", party), run.period, said, {share.why, base.why});
  const Figure above = because(Rule::difference, received.value - kept.value, "received above it", run.period, said, {received.why, kept.why});
  Figure due = because(Rule::greatest, max(above.value, 0), "never below zero", run.period, said, {above.why, zero.why});
  if (returned.at_most) {
    const Figure part = value(*returned.at_most, run.asking());
    const Figure most = because(Rule::product, part.value * received.value, "at most", run.period, said, {part.why, received.why});
    due = because(Rule::least, min(due.value, most.value), {}, run.period, said, {due.why, most.why});
  }
  const std::string label = plan_.calendar.label(run.period, plan_.schedules[waterfall.schedule].frequency.value_or(data_frequency()));
  const Figure paid = rounded(waterfall, run.period, because(Rule::same, due.value, fmt::format("\"{}\", returned by {}", waterfall.title, party), run.period, said, {due.why}));
  record(waterfall, waterfall.recipients[returned.recipient], returned.to, run.period, label, due_date(waterfall, run.period), due, paid);
}

/// What claims, capital and returns wait for when the last run is done.
void Evaluation::Engine::remark_on_waterfalls() {
  for (const auto& waterfall : plan_.waterfalls) {
    const WaterfallState& state = waterfall_states_[waterfall.id];
    if (is_open(waterfall.id) || state.text != &waterfall) continue;  // of its texts, the one that ran last
    const auto party = [&](std::size_t recipient) { return contract_.parties[waterfall.recipients[recipient]].name; };
    for (std::size_t step = 0; step < state.unpaid.size(); ++step) {
      for (std::size_t share = 0; share < state.unpaid[step].size(); ++share) {
        if (state.unpaid[step][share].is_zero()) continue;
        payments_.remarks.push_back({fmt::format("\"{}\" carries an unpaid claim of {} of {} forward", waterfall.title, party(waterfall.steps[step].shares[share].recipient), grouped(state.unpaid[step][share].value()))});
      }
      for (std::size_t target = 0; target < state.accounts[step].size(); ++target) {
        const ReturnAccount& account = state.accounts[step][target];
        const Number& unreturned = account.unreturned.value;
        const Number open = unreturned + account.returns.value;
        if (open.sign() <= 0) continue;
        payments_.remarks.push_back({fmt::format("under \"{}\" {} has not yet received {}: {} unreturned and {} of return on it", waterfall.title,
                                                 party(waterfall.steps[step].until[target].recipient), grouped(open), grouped(unreturned), grouped(account.returns.value))});
      }
    }
    if (!state.loss.is_zero()) payments_.remarks.push_back({fmt::format("\"{}\" carries losses of {} forward", waterfall.title, grouped(-state.loss.value()))});
  }
}

}  // namespace whereas::evaluate

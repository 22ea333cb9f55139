// Waterfalls and splits: run once each window, step by step.
#include "lang/check/waterfalls.h"
#include "tests/reference/account.h"
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

Exact total(const std::vector<Exact>& amounts) {
  Exact sum = 0;
  for (const Exact& amount : amounts) sum += amount;
  return sum;
}

/// The pool is rounded first, each share down, and the missing units go by largest remainder, ties to the one named first.
std::vector<Exact> rounded_shares(const std::vector<Exact>& shares, Rounding rounding, std::optional<std::size_t> remainder_to) {
  const Exact unit = power_of_ten(-rounding.places);
  std::vector<Exact> result;
  Exact missing = rounded(total(shares), rounding);
  for (const auto& share : shares) {
    result.push_back(rounded(share, {rounding.places, Rounding::Mode::floor}));
    missing -= result.back();
  }
  if (remainder_to) {
    result[*remainder_to] += missing;
    return result;
  }
  std::set<std::size_t> served;
  for (; missing >= unit; missing -= unit) {
    std::optional<std::size_t> next;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (!served.contains(i) && (!next || shares[i] - result[i] > shares[*next] - result[*next])) next = i;
    }
    if (!next) throw NotCovered("more missing units than parties");
    served.insert(*next);
    result[*next] += unit;
  }
  return result;
}

}  // namespace

/// One waterfall from its first run on.
class Settling::Run {
 public:
  Run(Settling& settling, ObligationId clause) : settling_(settling), clause_(clause), texts_(check::waterfall_texts_when(settling.contract_, settling.info_of(clause), settling.signed_so_far_)) {}

  std::vector<Paid> payments();

 private:
  const Waterfall& waterfall() const { return *texts_[text_].waterfall; }
  check::PartyId party(const Name& name) const { return settling_.contract_.party_named(name.text).value(); }
  std::size_t place_of(const Name& name) const {
    const auto& recipients = texts_[text_].recipients;
    return static_cast<std::size_t>(std::find(recipients.begin(), recipients.end(), party(name)) - recipients.begin());
  }
  /// The days over which it counts: since the term began, or since a text counted anew, and until one stops.
  Period counted() const {
    const Period& life = settling_.lives_[clause_];
    Date begin = life.begin();
    for (std::size_t t = 0; t <= text_; ++t) {
      if (texts_[t].counting_anew) begin = *texts_[t].from;
    }
    return Period(begin, texts_[text_].stops ? *texts_[text_].end : life.end());
  }
  Exact measured(const Expression& expression) { return settling_.measures_.measure(expression, *now_); }
  /// From the first day that is counted to the end of the run.
  Exact measured_to_date(const Expression& expression) { return settling_.measures_.measure(expression, now_->over(Period(counted().begin(), now_->window->end()))); }
  void begin(std::size_t text);

  Account::Terms terms_of(const WaterfallTarget& target);
  Exact cash();
  void hand_out(std::size_t s, Exact& rest);
  std::vector<Exact> rates_of(const WaterfallStep& step);
  std::optional<Exact> wanted_until(const WaterfallStep& step, const std::vector<Exact>& rates);
  std::optional<Exact> wanted(const WaterfallTarget& target, const Exact& rate);
  Exact profit(const Expression* capital);
  Paid returned(const WaterfallReturn& one, const Period& period);

  Settling& settling_;
  ObligationId clause_;
  std::vector<check::WaterfallText> texts_;
  std::size_t text_ = 0;
  std::map<check::PartyId, Exact> received_;  ///< in earlier runs, as paid
  std::vector<Exact> shares_;                ///< in this run
  std::vector<std::vector<Exact>> unpaid_;   ///< of claims carried forward, by step
  std::vector<std::pair<const WaterfallTarget*, Account>> accounts_;
  Exact loss_ = 0;
  std::optional<Asked> now_;
};

/// The text rules from now on. Counted on, a claim goes on with the same party's, the first with the first, and so does the account of a return.
void Settling::Run::begin(std::size_t text) {
  const auto claims = [&](const auto& visit) {
    std::map<check::PartyId, std::size_t> count;
    for (std::size_t s = 0; s < waterfall().steps.size(); ++s) {
      const WaterfallStep& step = waterfall().steps[s];
      if (!check::hands_out_claims(settling_.contract_, step)) continue;
      for (std::size_t i = 0; i < step.shares.size(); ++i) visit(s, i, std::pair(party(step.shares[i].party), count[party(step.shares[i].party)]++));
    }
  };
  const bool is_first = accounts_.empty() && unpaid_.empty();
  std::map<std::pair<check::PartyId, std::size_t>, Exact> open;
  if (!is_first) claims([&](std::size_t s, std::size_t i, const auto& which) { open[which] = i < unpaid_[s].size() ? unpaid_[s][i] : Exact(0); });
  std::map<check::PartyId, std::vector<Account>> kept;
  for (const auto& [target, account] : accounts_) kept[party(target->party)].push_back(account);
  text_ = text;
  const bool anew = texts_[text].counting_anew;
  unpaid_.assign(waterfall().steps.size(), {});
  claims([&](std::size_t s, std::size_t i, const auto& which) {
    unpaid_[s].resize(waterfall().steps[s].shares.size(), Exact(0));
    if (!anew && waterfall().steps[s].unpaid == WaterfallStep::Unpaid::carried) unpaid_[s][i] = open[which];
  });
  accounts_.clear();
  std::map<check::PartyId, std::size_t> count;
  for (const auto& step : waterfall().steps) {
    for (const auto& target : step.until) {
      if (target.kind != WaterfallTarget::Kind::earned) continue;
      const std::size_t number = count[party(target.party)]++;
      const auto& old = kept[party(target.party)];
      if (anew || number >= old.size()) {
        accounts_.emplace_back(&target, Account(terms_of(target)));
      } else {
        accounts_.emplace_back(&target, old[number]);
        accounts_.back().second.go_on(terms_of(target), *texts_[text].from);
      }
    }
  }
  const auto& provisos = waterfall().provisos;
  const bool carries = std::any_of(provisos.begin(), provisos.end(), [](const Proviso& proviso) {
    const auto* never = std::get_if<NeverBelowZero>(&proviso.form);
    return never != nullptr && never->losses_carried;
  });
  if (anew || !carries) loss_ = 0;
  if (anew) received_.clear();
}

Account::Terms Settling::Run::terms_of(const WaterfallTarget& target) {
  const auto& schedule = settling_.schedules_[clause_].periods;
  const Calendar& calendar = settling_.contract_.calendar;
  Account::Terms terms;
  terms.is_compounded = target.compounding == WaterfallTarget::Compounding::compounded;
  terms.called_at_end = target.counted_from_end;
  terms.return_first = target.first == WaterfallTarget::First::profit;
  for (const Period& year : calendar.cut(settling_.lives_[clause_], Frequency::year)) terms.year_ends.push_back(year.end());
  const Period days = counted();
  const auto& pins = settling_.obligations_[clause_].pins;
  const Asked whole{days, &schedule, pins, std::nullopt, std::nullopt, pins};
  for (const Period& piece : settling_.measures_.parts({&target.amount}, days, whole)) terms.cuts.push_back(piece.begin());
  terms.rate = [this, whole, &target](const Period& stretch) { return settling_.measures_.measure(target.amount, whole.over(stretch)); };
  terms.part_of_year = [&target](const Period& stretch) { return target.day_count ? exact(year_fraction(*target.day_count, stretch.begin(), stretch.end())) : Exact(1); };
  if (!target.counted) {
    terms.calls.push_back({days.begin(), settling_.measures_.measure(*target.on, whole)});
    return terms;
  }
  for (const Period& period : calendar.cut(days, *target.counted)) {
    if (!settling_.is_settled(period)) break;
    const Exact called = settling_.measures_.measure(*target.on, whole.over(period));
    terms.calls.push_back({target.counted_from_end ? period.end() : period.begin(), called});
  }
  return terms;
}

Exact Settling::Run::cash() {
  const Exact amount = measured(waterfall().cash);
  bool is_carried = false;
  for (const auto& proviso : waterfall().provisos) {
    const auto* never = std::get_if<NeverBelowZero>(&proviso.form);
    if (never != nullptr && never->losses_carried) is_carried = true;
  }
  const Exact with_loss = amount + loss_;
  if (is_carried) loss_ = std::min(with_loss, Exact(0));
  return std::max(is_carried ? with_loss : amount, Exact(0));
}

/// Profit is what all parties have received above the capital, to date.
Exact Settling::Run::profit(const Expression* capital) {
  if (capital == nullptr) throw NotCovered("profit above a capital that is not said");
  Exact received = total(shares_);
  for (const auto& [party, amount] : received_) received += amount;
  return received - measured_to_date(*capital);
}

/// What each has of what a step hands out.
std::vector<Exact> Settling::Run::rates_of(const WaterfallStep& step) {
  std::vector<Exact> rates;
  if (step.in_proportion) {
    for (const auto& share : step.shares) rates.push_back(measured(*share.share));
    for (const Exact& rate : rates) {
      if (rate < 0) throw DataFault("a part in proportion is below zero");
    }
    const Exact all = total(rates);
    for (Exact& rate : rates) rate = divided(rate, all);
    return rates;
  }
  Exact others = 1;
  for (const auto& share : step.shares) others -= share.share ? measured(*share.share) : Exact(0);
  for (const auto& share : step.shares) rates.push_back(share.share ? measured(*share.share) : others);
  if (total(rates) != 1) throw DataFault("the shares of a step do not add up to all of it");
  return rates;
}

/// What the step has to hand out until the target is met; nothing where it never is.
std::optional<Exact> Settling::Run::wanted(const WaterfallTarget& target, const Exact& rate) {
  const std::size_t place = place_of(target.party);
  const Exact received = received_[party(target.party)] + shares_[place];
  const auto at = [](const Exact& missing, const Exact& speed) -> std::optional<Exact> {
    if (missing <= 0) return Exact(0);
    if (speed <= 0) return std::nullopt;
    return Exact(missing / speed);
  };
  switch (target.kind) {
    case WaterfallTarget::Kind::received: return at(measured_to_date(target.amount) - received, rate);
    case WaterfallTarget::Kind::earned: {
      const auto account = std::find_if(accounts_.begin(), accounts_.end(), [&](const auto& one) { return one.first == &target; });
      return at(account->second.due() - shares_[place], rate);
    }
    case WaterfallTarget::Kind::has_share_of_profit: break;
  }
  const Exact share = measured(target.amount);
  return at(share * profit(check::capital_of(settling_.contract_, waterfall(), target)) - received, rate - share);
}

std::optional<Exact> Settling::Run::wanted_until(const WaterfallStep& step, const std::vector<Exact>& rates) {
  std::optional<Exact> result;
  bool is_first = true;
  for (const auto& target : step.until) {
    Exact rate = 0;
    for (std::size_t i = 0; i < step.shares.size(); ++i) rate += place_of(step.shares[i].party) == place_of(target.party) ? rates[i] : Exact(0);
    const std::optional<Exact> one = wanted(target, rate);
    if (is_first) {
      result = one;
    } else if (step.any_ends_it) {
      result = result && one ? std::min(*result, *one) : result ? result : one;
    } else {
      result = result && one ? std::optional(std::max(*result, *one)) : std::nullopt;
    }
    is_first = false;
  }
  return result;
}

void Settling::Run::hand_out(std::size_t s, Exact& rest) {
  const WaterfallStep& step = waterfall().steps[s];
  Exact runs = rest;
  if (step.at_most) runs = std::min(runs, measured(*step.at_most));
  if (check::hands_out_claims(settling_.contract_, step)) {
    auto& unpaid = unpaid_[s];
    unpaid.resize(step.shares.size(), Exact(0));
    std::vector<Exact> claims;
    for (std::size_t i = 0; i < step.shares.size(); ++i) claims.push_back(measured(*step.shares[i].share) + unpaid[i]);
    const Exact all = total(claims);
    runs = std::min(runs, all);
    for (std::size_t i = 0; i < claims.size(); ++i) {
      const Exact paid = all > 0 ? Exact(claims[i] * runs / all) : Exact(0);
      shares_[place_of(step.shares[i].party)] += paid;
      unpaid[i] = step.unpaid == WaterfallStep::Unpaid::carried ? Exact(claims[i] - paid) : Exact(0);
    }
    rest -= runs;
    return;
  }
  const std::vector<Exact> rates = rates_of(step);
  if (!step.until.empty()) {
    if (const auto wants = wanted_until(step, rates)) runs = std::min(runs, *wants);
  }
  for (std::size_t i = 0; i < step.shares.size(); ++i) shares_[place_of(step.shares[i].party)] += runs * rates[i];
  rest -= runs;
}

/// What a party gives back with the last run.
Settling::Paid Settling::Run::returned(const WaterfallReturn& one, const Period& period) {
  const Exact received = received_[party(one.party)];
  const Asked whole = now_->over(Period(counted().begin(), period.end()));
  const auto over_term = [&](const Expression& expression) { return settling_.measures_.measure(expression, whole); };
  shares_.assign(shares_.size(), Exact(0));
  const Exact base = one.of ? over_term(*one.of) : profit(check::capital_of(settling_.contract_, waterfall(), one));
  Exact amount = std::max(Exact(0), Exact(received - over_term(one.share) * std::max(Exact(0), base)));
  if (one.at_most) amount = std::min(amount, Exact(over_term(*one.at_most) * received));
  const check::Settlement& settlement = texts_[text_].settlement;
  if (settlement.rounding) amount = rounded(amount, *settlement.rounding);
  return settling_.as_settled(settling_.payment(clause_, {party(one.party), party(one.to)}, period, amount), settlement, settlement.due, period);
}

std::vector<Settling::Paid> Settling::Run::payments() {
  const Schedule& schedule = settling_.schedules_[clause_];
  std::vector<Paid> result;
  settling_.paid_[clause_] = {};
  std::optional<std::size_t> running;
  for (std::size_t i = 0; i < schedule.periods.size() && settling_.is_settled(schedule.periods[i]); ++i) {
    const Period& period = schedule.periods[i];
    const auto rules = [&](const check::WaterfallText& text) { return (!text.from || *text.from <= period.begin()) && (!text.end || period.begin() < *text.end); };
    const auto text = std::find_if(texts_.begin(), texts_.end(), rules);
    if (text == texts_.end()) continue;
    const auto place = static_cast<std::size_t>(text - texts_.begin());
    if (running != place) begin(place);
    running = place;
    const check::Settlement& settlement = text->settlement;
    std::optional<std::size_t> remainder_to;
    if (waterfall().remainder_to) remainder_to = place_of(*waterfall().remainder_to);
    now_ = settling_.asked(clause_, period, i, text->counting_anew ? text->from : std::nullopt);
    shares_.assign(text->recipients.size(), Exact(0));
    for (auto& [target, account] : accounts_) account.run_to(period.end());
    Exact rest = cash();
    for (std::size_t s = 0; s < waterfall().steps.size(); ++s) hand_out(s, rest);
    if (settlement.rounding) shares_ = rounded_shares(shares_, *settlement.rounding, remainder_to);
    for (auto& [target, account] : accounts_) account.receive(shares_[place_of(target->party)]);
    for (std::size_t r = 0; r < shares_.size(); ++r) {
      received_[text->recipients[r]] += shares_[r];
      result.push_back(settling_.as_settled(settling_.payment(clause_, {text->payer, text->recipients[r]}, period, shares_[r]), settlement, settlement.due, period));
    }
    if (period.end() == counted().end()) {
      for (const auto& one : waterfall().returns) result.push_back(returned(one, period));
    }
    settling_.paid_[clause_] = result;  // what later runs may look back at
  }
  return result;
}

std::vector<Settling::Paid> Settling::waterfall(ObligationId clause) { return Run(*this, clause).payments(); }

}  // namespace whereas::reference

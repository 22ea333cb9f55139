// Commitments, settled each year, and waterfalls, run once each window.
#include "tests/reference/settling.h"

#include "lang/check/waterfalls.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

std::vector<Settling::Paid> Settling::commitment(check::ClauseId clause, const Commitment& commitment) {
  const check::ClauseInfo& info = contract_.clauses[clause];
  const Schedule& schedule = schedules_[clause];
  if (commitment.each != Frequency::term || commitment.made_up || !commitment.provisos.empty()) throw NotCovered("a commitment that is not over the term alone");
  if (commitment.shortfall && commitment.shortfall->share) throw NotCovered("a part of a shortfall");
  const bool carries = commitment.excess && commitment.excess->is_carried;
  std::vector<Paid> result;
  Exact brought_forward = 0;
  Exact all_shortfalls = 0;
  for (std::size_t i = 0; i < schedule.periods.size() && is_settled(schedule.periods[i]); ++i) {
    const Period& year = schedule.periods[i];
    const Asked now = asked(clause, year, i);
    const Exact price = commitment.price ? measures_.measure(*commitment.price, now) : Exact(1);
    const Exact spend = measures_.measure(commitment.measure, now);
    std::optional<Exact> least;
    for (const auto& minimum : commitment.minimums) {
      const auto* in = std::get_if<Minimum::In>(&minimum.when);
      if (in == nullptr || in->period.period.frequency != Frequency::year) throw NotCovered("a minimum that is not of one year");
      const auto of_year = in->period.period.in(contract_.calendar).clipped_to(measures_.term());
      if (of_year && *of_year == year) least = measures_.measure(minimum.least, now);
    }
    Exact shortfall = 0;
    Exact carried = 0;
    if (least) {
      shortfall = std::max(Exact(0), Exact(*least - spend - brought_forward));
      if (carries) carried = std::max(Exact(0), Exact(spend + brought_forward - *least));
      if (carries && commitment.excess->at_most) {
        const auto& type = contract_.type(*commitment.excess->at_most);
        if (!type.is_number() || type.is_bare) throw NotCovered("an excess limited by an amount");
        carried = std::min(carried, Exact(measures_.measure(*commitment.excess->at_most, now) * *least));
      }
    }
    brought_forward = carried;
    all_shortfalls += shortfall;
    Exact pays = shortfall;
    if (i + 1 == schedule.periods.size()) {
      const Exact over_term = measures_.measure(commitment.measure, now.over(measures_.term()));
      pays += std::max(Exact(0), Exact(measures_.measure(commitment.total, now) - over_term - all_shortfalls));
    }
    Exact amount = commitment.shortfall && commitment.shortfall->is_paid ? Exact(pays * price) : Exact(0);
    if (info.settlement.rounding) amount = rounded(amount, *info.settlement.rounding);
    result.push_back(payment(clause, info.payee, year.last(), contract_.calendar.label(year, schedule.frequency), due(clause, year), amount));
  }
  return result;
}

namespace {

/// The pool is rounded first, each share down, and the missing units go by largest remainder, ties to the one named first.
std::vector<Exact> rounded_shares(const std::vector<Exact>& shares, Rounding rounding, std::optional<std::size_t> remainder_to) {
  Exact pool = 0;
  for (const auto& share : shares) pool += share;
  const Exact unit = power_of_ten(-rounding.places);
  std::vector<Exact> result;
  Exact missing = rounded(pool, rounding);
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

std::vector<Settling::Paid> Settling::waterfall(check::ClauseId clause, const Waterfall& waterfall) {
  const check::ClauseInfo& info = contract_.clauses[clause];
  const Schedule& schedule = schedules_[clause];
  std::vector<Paid> result;
  std::vector<Exact> received(info.recipients.size(), Exact(0));
  std::optional<std::size_t> remainder_to;
  for (std::size_t r = 0; r < info.recipients.size(); ++r) {
    if (waterfall.remainder_to && contract_.parties[info.recipients[r]].name == waterfall.remainder_to->text) remainder_to = r;
  }
  for (std::size_t i = 0; i < schedule.periods.size() && is_settled(schedule.periods[i]); ++i) {
    const Period& period = schedule.periods[i];
    const Asked now = asked(clause, period, i);
    const Exact cash = std::max(Exact(0), measures_.measure(waterfall.cash, now));
    std::vector<Exact> shares = distributed(waterfall, info, cash, received, now);
    if (info.settlement.rounding) shares = rounded_shares(shares, *info.settlement.rounding, remainder_to);
    for (std::size_t r = 0; r < shares.size(); ++r) {
      received[r] += shares[r];
      result.push_back(payment(clause, info.recipients[r], period.last(), contract_.calendar.label(period, schedule.frequency), due(clause, period), shares[r]));
    }
  }
  return result;
}

std::vector<Exact> Settling::distributed(const Waterfall& waterfall, const check::ClauseInfo& info, const Exact& cash, const std::vector<Exact>& received,
                                         const Asked& now) {
  const auto place_of = [&](const Name& party) {
    const auto id = contract_.party_named(party.text);
    return static_cast<std::size_t>(std::find(info.recipients.begin(), info.recipients.end(), id.value()) - info.recipients.begin());
  };
  std::vector<Exact> shares(info.recipients.size(), Exact(0));
  Exact rest = cash;
  if (!waterfall.returns.empty()) throw NotCovered("what a party of a waterfall returns");
  for (const auto& proviso : waterfall.provisos) {
    const auto* never = std::get_if<NeverBelowZero>(&proviso.form);
    if (never != nullptr && never->losses_carried) throw NotCovered("losses of a waterfall");
  }
  for (const auto& step : waterfall.steps) {
    const auto rate_of = [&](const WaterfallShare& one) {
      if (one.share) return measures_.measure(*one.share, now);
      Exact others = 1;
      for (const auto& other : step.shares) {
        if (other.share) others -= measures_.measure(*other.share, now);
      }
      return others;
    };
    Exact runs = rest;
    if (step.in_proportion || step.at_most || check::hands_out_claims(contract_, step)) throw NotCovered("claims, limits and proportions of a waterfall");
    if (step.until.size() > 1) throw NotCovered("several targets of one step");
    if (!step.until.empty()) {
      const WaterfallTarget& until = step.until.front();
      if (until.kind != WaterfallTarget::Kind::received) throw NotCovered("a preferred return or a catch-up");
      const std::size_t party = place_of(until.party);
      const Exact target = measures_.measure(until.amount, now.over(Period(measures_.term().begin(), now.window->end())));
      for (const auto& share : step.shares) {
        const Exact rate = rate_of(share);
        if (place_of(share.party) == party && rate > 0) runs = std::min(runs, std::max(Exact(0), Exact((target - received[party] - shares[party]) / rate)));
      }
    }
    Exact all = 0;
    for (const auto& share : step.shares) all += rate_of(share);
    if (all != 1) throw DataFault("the shares of a step do not add up to all of it");
    for (const auto& share : step.shares) shares[place_of(share.party)] += runs * rate_of(share);
    rest -= runs;
  }
  return shares;
}

}  // namespace whereas::reference

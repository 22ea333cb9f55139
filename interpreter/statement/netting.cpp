#include "interpreter/statement/netting.h"

#include "interpreter/evaluate/due.h"
#include "interpreter/statement/sums.h"

namespace whereas::statement {

void Netter::take(const check::CheckedContract& contract, const evaluate::Payments& payments, const std::optional<Period>& term, const Selection& selection) {
  for (const check::PartyInfo& party : contract.parties) {
    if (place(party.name) == parties_.size()) parties_.push_back(party.name);
  }
  for (const evaluate::Payment& payment : payments.payments) {
    const auto [days, label] = period_of(payment, by_, contract, term);
    Flow flow{payment.period.last(), days, label, contract.parties[payment.from].name, contract.parties[payment.to].name, money_of(payment),
              is_within(payment.period.last(), selection)};
    flows_.push_back(std::move(flow));
  }
}

Netting Netter::finish() {
  std::stable_sort(flows_.begin(), flows_.end(), [](const Flow& a, const Flow& b) { return a.day < b.day; });
  for (Flow flow : flows_) {
    if (flow.is_shown) add_position(flow);
    if (flow.money.amount.is_negative()) {  // paid back by the payee
      std::swap(flow.from, flow.to);
      flow.money = negated(flow.money);
    }
    add_return(flow);
  }
  for (NetPosition& position : netting_.positions) {
    position.net = position.received;
    add(position.net, negated(position.paid));
  }
  // Terms cut the same year at different days: it ends where the last of them does.
  const auto ends = [&](const std::string& period) {
    Date last;
    for (const Flow& flow : flows_) {
      if (flow.period == period) last = std::max(last, flow.days.last());
    }
    return last;
  };
  const auto order = [&](const auto& a, const auto& b) {
    return std::tuple(ends(a.period), place(a.party)) < std::tuple(ends(b.period), place(b.party));
  };
  std::stable_sort(netting_.positions.begin(), netting_.positions.end(), order);
  std::stable_sort(netting_.returns.begin(), netting_.returns.end(), order);

  // Where nobody's own money comes back, all is organic, and there is nothing to tell apart.
  const auto comes_back = [&](const Return& sought) {
    return std::any_of(netting_.returns.begin(), netting_.returns.end(), [&](const Return& one) {
      return one.party == sought.party && one.from == sought.from && one.received.currency == sought.received.currency && one.own.amount.sign() > 0;
    });
  };
  std::vector<Return> kept;
  std::copy_if(netting_.returns.begin(), netting_.returns.end(), std::back_inserter(kept), comes_back);
  netting_.returns = std::move(kept);
  return std::move(netting_);
}

void Netter::add_position(const Flow& flow) {
  add(position(flow, flow.from).paid, flow.money);
  add(position(flow, flow.to).received, flow.money);
}

void Netter::add_return(const Flow& flow) {
  const std::string currency = flow.money.currency.value_or("");
  Number& lent = lent_[Pair(flow.to, flow.from, currency)];
  Money own = flow.money;
  own.amount = min(flow.money.amount, max(lent, 0));
  lent -= flow.money.amount;
  lent_[Pair(flow.from, flow.to, currency)] += flow.money.amount;
  if (!flow.is_shown || flow.money.amount.is_zero()) return;

  Return& found = entry(
      netting_.returns,
      [&](const Return& one) {
        return one.period == flow.period && one.party == flow.to && one.from == flow.from && one.received.currency == flow.money.currency;
      },
      [&] {
        const Money nothing = nothing_in(flow.money);
        return Return{flow.period, flow.days, flow.to, flow.from, nothing, nothing, nothing};
      });
  add(found.received, flow.money);
  add(found.own, own);
  add(found.organic, flow.money);
  add(found.organic, negated(own));
}

NetPosition& Netter::position(const Flow& flow, const std::string& party) {
  return entry(
      netting_.positions, [&](const NetPosition& one) { return one.period == flow.period && one.party == party && one.paid.currency == flow.money.currency; },
      [&] {
        const Money nothing = nothing_in(flow.money);
        return NetPosition{flow.period, flow.days, party, nothing, nothing, nothing};
      });
}

std::size_t Netter::place(const std::string& party) const {
  return static_cast<std::size_t>(std::find(parties_.begin(), parties_.end(), party) - parties_.begin());
}

namespace {

/// One line for each period and currency in which the two pay one another anything.
void add_to_net(std::vector<NetLine>& lines, const check::NetSettlementInfo& info, const check::CheckedContract& contract, const evaluate::Payment& payment,
                const std::optional<Period>& term) {
  if (std::find(info.without.begin(), info.without.end(), payment.clause) != info.without.end()) return;  // paid by itself
  const bool pays_one = payment.from == info.one && payment.to == info.other;
  if (!pays_one && !(payment.from == info.other && payment.to == info.one)) return;
  const auto [days, label] = period_of(payment, info.each, contract, term);
  const Money money = money_of(payment);
  NetLine made{contract.parties[info.one].name, contract.parties[info.other].name, days, label, nothing_in(money), nothing_in(money), nothing_in(money), "", "", std::nullopt};
  NetLine& line = entry(
      lines, [&](const NetLine& one) { return one.one == made.one && one.other == made.other && one.days == made.days && one.net.currency == made.net.currency; },
      [&] { return made; });
  add(pays_one ? line.by_one : line.by_other, money);
}

}  // namespace

std::vector<NetLine> net_lines(const check::CheckedContract& contract, const evaluate::Payments& payments, const std::optional<Period>& term,
                               const std::optional<Date>& settled_to, const Selection& selection, Report& report) {
  std::vector<NetLine> lines;
  for (const check::NetSettlementInfo& info : contract.net_settlements) {
    std::vector<NetLine> own;
    for (const evaluate::Payment& payment : payments.payments) add_to_net(own, info, contract, payment, term);
    for (NetLine& line : own) {
      if (!is_within(line.days.last(), selection) || (settled_to && *settled_to < line.days.last())) continue;
      line.net = line.by_one;
      add(line.net, negated(line.by_other));
      if (!line.net.amount.is_zero()) {
        const bool is_turned = line.net.amount.is_negative();
        line.from = is_turned ? line.other : line.one;
        line.to = is_turned ? line.one : line.other;
        if (is_turned) line.net = negated(line.net);
      }
      if (info.due) line.due = evaluate::due_day(*info.due, line.days, contract, report);
      lines.push_back(std::move(line));
    }
  }
  std::stable_sort(lines.begin(), lines.end(), [](const NetLine& a, const NetLine& b) { return a.days.last() < b.days.last(); });
  return lines;
}

}  // namespace whereas::statement

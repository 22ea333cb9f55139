#include "interpreter/statement/statement.h"

#include "interpreter/statement/sums.h"
#include "lang/number/notation.h"
#include "lang/program/program.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace whereas::statement {

namespace {

using evaluate::Payment;

class Stater {
 public:
  Stater(const check::CheckedContract& contract, const Selection& selection, Statement& statement)
      : contract_(contract), selection_(selection), statement_(statement) {}

  void add_line(const Payment& payment) {
    Line line{payment.title, contract_.parties[payment.from].name, contract_.parties[payment.to].name, payment.period, payment.label, payment.due,
              money_of(payment)};
    if (!selection_.by) {
      statement_.lines.push_back(std::move(line));
      return;
    }
    std::tie(line.days, line.period) = period_of(payment, *selection_.by, contract_, statement_.term);
    const auto same = std::find_if(statement_.lines.rbegin(), statement_.lines.rend(), [&](const Line& other) {
      return other.days == line.days && other.clause == line.clause && other.from == line.from && other.to == line.to && other.paid.currency == line.paid.currency;
    });
    if (same == statement_.lines.rend()) {
      statement_.lines.push_back(std::move(line));
      return;
    }
    add(same->paid, line.paid);
    if (same->due != line.due) same->due.reset();
  }

  void add_to_totals(const Payment& payment) {
    const std::string& from = contract_.parties[payment.from].name;
    const std::string& to = contract_.parties[payment.to].name;
    const Money paid = money_of(payment);
    const auto is_currency = [&](const Money& money) { return money.currency == paid.currency; };

    Total& total = entry(
        statement_.totals, [&](const Total& t) { return t.clause == payment.title && t.from == from && t.to == to && is_currency(t.paid); },
        [&] { return Total{payment.title, from, to, nothing_in(paid)}; });
    add(total.paid, paid);

    const std::pair<Period, std::string> year = period_of(payment, Frequency::year, contract_, statement_.term);
    YearTotal& year_total = entry(
        statement_.years, [&](const YearTotal& y) { return y.year == year.second && is_currency(y.paid); },
        [&] { return YearTotal{year.second, year.first, nothing_in(paid)}; });
    add(year_total.paid, paid);

    add(entry(statement_.all, is_currency, [&] { return nothing_in(paid); }), paid);
    add(position(from, paid).paid, paid);
    add(position(to, paid).received, paid);
    if (!payment.rounding) entry(statement_.not_rounded, [&](const std::string& title) { return title == payment.title; }, [&] { return payment.title; });
  }

  void finish_positions() {
    for (Position& position : statement_.positions) {
      position.net = position.received;
      add(position.net, negated(position.paid));
    }
    const auto place = [&](const Position& position) {
      return std::find_if(contract_.parties.begin(), contract_.parties.end(), [&](const check::PartyInfo& party) { return party.name == position.party; });
    };
    std::stable_sort(statement_.positions.begin(), statement_.positions.end(), [&](const Position& a, const Position& b) { return place(a) < place(b); });
  }

 private:
  Position& position(const std::string& party, const Money& like) {
    return entry(
        statement_.positions, [&](const Position& p) { return p.party == party && p.paid.currency == like.currency; },
        [&] { return Position{party, nothing_in(like), nothing_in(like), nothing_in(like)}; });
  }

  const check::CheckedContract& contract_;
  const Selection& selection_;
  Statement& statement_;
};

/// The settlement periods that hold the first day without data, of clauses that are in force on it.
std::vector<std::string> waiting_periods(const check::CheckedContract& contract, Date data_ends, const std::map<check::ClauseId, Date>& last_days) {
  std::vector<std::string> labels;
  for (check::ClauseId id = 0; id < contract.clauses.size(); ++id) {
    const check::ClauseInfo& clause = contract.clauses[id];
    const std::optional<Frequency> frequency = clause.settlement.frequency;
    const auto last_day = last_days.find(id);
    if (!frequency || (last_day != last_days.end() && last_day->second <= data_ends)) continue;
    const std::string label =
        *frequency == Frequency::term ? "the term" : contract.calendar.label(contract.calendar.holding(data_ends.plus_days(1), *frequency), *frequency);
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
  }
  return labels;
}

}  // namespace

Statement state(const check::CheckedContract& contract, const data::Table& table, const evaluate::Payments& payments, const Selection& selection) {
  Statement statement;
  statement.deal = contract.title;
  if (statement.deal.empty() && contract.program != nullptr) statement.deal = contract.program->name;
  if (contract.currency) statement.currency = contract.units[*contract.currency].singular;
  if (table.data_ends) statement.data_ends = table.data_ends_label;
  statement.parties = contract.parties;
  statement.term = contract.term ? contract.term : table.term;
  const std::optional<Date> ends = payments.ends || !statement.term ? payments.ends : statement.term->last();
  if (table.data_ends && ends && *table.data_ends < *ends) {
    statement.settled_to = table.data_ends;
    statement.waiting = waiting_periods(contract, *table.data_ends, payments.last_days);
  }
  for (const evaluate::RateChange& change : payments.changes) {
    if (is_within(change.day, selection)) statement.changes.push_back(change);
  }
  statement.texts = payments.texts;
  statement.remarks = payments.remarks;
  statement.files = table.files;

  Stater stater(contract, selection, statement);
  for (const Payment& payment : payments.payments) {
    if (!is_within(payment.period.last(), selection)) continue;
    stater.add_line(payment);
    stater.add_to_totals(payment);
  }
  stater.finish_positions();
  std::stable_sort(statement.lines.begin(), statement.lines.end(), [](const Line& a, const Line& b) { return a.days.last() < b.days.last(); });
  return statement;
}

Money money_of(const Payment& payment) {
  std::optional<int> places;
  if (payment.rounding) places = std::max(0, payment.rounding->places);
  return {payment.amount, places, payment.currency};
}

bool is_within(Date day, const Selection& selection) { return !(selection.from && day < *selection.from) && !(selection.to && *selection.to < day); }

std::pair<Period, std::string> period_of(const Payment& payment, Frequency by, const check::CheckedContract& contract, const std::optional<Period>& term) {
  if (by == Frequency::term) return {term.value_or(payment.period), "term"};
  const Period whole = contract.calendar.holding(payment.period.last(), by);
  const Period clipped = term ? whole.clipped_to(*term).value_or(whole) : whole;
  return {clipped, contract.calendar.label(clipped, by)};
}

std::string exact_text(const Money& money) { return money.places ? money.amount.fixed_text(*money.places) : money.amount.text(); }
std::string grouped_text(const Money& money) { return grouped(money.amount, money.places); }

}  // namespace whereas::statement

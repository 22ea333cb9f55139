#include "interpreter/statement/statement.h"

#include "interpreter/statement/sums.h"
#include "lang/number/notation.h"
#include "lang/program/program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string_view>
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
    line.hangs_on.clear();
    const auto [known, is_new] = lines_.try_emplace({line.days.begin(), line.days.end(), about(payment)}, statement_.lines.size());
    if (is_new) {
      statement_.lines.push_back(std::move(line));
      return;
    }
    Line& same = statement_.lines[known->second];
    add(same.paid, line.paid);
    if (same.due != line.due) same.due.reset();
  }

  void add_to_totals(const Payment& payment) {
    const std::string& from = contract_.parties[payment.from].name;
    const std::string& to = contract_.parties[payment.to].name;
    const Money paid = money_of(payment);
    const auto is_currency = [&](const Money& money) { return money.currency == paid.currency; };

    const auto [known, is_new] = totals_.try_emplace(about(payment), statement_.totals.size());
    if (is_new) statement_.totals.push_back({payment.title, from, to, nothing_in(paid)});
    add(statement_.totals[known->second].paid, paid);
    if (!selection_.adds_up) return;

    const Period year = days_of(payment.period, Frequency::year, contract_, statement_.term);
    YearTotal& year_total = entry(
        statement_.years, [&](const YearTotal& y) { return y.days == year && is_currency(y.paid); },
        [&] { return YearTotal{contract_.calendar.label(year, Frequency::year), year, nothing_in(paid)}; });
    add(year_total.paid, paid);

    add(entry(statement_.all, is_currency, [&] { return nothing_in(paid); }), paid);
    add(position(from, paid).paid, paid);
    add(position(to, paid).received, paid);
    if (!payment.rounding) entry(statement_.not_rounded, [&](const std::string& title) { return title == payment.title; }, [&] { return payment.title; });
  }

  /// What is not known of a payment, with those of its clause that hang alike; and a line of its own where nothing is known.
  void add_hanging(const evaluate::Hanging& hanging) {
    std::vector<std::string> names;
    std::vector<std::string> figures;
    for (const check::EstimateId id : hanging.figures) {
      const check::EstimateInfo& info = contract_.estimates[id];
      names.push_back(info.name);
      figures.push_back(fmt::format("{}, which is {} (line {})", info.name, info.words, info.line));
    }
    using End = evaluate::Hanging::End;
    const std::string what = hanging.end == End::both ? "not known" : hanging.end == End::least ? "without a least" : "without a most";
    const std::string words = fmt::format("\"{}\" hangs on {}", hanging.title, fmt::join(figures, ", and on "));
    HangingLine& line = entry(
        statement_.hanging, [&](const HangingLine& one) { return one.words == words && one.what == what; }, [&] { return HangingLine{words, what, {}}; });
    if (line.periods.empty() || line.periods.back() != hanging.label) line.periods.push_back(hanging.label);

    const auto [days, label] = selection_.by ? period_of(hanging.period, *selection_.by, contract_, statement_.term) : std::pair(hanging.period, hanging.label);
    Line open{hanging.title, contract_.parties[hanging.from].name, contract_.parties[hanging.to].name, days, label, selection_.by ? std::nullopt : hanging.due, {}, names, true};
    open.paid.currency = currency_of(hanging.clause);
    for (std::vector<Line>* lines : {&statement_.lines, &statement_.open_lines}) {
      const auto known = std::find_if(lines->begin(), lines->end(), [&](const Line& one) {
        return one.days == open.days && one.period == open.period && one.clause == open.clause && one.from == open.from && one.to == open.to;
      });
      if (known == lines->end()) continue;
      for (const std::string& name : names) entry(known->hangs_on, [&](const std::string& one) { return one == name; }, [&] { return name; });
      return;
    }
    statement_.open_lines.push_back(std::move(open));
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
  std::optional<std::string> currency_of(check::ClauseId clause) const {
    const auto unit = contract_.clauses[clause].currency ? contract_.clauses[clause].currency : contract_.currency;
    return unit && *unit != check::nameless_currency ? std::optional(contract_.units[*unit].plural) : std::nullopt;
  }

  Position& position(const std::string& party, const Money& like) {
    return entry(
        statement_.positions, [&](const Position& p) { return p.party == party && p.paid.currency == like.currency; },
        [&] { return Position{party, nothing_in(like), nothing_in(like), nothing_in(like)}; });
  }

  /// Of which clause, from whom to whom, in which currency. Views into the payments, which stand still while they are stated.
  using About = std::tuple<std::string_view, check::PartyId, check::PartyId, std::string_view>;
  static About about(const Payment& payment) { return {payment.title, payment.from, payment.to, payment.currency ? std::string_view(*payment.currency) : std::string_view()}; }

  const check::CheckedContract& contract_;
  const Selection& selection_;
  Statement& statement_;
  std::map<About, std::size_t> totals_;                   ///< their places in the statement, as of the next
  std::map<std::tuple<Date, Date, About>, std::size_t> lines_;  ///< by their days
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
  for (const check::EstimateInfo& estimate : contract.estimates) statement.figures.push_back(estimate.name);
  statement.term = contract.term ? contract.term : table.term;
  statement.is_of_chosen_days = selection.from || selection.to;
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
  statement.lines.reserve(payments.payments.size());
  for (const Payment& payment : payments.payments) {
    if (!is_within(payment.period.last(), selection)) continue;
    stater.add_line(payment);
    stater.add_to_totals(payment);
  }
  for (const evaluate::Hanging& hanging : payments.hanging) {
    if (is_within(hanging.period.last(), selection)) stater.add_hanging(hanging);
  }
  stater.finish_positions();
  const auto is_earlier = [](const Line& a, const Line& b) { return a.days.last() < b.days.last(); };
  if (!std::is_sorted(statement.lines.begin(), statement.lines.end(), is_earlier)) std::stable_sort(statement.lines.begin(), statement.lines.end(), is_earlier);
  return statement;
}

Money money_of(const Payment& payment) {
  std::optional<int> places;
  if (payment.rounding) places = std::max(0, payment.rounding->places);
  Money money{payment.amount, places, payment.currency};
  if (payment.spread) {
    const evaluate::Spread& spread = *payment.spread;
    const auto amount = [](const std::optional<evaluate::End>& end) { return end ? std::optional(end->amount) : std::nullopt; };
    money.bounds = Bounds{amount(spread.least), amount(spread.most), spread.least_at, spread.most_at, spread.bends_in, false};
  }
  return money;
}

Bounds added_bounds(const Money& a, const Money& b) {
  const auto of = [](const Money& money) { return money.bounds.value_or(Bounds{money.amount, money.amount, {}, {}, {}, false}); };
  const Bounds left = of(a);
  const Bounds right = of(b);
  Bounds sum{std::nullopt, std::nullopt, {}, {}, left.bends_in, left.is_outer || right.is_outer};
  sum.bends_in.insert(right.bends_in.begin(), right.bends_in.end());
  if (left.least && right.least) sum.least = *left.least + *right.least;
  if (left.most && right.most) sum.most = *left.most + *right.most;
  // An exact amount is met at all ends.
  const auto both = [&](evaluate::Ends ends, const evaluate::Ends& others) {
    for (const auto& [figure, of_figure] : others) {
      unsigned& common = ends.try_emplace(figure, 3U).first->second;
      common &= of_figure;
      sum.is_outer = sum.is_outer || common == 0;
    }
    return ends;
  };
  if (sum.least) sum.least_at = both(left.least_at, right.least_at);
  if (sum.most) sum.most_at = both(left.most_at, right.most_at);
  return sum;
}

bool has_bounds(const Statement& statement) {
  return std::any_of(statement.lines.begin(), statement.lines.end(), [](const Line& line) { return line.paid.bounds.has_value(); });
}

bool is_within(Date day, const Selection& selection) { return !(selection.from && day < *selection.from) && !(selection.to && *selection.to < day); }

std::pair<Period, std::string> period_of(const Payment& payment, Frequency by, const check::CheckedContract& contract, const std::optional<Period>& term) {
  return period_of(payment.period, by, contract, term);
}

Period days_of(const Period& period, Frequency by, const check::CheckedContract& contract, const std::optional<Period>& term) {
  if (by == Frequency::term) return term.value_or(period);
  const Period whole = contract.calendar.holding(period.last(), by);
  return term ? whole.clipped_to(*term).value_or(whole) : whole;
}

std::pair<Period, std::string> period_of(const Period& period, Frequency by, const check::CheckedContract& contract, const std::optional<Period>& term) {
  const Period days = days_of(period, by, contract, term);
  return {days, by == Frequency::term ? "term" : contract.calendar.label(days, by)};
}

std::string exact_text(const Money& money) { return money.places ? money.amount.fixed_text(*money.places) : money.amount.text(); }

namespace {
std::string exact(const Number& amount, const Money& like) { return exact_text({amount, like.places, like.currency}); }
}  // namespace

std::string exact_least(const Money& money) { return !money.bounds ? exact_text(money) : money.bounds->least ? exact(*money.bounds->least, money) : ""; }
std::string exact_most(const Money& money) { return !money.bounds ? exact_text(money) : money.bounds->most ? exact(*money.bounds->most, money) : ""; }
std::string grouped_least(const Money& money) { return !money.bounds ? grouped(money.amount, money.places) : money.bounds->least ? grouped(*money.bounds->least, money.places) : "–"; }
std::string grouped_most(const Money& money) { return !money.bounds ? grouped(money.amount, money.places) : money.bounds->most ? grouped(*money.bounds->most, money.places) : "–"; }

std::string grouped_text(const Money& money) {
  if (!money.bounds) return grouped(money.amount, money.places);
  const Bounds& bounds = *money.bounds;
  if (bounds.least && bounds.most) return *bounds.least == *bounds.most && bounds.bends_in.empty() ? grouped_least(money) : grouped_least(money) + " to " + grouped_most(money) + (bounds.bends_in.empty() ? "" : "*");
  return bounds.least ? "at least " + grouped_least(money) : bounds.most ? "at most " + grouped_most(money) : "–";
}

}  // namespace whereas::statement

#include "interpreter/statement/comparison.h"

#include "interpreter/statement/sums.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace whereas::statement {

namespace {

/// Gathers rows of one kind: the first run in which a row comes up says where it stands.
class Rows {
 public:
  Rows(std::vector<Compared>& rows, std::size_t scenarios) : rows_(rows), scenarios_(scenarios) {}

  void add(std::size_t scenario, Compared row, const Money& amount, std::optional<Date> end, std::optional<Date> due = std::nullopt) {
    row.currency = amount.currency;
    const auto [known, is_new] = place_of_.try_emplace({row.deal, row.period, row.clause, row.from, row.to, row.currency}, rows_.size());
    if (is_new) {
      row.amounts.resize(scenarios_);
      row.dues.resize(scenarios_);
      row.ends.resize(scenarios_);
      rows_.push_back(std::move(row));
    }
    Compared& found = rows_[known->second];
    std::optional<Money>& sum = found.amounts[scenario];
    if (!sum) sum = nothing_in(amount);
    statement::add(*sum, amount);
    found.dues[scenario] = due;
    found.ends[scenario] = end;
  }

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::string, std::string, std::optional<std::string>>;

  std::vector<Compared>& rows_;
  std::map<Key, std::size_t> place_of_;
  std::size_t scenarios_;
};

}  // namespace

std::optional<Money> Compared::difference(std::size_t scenario) const {
  if (!amounts.front() || !amounts[scenario]) return std::nullopt;
  const auto is_whole = [&](const std::optional<Date>& end) { return !end || (last && *last <= *end); };
  if (ends.front() != ends[scenario] && !(is_whole(ends.front()) && is_whole(ends[scenario]))) return std::nullopt;
  Money difference = *amounts[scenario];
  add(difference, negated(*amounts.front()));
  return difference;
}

std::optional<Number> Compared::change(std::size_t scenario) const {
  const std::optional<Money> more = difference(scenario);
  if (!more || amounts.front()->amount.is_zero()) return std::nullopt;
  return more->amount / amounts.front()->amount.absolute();
}

Comparison compare(const std::vector<Run>& runs, bool positions_by_period) {
  Comparison comparison;
  Rows payments(comparison.payments, runs.size());
  Rows clauses(comparison.clauses, runs.size());
  Rows years(comparison.years, runs.size());
  Rows positions(comparison.positions, runs.size());
  for (std::size_t run = 0; run < runs.size(); ++run) {
    comparison.scenarios.push_back(runs[run].scenario.value_or("data"));
    for (const Statement& statement : runs[run].contracts) {
      const std::string deal = runs[run].contracts.size() > 1 ? statement.deal : "";
      for (const Line& line : statement.lines) payments.add(run, {deal, line.period, line.clause, line.from, line.to, line.days.last(), {}, {}, {}, {}}, line.paid, statement.settled_to, line.due);
      for (const Total& total : statement.totals) clauses.add(run, {deal, "", total.clause, total.from, total.to, {}, {}, {}, {}, {}}, total.paid, statement.settled_to);
      for (const YearTotal& year : statement.years) years.add(run, {"", year.year, "", "", "", year.days.last(), {}, {}, {}, {}}, year.paid, statement.settled_to);
    }
    std::optional<Date> earliest;
    for (const Statement& statement : runs[run].contracts) {
      if (statement.settled_to && (!earliest || *statement.settled_to < *earliest)) earliest = statement.settled_to;
    }
    for (const NetPosition& position : runs[run].netting.positions) {
      positions.add(run, {"", positions_by_period ? position.period : "", "", position.party, "", positions_by_period ? std::optional(position.days.last()) : std::nullopt, {}, {}, {}, {}}, position.net, earliest);
    }
  }
  const auto ends_earlier = [](const Compared& a, const Compared& b) { return a.last < b.last; };
  std::stable_sort(comparison.payments.begin(), comparison.payments.end(), ends_earlier);
  if (positions_by_period) std::stable_sort(comparison.positions.begin(), comparison.positions.end(), ends_earlier);
  std::stable_sort(comparison.years.begin(), comparison.years.end(), [](const Compared& a, const Compared& b) { return a.period < b.period; });
  return comparison;
}

}  // namespace whereas::statement

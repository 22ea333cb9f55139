// How far the data reaches: the term where the contract names none, and the last day that everything needed has.
#include "interpreter/data/table.h"

#include <algorithm>
#include <iterator>

namespace whereas::data {

namespace {

using check::CheckedContract;
using check::InputId;

/// Every input that the run needs and the table has, with whether what is missing of it is zero.
struct NeededSeries {
  const Series* series = nullptr;
  bool missing_is_zero = false;
  bool begins_before_term = false;
};

std::vector<NeededSeries> needed_series(const Table& table, const CheckedContract& contract, const std::vector<bool>& needed) {
  std::vector<NeededSeries> found;
  for (InputId input = 0; input < table.series.size(); ++input) {
    if (!needed[input] || !table.series[input] || table.series[input]->periods.empty()) continue;
    const check::InputInfo& info = contract.inputs[input];
    found.push_back({&*table.series[input], info.missing_is_zero, info.from.has_value()});
  }
  return found;
}

/// Those for which something holds, or all where it holds for none.
template <class Test>
std::vector<NeededSeries> preferably(const std::vector<NeededSeries>& all, Test test) {
  std::vector<NeededSeries> chosen;
  std::copy_if(all.begin(), all.end(), std::back_inserter(chosen), test);
  return chosen.empty() ? all : chosen;
}

/// From the first day of any figure to the last. A series that may begin before the term does not say where the term begins, unless all may.
Period extent_of(const std::vector<NeededSeries>& needed) {
  const auto beginning = preferably(needed, [](const NeededSeries& one) { return !one.begins_before_term; });
  Date begin = beginning.front().series->periods.front().begin();
  for (const NeededSeries& one : beginning) begin = std::min(begin, one.series->periods.front().begin());
  Date end = begin.plus_days(1);
  for (const NeededSeries& one : needed) end = std::max(end, one.series->periods.back().end());
  return Period(begin, end);
}

/// The series whose last period decides how far the data reaches. Where what is missing is zero, nothing is missing at the end either;
/// where that holds for every series, the longest decides.
const Series& last_to_decide(const std::vector<NeededSeries>& needed) {
  const auto strict = preferably(needed, [](const NeededSeries& one) { return !one.missing_is_zero; });
  const auto ends_earlier = [](const NeededSeries& a, const NeededSeries& b) { return a.series->periods.back().end() < b.series->periods.back().end(); };
  const bool has_strict = !strict.front().missing_is_zero;
  const auto found = has_strict ? std::min_element(strict.begin(), strict.end(), ends_earlier)
                                : std::max_element(strict.begin(), strict.end(), ends_earlier);
  return *found->series;
}

/// Zeros for the periods of `stretch`, before or behind all others of the series.
void add_zeros(Series& series, const Period& stretch, bool is_before, Span declared) {
  const std::vector<Period> added = series.calendar.cut(stretch, series.frequency);
  series.periods.insert(is_before ? series.periods.begin() : series.periods.end(), added.begin(), added.end());
  for (Column& column : series.columns) {
    Cell zero{Number(), declared};
    if (!column.cells.empty()) zero.place = is_before ? column.cells.front().place : column.cells.back().place;
    column.cells.insert(is_before ? column.cells.begin() : column.cells.end(), added.size(), zero);
  }
}

/// Fills a series in which what is missing is zero, from the first day of the term to the last of the data.
void fill_with_zeros(Series& series, const Period& term, Date data_end, Span declared) {
  if (series.periods.empty()) {
    if (term.begin() >= data_end) return;
    add_zeros(series, Period(term.begin(), data_end), false, declared);
    return;
  }
  if (term.begin() < series.periods.front().begin()) {
    add_zeros(series, Period(term.begin(), series.periods.front().begin()), true, declared);
  }
  const Date reached = series.periods.back().end();
  if (reached >= data_end) return;
  const Period last = series.calendar.holding(data_end.plus_days(-1), series.frequency);
  add_zeros(series, Period(reached, std::max(data_end, std::min(last.end(), term.end()))), false, declared);
}

/// Rows say nothing of the days on which there are none: where only rows are given, they are taken to be all, to the end of the month in
/// which the last lies. The statement says so.
void find_extent_of_records(Table& table, const std::vector<bool>& needed) {
  std::optional<Period> rows;
  for (InputId input = 0; input < table.series.size(); ++input) {
    if (!needed[input] || !table.series[input] || table.series[input]->days.empty()) continue;
    const auto& days = table.series[input]->days;
    const Period all = Period::through(days.front(), days.back());
    rows = rows ? Period(std::min(rows->begin(), all.begin()), std::max(rows->end(), all.end())) : all;
  }
  if (!rows) return;
  const Calendar calendar;
  const Period last = calendar.holding(rows->last(), Frequency::month);
  if (!table.term) table.term = Period(calendar.holding(rows->first(), Frequency::month).begin(), last.end());
  table.data_ends = std::min(last.last(), table.term->last());
  table.data_ends_label = calendar.label(last, Frequency::month);
}

}  // namespace

void find_extent(Table& table, const CheckedContract& contract, const std::vector<bool>& needed) {
  table.term = contract.run;
  table.data_ends.reset();
  table.data_ends_label.clear();
  std::vector<NeededSeries> used = needed_series(table, contract, needed);
  if (used.empty()) {
    find_extent_of_records(table, needed);
    if (table.data_ends) return;
    // Where no payment needs figures, those that are given still say how far it is settled.
    used = needed_series(table, contract, std::vector<bool>(table.series.size(), true));
    if (used.empty()) return;
  }

  if (!table.term) table.term = extent_of(used);
  const Series& last = last_to_decide(used);
  const Period last_period = last.periods.back();
  table.data_ends = last_period.last();
  table.data_ends_label = last.calendar.label(last_period, last.frequency);

  for (InputId input = 0; input < table.series.size(); ++input) {
    const check::InputInfo& info = contract.inputs[input];
    if (!table.series[input] || !info.missing_is_zero) continue;
    fill_with_zeros(*table.series[input], *table.term, last_period.end(), info.declared);
  }
}

}  // namespace whereas::data

// Figures of the data, cell by cell.
#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

bool admits(const Pin& pin, const std::string& value) {
  const bool named = std::find(pin.values.begin(), pin.values.end(), value) != pin.values.end();
  return named != pin.is_not;
}

int months_between(Date from, Date to) { return (to.year() - from.year()) * 12 + to.month() - from.month(); }

/// The part of a figure for `period` that falls into `window`, which lies inside it.
Exact spread(const Exact& figure, const Period& period, const Period& window, Input::Spread how) {
  if (how == Input::Spread::by_days) return figure * window.days() / period.days();
  if (how == Input::Spread::evenly && window.begin().day() == 1 && window.end().day() == 1) {
    const Date begin = Date::of(period.begin().year(), period.begin().month(), 1).value();
    const Date after = period.end().day() == 1 ? period.end() : period.last().plus_months(1);
    return figure * months_between(window.begin(), window.end()) / months_between(begin, after);
  }
  throw DataFault("a date cuts through the figure of a data period");
}

}  // namespace

/// `at month end`: a value on the last day of its period. Rates and prices hold for the whole of theirs.
bool Measures::stands_at_a_moment(check::InputId id) const {
  for (const auto& file : contract_.program->files) {
    for (const auto& declaration : file.contract->declarations) {
      const auto* declared = std::get_if<Input>(&declaration.form);
      if (declared != nullptr && declared->name.text == contract_.inputs[id].name) return declared->is_balance;
    }
  }
  return contract_.inputs[id].type.nature == check::Nature::balance;
}

bool Measures::counts(check::InputId id, const data::Column& column, const Asked& asked) const {
  const auto& dimensions = contract_.inputs[id].dimensions;
  for (const Pin& pin : asked.pins) {
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
      if (contract_.dimensions[dimensions[d]].name == pin.dimension && !admits(pin, column.values[d])) return false;
    }
  }
  return true;
}

Exact Measures::input(check::InputId id, const Asked& asked) const {
  const check::InputInfo& info = contract_.inputs[id];
  if (info.asked) return others_.at(info.asked->agreement)->figure(*info.asked, asked);
  if (!table_.series[id]) throw DataFault("no figures for " + info.name);
  if (info.is_record) return records(id, asked);
  const bool adds_up = info.type.nature == check::Nature::flow;
  const Date begins = info.from && *info.from < term_.begin() ? *info.from : term_.begin();
  const auto window = asked.window ? asked.window->from(begins) : std::nullopt;
  if (!window && !adds_up) throw DataFault("no value of " + info.name + " before the term");
  if (!window) return 0;
  if (asked.sees_until && window->last() > *asked.sees_until) throw DataFault("what is asked of " + info.name + " lies after the settlement period");
  return adds_up ? flow(id, *window, asked) : value(id, window->last(), asked);
}

/// Added up over the window.
Exact Measures::flow(check::InputId id, const Period& window, const Asked& asked) const {
  const check::InputInfo& info = contract_.inputs[id];
  const data::Series& series = *table_.series[id];
  Exact sum = 0;
  int days_found = 0;
  for (std::size_t i = 0; i < series.periods.size(); ++i) {
    const Period& period = series.periods[i];
    if (!period.overlaps(window)) continue;
    days_found += period.clipped_to(window)->days();
    for (const data::Column& column : series.columns) {
      if (!counts(id, column, asked)) continue;
      const Exact figure = exact(column.cells[i].value);
      sum += window.contains(period) ? figure : spread(figure, period, *period.clipped_to(window), info.spread);
    }
  }
  if (days_found != window.days()) throw DataFault("the figures of " + info.name + " do not cover " + window.text());
  return sum;
}

/// A balance on the day, or the rate or price that holds on it.
Exact Measures::value(check::InputId id, Date day, const Asked& asked) const {
  const data::Series& series = *table_.series[id];
  const bool at_a_moment = stands_at_a_moment(id);
  for (std::size_t i = 0; i < series.periods.size(); ++i) {
    if (at_a_moment ? series.periods[i].last() != day : !series.periods[i].contains(day)) continue;
    Exact sum = 0;
    for (const data::Column& column : series.columns) sum += counts(id, column, asked) ? exact(column.cells[i].value) : Exact(0);
    return sum;
  }
  throw DataFault("the figures of " + contract_.inputs[id].name + " have none on " + day.text());
}

/// Of the rows that lie in the window. A record that is asked for by name must have one.
Exact Measures::records(check::InputId id, const Asked& asked) const {
  const data::Series& series = *table_.series[id];
  if (!asked.window) return 0;
  if (asked.sees_until && asked.window->last() > *asked.sees_until) throw DataFault("what is asked of " + contract_.inputs[id].name + " lies after the settlement period");
  const std::string& dimension = contract_.dimensions[contract_.inputs[id].dimensions.front()].name;
  bool is_one = false;
  for (const Pin& pin : asked.pins) is_one = is_one || (pin.dimension == dimension && !pin.is_not && pin.values.size() == 1 && pin.is_one_of_all);
  Exact sum = 0;
  bool has_row = false;
  for (std::size_t i = 0; i < series.columns.size(); ++i) {
    if (!counts(id, series.columns[i], asked) || !asked.window->contains(series.days[i])) continue;
    has_row = true;
    sum += exact(series.columns[i].cells.front().value);
  }
  if (is_one && !has_row) throw DataFault("a record has no row of " + contract_.inputs[id].name);
  return sum;
}

/// The records that have a row in the window, with its day: of those that the words before have chosen.
std::map<std::string, Date> Measures::records_of(const OverDimension& over, const Said& summed, const Asked& asked) const {
  std::map<std::string, Date> records;
  for (const auto id : inputs_below(summed)) {
    const auto& info = contract_.inputs[id];
    const auto& series = table_.series[id];
    if (!info.is_record || !series || contract_.dimensions[info.dimensions.front()].name != over.dimension.text) continue;
    for (std::size_t i = 0; i < series->columns.size(); ++i) {
      if (asked.window->contains(series->days[i]) && counts(id, series->columns[i], asked)) records.emplace(series->columns[i].values.front(), series->days[i]);
    }
  }
  return records;
}

/// Those of the window that are among the first so many of their quarter, year or term.
std::set<std::string> Measures::free_records(const OverDimension& over, const Said& summed, const Asked& asked) const {
  std::set<std::string> free;
  if (!asked.window) return free;
  for (const Period& whole : contract_.calendar.cut(Period(std::min(term_.begin(), asked.window->begin()), run_.end()), over.free->each)) {
    if (!whole.overlaps(*asked.window)) continue;
    std::vector<std::pair<Date, std::string>> rows;
    for (const auto& [record, day] : records_of(over, summed, asked.over(Period(whole.begin(), std::min(whole.end(), asked.window->end()))))) rows.emplace_back(day, record);
    std::sort(rows.begin(), rows.end());
    for (std::size_t i = 0; i < rows.size() && Exact(static_cast<long>(i)) < exact(over.free->count); ++i) {
      const bool is_last = Exact(static_cast<long>(i + 1)) == exact(over.free->count);
      if (is_last && !over.free->by_name && i + 1 < rows.size() && rows[i + 1].first == rows[i].first) throw DataFault("which of two rows of one day is the first is not said");
      free.insert(rows[i].second);
    }
  }
  return free;
}

/// The values of a dimension that the data has; of records, those that are chosen and whose row lies in the window.
std::set<std::string> Measures::values_of(const OverDimension& over, const Said& summed, const Asked& asked) const {
  std::set<std::string> values;
  for (const auto id : inputs_below(summed)) {
    const auto& dimensions = contract_.inputs[id].dimensions;
    const auto& series = table_.series[id];
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
      if (contract_.dimensions[dimensions[d]].name != over.dimension.text || !series) continue;
      for (std::size_t i = 0; i < series->columns.size(); ++i) {
        if (contract_.inputs[id].is_record && (!asked.window || !asked.window->contains(series->days[i]) || !counts(id, series->columns[i], asked))) continue;
        values.insert(series->columns[i].values[d]);
      }
    }
  }
  std::erase_if(values, [&](const std::string& value) {
    return std::any_of(asked.pins.begin(), asked.pins.end(), [&](const Pin& pin) { return pin.dimension == over.dimension.text && !admits(pin, value); });
  });
  return values;
}

/// The mean over the data periods of the window: of whatever it is made of, and of the shortest where they differ.
Exact Measures::average(const Expression& expression, const Said& said, const Asked& asked) {
  const Said measured{&expression, said.parameters};
  std::optional<Frequency> shortest;
  std::set<Date> begins;
  std::vector<Period> periods;
  for (const auto id : inputs_below(measured)) {
    const auto& series = table_.series[id];
    if (!series || (shortest && is_shorter(*shortest, series->frequency))) continue;
    if (shortest != series->frequency) {
      periods.clear();
      begins.clear();
    }
    shortest = series->frequency;
    for (const Period& period : series->periods) {
      if (begins.insert(period.begin()).second) periods.push_back(period);
    }
  }
  if (!shortest) throw NotCovered("an average of what has no data periods");
  Exact sum = 0;
  int count = 0;
  for (const Period& period : periods) {
    if (!asked.window || !period.overlaps(*asked.window)) continue;
    sum += measure(measured, asked.over(period.clipped_to(*asked.window)));
    ++count;
  }
  if (!asked.window && count == 0) return 0;  // of flows before the term, which are nothing
  return divided(sum, count);
}

}  // namespace whereas::reference

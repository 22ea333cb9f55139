#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

/// Inputs with one row each (docs/language: Inputs and data, "One row each").
namespace whereas::evaluate {

const std::unordered_map<std::string, std::size_t>& Evaluation::Engine::rows_of_records(check::InputId input, const data::Series& series) {
  auto [known, is_new] = rows_of_records_.try_emplace(input);
  for (std::size_t row = 0; is_new && row < series.columns.size(); ++row) known->second.emplace(series.columns[row].values.front(), row);
  return known->second;
}

/// The record that the filter chooses by itself: `sale is "S1"`.
const std::string* Evaluation::Engine::record_chosen(check::InputId input, plan::FilterId filter) const {
  const auto record = contract_.inputs[input].dimensions.front();
  for (const auto& test : filters_[filter]) {
    if (test.dimension == record && !test.is_not && test.values.size() == 1) return &test.values.front();
  }
  return nullptr;
}

/// The rows that lie in the window and pass the filter. One that is chosen by itself is looked up, not searched for: a sum over records asks
/// for each in turn.
std::vector<std::size_t> Evaluation::Engine::rows_in(check::InputId input, const data::Series& series, const Asking& asking) {
  std::vector<std::size_t> rows;
  const auto take = [&](std::size_t row) {
    if (asking.window.contains(series.days[row]) && passes(input, series.columns[row], asking.filter)) rows.push_back(row);
  };
  if (const std::string* chosen = record_chosen(input, asking.filter)) {
    const auto& known = rows_of_records(input, series);
    if (const auto found = known.find(*chosen); found != known.end()) take(found->second);
    return rows;
  }
  const auto first = std::lower_bound(series.days.begin(), series.days.end(), asking.window.begin());
  for (auto row = static_cast<std::size_t>(first - series.days.begin()); row < series.days.size() && series.days[row] < asking.window.end(); ++row) take(row);
  return rows;
}

/// Two of one day, of which one is free and the other is not, are told apart by their names only where the contract says so.
std::set<std::string> Evaluation::Engine::free_records(const plan::OverDimension& over, const Asking& asking, Span said) {
  const plan::FreeRecords& free = *over.free;
  std::set<std::string> names;
  for (const Period& counted : free.each == Frequency::term ? std::vector<Period>{term_} : plan_.calendar.cut(term_, free.each)) {
    const auto so_far = counted.before(asking.window.end());
    if (!so_far || !counted.overlaps(asking.window)) continue;
    std::set<std::pair<Date, std::string>> rows;
    for (check::InputId input = 0; input < table_.series.size(); ++input) {
      const auto& info = contract_.inputs[input];
      if (!info.is_record || info.dimensions.front() != over.dimension || !table_.series[input]) continue;
      for (const std::size_t row : rows_in(input, *table_.series[input], {*so_far, asking.filter, asking.schedule})) {
        rows.emplace(table_.series[input]->days[row], table_.series[input]->columns[row].values.front());
      }
    }
    const auto most = static_cast<std::size_t>(free.count.to_integer());
    const auto end = rows.size() <= most ? rows.end() : std::next(rows.begin(), static_cast<std::ptrdiff_t>(most));
    if (end != rows.end() && std::prev(end)->first == end->first && !free.by_name) {
      const std::string& record = contract_.dimensions[over.dimension].name;
      report_.add(code::order_not_said)
          .says(fmt::format("the {} \"{}\" and the {} \"{}\" are both of {}, and only one of them is among the first {}", record, std::prev(end)->second, record, end->second, end->first.text(), free.count.text()))
          .at(free.said)
          .beside(said, "added up here")
          .help("say which comes first: `free, those of one day by name, of …`");
      stop();
    }
    for (auto row = rows.begin(); row != end; ++row) names.insert(row->second);
  }
  return names;
}

Date Evaluation::Engine::day_of_record(const plan::DayOfRecord& row, const Asking& asking, Span said) {
  const std::string& record = contract_.dimensions[row.record].name;
  for (check::InputId input = 0; input < table_.series.size(); ++input) {
    const auto& info = contract_.inputs[input];
    if (!info.is_record || info.dimensions.front() != row.record || !table_.series[input]) continue;
    const std::string* chosen = record_chosen(input, asking.filter);
    if (chosen == nullptr) break;
    const auto& known = rows_of_records(input, *table_.series[input]);
    if (const auto found = known.find(*chosen); found != known.end()) return table_.series[input]->days[found->second];
  }
  report_.add(code::not_over_dimension)
      .says(fmt::format("the day of one {} is meant, and this is asked for all of them together", record))
      .at(said)
      .help(fmt::format("work it out for each: `the sum over {} of …`", record));
  stop();
}

Figure Evaluation::Engine::records(check::InputId input, const data::Series& series, const Asking& asking, Span said) {
  const check::InputInfo& info = contract_.inputs[input];
  const bool is_rate = info.type.units.empty() && !info.is_number;
  const std::string* chosen = record_chosen(input, asking.filter);
  if (chosen != nullptr && !info.missing_is_zero && !rows_of_records(input, series).contains(*chosen)) {
    report_.add(code::no_figure)
        .says(fmt::format("`{}` has no row for the {} \"{}\"", info.name, contract_.dimensions[info.dimensions.front()].name, *chosen))
        .at(said)
        .beside(info.declared, "declared here")
        .help("give the row; where what is missing is zero, write so behind the unit of the input: `, missing is zero`");
    stop();
  }
  Number total;
  std::vector<ReasonId> parts;
  for (const std::size_t row : rows_in(input, series, asking)) {
    const data::Column& column = series.columns[row];
    total += column.cells.front().value;
    if (!derives()) continue;
    std::string words = info.name;
    for (const auto& value : column.values) words += ", " + value;
    parts.push_back(derivation_.add({Rule::data_read, column.cells.front().value, std::move(words), Period::through(series.days[row], series.days[row]), {}, column.cells.front().place, is_rate, {}}));
  }
  return with(because(Rule::sum, total, info.name, asking.window, said, std::move(parts), is_rate), data_asked(input, asking.filter));
}

}  // namespace whereas::evaluate

// Inputs with one row each: no periods to fill, but one row of each record, on one day.
#include "interpreter/data/series.h"
#include "interpreter/data/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace whereas::data {

using check::CheckedContract;
using check::InputId;

std::optional<Series> put_records_in_order(Gathered gathered, const CheckedContract& contract, InputId input, LimitedReport& report) {
  struct Row {
    Date day;
    Column column;
  };
  const check::InputInfo& info = contract.inputs[input];
  const std::string record = info.dimensions.empty() ? "row" : contract.dimensions[info.dimensions.front()].name;
  std::vector<Row> rows;
  std::map<std::string, Span> first_rows;
  for (GatheredColumn& column : gathered.columns) {
    for (std::size_t place = 0; place < column.cells.size(); ++place) {
      const std::string key = column.values.empty() ? std::string() : column.values.front();
      const auto [first, is_new] = first_rows.emplace(key, column.cells[place].place);
      if (is_new) {
        rows.push_back({column.periods[place].first(), {column.values, {std::move(column.cells[place])}}});
        continue;
      }
      report.add(code::duplicate_period)
          .says(fmt::format("the {} \"{}\" has a second row for {}", record, key, quoted(info.name)))
          .at(column.cells[place].place)
          .beside(first->second, "its first")
          .help(fmt::format("give each {} one row; where the two are different, give each a name of its own", record));
    }
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return std::tie(a.day, a.column.values) < std::tie(b.day, b.column.values); });
  Series series;
  series.frequency = Frequency::day;
  for (Row& row : rows) {
    series.days.push_back(row.day);
    series.columns.push_back(std::move(row.column));
  }
  return series;
}

void refuse_unlike_days(const Table& table, const CheckedContract& contract, LimitedReport& report) {
  std::map<std::pair<check::DimensionId, std::string>, std::pair<Date, Span>> first_rows;
  for (InputId input = 0; input < table.series.size(); ++input) {
    const check::InputInfo& info = contract.inputs[input];
    if (!table.series[input] || !info.is_record || info.dimensions.empty()) continue;
    const Series& series = *table.series[input];
    for (std::size_t place = 0; place < series.days.size(); ++place) {
      const Column& column = series.columns[place];
      const auto& [key, first] = *first_rows.emplace(std::pair(info.dimensions.front(), column.values.front()), std::pair(series.days[place], column.cells.front().place)).first;
      if (first.first == series.days[place]) continue;
      report.add(code::duplicate_period)
          .says(fmt::format("the {} \"{}\" has rows on {} and on {}", contract.dimensions[key.first].name, key.second, first.first.text(), series.days[place].text()))
          .at(column.cells.front().place)
          .beside(first.second, "of the earlier file or column")
          .help("give all that is told of one in rows of one day, or under another name");
    }
  }
}

}  // namespace whereas::data

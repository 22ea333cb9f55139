#include "interpreter/data/series.h"

#include "interpreter/data/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <tuple>

namespace whereas::data {

namespace {

using check::CheckedContract;
using check::InputId;

/// Sorts the cells by period; those of one period stay in the order in which they were read.
void sort_by_period(GatheredColumn& column) {
  if (std::is_sorted(column.periods.begin(), column.periods.end())) return;
  std::vector<std::size_t> order(column.periods.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return column.periods[a] < column.periods[b]; });
  std::vector<Period> periods;
  std::vector<Cell> cells;
  periods.reserve(order.size());
  cells.reserve(order.size());
  for (const std::size_t place : order) {
    periods.push_back(column.periods[place]);
    cells.push_back(std::move(column.cells[place]));
  }
  column.periods = std::move(periods);
  column.cells = std::move(cells);
}

class SeriesJoiner {
 public:
  SeriesJoiner(Gathered gathered, const CheckedContract& contract, InputId input, std::vector<Gap>& gaps, LimitedReport& report)
      : gathered_(std::move(gathered)), contract_(contract), input_(input), gaps_(gaps), report_(report) {}

  std::optional<Series> join() {
    series_.frequency = *gathered_.frequency;
    series_.calendar = gathered_.calendar;
    std::sort(gathered_.columns.begin(), gathered_.columns.end(),
              [](const GatheredColumn& a, const GatheredColumn& b) { return a.values < b.values; });
    for (GatheredColumn& column : gathered_.columns) {
      sort_by_period(column);
      refuse_repeated(column);
    }
    collect_periods();
    for (GatheredColumn& column : gathered_.columns) align(column);
    return std::move(series_);
  }

 private:
  bool fills_with_zero() const { return contract_.inputs[input_].missing_is_zero; }

  /// Refuses every figure whose period another of the column already covers, and leaves it out.
  void refuse_repeated(GatheredColumn& column) {
    std::size_t kept = 0;
    for (std::size_t next = 1; next < column.periods.size(); ++next) {
      if (column.periods[next].begin() >= column.periods[kept].end()) {
        ++kept;
        if (kept == next) continue;
        column.periods[kept] = column.periods[next];
        column.cells[kept] = std::move(column.cells[next]);
        continue;
      }
      const std::string whose = described(contract_, input_, column.values);
      const std::string label = label_of(series_, column.periods[next].begin(), column.periods[next].end());
      const bool is_same = column.periods[next] == column.periods[kept];
      report_.add(code::duplicate_period)
          .says(is_same ? fmt::format("{} is given twice for {}", label, whose)
                        : fmt::format("the periods of {} overlap", whose))
          .at(column.cells[next].place)
          .beside(column.cells[kept].place, is_same ? "first given here" : "another figure for some of its days")
          .help("leave one of the two figures out, or add them up into one");
    }
    column.periods.erase(column.periods.begin() + static_cast<std::ptrdiff_t>(kept) + 1, column.periods.end());
    column.cells.resize(kept + 1);
  }

  /// The periods that any column has, and those between them.
  void collect_periods() {
    std::vector<Period> all;
    for (const GatheredColumn& column : gathered_.columns) {
      if (std::includes(all.begin(), all.end(), column.periods.begin(), column.periods.end())) continue;
      std::vector<Period> united;
      std::set_union(all.begin(), all.end(), column.periods.begin(), column.periods.end(), std::back_inserter(united));
      all = std::move(united);
    }
    for (const Period& period : all) {
      if (!series_.periods.empty() && period.begin() < series_.periods.back().end()) continue;  // align refuses its column
      if (!series_.periods.empty() && series_.periods.back().end() < period.begin()) {
        const Period between(series_.periods.back().end(), period.begin());
        const std::vector<Period> missing = series_.calendar.cut(between, series_.frequency);
        series_.periods.insert(series_.periods.end(), missing.begin(), missing.end());
      }
      series_.periods.push_back(period);
    }
  }

  /// Gives a column one cell for every period of the series.
  void align(GatheredColumn& column) {
    Column& aligned = series_.columns.emplace_back();
    aligned.values = column.values;
    if (column.periods == series_.periods) {
      aligned.cells = std::move(column.cells);
      return;
    }
    if (!std::includes(series_.periods.begin(), series_.periods.end(), column.periods.begin(), column.periods.end())) {
      refuse_misfit(column);
      return;
    }
    std::size_t next = 0;
    for (std::size_t index = 0; index < series_.periods.size(); ++index) {
      if (next < column.periods.size() && column.periods[next] == series_.periods[index]) {
        aligned.cells.push_back(column.cells[next++]);
        continue;
      }
      const std::size_t first = index;
      const bool is_before = next < column.periods.size();
      const auto is_given = [&](const Period& period) { return is_before && period == column.periods[next]; };
      while (index + 1 < series_.periods.size() && !is_given(series_.periods[index + 1])) ++index;
      const Span row_after = column.cells[is_before ? next : next - 1].place;
      const Span row_before = aligned.cells.empty() ? row_after : aligned.cells.back().place;
      aligned.cells.resize(index + 1, Cell{Number(), row_before});
      if (fills_with_zero() || gathered_.has_lost_rows) continue;
      gaps_.push_back({row_after, is_before, label_of(series_, series_.periods[first].begin(), series_.periods[index].end()),
                       described(contract_, input_, column.values)});
    }
  }

  /// The columns of one input go by different calendars: one by `2026`, another by `fiscal 2026`.
  void refuse_misfit(const GatheredColumn& column) {
    const auto is_lacking = [&](const Period& period) { return !std::binary_search(series_.periods.begin(), series_.periods.end(), period); };
    const auto index = std::find_if(column.periods.begin(), column.periods.end(), is_lacking) - column.periods.begin();
    report_.add(code::wrong_frequency)
        .says(fmt::format("the figures of {} are for other periods than those of the rest of {}", described(contract_, input_, column.values),
                          quoted(contract_.inputs[input_].name)))
        .at(column.cells[static_cast<std::size_t>(index)].place)
        .help("give all figures of an input for periods of one length");
  }

  Gathered gathered_;
  const CheckedContract& contract_;
  InputId input_;
  std::vector<Gap>& gaps_;
  LimitedReport& report_;
  Series series_;
};

/// The whole row in which a cell stands: what is missing stands beside it.
Span row_of(Span cell, const Sources& sources) {
  const Source& source = sources[cell.source];
  const std::uint32_t line = source.place_of(cell.begin).line;
  const std::uint32_t begin = source.line_start(line);
  return {cell.source, begin, std::max(cell.end, begin + static_cast<std::uint32_t>(source.line(line).size()))};
}

}  // namespace

std::optional<Series> put_in_order(Gathered gathered, const CheckedContract& contract, InputId input, std::vector<Gap>& gaps,
                                   LimitedReport& report) {
  if (!gathered.frequency || gathered.columns.empty()) return std::nullopt;
  if (contract.inputs[input].is_record) return put_records_in_order(std::move(gathered), contract, input, report);
  return SeriesJoiner(std::move(gathered), contract, input, gaps, report).join();
}

std::string label_of(const Series& series, Date from, Date until) {
  const auto label = [&](Date day) { return series.calendar.label(Period(day, day.plus_days(1)), series.frequency); };
  const std::string first = label(from);
  const std::string last = label(until.plus_days(-1));
  return first == last ? first : fmt::format("{} to {}", first, last);
}

void report_gaps(const std::vector<Gap>& gaps, const Sources& sources, LimitedReport& report) {
  using Where = std::tuple<SourceId, std::uint32_t, bool, std::string>;
  std::map<Where, std::pair<Span, std::vector<std::string>>> rows;
  for (const Gap& gap : gaps) {
    const Span row = row_of(gap.place, sources);
    auto& [place, whose] = rows[{row.source, row.begin, gap.is_before, gap.missing}];
    place = whose.empty() ? row : cover(place, row);
    whose.push_back(gap.whose);
  }
  for (const auto& [where, row] : rows) {
    const auto& [place, whose] = row;
    report.add(code::missing_period)
        .says(fmt::format("the data leaves out {} for {}", std::get<std::string>(where), fmt::join(whose, ", ")))
        .at(place, std::get<bool>(where) ? "missing before this row" : "missing behind this row")
        .help("add the row; where what is missing is zero, write so behind the unit of the input: `, missing is zero`")
        .help("where it is estimated, say so by a file of its own: several data files are one table");
  }
}

}  // namespace whereas::data

// Rates in the data, as they are read: a decimal, so that 5 is 500%.
#include "interpreter/data/table.h"
#include "interpreter/data/wording.h"

#include <fmt/format.h>

namespace whereas::data {

namespace {

std::string percentage(const Number& rate) { return (rate * Number(100)).text() + "%"; }

/// The period or day that a cell is for.
std::string when(const Series& series, std::size_t column, std::size_t cell) {
  if (!series.days.empty()) return series.days[column].text();
  return series.calendar.label(series.periods[cell], series.frequency);
}

/// What the cell says as a percentage, where it says no more than 100%.
void help_with(const Number& cell, Diagnostic& warned) {
  const Number hundredth = cell * Number::decimal(1, 2);
  if (hundredth <= 1) warned.help(fmt::format("if {}% is meant, write `{}`", cell.text(), hundredth.text()));
  warned.help("if it is no share but a plain figure, such as an index, declare the input as `number`");
}

}  // namespace

void warn_of_rates(const check::CheckedContract& contract, const Table& table, Report& report) {
  for (check::InputId input = 0; input < table.series.size(); ++input) {
    const check::InputInfo& info = contract.inputs[input];
    const bool is_rate = info.type.is_number() && !info.type.is_bare && !info.is_number && !info.is_implied;
    if (!table.series[input] || info.asked || !is_rate) continue;
    const Series& series = *table.series[input];
    std::size_t others = 0;
    Diagnostic* warned = nullptr;
    Number first;
    for (std::size_t column = 0; column < series.columns.size(); ++column) {
      const auto& cells = series.columns[column].cells;
      for (std::size_t place = 0; place < cells.size(); ++place) {
        if (cells[place].value <= 1) continue;
        if (warned != nullptr) {
          ++others;
          continue;
        }
        first = cells[place].value;
        warned = &report.add(code::rate_past_all);
        warned->says(fmt::format("{} is {} in {}", described(contract, input, series.columns[column].values), percentage(first), when(series, column, place))).at(cells[place].place);
      }
    }
    if (warned == nullptr) continue;
    std::string note = "a rate is read as a decimal: `0.05` is 5%, and `1` is 100%";
    if (others > 0) note += fmt::format("; {} more of its figures {} above 100%", others, others == 1 ? "is" : "are");
    warned->note(std::move(note));
    help_with(first, *warned);
  }
}

}  // namespace whereas::data

#include "interpreter/data/rows.h"

#include "interpreter/data/refusal.h"
#include "interpreter/data/wording.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::data {

using check::CheckedContract;
using check::DimensionId;
using check::InputId;
using check::InputInfo;

RowsReader::RowsReader(const CheckedContract& contract, std::vector<UnusedName>& unused, const std::optional<Shared>& shared, LimitedReport& report)
    : contract_(contract), unused_(unused), shared_(shared), report_(report), figures_(nothing_gathered()) {}

std::vector<Gathered> RowsReader::nothing_gathered() const {
  std::vector<Gathered> figures(contract_.inputs.size());
  for (InputId input = 0; input < figures.size(); ++input) figures[input].frequency = contract_.inputs[input].frequency;
  return figures;
}

/// Behind figures that all scenarios have come those of the one.
std::vector<Gathered> RowsReader::figures_of(std::size_t scenario) const {
  std::vector<Gathered> figures = figures_;
  for (InputId input = 0; input < figures.size(); ++input) {
    Gathered& all = figures[input];
    const Gathered& own = scenarios_[scenario].figures[input];
    for (const GatheredColumn& column : own.columns) {
      const auto same = std::find_if(all.columns.begin(), all.columns.end(), [&](const GatheredColumn& one) { return one.values == column.values; });
      GatheredColumn& into = same == all.columns.end() ? all.columns.emplace_back(GatheredColumn{column.values, {}, {}}) : *same;
      into.periods.insert(into.periods.end(), column.periods.begin(), column.periods.end());
      into.cells.insert(into.cells.end(), column.cells.begin(), column.cells.end());
    }
    if (!own.columns.empty()) {
      all.frequency = own.frequency;
      all.calendar = own.calendar;
    }
    if (!all.named) all.named = own.named;
    all.has_lost_rows = all.has_lost_rows || own.has_lost_rows;
  }
  return figures;
}

/// From here on figures are gathered for the scenario that the row names; false where it names none.
bool RowsReader::turn_to_scenario(const Cells& cells, const Header& header) {
  into_ = &figures_;
  if (!header.scenario) return true;
  const CsvCell& name = cells[*header.scenario];
  if (name.text.empty()) {
    report_.add(code::empty_dimension).says("the row does not say which scenario it belongs to").at(name.place)
        .help("write the scenario's name in this cell; figures that all scenarios have stand in a file without the column");
    return false;
  }
  text_.assign(name.text);
  const auto [known, is_new] = place_of_scenario_.try_emplace(text_, scenarios_.size());
  if (is_new) scenarios_.push_back({text_, name.place, nothing_gathered()});
  into_ = &scenarios_[known->second].figures;
  for (const Header::InputColumn& column : header.inputs) {
    if (!(*into_)[column.input].named) (*into_)[column.input].named = column.place;
  }
  return true;
}

std::size_t RowsReader::read(CsvReader& reader, const Header& header) {
  series_.clear();
  into_ = &figures_;
  for (const Header::InputColumn& column : header.inputs) {
    if (!header.scenario && !figures_[column.input].named) figures_[column.input].named = column.place;
  }
  std::size_t count = 0;
  while (!report_.is_full()) {
    const CsvReader::Result result = reader.next();
    if (result == CsvReader::Result::end) break;
    ++count;
    if (++rows_ > most_rows) {
      report_.add(code::too_long).says(fmt::format("the data has more than {} rows", most_rows)).at(reader.record_place())
          .help("give the data for longer periods");
      lose_row_of(header);
      break;
    }
    into_ = &figures_;
    if (result == CsvReader::Result::broken || !has_width(reader, header) || !turn_to_scenario(reader.cells(), header)) {
      lose_row_of(header);
    } else if (header.long_columns) {
      read_long_row(reader.cells(), header);
    } else {
      read_wide_row(reader.cells(), header);
    }
  }
  return count;
}

bool RowsReader::has_width(const CsvReader& reader, const Header& header) {
  const Cells& cells = reader.cells();
  if (cells.size() == header.width) return true;
  const auto counted = [](std::size_t count) { return fmt::format("{} cell{}", count, count == 1 ? "" : "s"); };
  const bool is_long = cells.size() > header.width;
  Diagnostic& refused = report_.add(code::wrong_number_of_cells)
                            .says(fmt::format("the row has {}, and the header names {}", counted(cells.size()), header.width))
                            .at(is_long ? cover(cells[header.width].place, cells.back().place) : reader.record_place());
  refused.help(is_long ? "a cell that holds a comma stands in quotes, and a figure holds none" : "give every column a cell; where a figure is zero, write `0`");
  return false;
}

void RowsReader::lose_row_of(const Header& header) {
  for (const Header::InputColumn& column : header.inputs) lose(column.input);
  if (!header.long_columns) return;
  for (Gathered& gathered : *into_) gathered.has_lost_rows = true;
}

void RowsReader::read_wide_row(const Cells& cells, const Header& header) {
  const RowPeriod* period = period_in(cells[header.period]);
  if (period == nullptr || !has_wide_dimensions(cells, header)) {
    lose_row_of(header);
    return;
  }
  for (const Header::InputColumn& column : header.inputs) {
    if (is_of_another(*period, column.input)) continue;
    // A row for days of another column's: an empty cell is nothing that is missing here.
    if (cells[column.column].text.empty() && is_outside(*period, column.input)) continue;
    const std::optional<Period> own = fitted(*period, column.input, cells[header.period].place);
    if (own) {
      add_figure(cells, header, column.input, *own, cells[column.column]);
    } else {
      lose(column.input);
    }
  }
}

/// `P ` beside `P`, as spreadsheets leave it, would be another product.
bool RowsReader::has_no_blank_around(const CsvCell& cell, DimensionId dimension) {
  const std::string alone(without_blanks_around(cell.text));
  if (alone.size() == cell.text.size()) return true;
  Diagnostic& refused = report_.add(code::look_alike).at(cell.place);
  refused.says(fmt::format("a blank stands {} the {} {}, which would be another than {}", cell.text.starts_with(alone) ? "behind" : "before", contract_.dimensions[dimension].name, quoted(cell.text), quoted(alone)));
  const bool has_quotes = cell.place.end - cell.place.begin > cell.text.size();
  if (!alone.empty()) refused.offers("write it alone", replace(cell.place, has_quotes ? fmt::format("\"{}\"", alone) : alone));
  return false;
}

bool RowsReader::has_wide_dimensions(const Cells& cells, const Header& header) {
  bool has_all = true;
  for (DimensionId dimension = 0; dimension < header.dimensions.size(); ++dimension) {
    const auto column = header.dimensions[dimension];
    if (!column) continue;
    if (!cells[*column].text.empty()) {
      has_all = has_no_blank_around(cells[*column], dimension) && has_all;
      continue;
    }
    report_.add(code::empty_dimension)
        .says(fmt::format("the row names no {}", quoted(contract_.dimensions[dimension].name)))
        .at(cells[*column].place)
        .help(fmt::format("write the {} in this cell, as it is written in the contract", contract_.dimensions[dimension].name));
    has_all = false;
  }
  return has_all;
}

void RowsReader::read_long_row(const Cells& cells, const Header& header) {
  const RowPeriod* period = period_in(cells[header.period]);
  const CsvCell& name = cells[header.long_columns->series];
  if (name.text.empty()) {
    report_.add(code::series_not_named).says("the row does not say which series it belongs to").at(name.place)
        .help("write the name of an input in this cell");
    lose_row_of(header);
    return;
  }
  const std::optional<InputId> input = series_in(name, header);
  if (!input) return;
  if (!(*into_)[*input].named) (*into_)[*input].named = name.place;
  if (period != nullptr && is_of_another(*period, *input)) return;
  const bool has_dimensions = has_long_dimensions(cells, header, *input);
  const std::optional<Period> own = period != nullptr ? fitted(*period, *input, cells[header.period].place) : std::nullopt;
  if (own && has_dimensions) {
    add_figure(cells, header, *input, *own, cells[header.long_columns->value]);
  } else {
    lose(*input);
  }
}

std::optional<InputId> RowsReader::series_in(const CsvCell& cell, const Header& header) {
  const auto known = series_.find(cell.text);
  if (known != series_.end()) return known->second;

  std::string name(cell.text);
  const auto is_named_so = [&](const InputInfo& info) { return info.name == name && !info.asked; };
  const auto found = std::find_if(contract_.inputs.begin(), contract_.inputs.end(), is_named_so);
  std::optional<InputId> input;
  if (found == contract_.inputs.end()) {
    if (unused_series_.insert(name).second) unused_.push_back({name, cell.place, true});
  } else {
    input = static_cast<InputId>(found - contract_.inputs.begin());
    if (!(*into_)[*input].named) (*into_)[*input].named = cell.place;
    const std::vector<std::string> lacking = lacking_dimensions(header, contract_, *input);
    if (!lacking.empty()) {
      report_.add(code::missing_column).says(lacking_dimensions_message(lacking, name)).at(header.place).beside(cell.place, "it is named here")
          .help("add the column, with a value in every row");
      lose(*input);
      figures_[*input].has_lost_rows = true;  // for every scenario
      input.reset();
    }
  }
  series_.emplace(std::move(name), input);
  return input;
}

bool RowsReader::has_long_dimensions(const Cells& cells, const Header& header, InputId input) {
  const InputInfo& info = contract_.inputs[input];
  bool fits = true;
  for (DimensionId dimension = 0; dimension < header.dimensions.size(); ++dimension) {
    if (!header.dimensions[dimension]) continue;
    const CsvCell& cell = cells[*header.dimensions[dimension]];
    const bool is_own = std::find(info.dimensions.begin(), info.dimensions.end(), dimension) != info.dimensions.end();
    if (is_own != cell.text.empty()) {
      fits = (!is_own || has_no_blank_around(cell, dimension)) && fits;
      continue;
    }
    const std::string name = quoted(contract_.dimensions[dimension].name);
    if (is_own) {
      report_.add(code::empty_dimension).says(fmt::format("the row of {} names no {}", quoted(info.name), name)).at(cell.place)
          .help(fmt::format("write the {} in this cell, as it is written in the contract", name));
    } else {
      report_.add(code::wrong_dimensions)
          .says(fmt::format("{} is not given by {}", quoted(info.name), name))
          .at(cell.place)
          .help("leave the cell empty");
    }
    fits = false;
  }
  return fits;
}

const RowPeriod* RowsReader::period_in(const CsvCell& cell) {
  text_.assign(cell.text);
  const auto known = periods_.find(text_);
  if (known != periods_.end()) return &known->second;
  if (const std::optional<RowPeriod> period = read_row_period(cell.text)) return &periods_.emplace(text_, *period).first->second;

  const Refusal refusal = why_not_a_period(cell.text, contract_.calendar);
  const std::string message = cell.text.empty() ? "the row names no period" : fmt::format("{} is not a period: {}", quoted(cell.text), refusal.why);
  Diagnostic& refused = report_.add(code::not_a_period).says(message).at(cell.place);
  for (const std::string& meant : refusal.meant) refused.offers("write it so", replace(cell.place, meant));
  return nullptr;
}

std::optional<RowPeriod> RowsReader::read_row_period(std::string_view text) const {
  Calendar::Kind kind = Calendar::Kind::calendar;
  constexpr std::string_view fiscal = "fiscal ";
  constexpr std::string_view contract = "contract ";
  if (text.starts_with(fiscal)) {
    kind = Calendar::Kind::fiscal;
    text.remove_prefix(fiscal.size());
  } else if (text.starts_with(contract)) {
    kind = Calendar::Kind::contract;
    text.remove_prefix(contract.size());
  }
  std::optional<WrittenPeriod> written = read_period(text);
  if (!written) return std::nullopt;
  if (kind != Calendar::Kind::calendar && (kind != contract_.calendar.kind() || written->frequency == Frequency::day)) return std::nullopt;
  written->kind = kind;
  return RowPeriod{*written, written->in(contract_.calendar)};
}

void RowsReader::add_figure(const Cells& cells, const Header& header, InputId input, const Period& period, const CsvCell& cell) {
  GatheredColumn& column = column_of(cells, header, input);
  column.periods.push_back(period);
  column.cells.push_back({figure_in(cell, input), cell.place});
}

GatheredColumn& RowsReader::column_of(const Cells& cells, const Header& header, InputId input) {
  Gathered& gathered = (*into_)[input];
  const std::vector<DimensionId>& dimensions = contract_.inputs[input].dimensions;
  if (dimensions.empty() && !gathered.columns.empty()) return gathered.columns.front();

  text_.clear();
  for (const DimensionId dimension : dimensions) {
    text_ += cells[*header.dimensions[dimension]].text;
    text_ += '\0';  // no text that passed find_fault has one
  }
  const auto [known, is_new] = gathered.by_values.try_emplace(text_, gathered.columns.size());
  if (!is_new) return gathered.columns[known->second];
  GatheredColumn& column = gathered.columns.emplace_back();
  for (const DimensionId dimension : dimensions) column.values.emplace_back(cells[*header.dimensions[dimension]].text);
  return column;
}

/// Zero where the cell is refused: the period is there all the same.
Number RowsReader::figure_in(const CsvCell& cell, InputId input) {
  const InputInfo& info = contract_.inputs[input];
  const std::optional<Number> figure = read_decimal_cell(cell.text);
  if (!figure) {
    const Refusal refusal = why_not_a_decimal(cell.text);
    const std::string message = cell.text.empty()
                                    ? fmt::format("the figure of {} is missing: {}", quoted(info.name), refusal.why)
                                    : fmt::format("{} is not a decimal: {}", quoted(cell.text), refusal.why);
    Diagnostic& refused = report_.add(code::not_a_decimal).says(message).at(cell.place);
    if (cell.text.empty()) {
      refused.help("where the figure is zero, write `0`");
    } else if (refusal.meant.empty()) {
      refused.help("write digits with a point before the decimals, such as `1200000` or `-3.5`; where the figure is zero, `0`");
    }
    for (const std::string& meant : refusal.meant) {
      refused.offers(refusal.meant.size() == 1 ? "write it so" : "write what is meant", replace(cell.place, meant));
    }
    return {};
  }
  if (figure->is_negative() && !info.may_be_negative) {
    Diagnostic& refused = report_.add(code::negative_figure).says(fmt::format("{} is below zero", quoted(info.name))).at(cell.place);
    if (info.is_implied) {
      refused.help(fmt::format("where it can be, declare `input {}` with `may be negative`", info.name));
    } else {
      refused.beside(info.declared, "declared here").help("where it can be, write so behind its unit: `, may be negative`");
    }
    return {};
  }
  return *figure;
}

}  // namespace whereas::data

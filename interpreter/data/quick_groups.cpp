// The part of reading quickly that is done once for each name: periods, values, columns, and what becomes of the figures.
#include "interpreter/data/quick_rows.h"

#include "interpreter/data/wording.h"

#include "lang/text/unicode.h"

#include <algorithm>

namespace whereas::data {

using check::DimensionId;
using check::InputId;
using check::InputInfo;

namespace {

/// digits / 10^scale: digits are taken apart in pieces of eighteen.
Number number_of(number::Digits digits, int scale) {
  if (number::fits_64(digits)) return Number::decimal(static_cast<std::int64_t>(digits), scale);
  const std::int64_t piece = number::small_power_of_ten(18);
  const number::Digits upper = digits / piece;
  const Number whole = (Number(static_cast<std::int64_t>(upper / piece)) * Number(piece) + Number(static_cast<std::int64_t>(upper % piece))) * Number(piece) + Number(static_cast<std::int64_t>(digits % piece));
  return whole * Number::decimal(1, scale);
}

}  // namespace

/// The number of a period's text; tried first is the one that came behind the last period before.
std::uint32_t QuickRows::number_of_text(std::string_view written) {
  if (last_period_text_ == nobody) return period_texts_.number_of(written);
  if (last_period_text_ >= next_period_.size()) next_period_.resize(period_texts_.count(), nobody);
  std::uint32_t& next = next_period_[last_period_text_];
  if (next == nobody || !same_text(written, period_texts_[next])) next = period_texts_.number_of(written);
  return next;
}

/// The period of the text read last. One that the group has not met is read the slow way; all its inputs must have the same.
std::uint32_t QuickRows::find_period(Group& group, std::string_view written, const Cell& cell) {
  const std::uint32_t text = last_period_text_;
  if (text >= group.period_of_text.size()) group.period_of_text.resize(std::max<std::size_t>(text + 1, group.period_of_text.size() * 2), nobody);
  if (group.period_of_text[text] != nobody) return group.period_of_text[text];
  const CsvCell csv = csv_cell(cell, written);
  const std::optional<RowPeriod> row = rows_.read_row_period(written);
  if (!row) return nobody;
  std::optional<Period> common;
  for (const InputId input : group.inputs) {
    const std::optional<Period> own = rows_.fitted(*row, input, csv.place);
    if (!own || (common && *common != *own)) return nobody;
    common = own;
  }
  if (!common) return nobody;
  const auto [known, is_new] = group.number_of_period.try_emplace(*common, static_cast<std::uint32_t>(group.periods.size()));
  if (is_new) group.periods.push_back(*common);
  return group.period_of_text[text] = known->second;
}

QuickRows::Combination* QuickRows::find_combination(Group& group, const std::vector<std::string_view>& names) {
  // Pairs are told apart by their first: 0 for the first dimension, else what stands for all before and one more.
  std::uint32_t combination = 0;
  std::uint32_t before = 0;
  std::vector<std::uint32_t> values;
  for (const std::string_view name : names) {
    if (name.empty()) return nullptr;
    const std::size_t known = names_.count();
    values.push_back(names_.number_of(name));
    if (names_.count() > known && (name.find('"') != std::string_view::npos || without_blanks_around(name).size() != name.size() || find_fault(name))) return nullptr;
    combination = group.pairs.number_of(before, values.back());
    before = combination + 1;
  }
  if (combination >= group.combinations.size()) group.combinations.resize(combination + 1);
  Combination& found = group.combinations[combination];
  if (found.column == nullptr) found.column = column_of(group, combination, values);
  return &found;
}

/// What the series is that rows name so.
const QuickRows::Series* QuickRows::series_named(std::string_view name, const Cell& cell) {
  const std::uint32_t number = series_texts_.number_of(name);
  if (number < series_.size()) return &series_[number];
  if (name.find('"') != std::string_view::npos || find_fault(name)) return nullptr;
  Series& series = series_.emplace_back();
  if (const auto input = rows_.series_in(csv_cell(cell, name), *header_)) {
    series.group = group_of({*input});
    if (series.group == nullptr || !take_columns_of(*series.group)) return nullptr;
    series.group->values.front().column = header_->long_columns->value;
  }
  return &series_.back();
}

QuickRows::Column* QuickRows::column_of(Group& group, std::uint32_t combination, const std::vector<std::uint32_t>& values) {
  std::uint32_t key = combination;
  std::vector<std::uint32_t> kept = values;
  if (group.is_merged) {
    key = 0;
    for (std::size_t place = 0; place < values.size(); ++place) {
      if (merged_[group.dimensions[place]]) kept[place] = nobody;
      else key = group.kept_pairs.number_of(key, values[place]) + 1;
    }
  }
  const auto [known, is_new] = group.column_of_key.try_emplace(key);
  if (is_new) known->second = &group.columns.emplace_back(Column{std::move(kept), {}});
  return known->second;
}

/// Where the file at hand has the names of the group. False where it lacks a dimension.
bool QuickRows::take_columns_of(Group& group) {
  group.columns_of_names.clear();
  group.stretches_of_names.clear();
  group.other_names.clear();
  const auto& own = group.dimensions;
  for (const DimensionId dimension : own) {
    if (!header_->dimensions[dimension]) return false;
    group.columns_of_names.push_back(*header_->dimensions[dimension]);
  }
  std::vector<std::size_t> columns = group.columns_of_names;
  std::sort(columns.begin(), columns.end());
  for (const std::size_t column : columns) {
    auto& stretches = group.stretches_of_names;
    if (!stretches.empty() && stretches.back().last + 1 == column) stretches.back().last = column;
    else stretches.push_back({column, column});
  }
  // What other files have written lies otherwise.
  for (Combination& combination : group.combinations) combination.next = nullptr;
  group.last_combination = nullptr;
  for (DimensionId dimension = 0; dimension < header_->dimensions.size(); ++dimension) {
    const auto column = header_->dimensions[dimension];
    if (column && std::find(own.begin(), own.end(), dimension) == own.end()) group.other_names.push_back(*column);
  }
  return true;
}

/// The group of just these inputs. None where it would hold what is read here only one by one, or one of them stands in another.
QuickRows::Group* QuickRows::group_of(std::vector<InputId> inputs) {
  if (inputs.empty()) return nullptr;
  if (Group* const known = group_of_input_[inputs.front()]) return known->inputs == inputs ? known : nullptr;
  bool are_flows = true;
  for (const InputId input : inputs) {
    const InputInfo& info = contract_.inputs[input];
    if (info.is_record || group_of_input_[input] != nullptr) return nullptr;
    are_flows = are_flows && info.type.nature == check::Nature::flow;
  }
  Group& group = groups_.emplace_back();
  group.inputs = std::move(inputs);
  group.dimensions = contract_.inputs[group.inputs.front()].dimensions;
  std::sort(group.dimensions.begin(), group.dimensions.end());
  const auto is_merged = [&](DimensionId dimension) { return dimension < merged_.size() && merged_[dimension]; };
  group.is_merged = are_flows && std::any_of(group.dimensions.begin(), group.dimensions.end(), is_merged);
  for (const InputId input : group.inputs) {
    group.values.emplace_back().may_be_negative = contract_.inputs[input].may_be_negative;
    group_of_input_[input] = &group;
  }
  return &group;
}

bool QuickRows::hand_over() {
  return std::all_of(groups_.begin(), groups_.end(), [this](const Group& group) { return hand_over(group); });
}

bool QuickRows::hand_over(const Group& group) {
  const auto fills_with_zero = [&](InputId input) { return contract_.inputs[input].missing_is_zero; };
  const auto is_whole = [&](const Combination& combination) { return combination.count == 0 || combination.count == group.periods.size(); };
  // Of what is added up, nobody would see that one part of it has no figure.
  if (group.is_merged && !std::all_of(group.combinations.begin(), group.combinations.end(), is_whole) && !std::all_of(group.inputs.begin(), group.inputs.end(), fills_with_zero)) return false;
  for (std::size_t place = 0; place < group.inputs.size(); ++place) {
    const InputId input = group.inputs[place];
    Gathered& gathered = rows_.figures_[input];
    for (const Column& column : group.columns) {
      GatheredColumn& given = gathered.columns.emplace_back();
      for (const DimensionId dimension : contract_.inputs[input].dimensions) {
        const auto own = std::find(group.dimensions.begin(), group.dimensions.end(), dimension) - group.dimensions.begin();
        const std::uint32_t value = column.values[static_cast<std::size_t>(own)];
        given.values.emplace_back(value == nobody ? std::string_view() : names_[value]);
      }
      const std::size_t most = column.figures.size() / group.inputs.size();
      given.periods.reserve(most);
      given.cells.reserve(most);
      for (std::size_t at = place; at < column.figures.size(); at += group.inputs.size()) {
        const Figure& figure = column.figures[at];
        if (!figure.is_given) continue;
        given.periods.push_back(group.periods[at / group.inputs.size()]);
        given.cells.push_back({number_of(figure.sum, group.values[place].scale), {figure.source, figure.place.begin, figure.place.end}});
      }
    }
  }
  return true;
}

}  // namespace whereas::data

// The part of reading quickly that is done once for each name: periods, values, columns, and what becomes of the figures.
#include "interpreter/data/quick_rows.h"

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

/// A period that has not been met before: as the slow way reads it. All inputs of the row must have the same.
bool QuickRows::find_period(Group& group, std::uint32_t text, std::string_view written, const Cell& cell) {
  const CsvCell csv = csv_cell(cell, written);
  const RowPeriod* row = rows_.period_in(csv);
  if (row == nullptr) return false;
  std::optional<Period> common;
  for (const InputId input : group.inputs) {
    const std::optional<Period> own = rows_.fitted(*row, input, csv.place);
    if (!own || (common && *common != *own)) return false;
    common = own;
  }
  if (!common) return false;
  const auto [known, is_new] = group.number_of_period.try_emplace(*common, static_cast<std::int32_t>(group.periods.size()));
  if (is_new) group.periods.push_back(*common);
  group.period_of_text[text] = known->second;
  return true;
}

std::optional<std::uint32_t> QuickRows::value_in(DimensionId dimension) {
  std::string_view text;
  if (!text_of(cells_[*header_->dimensions[dimension]], text) || text.empty()) return std::nullopt;
  const std::size_t known = names_.count();
  const std::uint32_t number = names_.number_of(text);
  if (names_.count() > known && find_fault(text)) return std::nullopt;
  return number;
}

std::optional<std::uint32_t> QuickRows::find_combination(Group& group) {
  // Pairs are told apart by their first: 0 for the first dimension, else what stands for all before and one more.
  std::uint32_t combination = 0;
  values_.clear();
  std::uint32_t before = 0;
  for (const DimensionId dimension : group.dimensions) {
    const auto value = value_in(dimension);
    if (!value) return std::nullopt;
    values_.push_back(*value);
    combination = group.pairs.number_of(before, *value);
    before = combination + 1;
  }
  if (combination >= group.combinations.size()) group.combinations.resize(combination + 1);
  Combination& found = group.combinations[combination];
  if (found.count == 0) {
    found.column = column_of(group, combination, values_);
    found.values = values_;
  }
  return combination;
}

std::uint32_t QuickRows::column_of(Group& group, std::uint32_t combination, const std::vector<std::uint32_t>& values) {
  std::uint32_t key = combination;
  std::vector<std::uint32_t> kept = values;
  if (group.is_merged) {
    key = 0;
    for (std::size_t place = 0; place < values.size(); ++place) {
      if (merged_[group.dimensions[place]]) kept[place] = nobody;
      else key = group.kept_pairs.number_of(key, values[place]) + 1;
    }
  }
  const auto [known, is_new] = group.column_of_key.try_emplace(key, static_cast<std::uint32_t>(group.columns.size()));
  if (is_new) group.columns.push_back({std::move(kept), std::vector<std::vector<Figure>>(group.inputs.size())});
  return known->second;
}

/// The group of just these inputs. Nothing where it would hold what is read here only one by one, or one of them stands in another.
std::optional<std::uint32_t> QuickRows::group_of(std::vector<InputId> inputs) {
  if (inputs.empty()) return std::nullopt;
  if (const auto known = group_of_input_[inputs.front()]) {
    return groups_[*known].inputs == inputs ? known : std::nullopt;
  }
  Group group;
  group.inputs = std::move(inputs);
  group.dimensions = contract_.inputs[group.inputs.front()].dimensions;
  std::sort(group.dimensions.begin(), group.dimensions.end());
  bool are_flows = true;
  for (const InputId input : group.inputs) {
    const InputInfo& info = contract_.inputs[input];
    if (info.is_record || group_of_input_[input]) return std::nullopt;
    are_flows = are_flows && info.type.nature == check::Nature::flow;
  }
  const auto is_merged = [&](DimensionId dimension) { return dimension < merged_.size() && merged_[dimension]; };
  group.is_merged = are_flows && std::any_of(group.dimensions.begin(), group.dimensions.end(), is_merged);
  group.scales.assign(group.inputs.size(), 2);
  const auto number = static_cast<std::uint32_t>(groups_.size());
  for (const InputId input : group.inputs) group_of_input_[input] = number;
  groups_.push_back(std::move(group));
  return number;
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
      for (std::size_t period = 0; period < column.figures[place].size(); ++period) {
        const Figure& figure = column.figures[place][period];
        if (!figure.is_given) continue;
        given.periods.push_back(group.periods[period]);
        given.cells.push_back({number_of(figure.sum, group.scales[place]), {figure.source, figure.place.begin, figure.place.end}});
      }
    }
  }
  return true;
}

}  // namespace whereas::data

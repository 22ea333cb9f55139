#include "tests/reference/measures.h"

#include <algorithm>

/// What is taken of many figures: of months, and of the values of a dimension.
namespace whereas::reference {

using namespace syntax;

namespace {

/// The sum, the highest, the lowest or the mean of some figures.
Exact taken(Taking taking, const std::vector<Exact>& figures) {
  Exact sum = 0;
  for (const Exact& figure : figures) sum += figure;
  if (taking == Taking::sum) return sum;
  if (figures.empty()) throw DataFault("the highest, lowest or average of no figures");
  if (taking == Taking::highest) return *std::max_element(figures.begin(), figures.end());
  if (taking == Taking::lowest) return *std::min_element(figures.begin(), figures.end());
  return sum / Exact(static_cast<long>(figures.size()));
}

}  // namespace

Exact Measures::extreme(const Extreme& node, const Said& said, const Asked& asked) {
  std::vector<Exact> values;
  for (const auto& operand : node.operands) values.push_back(measure(Said{&operand, said.parameters}, asked));
  return taken(node.greater ? Taking::highest : Taking::lowest, values);
}

Exact Measures::of_periods(const OfPeriods& node, const Said& said, const Asked& asked) {
  const bool of_moments = contract_.type(*node.measured).nature == check::Nature::balance;
  if (!asked.window && node.taking != Taking::sum && of_moments) throw DataFault("the highest of no values");
  std::vector<Exact> figures;
  if (asked.window) {
    for (const Period& period : contract_.calendar.cut(*asked.window, node.frequency)) figures.push_back(measure(Said{&*node.measured, said.parameters}, asked.over(period)));
  }
  return node.percentile ? percentile(exact(node.percentile->rank), node.percentile->interpolated, figures) : taken(node.taking, figures);
}

/// For each value of the dimension that the data has, alone.
Exact Measures::over_dimension(const OverDimension& node, const Said& said, const Asked& around) {
  // Inside another such sum, or a clause for each, it is still of all of them.
  Asked asked = around;
  std::erase_if(asked.pins, [&](const Pin& pin) { return pin.dimension == node.dimension.text && pin.is_one_of_all; });
  const Said summed{&*node.measured, said.parameters};
  const std::set<std::string> free = node.free ? free_records(node, summed, asked) : std::set<std::string>{};
  std::vector<Exact> figures;
  for (const auto& value : values_of(node, summed, asked)) {
    if (!free.contains(value)) figures.push_back(measure(summed, asked.pinned({node.dimension.text, false, {value}, true})));
  }
  return taken(node.taking, figures);
}

}  // namespace whereas::reference

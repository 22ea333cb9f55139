#include "interpreter/plan/asked_dimensions.h"

#include <variant>

namespace whereas::plan {

std::vector<bool> merged_dimensions(const Plan& plan, const check::CheckedContract& contract) {
  // A plan is made anew once the days of events are known, and may choose otherwise then.
  std::vector<bool> merged(contract.dimensions.size(), contract.events.empty());
  for (const check::ClauseInfo& clause : contract.clauses) {
    if (clause.for_each) merged[*clause.for_each] = false;
  }
  for (const Filter& filter : plan.filters) {
    for (const DimensionTest& test : filter) merged[test.dimension] = false;
  }
  for (const Step& step : plan.steps) {
    if (const auto* over = std::get_if<OverDimension>(&step.form)) merged[over->dimension] = false;
  }
  return merged;
}

}  // namespace whereas::plan

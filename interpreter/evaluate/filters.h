#pragma once

#include "interpreter/plan/plan.h"

#include <map>
#include <vector>

namespace whereas::evaluate {

/// Which rows count where several choices meet, each such set of tests numbered once. The first are those of the plan.
class Filters {
 public:
  explicit Filters(const std::vector<plan::Filter>& of_plan);

  const plan::Filter& operator[](plan::FilterId filter) const { return filters_[filter]; }
  plan::FilterId both(plan::FilterId outer, plan::Filter inner);
  /// Without the one value of the dimension whose turn it is.
  plan::FilterId of_all(plan::FilterId filter, check::DimensionId dimension);

 private:
  plan::FilterId number_of(plan::Filter filter);

  std::vector<plan::Filter> filters_;
  std::map<plan::Filter, plan::FilterId> known_;
};

}  // namespace whereas::evaluate

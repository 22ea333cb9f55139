#include "interpreter/evaluate/filters.h"

#include <algorithm>
#include <utility>

namespace whereas::evaluate {

Filters::Filters(const std::vector<plan::Filter>& of_plan) : filters_(of_plan) {
  for (plan::FilterId id = 0; id < filters_.size(); ++id) known_.emplace(filters_[id], id);
}

plan::FilterId Filters::both(plan::FilterId outer, plan::Filter inner) {
  plan::Filter joined = filters_[outer];
  joined.insert(joined.end(), inner.begin(), inner.end());
  std::sort(joined.begin(), joined.end());
  joined.erase(std::unique(joined.begin(), joined.end()), joined.end());
  return number_of(std::move(joined));
}

plan::FilterId Filters::of_all(plan::FilterId filter, check::DimensionId dimension) {
  const auto is_one_of_all = [&](const plan::DimensionTest& test) { return test.dimension == dimension && test.is_one_of_all; };
  if (std::none_of(filters_[filter].begin(), filters_[filter].end(), is_one_of_all)) return filter;
  plan::Filter all = filters_[filter];
  std::erase_if(all, is_one_of_all);
  return number_of(std::move(all));
}

plan::FilterId Filters::number_of(plan::Filter filter) {
  const auto [place, is_new] = known_.emplace(std::move(filter), static_cast<plan::FilterId>(filters_.size()));
  if (is_new) filters_.push_back(place->first);
  return place->second;
}

}  // namespace whereas::evaluate

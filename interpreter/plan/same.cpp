#include "interpreter/plan/same.h"

#include <algorithm>

namespace whereas::plan {

bool pays_the_same(const Plan& one, const Plan& other) {
  const auto same_signing = [](const std::optional<Signing>& a, const std::optional<Signing>& b) {
    return a.has_value() == b.has_value() && (!a || (a->day == b->day && a->difference_credited == b->difference_credited));
  };
  return one.term == other.term && one.calendar == other.calendar && one.steps == other.steps && one.conditions == other.conditions && one.filters == other.filters &&
         one.circles == other.circles && one.schedules == other.schedules && one.clauses == other.clauses && one.credits == other.credits && one.waterfalls == other.waterfalls &&
         one.togethers == other.togethers && one.order == other.order && one.needed_inputs == other.needed_inputs && one.agreements == other.agreements &&
         same_signing(one.signing, other.signing) &&
         std::equal(one.before_signing.begin(), one.before_signing.end(), other.before_signing.begin(), other.before_signing.end(), pays_the_same);
}

}  // namespace whereas::plan

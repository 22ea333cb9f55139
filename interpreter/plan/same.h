#pragma once

#include "interpreter/plan/plan.h"

namespace whereas::plan {

/// Whether two contracts pay the same whatever the figures, as far as their plans show it: every step, clause and line is the same, wherever
/// it stands in the text. Of two plans that differ nothing is said: they may pay the same for other reasons. Tests, promises and scenarios
/// pay nothing and are not looked at.
bool pays_the_same(const Plan& one, const Plan& other);

}  // namespace whereas::plan

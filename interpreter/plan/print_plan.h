#pragma once

#include "interpreter/plan/plan.h"

#include <string>

namespace whereas::plan {

/// The plan as text: one step a line, operands by number, then conditions, circles and clauses; for `whereas check --plan` and for tests.
std::string print_plan(const Plan& plan, const check::CheckedContract& contract);

}  // namespace whereas::plan

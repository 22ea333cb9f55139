#pragma once

#include "interpreter/plan/plan.h"

namespace whereas::plan {

/// Lowering is the fourth step: it takes a checked contract without errors and gives its plan. It cannot fail: whatever could be wrong was
/// found before. Definitions are put in place, equal steps become one, circles become linear systems, and each changing rate gets the
/// place where its parts are measured.
/// `sources` only gives the words in which derivations open a definition; `happened` the days of events that the contract does not date.
Plan lower(const check::CheckedContract& contract, const Sources& sources, const Happened& happened = {});

}  // namespace whereas::plan

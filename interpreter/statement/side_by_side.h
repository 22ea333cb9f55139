#pragma once

#include "interpreter/statement/comparison.h"

#include <string>
#include <vector>

namespace whereas::statement {

/// For people: the statements of several contracts one below the other, then what each party pays, receives and keeps over all of them; with
/// several scenarios, their amounts in columns side by side, with the difference from the first and the change in per cent. `only_net` shows
/// the parties' positions alone, for each period.
std::string write_table(const std::vector<Run>& runs, bool only_net, bool colour = false);

}  // namespace whereas::statement

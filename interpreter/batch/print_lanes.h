#pragma once

#include "interpreter/batch/compile.h"

#include <string>

namespace whereas::batch {

/// The steps by which each clause is paid over many scenarios, for people: once for each kind of period (the first, a month, the end of a year), with the lane
/// of each; and why words stay on the slow path.
std::string print_lanes(const Compiled& compiled, const check::CheckedContract& contract, const data::Table& table, const Sources& sources);

}  // namespace whereas::batch

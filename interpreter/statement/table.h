#pragma once

#include "interpreter/statement/statement.h"

namespace whereas::statement {

/// The statement for people to read, at most 100 columns wide where the figures let it: the deal and its parties, each payment, sums by
/// clause, year and party, the dates on which rates changed, what waits for data, and how much was read.
std::string write_table(const Statement& statement, bool colour = false);

}  // namespace whereas::statement

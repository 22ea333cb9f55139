#pragma once

#include "interpreter/statement/statement.h"

namespace whereas::statement {

/// The payments as CSV (RFC 4180; lines end in LF): clause,from,to,period,due,amount,currency. What is null in JSON is an empty cell. A title
/// that a spreadsheet would take for a formula gets an apostrophe in front.
std::string write_csv(const Statement& statement);

}  // namespace whereas::statement

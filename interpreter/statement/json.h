#pragma once

#include "interpreter/statement/statement.h"

namespace whereas::statement {

/// The statement as one JSON object: {"deal", "currency", "data_ends", "payments", "totals"}. Amounts are strings: exact decimals with the
/// rounding's number of places, or what exact_text gives where nothing is rounded.
std::string write_json(const Statement& statement);

}  // namespace whereas::statement

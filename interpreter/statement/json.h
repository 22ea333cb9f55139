#pragma once

#include "interpreter/statement/comparison.h"

namespace whereas::statement {

/// The statement as one JSON object: {"deal", "currency", "data_ends", "payments", "totals"}, with "scenario" behind the deal where one was
/// asked for, "texts" where amendments change any and "net_settlement" where the deal settles net. Amounts are strings: exact decimals with
/// the rounding's number of places, or what exact_text gives where nothing is rounded.
std::string write_json(const Statement& statement);

/// Several contracts or scenarios: {"statements", "positions", "returns"}, or with several scenarios {"statements", "scenarios", "compared",
/// "positions"}, where each row has the scenarios' amounts in their order, and how the others differ from the first. `only_net` leaves the
/// statements out, puts the "scenario" that they would name in their place, and gives the positions by period.
std::string write_json(const std::vector<Run>& runs, bool only_net);

}  // namespace whereas::statement

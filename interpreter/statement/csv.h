#pragma once

#include "interpreter/statement/comparison.h"

#include <string>
#include <vector>

namespace whereas::statement {

/// The payments as CSV (RFC 4180; lines end in LF): clause,from,to,period,due,amount,currency, then `deal` where there are several contracts,
/// `scenario` where one was asked for, and, where several were, difference and change against the first. What is null in JSON is an empty
/// cell. A title that a spreadsheet would take for a formula gets an apostrophe in front.
std::string write_csv(const std::vector<Run>& runs);

/// The payments of one contract in every scenario, scenario after scenario: clause,from,to,period,due,amount,currency,scenario.
std::string write_each_csv(const std::vector<Run>& runs);

/// Net positions: party,period,pays,receives,net,currency,own_money,organic, then scenario, difference and change (of the net) as above.
std::string write_net_csv(const std::vector<Run>& runs);

}  // namespace whereas::statement

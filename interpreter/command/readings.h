#pragma once

#include "interpreter/command/session.h"

namespace whereas::command {

/// Where the report offers several ways to write a line, each offer is tried on the figures at hand, and says what the contract pays then. An
/// offer that leaves the contract refused, or asks for other figures, says nothing. `beside_the_run`: a warning also says what
/// the contract pays as it is, for which it is run once more.
void price_offers(Desk& desk, const Source& contract, const ContractGiven& given, const FiguresGiven& figures, bool beside_the_run);

}  // namespace whereas::command

#pragma once

#include "interpreter/command/command.h"

#include <string>
#include <vector>

namespace whereas::command {

/// Why the clause asked for pays nothing for the period, in sentences with their places; where it pays, that it does. `payments`: its payments
/// for the period, if any; `open`: what is not known of them.
std::string why_not(const ExplainRequest& request, const std::vector<const evaluate::Payment*>& payments, const std::vector<std::string>& open, const Session& session, const Sources& sources);

}  // namespace whereas::command

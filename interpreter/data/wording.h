#pragma once

#include "lang/check/checked.h"

#include <string>
#include <string_view>
#include <vector>

namespace whereas::data {

/// Without blanks and tabs at its ends.
std::string_view without_blanks_around(std::string_view text);
/// The text of a cell in backticks, cut where it is long.
std::string quoted(std::string_view text);
/// `a`, `b` and `c`, in backticks.
std::string listed(const std::vector<std::string>& names, std::string_view last_joint = "and");
/// `revenue` where channel is "bedrock": an input for one combination of the values of its dimensions.
std::string described(const check::CheckedContract& contract, check::InputId input, const std::vector<std::string>& values);

}  // namespace whereas::data

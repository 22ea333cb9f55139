#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace whereas {

/// The known name nearest to a misspelt one, if one is near enough to be meant: at most a third of its letters differ
/// (a swap of neighbours counts once). Ties go to the first. Nothing where no name is near.
std::optional<std::string> nearest_name(std::string_view misspelt, std::span<const std::string> known);

}  // namespace whereas

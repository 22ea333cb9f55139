#pragma once

#include "lang/format/layout.h"

#include <string>
#include <vector>

namespace whereas::format {

/// Canonical lines and the comments between them become text. A comment on a line of its own stays before what it preceded, at its
/// indentation; one at the end of a line stays there; one amid the words of a line goes to the end of that line or before it. Their
/// order never changes. Blank lines: one where the author left any, and one around every declaration of several lines.
std::string weave(const std::vector<std::vector<Line>>& declarations, const std::vector<syntax::Comment>& comments, const Written& written);

}  // namespace whereas::format

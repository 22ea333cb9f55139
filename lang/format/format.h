#pragma once

#include "lang/diagnostic/diagnostic.h"
#include "lang/text/source.h"

#include <optional>
#include <string>

namespace whereas::format {

/// Gives a contract its canonical layout: the same words, the same comments in the same order, one way to break and indent them.
/// Formatting twice is formatting once. Nothing where the text does not parse (reported), so that nothing is ever lost.
std::optional<std::string> format(const Source& source, Report& report);

}  // namespace whereas::format

#pragma once

#include "lang/diagnostic/diagnostic.h"

#include <cstddef>
#include <string>

namespace whereas {

/// How a diagnostic is drawn for people: `FILE:LINE:COL: error[NAME]: message`, the source line with the span underlined, the related
/// places, notes and `help:`. Text from the file is shown with unprintable characters made visible; a line past 160 columns is cut around
/// the span. A diagnostic of no text (its source is none of `sources`) has its message alone.
struct RenderOptions {
  bool colour = false;
  std::size_t at_most = 100;  ///< diagnostics shown, errors before warnings; how many were left out is said
};

std::string render(const Diagnostic& diagnostic, const Sources& sources, const RenderOptions& options = {});
/// All of a report, and last how many there are: `2 errors, 1 warning`. Nothing for an empty report.
std::string render(const Report& report, const Sources& sources, const RenderOptions& options = {});

}  // namespace whereas

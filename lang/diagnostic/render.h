#pragma once

#include "lang/diagnostic/diagnostic.h"

#include <string>

namespace whereas {

/// How a diagnostic is drawn for people: `FILE:LINE:COL: error[NAME]: message`, the source line with the span underlined, the related
/// places, notes and `help:`. Text from the file is shown with unprintable characters made visible.
struct RenderOptions {
  bool colour = false;
  std::size_t at_most = 100;  ///< diagnostics shown; how many were left out is said
};

std::string render(const Diagnostic& diagnostic, const Sources& sources, const RenderOptions& options = {});
std::string render(const Report& report, const Sources& sources, const RenderOptions& options = {});

}  // namespace whereas

#pragma once

#include "lang/format/document.h"
#include "lang/format/written.h"
#include "lang/syntax/contract.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace whereas::format {

/// The columns of an input, which stand below those of its neighbours: `input revenue by channel`, `monthly USD`, `"Sales of Claude"`.
using InputColumns = std::array<std::string, 3>;

/// One line of the canonical text: a paying line, a proviso, a band, a step. It goes on, indented by four more, only where it is
/// too long.
struct Line {
  int indentation = 0;
  std::uint32_t begin = 0;  ///< where its first word stands in the text as written
  Document words;
  std::optional<InputColumns> columns;  ///< in place of words
  bool may_follow_blank = false;        ///< a blank line that the author left before it is kept (one)
};

/// The lines of one declaration, in the order written.
std::vector<Line> layout(const syntax::Declaration& declaration, const Written& written);

}  // namespace whereas::format

#pragma once

#include "lang/diagnostic/diagnostic.h"

#include <string_view>

namespace whereas::syntax {

/// Outside titles and comments a contract is written in plain letters, so that no two names look alike. Reports the first character of the
/// piece that is not (`look-alike` in a name, `syntax` for typographic quotes, dashes and blanks) and says whether there was none.
/// `text` is the source's text without its comments.
bool has_only_plain_letters(const Source& source, Span piece, std::string_view text, Report& report);

}  // namespace whereas::syntax

#pragma once

#include "lang/diagnostic/diagnostic.h"
#include "lang/syntax/contract.h"

#include <optional>

namespace whereas::syntax {

/// Gives out expression ids, unique over all files of a program.
struct ExpressionIds {
  ExpressionId next = 0;
};

/// Parsing is the first step: it takes the text of one file, gives its tree, and never fails. The text is cut where a line starts at
/// column one; a declaration that does not parse is reported with its place and left out, and the next one goes on.
/// Text faults (bytes that are not UTF-8, hidden characters), and limits of length and depth, are reported too.
Contract parse(const Source& source, ExpressionIds& ids, Report& report);

/// The declaration around a name that nobody gave, in the text of its source: what is said in the place of the words around it. Adds the help.
bool help_with_unknown_name(std::string_view text, Span name, Diagnostic& diagnostic);

/// One expression, as given to `whereas eval`. Nothing where it did not parse (reported).
std::optional<Expression> parse_expression(const Source& source, ExpressionIds& ids, Report& report);

}  // namespace whereas::syntax

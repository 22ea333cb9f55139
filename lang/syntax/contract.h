#pragma once

#include "lang/syntax/declaration.h"

namespace whereas::syntax {

/// From `#` to the end of the line, without the line end.
struct Comment {
  Span span;
};

/// The whole tree of one file, in the order written, and its comments beside it, by position.
struct Contract {
  SourceId source = 0;
  std::vector<Declaration> declarations;
  std::vector<Comment> comments;
  /// What the declarations that did not parse would have named: `revenue` of a broken `input revenue …`, a title without its quotes.
  /// Whoever looks names up treats these as known and of unknown kind, so that one mistake is one error.
  std::vector<Name> left_out;
};

}  // namespace whereas::syntax

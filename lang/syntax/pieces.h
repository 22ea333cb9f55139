#pragma once

#include "lang/syntax/contract.h"

#include <string>
#include <string_view>
#include <vector>

/// Before the grammar reads: comments are laid beside the tree, and the text is cut where a line starts at column one.
namespace whereas::syntax {

struct Pieces {
  std::string readable;  ///< the source's text, byte for byte, but blanks where comments were: every place stays what it was
  std::vector<Comment> comments;
  std::vector<Span> pieces;  ///< each from column one to before the next
  Span unbegun;  ///< indented words before the first declaration: nothing that they could continue; empty where there are none
};

Pieces cut(const Source& source);

/// What the declaration in `piece` would have named, had it parsed.
std::vector<Name> names_of(std::string_view piece, Span span);

}  // namespace whereas::syntax

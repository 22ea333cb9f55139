#include "interpreter/evaluate/derivation.h"

namespace whereas::evaluate {

std::string ComparedBy::words() const {
  using Relation = syntax::Comparison::Relation;
  std::string words = is_not ? "not " : "";
  switch (relation) {
    case Relation::at_least: return words + "at least";
    case Relation::at_most: return words + "at most";
    case Relation::under: return words + "under";
    case Relation::over: return words + "over";
    case Relation::exactly: return words + "exactly";
  }
  return words;
}

}  // namespace whereas::evaluate

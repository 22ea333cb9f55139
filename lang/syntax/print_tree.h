#pragma once

#include "lang/syntax/contract.h"

#include <string>

namespace whereas::syntax {

/// The tree as indented text, one node a line, without places: for tests, and to compare a contract with its formatted self.
std::string print_tree(const Contract& contract);
std::string print_tree(const Expression& expression);

}  // namespace whereas::syntax

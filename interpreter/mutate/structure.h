#pragma once

#include "interpreter/mutate/lines.h"
#include "interpreter/mutate/mutant.h"

/// Slips that leave out, swap or mistake whole parts of a declaration. Private to this folder.
namespace whereas::mutate {

void slips_in_structure(const syntax::Declaration& declaration, const Lines& lines, std::vector<Mutant>& mutants);

}  // namespace whereas::mutate

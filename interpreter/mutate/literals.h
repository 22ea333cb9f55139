#pragma once

#include "interpreter/mutate/lines.h"
#include "interpreter/mutate/mutant.h"

/// Slips in a figure, a date or a word. Private to this folder.
namespace whereas::mutate {

/// `settled`: the period by which a date is moved.
void slips_in_words(const syntax::Contract& contract, const syntax::Declaration& declaration, const Lines& lines, Frequency settled, std::vector<Mutant>& mutants);

}  // namespace whereas::mutate

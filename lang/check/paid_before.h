#pragma once

#include "lang/check/checked.h"

namespace whereas::check {

struct Checking;

/// What the words of an amendment say of what the text before has counted: `counting on`, `counting anew`, or neither.
syntax::Recount counting_of(const ClauseText& text);

/// Sums on days that an amendment restates as one sum in parts, or in instalments: whether what was paid before is among it. `place`: of the text
/// among those of the clause.
void check_paid_before(Checking& checking, const ClauseInfo& info, std::size_t place);

}  // namespace whereas::check

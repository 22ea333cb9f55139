#pragma once

#include "lang/check/checking.h"

namespace whereas::check {

/// What a payment below zero can be: not paid, made good later, paid back; the lines that say so, behind the amount of the clause.
void offer_below_zero(Diagnostic& diagnostic, const syntax::Clause& clause);

}  // namespace whereas::check

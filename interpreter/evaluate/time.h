#pragma once

#include "lang/number/number.h"
#include "lang/syntax/expression.h"
#include "lang/time/date.h"

namespace whereas::evaluate {

/// The days, whole months or whole years from one day to another, which is not counted itself. Nothing lies between where it comes first.
Number count_time(syntax::TimeBetween::Counted counted, Date from, Date until);

}  // namespace whereas::evaluate

#pragma once

#include "lang/syntax/expression.h"

namespace whereas::syntax {

/// How a sum or a figure rises from year to year: `rising 3% each year`, compounded; `rising 3% each year, simple`;
/// `rising by cpi_change each year, first on 2027-04-01, at least 1%, at most 3%, never falling, rounded to cents, half even, each year`
struct Rise {
  Expression rate;
  bool simple = false;
  Span span;
  std::optional<DayOrPeriod> first_on{};   ///< nothing: the first day of the deal's second year
  std::optional<Expression> at_least{};    ///< of one year's rise
  std::optional<Expression> at_most{};     ///< of one year's rise
  bool never_falling = false;
  std::optional<Rounding> rounding{};      ///< after each rise
};

}  // namespace whereas::syntax

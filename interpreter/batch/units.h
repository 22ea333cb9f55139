#pragma once

#include "interpreter/batch/code.h"
#include "interpreter/batch/program.h"

#include <vector>

/// Units of formulas, private to this folder: 1 over a whole number each.
namespace whereas::batch {

/// Thrown where a unit, or a number of units, would be too small or too large to be carried.
struct UnitTooSmall {};

struct Fraction {
  Wide over = 0;
  Wide under = 1;
};
Fraction fraction_of(const Number& number);

/// The product, as a unit.
Wide checked(Wide a, Wide b);
Wide common_divisor(Wide a, Wide b);
Wide common_multiple(Wide a, Wide b);
Wide power_of_ten(int places);

/// What a formula is a whole number over, where its operands' units are known.
Wide unit_of(const Formulas& formulas, FormulaId id, const std::vector<Wide>& units, const std::vector<InputForm>& inputs);

}  // namespace whereas::batch

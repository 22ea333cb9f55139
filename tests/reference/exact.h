#pragma once

#include "lang/number/number.h"
#include "lang/number/rounding.h"

#include <vector>
#include <boost/multiprecision/cpp_int.hpp>

#include <optional>
#include <stdexcept>
#include <string>

/// The reference counts with a number of its own, so that whereas::Number is checked too: a fraction of two whole numbers of any size.
namespace whereas::reference {

using Whole = boost::multiprecision::cpp_int;
using Exact = boost::multiprecision::cpp_rational;

/// The data, with this contract, has no answer: a division by zero, a date that cuts through a figure, a figure that is not there.
class DataFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

Exact exact(const Number& value);
Exact divided(const Exact& dividend, const Exact& divisor);  ///< by zero: DataFault
/// Of 10 figures the 95th percentile is the 10th by nearest rank (9.5 rounded up); interpolated it lies at the place 1 + 0.95 * 9.
Exact percentile(const Exact& rank, bool interpolated, std::vector<Exact> figures);
Exact grossed_up(const Exact& amount, const Exact& rate);      ///< so that the amount is left; a rate of all or more leaves nothing: DataFault
Whole floor_of(const Exact& value);
Whole ceiling_of(const Exact& value);
Exact power_of_ten(int exponent);
inline Exact not_below_zero(const Exact& value) { return value < 0 ? Exact(0) : value; }

/// To a multiple of 10^-places, the way the contract says.
Exact rounded(const Exact& value, Rounding rounding);
/// As the JSON statement has it: with the rounding's places; without a rounding, the fewest places that are exact, or `1/3`.
std::string amount_text(const Exact& value, const std::optional<Rounding>& rounding);

}  // namespace whereas::reference

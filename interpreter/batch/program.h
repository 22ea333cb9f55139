#pragma once

#include "interpreter/batch/code.h"
#include "interpreter/batch/formulas.h"

#include <optional>
#include <vector>

/// Formulas as whole numbers: each figure a whole number of its own unit, known beforehand, so that lanes carry numbers and nothing else.
namespace whereas::batch {

/// What a program reads: a figure with so many decimals, below zero or not.
struct InputForm {
  int places = 2;
  bool may_be_negative = false;
  int most_bits = 127;  ///< its whole numbers have no more, however many others have: those of a rate are few
};
/// A rate of the data: below 400%, or it fits no lane.
InputForm form_of_rate(int places, bool may_be_negative);

/// Which formulas have no unit of their own, or one too small to be written: those that divide by a figure, and all that is made of them. By formula.
std::vector<bool> without_units(const Formulas& formulas, const std::vector<InputForm>& inputs);

/// Formulas written down for lanes. Which lanes they fit is proved for figures of so many bits, by running the instructions over ranges.
class Program {
 public:
  /// `outputs`: formulas to be told, each in a unit of its own. `flags`: conditions under which a scenario is not this program's.
  /// Nothing where a unit would be too small to be written.
  static std::optional<Program> of(const Formulas& formulas, const std::vector<FormulaId>& outputs, const std::vector<FormulaId>& flags, std::vector<InputForm> inputs);

  /// For figures whose whole numbers lie below 2^bits on either side of zero, or from zero on: the most bits for which nothing on the way passes a
  /// lane. Nothing where not even a few fit.
  std::optional<int> bits_of_lanes() const;
  std::optional<int> bits_of_wide_lanes() const;
  Code<std::int64_t> code(int bits) const;
  Code<Wide> wide_code(int bits) const;

  /// An output is a whole number over this.
  const std::vector<Wide>& denominators() const { return output_denominators_; }
  const std::vector<InputForm>& inputs() const { return inputs_; }
  std::size_t steps() const { return steps_.size(); }

 private:
  friend class Writing;
  static constexpr Wide no_end = Wide{1} << 125;  ///< the length of the last slice
  /// An instruction whose registers are steps before it, without bound.
  struct Step {
    Op op = Op::add;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
    std::uint32_t place = 0;  ///< of load, store
    Wide k = 0;               ///< of round: the divisor
    Wide k2 = 0;
    Wide k3 = 0;
    Rounding::Mode mode = Rounding::Mode::half_even;
    friend bool operator==(const Step&, const Step&) = default;
  };
  struct Range {
    Wide low = 0;
    Wide high = 0;
  };
  Range range_of_input(std::uint32_t place, int bits) const;
  /// Nothing where a step passes 2^most bits.
  std::optional<std::vector<Range>> ranges(int bits, int most) const;
  bool fits(int bits, bool wide) const;
  std::optional<int> most_bits(bool wide) const;
  template <typename Int>
  Code<Int> encode(int bits) const;

  /// Operands of a step that are inputs have `is_input`, too.
  std::vector<Step> steps_;
  std::vector<InputForm> inputs_;
  std::vector<Wide> output_denominators_;
};

}  // namespace whereas::batch

#pragma once

#include "interpreter/batch/formulas.h"

#include <cstdint>
#include <span>
#include <vector>

/// Formulas worked out with numbers of any size, one scenario after the other: the lane of what fits neither 64 nor 128 bits, or has no unit of its own
/// (a division by a figure).
namespace whereas::batch {

class Numbers {
 public:
  /// `outputs`: formulas to be told. `flags`: conditions under which a scenario is not theirs.
  Numbers(const Formulas& formulas, const std::vector<FormulaId>& outputs, const std::vector<FormulaId>& flags);

  bool is_empty() const { return outputs_.empty() && flags_.empty(); }
  std::size_t steps() const { return steps_.size(); }

  /// Where a thread keeps what it works out. Made once for many scenarios.
  struct Room {
    std::vector<Number> values;
  };
  Room room() const { return {first_}; }
  /// `figures`: by the formulas' places for them. False where the scenario is not theirs: a flag holds, or a number grows beyond its digits.
  bool run(std::span<const Number> figures, Room& room) const;
  const Number& output(const Room& room, std::size_t place) const { return room.values[outputs_[place]]; }

 private:
  /// A formula whose operands are places in the room.
  struct Step {
    Form form = Form::constant;
    Rounding::Mode mode = Rounding::Mode::half_even;
    int places = 0;
    std::uint32_t to = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
  };
  std::vector<Step> steps_;
  std::vector<Number> first_;  ///< the room at first: constants stand in their places
  std::vector<std::uint32_t> outputs_;
  std::vector<std::uint32_t> flags_;
};

}  // namespace whereas::batch

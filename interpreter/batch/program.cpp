#include "interpreter/batch/program.h"

#include <algorithm>
#include <bit>
#include <limits>

/// Ranges, registers, and the constants of divisions. (writing.cpp writes the steps.)
namespace whereas::batch {

namespace {

/// Lanes keep away from their ends by so much that sums of two of them, and twice a remainder, pass nothing.
constexpr int lane_bits = 61;
constexpr int wide_bits = 125;
/// A sum that is divided by multiplying, and its divisor (code.h).
constexpr int divided_bits = 60;
constexpr int divisor_bits = 30;

constexpr int fewest_bits = 4;

bool multiply(Wide a, Wide b, Wide& product) {
  if (a == 0 || b == 0) {
    product = 0;
    return true;
  }
  if (bits_of(a) + bits_of(b) > 126) return false;
  product = a * b;
  return true;
}

/// What is added so that nothing is below zero: an even multiple of the divisor, so that quotients stay as odd as they are.
Wide bias_of(Wide low, Wide divisor) { return low >= 0 ? 0 : (-low / (2 * divisor) + 1) * 2 * divisor; }

/// See code.h. `near` is no more than 2^e / divisor, with e so that it has 32 bits; the sum less its lowest bits times it, over 2^e, is below the
/// quotient by less than 2^before / divisor + sum / 2^e + 1. What remains is then below 2^28 + 2^29 + divisor, so below 2^31, and for numbers below
/// 2^31 the quotient is (number x (2^(31 + l) / divisor + 1)) / 2^(31 + l) exactly, where 2^l is not below the divisor.
void divide_by_multiplying(Division& division, Wide most) {
  const auto divisor = static_cast<std::uint64_t>(division.divisor);
  const int bits = bits_of(most + static_cast<Wide>(division.bias));
  if (bits > 31) {
    const int exponent = 31 + static_cast<int>(std::bit_width(divisor - 1));
    std::uint64_t near = static_cast<std::uint64_t>((static_cast<WideMagnitude>(1) << exponent) / divisor);
    int after = exponent;
    while (near >> 32 != 0) {
      near >>= 1;
      --after;
    }
    division.near = near;
    division.near_before = std::max(0, bits - 32);
    division.near_after = after - division.near_before;
    division.is_near_small = bits_of((most + static_cast<Wide>(division.bias)) / division.divisor) <= 32;
  }
  const int width = static_cast<int>(std::bit_width(divisor - 1));
  division.exact = static_cast<std::uint64_t>((static_cast<WideMagnitude>(1) << (31 + width)) / divisor) + 1;
  division.exact_after = 31 + width;
}

Division division_of(Wide divisor, Rounding::Mode mode, Wide low, Wide high, bool wide) {
  Division division;
  division.divisor = divisor;
  switch (mode) {
    case Rounding::Mode::half_even: division.half_even = true; break;
    case Rounding::Mode::half_up:
      division.threshold = divisor - 1;
      division.threshold_below = divisor;
      break;
    case Rounding::Mode::half_down:
      division.threshold = divisor;
      division.threshold_below = divisor - 1;
      break;
    case Rounding::Mode::up:
      division.threshold = 0;
      division.threshold_below = 2 * divisor;
      break;
    case Rounding::Mode::down:
      division.threshold = 2 * divisor;
      division.threshold_below = 0;
      break;
    case Rounding::Mode::ceiling: break;
    case Rounding::Mode::floor: division.threshold = division.threshold_below = 2 * divisor; break;
  }
  if (wide) return division;
  const Wide bias = bias_of(low, divisor);
  division.bias = static_cast<std::uint64_t>(bias);
  division.bias_quotient = static_cast<std::uint64_t>(bias / divisor);
  divide_by_multiplying(division, high);
  return division;
}

}  // namespace

InputForm form_of_rate(int places, bool may_be_negative) {
  Wide most = 4;
  for (int place = 0; place < places && bits_of(most) < 100; ++place) most *= 10;
  return {places, may_be_negative, bits_of(most - 1)};
}

Program::Range Program::range_of_input(std::uint32_t place, int bits) const {
  const InputForm& form = inputs_[place & ~is_input];
  const Wide figure = (Wide{1} << std::min(bits, form.most_bits)) - 1;
  return {form.may_be_negative ? -figure : 0, figure};
}

std::optional<std::vector<Program::Range>> Program::ranges(int bits, int most) const {
  std::vector<Range> all(steps_.size());
  const Wide bound = (Wide{1} << most) - 1;
  const auto range_of = [&](std::uint32_t operand) {
    if ((operand & is_input) == 0) return all[operand];
    return range_of_input(operand, bits);
  };
  for (std::size_t place = 0; place < steps_.size(); ++place) {
    const Step& step = steps_[place];
    const Range a = range_of(step.a);
    const Range b = range_of(step.b);
    const Range c = range_of(step.c);
    Range& to = all[place];
    const auto spread = [&](Range of, Wide factor, Range& into) {
      Wide one = 0;
      Wide other = 0;
      if (!multiply(of.low, factor, one) || !multiply(of.high, factor, other)) return false;
      into = {std::min(one, other), std::max(one, other)};
      return true;
    };
    switch (step.op) {
      case Op::constant: to = {step.k, step.k}; break;
      case Op::add: to = {a.low + b.low, a.high + b.high}; break;
      case Op::subtract: {
        to = {a.low - b.high, a.high - b.low};
        // What is left after the lesser of the two was taken is not below zero: without this ranges would grow with every settlement.
        if ((step.b & is_input) != 0) break;
        const Step& taken = steps_[step.b];
        if (taken.op == Op::least_k && taken.a == step.a) to = {std::max<Wide>(0, a.low - taken.k), std::max<Wide>(0, a.high - taken.k)};
        if (taken.op == Op::greatest_k && taken.a == step.a) to = {std::min<Wide>(0, a.low - taken.k), std::min<Wide>(0, a.high - taken.k)};
        if ((taken.op != Op::least && taken.op != Op::greatest) || (taken.a != step.a && taken.b != step.a)) break;
        const Range other = range_of(taken.a == step.a ? taken.b : taken.a);
        if (taken.op == Op::least) to = {std::max<Wide>(0, a.low - other.high), std::max<Wide>(0, a.high - other.low)};
        else to = {std::min<Wide>(0, a.low - other.high), std::min<Wide>(0, a.high - other.low)};
        break;
      }
      case Op::multiply: {
        Range one;
        Range other;
        if (!spread(a, b.low, one) || !spread(a, b.high, other)) return std::nullopt;
        to = {std::min(one.low, other.low), std::max(one.high, other.high)};
        break;
      }
      case Op::add_k: to = {a.low + step.k, a.high + step.k}; break;
      case Op::subtract_from_k: to = {step.k - a.high, step.k - a.low}; break;
      case Op::multiply_k:
        if (!spread(a, step.k, to)) return std::nullopt;
        break;
      case Op::multiply_add_k:
        if (!spread(a, step.k, to) || std::max(to.high, -to.low) > bound) return std::nullopt;
        to = {to.low + b.low, to.high + b.high};
        break;
      case Op::multiply_less_k:
        if (!spread(a, step.k, to) || std::max(to.high, -to.low) > bound) return std::nullopt;
        to = {to.low - b.high, to.high - b.low};
        break;
      case Op::slice: {
        const Wide length = step.k2 == no_end ? bound : step.k2;
        const Range above{std::clamp<Wide>(a.low + step.k, 0, length), std::clamp<Wide>(a.high + step.k, 0, length)};
        if (std::max(a.high + step.k, -(a.low + step.k)) > bound || !spread(above, step.k3, to) || std::max(to.high, -to.low) > bound) return std::nullopt;
        to = {to.low + b.low, to.high + b.high};
        break;
      }
      case Op::least: to = {std::min(a.low, b.low), std::min(a.high, b.high)}; break;
      case Op::greatest: to = {std::max(a.low, b.low), std::max(a.high, b.high)}; break;
      case Op::least_k: to = {std::min(a.low, step.k), std::min(a.high, step.k)}; break;
      case Op::greatest_k: to = {std::max(a.low, step.k), std::max(a.high, step.k)}; break;
      case Op::less:
      case Op::less_k:
      case Op::greater_k:
      case Op::both:
      case Op::either:
      case Op::opposite: to = {-1, 0}; break;
      case Op::choose: to = {std::min(b.low, c.low), std::max(b.high, c.high)}; break;
      case Op::round: {
        const Wide bias = bias_of(a.low, step.k);
        if (most == lane_bits && (bits_of(step.k) > divisor_bits || bits_of(a.high + bias) > divided_bits)) return std::nullopt;
        to = {a.low / step.k - 1, a.high / step.k + 1};
        break;
      }
      case Op::store:
      case Op::flag: to = a; break;
    }
    // Constants are compared with, and taken from, what is in lanes.
    const Wide constants = std::max({step.k, -step.k, step.op == Op::slice && step.k2 != no_end ? step.k2 : 0, step.op == Op::slice ? std::max(step.k3, -step.k3) : 0});
    if (to.high > bound || to.low < -bound || constants > bound) return std::nullopt;
  }
  return all;
}

bool Program::fits(int bits, bool wide) const { return ranges(bits, wide ? wide_bits : lane_bits).has_value(); }

/// What fits so many bits fits fewer.
std::optional<int> Program::most_bits(bool wide) const {
  int low = fewest_bits;
  int high = wide ? wide_bits : lane_bits;
  if (!fits(low, wide)) return std::nullopt;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    (fits(middle, wide) ? low : high) = middle;
  }
  return low;
}

std::optional<int> Program::bits_of_lanes() const { return most_bits(false); }
std::optional<int> Program::bits_of_wide_lanes() const { return most_bits(true); }

template <typename Int>
Code<Int> Program::encode(int bits) const {
  constexpr bool wide = sizeof(Int) > 8;
  const std::vector<Range> ranges = *this->ranges(bits, wide ? wide_bits : lane_bits);
  std::vector<std::size_t> last_use(steps_.size(), 0);
  const auto operands = [](const Step& step) {
    switch (step.op) {
      case Op::constant: return 0;
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::multiply_add_k:
      case Op::multiply_less_k:
      case Op::slice:
      case Op::least:
      case Op::greatest:
      case Op::less:
      case Op::both:
      case Op::either: return 2;
      case Op::choose: return 3;
      default: return 1;
    }
  };
  for (std::size_t place = 0; place < steps_.size(); ++place) {
    const Step& step = steps_[place];
    const std::array uses{step.a, step.b, step.c};
    for (int operand = 0; operand < operands(step); ++operand) {
      const std::uint32_t use = uses[static_cast<std::size_t>(operand)];
      if ((use & is_input) == 0) last_use[use] = place;
    }
  }
  Code<Int> code;
  code.inputs = inputs_.size();
  code.outputs = output_denominators_.size();
  std::vector<std::uint32_t> registers(steps_.size(), 0);
  std::vector<std::uint32_t> free;
  const auto register_of = [&](std::uint32_t operand) { return (operand & is_input) != 0 ? operand : registers[operand]; };
  for (std::size_t place = 0; place < steps_.size(); ++place) {
    const Step& step = steps_[place];
    Instruction one{step.op, 0, register_of(step.a), register_of(step.b), register_of(step.c), step.place};
    const int count = operands(step);
    const std::array uses{step.a, step.b, step.c};
    for (int operand = 0; operand < count; ++operand) {
      const std::uint32_t use = uses[static_cast<std::size_t>(operand)];
      bool is_again = (use & is_input) != 0;
      for (int before = 0; before < operand; ++before) is_again = is_again || uses[static_cast<std::size_t>(before)] == use;
      if (!is_again && last_use[use] == place) free.push_back(registers[use]);
    }
    if (step.op != Op::store && step.op != Op::flag) {
      if (free.empty()) free.push_back(static_cast<std::uint32_t>(code.registers++));
      one.to = registers[place] = free.back();  // the one used last is the one in the cache
      free.pop_back();
      if (last_use[place] == 0) free.push_back(one.to);
    }
    if (step.op == Op::round) {
      const Range of = (step.a & is_input) == 0 ? ranges[step.a] : range_of_input(step.a, bits);
      one.place = static_cast<std::uint32_t>(code.divisions.size());
      code.divisions.push_back(division_of(step.k, step.mode, of.low, of.high, wide));
    } else if (step.op != Op::store) {
      one.place = static_cast<std::uint32_t>(code.constants.size());
      code.constants.push_back({static_cast<Int>(step.k), static_cast<Int>(step.k2 == no_end ? (Wide{1} << (wide ? wide_bits : lane_bits)) - 1 : step.k2), static_cast<Int>(step.k3)});
    }
    code.instructions.push_back(one);
  }
  return code;
}

Code<std::int64_t> Program::code(int bits) const { return encode<std::int64_t>(bits); }
Code<Wide> Program::wide_code(int bits) const { return encode<Wide>(bits); }

}  // namespace whereas::batch

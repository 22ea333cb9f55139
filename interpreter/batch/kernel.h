#pragma once

#include "interpreter/batch/code.h"

#include <bit>
#include <utility>

/// The one loop that all kernels are made of, private to this folder. `Lane` is as many lanes as the instructions take at once.
namespace whereas::batch {

template <typename Lane>
struct Machine {
  using Int = typename Lane::Int;
  static constexpr std::size_t step = Lane::count;

  template <typename Work>
  static void each(Work work) {
#pragma GCC unroll 4
    for (std::size_t lane = 0; lane < lanes; lane += step) work(lane);
  }

  static Lane rounded(const Division& by, Lane figure) {
    const auto [quotient, rest] = Lane::divided(by, figure);
    const Lane twice = rest + rest;
    if (by.half_even) {
      const Lane threshold = Lane::all(static_cast<Int>(by.divisor)) - (quotient & Lane::all(1));
      return quotient - less(threshold, twice);  // a mask is one less than nothing
    }
    const Lane threshold = choose(less(figure, Lane::all(0)), Lane::all(static_cast<Int>(by.threshold_below)), Lane::all(static_cast<Int>(by.threshold)));
    return quotient - less(threshold, twice);
  }

  /// Figures lie in the order in which they are asked for: those that come next are fetched from memory while these are worked on.
  static void fetch_ahead(const Int* figures) {
    constexpr std::size_t inputs_ahead = 8;
    constexpr std::size_t bytes = lanes * sizeof(Int);
    const auto* const from = reinterpret_cast<const char*>(figures) + inputs_ahead * bytes;
    for (std::size_t line = 0; line < bytes; line += 64) __builtin_prefetch(from + line);
  }

  static void run(const Code<Int>& code, const Tile<Int>& tile) {
    Int* const registers = tile.registers;
    const auto from = [&](std::uint32_t place) -> const Int* {
      return (place & is_input) != 0 ? tile.inputs + std::size_t{place & ~is_input} * lanes : registers + std::size_t{place} * lanes;
    };
    for (const Instruction& one : code.instructions) {
      Int* const to = registers + std::size_t{one.to} * lanes;
      const Int* const a = from(one.a);
      const Int* const b = from(one.b);
      const Int* const c = from(one.c);
      if ((one.a & is_input) != 0) fetch_ahead(a);
      if ((one.b & is_input) != 0) fetch_ahead(b);
      const auto k = [&](std::size_t place) { return Lane::all(code.constants[one.place][place]); };
      switch (one.op) {
        case Op::constant: {
          const Lane value = k(0);
          each([&](std::size_t i) { value.store(to + i); });
          break;
        }
        case Op::add: each([&](std::size_t i) { (Lane::load(a + i) + Lane::load(b + i)).store(to + i); }); break;
        case Op::subtract: each([&](std::size_t i) { (Lane::load(a + i) - Lane::load(b + i)).store(to + i); }); break;
        case Op::multiply: each([&](std::size_t i) { (Lane::load(a + i) * Lane::load(b + i)).store(to + i); }); break;
        case Op::add_k: {
          const Lane value = k(0);
          each([&](std::size_t i) { (Lane::load(a + i) + value).store(to + i); });
          break;
        }
        case Op::subtract_from_k: {
          const Lane value = k(0);
          each([&](std::size_t i) { (value - Lane::load(a + i)).store(to + i); });
          break;
        }
        case Op::multiply_k:
          Lane::with_factor(code.constants[one.place][0], [&](auto times) { each([&](std::size_t i) { times(Lane::load(a + i)).store(to + i); }); });
          break;
        case Op::multiply_add_k:
          Lane::with_factor(code.constants[one.place][0], [&](auto times) { each([&](std::size_t i) { (Lane::load(b + i) + times(Lane::load(a + i))).store(to + i); }); });
          break;
        case Op::multiply_less_k:
          Lane::with_factor(code.constants[one.place][0], [&](auto times) { each([&](std::size_t i) { (times(Lane::load(a + i)) - Lane::load(b + i)).store(to + i); }); });
          break;
        case Op::slice: {
          const Lane before = k(0);
          const Lane length = k(1);
          const Lane zero = Lane::all(0);
          Lane::with_factor(code.constants[one.place][2], [&](auto times) {
            each([&](std::size_t i) { (Lane::load(b + i) + times(least(greatest(Lane::load(a + i) + before, zero), length))).store(to + i); });
          });
          break;
        }
        case Op::least: each([&](std::size_t i) { least(Lane::load(a + i), Lane::load(b + i)).store(to + i); }); break;
        case Op::greatest: each([&](std::size_t i) { greatest(Lane::load(a + i), Lane::load(b + i)).store(to + i); }); break;
        case Op::least_k: {
          const Lane value = k(0);
          each([&](std::size_t i) { least(Lane::load(a + i), value).store(to + i); });
          break;
        }
        case Op::greatest_k: {
          const Lane value = k(0);
          each([&](std::size_t i) { greatest(Lane::load(a + i), value).store(to + i); });
          break;
        }
        case Op::less: each([&](std::size_t i) { less(Lane::load(a + i), Lane::load(b + i)).store(to + i); }); break;
        case Op::less_k: {
          const Lane value = k(0);
          each([&](std::size_t i) { less(Lane::load(a + i), value).store(to + i); });
          break;
        }
        case Op::greater_k: {
          const Lane value = k(0);
          each([&](std::size_t i) { less(value, Lane::load(a + i)).store(to + i); });
          break;
        }
        case Op::both: each([&](std::size_t i) { (Lane::load(a + i) & Lane::load(b + i)).store(to + i); }); break;
        case Op::either: each([&](std::size_t i) { (Lane::load(a + i) | Lane::load(b + i)).store(to + i); }); break;
        case Op::opposite: {
          const Lane every = Lane::all(-1);
          each([&](std::size_t i) { (every - Lane::load(a + i)).store(to + i); });
          break;
        }
        case Op::choose: each([&](std::size_t i) { choose(Lane::load(a + i), Lane::load(b + i), Lane::load(c + i)).store(to + i); }); break;
        case Op::round: {
          const Division& by = code.divisions[one.place];
          each([&](std::size_t i) { rounded(by, Lane::load(a + i)).store(to + i); });
          break;
        }
        case Op::store: {
          Int* const output = tile.outputs + std::size_t{one.place} * lanes;
          each([&](std::size_t i) { Lane::load(a + i).store(output + i); });
          break;
        }
        case Op::flag: each([&](std::size_t i) { (Lane::load(tile.flags + i) | Lane::load(a + i)).store(tile.flags + i); }); break;
      }
    }
  }
};

/// Calls `work` with what multiplies by a factor: by a shift where it is a power of two, by its lower half where it has no other.
template <typename Lane, typename Work>
void with_factor_of_64_bits(std::int64_t factor, Work work) {
  const auto bits = static_cast<std::uint64_t>(factor);
  const Lane all = Lane::all(factor);
  if (factor > 0 && (bits & (bits - 1)) == 0) {
    const int by = std::countr_zero(bits);
    work([=](Lane lane) { return lane.raised(by); });
  } else if (factor > 0 && factor >> 32 == 0) {
    work([=](Lane lane) { return by_lower_half(lane, all); });
  } else {
    work([=](Lane lane) { return lane * all; });
  }
}

/// The division of code.h for lanes of 64 bits. `low` multiplies the lower halves of its lanes.
template <typename Lane>
std::pair<Lane, Lane> divided_by_multiplying(const Division& by, Lane figure) {
  const Lane divisor = Lane::all(static_cast<std::int64_t>(by.divisor));
  const Lane sum = figure + Lane::all(static_cast<std::int64_t>(by.bias));
  Lane rest = sum;
  Lane quotient = Lane::all(0);
  if (by.near != 0) {
    quotient = low(sum.shifted(by.near_before), Lane::all(static_cast<std::int64_t>(by.near))).shifted(by.near_after);
    rest = sum - (by.is_near_small ? low(quotient, divisor) : by_lower_half(quotient, divisor));
  }
  const Lane more = low(rest, Lane::all(static_cast<std::int64_t>(by.exact))).shifted(by.exact_after);
  return {quotient + more - Lane::all(static_cast<std::int64_t>(by.bias_quotient)), rest - low(more, divisor)};
}

}  // namespace whereas::batch

#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

/// What the kernels run: whole numbers in registers, a tile of scenarios at a time. Nothing here knows a contract.
namespace whereas::batch {

__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 WideMagnitude;

inline int bits_of(Wide value) {
  const auto magnitude = static_cast<WideMagnitude>(value < 0 ? -value : value);
  const auto high = static_cast<std::uint64_t>(magnitude >> 64);
  return high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(static_cast<std::uint64_t>(magnitude));
}

/// Scenarios in a tile: registers of so many lanes stay in the first-level cache.
constexpr std::size_t lanes = 128;

enum class Op : std::uint8_t {
  constant,        ///< k
  add,             ///< a + b
  subtract,        ///< a - b
  multiply,        ///< a x b
  add_k,           ///< a + k
  subtract_from_k, ///< k - a
  multiply_k,      ///< a x k
  multiply_add_k,  ///< b + a x k
  multiply_less_k, ///< a x k - b
  slice,           ///< b + k3 x (a + k, not below zero, at most k2)
  least,
  greatest,
  least_k,
  greatest_k,
  less,            ///< whether a < b: all bits or none
  less_k,          ///< whether a < k
  greater_k,       ///< whether a > k
  both,
  either,
  opposite,
  choose,          ///< b where a, else c
  round,           ///< a over a divisor, by `divisions`
  store,           ///< output `to` is a
  flag,            ///< where a holds, the scenario is not this program's
};

/// An operand is a register, or an input where it has this bit.
constexpr std::uint32_t is_input = std::uint32_t{1} << 31;

struct Instruction {
  Op op = Op::add;
  std::uint32_t to = 0;     ///< a register; of store, see `place`
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint32_t place = 0;  ///< of the constants, the division or the output
};

/// Rounded division by a positive whole number: the quotient below and what remains, then one up where twice what remains passes a threshold.
struct Division {
  Wide divisor = 1;
  bool half_even = false;       ///< the threshold is the divisor, one less where the quotient is odd
  Wide threshold = 0;           ///< else: of what is not below zero
  Wide threshold_below = 0;     ///< of what is below zero
  // For lanes of 64 bits, which have no division: what is added so that nothing is below zero, and two multiplications with a shift, of which the first
  // comes near and the second is exact. Proved for `divisor` below 2^30 and sums below 2^60 (program.cpp).
  std::uint64_t bias = 0;
  std::uint64_t bias_quotient = 0;
  std::uint64_t near = 0;       ///< below 2^32
  int near_before = 0;
  int near_after = 0;
  bool is_near_small = false;   ///< the first quotient is below 2^32
  std::uint64_t exact = 0;      ///< below 2^32
  int exact_after = 0;
};

/// For lanes of one width: std::int64_t or Wide.
template <typename Int>
struct Code {
  std::vector<Instruction> instructions;
  std::vector<std::array<Int, 3>> constants;
  std::vector<Division> divisions;
  std::size_t registers = 0;
  std::size_t inputs = 0;
  std::size_t outputs = 0;
};

/// One tile. `inputs` and `outputs`: `lanes` of each, one after the other. `flags`: not zero where a scenario is not this program's.
/// `registers`: room for all of them. All aligned to 64 bytes.
template <typename Int>
struct Tile {
  const Int* inputs = nullptr;
  Int* outputs = nullptr;
  Int* flags = nullptr;
  Int* registers = nullptr;
};

/// Sets of instructions, from the plainest on. All give the same.
enum class Kernel { portable, sse2, avx2, avx512 };
inline constexpr std::array all_kernels{Kernel::portable, Kernel::sse2, Kernel::avx2, Kernel::avx512};
const char* name(Kernel kernel);
/// Whether this processor has it, and the program was built with it.
bool has(Kernel kernel);
Kernel best_kernel();

void run(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile, Kernel kernel);
void run(const Code<Wide>& code, const Tile<Wide>& tile);

}  // namespace whereas::batch

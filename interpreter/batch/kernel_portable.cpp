#include "interpreter/batch/kernel.h"

/// The kernels of every processor: one lane at a time, for the compiler to put side by side, in 64 bits and in 128.
namespace whereas::batch {

void run_portable(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile);

namespace {

/// One lane of 64 bits. Sums pass no bound, so they are taken without signs, where passing one is no fault of the program.
struct One {
  using Int = std::int64_t;
  static constexpr std::size_t count = 1;
  std::int64_t value;

  static One of(std::uint64_t value) { return {static_cast<std::int64_t>(value)}; }
  std::uint64_t bits() const { return static_cast<std::uint64_t>(value); }
  static One load(const std::int64_t* from) { return {*from}; }
  static One all(std::int64_t value) { return {value}; }
  void store(std::int64_t* to) const { *to = value; }
  One shifted(int by) const { return of(bits() >> by); }
  One raised(int by) const { return of(bits() << by); }
  static std::pair<One, One> divided(const Division& by, One figure);
  template <typename Work>
  static void with_factor(std::int64_t factor, Work work) {
    work([=](One lane) { return lane * One::all(factor); });
  }

  friend One operator+(One a, One b) { return of(a.bits() + b.bits()); }
  friend One operator-(One a, One b) { return of(a.bits() - b.bits()); }
  friend One operator*(One a, One b) { return of(a.bits() * b.bits()); }
  friend One operator&(One a, One b) { return of(a.bits() & b.bits()); }
  friend One operator|(One a, One b) { return of(a.bits() | b.bits()); }
  friend One less(One a, One b) { return {a.value < b.value ? -1 : 0}; }
  friend One least(One a, One b) { return {a.value < b.value ? a.value : b.value}; }
  friend One greatest(One a, One b) { return {a.value < b.value ? b.value : a.value}; }
  friend One choose(One where, One a, One b) { return where.value != 0 ? a : b; }
  friend One by_lower_half(One a, One b) { return a * b; }
  friend One low(One a, One b) { return of((a.bits() & 0xFFFFFFFFU) * (b.bits() & 0xFFFFFFFFU)); }
};

std::pair<One, One> One::divided(const Division& by, One figure) { return divided_by_multiplying(by, figure); }

/// One lane of 128 bits.
struct WideOne {
  using Int = Wide;
  static constexpr std::size_t count = 1;
  Wide value;

  static WideOne load(const Wide* from) { return {*from}; }
  static WideOne all(Wide value) { return {value}; }
  void store(Wide* to) const { *to = value; }
  template <typename Work>
  static void with_factor(Wide factor, Work work) {
    work([=](WideOne lane) { return lane * WideOne::all(factor); });
  }
  static std::pair<WideOne, WideOne> divided(const Division& by, WideOne figure) {
    Wide quotient = 0;
    const auto small = static_cast<std::int64_t>(figure.value);
    const auto small_divisor = static_cast<std::int64_t>(by.divisor);
    if (small == figure.value && small_divisor == by.divisor) quotient = small / small_divisor;
    else quotient = figure.value / by.divisor;
    Wide rest = figure.value - quotient * by.divisor;
    if (rest < 0) {
      rest += by.divisor;
      quotient -= 1;
    }
    return {WideOne{quotient}, WideOne{rest}};
  }

  friend WideOne operator+(WideOne a, WideOne b) { return {a.value + b.value}; }
  friend WideOne operator-(WideOne a, WideOne b) { return {a.value - b.value}; }
  friend WideOne operator*(WideOne a, WideOne b) { return {a.value * b.value}; }
  friend WideOne operator&(WideOne a, WideOne b) { return {a.value & b.value}; }
  friend WideOne operator|(WideOne a, WideOne b) { return {a.value | b.value}; }
  friend WideOne less(WideOne a, WideOne b) { return {a.value < b.value ? -1 : 0}; }
  friend WideOne least(WideOne a, WideOne b) { return {a.value < b.value ? a.value : b.value}; }
  friend WideOne greatest(WideOne a, WideOne b) { return {a.value < b.value ? b.value : a.value}; }
  friend WideOne choose(WideOne where, WideOne a, WideOne b) { return where.value != 0 ? a : b; }
};

}  // namespace

void run_portable(const Code<std::int64_t>& code, const Tile<std::int64_t>& tile) { Machine<One>::run(code, tile); }
void run(const Code<Wide>& code, const Tile<Wide>& tile) { Machine<WideOne>::run(code, tile); }

}  // namespace whereas::batch

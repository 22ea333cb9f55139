// The loop with scenarios side by side, for three instruction sets. One text for all: vectors as g++ and clang have them, inlined into three
// functions that are compiled for their instructions: no vector is passed by a call.
#include "tests/benchmark/loop/floor.h"

#include <algorithm>

#define WHEREAS_INLINE [[gnu::always_inline]] inline

namespace whereas::loop {

namespace {

constexpr std::int64_t cents(std::int64_t whole) { return whole * 100; }

/// `Lanes` scenarios between two months. Units as in floor.cpp: cents, hundred-thousandths for the share, ten-millionths from recoupment on.
template <std::size_t Lanes>
struct Deals {
  typedef std::int64_t Vector __attribute__((vector_size(Lanes * sizeof(std::int64_t))));
  typedef double Estimates __attribute__((vector_size(Lanes * sizeof(double))));

  static constexpr std::int64_t first_bound = cents(5'000'000);
  static constexpr std::int64_t second_bound = cents(25'000'000);
  static constexpr std::int64_t year_cap = cents(6'000'000) * 1000;
  static constexpr std::int64_t quarter_minimum = cents(200'000) * 1000;
  static constexpr std::int64_t year_minimum = cents(1'000'000) * 1000;
  static constexpr std::int64_t unit_per_cent = 100'000;

  Vector basis{};
  Vector share_to_date{};
  Vector loss{};
  Vector room = Vector{} + year_cap;             ///< under the cap of the year
  Vector quarter_left = Vector{} + quarter_minimum;  ///< of the minimum
  Vector year_left = Vector{} + year_minimum;
  Vector advanced = Vector{} + cents(5'000'000) * unit_per_cent;
  Vector total{};

  // SSE2 compares no 64 bits, but spreads a sign.
  WHEREAS_INLINE static Vector lesser(Vector a, Vector b) {
    if constexpr (Lanes == 2) return b + ((a - b) & ((a - b) >> 63));
    return a < b ? a : b;
  }
  WHEREAS_INLINE static Vector above_zero(Vector a) {
    if constexpr (Lanes == 2) return a & ~(a >> 63);
    return a > 0 ? a : Vector{};
  }
  /// 325 x, 75 x and so on by shifts: no vector of these instructions multiplies 64 bits in one step, but AVX-512's, slowly.
  WHEREAS_INLINE static Vector times_25(Vector a) { return (a << 4) + (a << 3) + a; }

  WHEREAS_INLINE void month(const std::int64_t* figures, bool ends_quarter, bool ends_year) {
    basis += load(figures) - load(figures + Laid::lanes);
    // 50% up to the first bound, 40% up to the second, 32.5% above: 32.5% of all, 7.5% more below the second, 10% more below the first.
    // Nothing on a basis below zero.
    const Vector all = above_zero(basis);
    const Vector first = lesser(all, Vector{} + first_bound);
    const Vector second = lesser(all, Vector{} + second_bound);
    const Vector in_25ths = (all << 3) + (all << 2) + all + second + (second << 1) + (first << 2);
    const Vector earned = times_25(in_25ths);
    const Vector with_loss = earned - share_to_date + loss;
    share_to_date = earned;
    const Vector above = above_zero(with_loss);
    loss = with_loss - above;
    Vector amount = lesser(above, room);
    room -= amount;
    quarter_left -= amount;
    if (ends_quarter) {
      amount += above_zero(quarter_left);
      quarter_left = Vector{} + quarter_minimum;
    }
    year_left -= amount;
    if (ends_year) {
      amount += above_zero(year_left);
      year_left = Vector{} + year_minimum;
      room = Vector{} + year_cap;
      basis = share_to_date = Vector{};
    }
    const Vector in_ten_millionths = times_25(amount) << 2;
    const Vector recouped = lesser(in_ten_millionths - times_25(amount), advanced);
    advanced -= recouped;
    total += half_even(in_ten_millionths - recouped);
  }

  WHEREAS_INLINE static Vector load(const std::int64_t* figures) {
    Vector loaded;
    __builtin_memcpy(&loaded, figures, sizeof loaded);
    return loaded;
  }

  /// Ten-millionths to cents. The quotient is estimated and the exact remainder corrects it, so the estimate, which is off by one at most, is
  /// never the answer. Adding 1.5 * 2^52 puts an integer below 2^51 into the last bits of its estimate, and takes it out again.
  WHEREAS_INLINE static Vector half_even(Vector exact) {
    constexpr double shift = 6755399441055744.0;
    constexpr std::int64_t shift_bits = 0x4338000000000000;
    const Estimates value = reinterpret_cast<Estimates>(exact + shift_bits) - shift;
    const Vector estimate = reinterpret_cast<Vector>(value * 1e-5 + shift) - shift_bits;
    const Vector by_3125 = (estimate << 11) + (estimate << 10) + (estimate << 5) + (estimate << 4) + (estimate << 2) + estimate;
    const Vector remainder = exact - (by_3125 << 5);
    const Vector odd = estimate & 1;
    // A comparison is -1 where it holds.
    // -1 where the estimate is too small, and where it is too great.
    const Vector above = (Vector{} + unit_per_cent / 2 - remainder - odd) >> 63;
    const Vector below = (remainder - odd + unit_per_cent / 2) >> 63;
    return estimate - above + below;
  }
};

/// `Count` vectors of scenarios at a time, so that their steps overlap.
template <std::size_t Lanes, std::size_t Count>
WHEREAS_INLINE void run(const Laid& laid, Totals& totals) {
  static_assert(Laid::lanes % (Lanes * Count) == 0);
  totals.resize((laid.count + Laid::lanes - 1) / Laid::lanes * Laid::lanes);
  constexpr std::size_t per_month = 2 * Laid::lanes;
  for (std::size_t first = 0; first < totals.size(); first += Lanes * Count) {
    const std::int64_t* figures = laid.figures.data() + first / Laid::lanes * months * per_month + first % Laid::lanes;
    Deals<Lanes> deals[Count];
    const auto month = [&](bool ends_quarter, bool ends_year) __attribute__((always_inline)) {
      for (std::size_t deal = 0; deal < Count; ++deal) deals[deal].month(figures + deal * Lanes, ends_quarter, ends_year);
      __builtin_prefetch(figures + 16 * per_month);
      __builtin_prefetch(figures + 16 * per_month + Laid::lanes);
      figures += per_month;
    };
    for (std::size_t year = 0; year < months / 12; ++year) {
      for (int quarter = 1; quarter <= 3; ++quarter) {
        month(false, false);
        month(false, false);
        month(true, false);
      }
      month(false, false);
      month(false, false);
      month(true, true);
    }
    for (std::size_t deal = 0; deal < Count; ++deal) __builtin_memcpy(totals.data() + first + deal * Lanes, &deals[deal].total, sizeof deals[deal].total);
  }
  totals.resize(laid.count);
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw"))) void run_avx512(const Laid& laid, Totals& totals) { run<8, 2>(laid, totals); }
__attribute__((target("avx2"))) void run_avx2(const Laid& laid, Totals& totals) { run<4, 1>(laid, totals); }
#endif

}  // namespace

std::string_view name(Instructions instructions) {
  switch (instructions) {
    case Instructions::sse2: return "SSE2";
    case Instructions::avx2: return "AVX2";
    case Instructions::avx512: return "AVX-512";
  }
  return "";
}

bool has(Instructions instructions) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (instructions) {
    case Instructions::sse2: return true;
    case Instructions::avx2: return __builtin_cpu_supports("avx2") != 0;
    case Instructions::avx512:
      return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  }
#endif
  return instructions == Instructions::sse2;
}

void run_vectors(const Laid& laid, Instructions instructions, Totals& totals) {
#if defined(__x86_64__)
  if (instructions == Instructions::avx512) return run_avx512(laid, totals);
  if (instructions == Instructions::avx2) return run_avx2(laid, totals);
#endif
  run<2, 1>(laid, totals);
}

}  // namespace whereas::loop

#pragma once

#include "interpreter/batch/kernel.h"

#include <immintrin.h>

/// Lanes of 64 bits side by side, private to the kernels: each file that includes this is compiled for one set of instructions. What these instructions
/// lack is put together from what they have; that no figure passes 2^62 is proved before (program.cpp).
namespace whereas::batch {

namespace {

#if defined(WHEREAS_KERNEL_AVX512)

struct Vector {
  using Int = std::int64_t;
  static constexpr std::size_t count = 8;
  __m512i value;

  static Vector load(const std::int64_t* from) { return {_mm512_load_si512(from)}; }
  static Vector all(std::int64_t value) { return {_mm512_set1_epi64(value)}; }
  void store(std::int64_t* to) const { _mm512_store_si512(to, value); }
  Vector shifted(int by) const { return {_mm512_srl_epi64(value, _mm_cvtsi32_si128(by))}; }
  Vector raised(int by) const { return {_mm512_sll_epi64(value, _mm_cvtsi32_si128(by))}; }
  static std::pair<Vector, Vector> divided(const Division& by, Vector figure) { return divided_by_multiplying(by, figure); }
  template <typename Work>
  static void with_factor(std::int64_t factor, Work work) {
    with_factor_of_64_bits<Vector>(factor, work);
  }

  friend Vector operator+(Vector a, Vector b) { return {_mm512_add_epi64(a.value, b.value)}; }
  friend Vector operator-(Vector a, Vector b) { return {_mm512_sub_epi64(a.value, b.value)}; }
  friend Vector operator*(Vector a, Vector b) { return {_mm512_mullo_epi64(a.value, b.value)}; }
  friend Vector operator&(Vector a, Vector b) { return {_mm512_and_si512(a.value, b.value)}; }
  friend Vector operator|(Vector a, Vector b) { return {_mm512_or_si512(a.value, b.value)}; }
  friend Vector less(Vector a, Vector b) { return {_mm512_movm_epi64(_mm512_cmplt_epi64_mask(a.value, b.value))}; }
  friend Vector least(Vector a, Vector b) { return {_mm512_min_epi64(a.value, b.value)}; }
  friend Vector greatest(Vector a, Vector b) { return {_mm512_max_epi64(a.value, b.value)}; }
  friend Vector choose(Vector where, Vector a, Vector b) { return {_mm512_mask_mov_epi64(b.value, _mm512_movepi64_mask(where.value), a.value)}; }
  friend Vector low(Vector a, Vector b) { return {_mm512_mul_epu32(a.value, b.value)}; }
  /// Of the second only the lower half counts.
  friend Vector by_lower_half(Vector a, Vector b) { return a * b; }
};

#elif defined(WHEREAS_KERNEL_AVX2)

struct Vector {
  using Int = std::int64_t;
  static constexpr std::size_t count = 4;
  __m256i value;

  static Vector load(const std::int64_t* from) { return {_mm256_load_si256(reinterpret_cast<const __m256i*>(from))}; }
  static Vector all(std::int64_t value) { return {_mm256_set1_epi64x(value)}; }
  void store(std::int64_t* to) const { _mm256_store_si256(reinterpret_cast<__m256i*>(to), value); }
  Vector shifted(int by) const { return {_mm256_srl_epi64(value, _mm_cvtsi32_si128(by))}; }
  Vector raised(int by) const { return {_mm256_sll_epi64(value, _mm_cvtsi32_si128(by))}; }
  static std::pair<Vector, Vector> divided(const Division& by, Vector figure) { return divided_by_multiplying(by, figure); }
  template <typename Work>
  static void with_factor(std::int64_t factor, Work work) {
    with_factor_of_64_bits<Vector>(factor, work);
  }

  friend Vector operator+(Vector a, Vector b) { return {_mm256_add_epi64(a.value, b.value)}; }
  friend Vector operator-(Vector a, Vector b) { return {_mm256_sub_epi64(a.value, b.value)}; }
  friend Vector operator*(Vector a, Vector b) {
    const __m256i crossed = _mm256_mullo_epi32(a.value, _mm256_shuffle_epi32(b.value, 0xB1));
    const __m256i upper = _mm256_slli_epi64(_mm256_add_epi32(crossed, _mm256_srli_epi64(crossed, 32)), 32);
    return {_mm256_add_epi64(_mm256_mul_epu32(a.value, b.value), upper)};
  }
  friend Vector operator&(Vector a, Vector b) { return {_mm256_and_si256(a.value, b.value)}; }
  friend Vector operator|(Vector a, Vector b) { return {_mm256_or_si256(a.value, b.value)}; }
  friend Vector less(Vector a, Vector b) { return {_mm256_cmpgt_epi64(b.value, a.value)}; }
  friend Vector least(Vector a, Vector b) { return {_mm256_blendv_epi8(a.value, b.value, _mm256_cmpgt_epi64(a.value, b.value))}; }
  friend Vector greatest(Vector a, Vector b) { return {_mm256_blendv_epi8(b.value, a.value, _mm256_cmpgt_epi64(a.value, b.value))}; }
  friend Vector choose(Vector where, Vector a, Vector b) { return {_mm256_blendv_epi8(b.value, a.value, where.value)}; }
  friend Vector low(Vector a, Vector b) { return {_mm256_mul_epu32(a.value, b.value)}; }
  /// Of the second only the lower half counts.
  friend Vector by_lower_half(Vector a, Vector b) { return low(a, b) + Vector{_mm256_slli_epi64(_mm256_mul_epu32(_mm256_srli_epi64(a.value, 32), b.value), 32)}; }
};

#else

struct Vector {
  using Int = std::int64_t;
  static constexpr std::size_t count = 2;
  __m128i value;

  static Vector load(const std::int64_t* from) { return {_mm_load_si128(reinterpret_cast<const __m128i*>(from))}; }
  static Vector all(std::int64_t value) { return {_mm_set1_epi64x(value)}; }
  void store(std::int64_t* to) const { _mm_store_si128(reinterpret_cast<__m128i*>(to), value); }
  Vector shifted(int by) const { return {_mm_srl_epi64(value, _mm_cvtsi32_si128(by))}; }
  Vector raised(int by) const { return {_mm_sll_epi64(value, _mm_cvtsi32_si128(by))}; }
  static std::pair<Vector, Vector> divided(const Division& by, Vector figure) { return divided_by_multiplying(by, figure); }
  template <typename Work>
  static void with_factor(std::int64_t factor, Work work) {
    with_factor_of_64_bits<Vector>(factor, work);
  }

  friend Vector operator+(Vector a, Vector b) { return {_mm_add_epi64(a.value, b.value)}; }
  friend Vector operator-(Vector a, Vector b) { return {_mm_sub_epi64(a.value, b.value)}; }
  friend Vector operator*(Vector a, Vector b) {
    const __m128i crossed = _mm_add_epi64(_mm_mul_epu32(_mm_srli_epi64(a.value, 32), b.value), _mm_mul_epu32(a.value, _mm_srli_epi64(b.value, 32)));
    return {_mm_add_epi64(_mm_mul_epu32(a.value, b.value), _mm_slli_epi64(crossed, 32))};
  }
  friend Vector operator&(Vector a, Vector b) { return {_mm_and_si128(a.value, b.value)}; }
  friend Vector operator|(Vector a, Vector b) { return {_mm_or_si128(a.value, b.value)}; }
  /// The sign of the difference, which passes no bound, in every bit.
  friend Vector less(Vector a, Vector b) { return {_mm_shuffle_epi32(_mm_srai_epi32(_mm_sub_epi64(a.value, b.value), 31), 0xF5)}; }
  friend Vector least(Vector a, Vector b) { return choose(less(a, b), a, b); }
  friend Vector greatest(Vector a, Vector b) { return choose(less(a, b), b, a); }
  friend Vector choose(Vector where, Vector a, Vector b) { return {_mm_or_si128(_mm_and_si128(where.value, a.value), _mm_andnot_si128(where.value, b.value))}; }
  friend Vector low(Vector a, Vector b) { return {_mm_mul_epu32(a.value, b.value)}; }
  /// Of the second only the lower half counts.
  friend Vector by_lower_half(Vector a, Vector b) { return low(a, b) + Vector{_mm_slli_epi64(_mm_mul_epu32(_mm_srli_epi64(a.value, 32), b.value), 32)}; }
};

#endif

}  // namespace

}  // namespace whereas::batch

#pragma once

// The contract of tests/contracts/17-the-loop, written by hand: what a programmer would write who had this one deal to run over many
// scenarios and nothing else. These are the floors that the engines are measured against. Exact like the contract: whole cents in, whole cents
// out, every figure between a whole number of ten-millionths.

#include "tests/benchmark/loop/large_pages.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace whereas::loop {

constexpr std::size_t months = 120;

/// Revenue and cost of a month, in cents.
struct Month {
  std::int64_t revenue = 0;
  std::int64_t cost = 0;
};

/// Many scenarios: `months` of each, one scenario after the other.
struct Scenarios {
  std::size_t count = 0;
  std::vector<Month, LargePages<Month>> all;

  std::span<const Month> of(std::size_t scenario) const { return std::span(all).subspan(scenario * months, months); }
};

/// Figures like those of the contract's data: revenue from 1,000,000.00 to 4,500,000.00, cost from 500,000.00 to 4,000,000.00, by a generator
/// whose sequence the standard fixes. Same seed, same figures.
Scenarios draw(std::size_t count, std::uint64_t seed);

/// What a scenario pays in all, by scenario, in cents, without the advance.
using Totals = std::vector<std::int64_t>;

/// What one scenario pays each month, in cents: one step after the other on 128-bit integers.
std::vector<std::int64_t> payments(std::span<const Month> scenario);

/// One scenario after the other on 128-bit integers.
void run_scalar(const Scenarios& scenarios, Totals& totals);

/// The same figures laid for vectors: for each group of `lanes` scenarios, for each month, the revenue of each and then the cost of each. The
/// last group is filled up with its last scenario.
struct Laid {
  static constexpr std::size_t lanes = 16;
  std::size_t count = 0;
  std::vector<std::int64_t, LargePages<std::int64_t>> figures;
};
Laid lay(const Scenarios& scenarios);

enum class Instructions { sse2, avx2, avx512 };
std::string_view name(Instructions instructions);
/// Whether this processor has them.
bool has(Instructions instructions);

/// Scenarios side by side in vectors of 64-bit integers. Figures are below 2^49 ten-millionths on the way, which holds for monthly revenue and
/// cost up to 5,000,000.00; `lay` refuses others.
void run_vectors(const Laid& laid, Instructions instructions, Totals& totals);

}  // namespace whereas::loop

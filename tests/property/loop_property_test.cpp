// The loop of tests/contracts/17-the-loop, written by hand for the benchmarks: it pays what the contract pays, month by month.

#include "tests/benchmark/loop/floor.h"
#include "tests/support/in_memory.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>
#include <sstream>

using namespace whereas;

namespace {

std::string contract_text() {
  std::ifstream file(WHEREAS_SOURCE_DIR "/tests/contracts/17-the-loop/contract.deal");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string csv_of(std::span<const loop::Month> scenario) {
  std::string csv = "period,revenue,inference_cost\n";
  for (std::size_t month = 0; month < scenario.size(); ++month) {
    const auto [revenue, cost] = scenario[month];
    csv += fmt::format("{}-{:02},{}.{:02},{}.{:02}\n", 2026 + month / 12, month % 12 + 1, revenue / 100, revenue % 100, cost / 100, cost % 100);
  }
  return csv;
}

}  // namespace

TEST_CASE("the loop by hand pays what its contract pays") {
  const loop::Scenarios scenarios = loop::draw(24, 17);
  const std::string contract = contract_text();
  loop::Totals totals;
  loop::run_scalar(scenarios, totals);
  for (std::size_t scenario = 0; scenario < scenarios.count; ++scenario) {
    const auto run = support::run_in_memory(contract, {csv_of(scenarios.of(scenario))});
    REQUIRE(run->ok());
    std::vector<std::int64_t> paid;
    for (const auto& payment : run->evaluation->payments().payments) {
      if (payment.title == "Share") paid.push_back((payment.amount * 100).to_integer());
    }
    REQUIRE(paid == loop::payments(scenarios.of(scenario)));
    std::int64_t total = 0;
    for (const std::int64_t cents : paid) total += cents;
    REQUIRE(total == totals[scenario]);
  }
}

TEST_CASE("the loop in vectors pays what the loop pays one by one") {
  const loop::Scenarios scenarios = loop::draw(1003, 18);
  const loop::Laid laid = loop::lay(scenarios);
  loop::Totals totals;
  loop::run_scalar(scenarios, totals);
  for (const auto instructions : {loop::Instructions::sse2, loop::Instructions::avx2, loop::Instructions::avx512}) {
    if (!loop::has(instructions)) continue;
    loop::Totals found;
    loop::run_vectors(laid, instructions, found);
    REQUIRE(found == totals);
  }
}

// Input that means harm: an error with a place, quickly, and never a crash.
#include "tests/support/in_memory.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace whereas;

namespace {

const char* const figures = "period,revenue\n2026-01,100.10\n2026-02,200\n";

std::string repeated(const std::string& text, int times) {
  std::string result;
  result.reserve(text.size() * static_cast<std::size_t>(times));
  for (int time = 0; time < times; ++time) result += text;
  return result;
}

/// Runs and gives the names of the errors.
std::vector<std::string> errors_of(const std::string& contract) {
  const auto run = support::run_in_memory(contract, {figures});
  std::vector<std::string> names;
  for (const auto& diagnostic : run->report.ordered()) {
    if (severity(diagnostic.code) == Severity::error) names.emplace_back(name(diagnostic.code));
  }
  return names;
}

bool refuses(const std::string& contract, const std::string& with) {
  const auto names = errors_of(contract);
  return std::find(names.begin(), names.end(), with) != names.end();
}

}  // namespace

TEST_CASE("a hundred thousand nested parentheses are refused, on one line or on many") {
  CHECK(refuses("share " + std::string(100000, '(') + "revenue" + std::string(100000, ')') + "\n", "too-long"));
  CHECK(refuses("share " + repeated("(\n ", 100000) + "revenue" + repeated(")\n ", 100000) + "\n", "too-deep"));
  CHECK(refuses("share " + repeated("50% of\n ", 100000) + "revenue\n", "too-deep"));
}

TEST_CASE("a line of ten megabytes and a number of a million digits are refused") {
  CHECK(refuses("share 50% of " + std::string(10'000'000, 'a') + "\n", "too-long"));
  CHECK(refuses("share 50% of revenue plus " + std::string(1'000'000, '9') + "\n", "too-long"));
  CHECK(refuses("share 50% of revenue plus " + std::string(1'000, '9') + "\n", "number-form"));
}

TEST_CASE("definitions that build on one another without end are refused, however they double") {
  std::string chain;
  for (int link = 0; link < 20000; ++link) chain += "m" + std::to_string(link) + " means m" + std::to_string(link + 1) + " plus m" + std::to_string(link + 1) + "\n";
  CHECK(refuses(chain + "m20000 means revenue\nshare 1% of m0\n", "too-deep"));
  std::string fan;
  for (int link = 0; link < 90; ++link) fan += "m" + std::to_string(link) + " means m" + std::to_string(link + 1) + " plus m" + std::to_string(link + 1) + "\n";
  CHECK(errors_of(fan + "m90 means revenue\nshare 1% of m0\n").empty());
}

TEST_CASE("an exact figure past the limit of digits is an error with a place, not a rounding") {
  std::string powers = "m0 means 0.123456789012345678\n";
  for (int link = 1; link < 10; ++link) powers += "m" + std::to_string(link) + " means m" + std::to_string(link - 1) + " times m" + std::to_string(link - 1) + "\n";
  CHECK(refuses(powers + "share m9 times revenue\n    never below zero\n", "number-too-long"));
}

TEST_CASE("an empty contract has nothing to pay and does not crash") {
  CHECK(errors_of("").empty());
  CHECK(errors_of("\n\n# nothing\n").empty());
  CHECK(refuses(std::string("share 50% of revenue\0\n", 22), "control-character"));
}

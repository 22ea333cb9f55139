// Contracts made by dice, paid by the engine and by the reference, which share nothing but the checked tree: where they differ, one is wrong.
// WHEREAS_CASES says how many (300 unless it is set), WHEREAS_SEED where to begin.
#include "tests/reference/agreement.h"
#include "tests/support/random_contract.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

using namespace whereas;
using reference::Agreement;

namespace {

std::uint64_t from_environment(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

Agreement compare(const tests::RandomContract& contract) {
  std::vector<reference::DataFile> data;
  for (const auto& file : contract.data) data.push_back({file.name, file.text});
  return reference::compare(contract.deal, data);
}

std::string shown(const tests::RandomContract& contract) {
  std::string text = contract.deal;
  for (const auto& file : contract.data) text += "--- " + file.name + "\n" + file.text;
  return text;
}

/// `error[split-inside-data]` of a refusal, without its place.
std::string words_of(const std::string& story) {
  const std::size_t begin = story.find(": ");
  const std::size_t end = story.find(": ", begin == std::string::npos ? 0 : begin + 2);
  return end == std::string::npos ? story : story.substr(begin + 2, end - begin - 2);
}

}  // namespace

TEST_CASE("the engine and the reference agree on contracts made by dice") {
  const std::uint64_t cases = from_environment("WHEREAS_CASES", 300);
  const std::uint64_t first_seed = from_environment("WHEREAS_SEED", 1);
  std::map<Agreement::Outcome, std::uint64_t> outcomes;
  std::map<std::string, std::uint64_t> why;  // refused, or not covered
  constexpr int most_differences = 5;
  for (std::uint64_t seed = first_seed; seed < first_seed + cases; ++seed) {
    const auto contract = tests::random_contract(seed, static_cast<int>(seed % 6));
    const Agreement agreement = compare(contract);
    ++outcomes[agreement.outcome];
    if (agreement.outcome == Agreement::Outcome::refused || agreement.outcome == Agreement::Outcome::not_covered) ++why[words_of(agreement.story)];
    INFO("seed " << seed << "\n" << shown(contract));
    if (agreement.outcome == Agreement::Outcome::differed) FAIL_CHECK(agreement.story);
    if (outcomes[Agreement::Outcome::differed] >= most_differences) break;
  }
  if (std::getenv("WHEREAS_CASES") != nullptr) {
    std::cout << "agreed " << outcomes[Agreement::Outcome::agreed] << ", both found no answer " << outcomes[Agreement::Outcome::both_failed] << ", refused "
              << outcomes[Agreement::Outcome::refused] << ", not covered " << outcomes[Agreement::Outcome::not_covered] << ", differed " << outcomes[Agreement::Outcome::differed] << '\n';
    for (const auto& [words, count] : why) std::cout << "  " << count << " " << words << '\n';
  }
  INFO("agreed " << outcomes[Agreement::Outcome::agreed] << ", both found no answer " << outcomes[Agreement::Outcome::both_failed] << ", refused "
                 << outcomes[Agreement::Outcome::refused] << ", not covered " << outcomes[Agreement::Outcome::not_covered]);
  CHECK(outcomes[Agreement::Outcome::agreed] * 5 > cases * 2);    // two in five, at least, are accepted and paid
  CHECK(outcomes[Agreement::Outcome::not_covered] * 50 <= cases);
}

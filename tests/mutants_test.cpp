// Each slip of the pen that a mutant makes: noticed by a test that looks there, and not by one that looks elsewhere (tests/mutants).
#include "interpreter/command/mutants.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace whereas;
using command::Judged;
using mutate::Slip;
namespace fs = std::filesystem;

constexpr Slip last_slip = Slip::party;

std::string folder_of(Slip slip) {
  std::string folder(mutate::name(slip));
  std::replace(folder.begin(), folder.end(), ' ', '-');
  return folder;
}

command::JudgedContract judged(Slip slip, const std::string& file) {
  command::Screen screen(command::Colour::never);
  return command::judge_mutants((fs::path(WHEREAS_SOURCE_DIR) / "tests/mutants" / folder_of(slip) / file).string(), screen);
}

std::size_t count(const command::JudgedContract& contract, Slip slip, Judged::Outcome outcome) {
  return static_cast<std::size_t>(
      std::count_if(contract.mutants.begin(), contract.mutants.end(), [&](const Judged& mutant) { return mutant.slip == slip && mutant.outcome == outcome; }));
}

TEST_CASE("a test that looks at the words notices the slip, and one that does not does not") {
  for (int at = 0; at <= static_cast<int>(last_slip); ++at) {
    const Slip slip = static_cast<Slip>(at);
    DYNAMIC_SECTION(mutate::name(slip)) {
      const auto guarded = judged(slip, "noticed.deal");
      CHECK(guarded.fault.empty());
      CHECK(count(guarded, slip, Judged::Outcome::noticed) > 0);
      CHECK(count(guarded, slip, Judged::Outcome::not_noticed) == 0);
      const auto unguarded = judged(slip, "not-noticed.deal");
      CHECK(unguarded.fault.empty());
      CHECK(count(unguarded, slip, Judged::Outcome::not_noticed) > 0);
    }
  }
}

TEST_CASE("a mutant whose plan is the same is the same contract, and a survivor may be explained") {
  const auto folder = fs::path(WHEREAS_SOURCE_DIR) / "tests/mutants/told-apart";
  command::Screen screen(command::Colour::never);
  const auto contract = command::judge_mutants((folder / "contract.deal").string(), screen);
  const auto outcome_of = [&](std::uint32_t line, Slip slip) {
    const auto found = std::find_if(contract.mutants.begin(), contract.mutants.end(), [&](const Judged& mutant) { return mutant.place.line == line && mutant.slip == slip; });
    REQUIRE(found != contract.mutants.end());
    return found->outcome;
  };
  // `from` and `through` stand in either order: the days in force are the same.
  CHECK(outcome_of(15, Slip::lines_swapped) == Judged::Outcome::same_contract);
  CHECK(outcome_of(9, Slip::rounding) == Judged::Outcome::explained);
  CHECK(outcome_of(14, Slip::rate) == Judged::Outcome::noticed);
}

TEST_CASE("the tests of a contract that stand in a file of their own judge the contract") {
  const auto path = fs::path(WHEREAS_SOURCE_DIR) / "tests/mutants/in-a-file-of-its-own/tests.deal";
  command::Screen screen(command::Colour::never);
  const auto contract = command::judge_mutants(path.string(), screen);
  REQUIRE(contract.fault.empty());
  const auto rate = std::find_if(contract.mutants.begin(), contract.mutants.end(), [](const Judged& mutant) { return mutant.slip == Slip::rate; });
  REQUIRE(rate != contract.mutants.end());
  CHECK(rate->outcome == Judged::Outcome::noticed);
  CHECK(fs::path(rate->file).filename() == "contract.deal");
}

TEST_CASE("a slip is told once, and noticed where the tests of any of the files notice it") {
  const auto folder = fs::path(WHEREAS_SOURCE_DIR) / "tests/mutants/in-two-files";
  command::Screen screen(command::Colour::never);
  std::vector<command::JudgedContract> judged{command::judge_mutants((folder / "contract.deal").string(), screen), command::judge_mutants((folder / "tests.deal").string(), screen)};
  const std::size_t mutants = judged.front().mutants.size();
  const auto cap = [&](std::size_t file) {
    return std::find_if(judged[file].mutants.begin(), judged[file].mutants.end(), [](const Judged& mutant) { return mutant.place.line == 15 && mutant.slip == Slip::amount; });
  };
  REQUIRE(cap(0) != judged[0].mutants.end());
  CHECK(cap(0)->outcome == Judged::Outcome::not_noticed);
  REQUIRE(cap(1) != judged[1].mutants.end());
  CHECK(cap(1)->outcome == Judged::Outcome::noticed);

  command::put_together(judged);
  CHECK(judged[0].mutants.size() == mutants);
  CHECK(judged[1].mutants.empty());
  CHECK(cap(0)->outcome == Judged::Outcome::noticed);
  CHECK(cap(0)->reason == "the cap");
}

TEST_CASE("a score is reached where it is met, and not by a hair less") {
  CHECK(command::reaches({9, 10}, Number(90)));
  CHECK_FALSE(command::reaches({899, 1000}, Number(90)));
  CHECK(command::reaches({0, 0}, Number(100)));
}

}  // namespace

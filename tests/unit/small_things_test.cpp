// Memory of the released program: each thing has its own, in place, until it is given back.
#include "interpreter/command/linking/small_things.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <utility>
#include <vector>

using whereas::SmallThings;

namespace {

struct Thing {
  unsigned char* memory;
  std::size_t size;
  unsigned char letter;
};

bool holds_its_letter(const Thing& thing) {
  for (std::size_t place = 0; place < thing.size; ++place) {
    if (thing.memory[place] != thing.letter) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("no two things share memory, and each stands where anything may stand", "[memory]") {
  SmallThings small;
  std::mt19937 dice(7);
  std::vector<Thing> things;
  for (int round = 0; round < 100'000; ++round) {
    if (things.empty() || dice() % 5 < 3) {
      const std::size_t size = dice() % 1017;
      auto* const memory = static_cast<unsigned char*>(small.give(size));
      REQUIRE(memory != nullptr);
      REQUIRE(reinterpret_cast<std::uintptr_t>(memory) % SmallThings::step == 0);
      REQUIRE(SmallThings::gave(memory));
      const auto letter = static_cast<unsigned char>(dice() % 256);
      std::memset(memory, letter, size);
      things.push_back({memory, size, letter});
    } else {
      std::swap(things[dice() % things.size()], things.back());
      REQUIRE(holds_its_letter(things.back()));
      small.take_back(things.back().memory, true);
      things.pop_back();
    }
  }
  for (const Thing& thing : things) REQUIRE(holds_its_letter(thing));
}

TEST_CASE("what was given back is given again to who asks for as much, and what may not be given again is not", "[memory]") {
  SmallThings small;
  void* const first = small.give(40);
  small.take_back(first, true);
  REQUIRE(small.give(33) == first);  // both need three steps
  small.take_back(first, false);
  REQUIRE(small.give(40) != first);
}

TEST_CASE("what is not small is left to others, whose things are known", "[memory]") {
  SmallThings small;
  REQUIRE(small.give(SmallThings::largest - sizeof(std::size_t)) != nullptr);
  REQUIRE(small.give(SmallThings::largest - sizeof(std::size_t) + 1) == nullptr);
  REQUIRE(small.give(SIZE_MAX) == nullptr);
  alignas(SmallThings::step) std::array<std::byte, 64> elsewhere{};
  SmallThings::mark_as_others(&elsewhere[32]);
  REQUIRE(!SmallThings::gave(&elsewhere[32]));
}

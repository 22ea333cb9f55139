#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Contracts that nobody wrote, with figures that nobody earned: for properties that must hold of every contract.
namespace whereas::tests {

struct RandomContract {
  struct File {
    std::string name;
    std::string text;
  };
  std::string deal;
  std::vector<File> data;
};

/// A contract written from the grammar of the reference, and figures for it. The same seed gives the same contract, in programs of one compiler. `size`, from 0 on, bounds
/// how deep amounts nest and how many definitions, clauses and provisos there are; most contracts pass the checker, not all.
/// Figures are zeros, cents, the bounds that the contract names and a cent to either side of them, and numbers at the edge of what
/// 64 and 128 bits hold.
RandomContract random_contract(std::uint64_t seed, int size);

}  // namespace whereas::tests

#pragma once

#include "interpreter/command/screen.h"
#include "interpreter/command/session.h"
#include "interpreter/mutate/mutant.h"

#include <cstddef>
#include <string>
#include <vector>

/// Which slips of the pen the tests of a contract notice (docs/language/testing.md, "Mutants").
namespace whereas::command {

/// What became of one slip.
struct Judged {
  enum class Outcome {
    noticed,       ///< a test failed
    not_noticed,
    explained,     ///< not noticed, and the contract says why: `# untested: REASON`
    same_contract, ///< it pays the same whatever the figures: the plan is the same
    refused,       ///< it makes no contract: whoever slips so is told
  };
  std::string file;
  Place place;
  mutate::Slip slip = mutate::Slip::word;
  Outcome outcome = Outcome::refused;
  std::string words;   ///< what would be otherwise
  std::string reason;  ///< why no test notices it, where the contract says so; else the title of the test that noticed it
};

struct JudgedContract {
  std::string path;
  std::size_t tests = 0;
  std::vector<Judged> mutants;
  std::string fault;  ///< where nothing could be judged: the contract has errors, or its tests fail as it stands
};

/// Runs every mutant of one contract against its tests, on as many threads as the machine has.
JudgedContract judge_mutants(const std::string& path, Screen& screen);

/// A slip is told once. Where several contracts of one run bring in the same file (`use "contract.deal"`), it stands with the first of them, and is noticed where the
/// tests of any of them notice it.
void put_together(std::vector<JudgedContract>& contracts);

/// Of those that could be noticed, the part that was.
struct Score {
  std::size_t noticed = 0;
  std::size_t could_be = 0;  ///< noticed, or neither noticed nor explained
};
Score score(const std::vector<JudgedContract>& contracts);
/// Whether the score reaches a percentage.
bool reaches(const Score& score, const Number& percent);

std::string write_text(const std::vector<JudgedContract>& contracts);
std::string write_json(const std::vector<JudgedContract>& contracts);

}  // namespace whereas::command

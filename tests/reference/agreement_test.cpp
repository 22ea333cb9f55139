// Two evaluators, one page: every contract that the repository holds is paid alike by the engine and by the reference.
#include "tests/reference/agreement.h"
#include "tests/reference/pages.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace whereas::reference;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A contract and the figures that stand beside it: `data.csv`, or the file of the contract's own name.
struct Fixture {
  fs::path contract;
  std::vector<fs::path> data;
};

std::vector<Fixture> fixtures_under(const std::vector<std::string>& folders) {
  std::vector<Fixture> fixtures;
  for (const auto& folder : folders) {
    const fs::path root = fs::path(WHEREAS_SOURCE_DIR) / folder;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".deal") continue;
      Fixture fixture{entry.path(), {}};
      for (const auto& candidate : {entry.path().parent_path() / "data.csv", fs::path(entry.path()).replace_extension(".csv")}) {
        if (fs::exists(candidate)) fixture.data.push_back(candidate);
      }
      fixtures.push_back(std::move(fixture));
    }
  }
  std::sort(fixtures.begin(), fixtures.end(), [](const Fixture& a, const Fixture& b) { return a.contract < b.contract; });
  return fixtures;
}

/// Lines of a file, without remarks; of each the part before the first blank where `first_word`.
std::set<std::string> lines_of(const fs::path& path, bool first_word) {
  std::ifstream lines(path);
  std::set<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() != '#') names.insert(first_word ? line.substr(0, line.find(' ')) : line);
  }
  return names;
}

/// What came of all comparisons.
struct Tally {
  std::map<Agreement::Outcome, int> outcomes;
  std::set<std::string> not_covered;  ///< the contract and what it says

  void add(const std::string& contract, const std::vector<NamedAgreement>& agreements) {
    for (const auto& [figures, agreement] : agreements) {
      INFO(contract << ", " << figures);
      ++outcomes[agreement.outcome];
      if (agreement.outcome == Agreement::Outcome::not_covered) not_covered.insert(contract + ": " + agreement.story);
      if (agreement.outcome == Agreement::Outcome::differed) FAIL_CHECK(agreement.story);
      CHECK(true);
    }
  }
  int count(Agreement::Outcome outcome) const { return outcomes.contains(outcome) ? outcomes.at(outcome) : 0; }
};

/// What the reference does not know. tests/reference/not-covered.txt has it, and can only become shorter.
void check_not_covered(const std::string& where, const Tally& tally) {
  std::set<std::string> known;
  for (const auto& line : lines_of(fs::path(WHEREAS_SOURCE_DIR) / "tests/reference/not-covered.txt", false)) {
    if (line.starts_with(where)) known.insert(line);
  }
  std::set<std::string> found;
  for (const auto& line : tally.not_covered) found.insert(where + line);
  if (std::getenv("WHEREAS_UPDATE") != nullptr) {
    const auto path = fs::path(WHEREAS_SOURCE_DIR) / "tests/reference/not-covered.txt";
    const auto before = lines_of(path, false);
    std::ofstream file(path);
    file << "# What the reference does not know: a line for each contract and what it says. It can only become shorter.\n";
    for (const auto& line : before) {
      if (!line.starts_with(where)) file << line << "\n";
    }
    for (const auto& line : found) file << line << "\n";
    known = found;
  }
  CHECK(found == known);
  std::cout << where << tally.count(Agreement::Outcome::agreed) << " agree, in " << tally.count(Agreement::Outcome::both_failed) << " both find no answer, "
            << tally.count(Agreement::Outcome::refused) << " are refused, " << found.size() << " are not covered\n";
}

}  // namespace

TEST_CASE("the engine and the reference pay every contract of the repository alike") {
  const auto waiting = lines_of(fs::path(WHEREAS_SOURCE_DIR) / "tests/contracts/not-yet.txt", true);
  Tally tally;
  for (const auto& fixture : fixtures_under({"tests/contracts", "tests/terms", "tests/clauses", "tests/choices", "tests/corpus", "examples", "stdlib", "docs"})) {
    std::vector<DataFile> data;
    for (const auto& path : fixture.data) data.push_back({path.filename().string(), text_of(path)});
    const auto agreements = compare_all(text_of(fixture.contract), fixture.contract.stem().string(), data, fixture.contract.parent_path());
    tally.add(fs::relative(fixture.contract, WHEREAS_SOURCE_DIR).generic_string(), agreements);
    const fs::path folder = fixture.contract.parent_path();
    const bool must_pay = fixture.contract.filename() == "contract.deal" && folder.parent_path().filename() == "contracts" && !waiting.contains(folder.filename().string());
    if (must_pay && agreements.front().agreement.outcome == Agreement::Outcome::refused) FAIL_CHECK(agreements.front().agreement.story);
  }
  CHECK(tally.count(Agreement::Outcome::agreed) >= 700);
  check_not_covered("contracts: ", tally);
}

TEST_CASE("the engine and the reference pay every contract of the documentation alike") {
  Tally tally;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(WHEREAS_SOURCE_DIR) / "docs")) {
    if (entry.path().extension() != ".md") continue;
    const Page page(text_of(entry.path()));
    for (const auto& contract : page.contracts()) {
      INFO("line " << contract.line);
      tally.add(fs::relative(entry.path(), WHEREAS_SOURCE_DIR).generic_string(), compare_all(contract.text, contract.name, contract.data, page.folder()));
    }
  }
  CHECK(tally.count(Agreement::Outcome::agreed) >= 130);
  check_not_covered("pages: ", tally);
}

// Two evaluators, one page: every contract that the repository holds is paid alike by the engine and by the reference.
#include "tests/reference/agreement.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
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

/// The folders of tests/contracts that the program does not pay yet.
std::set<std::string> not_yet() {
  std::ifstream lines(fs::path(WHEREAS_SOURCE_DIR) / "tests/contracts/not-yet.txt");
  std::set<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() != '#') names.insert(line.substr(0, line.find(' ')));
  }
  return names;
}

}  // namespace

TEST_CASE("the engine and the reference pay every contract of the repository alike") {
  const auto waiting = not_yet();
  int compared = 0;
  for (const auto& fixture : fixtures_under({"tests/contracts", "tests/corpus", "examples", "docs"})) {
    std::vector<DataFile> data;
    for (const auto& path : fixture.data) data.push_back({path.filename().string(), text_of(path)});
    const Agreement agreement = compare(text_of(fixture.contract), data, fixture.contract.parent_path());
    INFO(fixture.contract.string());
    if (agreement.outcome == Agreement::Outcome::agreed) ++compared;
    if (agreement.outcome == Agreement::Outcome::not_covered) WARN(agreement.story);
    if (agreement.outcome == Agreement::Outcome::differed) FAIL_CHECK(agreement.story);
    const fs::path folder = fixture.contract.parent_path();
    const bool must_pay = fixture.contract.filename() == "contract.deal" && folder.parent_path().filename() == "contracts" && !waiting.contains(folder.filename().string());
    if (must_pay && agreement.outcome == Agreement::Outcome::refused) FAIL_CHECK(agreement.story);
  }
  CHECK(compared >= 15);
}

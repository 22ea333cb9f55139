// The choices that a contract must make, one folder each in tests/choices: a contract that leaves it open, with exactly what the user sees, and
// a contract for each way to choose, whose own tests give the figures. WHEREAS_UPDATE=1 writes what is seen.
#include "tests/told.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

namespace {

namespace fs = std::filesystem;
using namespace whereas;
using namespace whereas::test;

const fs::path choices = fs::path(WHEREAS_SOURCE_DIR) / "tests/choices";

std::vector<fs::path> folders() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(choices)) {
    if (entry.is_directory()) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// The contracts of a folder whose names begin so.
std::vector<std::string> contracts_in(const fs::path& folder, std::string_view beginning) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string stem = entry.path().stem().string();
    if (entry.path().extension() == ".deal" && stem.starts_with(beginning)) found.push_back(stem);
  }
  std::sort(found.begin(), found.end());
  return found;
}

Told tell_in(const fs::path& folder, const std::string& contract) {
  const CurrentFolder inside(folder);
  Asked asked{contract + ".deal", std::nullopt, false, true};
  if (fs::exists(contract + ".csv")) asked.data = contract + ".csv";
  asked.pays = text_of(contract + ".deal").find("\ninput ") == std::string::npos;
  return tell(asked);
}

std::string seen_before(const fs::path& expected, const std::string& shown) {
  if (std::getenv("WHEREAS_UPDATE") != nullptr) {
    if (shown.empty()) fs::remove(expected);
    else write_text(expected, shown);
  }
  return fs::exists(expected) ? text_of(expected) : std::string();
}

TEST_CASE("a contract that leaves the choice open is refused, with more than one way to choose") {
  for (const fs::path& folder : folders()) {
    for (const std::string& contract : contracts_in(folder, "left-open")) {
      DYNAMIC_SECTION(folder.filename().string() << "/" << contract) {
        const Told told = tell_in(folder, contract);
        CHECK(told.shown == seen_before(folder / (contract + ".diagnostics"), told.shown));
        std::size_t ways = 0;
        for (const Diagnostic& diagnostic : told.diagnostics) {
          if (severity(diagnostic.code) == Severity::error) ways = std::max(ways, diagnostic.helps.size());
        }
        CHECK(ways >= 2);
      }
    }
  }
}

TEST_CASE("a contract that chooses is no longer asked, and pays what its own tests expect") {
  for (const fs::path& folder : folders()) {
    const auto readings = contracts_in(folder, "reading");
    CHECK(readings.size() >= 2);
    for (const std::string& contract : readings) {
      DYNAMIC_SECTION(folder.filename().string() << "/" << contract) {
        const Told told = tell_in(folder, contract);
        INFO(told.shown);
        CHECK(std::none_of(told.diagnostics.begin(), told.diagnostics.end(), [](const Diagnostic& diagnostic) { return severity(diagnostic.code) == Severity::error; }));
        // What still is warned of is another matter than the choice, and stands beside it.
        CHECK(told.shown == seen_before(folder / (contract + ".diagnostics"), told.shown));
        CHECK(text_of(folder / (contract + ".deal")).find("\n  expect ") != std::string::npos);
      }
    }
  }
}

TEST_CASE("what is offered to who leaves it open, pasted in, makes the choice") {
  for (const fs::path& folder : folders()) {
    for (const std::string& contract : contracts_in(folder, "left-open")) {
      DYNAMIC_SECTION(folder.filename().string() << "/" << contract) {
        const Told before = tell_in(folder, contract);
        const TemporaryFolder inside;
        fs::copy(folder, ".", fs::copy_options::recursive);
        for (const Diagnostic& diagnostic : before.diagnostics) {
          for (const Help& help : diagnostic.helps) {
            if (help.edits.size() != 1 || !before.sources.at(help.edits.front().span.source).ends_with(".deal")) continue;
            INFO(help.text << ": " << help.edits.front().text);
            const std::string text = text_of(contract + ".deal");
            write_text(contract + ".deal", edited(text, help.edits.front()));
            const Told after = tell_in(".", contract);
            write_text(contract + ".deal", text);
            INFO(after.shown);
            CHECK(std::none_of(after.diagnostics.begin(), after.diagnostics.end(), [&](const Diagnostic& other) { return other.code == diagnostic.code && other.message == diagnostic.message; }));
          }
        }
      }
    }
  }
}

TEST_CASE("the table of choices names every folder, and says how many contracts there are") {
  const std::string table = text_of(choices / "README.md");
  for (const fs::path& folder : folders()) {
    INFO(folder);
    CHECK(table.find("](" + folder.filename().string() + "/)") != std::string::npos);
  }
}

}  // namespace

// One statement, however its texts are laid out: the formatted contract pays what the contract pays, and rows in any order, with any line
// ends, with or without a byte-order mark or a last line end, give the same statement byte for byte.
#include "interpreter/statement/json.h"
#include "lang/format/format.h"
#include "tests/support/in_memory.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

using namespace whereas;

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Case {
  std::string name;
  std::string contract;
  std::string data;
};

/// Every contract with data that stands in the acceptance contracts and the examples, and that this version runs.
std::vector<Case> cases() {
  std::vector<Case> found;
  const std::filesystem::path source = WHEREAS_SOURCE_DIR;
  for (const char* folder : {"tests/contracts", "examples"}) {
    for (const auto& entry : std::filesystem::directory_iterator(source / folder)) {
      if (!exists(entry.path() / "contract.deal") || !exists(entry.path() / "data.csv")) continue;
      Case one{entry.path().filename().string(), read(entry.path() / "contract.deal"), read(entry.path() / "data.csv")};
      if (support::run_in_memory(one.contract, {one.data})->ok()) found.push_back(std::move(one));
    }
  }
  std::sort(found.begin(), found.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  return found;
}

std::string statement_of(const std::string& contract, const std::string& data) {
  const auto run = support::run_in_memory(contract, {data});
  REQUIRE(run->ok());
  return statement::write_json(statement::state(*run->contract, run->table, run->evaluation->payments(), {}));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines, const std::string& end, bool last_line_ends) {
  std::string text;
  for (const auto& line : lines) text += line + end;
  if (!last_line_ends) text.resize(text.size() - end.size());
  return text;
}

}  // namespace

TEST_CASE("the statement of the formatted contract is the statement of the contract") {
  const auto all = cases();
  REQUIRE(all.size() >= 15);
  for (const auto& one : all) {
    INFO(one.name);
    Report report;
    const auto formatted = format::format(Source(0, "contract.deal", one.contract), report);
    REQUIRE(formatted);
    CHECK(statement_of(*formatted, one.data) == statement_of(one.contract, one.data));
  }
}

TEST_CASE("rows in any order, any line ends and any ending of the file give the same statement, byte for byte") {
  std::mt19937 dice(7);
  for (const auto& one : cases()) {
    INFO(one.name);
    const std::string expected = statement_of(one.contract, one.data);
    auto lines = lines_of(one.data);
    for (int round = 0; round < 3; ++round) {
      std::shuffle(lines.begin() + 1, lines.end(), dice);
      CHECK(statement_of(one.contract, joined(lines, "\n", true)) == expected);
      CHECK(statement_of(one.contract, joined(lines, "\r\n", round == 0)) == expected);
      CHECK(statement_of(one.contract, "\xEF\xBB\xBF" + joined(lines, "\n", false)) == expected);
    }
  }
}

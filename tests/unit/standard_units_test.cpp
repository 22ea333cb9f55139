// Units of the standard library are no words of the language: the one-line contract may name a series as a unit is named.
#include "lang/check/check.h"
#include "lang/program/program.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace whereas;

class NoFiles : public program::Files {
 public:
  std::optional<Text> read(std::string_view, std::string_view, std::string&) override { return std::nullopt; }
};

/// The inputs that a contract without declarations asks of its data.
std::vector<std::string> inputs_asked_for(const std::string& text, Report& report) {
  Sources sources;
  NoFiles files;
  const program::Program program = program::load(sources.add("deal.deal", text), "deal", sources, files, report);
  const check::CheckedContract contract = check::check(program, sources, report);
  std::vector<std::string> names;
  for (const auto& input : contract.inputs) names.push_back(input.name);
  return names;
}

}  // namespace

TEST_CASE("a one-line contract asks the data for a series that has a unit's name") {
  Report report;
  CHECK(inputs_asked_for("share 50% of downloads\n", report) == std::vector<std::string>{"downloads"});
  CHECK(inputs_asked_for("share 10% of (items after streams)\n", report) == std::vector<std::string>{"items", "streams"});
  CHECK(report.error_count() == 0);
}

TEST_CASE("after `per` a unit's name is the unit") {
  Report report;
  CHECK(inputs_asked_for("2.10 per hour\n", report).empty());
}

// Contracts and data that are refused or warned of, each with exactly what the user sees beside it: tests/corpus/TOPIC/CASE.deal, its
// CASE.csv where it has one, and CASE.diagnostics. WHEREAS_UPDATE=1 writes what is seen.
#include "tests/told.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <string_view>

namespace {

namespace fs = std::filesystem;
using namespace whereas;
using namespace whereas::test;

/// The chapters. Those that pay do so without a data file too.
struct Topic {
  std::string_view name;
  bool pays;
};
constexpr std::array topics{Topic{"text", false},     Topic{"syntax", false},   Topic{"names", false}, Topic{"units", false}, Topic{"readings", false},
                            Topic{"clauses", false},  Topic{"commitments", false}, Topic{"credits", false},  Topic{"provisos", false}, Topic{"waterfalls", false}, Topic{"windows", false}, Topic{"ranges", true}, Topic{"data", true},   Topic{"running", true}};

struct Case {
  fs::path folder;
  std::string name;
  Asked asked;

  std::string title() const { return (folder.filename() / name).string(); }
  fs::path expected() const { return folder / (name + ".diagnostics"); }
};

std::vector<Case> cases() {
  std::vector<Case> found;
  for (const Topic& topic : topics) {
    const fs::path folder = fs::path(WHEREAS_SOURCE_DIR) / "tests/corpus" / topic.name;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() != ".deal") continue;
      Case one{folder, entry.path().stem().string(), {entry.path().filename().string(), std::nullopt, topic.pays}};
      if (fs::exists(folder / (one.name + ".csv"))) one.asked.data = one.name + ".csv";
      found.push_back(std::move(one));
    }
  }
  std::sort(found.begin(), found.end(), [](const Case& a, const Case& b) { return a.title() < b.title(); });
  return found;
}

/// How often it is said: the same mistake may stand in several lines.
std::ptrdiff_t times(const Told& told, const Diagnostic& sought) {
  return std::count_if(told.diagnostics.begin(), told.diagnostics.end(),
                       [&](const Diagnostic& diagnostic) { return diagnostic.code == sought.code && diagnostic.message == sought.message; });
}

std::set<Code> errors_of(const Told& told) {
  std::set<Code> codes;
  for (const Diagnostic& diagnostic : told.diagnostics) {
    if (severity(diagnostic.code) == Severity::error) codes.insert(diagnostic.code);
  }
  return codes;
}

TEST_CASE("the program says of each case what stands beside it") {
  const bool updates = std::getenv("WHEREAS_UPDATE") != nullptr;
  for (const Case& one : cases()) {
    DYNAMIC_SECTION(one.title()) {
      const CurrentFolder inside(one.folder);
      const Told told = tell(one.asked);
      if (updates) write_text(one.expected(), told.shown);
      CHECK_FALSE(told.shown.empty());
      CHECK(told.shown == text_of(one.expected()));
    }
  }
}

TEST_CASE("every diagnostic occurs in some case") {
  std::string all;
  for (const Case& one : cases()) all += text_of(one.expected());
  for (const Code code : all_codes()) {
    INFO(name(code));
    CHECK(all.find("[" + std::string(name(code)) + "]: ") != std::string::npos);
  }
}

/// What is offered and cannot remove its own error by itself, with the reason.
constexpr std::array<std::string_view, 0> not_enough_alone{};

TEST_CASE("what a help offers, pasted in, removes its error and brings no other") {
  for (const Case& one : cases()) {
    if (std::find(not_enough_alone.begin(), not_enough_alone.end(), one.title()) != not_enough_alone.end()) continue;
    DYNAMIC_SECTION(one.title()) {
      const TemporaryFolder inside;
      fs::copy(one.folder, ".", fs::copy_options::recursive);
      const Told before = tell(one.asked);
      for (const Diagnostic& diagnostic : before.diagnostics) {
        for (const Help& help : diagnostic.helps) {
          if (help.edits.empty()) continue;
          INFO(name(diagnostic.code) << ": " << help.text << ": " << help.edits.front().text);
          REQUIRE(help.edits.size() == 1);
          const Edit& edit = help.edits.front();
          const std::string file = before.sources.at(edit.span.source);
          const std::string text = text_of(file);
          write_text(file, edited(text, edit));
          const Told after = tell(one.asked);
          write_text(file, text);
          INFO(after.shown);
          CHECK(times(after, diagnostic) < times(before, diagnostic));
          const std::set<Code> were = errors_of(before);
          // Counted anew, a window has parts, and how much counts in them is the next thing to say.
          for (const Code code : errors_of(after)) CHECK((were.contains(code) || code == code::part_window));
        }
      }
    }
  }
}

}  // namespace

#include "interpreter/command/command.h"
#include "interpreter/command/mutants.h"
#include "interpreter/command/test_report.h"
#include "interpreter/command/usage.h"
#include "lang/diagnostic/render.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace whereas::command {

namespace {

/// `90`, `92.5`: from nothing to all.
std::optional<Number> read_percentage(std::string_view text) {
  const std::optional<Number> percent = read_decimal_cell(text.ends_with('%') ? text.substr(0, text.size() - 1) : text);
  return percent && !percent->is_negative() && *percent <= 100 ? percent : std::nullopt;
}

/// Runs the tests of one contract; what fails is shown at once and kept for the report.
TestedFile tested(const std::string& path, Screen& screen) {
  TestedFile file{path, {}, {}};
  Desk desk(screen);
  Session session(desk);
  const bool is_good = session.check({path, std::nullopt});
  desk.finish();
  if (!is_good) {
    file.fault = render(desk.report(), desk.sources());
    return file;
  }
  session.prepare_tests();
  for (const plan::Test& test : session.plan().tests) {
    Report report;
    const trial::Outcome outcome = session.run_test(test, report);
    TestResult result{outcome.title, desk.sources()[outcome.said.source].place_of(outcome.said.begin).line, outcome.expectations, false, {}};
    result.passed = outcome.could_run && outcome.failed == 0 && !report.has_errors();
    if (!result.passed) result.fault = render(report, desk.sources());
    RenderOptions options;
    options.colour = screen.colours_messages();
    screen.message(render(report, desk.sources(), options));
    file.tests.push_back(std::move(result));
  }
  return file;
}

}  // namespace

namespace {

int judge(const TestRequest& request, Screen& screen) {
  const auto percent = request.at_least.empty() ? std::optional(Number(0)) : read_percentage(request.at_least);
  if (!percent) throw WrongUsage(fmt::format("--at-least: `{}` is no percentage; write one from 0 to 100, such as 90", request.at_least));
  std::vector<JudgedContract> contracts;
  for (const std::string& path : contract_files(request.paths)) contracts.push_back(judge_mutants(path, screen));
  screen.result(request.format == "json" ? write_json(contracts) : write_text(contracts));
  const bool could_judge = std::all_of(contracts.begin(), contracts.end(), [](const JudgedContract& contract) { return contract.fault.empty(); });
  return could_judge && reaches(score(contracts), *percent) ? 0 : 1;
}

}  // namespace

int test(const TestRequest& request, Screen& screen) {
  if (request.mutate) return judge(request, screen);
  std::vector<TestedFile> files;
  for (const std::string& path : contract_files(request.paths)) files.push_back(tested(path, screen));
  screen.result(request.format == "junit" ? write_junit(files) : request.format == "tap" ? write_tap(files) : write_text(files));
  return failed_count(files) == 0 ? 0 : 1;
}

}  // namespace whereas::command

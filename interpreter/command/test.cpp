#include "interpreter/command/command.h"
#include "interpreter/command/test_report.h"
#include "interpreter/command/usage.h"
#include "lang/diagnostic/render.h"

#include <utility>

namespace whereas::command {

namespace {

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

int test(const TestRequest& request, Screen& screen) {
  std::vector<TestedFile> files;
  for (const std::string& path : contract_files(request.paths)) files.push_back(tested(path, screen));
  screen.result(request.format == "junit" ? write_junit(files) : request.format == "tap" ? write_tap(files) : write_text(files));
  return failed_count(files) == 0 ? 0 : 1;
}

}  // namespace whereas::command

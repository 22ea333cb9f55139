#include "interpreter/command/command.h"
#include "interpreter/command/mutants.h"
#include "interpreter/command/test_report.h"
#include "interpreter/command/usage.h"
#include "interpreter/coverage/points.h"
#include "lang/diagnostic/render.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <thread>
#include <utility>

namespace whereas::command {

namespace {

/// `90`, `92.5`: from nothing to all.
std::optional<Number> read_percentage(std::string_view text) {
  const std::optional<Number> percent = read_decimal_cell(text.ends_with('%') ? text.substr(0, text.size() - 1) : text);
  return percent && !percent->is_negative() && *percent <= 100 ? percent : std::nullopt;
}

/// What says how tests are run, and would be passed over where they are judged.
void refuse_options_of_runs(const TestRequest& request) {
  const std::pair<std::string_view, bool> options[]{{"--filter", !request.filter.empty()}, {"--update", request.update},       {"--watch", request.watch},
                                                    {"--coverage", request.coverage},      {"--lcov", !request.lcov.empty()}, {"--html", !request.html.empty()}};
  for (const auto& [option, is_given] : options) {
    if (is_given) throw WrongUsage(fmt::format("{}: is for running tests, and --mutate judges them", option));
  }
  if (request.format != "text" && request.format != "json") throw WrongUsage(fmt::format("--format {}: --mutate is told as text or json", request.format));
}

int judge(const TestRequest& request, Screen& screen) {
  refuse_options_of_runs(request);
  const auto percent = request.at_least.empty() ? std::optional(Number(0)) : read_percentage(request.at_least);
  if (!percent) throw WrongUsage(fmt::format("--at-least: `{}` is no percentage; write one from 0 to 100, such as 90", request.at_least));
  std::vector<JudgedContract> contracts;
  for (const std::string& path : contract_files(request.paths)) contracts.push_back(judge_mutants(path, screen));
  put_together(contracts);
  screen.result(request.format == "json" ? write_json(contracts) : write_text(contracts));
  const bool could_judge = std::all_of(contracts.begin(), contracts.end(), [](const JudgedContract& contract) { return contract.fault.empty(); });
  const bool is_judged = request.at_least.empty() || std::any_of(contracts.begin(), contracts.end(), [](const JudgedContract& contract) { return contract.tests > 0; });
  return could_judge && is_judged && reaches(score(contracts), *percent) ? 0 : 1;
}

/// Runs the tests of contracts; what fails is shown at once and kept for the report.
class Tester {
 public:
  Tester(const TestRequest& request, Screen& screen) : request_(request), screen_(screen) {}

  /// The exit code.
  int run() {
    looked_at_.clear();
    covered_.clear();
    std::vector<TestedFile> files;
    const std::vector<std::string> paths = contract_files(request_.paths);
    run_by_themselves_.clear();
    for (const std::string& path : paths) run_by_themselves_.insert(usual(path));
    for (const std::string& path : paths) files.push_back(tested(path));
    if (!request_.filter.empty() && std::all_of(files.begin(), files.end(), [](const TestedFile& file) { return file.tests.empty() && file.fault.empty(); })) {
      throw WrongUsage(fmt::format("--filter: no test's title has `{}` in it", request_.filter));
    }
    tell_coverage();
    if (!request_.coverage) screen_.result(request_.format == "junit" ? write_junit(files) : request_.format == "tap" ? write_tap(files) : write_text(files));
    return failed_count(files) == 0 ? 0 : 1;
  }

  /// Again and again, until the program is stopped: whenever a file that the tests read has changed.
  [[noreturn]] void watch() {
    for (;;) {
      run();
      screen_.message("Waiting for a change; Ctrl-C ends.\n");
      const auto before = times();
      while (times() == before) std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
  }

 private:
  bool is_covering() const { return request_.coverage || !request_.lcov.empty() || !request_.html.empty(); }

  /// What the tests have tried, of each contract; nothing of a file that has errors.
  void tell_coverage() {
    if (request_.coverage) screen_.result(coverage::write_text(covered_, screen_.colours_results()));
    write(request_.lcov, [&] { return coverage::write_lcov(covered_); });
    write(request_.html, [&] { return coverage::write_html(covered_); });
  }

  template <typename Text>
  void write(const std::string& path, Text text) {
    if (path.empty()) return;
    std::string why;
    if (!write_file(path, text(), why)) throw CannotWrite(fmt::format("{}: {}", path, why), false);
  }

  static std::string usual(const std::string& path) { return std::filesystem::path(path).lexically_normal().generic_string(); }

  bool is_asked_for(const plan::Test& test) const { return test.title.find(request_.filter) != std::string::npos; }

  /// A test is run once: where it stands in a file that is run by itself, and not with those that use that file. What is covered is told of each file with all of its tests.
  bool is_run_elsewhere(const plan::Test& test, const std::string& path, const Desk& desk) const {
    const std::string file = usual(desk.sources()[test.said.source].name());
    return !is_covering() && file != usual(path) && run_by_themselves_.contains(file);
  }

  TestedFile tested(const std::string& path) {
    TestedFile file{path, {}, {}, false};
    Desk desk(screen_);
    Session session(desk);
    const bool is_good = session.check({path, std::nullopt, std::nullopt});
    desk.finish();
    if (!is_good) {
      file.fault = render(desk.report(), desk.sources());
      file.is_unread = !session.has_program();
    } else {
      session.prepare_tests();
      for (const plan::Test& test : session.plan().tests) {
        if (is_asked_for(test) && !is_run_elsewhere(test, path, desk)) file.tests.push_back(tested(test, session, desk));
      }
    }
    if (is_good && is_covering() && !session.plan().tests.empty()) cover(session, desk);
    looked_at_.insert(path);
    for (SourceId id = 0; id < desk.sources().count(); ++id) looked_at_.insert(desk.sources()[id].name());
    return file;
  }

  /// The files of one contract, with what its tests have tried of them.
  void cover(const Session& session, const Desk& desk) {
    for (const program::File& file : session.program().files) {
      if (file.is_standard) continue;
      const Source& source = desk.sources()[file.source];
      covered_.push_back(coverage::looked_up(*file.contract, source, tried_));
    }
    tried_ = {};
  }

  TestResult tested(const plan::Test& test, Session& session, const Desk& desk) {
    Report report;
    const trial::Outcome outcome = session.run_test(test, report, {request_.update, is_covering() ? &tried_ : nullptr, true});
    TestResult result{outcome.title, desk.sources()[outcome.said.source].place_of(outcome.said.begin).line, outcome.expectations, false, {}};
    result.passed = outcome.could_run && outcome.failed == 0 && !report.has_errors();
    if (!result.passed) result.fault = render(report, desk.sources()) + outcome.derivations;
    RenderOptions options;
    options.colour = screen_.colours_messages();
    screen_.message(render(report, desk.sources(), options) + outcome.derivations);
    return result;
  }

  /// When each file that was read has been written last; nothing of one that is gone.
  std::map<std::string, std::optional<std::filesystem::file_time_type>> times() const {
    std::map<std::string, std::optional<std::filesystem::file_time_type>> times;
    for (const std::string& path : looked_at_) {
      std::error_code fault;
      const auto time = std::filesystem::last_write_time(path, fault);
      times.emplace(path, fault ? std::nullopt : std::optional(time));
    }
    return times;
  }

  const TestRequest& request_;
  Screen& screen_;
  std::set<std::string> looked_at_;
  std::set<std::string> run_by_themselves_;  ///< the files of which this run was asked for
  evaluate::Tried tried_;               ///< by the tests of one contract
  std::vector<coverage::File> covered_;
};

}  // namespace

int test(const TestRequest& request, Screen& screen) {
  if (request.mutate) return judge(request, screen);
  if (request.format == "json") throw WrongUsage("--format json: is for --mutate; tests are told as text, junit or tap");
  if (request.coverage && request.format != "text") throw WrongUsage(fmt::format("--coverage is told as text; leave it out to have `--format {}`, and use --lcov or --html for files", request.format));
  Tester tester(request, screen);
  if (request.watch) tester.watch();
  return tester.run();
}

}  // namespace whereas::command

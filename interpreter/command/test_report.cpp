#include "interpreter/command/test_report.h"

#include "lang/text/markup.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace whereas::command {

namespace {

std::string counted(std::size_t count, std::string_view noun) { return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

std::size_t failed_in(const TestedFile& file) {
  const auto failed = std::count_if(file.tests.begin(), file.tests.end(), [](const TestResult& test) { return !test.passed; });
  return static_cast<std::size_t>(failed) + (file.fault.empty() ? 0 : 1);
}

std::size_t test_count(const std::vector<TestedFile>& files) {
  std::size_t count = 0;
  for (const TestedFile& file : files) count += file.tests.size();
  return count;
}

/// Every line of a text behind a mark.
std::string marked(std::string_view text, std::string_view mark) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += fmt::format("{}{}\n", mark, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::size_t failed_count(const std::vector<TestedFile>& files) {
  std::size_t count = 0;
  for (const TestedFile& file : files) count += failed_in(file);
  return count;
}

std::string write_text(const std::vector<TestedFile>& files) {
  std::string text;
  for (const TestedFile& file : files) {
    if (file.tests.empty() && file.fault.empty()) continue;
    text += made_visible(file.path) + "\n";
    if (!file.fault.empty()) text += file.is_unread ? "  FAILED  the contract could not be read\n" : "  FAILED  the contract has errors\n";
    for (const TestResult& test : file.tests) {
      text += fmt::format("  {}  {}, {}\n", test.passed ? "ok    " : "FAILED", made_visible(test.title), counted(test.expectations, "expectation"));
    }
  }
  const std::size_t failed = failed_count(files);
  return text + fmt::format("{}, {} failed\n", counted(test_count(files), "test"), failed);
}

std::string write_junit(const std::vector<TestedFile>& files) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const auto cases = [](const TestedFile& file) { return file.tests.size() + (file.fault.empty() ? 0 : 1); };
  std::size_t all = 0;
  for (const TestedFile& file : files) all += cases(file);
  xml += fmt::format("<testsuites tests=\"{}\" failures=\"{}\">\n", all, failed_count(files));
  for (const TestedFile& file : files) {
    xml += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", marked_up(file.path), cases(file), failed_in(file));
    if (!file.fault.empty()) {
      xml += fmt::format("    <testcase classname=\"{0}\" name=\"the contract has no errors\" file=\"{0}\">\n      <failure>{1}</failure>\n    </testcase>\n",
                         marked_up(file.path), marked_up(file.fault));
    }
    for (const TestResult& test : file.tests) {
      xml += fmt::format("    <testcase classname=\"{0}\" name=\"{1}\" file=\"{0}\" line=\"{2}\"", marked_up(file.path), marked_up(test.title), test.line);
      xml += test.passed ? "/>\n" : fmt::format(">\n      <failure>{}</failure>\n    </testcase>\n", marked_up(test.fault));
    }
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

std::string write_tap(const std::vector<TestedFile>& files) {
  std::string lines;
  std::size_t number = 0;
  const auto add = [&](bool passed, const std::string& name, const std::string& fault) {
    // `#` would begin a directive.
    std::string plain = made_visible(name);
    std::replace(plain.begin(), plain.end(), '#', ' ');
    lines += fmt::format("{} {} - {}\n{}", passed ? "ok" : "not ok", ++number, plain, marked(fault, "# "));
  };
  for (const TestedFile& file : files) {
    if (!file.fault.empty()) add(false, file.path + ": the contract has no errors", file.fault);
    for (const TestResult& test : file.tests) add(test.passed, fmt::format("{}: {}", file.path, test.title), test.fault);
  }
  return fmt::format("TAP version 13\n1..{}\n{}", number, lines);
}

}  // namespace whereas::command

#include "lang/diagnostic/diagnostic.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

using namespace whereas;

namespace {

std::vector<std::string> messages(const Report& report) {
  std::vector<std::string> messages;
  for (const Diagnostic& diagnostic : report.ordered()) messages.push_back(diagnostic.message);
  return messages;
}

using Messages = std::vector<std::string>;

}  // namespace

TEST_CASE("A code has its name, severity and title from the list") {
  CHECK(name(code::not_utf8) == "not-utf8");
  CHECK(severity(code::not_utf8) == Severity::error);
  CHECK(title(code::not_utf8) == "a text has bytes that are not UTF-8");
  CHECK(name(code::no_such_date) == "no-such-date");
}

TEST_CASE("Names of codes are kebab-case and each its own; titles are one line without a full stop") {
  std::set<std::string_view> names;
  for (const Code code : all_codes()) {
    CAPTURE(name(code));
    CHECK(names.insert(name(code)).second);
    CHECK(std::all_of(name(code).begin(), name(code).end(),
                      [](char letter) { return letter == '-' || std::islower(static_cast<unsigned char>(letter)) || std::isdigit(static_cast<unsigned char>(letter)); }));
    CHECK_FALSE(title(code).empty());
    CHECK_FALSE(title(code).ends_with('.'));
    CHECK(title(code).find('\n') == std::string_view::npos);
  }
  CHECK(names.count("syntax") == 1);
}

TEST_CASE("A diagnostic is told piece by piece") {
  Report report;
  report.add(code::syntax)
      .says("message")
      .at({0, 1, 2}, "here")
      .beside({0, 3, 4}, "and here")
      .note("a rule")
      .help("words")
      .offers("an edit", replace({0, 1, 2}, "new"));
  const Diagnostic diagnostic = report.ordered().at(0);
  CHECK(diagnostic.code == code::syntax);
  CHECK(diagnostic.message == "message");
  CHECK(diagnostic.primary.span == Span{0, 1, 2});
  CHECK(diagnostic.primary.text == "here");
  REQUIRE(diagnostic.related.size() == 1);
  CHECK(diagnostic.related[0].span == Span{0, 3, 4});
  CHECK(diagnostic.related[0].text == "and here");
  CHECK(diagnostic.notes == Messages{"a rule"});
  REQUIRE(diagnostic.helps.size() == 2);
  CHECK(diagnostic.helps[0].edits.empty());
  REQUIRE(diagnostic.helps[1].edits.size() == 1);
  CHECK(diagnostic.helps[1].edits[0].text == "new");
}

TEST_CASE("An edit replaces its place, or is inserted before or after it") {
  CHECK(replace({2, 5, 9}, "x").span == Span{2, 5, 9});
  CHECK(insert_before({2, 5, 9}, "x").span == Span{2, 5, 5});
  CHECK(insert_after({2, 5, 9}, "x").span == Span{2, 9, 9});
  CHECK(insert_after({2, 5, 9}, "x").text == "x");
}

TEST_CASE("A report is ordered by source, then place, then code") {
  Report report;
  report.add(code::syntax).says("second source").at({1, 0, 1});
  report.add(code::syntax).says("late").at({0, 9, 10});
  report.add(code::number_form).says("early, later code").at({0, 2, 3});
  report.add(code::syntax).says("early, longer").at({0, 2, 5});
  report.add(code::syntax).says("early").at({0, 2, 3});
  CHECK(messages(report) == Messages{"early", "early, later code", "early, longer", "late", "second source"});
}

TEST_CASE("The same code at the same place is kept once, the first added") {
  Report report;
  report.add(code::syntax).says("elsewhere").at({0, 7, 8});
  report.add(code::syntax).says("first").at({0, 2, 3});
  report.add(code::syntax).says("again").at({0, 2, 3});
  report.add(code::number_form).says("another code").at({0, 2, 3});
  report.add(code::syntax).says("another source").at({1, 2, 3});
  CHECK(messages(report) == Messages{"first", "another code", "elsewhere", "another source"});
  CHECK(report.error_count() == 4);
  CHECK(report.warning_count() == 0);
}

TEST_CASE("An empty report has no errors") {
  const Report report;
  CHECK_FALSE(report.has_errors());
  CHECK(report.error_count() == 0);
  CHECK(report.ordered().empty());
}

TEST_CASE("Each code is counted by its severity") {
  for (const Code code : all_codes()) {
    CAPTURE(name(code));
    Report report;
    report.add(code);
    const bool is_error = severity(code) == Severity::error;
    CHECK(report.has_errors() == is_error);
    CHECK(report.error_count() == (is_error ? 1 : 0));
    CHECK(report.warning_count() == (is_error ? 0 : 1));
  }
}

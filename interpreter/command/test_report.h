#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace whereas::command {

/// How one test of a contract came out, as it is told.
struct TestResult {
  std::string title;
  std::size_t line = 0;
  std::size_t expectations = 0;
  bool passed = false;
  std::string fault;  ///< the diagnostics, in plain text; empty where it passed
};

/// One contract and its tests.
struct TestedFile {
  std::string path;
  std::vector<TestResult> tests;
  std::string fault;  ///< where the contract itself has errors, so that no test could run
  bool is_unread = false;  ///< its file could not be read
};

std::size_t failed_count(const std::vector<TestedFile>& files);

std::string write_text(const std::vector<TestedFile>& files);
/// The XML that build servers read: a suite for each contract.
std::string write_junit(const std::vector<TestedFile>& files);
/// Test Anything Protocol, version 13.
std::string write_tap(const std::vector<TestedFile>& files);

}  // namespace whereas::command

#pragma once

#include "lang/diagnostic/diagnostic.h"

#include <cstddef>

namespace whereas::data {

/// The report of a run, with a count: a file of another kind has an error in every row, and reading on tells nothing new.
class LimitedReport {
 public:
  static constexpr std::size_t most_errors = 1000;

  explicit LimitedReport(Report& report) : report_(report) {}

  /// The reference is good until the next call of add.
  Diagnostic& add(Code code) {
    if (severity(code) == Severity::error) ++errors_;
    return report_.add(code);
  }
  /// Whoever reads stops here.
  bool is_full() const { return errors_ >= most_errors; }

 private:
  Report& report_;
  std::size_t errors_ = 0;
};

}  // namespace whereas::data

#pragma once

#include "lang/diagnostic/diagnostic.h"

#include <cstddef>
#include <string>
#include <utility>

namespace whereas::data {

/// The report of a run, with a count: a file of another kind has an error in every row, and reading on tells nothing new.
class LimitedReport {
 public:
  static constexpr std::size_t most_errors = 1000;

  explicit LimitedReport(Report& report) : report_(report) {}

  /// The reference is good until the next call of add.
  [[gnu::cold]] Diagnostic& add(Code code) {
    if (severity(code) == Severity::error) ++errors_;
    Diagnostic& diagnostic = report_.add(code);
    if (!circumstance_.empty()) diagnostic.note(circumstance_);
    return diagnostic;
  }
  /// A note under everything that is added from now on.
  void tell_with(std::string circumstance) { circumstance_ = std::move(circumstance); }
  /// Whoever reads stops here.
  bool is_full() const { return errors_ >= most_errors; }

 private:
  Report& report_;
  std::size_t errors_ = 0;
  std::string circumstance_;
};

}  // namespace whereas::data

#pragma once

#include "interpreter/command/screen.h"
#include "lang/diagnostic/diagnostic.h"
#include "lang/text/source.h"

#include <map>
#include <string>
#include <vector>

namespace whereas::command {

/// What the contracts of one command have in common: every text that was read, everything that was found, and the data files, each of which
/// is read once however many contracts and scenarios look at it.
class Desk {
 public:
  explicit Desk(Screen& screen) : screen_(screen) {}
  Desk(const Desk&) = delete;  // sessions point at it
  Desk& operator=(const Desk&) = delete;

  Sources& sources() { return sources_; }
  const Sources& sources() const { return sources_; }
  Report& report() { return reports_.back().report; }
  /// What is found from now on is about the figures of a scenario, of which there are several; what was found before holds for all.
  void begin_scenario(const std::string& title);

  bool has_errors() const;
  /// Whether all errors are promises that do not hold: these change no payment.
  bool only_promises_are_broken() const;
  /// What is said of each promise that does not hold, with the contract's words for it: `fee is at most 10 (line 12), in 2026-Q1: 12 against 10`.
  std::vector<std::string> broken_promises() const;

  /// A data file named on the command line; `-` is standard input. Nothing, reported, where it cannot be read.
  const Source* open_data(const std::string& path);

  /// Shows the report; the exit code that it means, 0 or 1.
  int finish() const;

 private:
  struct Found {
    std::string scenario;  ///< empty: of everything
    Report report;
  };

  Screen& screen_;
  Sources sources_;
  std::vector<Found> reports_{1};
  std::map<std::string, const Source*> data_;  ///< by path
};

/// An error about no place of any text: a file on the command line that cannot be read.
void report_unreadable(Report& report, const std::string& path, const std::string& why);

/// A warning of what can be below zero, of a clause whose payment has then been refused.
void leave_out_what_has_come_about(Report& report);

}  // namespace whereas::command

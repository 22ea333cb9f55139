#pragma once

// A contest: several ways of doing one thing, each done several times in turn, so that whatever else the machine does meets all alike. The least
// time of each counts. Read the ratios within one run, not the times.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace whereas::contest {

struct Contestant {
  std::string name;
  std::size_t units = 1;  ///< how many periods, rows or contracts one turn handles
  /// One turn, in nanoseconds; nothing where it cannot be had on this machine.
  std::function<std::optional<double>()> turn;
  std::string remark;     ///< set by the turn: what is not exact, or not the same
};

/// Nanoseconds that `work` takes.
double timed(const std::function<void()>& work);

/// What a command prints; nothing where it fails.
std::optional<std::string> printed_by(const std::string& command);

/// Takes turns and prints a table: the time for a unit, and its ratio to the first contestant's.
void hold(const std::string& title, const std::string& unit, std::vector<Contestant>& contestants, int rounds);

}  // namespace whereas::contest

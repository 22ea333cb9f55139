#pragma once

#include "interpreter/command/desk.h"
#include "interpreter/evaluate/payment.h"

#include <optional>
#include <string>
#include <vector>

namespace whereas::command {

/// One payment of an earlier statement.
struct PaidBefore {
  std::string clause;
  std::string from;
  std::string to;
  std::string period;
  std::string currency;  ///< empty: none
  Number amount;
  Span place;
  std::string where;     ///< in JSON, whose places are paths: `payments[3]`
  std::optional<Date> due{};
};

/// The payments of an earlier statement of this contract, as `--format csv` or `json` wrote it, on figures of the same name. What cannot be
/// read, or is of something else, is reported. paid_before.cpp
std::vector<PaidBefore> read_as_paid(const std::string& path, const check::CheckedContract& contract, const std::string& deal, const std::optional<std::string>& scenario,
                                     Desk& desk);

/// Corrected figures: what was paid stays as it was paid, and the difference from what the figures give now is a payment of its own, `Share,
/// true-up for 2026-Q1`, with the clause's next settlement. Payments that the contract does not have are reported.
void stand_as_paid(const std::vector<PaidBefore>& before, const check::CheckedContract& contract, evaluate::Payments& payments, Report& report);

}  // namespace whereas::command

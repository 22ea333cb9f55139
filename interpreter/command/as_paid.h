#pragma once

#include "interpreter/command/desk.h"
#include "interpreter/evaluate/payment.h"

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
};

/// The payments of an earlier statement, as `--format csv` or `json` wrote it. What cannot be read is reported.
std::vector<PaidBefore> read_as_paid(const std::string& path, Desk& desk);

/// Corrected figures: what was paid stays as it was paid, and the difference from what the figures give now is a payment of its own, `Share,
/// true-up for 2026-Q1`, with the clause's next settlement. Payments that the contract does not have are reported.
void stand_as_paid(const std::vector<PaidBefore>& before, const check::CheckedContract& contract, evaluate::Payments& payments, Report& report);

}  // namespace whereas::command

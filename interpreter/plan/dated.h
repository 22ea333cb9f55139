#pragma once

#include "interpreter/plan/ids.h"
#include "lang/check/checked.h"
#include "lang/time/day_count.h"

#include <optional>
#include <vector>

/// Sums that are paid on days which the contract names.
namespace whereas::plan {

struct DatedSum {
  StepId amount = 0;
  Date day;
  Said said;
  friend bool operator==(const DatedSum&, const DatedSum&) = default;
};

/// What is repaid in equal parts with interest on what is left: of each day the sum says what was lent.
struct Loan {
  StepId lent = 0;
  Date lent_on;
  bool equal_instalments = true;  ///< rather than equal repayments of principal
  StepId rate = 0;
  DayCount day_count = DayCount::thirty_360;
  std::optional<check::BalanceId> balance;
  bool floats = false;                 ///< the rate changes with the days
  std::vector<Date> dates{};           ///< on which it changes by its own words
  std::optional<Frequency> known_each{};  ///< how often data below it can change it
  bool on_whole_window = false;        ///< it has a window of its own (`base_rate at start`), and is one rate for all days between two payments
  friend bool operator==(const Loan&, const Loan&) = default;
};

struct DatedAmount {
  std::vector<DatedSum> sums;
  std::optional<Loan> loan{};
  friend bool operator==(const DatedAmount&, const DatedAmount&) = default;
};

}  // namespace whereas::plan

#pragma once

#include "interpreter/evaluate/payment.h"
#include "interpreter/plan/plan.h"

#include <optional>
#include <vector>

/// What clauses, commitments and waterfalls remember from one settlement to the next, exactly, before rounding. Private to this folder.
namespace whereas::evaluate {

/// A value and why it is so.
struct Figure {
  Number value;
  ReasonId why = no_reason;
};

/// What one proviso of one clause remembers from settlement to settlement, exactly, before rounding.
struct ProvisoMemory {
  std::optional<Period> counting;  ///< the window that `let_through` and `reached` count in
  Number let_through;              ///< in that window so far
  Number reached;                  ///< what reached this line in that window so far
  Number guaranteed;               ///< by a guarantee credited across a longer window, so far
  Number kept;                     ///< held back, deferred, or above a cap and carried
  Number instalment;               ///< of a deferral, fixed when repayment begins
  int instalments_left = 0;
  Number accrued;                  ///< interest not yet paid
  std::optional<Date> accrued_to;
  struct OfPeriod {
    Period period;
    Number amount;
  };
  std::vector<OfPeriod> losses;  ///< negative, oldest first
  std::vector<OfPeriod> held;    ///< each held back for a length of time, oldest first
  std::size_t released = 0;      ///< how many releases on a day have been paid
  /// One settlement, or part of one, as this line saw it. Kept only of clauses that are restated, whose new text may count otherwise.
  struct Past {
    Period period;  ///< the settlement period
    Number reached;
    Number let_through;
  };
  std::vector<Past> past;
};

/// What one commitment remembers from settlement to settlement, in the unit that is bought.
struct CommitmentMemory {
  struct Shortfall {
    Date settled;         ///< the last day of the window that it was lacking in: it counts as bought on that day
    Number amount;        ///< of which nothing has been made up yet
    Number paid_for_one;  ///< unit of it
  };
  std::vector<Shortfall> shortfalls;  ///< oldest first
  Number excess;                      ///< carried forward
  std::optional<Date> excess_counts_from;  ///< the first day of the window for which it counts
};

/// What is left of a loan.
struct LoanMemory {
  const plan::Clause* text = nullptr;  ///< under which it was lent
  Number left;
  Date since;         ///< from which interest runs
  Figure instalment;  ///< where instalments are equal
};

struct ClauseState {
  const plan::Clause* text = nullptr;   ///< which has settled last: whose lines `provisos` belong to
  std::vector<ProvisoMemory> provisos;
  std::vector<Period> in_force;         ///< stretches of days in which the clause has been in force, merged where they touch
  Number base_loss;                     ///< of `base losses carried forward`: zero or below
  std::optional<Period> tier_window;    ///< the window in which the tiers count now
  Number tier_basis;                    ///< at its last settlement
  CommitmentMemory commitment;
  LoanMemory loan;
  std::vector<Payment> payments;        ///< as paid, in order
  std::vector<Number> paid_to_date;     ///< running sums beside `payments`
  std::vector<Number> interest;         ///< for being late, of each payment
  bool is_settled_to_the_end = false;
};

/// What a party is owed on capital that earns a return (docs/language/waterfalls.md, "What ends a step").
struct ReturnAccount {
  Figure unreturned;  ///< capital, and the returns that have joined it; below zero: received ahead of what is called later
  Figure returns;     ///< earned, not paid and not joined
};

/// What a waterfall remembers from one run to the next.
struct WaterfallState {
  std::vector<Number> received;             ///< to date, as paid, by recipient
  std::vector<std::vector<Number>> unpaid;  ///< claims carried forward, by step and share
  std::vector<std::vector<ReturnAccount>> accounts;  ///< by step and target
  Number loss;                              ///< carried forward: zero or below
};

}  // namespace whereas::evaluate

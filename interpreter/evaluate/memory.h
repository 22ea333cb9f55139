#pragma once

#include "interpreter/evaluate/late.h"
#include "interpreter/evaluate/payment.h"
#include "interpreter/plan/plan.h"

#include <map>
#include <optional>
#include <vector>

/// What a figure is asked for and by whom, and what settlements remember. Private to this folder.
namespace whereas::evaluate {

/// A value and why it is so.
struct Figure {
  Number value;
  ReasonId why = no_reason;
};

/// An amount that passes from one settlement to the next, and the figures that it is the sum of. Where reasons are not written down it is the
/// amount alone.
class Account {
 public:
  operator const Number&() const { return value_; }  // NOLINT(google-explicit-constructor): it is an amount
  const Number& value() const { return value_; }
  bool is_zero() const { return value_.is_zero(); }
  const std::vector<ReasonId>& parts() const { return parts_; }

  Account& operator+=(const Figure& more) {
    value_ += more.value;
    if (more.why != no_reason) parts_.push_back(more.why);
    return *this;
  }
  Account& operator=(const Figure& figure) {
    clear();
    return *this += figure;
  }
  void clear() {
    value_ = 0;
    parts_.clear();
  }
  /// From now on it is told as this one figure of the same value.
  void told_as(ReasonId why) {
    if (why != no_reason) parts_ = {why};
  }

 private:
  Number value_;
  std::vector<ReasonId> parts_;
};

/// Who asks for a figure: over which days, for which values of dimensions, by whose settlement periods.
struct Asking {
  Period window;
  plan::FilterId filter = 0;
  plan::ScheduleId schedule = 0;
};

/// For what a figure has been worked out already.
struct WorkedOutFor {
  plan::StepId step;
  Period window;
  plan::FilterId filter;
  plan::ScheduleId schedule;
  plan::FilterId settling_for;
  bool operator==(const WorkedOutFor&) const = default;

  struct Hash {
    std::size_t operator()(const WorkedOutFor& asked) const noexcept {
      std::size_t hash = std::hash<Period>{}(asked.window);
      hash = hash * 0x9E3779B97F4A7C15ULL + asked.step;
      hash = hash * 0x9E3779B97F4A7C15ULL + asked.filter;
      hash = hash * 0x9E3779B97F4A7C15ULL + asked.settling_for;
      return hash * 0x9E3779B97F4A7C15ULL + asked.schedule;
    }
  };
};

/// What one proviso of one clause remembers from settlement to settlement, exactly, before rounding.
struct ProvisoMemory {
  std::optional<Period> counting;  ///< the window that `let_through` and `reached` count in
  Account let_through;             ///< in that window so far
  Account reached;                 ///< what reached this line in that window so far
  Account guaranteed;              ///< by a guarantee credited across a longer window, so far
  Account kept;                    ///< held back, deferred, or above a cap and carried
  Figure instalment;               ///< of a deferral, fixed when repayment begins
  int instalments_left = 0;
  Account accrued;                 ///< interest not yet paid
  std::optional<Date> accrued_to;
  struct OfPeriod {
    Period period;
    Figure amount;
  };
  std::vector<OfPeriod> losses;  ///< negative, oldest first
  std::vector<OfPeriod> carried; ///< what an excess or a credit that is kept is made of, oldest first
  Number lapsed;                 ///< of it, having been carried for as long as the line says
  std::vector<OfPeriod> held;    ///< each held back for a length of time, oldest first
  std::size_t released = 0;      ///< how many instalments have been paid
  std::vector<bool> releases_paid;  ///< beside the releases of the line
  std::optional<Period> instalment_of;  ///< the settlement period with which the last instalment was paid
  /// One settlement, or part of one, as this line saw it. Kept only of clauses that are restated, whose new text may count otherwise,
  /// and of limits over any so many months.
  struct Past {
    Period period;  ///< the settlement period
    Figure reached;
    Figure let_through;
    Figure guaranteed;
  };
  std::vector<Past> past;
};

/// Lets go what has been carried for so long when the settlement ends; what is left is what the line keeps.
void let_lapse(ProvisoMemory& memory, const std::optional<Duration>& carried_for, const Period& settlement, const Calendar& calendar);

/// What one commitment remembers from settlement to settlement, in the unit that is bought.
struct CommitmentMemory {
  struct Shortfall {
    Date settled;         ///< the last day of the window that it was lacking in: it counts as bought on that day
    Figure amount;        ///< of which nothing has been made up yet
    Figure paid_for_one;  ///< unit of it
  };
  std::vector<Shortfall> shortfalls;  ///< oldest first
  Account excess;                     ///< carried forward
  std::vector<ProvisoMemory::OfPeriod> carried;  ///< what it is made of, where it is carried for so long: the oldest first
  std::optional<Date> excess_counts_from;  ///< the first day of the window for which it counts
};

/// What is left of a loan.
struct LoanMemory {
  const plan::Clause* text = nullptr;  ///< under which it was lent
  Account left;
  Date since;         ///< from which interest runs
  Figure instalment;  ///< where instalments are equal
};

struct ClauseState {
  const plan::Clause* text = nullptr;   ///< which has settled last: whose lines `provisos` belong to
  std::vector<ProvisoMemory> provisos;
  std::vector<Period> in_force;         ///< stretches of days in which the clause has been in force, merged where they touch
  Account base_loss;                    ///< of `base losses carried forward`: zero or below
  std::optional<Period> tier_window;    ///< the window in which the tiers count now
  Figure tier_basis;                    ///< at its last settlement
  /// What the amount of one text came to over some days, before its lines. Kept only of clauses that are restated, whose new text may count on.
  struct CameTo {
    const plan::Clause* text = nullptr;
    Period days;
    Figure figure;
  };
  std::vector<CameTo> came_to;
  CommitmentMemory commitment;
  LoanMemory loan;
  /// What one text came to in one settlement, exactly. Kept only of clauses that are restated, whose texts share a settlement.
  struct Part {
    Period settlement;
    Period days;     ///< of it, under this text
    Number through;
    ReasonId why = no_reason;
  };
  std::vector<Part> parts;
  Account withheld;                     ///< of the settlement under way, by its lines
  std::vector<Payment> payments;        ///< as paid, in order
  std::vector<Number> paid_to_date;     ///< running sums beside `payments`
  std::vector<Number> interest;         ///< for being late, of each payment
  LateAccount late;
  std::vector<std::pair<Period, check::EstimateId>> hanging;  ///< settlements that are not known, and on what they hang
  bool is_settled_to_the_end = false;
};

/// One settlement of one clause.
struct Settling {
  const plan::Clause& clause;
  ClauseState& state;
  Period period;          ///< the settlement period, clipped to the term
  Period window;          ///< the part of it in which the clause is in force, under this text
  std::size_t index = 0;  ///< among the schedule's periods
  bool is_last = false;   ///< of the clause: the term or the clause ends with it

  Asking asking() const { return {window, clause.filter, clause.schedule}; }
};

/// A settlement to come: a period, and the texts of the clause that settle in its rhythm.
struct Occasion {
  Period period;
  std::size_t index = 0;  ///< among the periods of their schedule
  std::vector<const plan::Clause*> texts;
  std::optional<plan::ScheduleId> charges{};  ///< the schedule, where it is the interest for being late that is charged by itself
  const plan::DatedSum* sum = nullptr;        ///< where it is a sum on a day
};

/// What a clause comes to under one text, or under several that pay the same party: paid by the last of them.
struct ThroughLines {
  std::vector<const plan::Clause*> texts;
  Period period;  ///< the settlement period
  Figure figure;
  Account withheld{};  ///< of it, by the lines
  const plan::DatedSum* sum = nullptr;  ///< where it is a sum on a day
  std::vector<const plan::Clause*> not_in_force{};  ///< texts between the same parties, under which what is overdue bears interest all the same
};

/// Something that passes from one settlement to another: what a clause remembers, what of an advance is recouped, what of credits is used.
struct Memory {
  enum class Of { clause, advance, credits } of;
  std::uint32_t id = 0;
  friend auto operator<=>(const Memory&, const Memory&) = default;
};

/// A minimum whose window ends with a settlement.
struct MinimumTest {
  Period window;
  plan::StepId least = 0;
  Number part = 1;          ///< of the minimum that counts
  bool stands_alone = true; ///< rather than counting since the term began: it takes up and carries an excess
  Span said;
};

/// The tests that are due at the end of these days, the shortest window first. `counted`: the days over which the commitment counts under this text.
std::vector<MinimumTest> tests_of(const plan::CommitmentAmount& amount, const plan::Clause& clause, const Period& settled, const Calendar& calendar, const Period& counted, const Period& term);

/// Whether a line has a say in what is still kept when the clause's days end without the clause being in force: those that keep and are to pay at
/// the end, and those that limit every payment or take a part of it; not those that add or guarantee something for the days of the settlement.
bool applies_to_the_rest(const plan::Proviso& line);

/// What a party is owed on capital that earns a return (docs/language/waterfalls.md, "What ends a step").
struct ReturnAccount {
  Figure unreturned;  ///< capital, and the returns that have joined it
  Figure returns;     ///< earned, not paid and not joined
  Figure ahead;       ///< received, or called back, beyond both: set against what is called later, and against nothing else
};

/// What a waterfall remembers from one run to the next.
struct WaterfallState {
  const plan::Waterfall* text = nullptr;    ///< which has run last
  std::map<check::PartyId, Account> received;  ///< to date, as paid
  std::vector<std::vector<Account>> unpaid; ///< claims carried forward, by step and share
  std::vector<std::vector<ReturnAccount>> accounts;  ///< by step and target
  Account loss;                             ///< carried forward: zero or below
};

/// One run of a waterfall.
struct Distribution {
  const plan::Waterfall& waterfall;
  WaterfallState& state;
  Period period;
  Figure left;                             ///< of the cash
  std::vector<std::vector<Figure>> given;  ///< by recipient, what each step gave

  Asking asking() const { return over(period); }
  Asking over(const Period& window) const { return {window, waterfall.filter, waterfall.schedule}; }
};

/// What a condition was found to be, settlement period by settlement period.
struct ConditionHistory {
  std::size_t looked_at = 0;
  std::optional<std::size_t> first_true;
  std::vector<std::vector<ReasonId>> why;  ///< by settlement period
};

/// Thrown after a report, to leave the figure under way. Never leaves this folder.
struct CannotEvaluate {};

/// Thrown where a figure is met that this run does not know: whatever asks for it is not known either. Never leaves this folder.
struct HangsOn {
  check::EstimateId figure = 0;
};

}  // namespace whereas::evaluate

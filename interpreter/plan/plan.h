#pragma once

#include "interpreter/plan/amending.h"
#include "interpreter/plan/commitment.h"
#include "interpreter/plan/condition.h"
#include "interpreter/plan/dated.h"
#include "interpreter/plan/tiers.h"
#include "interpreter/plan/trials.h"
#include "interpreter/plan/waterfall.h"
#include "interpreter/plan/proviso.h"
#include "lang/check/motion.h"
#include "lang/number/number.h"
#include "lang/number/rounding.h"
#include "lang/time/day_count.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A contract as the machine runs it: flat lists with ids, no names to look up, no sugar, no units left. `print_plan` shows it.
///
/// A *step* is a formula over a window of time. Steps refer only to steps before them; equal steps are one step. A step is evaluated
/// for a window, for a choice of dimension values, and for somebody's settlement periods (evaluate/engine.h, Asking).
namespace whereas::plan {

// --- steps ------------------------------------------------------------------------------------------------------------------------
struct Constant {
  Number value;
  friend bool operator==(const Constant&, const Constant&) = default;
};
struct SeriesFigure {  ///< an input: a flow summed over the window, a balance at its end
  check::InputId input = 0;
  friend bool operator==(const SeriesFigure&, const SeriesFigure&) = default;
};
struct Add {
  std::vector<StepId> operands;
  friend bool operator==(const Add&, const Add&) = default;
};
struct Subtract {
  StepId from = 0;
  std::vector<StepId> operands;
  friend bool operator==(const Subtract&, const Subtract&) = default;
};
struct Multiply {
  StepId left = 0;
  StepId right = 0;
  friend bool operator==(const Multiply&, const Multiply&) = default;
};
struct Divide {
  StepId dividend = 0;
  StepId divisor = 0;
  friend bool operator==(const Divide&, const Divide&) = default;
};
struct Negate {
  StepId operand = 0;
  friend bool operator==(const Negate&, const Negate&) = default;
};
struct Extreme {
  bool greatest = true;
  std::vector<StepId> operands;
  friend bool operator==(const Extreme&, const Extreme&) = default;
};
struct RoundTo {
  StepId operand = 0;
  Rounding rounding;
  friend bool operator==(const RoundTo&, const RoundTo&) = default;
};
struct Packages {  ///< packages of `size` begun or full, counted once a settlement period or once each `each`
  StepId quantity = 0;
  Number size = 1;
  std::optional<Frequency> each;  ///< over the term: those to date, less those before
  bool full_only = false;         ///< a package that is begun and not full does not count
  friend bool operator==(const Packages&, const Packages&) = default;
};
/// The operand over another window, worked out from the asking one.
struct InWindow {
  enum class Kind { fixed, trailing, cumulative, to_date, previous, at_start, at_end } kind = Kind::fixed;
  StepId operand = 0;
  std::optional<Period> fixed;
  Duration trailing;
  Frequency frequency = Frequency::year;  ///< of to_date and previous
  bool of_the_calendar = false;           ///< of previous: by the years of the calendar, whatever the deal counts by
  std::optional<Date> counted_from{};     ///< cumulative, to_date: not from before this day, on which an amendment counts anew
  friend bool operator==(const InWindow&, const InWindow&) = default;
};
struct AverageOf {  ///< the mean over the operand's data periods in the window
  StepId operand = 0;
  std::optional<Frequency> frequency;  ///< nothing: that of the data (implied inputs)
  friend bool operator==(const AverageOf&, const AverageOf&) = default;
};
using syntax::Taking;
struct Percentile {
  Number rank;
  bool interpolated = false;
  friend bool operator==(const Percentile&, const Percentile&) = default;
};
struct OfPeriods {  ///< the operand for each month (…) of the window: added, or the highest, lowest or average of them
  Taking taking = Taking::sum;
  StepId operand = 0;
  Frequency frequency = Frequency::month;
  std::optional<Percentile> percentile{};
  friend bool operator==(const OfPeriods&, const OfPeriods&) = default;
};
struct Filtered {
  StepId operand = 0;
  FilterId filter = 0;
  friend bool operator==(const Filtered&, const Filtered&) = default;
};
struct FreeRecords {  ///< so many of the first are left out of a sum
  Number count;
  Frequency each = Frequency::year;
  bool by_name = false;
  Said said;
  friend bool operator==(const FreeRecords&, const FreeRecords&) = default;
};
struct OverDimension {  ///< the operand for each value of a dimension: added, or the highest, lowest or average of them
  Taking taking = Taking::sum;
  StepId operand = 0;
  check::DimensionId dimension = 0;
  std::optional<FreeRecords> free{};
  friend bool operator==(const OverDimension&, const OverDimension&) = default;
};
struct DayOfRecord {  ///< of the record for which it is asked
  check::DimensionId record = 0;
  friend bool operator==(const DayOfRecord&, const DayOfRecord&) = default;
};
using Moment = std::variant<Date, syntax::Edge, DayOfRecord>;
struct TimeBetween {
  syntax::TimeBetween::Counted counted = syntax::TimeBetween::Counted::days;
  Moment from;
  Moment to;
  bool through = false;  ///< the last day is counted
  friend bool operator==(const TimeBetween&, const TimeBetween&) = default;
};
/// Balance times rate times part of a year, for each stretch of days in which neither changes.
struct Interest {
  StepId rate = 0;
  StepId on = 0;
  std::optional<Frequency> compounded;
  DayCount day_count = DayCount::act_360;
  std::vector<Date> dates;             ///< on which the rate or the amount changes
  std::optional<Frequency> known_each;  ///< how often data below it can change: by days, by months
  bool on_whole_window = false;         ///< the amount has a window of its own (`loan_balance at start`) and is one figure for the asking one
  friend bool operator==(const Interest&, const Interest&) = default;
};
struct YearlyChange {  ///< the operand over the last such month that has ended, divided by what it was a year before, less 1
  StepId operand = 0;
  int month = 12;
  friend bool operator==(const YearlyChange&, const YearlyChange&) = default;
};
/// How a figure rises once a year.
struct Rise {
  StepId rate = 0;
  bool simple = false;
  std::optional<Date> first_on;      ///< nothing: the first day of that year of the deal
  int first_year = 2;
  std::optional<Date> counted_from;  ///< the first year is then the one that holds this day, from which an amendment counts anew
  std::optional<StepId> at_least;
  std::optional<StepId> at_most;
  bool never_falling = false;
  std::optional<Rounding> rounding;  ///< after each rise
  Said said;
  friend bool operator==(const Rise&, const Rise&) = default;
};
struct Rising {  ///< a definition that rises: the base, risen once for each year begun since
  StepId base = 0;
  Rise rise;
  std::string name;
  bool is_rate = false;
  friend bool operator==(const Rising&, const Rising&) = default;
};
/// One `except` of a measure: rules where all that is said of it holds.
struct Alternative {
  StepId value = 0;
  std::optional<Date> from;  ///< first day on which it rules
  std::optional<Date> end;   ///< the day after the last
  std::optional<ConditionId> during;
  bool during_from_next_period = false;
  std::optional<Lasting> during_lasts{};
  std::optional<ConditionId> once;
  bool once_from_that_period = false;
  bool once_from_that_point = false;  ///< the condition compares a figure to date: only what comes once it is passed
  Said said;
  Filter values{};           ///< of dimensions, for which it rules
  friend bool operator==(const Alternative&, const Alternative&) = default;
};
struct Changing {  ///< a measure with exceptions: the last alternative that holds rules, else the base
  StepId base = 0;
  std::vector<Alternative> alternatives;
  std::string name;
  bool is_rate = false;
  friend bool operator==(const Changing&, const Changing&) = default;
};
/// Measures its operand apart before and after each settlement period or date with which another alternative of a `Changing` below it rules, and
/// adds the parts: the place where a changing rate meets the money it applies to.
struct InParts {
  StepId operand = 0;
  std::vector<Date> dates;  ///< sorted
  friend bool operator==(const InParts&, const InParts&) = default;
};
struct ClausePaid {  ///< what a clause paid for the periods within the window, as paid
  check::ClauseId clause = 0;
  std::optional<check::PartyId> received_by{};  ///< of a waterfall: only what this party received, less what it returned
  bool before_withholding = false;              ///< with what was withheld of it
  bool without_late_interest = false;
  friend bool operator==(const ClausePaid&, const ClausePaid&) = default;
};
struct BalanceKept {  ///< what a named line keeps back, carries or has still to recoup
  check::BalanceId balance = 0;
  bool at_end = false;  ///< with the settlement that is being paid, rather than before it
  friend bool operator==(const BalanceKept&, const BalanceKept&) = default;
};
struct Solved {  ///< one unknown of a linear circle of definitions
  std::uint32_t circle = 0;
  std::uint32_t unknown = 0;
  friend bool operator==(const Solved&, const Solved&) = default;
};
struct Estimated {  ///< a figure that the contract only bounds: a run takes it at one of its ends
  check::EstimateId figure = 0;
  friend bool operator==(const Estimated&, const Estimated&) = default;
};
/// What of a figure counts in the part window of a prorated clause, where fewer days do not make it less by themselves: a constant, a value at a moment.
struct InPart {
  StepId operand = 0;
  check::ClauseId clause = 0;        ///< as written
  std::optional<Date> text_from{};   ///< from which its text rules
  std::optional<Frequency> each{};   ///< of what it is a part; nothing: of the settlement period
  bool is_counting_window = false;   ///< over which tiers, limits or an amount to date count, from settlement to settlement
  friend bool operator==(const InPart&, const InPart&) = default;
};
struct Named {  ///< a definition, opened in words in derivations
  StepId operand = 0;
  std::string words;  ///< `gross_profit, being revenue less inference_cost`
  friend bool operator==(const Named&, const Named&) = default;
};

struct Within {  ///< a figure whose line means something only within a bound: a limit is never below zero
  StepId operand = 0;
  check::Bounded bounded;
  friend bool operator==(const Within& a, const Within& b) { return a.operand == b.operand && a.bounded.bound == b.bounded.bound && a.bounded.what == b.bounded.what; }
};

struct Step {
  using Form = std::variant<Constant, SeriesFigure, Add, Subtract, Multiply, Divide, Negate, Extreme, RoundTo, Packages, InWindow, AverageOf, OfPeriods, Filtered, OverDimension,
                            TimeBetween, Interest, YearlyChange, Rising, Changing, InParts, ClausePaid, BalanceKept, Solved, Estimated, Tiered, InPart, Named, Within>;
  Form form;
  check::Nature nature = check::Nature::constant;
  bool is_rate = false;  ///< dimensionless: shown as a percentage
  Said said;
  friend bool operator==(const Step&, const Step&) = default;
};

// --- amounts ---------------------------------------------------------------------------------------------------------------------------
struct ShareAmount {
  StepId amount = 0;
  /// RATE of BASE taken apart, for `base losses carried forward`.
  std::optional<std::pair<StepId, StepId>> rate_and_base;
  std::vector<Date> dates;  ///< on which that rate changes
  friend bool operator==(const ShareAmount&, const ShareAmount&) = default;
};
struct FixedSum {
  StepId amount = 0;
  Frequency each = Frequency::month;
  bool in_advance = false;
  std::optional<Rise> rise;
  Said said;
  friend bool operator==(const FixedSum&, const FixedSum&) = default;
};
struct FixedAmount {
  std::vector<FixedSum> sums;
  friend bool operator==(const FixedAmount&, const FixedAmount&) = default;
};
/// Paid once, with the first settlement at the end of which the condition is true.
struct Milestone {
  StepId amount = 0;
  ConditionId reached = 0;
  Said said;
  friend bool operator==(const Milestone&, const Milestone&) = default;
};
struct MilestoneAmount {
  std::vector<Milestone> sums;
  friend bool operator==(const MilestoneAmount&, const MilestoneAmount&) = default;
};
/// The amount over the window to date, less what the clause has paid in it.
struct ToDateAmount {
  StepId amount = 0;
  Frequency window = Frequency::year;
  friend bool operator==(const ToDateAmount&, const ToDateAmount&) = default;
};
using Amount = std::variant<ShareAmount, TierAmount, FixedAmount, MilestoneAmount, DatedAmount, CommitmentAmount, ToDateAmount>;

/// When a clause is in force; outside it nothing is paid and no proviso remembers.
struct InForce {
  std::optional<Date> from;
  std::optional<Date> end;  ///< the day after the last
  struct Test {
    ConditionId condition = 0;
    bool once = false;               ///< `once` rather than `while`
    bool from_next_period = false;   ///< of while
    bool from_that_period = false;   ///< of once
    std::optional<Lasting> lasts{};  ///< of while
    friend bool operator==(const Test&, const Test&) = default;
  };
  std::vector<Test> tests;
  friend bool operator==(const InForce&, const InForce&) = default;
};

/// A commitment or a clause, as one text says it. One that amendments restate stands here once for each of its texts, one after the other in the order in
/// which they rule.
struct Clause : Obligation {
  check::PartyId payee = 0;
  Amount amount;
  std::vector<Proviso> provisos;
  std::optional<LateInterest> late;
  InForce in_force;
  std::optional<syntax::Prorated::By> prorated;
  std::optional<Duration> survives{};  ///< how long after the term the clause goes on
  bool asks_below_zero = false;        ///< it does not say what a payment below zero is: there must be none
  friend bool operator==(const Clause&, const Clause&) = default;
};

using Happened = check::Happened;

/// One cap or guarantee for several clauses, on what their provisos let through.
struct Together {
  std::vector<check::ClauseId> clauses;  ///< in the order named
  StepId limit = 0;
  LimitWindow window = Frequency::year;
  bool in_proportion = false;
  Said said;
  std::optional<check::ClauseId> makes_up{};  ///< of a guarantee: the clause that pays what is missing
  friend bool operator==(const Together&, const Together&) = default;
};

struct Plan {
  std::string title;
  std::optional<Period> term;  ///< with the days for which clauses survive it; nothing: the data's extent
  std::optional<Date> term_ends{};  ///< where clauses survive the term: the day after its own last
  Calendar calendar;
  std::vector<Step> steps;
  std::vector<Condition> conditions;
  std::vector<Filter> filters;  ///< the first is empty
  std::vector<Circle> circles;
  std::vector<Schedule> schedules;  ///< the first is the deal's own
  std::vector<Clause> clauses;      ///< as written
  std::map<check::ClauseId, std::vector<check::ClauseId>> of_values;  ///< of a clause for each value of a dimension: the clauses for them
  std::vector<Credits> credits;     ///< by CreditsId
  std::vector<Waterfall> waterfalls;
  std::vector<Together> togethers;
  std::vector<check::Motions> motions;  ///< by ClauseId: which way its payments go in figures that are only bounded
  std::vector<check::ClauseId> order;  ///< in which all that settles on one day does: whoever looks at another's payment comes after it
  std::vector<Ensure> ensures;
  std::vector<Test> tests;
  std::vector<Scenario> scenarios;
  std::vector<bool> needed_inputs;  ///< by InputId: asked of the data by a clause, a promise or another contract
  check::Effective effective;       ///< of amendments that wait for an event, where it has happened
  std::vector<std::string> notes;   ///< what the statement says of events and of the term
  /// As it stood before each amendment that reaches back was signed, in their order: payments for periods that ended before are made by it.
  std::vector<Plan> before_signing;
  std::optional<Signing> signing;   ///< of such an earlier plan: what ended it
  std::vector<std::shared_ptr<const Plan>> agreements;  ///< by AskedFigure::agreement
  std::vector<StepId> asked;        ///< what the contract that asks this one wants, by AskedFigure::place
  bool is_settled = true;           ///< of a contract that is asked: whether what is asked hangs on what its clauses pay
};

}  // namespace whereas::plan

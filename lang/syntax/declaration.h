#pragma once

#include "lang/syntax/amount.h"
#include "lang/syntax/commitment.h"
#include "lang/syntax/credits.h"
#include "lang/syntax/proviso.h"

#include <string_view>

/// What stands at column one: the declarations of a contract (docs/language).
namespace whereas::syntax {

// --- the deal's settings ----------------------------------------------------------------------------------------------------------
struct DealTitle {
  Name title;
};
struct Term {  ///< `term 2024-01-01 to 2029-12-31`, `…, ends on "Notice"`, `…, ends 90 days after "Notice"`
  DayOrPeriod first;
  DayOrPeriod last;
  std::optional<DayOrPeriod> ends_on{};  ///< its last day, where that comes first
};
struct Currency {  ///< `currency USD`, `currency USD, EUR and GBP`
  Name code;
  std::vector<Name> others{};
};
struct Settled {  ///< `settled quarterly, due 45 days after quarter end`
  Frequency frequency = Frequency::quarter;
  std::optional<Due> due;
};
struct RoundedTo {  ///< `rounded to cents, half even`
  Rounding rounding;
};
struct FiscalYear {  ///< `fiscal year ends 30 June`
  int day = 31;
  int month = 12;
};
struct ContractYear {  ///< `contract year begins 1 April`, `contract year begins 29 January, months begin on the 29th, or the last day`
  int day = 1;
  int month = 1;
  std::optional<int> months_on{};  ///< of months that have no such day, the last; zero: `months begin on the last day`
};
/// `calendar "TARGET" for 2026 to 2027: closed on Saturday, Sunday, 2026-01-01, 2026-04-03`: which days are business days.
struct ClosedDays {
  Name title;
  DayOrPeriod first;
  DayOrPeriod last;
  std::vector<Name> weekdays;
  std::vector<DayOrPeriod> days;
};
struct Setting {
  using Form = std::variant<DealTitle, Term, Currency, Settled, RoundedTo, FiscalYear, ContractYear>;
  Form form;
};

/// `event "Closing" on 2026-03-01`; without a day, the data or a scenario says when it happened.
struct Event {
  Name title;
  std::optional<DayOrPeriod> on;
};

// --- names ------------------------------------------------------------------------------------------------------------------------
struct Party {  ///< `party Anthropic, "Anthropic, PBC"`
  Name name;
  std::optional<Name> full_name;
};
struct Unit {  ///< `unit item, items`: singular, plural; `unit hours` alone is both
  Name singular;
  std::optional<Name> plural;
};

/// `input revenue by channel, region  monthly USD, missing is zero  "Sales of Claude through AWS"`
struct Input {
  enum class Spread { none, evenly, by_days };
  Name name;
  std::vector<Name> dimensions;
  Frequency frequency = Frequency::month;
  bool is_balance = false;         ///< `at month end`
  bool one_row_each = false;       ///< `by sale, one row each`: every sale has one row, on the day of the row
  std::optional<Name> unit;        ///< `USD`, `tokens`, `rate`, `number`
  std::optional<Name> per;         ///< `USD per EUR`: EUR
  Spread spread = Spread::none;    ///< `spread evenly` (over months), `spread by days`
  bool missing_is_zero = false;
  bool may_be_negative = false;
  std::optional<DayOrPeriod> from;  ///< `from 2022-01`: admits data before the term
  std::optional<Name> note;         ///< the text in quotes
};

/// `, from that period` and the like are in the condition's own fields.
struct Exception {  ///< `except 45% from 2027-01-01`, `except 40% while CONDITION`, `except 35% once CONDITION`
  Expression value;
  std::optional<FromDay> from;
  std::optional<UntilDay> until;      ///< `until DATE`
  std::optional<ThroughDay> through;  ///< `to DATE`, `through DATE`
  std::optional<WhileTrue> during;
  std::optional<OnceTrue> once;
  Span span;
  std::vector<Filtered::Test> values{};  ///< `for product "P"`: of which values of a dimension it is
};
/// `NAME means EXPRESSION [, RISE] { EXCEPTION }`; `margin(cost) means …`; `gross_profit after costs means …`; `NAME is between 20% and 30%`
struct Measure {
  Name name;
  std::vector<Name> parameters;
  std::optional<Name> after;  ///< the parameter that stands for what it must be told to deduct
  Expression value;
  std::vector<Exception> exceptions;
  Rare<Rise> rise{};  ///< `fee means 100, rising 4% each year`
};

// --- obligations --------------------------------------------------------------------------------------------------------------------
struct Clause {
  std::optional<Name> title;
  Name payer;
  Name payee;
  Amount amount;
  std::vector<Proviso> provisos;
  bool is_whole_contract = false;  ///< the one-line contract: no header, parties `payer` and `payee`
  std::optional<Name> for_each{};  ///< `clause "Royalty" for each product`: by itself for every value of that dimension
  bool delivers = false;           ///< `Company delivers to Advisor`: a quantity, rather than money
};

/// `together "A" and "B" at most 10m each year, in the order named`: one cap for several clauses; `at least 10m each year, the missing part paid under "A"`: one
/// guarantee.
struct Together {
  enum class Sharing { not_said, in_order, in_proportion } sharing = Sharing::not_said;
  std::vector<Name> titles;
  Expression limit;
  LimitWindow window = Frequency::year;
  bool is_least = false;
  std::optional<Name> paid_under{};  ///< of a guarantee: the clause that pays what is missing
};

/// `net settled between Amazon and Anthropic each quarter, due 30 days after quarter end`: what they owe one another of a period is paid as
/// one difference; `…, with "Fee" and without "Upfront", due …`: of clauses that name a day of their own.
struct NetSettlement {
  Name one;
  Name other;
  Frequency each = Frequency::quarter;
  std::vector<Name> with{};     ///< are paid with the difference, whatever day they name
  std::vector<Name> without{};  ///< are paid by themselves
  std::optional<Due> due;
};

/// `80% to LP` of what the step hands out; `25 to Bank`, a claim; `3 to A` where the step is `in proportion`; `the rest to B`.
struct WaterfallShare {
  std::optional<Expression> share;  ///< nothing: the rest
  Name party;
  Span span;
};
/// What ends a step: `LP has received 40,000`, `LP has earned 8% a year compounded on capital_called`, `GP has 20% of profit`.
struct WaterfallTarget {
  enum class Kind { received, earned, has_share_of_profit } kind;
  enum class Compounding { not_said, compounded, simple };
  enum class First { not_said, capital, profit };
  Name party;
  Expression amount;             ///< received: the sum; earned: the rate a year; has: the share
  std::optional<Expression> on;  ///< earned … on CAPITAL; has … of profit above CAPITAL
  Compounding compounding = Compounding::not_said;
  std::optional<Frequency> counted;  ///< `counted from the start of each month`: when capital that is called begins to earn
  bool counted_from_end = false;
  First first = First::not_said;  ///< `capital before return`: what a receipt pays off first
  std::optional<DayCount> day_count;
  Span span;
};
struct WaterfallStep {
  enum class Unpaid { not_said, carried, lapses };
  std::vector<WaterfallShare> shares;
  bool in_proportion = false;
  std::vector<WaterfallTarget> until;
  bool any_ends_it = false;           ///< targets joined by `or` rather than `and`
  std::optional<Expression> at_most;  ///< what the step may hand out each time
  Unpaid unpaid = Unpaid::not_said;   ///< of claims
  Span span;
};
/// `GP returns to LP what exceeds 20% of profit, at most 60% of what it received`: when the term ends.
struct WaterfallReturn {
  Name party;
  Name to;
  Expression share;
  std::optional<Expression> of;  ///< nothing: of profit
  std::optional<Expression> above;
  std::optional<Expression> at_most;
  Span span;
};
struct Waterfall {
  Name title;
  Expression cash;
  Frequency each = Frequency::year;
  Name from;
  std::vector<WaterfallStep> steps;
  std::vector<WaterfallReturn> returns;
  std::optional<Name> remainder_to;
  std::vector<Proviso> provisos;  ///< never below zero, settled, due, rounded
  bool is_split = false;          ///< `split "Pool" of X each quarter from Fund`: one step, for all of it
  std::optional<Name> for_each{};
};

enum class ObligationKind { clause, commitment, waterfall, split };
/// `open minimums lapse`, `… prorated by days`, `… counted whole`: of windows of a commitment that have not ended when it does, or when it is counted anew.
enum class OpenMinimums { not_said, lapse, prorated, whole };
constexpr std::string_view words(ObligationKind kind) {
  switch (kind) {
    case ObligationKind::clause: return "clause";
    case ObligationKind::commitment: return "commitment";
    case ObligationKind::waterfall: return "waterfall";
    case ObligationKind::split: return "split";
  }
  return "";
}
/// With the comma before them; empty where nothing is said.
constexpr std::string_view words(OpenMinimums open) {
  switch (open) {
    case OpenMinimums::not_said: return "";
    case OpenMinimums::lapse: return ", open minimums lapse";
    case OpenMinimums::prorated: return ", open minimums prorated by days";
    case OpenMinimums::whole: return ", open minimums counted whole";
  }
  return "";
}

struct ClauseNowReads {
  Clause clause;  ///< titled
};
struct NameNowMeans {
  Measure measure;
};
struct CommitmentNowReads {
  Commitment commitment;
};
struct WaterfallNowReads {
  Waterfall waterfall;
};
struct ClauseEnds {
  Name title;
  ObligationKind kind = ObligationKind::clause;
};
struct TermNowEnds {  ///< `term now ends 2031-12-31`
  DayOrPeriod last;
};
enum class Recount { not_said, on, anew };  ///< `counting on`, `counting anew`: what the text before has counted
struct AmendmentChange {
  using Form = std::variant<ClauseNowReads, CommitmentNowReads, WaterfallNowReads, NameNowMeans, ClauseEnds, TermNowEnds>;
  Form form;
  Recount counting = Recount::not_said;
  Span span;
  OpenMinimums open = OpenMinimums::not_said;
};
/// `amendment "No. 1", effective 2026-07-01`; `…, effective back to 2026-01-01, signed 2026-07-01, the difference credited with the next payment`
struct Amendment {
  enum class Difference { not_said, credited, stays };  ///< from what had been paid before it was signed
  Name title;
  DayOrPeriod effective;
  bool back = false;                     ///< `effective back to`
  std::optional<DayOrPeriod> signed_on;
  Difference difference = Difference::not_said;
  std::vector<AmendmentChange> changes;
};

// --- scenarios, tests, promises -----------------------------------------------------------------------------------------------------
struct FigureIn {  ///< `4bn in 2025`
  Expression figure;
  DayOrPeriod period;
};
struct SeriesFigures {  ///< `revenue is 4bn in 2025, 10bn in 2026, spread evenly`
  std::vector<FigureIn> figures;
  Input::Spread spread = Input::Spread::none;
};
struct SeriesFormula {  ///< `cost_of_revenue is 40% of revenue`
  Expression formula;
};
struct SeriesGrowth {  ///< `revenue grows 8% each month from 300m`; `grows 8% each year from 300m each month`, `from 3.6bn each year, spread evenly`
  Expression rate;
  Frequency each = Frequency::month;
  Expression start;
  std::optional<Frequency> start_each{};  ///< of how long a period the first figure is
  Input::Spread spread = Input::Spread::none;
};
struct GivenSeries {
  using Form = std::variant<SeriesFigures, SeriesFormula, SeriesGrowth>;
  Name series;
  Form form;
  Span span;
};
struct GivenEvent {  ///< `"Closing" is on 2026-03-01`
  Name event;
  DayOrPeriod day;
  Span span;
};
struct Scenario {
  Name title;
  std::optional<Name> file;  ///< `from "winter.csv"`
  std::vector<GivenSeries> series;
  std::vector<GivenEvent> events{};
};

struct Expectation {
  struct Receives {  ///< `expect Amazon receives 3bn in 2026`, `receives net`
    Name party;
    bool net = false;
    Expression amount;
    std::optional<DayOrPeriod> period;
    bool by_due_date = false;  ///< `due in 2026`
  };
  struct Equals {  ///< `expect EXPR = AMOUNT`, `… within 0.1bn`; `expect EXPR is between 12 and 18`, where an Estimate is expected
    Expression measured;
    Expression expected;
  };
  struct Fails {  ///< `expect error "negative-figure"`: on these figures the contract cannot be run, or breaks a promise
    Name error;
  };
  struct States {  ///< `expect statement "2026.txt"`: the whole statement, as a file beside the contract has it
    Name file;
  };
  std::variant<Equals, Receives, Fails, States> form;
  std::optional<Expression> within;
  Span span;
};
struct Test {
  Name title;
  std::vector<Name> given;  ///< scenarios, or data files where they end in .csv
  std::vector<Expectation> expectations;
};

/// `ensure "Share" in every year is at most 12% of revenue`: both sides are measured over each year. Without `in every`, over the term.
struct Ensure {
  Condition condition;
  std::optional<Frequency> in_every;
};

struct Use {  ///< `use "rates.deal"`; `use "cloud.deal" as "Cloud agreement"`: another contract, whose figures are then named `… under "Cloud agreement"`
  Name file;
  std::optional<Name> as;
};

struct Note {  ///< `note "Section 9" "Governed by the laws of …"`: what the contract says besides, which pays nothing
  Name title;
  std::vector<Name> texts;
};

struct Declaration {
  using Form = std::variant<Setting, Event, Use, Note, ClosedDays, NetSettlement, Party, Unit, Input, Measure, Clause, Together, Commitment, Credits, Waterfall, Amendment, Scenario, Test, Ensure>;
  Form form;
  Span span;  ///< from the first word to the end of the last
};

}  // namespace whereas::syntax

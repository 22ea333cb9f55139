#pragma once

#include "lang/number/number.h"
#include "lang/number/rounding.h"
#include "lang/syntax/box.h"
#include "lang/text/source.h"
#include "lang/time/date.h"
#include "lang/time/day_count.h"
#include "lang/time/period.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Amounts and conditions as written (docs/language: Measures, and "Conditions" in Rates that change). The tree holds what was written and nothing more:
/// types and references live beside it, indexed by ExpressionId.
namespace whereas::syntax {

/// Unique over a whole program (all its files): what checking learns about an expression is kept under it.
using ExpressionId = std::uint32_t;

struct Expression;
struct Condition;

/// A word or title with its place.
struct Name {
  std::string text;
  Span span;
};

struct DayOrPeriod;

/// `"Closing"`, `30 days after "Closing"`: the day of an event, or one counted from it. Likewise `the start of the term`, `3 months after the start of
/// the term`, and of several days `the earlier of "Approval" and 2027-01-01`.
struct EventDay {
  Name event;  ///< of an event; else nothing
  std::optional<Duration> moved{};
  bool before = false;  ///< `30 days before "Closing"`
  enum class From { event, start_of_term, end_of_term, earlier, later } from = From::event;
  std::vector<DayOrPeriod> of;  ///< of the earlier or later: which days
};

/// `2026-03-31`, `2026-Q3`, `fiscal 2026`: wherever a day or period may be named. As a first day it means the period's first,
/// as a last day its last. Where a day may hang on others, `"Closing"`, the ends of the term and what is counted from them.
struct DayOrPeriod {
  WrittenPeriod period;  ///< says nothing where `event` is set
  Span span;
  Rare<EventDay> event{};
};

// --- the forms of an expression -----------------------------------------------------------------------------------------------

struct NumberLiteral {  ///< `1,000,000`, `80bn`; a rate where `is_rate`: `12.5%`, `250 bps`, `3/8`
  Number value;
  bool is_rate = false;
};
struct MoneyLiteral {  ///< `USD 5m`, `5m USD`, `$5m` (whose currency is USD)
  Number value;
  Name currency;
};
struct QuantityLiteral {  ///< `5 tokens`, `200 items`: a number and a unit that the program declares
  Number value;
  Name unit;
};
struct DateLiteral {
  Date date;
};
struct DurationLiteral {
  Duration duration;
};
struct NameUse {  ///< a measure, input or parameter; `margin(cost)` with arguments
  Name name;
  std::vector<Expression> arguments;
};
/// `before withholding`, `without late interest`, behind a title: what of its payments counts, where a line of the clause makes that two things.
struct CountedOfPayments {
  enum class Withholding { not_said, before, after };
  enum class LateInterest { not_said, with, without };
  Withholding withholding = Withholding::not_said;
  LateInterest late_interest = LateInterest::not_said;
};
/// The words behind the title, each with a space before it; none where nothing is said.
std::string words(const CountedOfPayments& counted);

struct ClauseUse {  ///< `"Fee"`: what that clause paid, as paid; the title without its quotes
  Name title;
  std::optional<Name> received_by{};  ///< `"Distributions" received by GP`: of what a waterfall paid, one party's part
  CountedOfPayments counted{};
};
struct Under {  ///< `purchases under "Cloud agreement"`, `"Fee" under "Cloud agreement"`: a figure of another contract
  Name named;
  bool is_clause = false;
  Name agreement;  ///< what that contract is called here; the title without its quotes
};
struct Negated {  ///< `-5`
  Box<Expression> operand;
};
struct Arithmetic {
  enum class Operator { plus, less, times, divided_by } op;
  bool in_words = true;  ///< `plus` rather than `+`
  Box<Expression> left;
  Box<Expression> right;
};
struct Deduction {
  Box<Expression> cost;
  std::optional<Box<Expression>> at_most;  ///< `distribution_cost (at most 3% of revenue)`
};
struct After {  ///< `revenue after a, b and c`; also tells a standard measure its costs: `gross_profit after inference_cost`
  Box<Expression> amount;
  std::vector<Deduction> deductions;
};
struct Of {  ///< `50% of revenue`; reaches furthest to the right
  Box<Expression> rate;
  Box<Expression> base;
};
struct Extreme {  ///< `the greater of A and B`, `the lesser of A, B and C`
  bool greater = true;
  std::vector<Expression> operands;
};
struct ExcessOf {  ///< `the excess of A over B`: what A lies above B, and nothing where it does not
  Box<Expression> amount;
  Box<Expression> over;
};
struct Grouped {  ///< in parentheses
  Box<Expression> inside;
};

// Windows of time
struct InPeriod {  ///< `in 2026`, `in fiscal 2026-Q1`
  DayOrPeriod period;
};
struct FromTo {  ///< `from 2026-01-01 to 2026-06-30`
  DayOrPeriod first;
  DayOrPeriod last;
};
struct Trailing {  ///< `over trailing 12 months`
  Duration length;
};
struct Cumulative {};  ///< `cumulative X`: since the term began
struct ToDate {        ///< `year to date`
  Frequency since = Frequency::year;
};
struct PreviousPeriod {  ///< `previous quarter`; `in the year before`, `in the calendar year before`
  Frequency frequency = Frequency::quarter;
  bool of_the_calendar = false;  ///< whatever years the deal counts by
};
struct AverageOf {};  ///< `average of X`: the mean over the data periods of the window
struct AtStart {};    ///< `X at start`: a balance at the start of the window
struct AtEnd {};      ///< `X at end`: what a balance is without a word, said where it meets a flow
using Window = std::variant<InPeriod, FromTo, Trailing, Cumulative, ToDate, PreviousPeriod, AverageOf, AtStart, AtEnd>;
struct Windowed {
  Box<Expression> measured;
  Window window;
  Span window_span;
};

struct Filtered {  ///< `X where channel is "bedrock"`, `where channel is one of "a", "b"`; several tests joined by `and`
  struct Test {
    Name dimension;
    bool is_not = false;
    std::vector<Name> values;  ///< titles without their quotes; one unless `is one of`
  };
  Box<Expression> measured;
  std::vector<Test> tests;
  Span where_span;
};
/// What becomes of several figures: `the sum`, `the highest`, `the lowest`, `the average`.
enum class Taking { sum, highest, lowest, average, percentile };
std::string_view word(Taking taking);  ///< `sum`

/// Of `the 95th percentile, by nearest rank, of daily mbit`; `interpolated`.
struct Percentile {
  Number rank;  ///< 95
  bool interpolated = false;
  Span span;    ///< `95th`
};
struct OfPeriods {  ///< `the sum of monthly X`, `the highest of monthly X`
  Taking taking = Taking::sum;
  Frequency frequency = Frequency::month;
  Box<Expression> measured;
  std::optional<Percentile> percentile{};
};
struct FirstFree {  ///< `the first 5 each year free`: of rows, in the order of their dates
  Number count;
  Frequency each = Frequency::year;
  bool by_name = false;  ///< `those of one day by name`
  Span span;
};
struct OverDimension {  ///< `the sum over model of X`, `the highest over model of X`, `the sum over sale, the first 5 each year free, of X`
  Taking taking = Taking::sum;
  Name dimension;
  Box<Expression> measured;
  std::optional<FirstFree> free{};
};

// --- time as a figure ---------------------------------------------------------------------------------------------------------

/// `the start of the term`, `the end of the period`, `the end of the month`: the first or last day of what holds the day that asks.
struct Edge {
  enum class Of { term, period, calendar };
  bool is_end = false;
  Of of = Of::term;
  Frequency frequency = Frequency::month;  ///< of the calendar
  friend bool operator==(const Edge&, const Edge&) = default;
};
/// `the day of sale`: on which the row lies for which it is asked.
struct DayOfRecord {
  Name record;
};
/// A day that is named: by its date, by what begins or ends on it, or by the row that lies on it.
struct Moment {
  using Form = std::variant<DayOrPeriod, Edge, DayOfRecord>;
  Form form;
  Span span;
};
/// `the days from A until B` (B not counted), `through B` (B counted), `the whole months from A until B`
struct TimeBetween {
  enum class Counted { days, whole_months, whole_years } counted = Counted::days;
  Moment from;
  Moment to;
  bool through = false;
};
/// `interest at 6% a year on loan_balance, ACT/360`, `interest at 6% a year compounded monthly on 10,000, 30/360`
struct Interest {
  Box<Expression> rate;
  std::optional<Frequency> compounded;
  Box<Expression> on;
  DayCount day_count = DayCount::act_360;
};

/// `the change of cpi from December to December`: of the last December that has ended, over the one before it
struct YearlyChange {
  Box<Expression> measured;
  Name from;  ///< a month
  Name to;    ///< the same
  int month = 12;
};

struct Rounded {  ///< `round(X, cents, half up)`
  Box<Expression> value;
  Rounding rounding;
};
/// `15.00 per million output_tokens`, `0.05 per started 1,000 api_calls`, `7.00 per item`, and in tiers `15.00 per million` alone.
/// `per` a measure multiplies by it; `per` a unit makes a price. Which of the two is the checker's to say.
struct Per {
  Box<Expression> amount;
  bool started = false;  ///< counted in packages; `per started 1,000`: each package begun counts whole
  Number count = 1;      ///< 1,000,000 in `per million`
  std::optional<Name> target;
  std::optional<Frequency> each;  ///< `per started 1,000 api_calls each month`: how often packages are counted
  bool full = false;              ///< `per full 400 spend over the term`: only a package that is full counts
};

struct Rise;
/// `2.00`, of `2.00 per seats_used, rising 5% each year`; `100`, of `at most 100 each year, rising 10% each year`: a figure that rises where it is written.
struct Risen {
  Box<Expression> figure;
  Box<Rise> rise;
  Span listed;  ///< the words under which the statement lists its changes: `2.00 per seats_used`, `at most 100`
};

/// What the contract knows of a figure that it does not fix: `unknown`, `unknown USD per item`, `between 20% and 30%`, `at least 80bn`,
/// `at most 100bn`. Stands only as what a definition `is`, as an exception of one, and as what a test expects.
struct Estimate {
  std::optional<Box<Expression>> least;
  std::optional<Box<Expression>> most;
  std::optional<Name> unit;  ///< of what is unknown; nothing: a rate
  std::optional<Name> per;
};

struct Tiers;
/// `on sales each year:` and its bands, as a figure. Stands only as what a definition means.
struct Tiered {
  Box<Tiers> tiers;
};

struct Expression {
  using Form = std::variant<NumberLiteral, MoneyLiteral, QuantityLiteral, DateLiteral, DurationLiteral, NameUse, ClauseUse, Under, Negated, Arithmetic, After, Of, Extreme,
                            ExcessOf, Grouped, Windowed, Filtered, OfPeriods, OverDimension, TimeBetween, Interest, YearlyChange, Rounded, Per, Risen, Tiered, Estimate>;
  Form form;
  Span span;
  ExpressionId id = 0;
};

/// How a sum or a figure rises from year to year: `rising 3% each year`, compounded; `rising 3% each year, simple`; `rising 3% each year from the third year`;
/// `rising by cpi_change each year, first on 2027-04-01, at least 1%, at most 3%, never falling, rounded to cents, half even, each year`
struct Rise {
  Expression rate;
  bool simple = false;
  Span span;
  std::optional<DayOrPeriod> first_on{};   ///< nothing: the first day of a year of the deal
  std::optional<Expression> at_least{};    ///< of one year's rise
  std::optional<Expression> at_most{};     ///< of one year's rise
  bool never_falling = false;
  std::optional<Rounding> rounding{};      ///< after each rise
  int first_year = 2;                      ///< of the deal: with its first day it first rises, where no day is said
  std::optional<Span> first_year_span{};   ///< where it is said
};

// --- tiers ---------------------------------------------------------------------------------------------------------------------

/// `30% of the first 1bn`, `20% of the rest`; `30% of all if under 1bn`, `20% of all otherwise`; `15.00 per million of the first 1bn`;
/// `100 flat if up to 30`, `250 flat otherwise`; `100 flat of the first 30`; `2% of the next 5,000, plus 150 once entered`.
struct Band {
  enum class Reach { first, next, rest, all_if, all_otherwise } reach;
  Expression rate;                  ///< a rate, a named measure, or a Per without target (a price); the sum itself where it is flat
  std::optional<Expression> bound;  ///< of first, next, all_if
  bool bound_included = false;      ///< `up to` rather than `under`
  Span span;
  bool is_flat = false;                     ///< `100 flat if up to 30`: instead of the other tiers; `100 flat of the first 30`: beside them, once entered
  std::optional<Expression> once_entered{};  ///< of a slice: is due once anything lies inside it, beside those of other tiers
};
struct Tiers {  ///< `on BASIS each year:` and its bands
  Expression basis;
  std::optional<Frequency> window;  ///< `each year`, `over the term`; nothing where the clause does not say
  Span window_span;
  std::vector<Band> bands;
  bool going_forward = false;  ///< after the last band: what was paid stays as it was
};

// --- conditions -----------------------------------------------------------------------------------------------------------------

/// `for 3 quarters running`, `for the third year running`: of each of the last so many that are over.
struct Running {
  int count = 2;
  Frequency each = Frequency::quarter;
  Span span;
};
struct Comparison {  ///< `A is [not] at least B`
  enum class Relation { at_least, at_most, under, over, exactly } relation;
  bool is_not = false;
  Box<Expression> left;
  Box<Expression> right;
  std::optional<Duration> where_passed;  ///< `where 12 months have passed`: not tested before the term is that old
  std::optional<Running> running{};
};
struct OnOrAfter {  ///< `on or after DATE`
  DayOrPeriod day;
};
struct AllOf {  ///< joined by `and`
  std::vector<Condition> conditions;
};
struct AnyOf {  ///< joined by `or`
  std::vector<Condition> conditions;
};
struct GroupedCondition {
  Box<Condition> inside;
};

struct Condition {
  using Form = std::variant<Comparison, OnOrAfter, AllOf, AnyOf, GroupedCondition>;
  Form form;
  Span span;
};

}  // namespace whereas::syntax

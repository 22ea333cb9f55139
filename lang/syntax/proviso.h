#pragma once

#include "lang/syntax/expression.h"
#include "lang/time/day_count.h"

/// What bounds, keeps back or moves a clause's amount, one line each, applied in the order written (docs/language: Provisos).
/// To add one, follow CONTRIBUTING.md, "Add a proviso".
namespace whereas::syntax {

/// `settled quarterly`, `settled monthly, due 45 days after month end`. Also a declaration of the deal.
/// `due 45 days after quarter end`: counts from the last day of the payment's own period; `due 1 month after quarter end` likewise. `due 10 business days of
/// "TARGET" after month end` counts the business days of a calendar. `due 10 days before month end`, `due on the first day of the quarter`, `due 5 days after
/// quarter start`: before what is paid for is over. `due on the 15th of the second month after quarter end`: a day of a month of the calendar.
/// `due on its day, or the next business day of "TARGET"`: of what is paid on days that the contract names.
struct Due {
  Duration length;
  std::optional<Frequency> after_end_of;  ///< nothing: `period end`, of the payment's own period
  Span span;
  Rare<Name> counted_in;  ///< the calendar whose business days are counted
  enum class Move { none, next, previous } move = Move::none;
  Rare<Name> moved_in;  ///< the calendar by which it moves
  bool within_month = false;       ///< `in the same month, otherwise the one before`: it moves the other way rather than into another month
  bool before = false;             ///< counted back
  bool from_start = false;         ///< counted from the first day of the period rather than its last
  bool names_the_day = false;      ///< `on the first day of the quarter`
  bool on_its_day = false;         ///< the day that the sum names
  struct OfMonth {
    int day = 0;     ///< zero: the last
    int months = 1;  ///< which of those that begin after the end of the period
    friend bool operator==(const OfMonth&, const OfMonth&) = default;
  };
  std::optional<OfMonth> of_month;  ///< `on the last day of the month after quarter end`
  /// Whether it can come before the period that is paid for has ended.
  bool is_in_advance() const { return before || from_start; }
  /// Whether both say the same, wherever they stand.
  friend bool operator==(const Due& one, const Due& other) {
    const auto same = [](const Rare<Name>& a, const Rare<Name>& b) { return a.has_value() == b.has_value() && (!a || a->text == b->text); };
    return one.length == other.length && one.before == other.before && one.from_start == other.from_start && one.on_its_day == other.on_its_day && one.of_month == other.of_month &&
           one.after_end_of == other.after_end_of && one.move == other.move && one.within_month == other.within_month && same(one.counted_in, other.counted_in) &&
           same(one.moved_in, other.moved_in);
  }
};

/// `never below zero`, `…, losses carried forward for 8 quarters, using at most 80% of a later profit`
struct NeverBelowZero {
  bool losses_carried = false;
  std::optional<Duration> carried_for;
  std::optional<Expression> most_used;  ///< of a later profit, to make up for losses
};
struct EitherWay {};           ///< `either way`: a negative payment is paid back by the payee
struct BaseLossesCarried {};   ///< `base losses carried forward`: the basis itself starts the next window with its loss
/// What becomes of something that is not used or not paid at once. The contract must say it.
enum class Fate { not_said, carried_forward, lapses };
struct NothingIfUnder {  ///< `nothing if under 50, carried forward`, `nothing if under 50, waived`
  Expression least;
  Fate fate = Fate::not_said;  ///< `lapses`: waived
};
struct RollingWindow {  ///< `over any 12 months`: those that end with the settlement
  Duration length;
};
/// Over what a limit counts: `each year`, `over the term`; `over any 12 months`; `over 2026-04-01 to 2027-09-30`
using LimitWindow = std::variant<Frequency, RollingWindow, FromTo>;
/// `each year`; nothing where it is no window of the calendar.
inline std::optional<Frequency> frequency_of(const LimitWindow& window) {
  const auto* frequency = std::get_if<Frequency>(&window);
  return frequency == nullptr ? std::nullopt : std::optional(*frequency);
}
struct AtLeast {  ///< `at least M each WINDOW`, `at least M each quarter, credited across the year`, `… across the term`
  Expression least;
  LimitWindow window = Frequency::year;
  std::optional<Frequency> credited_across;
};
struct AtMost {  ///< `at most C each WINDOW`, `over the term`, `over any 12 months`, `…, excess carried forward`, `… for 2 quarters`
  Expression most;
  LimitWindow window = Frequency::year;
  bool excess_carried = false;
  std::optional<Duration> carried_for{};
};
struct Withholding {  ///< `less 15% withholding`
  Expression rate;
};
struct GrossedUp {  ///< `grossed up for 15% withholding`
  Expression rate;
};
struct ThenPlus {
  Expression added;
};
struct ThenLess {
  Expression taken;
};
struct Recouping {  ///< `recouping "Advance" at 50%`
  Name advance;
  Expression rate;
  CountedOfPayments counted{};  ///< `recouping "Advance" before withholding at 50%`
};
struct FirstFrom {  ///< `first from "Compute credits"`, `…, the rest at 150%`
  Name credits;
  std::optional<Expression> rest_at;
};
/// `crediting 50% of third_party_royalties, at most 40% of what is due, rest carried forward`
struct Crediting {
  Expression credited;
  Rare<Expression> most;
  bool most_of_what_is_due = false;  ///< `most` is a rate, of what reaches the line; else it is a sum
  Fate rest = Fate::not_said;
  std::optional<Duration> carried_for{};  ///< `rest carried forward for 4 quarters`
};
struct Release {  ///< `50% on 2026-09-30`, `half on "Acceptance"`, `the rest 180 days after "Acceptance"`
  std::optional<Expression> rate;  ///< nothing: the rest
  DayOrPeriod day;
  Span span;
};
/// `held back 10% until DATE`, `held back 10% for 2 quarters`, `…, at most 5m held`, `…, released equally over 4 quarters`,
/// `…, released 50% on DATE and the rest on DATE`
struct HeldBack {
  Expression rate;
  std::optional<DayOrPeriod> until;  ///< either this
  std::optional<Duration> held_for;  ///< or this: each sum for so long
  Rare<Expression> most_held;
  std::optional<Duration> released_over;
  std::vector<Release> releases;
};
struct Deferred {  ///< `deferred 40% from 2025 to 2028, repaid equally over 2029 to 2032 with 5% interest, ACT/360`
  Expression rate;
  DayOrPeriod from;
  DayOrPeriod to;
  DayOrPeriod repaid_from;
  DayOrPeriod repaid_to;
  Rare<Expression> interest;
  DayCount day_count = DayCount::act_360;
};
/// `late payments bear 9% a year, simple, ACT/365, paid as fee_received`; `…, charged quarterly` where it is a payment of its own
struct LateInterest {
  enum class Kind { not_said, simple, compounded } kind = Kind::not_said;
  Expression rate;
  std::optional<DayCount> day_count;  ///< of a rate a year; nothing: the rate is that of a day
  Box<Expression> paid;               ///< what has been received, by days
  std::optional<Frequency> charged{};  ///< nothing: with the next settlement
  /// `after 5 days of grace, counted from the due day`: what is received within them bears nothing; else from when?
  struct Grace {
    Duration length;
    enum class From { not_said, due_day, end_of_grace } from = From::not_said;
    Span span;
  };
  std::optional<Grace> grace{};
};
struct FromDay {  ///< in force `from DATE`
  DayOrPeriod day;
};
struct UntilDay {  ///< in force `until DATE`: ends the day before
  DayOrPeriod day;
};
struct ThroughDay {  ///< in force `through DATE`: includes it
  DayOrPeriod day;
};
/// How long a condition goes on ruling once it is true no more: `, and for the 4 quarters after`; `, to the end of the year`, `, to the end of the next year`.
struct Lasting {
  std::optional<Duration> after;             ///< either this
  Frequency to_end_of = Frequency::year;     ///< or this
  bool next = false;
  Span span;
};
struct WhileTrue {  ///< in force `while CONDITION`: tested at the end of each settlement period, governs the whole of it
  Condition condition;
  bool from_next_period = false;
  std::optional<Lasting> lasting{};
};
struct OnceTrue {  ///< in force `once CONDITION`: from the period after the first in which it is true, for good
  Condition condition;
  bool from_that_period = false;
  bool from_that_point = false;  ///< of an exception: only what comes once it is passed, inside a period too
};
struct SettledAs {  ///< `settled monthly`: overrides the deal's
  Frequency frequency = Frequency::quarter;
};
struct DueAs {
  Due due;
};
struct RoundedAs {
  Rounding rounding;
};
struct SurvivesTerm {  ///< `survives the term for 8 quarters`: a tail; other clauses end with the term
  Duration length;
};
/// What of a sum, guarantee, cap or tier bound counts in a part window: `prorated by days` (those of the window), `prorated by 30/360`,
/// `prorated by days of the year` (a year's worth, by the days of the year), `prorated by whole months`; `not prorated`: it counts whole
struct Prorated {
  enum class By { days, thirty_360, days_of_the_year, whole_months, not_at_all } by = By::days;
};

/// What counts more than once, deliberately: `counting it again each quarter` (a window that earlier payments have counted), `counting the days before apart`
/// (a restated text, inside a period of which the text before has had a part)
struct Counted {
  std::optional<Frequency> again_each;  ///< nothing: apart from the days before
};

struct Proviso {
  using Form = std::variant<NeverBelowZero, EitherWay, BaseLossesCarried, NothingIfUnder, AtLeast, AtMost, Withholding, GrossedUp, ThenPlus, ThenLess, Crediting,
                            Recouping, FirstFrom, HeldBack, Deferred, LateInterest, FromDay, UntilDay, ThroughDay, WhileTrue, OnceTrue, SettledAs, DueAs, RoundedAs, Prorated, Counted, SurvivesTerm>;
  Form form;
  bool lapses = false;       ///< `, lapses`: what is still kept back when the clause ends is not paid
  bool paid_at_end = false;  ///< `, paid at the end`: it is paid with the last settlement
  Rare<Name> balance;  ///< `, calling the balance NAME`: what the line keeps, carries or has still to recoup, as a measure
  Span span;
};

/// Whether the line says on which days, or under which condition, the whole clause is in force.
inline bool says_when(const Proviso& line) {
  return std::holds_alternative<FromDay>(line.form) || std::holds_alternative<UntilDay>(line.form) || std::holds_alternative<ThroughDay>(line.form) ||
         std::holds_alternative<WhileTrue>(line.form) || std::holds_alternative<OnceTrue>(line.form);
}

}  // namespace whereas::syntax

#pragma once

#include "lang/syntax/expression.h"
#include "lang/time/day_count.h"

/// What bounds, keeps back or moves a clause's amount, one line each, applied in the order written (docs/language: Provisos).
/// To add one, follow CONTRIBUTING.md, "Add a proviso".
namespace whereas::syntax {

/// `settled quarterly`, `settled monthly, due 45 days after month end`. Also a declaration of the deal.
/// `due 45 days after quarter end`: counts from the last day of the payment's own period. `due 10 business days of "TARGET" after month end`
/// counts the business days of a calendar; `…, or the next business day of "TARGET"` moves a day that is none.
struct Due {
  int days = 0;
  Frequency after_end_of = Frequency::quarter;
  Span span;
  std::optional<Name> counted_in;  ///< the calendar whose business days are counted
  enum class Move { none, next, previous } move = Move::none;
  std::optional<Name> moved_in;    ///< the calendar by which it moves
};

struct NeverBelowZero {  ///< `never below zero`, `…, losses carried forward for 8 quarters`
  bool losses_carried = false;
  std::optional<Duration> carried_for;
};
struct EitherWay {};           ///< `either way`: a negative payment is paid back by the payee
struct BaseLossesCarried {};   ///< `base losses carried forward`: the basis itself starts the next window with its loss
struct AtLeast {               ///< `at least M each WINDOW`, `at least M each quarter, credited across the year`
  Expression least;
  Frequency each = Frequency::year;
  std::optional<Frequency> credited_across;
};
struct AtMost {  ///< `at most C each WINDOW`, `over the term`, `…, excess carried forward`
  Expression most;
  Frequency each = Frequency::year;
  bool excess_carried = false;
};
struct Withholding {  ///< `less 15% withholding`
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
};
struct FirstFrom {  ///< `first from "Compute credits"`, `…, the rest at 150%`
  Name credits;
  std::optional<Expression> rest_at;
};
struct HeldBack {  ///< `held back 10% until DATE`
  Expression rate;
  DayOrPeriod until;
};
struct Deferred {  ///< `deferred 40% from 2025 to 2028, repaid equally over 2029 to 2032 with 5% interest, ACT/360`
  Expression rate;
  DayOrPeriod from;
  DayOrPeriod to;
  DayOrPeriod repaid_from;
  DayOrPeriod repaid_to;
  std::optional<Expression> interest;
  DayCount day_count = DayCount::act_360;
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
struct WhileTrue {  ///< in force `while CONDITION`: tested at the end of each settlement period, governs the whole of it
  Condition condition;
  bool from_next_period = false;
};
struct OnceTrue {  ///< in force `once CONDITION`: from the period after the first in which it is true, for good
  Condition condition;
  bool from_that_period = false;
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
/// `prorated by days of the year` (a year's worth, by the days of the year), `prorated by whole months`
struct Prorated {
  enum class By { days, thirty_360, days_of_the_year, whole_months } by = By::days;
};

struct Proviso {
  using Form = std::variant<NeverBelowZero, EitherWay, BaseLossesCarried, AtLeast, AtMost, Withholding, ThenPlus, ThenLess, Recouping, FirstFrom, HeldBack, Deferred, FromDay,
                            UntilDay, ThroughDay, WhileTrue, OnceTrue, SettledAs, DueAs, RoundedAs, Prorated, SurvivesTerm>;
  Form form;
  bool lapses = false;  ///< `, lapses`: what is still kept back when the term ends is not paid (HeldBack, Deferred, AtMost with excess carried)
  Span span;
};

}  // namespace whereas::syntax

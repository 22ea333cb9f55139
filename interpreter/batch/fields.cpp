#include "interpreter/batch/fields.h"

#include <variant>

/// Every field of a plan stands here by its name, once. A structure with one field more has more than the names here, which stops the build: whoever adds it
/// says here that it is not written down, or writes it down in the files that compiler.h lists. So no field is passed over in silence.
namespace whereas::batch {

namespace fields {

using namespace plan;

constexpr const char* written = nullptr;
constexpr const char* own_window = "a limit over any so many months, or over days of its own";

/// `{}` for each field: whether the structure has so many. For those with a base, which cannot be taken apart.
template <typename T>
concept HasEightFields = requires { T{{}, {}, {}, {}, {}, {}, {}, {}}; };
template <typename T>
concept HasNineFields = requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}}; };
template <typename T>
concept HasTenFields = requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}}; };

// --- steps ------------------------------------------------------------------------------------------------------------------------
const char* of(const Constant& form) {
  [[maybe_unused]] const auto& [value] = form;
  return written;
}
const char* of(const SeriesFigure& form) {
  [[maybe_unused]] const auto& [input] = form;
  return written;
}
const char* of(const Add& form) {
  [[maybe_unused]] const auto& [operands] = form;
  return written;
}
const char* of(const Subtract& form) {
  [[maybe_unused]] const auto& [from, operands] = form;
  return written;
}
const char* of(const Multiply& form) {
  [[maybe_unused]] const auto& [left, right] = form;
  return written;
}
const char* of(const Divide& form) {
  [[maybe_unused]] const auto& [dividend, divisor] = form;
  return written;
}
const char* of(const Negate& form) {
  [[maybe_unused]] const auto& [operand] = form;
  return written;
}
const char* of(const Extreme& form) {
  [[maybe_unused]] const auto& [greatest, operands] = form;
  return written;
}
const char* of(const RoundTo& form) {
  [[maybe_unused]] const auto& [operand, rounding] = form;
  [[maybe_unused]] const auto& [places, mode] = rounding;
  return written;
}
const char* of(const Packages& form) {
  [[maybe_unused]] const auto& [quantity, size, each, full_only] = form;
  return written;
}
const char* of(const InWindow& form) {  // the engine says which days they are
  [[maybe_unused]] const auto& [kind, operand, fixed, trailing, frequency, of_the_calendar, counted_from] = form;
  return written;
}
const char* of(const AverageOf& form) {
  [[maybe_unused]] const auto& [operand, frequency] = form;
  return written;
}
const char* of(const OfPeriods& form) {
  [[maybe_unused]] const auto& [taking, operand, frequency, percentile] = form;
  return percentile ? "a percentile" : written;
}
const char* of(const Filtered& form) {
  [[maybe_unused]] const auto& [operand, filter] = form;
  return written;
}
const char* of(const OverDimension& form) {
  [[maybe_unused]] const auto& [taking, operand, dimension, free] = form;
  return free ? "records of which the first are free" : written;
}
const char* of(const TimeBetween& form) {  // days alone: the engine counts them
  [[maybe_unused]] const auto& [counted, from, to, through] = form;
  return written;
}
const char* of(const Interest& form) {
  [[maybe_unused]] const auto& [rate, on, compounded, day_count, dates, known_each, on_whole_window] = form;
  return written;
}
const char* of(const YearlyChange& form) {
  [[maybe_unused]] const auto& [operand, month] = form;
  return written;
}
const char* of(const Rising& form) {
  [[maybe_unused]] const auto& [base, rise, name, is_rate] = form;
  [[maybe_unused]] const auto& [rate, simple, first_on, first_year, counted_from, at_least, at_most, never_falling, rounding, said] = rise;
  return written;
}
const char* of(const Changing& form) {  // its name and kind are for remarks
  [[maybe_unused]] const auto& [base, alternatives, name, is_rate] = form;
  for (const Alternative& alternative : alternatives) {
    [[maybe_unused]] const auto& [value, from, end, during, during_from_next_period, during_lasts, once, once_from_that_period, once_from_that_point, said, values] = alternative;
    if (once_from_that_point) return "a rate that changes at a point";
  }
  return written;
}
const char* of(const Tiered& form) {
  [[maybe_unused]] const auto& [tiers, changes, counted_from] = form;
  return "tiers under a name";
}
const char* of(const InParts& form) {
  [[maybe_unused]] const auto& [operand, dates] = form;
  return written;
}
const char* of(const ClausePaid& form) {
  [[maybe_unused]] const auto& [clause, received_by, before_withholding, without_late_interest] = form;
  return before_withholding || without_late_interest ? "a part of what a clause pays" : written;
}
const char* of(const BalanceKept& form) {
  [[maybe_unused]] const auto& [balance, at_end] = form;
  return written;
}
const char* of(const Solved& form) {
  [[maybe_unused]] const auto& [circle, unknown] = form;
  return written;
}
const char* of(const Estimated& form) {  // one that a scenario decides is a constant
  [[maybe_unused]] const auto& [figure] = form;
  return "a figure that is only bounded";
}
const char* of(const InPart& form) {
  [[maybe_unused]] const auto& [operand, clause, text_from, each, is_counting_window] = form;
  return written;
}
const char* of(const Named& form) {
  [[maybe_unused]] const auto& [operand, words] = form;
  return written;
}
const char* of(const Within& form) {
  [[maybe_unused]] const auto& [operand, bounded] = form;
  [[maybe_unused]] const auto& [bound, what] = bounded;
  return written;
}

// --- amounts ------------------------------------------------------------------------------------------------------------------------
const char* of(const ShareAmount& amount) {
  [[maybe_unused]] const auto& [whole, rate_and_base, dates] = amount;
  return written;
}
const char* of(const TierAmount& amount) {
  [[maybe_unused]] const auto& [basis, window, window_is_settlement, of_the_whole, going_forward, of_a_moment, bands, dates] = amount;
  for (const Band& band : bands) {
    [[maybe_unused]] const auto& [rate, bound, bound_included, packages_full_only, package_size, said, is_flat, once_entered] = band;
    if (is_flat && going_forward) return "flat sums going forward";
  }
  return written;
}
const char* of(const FixedAmount& amount) {
  [[maybe_unused]] const auto& [sums] = amount;
  for (const FixedSum& sum : sums) {
    [[maybe_unused]] const auto& [each_amount, each, in_advance, rise, said] = sum;
  }
  return written;
}
const char* of(const MilestoneAmount& amount) {
  [[maybe_unused]] const auto& [sums] = amount;
  for (const Milestone& sum : sums) {
    [[maybe_unused]] const auto& [figure, reached, said] = sum;
  }
  return written;
}
const char* of(const DatedAmount& amount) {
  [[maybe_unused]] const auto& [sums, loan] = amount;
  for (const DatedSum& sum : sums) {
    [[maybe_unused]] const auto& [figure, day, said] = sum;
  }
  if (!loan) return written;
  [[maybe_unused]] const auto& [lent, lent_on, equal_instalments, rate, day_count, balance, floats, dates, known_each, on_whole_window] = *loan;
  return floats ? "a loan whose rate changes with the days" : written;
}
const char* of(const CommitmentAmount& amount) {
  [[maybe_unused]] const auto& [bought, total, minimums, is_paid, share, price, excess, made_up_within, open] = amount;
  for (const Minimum& minimum : minimums) {
    [[maybe_unused]] const auto& [least, in, each, by, whole, said] = minimum;
  }
  if (excess) {
    [[maybe_unused]] const auto& [at_most, at_most_is_share, carried_for] = *excess;
    if (carried_for) return "an excess that is carried for so long";
  }
  return written;
}
const char* of(const ToDateAmount& amount) {
  [[maybe_unused]] const auto& [whole, window] = amount;
  return written;
}

// --- lines ----------------------------------------------------------------------------------------------------------------------------
const char* of(const NeverBelowZero& line) {
  [[maybe_unused]] const auto& [losses_carried, carried_for, most_used] = line;
  return written;
}
const char* of(const EitherWay&) { return written; }
const char* of(const BaseLossesCarried&) { return written; }
const char* of(const NothingIfUnder& line) {
  [[maybe_unused]] const auto& [least, carried] = line;
  return written;
}
const char* of(const AtLeast& line) {
  [[maybe_unused]] const auto& [least, window, credited_across] = line;
  return std::holds_alternative<Frequency>(window) ? written : own_window;
}
const char* of(const AtMost& line) {
  [[maybe_unused]] const auto& [most, window, excess_carried, carried_for] = line;
  if (carried_for) return "an excess that is carried for so long";
  return std::holds_alternative<Frequency>(window) ? written : own_window;
}
const char* of(const Withholding& line) {
  [[maybe_unused]] const auto& [rate] = line;
  return written;
}
const char* of(const GrossedUp& line) {
  [[maybe_unused]] const auto& [rate] = line;
  return written;
}
const char* of(const ThenPlus& line) {
  [[maybe_unused]] const auto& [added] = line;
  return written;
}
const char* of(const ThenLess& line) {
  [[maybe_unused]] const auto& [taken] = line;
  return written;
}
const char* of(const Recouping& line) {
  [[maybe_unused]] const auto& [advance, rate, before_withholding] = line;
  return before_withholding ? "an advance with what was withheld of it" : written;
}
const char* of(const FirstFrom& line) {
  [[maybe_unused]] const auto& [credits, rest_at] = line;
  return written;
}
const char* of(const Crediting& line) {
  [[maybe_unused]] const auto& [credited, most, most_of_what_is_due, carried, carried_for] = line;
  if (carried_for) return "a credit that is carried for so long";
  return written;
}
const char* of(const HeldBack& line) {
  [[maybe_unused]] const auto& [rate, until, held_for, most_held, released_over, releases] = line;
  for (const Release& release : releases) {
    [[maybe_unused]] const auto& [part, day] = release;
  }
  return written;
}
const char* of(const Deferred& line) {
  [[maybe_unused]] const auto& [rate, deferred, repaid, interest, day_count] = line;
  return written;
}

// --- conditions -----------------------------------------------------------------------------------------------------------------------
const char* of(const Compare& form) {
  [[maybe_unused]] const auto& [left, right, relation, is_not] = form;
  return written;
}
const char* of(const OnOrAfter& form) {
  [[maybe_unused]] const auto& [day] = form;
  return written;
}
const char* of(const AllOf& form) {
  [[maybe_unused]] const auto& [conditions] = form;
  return written;
}
const char* of(const AnyOf& form) {
  [[maybe_unused]] const auto& [conditions] = form;
  return written;
}

template <typename Form>
const char* of_any(const Form& form) {
  return std::visit([](const auto& one) { return of(one); }, form);
}

NotWritten of(const Proviso& line) {
  [[maybe_unused]] const auto& [form, lapses, balance, said] = line;
  return {of_any(form), said};
}

NotWritten of(const Together& together) {
  [[maybe_unused]] const auto& [clauses, limit, window, in_proportion, said, makes_up] = together;
  return {std::holds_alternative<Frequency>(window) ? written : own_window, said};
}

void of(const Credits& credits) {
  [[maybe_unused]] const auto& [title, lots] = credits;
  for (const CreditLot& lot : lots) {
    [[maybe_unused]] const auto& [amount, from, end, bought_in, said] = lot;
  }
}

void of(const Waterfall& waterfall) {
  static_assert(HasEightFields<Waterfall> && !HasNineFields<Waterfall>, "a field of a waterfall that is not named here: recipients, cash, steps, returns, remainder_to, losses_carried, stops; and the obligation");
  for (const WaterfallStep& step : waterfall.steps) {
    [[maybe_unused]] const auto& [kind, shares, until, any_ends_it, at_most, unpaid_carried, said] = step;
    for (const WaterfallShare& one : shares) {
      [[maybe_unused]] const auto& [share, recipient, share_said] = one;
    }
    for (const WaterfallTarget& target : until) {
      [[maybe_unused]] const auto& [of_kind, recipient, amount, on, compounded, counted, counted_from_end, return_first, day_count, dates, target_said] = target;
    }
  }
  for (const WaterfallReturn& returned : waterfall.returns) {
    [[maybe_unused]] const auto& [recipient, to, share, of_what, above, at_most, said] = returned;
  }
}

}  // namespace fields

NotWritten not_written(const plan::Step& step) {
  [[maybe_unused]] const auto& [form, nature, is_rate, said] = step;
  return {fields::of_any(form), said};
}

NotWritten not_written(const plan::Condition& condition) {
  [[maybe_unused]] const auto& [form, where_passed, running, counted_from, said] = condition;
  if (running) return {"what is so several times running", said};
  return {fields::of_any(form), said};
}

NotWritten not_written(const plan::Clause& clause) {
  static_assert(fields::HasNineFields<plan::Clause> && !fields::HasTenFields<plan::Clause>, "a field of a clause that is not named here: payee, amount, provisos, late, in_force, prorated, "
                                                                     "survives (the term has its days), asks_below_zero; and the obligation");
  [[maybe_unused]] const auto& [id, own, title, payer, currency, schedule, due, rounding, said, rule, counts_from, for_each, filter] = static_cast<const plan::Obligation&>(clause);
  [[maybe_unused]] const auto& [from, end, tests] = clause.in_force;
  for (const plan::InForce::Test& test : tests) {
    [[maybe_unused]] const auto& [condition, once, from_next_period, from_that_period, lasts] = test;
  }
  if (clause.rule) {
    [[maybe_unused]] const auto& [rules_from, rules_end, amendment, counting_anew, rule_said, stays_before] = *clause.rule;
    if (stays_before) return {"an amendment that reaches back", rule_said};
  }
  if (clause.late) {
    [[maybe_unused]] const auto& [rate, compounded, day_count, paid, late_said, charged, grace, from_due_day] = *clause.late;
    return {"interest for being late", late_said};
  }
  if (clause.asks_below_zero) return {"a payment that may be below zero, of which the clause says nothing", said};
  if (const char* words = fields::of_any(clause.amount)) return {words, said};
  for (const plan::Proviso& line : clause.provisos) {
    if (const NotWritten why = fields::of(line)) return why;
  }
  return {};
}

std::vector<NotWritten> not_written(const plan::Plan& plan) {
  [[maybe_unused]] const auto& [title, term, term_ends, calendar, steps, conditions, filters, circles, schedules, clauses, of_values, credits, waterfalls, togethers, motions, order, ensures, tests,
                                scenarios, needed_inputs, effective, notes, before_signing, signing, agreements, asked, is_settled] = plan;
  for (const plan::Circle& circle : circles) {
    [[maybe_unused]] const auto& [names, constants, coefficients, said] = circle;
  }
  for (const plan::Ensure& ensure : ensures) {
    [[maybe_unused]] const auto& [condition, in_every, said, figures, motions_of_it, words] = ensure;
  }
  for (const plan::Schedule& one : schedules) {
    [[maybe_unused]] const auto& [frequency] = one;
  }
  for (const plan::Credits& one : credits) fields::of(one);
  for (const plan::Waterfall& waterfall : waterfalls) fields::of(waterfall);
  std::vector<NotWritten> all;
  if (!before_signing.empty()) all.push_back({"an amendment that reaches back", clauses.front().said});
  for (const plan::Clause& clause : clauses) {
    if (const NotWritten why = not_written(clause)) all.push_back(why);
  }
  for (const plan::Together& together : togethers) {
    if (const NotWritten why = fields::of(together)) all.push_back(why);
  }
  return all;
}

NotWritten not_written(const check::InputInfo& input, Span said) {
  [[maybe_unused]] const auto& [name, dimensions, frequency, type, spread, missing_is_zero, may_be_negative, is_number, is_record, is_implied, from, declared, asked] = input;
  if (asked) return {"a figure of another contract", said};
  if (is_record) return {"records, with one row each", said};
  return {};
}

}  // namespace whereas::batch

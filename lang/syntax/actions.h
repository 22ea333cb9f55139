#pragma once

#include "lang/syntax/grammar/declarations.h"

/// A rule matched: one call on the builder, and nothing else. Rules without a line here make no node of their own.
namespace whereas::syntax {

template <void (Builder::*Make)(std::string_view)>
struct calls {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Reading& reading) {
    (reading.builder.*Make)(in.string_view());
  }
};

template <typename Rule>
struct on : tao::pegtl::nothing<Rule> {};

template <grammar::fixed_text Text>
struct on<grammar::word<Text>> : calls<&Builder::keyword> {};

#define WHEREAS_ON(rule, call) \
  template <>                  \
  struct on<grammar::rule> : calls<&Builder::call> {};

// clang-format off
// words
WHEREAS_ON(name, a_name)                        WHEREAS_ON(party, a_name)
WHEREAS_ON(currency_code, a_name)               WHEREAS_ON(month_name, a_name)
WHEREAS_ON(weekday, a_name)
WHEREAS_ON(title, a_title)                      WHEREAS_ON(number, number)
WHEREAS_ON(rate, number)                        WHEREAS_ON(duration, duration)
WHEREAS_ON(frequency_noun, frequency)           WHEREAS_ON(moved, moved_day)
WHEREAS_ON(frequency_adverb, frequency)         WHEREAS_ON(over_the_term, over_the_term)
WHEREAS_ON(period, period)                      WHEREAS_ON(day, day)
WHEREAS_ON(day_count, day_count)                WHEREAS_ON(rounding, rounding)

// what a line may add once each, in any order
WHEREAS_ON(input_option, option)                WHEREAS_ON(exception_when, option)
WHEREAS_ON(rise_detail, option)                 WHEREAS_ON(fixed_detail, option)
WHEREAS_ON(rise_from, option)
WHEREAS_ON(earned_detail, option)               WHEREAS_ON(step_end, option)
WHEREAS_ON(remainder_to, option)

// expressions
WHEREAS_ON(rate_literal, literal)               WHEREAS_ON(number_and_unit, literal)
WHEREAS_ON(committed_number, literal)           WHEREAS_ON(money, literal)
WHEREAS_ON(dollars, dollars)                    WHEREAS_ON(date_literal, date_literal)
WHEREAS_ON(name_use, name_use)                  WHEREAS_ON(clause_use, clause_use)
WHEREAS_ON(under_agreement, under)
WHEREAS_ON(grouped, grouped)                    WHEREAS_ON(rounded, rounded)
WHEREAS_ON(extreme, extreme)                    WHEREAS_ON(excess_of, excess_of)
WHEREAS_ON(nth, nth)                            WHEREAS_ON(percentile, percentile)
WHEREAS_ON(taken, taken)                        WHEREAS_ON(time_between, time_between)
WHEREAS_ON(moment, moment)                      WHEREAS_ON(the_amount, with_its_article)
WHEREAS_ON(first_free, first_free)              WHEREAS_ON(yearly_change, yearly_change)
WHEREAS_ON(whole_term, over_the_term)
WHEREAS_ON(interest_amount, interest)           WHEREAS_ON(averaged, averaged)
WHEREAS_ON(window, window)                      WHEREAS_ON(filter_test, filter_test)
WHEREAS_ON(for_values, for_values)
WHEREAS_ON(filter, filter)                      WHEREAS_ON(negated, negated)
WHEREAS_ON(cumulative, cumulative)              WHEREAS_ON(per, per)
WHEREAS_ON(of_tail, of)                         WHEREAS_ON(plus_tail, plus)
WHEREAS_ON(less_tail, less)                     WHEREAS_ON(times_tail, times)
WHEREAS_ON(divided_tail, divided_by)            WHEREAS_ON(deduction, deduction)
WHEREAS_ON(after_tail, after)

// conditions
WHEREAS_ON(comparison, comparison)              WHEREAS_ON(promise, comparison)
WHEREAS_ON(on_or_after, on_or_after)            WHEREAS_ON(grouped_condition, grouped_condition)
WHEREAS_ON(running, running)                    WHEREAS_ON(lasting, lasting)
WHEREAS_ON(all_tail, all_of)                    WHEREAS_ON(any_tail, any_of)

// amounts
WHEREAS_ON(band, band)                          WHEREAS_ON(tier_window, tier_window)
WHEREAS_ON(tiers, tiers)                        WHEREAS_ON(tiered, tiered)
WHEREAS_ON(rising, rising)
WHEREAS_ON(fixed_tail, fixed_sum)               WHEREAS_ON(dated_tail, dated_sum)
WHEREAS_ON(milestone, milestone)
WHEREAS_ON(sum_part, sum_part)                  WHEREAS_ON(in_all_tail, divided_sum)
WHEREAS_ON(instalments_tail, instalments)       WHEREAS_ON(to_date_window, tier_window)
WHEREAS_ON(less_paid_tail, less_paid)           WHEREAS_ON(once_entered, once_entered)
WHEREAS_ON(share, share)                        WHEREAS_ON(sums, sums)
WHEREAS_ON(loan, loan)

// provisos
WHEREAS_ON(never_below_zero, never_below_zero)  WHEREAS_ON(either_way, either_way)
WHEREAS_ON(base_losses, base_losses)            WHEREAS_ON(bound, bound)
WHEREAS_ON(any_window, any_window)              WHEREAS_ON(own_window, own_window)
WHEREAS_ON(nothing_if_under, nothing_if_under)  WHEREAS_ON(grossed_up, grossed_up)
WHEREAS_ON(withholding, withholding)            WHEREAS_ON(then, then)
WHEREAS_ON(crediting, crediting)                WHEREAS_ON(recouping, recouping)
WHEREAS_ON(release, release)                    WHEREAS_ON(held_back, held_back)
WHEREAS_ON(one_half, half)                      WHEREAS_ON(from_the_year, first_year)
WHEREAS_ON(late_interest, late_interest)
WHEREAS_ON(deferred, deferred)                  WHEREAS_ON(from_day, from_day)
WHEREAS_ON(until_day, until_day)                WHEREAS_ON(through_day, through_day)
WHEREAS_ON(to_day, through_day)                 WHEREAS_ON(while_true, while_true)
WHEREAS_ON(once_true, once_true)                WHEREAS_ON(settled, settled)
WHEREAS_ON(due_terms, due)                      WHEREAS_ON(due, due_proviso)
WHEREAS_ON(own_day, own_day)
WHEREAS_ON(rounded_to, rounded_to)              WHEREAS_ON(prorated, prorated)
WHEREAS_ON(proviso, proviso)                    WHEREAS_ON(survives, survives)
WHEREAS_ON(counted, counted)                    WHEREAS_ON(handed_out_whole, prorated)
WHEREAS_ON(event_day, event_day)                WHEREAS_ON(counted_day, event_day)
WHEREAS_ON(plain_event_day, event_day)

// what is left open
WHEREAS_ON(open_threshold, open_threshold)      WHEREAS_ON(open_condition, open_condition)
WHEREAS_ON(open_losses, open_losses)

// declarations
WHEREAS_ON(obligation, obligation)              WHEREAS_ON(one_line, whole_contract)
WHEREAS_ON(deal, deal)                          WHEREAS_ON(term, term)
WHEREAS_ON(currency, currency)                  WHEREAS_ON(settled_deal, settled_deal)
WHEREAS_ON(rounded_deal, rounded_deal)          WHEREAS_ON(fiscal_year, calendar_year)
WHEREAS_ON(contract_year, calendar_year)        WHEREAS_ON(use, use)
WHEREAS_ON(note, note)                          WHEREAS_ON(closed_days, closed_days)
WHEREAS_ON(set_off_titles, set_off)              WHEREAS_ON(net_settlement, net_settlement)
WHEREAS_ON(party_line, party_line)              WHEREAS_ON(unit_line, unit_line)
WHEREAS_ON(spread, spread)                      WHEREAS_ON(dimensions, dimensions)
WHEREAS_ON(input, input)                        WHEREAS_ON(exception, exception)
WHEREAS_ON(estimate, estimate)                  WHEREAS_ON(estimated, measure)
WHEREAS_ON(measure_name, measure_name)          WHEREAS_ON(measure, measure)
WHEREAS_ON(for_each, dimensions)                WHEREAS_ON(clause, clause)
WHEREAS_ON(bare_clause, clause)
WHEREAS_ON(together, together)
WHEREAS_ON(minimum, minimum)                    WHEREAS_ON(at_price, price)
WHEREAS_ON(shortfall, shortfall)                WHEREAS_ON(excess, excess)
WHEREAS_ON(made_up, made_up)                    WHEREAS_ON(committed, committed)
WHEREAS_ON(commitment, commitment)              WHEREAS_ON(by_steps, handed_out)
WHEREAS_ON(at_once, handed_out)
WHEREAS_ON(lot, lot)
WHEREAS_ON(credits_order, credits_order)        WHEREAS_ON(credits, credits)
WHEREAS_ON(first_from, first_from)              WHEREAS_ON(step_share, step_share)
WHEREAS_ON(target, target)                      WHEREAS_ON(first_step, step)
WHEREAS_ON(then_step, step)                     WHEREAS_ON(split_step, step)
WHEREAS_ON(returned, returned)                  WHEREAS_ON(waterfall, waterfall)
WHEREAS_ON(split, waterfall)
WHEREAS_ON(clause_change, clause_change)        WHEREAS_ON(measure_change, measure_change)
WHEREAS_ON(commitment_change, commitment_change) WHEREAS_ON(waterfall_change, waterfall_change)
WHEREAS_ON(amendment, amendment)                WHEREAS_ON(in_year, figure)
WHEREAS_ON(term_change, term_change)            WHEREAS_ON(event, event)
WHEREAS_ON(event_is_on, given_event)
WHEREAS_ON(series, series)                      WHEREAS_ON(scenario, scenario)
WHEREAS_ON(expect, expectation)                 WHEREAS_ON(test, test)
WHEREAS_ON(ensure, ensure)
// clang-format on
#undef WHEREAS_ON

}  // namespace whereas::syntax

#pragma once

#include "lang/syntax/broken_off.h"
#include "lang/syntax/grammar/declarations.h"

/// What each rule that can break off wants, in the contract's words: "{what} is missing after `{word}`". A rule that must match and has no
/// line here does not compile.
namespace whereas::syntax::grammar {

template <typename Rule>
inline constexpr Wanted wanted{};

// keywords and marks want themselves
template <fixed_text Text>
inline constexpr Wanted wanted<word<Text>>{Text.view(), {}, Wanted::Kind::keyword};
template <char Character>
inline constexpr Wanted wanted<mark<Character>>{std::string_view(&mark<Character>::character, 1), {}, Wanted::Kind::keyword};
template <typename Rule>
inline constexpr Wanted wanted<unrestricted<Rule>> = wanted<Rule>;

#define WHEREAS_WANTED(rule, what, example) \
  template <>                               \
  inline constexpr Wanted wanted<rule>{what, example, Wanted::Kind::something};

// clang-format off
// words
WHEREAS_WANTED(name,              "a name",                           "`revenue`")
WHEREAS_WANTED(party,             "a party",                          "`Anthropic`")
WHEREAS_WANTED(title,             "a title in double quotes",         "`\"Reseller share\"`")
WHEREAS_WANTED(currency_code,     "a currency of three capitals",     "`USD`")
WHEREAS_WANTED(number,            "a number",                         "`5m`")
WHEREAS_WANTED(period,            "a day or period",                  "`2026-03-31` or `2026-Q1`")
WHEREAS_WANTED(day,               "a day",                            "`2026-03-31`")
WHEREAS_WANTED(any_day,           "a day or period",                  "`2026-03-31` or `2026-Q1`")
WHEREAS_WANTED(paid_on,           "a day",                            "`2026-03-31`")
WHEREAS_WANTED(duration,          "a length of time",                 "`12 months`")
WHEREAS_WANTED(frequency_noun,    "`day`, `month`, `quarter`, `half year` or `year`", "")
WHEREAS_WANTED(frequency_adverb,  "`daily`, `monthly`, `quarterly`, `half-yearly` or `yearly`", "")

// expressions
WHEREAS_WANTED(value,             "an amount",                        "`50% of revenue`")
WHEREAS_WANTED(list_item,         "an amount",                        "`50% of revenue`")
WHEREAS_WANTED(product,           "an amount",                        "`revenue`")
WHEREAS_WANTED(operand,           "an amount",                        "`revenue`")
WHEREAS_WANTED(tight_within,      "an amount",                        "`revenue`")
WHEREAS_WANTED(priced,            "a rate",                           "`15%`")
WHEREAS_WANTED(deduction,         "a cost to deduct",                 "`revenue after inference_cost`")
WHEREAS_WANTED(measure_use,       "a measure",                        "`average of revenue`")
WHEREAS_WANTED(month_name,        "a month",                          "`from December to December`")
WHEREAS_WANTED(free_window,       "over what the first are counted",  "`the first 5 each year free` or `the first 5 over the term free`")
WHEREAS_WANTED(the_figure,        "`greater of`, `lesser of`, `excess of`, `sum of`, `highest of`, `days from` or `change of`", "`the greater of revenue and 5m`")
WHEREAS_WANTED(of_periods,        "`of daily` or the like",           "`the 95th percentile, by nearest rank, of daily usage`")
WHEREAS_WANTED(taken_of_what,     "`of monthly` or `over` a dimension", "`the sum of monthly revenue`")
WHEREAS_WANTED(moment,            "a day",                            "`2026-03-31` or `the end of the term`")
WHEREAS_WANTED(edge_of_what,      "`term`, `period` or `month`",      "`the end of the term`")
WHEREAS_WANTED(to_moment,         "`until`, which leaves the last day out, or `through`, which counts it", "`the days from 2026-01-15 until 2026-03-01`")
WHEREAS_WANTED(whole_units,       "`months` or `years`",              "`the whole months from 2026-01-15 until the end of the term`")
WHEREAS_WANTED(days_counted,      "how the days are counted",         "`, ACT/360`, `, ACT/365`, `, ACT/ACT`, `, 30/360` or `, 30E/360`")
WHEREAS_WANTED(some_period,       "a period",                         "`in 2026`")
WHEREAS_WANTED(earlier_period,    "an earlier period",                "`in the previous quarter`, `in the year before` or `in the calendar year before`")
WHEREAS_WANTED(filter_test,       "a dimension to filter by",         "`where channel is \"bedrock\"`")
WHEREAS_WANTED(title_test,        "what the dimension is",            "`is \"bedrock\"` or `is one of \"a\", \"b\"`")
WHEREAS_WANTED(per_target,        "what the price is per",            "`15.00 per million output_tokens`")
WHEREAS_WANTED(per_what,          "what the price is per",            "`0.05 per started 1,000 api_calls`")
WHEREAS_WANTED(rounding,          "what to round to",                 "`cents, half even`")
WHEREAS_WANTED(how_to_round,      "the way to round",                 "`cents, half even`")
WHEREAS_WANTED(half_way,          "`even`, `up` or `down`",           "`half even`")

// conditions
WHEREAS_WANTED(condition,         "a condition",                      "`revenue is at least 5m`")
WHEREAS_WANTED(condition_term,    "a condition",                      "`revenue is at least 5m`")
WHEREAS_WANTED(relation_part,     "what it is compared with",         "`is at least 5m`")
WHEREAS_WANTED(relation,          "how it compares",                  "`at least`, `at most`, `under`, `over` or `exactly`")
WHEREAS_WANTED(least_or_most,     "`least` or `most`",                "`at least 5m`")
WHEREAS_WANTED(running_length,    "how long it has been so",          "`for 3 quarters running` or `for the third year running`")
WHEREAS_WANTED(have_passed,       "`have passed`",                    "`where 12 months have passed`")

// amounts
WHEREAS_WANTED(amount,            "an amount",                        "`50% of revenue`")
WHEREAS_WANTED(bands,             "a tier",                           "`30% of the first 1bn`")
WHEREAS_WANTED(band_reach,        "how far the tier reaches",         "`of the first 1bn` or `of all if under 1bn`")
WHEREAS_WANTED(slice,             "`first`, `next` or `rest`",        "`20% of the rest`")
WHEREAS_WANTED(whole,             "`if under`, `if up to` or `otherwise`", "`20% of all otherwise`")
WHEREAS_WANTED(whole_bound,       "`under` or `up to`",               "`30% of all if under 1bn`")
WHEREAS_WANTED(flat_reach,        "when the flat sum is due",         "`100 flat if up to 30` or `100 flat of the first 30`")
WHEREAS_WANTED(slice_band,        "a slice",                          "`100 flat of the first 30`")
WHEREAS_WANTED(each_year,         "`each year`",                      "`rising 3% each year`")
WHEREAS_WANTED(rise_limit_of,     "`least` or `most`",                "`rising by cpi_change each year, at most 3%`")
WHEREAS_WANTED(sum_part,          "a sum and its day",                "`3m on 2026-03-31` or `the rest on 2026-09-30`")
WHEREAS_WANTED(part_day,          "the day on which it is paid",      "`on 2026-03-31`, `on \"Delivery\"` or `20 days after \"Delivery\"`")
WHEREAS_WANTED(ordinal,           "which year of the deal",           "`from the third year`")
WHEREAS_WANTED(instalment_day,    "the day of an instalment",         "`2026-03-31`, `\"Delivery\"` or `20 days after \"Delivery\"`")
WHEREAS_WANTED(first_or_last,     "`first` or `last`",                "`odd cents with the last`")
WHEREAS_WANTED(fixed_tail,        "how often it is paid",             "`10,000 each month`")
WHEREAS_WANTED(milestone,         "what is reached when it is paid",  "`100 the first time cumulative sales is at least 1,000`")
WHEREAS_WANTED(dated_tail,        "the day on which it is paid",      "`500m on 2024-03-31`")

// provisos
WHEREAS_WANTED(each_window,       "`each year` or the like",          "`at most 5m each year`, `over the term` or `over any 12 months`")
WHEREAS_WANTED(bound_of,          "`least` or `most`",                "`at most 5m each year`")
WHEREAS_WANTED(across_what,       "what it is credited across",       "`credited across the year` or `across the term`")
WHEREAS_WANTED(rest_how,          "`carried forward` or `lapses`",    "`rest carried forward`")
WHEREAS_WANTED(credit_limit,      "how much is credited at most",     "`at most 40% of what is due` or `at most 5m`")
WHEREAS_WANTED(held_how_long,     "how long it is held back",         "`until 2026-12-31` or `for 2 quarters`")
WHEREAS_WANTED(release_how,       "how it is released",               "`released equally over 4 quarters` or `released half on 2026-09-30 and the rest 180 days after \"Acceptance\"`")
WHEREAS_WANTED(release,           "a release",                        "`50% on 2026-09-30` or `the rest 180 days after \"Acceptance\"`")
WHEREAS_WANTED(release_day,       "the day of the release",           "`on 2026-09-30`, `on \"Acceptance\"` or `180 days after \"Acceptance\"`")
WHEREAS_WANTED(day_count,         "how days become part of a year",   "`ACT/365`")
WHEREAS_WANTED(then_what,         "`plus` or `less`",                 "`then plus 10,000`")
WHEREAS_WANTED(own_from,          "what part is deferred",            "`deferred 40% from 2025 to 2028`")
WHEREAS_WANTED(repaid,            "how it is repaid",                 "`repaid equally over 2029 to 2032`")
WHEREAS_WANTED(interest_days,     "how the days of the interest are counted", "`with 5% interest, ACT/360`")
WHEREAS_WANTED(that_what,         "`period` or `point`",              "`from that period`")
WHEREAS_WANTED(which_period,      "`that period` or `the next period`", "`from the next period`")
WHEREAS_WANTED(settlement,        "how often it is settled",          "`settled quarterly`")
WHEREAS_WANTED(due_when,          "a number of days",                 "`due 45 days after quarter end`, `due 1 month after quarter end`, `due 10 days before month end` or `due on the first day of the quarter`")
WHEREAS_WANTED(due_which_day,     "which day it is",                  "`due on the first day of the quarter`, `on the last day of the month after quarter end` or `on the 15th of the month after quarter end`")
WHEREAS_WANTED(month_after,       "which month after the end",        "`due on the last day of the month after quarter end`; on the last day of the quarter itself, `due 0 days after quarter end`")
WHEREAS_WANTED(moved,             "what is paid on a day that is no business day", "`due on its day, or the next business day of \"TARGET\"`")
WHEREAS_WANTED(otherwise_one,     "what holds otherwise",             "`in the same month, otherwise the one before`")
WHEREAS_WANTED(other_way,         "`before` or `after`",              "`in the same month, otherwise the one before`")
WHEREAS_WANTED(carried_on,        "`carried forward`",                "`excess carried forward` or `excess carried forward for 2 quarters`")
WHEREAS_WANTED(grace_counted,     "from when it counts",              "`counted from the due day` or `counted from the end of grace`")
WHEREAS_WANTED(loan_day,          "the day",                          "`on 2026-01-01`, `on \"Closing\"` or `3 months after \"Closing\"`")
WHEREAS_WANTED(charged_how,       "how often it is charged",          "`charged quarterly` or `charged at the end of the term`")
WHEREAS_WANTED(due_side,          "`after` or `before`",              "`due 45 days after quarter end`")
WHEREAS_WANTED(due_edge,          "`end` or `start`",                 "`due 45 days after quarter end`")
WHEREAS_WANTED(one_day,           "a day or period",                  "`the earlier of \"Approval\" and 2027-01-01`")
WHEREAS_WANTED(by_what,           "by what it is prorated",           "`prorated by days`, `by 30/360`, `by days of the year` or `by whole months`")
WHEREAS_WANTED(due_noun,          "after what end it is due",         "`due 45 days after quarter end`")

WHEREAS_WANTED(lot,               "a lot of credits",                 "`100 from 2026-01-01 through 2026-12-31`")
WHEREAS_WANTED(lot_days,          "`from` or `each`", "`100 from 2026-01-01 through 2026-12-31` or `bought each month from that month, lasting 12 months`")
WHEREAS_WANTED(usable_from,       "from when it can be used",         "`from that month` or `from the next month`")

// declarations
WHEREAS_WANTED(pays,              "`pays`",                           "`Anthropic pays Amazon 50% of revenue`")
WHEREAS_WANTED(loan,              "what was lent",                    "`1,000,000 lent on 2026-01-01`")
WHEREAS_WANTED(loan_begins,       "the day of the loan",              "`1,000,000 lent on 2026-01-01`")
WHEREAS_WANTED(loan_repaid,       "in how many parts it is repaid",   "`in 60 equal monthly instalments`")
WHEREAS_WANTED(loan_first,        "the day of the first payment",     "`, the first on 2026-02-01`")
WHEREAS_WANTED(loan_interest,     "the interest",                     "`, with interest at 5% a year on what is left, 30/360`")
WHEREAS_WANTED(equal_what,        "what is equal",                    "`equal monthly instalments` or `equal monthly repayments of principal`")
WHEREAS_WANTED(payee,             "the party that is paid",           "`Anthropic pays Amazon 50% of revenue`")
WHEREAS_WANTED(obligation,        "who pays whom",                    "`Anthropic pays Amazon 50% of revenue`")
WHEREAS_WANTED(months_begin_on,   "the day on which months begin",    "`months begin on the 29th, or the last day` or `months begin on the last day`")
WHEREAS_WANTED(calendar_day,      "a day of the year",                "`30 June`")
WHEREAS_WANTED(how_often,         "how often it is measured",         "`monthly USD`")
WHEREAS_WANTED(measured_in,       "what it is measured in",           "`USD` or `tokens`")
WHEREAS_WANTED(spread_how,        "`evenly` or `by days`",            "`yearly USD, spread evenly`")
WHEREAS_WANTED(for_dimension,       "a dimension by which figures are given", "`except 20% for product \"P\"`")
WHEREAS_WANTED(exception_value,   "what holds instead",               "`except 45% from 2027-01-01`")
WHEREAS_WANTED(estimate,          "what is known of it",              "`is between 20% and 30%`, `is at least 80bn`, `is at most 100bn` or `is unknown`; a figure that is known `means` it")
WHEREAS_WANTED(recount,           "`on` or `anew`",                   "`counting on`")
WHEREAS_WANTED(sharing_how,       "who is paid first",                "`in the order named` or `in proportion`")
WHEREAS_WANTED(commits_to,        "`commits to`",                     "`Anthropic commits to Amazon 80bn of compute_spend`")
WHEREAS_WANTED(committed_total,   "how much is committed",            "`80bn of compute_spend`")
WHEREAS_WANTED(committed_measure, "what is bought",                   "`80bn of compute_spend`")
WHEREAS_WANTED(at_price,          "a minimum or a price",             "`at least 5bn in 2026` or `at 2.10 per hour`")
WHEREAS_WANTED(minimum_value,     "a minimum",                        "`at least 5bn in 2026`")
WHEREAS_WANTED(minimum_when,      "when the minimum holds",           "`in 2026`, `each quarter` or `by 2026-06-30`")
WHEREAS_WANTED(which_shortfall,   "what is paid of a shortfall",      "`any shortfall`, `50% of any shortfall` or `no shortfall`")
WHEREAS_WANTED(excess_what,       "what becomes of an excess",        "`excess carried forward` or `excess lapses`")
WHEREAS_WANTED(each_noun,         "how often it runs",                "`each year`")
WHEREAS_WANTED(first_step,        "the first step",                   "`first 100% to House`")
WHEREAS_WANTED(split_step,        "who gets what",                    "`in proportion: 3 to A and 2 to B`")
WHEREAS_WANTED(step_share,        "a party's share",                  "`80% to LP`")
WHEREAS_WANTED(tight,             "a rate",                           "`20%`")
WHEREAS_WANTED(profit,            "`profit`",                         "`GP has 20% of profit`")
WHEREAS_WANTED(unpaid_how,        "`carried forward` or `lapses`",    "`unpaid carried forward`")
WHEREAS_WANTED(start_or_end,      "`start` or `end`",                 "`counted from the start of each month`")
WHEREAS_WANTED(returned_of,       "what it is a share of",            "`20% of profit`")
WHEREAS_WANTED(what_it_received,  "`what it received`",               "`at most 60% of what it received`")
WHEREAS_WANTED(target,            "what ends the step",               "`until LP has received capital_called`")
WHEREAS_WANTED(target_of,         "what the party must have",         "`has received 5m`")
WHEREAS_WANTED(a_year,            "`a year`",                         "`earned 8% a year`")
WHEREAS_WANTED(effective,         "the day from which it holds",      "`, effective 2025-07-01`")
WHEREAS_WANTED(clause_becomes,    "`now reads` or `ends`",            "`clause \"Compute fee\" ends`")
WHEREAS_WANTED(commitment_becomes, "`now reads` or `ends`",           "`commitment \"Spend\" now reads, counting on`")
WHEREAS_WANTED(steps_become,      "`now reads` or `ends`",            "`waterfall \"Distributions\" now reads, counting on`")
WHEREAS_WANTED(parts_become,      "`now reads` or `ends`",            "`split \"Pool\" now reads`")
WHEREAS_WANTED(open_how,          "what becomes of minimums whose window has not ended", "`open minimums lapse`, `open minimums prorated by days` or `open minimums counted whole`")
WHEREAS_WANTED(now_means,         "`now means`",                      "`reseller_rate now means 45%`")
WHEREAS_WANTED(figure_value,      "an amount",                        "`4bn in 2025`")
WHEREAS_WANTED(in_year,           "the period of the figure",         "`4bn in 2025`")
WHEREAS_WANTED(growth_rate,       "a rate of growth",                 "`grows 8% each month from 300m`")
WHEREAS_WANTED(series_how,        "`is` or `grows`",                  "`revenue is 4bn in 2025`")
WHEREAS_WANTED(expected,          "what is expected",                 "`expect Amazon receives 3bn in 2026`")
WHEREAS_WANTED(promises,          "a promise",                        "`\"Reseller share\" is at most 5m`")
WHEREAS_WANTED(closed_day,        "a day of the week, or a date",     "`closed on Saturday, Sunday, 2026-12-25`")
WHEREAS_WANTED(due_day_word,      "`days`",                           "`10 business days of \"TARGET\"`")
WHEREAS_WANTED(which_way,         "`next` or `previous`",             "`or the next business day of \"TARGET\"`")
WHEREAS_WANTED(declaration,       "a declaration",                    "`clause \"Reseller share\"`")
#undef WHEREAS_WANTED

// where something may not stand, rather than something being wanted
template <> inline constexpr Wanted wanted<after_may_stand>{"an `after` list inside another list stands in parentheses", "`(revenue after cost)`", Wanted::Kind::rule};
template <> inline constexpr Wanted wanted<not_mixed>{"`and` and `or` are joined without parentheses, and can be read two ways", "`(a is at least 1 and b is at least 2) or …`", Wanted::Kind::rule};
template <> inline constexpr Wanted wanted<nothing_more>{{}, {}, Wanted::Kind::end};
// clang-format on

}  // namespace whereas::syntax::grammar

#pragma once

#include "lang/syntax/grammar/situation.h"
#include "lang/syntax/grammar/words.h"

/// Amounts and conditions. Loosest first: `of` reaches furthest to its right; then `after`; then plus and less; then times and divided by;
/// then `-`, `cumulative` and `average of`; then the windows and `where` of a name, title or parenthesis.
///
/// No amount is ever read twice: each rule decides by the word it stands at, or by looking ahead over single words (only_where).
namespace whereas::syntax::grammar {

// clang-format off
struct value;
struct condition;

// amount ::= value                                            what a list item or one side of a comparison is: no bare `after` inside
struct list_item     : restricted<Restriction::no_after, value> {};

// --- literals ----------------------------------------------------------------------------------------------------------------------
// literal ::= "$" number | CUR number | rate | number [CUR | duration_unit | unit] | date
struct unit             : seq<only_where<stands_as_unit>, name> {};
struct dollars          : if_must<mark<'$'>, number> {};
struct money            : seq<currency_code, must<number>> {};
struct rate_literal     : seq<rate> {};
struct number_and_unit  : seq<number, opt<sor<currency_code, duration_unit, unit>>> {};
struct date_literal     : seq<dated_digits> {};

// --- names, titles, parentheses, functions -----------------------------------------------------------------------------------------
// name_use ::= name [ "(" value { "," value } ")" ]           `cost (at most 3% of revenue)` is a capped deduction instead
struct arguments     : seq<mark<'('>, not_at<word<"at">>, must<list_item>, star<mark<','>, must<list_item>>, must<mark<')'>>> {};
struct name_use      : seq<name, opt<arguments>> {};
// clause_use ::= title [ ("before" | "after") "withholding" ] [ ("with" | "without") "late" "interest" ] [ "received" "by" PARTY ]
struct of_withholding   : seq<sor<word<"before">, word<"after">>, word<"withholding">> {};
struct of_late_interest : seq<sor<word<"with">, word<"without">>, word<"late">, word<"interest">> {};
struct received_by   : seq<word<"received">, must<word<"by">>, must<party>> {};
struct clause_use    : seq<title, opt<of_withholding>, opt<of_late_interest>, opt<received_by>> {};
struct grouped       : if_must<mark<'('>, unrestricted<value>, mark<')'>> {};

// rounded  ::= "round" "(" amount "," rounding ")"
// rounding ::= places "," mode
// places  ::= "cents" | "dollars" | "euros" | number           mode ::= "half" ("even" | "up" | "down") | "up" | "down" | "ceiling" | "floor"
struct places        : sor<word<"cents">, word<"dollars">, word<"euros">, number> {};
struct half_way      : sor<word<"even">, word<"up">, word<"down">> {};
struct half_mode     : seq<word<"half">, must<half_way>> {};
struct rounding_mode : sor<half_mode, word<"up">, word<"down">, word<"ceiling">, word<"floor">> {};
struct how_to_round  : seq<mark<','>, rounding_mode> {};
struct missing_comma : seq<at<rounding_mode>, must<mark<','>>> {};
struct part_is_over;
struct rounding      : seq<places, opt<missing_comma>, sor<how_to_round, part_is_over, must<how_to_round>>> {};
struct rounded       : if_must<word<"round">, mark<'('>, list_item, mark<','>, rounding, mark<')'>> {};

// the_amount ::= "the" ( ("greater" | "lesser") "of" amount { "," amount } ["," ] "and" amount
//                      | "excess" "of" amount "over" amount
//                      | taking "of" frequency_adverb value  |  taking "over" name [first_free] "of" value     these take all to their right
//                      | "change" "of" measure_use "from" month "to" month
//                      | ("days" | "whole" ("months" | "years")) "from" moment ("until" | "through") moment )
// taking     ::= "sum" | "highest" | "lowest" | "average"
// first_free ::= "," "the" "first" number ( "each" noun | "over" "the" "term" ) "free" [ "," "those" "of" "one" "day" "by" "name" ] [","]
// moment     ::= any_day | "the" ("start" | "end") "of" "the" ("term" | "period" | frequency_noun)
struct another_item    : seq<list_comma, list_item> {};
struct extreme         : seq<sor<word<"greater">, word<"lesser">>, must<word<"of">>, must<list_item>, star<another_item>,
                             opt<mark<','>>, must<word<"and">>, must<list_item>> {};
struct excess_of       : seq<word<"excess">, must<word<"of">>, must<list_item>, must<word<"over">>, must<list_item>> {};
struct of_periods      : seq<word<"of">, must<frequency_adverb>, must<value>> {};
struct whole_term      : seq<word<"over">, must<word<"the">>, must<word<"term">>> {};
struct free_window     : sor<seq<word<"each">, must<frequency_noun>>, whole_term> {};
struct days_by_name    : seq<mark<','>, word<"those">, must<word<"of">>, must<word<"one">>, must<word<"day">>, must<word<"by">>, must<word<"name">>> {};
struct first_free      : seq<mark<','>, word<"the">, must<word<"first">>, must<number>, must<free_window>, must<word<"free">>, opt<days_by_name>, opt<mark<','>>> {};
struct over_dimension  : seq<word<"over">, must<name>, opt<first_free>, must<word<"of">>, must<value>> {};
struct measure_use;
struct yearly_change   : seq<word<"change">, must<word<"of">>, must<measure_use>, must<word<"from">>, must<month_name>, must<word<"to">>, must<month_name>> {};
// percentile ::= nth "percentile" [ "," ] [ "by" "nearest" "rank" | "interpolated" ] [ "," ] "of" frequency_adverb value
struct nearest_rank    : seq<word<"by">, must<word<"nearest">>, must<word<"rank">>> {};
struct percentile_how  : seq<opt<mark<','>>, sor<nearest_rank, word<"interpolated">>, opt<mark<','>>> {};
struct percentile      : seq<nth, must<word<"percentile">>, opt<percentile_how>, must<of_periods>> {};
struct taken_of_what   : sor<of_periods, over_dimension> {};
struct taking          : sor<word<"sum">, word<"highest">, word<"lowest">, word<"average">> {};
struct taken           : seq<taking, must<taken_of_what>> {};
struct edge_of_what    : sor<word<"term">, word<"period">, frequency_noun> {};
struct edge            : seq<word<"the">, sor<word<"start">, word<"end">>, must<word<"of">>, must<word<"the">>, must<edge_of_what>> {};
struct day_of_record   : seq<word<"the">, word<"day">, must<word<"of">>, must<name>> {};
struct moment          : sor<edge, day_of_record, any_day> {};
struct whole_units     : sor<word<"months">, word<"years">> {};
struct counted_units   : sor<word<"days">, seq<word<"whole">, must<whole_units>>> {};
struct to_moment       : sor<word<"until">, word<"through">> {};
struct time_between    : seq<counted_units, must<word<"from">>, must<moment>, must<to_moment>, must<moment>> {};
struct the_figure      : sor<extreme, excess_of, taken, percentile, time_between, yearly_change> {};
struct the_amount      : if_must<word<"the">, the_figure> {};

// interest ::= "interest" "at" amount "a" "year" ["compounded" frequency_adverb] "on" amount "," day_count
struct a_year          : seq<word<"a">, word<"year">> {};
struct compounded      : seq<word<"compounded">, must<frequency_adverb>> {};
struct days_counted    : seq<opt<mark<','>>, day_count> {};
// The line is over, or goes on with something else: they are not said.
struct days_not_said   : sor<seq<not_at<mark<','>>, part_is_over>, at<mark<','>, sor<word<"paid">, word<"after">, word<"calling">>>> {};
struct interest_amount : seq<word<"interest">, word<"at">, not_at<sor<word<"start">, word<"end">, word<"least">, word<"most">>>, must<list_item>, must<a_year>, opt<compounded>, must<word<"on">>,
                             must<list_item>, sor<days_counted, days_not_said, must<days_counted>>> {};

// averaged    ::= "average" "of" measure_use
// measure_use ::= grouped | ( clause_use | name_use ) [ "under" title ]      a figure of another contract
struct under_agreement : seq<word<"under">, title> {};
struct measure_use     : sor<grouped, seq<sor<clause_use, name_use>, opt<under_agreement>>> {};
struct averaged        : if_must<word<"average">, word<"of">, measure_use> {};

// --- windows -----------------------------------------------------------------------------------------------------------------------
// window ::= "in" ( period | "the" "previous" noun | "the" ["calendar"] noun "before" ) | "previous" noun | "over" "trailing" duration
//          | noun "to" "date" | "from" period "to" period | "at" ("start" | "end")
struct previous_period : seq<word<"previous">, must<frequency_noun>> {};
struct calendar_before : seq<word<"calendar">, must<frequency_noun>, must<word<"before">>> {};
struct period_before   : sor<calendar_before, seq<frequency_noun, must<word<"before">>>> {};
struct earlier_period  : sor<previous_period, period_before> {};
struct the_period      : seq<word<"the">, must<earlier_period>> {};
struct some_period     : sor<the_period, period> {};
struct equal_parts     : seq<number, word<"equal">> {};                // `10m in 3 equal instalments`: of the amount, and no window
struct in_period       : seq<may<Restriction::no_in>, word<"in">, not_at<sor<word<"every">, word<"advance">, word<"all">, word<"excess">, equal_parts>>, must<some_period>> {};
struct trailing        : seq<word<"over">, word<"trailing">, must<duration>> {};
struct to_date         : seq<frequency_noun, word<"to">, must<word<"date">>> {};
struct from_to         : seq<may<Restriction::no_from>, word<"from">, any_day, word<"to">, must<any_day>> {};
struct at_moment       : seq<word<"at">, sor<word<"start">, word<"end">>> {};
struct window          : sor<in_period, previous_period, trailing, to_date, from_to, at_moment> {};

// filter ::= "where" test { "and" test }      test ::= name "is" ["not"] ( title | "one" "of" title { ("," | "or") title } )
struct title_choice  : seq<word<"one">, must<word<"of">>, must<title>, star<sor<mark<','>, word<"or">>, must<title>>> {};
struct title_test    : sor<title, title_choice> {};
struct filter_test   : seq<name, must<word<"is">>, opt<word<"not">>, must<title_test>> {};
struct next_test     : seq<word<"and">, peg::at<name, word<"is">, opt<word<"not">>, sor<title, word<"one">>>, filter_test> {};
struct filter        : seq<word<"where">, not_at<number>, must<filter_test>, star<next_test>> {};

struct postfix       : sor<window, filter> {};
struct measured      : seq<sor<rounded, averaged, measure_use>, star<postfix>> {};

// --- operators ---------------------------------------------------------------------------------------------------------------------
// tight ::= "-" tight | "cumulative" tight | literal | the_amount | interest | measured
struct tight;
struct tight_within  : nested<tight> {};
struct negated       : if_must<mark<'-'>, tight_within> {};
struct cumulative    : if_must<word<"cumulative">, tight_within> {};
struct tight         : sor<negated, cumulative, date_literal, rate_literal, number_and_unit, dollars, money, the_amount, interest_amount, measured> {};

// priced ::= tight [ per { postfix } ]
// per    ::= "per" ["started" | "full"] ( count [unit] | unit ) ["each" frequency_noun | "over" "the" "term"]     the last only of packages
struct scale_count   : sor<word<"million">, word<"thousand">, word<"billion">> {};
struct per_what      : sor<seq<sor<scale_count, number>, opt<unit>>, name> {};
struct over_the_term : seq<word<"over">, word<"the">, must<word<"term">>> {};
struct each_package  : seq<word<"each">, must<frequency_noun>> {};
struct per_started   : seq<word<"started">, must<per_what>, opt<each_package>> {};
struct per_full      : seq<word<"full">, at<sor<number, scale_count>>, per_what, opt<sor<each_package, over_the_term>>> {};
struct per_packages  : sor<per_started, per_full> {};
struct per_target    : sor<per_packages, per_what> {};
struct per           : seq<word<"per">, must<per_target>> {};
struct priced        : seq<tight, opt<per, star<postfix>>> {};

// operand ::= priced ["of" value]
struct of_tail       : if_must<word<"of">, value> {};
struct operand       : seq<priced, opt<of_tail>> {};

// product ::= operand { ("times" | "divided" "by" | "*" | "/") operand }
struct times_tail    : seq<sor<word<"times">, mark<'*'>>, must<operand>> {};
struct divided_by    : seq<word<"divided">, must<word<"by">>> {};
struct divided_tail  : seq<sor<divided_by, mark<'/'>>, must<operand>> {};
struct product       : seq<operand, star<sor<times_tail, divided_tail>>> {};

// sum ::= product { ("plus" | "less" | "+" | "-") product }   `less 15% withholding` is a line of its own
struct plus_tail     : seq<sor<word<"plus">, mark<'+'>>, must<product>> {};
struct less_word     : seq<not_at<only_where<says_withholding>>, word<"less">> {};
struct less_tail     : seq<sor<less_word, mark<'-'>>, must<product>> {};
struct sum           : seq<product, star<sor<plus_tail, less_tail>>> {};

// value     ::= sum [ "after" deduction { ("," | "and") deduction } ]
// deduction ::= sum [ "(" "at" "most" value ")" ]
struct deduction_cap   : seq<mark<'('>, word<"at">, must<word<"most">>, must<unrestricted<value>>, must<mark<')'>>> {};
struct deduction       : seq<list_item, opt<deduction_cap>> {};
struct and_word        : seq<word<"and">> {};
struct next_deduction  : seq<sor<list_comma, and_word>, must<deduction>> {};
struct after_may_stand : may<Restriction::no_after> {};
struct after_tail      : seq<word<"after">, must<after_may_stand>, must<deduction>, star<next_deduction>> {};
struct value           : nested<seq<sum, opt<after_tail>>> {};

// --- conditions --------------------------------------------------------------------------------------------------------------------
// condition  ::= term ( { "and" term } | { "or" term } )
// term       ::= "on" "or" "after" period | "(" condition ")" | comparison
// comparison ::= amount [passed] "is" ["not"] relation amount [passed] [running]
// running    ::= "for" ( duration | "the" ordinal noun ) "running"
// passed     ::= "where" duration ("has" | "have") "passed"
struct least_or_most     : sor<word<"least">, word<"most">> {};
struct bound_relation    : seq<word<"at">, must<least_or_most>> {};
struct relation          : sor<bound_relation, word<"under">, word<"over">, word<"exactly">> {};
struct have_passed       : seq<sor<word<"have">, word<"has">>, word<"passed">> {};
struct passed            : seq<word<"where">, duration, must<have_passed>> {};
struct ordinal           : sor<word<"second">, word<"third">, word<"fourth">, word<"fifth">, word<"sixth">, word<"seventh">, word<"eighth">, word<"ninth">, word<"tenth">> {};
struct ordinal_period    : seq<word<"the">, must<ordinal>, must<frequency_noun>> {};
struct running_length    : sor<duration, ordinal_period> {};
struct running           : seq<word<"for">, at<sor<number, word<"the">>>, must<running_length>, must<word<"running">>> {};
struct relation_part     : seq<word<"is">, opt<word<"not">>, must<relation>, must<list_item>, opt<passed>, opt<running>> {};
struct comparison        : seq<list_item, opt<passed>, must<relation_part>> {};
struct on_or_after       : seq<word<"on">, must<word<"or">>, must<word<"after">>, must<any_day>> {};
struct grouped_condition : seq<only_where<opens_condition>, mark<'('>, must<condition>, must<mark<')'>>> {};
struct condition_term    : nested<sor<on_or_after, grouped_condition, comparison>> {};
struct all_tail          : plus<seq<word<"and">, must<condition_term>>> {};
struct any_tail          : plus<seq<word<"or">, must<condition_term>>> {};
struct not_mixed         : not_at<sor<word<"and">, word<"or">>> {};
struct joined            : seq<opt<sor<all_tail, any_tail>>, must<not_mixed>> {};
struct condition         : seq<condition_term, joined> {};
// clang-format on

}  // namespace whereas::syntax::grammar

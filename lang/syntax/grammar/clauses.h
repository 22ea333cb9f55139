#pragma once

#include "lang/syntax/grammar/left_open.h"

/// What a clause pays, and the provisos under it.
namespace whereas::syntax::grammar {

// clang-format off
// --- what may begin behind an amount -------------------------------------------------------------------------------------------------
// measure_name ::= name [ "(" name { "," name } ")" ] [ "after" name ]
struct parameters      : seq<mark<'('>, name, star<mark<','>, name>, mark<')'>> {};
struct told_costs      : seq<word<"after">, name> {};
struct measure_name    : seq<name, opt<parameters>, opt<told_costs>> {};
// The next tier or sum of a list without commas; `NAME now means` is the next change of an amendment instead.
struct next_amount     : seq<not_at<measure_name, word<"now">>, only_where<starts_amount>> {};

// --- amounts -----------------------------------------------------------------------------------------------------------------------
// each_window ::= "each" noun | "over" "the" "term"
struct each_noun       : seq<word<"each">, must<frequency_noun>> {};
struct each_window     : sor<each_noun, over_the_term> {};

// band  ::= rate "of" "the" ( ("first" | "next") amount | "rest" ) [ "," "plus" amount "once" "entered" ]
//         | rate "of" "all" if     | amount "flat" ( if | "of" "the" … )     if ::= "if" ("under" | "up" "to") amount | "otherwise"
struct first_slice     : seq<word<"first">, must<list_item>> {};
struct next_slice      : seq<word<"next">, must<list_item>> {};
struct slice           : sor<first_slice, next_slice, word<"rest">> {};
struct slice_band      : seq<word<"the">, must<slice>> {};
struct up_to           : seq<word<"up">, must<word<"to">>> {};
struct whole_bound     : sor<word<"under">, up_to> {};
struct whole_if        : seq<word<"if">, must<whole_bound>, must<list_item>> {};
struct whole           : sor<whole_if, word<"otherwise">, open_range> {};
struct whole_band      : seq<word<"all">, must<whole>> {};
struct band_reach      : sor<slice_band, whole_band> {};
struct of_reach        : seq<word<"of">, must<band_reach>> {};
struct flat_slice      : seq<word<"of">, must<slice_band>> {};
struct flat_reach      : sor<flat_slice, whole_if, word<"otherwise">> {};
struct flat            : seq<word<"flat">, must<flat_reach>> {};
struct once_entered    : seq<opt<mark<','>>, word<"plus">, must<list_item>, must<word<"once">>, must<word<"entered">>> {};
struct band            : seq<priced, sor<flat, of_reach, open_tier, must<word<"of">>>, opt<once_entered>> {};
struct next_band       : seq<sor<list_comma, next_amount>, band> {};

// tiers ::= "on" value [","] [each_window] [","] ":" band { [","] band } [ [","] "going" "forward" ]
struct bands           : seq<band, star<next_band>> {};
struct going_forward   : seq<opt<mark<','>>, word<"going">, must<word<"forward">>> {};
struct tier_window     : seq<each_window> {};
struct tiers           : seq<word<"on">, must<value>, opt<opt<mark<','>>, tier_window>, opt<mark<','>>, must<mark<':'>>, must<bands>, opt<going_forward>> {};

// rounding, which provisos use too
struct rounded_to         : seq<word<"rounded">, must<word<"to">>, must<rounding>> {};

// rising     ::= "rising" ["by"] amount "each" "year" ["from" "the" ordinal "year"] { "," rise_detail }
// detail     ::= "simple" | "first" "on" any_day | "at" ("least" | "most") amount | "never" "falling" | "rounded" "to" rounding [","] "each" "year"
struct each_year       : seq<word<"each">, word<"year">> {};
struct first_on        : seq<word<"first">, must<word<"on">>, must<any_day>> {};
struct rise_limit_of   : sor<word<"least">, word<"most">> {};
struct rise_limit      : seq<word<"at">, must<rise_limit_of>, must<list_item>> {};
struct never_falling   : seq<word<"never">, must<word<"falling">>> {};
struct rounded_yearly  : seq<at<rounded_to, opt<mark<','>>, each_year>, rounded_to, opt<mark<','>>, each_year> {};
struct from_the_year   : seq<word<"from">, word<"the">, must<ordinal>, must<word<"year">>> {};
struct rise_detail     : seq<mark<','>, sor<word<"simple">, first_on, from_the_year, rise_limit, never_falling, rounded_yearly>> {};
struct rise_from       : seq<from_the_year> {};
struct rising          : seq<word<"rising">, opt<word<"by">>, must<list_item>, must<each_year>, opt<rise_from>, star<rise_detail>> {};
// What rises on the line of a price or a limit.
struct rising_here     : seq<opt<mark<','>>, rising> {};

// fixed_tail ::= "each" noun { [","] ( rising | "in" "advance" ) }
struct in_advance      : seq<word<"in">, must<word<"advance">>> {};
struct fixed_detail    : seq<opt<mark<','>>, sor<rising, in_advance>> {};
struct fixed_tail      : seq<each_noun, star<fixed_detail>> {};
struct next_sum        : sor<list_comma, seq<word<"and">>, next_amount> {};
struct next_fixed      : seq<next_sum, must<value>, must<fixed_tail>> {};
struct fixed_sums      : seq<fixed_tail, star<next_fixed>> {};

// milestone ::= "the" "first" "time" condition
struct milestone       : seq<word<"the">, word<"first">, must<word<"time">>, must<condition>> {};
struct next_milestone  : seq<sor<list_comma, next_amount>, must<value>, must<milestone>> {};
struct milestones      : seq<milestone, star<next_milestone>> {};

// dated_tail ::= "on" ( date | day_of_others ) | [","] duration ("after" | "before") day_of_others        day_of_others ::= title | term_edge | chosen
struct day             : seq<dated_digits> {};
struct paid_on         : sor<event_day, day> {};
struct counted_day     : seq<from_event, day_of_others> {};
struct on_day          : seq<word<"on">, must<paid_on>> {};
struct dated_tail      : sor<on_day, seq<opt<mark<','>>, counted_day>> {};
struct next_dated      : seq<next_sum, must<value>, must<dated_tail>> {};
struct dated_sums      : seq<dated_tail, star<next_dated>> {};

// in_all_tail ::= "in" "all" [":"] part { [","] part }         part ::= ("the" "rest" | "half" | value) ( "on" ( date | title ) | [","] duration ("after" | "before") title )
struct left_over       : seq<word<"the">, word<"rest">> {};
struct one_half        : seq<word<"half">> {};
struct part_amount     : sor<left_over, one_half, value> {};
struct part_day        : sor<on_day, seq<opt<mark<','>>, counted_day>> {};
struct sum_part        : seq<part_amount, must<part_day>> {};
struct next_half       : seq<opt<mark<','>>, at<one_half>> {};
struct next_part       : seq<sor<next_half, list_comma, seq<word<"and">>, next_amount>, must<sum_part>> {};
struct in_all_tail     : seq<word<"in">, word<"all">, opt<mark<':'>>, must<sum_part>, star<next_part>> {};

// instalments_tail ::= "in" number "equal" "instalments" "on" any_day { ("," | "and") any_day } [ "," "odd" "cents" "with" "the" ("first" | "last") ]
struct instalment_day  : seq<any_day> {};
struct next_day        : seq<sor<seq<mark<','>, opt<word<"and">>>, word<"and">>, instalment_day> {};
struct first_or_last   : sor<word<"first">, word<"last">> {};
struct odd_cents       : seq<mark<','>, word<"odd">, must<word<"cents">>, must<word<"with">>, must<word<"the">>, must<first_or_last>> {};
struct instalments_tail: seq<word<"in">, number, word<"equal">, must<word<"instalments">>, must<word<"on">>, must<instalment_day>, star<next_day>,
                             opt<odd_cents>> {};

// less_paid_tail ::= each_window "to" "date" [","] "less" "what" "was" "paid"
struct to_date_window  : seq<each_window> {};
struct less_paid_tail  : seq<to_date_window, word<"to">, must<word<"date">>, opt<mark<','>>, must<word<"less">>, must<word<"what">>, must<word<"was">>,
                             must<word<"paid">>> {};

// amount ::= [","] ( tiers | "share" value | value [ [","] rising | less_paid_tail | fixed_tail … | milestone … | dated_tail … | in_all_tail | instalments_tail ] )
struct share           : seq<word<"share">, must<value>, opt<open_threshold>> {};
struct sums            : seq<value, opt<sor<rising_here, less_paid_tail, fixed_sums, milestones, dated_sums, in_all_tail, instalments_tail, open_threshold>>> {};
struct amount_form     : sor<tiers, share, sums> {};
struct amount          : seq<opt<mark<','>>, amount_form> {};

// --- provisos ----------------------------------------------------------------------------------------------------------------------
// Each begins with a word of its own. In the order of docs/language, "Provisos".
struct carried_for        : seq<word<"for">, must<duration>> {};
struct carried_on         : seq<word<"carried">, must<word<"forward">>, opt<carried_for>> {};
struct losses_carried     : seq<mark<','>, word<"losses">, must<word<"carried">>, must<word<"forward">>, opt<carried_for>> {};
struct of_a_later_profit  : seq<must<word<"of">>, must<word<"a">>, must<word<"later">>, must<word<"profit">>> {};
struct using_at_most      : seq<mark<','>, word<"using">, must<word<"at">>, must<word<"most">>, must<priced>, of_a_later_profit> {};
struct never_below_zero   : seq<word<"never">, must<word<"below">>, must<word<"zero">>, opt<losses_carried, opt<using_at_most>>> {};
struct either_way         : seq<word<"either">, must<word<"way">>> {};
struct base_losses        : seq<word<"base">, must<word<"losses">>, must<word<"carried">>, must<word<"forward">>> {};

// nothing_if_under ::= "nothing" "if" "under" amount [ "," ( "carried" "forward" | "waived" ) ]
struct carried_forward    : seq<word<"carried">, must<word<"forward">>> {};
struct waived_or_carried  : seq<mark<','>, sor<carried_forward, word<"waived">>> {};
struct nothing_if_under   : seq<word<"nothing">, must<word<"if">>, must<word<"under">>, must<list_item>, opt<waived_or_carried>> {};

struct across_what        : sor<frequency_noun, word<"term">> {};
struct credited           : seq<mark<','>, word<"credited">, must<word<"across">>, must<word<"the">>, must<across_what>> {};
// limit_window ::= each_window | "over" "any" duration | "over" period "to" period
struct any_window         : seq<word<"over">, word<"any">, must<duration>> {};
struct own_window         : seq<word<"over">, period, must<word<"to">>, must<period>> {};
struct limit_window       : sor<each_window, any_window, own_window, part_is_over, must<each_window>> {};
struct at_least           : seq<word<"least">, must<value>, limit_window, opt<rising_here>, opt<credited>> {};
struct excess_carried     : seq<mark<','>, word<"excess">, must<carried_on>> {};
struct at_most            : seq<word<"most">, must<value>, limit_window, opt<rising_here>, opt<excess_carried>> {};
struct bound_of           : sor<at_least, at_most> {};
struct bound              : seq<word<"at">, must<bound_of>> {};

struct withholding        : seq<word<"less">, must<priced>, must<word<"withholding">>> {};
struct grossed_up         : seq<word<"grossed">, must<word<"up">>, must<word<"for">>, must<priced>, must<word<"withholding">>> {};
struct then_plus          : seq<word<"plus">, must<value>> {};
struct then_less          : seq<word<"less">, must<value>> {};
struct then_what          : sor<then_plus, then_less> {};
struct then               : seq<word<"then">, must<then_what>> {};
struct recouped_part      : seq<word<"at">, must<value>> {};
struct recouping          : seq<word<"recouping">, must<title>, opt<of_withholding>, sor<recouped_part, part_is_over, must<word<"at">>>> {};
struct rest_at            : seq<mark<','>, word<"the">, must<word<"rest">>, must<word<"at">>, must<value>> {};
struct first_from         : seq<word<"first">, must<word<"from">>, must<title>, opt<rest_at>> {};

// crediting ::= "crediting" amount [ "," "at" "most" ( rate "of" "what" "is" "due" | amount ) ] [ "," "rest" ( "carried" "forward" [ "for" duration ] | "lapses" ) ]
struct share_of_due       : seq<only_where<says_share_of_what_is_due>, priced, word<"of">, word<"what">, word<"is">, must<word<"due">>> {};
struct credit_limit       : sor<share_of_due, list_item> {};
struct credited_at_most   : seq<mark<','>, word<"at">, must<word<"most">>, must<credit_limit>> {};
struct rest_how           : sor<carried_on, word<"lapses">> {};
struct rest_of_credit     : seq<mark<','>, word<"rest">, must<rest_how>> {};
struct crediting          : seq<word<"crediting">, must<list_item>, opt<credited_at_most>, opt<rest_of_credit>> {};

// held_back ::= "held" "back" rate ( "until" period | "for" duration ) [ "," "at" "most" amount "held" ]
//               [ "," "released" ( "equally" "over" duration | release { ("," | "and") release } ) ]
// release   ::= ( rate | "half" | "the" "rest" ) ( "on" any_day | [","] duration ("after" | "before") title )
struct what_is_kept       : sor<word<"lapses">, word<"paid">, word<"calling">> {};
struct held_until         : seq<word<"until">, must<any_day>> {};
struct held_for           : seq<word<"for">, must<duration>> {};
struct held_how_long      : sor<held_until, held_for> {};
struct at_most_held       : seq<mark<','>, word<"at">, must<word<"most">>, must<list_item>, must<word<"held">>> {};
struct the_rest           : seq<word<"the">, word<"rest">> {};
struct release_on         : seq<word<"on">, must<any_day>> {};
struct release_day        : sor<release_on, seq<opt<mark<','>>, counted_day>> {};
struct release            : seq<sor<the_rest, one_half, priced>, must<release_day>> {};
struct next_release       : seq<sor<word<"and">, seq<mark<','>, not_at<what_is_kept>>>, must<release>> {};
struct released_equally   : seq<word<"equally">, must<word<"over">>, must<duration>> {};
struct release_how        : sor<released_equally, seq<release, star<next_release>>> {};
struct released           : seq<mark<','>, word<"released">, must<release_how>> {};
struct held_back          : seq<word<"held">, must<word<"back">>, must<value>, must<held_how_long>, opt<at_most_held>, opt<released>> {};

// deferred ::= "deferred" rate "from" period "to" period "," ("repaid" | "paid") "equally" "over" period "to" period
//              [ "with" rate "interest" "," day_count ]
struct own_from           : restricted<Restriction::no_from, value> {};
struct repaid             : sor<word<"repaid">, word<"paid">> {};
struct interest_days      : seq<mark<','>, day_count> {};
struct interest           : seq<word<"with">, must<value>, must<word<"interest">>, sor<interest_days, part_is_over, must<interest_days>>> {};
struct deferred           : seq<word<"deferred">, must<own_from>, must<word<"from">>, must<period>, must<word<"to">>, must<period>,
                                opt<mark<','>>, must<repaid>, must<word<"equally">>, must<word<"over">>, must<period>, must<word<"to">>,
                                must<period>, opt<interest>> {};

// late_interest ::= "late" "payments" "bear" rate ( "a" "day" [ simple_or_not ] | "a" "year" [ simple_or_not ] "," day_count ) "," "paid" "as" measure
//                   [ "," "charged" ( adverb | "at" "the" "end" "of" "the" "term" ) ]
//                   between the two: [ "," "after" duration "of" "grace" [ "," "counted" "from" "the" ( "due" "day" | "end" "of" "grace" ) ] ]
// simple_or_not ::= "," ("simple" | "compounded")
struct simple_or_not      : seq<opt<mark<','>>, sor<word<"simple">, word<"compounded">>> {};
struct at_end_of_term     : seq<word<"at">, must<word<"the">>, must<word<"end">>, must<word<"of">>, must<word<"the">>, must<word<"term">>> {};
struct settlement         : sor<frequency_adverb, at_end_of_term> {};
struct charged_how        : seq<settlement> {};
struct charged            : seq<mark<','>, word<"charged">, must<charged_how>> {};
struct late_by_day        : seq<peg::at<word<"a">, word<"day">>, word<"a">, word<"day">, opt<simple_or_not>> {};
struct late_by_year       : seq<must<a_year>, opt<simple_or_not>, sor<days_counted, days_not_said, must<days_counted>>> {};
// What is said of nothing else, so that day counts and receipts are told of at once.
struct late_open          : seq<a_year, opt<simple_or_not>, not_at<mark<','>>, part_is_over> {};
struct from_due_day       : seq<word<"due">, must<word<"day">>> {};
struct from_end_of_grace  : seq<word<"end">, must<word<"of">>, must<word<"grace">>> {};
struct grace_counted      : sor<from_due_day, from_end_of_grace> {};
struct grace_from         : seq<mark<','>, word<"counted">, must<word<"from">>, must<word<"the">>, must<grace_counted>> {};
struct grace              : seq<opt<mark<','>>, word<"after">, must<duration>, must<word<"of">>, must<word<"grace">>, opt<grace_from>> {};
struct late_details       : seq<sor<late_by_day, late_by_year>, opt<grace>, opt<mark<','>>, must<word<"paid">>, must<word<"as">>, must<list_item>, opt<charged>> {};
struct late_interest      : seq<word<"late">, must<word<"payments">>, must<word<"bear">>, must<list_item>, sor<late_open, late_details>> {};

// when it is in force
struct from_day           : seq<word<"from">, must<any_day>> {};
struct until_day          : seq<word<"until">, must<any_day>> {};
struct through_day        : seq<word<"through">, must<any_day>> {};
struct that_what          : sor<word<"period">, word<"point">> {};
struct which_period       : sor<seq<word<"that">, must<that_what>>, seq<word<"the">, must<word<"next">>, must<word<"period">>>> {};
struct from_which_period  : seq<mark<','>, word<"from">, must<which_period>> {};
// lasting ::= "," ( "and" "for" ["the"] duration "after" | "to" "the" "end" "of" "the" ["next"] noun )
struct and_after          : seq<word<"and">, word<"for">, opt<word<"the">>, must<duration>, must<word<"after">>> {};
struct to_the_end         : seq<word<"to">, word<"the">, must<word<"end">>, must<word<"of">>, must<word<"the">>, opt<word<"next">>, must<frequency_noun>> {};
struct lasting            : seq<mark<','>, sor<and_after, to_the_end>> {};
struct while_true         : seq<word<"while">, must<condition>, opt<from_which_period>, opt<lasting>> {};
struct once_true          : seq<word<"once">, must<condition>, opt<from_which_period>> {};

// settled ::= "settled" ( adverb | "at" "the" "end" "of" "the" "term" )
// due     ::= "due" ( ( duration | number "business" "days" "of" title ) ("after" | "before") noun ("end" | "start")
//                   | "on" "the" "first" "day" "of" "the" noun | "on" "the" ( "first" "day" | "last" "day" | nth ["day"] ) "of" "the" month_after ) [ moved ]
// month_after ::= [ordinal] "month" "after" noun "end"
// moved   ::= "," "or" "the" ("next" | "previous") "business" "day" "of" title [ "in" "the" "same" "month" "," "otherwise" "the" "one" ("before" | "after") ]
// own_day ::= [ "due" "on" "its" "day" ] moved                                       of what is paid on days that the contract names
struct settled            : seq<word<"settled">, must<settlement>> {};
struct due_day_word       : sor<word<"days">, word<"day">> {};
struct due_noun           : sor<frequency_noun, word<"period">, word<"term">> {};
struct business_days      : seq<number, word<"business">, must<due_day_word>, must<word<"of">>, must<title>> {};
struct due_count          : sor<business_days, duration> {};
struct which_way          : sor<word<"next">, word<"previous">> {};
struct other_way          : sor<word<"before">, word<"after">> {};
struct otherwise_one      : seq<opt<mark<','>>, word<"otherwise">, must<word<"the">>, must<word<"one">>, must<other_way>> {};
struct in_same_month      : seq<word<"in">, must<word<"the">>, must<word<"same">>, must<word<"month">>, must<otherwise_one>> {};
struct moved              : seq<mark<','>, word<"or">, must<word<"the">>, must<which_way>, must<word<"business">>, must<word<"day">>, must<word<"of">>, must<title>, opt<in_same_month>> {};
struct due_side           : sor<word<"after">, word<"before">> {};
struct due_edge           : sor<word<"end">, word<"start">> {};
struct due_counted        : seq<due_count, must<due_side>, must<due_noun>, must<due_edge>> {};
struct month_after        : seq<opt<ordinal>, word<"month">, word<"after">, must<due_noun>, must<word<"end">>> {};
struct due_first_day      : seq<word<"first">, must<word<"day">>, must<word<"of">>, must<word<"the">>, sor<month_after, must<due_noun>>> {};
struct due_last_day       : seq<word<"last">, must<word<"day">>, must<word<"of">>, must<word<"the">>, must<month_after>> {};
struct due_nth_day        : seq<nth, opt<word<"day">>, must<word<"of">>, must<word<"the">>, must<month_after>> {};
struct due_which_day      : sor<due_first_day, due_last_day, due_nth_day> {};
struct due_on_day         : seq<word<"on">, must<word<"the">>, must<due_which_day>> {};
struct due_when           : sor<due_on_day, due_counted> {};
struct due_terms          : seq<word<"due">, must<due_when>, opt<moved>> {};
struct due_its_day        : seq<word<"due">, word<"on">, word<"its">, must<word<"day">>, must<moved>> {};
struct own_day            : sor<due_its_day, moved> {};
struct due                : seq<due_terms> {};
// prorated ::= "prorated" "by" ( "days" ["of" "the" "year"] | "30/360" | "whole" "months" ) | "not" "prorated"
struct of_the_year        : seq<word<"of">, must<word<"the">>, must<word<"year">>> {};
struct by_what            : sor<seq<word<"days">, opt<of_the_year>>, day_count, seq<word<"whole">, must<word<"months">>>> {};
struct prorated           : sor<seq<word<"prorated">, must<word<"by">>, must<by_what>>, seq<word<"not">, word<"prorated">>> {};
// counted ::= "counting" ( "it" "again" each_window | "the" "days" "before" "apart" )     `counting on` stands behind a text that is restated
struct counted_again      : seq<word<"it">, must<word<"again">>, must<each_window>> {};
struct counted_apart      : seq<word<"the">, must<word<"days">>, must<word<"before">>, must<word<"apart">>> {};
struct counted            : seq<word<"counting">, sor<counted_again, counted_apart>> {};
struct survives           : seq<word<"survives">, must<word<"the">>, must<word<"term">>, must<word<"for">>, must<duration>> {};

// what becomes of what a line keeps back, and the name of that balance
struct paid_at_end        : seq<word<"paid">, must<word<"at">>, must<word<"the">>, must<word<"end">>> {};
struct at_the_end         : seq<mark<','>, sor<word<"lapses">, paid_at_end>> {};
struct balance_called     : seq<mark<','>, word<"calling">, must<word<"the">>, must<word<"balance">>, must<name>> {};
struct in_force           : sor<from_day, until_day, through_day, while_true, once_true> {};
struct proviso_form       : sor<open_condition, open_losses, never_below_zero, either_way, base_losses, nothing_if_under, bound, withholding, grossed_up, then, crediting, recouping, first_from,
                                held_back, deferred, late_interest, in_force, settled, own_day, due, rounded_to, prorated, counted, survives> {};
struct proviso            : seq<proviso_form, opt<at_the_end>, opt<balance_called>> {};
struct due_with_settled   : seq<mark<','>, due> {};                       // `settled monthly, due 45 days after month end`
struct provisos           : star<sor<proviso, due_with_settled>> {};

// --- the obligation ----------------------------------------------------------------------------------------------------------------
// loan ::= value "lent" loan_day [","] "in" number "equal" adverb ( "instalments" | "repayments" "of" "principal" ) [","] "the" "first" loan_day
//          [","] "with" "interest" "at" amount "a" "year" "on" "what" "is" "left" "," day_count [ "," "calling" "the" "balance" name ]
struct of_principal       : seq<word<"repayments">, must<word<"of">>, must<word<"principal">>> {};
struct equal_what         : sor<word<"instalments">, of_principal> {};
struct on_any_day         : seq<word<"on">, must<any_day>> {};
struct loan_day           : sor<on_any_day, seq<opt<mark<','>>, counted_day>> {};
struct loan_begins        : seq<word<"lent">, must<loan_day>> {};
struct loan_repaid        : seq<word<"in">, must<number>, must<word<"equal">>, must<frequency_adverb>, must<equal_what>> {};
struct loan_first         : seq<word<"the">, must<word<"first">>, must<loan_day>> {};
struct loan_interest      : seq<word<"with">, must<word<"interest">>, must<word<"at">>, must<list_item>, must<a_year>, must<word<"on">>, must<word<"what">>,
                                must<word<"is">>, must<word<"left">>, sor<days_counted, days_not_said, must<days_counted>>> {};
struct loan               : seq<list_item, opt<mark<','>>, must<loan_begins>, opt<mark<','>>, must<loan_repaid>, opt<mark<','>>, must<loan_first>, opt<mark<','>>,
                                must<loan_interest>, opt<balance_called>> {};

// loan_day ::= "on" any_day | duration ("after" | "before") day_of_others
// obligation ::= PAYER ( ("pays" | "shall" "pay") PAYEE amount | "delivers" ["to"] PAYEE amount | "repays" PAYEE loan ) { proviso }
struct shall_pay          : seq<word<"shall">, must<word<"pay">>> {};
struct pays               : sor<word<"pays">, shall_pay> {};
struct payee              : seq<party> {};
struct repays             : seq<word<"repays">, must<payee>, must<loan>> {};
struct delivers           : seq<word<"delivers">, opt<word<"to">>, must<payee>, must<amount>> {};
struct pays_amount        : seq<must<pays>, must<payee>, must<amount>> {};
struct obligation         : seq<party, sor<repays, delivers, pays_amount>, provisos> {};
struct whole_contract     : seq<amount_form, provisos> {};
// clang-format on

}  // namespace whereas::syntax::grammar

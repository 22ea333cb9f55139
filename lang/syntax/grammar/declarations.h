#pragma once

#include "lang/syntax/grammar/commitments.h"
#include "lang/syntax/grammar/credits.h"

/// What stands at column one. Each declaration is read by itself, to its end.
namespace whereas::syntax::grammar {

// clang-format off
// --- settings ----------------------------------------------------------------------------------------------------------------------
struct deal            : seq<word<"deal">, must<title>> {};
// term ::= "term" period "to" period [ [","] "ends" ["on"] any_day ]
struct ends_on         : seq<opt<mark<','>>, word<"ends">, opt<word<"on">>, must<any_day>> {};
struct term            : seq<word<"term">, must<period>, must<word<"to">>, must<period>, opt<ends_on>> {};
// currency ::= "currency" code { ("," | "and") code }
struct next_currency   : seq<sor<seq<mark<','>, opt<word<"and">>>, word<"and">>, must<currency_code>> {};
struct currency        : seq<word<"currency">, must<currency_code>, star<next_currency>> {};
struct settled_deal    : seq<word<"settled">, must<settlement>, opt<due_by>> {};
struct rounded_deal    : seq<at<word<"rounded">>, rounded_to> {};
struct calendar_day    : seq<number, month_name> {};
struct fiscal_year     : seq<word<"fiscal">, must<word<"year">>, must<word<"ends">>, must<calendar_day>> {};
// months_begin ::= "," "months" "begin" "on" "the" ( "last" "day" | nth "," "or" "the" "last" "day" )
struct on_last_day     : seq<word<"last">, must<word<"day">>> {};
struct on_nth_day      : seq<nth, opt<mark<','>>, must<word<"or">>, must<word<"the">>, must<word<"last">>, must<word<"day">>> {};
struct months_begin_on : sor<on_last_day, on_nth_day> {};
struct months_begin    : seq<mark<','>, word<"months">, must<word<"begin">>, must<word<"on">>, must<word<"the">>, must<months_begin_on>> {};
struct contract_year   : seq<word<"contract">, must<word<"year">>, must<word<"begins">>, must<calendar_day>, opt<months_begin>> {};
struct setting         : sor<deal, term, currency, settled_deal, rounded_deal, fiscal_year, contract_year> {};
// event ::= "event" title [ "on" period ]
struct happened_on     : seq<word<"on">, must<period>> {};
struct event           : seq<word<"event">, must<title>, opt<happened_on>> {};
struct used_as         : seq<word<"as">, must<title>> {};
struct use             : seq<word<"use">, must<title>, opt<used_as>> {};
struct note            : seq<word<"note">, title, must<title>, star<title>> {};

// closed_days ::= "calendar" title "for" period "to" period ":" "closed" "on" closed_day { ("," | "and") closed_day }      closed_day ::= weekday | period
struct closed_day      : sor<weekday, period> {};
struct next_closed     : seq<sor<mark<','>, word<"and">>, must<closed_day>> {};
struct closed_days     : seq<word<"calendar">, title, must<word<"for">>, must<period>, must<word<"to">>, must<period>, must<mark<':'>>, must<word<"closed">>,
                             must<word<"on">>, must<closed_day>, star<next_closed>> {};

// --- names -------------------------------------------------------------------------------------------------------------------------
struct full_name       : seq<mark<','>, must<title>> {};
struct party_line      : seq<word<"party">, must<party>, opt<full_name>> {};
struct plural          : seq<mark<','>, must<name>> {};
struct unit_line       : seq<word<"unit">, must<name>, opt<plural>> {};

// input  ::= "input" name [ "by" name { "," name } ] ( adverb | "at" noun "end" | [","] "one" "row" "each" [","] ) unit [ "per" unit ] { [","] option } [title]
// option ::= "spread" ("evenly" | "by" "days") | "missing" "is" "zero" | "may" "be" "negative" | "from" period
struct dimensions      : seq<word<"by">, must<name>, star<mark<','>, not_at<word<"one">>, must<name>>> {};
struct one_row_each    : seq<opt<mark<','>>, word<"one">, must<word<"row">>, must<word<"each">>, opt<mark<','>>> {};
struct at_period_end   : seq<word<"at">, must<frequency_noun>, must<word<"end">>> {};
struct how_often       : sor<frequency_adverb, at_period_end, one_row_each> {};
struct measured_in     : sor<currency_code, name> {};
struct unit_per        : seq<word<"per">, must<measured_in>> {};
struct by_days         : seq<word<"by">, must<word<"days">>> {};
struct spread_how      : sor<word<"evenly">, by_days> {};
struct spread          : seq<word<"spread">, must<spread_how>> {};
struct missing_is_zero : seq<word<"missing">, must<word<"is">>, must<word<"zero">>> {};
struct may_be_negative : seq<word<"may">, must<word<"be">>, must<word<"negative">>> {};
struct admitted_from   : seq<word<"from">, must<period>> {};
struct input_option    : seq<opt<mark<','>>, sor<spread, missing_is_zero, may_be_negative, admitted_from, title>> {};
struct input           : seq<word<"input">, must<name>, opt<dimensions>, must<how_often>, must<measured_in>, opt<unit_per>, star<input_option>> {};

// estimate ::= "unknown" [ unit [ "per" unit ] ] | "between" amount "and" amount | "at" ("least" | "most") amount
struct begins_amount   : sor<rate, number, mark<'$'>, mark<'-'>, currency_code, name> {};
struct unknown_unit    : seq<not_at<name, word<"now">>, measured_in, opt<unit_per>> {};
struct unknown_figure  : seq<word<"unknown">, opt<unknown_unit>> {};
struct figure_between  : seq<word<"between">, at<begins_amount>, must<list_item>, must<word<"and">>, must<list_item>> {};
struct figure_bound    : seq<word<"at">, must<least_or_most>, must<list_item>> {};
struct estimate        : sor<unknown_figure, figure_between, figure_bound> {};

// exception ::= "except" ( estimate | value ) { "from" period | ("until" | "to" | "through") period | "while" condition | "once" condition | "for" dimension values }
// values       ::= title | "one" "of" title { ("," | "or") title }
struct for_dimension   : seq<name> {};
struct for_values      : seq<word<"for">, must<for_dimension>, must<title_test>> {};
struct exception_means : sor<estimate, value> {};
struct exception_value : restricted<Restriction::no_from, exception_means> {};
struct exception_when  : sor<open_condition, from_day, until_day, to_day, through_day, while_true, once_true, for_values> {};
struct exception       : seq<word<"except">, must<exception_value>, star<exception_when>> {};

// measure_name ::= name [ "(" name { "," name } ")" ] [ "after" name ]
// measure      ::= measure_name "means" meaning { exception }         meaning ::= [","] tiers | value [ [","] rising ]
struct measure_rise    : seq<opt<mark<','>>, rising> {};
struct tiered          : seq<tiers> {};
struct means_tiers     : seq<opt<mark<','>>, tiered> {};
struct measure         : seq<at<measure_name, word<"means">>, measure_name, word<"means">, sor<means_tiers, seq<must<value>, opt<measure_rise>>>, star<exception>> {};
// estimated    ::= name "is" estimate { exception }
struct estimated       : seq<at<name, word<"is">>, measure_name, word<"is">, must<estimate>, star<exception>> {};

// --- obligations -------------------------------------------------------------------------------------------------------------------
// clause ::= "clause" [ title ] [ "for" "each" name ] obligation
struct clause          : seq<word<"clause">, opt<title>, opt<for_each>, must<obligation>> {};
struct bare_clause     : seq<not_at<currency_code, number>, obligation> {};
struct one_line        : seq<at<sor<word<"share">, word<"on">, only_where<starts_amount>>>, whole_contract> {};

// together ::= "together" title { ("," | "and") title } "at" ("most" | "least") amount each_window
//              [ "," "in" ( "the" "order" "named" | "proportion" ) | "," "the" "missing" "part" "paid" "under" title ]
struct order_named     : seq<word<"the">, must<word<"order">>, must<word<"named">>> {};
struct sharing_how     : sor<order_named, word<"proportion">> {};
struct sharing         : seq<mark<','>, word<"in">, must<sharing_how>> {};
struct next_title      : seq<sor<mark<','>, word<"and">>, opt<word<"and">>, must<title>> {};
struct missing_part    : seq<mark<','>, word<"the">, must<word<"missing">>, must<word<"part">>, must<word<"paid">>, must<word<"under">>, must<title>> {};
struct together        : seq<word<"together">, title, star<next_title>, must<word<"at">>, must<least_or_most>, must<list_item>, sor<any_window, own_window, must<each_window>>,
                             opt<sor<sharing, missing_part>>> {};
// net_settlement ::= "net" "settled" "between" PARTY "and" PARTY "each" noun { ( "," | "and" ) ( "with" | "without" ) titles } [ "," due ]
// titles         ::= title { ("," | "and") title }
struct set_off_title   : seq<sor<seq<mark<','>, opt<word<"and">>>, word<"and">>, title> {};
struct set_off_titles  : seq<sor<word<"without">, word<"with">>, must<title>, star<set_off_title>> {};
struct set_off         : seq<sor<seq<mark<','>, opt<word<"and">>>, word<"and">>, set_off_titles> {};
struct net_settlement  : seq<word<"net">, word<"settled">, must<word<"between">>, must<party>, must<word<"and">>, must<party>, must<each_noun>, star<set_off>, opt<due_by>> {};

// waterfall ::= "waterfall" title [ "for" "each" name ] "of" value "each" noun "from" PARTY "first" step { "then" step } { waterfall_term }
// split     ::= "split" title [ "for" "each" name ] "of" value "each" noun "from" PARTY handed_out { waterfall_term }
// step      ::= handed_out { step_end }                     handed_out ::= [ "in" "proportion" [":"] ] share { ("," | "and") share }
// share     ::= ( value | "the" "rest" ) "to" PARTY
// step_end  ::= "until" target { "and" target | "or" target } | "at" "most" value | "unpaid" ( "carried" "forward" | "lapses" )
// target    ::= PARTY "has" ( "received" value | "earned" value "a" "year" ["compounded" | "simple"] "on" value { [","] detail } | rate "of" profit )
// detail    ::= "counted" "from" "the" ("start" | "end") "of" "each" noun | ("capital" | "return") "before" ("return" | "capital") | day_count
// profit    ::= "profit" [ "above" value ]
struct step_share      : sor<open_step, seq<sor<the_rest, list_item>, must<word<"to">>, must<party>>> {};
struct unpaid_word     : seq<word<"unpaid">, not_at<word<"to">>> {};               // `unpaid to LP`: a measure of that name
struct unpaid_how      : sor<seq<word<"carried">, must<word<"forward">>>, word<"lapses">> {};
struct unpaid          : seq<unpaid_word, must<unpaid_how>> {};
struct step_end_word   : sor<word<"until">, word<"at">, unpaid_word> {};
struct share_list_mark : seq<sor<seq<mark<','>, opt<word<"and">>>, word<"and">>, not_at<step_end_word>> {};
struct next_share      : seq<share_list_mark, must<step_share>> {};
struct proportion      : seq<word<"in">, must<word<"proportion">>, opt<mark<':'>>> {};
struct handed_out      : seq<opt<proportion>, must<step_share>, star<next_share>> {};

struct above_capital   : seq<word<"above">, must<value>> {};
struct profit          : seq<word<"profit">, opt<above_capital>> {};
struct start_or_end    : sor<word<"start">, word<"end">> {};
struct counted_from    : seq<word<"counted">, must<word<"from">>, must<word<"the">>, must<start_or_end>, must<word<"of">>, must<each_noun>> {};
struct capital_first   : seq<word<"capital">, word<"before">, must<word<"return">>> {};
struct return_first    : seq<word<"return">, word<"before">, must<word<"capital">>> {};
struct earned_detail   : seq<opt<mark<','>>, sor<counted_from, capital_first, return_first, day_count>> {};
struct has_received    : seq<word<"received">, must<value>> {};
struct has_earned      : seq<word<"earned">, must<list_item>, must<a_year>, opt<sor<word<"compounded">, word<"simple">>>, must<word<"on">>, must<value>,
                             star<earned_detail>> {};
struct has_profit      : seq<tight, must<word<"of">>, must<profit>> {};
struct target_of       : sor<has_received, has_earned, has_profit> {};
struct target          : seq<party, must<word<"has">>, must<target_of>> {};
struct another_target  : at<party, word<"has">> {};
struct targets         : seq<must<target>, opt<sor<plus<seq<word<"and">, another_target, target>>, plus<seq<word<"or">, must<target>>>>>> {};
struct until_target    : seq<word<"until">, targets> {};
struct step_at_most    : seq<word<"at">, must<word<"most">>, must<value>> {};
struct step_end        : seq<opt<mark<','>>, sor<until_target, step_at_most, unpaid>> {};
struct step            : seq<handed_out, star<step_end>> {};
struct first_step      : seq<word<"first">, step> {};
struct then_step       : seq<word<"then">, step> {};
struct split_step      : seq<handed_out> {};

// returned ::= PARTY "returns" "to" PARTY "what" "exceeds" rate "of" ( profit | value ) [ "," "at" "most" rate "of" "what" "it" "received" ]
struct returned_of     : sor<profit, value> {};
struct what_it_received: seq<word<"what">, must<word<"it">>, must<word<"received">>> {};
struct returned_most   : seq<opt<mark<','>>, word<"at">, must<word<"most">>, must<tight>, must<word<"of">>, must<what_it_received>> {};
struct returned        : seq<party, must<word<"returns">>, must<word<"to">>, must<party>, must<word<"what">>, must<word<"exceeds">>, must<tight>,
                             must<word<"of">>, must<returned_of>, opt<returned_most>> {};

struct remainder_to    : seq<word<"remainder">, must<word<"to">>, must<party>> {};
struct handed_out_whole: seq<word<"not">, must<word<"prorated">>> {};
struct waterfall_term  : sor<remainder_to, never_below_zero, handed_out_whole, settled, due_with_settled, due, rounded_to, returned> {};
struct handed_from     : seq<must<word<"of">>, must<value>, must<each_noun>, must<word<"from">>, must<party>> {};
struct by_steps        : seq<handed_from, must<first_step>, star<then_step>, star<waterfall_term>> {};
struct at_once         : seq<handed_from, must<split_step>, star<waterfall_term>> {};
struct waterfall       : seq<word<"waterfall">, must<title>, opt<for_each>, by_steps> {};
struct split           : seq<word<"split">, must<title>, opt<for_each>, at_once> {};

// amendment  ::= "amendment" title "," "effective" ["back" "to"] period [ "," "signed" period ] [ "," difference ] { change }
// difference ::= "the" "difference" "credited" "with" "the" "next" "payment" | "earlier" "payments" "stay"
// change     ::= "clause" title ( "now" "reads" [","] [counting] obligation | "ends" ) | "term" "now" "ends" period
//              | "commitment" title ( "now" "reads" [","] [counting] [open] committed | "ends" [open] )
//              | ("waterfall" | "split") title ( "now" "reads" [","] [counting] ( by_steps | at_once ) | "ends" )
//                open ::= "," "open" "minimums" ( "lapse" | "prorated" "by" "days" | "counted" "whole" )
//              | measure_name "now" "means" ( estimate | value ) { exception }  [ [","] counting ]           counting ::= "counting" ("on" | "anew")
struct recount         : sor<word<"on">, word<"anew">> {};
struct counting        : seq<opt<mark<','>>, word<"counting">, must<recount>> {};
struct clause_reads    : seq<word<"now">, must<word<"reads">>, opt<counting>, opt<mark<':'>>, must<obligation>, opt<counting>> {};
struct clause_ends     : seq<word<"ends">> {};
struct clause_becomes  : sor<clause_reads, clause_ends> {};
struct clause_change   : seq<word<"clause">, must<title>, must<clause_becomes>> {};
struct now_means       : seq<word<"now">, word<"means">> {};
struct open_how        : sor<word<"lapse">, seq<word<"prorated">, must<word<"by">>, must<word<"days">>>, seq<word<"counted">, must<word<"whole">>>> {};
struct open_minimums   : seq<opt<mark<','>>, word<"open">, must<word<"minimums">>, must<open_how>> {};
struct now_reads       : seq<word<"now">, must<word<"reads">>, opt<counting>, opt<open_minimums>, opt<sor<mark<':'>, mark<','>>>> {};
struct commitment_reads: seq<now_reads, committed> {};
struct commitment_ends : seq<word<"ends">, opt<open_minimums>> {};
struct commitment_becomes : sor<commitment_reads, commitment_ends> {};
struct commitment_change  : seq<word<"commitment">, must<title>, must<commitment_becomes>> {};
struct steps_read      : seq<now_reads, by_steps> {};
struct parts_read      : seq<now_reads, at_once> {};
struct steps_become    : sor<steps_read, clause_ends> {};
struct parts_become    : sor<parts_read, clause_ends> {};
struct waterfall_change: sor<seq<word<"waterfall">, must<title>, must<steps_become>>, seq<word<"split">, at<title>, must<title>, must<parts_become>>> {};
struct measure_change  : seq<measure_name, must<now_means>, sor<estimate, means_tiers, seq<must<value>, opt<measure_rise>>>, star<exception>, opt<counting>> {};
struct term_change     : seq<word<"term">, must<word<"now">>, must<word<"ends">>, must<period>> {};
struct change          : sor<clause_change, commitment_change, waterfall_change, term_change, measure_change> {};
struct back_to         : seq<word<"back">, must<word<"to">>> {};
struct effective       : seq<opt<mark<','>>, word<"effective">, opt<sor<back_to, word<"on">>>> {};
struct signed_on       : seq<mark<','>, word<"signed">, must<period>> {};
struct credited_next   : seq<word<"the">, must<word<"difference">>, must<word<"credited">>, must<word<"with">>, must<word<"the">>, must<word<"next">>,
                             must<word<"payment">>> {};
struct earlier_stays   : seq<word<"earlier">, must<word<"payments">>, must<word<"stay">>> {};
struct difference      : seq<mark<','>, sor<credited_next, earlier_stays>> {};
struct amendment       : seq<word<"amendment">, must<title>, must<effective>, must<any_day>, opt<signed_on>, opt<difference>, star<change>> {};

// --- scenarios, tests, promises ----------------------------------------------------------------------------------------------------
// series ::= name ( "is" value [ "in" period { "," value "in" period } [ "," spread ] ] | "grows" rate "each" noun "from" value [ "each" noun ] [ "," spread ] )
struct figure_value    : restricted<Restriction::no_in, value> {};
struct in_year         : seq<word<"in">, must<period>> {};
struct next_figure     : seq<list_comma, must<figure_value>, must<in_year>> {};
struct series_spread   : seq<mark<','>, spread> {};
struct figures         : seq<in_year, star<next_figure>, opt<series_spread>> {};
struct series_is       : seq<word<"is">, must<figure_value>, opt<figures>> {};
struct growth_rate     : seq<list_item> {};
struct series_grows    : seq<word<"grows">, must<growth_rate>, must<each_noun>, must<word<"from">>, must<value>, opt<each_noun>, opt<series_spread>> {};
struct series_how      : sor<series_is, series_grows> {};
struct series          : seq<name, must<series_how>> {};
struct event_is_on     : seq<title, must<word<"is">>, must<word<"on">>, must<period>> {};
struct from_file       : seq<word<"from">, must<title>> {};
struct scenario        : seq<word<"scenario">, must<title>, opt<from_file>, star<sor<event_is_on, series>>> {};

// expectation ::= "expect" ( "error" title | "statement" title | ( PARTY "receives" ["net"] value [ ["due"] "in" period ] | value "=" value | value "is" estimate ) [ "within" value ] )
struct given           : seq<word<"given">, must<title>, star<sor<mark<','>, word<"and">>, must<title>>> {};
struct due_in          : seq<opt<word<"due">>, word<"in">, must<period>> {};
struct receives        : seq<at<party, word<"receives">>, party, word<"receives">, opt<word<"net">>, must<figure_value>, opt<due_in>> {};
struct lies            : seq<word<"is">, must<estimate>> {};
struct equal_to        : seq<must<mark<'='>>, must<value>> {};
struct equals          : seq<value, sor<lies, equal_to>> {};
struct fails           : seq<word<"error">, title> {};
struct states          : seq<word<"statement">, title> {};
struct within          : seq<word<"within">, must<value>> {};
struct figure_expected : seq<sor<receives, equals>, opt<within>> {};
struct expected        : sor<fails, states, figure_expected> {};
struct expect          : seq<word<"expect">, must<expected>> {};
struct test_line       : sor<given, expect> {};
struct test            : seq<word<"test">, must<title>, star<test_line>> {};

// ensure ::= "ensure" amount [ "in" "every" noun ] "is" relation amount { "and" term | "or" term }
struct in_every        : seq<word<"in">, word<"every">, must<frequency_noun>> {};
struct promise         : seq<list_item, opt<in_every>, opt<passed>, must<relation_part>> {};
struct promises        : seq<sor<grouped_condition, promise>, joined> {};
struct ensure          : seq<word<"ensure">, must<promises>> {};

// --- a declaration -----------------------------------------------------------------------------------------------------------------
struct declaration     : sor<setting, measure, estimated, event, use, note, closed_days, net_settlement, party_line, unit_line, input, clause, bare_clause, together, commitment, credits, waterfall, split, amendment, scenario, test,
                             ensure, one_line> {};
struct nothing_more    : peg::eof {};
struct one_declaration : seq<must<declaration>, must<nothing_more>> {};
struct one_expression  : seq<must<value>, must<nothing_more>> {};
// clang-format on

}  // namespace whereas::syntax::grammar

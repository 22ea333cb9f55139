#pragma once

#include "lang/syntax/grammar/clauses.h"

/// What a party commits to buy.
namespace whereas::syntax::grammar {

// clang-format off
struct due_by            : seq<opt<mark<','>>, due_terms> {};

// minimum ::= "at" "least" value ( "in" period | "each" noun | "by" period )
struct minimum_value     : restricted<Restriction::no_in, value> {};
struct in_one_period     : seq<word<"in">, must<period>> {};
struct by_day            : seq<word<"by">, must<period>> {};
struct minimum_when      : sor<in_one_period, each_noun, by_day> {};
struct minimum           : seq<at<word<"at">, word<"least">>, word<"at">, word<"least">, must<minimum_value>, must<minimum_when>> {};
struct at_price          : seq<value> {};
struct committed_at      : seq<word<"at">, must<at_price>> {};

// shortfall ::= "pays" ( "any" | "no" | rate "of" "any" ) "shortfall" [ [","] due ]
struct part_of_shortfall : seq<priced, must<word<"of">>, must<word<"any">>> {};
struct which_shortfall   : sor<word<"any">, word<"no">, seq<not_at<word<"the">>, part_of_shortfall>> {};
struct shortfall         : seq<word<"pays">, must<which_shortfall>, must<word<"shortfall">>, opt<due_by>> {};

// excess  ::= "excess" ( "carried" "forward" [ "for" duration ] [ "," "at" "most" value ] | "lapses" )
// made_up ::= "any" "shortfall" "made" "up" "within" duration "is" "paid" "back"
struct excess_at_most    : seq<mark<','>, word<"at">, must<word<"most">>, must<value>> {};
struct excess_forward    : seq<carried_on, opt<excess_at_most>> {};
struct excess_what       : sor<excess_forward, word<"lapses">> {};
struct excess            : seq<word<"excess">, must<excess_what>> {};
struct made_up           : seq<word<"any">, must<word<"shortfall">>, must<word<"made">>, must<word<"up">>, must<word<"within">>, must<duration>,
                               must<word<"is">>, must<word<"paid">>, must<word<"back">>> {};

// commitment ::= "commitment" title [ "for" "each" name ] committed
// committed  ::= PARTY "commits" "to" PARTY amount "of" measure_use { term }     term ::= each_window | …
struct for_each          : seq<word<"for">, must<word<"each">>, must<name>> {};
struct commitment_term   : sor<tier_window, minimum, committed_at, shortfall, excess, made_up, settled, rounded_to, prorated> {};
struct committed_unit    : seq<not_at<word<"of">>, name> {};
struct committed_number  : seq<number, opt<sor<currency_code, committed_unit>>> {};
struct committed_total   : sor<dollars, money, committed_number, measured> {};
struct committed_measure : seq<measure_use> {};
struct commits_to        : seq<word<"commits">, word<"to">> {};
struct committed         : seq<must<party>, must<commits_to>, must<party>, must<committed_total>, must<word<"of">>, must<committed_measure>, star<commitment_term>> {};
struct commitment        : seq<word<"commitment">, must<title>, opt<for_each>, committed> {};
// clang-format on

}  // namespace whereas::syntax::grammar

#pragma once

#include "lang/syntax/grammar/clauses.h"

/// What a party may use in place of money.
namespace whereas::syntax::grammar {

// clang-format off
// credits ::= "credits" title "from" PARTY "to" PARTY [ [","] order ] lot { lot }
// order   ::= "soonest" "to" "expire" "first" | "oldest" "first" | "in" "the" "order" "written"
// lot     ::= value ( "from" period [ ("until" | "through" | "to") period ] | "each" noun [ [","] "from" ( "that" noun | "the" "next" noun ) ] [ [","] "lasting" duration ] )
struct soonest_first  : seq<word<"soonest">, must<word<"to">>, must<word<"expire">>, must<word<"first">>> {};
struct oldest_first   : seq<word<"oldest">, must<word<"first">>> {};
struct as_written     : seq<word<"in">, must<word<"the">>, must<word<"order">>, must<word<"written">>> {};
struct credits_order  : sor<soonest_first, oldest_first, as_written> {};
struct lot_value      : restricted<Restriction::no_from, value> {};
struct to_day         : seq<word<"to">, must<any_day>> {};
struct that_noun      : seq<word<"that">, must<frequency_noun>> {};
struct the_next_noun  : seq<word<"the">, must<word<"next">>, must<frequency_noun>> {};
struct usable_from    : sor<that_noun, the_next_noun> {};
struct bought_from    : seq<opt<mark<','>>, word<"from">, must<usable_from>> {};
struct bought_lasting : seq<opt<mark<','>>, word<"lasting">, must<duration>> {};
struct lot_bought     : seq<word<"each">, must<frequency_noun>, opt<bought_from>, opt<bought_lasting>> {};
struct lot_written    : seq<word<"from">, must<period>, opt<sor<until_day, through_day, to_day>>> {};
struct lot_days       : sor<lot_bought, lot_written> {};
struct lot            : seq<lot_value, must<lot_days>> {};
struct credits        : seq<at<word<"credits">, title>, word<"credits">, title, must<word<"from">>, must<party>, must<word<"to">>, must<party>,
                            opt<opt<mark<','>>, credits_order>, must<lot>, star<only_where<starts_amount>, lot>> {};
// clang-format on

}  // namespace whereas::syntax::grammar

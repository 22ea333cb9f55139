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

// band  ::= rate "of" ( "the" ("first" | "next") amount | "the" "rest" | "all" "if" ("under" | "up" "to") amount | "all" "otherwise" )
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
struct band            : seq<priced, sor<of_reach, open_tier, must<word<"of">>>> {};
struct next_band       : seq<sor<list_comma, next_amount>, band> {};

// tiers ::= "on" value [","] [each_window] [","] ":" band { [","] band } [ [","] "going" "forward" ]
struct bands           : seq<band, star<next_band>> {};
struct going_forward   : seq<opt<mark<','>>, word<"going">, must<word<"forward">>> {};
struct tier_window     : seq<each_window> {};
struct tiers           : seq<word<"on">, must<value>, opt<opt<mark<','>>, tier_window>, opt<mark<','>>, must<mark<':'>>, must<bands>, opt<going_forward>> {};

// fixed_tail ::= "each" noun { [","] ( "rising" amount "each" "year" ["," "simple"] | "in" "advance" ) }
struct each_year       : seq<word<"each">, word<"year">> {};
struct rising          : seq<word<"rising">, must<list_item>, must<each_year>, opt<mark<','>, word<"simple">>> {};
struct in_advance      : seq<word<"in">, must<word<"advance">>> {};
struct fixed_detail    : seq<opt<mark<','>>, sor<rising, in_advance>> {};
struct fixed_tail      : seq<each_noun, star<fixed_detail>> {};
struct next_sum        : sor<list_comma, seq<word<"and">>, next_amount> {};
struct next_fixed      : seq<next_sum, must<value>, must<fixed_tail>> {};
struct fixed_sums      : seq<fixed_tail, star<next_fixed>> {};

// dated_tail ::= "on" ( date | title ) | [","] duration ("after" | "before") title
struct day             : seq<dated_digits> {};
struct paid_on         : sor<event_day, day> {};
struct counted_day     : seq<from_event, title> {};
struct on_day          : seq<word<"on">, must<paid_on>> {};
struct dated_tail      : sor<on_day, seq<opt<mark<','>>, counted_day>> {};
struct next_dated      : seq<next_sum, must<value>, must<dated_tail>> {};
struct dated_sums      : seq<dated_tail, star<next_dated>> {};

// amount ::= [","] ( tiers | "share" value | value [ fixed_tail … | dated_tail … ] )
struct share           : seq<word<"share">, must<value>, opt<open_threshold>> {};
struct sums            : seq<value, opt<sor<fixed_sums, dated_sums, open_threshold>>> {};
struct amount_form     : sor<tiers, share, sums> {};
struct amount          : seq<opt<mark<','>>, amount_form> {};

// --- provisos ----------------------------------------------------------------------------------------------------------------------
// Each begins with a word of its own. In the order of docs/language, "Provisos".
struct carried_for        : seq<word<"for">, must<duration>> {};
struct losses_carried     : seq<mark<','>, word<"losses">, must<word<"carried">>, must<word<"forward">>, opt<carried_for>> {};
struct never_below_zero   : seq<word<"never">, must<word<"below">>, must<word<"zero">>, opt<losses_carried>> {};
struct either_way         : seq<word<"either">, must<word<"way">>> {};
struct base_losses        : seq<word<"base">, must<word<"losses">>, must<word<"carried">>, must<word<"forward">>> {};

struct credited           : seq<mark<','>, word<"credited">, must<word<"across">>, must<word<"the">>, must<frequency_noun>> {};
struct limit_window       : sor<each_window, part_is_over, must<each_window>> {};
struct at_least           : seq<word<"least">, must<value>, limit_window, opt<credited>> {};
struct excess_carried     : seq<mark<','>, word<"excess">, must<word<"carried">>, must<word<"forward">>> {};
struct at_most            : seq<word<"most">, must<value>, limit_window, opt<excess_carried>> {};
struct bound_of           : sor<at_least, at_most> {};
struct bound              : seq<word<"at">, must<bound_of>> {};

struct withholding        : seq<word<"less">, must<priced>, must<word<"withholding">>> {};
struct then_plus          : seq<word<"plus">, must<value>> {};
struct then_less          : seq<word<"less">, must<value>> {};
struct then_what          : sor<then_plus, then_less> {};
struct then               : seq<word<"then">, must<then_what>> {};
struct recouped_part      : seq<word<"at">, must<value>> {};
struct recouping          : seq<word<"recouping">, must<title>, sor<recouped_part, part_is_over, must<word<"at">>>> {};
struct rest_at            : seq<mark<','>, word<"the">, must<word<"rest">>, must<word<"at">>, must<value>> {};
struct first_from         : seq<word<"first">, must<word<"from">>, must<title>, opt<rest_at>> {};
struct held_back          : seq<word<"held">, must<word<"back">>, must<value>, must<word<"until">>, must<moment>> {};

// deferred ::= "deferred" rate "from" period "to" period "," ("repaid" | "paid") "equally" "over" period "to" period
//              [ "with" rate "interest" "," day_count ]
struct own_from           : restricted<Restriction::no_from, value> {};
struct repaid             : sor<word<"repaid">, word<"paid">> {};
struct interest_days      : seq<mark<','>, day_count> {};
struct interest           : seq<word<"with">, must<value>, must<word<"interest">>, sor<interest_days, part_is_over, must<interest_days>>> {};
struct deferred           : seq<word<"deferred">, must<own_from>, must<word<"from">>, must<period>, must<word<"to">>, must<period>,
                                opt<mark<','>>, must<repaid>, must<word<"equally">>, must<word<"over">>, must<period>, must<word<"to">>,
                                must<period>, opt<interest>> {};

// when it is in force
struct from_day           : seq<word<"from">, must<moment>> {};
struct until_day          : seq<word<"until">, must<moment>> {};
struct through_day        : seq<word<"through">, must<moment>> {};
struct which_period       : sor<seq<word<"that">, must<word<"period">>>, seq<word<"the">, must<word<"next">>, must<word<"period">>>> {};
struct from_which_period  : seq<mark<','>, word<"from">, must<which_period>> {};
struct while_true         : seq<word<"while">, must<condition>, opt<from_which_period>> {};
struct once_true          : seq<word<"once">, must<condition>, opt<from_which_period>> {};

// settled ::= "settled" ( adverb | "at" "the" "end" "of" "the" "term" )      due ::= "due" number "days" "after" noun "end"
struct at_end_of_term     : seq<word<"at">, must<word<"the">>, must<word<"end">>, must<word<"of">>, must<word<"the">>, must<word<"term">>> {};
struct settlement         : sor<frequency_adverb, at_end_of_term> {};
struct settled            : seq<word<"settled">, must<settlement>> {};
struct due_days           : seq<number, sor<word<"days">, word<"day">>> {};
struct due_noun           : sor<frequency_noun, word<"period">, word<"term">> {};
struct due_terms          : seq<word<"due">, must<due_days>, must<word<"after">>, must<due_noun>, must<word<"end">>> {};
struct due                : seq<due_terms> {};
struct rounded_to         : seq<word<"rounded">, must<word<"to">>, must<rounding>> {};
struct prorated           : seq<word<"prorated">, must<word<"by">>, must<word<"days">>> {};
struct survives           : seq<word<"survives">, must<word<"the">>, must<word<"term">>, must<word<"for">>, must<duration>> {};

struct lapses             : seq<mark<','>, word<"lapses">> {};
struct in_force           : sor<from_day, until_day, through_day, while_true, once_true> {};
struct proviso_form       : sor<open_condition, open_losses, never_below_zero, either_way, base_losses, bound, withholding, then, recouping, first_from, held_back, deferred, in_force,
                                settled, due, rounded_to, prorated, survives> {};
struct proviso            : seq<proviso_form, opt<lapses>> {};
struct due_with_settled   : seq<mark<','>, due> {};                       // `settled monthly, due 45 days after month end`
struct provisos           : star<sor<proviso, due_with_settled>> {};

// --- the obligation ----------------------------------------------------------------------------------------------------------------
// obligation ::= PAYER ("pays" | "shall" "pay") PAYEE amount { proviso }
struct shall_pay          : seq<word<"shall">, must<word<"pay">>> {};
struct pays               : sor<word<"pays">, shall_pay> {};
struct payee              : seq<party> {};
struct obligation         : seq<party, must<pays>, must<payee>, must<amount>, provisos> {};
struct whole_contract     : seq<amount_form, provisos> {};
// clang-format on

}  // namespace whereas::syntax::grammar

#pragma once

#include "lang/syntax/grammar/expressions.h"

/// What contracts say that leaves open what is paid. Each form is read to its end, so that it can be refused with every reading and the words
/// that choose one (left_open.cpp); none becomes part of a tree.
namespace whereas::syntax::grammar {

/// Takes nothing; holds where a line is over, or its part up to a comma or a parenthesis.
struct part_is_over {
  using rule_t = part_is_over;
  using subs_t = peg::empty_list;
  template <typename ParseInput, typename... States>
  static bool match(ParseInput& in, States&&...) {
    if (in.empty() || *in.current() == ',' || *in.current() == ')') return true;
    const char* before = in.current();  // a word takes the blanks behind it
    while (before != in.begin() && is_blank(*(before - 1))) {
      if (*--before == '\n') return true;
    }
    return false;
  }
};

// clang-format off
// open_tier  ::= ("up" "to" | "under" | "below") amount | ("above" | "over") [amount] | "otherwise" | "thereafter"     of the slice or of the whole?
struct open_up_to      : seq<word<"up">, must<word<"to">>> {};
struct open_end        : seq<sor<open_up_to, word<"under">, word<"below">>, must<list_item>> {};
struct open_bound      : seq<only_where<starts_amount>, list_item> {};
struct open_beyond     : sor<seq<sor<word<"above">, word<"over">>, opt<open_bound>>, word<"otherwise">, word<"thereafter">> {};
struct open_tier       : sor<open_end, open_beyond> {};

// open_range ::= "from" amount ["to" amount] | "to" amount | "between" amount "and" amount | ("above" | "over" | "below" | "under") amount     whose is the bound?
struct open_to         : seq<word<"to">, must<list_item>> {};
struct open_from       : seq<word<"from">, must<list_item>, opt<open_to>> {};
struct open_between    : seq<word<"between">, must<list_item>, must<word<"and">>, must<list_item>> {};
struct open_above      : seq<sor<word<"above">, word<"over">>, must<list_item>> {};
struct open_below      : seq<sor<word<"below">, word<"under">>, must<list_item>> {};
struct open_range      : sor<open_from, open_to, open_between, open_above, open_below> {};

// open_threshold ::= ("over" | "above" | "exceeding" | "in" "excess" "of") amount [ [","] "each" noun | "over" "the" "term" ]
//                                                                                          of the excess, or of everything once it is passed?
struct in_excess_of    : seq<word<"in">, must<word<"excess">>, must<word<"of">>> {};
struct threshold_each  : seq<opt<mark<','>>, sor<seq<word<"each">, frequency_noun>, over_the_term>> {};
struct open_threshold  : seq<sor<word<"over">, word<"above">, word<"exceeding">, in_excess_of>, must<list_item>, opt<threshold_each>> {};

// open_condition ::= ("if" | "when") condition                                             as long as it is so, or from then on for good?
struct open_condition  : seq<sor<word<"if">, word<"when">>, must<condition>> {};

// open_step ::= "to" PARTY                                                                 all of the step, or a part of it?
struct open_step       : seq<word<"to">, must<party>> {};

// open_losses ::= "losses" "carried" "forward"                                             of the share, or of the basis?
struct open_losses     : seq<word<"losses">, must<word<"carried">>, must<word<"forward">>> {};
// clang-format on

}  // namespace whereas::syntax::grammar

namespace tao::pegtl {
template <typename Name>
struct analyze_traits<Name, whereas::syntax::grammar::part_is_over> : analyze_opt_traits<> {};
}  // namespace tao::pegtl

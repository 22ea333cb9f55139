#pragma once

#include "lang/syntax/grammar/word_table.h"
#include "lang/syntax/letters.h"

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include <cstddef>
#include <string_view>

/// The words of the grammar: keywords, names, titles, numbers, marks. Each takes the blanks behind it along, so that the rules above it are
/// about contracts alone. (Comments are blanks by then: parse.cpp lays them beside the tree before it reads.)
namespace whereas::syntax::grammar {

namespace peg = tao::pegtl;
using peg::at;
using peg::if_must;
using peg::must;
using peg::not_at;
using peg::opt;
using peg::plus;
using peg::seq;
using peg::sor;
using peg::star;

/// What the input still holds.
template <typename ParseInput>
std::string_view ahead(const ParseInput& in) {
  return {in.current(), in.size()};
}

/// Takes a word of `length` bytes and the blanks behind it; nothing where the length is zero.
template <typename ParseInput>
bool take(ParseInput& in, std::size_t length) {
  if (length == 0) return false;
  const std::string_view text = ahead(in);
  while (length < text.size() && is_blank(text[length])) ++length;
  in.bump(length);
  return true;
}

/// A word that is told by looking at its letters: `Length(text)` is how long it is, or zero.
template <std::size_t (*Length)(std::string_view)>
struct told_by {
  using rule_t = told_by;
  using subs_t = peg::empty_list;
  template <typename ParseInput, typename... States>
  static bool match(ParseInput& in, States&&...) {
    return take(in, Length(ahead(in)));
  }
};

/// Looks ahead and takes nothing.
template <bool (*Stands)(std::string_view)>
struct only_where {
  using rule_t = only_where;
  using subs_t = peg::empty_list;
  template <typename ParseInput, typename... States>
  static bool match(ParseInput& in, States&&...) {
    return Stands(ahead(in));
  }
};

template <std::size_t Size>
struct fixed_text {
  char letters[Size]{};
  consteval fixed_text(const char (&text)[Size]) {  // NOLINT(google-explicit-constructor)
    for (std::size_t i = 0; i < Size; ++i) letters[i] = text[i];
  }
  constexpr std::string_view view() const { return {letters, Size - 1}; }
};

/// One keyword: `word<"after">`.
template <fixed_text Text>
struct word {
  static_assert(holds(reserved, Text.view()) || holds(words_in_place, Text.view()),
                "every word of the language stands in word_table.h");
  static constexpr std::string_view text = Text.view();
  using rule_t = word;
  using subs_t = peg::empty_list;
  template <typename ParseInput, typename... States>
  static bool match(ParseInput& in, States&&...) {
    const std::string_view rest = ahead(in);
    if (!rest.starts_with(text) || (rest.size() > text.size() && is_name_letter(rest[text.size()]))) return false;
    return take(in, text.size());
  }
};

/// One mark: `mark<','>`.
template <char Character>
struct mark {
  static constexpr char character = Character;
  using rule_t = mark;
  using subs_t = peg::empty_list;
  template <typename ParseInput, typename... States>
  static bool match(ParseInput& in, States&&...) {
    return !in.empty() && *in.current() == Character && take(in, 1);
  }
};

// clang-format off
struct name           : told_by<name_length> {};           // revenue            a lower-case word that is not reserved
struct party          : told_by<party_length> {};          // Amazon             a capitalised word
struct title          : told_by<title_length> {};          // "Reseller share"   on one line
struct currency_code  : told_by<currency_length> {};       // USD                three capitals
struct number         : told_by<number_length> {};         // 1,000,000  80bn  1.3 million  12.5%  250 bps  3/8
struct nth            : told_by<nth_length> {};            // 95th
struct rate           : told_by<rate_length> {};           // 12.5%  250 bps  3/8     which no unit follows
struct date_or_period : told_by<date_or_period_length> {}; // 2026-03-31  2026-Q3  2026
struct dated_digits   : told_by<dated_digits_length> {};   // the same, but for the bare year, which is a number to an expression
struct day_count      : told_by<day_count_length> {};      // ACT/360
struct month_name     : told_by<month_length> {};          // June
struct weekday         : told_by<weekday_length> {};       // Saturday

// half-open ends of a list: the comma belongs to it only where another item follows
struct list_comma     : seq<mark<','>, only_where<starts_amount>> {};

// frequency_noun   ::= "day" | "month" | "quarter" | "half" "year" | "year"
// frequency_adverb ::= "daily" | "monthly" | "quarterly" | "half-yearly" | "yearly"
// duration_unit    ::= "day" | "days" | "week" | … | "years"
struct half_year        : seq<word<"half">, word<"year">> {};
struct frequency_noun   : sor<word<"day">, word<"month">, word<"quarter">, half_year, word<"year">> {};
struct frequency_adverb : sor<word<"daily">, word<"monthly">, word<"quarterly">, word<"half-yearly">, word<"yearly">> {};
struct duration_unit    : sor<word<"days">, word<"day">, word<"weeks">, word<"week">, word<"months">, word<"month">,
                              word<"quarters">, word<"quarter">, word<"years">, word<"year">> {};
struct duration         : seq<number, duration_unit> {};

// period ::= ["fiscal" | "contract"] date_or_period          a day or period, wherever one may be named
struct period           : seq<opt<sor<word<"fiscal">, word<"contract">>>, date_or_period> {};

// any_day   ::= period | [duration ("after" | "before")] ( title | term_edge | chosen )         a day that may hang on others
// term_edge ::= "the" ("start" | "end") "of" "the" "term"
// chosen    ::= "the" ("earlier" | "later") "of" one_day { "," one_day } "and" one_day     of these no other is chosen
// one_day   ::= period | [duration ("after" | "before")] ( title | term_edge )
struct from_event       : seq<duration, sor<word<"after">, word<"before">>> {};
struct term_edge        : seq<word<"the">, sor<word<"start">, word<"end">>, word<"of">, word<"the">, word<"term">> {};
struct plain_event_day  : seq<opt<from_event>, sor<title, term_edge>> {};
struct one_day          : sor<plain_event_day, period> {};
struct next_one_day     : seq<mark<','>, one_day> {};
struct chosen           : seq<word<"the">, sor<word<"earlier">, word<"later">>, must<word<"of">>, must<one_day>, star<next_one_day>, opt<mark<','>>, must<word<"and">>, must<one_day>> {};
struct day_of_others    : sor<title, term_edge, chosen> {};
struct event_day        : seq<opt<from_event>, day_of_others> {};
struct any_day          : sor<event_day, period> {};
// clang-format on

}  // namespace whereas::syntax::grammar

namespace tao::pegtl {
template <typename Name, std::size_t (*Length)(std::string_view)>
struct analyze_traits<Name, whereas::syntax::grammar::told_by<Length>> : analyze_any_traits<> {};
template <typename Name, bool (*Stands)(std::string_view)>
struct analyze_traits<Name, whereas::syntax::grammar::only_where<Stands>> : analyze_opt_traits<> {};
template <typename Name, whereas::syntax::grammar::fixed_text Text>
struct analyze_traits<Name, whereas::syntax::grammar::word<Text>> : analyze_any_traits<> {};
template <typename Name, char Character>
struct analyze_traits<Name, whereas::syntax::grammar::mark<Character>> : analyze_any_traits<> {};
}  // namespace tao::pegtl

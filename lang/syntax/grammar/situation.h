#pragma once

#include "lang/syntax/grammar/words.h"
#include "lang/syntax/reading.h"

/// What may stand where: the few places in which a form of amount is refused because two readers could group it differently, and how
/// deeply amounts may be nested. Rules of this file see the state of the parse (reading.h); all other rules see only the text.
namespace whereas::syntax::grammar {

/// Reads Rule in a place where one form may not stand bare.
template <Restriction What, typename Rule>
struct restricted {
  using rule_t = restricted;
  using subs_t = peg::type_list<Rule>;
  template <peg::apply_mode A, peg::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput>
  static bool match(ParseInput& in, Reading& reading) {
    const Restrictions::Scope scope(reading.restrictions, reading.restrictions.with(What));
    return Control<Rule>::template match<A, M, Action, Control>(in, reading);
  }
};

/// Reads Rule in parentheses, where everything may stand again.
template <typename Rule>
struct unrestricted {
  using rule_t = unrestricted;
  using subs_t = peg::type_list<Rule>;
  template <peg::apply_mode A, peg::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput>
  static bool match(ParseInput& in, Reading& reading) {
    const Restrictions::Scope scope(reading.restrictions, Restrictions{});
    return Control<Rule>::template match<A, M, Action, Control>(in, reading);
  }
};

/// Takes nothing; holds where the form may stand.
template <Restriction What>
struct may {
  using rule_t = may;
  using subs_t = peg::empty_list;
  template <peg::apply_mode, peg::rewind_mode, template <typename...> class, template <typename...> class, typename ParseInput>
  static bool match(ParseInput&, Reading& reading) {
    return !reading.restrictions.hold(What);
  }
};

/// A rule through which amounts nest: every way back to an amount leads through one. Past the limit it throws, and nothing on the way catches it: a limit that merely failed would
/// let another alternative match, and a wrong parse succeed.
template <typename Rule>
struct nested {
  using rule_t = nested;
  using subs_t = peg::type_list<Rule>;
  template <peg::apply_mode A, peg::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput>
  static bool match(ParseInput& in, Reading& reading) {
    const Depth::Scope scope(reading.depth, in.current());
    return Control<Rule>::template match<A, M, Action, Control>(in, reading);
  }
};

}  // namespace whereas::syntax::grammar

namespace tao::pegtl {
template <typename Name, whereas::syntax::Restriction What, typename Rule>
struct analyze_traits<Name, whereas::syntax::grammar::restricted<What, Rule>> : analyze_traits<Name, typename seq<Rule>::rule_t> {
};
template <typename Name, typename Rule>
struct analyze_traits<Name, whereas::syntax::grammar::unrestricted<Rule>> : analyze_traits<Name, typename seq<Rule>::rule_t> {};
template <typename Name, typename Rule>
struct analyze_traits<Name, whereas::syntax::grammar::nested<Rule>> : analyze_traits<Name, typename seq<Rule>::rule_t> {};
template <typename Name, whereas::syntax::Restriction What>
struct analyze_traits<Name, whereas::syntax::grammar::may<What>> : analyze_opt_traits<> {};
}  // namespace tao::pegtl

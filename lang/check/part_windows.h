#pragma once

#include "lang/check/checking.h"

/// Windows that the term begins or ends inside.
namespace whereas::check {

/// A sum, limit or minimum counts each window, and the days in force hold only a part of one; a line behind `line` would say how it counts there; where there is none, one behind `whole_line` says that it counts whole.
void ask_part_window(Checking& checking, const Period& in_force, Frequency window, Span at, std::string_view what, std::optional<Span> line, std::optional<Span> whole_line = std::nullopt);
/// The lines that say how a part counts.
void offer_proration(Diagnostic& diagnostic, Span line);
/// What an amount has that fewer days do not make less: the 50 of `50 plus (10% of sales)`, the whole of `1% of assets`.
struct StandingPart {
  const syntax::Expression* expression = nullptr;
  std::optional<Frequency> each;  ///< by which it is counted; nothing: by settlement
};
std::optional<StandingPart> standing_part(const CheckedContract& contract, const syntax::Expression& amount);
/// Whether fewer days make the figure less by themselves: a flow, a figure to date, days counted in the period.
bool goes_with_days(const CheckedContract& contract, const syntax::Expression& expression);
/// The same for what stands in an amount, which counts in each settlement.
void ask_standing_part(Checking& checking, const Period& in_force, Frequency settled, const syntax::Expression& amount, Span line);
/// The tiers under a name by which a clause pays.
std::set<const syntax::Tiers*> named_tiers_of(const CheckedContract& contract, const syntax::Clause& clause);
/// A year is counted, and the term does not begin with one: the warning, where it is given.
Diagnostic* warn_year(Checking& checking, Frequency window, Span at);
/// The term, up to the day on which an event ends it where that day is known.
std::optional<Period> term_with_its_end(Checking& checking);

}  // namespace whereas::check

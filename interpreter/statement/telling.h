#pragma once

#include "interpreter/evaluate/derivation.h"

#include <optional>
#include <string>
#include <string_view>

/// How a reason is told, in whichever form: its rule, its words, its figure, its place.
namespace whereas::statement {

/// `sum`, `rounding`, …: the closed set of docs/language/explanations.md.
std::string_view name(evaluate::Rule rule);
/// `deal.deal:15:3`; nothing for a span that names no place.
std::optional<std::string> place_told(Span span, const Sources& sources);
/// The reason's words; where it has none, the contract's own, if they are short or a condition; else the rule.
std::string words_told(const evaluate::Reason& reason, const Sources& sources);
/// The figure for people, exact always: grouped, as a percentage, or `yes` and `no`.
std::string figure_told(const evaluate::Reason& reason, bool as_rate);
/// Whether a part of a reason is told as a percentage: of a rate it is one too, though it be a quotient that does not say so.
bool part_is_rate(const evaluate::Reason& whole, bool as_rate, std::size_t part, const evaluate::Derivation& derivation);
/// Whether all that could be said of the reason's parts is the figure that it has itself.
bool is_only_written(const evaluate::Reason& reason, const evaluate::Derivation& derivation);

}  // namespace whereas::statement

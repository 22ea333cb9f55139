#pragma once

#include "interpreter/evaluate/derivation.h"
#include "interpreter/evaluate/payment.h"
#include "interpreter/statement/statement.h"
#include "lang/check/checked.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace whereas::statement {

/// One payment taken apart, or several of one clause between the same parties added up and then taken apart.
struct Explanation {
  std::string clause;
  std::string from;
  std::string to;
  std::string period;                ///< of a sum: as it was asked for
  std::optional<Date> due;
  Money paid;
  std::vector<std::string> periods;  ///< of the payments that were added up; empty: it is one payment
  std::string words{};               ///< `At its least, with rate at 20%`; empty: it has one amount
  evaluate::Reason root;             ///< why it comes to that; its parts are in the derivation
  std::optional<evaluate::ReasonId> id;  ///< of the root, where it is in the derivation too; nothing for a sum
  const evaluate::Derivation* derivation = nullptr;
};

Explanation explanation_of(const evaluate::Payment& payment, const evaluate::Derivation& derivation, const check::CheckedContract& contract);
/// Of at least two payments that are exact, of one clause, in one direction and one currency.
Explanation explanation_of_sum(std::span<const evaluate::Payment* const> payments, const std::string& clause, const std::string& period, const evaluate::Derivation& derivation,
                               const check::CheckedContract& contract);

/// As an indented tree: every figure with the contract's words for it and their place, down to the cells of the data. A figure that was taken
/// apart further up is not taken apart again, nor is one more than 200 deep, nor what is remembered of earlier settlements: their own
/// explanations do that.
std::string explain_text(const Explanation& explanation, const Sources& sources, bool colour = false);
std::string explain_text(const evaluate::Payment& payment, const evaluate::Derivation& derivation, const check::CheckedContract& contract, const Sources& sources, bool colour = false);

/// One figure taken apart in the same way, as far as so many lines go.
std::string explain_figure(evaluate::ReasonId why, const evaluate::Derivation& derivation, const Sources& sources, std::size_t most_lines);

/// A JSON list of objects: {"clause", "from", "to", "period", "due", "amount", "currency", "why"}, and "periods" of a sum, where `why` is {"id",
/// "rule", "value", "words", "window", "at", "cell", "parts"} and what else the rule needs (docs/language/explanations.md). Values are exact,
/// as strings. Where a figure comes up again, its parts are null: they stand under the same id. So are those of a figure more than 200 deep,
/// which is taken apart in the list "further".
std::string explain_json(std::span<const Explanation> explanations, const Sources& sources);
std::string explain_json(std::span<const evaluate::Payment* const> payments, const evaluate::Derivation& derivation, const check::CheckedContract& contract, const Sources& sources);

/// A page that stands alone, whose figures open to show what they follow from; what is remembered of earlier settlements too.
std::string explain_html(std::span<const Explanation> explanations, const Sources& sources);
/// A graph in the language of Graphviz: an arrow from each figure to those it follows from.
std::string explain_dot(std::span<const Explanation> explanations, const Sources& sources);

/// `Share, 2026-Q1: Reseller pays Maker 100.00 USD, due 2026-04-30`
std::string head_of(const Explanation& explanation);

}  // namespace whereas::statement

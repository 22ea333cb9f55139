#pragma once

#include "interpreter/evaluate/derivation.h"
#include "interpreter/evaluate/payment.h"
#include "lang/check/checked.h"

#include <span>
#include <string>

namespace whereas::statement {

/// One payment taken apart, as an indented tree: every figure with the contract's words for it and their place, down to the cells of the
/// data. A figure that was taken apart further up is not taken apart again, nor is one more than 200 deep.
std::string explain_text(const evaluate::Payment& payment, const evaluate::Derivation& derivation, const check::CheckedContract& contract,
                         const Sources& sources, bool colour = false);

/// One figure taken apart in the same way, as far as so many lines go.
std::string explain_figure(evaluate::ReasonId why, const evaluate::Derivation& derivation, const Sources& sources, std::size_t most_lines);

/// The same of each payment, as a JSON list of objects: {"clause", "from", "to", "period", "due", "amount", "currency", "why"}, where `why` is
/// {"id", "rule", "value", "words", "window", "at", "cell", "parts"}. Values are exact, as strings. Where a figure comes up again, its parts
/// are null: they stand under the same id. So are those of a figure more than 200 deep.
std::string explain_json(std::span<const evaluate::Payment* const> payments, const evaluate::Derivation& derivation,
                         const check::CheckedContract& contract, const Sources& sources);

}  // namespace whereas::statement

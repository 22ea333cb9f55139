#include "interpreter/evaluate/engine.h"

/// How the engine writes its reasons down.

namespace whereas::evaluate {

std::string ComparedBy::words() const {
  using Relation = syntax::Comparison::Relation;
  std::string words = is_not ? "not " : "";
  switch (relation) {
    case Relation::at_least: return words + "at least";
    case Relation::at_most: return words + "at most";
    case Relation::under: return words + "under";
    case Relation::over: return words + "over";
    case Relation::exactly: return words + "exactly";
  }
  return words;
}

Figure Evaluation::Engine::because(Rule rule, Number value, std::string words, const std::optional<Period>& window, Span said, std::vector<ReasonId> parts, bool is_rate) {
  if (!derives()) return {std::move(value), no_reason};
  const ReasonId why = derivation_.add({rule, value, std::move(words), window, said, {}, is_rate, std::move(parts)});
  return {std::move(value), why};
}

Figure Evaluation::Engine::recalled(Account& account, std::string words, const std::optional<Period>& window, Span said) {
  if (!derives()) return {account.value(), no_reason};
  const Figure figure = because(Rule::remembered, account.value(), std::move(words), window, said, account.parts());
  account.told_as(figure.why);
  return figure;
}

Figure Evaluation::Engine::negated(const Figure& figure, std::string words, Span said) {
  return because(Rule::negation, -figure.value, std::move(words), std::nullopt, said, {figure.why});
}

Figure Evaluation::Engine::not_above_zero(const Figure& figure, Span said) {
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  return because(Rule::least, min(figure.value, 0), "the loss that is carried", std::nullopt, said, {figure.why, zero.why});
}

Figure Evaluation::Engine::with(Figure figure, Detail detail) {
  if (derives()) derivation_.say(figure.why, std::move(detail));
  return figure;
}

}  // namespace whereas::evaluate

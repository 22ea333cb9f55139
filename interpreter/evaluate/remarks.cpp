#include "interpreter/evaluate/engine.h"
#include "lang/check/below_zero.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

/// What the statement says of what is left when the last settlement is done.
namespace whereas::evaluate {

namespace {

std::string words_for_what_is_kept(const plan::Clause& clause, std::size_t place, const Number& kept, bool lapsed) {
  const auto is = [&](auto form) { return place < clause.provisos.size() && std::holds_alternative<decltype(form)>(clause.provisos[place].form); };
  if (is(plan::Crediting())) return fmt::format("a credit of {} against \"{}\" is carried forward", kept.text(), clause.title);
  if (is(plan::NothingIfUnder()) && !lapsed) return fmt::format("{} of \"{}\" is carried forward, being too small to pay", kept.text(), clause.title);
  return fmt::format("{} of \"{}\" {}", kept.text(), clause.title, lapsed ? "was kept back and has lapsed" : "is still kept back");
}

std::string words_for_what_is_too_old(const plan::Clause& clause, std::size_t place, const std::string& lapsed) {
  const bool is_credit = place < clause.provisos.size() && std::holds_alternative<plan::Crediting>(clause.provisos[place].form);
  const std::string what = is_credit ? fmt::format("a credit of {} against \"{}\"", lapsed, clause.title) : fmt::format("{} of \"{}\"", lapsed, clause.title);
  return what + " has lapsed, being carried no longer";
}

}  // namespace

/// What is still kept back, or still to be recouped, when the last settlement is done.
void Evaluation::Engine::remark_on_the_rest() {
  payments_.ends = term_.last();
  for (const auto& note : plan_.notes) payments_.remarks.push_back({note});
  for (const auto& clause : plan_.clauses) {
    Date& last_day = payments_.last_days.try_emplace(clause.id, term_.first()).first->second;
    last_day = std::max(last_day, std::min(clause.in_force.end.value_or(term_.end()), term_.end()).plus_days(-1));
    const ClauseState& state = states_[clause.id];
    if (state.text != &clause || is_open(clause.id)) continue;  // of its texts, the one that settled last
    remark_on_loan(clause);
    if (const auto* amount = std::get_if<plan::CommitmentAmount>(&clause.amount)) remark_on_commitment(clause, *amount);
    for (std::size_t place = 0; place < state.provisos.size(); ++place) {
      const auto& memory = state.provisos[place];
      const bool lapsed = place < clause.provisos.size() && clause.provisos[place].lapses && reached_ >= term_.last();
      const std::string name = place < clause.provisos.size() && clause.provisos[place].balance ? fmt::format(" (`{}`)", contract_.balances[*clause.provisos[place].balance].name) : "";
      if (!memory.kept.is_zero()) payments_.remarks.push_back({words_for_what_is_kept(clause, place, memory.kept.value(), lapsed) + name});
      if (!memory.lapsed.is_zero()) payments_.remarks.push_back({words_for_what_is_too_old(clause, place, memory.lapsed.text()) + name});
      Number losses;
      for (const auto& loss : memory.losses) losses += loss.amount.value;
      if (!losses.is_zero()) payments_.remarks.push_back({fmt::format("\"{}\" carries losses of {} forward{}", clause.title, (-losses).text(), name)});
    }
  }
  remark_on_credits();
  remark_on_waterfalls();
  for (const auto& [advance, recouped] : recouped_) {
    if (is_open(advance) || not_known_.contains({Memory::Of::advance, advance})) continue;
    Number paid;
    for (const auto& payment : states_[advance].payments) paid += advanced_by(advance, payment, {}).value;
    if (paid != recouped.value()) payments_.remarks.push_back({fmt::format("of \"{}\" {} is not yet recouped", title_of(advance), (paid - recouped.value()).text())});
  }
}

/// The clause does not say whether it is paid back, made good or forgotten.
void Evaluation::Engine::refuse_below_zero(const plan::Clause& clause, const std::string& label, const Number& amount) {
  const auto places = clause.rounding ? std::optional(std::max(clause.rounding->places, 0)) : std::nullopt;
  auto& diagnostic = report_.add(code::below_zero_not_said)
                         .says(fmt::format("in {} \"{}\" would pay {}{}, and the clause does not say what a payment below zero is", label, clause.title, grouped(amount, places),
                                           clause.currency ? " " + *clause.currency : ""))
                         .at(clause.said);
  for (const check::ClauseText& text : contract_.clauses[clause.written].texts) {
    if (text.clause->amount.span == static_cast<const Span&>(clause.said)) check::offer_below_zero(diagnostic, *text.clause);
  }
  stop();
}

}  // namespace whereas::evaluate

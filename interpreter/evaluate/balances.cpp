#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

/// Balances that the contract gives a name: what a line keeps back, carries or has still to recoup, as a measure.
namespace whereas::evaluate {

Figure Evaluation::Engine::balance_of(const plan::Proviso& proviso, ProvisoMemory& memory) {
  if (!std::holds_alternative<plan::NeverBelowZero>(proviso.form)) return recalled(memory.kept, "what the line keeps", std::nullopt, proviso.said);
  Account losses;
  for (const auto& loss : memory.losses) losses += negated(loss.amount, "a loss that is carried", proviso.said);
  return recalled(losses, "what the line carries", std::nullopt, proviso.said);
}

void Evaluation::Engine::remember_balances(const plan::Clause& clause, const Period& period) {
  ClauseState& state = states_[clause.id];
  if (state.text != &clause) return;  // another text has taken over within the period
  for (check::BalanceId id = 0; id < contract_.balances.size(); ++id) {
    if (contract_.balances[id].clause != clause.written) continue;
    Figure balance;  // a text that has no such line keeps nothing by it
    for (std::size_t place = 0; place < clause.provisos.size(); ++place) {
      if (clause.provisos[place].balance == id) balance = balance_of(clause.provisos[place], state.provisos[place]);
    }
    balances_[{id, clause.id}].emplace_back(period.end(), balance);
  }
}

std::set<check::ClauseId> Evaluation::Engine::advances_of(check::BalanceId balance, plan::FilterId filter) const {
  std::set<check::ClauseId> advances;
  for (const auto& clause : plan_.clauses) {
    for (const auto& proviso : clause.provisos) {
      const auto* recouping = std::get_if<plan::Recouping>(&proviso.form);
      if (recouping != nullptr && proviso.balance == balance && passes(clause, filter)) advances.insert(recouping->advance);
    }
  }
  return advances;
}

/// A clause sees a balance as it stood before its own settlement period, unless it says `at end`; tests and promises as it stands at the end of the window. What is
/// still to be recouped is of all that the advance has paid by the end of the period, unless it is the advance that asks.
Figure Evaluation::Engine::balance_kept(const plan::BalanceKept& kept, const Asking& asking, Span said) {
  const auto& info = contract_.balances[kept.balance];
  const Date end = settling_ && !kept.at_end ? std::min(asking.window.end(), present_begin_) : asking.window.end();
  Account balance;
  const auto advances = advances_of(kept.balance, asking.filter);
  const auto keepers = settled_as(info.clause, asking.filter);
  for (const auto keeper : keepers) refuse_unknown({Memory::Of::clause, keeper}, end);
  for (const auto advance : advances) {
    refuse_unknown({Memory::Of::advance, advance}, end);
    const plan::Clause* paying = clause_of(advance);
    const bool asks_itself = paying != nullptr && settling_clause_ == paying->written;
    const Date paid_by = asks_itself || !settling_ ? end : std::min(asking.window.end(), present_end_);
    for (const auto& payment : states_[advance].payments) {
      if (payment.period.end() <= paid_by) balance += advanced_by(advance, payment, said);
    }
    for (const auto& [day, recouped] : recoupments_[advance]) {
      if (day <= end) balance += negated(recouped, "recouped", said);
    }
  }
  for (const auto keeper : advances.empty() ? keepers : std::vector<check::ClauseId>{}) {
    Figure stood;
    for (const auto& [day, stood_at] : balances_[{kept.balance, keeper}]) stood = day <= end ? stood_at : stood;
    balance += stood;
  }
  return recalled(balance, fmt::format("`{}`, as it stood after {}", info.name, end.plus_days(-1).text()), asking.window, said);
}

}  // namespace whereas::evaluate

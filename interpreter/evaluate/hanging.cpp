#include "interpreter/evaluate/engine.h"

#include <algorithm>

/// What is not known because a figure is not that the contract only bounds (docs/language: Ranges). A settlement that meets such a figure is
/// left open. So is every later one that hangs on what it would have left behind, and whatever looks at its payment.
namespace whereas::evaluate {

Figure Evaluation::Engine::estimated(check::EstimateId figure, const Asking& asking, Span said) {
  const check::EstimateInfo& info = contract_.estimates[figure];
  const auto& taken = figure < options_.taken.size() ? options_.taken[figure] : std::nullopt;
  if (!taken) throw HangsOn{figure};
  return because(Rule::figure_written, *taken, derives() ? info.name + ", which is " + info.words : std::string(), asking.window, said, {}, info.is_rate);
}

/// Whether what the clause pays can hang on its settlements before.
bool Evaluation::Engine::remembers(const plan::Clause& clause) const {
  const auto& frequency = plan_.schedules[clause.schedule].frequency;
  const auto is_longer = [&](const plan::LimitWindow& window) {
    const auto* each = std::get_if<Frequency>(&window);
    return each == nullptr || frequency != *each;
  };
  if (clause.late || std::holds_alternative<plan::CommitmentAmount>(clause.amount) || std::holds_alternative<plan::ToDateAmount>(clause.amount)) return true;
  if (const auto* dated = std::get_if<plan::DatedAmount>(&clause.amount); dated != nullptr && dated->loan) return true;
  if (const auto* tiers = std::get_if<plan::TierAmount>(&clause.amount)) {
    if (!tiers->window_is_settlement && is_longer(tiers->window)) return true;
  }
  return std::any_of(clause.provisos.begin(), clause.provisos.end(), [&](const plan::Proviso& proviso) {
    if (const auto* never = std::get_if<plan::NeverBelowZero>(&proviso.form)) return never->losses_carried;
    if (const auto* nothing = std::get_if<plan::NothingIfUnder>(&proviso.form)) return nothing->carried;
    if (const auto* least = std::get_if<plan::AtLeast>(&proviso.form)) return is_longer(least->window) || least->credited_across;
    if (const auto* most = std::get_if<plan::AtMost>(&proviso.form)) return is_longer(most->window) || most->excess_carried;
    const bool forgets = std::holds_alternative<plan::EitherWay>(proviso.form) || std::holds_alternative<plan::Withholding>(proviso.form) ||
                         std::holds_alternative<plan::GrossedUp>(proviso.form) || std::holds_alternative<plan::ThenPlus>(proviso.form) ||
                         std::holds_alternative<plan::ThenLess>(proviso.form);
    return !forgets;
  });
}

/// What one text of a clause takes up from earlier settlements and leaves for later ones, itself or others.
std::set<Memory> Evaluation::Engine::memories(const plan::Clause& clause) const {
  std::set<Memory> memories;
  if (remembers(clause)) memories.insert({Memory::Of::clause, clause.id});
  const auto is_of = [&](const plan::Together& together) { return std::find(together.clauses.begin(), together.clauses.end(), clause.id) != together.clauses.end(); };
  const auto together = std::find_if(plan_.togethers.begin(), plan_.togethers.end(), is_of);
  if (together != plan_.togethers.end()) {
    for (const check::ClauseId member : together->clauses) memories.insert({Memory::Of::clause, member});
  }
  for (const plan::Proviso& proviso : clause.provisos) {
    if (const auto* recouping = std::get_if<plan::Recouping>(&proviso.form)) memories.insert({Memory::Of::advance, recouping->advance});
    if (const auto* first = std::get_if<plan::FirstFrom>(&proviso.form)) memories.insert({Memory::Of::credits, first->credits});
  }
  return memories;
}

void Evaluation::Engine::refuse_unknown(const Memory& memory, Date end) const {
  const auto known = not_known_.find(memory);
  if (known != not_known_.end() && known->second.first < end) throw HangsOn{known->second.second};
}

void Evaluation::Engine::refuse_unknown_past(const plan::Obligation& obligation) {
  if (not_known_.empty()) return;
  if (waterfall_of(obligation.id) != nullptr) refuse_unknown({Memory::Of::clause, obligation.id}, Date::last_of_month(9999, 12));
  for (const plan::Clause* text : texts_of(obligation.id)) {
    for (const Memory& memory : memories(*text)) refuse_unknown(memory, Date::last_of_month(9999, 12));
  }
}

void Evaluation::Engine::leave_open(const plan::Obligation& obligation, const Occasion& occasion, bool is_dated, const HangsOn& hangs) {
  const auto forget = [&](const Memory& memory) { not_known_.try_emplace(memory, occasion.period.begin(), hangs.figure); };
  for (const plan::Waterfall* waterfall : waterfalls_of(obligation.id)) {
    if (waterfall != &obligation) continue;
    forget({Memory::Of::clause, obligation.id});
    for (const check::PartyId recipient : waterfall->recipients) leave_open(obligation, waterfall->payer, recipient, occasion, is_dated, hangs);
  }
  const plan::Clause* ruling = nullptr;
  for (const plan::Clause* text : occasion.texts) {
    for (const Memory& memory : memories(*text)) forget(memory);
    if (days_in_force(*text, occasion.period)) ruling = text;
  }
  if (ruling == nullptr) return;
  // Whoever recoups it does not know how much there is to recoup.
  forget({Memory::Of::advance, obligation.id});
  leave_open(obligation, ruling->payer, ruling->payee, occasion, is_dated, hangs);
}

void Evaluation::Engine::leave_open(const plan::Obligation& obligation, check::PartyId from, check::PartyId to, const Occasion& occasion, bool is_dated, const HangsOn& hangs) {
  const Period period = occasion.charges ? Period::through(occasion.period.last(), occasion.period.last()) : occasion.period;
  Hanging hanging{obligation.written, obligation.title, from, to, period, {}, {}, {hangs.figure}, Hanging::End::both};
  if (is_dated) {
    hanging.label = period.first().text();
    hanging.due = due_date(obligation, period).value_or(period.first());
  } else if (occasion.charges) {
    hanging.label = plan_.calendar.label(occasion.period, plan_.schedules[*occasion.charges].frequency.value_or(data_frequency()));
    hanging.due = period.end();
    hanging.title += late_interest_title;
  } else {
    const auto* text = occasion.texts.empty() ? &obligation : occasion.texts.back();
    hanging.label = plan_.calendar.label(period, plan_.schedules[text->schedule].frequency.value_or(data_frequency()));
    hanging.due = due_date(*text, period);
  }
  states_[obligation.id].hanging.emplace_back(period, hangs.figure);
  payments_.hanging.push_back(std::move(hanging));
}

}  // namespace whereas::evaluate

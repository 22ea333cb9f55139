// What a line keeps, under the name that the contract gives it.
#include "lang/time/day_count.h"
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

/// What the line keeps, carries or has still to recoup when this settlement is done.
Exact Settling::kept(const Place& place) {
  const Proviso& proviso = *versions_[place.clause][place.version].lines[place.line];
  Exact left = 0;
  if (const auto* line = std::get_if<NeverBelowZero>(&proviso.form)) return losses_carried(place, reached(place), *line, &left), left;
  if (const auto* line = std::get_if<Crediting>(&proviso.form)) return crediting(place, reached(place), *line, &left), left;
  if (const auto* line = std::get_if<Deferred>(&proviso.form); line != nullptr && line->interest) throw NotCovered("the balance of what is deferred with interest");
  const auto* cap = std::get_if<AtMost>(&proviso.form);
  if (cap != nullptr && cap->carried_for) return carried_of(place, *cap->carried_for) + reached(place) - let_through(place);
  for (const Past& then : past(place)) left += then.reached - then.let_through;
  return left + reached(place) - let_through(place);
}

/// As it stood after the last settlement before the one that is being paid; for whoever looks back at everything, at the end of the window.
Exact Settling::balance(const std::string& name, const Asked& asked) {
  const auto info = std::find_if(contract_.balances.begin(), contract_.balances.end(), [&](const auto& one) { return one.name == name; });
  Date before = asked.window ? asked.window->end() : measures_.term().begin();
  const Date today = asked.sees_until.value_or(before.plus_days(-1));
  if (asked.sees_until) {
    for (const Period& period : *asked.settlements) before = period.last() == *asked.sees_until ? period.begin() : before;
  }
  if (asked.balances_before) before = *asked.balances_before;
  const auto chosen = obligations_of(info->clause, asked.pins);
  Exact left = 0;
  for (const ObligationId clause : chosen) {
    const Recouping* recouping = recouping_of(clause, name);
    // What is left of an advance that is paid for all of them together is left for all of them together.
    const bool is_joint = recouping != nullptr && !contract_.clauses[contract_.clause_titled(recouping->advance.text).value()].for_each;
    if (!is_joint || clause == chosen.front()) left += balance(clause, name, before, today);
  }
  return left;
}

const Recouping* Settling::recouping_of(ObligationId clause, const std::string& name) const {
  for (const Version& version : versions_[clause]) {
    for (const Proviso* line : version.lines) {
      if (line->balance && line->balance->text == name && std::holds_alternative<Recouping>(line->form)) return &std::get<Recouping>(line->form);
    }
  }
  return nullptr;
}

Exact Settling::balance(ObligationId clause, const std::string& name, Date before, Date today) {
  std::optional<Place> last;
  for (std::size_t s = 0; s < schedules_[clause].periods.size(); ++s) {
    for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
      for (std::size_t i = 0; i < versions_[clause][v].lines.size(); ++i) {
        const Proviso& line = *versions_[clause][v].lines[i];
        if (!line.balance || line.balance->text != name) continue;
        if (schedules_[clause].periods[s].last() < before && in_force(clause, v, s)) last = Place{clause, v, i, s};
      }
    }
  }
  const Recouping* recouping = recouping_of(clause, name);
  if (recouping == nullptr) return (last ? kept(*last) : Exact(0)) + left_of_loan(clause, name, before);
  const bool before_withholding = recouping->counted.withholding == CountedOfPayments::Withholding::before;
  Exact left = paid_by({recouping->advance.text, obligations_[clause].pins, std::nullopt, before_withholding, true}, Period::through(Date::from_days(-1'000'000), today), today);
  for (ObligationId other = 0; other < versions_.size(); ++other) {
    for (std::size_t v = 0; v < versions_[other].size(); ++v) {
      for (std::size_t i = 0; i < versions_[other][v].lines.size(); ++i) {
        const auto* line = std::get_if<Recouping>(&versions_[other][v].lines[i]->form);
        if (line == nullptr || line->advance.text != recouping->advance.text || !shares_advance(line->advance.text, other, clause)) continue;
        for (std::size_t s = 0; s < schedules_[other].periods.size(); ++s) {
          const Place then{other, v, i, s};
          if (period_at(then).last() < before && in_force(other, v, s)) left -= reached(then) - let_through(then);
        }
      }
    }
  }
  return std::max(left, Exact(0));
}

}  // namespace whereas::reference

// The lines beneath a clause, each applied to what the one above lets through. A line's memory is its history, read anew every time.
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

/// Whether a line keeps money that is owed.
bool keeps_money(const Proviso& line) {
  const auto* cap = std::get_if<AtMost>(&line.form);
  const auto* small = std::get_if<NothingIfUnder>(&line.form);
  return std::holds_alternative<HeldBack>(line.form) || std::holds_alternative<Deferred>(line.form) || (cap != nullptr && cap->excess_carried) ||
         (small != nullptr && small->fate == Fate::carried_forward);
}

/// Which line of another text of the clause carries on the memory of this one: the same kind of line, at the same place among its kind.
std::optional<std::size_t> same_line(const Version& from, std::size_t line, const Version& to) {
  const auto kind = from.lines[line]->form.index();
  std::size_t place = 0;
  for (std::size_t i = 0; i < line; ++i) place += from.lines[i]->form.index() == kind ? 1U : 0U;
  for (std::size_t i = 0; i < to.lines.size(); ++i) {
    if (to.lines[i]->form.index() == kind && place-- == 0) return i;
  }
  return std::nullopt;
}

/// What reaches a line: what the line above lets through, or what the clause pays before its provisos.
Exact Settling::reached(const Place& place) {
  const Exact enters = released(place);
  if (place.line == 0) return base(place.clause, place.version, place.settlement) + enters;
  return let_through({place.clause, place.version, place.line - 1, place.settlement}) + enters;
}

/// With the first settlement under a new text: what lines of the text before had kept back that the new text does not have. It reaches the first line of
/// the new text that stood below them, or comes after all of them.
Exact Settling::released(const Place& place) {
  const auto [clause, v, at, settlement] = place;
  const auto& versions = versions_[clause];
  if (v == 0) return 0;
  std::optional<std::pair<std::size_t, std::size_t>> before;  // the version and settlement that came last
  for (std::size_t i = 0; i <= settlement; ++i) {
    for (std::size_t other = 0; other <= v; ++other) {
      if ((i == settlement && other == v) || !in_force(clause, other, i)) continue;
      if (other == v) return 0;
      before = {other, i};
    }
  }
  if (!before || versions[before->first].counts_from != versions[v].counts_from) return 0;
  Exact sum = 0;
  for (std::size_t i = 0; i < versions[before->first].lines.size(); ++i) {
    const Proviso& line = *versions[before->first].lines[i];
    if (!keeps_money(line) || line.lapses || same_line(versions[before->first], i, versions[v])) continue;
    const auto* deferred = std::get_if<Deferred>(&line.form);
    std::size_t enters = versions[v].lines.size();
    for (std::size_t below = versions[before->first].lines.size(); below-- > i + 1;) enters = same_line(versions[before->first], below, versions[v]).value_or(enters);
    if (enters != at) continue;
    if (deferred != nullptr && deferred->interest) throw NotCovered("interest on what is deferred, where an amendment leaves the line out");
    sum += kept({clause, before->first, i, before->second});
  }
  return sum;
}

Exact Settling::let_through(const Place& place) {
  if (const auto known = let_through_.find(place); known != let_through_.end()) return known->second;
  if (!being_worked_out_.insert(place).second) throw NotCovered("a clause that looks at its own present");
  Exact amount = 0;
  try {
    amount = apply(place, reached(place));
  } catch (...) {
    being_worked_out_.erase(place);
    throw;
  }
  being_worked_out_.erase(place);
  let_through_[place] = amount;
  return amount;
}

/// The earlier settlements in which the clause was in force, under whatever text that counts what this one counts.
std::vector<Settling::Past> Settling::past(const Place& place) {
  std::vector<Past> result;
  const auto& versions = versions_[place.clause];
  for (std::size_t i = 0; i <= place.settlement; ++i) {
    for (std::size_t v = 0; v < versions.size(); ++v) {
      if (i == place.settlement && v >= place.version) break;
      if (versions[v].counts_from != versions[place.version].counts_from || is_on_days(versions[v].text->amount) || !in_force(place.clause, v, i)) continue;
      const auto line = same_line(versions[place.version], place.line, versions[v]);
      if (!line) continue;
      const Place then{place.clause, v, *line, i};
      result.push_back({then, period_at(then), reached(then), let_through(then)});
    }
  }
  return result;
}

/// What is added or taken off, which counts in part where the clause is prorated.
Exact Settling::added(const Place& place, const Expression& expression) {
  return measures_.measure(expression, asked_in_part(place, in_force(place.clause, place.version, place.settlement), part_of_settlement(place)));
}

Exact Settling::over_part(const Place& place, const Expression& expression) {
  return measures_.measure(expression, asked(place, in_force(place.clause, place.version, place.settlement)));
}

Exact Settling::apply(const Place& place, const Exact& a) {
  const Proviso& proviso = *versions_[place.clause][place.version].lines[place.line];
  return std::visit(match{
                        [&](const NeverBelowZero& line) { return line.losses_carried ? losses_carried(place, a, line) : not_below_zero(a); },
                        [&](const AtLeast& line) { return line.credited_across ? credited(place, a, line) : at_least(place, a, line); },
                        [&](const AtMost& line) { return at_most(place, a, line, proviso.lapses); },
                        [&](const Withholding& line) { return Exact(a - over_part(place, line.rate) * a); },
                        [&](const GrossedUp& line) { return grossed_up(a, over_part(place, line.rate)); },
                        [&](const ThenPlus& line) { return Exact(a + added(place, line.added)); },
                        [&](const ThenLess& line) { return Exact(a - added(place, line.taken)); },
                        [&](const Recouping& line) { return Exact(a - recouped(place, a, line)); },
                        [&](const FirstFrom& line) { return first_from(place, a, line); },
                        [&](const NothingIfUnder& line) { return nothing_if_under(place, a, line, proviso.lapses); },
                        [&](const Crediting& line) { return crediting(place, a, line); },
                        [&](const HeldBack& line) { return held_back(place, a, line, proviso.lapses); },
                        [&](const Deferred& line) { return deferred(place, a, line, proviso.lapses); },
                        [&](const EitherWay&) { return a; },
                        [](const auto&) -> Exact { throw NotCovered("a line that changes no amount"); },
                    },
                    proviso.form);
}

/// `never below zero, losses carried forward for 8 quarters, using at most 80% of a later profit`: each loss waits until it is used or too
/// old, the oldest is used first. `left`: what is carried on.
Exact Settling::losses_carried(const Place& place, const Exact& amount, const NeverBelowZero& line, Exact* left) {
  struct Loss {
    Date from;  ///< the day after the period that made it
    Exact left;
  };
  std::vector<Loss> losses;
  const auto run = [&](const Place& then, const Exact& a) {
    const Date end = period_at(then).end();
    if (line.carried_for) std::erase_if(losses, [&](const Loss& loss) { return end > contract_.calendar.later(loss.from, *line.carried_for); });
    if (a < 0) {
      losses.push_back({end, -a});
      return Exact(0);
    }
    Exact may_use = a;
    if (line.most_used) may_use = std::min(may_use, not_below_zero(over_part(then, *line.most_used) * a));
    Exact rest = a;
    for (Loss& loss : losses) {
      const Exact used = std::min(may_use, loss.left);
      loss.left -= used;
      may_use -= used;
      rest -= used;
    }
    return rest;
  };
  for (const Past& then : past(place)) {
    if (line_at<NeverBelowZero>(then.place).losses_carried) run(then.place, then.reached);
  }
  const Exact result = run(place, amount);
  if (left != nullptr) {
    for (const Loss& loss : losses) *left += loss.left;
  }
  return result;
}

/// What is too small waits, or is waived.
Exact Settling::nothing_if_under(const Place& place, const Exact& amount, const NothingIfUnder& line, bool lapses) {
  const bool is_carried = line.fate == Fate::carried_forward;
  Exact x = amount;
  if (is_carried) {
    for (const Past& then : past(place)) {
      if (line_at<NothingIfUnder>(then.place).fate == Fate::carried_forward) x += then.reached - then.let_through;
    }
    if (is_last_of_clause(place) && !lapses) return x;
  }
  return x < over_part(place, line.least) ? Exact(0) : x;
}

/// The credit and what was carried of it, as far as it may be taken off. `left`: what is carried on.
Exact Settling::crediting(const Place& place, const Exact& amount, const Crediting& line, Exact* left) {
  Exact carried = 0;
  std::vector<std::pair<Date, Exact>> parts;  // of what is carried, the oldest first, by the day after the period that added it
  const auto run = [&](const Place& then, const Crediting& words, const Exact& a) {
    const Exact added = over_part(then, words.credited);
    if (words.carried_for) {
      std::erase_if(parts, [&](const auto& part) { return contract_.calendar.later(part.first, *words.carried_for) < period_at(then).end(); });
      carried = 0;
      for (const auto& part : parts) carried += part.second;
    }
    const Exact credit = added + carried;
    Exact taken = std::min(credit, not_below_zero(a));
    if (words.most) taken = std::min(taken, Exact(over_part(then, *words.most) * (words.most_of_what_is_due ? not_below_zero(a) : Exact(1))));
    carried = words.rest == Fate::carried_forward ? Exact(credit - taken) : Exact(0);
    parts.emplace_back(period_at(then).end(), added);
    Exact used = taken;
    for (auto& [end, left_of_it] : parts) {
      const Exact now = std::min(used, left_of_it);
      left_of_it -= now;
      used -= now;
    }
    return Exact(a - taken);
  };
  for (const Past& then : past(place)) {
    run(then.place, std::get<Crediting>(versions_[then.place.clause][then.place.version].lines[then.place.line]->form), then.reached);
  }
  const Exact result = run(place, line, amount);
  if (left != nullptr) *left = carried;
  return result;
}

}  // namespace whereas::reference

// The lines beneath a clause, each applied to what the one above lets through. A line's memory is its history, read anew every time.
#include "lang/time/day_count.h"
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

Exact not_below_zero(const Exact& value) { return std::max(value, Exact(0)); }

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

}  // namespace

/// What reaches a line: what the line above lets through, or what the clause pays before its provisos.
Exact Settling::reached(const Place& place) {
  if (place.line == 0) return base(place.clause, place.version, place.settlement);
  return let_through({place.clause, place.version, place.line - 1, place.settlement});
}

/// With the first settlement under a new text: what lines of the text before had kept back that the new text does not have.
Exact Settling::released(check::ClauseId clause, std::size_t v, std::size_t settlement) {
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
  if (!before) return 0;
  Exact sum = 0;
  for (std::size_t i = 0; i < versions[before->first].lines.size(); ++i) {
    const Proviso& line = *versions[before->first].lines[i];
    const auto* cap = std::get_if<AtMost>(&line.form);
    const auto* deferred = std::get_if<Deferred>(&line.form);
    const bool keeps = std::holds_alternative<HeldBack>(line.form) || deferred != nullptr || (cap != nullptr && cap->excess_carried);
    if (!keeps || line.lapses || same_line(versions[before->first], i, versions[v])) continue;
    if (deferred != nullptr && deferred->interest) throw NotCovered("interest on what is deferred, where an amendment leaves the line out");
    const Place last{clause, before->first, i, before->second};
    for (const Past& then : past(last)) sum += then.reached - then.let_through;
    sum += reached(last) - let_through(last);
  }
  return sum;
}

Exact Settling::let_through(const Place& place) {
  if (const auto known = let_through_.find(place); known != let_through_.end()) return known->second;
  if (!being_worked_out_.insert(place).second) throw NotCovered("a clause that looks at its own present");
  const Exact amount = apply(place, reached(place));
  being_worked_out_.erase(place);
  let_through_[place] = amount;
  return amount;
}

/// The earlier settlements in which the clause was in force, under whatever text.
std::vector<Settling::Past> Settling::past(const Place& place) {
  std::vector<Past> result;
  const auto& versions = versions_[place.clause];
  for (std::size_t i = 0; i <= place.settlement; ++i) {
    for (std::size_t v = 0; v < versions.size(); ++v) {
      if (i == place.settlement && v >= place.version) break;
      if (!in_force(place.clause, v, i)) continue;
      const auto line = same_line(versions[place.version], place.line, versions[v]);
      if (!line) continue;
      const Place then{place.clause, v, *line, i};
      result.push_back({i, period_at(then), reached(then), let_through(then)});
    }
  }
  return result;
}

Exact Settling::over_part(const Place& place, const Expression& expression) {
  return measures_.measure(expression, asked(place.clause, in_force(place.clause, place.version, place.settlement), place.settlement));
}

Exact Settling::apply(const Place& place, const Exact& a) {
  const Proviso& proviso = *versions_[place.clause][place.version].lines[place.line];
  const auto unknown = [](const auto&) -> Exact { throw NotCovered("a line that changes no amount"); };
  return std::visit(match{
                        [&](const NeverBelowZero& line) {
                          if (line.most_used) throw NotCovered("losses that use a part of a profit");
                          return line.losses_carried ? losses_carried(place, a, line.carried_for) : not_below_zero(a);
                        },
                        [&](const AtLeast& line) { return line.credited_across ? credited(place, a, line) : at_least(place, a, line); },
                        [&](const AtMost& line) { return at_most(place, a, line, proviso.lapses); },
                        [&](const Withholding& line) { return Exact(a - over_part(place, line.rate) * a); },
                        [&](const ThenPlus& line) { return Exact(a + over_part(place, line.added)); },
                        [&](const ThenLess& line) { return Exact(a - over_part(place, line.taken)); },
                        [&](const Recouping& line) { return Exact(a - recouped(place, a, line)); },
                        [](const FirstFrom&) -> Exact { throw NotCovered("credits"); },
                        [&](const HeldBack& line) { return held_back(place, a, line); },
                        [&](const Deferred& line) { return deferred(place, a, line, proviso.lapses); },
                        [&](const NothingIfUnder& line) { return unknown(line); }, [&](const GrossedUp& line) { return unknown(line); },
                        [&](const Crediting& line) { return unknown(line); }, [&](const LateInterest& line) { return unknown(line); },
                        [&](const EitherWay& line) { return unknown(line); }, [&](const BaseLossesCarried& line) { return unknown(line); },
                        [&](const FromDay& line) { return unknown(line); }, [&](const UntilDay& line) { return unknown(line); },
                        [&](const ThroughDay& line) { return unknown(line); }, [&](const WhileTrue& line) { return unknown(line); },
                        [&](const OnceTrue& line) { return unknown(line); }, [&](const SettledAs& line) { return unknown(line); },
                        [&](const DueAs& line) { return unknown(line); }, [&](const RoundedAs& line) { return unknown(line); },
                        [&](const Prorated& line) { return unknown(line); },
                        [&](const SurvivesTerm& line) { return unknown(line); },
                    },
                    proviso.form);
}

/// `never below zero, losses carried forward for 8 quarters`: each loss waits until it is used or too old, the oldest is used first.
Exact Settling::losses_carried(const Place& place, const Exact& amount, const std::optional<Duration>& carried_for) {
  struct Loss {
    Date from;  ///< the day after the period that made it
    Exact left;
  };
  std::vector<Loss> losses;
  const auto run = [&](const Period& period, const Exact& a) {
    if (a < 0) {
      losses.push_back({period.end(), -a});
      return Exact(0);
    }
    Exact rest = a;
    for (Loss& loss : losses) {
      if (carried_for && period.end() > loss.from.plus(*carried_for)) continue;
      const Exact used = std::min(rest, loss.left);
      loss.left -= used;
      rest -= used;
    }
    return rest;
  };
  for (const Past& then : past(place)) run(then.period, then.reached);
  return run(period_at(place), amount);
}

// --- limits ---------------------------------------------------------------------------------------------------------------------------

/// The last settlement that its own dates allow the clause: what it still keeps back is paid then.
bool Settling::is_last_of_clause(const Place& place) const {
  const auto& periods = schedules_[place.clause].periods;
  const auto& dates = versions_[place.clause][place.version].dates;
  return place.settlement + 1 == periods.size() || (dates && dates->end() <= periods[place.settlement].end());
}

bool Settling::is_last_of(const Place& place, const Period& window) const {
  return is_last_of_clause(place) || !window.contains(schedules_[place.clause].periods[place.settlement + 1].last());
}

/// A window up to the last day of this settlement on which the clause is in force, and not before its own first day.
Period Settling::to_date(const Place& place, const Period& window) {
  return *Period(window.begin(), in_force(place.clause, place.version, place.settlement)->end()).clipped_to(*versions_[place.clause][place.version].dates);
}

Exact Settling::at_least(const Place& place, const Exact& amount, const AtLeast& line) {
  const Period window = *window_holding(period_at(place).last(), line.each).clipped_to(measures_.term());
  if (!is_last_of(place, window)) return amount;
  Exact so_far = 0;
  for (const Past& then : past(place)) {
    if (window.contains(then.period.last())) so_far += then.let_through;
  }
  const Asked over = asked(place.clause, to_date(place, window), place.settlement);
  const Exact least = measures_.measure(line.least, over) * share_of_days(versions_[place.clause][place.version], window, line.each);
  return std::max(amount, Exact(least - so_far));
}

/// max(earned to date, M to date) − paid to date, never below zero.
Exact Settling::credited(const Place& place, const Exact& amount, const AtLeast& line) {
  const Period year = *window_holding(period_at(place).last(), *line.credited_across).clipped_to(measures_.term());
  Exact earned = amount;
  Exact paid_before = 0;
  for (const Past& then : past(place)) {
    if (!year.contains(then.period.last())) continue;
    earned += then.reached;
    paid_before += then.let_through;
  }
  Exact least = 0;
  const auto& schedule = schedules_[place.clause].periods;
  for (const Period& window : contract_.calendar.cut(year, line.each)) {
    // The text that rules at the end of the window says what is guaranteed for it.
    for (std::size_t v = 0; v <= place.version; ++v) {
      const Version& version = versions_[place.clause][v];
      const auto days = version.dates ? window.clipped_to(*version.dates) : std::nullopt;
      const auto same = same_line(versions_[place.clause][place.version], place.line, version);
      if (!days || !same) continue;
      const auto& guarantee = std::get<AtLeast>(version.lines[*same]->form);
      const auto end = std::find_if(schedule.begin(), schedule.end(), [&](const Period& period) { return period.contains(days->last()); });
      const auto settlement = static_cast<std::size_t>(end - schedule.begin());
      if (settlement > place.settlement || (settlement == place.settlement && v != place.version)) continue;
      const auto part = in_force(place.clause, v, settlement);
      if (!part || part->last() != days->last()) continue;
      const Asked over = asked(place.clause, to_date({place.clause, v, *same, settlement}, window), place.settlement);
      least += measures_.measure(guarantee.least, over) * share_of_days(version, window, guarantee.each);
    }
  }
  return not_below_zero(std::max(earned, least) - paid_before);
}

/// min(a, room). With the excess carried forward, what was not let through before comes again; what is still kept at the end of the term is
/// paid with its last settlement, unless it lapses.
Exact Settling::at_most(const Place& place, const Exact& amount, const AtMost& line, bool lapses) {
  const Period window = *window_holding(period_at(place).last(), line.each).clipped_to(measures_.term());
  Exact so_far = 0;
  Exact kept = 0;
  for (const Past& then : past(place)) {
    if (window.contains(then.period.last())) so_far += then.let_through;
    kept += then.reached - then.let_through;
  }
  const Asked over = asked(place.clause, to_date(place, window), place.settlement);
  const Exact most = measures_.measure(line.most, over) * share_of_days(versions_[place.clause][place.version], window, line.each);
  const Exact room = not_below_zero(most - so_far);
  if (!line.excess_carried) return std::min(amount, room);
  if (is_last_of_clause(place) && !lapses) return amount + kept;
  return std::min(Exact(amount + kept), room);
}

// --- what is kept back ------------------------------------------------------------------------------------------------------------------

/// min(rate of max(a, 0), balance); balance: what the advance has paid by the period's last day, less what all clauses have recouped of it.
Exact Settling::recouped(const Place& place, const Exact& amount, const Recouping& line) {
  const Date today = period_at(place).last();
  const Date long_ago = Date::from_days(-1'000'000);
  const Exact balance = not_below_zero(paid_by(line.advance.text, Period::through(long_ago, today)) - recouped_before(line.advance.text, place));
  return std::min(Exact(over_part(place, line.rate) * not_below_zero(amount)), balance);
}

Exact Settling::recouped_before(const std::string& advance, const Place& place) {
  const Date today = period_at(place).last();
  Exact sum = 0;
  for (check::ClauseId clause = 0; clause < versions_.size(); ++clause) {
    for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
      for (std::size_t i = 0; i < versions_[clause][v].lines.size(); ++i) {
        const auto* line = std::get_if<Recouping>(&versions_[clause][v].lines[i]->form);
        if (line == nullptr || line->advance.text != advance) continue;
        for (std::size_t s = 0; s < schedules_[clause].periods.size(); ++s) {
          const Place other{clause, v, i, s};
          const Date day = period_at(other).last();
          const bool is_before = day < today || (day == today && other < place);
          if (is_before && in_force(clause, v, s)) sum += reached(other) - let_through(other);
        }
      }
    }
  }
  return sum;
}

Exact Settling::held_back(const Place& place, const Exact& amount, const HeldBack& line) {
  if (!line.until || line.most_held || line.released_over || !line.releases.empty()) throw NotCovered("money held back for a time, to a limit or released in parts");
  const Date release = line.until->period.in(contract_.calendar).first();
  if (period_at(place).last() < release && !is_last_of_clause(place)) return amount - over_part(place, line.rate) * not_below_zero(amount);
  Exact kept = 0;
  for (const Past& then : past(place)) {
    if (then.period.last() >= release) return amount;  // paid out already
    kept += then.reached - then.let_through;
  }
  return amount + kept;
}

/// Keeps back in the first span; pays 1/n of the balance in each of the n settlements of the second, with the interest gathered until then,
/// which is simple, on the unpaid balance, from the last day of each period to the last day of the next.
Exact Settling::deferred(const Place& place, const Exact& amount, const Deferred& line, bool lapses) {
  const auto span = [&](const DayOrPeriod& first, const DayOrPeriod& last) {
    return Period::through(first.period.in(contract_.calendar).first(), last.period.in(contract_.calendar).last());
  };
  const Period keeping = span(line.from, line.to);
  const Period repaying = span(line.repaid_from, line.repaid_to);
  const Date today = period_at(place).last();
  const Exact now_kept = keeping.contains(today) ? Exact(over_part(place, line.rate) * not_below_zero(amount)) : Exact(0);

  int settlements = 0;
  for (const Period& period : schedules_[place.clause].periods) settlements += repaying.contains(period.last()) ? 1 : 0;
  Exact kept_at_start = 0;
  Exact balance = 0;
  Exact interest = 0;  // gathered and not yet paid
  std::optional<Date> gathered_to;
  std::optional<std::size_t> repaid_in;  // an instalment with each settlement, however many texts share it
  const auto gather = [&](Date day) {
    if (line.interest && gathered_to) interest += balance * over_part(place, *line.interest) * exact(year_fraction(line.day_count, *gathered_to, day));
    gathered_to = day;
  };
  for (const Past& then : past(place)) {
    gather(then.period.last());
    if (keeping.contains(then.period.last())) {
      kept_at_start += then.reached - then.let_through;
      balance += then.reached - then.let_through;
    } else if (repaying.contains(then.period.last()) && repaid_in != then.settlement) {
      repaid_in = then.settlement;
      balance -= kept_at_start / settlements;
      interest = 0;
    }
  }
  gather(today);
  const bool is_end = is_last_of_clause(place) && !lapses;
  if (is_end) return amount + balance + interest;
  if (keeping.contains(today)) return amount - now_kept;
  if (!repaying.contains(today) || repaid_in == place.settlement) return amount;
  return amount + kept_at_start / settlements + interest;
}

}  // namespace whereas::reference

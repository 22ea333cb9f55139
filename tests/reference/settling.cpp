#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

Settling::Settling(const check::CheckedContract& contract, const data::Table& table)
    : contract_(contract), table_(table), measures_(contract, table, [this](const std::string& title, const Period& window) { return paid_by(title, window); }) {
  for (check::ClauseId clause = 0; clause < contract_.clauses.size(); ++clause) {
    schedules_.push_back(schedule_of(clause));
    versions_.push_back(contract_.clauses[clause].clause == nullptr ? std::vector<Version>{} : versions_of(clause));
  }
}

std::vector<ReferencePayment> Settling::pay() {
  if (!contract_.togethers.empty()) throw NotCovered("one cap for several clauses");
  for (const auto& info : contract_.clauses) {
    if (info.for_each) throw NotCovered("a clause for each value of a dimension");
  }
  std::vector<Paid> all;
  for (check::ClauseId clause = 0; clause < contract_.clauses.size(); ++clause) {
    for (auto& one : payments(clause)) all.push_back(std::move(one));
  }
  std::stable_sort(all.begin(), all.end(), [](const Paid& a, const Paid& b) { return a.day < b.day; });
  std::vector<ReferencePayment> result;
  for (auto& one : all) result.push_back(std::move(one.payment));
  return result;
}

Schedule Settling::schedule_of(check::ClauseId clause) const {
  const check::ClauseInfo& info = contract_.clauses[clause];
  const Period& term = measures_.term();
  const auto every = [&](Frequency frequency) { return Schedule{frequency, contract_.calendar.cut(term, frequency)}; };
  if (info.commitment != nullptr) return every(Frequency::year);
  if (info.waterfall != nullptr) return every(info.waterfall->each);
  if (info.settlement.frequency) return every(*info.settlement.frequency);
  std::optional<Frequency> data;  // each data period by itself: of the input that has the longest
  for (const auto& series : table_.series) {
    if (series && (!data || is_shorter(*data, series->frequency))) data = series->frequency;
  }
  return every(data.value_or(Frequency::term));
}

/// The texts that a clause has had, with the days on which each rules.
std::vector<Version> Settling::versions_of(check::ClauseId clause) const {
  const check::ClauseInfo& info = contract_.clauses[clause];
  struct Change {
    Date effective;
    const Clause* text;  ///< nothing: the clause ends
    bool counting_anew = false;
  };
  std::vector<Change> changes{{measures_.term().begin(), info.clause, false}};
  for (const Amendment* amendment : contract_.amendments) {
    const Date effective = amendment->effective.period.in(contract_.calendar).first();
    for (const auto& change : amendment->changes) {
      if (const auto* reads = std::get_if<ClauseNowReads>(&change.form); reads != nullptr && reads->clause.title && reads->clause.title->text == info.title) {
        changes.push_back({effective, &reads->clause, change.counting == syntax::Recount::anew});
      }
      if (const auto* ends = std::get_if<ClauseEnds>(&change.form); ends != nullptr && ends->title.text == info.title) changes.push_back({effective, nullptr, false});
    }
  }
  std::stable_sort(changes.begin() + 1, changes.end(), [](const Change& a, const Change& b) { return a.effective < b.effective; });
  std::vector<Version> versions;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].text == nullptr) continue;
    std::optional<Period> rules = measures_.term().from(changes[i].effective);
    if (rules && i + 1 < changes.size()) rules = rules->before(changes[i + 1].effective);
    if (changes[i].counting_anew) throw NotCovered("an amendment that counts anew");
    versions.push_back(version(*changes[i].text, rules));
    // A clause that an amendment ends is as one that says `until` that day.
    std::optional<Period>& dates = versions.back().dates;
    if (i + 1 < changes.size() && changes[i + 1].text == nullptr && dates) dates = dates->before(changes[i + 1].effective);
  }
  return versions;
}

Version Settling::version(const Clause& text, std::optional<Period> rules) const {
  Version result;
  result.text = &text;
  result.rules = rules;
  result.dates = measures_.term();
  const auto cut = [&](auto change) {
    if (result.dates) result.dates = change(*result.dates);
  };
  for (const auto& proviso : text.provisos) {
    const auto line = [&] { result.lines.push_back(&proviso); };
    std::visit(match{
                   [&](const FromDay& from) { cut([&](const Period& days) { return days.from(from.day.period.in(contract_.calendar).first()); }); },
                   [&](const UntilDay& until) { cut([&](const Period& days) { return days.before(until.day.period.in(contract_.calendar).first()); }); },
                   [&](const ThroughDay& through) { cut([&](const Period& days) { return days.before(through.day.period.in(contract_.calendar).end()); }); },
                   [&](const Prorated& prorated) {
                     if (prorated.by != Prorated::By::days) throw NotCovered("prorated by something other than days");
                     result.prorated = true;
                   },
                   [](const SurvivesTerm&) { throw NotCovered("a clause that survives the term"); },
                   [&](const BaseLossesCarried&) { result.base_losses_carried = true; },
                   [](const EitherWay&) {}, [](const WhileTrue&) {}, [](const OnceTrue&) {}, [](const SettledAs&) {}, [](const DueAs&) {}, [](const RoundedAs&) {},
                   [&](const NeverBelowZero&) { line(); }, [&](const AtLeast&) { line(); }, [&](const AtMost&) { line(); }, [&](const Withholding&) { line(); },
                   [&](const ThenPlus&) { line(); }, [&](const ThenLess&) { line(); }, [&](const Recouping&) { line(); }, [&](const FirstFrom&) { line(); }, [&](const HeldBack&) { line(); },
                   [&](const Deferred&) { line(); },
                   [&](const NothingIfUnder&) { line(); }, [&](const GrossedUp&) { line(); }, [&](const Crediting&) { line(); }, [&](const LateInterest&) { line(); },
               },
               proviso.form);
  }
  return result;
}

/// Nothing after the last day of the data is paid; a deal without inputs runs its whole term.
bool Settling::is_settled(const Period& period) const {
  if (contract_.inputs.empty()) return true;
  return table_.data_ends && period.last() <= *table_.data_ends;
}

std::vector<Settling::Paid> Settling::payments(check::ClauseId clause) {
  if (const auto found = paid_.find(clause); found != paid_.end()) return found->second;
  const check::ClauseInfo& info = contract_.clauses[clause];
  std::vector<Paid> result;
  if (info.commitment != nullptr) {
    result = commitment(clause, *info.commitment);
  } else if (info.waterfall != nullptr) {
    result = waterfall(clause, *info.waterfall);
  } else if (const auto* sums = std::get_if<DatedSums>(&info.clause->amount.form)) {
    result = dated_sums(clause, *sums);
  } else {
    const Schedule& schedule = schedules_[clause];
    for (std::size_t i = 0; i < schedule.periods.size(); ++i) {
      const Period& period = schedule.periods[i];
      if (!is_settled(period)) break;
      if (const auto amount = paid(clause, i)) {
        result.push_back(payment(clause, payee_in(clause, i), period.last(), contract_.calendar.label(period, schedule.frequency), due(clause, period), *amount));
      }
    }
  }
  paid_[clause] = result;
  return result;
}

/// Who is paid by the text in force; that the payee changes inside one settlement is left to others.
check::PartyId Settling::payee_in(check::ClauseId clause, std::size_t settlement) {
  std::optional<check::PartyId> payee;
  for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
    if (!in_force(clause, v, settlement)) continue;
    const Clause& text = *versions_[clause][v].text;
    const auto named = contract_.party_named(text.payee.text);
    if (text.payer.text != contract_.parties[contract_.clauses[clause].payer].name) throw NotCovered("an amendment that changes who pays");
    if (payee && named && *payee != *named) throw NotCovered("an amendment that changes who is paid inside a settlement period");
    payee = named;
  }
  return payee.value_or(contract_.clauses[clause].payee);
}

/// Sums on dates; of the provisos they take only `then plus` and `less`, withholding and the rounding.
std::vector<Settling::Paid> Settling::dated_sums(check::ClauseId clause, const DatedSums& sums) {
  const check::ClauseInfo& info = contract_.clauses[clause];
  std::vector<Paid> result;
  for (const auto& sum : sums.sums) {
    if (sum.day.event) throw NotCovered("days that hang on events");
    const Date falls = sum.day.period.in(contract_.calendar).first();
    const Period day(falls, falls.plus_days(1));
    if (!measures_.term().contains(falls) || !is_settled(day)) continue;
    const Asked on_day{day, &schedules_[clause].periods, {}, falls};
    Exact amount = measures_.measure(sum.amount, on_day);
    for (const Proviso* line : versions_[clause].front().lines) {
      if (const auto* plus = std::get_if<ThenPlus>(&line->form)) amount += measures_.measure(plus->added, on_day);
      if (const auto* less = std::get_if<ThenLess>(&line->form)) amount -= measures_.measure(less->taken, on_day);
      if (const auto* withheld = std::get_if<Withholding>(&line->form)) amount -= measures_.measure(withheld->rate, on_day) * amount;
    }
    if (info.settlement.rounding) amount = rounded(amount, *info.settlement.rounding);
    result.push_back(payment(clause, info.payee, falls, falls.text(), falls, amount));
  }
  return result;
}

/// What one settlement comes to, before rounding; nothing where the clause is not in force.
/// Where an amendment restates it inside the settlement period, each part runs under its own text.
std::optional<Exact> Settling::settle(check::ClauseId clause, std::size_t settlement) {
  std::optional<Exact> amount;
  for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
    if (!in_force(clause, v, settlement)) continue;
    amount = amount.value_or(0) + reached({clause, v, versions_[clause][v].lines.size(), settlement}) + released(clause, v, settlement);
  }
  return amount;
}

std::optional<Exact> Settling::paid(check::ClauseId clause, std::size_t settlement) {
  if (!under_way_.emplace(clause, settlement).second) throw DataFault("a clause looks at what it pays itself in the same settlement");
  const auto amount = settle(clause, settlement);
  under_way_.erase({clause, settlement});
  const auto& rounding = contract_.clauses[clause].settlement.rounding;
  return amount && rounding ? rounded(*amount, *rounding) : amount;
}

/// As paid, for the periods that end in the window; a payment is not split over its period.
Exact Settling::paid_by(const std::string& title, const Period& window) {
  const auto clause = contract_.clause_titled(title);
  if (!clause) throw NotCovered("no clause is titled " + title);
  const check::ClauseInfo& info = contract_.clauses[*clause];
  const bool is_settled_by_period = info.clause != nullptr && !std::holds_alternative<DatedSums>(info.clause->amount.form);
  Exact sum = 0;
  if (!is_settled_by_period) {
    for (const Paid& one : payments(*clause)) {
      if (window.contains(one.day)) sum += one.amount;  // of a commitment or waterfall, the last day of what it is paid for
    }
    return sum;
  }
  const auto& periods = schedules_[*clause].periods;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    if (!window.overlaps(periods[i]) || !is_settled(periods[i])) continue;
    if (periods[i].begin() >= window.begin() && periods[i].end() > window.end()) continue;  // not paid yet when the window ends
    const auto amount = paid(*clause, i);
    if (amount && !window.contains(periods[i])) throw DataFault("a part of the period for which " + title + " was paid is asked for");
    sum += amount.value_or(0);
  }
  return sum;
}

Settling::Paid Settling::payment(check::ClauseId clause, check::PartyId to, Date day, std::string label, std::optional<Date> due_on, const Exact& amount) const {
  const check::ClauseInfo& info = contract_.clauses[clause];
  ReferencePayment result;
  result.title = info.title;
  result.payer = contract_.parties[info.payer].name;
  result.payee = contract_.parties[to].name;
  result.period = std::move(label);
  if (due_on) result.due = due_on->text();
  result.amount = amount_text(amount, info.settlement.rounding);
  if (info.currency) result.currency = contract_.units[*info.currency].singular;
  return {day, std::move(result), amount};
}

std::optional<Date> Settling::due(check::ClauseId clause, const Period& period) const {
  const auto& due = contract_.clauses[clause].settlement.due;
  if (!due) return std::nullopt;
  if (due->counted_in || due->moved_in) throw NotCovered("business days");
  return period.last().plus_days(due->days);
}

Asked Settling::asked(check::ClauseId clause, const std::optional<Period>& window, std::size_t settlement) const {
  const auto& periods = schedules_[clause].periods;
  return {window, &periods, {}, periods[settlement].last()};
}

std::vector<ReferencePayment> pay(const check::CheckedContract& contract, const data::Table& table) {
  if (!table.term && !contract.term) return {};
  if (!contract.events.empty()) throw NotCovered("days that hang on events");
  if (!contract.signed_later.empty()) throw NotCovered("amendments that reach back");
  return Settling(contract, table).pay();
}

}  // namespace whereas::reference

#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

Settling::Settling(const check::CheckedContract& contract, const data::Table& table, const Others& others, std::optional<std::size_t> signed_so_far, const Taken& taken)
    : contract_(contract), table_(table), signed_so_far_(signed_so_far),
      measures_(contract, table, others, {[this](const PaidBy& whose, const Period& window, std::optional<Date> sees_until) { return paid_by(whose, window, sees_until); },
                                          [this](const std::string& name, const Asked& asked) { return balance(name, asked); }},
                signed_so_far, taken),
      obligations_(obligations()) {
  for (ObligationId clause = 0; clause < obligations_.size(); ++clause) {
    lives_.push_back(life_of(clause));
    schedules_.push_back(schedule_of(clause));
    versions_.push_back(versions_of(clause));
  }
}

std::vector<Settling::Paid> Settling::pay() {
  std::vector<Paid> all;
  for (ObligationId clause = 0; clause < obligations_.size(); ++clause) {
    for (auto& one : payments(clause)) {
      fall_due_with_the_difference(one);
      all.push_back(std::move(one));
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Paid& a, const Paid& b) { return a.day < b.day; });
  return all;
}

/// What two parties settle net falls due when the difference does, whatever day the clause or the deal names; a clause that they settle without does not.
void Settling::fall_due_with_the_difference(Paid& paid) const {
  const check::ClauseId written = obligations_[paid.clause].clause;
  for (const check::NetSettlementInfo& net : contract_.net_settlements) {
    const bool one_way = paid.between.payer == net.one && paid.between.payee == net.other;
    const bool other_way = paid.between.payer == net.other && paid.between.payee == net.one;
    if (!net.due || !(one_way || other_way) || std::count(net.without.begin(), net.without.end(), written) > 0) continue;
    const Period& term = *contract_.longest_term;
    const Period window = net.each == Frequency::term ? term : contract_.calendar.holding(paid.day, net.each).clipped_to(term).value_or(term);
    paid.due = due_on(net.due, window);
    paid.payment.due = due_text(net.due, window);
  }
}

/// Nothing after the last day of the data is paid; a deal without inputs runs its whole term.
bool Settling::is_settled(const Period& period) const {
  const bool needs_data = std::any_of(table_.series.begin(), table_.series.end(), [](const auto& series) { return series.has_value(); });
  if (contract_.inputs.empty() || (!needs_data && !table_.data_ends)) return true;
  return table_.data_ends && period.last() <= *table_.data_ends;
}

std::vector<Settling::Paid> Settling::payments(ObligationId clause) {
  if (const auto found = paid_.find(clause); found != paid_.end()) return found->second;
  const check::ClauseInfo& info = info_of(clause);
  std::vector<Paid> result;
  if (info.commitment != nullptr) result = commitment(clause);
  if (info.waterfall != nullptr) result = waterfall(clause);
  for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
    if (!is_on_days(versions_[clause][v].text->amount)) continue;
    for (Paid& one : dated_sums(clause, v)) result.push_back(std::move(one));
  }
  if (info.clause != nullptr) {
    for (Paid& one : charges(clause)) result.push_back(std::move(one));
  }
  for (std::size_t i = 0; info.clause != nullptr && i < schedules_[clause].periods.size(); ++i) {
    const Period& period = schedules_[clause].periods[i];
    if (!is_settled(period)) break;
    for (const Settled& one : settled(clause, i)) {
      const Version& version = versions_[clause][one.version];
      if (one.is_interest_alone && one.amount == 0) continue;
      refuse_below_zero(version, one.amount);
      Paid paid = payment(clause, one.between, period, one.amount);
      paid.rounding = version.settlement.rounding;
      paid.withheld = one.withheld;
      paid.late_interest = one.amount - (paid.rounding ? rounded(one.exact, *paid.rounding) : one.exact);
      if (one.is_interest_alone) paid.payment.title += ", late interest";
      paid.due = due_on(version.settlement.due, period);
      paid.payment.amount = amount_text(one.amount, paid.rounding);
      paid.payment.due = due_text(version.settlement.due, period);
      result.push_back(std::move(paid));
    }
  }
  paid_[clause] = result;
  return result;
}

/// A clause that does not say what a payment below zero is has none.
void Settling::refuse_below_zero(const Version& version, const Exact& amount) const {
  if (amount < 0 && contract_.asked_below_zero.count(version.text) != 0) throw DataFault("a payment below zero, of which its clause says nothing");
}

/// What its lines let through, for each pair of parties; nothing where the clause is not in force.
/// Where an amendment restates it inside the settlement period, each part runs under its own text.
std::vector<Settling::Settled> Settling::through_lines(ObligationId clause, std::size_t settlement) {
  if (const auto known = through_lines_.find({clause, settlement}); known != through_lines_.end()) return known->second;
  std::vector<Settled> result;
  for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
    const Version& version = versions_[clause][v];
    if (is_on_days(version.text->amount) || !in_force(clause, v, settlement)) continue;
    const Exact amount = reached({clause, v, version.lines.size(), settlement});
    if (result.empty() || result.back().between != version.between) result.push_back({version.between, v, 0, 0});
    result.back().version = v;
    result.back().exact += amount;
    result.back().withheld += withheld_in(clause, v, settlement);
  }
  for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
    const auto kept = still_kept(clause, settlement, v);
    if (!kept) continue;
    const auto with = std::find_if(result.begin(), result.end(), [&](const Settled& one) { return one.between == kept->between; });
    if (with == result.end()) result.insert(result.begin(), *kept);
    else with->exact += kept->exact;
  }
  through_lines_[{clause, settlement}] = result;
  return result;
}

/// Where the last day of the clause comes, or of a text behind which another counts anew, and its conditions leave that settlement out: what its lines
/// still keep and are to pay at the end, through the lines beneath that limit every payment or take a part of it.
std::optional<Settling::Settled> Settling::still_kept(ObligationId clause, std::size_t settlement, std::size_t v) {
  const auto& versions = versions_[clause];
  const Version& last = versions[v];
  const Period& period = schedules_[clause].periods[settlement];
  if (v + 1 < versions.size() && versions[v + 1].counts_from == last.counts_from) return std::nullopt;
  if (!last.dates || !period.contains(last.dates->last()) || is_on_days(last.text->amount)) return std::nullopt;
  std::optional<std::pair<std::size_t, std::size_t>> before;  // the version and settlement in which it was last in force
  for (std::size_t i = 0; i <= settlement; ++i) {
    for (std::size_t version = 0; version < versions.size(); ++version) {
      if (versions[version].counts_from == last.counts_from && in_force(clause, version, i)) before = {version, i};
    }
  }
  if (before && before->second == settlement) return std::nullopt;
  if (!before) return std::nullopt;
  bool is_kept = false;
  const Version& kept_under = versions[before->first];
  for (std::size_t i = 0; i < kept_under.lines.size(); ++i) {
    if (!keeps_money(*kept_under.lines[i]) || kept_under.lines[i]->lapses) continue;
    is_kept = is_kept || kept({clause, before->first, i, before->second}) != 0;
  }
  if (is_kept && before->first != v) throw NotCovered("what an earlier text still keeps where the clause is not in force on its last day");
  if (!is_kept) return std::nullopt;
  // For these lines the clause is in force on the days that its words leave it.
  std::optional<Period>& days = in_force_[std::make_tuple(clause, v, settlement)];
  days = period.clipped_to(*last.dates);
  if (days && last.rules) days = days->clipped_to(*last.rules);
  Exact amount = 0;
  for (std::size_t i = 0; i < last.lines.size(); ++i) {
    const Proviso& line = *last.lines[i];
    const auto is = [&](auto form) { return std::holds_alternative<decltype(form)>(line.form); };
    if (line.lapses) {
      if (amount != 0) throw NotCovered("a line that lapses beneath one that is paid at the end, where the clause is not in force");
      continue;
    }
    if (keeps_money(line) || is(AtMost()) || is(NothingIfUnder()) || is(NeverBelowZero()) || is(Withholding()) || is(GrossedUp()) || is(Recouping()) || is(FirstFrom()))
      amount = apply({clause, v, i, settlement}, amount);
  }
  days.reset();
  return Settled{last.between, v, amount, 0};
}

std::vector<Settling::Settled> Settling::settled(ObligationId clause, std::size_t settlement) {
  if (const auto known = settled_.find({clause, settlement}); known != settled_.end()) return known->second;
  if (!under_way_.emplace(clause, settlement).second) throw DataFault("a clause looks at what it pays itself in the same settlement");
  std::vector<Settled> result;
  try {
    result = work_out(clause, settlement);
  } catch (...) {
    under_way_.erase({clause, settlement});
    throw;
  }
  under_way_.erase({clause, settlement});
  settled_[{clause, settlement}] = result;
  return result;
}

/// One cap for several clauses, then interest on what is late, then the rounding.
std::vector<Settling::Settled> Settling::work_out(ObligationId clause, std::size_t settlement) {
  std::vector<Settled> result = through_lines(clause, settlement);
  hold_together(result, clause, settlement);
  for (Settled& one : result) one.amount = one.exact;
  // Whether the clause is in force or not, what is overdue bears interest, as the text says that rules.
  for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
    const Version& version = versions_[clause][v];
    const auto days = version.late != nullptr && !version.late->charged ? bearing(clause, v, schedules_[clause].periods[settlement]) : std::nullopt;
    if (!days) continue;
    auto with = std::find_if(result.begin(), result.end(), [&](const Settled& one) { return one.between == version.between; });
    if (with == result.end()) with = result.insert(result.end(), Settled{version.between, v, 0, 0, 0, true});
    if (with->is_interest_alone) with->version = v;
    with->amount += late_interest(clause, settlement, version, *days);
  }
  for (Settled& one : result) {
    const auto& rounding = versions_[clause][one.version].settlement.rounding;
    if (rounding) one.amount = rounded(one.amount, *rounding);
    if (rounding) one.withheld = rounded(one.withheld, *rounding);
  }
  return result;
}

/// The days of a period on which a text says what is overdue bears: from its own first to the first of the next text, within the term or as long as it survives that.
std::optional<Period> Settling::bearing(ObligationId clause, std::size_t v, const Period& period) const {
  const auto& versions = versions_[clause];
  const bool survives = std::any_of(versions[v].text->provisos.begin(), versions[v].text->provisos.end(), [](const Proviso& line) { return std::holds_alternative<SurvivesTerm>(line.form); });
  auto days = period.clipped_to(survives ? lives_[clause] : measures_.term());
  if (days && versions[v].begins) days = days->from(*versions[v].begins);
  if (days && v + 1 < versions.size() && versions[v + 1].begins) days = days->before(*versions[v + 1].begins);
  return days;
}

/// By the lines of one text.
Exact Settling::withheld_in(ObligationId clause, std::size_t v, std::size_t settlement) {
  const Version& version = versions_[clause][v];
  Exact withheld = 0;
  for (std::size_t line = 0; line < version.lines.size(); ++line) {
    const auto* withholding = std::get_if<Withholding>(&version.lines[line]->form);
    const Place place{clause, v, line, settlement};
    if (withholding != nullptr) withheld += over_part(place, withholding->rate) * reached(place);
  }
  return withheld;
}

Exact Settling::paid_by(const PaidBy& whose, const Period& window, std::optional<Date> sees_until) {
  const auto clause = contract_.clause_titled(whose.title);
  if (!clause) throw NotCovered("no clause is titled " + whose.title);
  std::optional<check::PartyId> receiver;
  if (whose.receiver) receiver = contract_.party_named(*whose.receiver).value();
  Exact sum = 0;
  for (const auto id : obligations_of(*clause, whose.pins)) sum += paid_by(id, whose, receiver, window, sees_until);
  return sum;
}

/// As paid. What is paid for a period that has not ended is not paid yet; what is paid for a period is not split over it.
Exact Settling::paid_by(ObligationId clause, const PaidBy& whose, std::optional<check::PartyId> receiver, const Period& window, std::optional<Date> sees_until) {
  const check::ClauseInfo& info = info_of(clause);
  const auto counts = [&](const Between& between) {
    if (receiver) return between.payee == *receiver ? 1 : between.payer == *receiver ? -1 : 0;
    const auto texts = check::rulings(info);
    const auto hands_out = [&](check::PartyId party) { return std::any_of(texts.begin(), texts.end(), [&](const check::Ruling* text) { return text->payer == party; }); };
    if (info.waterfall == nullptr) return between.payer != info.payer && between.payee == info.payer ? -1 : 1;
    return hands_out(between.payer) ? 1 : hands_out(between.payee) ? -1 : 0;
  };
  const auto is_meant = [&](const Period& period) { return window.overlaps(period) && (!sees_until || period.last() <= *sees_until); };
  Exact sum = 0;
  const auto add = [&](const Period& period, const Between& between, const Exact& amount, const Exact& withheld, const Exact& interest) {
    if (!is_meant(period)) return;
    if (!window.contains(period)) throw DataFault("a part of the period for which " + info.title + " was paid is asked for");
    sum += (amount + (whose.before_withholding ? withheld : Exact(0)) - (whose.without_late_interest ? interest : Exact(0))) * counts(between);
  };
  if (in_the_end_ || info.clause == nullptr) {
    if (!in_the_end_ && !paid_.contains(clause)) payments(clause);
    for (const Paid& one : in_the_end_ ? *in_the_end_ : paid_.at(clause)) {
      if (one.clause == clause) add(one.period, one.between, one.amount, one.withheld, one.late_interest);
    }
    return sum;
  }
  for (std::size_t v = 0; v < versions_[clause].size(); ++v) {
    if (!is_on_days(versions_[clause][v].text->amount)) continue;
    for (const Paid& one : dated_sums(clause, v)) add(one.period, one.between, one.amount, one.withheld, 0);
  }
  for (const Paid& one : charges(clause)) add(one.period, one.between, one.amount, 0, one.amount);
  const auto& periods = schedules_[clause].periods;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    if (!is_meant(periods[i]) || !is_settled(periods[i])) continue;
    for (const Settled& one : settled(clause, i)) {
      const auto& rounding = versions_[clause][one.version].settlement.rounding;
      add(periods[i], one.between, one.amount, one.withheld, one.amount - (rounding ? rounded(one.exact, *rounding) : one.exact));
    }
  }
  return sum;
}

Settling::Paid Settling::payment(ObligationId clause, Between between, const Period& period, const Exact& amount) const {
  const check::ClauseInfo& info = info_of(clause);
  const Schedule& schedule = schedules_[clause];
  ReferencePayment result;
  result.title = info.title;
  for (const Pin& pin : obligations_[clause].pins) result.title += ", " + pin.dimension + " " + pin.values.front();
  result.payer = contract_.parties[between.payer].name;
  result.payee = contract_.parties[between.payee].name;
  const auto place = std::find(schedule.periods.begin(), schedule.periods.end(), period);
  result.period = place == schedule.periods.end() ? period.first().text() : contract_.calendar.label(period, schedule.frequencies[static_cast<std::size_t>(place - schedule.periods.begin())]);
  result.due = due_text(info.settlement.due, period);
  result.amount = amount_text(amount, info.settlement.rounding);
  if (info.currency) result.currency = contract_.units[*info.currency].plural;
  return {period.last(), period, clause, between, std::move(result), amount, due_on(info.settlement.due, period), info.settlement.rounding};
}

/// So many days, or business days, after the last day of the period, or from its first, or back; moved to a business day where the line says so.
std::optional<Date> Settling::due_on(const std::optional<Due>& due, const Period& period) const {
  if (!due) return std::nullopt;
  const auto known = [](const std::optional<Date>& day) {
    if (!day) throw DataFault("the calendar of business days ends");
    return *day;
  };
  const auto calendar = [&](const Name& title) -> const BusinessDays& { return contract_.calendar_titled(title.text)->days; };
  const Date from = due->from_start ? period.first() : period.last();
  Date day = due->before ? from.minus(due->length) : from.plus(due->length);
  if (due->of_month) {
    // The months of the calendar that begin after that day, one by one.
    day = from;
    for (int month = 0; month < due->of_month->months; ++month) {
      do day = day.plus_days(1);
      while (day.day() != 1);
    }
    if (due->of_month->day == 0) day = Date::last_of_month(day.year(), day.month());
    else day = day.plus_days(due->of_month->day - 1);
  }
  if (due->counted_in) {
    const BusinessDays& days = calendar(*due->counted_in);
    day = from;
    for (int i = 0; i < due->length.count; ++i) {
      do day = day.plus_days(due->before ? -1 : 1);
      while (!days.is_open(day) && days.covered().contains(day));
    }
    if (!days.covered().contains(day)) throw DataFault("the calendar of business days ends");
  }
  if (!due->moved_in) return day;
  const BusinessDays& days = calendar(*due->moved_in);
  const int step = due->move == Due::Move::next ? 1 : -1;
  const auto open_on_the_way = [&](int by) -> std::optional<Date> {
    for (Date one = day; days.covered().contains(one); one = one.plus_days(by)) {
      if (days.is_open(one)) return one;
    }
    return std::nullopt;
  };
  const auto one_way = open_on_the_way(step);
  if (!due->within_month) return known(one_way);
  if (one_way && one_way->month() == day.month()) return one_way;
  return known(open_on_the_way(-step));
}

std::optional<std::string> Settling::due_text(const std::optional<Due>& due, const Period& period) const {
  const auto day = due_on(due, period);
  return day ? std::optional(day->text()) : std::nullopt;
}

Asked Settling::asked(ObligationId clause, const std::optional<Period>& window, std::size_t settlement, std::optional<Date> counts_from) const {
  const auto& periods = schedules_[clause].periods;
  const auto& pins = obligations_[clause].pins;
  return {window, &periods, pins, periods[settlement].last(), counts_from, pins};
}

Asked Settling::asked(const Place& place, const std::optional<Period>& window) const {
  const Version& version = versions_[place.clause][place.version];
  return asked(place.clause, window, place.settlement, version.counts_from);
}

}  // namespace whereas::reference

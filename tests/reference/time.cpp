// Days that are named, time as a figure, interest, and what rises from year to year.
#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

// --- days -----------------------------------------------------------------------------------------------------------------------------

Moments::Moments(const check::CheckedContract& contract, const data::Table& table) : contract_(contract) {
  for (const auto& event : contract.events) {
    if (event.day) happened_.emplace(event.name, *event.day);
  }
  for (const auto& event : table.events) happened_.emplace(event.event, event.day);
}

/// Nothing where it hangs on no other day.
std::optional<Date> Moments::happened(const DayOrPeriod& day) const {
  if (!day.event) return std::nullopt;
  const EventDay& words = *day.event;
  Date known = never();
  switch (words.from) {
    case EventDay::From::event: {
      const auto found = happened_.find(words.event.text);
      if (found != happened_.end()) known = found->second;
      break;
    }
    case EventDay::From::start_of_term: known = contract_.term.value().first(); break;
    case EventDay::From::end_of_term: {
      known = contract_.term.value().last();
      if (contract_.ends_on != nullptr) known = std::min(known, last(*contract_.ends_on));
      break;
    }
    case EventDay::From::earlier:
      for (const auto& one : words.of) known = std::min(known, first(one));
      break;
    case EventDay::From::later:
      known = first(words.of.front());
      for (const auto& one : words.of) known = std::max(known, first(one));
      break;
  }
  if (known == never() || !words.moved) return known;
  return words.before ? known.minus(*words.moved) : known.plus(*words.moved);
}

Date Moments::first(const DayOrPeriod& day) const {
  const auto event = happened(day);
  return event ? *event : day.period.in(contract_.calendar).first();
}

check::Effective Moments::effective() const {
  check::Effective days;
  for (const Amendment* amendment : contract_.amendments) {
    const auto day = happened(amendment->effective);
    if (day && *day != never()) days[amendment] = *day;
  }
  return days;
}

Date Moments::last(const DayOrPeriod& day) const {
  const auto event = happened(day);
  return event ? *event : day.period.in(contract_.calendar).last();
}

// --- time as a figure -------------------------------------------------------------------------------------------------------------------

namespace {

/// The settlement period that is paid for.
Period period_of(const Asked& asked) {
  if (asked.sees_until) {
    for (const Period& period : *asked.settlements) {
      if (period.last() == *asked.sees_until) return period;
    }
  }
  if (!asked.window) throw DataFault("the period of a stretch without days");
  return *asked.window;
}

}  // namespace

Date Measures::day_of(const Moment& moment, const Asked& asked) const {
  if (const auto* day = std::get_if<DayOrPeriod>(&moment.form)) return moments_.first(*day);
  if (const auto* row = std::get_if<DayOfRecord>(&moment.form)) return day_of_record(row->record.text, asked);
  const Edge& edge = std::get<Edge>(moment.form);
  Period of = term_;
  if (edge.of == Edge::Of::period) of = period_of(asked);
  if (edge.of == Edge::Of::calendar) of = contract_.calendar.holding(period_of(asked).last(), edge.frequency);
  return edge.is_end ? of.last() : of.first();
}

/// The day of the row for which it is asked, in whatever input that has the row.
Date Measures::day_of_record(const std::string& record, const Asked& asked) const {
  const auto pin = std::find_if(asked.pins.begin(), asked.pins.end(), [&](const Pin& one) { return one.dimension == record && !one.is_not && one.values.size() == 1; });
  if (pin == asked.pins.end()) throw DataFault("the day of one row, asked of several");
  for (check::InputId id = 0; id < contract_.inputs.size(); ++id) {
    const auto& info = contract_.inputs[id];
    if (!info.is_record || contract_.dimensions[info.dimensions.front()].name != record || !table_.series[id]) continue;
    const auto& series = *table_.series[id];
    for (std::size_t row = 0; row < series.columns.size(); ++row) {
      if (series.columns[row].values.front() == pin->values.front()) return series.days[row];
    }
  }
  throw DataFault("a row that no input has");
}

Exact Measures::time_between(const TimeBetween& between, const Asked& asked) const {
  const Date from = day_of(between.from, asked);
  Date until = day_of(between.to, asked);
  if (between.through) {
    if (const auto* day = std::get_if<DayOrPeriod>(&between.to.form)) until = moments_.last(*day);
    until = until.plus_days(1);
  }
  if (from == Moments::never() || until >= Moments::never()) throw DataFault("time is counted to a day that has not come");
  if (until <= from) return 0;
  if (between.counted == TimeBetween::Counted::days) return days_between(from, until);
  const int months = whole_months_between(from, until);
  return between.counted == TimeBetween::Counted::whole_months ? months : months / 12;
}

// --- interest -----------------------------------------------------------------------------------------------------------------------------

/// Where the rate or the amount can change, and where what has accrued is compounded.
std::vector<Period> Measures::stretches(const Interest& node, const Said& said, const Asked& asked) {
  const Said on{&*node.on, said.parameters};
  bool is_by_days = false;
  if (!check::has_window_of_its_own(contract_, *node.on)) {
    for (const auto id : inputs_below(on)) is_by_days = is_by_days || contract_.inputs[id].type.nature == check::Nature::balance;
  }
  const Said rate{&*node.rate, said.parameters};
  if (!check::has_window_of_its_own(contract_, *node.rate)) {
    for (const auto id : inputs_below(rate)) is_by_days = is_by_days || contract_.inputs[id].type.nature == check::Nature::balance;
  }
  Names names = open(rate);
  names.merge(open(on));
  std::vector<Period> result;
  for (const Period& whole : contract_.calendar.cut(*asked.window, node.compounded.value_or(Frequency::term))) {
    for (const Period& part : parts(names, whole, asked)) {
      for (const Period& piece : contract_.calendar.cut(part, is_by_days ? Frequency::day : Frequency::term)) result.push_back(piece);
    }
  }
  return result;
}

Exact Measures::interest(const Interest& node, const Said& said, const Asked& asked) {
  if (!asked.window) return 0;
  const bool looks_elsewhere = check::has_window_of_its_own(contract_, *node.on);
  struct Stretch {
    Period days;
    Exact rate;
    Exact on;
  };
  std::vector<Stretch> all;  // in each of which neither changes, and nothing is compounded
  for (const Period& piece : stretches(node, said, asked)) {
    const Exact rate = measure(Said{&*node.rate, said.parameters}, asked.over(piece));
    const Exact on = measure(Said{&*node.on, said.parameters}, looks_elsewhere ? asked : asked.over(piece));
    const bool is_compounded_before = node.compounded && *node.compounded != Frequency::term && contract_.calendar.holding(piece.first(), *node.compounded).begin() == piece.begin();
    if (!all.empty() && all.back().rate == rate && all.back().on == on && !is_compounded_before) {
      all.back().days = Period(all.back().days.begin(), piece.end());
    } else {
      all.push_back({piece, rate, on});
    }
  }
  Exact joined = 0;
  Exact accrued = 0;  // and not joined
  for (const Stretch& stretch : all) {
    accrued += (stretch.on + joined) * stretch.rate * exact(year_fraction(node.day_count, stretch.days.begin(), stretch.days.end()));
    const bool ends = node.compounded && *node.compounded != Frequency::term && contract_.calendar.holding(stretch.days.last(), *node.compounded).end() == stretch.days.end();
    if (!ends) continue;
    joined += accrued;
    accrued = 0;
  }
  return joined + accrued;
}

// --- indices -----------------------------------------------------------------------------------------------------------------------------

/// Of the last such month that has ended, over the one a year before it, less 1.
Exact Measures::yearly_change(const YearlyChange& node, const Said& said, const Asked& asked) {
  if (!asked.window) throw DataFault("the change of an index over a stretch without days");
  const Date today = asked.window->last();
  const auto month_of = [&](int year) {
    const Date first = Date::of(year, node.month, 1).value();
    return Period(first, first.plus_months(1));
  };
  const int year = month_of(today.year()).last() <= today ? today.year() : today.year() - 1;
  const Said measured{&*node.measured, said.parameters};
  return divided(measure(measured, asked.over(month_of(year))), measure(measured, asked.over(month_of(year - 1)))) - 1;
}

// --- rises --------------------------------------------------------------------------------------------------------------------------------

/// The first day of the deal's second year and of every later one, or the day that is said and the same day of every year after.
std::vector<Date> Measures::rise_days(const Rise& rise, std::optional<Date> counts_from) const {
  std::vector<Date> days;
  if (rise.first_on) {
    const Date first = moments_.first(*rise.first_on);
    for (int years = 0; first.plus_months(12 * years) < run_.end(); ++years) days.push_back(first.plus_months(12 * years));
    return days;
  }
  Date day = std::max(term_.begin(), counts_from.value_or(term_.begin()));
  while ((day = contract_.calendar.holding(day, Frequency::year).end()) < run_.end()) days.push_back(day);
  // `from the third year` leaves out the second.
  days.erase(days.begin(), days.begin() + std::min<std::ptrdiff_t>(rise.first_year - 2, std::ssize(days)));
  return days;
}

/// Each rise adds the rate, as it stood in the year that ends the day before, of what the sum was before it; simple, of what it was at first.
Exact Measures::risen(const Exact& sum, const Rise& rise, Date day, const Asked& asked) {
  const auto measured = [&](const Expression& expression, const Asked& over) { return measure(Said{&expression, nullptr}, over); };
  Exact result = sum;
  for (const Date on : rise_days(rise, asked.counts_from)) {
    if (on > day) break;
    const Period year = rise.first_on ? Period(on.plus_months(-12), on) : contract_.calendar.holding(on.plus_days(-1), Frequency::year);
    const Asked before = asked.over(year.clipped_to(Period(std::min(term_.begin(), on.plus_days(-1)), run_.end())));
    Exact rate = measured(rise.rate, before);
    if (rise.at_least) rate = std::max(rate, measured(*rise.at_least, before));
    if (rise.at_most) rate = std::min(rate, measured(*rise.at_most, before));
    if (rise.never_falling) rate = std::max(rate, Exact(0));
    result += rate * (rise.simple ? sum : result);
    if (rise.rounding) result = rounded(result, *rise.rounding);
  }
  return result;
}

}  // namespace whereas::reference

#include "interpreter/evaluate/due.h"

#include <fmt/format.h>

namespace whereas::evaluate {

namespace {

std::optional<Date> refuse(const check::BusinessCalendar& calendar, const syntax::Due& due, const Period& period, Report& report) {
  report.add(code::calendar_ends)
      .says(fmt::format("the payment for {} falls due on a day beyond the calendar \"{}\"", due.on_its_day ? period.first().text() : period.text(), calendar.title))
      .at(due.span)
      .beside(calendar.declared, fmt::format("it is for {}", calendar.days.covered().text()))
      .help("say which days are closed in more years");
  return std::nullopt;
}

/// The day of a month of the calendar, of those that begin after this day.
Date day_of_month(const syntax::Due::OfMonth& of, Date after) {
  const Date next = after.plus_days(1);
  const Date first = next.day() == 1 ? next : Date::last_of_month(next.year(), next.month()).plus_days(1);
  const Date month = first.plus_months(of.months - 1);
  return of.day == 0 ? Date::last_of_month(month.year(), month.month()) : month.plus_days(of.day - 1);
}

std::optional<Date> moved(const syntax::Due& due, const BusinessDays& days, Date day) {
  if (due.move == syntax::Due::Move::next) return due.within_month ? days.open_from_in_month(day) : days.open_from(day);
  return due.within_month ? days.open_until_in_month(day) : days.open_until(day);
}

}  // namespace

std::optional<Date> due_day(const syntax::Due& due, const Period& period, const check::CheckedContract& contract, Report& report) {
  const Date from = due.from_start ? period.first() : period.last();
  Date day = due.before ? from.minus(due.length) : from.plus(due.length);
  if (due.of_month) day = day_of_month(*due.of_month, from);
  if (due.counted_in) {
    const check::BusinessCalendar& calendar = *contract.calendar_titled(due.counted_in->text);
    const std::optional<Date> counted = due.before ? calendar.days.before(from, due.length.count) : calendar.days.after(from, due.length.count);
    if (!counted) return refuse(calendar, due, period, report);
    day = *counted;
  }
  if (!due.moved_in) return day;
  const check::BusinessCalendar& calendar = *contract.calendar_titled(due.moved_in->text);
  const std::optional<Date> open = moved(due, calendar.days, day);
  return open ? open : refuse(calendar, due, period, report);
}

Period netting_window(const check::NetSettlementInfo& net, Date day, const check::CheckedContract& contract) {
  if (net.each == Frequency::term) return *contract.longest_term;
  const Period whole = contract.calendar.holding(day, net.each);
  return contract.longest_term ? whole.clipped_to(*contract.longest_term).value_or(whole) : whole;
}

}  // namespace whereas::evaluate

#include "interpreter/evaluate/due.h"

#include <fmt/format.h>

namespace whereas::evaluate {

namespace {

std::optional<Date> refuse(const check::BusinessCalendar& calendar, const syntax::Due& due, const Period& period, Report& report) {
  report.add(code::calendar_ends)
      .says(fmt::format("the payment for {} falls due on a day beyond the calendar \"{}\"", period.text(), calendar.title))
      .at(due.span)
      .beside(calendar.declared, fmt::format("it is for {}", calendar.days.covered().text()))
      .help("say which days are closed in more years");
  return std::nullopt;
}

}  // namespace

std::optional<Date> due_day(const syntax::Due& due, const Period& period, const check::CheckedContract& contract, Report& report) {
  const Date from = due.from_start ? period.first() : period.last();
  Date day = due.counted_in ? from : from.plus_days(due.before ? -due.days : due.days);
  if (due.counted_in) {
    const check::BusinessCalendar& calendar = *contract.calendar_titled(due.counted_in->text);
    const std::optional<Date> counted = due.before ? calendar.days.before(from, due.days) : calendar.days.after(from, due.days);
    if (!counted) return refuse(calendar, due, period, report);
    day = *counted;
  }
  if (!due.moved_in) return day;
  const check::BusinessCalendar& calendar = *contract.calendar_titled(due.moved_in->text);
  const std::optional<Date> moved = due.move == syntax::Due::Move::next ? calendar.days.open_from(day) : calendar.days.open_until(day);
  return moved ? moved : refuse(calendar, due, period, report);
}

}  // namespace whereas::evaluate

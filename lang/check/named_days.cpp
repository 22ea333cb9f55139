#include "lang/check/checking.h"
#include "lang/check/nearest.h"

#include <fmt/format.h>

#include <algorithm>

/// The days that words stand for: dates and periods in the deal's calendar, events and what is counted from them.
namespace whereas::check {

using namespace syntax;

namespace {

/// The day of an event; nothing where the contract does not say when it happens, or (reported) has no such event.
std::optional<Date> day_of_event(Checking& checking, const EventDay& day) {
  const auto& events = checking.contract.events;
  if (const EventInfo* event = checking.contract.event_named(day.event.text)) {
    checking.events_used.insert(event->name);
    return event->day;
  }
  auto& diagnostic = checking.report.add(code::unknown_name).says(fmt::format("no event is called \"{}\"", day.event.text)).at(day.event.span);
  if (!offer_nearest(diagnostic, day.event, all_named(events, &EventInfo::name), Written::quoted)) {
    diagnostic.help(fmt::format("declare it: `event \"{}\" on 2026-03-01`, or without a day where data or a scenario will say when", day.event.text));
  }
  return std::nullopt;
}

/// Of a term that ends by notice, the day on which it ends is known only with the notice.
std::optional<Date> end_of_term(Checking& checking, const DayOrPeriod& day, bool is_end) {
  const auto& contract = checking.contract;
  if (!contract.term) {
    checking.report.add(code::setting_missing).says("the deal has no term from which a day could be counted").at(day.span).help("give it one: `term 2026-01-01 to 2028-12-31`");
    return std::nullopt;
  }
  if (!is_end) return contract.term->first();
  if (contract.ends_on == nullptr) return contract.term->last();
  const auto ends = last_day(checking, *contract.ends_on);
  return ends ? std::optional(std::min(*ends, contract.term->last())) : std::nullopt;
}

/// The first or last of several days; nothing where one of them is not known.
std::optional<Date> chosen_of(Checking& checking, const EventDay& day) {
  std::optional<Date> chosen;
  bool all_known = true;
  for (const DayOrPeriod& one : day.of) {
    const auto known = first_day(checking, one);
    all_known = all_known && known;
    if (known) chosen = !chosen ? *known : day.from == EventDay::From::earlier ? std::min(*chosen, *known) : std::max(*chosen, *known);
  }
  return all_known ? chosen : std::nullopt;
}

std::optional<Period> day_of_others(Checking& checking, const DayOrPeriod& day) {
  using From = EventDay::From;
  const EventDay& event = *day.event;
  std::optional<Date> known;
  if (event.from == From::event) known = day_of_event(checking, event);
  else if (!event.of.empty()) known = chosen_of(checking, event);
  else known = end_of_term(checking, day, event.from == From::end_of_term);
  if (!known) return std::nullopt;
  const Date counted = counted_from(event, *known);
  return Period::through(counted, counted);
}

/// Days of a period as written; nothing (reported) where it is of a calendar that the deal does not have.
std::optional<Period> days_of(Checking& checking, const DayOrPeriod& day) {
  if (day.event) return day_of_others(checking, day);
  const Calendar::Kind kind = day.period.kind;
  if (kind != Calendar::Kind::calendar && kind != checking.contract.calendar.kind()) {
    const bool fiscal = kind == Calendar::Kind::fiscal;
    checking.report.add(code::setting_missing)
        .says(fmt::format("the deal does not say when its {} year {}", fiscal ? "fiscal" : "contract", fiscal ? "ends" : "begins"))
        .at(day.span)
        .help(fiscal ? "say it beside the term: `fiscal year ends 30 June`" : "say it beside the term: `contract year begins 1 April`");
    return std::nullopt;
  }
  return day.period.in(checking.contract.calendar);
}

bool counts_from_its_end(const DayOrPeriod& day) {
  if (!day.event) return false;
  return day.event->from == EventDay::From::end_of_term || std::any_of(day.event->of.begin(), day.event->of.end(), counts_from_its_end);
}

}  // namespace

void set_term(Checking& checking, const Term& term, Span span) {
  const auto first = first_day(checking, term.first);
  const auto last = last_day(checking, term.last);
  if (!first || !last) return;
  if (*last < *first) {
    checking.report.add(code::outside_term)
        .says(fmt::format("the term ends on {}, before it begins", last->text()))
        .at(span)
        .offers("the other way round", replace(span, fmt::format("term {} to {}", checking.words(term.last.span), checking.words(term.first.span))));
    return;
  }
  checking.contract.term = Period::through(*first, *last);
  if (!term.ends_on) return;
  if (counts_from_its_end(*term.ends_on)) {
    checking.report.add(code::circular_definition)
        .says("the day on which the term ends is counted from the end of the term")
        .at(term.ends_on->span)
        .help("count it from an event or from the start of the term: `ends 90 days after \"Notice\"`");
    return;
  }
  checking.contract.ends_on = &*term.ends_on;
}

std::optional<Calendar> contract_calendar(Checking& checking, const ContractYear& year, Span span) {
  constexpr int in_every_month = 28;
  constexpr int in_some_month = 31;
  constexpr int february = 2;
  const auto refuse = [&](std::string says) -> Diagnostic& { return checking.report.add(code::no_such_date).says(std::move(says)).at(span); };
  if (!year.months_on && year.day <= in_every_month) return Calendar::contract_beginning(year.month, year.day);
  if (year.month == february && year.day > in_every_month) {
    refuse("not every February has this day, and the contract year would begin on another from time to time").help("begin it on a day from the 1st to the 28th, or in another month");
    return std::nullopt;
  }
  if (year.day <= in_every_month) {
    refuse("every month has the day on which the contract year begins, and months begin on that day").help(fmt::format("leave out what follows `{}`", "contract year begins …"));
    return std::nullopt;
  }
  if (!year.months_on) {
    const std::string_view ending = year.day == in_some_month ? "st" : "th";
    const bool is_last = Date::last_of_month(2023, year.month).day() == year.day;
    auto& diagnostic = checking.report.add(code::two_readings)
                           .says(fmt::format("not every month has a {}{}, and nothing says on which day the others begin", year.day, ending))
                           .at(span)
                           .offers("on that day, or their last", insert_after(span, fmt::format(", months begin on the {}{}, or the last day", year.day, ending)));
    if (is_last) diagnostic.offers("all of them on the last day", insert_after(span, ", months begin on the last day"));
    return std::nullopt;
  }
  const auto made = Calendar::contract_beginning_late(year.month, year.day, *year.months_on == 0 ? in_some_month : *year.months_on);
  if (!made || (*year.months_on != 0 && *year.months_on != year.day)) {
    refuse("the contract year does not begin on the day on which its months begin").help("let both begin on one day: `contract year begins 29 January, months begin on the 29th, or the last day`");
    return std::nullopt;
  }
  return made;
}

void declare_events(Checking& checking) {
  for_each_declared<Event>(checking.program, [&](const Event& event, const program::File&, Span) {
    if (const EventInfo* first = checking.contract.event_named(event.title.text)) {
      checking.report.add(code::defined_twice)
          .says(fmt::format("the event \"{}\" is declared twice", event.title.text))
          .at(event.title.span, "again here")
          .beside(first->declared, "first here")
          .help("leave one of the two lines out");
      return;
    }
    std::optional<Date> day = event.on ? first_day(checking, *event.on) : std::nullopt;
    if (const auto given = checking.happened.find(event.title.text); !event.on && given != checking.happened.end()) day = given->second;
    checking.contract.events.push_back({event.title.text, day, event.title.span});
  });
}

Date counted_from(const EventDay& day, Date happened) {
  if (!day.moved) return happened;
  return day.before ? happened.minus(*day.moved) : happened.plus(*day.moved);
}

std::optional<Date> first_day(Checking& checking, const DayOrPeriod& day) {
  const auto days = days_of(checking, day);
  return days ? std::optional(days->first()) : std::nullopt;
}

std::optional<Date> last_day(Checking& checking, const DayOrPeriod& day) {
  const auto days = days_of(checking, day);
  return days ? std::optional(days->last()) : std::nullopt;
}

}  // namespace whereas::check

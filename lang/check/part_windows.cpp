#include "lang/check/part_windows.h"

#include <fmt/format.h>

#include <array>

namespace whereas::check {

namespace {

std::string_view month_name(int month) {
  constexpr std::array<std::string_view, 12> names{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  return names[static_cast<std::size_t>(month - 1)];
}

}  // namespace

void warn_part_window(Checking& checking, const Period& in_force, Frequency window, Span at, std::string_view what, std::optional<Span> line) {
  if (window == Frequency::term || window == Frequency::day) return;
  const auto term = term_with_its_end(checking);
  const Calendar& calendar = checking.contract.calendar;
  const Period first = calendar.holding(in_force.first(), window);
  const Period last = calendar.holding(in_force.last(), window);
  const bool begins_inside = first.begin() != in_force.begin();
  if (!begins_inside && last.end() == in_force.end()) return;
  const bool is_clauses_own = begins_inside ? in_force.begin() != term->begin() : in_force.end() != term->end();
  Diagnostic& diagnostic = checking.report.add(code::part_window);
  diagnostic.says(fmt::format("the {} {} inside a {}, and {} how much of {} counts there", is_clauses_own ? "clause" : "term", begins_inside ? "begins" : "ends", noun(window), line ? "the clause does not say" : "nothing says", what))
      .at(at)
      .note(fmt::format("it counts whole, also in the {} of {} days", noun(window), begins_inside ? first.clipped_to(in_force)->days() : last.clipped_to(in_force)->days()));
  if (line) return offer_proration(diagnostic, *line);
  diagnostic.help("for fewer there, let a clause pay the tiers itself: under it stands `prorated by days`");
}

void offer_proration(Diagnostic& diagnostic, Span line) {
  diagnostic.offers("to count it by days, add", insert_after(line, "\n    prorated by days"))
      .offers("or by months of thirty days", insert_after(line, "\n    prorated by 30/360"))
      .offers("or by the days of a year", insert_after(line, "\n    prorated by days of the year"))
      .offers("or by whole months", insert_after(line, "\n    prorated by whole months"));
}

std::optional<Period> term_with_its_end(Checking& checking) {
  const auto& term = checking.contract.term;
  const auto last = checking.contract.ends_on == nullptr ? std::nullopt : last_day(checking, *checking.contract.ends_on);
  return term && last && *last < term->last() ? term->before(last->plus_days(1)) : term;
}

Diagnostic* warn_year(Checking& checking, Frequency window, Span at) {
  const auto& term = checking.contract.term;
  if (!term || window != Frequency::year) return nullptr;
  const Period year = checking.contract.calendar.holding(term->first(), Frequency::year);
  if (year.begin() == term->begin()) return nullptr;
  return &checking.report.add(code::year_inside_term)
      .says(fmt::format("a year is counted, and the term begins on {}, inside one", term->first().text()))
      .at(at)
      .note(fmt::format("the first year counted ends on {}", year.last().text()))
      .help(fmt::format("for years that begin with the term write beside it: `contract year begins {} {}`", term->first().day(), month_name(term->first().month())));
}

}  // namespace whereas::check

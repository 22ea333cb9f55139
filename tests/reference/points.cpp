// Rates that change at a point inside a period (docs/language: Rates that change, "From a point"): what is paid of the days that hold the point is so much of
// what the new rate pays, and the rest of what the old one does.
#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

const Comparison& passing(const OnceTrue& once) {
  const Condition* bare = &once.condition;
  while (const auto* grouped = std::get_if<GroupedCondition>(&bare->form)) bare = &*grouped->inside;
  return std::get<Comparison>(bare->form);
}

const Windowed& to_date(const Comparison& comparison) {
  const Expression* bare = &*comparison.left;
  while (const auto* grouped = std::get_if<Grouped>(&bare->form)) bare = &*grouped->inside;
  return std::get<Windowed>(bare->form);
}

}  // namespace

std::vector<const Exception*> Measures::points_of(const std::string& name) const {
  std::vector<const Exception*> points;
  for (const auto& text : texts_of(name)) {
    for (const Exception& exception : text.measure->exceptions) {
      if (exception.once && exception.once->from_that_point) points.push_back(&exception);
    }
  }
  return points;
}

/// How much of what these days add lies past the bound.
Exact Measures::past_the_point(const OnceTrue& once, const Period& part, const Asked& asked) {
  const Comparison& comparison = passing(once);
  const Windowed& figure = to_date(comparison);
  Date begin = term_.begin();
  if (const auto* since = std::get_if<ToDate>(&figure.window)) begin = std::max(begin, contract_.calendar.holding(part.last(), since->since).begin());
  if (asked.counts_from) begin = std::max(begin, *asked.counts_from);
  if (part.begin() < begin) throw DataFault("a point looked for over several windows");
  Asked there{part, asked.settlements, asked.of_clause, asked.sees_until, asked.counts_from, asked.of_clause};
  const auto until = [&](Date end) { return end > begin ? measure(Said{&*figure.measured, nullptr}, there.over(Period(begin, end))) : Exact(0); };
  const Exact bound = measure(Said{&*comparison.right, nullptr}, there);
  const Exact now = until(part.end());
  const Exact before = until(part.begin());
  if (now < before) throw DataFault("what comes together falls");
  if (now == before) return before >= bound ? 1 : 0;
  const auto above = [&](const Exact& value) { return std::max(Exact(value - bound), Exact(0)); };
  return (above(now) - above(before)) / (now - before);
}

/// Of days that hold a point of one of the names: which part lies past it.
std::optional<Exact> Measures::part_past(const Names& names, const Period& part, const Asked& asked) {
  std::optional<Exact> found;
  for (const std::string& name : names) {
    if (name.starts_with("under ")) continue;
    const auto ruling = text_of(name, part.begin());
    for (const Exception* exception : points_of(name)) {
      const bool is_of_text = ruling && std::any_of(ruling->measure->exceptions.begin(), ruling->measure->exceptions.end(), [&](const Exception& one) { return &one == exception; });
      if (!is_of_text) continue;
      if (exception->from && part.begin() < moments_.first(exception->from->day)) continue;
      if (exception->until && part.begin() >= moments_.first(exception->until->day)) continue;
      if (exception->through && part.begin() > moments_.last(exception->through->day)) continue;
      Asked there = asked;
      there.counts_from = ruling->counting_anew ? ruling->from : std::nullopt;
      const Exact past = past_the_point(*exception->once, part, there);
      if (past <= 0 || past >= 1) continue;
      if (found) throw NotCovered("several points in one part");
      found = past;
    }
  }
  return found;
}

bool Measures::is_past(const OnceTrue& once, const Period& part, const Asked& asked) {
  const Exact past = past_the_point(once, part, asked);
  if (past == 0 || past == 1) return past == 1;
  if (!asked.past_points) throw NotCovered("a rate that changes at a point, asked for by itself");
  return *asked.past_points;
}

std::vector<Date> Measures::cuts_at_points(const Names& names, const Period& stretch) const {
  std::vector<Date> cuts;
  for (const std::string& name : names) {
    if (name.starts_with("under ")) continue;
    for (const Exception* exception : points_of(name)) {
      for (const check::InputId id : inputs_below(Said{&*to_date(passing(*exception->once)).measured, nullptr})) {
        if (!table_.series[id] || stands_at_a_moment(id)) continue;
        for (const Period& period : contract_.calendar.cut(stretch, table_.series[id]->frequency)) cuts.push_back(period.begin());
      }
    }
  }
  return cuts;
}

}  // namespace whereas::reference

// What a name means from one day to the next, and the parts in which all that is made of it is measured.
#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

/// What a name means on a day: its text, and how often it has risen by then. Of another contract, how often it has changed.
std::pair<const Expression*, std::ptrdiff_t> Measures::meaning(const std::string& name, const Period& part, const Asked& asked) {
  const auto changed = [&](const std::vector<Date>& days) { return std::count_if(days.begin(), days.end(), [&](Date day) { return day <= part.begin(); }); };
  const auto text = text_of(name, part.begin());
  if (!text) return {nullptr, changed(dates_of_change(name))};
  std::optional<std::size_t> settlement;
  for (std::size_t i = 0; i < asked.settlements->size(); ++i) {
    if ((*asked.settlements)[i].contains(part.last())) settlement = i;
  }
  Asked there = asked;
  there.counts_from = text->counting_anew ? text->from : std::nullopt;
  const std::ptrdiff_t rises = text->measure->rise ? changed(rise_days(*text->measure->rise, there.counts_from)) : 0;
  there.window = part;
  // What holds a point is a part of its own.
  if (!asked.past_points && part_past(Names{name}, part, asked)) return {nullptr, -1 - part.begin().days_since_1970()};
  return {&governing(*text, part.begin(), settlement, there), rises};
}

/// A stretch of days cut at every settlement period and date with which a name can change.
std::vector<Period> Measures::cut(const Names& names, const Period& stretch, const Asked& asked) const {
  if (names.empty()) return {stretch};
  bool has_exceptions = false;
  std::set<Date> dates;
  for (const auto& name : names) {
    for (const auto& text : texts_of(name)) has_exceptions = has_exceptions || !text.measure->exceptions.empty();
    for (const Date date : dates_of_change(name)) dates.insert(date);
  }
  for (const Date date : cuts_at_points(names, stretch)) dates.insert(date);
  std::vector<Period> parts;
  for (const Period& piece : has_exceptions ? in_settlements(stretch, asked) : std::vector<Period>{stretch}) {
    Date begin = piece.begin();
    for (const Date date : dates) {
      if (date <= begin || date >= piece.end()) continue;
      parts.emplace_back(begin, date);
      begin = date;
    }
    parts.emplace_back(begin, piece.end());
  }
  return parts;
}

/// As long as the same text of each name rules it is one part.
std::vector<Period> Measures::parts(const Names& names, const Period& stretch, const Asked& asked) {
  std::vector<Period> parts;
  std::vector<std::pair<const Expression*, std::ptrdiff_t>> rules;  // in the last of them
  for (const Period& part : cut(names, stretch, asked)) {
    std::vector<std::pair<const Expression*, std::ptrdiff_t>> now;
    for (const auto& name : names) now.push_back(meaning(name, part, asked));
    if (!parts.empty() && now == rules) {
      parts.back() = Period(parts.back().begin(), part.end());
    } else {
      parts.push_back(part);
    }
    rules = std::move(now);
  }
  return parts;
}

std::vector<Period> Measures::parts(const std::vector<const Expression*>& expressions, const Period& stretch, const Asked& asked) const {
  Names names;
  for (const Expression* expression : expressions) names.merge(open(Said{expression, nullptr}));
  return cut(names, stretch, asked);
}

}  // namespace whereas::reference

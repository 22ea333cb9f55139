#include "lang/format/layout_parts.h"

namespace whereas::format {

using namespace syntax;

std::vector<Line> Layout::credits(const Credits& credits, Span span) const {
  std::vector<Line> lines;
  Document first = text("credits ") + title(credits.title) + text(" from ") + name(credits.from) + text(" to ") + name(credits.to);
  if (credits.order) {
    using Order = Credits::Order;
    const std::string_view order = *credits.order == Order::soonest_first ? "soonest to expire first" : *credits.order == Order::oldest_first ? "oldest first" : "in the order written";
    first = first + text(",") + break_before(text(std::string(order)));
  }
  lines.push_back(line_of(0, span.begin, first));
  for (const CreditLot& lot : credits.lots) {
    Document words = expression(lot.amount) + text(" from ") + as_written(lot.from.span);
    if (lot.until) words = words + text(" until ") + as_written(lot.until->day.span);
    if (lot.through) words = words + text(" ") + through(*lot.through);
    lines.push_back(line_of(2, lot.span.begin, words));
  }
  return lines;
}

}  // namespace whereas::format

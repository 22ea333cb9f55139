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
    if (lot.bought) {
      using From = CreditLot::Bought::From;
      const std::string each(noun(lot.bought->each));
      Document bought = expression(lot.amount) + text(" each " + each);
      if (lot.bought->from == From::that_period) bought = bought + text(" from that " + each);
      if (lot.bought->from == From::next_period) bought = bought + text(" from the next " + each);
      if (lot.bought->lasting) bought = bought + text(", lasting " + whereas::text(*lot.bought->lasting));
      lines.push_back(line_of(2, lot.span.begin, bought));
      continue;
    }
    Document words = expression(lot.amount) + text(" from ") + as_written(lot.from.span);
    if (lot.until) words = words + text(" until ") + as_written(lot.until->day.span);
    if (lot.through) words = words + text(" ") + through(*lot.through);
    lines.push_back(line_of(2, lot.span.begin, words));
  }
  return lines;
}

}  // namespace whereas::format

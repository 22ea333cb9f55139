#include "lang/format/layout_parts.h"

namespace whereas::format {

using namespace syntax;

std::vector<Line> Layout::commitment(const Commitment& commitment, Span span) const {
  std::vector<Line> lines{line_of(0, span.begin, text("commitment ") + title(commitment.title) + for_each(commitment.for_each))};
  committed(commitment, 2, lines);
  return lines;
}

void Layout::committed(const Commitment& commitment, int indentation, std::vector<Line>& all) const {
  std::vector<Line> lines;
  const auto add = [&](std::uint32_t begin, Document words) { lines.push_back(line_of(indentation + 2, begin, std::move(words))); };

  Document committed = name(commitment.committing) + text(" commits to ") + name(commitment.to) + text(" ") + expression(commitment.total) +
                       text(" of ") + expression(commitment.measure);
  if (commitment.each) committed = committed + break_before(each(*commitment.each));

  if (commitment.price) add(written_.begin_of_word_before(commitment.price->span.begin), text("at ") + expression(*commitment.price));
  for (const Minimum& each : commitment.minimums) add(each.span.begin, minimum(each));
  if (const auto& shortfall = commitment.shortfall) {
    Document paid = text("pays ");
    if (shortfall->share) paid = paid + expression(*shortfall->share) + text(" of ");
    paid = paid + text(shortfall->is_paid ? "any shortfall" : "no shortfall");
    if (shortfall->due) paid = paid + text(", ") + as_written(shortfall->due->span);
    add(shortfall->span.begin, paid);
  }
  if (const auto& excess = commitment.excess) {
    const Document most = excess->at_most ? text(", at most ") + expression(*excess->at_most) : Document();
    add(excess->span.begin, excess->is_carried ? text("excess carried forward" + (excess->carried_for ? " for " + whereas::text(*excess->carried_for) : std::string())) + most : text("excess lapses"));
  }
  if (const auto& made_up = commitment.made_up) {
    add(made_up->span.begin, text("any shortfall made up within " + whereas::text(made_up->within) + " is paid back"));
  }
  for (const Proviso& each : commitment.provisos) add(each.span.begin, proviso(each));
  in_order_written(lines);
  all.push_back(line_of(indentation, commitment.committing.span.begin, committed));
  all.insert(all.end(), lines.begin(), lines.end());
}

Document Layout::minimum(const Minimum& minimum) const {
  const Document least = text("at least ") + expression(minimum.least);
  return std::visit(match{
                        [&](const Minimum::In& in) { return least + text(" in ") + as_written(in.period.span); },
                        [&](const Minimum::Each& window) { return least + break_before(each(window.window)); },
                        [&](const Minimum::By& by) { return least + text(" by ") + as_written(by.day.span); },
                    },
                    minimum.when);
}

}  // namespace whereas::format

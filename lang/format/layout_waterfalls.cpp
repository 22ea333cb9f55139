#include "lang/format/layout_parts.h"

namespace whereas::format {

using namespace syntax;

std::vector<Line> Layout::waterfall(const Waterfall& waterfall, Span span) const {
  std::vector<Line> lines{line_of(0, span.begin, text(waterfall.is_split ? "split " : "waterfall ") + title(waterfall.title) + for_each(waterfall.for_each) + text(" ") + handed_from(waterfall))};
  steps(waterfall, 2, span, lines);
  return lines;
}

Document Layout::handed_from(const Waterfall& waterfall) const {
  return text("of ") + expression(waterfall.cash) + break_before(each(waterfall.each)) + break_before(text("from ") + name(waterfall.from));
}

void Layout::steps(const Waterfall& waterfall, int indentation, Span span, std::vector<Line>& lines) const {
  std::vector<Line> below;
  for (const WaterfallStep& each : waterfall.steps) {
    const std::string_view begins = waterfall.is_split ? "" : &each == &waterfall.steps.front() ? "first " : "then ";
    below.push_back(line_of(indentation, each.span.begin, text(std::string(begins)) + step(each)));
  }
  for (const WaterfallReturn& each : waterfall.returns) below.push_back(line_of(indentation, each.span.begin, returned(each)));
  if (waterfall.remainder_to) {
    below.push_back(line_of(indentation, written_.find("remainder", waterfall.steps.back().span.end, span.end).value_or(span.end),
                            text("remainder to ") + name(*waterfall.remainder_to)));
  }
  for (const Proviso& each : waterfall.provisos) below.push_back(line_of(indentation, each.span.begin, proviso(each)));
  in_order_written(below);
  lines.insert(lines.end(), below.begin(), below.end());
}

Document Layout::step(const WaterfallStep& step) const {
  std::vector<Document> shares;
  for (const WaterfallShare& share : step.shares) {
    shares.push_back((share.share ? expression(*share.share) : text("the rest")) + text(" to ") + name(share.party));
  }
  Document words = text(step.in_proportion ? "in proportion: " : "") + listed(shares);
  for (const WaterfallTarget& each : step.until) {
    const std::string_view joined = &each == &step.until.front() ? "until " : step.any_ends_it ? "or " : "and ";
    words = words + break_before(text(std::string(joined)) + target(each));
  }
  if (step.at_most) words = words + text(",") + break_before(text("at most ") + expression(*step.at_most));
  if (step.unpaid == WaterfallStep::Unpaid::carried) words = words + text(",") + break_before(text("unpaid carried forward"));
  if (step.unpaid == WaterfallStep::Unpaid::lapses) words = words + text(",") + break_before(text("unpaid lapses"));
  return words;
}

Document Layout::target(const WaterfallTarget& target) const {
  using Kind = WaterfallTarget::Kind;
  const Document party = name(target.party);
  if (target.kind == Kind::received) return party + text(" has received ") + expression(target.amount);
  if (target.kind == Kind::has_share_of_profit) {
    const Document words = party + text(" has ") + expression(target.amount) + text(" of profit");
    return target.on ? words + break_before(text("above ") + expression(*target.on)) : words;
  }
  Document words = party + text(" has earned ") + expression(target.amount) + text(" a year");
  if (target.compounding == WaterfallTarget::Compounding::compounded) words = words + text(" compounded");
  if (target.compounding == WaterfallTarget::Compounding::simple) words = words + text(" simple");
  if (target.on) words = words + break_before(text("on ") + expression(*target.on));
  if (target.counted) {
    words = words + text(",") + break_before(text(target.counted_from_end ? "counted from the end of " : "counted from the start of ") + each(*target.counted));
  }
  if (target.first == WaterfallTarget::First::capital) words = words + text(",") + break_before(text("capital before return"));
  if (target.first == WaterfallTarget::First::profit) words = words + text(",") + break_before(text("return before capital"));
  if (target.day_count) words = words + text(", " + std::string(whereas::words(*target.day_count)));
  return words;
}

Document Layout::returned(const WaterfallReturn& returned) const {
  Document words = name(returned.party) + text(" returns to ") + name(returned.to) + text(" what exceeds ") + expression(returned.share) + text(" of ");
  words = words + (returned.of ? expression(*returned.of) : text("profit"));
  if (returned.above) words = words + break_before(text("above ") + expression(*returned.above));
  if (returned.at_most) words = words + text(",") + break_before(text("at most ") + expression(*returned.at_most) + text(" of what it received"));
  return words;
}

}  // namespace whereas::format

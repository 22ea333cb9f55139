#include "lang/syntax/tree_printer.h"

#include <string_view>

// Waterfalls and splits as lines.
namespace whereas::syntax {

namespace {

std::string words(const WaterfallTarget& target) {
  using Kind = WaterfallTarget::Kind;
  const std::string& party = target.party.text;
  if (target.kind == Kind::received) return party + " has received";
  if (target.kind == Kind::has_share_of_profit) return party + " has of profit";
  std::string line = party + " has earned a year";
  if (target.compounding == WaterfallTarget::Compounding::compounded) line += " compounded";
  if (target.compounding == WaterfallTarget::Compounding::simple) line += " simple";
  if (target.counted) line += fmt::format(", counted from the {} of each {}", target.counted_from_end ? "end" : "start", noun(*target.counted));
  if (target.first == WaterfallTarget::First::capital) line += ", capital before return";
  if (target.first == WaterfallTarget::First::profit) line += ", return before capital";
  if (target.day_count) line += fmt::format(", {}", whereas::words(*target.day_count));
  return line;
}

std::string_view words(WaterfallStep::Unpaid unpaid) {
  switch (unpaid) {
    case WaterfallStep::Unpaid::not_said: break;
    case WaterfallStep::Unpaid::carried: return ", unpaid carried forward";
    case WaterfallStep::Unpaid::lapses: return ", unpaid lapses";
  }
  return "";
}

}  // namespace

void TreePrinter::node(const WaterfallStep& step) {
  line("step{}{}", step.in_proportion ? " in proportion" : "", words(step.unpaid));
  under([&] {
    for (const WaterfallShare& share : step.shares) {
      if (share.share) {
        part("to " + share.party.text, *share.share);
      } else {
        line("the rest to {}", share.party.text);
      }
    }
    for (const WaterfallTarget& target : step.until) {
      const std::string_view joined = &target == &step.until.front() ? "until" : step.any_ends_it ? "or" : "and";
      part(fmt::format("{} {}", joined, words(target)), target.amount);
      if (!target.on) continue;
      under([&] { part(target.kind == WaterfallTarget::Kind::earned ? "on" : "above", *target.on); });
    }
    if (step.at_most) part("at most", *step.at_most);
  });
}

void TreePrinter::node(const Waterfall& waterfall) {
  line("{} {}{} each {} from {}", waterfall.is_split ? "split" : "waterfall", quoted(waterfall.title), waterfall.for_each ? " for each " + waterfall.for_each->text : "", noun(waterfall.each), waterfall.from.text);
  under([&] {
    part("of", waterfall.cash);
    for (const WaterfallStep& step : waterfall.steps) node(step);
    for (const WaterfallReturn& returned : waterfall.returns) {
      part(fmt::format("{} returns to {} what exceeds{}", returned.party.text, returned.to.text, returned.of ? "" : " of profit"), returned.share);
      under([&] {
        if (returned.of) part("of", *returned.of);
        if (returned.above) part("above", *returned.above);
        if (returned.at_most) part("at most of what it received", *returned.at_most);
      });
    }
    if (waterfall.remainder_to) line("remainder to {}", waterfall.remainder_to->text);
    for (const Proviso& proviso : waterfall.provisos) node(proviso);
  });
}

}  // namespace whereas::syntax

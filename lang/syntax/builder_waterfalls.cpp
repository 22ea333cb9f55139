#include "lang/syntax/part.h"

// Waterfalls and splits: grammar/declarations.h.
namespace whereas::syntax {

void Builder::step_share(Matched matched) {
  Part part = open(matched);
  WaterfallShare share{part.take_if_any<Expression>(), part.take<Name>(), part.span()};
  if (!share.share && !part.said("rest")) open_step(share.party, part.span());
  part.becomes(std::move(share));
}

void Builder::target(Matched matched) {
  Part part = open(matched);
  using Kind = WaterfallTarget::Kind;
  WaterfallTarget target{Kind::has_share_of_profit, part.take<Name>(), part.take<Expression>(), part.take_if_any<Expression>(), {}, {}, false, {}, {}, {}};
  if (part.said("received")) target.kind = Kind::received;
  if (part.said("earned")) {
    using Compounding = WaterfallTarget::Compounding;
    target.kind = Kind::earned;
    if (part.said("compounded")) target.compounding = Compounding::compounded;
    if (part.said("simple")) target.compounding = Compounding::simple;
    target.counted = part.take_if_any<Frequency>();
    target.counted_from_end = part.said("end");
    target.day_count = part.take_if_any<DayCount>();
    const std::optional<Word> first = part.first_said_of({"capital", "return"});
    if (first) target.first = *first == "capital" ? WaterfallTarget::First::capital : WaterfallTarget::First::profit;
  }
  refuse_options_twice(part);
  target.span = part.span();
  part.becomes(std::move(target));
}

void Builder::step(Matched matched) {
  Part part = open(matched);
  WaterfallStep step;
  step.shares = part.take_all<WaterfallShare>();
  step.in_proportion = part.said("proportion");
  step.until = part.take_all<WaterfallTarget>();
  step.any_ends_it = part.said("or");
  step.at_most = part.take_if_any<Expression>();
  if (part.said("unpaid")) step.unpaid = part.said("lapses") ? WaterfallStep::Unpaid::lapses : WaterfallStep::Unpaid::carried;
  refuse_options_twice(part);
  step.span = part.span();
  part.becomes(std::move(step));
}

void Builder::returned(Matched matched) {
  Part part = open(matched);
  const bool of_profit = part.said("profit");
  const bool has_most = part.said("most");
  WaterfallReturn returned{part.take<Name>(), part.take<Name>(), part.take<Expression>(), {}, {}, {}, part.span()};
  if (!of_profit) returned.of = part.take<Expression>();
  if (of_profit && part.said("above")) returned.above = part.take<Expression>();
  if (has_most) returned.at_most = part.take<Expression>();
  part.becomes(std::move(returned));
}

/// What stands behind its title.
void Builder::handed_out(Matched matched) {
  Part part = open(matched);
  Waterfall waterfall{{},                 part.take<Expression>(),        part.take<Frequency>(),
                      part.take<Name>(),  part.take_all<WaterfallStep>(), part.take_all<WaterfallReturn>(),
                      part.take_if_any<Name>(), part.take_all<Proviso>()};
  refuse_options_twice(part);
  part.becomes(std::move(waterfall));
}

void Builder::waterfall(Matched matched) {
  Part part = open(matched);
  Waterfall waterfall = part.take<Waterfall>();
  waterfall.is_split = part.said("split");
  waterfall.title = part.take<Name>();
  if (auto each = part.take_if_any<Dimensions>()) waterfall.for_each = std::move(each->names.front());
  declare(part, std::move(waterfall));
}

}  // namespace whereas::syntax

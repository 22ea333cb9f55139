#include "lang/syntax/part.h"

#include <fmt/format.h>

// What a party commits to buy: grammar/commitments.h.
namespace whereas::syntax {

void Builder::minimum(Matched matched) {
  Part part = open(matched);
  Expression least = part.take<Expression>();
  const auto make = [&](Minimum::When when) { part.becomes(Minimum{std::move(least), std::move(when), part.span()}); };
  if (const auto window = part.take_if_any<Frequency>()) return make(Minimum::Each{*window});
  if (part.said("by")) return make(Minimum::By{part.take<DayOrPeriod>()});
  make(Minimum::In{part.take<DayOrPeriod>()});
}

void Builder::price(Matched matched) {
  Part part = open(matched);
  Price price{part.take<Expression>(), part.span()};
  part.becomes(std::move(price));
}

void Builder::shortfall(Matched matched) {
  Part part = open(matched);
  Shortfall shortfall{!part.said("no"), part.take_if_any<Expression>(), part.take_if_any<Due>(), part.span()};
  part.becomes(std::move(shortfall));
}

void Builder::excess(Matched matched) {
  Part part = open(matched);
  Excess excess{part.said("carried"), part.take_if_any<Expression>(), part.span()};
  if (part.has<Duration>()) excess.carried_for = lasting(part);
  part.becomes(std::move(excess));
}

void Builder::made_up(Matched matched) {
  Part part = open(matched);
  part.becomes(MadeUp{lasting(part), part.span()});
}

/// What stands below its title.
void Builder::committed(Matched matched) {
  Part part = open(matched);
  // Of these lines there is one, or the last would quietly rule.
  const auto once = [&]<typename Line>(std::vector<Line> lines, std::string_view what) -> std::optional<Line> {
    if (lines.empty()) return std::nullopt;
    if (lines.size() > 1) {
      fault(code::defined_twice)
          .says(fmt::format("the commitment says {} twice", what))
          .at(lines[1].span, "again here")
          .beside(lines[0].span, "first here")
          .help("keep the line that is meant");
    }
    return std::move(lines.front());
  };
  Commitment commitment{{},
                        part.take<Name>(),
                        part.take<Name>(),
                        part.take<Expression>(),
                        part.take<Expression>(),
                        std::nullopt,
                        part.span(),
                        std::nullopt,
                        part.take_all<Minimum>(),
                        once(part.take_all<Shortfall>(), "what is paid of a shortfall"),
                        once(part.take_all<Excess>(), "what becomes of an excess"),
                        once(part.take_all<MadeUp>(), "how a shortfall is made up"),
                        part.take_all<Proviso>()};
  if (const auto window = once(part.take_all<TierWindow>(), "over what it counts")) {
    commitment.each = window->window;
    commitment.each_span = window->span;
  }
  if (auto price = once(part.take_all<Price>(), "its price")) commitment.price = std::move(price->amount);
  part.becomes(std::move(commitment));
}

void Builder::commitment(Matched matched) {
  Part part = open(matched);
  Commitment commitment = part.take<Commitment>();
  commitment.title = part.take<Name>();
  if (auto each = part.take_if_any<Dimensions>()) commitment.for_each = std::move(each->names.front());
  declare(part, std::move(commitment));
}

}  // namespace whereas::syntax

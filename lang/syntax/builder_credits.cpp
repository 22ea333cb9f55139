#include "lang/syntax/letters.h"
#include "lang/syntax/part.h"

#include <fmt/format.h>

// What a party may use in place of money: grammar/credits.h.
namespace whereas::syntax {

void Builder::credits_order(Matched matched) {
  Part part = open(matched);
  if (part.said("soonest")) return part.becomes(Credits::Order::soonest_first);
  part.becomes(part.said("oldest") ? Credits::Order::oldest_first : Credits::Order::as_written);
}

/// `bought each month from that month, lasting 12 months`
CreditLot Builder::lot_bought(Part& part, Expression amount) {
  CreditLot::Bought bought;
  bought.span = part.span();
  bought.span.begin = amount.span.end;
  while (is_blank(text_[bought.span.begin])) ++bought.span.begin;
  bought.each = part.take<Frequency>();
  if (const auto from = part.take_if_any<Frequency>()) {
    bought.from = part.said("next") ? CreditLot::Bought::From::next_period : CreditLot::Bought::From::that_period;
    if (*from != bought.each && !faulty_) {
      fault(code::syntax)
          .says(fmt::format("what is bought each {0} can be used from that {0} or from the next, not from a {1}", noun(bought.each), noun(*from)))
          .at(bought.span)
          .help(fmt::format("write `from that {0}` or `from the next {0}`", noun(bought.each)));
    }
  }
  if (part.has<Duration>()) bought.lasting = lasting(part);
  CreditLot lot{std::move(amount), {}, std::nullopt, std::nullopt, part.span()};
  lot.from.span = bought.span;
  lot.bought = bought;
  return lot;
}

void Builder::lot(Matched matched) {
  Part part = open(matched);
  Expression amount = part.take<Expression>();
  if (!part.has<DayOrPeriod>()) return part.becomes(lot_bought(part, std::move(amount)));
  CreditLot lot{std::move(amount), part.take<DayOrPeriod>(), std::nullopt, std::nullopt, part.span()};
  if (auto end = part.take_if_any<Proviso>()) {
    if (auto* until = std::get_if<UntilDay>(&end->form)) lot.until = std::move(*until);
    if (auto* through = std::get_if<ThroughDay>(&end->form)) lot.through = std::move(*through);
  }
  part.becomes(std::move(lot));
}

void Builder::credits(Matched matched) {
  Part part = open(matched);
  Credits credits{part.take<Name>(), part.take<Name>(), part.take<Name>(), part.take_if_any<Credits::Order>(), part.take_all<CreditLot>()};
  declare(part, std::move(credits));
}

/// `first from "Compute credits", the rest at 150%`
void Builder::first_from(Matched matched) {
  Part part = open(matched);
  FirstFrom first{part.take<Name>(), part.take_if_any<Expression>()};
  make_proviso(part, std::move(first));
}

}  // namespace whereas::syntax

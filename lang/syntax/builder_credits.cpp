#include "lang/syntax/part.h"

// What a party may use in place of money: grammar/credits.h.
namespace whereas::syntax {

void Builder::credits_order(Matched matched) {
  Part part = open(matched);
  if (part.said("soonest")) return part.becomes(Credits::Order::soonest_first);
  part.becomes(part.said("oldest") ? Credits::Order::oldest_first : Credits::Order::as_written);
}

void Builder::lot(Matched matched) {
  Part part = open(matched);
  CreditLot lot{part.take<Expression>(), part.take<DayOrPeriod>(), std::nullopt, std::nullopt, part.span()};
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

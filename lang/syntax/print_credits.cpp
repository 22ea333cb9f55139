#include "lang/syntax/tree_printer.h"

namespace whereas::syntax {

namespace {

std::string_view order_words(Credits::Order order) {
  switch (order) {
    case Credits::Order::as_written: return "in the order written";
    case Credits::Order::oldest_first: return "oldest first";
    case Credits::Order::soonest_first: return "soonest to expire first";
  }
  return "";
}

}  // namespace

void TreePrinter::node(const Credits& credits) {
  line("credits {} from {} to {}{}", quoted(credits.title), credits.from.text, credits.to.text, credits.order ? fmt::format(", {}", order_words(*credits.order)) : "");
  under([&] {
    for (const CreditLot& lot : credits.lots) {
      if (lot.bought) {
        using From = CreditLot::Bought::From;
        const std::string_view from = lot.bought->from == From::that_period ? ", from that period" : lot.bought->from == From::next_period ? ", from the next period" : "";
        part(fmt::format("each {}{}{}", noun(lot.bought->each), from, lot.bought->lasting ? ", lasting " + whereas::text(*lot.bought->lasting) : ""), lot.amount);
        continue;
      }
      std::string days = "from " + words(lot.from);
      if (lot.until) days += " until " + words(lot.until->day);
      if (lot.through) days += " through " + words(lot.through->day);
      part(days, lot.amount);
    }
  });
}

}  // namespace whereas::syntax

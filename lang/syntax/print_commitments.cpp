#include "lang/syntax/tree_printer.h"

#include "lang/syntax/box.h"

namespace whereas::syntax {

namespace {

std::string words(const Minimum::When& when) {
  return std::visit(match{
                        [](const Minimum::In& in) { return "in " + whereas::syntax::words(in.period); },
                        [](const Minimum::Each& each) { return fmt::format("each {}", noun(each.window)); },
                        [](const Minimum::By& by) { return "by " + whereas::syntax::words(by.day); },
                    },
                    when);
}

}  // namespace

void TreePrinter::node(const Commitment& commitment) {
  line("commitment {}{}", quoted(commitment.title), commitment.for_each ? " for each " + commitment.for_each->text : "");
  under([&] {
    line("{} commits to {}", commitment.committing.text, commitment.to.text);
    part("total", commitment.total);
    part("of", commitment.measure);
    if (commitment.each) line("{}", *commitment.each == Frequency::term ? "over the term" : fmt::format("each {}", noun(*commitment.each)));
    for (const Minimum& minimum : commitment.minimums) part("at least " + words(minimum.when), minimum.least);
    if (commitment.price) part("at", *commitment.price);
    if (const auto& shortfall = commitment.shortfall) {
      line("pays {} shortfall{}", shortfall->is_paid ? "any" : "no", shortfall->due ? ", " + words(*shortfall->due) : "");
      if (shortfall->share) under([&] { part("only", *shortfall->share); });
    }
    if (const auto& excess = commitment.excess) {
      line("excess {}{}", excess->is_carried ? "carried forward" : "lapses", excess->carried_for ? " for " + whereas::text(*excess->carried_for) : "");
      if (excess->at_most) under([&] { part("at most", *excess->at_most); });
    }
    if (commitment.made_up) line("any shortfall made up within {} is paid back", whereas::text(commitment.made_up->within));
    for (const Proviso& proviso : commitment.provisos) node(proviso);
  });
}

}  // namespace whereas::syntax

#include "interpreter/evaluate/engine.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

/// What is paid with credits in place of money: from the lots that can be used for the whole settlement period, in the order that the
/// contract says (docs/language: Credits).
namespace whereas::evaluate {

namespace {

std::string lot_words(const plan::CreditLot& lot) {
  return lot.end ? fmt::format("from {} through {}", lot.from.text(), lot.end->plus_days(-1).text()) : fmt::format("from {}", lot.from.text());
}

bool covers(const plan::CreditLot& lot, const Period& period) { return lot.from <= period.begin() && (!lot.end || period.end() <= *lot.end); }

}  // namespace

Figure Evaluation::Engine::first_from(const plan::FirstFrom& first, const Settling& settling, const Figure& reaching, Span said) {
  const plan::Credits& credits = plan_.credits[first.credits];
  std::vector<Account>& used = credits_used_[first.credits];
  used.resize(credits.lots.size());
  Figure needed = reaching;
  std::vector<ReasonId> parts;
  if (derives()) parts.push_back(reaching.why);
  for (std::size_t lot = 0; lot < credits.lots.size() && needed.value.sign() > 0; ++lot) {
    if (!covers(credits.lots[lot], settling.window)) continue;
    const Figure taken = from_lot(credits.lots[lot], settling, used[lot], reaching, needed);
    if (!taken.value.is_zero()) needed = because(Rule::difference, needed.value - taken.value, "still to be paid", settling.window, said, {needed.why, taken.why});
    if (derives() && !taken.value.is_zero()) parts.push_back(taken.why);
  }
  const Figure left = because(Rule::difference, needed.value, fmt::format("what \"{}\" does not pay", credits.title), settling.window, said, std::move(parts));
  if (!first.rest_at || left.value.sign() <= 0) return left;
  const Figure rate = value(*first.rest_at, settling.asking());
  return because(Rule::product, rate.value * left.value, "the rest, at its rate", settling.window, said, {rate.why, left.why});
}

/// What a lot holds: what is written, or what was bought in its month (…).
Figure Evaluation::Engine::granted_in(const plan::CreditLot& lot, const Asking& asking) {
  if (!lot.bought_in) return value(lot.amount, asking);
  const Figure bought = value(lot.amount, {*lot.bought_in, 0, asking.schedule});
  return because(Rule::same, bought.value, "bought", lot.bought_in, lot.said, {bought.why});
}

/// What one lot pays of what is still needed.
Figure Evaluation::Engine::from_lot(const plan::CreditLot& lot, const Settling& settling, Account& used, const Figure& reaching, const Figure& needed) {
  const Figure granted = granted_in(lot, settling.asking());
  const Figure earlier = recalled(used, "used before", std::nullopt, lot.said);
  const Figure left = because(Rule::difference, granted.value - earlier.value, "left of the lot", std::nullopt, lot.said, {granted.why, earlier.why});
  const Figure asked = because(Rule::same, needed.value, needed.value == reaching.value ? "to be paid" : "still to be paid", settling.window, lot.said, {needed.why});
  const Figure taken = because(Rule::least, min(left.value, asked.value), fmt::format("paid from the lot of {} {}", grouped(granted.value), lot_words(lot)), settling.window, lot.said, {left.why, asked.why});
  used += taken;
  return taken;
}

/// What each lot has paid, what is left of it, and what has lapsed.
void Evaluation::Engine::remark_on_credits() {
  for (check::CreditsId id = 0; id < plan_.credits.size(); ++id) {
    if (not_known_.contains({Memory::Of::credits, id})) continue;
    const plan::Credits& credits = plan_.credits[id];
    std::vector<Account>& used = credits_used_[id];
    used.resize(credits.lots.size());
    for (std::size_t place = 0; place < credits.lots.size(); ++place) {
      const plan::CreditLot& lot = credits.lots[place];
      if (lot.bought_in && lot.bought_in->last() > reached_) continue;  // nobody knows yet what is bought
      const Number granted = granted_in(lot, {term_, 0, 0}).value;
      if (lot.bought_in && granted.is_zero()) continue;
      const Number left = granted - used[place].value();
      const bool is_over = reached_ >= term_.last() || (lot.end && *lot.end <= reached_.plus_days(1));
      std::string rest = "nothing is left";
      if (!left.is_zero()) rest = fmt::format("{} {}", grouped(left), is_over ? "lapsed" : "are left");
      payments_.remarks.push_back({fmt::format("\"{}\", {} {}: {} used, {}", credits.title, grouped(granted), lot_words(lot), grouped(used[place].value()), rest)});
    }
  }
}

}  // namespace whereas::evaluate

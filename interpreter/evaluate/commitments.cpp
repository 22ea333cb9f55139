#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

/// What is lacking of what was committed: each minimum is tested in the settlement with which its window ends, the shortest window first, and
/// what is over the term last (docs/language: Commitments).
namespace whereas::evaluate {

std::vector<MinimumTest> tests_of(const plan::CommitmentAmount& amount, const plan::Clause& clause, const Period& settled, const Calendar& calendar, const Period& counted, const Period& term) {
  std::vector<MinimumTest> tests;
  const Date today = settled.end();
  // `whole`: without regard to the term.
  const auto add = [&](const Period& whole, const Period& within, const plan::Minimum& minimum, bool stands_alone) {
    using Open = syntax::OpenMinimums;
    const auto window = within.clipped_to(counted);
    if (!window || window->end() != today) return;
    const bool is_open = within.end() > counted.end();  // the text stops before the window ends
    if (is_open && amount.open == Open::lapse) return;
    const Period& counts = is_open && amount.open == Open::whole ? within : *window;
    Number part = 1;
    if (clause.prorated && stands_alone) part = plan::prorated(*clause.prorated, counts, whole, calendar);
    else if (is_open) part = plan::prorated(syntax::Prorated::By::days, counts, within, calendar);
    tests.push_back({*window, minimum.least, part, stands_alone, minimum.said});
  };
  for (const plan::Minimum& minimum : amount.minimums) {
    if (minimum.in) add(*minimum.whole, *minimum.in, minimum, true);
    if (minimum.by && counted.begin() < *minimum.by) {
      const Period to_date(counted.begin(), *minimum.by);
      add(to_date, to_date, minimum, false);
    }
    if (!minimum.each) continue;
    const Period whole = calendar.holding(today.plus_days(-1), *minimum.each);
    add(whole, whole.clipped_to(term).value_or(whole), minimum, true);
  }
  std::stable_sort(tests.begin(), tests.end(), [](const MinimumTest& a, const MinimumTest& b) { return a.window.days() < b.window.days(); });
  if (amount.total) {
    plan::Minimum total;
    total.least = *amount.total;
    total.said = clause.said;
    const Period whole(counted.begin(), term.end());
    add(whole, whole, total, false);
  }
  return tests;
}

Period Evaluation::Engine::counted(const plan::Clause& clause) const { return Period(clause.counts_from.value_or(term_.begin()), ends(clause)); }

Figure Evaluation::Engine::bought(const plan::Clause& clause, const Period& window) {
  // Texts that buy the same count it over all their days at once.
  std::vector<std::pair<Period, plan::StepId>> stretches;
  for (const plan::Clause* text : texts_of(clause.id)) {
    const auto* committed = std::get_if<plan::CommitmentAmount>(&text->amount);
    std::optional<Period> days = text->rule ? days_in_force(*text, window) : window;
    if (text == &clause && days && days->end() < window.end()) days = Period(days->begin(), window.end());
    if (!days || committed == nullptr) continue;
    if (!stretches.empty() && stretches.back().second == committed->bought && stretches.back().first.end() == days->begin()) {
      stretches.back().first = Period(stretches.back().first.begin(), days->end());
    } else {
      stretches.emplace_back(*days, committed->bought);
    }
    if (text == &clause) break;
  }
  if (stretches.size() == 1) return value(stretches.front().second, {stretches.front().first, clause.filter, clause.schedule});
  Number sum;
  std::vector<ReasonId> parts;
  for (const auto& [days, step] : stretches) {
    const Figure part = value(step, {days, clause.filter, clause.schedule});
    sum += part.value;
    if (derives()) parts.push_back(part.why);
  }
  return because(Rule::sum, sum, "bought, as each text says", window, clause.said, std::move(parts));
}

/// What runs on under an amended text: shortfalls that count as bought or can be made up, and the excess that is carried.
void Evaluation::Engine::take_up_commitment(const plan::Clause& before, const plan::Clause& text, CommitmentMemory& memory) {
  const auto* amount = std::get_if<plan::CommitmentAmount>(&text.amount);
  if (amount == nullptr || &before == &text) return;
  const bool anew = text.rule && text.rule->counting_anew;
  const bool has_excess = memory.excess_counts_from && !memory.excess.is_zero();
  if ((anew || !amount->excess) && has_excess) {
    payments_.remarks.push_back({fmt::format("an excess of {} that \"{}\" carried forward ends with \"{}\"", grouped(memory.excess.value()), text.title, text.rule->amendment)});
  }
  if (anew) memory = {};
  if (amount->excess) return;
  memory.excess.clear();
  memory.carried.clear();
  memory.excess_counts_from.reset();
}

Figure Evaluation::Engine::commitment(const Settling& settling, const plan::CommitmentAmount& amount) {
  const std::vector<MinimumTest> tests = tests_of(amount, settling.clause, settling.window, plan_.calendar, counted(settling.clause), term_);
  if (tests.empty()) return because(Rule::figure_written, 0, "no minimum is tested", settling.period, settling.clause.said, {});
  Number total;
  std::vector<ReasonId> parts;
  for (const MinimumTest& test : tests) {
    const Figure figure = shortfall(settling, amount, test);
    total += figure.value;
    if (derives()) parts.push_back(figure.why);
  }
  if (tests.size() == 1) return {total, derives() ? parts.front() : no_reason};
  return because(Rule::sum, total, "of each minimum", settling.period, settling.clause.said, std::move(parts));
}

/// What an earlier test of days inside this window found lacking counts as bought.
Figure Evaluation::Engine::shortfalls_counted(const Settling& settling, const Period& window) {
  Account counted;
  for (const auto& shortfall : settling.state.commitment.shortfalls) {
    if (window.contains(shortfall.settled)) counted += shortfall.amount;
  }
  return recalled(counted, "shortfalls settled before", window, settling.clause.said);
}

Figure Evaluation::Engine::shortfall(const Settling& settling, const plan::CommitmentAmount& amount, const MinimumTest& test) {
  const Asking asking{test.window, settling.clause.filter, settling.clause.schedule};
  CommitmentMemory& memory = settling.state.commitment;
  Figure least = value(test.least, asking);
  if (test.part != Number(1)) {
    const Figure part = because(Rule::figure_written, test.part, "the days of the part window over those of a whole one", test.window, test.said, {});
    least = because(Rule::product, least.value * part.value, "the minimum, by days", test.window, test.said, {least.why, part.why});
  }
  const Figure bought = this->bought(settling.clause, test.window);
  const Figure counted = shortfalls_counted(settling, test.window);
  const bool takes_up = test.stands_alone && memory.excess_counts_from == test.window.begin();
  if (takes_up && amount.excess && amount.excess->carried_for) {
    std::erase_if(memory.carried, [&](const auto& one) { return plan_.calendar.later(one.period.end(), *amount.excess->carried_for) < test.window.end(); });
    memory.excess.clear();
    for (const auto& one : memory.carried) memory.excess += one.amount;
  }
  if (test.stands_alone && !takes_up) memory.carried.clear();
  Account none;
  const Figure brought = recalled(takes_up ? memory.excess : none, "excess brought forward", std::nullopt, test.said);

  std::vector<ReasonId> parts{least.why, bought.why};
  for (const Figure& figure : {counted, brought}) {
    if (!figure.value.is_zero()) parts.push_back(figure.why);
  }
  const Number difference = least.value - bought.value - counted.value - brought.value;
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, test.said, {});
  const Figure lacking = because(Rule::difference, difference, "what was committed, less what was bought", test.window, test.said, std::move(parts));
  tried(test.said, difference.sign() > 0);
  if (difference.sign() > 0) {
    const Figure paid = paid_for(settling, amount, lacking);
    memory.shortfalls.push_back({test.window.last(), lacking, because(Rule::quotient, paid.value / difference, "paid for each unit that is lacking", test.window, test.said, {paid.why, lacking.why})});
    if (test.stands_alone) memory.excess_counts_from.reset();
    return paid;
  }
  const Figure nothing = because(Rule::greatest, 0, "no shortfall", test.window, test.said, {lacking.why, zero.why});
  if (!test.stands_alone) return nothing;
  const Figure all = because(Rule::sum, bought.value + brought.value, "bought, with the excess brought forward", test.window, test.said, {bought.why, brought.why});
  const Figure over = because(Rule::difference, all.value - least.value, "above the minimum", test.window, test.said, {all.why, least.why});
  Figure excess = because(Rule::greatest, max(over.value, 0), "excess", test.window, test.said, {over.why, zero.why});
  if (amount.excess && amount.excess->carried_for) {
    if (bought.value.sign() > 0) memory.carried.push_back({test.window, bought});
    use_up(memory.carried, {all.value - excess.value - min(bought.value, 0), least.why}, test.said);
  }
  const Number above = excess.value;
  const Figure back = made_up(settling, amount, excess);
  if (excess.value != above) use_up(memory.carried, {above - excess.value, back.why}, test.said);
  carry_excess(settling, amount, test, least, excess);
  if (back.value.is_zero()) return nothing;
  return because(Rule::difference, -back.value, "paid back", test.window, test.said, {nothing.why, back.why});
}

/// What is paid for what is lacking: a share of it, at a price, where the contract says so.
Figure Evaluation::Engine::paid_for(const Settling& settling, const plan::CommitmentAmount& amount, const Figure& lacking) {
  const Span said = settling.clause.said;
  if (!amount.is_paid) {
    const Figure none = because(Rule::figure_written, 0, "no shortfall is paid", std::nullopt, said, {});
    return because(Rule::product, 0, "shortfall", settling.window, said, {none.why, lacking.why});
  }
  Figure paid = because(Rule::same, lacking.value, "shortfall", settling.window, said, {lacking.why});
  if (amount.share) {
    const Figure share = value(*amount.share, settling.asking());
    paid = because(Rule::product, share.value * paid.value, "the part of the shortfall that is paid", settling.window, said, {share.why, paid.why});
  }
  if (amount.price) {
    const Figure price = value(*amount.price, settling.asking());
    paid = because(Rule::product, price.value * paid.value, "the shortfall, at its price", settling.window, said, {price.why, paid.why});
  }
  return paid;
}

/// What is bought above a minimum makes up for earlier shortfalls, the oldest first: what was paid for them is paid back.
Figure Evaluation::Engine::made_up(const Settling& settling, const plan::CommitmentAmount& amount, Figure& excess) {
  const Span said = settling.clause.said;
  if (!amount.made_up_within) return {};
  Account back;
  Account made_up;
  Number left = excess.value;
  for (auto& shortfall : settling.state.commitment.shortfalls) {
    if (left.sign() <= 0) break;
    if (plan_.calendar.later(shortfall.settled.plus_days(1), *amount.made_up_within) < settling.window.end()) continue;
    const Figure before = because(Rule::sum, made_up.value(), "made up for older ones", settling.window, said, made_up.parts());
    const Figure rest = because(Rule::difference, left, "excess that is left", settling.window, said, {excess.why, before.why});
    const Figure used = because(Rule::least, min(left, shortfall.amount.value), "makes up for a shortfall", settling.window, said, {rest.why, shortfall.amount.why});
    shortfall.amount = because(Rule::difference, shortfall.amount.value - used.value, "shortfall that is not made up", settling.window, said, {shortfall.amount.why, used.why});
    left -= used.value;
    made_up += used;
    back += because(Rule::product, used.value * shortfall.paid_for_one.value, "paid before for it", settling.window, said, {used.why, shortfall.paid_for_one.why});
  }
  const Figure used = recalled(made_up, "makes up for earlier shortfalls", settling.window, said);
  excess = because(Rule::difference, left, "excess that is left", settling.window, said, {excess.why, used.why});
  return recalled(back, "paid before for what is now made up", settling.window, said);
}

void Evaluation::Engine::carry_excess(const Settling& settling, const plan::CommitmentAmount& amount, const MinimumTest& test, const Figure& least, const Figure& excess) {
  CommitmentMemory& memory = settling.state.commitment;
  memory.excess_counts_from.reset();
  if (!amount.excess) return;
  Figure carried = excess;
  if (amount.excess->at_most) {
    Figure most = value(*amount.excess->at_most, {test.window, settling.clause.filter, settling.clause.schedule});
    if (amount.excess->at_most_is_share) most = because(Rule::product, most.value * least.value, "the most that is carried", test.window, test.said, {most.why, least.why});
    carried = because(Rule::least, min(excess.value, most.value), "excess that is carried", test.window, test.said, {excess.why, most.why});
  }
  memory.excess = carried;
  memory.excess_counts_from = test.window.end();
  // What is not carried is what was bought last.
  Number not_carried = excess.value - carried.value;
  while (not_carried.sign() > 0 && !memory.carried.empty()) {
    Figure& youngest = memory.carried.back().amount;
    const Number gone = min(not_carried, youngest.value);
    youngest = because(Rule::difference, youngest.value - gone, "what is carried of it", test.window, test.said, {youngest.why, because(Rule::figure_written, gone, "above the most that is carried", test.window, test.said, {}).why});
    not_carried -= gone;
    if (youngest.value.is_zero()) memory.carried.pop_back();
  }
}

/// How far the commitment over the term has come where data ends before the term does.
void Evaluation::Engine::remark_on_commitment(const plan::Clause& clause, const plan::CommitmentAmount& amount) {
  const auto& payments = states_[clause.id].payments;
  const Period whole = counted(clause);
  if (!amount.total || payments.empty() || payments.back().period.end() >= whole.end() || (whole.end() < term_.end() && amount.open == syntax::OpenMinimums::lapse)) return;
  const Period so_far(whole.begin(), payments.back().period.end());
  const Asking asking{so_far, clause.filter, clause.schedule};
  const Number total = value(*amount.total, asking).value;
  const Number met = bought(clause, so_far).value + shortfalls_counted({clause, states_[clause.id], so_far, so_far, 0, false}, so_far).value;
  if (met >= total) {
    payments_.remarks.push_back({fmt::format("All {} that \"{}\" commits to are met by {}", grouped(total), clause.title, so_far.last().text())});
  } else {
    payments_.remarks.push_back({fmt::format("Of {} that \"{}\" commits to over the term, {} are met by {} and {} are left", grouped(total), clause.title, grouped(met), so_far.last().text(), grouped(total - met))});
  }
}

}  // namespace whereas::evaluate

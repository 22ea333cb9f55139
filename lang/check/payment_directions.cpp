#include "lang/check/constants.h"
#include "lang/check/directions.h"
#include "lang/syntax/walk.h"

#include <algorithm>
#include <utility>

/// Which way payments go. What passes from one settlement to the next makes the later one hang on the earlier one the other way round: there
/// an amount that moves goes either way, unless it is straight.
namespace whereas::check {

using namespace syntax;

const Motions& Directions::of(ClauseId clause) {
  if (const auto known = known_.find(clause); known != known_.end()) return known->second;
  return known_.emplace(clause, work_out(clause)).first->second;
}

Motions Directions::work_out(ClauseId clause) {
  const ClauseInfo& info = contract_.clauses[clause];
  const Motions all = all_unsteady(entering(clause));
  const auto is_of = [&](const TogetherInfo& together) { return std::find(together.clauses.begin(), together.clauses.end(), clause) != together.clauses.end(); };
  const bool stands_alone = info.clause != nullptr && std::none_of(contract_.togethers.begin(), contract_.togethers.end(), is_of);
  if (all.empty() || !stands_alone || !clauses_under_way_.insert(clause).second) return all;
  Motions motions = of_text(info.texts.front());
  for (std::size_t place = 1; place < info.texts.size(); ++place) motions = added(motions, of_text(info.texts[place]));
  clauses_under_way_.erase(clause);
  if (info.settlement.rounding) motions = bent(std::move(motions));
  return motions;
}

std::set<ClauseId> Directions::sharing_with(ClauseId clause) const {
  const auto uses = [&](ClauseId id) {
    std::set<std::string> titles;
    for (const ClauseText& text : contract_.clauses[id].texts) {
      for (const Proviso& proviso : text.clause->provisos) {
        if (const auto* recouping = std::get_if<Recouping>(&proviso.form)) titles.insert(recouping->advance.text);
        if (const auto* first = std::get_if<FirstFrom>(&proviso.form)) titles.insert(first->credits.text);
      }
    }
    return titles;
  };
  const std::set<std::string> own = uses(clause);
  std::set<ClauseId> others;
  if (own.empty()) return others;
  for (ClauseId id = 0; id < contract_.clauses.size(); ++id) {
    const std::set<std::string> titles = uses(id);
    if (std::any_of(titles.begin(), titles.end(), [&](const std::string& title) { return own.contains(title); })) others.insert(id);
  }
  return others;
}

Motions Directions::of_text(const ClauseText& text) {
  Amounting amount = of_amount(text);
  for (const Proviso& proviso : text.clause->provisos) let_through(text, proviso, amount);
  return amount.motions;
}

Directions::Amounting Directions::of_amount(const ClauseText& text) {
  const auto all_of = [&](const Amount& amount) {
    Motions motions;
    for_each_expression(amount, [&](const Expression& part) { motions = added(motions, unsteady_in(part)); });
    return Amounting{motions, false};
  };
  const Amount& amount = text.clause->amount;
  return std::visit(match{
                        [&](const Share& share) { return Amounting{of(share.amount), positive(share.amount)}; },
                        [&](const Tiers& tiers) { return of_tiers(text, tiers); },
                        [&](const FixedSums& fixed) {
                          Amounting sums{{}, true};
                          for (const FixedSum& sum : fixed.sums) {
                            Motions motions = of(sum.amount);
                            if (sum.rise) motions = added(positive(sum.rise->rate) && !sum.rise->rounding ? motions : unsteady(motions), unsteady_in(sum.rise->rate));
                            sums.motions = added(sums.motions, repeated(std::move(motions)));
                            sums.positive = sums.positive && positive(sum.amount) && (!sum.rise || positive(sum.rise->rate));
                          }
                          return sums;
                        },
                        [&](const DatedSums& dated) {
                          // Each is a payment of its own.
                          Amounting sums{{}, true};
                          for (const DatedSum& sum : dated.sums) {
                            sums.motions = one_of(sums.motions, of(sum.amount));
                            sums.positive = sums.positive && positive(sum.amount);
                          }
                          return sums;
                        },
                        // Sums that are divided, and what was paid taken off what is to be paid to date.
                        [&](const auto&) { return all_of(amount); },
                    },
                    amount.form);
}

/// A longer window pays what the tiers come to, less what they came to before: straight in the rates, either way in the basis.
Directions::Amounting Directions::of_tiers(const ClauseText& text, const Tiers& tiers) {
  const bool by_settlement = tiers.window ? settles_each(text, *tiers.window) : !text.from && !text.end;
  const bool of_slices = tiers.bands.front().reach == Band::Reach::first || tiers.bands.front().reach == Band::Reach::next || tiers.bands.front().reach == Band::Reach::rest;
  const Motions basis = of(tiers.basis);
  Motions rates;
  Motions others;
  bool all_positive = true;
  for (const Band& band : tiers.bands) {
    rates = added(rates, of(band.rate));
    if (band.once_entered) rates = added(rates, of(*band.once_entered));
    if (band.bound) others = added(others, unsteady_in(*band.bound));
    all_positive = all_positive && positive(band.rate) && (!band.once_entered || positive(*band.once_entered));
  }
  const bool keeps_order = by_settlement && of_slices && all_positive;
  const Motions of_basis = keeps_order ? repeated(bent(basis)) : unsteady(basis);
  Motions of_rates = rates;
  for (auto& [figure, motion] : of_rates) {
    if (!motion.straight) motion = {Way::either, false};
    else if (!keeps_order) motion.way = Way::one_way;
  }
  Motions motions = added(added(of_basis, of_rates), others);
  // A figure in both is multiplied with itself.
  for (const auto& [figure, motion] : basis) {
    if (motion_in(rates, figure).way != Way::none) motions[figure] = {Way::either, false};
  }
  return {motions, keeps_order};
}

void Directions::let_through(const ClauseText& text, const Proviso& proviso, Amounting& amount) {
  const auto all_unknown = [&] {
    amount.motions = unsteady(std::move(amount.motions));
    for_each_expression(proviso, [&](const Expression& part) { amount.motions = added(amount.motions, unsteady_in(part)); });
    amount.positive = false;
  };
  const auto in_condition = [&](const Condition& condition) {
    for (const EstimateId figure : entering(condition)) amount.motions[figure] = {Way::either, false};
  };
  std::visit(match{
                 [&](const NeverBelowZero& never) {
                   if (never.losses_carried) all_unknown();
                   else amount.motions = above_zero(std::move(amount.motions));
                   amount.positive = true;
                 },
                 [&](const NothingIfUnder& nothing) {
                   if (nothing.fate != Fate::lapses || !entering(nothing.least).empty() || !positive(nothing.least)) return all_unknown();
                   amount.motions = above_zero(std::move(amount.motions));
                   amount.positive = true;
                 },
                 [&](const AtLeast& guarantee) { at_least(text, guarantee, amount); },
                 [&](const AtMost& cap) { at_most(text, cap, amount); },
                 [&](const Withholding& withheld) { kept_part(withheld.rate, false, amount); },
                 [&](const GrossedUp& grossed) { kept_part(grossed.rate, true, amount); },
                 [&](const ThenPlus& plus) {
                   amount.motions = added(amount.motions, of(plus.added));
                   amount.positive = amount.positive && positive(plus.added);
                 },
                 [&](const ThenLess& less) {
                   amount.motions = added(amount.motions, negated(of(less.taken)));
                   amount.positive = false;
                 },
                 [&](const WhileTrue& during) { in_condition(during.condition); },
                 [&](const OnceTrue& once) { in_condition(once.condition); },
                 // When it is in force, settled, due and rounded hangs on no figure; a part window is a multiple.
                 [](const EitherWay&) {},
                 [](const FromDay&) {},
                 [](const UntilDay&) {},
                 [](const ThroughDay&) {},
                 [](const SettledAs&) {},
                 [](const DueAs&) {},
                 [](const RoundedAs&) {},
                 [](const Prorated&) {},
                 [](const Counted&) {},
                 [](const SurvivesTerm&) {},
                 // What carries from one settlement to the next.
                 [&](const auto&) { all_unknown(); },
             },
             proviso.form);
}

void Directions::at_least(const ClauseText& text, const AtLeast& guarantee, Amounting& amount) {
  const Motions least = of(guarantee.least);
  const bool by_settlement = settles_each(text, guarantee.window) && !guarantee.credited_across;
  if (by_settlement) {
    // What is lifted to a sum that is not below zero is above it.
    amount.motions = least.empty() && positive(guarantee.least) ? above_zero(std::move(amount.motions)) : bent(extreme_of(amount.motions, least));
  } else {
    amount.motions = added(unsteady(amount.motions), unsteady(least));
  }
  amount.positive = amount.positive || (by_settlement && positive(guarantee.least));
}

void Directions::at_most(const ClauseText& text, const AtMost& cap, Amounting& amount) {
  const Motions most = of(cap.most);
  const bool by_settlement = settles_each(text, cap.window) && !cap.excess_carried;
  if (by_settlement) {
    // The room is never below zero, whatever the cap.
    amount.motions = bent(extreme_of(amount.motions, most));
    return;
  }
  // With what reaches it fixed and not below zero, a higher cap never lets less through.
  const bool follows_cap = amount.positive && !cap.excess_carried;
  amount.motions = added(unsteady(amount.motions), follows_cap ? repeated(bent(most)) : unsteady(most));
}

/// The part that is left after withholding; or what it must be for so much to be left.
void Directions::kept_part(const Expression& rate, bool grossed_up, Amounting& amount) {
  const auto constant = constant_figure(contract_, rate);
  const Motions taken = of(rate);
  const bool leaves_something = constant ? *constant < Number(1) : false;
  const Motions left = negated(taken);
  amount.motions = grossed_up ? quotient_of(amount.motions, amount.positive, left, leaves_something) : product_of(amount.motions, amount.positive, left, leaves_something);
  amount.positive = amount.positive && leaves_something;
}

}  // namespace whereas::check

#include "interpreter/plan/lowering.h"
#include "lang/check/paid_before.h"

#include <algorithm>
#include <utility>

namespace whereas::plan {

using namespace syntax;

ScheduleId Lowering::schedule(std::optional<Frequency> frequency) {
  for (ScheduleId id = 0; id < plan_.schedules.size(); ++id) {
    if (plan_.schedules[id].frequency == frequency) return id;
  }
  plan_.schedules.push_back({frequency});
  return static_cast<ScheduleId>(plan_.schedules.size() - 1);
}

void Lowering::lower_obligation(Obligation& obligation, check::ClauseId id, const check::Ruling& text, Span said) {
  const check::ClauseInfo& info = contract_.clauses[id];
  obligation.id = id;
  obligation.written = id;
  obligation.title = info.title;
  obligation.payer = text.payer;
  if (info.currency) obligation.currency = contract_.units[*info.currency].plural;
  obligation.schedule = schedule(text.settlement.frequency);
  obligation.due = text.settlement.due;
  obligation.rounding = text.settlement.rounding;
  obligation.said = said;
  obligation.for_each = info.for_each;
  if (text.from || text.end) obligation.rule = Rule{text.from, text.end, text.amendment == nullptr ? std::string() : text.amendment->title.text, text.counting_anew, said};
  if (obligation.rule && text.amendment != nullptr && text.amendment->difference == Amendment::Difference::stays) obligation.rule->stays_before = check::signed_later_on(contract_, text.amendment);
}

Clause Lowering::lower_clause(check::ClauseId id, const check::ClauseText& text) {
  Clause clause;
  lower_obligation(clause, id, text, text.clause->amount.span);
  clause.payee = text.payee;
  clause.asks_below_zero = contract_.asked_below_zero.count(text.clause) != 0;
  counted_from_ = text.counting_anew ? text.from : std::nullopt;
  const auto prorated_by = std::find_if(text.clause->provisos.begin(), text.clause->provisos.end(), [](const auto& line) { return std::holds_alternative<Prorated>(line.form); });
  if (prorated_by != text.clause->provisos.end() && std::get<Prorated>(prorated_by->form).by != Prorated::By::not_at_all) prorating_ = InPart{0, id, text.from};
  clause.amount = lower_amount(text.clause->amount, text.settlement.rounding);
  // The deal's own due days count from the end of periods.
  if (is_on_days(text.clause->amount) && clause.due && !clause.due->on_its_day) clause.due.reset();
  const auto* divided = std::get_if<DividedSum>(&text.clause->amount.form);
  if (divided != nullptr && text.from && check::counting_of(text) == Recount::on) clause.amount = lower_divided_on(id, *divided, text.settlement.rounding, *text.from);
  for (const auto& proviso : text.clause->provisos) lower_proviso(clause, proviso);
  counted_from_.reset();
  prorating_.reset();
  in_parts_.clear();
  // Where the clause ends, or what follows counts anew, it is as if its own words said `until` that day.
  if (text.stops && text.end) clause.in_force.end = std::min(*text.end, clause.in_force.end.value_or(*text.end));
  return clause;
}

Amount Lowering::lower_amount(const syntax::Amount& amount, const std::optional<Rounding>& rounding) {
  return std::visit(match{
                        [&](const Share& share) -> Amount {
                          ShareAmount lowered;
                          lowered.amount = in_part(lower(share.amount));
                          const Expression* bare = &share.amount;
                          while (const auto* grouped = std::get_if<Grouped>(&bare->form)) bare = &*grouped->inside;
                          if (const auto* of = std::get_if<Of>(&bare->form)) {
                            const StepId rate = lower(*of->rate);
                            lowered.rate_and_base = {rate, in_part(lower(*of->base))};
                            lowered.dates = {facts_[rate].dates.begin(), facts_[rate].dates.end()};
                          }
                          return lowered;
                        },
                        [&](const Tiers& tiers) -> Amount { return lower_tiers(tiers); },
                        [&](const FixedSums& fixed) -> Amount {
                          FixedAmount lowered;
                          for (const auto& sum : fixed.sums) {
                            FixedSum one{lower(sum.amount), sum.each, sum.in_advance, std::nullopt, sum.span};
                            if (sum.rise) one.rise = lower_rise(*sum.rise);
                            lowered.sums.push_back(one);
                          }
                          return lowered;
                        },
                        [&](const Milestones& milestones) -> Amount {
                          MilestoneAmount lowered;
                          for (const auto& sum : milestones.sums) {
                            const StepId paid = lower(sum.amount);
                            lowered.sums.push_back({paid, lower(sum.reached), sum.span});
                          }
                          return lowered;
                        },
                        [&](const DatedSums& dated) -> Amount {
                          DatedAmount lowered;
                          for (const auto& sum : dated.sums) lowered.sums.push_back({lower(sum.amount), days(sum.day).first(), sum.day.span});
                          return lowered;
                        },
                        [&](const DividedSum& divided) -> Amount { return lower_divided(divided, rounding); },
                        [&](const Instalments& instalments) -> Amount { return lower_instalments(instalments, rounding); },
                        [&](const syntax::Loan& loan) -> Amount { return lower_loan(loan); },
                        [&](const ToDateLessPaid& less_paid) -> Amount { return ToDateAmount{in_part(lower(less_paid.amount), less_paid.window, true), less_paid.window}; },
                    },
                    amount.form);
}

TierAmount Lowering::lower_tiers(const Tiers& tiers) {
  TierAmount lowered;
  const StepId basis = lower(tiers.basis);
  lowered.of_a_moment = prorating_ && !goes_with_days(basis);
  lowered.basis = lowered.of_a_moment ? basis : in_part(basis, tiers.window, tiers.window.has_value());
  const auto counted = [&](StepId step, bool is_sum) { return is_sum || lowered.of_a_moment ? in_part(step, tiers.window, tiers.window.has_value()) : step; };
  lowered.window_is_settlement = !tiers.window;
  lowered.window = tiers.window.value_or(Frequency::year);
  lowered.going_forward = tiers.going_forward;
  using Reach = syntax::Band::Reach;
  lowered.of_the_whole = tiers.bands.front().reach == Reach::all_if || tiers.bands.front().reach == Reach::all_otherwise;
  std::set<Date> dates;
  for (const auto& band : tiers.bands) {
    Band one;
    one.said = band.span;
    const auto* price = std::get_if<Per>(&band.rate.form);
    if (price != nullptr && price->started) {
      one.rate = counted(lower(*price->amount), false);
      one.package_size = price->count;
      one.packages_full_only = price->full;
    } else {
      one.rate = counted(lower(band.rate), band.is_flat);
    }
    if (band.bound) one.bound = lower(*band.bound);
    one.is_flat = band.is_flat;
    if (band.once_entered) one.once_entered = counted(lower(*band.once_entered), true);
    one.bound_included = band.bound_included;
    for (const StepId step : {one.rate, one.bound.value_or(one.rate), one.once_entered.value_or(one.rate)}) dates.insert(facts_[step].dates.begin(), facts_[step].dates.end());
    lowered.bands.push_back(one);
  }
  lowered.dates = {dates.begin(), dates.end()};
  return lowered;
}

/// Tiers with a name price each part themselves, so that nothing above need know what changes in them. They count whole, whoever asks for them.
StepId Lowering::lower_tiered(const Tiers& tiers, Span said) {
  const std::optional<InPart> prorating = std::exchange(prorating_, std::nullopt);
  Tiered tiered{lower_tiers(tiers), false, counted_from_};
  prorating_ = prorating;
  for (const Band& band : tiered.tiers.bands) {
    for (const StepId step : {band.rate, band.bound.value_or(band.rate), band.once_entered.value_or(band.rate)}) tiered.changes = tiered.changes || facts_[step].changes;
  }
  return add(Step{std::move(tiered), check::Nature::flow, false, said}, {});
}

std::optional<check::BalanceId> Lowering::balance_called(const syntax::Rare<Name>& name) const {
  for (check::BalanceId id = 0; id < contract_.balances.size() && name; ++id) {
    if (contract_.balances[id].name == name->text) return id;
  }
  return std::nullopt;
}

LimitWindow Lowering::limit_window(const syntax::LimitWindow& window) {
  return std::visit(match{
                        [](Frequency each) -> LimitWindow { return each; },
                        [](const syntax::RollingWindow& rolling) -> LimitWindow { return RollingWindow{rolling.length}; },
                        [&](const FromTo& stretch) -> LimitWindow { return Period(days(stretch.first).begin(), days(stretch.last).end()); },
                    },
                    window);
}

void Lowering::lower_proviso(Clause& clause, const syntax::Proviso& proviso) {
  const std::optional<check::BalanceId> balance = balance_called(proviso.balance);
  const auto keep = [&](Proviso::Form form) { clause.provisos.push_back({std::move(form), proviso.lapses, balance, proviso.span}); };
  const auto lowered_if_any = [&](const auto& expression) { return expression ? std::optional(lower(*expression)) : std::nullopt; };
  const auto in_window = [&](const Expression& limit, const syntax::LimitWindow& window) {
    const auto* each = std::get_if<Frequency>(&window);
    return each == nullptr ? lower(limit) : in_part(lower(limit), *each, true);
  };
  const auto end_at = [&](Date end) { clause.in_force.end = clause.in_force.end ? std::min(*clause.in_force.end, end) : end; };
  std::visit(match{
                 [&](const syntax::NeverBelowZero& never) { keep(NeverBelowZero{never.losses_carried, never.carried_for, lowered_if_any(never.most_used)}); },
                 [&](const syntax::EitherWay&) { keep(EitherWay{}); },
                 [&](const syntax::BaseLossesCarried&) { keep(BaseLossesCarried{}); },
                 [&](const syntax::NothingIfUnder& nothing) { keep(NothingIfUnder{lower(nothing.least), nothing.fate == Fate::carried_forward}); },
                 [&](const syntax::AtLeast& at_least) { keep(AtLeast{in_window(at_least.least, at_least.window), limit_window(at_least.window), at_least.credited_across}); },
                 [&](const syntax::AtMost& at_most) { keep(AtMost{in_window(at_most.most, at_most.window), limit_window(at_most.window), at_most.excess_carried, at_most.carried_for}); },
                 [&](const syntax::Withholding& withholding) { keep(Withholding{lower(withholding.rate)}); },
                 [&](const syntax::GrossedUp& grossed) { keep(GrossedUp{lower(grossed.rate)}); },
                 [&](const syntax::ThenPlus& then) { keep(ThenPlus{in_part(lower(then.added))}); },
                 [&](const syntax::ThenLess& then) { keep(ThenLess{in_part(lower(then.taken))}); },
                 [&](const syntax::Recouping& recouping) { keep(Recouping{*contract_.clause_titled(recouping.advance.text), lower(recouping.rate), recouping.counted.withholding == CountedOfPayments::Withholding::before}); },
                 [&](const syntax::FirstFrom& first) {
                   FirstFrom lowered{*contract_.credits_titled(first.credits.text), std::nullopt};
                   if (first.rest_at) lowered.rest_at = lower(*first.rest_at);
                   keep(lowered);
                 },
                 [&](const syntax::Crediting& crediting) {
                   const StepId credited = lower(crediting.credited);
                   keep(Crediting{credited, lowered_if_any(crediting.most), crediting.most_of_what_is_due, crediting.rest == Fate::carried_forward, crediting.carried_for});
                 },
                 [&](const syntax::HeldBack& held) {
                   HeldBack lowered{lower(held.rate), std::nullopt, held.held_for, lowered_if_any(held.most_held), held.released_over, {}};
                   if (held.until) lowered.until = days(*held.until).first();
                   for (const auto& release : held.releases) lowered.releases.push_back({lowered_if_any(release.rate), days(release.day).first()});
                   keep(std::move(lowered));
                 },
                 [&](const syntax::Deferred& deferred) {
                   Deferred lowered{lower(deferred.rate), Period(days(deferred.from).begin(), days(deferred.to).end()),
                                    Period(days(deferred.repaid_from).begin(), days(deferred.repaid_to).end()), std::nullopt, deferred.day_count};
                   if (deferred.interest) lowered.interest = lower(*deferred.interest);
                   keep(lowered);
                 },
                 [&](const syntax::LateInterest& late) {
                   const StepId rate = lower(late.rate);
                   clause.late = LateInterest{rate, late.kind == syntax::LateInterest::Kind::compounded, late.day_count, lower(*late.paid), proviso.span};
                   if (late.charged) clause.late->charged = schedule(*late.charged);
                   if (late.grace) clause.late->grace = late.grace->length;
                   clause.late->from_due_day = late.grace && late.grace->from == syntax::LateInterest::Grace::From::due_day;
                 },
                 [&](const FromDay& from) { clause.in_force.from = days(from.day).first(); },
                 [&](const UntilDay& until) { end_at(days(until.day).first()); },
                 [&](const ThroughDay& through) { end_at(days(through.day).end()); },
                 [&](const WhileTrue& during) { clause.in_force.tests.push_back({lower(during.condition), false, during.from_next_period, false, lasting(during)}); },
                 [&](const OnceTrue& once) { clause.in_force.tests.push_back({lower(once.condition), true, false, once.from_that_period}); },
                 // The settlement's own lines are in the checked contract already.
                 [](const SettledAs&) {},
                 [](const DueAs&) {},
                 [](const RoundedAs&) {},
                 // They say that what is counted anyway is meant.
                 [](const Counted&) {},
                 [&](const Prorated& prorated) {
                   if (prorated.by != Prorated::By::not_at_all) clause.prorated = prorated.by;
                 },
                 [&](const SurvivesTerm& survives) { clause.survives = survives.length; },
             },
             proviso.form);
}

void Lowering::lower_togethers() {
  for (const auto& info : contract_.togethers) {
    const auto& text = *info.text;
    Together& together = plan_.togethers.emplace_back(Together{info.clauses, lower(text.limit), limit_window(text.window), text.sharing == syntax::Together::Sharing::in_proportion, info.span});
    if (text.paid_under) together.makes_up = contract_.clause_titled(text.paid_under->text);
  }
}

std::optional<Lasting> Lowering::lasting(const WhileTrue& during) {
  if (!during.lasting) return std::nullopt;
  return Lasting{during.lasting->after, during.lasting->to_end_of, during.lasting->next, during.lasting->span};
}

ConditionId Lowering::lower(const syntax::Condition& condition) {
  Condition::Form form = std::visit(match{
                                        [&](const Comparison& comparison) -> Condition::Form {
                                          const StepId left = lower(*comparison.left);
                                          return Compare{left, lower(*comparison.right), comparison.relation, comparison.is_not};
                                        },
                                        [&](const syntax::OnOrAfter& day) -> Condition::Form { return OnOrAfter{days(day.day).first()}; },
                                        [&](const syntax::AllOf& all) -> Condition::Form {
                                          AllOf lowered;
                                          for (const auto& part : all.conditions) lowered.conditions.push_back(lower(part));
                                          return lowered;
                                        },
                                        [&](const syntax::AnyOf& any) -> Condition::Form {
                                          AnyOf lowered;
                                          for (const auto& part : any.conditions) lowered.conditions.push_back(lower(part));
                                          return lowered;
                                        },
                                        [&](const GroupedCondition& grouped) -> Condition::Form { return AllOf{{lower(*grouped.inside)}}; },
                                    },
                                    condition.form);
  std::optional<Duration> where_passed;
  std::optional<Running> running;
  if (const auto* comparison = std::get_if<Comparison>(&condition.form)) {
    where_passed = comparison->where_passed;
    if (comparison->running) running = Running{comparison->running->count, comparison->running->each};
  }
  plan_.conditions.push_back({std::move(form), where_passed, running, counted_from_, condition.span});
  return static_cast<ConditionId>(plan_.conditions.size() - 1);
}

}  // namespace whereas::plan

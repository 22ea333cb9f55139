#include "lang/syntax/walk.h"

namespace whereas::syntax {

std::string words(const CountedOfPayments& counted) {
  std::string said;
  if (counted.withholding == CountedOfPayments::Withholding::before) said += " before withholding";
  if (counted.withholding == CountedOfPayments::Withholding::after) said += " after withholding";
  if (counted.late_interest == CountedOfPayments::LateInterest::with) said += " with late interest";
  if (counted.late_interest == CountedOfPayments::LateInterest::without) said += " without late interest";
  return said;
}

namespace {
using Visit = std::function<void(const Expression&)>;

void visit_rise(const Rise& rise, const Visit& visit) {
  visit(rise.rate);
  if (rise.at_least) visit(*rise.at_least);
  if (rise.at_most) visit(*rise.at_most);
}

void visit_all(const std::vector<Expression>& expressions, const Visit& visit) {
  for (const auto& expression : expressions) visit(expression);
}

void visit_tiers(const Tiers& tiers, const Visit& visit) {
  visit(tiers.basis);
  for (const auto& band : tiers.bands) {
    visit(band.rate);
    if (band.bound) visit(*band.bound);
    if (band.once_entered) visit(*band.once_entered);
  }
}
}  // namespace

void for_each_part(const Expression& expression, const Visit& visit) {
  std::visit(match{
                 [](const NumberLiteral&) {},
                 [](const MoneyLiteral&) {},
                 [](const QuantityLiteral&) {},
                 [](const DateLiteral&) {},
                 [](const DurationLiteral&) {},
                 [&](const NameUse& use) { visit_all(use.arguments, visit); },
                 [](const ClauseUse&) {},
                 [](const Under&) {},
                 [&](const Negated& negated) { visit(*negated.operand); },
                 [&](const Arithmetic& arithmetic) {
                   visit(*arithmetic.left);
                   visit(*arithmetic.right);
                 },
                 [&](const After& after) {
                   visit(*after.amount);
                   for (const auto& deduction : after.deductions) {
                     visit(*deduction.cost);
                     if (deduction.at_most) visit(**deduction.at_most);
                   }
                 },
                 [&](const Of& of) {
                   visit(*of.rate);
                   visit(*of.base);
                 },
                 [&](const Extreme& extreme) { visit_all(extreme.operands, visit); },
                 [&](const ExcessOf& excess) {
                   visit(*excess.amount);
                   visit(*excess.over);
                 },
                 [&](const Grouped& grouped) { visit(*grouped.inside); },
                 [&](const Windowed& windowed) { visit(*windowed.measured); },
                 [&](const Filtered& filtered) { visit(*filtered.measured); },
                 [&](const OfPeriods& periods) { visit(*periods.measured); },
                 [&](const OverDimension& over) { visit(*over.measured); },
                 [](const TimeBetween&) {},
                 [&](const Interest& interest) {
                   visit(*interest.rate);
                   visit(*interest.on);
                 },
                 [&](const YearlyChange& change) { visit(*change.measured); },
                 [&](const Rounded& rounded) { visit(*rounded.value); },
                 [&](const Per& per) { visit(*per.amount); },
                 [&](const Risen& risen) {
                   visit(*risen.figure);
                   visit_rise(*risen.rise, visit);
                 },
                 [&](const Tiered& tiered) { visit_tiers(*tiered.tiers, visit); },
                 [&](const Estimate& estimate) {
                   if (estimate.least) visit(**estimate.least);
                   if (estimate.most) visit(**estimate.most);
                 },
             },
             expression.form);
}

void for_each_part(const Condition& condition, const Visit& visit) {
  std::visit(match{
                 [&](const Comparison& comparison) {
                   visit(*comparison.left);
                   visit(*comparison.right);
                 },
                 [](const OnOrAfter&) {},
                 [&](const AllOf& all) {
                   for (const auto& part : all.conditions) for_each_part(part, visit);
                 },
                 [&](const AnyOf& any) {
                   for (const auto& part : any.conditions) for_each_part(part, visit);
                 },
                 [&](const GroupedCondition& grouped) { for_each_part(*grouped.inside, visit); },
             },
             condition.form);
}

void for_each_expression(const Amount& amount, const Visit& visit) {
  std::visit(match{
                 [&](const Share& share) { visit(share.amount); },
                 [&](const Tiers& tiers) { visit_tiers(tiers, visit); },
                 [&](const FixedSums& fixed) {
                   for (const auto& sum : fixed.sums) {
                     visit(sum.amount);
                     if (sum.rise) visit_rise(*sum.rise, visit);
                   }
                 },
                 [&](const Milestones& milestones) {
                   for (const auto& sum : milestones.sums) {
                     visit(sum.amount);
                     for_each_part(sum.reached, visit);
                   }
                 },
                 [&](const DatedSums& dated) {
                   for (const auto& sum : dated.sums) visit(sum.amount);
                 },
                 [&](const DividedSum& divided) {
                   visit(divided.all);
                   for (const auto& part : divided.parts) {
                     if (part.amount) visit(*part.amount);
                   }
                 },
                 [&](const Instalments& instalments) { visit(instalments.all); },
                 [&](const ToDateLessPaid& less_paid) { visit(less_paid.amount); },
                 [&](const Loan& loan) {
                   visit(*loan.lent);
                   visit(*loan.rate);
                 },
             },
             amount.form);
}

void for_each_expression(const Proviso& proviso, const Visit& visit) {
  std::visit(match{
                 [&](const NeverBelowZero& never) {
                   if (never.most_used) visit(*never.most_used);
                 },
                 [](const EitherWay&) {},
                 [](const BaseLossesCarried&) {},
                 [&](const NothingIfUnder& nothing) { visit(nothing.least); },
                 [&](const AtLeast& at_least) { visit(at_least.least); },
                 [&](const AtMost& at_most) { visit(at_most.most); },
                 [&](const Withholding& withholding) { visit(withholding.rate); },
                 [&](const GrossedUp& grossed) { visit(grossed.rate); },
                 [&](const ThenPlus& then) { visit(then.added); },
                 [&](const ThenLess& then) { visit(then.taken); },
                 [&](const Crediting& crediting) {
                   visit(crediting.credited);
                   if (crediting.most) visit(*crediting.most);
                 },
                 [&](const Recouping& recouping) { visit(recouping.rate); },
                 [&](const FirstFrom& first) {
                   if (first.rest_at) visit(*first.rest_at);
                 },
                 [&](const HeldBack& held) {
                   visit(held.rate);
                   if (held.most_held) visit(*held.most_held);
                   for (const auto& release : held.releases) {
                     if (release.rate) visit(*release.rate);
                   }
                 },
                 [&](const Deferred& deferred) {
                   visit(deferred.rate);
                   if (deferred.interest) visit(*deferred.interest);
                 },
                 [&](const LateInterest& late) {
                   visit(late.rate);
                   visit(*late.paid);
                 },
                 [](const FromDay&) {},
                 [](const UntilDay&) {},
                 [](const ThroughDay&) {},
                 [&](const WhileTrue& condition) { for_each_part(condition.condition, visit); },
                 [&](const OnceTrue& condition) { for_each_part(condition.condition, visit); },
                 [](const SettledAs&) {},
                 [](const DueAs&) {},
                 [](const RoundedAs&) {},
                 [](const Prorated&) {},
                 [](const Counted&) {},
                 [](const SurvivesTerm&) {},
             },
             proviso.form);
}

void for_each_expression(const Measure& measure, const Visit& visit) {
  visit(measure.value);
  if (measure.rise) visit_rise(*measure.rise, visit);
  for (const auto& exception : measure.exceptions) {
    visit(exception.value);
    if (exception.during) for_each_part(exception.during->condition, visit);
    if (exception.once) for_each_part(exception.once->condition, visit);
  }
}

void for_each_expression(const Clause& clause, const Visit& visit) {
  for_each_expression(clause.amount, visit);
  for (const auto& proviso : clause.provisos) for_each_expression(proviso, visit);
}

void for_each_expression(const Commitment& commitment, const Visit& visit) {
  visit(commitment.total);
  visit(commitment.measure);
  if (commitment.price) visit(*commitment.price);
  for (const auto& minimum : commitment.minimums) visit(minimum.least);
  if (commitment.shortfall && commitment.shortfall->share) visit(*commitment.shortfall->share);
  if (commitment.excess && commitment.excess->at_most) visit(*commitment.excess->at_most);
}

void for_each_expression(const Waterfall& waterfall, const Visit& visit) {
  const auto visit_any = [&](const auto& expression) {
    if (expression) visit(*expression);
  };
  visit(waterfall.cash);
  for (const auto& step : waterfall.steps) {
    for (const auto& share : step.shares) visit_any(share.share);
    for (const auto& target : step.until) {
      visit(target.amount);
      visit_any(target.on);
    }
    visit_any(step.at_most);
  }
  for (const auto& returned : waterfall.returns) {
    visit(returned.share);
    visit_any(returned.of);
    visit_any(returned.above);
    visit_any(returned.at_most);
  }
}

const Rise* rise_of_price(const Expression& amount) {
  if (const auto* grouped = std::get_if<Grouped>(&amount.form)) return rise_of_price(*grouped->inside);
  if (const auto* windowed = std::get_if<Windowed>(&amount.form)) return rise_of_price(*windowed->measured);
  if (const auto* filtered = std::get_if<Filtered>(&amount.form)) return rise_of_price(*filtered->measured);
  if (const auto* per = std::get_if<Per>(&amount.form)) return rise_of(*per->amount);
  return nullptr;
}

void for_each_event(const DayOrPeriod& day, const std::function<void(const Name&)>& visit) {
  if (!day.event) return;
  if (day.event->from == EventDay::From::event) visit(day.event->event);
  for (const DayOrPeriod& one : day.event->of) for_each_event(one, visit);
}

const Rise* rise_of(const Expression& figure) {
  const auto* risen = std::get_if<Risen>(&figure.form);
  return risen == nullptr ? nullptr : &*risen->rise;
}

const Expression& without_parentheses(const Expression& expression) {
  const Expression* inner = &expression;
  while (const auto* grouped = std::get_if<Grouped>(&inner->form)) inner = &*grouped->inside;
  return *inner;
}

}  // namespace whereas::syntax

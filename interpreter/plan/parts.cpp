#include "interpreter/plan/parts.h"

#include "lang/syntax/box.h"
#include "lang/time/day_count.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::plan {

using syntax::match;

namespace {
using Visit = std::function<void(StepId)>;

void visit_all(const std::vector<StepId>& steps, const Visit& visit) {
  for (const StepId step : steps) visit(step);
}

void visit_tiers(const TierAmount& tiers, const Visit& visit) {
  visit(tiers.basis);
  for (const auto& band : tiers.bands) {
    visit(band.rate);
    if (band.bound) visit(*band.bound);
    if (band.once_entered) visit(*band.once_entered);
  }
}

void visit_rise(const Rise& rise, const Visit& visit) {
  visit(rise.rate);
  if (rise.at_least) visit(*rise.at_least);
  if (rise.at_most) visit(*rise.at_most);
}
}  // namespace

void for_each_operand(const Plan& plan, StepId step, const Visit& visit) {
  std::visit(match{
                 [](const Constant&) {},
                 [](const SeriesFigure&) {},
                 [&](const Add& sum) { visit_all(sum.operands, visit); },
                 [&](const Subtract& difference) {
                   visit(difference.from);
                   visit_all(difference.operands, visit);
                 },
                 [&](const Multiply& product) {
                   visit(product.left);
                   visit(product.right);
                 },
                 [&](const Divide& quotient) {
                   visit(quotient.dividend);
                   visit(quotient.divisor);
                 },
                 [&](const Negate& negate) { visit(negate.operand); },
                 [&](const Extreme& extreme) { visit_all(extreme.operands, visit); },
                 [&](const RoundTo& round) { visit(round.operand); },
                 [&](const Packages& packages) { visit(packages.quantity); },
                 [&](const InWindow& window) { visit(window.operand); },
                 [&](const AverageOf& average) { visit(average.operand); },
                 [&](const OfPeriods& periods) { visit(periods.operand); },
                 [&](const Filtered& filtered) { visit(filtered.operand); },
                 [&](const OverDimension& over) { visit(over.operand); },
                 [](const TimeBetween&) {},
                 [](const Estimated&) {},
                 [&](const Interest& interest) {
                   visit(interest.rate);
                   visit(interest.on);
                 },
                 [&](const YearlyChange& change) { visit(change.operand); },
                 [&](const Rising& rising) {
                   visit(rising.base);
                   visit_rise(rising.rise, visit);
                 },
                 [&](const Changing& changing) {
                   visit(changing.base);
                   for (const auto& alternative : changing.alternatives) {
                     visit(alternative.value);
                     if (alternative.during) for_each_step(plan, *alternative.during, visit);
                     if (alternative.once) for_each_step(plan, *alternative.once, visit);
                   }
                 },
                 [&](const InParts& parts) { visit(parts.operand); },
                 [](const ClausePaid&) {},
                 [](const BalanceKept&) {},
                 [&](const Solved& solved) {
                   const Circle& circle = plan.circles[solved.circle];
                   visit_all(circle.constants, visit);
                   for (const auto& row : circle.coefficients) visit_all(row, visit);
                 },
                 [&](const InPart& part) { visit(part.operand); },
                 [&](const Tiered& tiered) { visit_tiers(tiered.tiers, visit); },
                 [&](const Named& named) { visit(named.operand); },
                 [&](const Within& within) { visit(within.operand); },
             },
             plan.steps[step].form);
}

void for_each_step(const Plan& plan, ConditionId condition, const Visit& visit) {
  std::visit(match{
                 [&](const Compare& compare) {
                   visit(compare.left);
                   visit(compare.right);
                 },
                 [](const OnOrAfter&) {},
                 [&](const AllOf& all) {
                   for (const ConditionId part : all.conditions) for_each_step(plan, part, visit);
                 },
                 [&](const AnyOf& any) {
                   for (const ConditionId part : any.conditions) for_each_step(plan, part, visit);
                 },
             },
             plan.conditions[condition].form);
}

void for_each_step(const Plan& plan, const Clause& clause, const Visit& visit) {
  std::visit(match{
                 [&](const ShareAmount& share) { visit(share.amount); },
                 [&](const TierAmount& tiers) { visit_tiers(tiers, visit); },
                 [&](const FixedAmount& fixed) {
                   for (const auto& sum : fixed.sums) {
                     visit(sum.amount);
                     if (sum.rise) visit_rise(*sum.rise, visit);
                   }
                 },
                 [&](const MilestoneAmount& milestones) {
                   for (const auto& sum : milestones.sums) {
                     visit(sum.amount);
                     for_each_step(plan, sum.reached, visit);
                   }
                 },
                 [&](const DatedAmount& dated) {
                   for (const auto& sum : dated.sums) visit(sum.amount);
                   if (dated.loan) visit(dated.loan->rate);
                 },
                 [&](const CommitmentAmount& commitment) {
                   visit(commitment.bought);
                   for (const auto& minimum : commitment.minimums) visit(minimum.least);
                   for (const auto& step : {commitment.total, commitment.share, commitment.price}) {
                     if (step) visit(*step);
                   }
                   if (commitment.excess && commitment.excess->at_most) visit(*commitment.excess->at_most);
                 },
                 [&](const ToDateAmount& to_date) { visit(to_date.amount); },
             },
             clause.amount);
  for (const auto& proviso : clause.provisos) {
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
                     for (const auto& lot : plan.credits[first.credits].lots) visit(lot.amount);
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
               },
               proviso.form);
  }
  if (clause.late) {
    visit(clause.late->rate);
    visit(clause.late->paid);
  }
  for (const auto& test : clause.in_force.tests) for_each_step(plan, test.condition, visit);
}

void for_each_step(const Waterfall& waterfall, const Visit& visit) {
  const auto visit_any = [&](const std::optional<StepId>& step) {
    if (step) visit(*step);
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

namespace {

/// The months of the calendar that lie whole in the days.
int whole_months_in(const Period& days, const Calendar& calendar) {
  const auto months = calendar.cut(days, Frequency::month);
  return static_cast<int>(std::count_if(months.begin(), months.end(), [&](const Period& month) { return month == calendar.holding(month.first(), Frequency::month); }));
}

}  // namespace

Number prorated(syntax::Prorated::By by, const Period& part, const Period& whole, const Calendar& calendar) {
  if (part == whole) return 1;
  using By = syntax::Prorated::By;
  const auto by_thirty_360 = [](const Period& days) { return year_fraction(DayCount::thirty_360, days.begin(), days.end()); };
  const bool is_of_months = calendar.holding(whole.begin(), Frequency::month).begin() == whole.begin() && calendar.holding(whole.last(), Frequency::month).end() == whole.end();
  const int months = is_of_months ? static_cast<int>(calendar.cut(whole, Frequency::month).size()) : whole_months_between(whole.begin(), whole.end());
  switch (by) {
    case By::days: break;
    case By::thirty_360: return by_thirty_360(part) / by_thirty_360(whole);
    case By::days_of_the_year:
      // A year's worth, by the days of the part over those of its year. A day has no such.
      if (months == 0) break;
      return Number::fraction(part.days(), calendar.holding(part.last(), Frequency::year).days()) * Number::fraction(12, months);
    case By::not_at_all: return 1;
    case By::whole_months:
      if (months == 0) break;
      return Number::fraction(whole_months_in(part, calendar), static_cast<int>(calendar.cut(whole, Frequency::month).size()));
  }
  return Number::fraction(part.days(), whole.days());
}

std::vector<Date> days_of_rise(const Rise& rise, const Period& term, const Calendar& calendar) {
  const Date begins = rise.counted_from.value_or(term.begin());
  Period year = calendar.holding(begins, Frequency::year);
  for (int count = 1; count < rise.first_year; ++count) year = calendar.next(year, Frequency::year);
  const Date first = rise.first_on.value_or(year.begin());
  std::vector<Date> days;
  for (int years = 0; first.plus_months(12 * years) < term.end(); ++years) days.push_back(first.plus_months(12 * years));
  return days;
}

bool carries_base_losses(const Clause& clause) {
  return std::any_of(clause.provisos.begin(), clause.provisos.end(), [](const Proviso& line) { return std::holds_alternative<BaseLossesCarried>(line.form); });
}

std::string words(const InWindow& window) {
  switch (window.kind) {
    case InWindow::Kind::fixed: return fmt::format("from {}", window.fixed->text());
    case InWindow::Kind::trailing: return fmt::format("over trailing {}", text(window.trailing));
    case InWindow::Kind::cumulative: return "since the term began";
    case InWindow::Kind::to_date: return fmt::format("{} to date", noun(window.frequency));
    case InWindow::Kind::previous: return fmt::format("previous {}{}", window.of_the_calendar ? "calendar " : "", noun(window.frequency));
    case InWindow::Kind::at_start: return "at the start";
    case InWindow::Kind::at_end: return "at the end";
  }
  return "";
}

}  // namespace whereas::plan

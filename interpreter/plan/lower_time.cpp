#include "interpreter/plan/lowering.h"
#include "interpreter/plan/parts.h"

#include <algorithm>

/// What runs with time: days counted, interest, figures that rise each year, sums divided over days.
namespace whereas::plan {

using namespace syntax;
using check::Nature;

/// `until 2026-Q2` leaves the quarter out, `through 2026-Q2` takes it in.
Moment Lowering::moment(const syntax::Moment& moment, bool as_last) {
  if (const auto* edge = std::get_if<Edge>(&moment.form)) return *edge;
  if (const auto* day = std::get_if<syntax::DayOfRecord>(&moment.form)) return DayOfRecord{contract_.dimension_named(day->record.text).value_or(0)};
  const Period named = days(std::get<DayOrPeriod>(moment.form));
  return as_last ? named.last() : named.first();
}

/// The greater of the difference and nothing.
StepId Lowering::excess(StepId amount, StepId over, Span said) {
  const StepId above = difference(amount, {over}, said);
  const Nature nature = plan_.steps[above].nature;
  const std::vector<StepId> operands{above, constant(0, said)};
  return compose(Extreme{true, operands}, nature, false, said, nature == Nature::flow ? std::vector<StepId>{} : operands);
}

StepId Lowering::lower_interest(const Expression& expression, const syntax::Interest& interest) {
  const StepId rate = lower(*interest.rate);
  const StepId on = lower(*interest.on);
  std::set<Date> dates = facts_[rate].dates;
  dates.insert(facts_[on].dates.begin(), facts_[on].dates.end());
  const bool on_whole_window = check::has_window_of_its_own(contract_, *interest.on);
  std::optional<Frequency> known = shortest_data(rate);
  const auto other = on_whole_window ? std::nullopt : shortest_data(on);
  if (other && (!known || is_shorter(*other, *known))) known = other;
  // A step of its own kind of parts: what changes below it is measured apart in each.
  return add(Step{Interest{rate, on, interest.compounded, interest.day_count, {dates.begin(), dates.end()}, known, on_whole_window}, Nature::flow, false, expression.span}, {});
}

Rise Lowering::lower_rise(const syntax::Rise& rise) {
  Rise lowered;
  lowered.rate = lower(rise.rate);
  lowered.simple = rise.simple;
  if (rise.first_on) lowered.first_on = days(*rise.first_on).first();
  lowered.first_year = rise.first_year;
  if (rise.at_least) lowered.at_least = lower(*rise.at_least);
  if (rise.at_most) lowered.at_most = lower(*rise.at_most);
  lowered.never_falling = rise.never_falling;
  lowered.rounding = rise.rounding;
  lowered.said = rise.span;
  lowered.counted_from = counted_from_;
  return lowered;
}

/// One text of a measure: its value, risen where it says so.
StepId Lowering::lower_risen(const Measure& measure) {
  const StepId base = lower(measure.value);
  return measure.rise ? lower_risen(base, *measure.rise, measure.name.text, measure.value.span) : base;
}

StepId Lowering::lower_risen(StepId base, const syntax::Rise& rise, std::string name, Span said) {
  Rising rising{base, lower_rise(rise), std::move(name), plan_.steps[base].is_rate};
  Facts facts = facts_[base];
  facts.changes = true;
  // Without a term the checker has asked for the first day; a hundred years then outlast the data.
  const Date first = rising.rise.first_on.value_or(Date());
  const Period term = plan_.term.value_or(Period(first, first.plus_months(1200)));
  for (const Date day : days_of_rise(rising.rise, term, plan_.calendar)) facts.dates.insert(day);
  const bool is_rate = plan_.steps[base].is_rate;
  const Nature nature = plan_.steps[base].nature;
  return add(Step{std::move(rising), nature, is_rate, said}, facts);
}

/// A part that is a rate is of the whole. The rest is what the others, as they are paid, have left.
DatedAmount Lowering::lower_divided(const DividedSum& divided, const std::optional<Rounding>& rounding) { return lower_parts(divided, rounding, {}, std::nullopt); }

DatedAmount Lowering::lower_divided_on(check::ClauseId id, const DividedSum& divided, const std::optional<Rounding>& rounding, Date from) {
  std::vector<StepId> paid;
  for (const Clause& text : plan_.clauses) {
    if (text.id != id) continue;
    if (text.rule && text.rule->counting_anew) paid.clear();
    const auto* dated = std::get_if<DatedAmount>(&text.amount);
    if (dated == nullptr || dated->loan) continue;
    for (const DatedSum& sum : dated->sums) {
      if (text.rule && ((text.rule->from && sum.day < *text.rule->from) || (text.rule->end && sum.day >= *text.rule->end))) continue;
      const Step step = plan_.steps[sum.amount];
      paid.push_back(text.rounding ? add(Step{RoundTo{sum.amount, *text.rounding}, step.nature, false, step.said}, facts_[sum.amount]) : sum.amount);
    }
  }
  return lower_parts(divided, rounding, std::move(paid), from);
}

/// `paid`: what is taken off the rest besides the other parts. Parts before `from` are among that.
DatedAmount Lowering::lower_parts(const DividedSum& divided, const std::optional<Rounding>& rounding, std::vector<StepId> paid, std::optional<Date> from) {
  const StepId all = lower(divided.all);
  DatedAmount lowered;
  const std::size_t before = paid.size();
  for (const auto& part : divided.parts) {
    if (!part.amount || (from && days(part.day).first() < *from)) continue;
    StepId amount = lower(*part.amount);
    if (plan_.steps[amount].is_rate) amount = product(amount, all, part.amount->span);
    const Step& step = plan_.steps[amount];
    paid.push_back(rounding ? add(Step{RoundTo{amount, *rounding}, step.nature, false, step.said}, facts_[amount]) : amount);
  }
  auto next = paid.begin() + static_cast<std::ptrdiff_t>(before);
  for (const auto& part : divided.parts) {
    if (part.amount && from && days(part.day).first() < *from) continue;
    const StepId amount = part.amount ? *next++ : (paid.empty() ? all : difference(all, paid, part.day.span));
    lowered.sums.push_back({amount, days(part.day).first(), part.day.span});
  }
  return lowered;
}

DatedAmount Lowering::lower_loan(const syntax::Loan& loan) {
  const StepId lent = lower(*loan.lent);
  DatedAmount lowered;
  lowered.loan = Loan{lent, days(loan.lent_on).first(), loan.equal == syntax::Loan::Equal::instalments, lower(*loan.rate), loan.day_count, balance_called(loan.balance)};
  Loan& lowered_loan = *lowered.loan;
  const auto known = shortest_data(lowered_loan.rate);
  lowered_loan.floats = !lowered_loan.equal_instalments && (known || facts_[lowered_loan.rate].changes || plan_.steps[lowered_loan.rate].nature != Nature::constant);
  if (lowered_loan.floats) {
    const std::set<Date>& dates = facts_[lowered_loan.rate].dates;
    lowered_loan.dates = {dates.begin(), dates.end()};
    lowered_loan.known_each = known;
    lowered_loan.on_whole_window = check::has_window_of_its_own(contract_, *loan.rate);
  }
  const Date first = days(loan.first_on).first();
  if (first <= lowered_loan.lent_on) return lowered;  // it waits for the event on which it is lent
  for (int place = 0; Number(place) < loan.count; ++place) lowered.sums.push_back({lent, check::payment_day(loan.each, first, place), loan.lent->span});
  return lowered;
}

DatedAmount Lowering::lower_instalments(const Instalments& instalments, const std::optional<Rounding>& rounding) {
  const StepId all = lower(instalments.all);
  StepId each = quotient(all, constant(instalments.count, instalments.count_span), instalments.all.span);
  if (rounding) each = add(Step{RoundTo{each, {rounding->places, Rounding::Mode::down}}, Nature::constant, false, instalments.all.span}, {});
  const std::vector<StepId> others(instalments.days.size() - 1, each);
  const StepId odd = others.empty() ? all : difference(all, others, instalments.count_span);
  const std::size_t odd_place = instalments.odd_cents == Instalments::OddCents::with_the_first ? 0 : others.size();
  DatedAmount lowered;
  for (std::size_t place = 0; place < instalments.days.size(); ++place) {
    const auto& day = instalments.days[place];
    lowered.sums.push_back({place == odd_place ? odd : each, days(day).last(), day.span});
  }
  return lowered;
}

}  // namespace whereas::plan

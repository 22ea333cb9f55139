#include "lang/check/clauses.h"
#include "lang/check/constants.h"

#include "lang/check/commitments.h"
#include "lang/check/part_windows.h"
#include "lang/check/tiers.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

std::optional<Number> literal(const Expression& expression) {
  const Expression& bare = without_parentheses(expression);
  if (const auto* number = std::get_if<NumberLiteral>(&bare.form)) return number->value;
  if (const auto* money = std::get_if<MoneyLiteral>(&bare.form)) return money->value;
  if (const auto* quantity = std::get_if<QuantityLiteral>(&bare.form)) return quantity->value;
  return std::nullopt;
}

void ClauseCheck::check() {
  std::visit(match{
                 [&](const Share& share) { check_share(share); },
                 [&](const Tiers& tiers) { check_tiers(tiers); },
                 [&](const FixedSums& fixed) { check_fixed(fixed); },
                 [&](const Milestones& milestones) { check_milestones(milestones); },
                 [&](const DatedSums& dated) { check_dated(dated); },
                 [&](const DividedSum& divided) { check_divided(divided); },
                 [&](const Instalments& instalments) { check_instalments(instalments); },
                 [&](const ToDateLessPaid& less_paid) { check_less_paid(less_paid); },
                 [&](const Loan& loan) { check_loan(loan); },
             },
             clause_.amount.form);
  check_provisos();
  check_due();
  if (clause_.delivers) ask_how_things_are_rounded();
}

/// Money is rounded to cents; how many of a thing are delivered is another matter.
void ClauseCheck::ask_how_things_are_rounded() {
  const bool says = std::any_of(clause_.provisos.begin(), clause_.provisos.end(), [](const Proviso& line) { return std::holds_alternative<RoundedAs>(line.form); });
  if (says || !info_.settlement.rounding) return;
  checking_.report.add(code::two_readings)
      .says(fmt::format("\"{}\" delivers a quantity, and nothing says whether in whole units or in parts of them", info_.title))
      .at(clause_.amount.span)
      .note("the deal's own rounding is of money")
      .offers("whole units, and what is left of one is not delivered", insert_after(clause_.amount.span, "\n    rounded to 1, down"))
      .offers("or a whole unit for what is left, too", insert_after(clause_.amount.span, "\n    rounded to 1, up"))
      .offers("or parts of units", insert_after(clause_.amount.span, "\n    rounded to 0.0001, half even"));
}

void ClauseCheck::check_share(const Share& share) {
  const Type type = inference_.of(share.amount);
  const Type money = currency_.as_paid(type, share.amount, "what a clause pays");
  currency_.pays(money, share.amount);
  may_be_negative_ = type.may_be_negative;
  if (!money.is_unknown() && type.nature != Nature::constant) ask_standing_part(share.amount, info_.settlement.frequency);
  if (money.is_unknown() || type.nature != Nature::constant || asks_how_often(share)) return;
  Diagnostic& diagnostic = checking_.report.add(code::when_not_said);
  diagnostic.says(fmt::format("`{}` is the same every time, and the clause does not say when it is paid", checking_.words_of(share.amount))).at(share.amount.span);
  if (offer_days_of_clause(share.amount, diagnostic)) return;
  diagnostic.offers("every period", insert_after(share.amount.span, " each quarter")).help(fmt::format("or on a day: `{} on 2026-03-31`", checking_.words_of(share.amount)));
}

/// `10% of sales`, and on a line of its own `in 2026`: more likely the days of the clause than those over which sales are added up.
bool ClauseCheck::offer_days_of_clause(const Expression& amount, Diagnostic& diagnostic) const {
  const Windowed* windowed = nullptr;
  for_each_part(amount, [&](const Expression& part) {
    if (const auto* found = std::get_if<Windowed>(&part.form)) windowed = found;
  });
  if (const auto* whole = std::get_if<Windowed>(&amount.form)) windowed = whole;
  if (windowed == nullptr || windowed->measured->span.end > windowed->window_span.begin) return false;
  const Span between{amount.span.source, windowed->measured->span.end, windowed->window_span.begin};
  if (checking_.words(between).find('\n') == std::string_view::npos) return false;
  const Calendar& calendar = checking_.contract.calendar;
  std::optional<Period> days;
  if (const auto* in = std::get_if<InPeriod>(&windowed->window); in != nullptr && !in->period.event) days = in->period.period.in(calendar);
  if (const auto* from = std::get_if<FromTo>(&windowed->window); from != nullptr && !from->first.event && !from->last.event) {
    const Date begin = from->first.period.in(calendar).begin();
    const Date end = from->last.period.in(calendar).end();
    if (begin < end) days = Period(begin, end);
  }
  if (!days) return false;
  diagnostic.offers("as the days on which the clause is in force", replace(windowed->window_span, fmt::format("from {}\n    through {}", days->begin().text(), days->last().text())))
      .offers("or, where it is the time over which the figure is added up, with each settlement", insert_after(amount.span, " each quarter"));
  return true;
}

/// `100 once cumulative sales is at least 1,000`: paid one time, or from then on every time?
bool ClauseCheck::asks_how_often(const Share& share) {
  const Proviso* said = nullptr;
  for (const auto& proviso : clause_.provisos) {
    if (std::holds_alternative<OnceTrue>(proviso.form)) said = &proviso;
  }
  if (said == nullptr) return false;
  const auto& once = std::get<OnceTrue>(said->form);
  const std::string sum = checking_.words_of(share.amount);
  const std::string_view each = noun(info_.settlement.frequency.value_or(Frequency::quarter));
  Diagnostic& diagnostic = checking_.report.add(code::two_readings)
                               .says(fmt::format("`{}` with `once` under it can be paid one time, when it is reached, or every time from then on", sum))
                               .at(share.amount.span)
                               .beside(said->span, "when it is reached");
  const Span between{said->span.source, clause_.amount.span.end, said->span.begin};
  const std::string milestone = fmt::format("{} the first time {}", sum, checking_.words(once.condition.span));
  if (between.begin <= between.end && checking_.words(between).find_first_not_of(" \n\r\t") == std::string_view::npos) {
    diagnostic.offers("one time, with the settlement at the end of which it is first so", replace({said->span.source, clause_.amount.span.begin, said->span.end}, milestone));
  } else {
    diagnostic.help(fmt::format("one time, with the settlement at the end of which it is first so: `{}`, without the line `once`", milestone));
  }
  diagnostic.offers(once.from_that_period ? "or every time, from that period on" : "or every time, from the period after", insert_after(share.amount.span, fmt::format(" each {}", each == "term" ? "quarter" : each)));
  return true;
}

void ClauseCheck::check_fixed(const FixedSums& fixed) {
  for (const auto& sum : fixed.sums) {
    const Type type = inference_.of(sum.amount);
    currency_.pays(currency_.as_paid(type, sum.amount, "a fixed sum"), sum.amount);
    may_be_negative_ = may_be_negative_ || type.may_be_negative;
    if (type.nature != Nature::constant && !type.is_unknown()) {
      checking_.report.add(code::when_not_said)
          .says(fmt::format("`{}` is measured over each settlement period, so it cannot be `each {}` as well", checking_.words_of(sum.amount), noun(sum.each)))
          .at(sum.span)
          .offers("write it without", replace(sum.span, checking_.words_of(sum.amount)))
          .help("how often the clause settles is a line of its own: `settled monthly`");
    }
    if (sum.rise) {
      inference_.check_rise(*sum.rise, type, sum.amount);
      warn_of_first_rise(*sum.rise);
    }
    ask_part_window(sum.each, sum.span, "a sum");
  }
}

/// A clause that comes into force inside a year rises with the next year of the deal, not a year after its own first day.
void ClauseCheck::warn_of_first_rise(const Rise& rise) {
  const auto days = days_in_force();
  const auto& term = checking_.contract.term;
  if (!days || rise.first_on || rise.first_year_span || days->begin() == term->begin()) return;
  const Calendar& calendar = checking_.contract.calendar;
  const Period year = calendar.holding(days->first(), Frequency::year);
  if (year.begin() == days->begin() || year.end() >= days->end()) return;
  checking_.report.add(code::year_inside_term)
      .says(fmt::format("the clause begins on {}, inside a year, and what it pays first rises on {}", days->first().text(), std::max(year.end(), calendar.next(calendar.holding(term->first(), Frequency::year), Frequency::year).begin()).text()))
      .at(rise.span)
      .help(fmt::format("to rise a year after its first day write `first on {}`", days->first().plus({1, Duration::Unit::years}).text()));
}

void ClauseCheck::check_dated(const DatedSums& dated) {
  for (const auto& sum : dated.sums) {
    const Type type = inference_.of(sum.amount);
    currency_.pays(currency_.as_paid(type, sum.amount, "a sum on a day"), sum.amount);
    may_be_negative_ = may_be_negative_ || type.may_be_negative;
    if (const auto day = first_day(checking_, sum.day)) require_in_term(*day, sum.day.span, "the day of payment");
  }
}

void ClauseCheck::check_tiers(const Tiers& tiers) {
  const Type basis = inference_.of(tiers.basis);
  may_be_negative_ = basis.may_be_negative;
  if (!tiers.window) {
    refuse_tiers_without_window(checking_, tiers);
  } else {
    ask_part_window(*tiers.window, tiers.window_span, "tier bounds");
    warn_year(*tiers.window, tiers.window_span);
  }
  const bool rise_and_end = check_bands(checking_, tiers);
  for (const auto& band : tiers.bands) {
    check_band_rate(tiers, basis, band);
    if (band.bound) inference_.together(basis, tiers.basis, inference_.of(*band.bound), *band.bound, "compare");
  }
  if (rise_and_end) warn_jumps(checking_, tiers);
  const auto& settled = info_.settlement.frequency;
  if (tiers.window && settled && !is_shorter(*settled, *tiers.window)) return;
  may_be_negative_ = may_be_negative_ || (tiers.window && can_take_back(checking_.contract, tiers));
}

void ClauseCheck::check_band_rate(const Tiers& tiers, const Type& basis, const Band& band) {
  const Type rate = inference_.of(band.rate);
  may_be_negative_ = may_be_negative_ || rate.may_be_negative;
  if (band.once_entered) {
    currency_.pays(currency_.as_paid(inference_.of(*band.once_entered), *band.once_entered, "what is due once a tier is entered"), *band.once_entered);
  }
  if (band.is_flat) return currency_.pays(currency_.as_paid(rate, band.rate, "a flat sum"), band.rate);
  const auto* price = std::get_if<Per>(&band.rate.form);
  if (price != nullptr && !price->target) {
    Type paid = rate;
    paid.units = multiplied(rate.units, basis.units);
    currency_.pays(paid, band.rate);
    refuse_price_of_money(checking_, tiers, basis, band);
    return;
  }
  if (rate.is_bare) return inference_.as_rate(rate, band.rate);
  if (rate.is_unknown() || basis.is_unknown()) return;
  Type paid = rate;
  paid.units = multiplied(rate.units, basis.units);
  paid.is_bare = basis.is_bare && rate.is_number();
  currency_.pays(currency_.as_paid(paid, band.rate, "what a tier pays"), band.rate);
}

bool ClauseCheck::require_in_term(Date day, Span at, std::string_view what) {
  const auto& term = checking_.contract.longest_term;
  if (!term || term->contains(day)) return true;
  checking_.report.add(code::outside_term)
      .says(fmt::format("{}, {}, lies outside the term", what, day.text()))
      .at(at)
      .note(fmt::format("the term runs from {}", term->text()))
      .help("name a day inside it, or let the term run longer");
  return false;
}

void check_clauses(Checking& checking) {
  Inference inference(checking);
  auto& contract = checking.contract;
  for (auto& info : contract.clauses) {
    if (info.commitment != nullptr) {
      CommitmentCheck(checking, inference, info).check();
      for (std::size_t place = 1; place < info.commitment_texts.size(); ++place) check_restated_commitment(checking, inference, info, place);
      check_open_minimums(checking, inference, info);
    }
    if (info.clause == nullptr) continue;
    ClauseCheck(checking, inference, info).check();
    for (std::size_t place = 1; place < info.texts.size(); ++place) check_restated(checking, inference, info, place);
  }
  ask_how_names_count(checking);
}

}  // namespace whereas::check

#include "lang/check/infer.h"

#include "lang/check/constants.h"
#include "lang/check/part_windows.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

// The types of the forms that have words of their own: maxima, windows, figures taken over periods, prices, time, interest, rises.
namespace whereas::check {

using namespace syntax;

void Inference::refuse_plain_beside_rate(const Type& a, const Expression& at_a, const Type& b, const Expression& at_b) {
  if (!a.is_number() || !b.is_number() || a.is_bare == b.is_bare) return;
  const Expression& plain = without_parentheses(a.is_bare ? at_a : at_b);
  const Expression& rate = a.is_bare ? at_b : at_a;
  const auto value = constant_figure(contract_, plain);
  // Nothing and the whole are nothing and the whole of a rate too: `1 less 20%`, `0 from 2027-01-01`.
  if (!value || value->is_zero() || *value == Number(1) || !says_rate(contract_, rate)) return;
  auto& diagnostic = checking_.report.add(code::not_a_rate)
                         .says(fmt::format("`{}` is a plain number, and stands beside a rate", checking_.words_of(plain)))
                         .at(plain.span)
                         .beside(rate.span, "a rate");
  offer_percentage(diagnostic, plain);
}

void Inference::offer_percentage(Diagnostic& diagnostic, const Expression& plain) const {
  const auto* number = std::get_if<NumberLiteral>(&plain.form);
  if (number == nullptr) return void(diagnostic.help("write it as a percentage where it is defined, such as `5%`"));
  const std::string percentage = checking_.words_of(plain) + "%";
  if (number->value > 0 && number->value <= 1) {
    // `0.5 of revenue`: nearly always a half, and written so for a half of one percent too.
    diagnostic.offers("write a percentage, either", replace(plain.span, spoken(number->value * 100) + "%")).offers("or", replace(plain.span, percentage));
  } else {
    diagnostic.offers("write a percentage", replace(plain.span, percentage));
  }
}

/// `5% of sales after 2026-06-30`: a day is no cost; from when the line rules is a line of its own.
bool Inference::refuse_day_after(const After& after) {
  for (const auto& deduction : after.deductions) {
    const auto* day = std::get_if<DateLiteral>(&deduction.cost->form);
    if (day == nullptr) continue;
    const Span said{deduction.cost->span.source, after.amount->span.end, deduction.cost->span.end};
    checking_.report.add(code::unit_mismatch)
        .says(fmt::format("`after` takes off what something costs, and {} is a day", day->date.text()))
        .at(deduction.cost->span, "a day")
        .offers("from when a line is in force is a line of its own", replace(said, fmt::format("\n    from {}", day->date.plus_days(1).text())));
    return true;
  }
  return false;
}

Type Inference::of_extreme(const Extreme& extreme) {
  Type result = Type::unknown();
  bool any_negative = false;
  bool all_negative = true;
  for (const auto& operand : extreme.operands) {
    const Type type = of(operand);
    any_negative = any_negative || type.may_be_negative;
    all_negative = all_negative && type.may_be_negative;
    result = &operand == &extreme.operands.front() ? type : together(result, extreme.operands.front(), type, operand, "compare");
  }
  result.adds_up = false;
  result.may_be_negative = extreme.greater ? all_negative : any_negative;
  return result;
}

/// What lies above: never negative. (Lowering it takes the greater of the difference and nothing.)
Type Inference::of_excess(const ExcessOf& excess) {
  const Type amount = of(*excess.amount);
  const Type over = of(*excess.over);
  Type result = together(amount, *excess.amount, over, *excess.over, "compare");
  result.adds_up = false;
  result.may_be_negative = false;
  return result;
}

/// A sum of figures flows; the highest, lowest or average of them belongs to its window.
Type Inference::of_periods(const OfPeriods& periods) {
  Type type = of(*periods.measured);
  const bool is_sum = periods.taking == Taking::sum;
  if (is_sum || type.nature != Nature::constant) type.nature = is_sum ? Nature::flow : Nature::ratio;
  type.adds_up = is_sum;
  return type;
}

Type Inference::of_time(const TimeBetween& between) {
  Type type = Type::bare();
  for (const Moment* moment : {&between.from, &between.to}) {
    const auto* edge = std::get_if<Edge>(&moment->form);
    const auto* row = std::get_if<DayOfRecord>(&moment->form);
    if (row != nullptr) check_record_day(*row);
    if (row != nullptr || (edge != nullptr && edge->of != Edge::Of::term)) type.nature = Nature::ratio;
  }
  return type;
}

/// Only what has a row lies on a day.
void Inference::check_record_day(const DayOfRecord& row) {
  const auto dimension = contract_.dimension_named(row.record.text);
  if (dimension && contract_.dimensions[*dimension].of_records) return;
  checking_.report.add(code::wrong_kind)
      .says(fmt::format("nothing says on which day a {} lies", row.record.text))
      .at(row.record.span)
      .help(fmt::format("rows have days: `input amount by {}, one row each, USD`", row.record.text));
}

Type Inference::of_interest(const Interest& interest) {
  const Type rate = of(*interest.rate);
  as_rate(rate, *interest.rate);
  Type type = of(*interest.on);
  if (type.kind == Type::Kind::date || type.kind == Type::Kind::duration) {
    checking_.report.add(code::unit_mismatch).says(fmt::format("interest runs on an amount, and this is {}", description(type))).at(interest.on->span)
        .help("name a sum that is owed: `interest at 5% a year on 100,000, ACT/360`");
    return Type::unknown();
  }
  if (type.nature == Nature::flow) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("interest runs on what is owed on each day, and `{}` adds up over time", checking_.words_of(*interest.on)))
        .at(interest.on->span, "adds up over time")
        .offers("for what had come together before the first day of the interest write",
                replace(interest.on->span, fmt::format("(cumulative {}) at start", checking_.words_of(*interest.on))));
  }
  if (interest.compounded) warn_year(checking_, *interest.compounded, interest.rate->span);
  type.nature = Nature::flow;
  type.adds_up = !interest.compounded;
  type.may_be_negative = type.may_be_negative || rate.may_be_negative;
  return type;
}

/// One figure throughout: a constant, though it is not known.
Type Inference::of_estimate(const Expression& expression, const Estimate& estimate) {
  const Symbol& symbol = contract_.symbol(expression);
  Type type = Type::unknown();
  if (estimate.least) type = of(**estimate.least);
  if (estimate.most) type = estimate.least ? together(type, **estimate.least, of(**estimate.most), **estimate.most, "lie between") : of(**estimate.most);
  if (!estimate.least && !estimate.most && symbol.kind == Symbol::Kind::estimate) {
    Units units;
    const auto count = [&](const Name& name, bool below) {
      const auto unit = checking_.units.find(name.text);
      if (unit != checking_.units.end()) units = multiplied(units, below ? inverse({{unit->second, 1}}) : Units{{unit->second, 1}});
    };
    if (estimate.unit) count(*estimate.unit, false);
    if (estimate.per) count(*estimate.per, true);
    type = Type::amount(std::move(units), Nature::constant);
  }
  type.nature = Nature::constant;
  type.may_be_negative = symbol.kind == Symbol::Kind::estimate && contract_.estimates[symbol.index].may_be_negative();
  return type;
}

/// The quotient of two values at a moment, less 1.
Type Inference::of_yearly_change(const YearlyChange& change) {
  const Type type = of(*change.measured);
  if (type.nature == Nature::flow) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("an index stands at a value each month, and `{}` adds up over time", checking_.words_of(*change.measured)))
        .at(change.measured->span, "adds up over time")
        .help("declare it as a value at a moment: `input cpi at month end number`");
  }
  if (change.from.text != change.to.text) {
    checking_.report.add(code::two_readings)
        .says(fmt::format("from {} to {} is not a year, and the change is that of a year", change.from.text, change.to.text))
        .at(change.to.span)
        .offers(fmt::format("if {} is compared with the one before it", change.from.text), replace(change.to.span, change.from.text))
        .offers(fmt::format("if {} is", change.to.text), replace(change.from.span, change.to.text));
  }
  Type rate = Type::rate();
  rate.nature = Nature::ratio;
  rate.adds_up = false;
  rate.may_be_negative = true;
  return rate;
}

Type Inference::of_over_dimension(const OverDimension& over) {
  Type type = of(*over.measured);
  const auto dimension = contract_.dimension_named(over.dimension.text);
  const bool of_records = dimension && contract_.dimensions[*dimension].of_records;
  if (over.free) check_free(over, of_records);
  // Each record lies in one window: what is worked out for each adds up, and a sum for each is one that flows.
  if (of_records && over.taking == Taking::sum) {
    type.nature = Nature::flow;
    type.adds_up = true;
  }
  if (over.taking != Taking::sum) type.adds_up = false;
  return type;
}

void Inference::check_free(const OverDimension& over, bool of_records) {
  const auto refuse = [&](std::string what) -> Diagnostic& { return checking_.report.add(code::wrong_kind).says(std::move(what)).at(over.free->span); };
  if (!of_records) {
    refuse(fmt::format("only rows come one after the other, and no input has one row for each {}", over.dimension.text)).help(fmt::format("give it a row each: `input amount by {}, one row each, USD`", over.dimension.text));
    return;
  }
  if (over.taking != Taking::sum) refuse(fmt::format("the {} is of all of them; free is what is left out of a sum", syntax::word(over.taking))).help(fmt::format("write `the sum over {}`", over.dimension.text));
  if (!over.free->count.is_whole() || over.free->count.sign() <= 0) refuse("so many of them cannot be free").help("write a whole number above zero");
}

/// `"Distributions" received by GP`: only a waterfall pays several.
void Inference::check_recipient(const ClauseUse& use, const ClauseInfo& paying) {
  if (!use.received_by) return;
  const auto party = checking_.parties.find(use.received_by->text);
  if (party == checking_.parties.end()) return;  // reported
  const bool is_paid = paying.waterfall != nullptr ? std::find(paying.recipients.begin(), paying.recipients.end(), party->second) != paying.recipients.end() : false;
  if (is_paid) return;
  auto& diagnostic = checking_.report.add(code::wrong_kind)
                         .says(paying.waterfall != nullptr ? fmt::format("\"{}\" pays nothing to {}", paying.title, use.received_by->text)
                                                           : fmt::format("\"{}\" is no waterfall: it pays one party, and its title is all that it paid", paying.title))
                         .at(use.received_by->span)
                         .beside(paying.span, "pays");
  if (paying.waterfall == nullptr) diagnostic.help(fmt::format("write `\"{}\"` alone", paying.title));
}

void Inference::check_rise(const Rise& rise, const Type& risen, const Expression& what) {
  const Type rate = of(rise.rate);
  const auto* plain = std::get_if<NumberLiteral>(&rise.rate.form);
  if (plain != nullptr && !plain->is_rate && plain->value > Number(1)) {
    const std::string words = checking_.words_of(rise.rate);
    checking_.report.add(code::not_a_rate)
        .says(fmt::format("what rises by so much each year rises by a part of itself, and `{}` is a plain number", words))
        .at(rise.rate.span)
        .offers("write a percentage", replace(rise.rate.span, words + "%"))
        .help("or, where it is so much money, a name with a day for each step: `rent means 1,000`, below it `except 1,050 from 2027-01-01`");
    return;
  }
  as_rate(rate, rise.rate, rate.counts ? fmt::format("by an index it rises as the index does: `rising by the change of {} from December to December each year`", checking_.words_of(rise.rate)) : "");
  if (rise.at_least) as_rate(of(*rise.at_least), *rise.at_least);
  if (rise.at_most) as_rate(of(*rise.at_most), *rise.at_most);
  const auto least = rise.at_least ? constant_figure(contract_, *rise.at_least) : std::nullopt;
  const auto most = rise.at_most ? constant_figure(contract_, *rise.at_most) : std::nullopt;
  if (least && most && *most < *least) {
    checking_.report.add(code::never_holds)
        .says("the least and the greatest rise cannot both hold")
        .at(rise.at_most->span, "no more than this")
        .beside(rise.at_least->span, "no less than this")
        .help("keep the one that is meant, or let the least be below the greatest");
  }
  if (!risen.is_unknown() && (risen.nature != Nature::constant || risen.kind != Type::Kind::amount)) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("`{}` does not stay the same from day to day, so it cannot rise from year to year", checking_.words_of(what)))
        .at(what.span)
        .beside(rise.span, "rises")
        .help("what rises is a written sum, price or rate: `fee means 100, rising 4% each year`");
  }
  if (!rise.first_on) {
    Diagnostic* warning = warn_year(checking_, Frequency::year, rise.first_year_span.value_or(rise.span));
    if (warning != nullptr && !rise.first_year_span) {
      warning->help(fmt::format("or say the day of the first rise: `first on {}`", contract_.term->first().plus({1, Duration::Unit::years}).text()));
    }
  }
  if (rise.first_year_span) check_first_year(rise);
  const auto first = rise.first_on ? first_day(checking_, *rise.first_on) : std::nullopt;
  if (first && contract_.longest_term && *first > contract_.longest_term->last()) {
    checking_.report.add(code::never_holds)
        .says(fmt::format("the first rise, on {}, comes after the term", first->text()))
        .at(rise.first_on->span)
        .note(fmt::format("the term runs from {}", contract_.longest_term->text()))
        .help("name a day inside the term, or leave the rise out");
  }
  if (!rise.first_on && !contract_.term) {
    checking_.report.add(code::when_not_said)
        .says("the deal names no term, so its second year is not known, with which the rise would begin")
        .at(rise.span)
        .offers("say when it first rises", insert_after(rise.span, ", first on 2027-01-01"));
  }
}

/// `from the fifth year`, of a deal of three.
void Inference::check_first_year(const Rise& rise) {
  const auto& term = contract_.longest_term;
  if (!term) return;
  Period year = contract_.calendar.holding(term->first(), Frequency::year);
  for (int count = 1; count < rise.first_year; ++count) year = contract_.calendar.next(year, Frequency::year);
  if (year.begin() < term->end()) return;
  checking_.report.add(code::never_holds)
      .says(fmt::format("that year begins on {}, after the term", year.first().text()))
      .at(*rise.first_year_span)
      .note(fmt::format("the term runs from {}", term->text()))
      .help("name an earlier year, or leave the rise out");
}

Type Inference::of_per(const Expression& expression, const Per& per) {
  Type amount = of(*per.amount);
  if (amount.is_bare) {
    if (checking_.currencies_used.size() > 1) {
      checking_.report.add(code::currency_not_said).says("a price does not say its currency, and this deal has several").at(per.amount->span)
          .help("write the currency before it: `USD 2.10 per hour`");
    }
    amount.units = {{contract_.currency.value_or(nameless_currency), 1}};
    amount.is_bare = false;
  }
  if (!per.target) return amount;  // a price in tiers: per unit of their basis
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind == Symbol::Kind::unit) {
    Type price = Type::amount(multiplied(amount.units, {{symbol.index, -1}}), amount.nature);
    price.adds_up = false;
    return price;
  }
  Type quantity = Type::unknown();
  if (symbol.kind == Symbol::Kind::input) quantity = contract_.inputs[symbol.index].type;
  if (symbol.kind == Symbol::Kind::measure) quantity = of_measure(symbol.index, {});
  if (symbol.kind == Symbol::Kind::parameter && symbol.index < parameters_.size()) quantity = parameters_[symbol.index];
  if (!quantity.is_unknown() && is_money(quantity, contract_) && !per.full) {  // `100 per full 400 spend` counts packages
    checking_.report.add(code::unit_mismatch)
        .says(fmt::format("a price is per quantity, and `{}` is {}", per.target->text, description(quantity)))
        .at(per.target->span)
        .help(fmt::format("for a share of it write a rate: `2% of {}`", per.target->text));
    return Type::unknown();
  }
  Type result = Type::amount(amount.units, quantity.is_unknown() ? Nature::flow : nature_of_product(amount.nature, quantity.nature));
  result.adds_up = !per.started && (quantity.is_unknown() || quantity.adds_up);
  result.may_be_negative = amount.may_be_negative || quantity.may_be_negative;
  return result;
}

}  // namespace whereas::check

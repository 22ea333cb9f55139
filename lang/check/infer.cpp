#include "lang/check/infer.h"

#include "lang/check/constants.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

bool is_quantity(const Type& type, const CheckedContract& contract) {
  return type.units.size() == 1 && type.units.front().second == 1 && !contract.units[type.units.front().first].is_currency;
}

bool is_money(const Type& type, const CheckedContract& contract) {
  return type.units.size() == 1 && type.units.front().second == 1 && contract.units[type.units.front().first].is_currency;
}

Type Inference::of(const Expression& expression) {
  Type type = work_out(expression);
  contract_.types[expression.id] = type;
  return type;
}

namespace {

/// Whether the text of the clause says that it may be paid back.
bool pays_either_way(const ClauseInfo& info) {
  return std::any_of(info.texts.begin(), info.texts.end(), [](const ClauseText& text) {
    return std::any_of(text.clause->provisos.begin(), text.clause->provisos.end(), [](const Proviso& line) { return std::holds_alternative<EitherWay>(line.form); });
  });
}

}  // namespace

Type Inference::work_out(const Expression& expression) {
  return std::visit(match{
                        [](const NumberLiteral& literal) { return literal.is_rate ? Type::rate() : Type::bare(); },
                        [&](const MoneyLiteral& money) { return of_money(money); },
                        [&](const QuantityLiteral&) {
                          const Symbol& symbol = contract_.symbol(expression);
                          return symbol.kind == Symbol::Kind::unit ? Type::amount({{symbol.index, 1}}, Nature::constant) : Type::unknown();
                        },
                        [](const DateLiteral&) { return Type{Type::Kind::date, {}, false, Nature::constant, false, false}; },
                        [](const DurationLiteral&) { return Type{Type::Kind::duration, {}, false, Nature::constant, false, false, false}; },
                        [&](const NameUse& use) { return of_name(expression, use); },
                        [&](const ClauseUse& use) {
                          const Symbol& symbol = contract_.symbol(expression);
                          if (symbol.kind != Symbol::Kind::clause) return Type::unknown();
                          check_recipient(use, contract_.clauses[symbol.index]);
                          Type paid = Type::amount({{currency_of(symbol.index), 1}}, Nature::flow);
                          paid.may_be_negative = pays_either_way(contract_.clauses[symbol.index]);
                          return paid;
                        },
                        [&](const Under&) {
                          const Symbol& symbol = contract_.symbol(expression);
                          return symbol.kind == Symbol::Kind::input ? contract_.inputs[symbol.index].type : Type::unknown();
                        },
                        [&](const Negated& negated) {
                          Type type = of(*negated.operand);
                          type.may_be_negative = true;
                          return type;
                        },
                        [&](const Arithmetic& arithmetic) { return of_arithmetic(expression, arithmetic); },
                        [&](const After& after) { return of_after(expression, after); },
                        [&](const Of& share) {
                          const Type rate = of(*share.rate);
                          const Type base = of(*share.base);
                          if ((rate.is_bare || rate.counts) && !rate.is_unknown()) {
                            as_rate(rate, *share.rate);
                            return base;
                          }
                          return product(expression, rate, base);
                        },
                        [&](const Extreme& extreme) { return of_extreme(extreme); },
                        [&](const ExcessOf& excess) { return of_excess(excess); },
                        [&](const Grouped& grouped) { return of(*grouped.inside); },
                        [&](const Windowed& windowed) { return of_windowed(windowed); },
                        [&](const Filtered& filtered) { return of(*filtered.measured); },
                        [&](const OfPeriods& periods) { return of_periods(periods); },
                        [&](const OverDimension& over) { return of_over_dimension(over); },
                        [&](const TimeBetween& between) { return of_time(between); },
                        [&](const Interest& interest) { return of_interest(interest); },
                        [&](const YearlyChange& change) { return of_yearly_change(change); },
                        [&](const Risen& risen) {
                          const Type type = of(*risen.figure);
                          check_rise(*risen.rise, type, *risen.figure);
                          return type;
                        },
                        [&](const Rounded& rounded) {
                          Type type = of(*rounded.value);
                          type.adds_up = false;
                          return type;
                        },
                        [&](const Per& per) { return of_per(expression, per); },
                        [&](const Tiered& tiered) { return of_tiered(*tiered.tiers); },
                        [&](const Estimate& estimate) { return of_estimate(expression, estimate); },
                    },
                    expression.form);
}

Type Inference::of_money(const MoneyLiteral& money) {
  const auto unit = checking_.units.find(money.currency.text == "$" ? "USD" : money.currency.text);
  return unit == checking_.units.end() ? Type::unknown() : Type::amount({{unit->second, 1}}, Nature::constant);
}

UnitId Inference::currency_of(ClauseId clause) const { return contract_.clauses[clause].currency.value_or(contract_.currency.value_or(nameless_currency)); }

Type Inference::of_name(const Expression& expression, const NameUse& use) {
  const Symbol& symbol = contract_.symbol(expression);
  std::vector<Type> told;
  for (const auto& argument : use.arguments) told.push_back(of(argument));
  switch (symbol.kind) {
    case Symbol::Kind::input: return contract_.inputs[symbol.index].type;
    case Symbol::Kind::parameter: return symbol.index < parameters_.size() ? parameters_[symbol.index] : Type::unknown();
    case Symbol::Kind::balance: return Type::amount({{currency_of(contract_.balances[symbol.index].clause), 1}}, Nature::balance);
    case Symbol::Kind::measure:
      if (contract_.measures[symbol.index].text->after) return Type::unknown();  // costs not named: told already
      return of_measure(symbol.index, told, expression.span);
    default: return Type::unknown();
  }
}

Type Inference::of_measure(MeasureId id, const std::vector<Type>& told, Span at) {
  const std::optional<Asked> around = asked_;
  if (!asked_ && contract_.measures[id].is_standard) asked_ = Asked{id, at};
  const Type type = of_measure(id, told);
  asked_ = around;
  return type;
}

Type Inference::of_measure(MeasureId id, const std::vector<Type>& told) {
  const Measure& measure = *contract_.measures[id].text;
  if (checking_.broken_measures.contains(id) || under_way_.contains(id)) return Type::unknown();
  if (told.size() != measure.parameters.size() + (measure.after ? 1 : 0)) return Type::unknown();
  const auto known = std::find_if(told_[id].begin(), told_[id].end(), [&](const auto& one) { return one.first == told; });
  if (known != told_[id].end()) return known->second;
  under_way_.insert(id);
  std::vector<Type> outer = std::exchange(parameters_, told);
  Type type = of(measure.value);
  for (const MeasureText& text : contract_.measures[id].texts) {
    if (text.measure != &measure) type = together(type, measure.value, of(text.measure->value), text.measure->value, "stand for");
    if (text.measure->rise) check_rise(*text.measure->rise, type, text.measure->value);
    for (const auto& exception : text.measure->exceptions) {
      type = together(type, text.measure->value, of(exception.value), exception.value, "stand for");
      if (exception.during) of(exception.during->condition);
      if (exception.once) of(exception.once->condition);
    }
  }
  std::swap(outer, parameters_);
  under_way_.erase(id);
  told_[id].emplace_back(told, type);
  return type;
}

Type Inference::together(const Type& a, const Expression& at_a, const Type& b, const Expression& at_b, std::string_view verb) {
  Type result = a.is_unknown() ? b : a;
  result.nature = nature_of_sum(a.nature, b.nature);
  result.adds_up = a.adds_up && b.adds_up;
  result.may_be_negative = a.may_be_negative || b.may_be_negative;
  if (a.is_unknown() || b.is_unknown()) return result;
  result.is_bare = a.is_bare && b.is_bare;
  result.counts = a.counts || b.counts;
  refuse_plain_beside_rate(a, at_a, b, at_b);
  if (a.kind == b.kind && a.units == b.units) return result;
  const bool amounts = a.kind == Type::Kind::amount && b.kind == Type::Kind::amount;
  if (amounts && (a.is_bare || b.is_bare)) {
    const Type& dimensioned = a.is_bare ? b : a;
    const Expression& plain = a.is_bare ? at_a : at_b;
    result.units = dimensioned.units;
    const auto* number = std::get_if<NumberLiteral>(&without_parentheses(plain).form);
    const bool is_zero = number != nullptr && number->value.is_zero();  // nothing is nothing in every currency
    if (is_money(dimensioned, contract_) && checking_.currencies_used.size() > 1 && !is_zero) {
      checking_.report.add(code::currency_not_said)
          .says("a plain number stands beside money, and this deal has several currencies")
          .at(plain.span)
          .offers("say which", replace(plain.span, fmt::format("{} {}", checking_.words_of(plain), contract_.units[dimensioned.units.front().first].plural)));
    }
    return result;
  }
  auto& diagnostic = checking_.report.add(code::unit_mismatch)
                         .says(fmt::format("cannot {} {} and {}", verb, description(a), description(b)))
                         .at(at_b.span, description(b))
                         .beside(at_a.span, description(a));
  if (is_money(a, contract_) && is_quantity(b, contract_)) {
    diagnostic.help(fmt::format("turn the {0} into money with a price: `15.00 per million {1}`", contract_.units[b.units.front().first].plural, checking_.words_of(at_b)));
  } else if (is_money(a, contract_) && is_money(b, contract_)) {
    const std::string& into = contract_.units[a.units.front().first].plural;
    const std::string& from = contract_.units[b.units.front().first].singular;
    diagnostic.help(fmt::format("turn {0} into {1} with an exchange rate: `input rate_used at month end {1} per {0}`, and then `the sum of monthly {2} times rate_used`", from, into,
                                checking_.words_of(at_b)));
  } else if (amounts && a.is_number() != b.is_number()) {
    const Expression& rate = a.is_number() ? at_a : at_b;
    if (is_money(a.is_number() ? b : a, contract_)) offer_currency(diagnostic, rate);
    if (is_money(a, contract_) && (verb == "add" || verb == "subtract")) offer_part_left(diagnostic, at_a, at_b, verb == "add");
    if (diagnostic.helps.empty()) diagnostic.help(fmt::format("a rate is a share of something: say of what, `{} of AMOUNT`", checking_.words_of(rate)));
  } else if (amounts) {
    offer_currency(diagnostic, at_a);
    if (diagnostic.helps.empty()) diagnostic.help("turn one of them into what the other counts, with a price or an exchange rate");
  } else {
    diagnostic.help("count time as a number: `the days from 2026-01-01 until 2026-03-01`");
  }
  show_in_contract(diagnostic);
  return Type::unknown();
}

void Inference::show_in_contract(Diagnostic& diagnostic) const {
  if (!asked_) return;
  std::vector<Label> inside{diagnostic.primary};
  inside.insert(inside.end(), diagnostic.related.begin(), diagnostic.related.end());
  const Measure& measure = *contract_.measures[asked_->measure].text;
  diagnostic.says(fmt::format("`{}` cannot be worked out on what it is told: {}", measure.name.text, diagnostic.message)).at(asked_->at);
  diagnostic.related = std::move(inside);
  diagnostic.helps.clear();
  std::string parameters;
  for (const Name& parameter : measure.parameters) parameters += (parameters.empty() ? "" : ", ") + parameter.text;
  const std::string form = parameters.empty() ? measure.name.text : fmt::format("{}({})", measure.name.text, parameters);
  diagnostic.help(fmt::format("tell it figures that go together, in this order: `{}`", measure.after ? fmt::format("{} after {}", form, measure.after->text) : form));
}

Type Inference::moved(const Expression& expression, const Arithmetic& arithmetic, const Type& left, const Type& right) {
  using Kind = Type::Kind;
  const bool plus = arithmetic.op == Arithmetic::Operator::plus;
  if (left.kind == Kind::date && right.kind == Kind::duration) return left;
  if (left.kind == Kind::date && right.kind == Kind::date && !plus) return Type{Kind::duration, {}, false, Nature::constant, false, false, false};
  if (left.kind == right.kind && left.kind == Kind::duration) return left;
  show_in_contract(checking_.report.add(code::unit_mismatch)
                       .says(fmt::format("cannot {} {} and {}", plus ? "add" : "subtract", description(left), description(right)))
                       .at(expression.span)
                       .help("a day moves by a length of time, `2026-01-01 + 3 months`; time is counted as a number by `the days from 2026-01-01 until 2026-03-01`"));
  return Type::unknown();
}

Type Inference::of_arithmetic(const Expression& expression, const Arithmetic& arithmetic) {
  const Type left = of(*arithmetic.left);
  const Type right = of(*arithmetic.right);
  const bool amounts = left.kind == Type::Kind::amount && right.kind == Type::Kind::amount;
  switch (arithmetic.op) {
    case Arithmetic::Operator::plus:
    case Arithmetic::Operator::less:
      if (!amounts && !left.is_unknown() && !right.is_unknown()) return moved(expression, arithmetic, left, right);
      return of_sum(arithmetic, left, right);
    case Arithmetic::Operator::times: return product(expression, left, right);
    case Arithmetic::Operator::divided_by: return quotient(expression, left, right);
  }
  return Type::unknown();
}

Type Inference::of_sum(const Arithmetic& arithmetic, const Type& left, const Type& right) {
  const bool plus = arithmetic.op == Arithmetic::Operator::plus;
  Type result = together(left, *arithmetic.left, right, *arithmetic.right, plus ? "add" : "subtract");
  if (!plus) {
    // `1 less discount`, where every discount that is written is below 100%, leaves something.
    const auto whole = constant_figure(contract_, *arithmetic.left);
    const auto taken = whole ? highest_figure(contract_, *arithmetic.right) : std::nullopt;
    result.may_be_negative = !taken || *taken > *whole;
  }
  return result;
}

/// `5.00 per seat times sales`, of sales in money.
bool Inference::refuse_price_times_money(const Expression& expression, const Type& left, const Type& right) {
  const Type& price = is_money(left, contract_) ? right : left;
  const auto is_of_money = [&](const auto& unit) { return contract_.units[unit.first].is_currency && unit.second > 0; };
  const auto counted = std::find_if(price.units.begin(), price.units.end(), [](const auto& unit) { return unit.second < 0; });
  if (counted == price.units.end() || contract_.units[counted->first].is_currency || std::none_of(price.units.begin(), price.units.end(), is_of_money)) return false;
  const std::string& what = contract_.units[counted->first].plural;
  show_in_contract(checking_.report.add(code::unit_mismatch)
                       .says(fmt::format("a price for {} is multiplied by money, and not by how many {} there are", what, what))
                       .at(expression.span)
                       .help(fmt::format("multiply it by what counts {}: `input {}_used monthly {}`; of money a rate is taken, `5% of sales`", what, what, what)));
  return true;
}

Type Inference::product(const Expression& expression, const Type& left, const Type& right) {
  if (left.is_unknown() || right.is_unknown()) {
    // An implied input has no unit, yet it flows: what is made of it flows too.
    Type result = Type::unknown();
    result.nature = nature_of_product(left.nature, right.nature);
    result.may_be_negative = left.may_be_negative || right.may_be_negative;
    return result;
  }
  if (left.kind != Type::Kind::amount || right.kind != Type::Kind::amount || (is_money(left, contract_) && is_money(right, contract_))) {
    show_in_contract(checking_.report.add(code::unit_mismatch)
                         .says(fmt::format("cannot multiply {} by {}", description(left), description(right)))
                         .at(expression.span)
                         .help(is_money(left, contract_) ? "multiply money by a rate or a plain number: `10% of revenue`" : "count time as a number: `the days from 2026-01-01 until 2026-03-01`"));
    return Type::unknown();
  }
  if ((is_money(left, contract_) || is_money(right, contract_)) && refuse_price_times_money(expression, left, right)) return Type::unknown();
  Type result = Type::amount(multiplied(left.units, right.units), nature_of_product(left.nature, right.nature));
  result.is_bare = left.is_bare && right.is_bare;
  result.counts = (left.counts && (right.counts || right.is_bare)) || (left.is_bare && right.counts);  // a count times a rate is a rate
  const bool by_constant = left.nature == Nature::constant || right.nature == Nature::constant;
  result.adds_up = by_constant && (left.adds_up || right.adds_up);
  result.may_be_negative = left.may_be_negative || right.may_be_negative;
  return result;
}

Type Inference::quotient(const Expression& expression, const Type& left, const Type& right) {
  if (left.is_unknown() || right.is_unknown()) {
    Type result = Type::unknown();
    result.nature = right.nature == Nature::constant ? left.nature : Nature::ratio;
    result.may_be_negative = left.may_be_negative || right.may_be_negative;
    return result;
  }
  if (left.kind != Type::Kind::amount || right.kind != Type::Kind::amount) {
    show_in_contract(checking_.report.add(code::unit_mismatch)
                         .says(fmt::format("cannot divide {} by {}", description(left), description(right)))
                         .at(expression.span)
                         .help("count time as a number: `the days from 2026-01-01 until 2026-03-01`"));
    return Type::unknown();
  }
  const Nature nature = nature_of_quotient(left.nature, right.nature);
  Type result = Type::amount(multiplied(left.units, inverse(right.units)), nature);
  result.is_bare = left.is_bare && right.is_bare;
  result.adds_up = left.adds_up && right.nature == Nature::constant;
  result.may_be_negative = left.may_be_negative || right.may_be_negative;
  return result;
}

Type Inference::of_deductions(const After& after) {
  Type total = Type::unknown();
  const Expression* first = nullptr;
  for (const auto& deduction : after.deductions) {
    Type cost = of(*deduction.cost);
    if (deduction.at_most) {
      const Type most = of(**deduction.at_most);
      cost = together(cost, *deduction.cost, most, **deduction.at_most, "compare");
      cost.adds_up = false;
    }
    total = first == nullptr ? cost : together(total, *first, cost, *deduction.cost, "add");
    if (first == nullptr) first = &*deduction.cost;
  }
  return total;
}

Type Inference::of_after(const Expression& expression, const After& after) {
  if (refuse_day_after(after)) return Type::unknown();
  const Type costs = of_deductions(after);
  const Symbol& symbol = contract_.symbol(*after.amount);
  if (symbol.kind == Symbol::Kind::measure && contract_.measures[symbol.index].text->after) {
    const auto& use = std::get<NameUse>(after.amount->form);
    std::vector<Type> told;
    for (const auto& argument : use.arguments) told.push_back(of(argument));
    told.push_back(costs);
    const Type type = of_measure(symbol.index, told, after.amount->span);
    contract_.types[after.amount->id] = type;
    return type;
  }
  const Type amount = of(*after.amount);
  Type result = together(amount, *after.amount, costs, after.deductions.empty() ? expression : *after.deductions.front().cost, "subtract");
  result.may_be_negative = amount.may_be_negative || !leaves_something(checking_, after);
  return result;
}

void Inference::of(const Condition& condition) {
  std::visit(match{
                 [&](const Comparison& comparison) {
                   const Type left = of(*comparison.left);
                   const Type right = of(*comparison.right);
                   together(left, *comparison.left, right, *comparison.right, "compare");
                 },
                 [](const OnOrAfter&) {},
                 [&](const AllOf& all) {
                   for (const auto& part : all.conditions) of(part);
                 },
                 [&](const AnyOf& any) {
                   for (const auto& part : any.conditions) of(part);
                 },
                 [&](const GroupedCondition& grouped) { of(*grouped.inside); },
             },
             condition.form);
}

}  // namespace whereas::check

#include "lang/check/constants.h"

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

/// Walks into definitions, into each once at a time: a circle of them, which is refused elsewhere, must not lead round and round.
class Constants {
 public:
  explicit Constants(const CheckedContract& contract) : contract_(contract) {}

  using Figure = std::optional<Number>;

  Figure figure(const Expression& expression) {
    return std::visit(match{
                          [](const NumberLiteral& number) -> Figure { return number.value; },
                          [](const MoneyLiteral& money) -> Figure { return money.value; },
                          [](const QuantityLiteral& quantity) -> Figure { return quantity.value; },
                          [&](const Grouped& grouped) { return figure(*grouped.inside); },
                          [&](const Negated& negated) -> Figure {
                            const Figure value = figure(*negated.operand);
                            return value ? Figure(-*value) : std::nullopt;
                          },
                          [&](const Extreme& extreme) { return of_extreme(extreme); },
                          [&](const Arithmetic& arithmetic) { return of_arithmetic(arithmetic); },
                          [&](const Of& share) -> Figure {
                            const Figure rate = figure(*share.rate);
                            const Figure base = figure(*share.base);
                            return rate && base ? Figure(*rate * *base) : std::nullopt;
                          },
                          [&](const Rounded& rounded) -> Figure {
                            const Figure value = figure(*rounded.value);
                            return value ? Figure(round(*value, rounded.rounding)) : std::nullopt;
                          },
                          [&](const NameUse&) {
                            return inside<Figure>(expression, std::nullopt, [&](const Expression& body) { return figure(body); });
                          },
                          // Every other form hangs on a window, on data or on days, or is written for such.
                          [](const auto&) -> Figure { return std::nullopt; },
                      },
                      expression.form);
  }

  bool grows(const Expression& expression) {
    if (const auto constant = figure(expression)) return constant->sign() >= 0;
    const auto part_grows = [&](const Expression& part) { return grows(part); };
    return std::visit(match{
                          [&](const NameUse&) {
                            const Symbol& symbol = contract_.symbol(expression);
                            if (symbol.kind == Symbol::Kind::input) {
                              const InputInfo& input = contract_.inputs[symbol.index];
                              return input.type.nature == Nature::flow && !input.may_be_negative;
                            }
                            return inside<bool>(expression, false, part_grows);
                          },
                          [&](const Grouped& grouped) { return grows(*grouped.inside); },
                          [&](const Of& share) { return grows(*share.rate) && grows(*share.base); },
                          [&](const Arithmetic& arithmetic) {
                            const bool rises = arithmetic.op == Arithmetic::Operator::plus || arithmetic.op == Arithmetic::Operator::times;
                            return rises && grows(*arithmetic.left) && grows(*arithmetic.right);
                          },
                          [&](const ExcessOf& excess) { return grows(*excess.amount) && figure(*excess.over).has_value(); },
                          [&](const Extreme& extreme) { return std::all_of(extreme.operands.begin(), extreme.operands.end(), part_grows); },
                          [&](const Filtered& filtered) { return grows(*filtered.measured); },
                          [&](const OfPeriods& periods) { return (periods.taking == Taking::sum || periods.taking == Taking::highest) && grows(*periods.measured); },
                          // Every other form may fall.
                          [](const auto&) { return false; },
                      },
                      expression.form);
  }

  bool at_a_moment(const Expression& expression) {
    if (const auto* windowed = std::get_if<Windowed>(&expression.form)) return !std::holds_alternative<AverageOf>(windowed->window);
    if (std::holds_alternative<ClauseUse>(expression.form) || std::holds_alternative<OfPeriods>(expression.form) || std::holds_alternative<Interest>(expression.form)) return false;
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input) return contract_.inputs[symbol.index].type.nature != Nature::flow;
    if (symbol.kind == Symbol::Kind::parameter) return false;
    if (symbol.kind == Symbol::Kind::measure) {
      if (!under_way_.insert(symbol.index).second) return false;
      const bool inside = at_a_moment(contract_.measures[symbol.index].text->value);
      under_way_.erase(symbol.index);
      if (!inside) return false;
    }
    bool all = true;
    for_each_part(expression, [&](const Expression& part) { all = all && at_a_moment(part); });
    return all;
  }

  void meanings(const Expression& expression, const std::function<void(const Expression&, const Number&)>& visit) {
    if (const auto* risen = std::get_if<Risen>(&expression.form)) return meanings(*risen->figure, visit);
    const Expression& bare = without_parentheses(expression);
    const Symbol& symbol = contract_.symbol(bare);
    const bool is_definition = std::holds_alternative<NameUse>(bare.form) && symbol.kind == Symbol::Kind::measure;
    if (!is_definition || !contract_.measures[symbol.index].text->parameters.empty() || contract_.measures[symbol.index].text->after) {
      if (const Figure known = figure(bare)) return visit(expression, *known);
      // Of what is not known, a part below zero is below zero all the same.
      const auto* share = std::get_if<Of>(&bare.form);
      const Figure rate = share == nullptr ? std::nullopt : figure(*share->rate);
      if (rate && rate->is_negative()) visit(*share->rate, *rate);
      return;
    }
    if (!under_way_.insert(symbol.index).second) return;
    for (const MeasureText& text : contract_.measures[symbol.index].texts) {
      if (text.measure->rise) continue;
      meanings(text.measure->value, visit);
      for (const Exception& exception : text.measure->exceptions) meanings(exception.value, visit);
    }
    under_way_.erase(symbol.index);
  }

  /// Nothing where one of its meanings is no constant.
  Figure highest(const Expression& expression) {
    const Expression& bare = without_parentheses(expression);
    const Symbol& symbol = contract_.symbol(bare);
    if (const auto* known = std::get_if<Estimate>(&bare.form)) return known->most ? figure(**known->most) : std::nullopt;
    if (!std::holds_alternative<NameUse>(bare.form) || symbol.kind != Symbol::Kind::measure) return figure(bare);
    const MeasureInfo& measure = contract_.measures[symbol.index];
    if (!measure.text->parameters.empty() || measure.text->after || !under_way_.insert(symbol.index).second) return std::nullopt;
    std::vector<Figure> found;
    for (const MeasureText& text : measure.texts) {
      found.push_back(text.measure->rise ? std::nullopt : highest(text.measure->value));
      for (const Exception& exception : text.measure->exceptions) found.push_back(highest(exception.value));
    }
    under_way_.erase(symbol.index);
    if (found.empty() || !std::all_of(found.begin(), found.end(), [](const Figure& one) { return one.has_value(); })) return std::nullopt;
    return *std::max_element(found.begin(), found.end(), [](const Figure& a, const Figure& b) { return *a < *b; });
  }

  bool says_rate(const Expression& expression) {
    const auto any = [&](const Expression& part) { return says_rate(part); };
    return std::visit(match{
                          [](const NumberLiteral& number) { return number.is_rate; },
                          [&](const NameUse&) {
                            const Symbol& symbol = contract_.symbol(expression);
                            if (symbol.kind == Symbol::Kind::input) return is_declared_rate(contract_.inputs[symbol.index].name);
                            if (symbol.kind != Symbol::Kind::measure || !under_way_.insert(symbol.index).second) return false;
                            bool found = false;
                            for (const MeasureText& text : contract_.measures[symbol.index].texts) found = found || says_rate(text.measure->value);
                            under_way_.erase(symbol.index);
                            return found;
                          },
                          [&](const Negated& negated) { return says_rate(*negated.operand); },
                          [&](const Grouped& grouped) { return says_rate(*grouped.inside); },
                          [&](const Rounded& rounded) { return says_rate(*rounded.value); },
                          [&](const Windowed& windowed) { return says_rate(*windowed.measured); },
                          [&](const Of& share) { return says_rate(*share.base); },
                          [&](const Extreme& extreme) { return std::any_of(extreme.operands.begin(), extreme.operands.end(), any); },
                          [&](const Arithmetic& arithmetic) {
                            const bool adds = arithmetic.op == Arithmetic::Operator::plus || arithmetic.op == Arithmetic::Operator::less;
                            return adds && (says_rate(*arithmetic.left) || says_rate(*arithmetic.right));
                          },
                          // A quotient is a ratio, and a ratio is written as a plain number too: `sales / cost is over 2`.
                          [](const auto&) { return false; },
                      },
                      expression.form);
  }

  bool has_window(const Expression& expression) {
    if (std::holds_alternative<Windowed>(expression.form)) return true;
    const Symbol& symbol = contract_.symbol(expression);
    bool found = false;
    if (symbol.kind == Symbol::Kind::measure && under_way_.insert(symbol.index).second) {
      for_each_expression(*contract_.measures[symbol.index].text, [&](const Expression& part) { found = found || has_window(part); });
      under_way_.erase(symbol.index);
    }
    for_each_part(expression, [&](const Expression& part) { found = found || has_window(part); });
    return found;
  }

 private:
  Figure of_arithmetic(const Arithmetic& arithmetic) {
    const Figure left = figure(*arithmetic.left);
    const Figure right = figure(*arithmetic.right);
    if (!left || !right) return std::nullopt;
    switch (arithmetic.op) {
      case Arithmetic::Operator::plus: return *left + *right;
      case Arithmetic::Operator::less: return *left - *right;
      case Arithmetic::Operator::times: return *left * *right;
      case Arithmetic::Operator::divided_by: return right->is_zero() ? std::nullopt : Figure(*left / *right);
    }
    return std::nullopt;
  }

  /// `input score monthly number` is a plain number, and `input share monthly rate` a rate, of one type.
  bool is_declared_rate(std::string_view name) const {
    bool found = false;
    for_each_declared<Input>(*contract_.program, [&](const Input& input, const program::File&, Span) { found = found || (input.name.text == name && input.unit && input.unit->text == "rate"); });
    return found;
  }

  Figure of_extreme(const Extreme& extreme) {
    Figure found;
    for (const Expression& operand : extreme.operands) {
      const Figure one = figure(operand);
      if (!one) return std::nullopt;
      if (!found || (extreme.greater ? *one > *found : *one < *found)) found = one;
    }
    return found;
  }

  /// What `look` finds in the body of the definition that is named, where it is told nothing and never changes.
  template <typename Found, typename Look>
  Found inside(const Expression& expression, Found otherwise, Look look) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind != Symbol::Kind::measure) return otherwise;
    const Measure& measure = *contract_.measures[symbol.index].text;
    const bool stands_alone = measure.parameters.empty() && !measure.after && measure.exceptions.empty() && !measure.rise;
    if (!stands_alone || !under_way_.insert(symbol.index).second) return otherwise;
    Found found = look(measure.value);
    under_way_.erase(symbol.index);
    return found;
  }

  const CheckedContract& contract_;
  std::set<MeasureId> under_way_;
};

}  // namespace

std::optional<Number> constant_figure(const CheckedContract& contract, const Expression& expression) {
  try {
    return Constants(contract).figure(expression);
  } catch (const NumberTooLong&) {
    return std::nullopt;  // longer than exact numbers go: evaluating meets and reports it
  }
}

std::optional<Number> highest_figure(const CheckedContract& contract, const Expression& expression) {
  try {
    return Constants(contract).highest(expression);
  } catch (const NumberTooLong&) {
    return std::nullopt;
  }
}

bool can_only_grow(const CheckedContract& contract, const Expression& expression) {
  try {
    return Constants(contract).grows(expression);
  } catch (const NumberTooLong&) {
    return false;
  }
}

void for_each_meaning(const CheckedContract& contract, const Expression& expression, const std::function<void(const Expression&, const Number&)>& visit) {
  try {
    Constants(contract).meanings(expression, visit);
  } catch (const NumberTooLong&) {  // evaluating meets and reports it
  }
}

bool says_rate(const CheckedContract& contract, const Expression& expression) { return Constants(contract).says_rate(expression); }

bool stands_at_a_moment(const CheckedContract& contract, const Expression& expression) { return Constants(contract).at_a_moment(expression); }

bool has_window_of_its_own(const CheckedContract& contract, const Expression& expression) { return Constants(contract).has_window(expression); }

}  // namespace whereas::check

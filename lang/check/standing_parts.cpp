#include "lang/check/constants.h"
#include "lang/check/part_windows.h"

#include <algorithm>

/// What of an amount stays as it is over fewer days (docs/language: Provisos, Parts of a window).
namespace whereas::check {

using namespace syntax;

namespace {

class Standing {
 public:
  explicit Standing(const CheckedContract& contract) : contract_(contract) {}

  bool goes_with_days(const Expression& expression) {
    const Type& type = contract_.type(expression);
    if (type.is_unknown() || type.nature == Nature::flow) return true;
    const auto goes = [&](const Expression& part) { return goes_with_days(part); };
    return std::visit(match{
                          [&](const NameUse&) { return of_name(expression); },
                          [](const Windowed& windowed) { return std::holds_alternative<Cumulative>(windowed.window) || std::holds_alternative<ToDate>(windowed.window); },
                          [](const TimeBetween& between) {
                            const auto moves = [](const Moment& moment) {
                              const auto* edge = std::get_if<Edge>(&moment.form);
                              return edge != nullptr && edge->of == Edge::Of::period;
                            };
                            return moves(between.from) || moves(between.to);
                          },
                          [&](const Arithmetic& arithmetic) {
                            const bool divides = arithmetic.op == Arithmetic::Operator::divided_by;
                            return divides ? goes(*arithmetic.left) && !goes(*arithmetic.right) : goes(*arithmetic.left) || goes(*arithmetic.right);
                          },
                          [&](const Of& share) { return goes(*share.rate) || goes(*share.base); },
                          [&](const Negated& negated) { return goes(*negated.operand); },
                          [&](const After& after) { return goes(*after.amount) || std::any_of(after.deductions.begin(), after.deductions.end(), [&](const Deduction& one) { return goes(*one.cost); }); },
                          [&](const Extreme& extreme) { return std::any_of(extreme.operands.begin(), extreme.operands.end(), goes); },
                          [&](const ExcessOf& excess) { return goes(*excess.amount) || goes(*excess.over); },
                          [&](const Grouped& grouped) { return goes(*grouped.inside); },
                          [&](const Filtered& filtered) { return goes(*filtered.measured); },
                          [&](const OverDimension& over) { return goes(*over.measured); },
                          [&](const Rounded& rounded) { return goes(*rounded.value); },
                          [&](const Per&) { return of_name(expression); },
                          // Every other form is one figure, whatever stands below it.
                          [](const auto&) { return false; },
                      },
                      expression.form);
  }

  std::optional<StandingPart> part(const Expression& expression, std::optional<Frequency> each = std::nullopt) {
    if (contract_.type(expression).is_unknown()) return std::nullopt;
    if (const auto known = constant_figure(contract_, expression); known && known->is_zero()) return std::nullopt;
    if (!goes_with_days(expression)) return StandingPart{&expression, each};
    std::optional<StandingPart> found;
    const auto look = [&](const Expression& inside) {
      if (!found) found = part(inside, each);
    };
    std::visit(match{
                   [&](const NameUse& use) {
                     for (const Expression& argument : use.arguments) look(argument);
                     in_each_meaning(expression, look);
                   },
                   [&](const Per& per) {
                     if (per.target && !per.started && !per.full) in_each_meaning(expression, look);
                   },
                   [&](const Arithmetic& arithmetic) {
                     const bool adds = arithmetic.op == Arithmetic::Operator::plus || arithmetic.op == Arithmetic::Operator::less;
                     if (adds || goes_with_days(*arithmetic.left)) look(*arithmetic.left);
                     if (adds || (arithmetic.op == Arithmetic::Operator::times && !goes_with_days(*arithmetic.left))) look(*arithmetic.right);
                   },
                   [&](const Of& share) { look(goes_with_days(*share.rate) ? *share.rate : *share.base); },
                   [&](const Negated& negated) { look(*negated.operand); },
                   [&](const After& after) {
                     look(*after.amount);
                     for (const Deduction& one : after.deductions) {
                       look(*one.cost);
                       if (one.at_most) look(**one.at_most);
                     }
                   },
                   [&](const Extreme& extreme) {
                     for (const Expression& operand : extreme.operands) look(operand);
                   },
                   [&](const ExcessOf& excess) {
                     look(*excess.amount);
                     look(*excess.over);
                   },
                   [&](const Grouped& grouped) { look(*grouped.inside); },
                   [&](const Filtered& filtered) { look(*filtered.measured); },
                   [&](const OverDimension& over) { look(*over.measured); },
                   [&](const Rounded& rounded) { look(*rounded.value); },
                   [&](const OfPeriods& periods) { found = part(*periods.measured, periods.frequency); },
                   // A figure of the data, of another clause, of a window of its own.
                   [](const auto&) {},
               },
               expression.form);
    return found;
  }

 private:
  /// What a name, or what a price is `per`, can mean.
  template <typename Visit>
  void each_meaning(const Expression& expression, Visit visit) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind != Symbol::Kind::measure || !under_way_.insert(symbol.index).second) return;
    for (const MeasureText& text : contract_.measures[symbol.index].texts) {
      visit(text.measure->value);
      for (const Exception& exception : text.measure->exceptions) visit(exception.value);
    }
    under_way_.erase(symbol.index);
  }
  /// Once for each name: what was looked through has nothing.
  template <typename Visit>
  void in_each_meaning(const Expression& expression, Visit visit) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::measure && looked_through_.insert(symbol.index).second) each_meaning(expression, visit);
  }
  bool of_name(const Expression& expression) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::balance) return true;  // what is kept or owed is no price for days
    if (symbol.kind != Symbol::Kind::measure) return false;
    if (const auto known = go_with_days_.find(symbol.index); known != go_with_days_.end()) return known->second;
    bool goes = false;
    each_meaning(expression, [&](const Expression& meaning) { goes = goes || goes_with_days(meaning); });
    return go_with_days_[symbol.index] = goes;
  }

  const CheckedContract& contract_;
  std::set<MeasureId> under_way_;
  std::set<MeasureId> looked_through_;
  std::map<MeasureId, bool> go_with_days_;
};

/// Follows definitions down to tiers.
class NamedTiers {
 public:
  explicit NamedTiers(const CheckedContract& contract) : contract_(contract) {}

  void follow(const Expression& expression) {
    if (const auto* tiered = std::get_if<Tiered>(&expression.form)) found.insert(&*tiered->tiers);
    for_each_part(expression, [&](const Expression& part) { follow(part); });
    const bool names = std::holds_alternative<NameUse>(expression.form) || std::holds_alternative<Per>(expression.form);
    if (!names) return;
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind != Symbol::Kind::measure || !seen_.insert(symbol.index).second) return;
    for (const MeasureText& text : contract_.measures[symbol.index].texts) {
      follow(text.measure->value);
      for (const Exception& exception : text.measure->exceptions) follow(exception.value);
    }
  }

  std::set<const Tiers*> found;

 private:
  const CheckedContract& contract_;
  std::set<MeasureId> seen_;
};

}  // namespace

std::set<const Tiers*> named_tiers_of(const CheckedContract& contract, const Clause& clause) {
  NamedTiers named(contract);
  for_each_expression(clause, [&](const Expression& expression) { named.follow(expression); });
  return named.found;
}

bool goes_with_days(const CheckedContract& contract, const Expression& expression) { return Standing(contract).goes_with_days(expression); }

std::optional<StandingPart> standing_part(const CheckedContract& contract, const Expression& amount) { return Standing(contract).part(amount); }

}  // namespace whereas::check

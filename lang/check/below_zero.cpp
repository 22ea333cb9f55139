#include "lang/check/below_zero.h"

#include "lang/check/clauses.h"

#include <fmt/format.h>

#include <algorithm>

/// Payments below zero: who pays whom then, and whether the clause says it (docs/language: Provisos, Below zero).
namespace whereas::check {

using namespace syntax;

namespace {

/// Without a heading it is a sketch, of which nothing is paid yet.
bool has_heading(const program::Program& program) {
  bool found = false;
  for_each_declared<Setting>(program, [&](const Setting& setting, const program::File&, Span) { found = found || std::holds_alternative<DealTitle>(setting.form); });
  return found;
}

/// Finds what a contract itself says may be below zero, where it is paid on as it stands: an input that `may be negative`.
/// What is only taken off may be less than what it is taken from.
class SaidBelowZero {
 public:
  explicit SaidBelowZero(const CheckedContract& contract) : contract_(contract) {}

  const Expression* find(const Expression& expression) {
    if (!contract_.type(expression).may_be_negative) return nullptr;
    const Expression* found = nullptr;
    const auto look = [&](const Expression& part) {
      if (found == nullptr) found = find(part);
    };
    std::visit(match{
                   [&](const NameUse& use) {
                     found = find_name(expression);
                     for (const Expression& argument : use.arguments) look(argument);
                   },
                   [&](const Grouped& grouped) { look(*grouped.inside); },
                   [&](const Of& share) { look(*share.base); },
                   [&](const After& after) { look(*after.amount); },
                   [&](const Arithmetic& arithmetic) {
                     look(*arithmetic.left);
                     if (arithmetic.op != Arithmetic::Operator::less) look(*arithmetic.right);
                   },
                   [&](const Per&) { found = find_name(expression); },
                   [&](const Windowed& windowed) { look(*windowed.measured); },
                   [&](const OverDimension& over) { look(*over.measured); },
                   [&](const OfPeriods& periods) { look(*periods.measured); },
                   [&](const Filtered& filtered) { look(*filtered.measured); },
                   [&](const Rounded& rounded) { look(*rounded.value); },
                   [&](const Extreme& extreme) { std::for_each(extreme.operands.begin(), extreme.operands.end(), look); },
                   [](const auto&) {},
               },
               expression.form);
    return found;
  }

 private:
  const Expression* find_name(const Expression& expression) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input) return contract_.inputs[symbol.index].may_be_negative && !contract_.inputs[symbol.index].asked ? &expression : nullptr;
    if (symbol.kind != Symbol::Kind::measure || !seen_.insert(symbol.index).second) return nullptr;
    for (const MeasureText& text : contract_.measures[symbol.index].texts) {
      if (const Expression* found = find(text.measure->value)) return found;
      for (const Exception& exception : text.measure->exceptions) {
        if (const Expression* found = find(exception.value)) return found;
      }
    }
    return nullptr;
  }

  const CheckedContract& contract_;
  std::set<MeasureId> seen_;
};

}  // namespace

void offer_below_zero(Diagnostic& diagnostic, const Clause& clause) {
  const Span& amount = clause.amount.span;
  if (is_on_days(clause.amount)) {
    diagnostic.offers("it is paid back", insert_after(amount, "\n    either way")).help("or nothing is paid then: let the sum be `the greater of … and 0`");
    return;
  }
  diagnostic.offers("nothing is paid then", insert_after(amount, "\n    never below zero"));
  // To date, less what was paid, what is not paid is made good by itself.
  if (!std::holds_alternative<ToDateLessPaid>(clause.amount.form)) {
    diagnostic.offers("or the loss is made good later", insert_after(amount, "\n    never below zero, losses carried forward"));
  }
  diagnostic.offers("or it is paid back", insert_after(amount, "\n    either way"));
}

bool ClauseCheck::says_below_zero() const {
  return std::any_of(clause_.provisos.begin(), clause_.provisos.end(), [&](const Proviso& proviso) {
    const auto* at_least = std::get_if<AtLeast>(&proviso.form);
    if (at_least == nullptr) return std::holds_alternative<NeverBelowZero>(proviso.form) || std::holds_alternative<EitherWay>(proviso.form);
    // A guarantee for each settlement lifts whatever is below zero.
    return at_least->credited_across || (frequency_of(at_least->window) && frequency_of(at_least->window) == info_.settlement.frequency && !inference_.of(at_least->least).may_be_negative);
  });
}

/// What the contract itself says can be below zero must be answered; what is only taken off may never be more, and a run in which it is asks.
void ClauseCheck::ask_below_zero() {
  if (!may_be_negative_ || says_below_zero()) return;
  const bool is_sketch = !has_heading(checking_.program);
  SaidBelowZero said(checking_.contract);
  const Expression* negative = nullptr;
  if (const auto* share = std::get_if<Share>(&clause_.amount.form)) negative = said.find(share->amount);
  if (const auto* tiers = std::get_if<Tiers>(&clause_.amount.form)) negative = said.find(tiers->basis);
  if (negative != nullptr && !is_sketch) {
    const InputInfo& input = checking_.contract.inputs[checking_.contract.symbol(*negative).index];
    auto& diagnostic = checking_.report.add(code::below_zero_not_said)
                           .says(fmt::format("`{}` may be negative, and \"{}\" does not say what it pays then", input.name, info_.title))
                           .at(clause_.amount.span)
                           .beside(input.declared, "may be negative");
    offer_below_zero(diagnostic, clause_);
    return;
  }
  auto& diagnostic = checking_.report.add(code::can_be_negative)
                         .says(fmt::format("what \"{}\" pays can be negative, and the clause does not say what then", info_.title))
                         .at(clause_.amount.span)
                         .note(is_sketch ? "as it stands a negative payment is paid back by the payee" : "on figures with which it is, nothing is paid until the clause says it");
  offer_below_zero(diagnostic, clause_);
  if (!is_sketch) checking_.contract.asked_below_zero.insert(&clause_);
}

}  // namespace whereas::check

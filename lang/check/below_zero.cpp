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

/// A figure that the data divides by a dimension, and that nothing adds up or chooses from: `gain`, given by project.
class Divided {
 public:
  explicit Divided(const CheckedContract& contract) : contract_(contract) {}

  /// The dimension's name; nothing where all of it is added up, or one value chosen.
  std::optional<std::string> find(const Expression& expression) {
    const auto* over = std::get_if<OverDimension>(&expression.form);
    if (over != nullptr) return inside(over->dimension.text, *over->measured);
    const auto* filtered = std::get_if<Filtered>(&expression.form);
    if (filtered != nullptr && filtered->tests.size() == 1 && !filtered->tests.front().is_not && filtered->tests.front().values.size() == 1) {
      return inside(filtered->tests.front().dimension.text, *filtered->measured);
    }
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input) {
      for (const DimensionId dimension : contract_.inputs[symbol.index].dimensions) {
        if (const std::string& name = contract_.dimensions[dimension].name; taken_.count(name) == 0) return name;
      }
    }
    std::optional<std::string> found;
    const auto look = [&](const Expression& part) {
      if (!found) found = find(part);
    };
    if (symbol.kind == Symbol::Kind::measure && seen_.insert(symbol.index).second) {
      for (const MeasureText& text : contract_.measures[symbol.index].texts) {
        look(text.measure->value);
        for (const Exception& exception : text.measure->exceptions) look(exception.value);
      }
    }
    for_each_part(expression, look);
    return found;
  }

 private:
  std::optional<std::string> inside(const std::string& dimension, const Expression& expression) {
    const bool is_new = taken_.insert(dimension).second;
    const auto found = find(expression);
    if (is_new) taken_.erase(dimension);
    return found;
  }

  const CheckedContract& contract_;
  std::set<std::string> taken_;
  std::set<MeasureId> seen_;
};

}  // namespace

bool is_said_below_zero(const CheckedContract& contract, const Expression& expression) { return SaidBelowZero(contract).find(expression) != nullptr; }

std::optional<std::string> divided_by(const CheckedContract& contract, const Expression& expression) { return Divided(contract).find(expression); }

std::string summed_over(const Checking& checking, const std::string& dimension, const Expression& expression) {
  const std::string words = checking.words_of(expression);
  const bool stands_alone = std::holds_alternative<Grouped>(expression.form) || std::holds_alternative<NameUse>(expression.form);
  return fmt::format("the sum over {} of {}", dimension, stands_alone ? words : "(" + words + ")");
}

/// `20% of gain`, `never below zero`, where the data has the gain of each project: a loss of one takes off the gain of another, or it does not.
void ClauseCheck::ask_whose_losses() {
  const auto never = std::find_if(clause_.provisos.begin(), clause_.provisos.end(), [](const Proviso& line) { return std::holds_alternative<NeverBelowZero>(line.form); });
  const auto* share = std::get_if<Share>(&clause_.amount.form);
  // What is only taken off may never be more than there is, of any of them.
  if (never == clause_.provisos.end() || share == nullptr || info_.for_each || !is_said_below_zero(checking_.contract, share->amount)) return;
  const auto dimension = divided_by(checking_.contract, share->amount);
  if (!dimension) return;
  const auto* of = std::get_if<Of>(&share->amount.form);
  const Expression& base = of != nullptr ? *of->base : share->amount;
  const std::string all = summed_over(checking_, *dimension, base);
  auto& diagnostic = checking_.report.add(code::two_readings)
                         .says(fmt::format("the data gives `{}` for each {}, and \"{}\" does not say whether a loss of one takes off what another brings", checking_.words_of(base), *dimension, info_.title))
                         .at(share->amount.span)
                         .beside(never->span, "of all together, or of each")
                         .offers("if it does, and all together are never below zero, write", replace(base.span, of != nullptr ? fmt::format("({})", all) : all));
  if (!std::get<NeverBelowZero>(never->form).losses_carried) {
    diagnostic.offers(fmt::format("or if each {} is never below zero by itself", *dimension),
                      replace(share->amount.span, fmt::format("the sum over {} of (the greater of ({}) and 0)", *dimension, checking_.words_of(share->amount))));
  }
  diagnostic.help(fmt::format("or, with losses, limits and payments of its own for each {0}: `clause \"{1}\" for each {0}`", *dimension, info_.title));
}

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
  // What both owe one another, in one line.
  const auto* share = std::get_if<Share>(&clause.amount.form);
  const auto* netted = share == nullptr ? nullptr : std::get_if<Arithmetic>(&share->amount.form);
  if (netted == nullptr || netted->op != Arithmetic::Operator::less) return;
  diagnostic.help(fmt::format("or, where each owes the other, each pays by a clause of its own: `{0} pays {1} …`, `{1} pays {0} …`", clause.payer.text, clause.payee.text));
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
  ask_whose_losses();
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

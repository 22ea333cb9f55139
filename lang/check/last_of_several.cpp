#include "lang/check/checking.h"

#include <fmt/format.h>

/// Rates and numbers that the data gives more often than a clause settles: of them the last is taken (docs/language: Types).
namespace whereas::check {

using namespace syntax;

namespace {

class LastOfSeveral {
 public:
  explicit LastOfSeveral(Checking& checking) : checking_(checking), contract_(checking.contract) {
    for_each_declared<Input>(checking.program, [&](const Input& input, const program::File&, Span) {
      if (input.is_balance) at_their_ends_.insert(input.name.text);
    });
  }

  void look_at(const ClauseText& text) {
    if (!text.settlement.frequency || *text.settlement.frequency == Frequency::term) return;
    settled_ = *text.settlement.frequency;
    seen_.clear();
    std::visit(match{
                   [&](const Share& share) { follow(share.amount); },
                   [&](const Tiers& tiers) { follow(tiers.basis); },
                   [&](const ToDateLessPaid& less_paid) { follow(less_paid.amount); },
                   [&](const Milestones& milestones) {
                     for (const Milestone& sum : milestones.sums) follow(sum.reached);
                   },
                   // Sums that are written, and sums on days.
                   [](const auto&) {},
               },
               text.clause->amount.form);
    for (const Proviso& line : text.clause->provisos) {
      if (const auto* during = std::get_if<WhileTrue>(&line.form)) follow(during->condition);
      if (const auto* once = std::get_if<OnceTrue>(&line.form)) follow(once->condition);
      if (const auto* plus = std::get_if<ThenPlus>(&line.form)) follow(plus->added);
      if (const auto* less = std::get_if<ThenLess>(&line.form)) follow(less->taken);
    }
  }

 private:
  void follow(const Condition& condition) {
    std::visit(match{
                   [&](const Comparison& comparison) {
                     follow(*comparison.left);
                     follow(*comparison.right);
                   },
                   [](const OnOrAfter&) {},
                   [&](const AllOf& all) {
                     for (const Condition& part : all.conditions) follow(part);
                   },
                   [&](const AnyOf& any) {
                     for (const Condition& part : any.conditions) follow(part);
                   },
                   [&](const GroupedCondition& grouped) { follow(*grouped.inside); },
               },
               condition.form);
  }

  /// Words of a window, of months or of days say which figure is meant.
  void follow(const Expression& expression) {
    const bool says_which = std::holds_alternative<Windowed>(expression.form) || std::holds_alternative<OfPeriods>(expression.form) || std::holds_alternative<Interest>(expression.form) ||
                            std::holds_alternative<YearlyChange>(expression.form);
    if (says_which) return;
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input) warn(expression, symbol.index);
    if (symbol.kind == Symbol::Kind::measure && !contract_.measures[symbol.index].is_standard && seen_.insert(symbol.index).second) {
      for (const MeasureText& text : contract_.measures[symbol.index].texts) {
        follow(text.measure->value);
        for (const Exception& exception : text.measure->exceptions) {
          follow(exception.value);
          if (exception.during) follow(exception.during->condition);
          if (exception.once) follow(exception.once->condition);
        }
      }
    }
    for_each_part(expression, [&](const Expression& part) { follow(part); });
  }

  void warn(const Expression& expression, InputId id) {
    const InputInfo& input = contract_.inputs[id];
    const bool is_figure = !input.type.is_unknown() && input.type.units.empty() && input.type.nature == Nature::balance;
    if (!is_figure || input.asked || !input.frequency || !is_shorter(*input.frequency, settled_) || at_their_ends_.contains(input.name)) return;
    // A price `per` it names it without being it.
    if (!std::holds_alternative<NameUse>(expression.form) || !warned_.insert(id).second) return;
    const std::string words = checking_.words_of(expression);
    Diagnostic& diagnostic = checking_.report.add(code::does_not_add_up)
                                 .says(fmt::format("`{}` comes each {}, and of the {} the last {}'s is taken", words, noun(*input.frequency), noun(settled_), noun(*input.frequency)))
                                 .at(expression.span)
                                 .beside(input.declared, "declared here");
    if (input.is_number) diagnostic.offers("all of them together", replace(expression.span, fmt::format("(the sum of {} {})", adverb(*input.frequency), words)));
    diagnostic.offers(input.is_number ? "or their average" : "the average of them", replace(expression.span, fmt::format("(average of {})", words)))
        .offers("or the lowest", replace(expression.span, fmt::format("(the lowest of {} {})", adverb(*input.frequency), words)))
        .offers("or the last, where that is meant", replace(expression.span, fmt::format("({} at end)", words)));
  }

  Checking& checking_;
  const CheckedContract& contract_;
  Frequency settled_ = Frequency::quarter;
  std::set<std::string> at_their_ends_;  ///< inputs that are known at the end of their periods: that is what is taken
  std::set<MeasureId> seen_;
  std::set<InputId> warned_;
};

}  // namespace

void warn_last_of_several(Checking& checking) {
  LastOfSeveral several(checking);
  for (const auto& info : checking.contract.clauses) {
    for (const ClauseText& text : info.texts) several.look_at(text);
  }
}

}  // namespace whereas::check

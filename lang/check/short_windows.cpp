#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

using Relation = Comparison::Relation;

/// `over trailing 12 months` around all of an expression, or nothing.
const Windowed* trailing(const Expression& expression) {
  const auto* windowed = std::get_if<Windowed>(&without_parentheses(expression).form);
  return windowed != nullptr && std::holds_alternative<Trailing>(windowed->window) ? windowed : nullptr;
}

/// Looks at conditions that ask whether a sum over a trailing window is small: while the term is young, it is.
class ShortWindows {
 public:
  explicit ShortWindows(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void look_at(const Condition& condition) {
    std::visit(match{
                   [&](const Comparison& comparison) { look_at(comparison, condition.span); },
                   [](const OnOrAfter&) {},
                   [&](const AllOf& all) {
                     for (const auto& part : all.conditions) look_at(part);
                   },
                   [&](const AnyOf& any) {
                     for (const auto& part : any.conditions) look_at(part);
                   },
                   [&](const GroupedCondition& grouped) { look_at(*grouped.inside); },
               },
               condition.form);
  }

 private:
  void look_at(const Comparison& comparison, Span span) {
    if (comparison.where_passed || comparison.relation == Relation::exactly) return;
    const bool asks_for_little = (comparison.relation == Relation::at_most || comparison.relation == Relation::under) != comparison.is_not;
    const Expression& little = asks_for_little ? *comparison.left : *comparison.right;
    const Windowed* windowed = trailing(little);
    // Where both sides look back as far, both are short.
    if (windowed == nullptr || trailing(asks_for_little ? *comparison.right : *comparison.left) != nullptr) return;
    if (contract_.type(*windowed->measured).nature != Nature::flow || has_data_before(*windowed)) return;
    const std::string length = text(std::get<Trailing>(windowed->window).length);
    auto& diagnostic = checking_.report.add(code::short_window)
                           .says(fmt::format("in the first {} of the term the window is still short, which can make the condition true", length))
                           .at(windowed->window_span)
                           .beside(span, "the condition");
    if (asks_for_little) diagnostic.offers("to wait until it is full, add", insert_after(little.span, fmt::format(" where {} have passed", length)));
  }

  /// Every input in it admits data that fills the window on the term's first day.
  bool has_data_before(const Windowed& windowed) const {
    if (!contract_.term) return false;
    const Date needed = contract_.term->begin().minus(std::get<Trailing>(windowed.window).length);
    bool all = true;
    std::set<MeasureId> seen;
    for_each_input(*windowed.measured, seen, [&](const InputInfo& input) { all = all && input.from && *input.from <= needed; });
    return all;
  }

  void for_each_input(const Expression& expression, std::set<MeasureId>& seen, const std::function<void(const InputInfo&)>& visit) const {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input) visit(contract_.inputs[symbol.index]);
    const auto deeper = [&](const Expression& part) { for_each_input(part, seen, visit); };
    if (symbol.kind == Symbol::Kind::measure && seen.insert(symbol.index).second) for_each_expression(contract_.measures[symbol.index], deeper);
    for_each_part(expression, deeper);
  }

  Checking& checking_;
  const CheckedContract& contract_;
};

}  // namespace

void warn_short_windows(Checking& checking) {
  ShortWindows windows(checking);
  for (const auto& info : checking.contract.clauses) {
    for (const ClauseText& text : info.texts) {
      if (const auto* milestones = std::get_if<Milestones>(&text.clause->amount.form)) {
        for (const Milestone& sum : milestones->sums) windows.look_at(sum.reached);
      }
      for (const auto& proviso : text.clause->provisos) {
        if (const auto* during = std::get_if<WhileTrue>(&proviso.form)) windows.look_at(during->condition);
        if (const auto* once = std::get_if<OnceTrue>(&proviso.form)) windows.look_at(once->condition);
      }
    }
  }
  for (const auto& measure : checking.contract.measures) {
    if (measure.is_standard) continue;
    for (const MeasureText& text : measure.texts) {
      for (const auto& exception : text.measure->exceptions) {
        if (exception.during) windows.look_at(exception.during->condition);
        if (exception.once) windows.look_at(exception.once->condition);
      }
    }
  }
}

}  // namespace whereas::check

#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

/// How long a window is that moves with the settlement: in months, and all of the term for `cumulative`. Nothing for the other windows.
std::optional<int> months_back(const Window& window) {
  constexpr int endless = 1'000'000;
  if (std::holds_alternative<Cumulative>(window)) return endless;
  if (const auto* to_date = std::get_if<ToDate>(&window)) return to_date->since == Frequency::term ? endless : months_in(to_date->since);
  const auto* trailing = std::get_if<Trailing>(&window);
  if (trailing == nullptr) return std::nullopt;
  switch (trailing->length.unit) {
    case Duration::Unit::days: return trailing->length.count / 31;
    case Duration::Unit::weeks: return trailing->length.count * 7 / 31;
    case Duration::Unit::months: return trailing->length.count;
    case Duration::Unit::quarters: return trailing->length.count * 3;
    case Duration::Unit::years: return trailing->length.count * 12;
  }
  return std::nullopt;
}

/// `10% of revenue year to date`, paid each quarter, pays for January four times.
class CountedAgain {
 public:
  explicit CountedAgain(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void look_at(const ClauseInfo& info) {
    for (const ClauseText& text : info.texts) {
      const auto* share = std::get_if<Share>(&text.clause->amount.form);
      if (share == nullptr || !text.settlement.frequency || looks_at_payments(*text.clause)) continue;
      settled_ = *text.settlement.frequency;
      seen_.clear();
      follow(share->amount);
    }
  }

 private:
  /// What was paid is taken off somewhere: the clause knows what it counts.
  bool looks_at_payments(const Clause& clause) const {
    bool found = false;
    for_each_expression(clause, [&](const Expression& expression) { found = found || names_a_clause(expression); });
    return found;
  }
  bool names_a_clause(const Expression& expression) const {
    bool found = std::holds_alternative<ClauseUse>(expression.form);
    for_each_part(expression, [&](const Expression& part) { found = found || names_a_clause(part); });
    return found;
  }

  bool is_constant(const Expression& expression) const { return contract_.type(expression).nature == Nature::constant; }

  /// Down the parts that are paid in full or by a share; a quotient of two windows is no sum.
  void follow(const Expression& expression) {
    std::visit(match{
                   [&](const Grouped& grouped) { follow(*grouped.inside); },
                   [&](const Of& share) { follow(*share.base); },
                   [&](const After& after) { follow(*after.amount); },
                   [&](const Arithmetic& arithmetic) {
                     const bool is_sum = arithmetic.op == Arithmetic::Operator::plus || arithmetic.op == Arithmetic::Operator::less;
                     if (is_sum || is_constant(*arithmetic.right)) follow(*arithmetic.left);
                     if (is_sum || (arithmetic.op == Arithmetic::Operator::times && is_constant(*arithmetic.left))) follow(*arithmetic.right);
                   },
                   [&](const NameUse& use) {
                     for (const Expression& told : use.arguments) follow(told);
                     const Symbol& symbol = contract_.symbol(expression);
                     if (symbol.kind != Symbol::Kind::measure || !seen_.insert(symbol.index).second) return;
                     for (const MeasureText& text : contract_.measures[symbol.index].texts) follow(text.measure->value);
                   },
                   [&](const Windowed& windowed) { warn(expression, windowed); },
                   [&](const ExcessOf& excess) { follow(*excess.amount); },
                   [&](const OverDimension& over) { follow(*over.measured); },
                   [&](const Filtered& filtered) { follow(*filtered.measured); },
                   [&](const Extreme& extreme) {
                     for (const auto& operand : extreme.operands) follow(operand);
                   },
                   // A price or a rounding makes a figure of its own.
                   [](const auto&) {},
               },
               expression.form);
  }

  void warn(const Expression& expression, const Windowed& windowed) {
    const auto months = months_back(windowed.window);
    if (!months || settled_ == Frequency::term || *months <= months_in(settled_) || contract_.type(*windowed.measured).nature != Nature::flow) return;
    const std::string measured = checking_.words_of(*windowed.measured);
    checking_.report.add(code::counted_again)
        .says(fmt::format("each {} pays on `{}`, which holds what earlier {}s were paid on", noun(settled_), checking_.words_of(expression), noun(settled_)))
        .at(expression.span)
        .offers("to pay on what is new only, write", replace(expression.span, measured))
        .help(fmt::format("to pay what the year to date earns less what was paid, use tiers: `on {} each year:`", measured));
  }

  Checking& checking_;
  const CheckedContract& contract_;
  Frequency settled_ = Frequency::quarter;
  std::set<MeasureId> seen_;
};

}  // namespace

void warn_counted_again(Checking& checking) {
  CountedAgain counted(checking);
  for (const auto& info : checking.contract.clauses) counted.look_at(info);
}

}  // namespace whereas::check

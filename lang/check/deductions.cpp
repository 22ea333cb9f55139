#include "lang/check/bases.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace whereas::check {

using namespace syntax;

namespace {

/// What an amount has already had taken off: the input or measure, the words that did it, and the definition they stand in, if any.
struct Place {
  Span span;
  std::string definition;
};
using Taken = std::map<std::string, Place>;

/// Finds costs that are taken off twice: once by the line, and once by a definition it builds on.
class Deductions {
 public:
  explicit Deductions(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  /// Everything that has been taken off in this expression, and in the definitions it is made of. Reports what is taken off again.
  Taken taken_in(const Expression& expression) {
    return std::visit(match{
                          [&](const NameUse&) { return taken_in_definition(expression); },
                          [&](const Grouped& grouped) { return taken_in(*grouped.inside); },
                          [&](const Of& share) {
                            taken_in(*share.rate);
                            return taken_in(*share.base);
                          },
                          [&](const Windowed& windowed) { return taken_in(*windowed.measured); },
                          [&](const Filtered& filtered) { return taken_in(*filtered.measured); },
                          [&](const OfPeriods& periods) { return taken_in(*periods.measured); },
                          [&](const OverDimension& over) { return taken_in(*over.measured); },
                          [&](const After& after) { return taken_in_after(expression, after); },
                          [&](const Arithmetic& arithmetic) { return taken_in_arithmetic(expression, arithmetic); },
                          // What is inside a maximum, a price or a rounding is a figure of its own: deductions do not carry through it.
                          [&](const auto&) {
                            for_each_part(expression, [&](const Expression& part) { taken_in(part); });
                            return Taken{};
                          },
                      },
                      expression.form);
  }

 private:
  Taken taken_in_definition(const Expression& expression) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind != Symbol::Kind::measure || checking_.broken_measures.contains(symbol.index)) return {};
    const auto known = known_.find(symbol.index);
    if (known != known_.end()) return known->second;
    if (!under_way_.insert(symbol.index).second) return {};
    Taken taken;
    for (const MeasureText& text : contract_.measures[symbol.index].texts) taken.merge(taken_in(text.measure->value));
    for (auto& [part, place] : taken) {
      if (place.definition.empty()) place.definition = contract_.measures[symbol.index].name;
    }
    under_way_.erase(symbol.index);
    known_.emplace(symbol.index, taken);
    return taken;
  }

  Taken taken_in_arithmetic(const Expression& whole, const Arithmetic& arithmetic) {
    Taken left = taken_in(*arithmetic.left);
    const Taken right = taken_in(*arithmetic.right);
    if (arithmetic.op == Arithmetic::Operator::less) {
      take(left, *arithmetic.right, replace(whole.span, checking_.words_of(*arithmetic.left)));
    } else if (arithmetic.op == Arithmetic::Operator::plus) {
      left.insert(right.begin(), right.end());
    }
    return left;
  }

  Taken taken_in_after(const Expression& whole, const After& after) {
    Taken taken = taken_in(*after.amount);
    for (const auto& deduction : after.deductions) {
      taken_in(*deduction.cost);
      std::optional<Edit> without;
      if (after.deductions.size() == 1 && !must_be_told(*after.amount)) without = replace(whole.span, checking_.words_of(*after.amount));
      take(taken, *deduction.cost, without);
    }
    return taken;
  }

  /// `gross_profit` stands only with costs behind it.
  bool must_be_told(const Expression& amount) const {
    const Symbol& symbol = contract_.symbol(amount);
    return symbol.kind == Symbol::Kind::measure && contract_.measures[symbol.index].text->after.has_value();
  }

  /// Takes one cost off; a cost that a definition adds up from others takes those off with it. `without`: the line with this deduction left out.
  void take(Taken& taken, const Expression& cost, const std::optional<Edit>& without) {
    for (const auto& part : made_of(cost)) {
      const auto [earlier, is_new] = taken.emplace(part, Place{cost.span, {}});
      if (is_new || earlier->second.span == cost.span) continue;
      const auto& [place, definition] = earlier->second;
      auto& diagnostic = checking_.report.add(code::deducted_twice)
                             .says(fmt::format("`{}` is deducted twice", part))
                             .at(cost.span, "deducted here")
                             .beside(place, definition.empty() ? "and already here" : fmt::format("and already here, in `{}`", definition));
      if (without && checking_.words_of(cost) == part) {
        diagnostic.offers("deduct it once", *without);
      } else {
        diagnostic.help(fmt::format("deduct it once: leave `{}` out of one of them", part));
      }
      return;
    }
  }

  /// The inputs and measures that a cost adds up to, itself among them.
  std::set<std::string> made_of(const Expression& cost) {
    const Expression& bare = without_parentheses(cost);
    std::set<std::string> parts;
    const Symbol& symbol = contract_.symbol(bare);
    if (const auto* use = std::get_if<NameUse>(&bare.form); use != nullptr && use->arguments.empty()) {
      if (symbol.kind == Symbol::Kind::input || symbol.kind == Symbol::Kind::measure) parts.insert(use->name.text);
      if (symbol.kind == Symbol::Kind::measure && !contract_.circles.contains(symbol.index) && !checking_.broken_measures.contains(symbol.index)) {
        const auto known = known_parts_.find(symbol.index);
        std::set<std::string> inside;
        if (known != known_parts_.end()) {
          inside = known->second;
        } else {
          for (const MeasureText& text : contract_.measures[symbol.index].texts) inside.merge(made_of(text.measure->value));
        }
        known_parts_.emplace(symbol.index, inside);
        parts.insert(inside.begin(), inside.end());
      }
    } else if (const auto* arithmetic = std::get_if<Arithmetic>(&bare.form); arithmetic != nullptr && arithmetic->op == Arithmetic::Operator::plus) {
      parts = made_of(*arithmetic->left);
      parts.merge(made_of(*arithmetic->right));
    }
    return parts;
  }

  Checking& checking_;
  const CheckedContract& contract_;
  std::map<MeasureId, Taken> known_;
  std::map<MeasureId, std::set<std::string>> known_parts_;  ///< what a definition adds up to
  std::set<MeasureId> under_way_;
};

}  // namespace

/// Whether every deduction is capped at a part of the amount itself, and the parts are no more than all of it.
bool leaves_something(const Checking& checking, const After& after) {
  Number taken;
  for (const auto& deduction : after.deductions) {
    const auto* most = deduction.at_most ? std::get_if<Of>(&(*deduction.at_most)->form) : nullptr;
    const auto* rate = most != nullptr ? std::get_if<NumberLiteral>(&most->rate->form) : nullptr;
    if (rate == nullptr || checking.words_of(*most->base) != checking.words_of(*after.amount)) return false;
    taken += rate->value;
  }
  return taken <= Number(1);
}

void check_deductions(Checking& checking) {
  Deductions deductions(checking);
  for_each_root(checking, [&](const Expression& expression) { deductions.taken_in(expression); });
  for (MeasureId id = 0; id < checking.contract.measures.size(); ++id) {
    const MeasureInfo& info = checking.contract.measures[id];
    if (info.is_standard || checking.broken_measures.contains(id)) continue;
    for_each_expression(info, [&](const Expression& expression) { deductions.taken_in(expression); });
  }
}

namespace {

/// A figure of what comes in, by its name: something is taken off it, it is not taken off.
bool is_base(std::string_view name) {
  constexpr std::array<std::string_view, 7> words{"collected", "received", "receipts", "invoiced", "billed", "proceeds", "turnover"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

}  // namespace

std::vector<std::string> other_bases(const Checking& checking) {
  std::vector<std::string> bases;
  for (const auto& input : checking.contract.inputs) {
    const auto& units = input.type.units;
    if (units.size() == 1 && checking.contract.units[units.front().first].is_currency && is_base(input.name)) bases.push_back(input.name);
  }
  return bases;
}

std::vector<std::string> deductible(const Checking& checking) {
  std::vector<std::string> costs;
  std::vector<std::string> others;
  for (const auto& input : checking.contract.inputs) {
    const auto& units = input.type.units;
    if (input.name.find("cost") != std::string::npos || input.name.find("expense") != std::string::npos) costs.push_back(input.name);
    else if (units.size() == 1 && checking.contract.units[units.front().first].is_currency && input.name != "revenue" && !is_base(input.name)) others.push_back(input.name);
  }
  return costs.empty() ? others : costs;
}

}  // namespace whereas::check

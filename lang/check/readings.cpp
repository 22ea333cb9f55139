#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

bool is_sum(const Expression& expression) {
  const auto* arithmetic = std::get_if<Arithmetic>(&expression.form);
  return arithmetic != nullptr && (arithmetic->op == Arithmetic::Operator::plus || arithmetic->op == Arithmetic::Operator::less);
}

/// The last operand of a run of bare operators, where a window or `where` would attach.
const Expression* last_operand(const Expression& expression) {
  if (const auto* arithmetic = std::get_if<Arithmetic>(&expression.form)) return &*arithmetic->right;
  if (const auto* after = std::get_if<After>(&expression.form)) return &*after->deductions.back().cost;
  return nullptr;
}

bool ends_in_window(const Expression& expression) { return std::holds_alternative<Windowed>(expression.form) || std::holds_alternative<Filtered>(expression.form); }

/// Whether the words of a window stand behind what they measure (`revenue in 2026`), so that they could reach further left.
bool stands_behind(const Expression& expression) {
  if (const auto* windowed = std::get_if<Windowed>(&expression.form)) return windowed->window_span.begin >= windowed->measured->span.end;
  return std::holds_alternative<Filtered>(expression.form);
}

/// Refuses lines that two lawyers would group differently, and gives the words of both readings. What the tree holds is always the first.
class Readings {
 public:
  explicit Readings(Checking& checking) : checking_(checking) {}

  void look_at(const Expression& expression) {
    std::visit(match{
                   [&](const Of& share) { look_at_share(expression, share); },
                   [&](const After& after) { look_at_after(expression, after); },
                   [&](const Arithmetic& arithmetic) { look_at_arithmetic(expression, arithmetic); },
                   [&](const Extreme& extreme) { look_at_last(expression, extreme.operands.back()); },
                   [&](const ExcessOf& excess) { look_at_last(expression, *excess.over); },
                   [&](const OfPeriods& periods) { look_at_taken(expression, *periods.measured); },
                   // Every other form keeps its parts apart by words or parentheses of its own.
                   [](const auto&) {},
               },
               expression.form);
    for_each_part(expression, [&](const Expression& part) { look_at(part); });
  }

 private:
  std::string words(const Expression& expression) const { return checking_.words_of(expression); }
  std::string words(std::uint32_t begin, std::uint32_t end, SourceId source) const { return std::string(checking_.words({source, begin, end})); }

  Diagnostic& refuse(const Expression& expression, const std::string& first, const std::string& second) {
    return checking_.report.add(code::two_readings)
        .says(fmt::format("`{}` can be read in two ways", words(expression)))
        .at(expression.span)
        .offers("say which is meant with parentheses, either", replace(expression.span, first))
        .offers("or", replace(expression.span, second));
  }

  /// `50% of a plus b`: a share of both, or a share of the first and all of the second?
  void look_at_share(const Expression& expression, const Of& share) {
    const Expression* base = &*share.base;
    if (const auto* after = std::get_if<After>(&base->form); after != nullptr && is_sum(*after->amount)) base = &*after->amount;
    if (!is_sum(*base)) return;
    const auto& arithmetic = std::get<Arithmetic>(base->form);
    const Expression& left = *arithmetic.left;
    const std::string head = words(share.rate->span.begin, share.base->span.begin, expression.span.source);
    const std::string tail = words(left.span.end, expression.span.end, expression.span.source);
    Diagnostic& refused = refuse(expression, fmt::format("{}({})", head, words(*share.base)), fmt::format("({}{}){}", head, words(left), tail));
    offer_line(refused, arithmetic);
  }

  /// `10% of sales`, and on a line of its own `plus 5`, or `less 15%`: what reads as a line of the clause.
  void offer_line(Diagnostic& refused, const Arithmetic& arithmetic) const {
    const Span sum = arithmetic.left->span;
    const std::string between = words(sum.end, arithmetic.right->span.begin, sum.source);
    const std::size_t line = between.find('\n');
    const std::size_t sign = between.find_first_not_of(" \t\r\n");
    if (line == std::string::npos || sign < line) return;
    const auto* number = std::get_if<NumberLiteral>(&arithmetic.right->form);
    const bool is_part = number != nullptr && number->is_rate;
    if (is_part && arithmetic.op == Arithmetic::Operator::less) refused.offers("or, as a line that keeps back a part", replace(arithmetic.right->span, words(*arithmetic.right) + " withholding"));
    const auto begin = static_cast<std::uint32_t>(sum.end + sign);
    if (!is_part && (between.substr(sign, 4) == "plus" || between.substr(sign, 4) == "less")) refused.offers("or, as a line of the clause by itself", replace({sum.source, begin, begin + 4}, "then " + between.substr(sign, 4)));
  }

  /// `a after b plus c`: are both taken off, or is c added back? `a less b after c` likewise.
  void look_at_after(const Expression& expression, const After& after) {
    const Expression& last = *after.deductions.back().cost;
    if (!after.deductions.back().at_most && is_sum(last)) {
      const auto& arithmetic = std::get<Arithmetic>(last.form);
      const std::string before = words(expression.span.begin, last.span.begin, expression.span.source);
      const std::string rest = words(arithmetic.left->span.end, last.span.end, expression.span.source);
      refuse(expression, fmt::format("{}({})", before, words(last)), fmt::format("({}{}){}", before, words(*arithmetic.left), rest));
      return;
    }
    if (const auto* arithmetic = std::get_if<Arithmetic>(&after.amount->form); arithmetic != nullptr && arithmetic->op == Arithmetic::Operator::less) {
      const std::string list = words(after.amount->span.end, expression.span.end, expression.span.source);
      const std::string before = words(expression.span.begin, arithmetic->right->span.begin, expression.span.source);
      refuse(expression, fmt::format("({}){}", words(*after.amount), list), fmt::format("{}({}{})", before, words(*arithmetic->right), list));
      return;
    }
    look_at_limit(after);
    look_at_window(expression, *after.amount);
  }

  /// `rev after d and e (at most 3% of rev)`: is e limited, or what is taken off in all?
  void look_at_limit(const After& after) {
    const Deduction& last = after.deductions.back();
    const bool others_limited = std::any_of(after.deductions.begin(), after.deductions.end() - 1, [](const Deduction& one) { return one.at_most.has_value(); });
    if (after.deductions.size() < 2 || !last.at_most || others_limited) return;
    const Span& first = after.deductions.front().cost->span;
    const std::string costs = words(first.begin, last.cost->span.end, first.source);
    const std::string before = words(first.begin, after.deductions[after.deductions.size() - 2].cost->span.end, first.source);
    std::string sum;
    for (const Deduction& one : after.deductions) sum += (sum.empty() ? "" : " plus ") + words(*one.cost);
    const std::string limit = fmt::format("(at most {})", words(**last.at_most));
    // The parenthesis behind the limit goes with it.
    const std::string_view text = checking_.sources[first.source].text();
    const auto end = static_cast<std::uint32_t>(text.find(')', (*last.at_most)->span.end) + 1);
    checking_.report.add(code::two_readings)
        .says(fmt::format("`{} {}` can be read in two ways: the limit is of the last, or of all that is taken off", costs, limit))
        .at({first.source, first.begin, end})
        .offers("of the last alone: name it first", replace({first.source, first.begin, end}, fmt::format("{} {} and {}", words(*last.cost), limit, before)))
        .offers("or of all together", replace({first.source, first.begin, end}, fmt::format("({}) {}", sum, limit)));
  }

  /// `a plus b in 2026`: is the window of b, or of both? `a plus 50% of b after c`: is c taken off the share, or off all?
  void look_at_arithmetic(const Expression& expression, const Arithmetic& arithmetic) {
    look_at_window(expression, *arithmetic.left);
    if (const auto* share = std::get_if<Of>(&arithmetic.right->form); share != nullptr && std::holds_alternative<After>(share->base->form)) {
      const auto& after = std::get<After>(share->base->form);
      const std::string list = words(after.amount->span.end, expression.span.end, expression.span.source);
      const std::string head = words(expression.span.begin, arithmetic.right->span.begin, expression.span.source);
      const std::string up_to_list = words(expression.span.begin, after.amount->span.end, expression.span.source);
      refuse(expression, fmt::format("{}({})", head, words(*arithmetic.right)), fmt::format("({}){}", up_to_list, list));
      return;
    }
    if (arithmetic.op == Arithmetic::Operator::times) {
      // `a divided by b times c`
      const auto* left = std::get_if<Arithmetic>(&arithmetic.left->form);
      if (left == nullptr || left->op != Arithmetic::Operator::divided_by || !left->in_words) return;
      const std::string divided = words(expression.span.begin, left->right->span.begin, expression.span.source);
      refuse(expression, fmt::format("({}){}", words(*arithmetic.left), words(arithmetic.left->span.end, expression.span.end, expression.span.source)),
             fmt::format("{}({})", divided, words(left->right->span.begin, expression.span.end, expression.span.source)));
    }
  }

  void look_at_window(const Expression& expression, const Expression& left) {
    const Expression* last = last_operand(expression);
    if (last == nullptr || !ends_in_window(*last) || !stands_behind(*last)) return;
    // `a in 2025 plus b in 2026` is plain: each has its own.
    if (ends_in_window(left) && stands_behind(left)) return;
    const bool is_window = std::holds_alternative<Windowed>(last->form);
    const Expression& measured = is_window ? *std::get<Windowed>(last->form).measured : *std::get<Filtered>(last->form).measured;
    const std::string window = words(measured.span.end, last->span.end, expression.span.source);
    const std::string head = words(expression.span.begin, last->span.begin, expression.span.source);
    refuse(expression, fmt::format("{}({})", head, words(*last)), fmt::format("({}{}){}", head, words(measured), window));
  }

  /// `the greater of a and b plus c`: is c added to b, or to the greater? `the excess of a over b plus c` likewise.
  void look_at_last(const Expression& expression, const Expression& last) {
    const auto* arithmetic = std::get_if<Arithmetic>(&last.form);
    if (arithmetic == nullptr) return;
    const std::string head = words(expression.span.begin, last.span.begin, expression.span.source);
    const std::string rest = words(arithmetic->left->span.end, last.span.end, expression.span.source);
    refuse(expression, fmt::format("{}({})", head, words(last)), fmt::format("({}{}){}", head, words(*arithmetic->left), rest));
  }

  /// `the sum of monthly a from 2026-02 to 2026-05`, `the highest of monthly a over trailing 12 months`: of those months, or of all of them
  /// once for every month?
  void look_at_taken(const Expression& expression, const Expression& measured) {
    const auto* windowed = std::get_if<Windowed>(&measured.form);
    if (windowed == nullptr || !stands_behind(measured)) return;
    if (std::holds_alternative<AtStart>(windowed->window) || std::holds_alternative<AtEnd>(windowed->window)) return;
    const std::string head = words(expression.span.begin, measured.span.begin, expression.span.source);
    const std::string window = words(windowed->measured->span.end, measured.span.end, expression.span.source);
    refuse(expression, fmt::format("({}{}){}", head, words(*windowed->measured), window), fmt::format("{}({})", head, words(measured)));
  }

  Checking& checking_;
};

}  // namespace

void refuse_two_readings(Checking& checking) {
  Readings readings(checking);
  for_each_root(checking, [&](const Expression& expression) { readings.look_at(expression); });
  for (const auto& measure : checking.contract.measures) {
    if (!measure.is_standard) for_each_expression(measure, [&](const Expression& expression) { readings.look_at(expression); });
  }
}

}  // namespace whereas::check

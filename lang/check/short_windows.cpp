#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

using Relation = Comparison::Relation;

/// `over trailing 12 months`, `in the quarter before` around all of an expression, or nothing.
const Windowed* looking_back(const Expression& expression) {
  const auto* windowed = std::get_if<Windowed>(&without_parentheses(expression).form);
  return windowed != nullptr && (std::holds_alternative<Trailing>(windowed->window) || std::holds_alternative<PreviousPeriod>(windowed->window)) ? windowed : nullptr;
}

/// `2 quarters`: after which the one before is a whole one of the term.
std::optional<std::string> twice(Frequency frequency) {
  switch (frequency) {
    case Frequency::month: return "2 months";
    case Frequency::quarter: return "2 quarters";
    case Frequency::half_year: return "12 months";
    case Frequency::year: return "2 years";
    default: return std::nullopt;
  }
}

/// Looks at conditions that ask whether a sum over a window that looks back is small: while the term is young, it is. And at amounts and limits that are less by such a sum, or no more than it.
class ShortWindows {
 public:
  explicit ShortWindows(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  /// What is taken off, and what an excess lies over.
  void look_at_amount(const Expression& expression) {
    const Expression* taken_off = nullptr;
    if (const auto* excess = std::get_if<ExcessOf>(&expression.form)) taken_off = &*excess->over;
    if (const auto* arithmetic = std::get_if<Arithmetic>(&expression.form); arithmetic != nullptr && arithmetic->op == Arithmetic::Operator::less) taken_off = &*arithmetic->right;
    std::set<MeasureId> seen;
    if (const Windowed* windowed = taken_off == nullptr ? nullptr : short_in(*taken_off, seen)) return warn_amount(*windowed, taken_off->span, "is taken off");
    // Of the same words with a window of their own both sides are short.
    if (std::holds_alternative<Windowed>(expression.form)) return;
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::measure && followed_.insert(symbol.index).second) for_each_meaning(symbol.index, [&](const Expression& part) { look_at_amount(part); });
    for_each_part(expression, [&](const Expression& part) { look_at_amount(part); });
  }
  void look_at_cap(const Expression& cap) {
    std::set<MeasureId> seen;
    const Windowed* windowed = short_in(cap, seen);
    // What was paid over a trailing year is a limit that grows with the deal.
    if (windowed != nullptr && std::holds_alternative<PreviousPeriod>(windowed->window)) warn_amount(*windowed, cap.span, "limits what is paid");
  }

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
    const Windowed* windowed = looking_back(little);
    // Where both sides look back as far, both are short.
    if (windowed == nullptr || looking_back(asks_for_little ? *comparison.right : *comparison.left) != nullptr || !is_short(*windowed)) return;
    const auto* trailing = std::get_if<Trailing>(&windowed->window);
    auto& diagnostic = checking_.report.add(code::short_window);
    if (trailing != nullptr) {
      diagnostic.says(fmt::format("in the first {} of the term the window is still short, which can make the condition true", text(trailing->length)));
    } else {
      diagnostic.says(fmt::format("in the first {0} of the term the {0} before has nothing in it, which can make the condition true", noun(std::get<PreviousPeriod>(windowed->window).frequency)));
    }
    diagnostic.at(windowed->window_span).beside(span, "the condition");
    if (!asks_for_little) return;
    const auto length = trailing != nullptr ? std::optional(text(trailing->length)) : twice(std::get<PreviousPeriod>(windowed->window).frequency);
    if (length) diagnostic.offers(trailing != nullptr ? "to wait until it is full, add" : "to wait until there is one, add", insert_after(little.span, fmt::format(" where {} have passed", *length)));
  }

  void warn_amount(const Windowed& windowed, Span whole, std::string_view does) {
    const auto* trailing = std::get_if<Trailing>(&windowed.window);
    const std::string length = trailing != nullptr ? text(trailing->length) : std::string(noun(std::get<PreviousPeriod>(windowed.window).frequency));
    Diagnostic& diagnostic = checking_.report.add(code::short_window);
    diagnostic.says(trailing != nullptr ? fmt::format("in the first {} of the term the window is still short, and what {} is less", length, does)
                                  : fmt::format("in the first {0} of the term the {0} before has nothing in it, and {1} as 0", length, does))
        .at(windowed.window_span)
        .beside(whole, does == "is taken off" ? "taken off" : "the limit")
        .help(fmt::format("say what counts then: a name that means a figure, with `except {} from {}`", checking_.words({whole.source, whole.begin, whole.end}), day_after(windowed).text()));
    bool has_inputs = false;
    std::set<MeasureId> seen;
    for_each_input(*windowed.measured, seen, [&](const InputInfo&) { has_inputs = true; });
    if (has_inputs) diagnostic.help(fmt::format("or let the input admit data from before the term: `from {}`", first_day_needed(windowed).text().substr(0, 7)));
  }

  Date first_day_needed(const Windowed& windowed) const {
    const Date begin = contract_.term->begin();
    if (const auto* trailing = std::get_if<Trailing>(&windowed.window)) return contract_.calendar.earlier(begin, trailing->length);
    const Frequency each = std::get<PreviousPeriod>(windowed.window).frequency;
    return contract_.calendar.previous(contract_.calendar.holding(begin, each), each).begin();
  }
  /// From which the window lies in the term.
  Date day_after(const Windowed& windowed) const {
    const Date begin = contract_.term->begin();
    if (const auto* trailing = std::get_if<Trailing>(&windowed.window)) return contract_.calendar.later(begin, trailing->length);
    return contract_.calendar.holding(begin, std::get<PreviousPeriod>(windowed.window).frequency).end();
  }

  bool is_short(const Windowed& windowed) const { return contract_.term && contract_.type(*windowed.measured).nature == Nature::flow && !has_data_before(windowed); }

  /// A window in it that is still short when the term begins, but where its words rule later only.
  const Windowed* short_in(const Expression& expression, std::set<MeasureId>& seen) {
    if (const Windowed* windowed = looking_back(expression)) return is_short(*windowed) ? windowed : nullptr;
    if (std::holds_alternative<Windowed>(expression.form)) return nullptr;
    const Windowed* found = nullptr;
    const auto look = [&](const Expression& part) {
      if (found == nullptr) found = short_in(part, seen);
    };
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::measure && seen.insert(symbol.index).second) for_each_meaning(symbol.index, look);
    for_each_part(expression, look);
    return found;
  }

  /// What a name means when the term begins.
  void for_each_meaning(MeasureId id, const std::function<void(const Expression&)>& visit) {
    const Measure& measure = *contract_.measures[id].texts.front().measure;
    const auto begins_later = [&](const Exception& one) {
      const auto day = one.from ? first_day(checking_, one.from->day) : std::nullopt;
      return day && contract_.term && *day > contract_.term->begin();
    };
    const bool ruled = std::any_of(measure.exceptions.begin(), measure.exceptions.end(), [&](const Exception& one) { return !one.from && !one.during && !one.once && one.values.empty(); });
    if (!ruled) visit(measure.value);
    for (const Exception& one : measure.exceptions) {
      if (!begins_later(one)) visit(one.value);
    }
  }

  /// Every input in it admits data that fills the window on the term's first day.
  bool has_data_before(const Windowed& windowed) const {
    if (!contract_.term) return false;
    const Date needed = first_day_needed(windowed);
    bool all = true;
    bool any = false;
    std::set<MeasureId> seen;
    for_each_input(*windowed.measured, seen, [&](const InputInfo& input) {
      any = true;
      all = all && (input.asked || (input.from && *input.from <= needed));
    });
    return any && all;  // what clauses pay begins with the term
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
  std::set<MeasureId> followed_;  ///< names whose meanings have been looked at
};

}  // namespace

void warn_short_windows(Checking& checking) {
  ShortWindows windows(checking);
  for (const auto& info : checking.contract.clauses) {
    for (const ClauseText& text : info.texts) {
      const bool begins_later = text.from || std::any_of(text.clause->provisos.begin(), text.clause->provisos.end(), [](const Proviso& line) { return std::holds_alternative<FromDay>(line.form); });
      if (const auto* share = std::get_if<Share>(&text.clause->amount.form); share != nullptr && !begins_later) windows.look_at_amount(share->amount);
      if (const auto* milestones = std::get_if<Milestones>(&text.clause->amount.form)) {
        for (const Milestone& sum : milestones->sums) windows.look_at(sum.reached);
      }
      for (const auto& proviso : text.clause->provisos) {
        if (const auto* during = std::get_if<WhileTrue>(&proviso.form)) windows.look_at(during->condition);
        if (const auto* once = std::get_if<OnceTrue>(&proviso.form)) windows.look_at(once->condition);
        if (const auto* cap = std::get_if<AtMost>(&proviso.form); cap != nullptr && !begins_later) windows.look_at_cap(cap->most);
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

#include "lang/check/over_dimensions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace whereas::check {

using namespace syntax;

namespace {

/// Looks at formulas over time and over dimensions: balances that meet flows, windows that reach past the term, products of figures that
/// are both given by channel.
class Windows {
 public:
  explicit Windows(Checking& checking) : checking_(checking), contract_(checking.contract), over_dimensions_(checking) {}

  /// `settled`: how long one settlement lasts, where it is known. `summed`: inside `the sum of monthly`, its months.
  void look_at(const Expression& expression, std::optional<Frequency> measured_over) {
    std::visit(match{
                   [&](const Windowed& windowed) { look_at_window(windowed, measured_over); },
                   [&](const OfPeriods& periods) { look_at_periods(expression, periods, measured_over); },
                   [&](const Arithmetic& arithmetic) {
                     if (arithmetic.op == Arithmetic::Operator::times || arithmetic.op == Arithmetic::Operator::divided_by) {
                       refuse_balance_times_flow(expression, *arithmetic.left, *arithmetic.right, measured_over);
                       over_dimensions_.refuse_over_dimension(expression, *arithmetic.left, *arithmetic.right, arithmetic.op == Arithmetic::Operator::divided_by ? "divided" : "multiplied");
                     }
                     look_at(*arithmetic.left, measured_over);
                     look_at(*arithmetic.right, measured_over);
                   },
                   [&](const Of& share) {
                     refuse_balance_times_flow(expression, *share.rate, *share.base, measured_over);
                     over_dimensions_.refuse_over_dimension(expression, *share.rate, *share.base, "multiplied");
                     look_at(*share.rate, measured_over);
                     look_at(*share.base, measured_over);
                   },
                   [&](const Extreme& extreme) {
                     look_at_extreme(expression, extreme);
                     for_each_part(expression, [&](const Expression& part) { look_at(part, measured_over); });
                   },
                   [&](const NameUse&) {
                     over_dimensions_.refuse_together(expression);
                     for_each_part(expression, [&](const Expression& part) { look_at(part, measured_over); });
                     look_into(expression, measured_over);
                   },
                   [&](const Filtered& filtered) {
                     over_dimensions_.refuse_part_of_a_payment(filtered);
                     over_dimensions_.refuse_part_of_a_whole(filtered);
                     look_at_pinned(*filtered.measured, over_dimensions_.pinned_by(expression), measured_over);
                   },
                   [&](const OverDimension& over) {
                     over_dimensions_.refuse_payment_for_each(over);
                     over_dimensions_.refuse_whole_for_each(over);
                     over_dimensions_.refuse_condition_for_each(over);
                     look_at_pinned(*over.measured, over_dimensions_.pinned_by(expression), measured_over);
                   },
                   [&](const ExcessOf& excess) {
                     if (!over_dimensions_.ask_total_or_each(expression, {&*excess.amount, &*excess.over})) {
                       over_dimensions_.refuse_over_dimension(expression, *excess.amount, *excess.over, "compared");
                     }
                     look_at(*excess.amount, measured_over);
                     look_at(*excess.over, measured_over);
                   },
                   [&](const After& after) {
                     for (const Deduction& one : after.deductions) {
                       if (one.at_most && over_dimensions_.ask_total_or_each(expression, {&*one.cost, &**one.at_most})) break;
                     }
                     for_each_part(expression, [&](const Expression& part) { look_at(part, measured_over); });
                   },
                   [&](const Per& per) {
                     if (per.started || per.full) over_dimensions_.ask_total_or_each(expression, {&expression});
                     over_dimensions_.refuse_together(expression);
                     for_each_part(expression, [&](const Expression& part) { look_at(part, measured_over); });
                   },
                   [&](const Rounded& rounded) {
                     over_dimensions_.ask_total_or_each(expression, {&*rounded.value});
                     look_at(*rounded.value, measured_over);
                   },
                   // Every other form measures its parts over its own window.
                   [&](const auto&) { for_each_part(expression, [&](const Expression& part) { look_at(part, measured_over); }); },
               },
               expression.form);
  }

  /// What is worked out for each value of a dimension by itself.
  void look_at_each(DimensionId dimension, const Expression& expression, std::optional<Frequency> measured_over) {
    look_at_pinned(expression, {dimension}, measured_over);
  }

  /// `expect cumulative "Fee" in 2026`: of tests and promises, which may look anywhere.
  void look_at_asked(const Expression& expression) {
    if (const auto* windowed = std::get_if<Windowed>(&expression.form)) refuse_window_without_effect(*windowed);
    for_each_part(expression, [&](const Expression& part) { look_at_asked(part); });
  }

  void warn_formula(const Expression& amount, std::optional<Frequency> settled) {
    const Type& type = contract_.type(amount);
    if (type.adds_up || type.nature != Nature::flow || !settled) return;
    const auto shortest = shortest_data(amount);
    const Expression* extreme = find_extreme(amount);
    if (extreme == nullptr || !shortest || !is_shorter(*shortest, *settled)) return;
    checking_.report.add(code::does_not_add_up)
        .says(fmt::format("this is worked out once over each whole {}, which can differ from working it out each {} and adding", noun(*settled), noun(*shortest)))
        .at(extreme->span)
        .offers(fmt::format("if it is meant {} by {}", noun(*shortest), noun(*shortest)), summed(checking_, *extreme, fmt::format("the sum of {}", adverb(*shortest))));
  }

 private:
  /// The body of a definition is measured over the asking window.
  void look_into(const Expression& expression, std::optional<Frequency> measured_over) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind != Symbol::Kind::measure || checking_.broken_measures.contains(symbol.index)) return;
    if (!seen_.emplace(symbol.index, measured_over, over_dimensions_.pinned, over_dimensions_.dimensions_told(expression), has_own_window_).second) return;
    over_dimensions_.look_inside(expression, [&] {
      for (const MeasureText& text : contract_.measures[symbol.index].texts) {
        look_at(text.measure->value, measured_over);
        for (const auto& exception : text.measure->exceptions) look_at(exception.value, measured_over);
      }
    });
  }

  void look_at_extreme(const Expression& expression, const Extreme& extreme) {
    std::vector<const Expression*> operands;
    for (const Expression& operand : extreme.operands) operands.push_back(&operand);
    if (over_dimensions_.ask_total_or_each(expression, operands)) return;
    for (std::size_t place = 1; place < operands.size(); ++place) over_dimensions_.refuse_over_dimension(expression, *operands[0], *operands[place], "compared");
  }

  /// `the highest of yearly` over a quarter would take the quarter for the year.
  void look_at_periods(const Expression& expression, const OfPeriods& periods, std::optional<Frequency> measured_over) {
    const bool is_known = measured_over && !has_own_window_;
    if (is_known && is_shorter(*measured_over, periods.frequency)) {
      checking_.report.add(code::window_too_short)
          .says(fmt::format("this takes whole {0}s, and is worked out over a {1}, which holds none", noun(periods.frequency), noun(*measured_over)))
          .at(expression.span)
          .help(fmt::format("take {0} figures or shorter ones, or settle the clause by the {1}: `settled {2}`", adverb(*measured_over), noun(periods.frequency), adverb(periods.frequency)));
    }
    const bool around = std::exchange(has_own_window_, false);
    look_at(*periods.measured, periods.frequency);
    has_own_window_ = around;
  }

  /// The words of a window in a figure, its own or those of a definition that is nothing else.
  const Windowed* window_inside(const Expression& expression, int depth = 0) const {
    const Expression& bare = without_parentheses(expression);
    if (const auto* windowed = std::get_if<Windowed>(&bare.form)) return windowed;
    if (const auto* negated = std::get_if<Negated>(&bare.form)) return window_inside(*negated->operand, depth);
    if (const auto* of = std::get_if<Of>(&bare.form)) return window_inside(*of->base, depth);
    const Symbol& symbol = contract_.symbol(bare);
    if (symbol.kind != Symbol::Kind::measure || checking_.broken_measures.contains(symbol.index) || contract_.circles.contains(symbol.index) || depth > 20) return nullptr;
    const auto& texts = contract_.measures[symbol.index].texts;
    return texts.empty() ? nullptr : window_inside(texts.front().measure->value, depth + 1);
  }

  /// `cumulative sales in the quarter before`: the window inside says by itself of which days it is, and `cumulative` adds nothing.
  void refuse_window_without_effect(const Windowed& windowed) {
    const bool gathers = std::holds_alternative<Cumulative>(windowed.window) || std::holds_alternative<ToDate>(windowed.window) || std::holds_alternative<Trailing>(windowed.window);
    const Windowed* inside = gathers ? window_inside(*windowed.measured) : nullptr;
    if (inside == nullptr) return;
    const bool has_days = !std::holds_alternative<AverageOf>(inside->window) && !std::holds_alternative<AtStart>(inside->window) && !std::holds_alternative<AtEnd>(inside->window);
    if (!has_days) return;
    auto& diagnostic = checking_.report.add(code::two_readings)
                           .says(fmt::format("`{}` says by itself over which days it is measured, so the window around it would do nothing", checking_.words_of(*windowed.measured)))
                           .at(windowed.window_span)
                           .beside(inside->window_span, "its own window");
    const bool is_cumulative = std::holds_alternative<Cumulative>(windowed.window) && windowed.measured->span.begin <= inside->measured->span.begin && inside->measured->span.end <= windowed.measured->span.end;
    if (is_cumulative) {
      diagnostic.offers("if what had come together by then is meant", replace({windowed.window_span.source, windowed.window_span.begin, inside->measured->span.end},
                                                                           fmt::format("(cumulative {})", checking_.words_of(*inside->measured))));
    }
    diagnostic.help(fmt::format("if that of its own window is meant, leave `{}` out", checking_.words(windowed.window_span)));
  }

  /// What a figure is made of, but for what a word has added up or chosen by periods of its own.
  struct MadeOf {
    const InputInfo* rows = nullptr;                ///< an input of one row each
    std::optional<Frequency> periods{};             ///< the shortest of the others
    std::optional<Frequency> periods_and_tested{};  ///< and of those by which a condition decides what it is
  };
  void look_what_is_in(const Expression& expression, MadeOf& made_of, bool is_tested, int depth = 0) {
    if (std::holds_alternative<OfPeriods>(expression.form) || depth > 20) return;
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input) {
      const InputInfo& input = contract_.inputs[symbol.index];
      const auto shorten = [&](std::optional<Frequency>& shortest) {
        if (input.frequency && (!shortest || is_shorter(*input.frequency, *shortest))) shortest = input.frequency;
      };
      if (input.is_record && !is_tested) made_of.rows = &input;
      if (!input.is_record && !is_tested) shorten(made_of.periods);
      if (!input.is_record) shorten(made_of.periods_and_tested);
    }
    if (symbol.kind == Symbol::Kind::measure && !checking_.broken_measures.contains(symbol.index) && !contract_.circles.contains(symbol.index)) {
      for_each_expression(contract_.measures[symbol.index], [&](const Expression& part) { look_what_is_in(part, made_of, is_tested || is_of_a_condition(contract_.measures[symbol.index], part), depth + 1); });
    }
    for_each_part(expression, [&](const Expression& part) { look_what_is_in(part, made_of, is_tested, depth + 1); });
  }
  static bool is_of_a_condition(const MeasureInfo& measure, const Expression& part) {
    return std::none_of(measure.texts.begin(), measure.texts.end(), [&](const MeasureText& text) {
      const auto& exceptions = text.measure->exceptions;
      return &part == &text.measure->value || std::any_of(exceptions.begin(), exceptions.end(), [&](const Exception& exception) { return &part == &exception.value; });
    });
  }

  /// `average of amount`, where each sale has a row: of the rows, or of the days with and without one. Likewise of what is given by the year, where a
  /// condition that decides what it is looks at each month.
  void ask_which_average(const Windowed& windowed) {
    if (!std::holds_alternative<AverageOf>(windowed.window)) return;
    MadeOf made_of;
    look_what_is_in(*windowed.measured, made_of, false);
    const Span whole{windowed.window_span.source, windowed.window_span.begin, windowed.measured->span.end};
    const std::string measured = checking_.words_of(*windowed.measured);
    const auto average_of = [&](Frequency frequency) { return replace(whole, fmt::format("the average of {} {}", adverb(frequency), measured)); };
    if (made_of.rows == nullptr) {
      if (!made_of.periods || made_of.periods == made_of.periods_and_tested) return;
      const Frequency shorter = *made_of.periods_and_tested;
      checking_.report.add(code::two_readings)
          .says(fmt::format("`{}` is given by the {}, and a condition that decides what it is looks at each {}: the average may be that of either", measured, noun(*made_of.periods), noun(shorter)))
          .at(whole)
          .offers(fmt::format("of each {} of the window", noun(shorter)), average_of(shorter))
          .help(fmt::format("of each {}, over windows of whole ones: `the average of {} {}`", noun(*made_of.periods), adverb(*made_of.periods), measured));
      return;
    }
    const std::string& row = contract_.dimensions[made_of.rows->dimensions.front()].name;
    const Frequency each = made_of.periods.value_or(Frequency::day);
    const bool is_row = contract_.symbol(*windowed.measured).kind == Symbol::Kind::input;
    auto& diagnostic = checking_.report.add(code::two_readings)
                           .says(fmt::format("`{}` has a row for each {} and no periods, so the average may be that of a {} or of a {}", made_of.rows->name, row, row, noun(each)))
                           .at(whole)
                           .beside(made_of.rows->declared, "one row each")
                           .offers(fmt::format("of each {} of the window, with a row or without", noun(each)), average_of(each));
    if (is_row) diagnostic.offers(fmt::format("of each {}", row), replace(whole, fmt::format("the average over {} of {}", row, measured)));
    else diagnostic.help(fmt::format("of each {}: `the average over {} of …`, of what one {} comes to", row, row, row));
  }

  void look_at_window(const Windowed& windowed, std::optional<Frequency> measured_over) {
    refuse_window_without_effect(windowed);
    ask_which_average(windowed);
    const bool around = std::exchange(has_own_window_, true);
    look_at(*windowed.measured, measured_over);
    has_own_window_ = around;
    const DayOrPeriod* last = nullptr;
    if (const auto* in = std::get_if<InPeriod>(&windowed.window)) last = &in->period;
    if (const auto* from_to = std::get_if<FromTo>(&windowed.window)) last = &from_to->last;
    if (last == nullptr || !contract_.longest_term) return;
    const auto day = last_day(checking_, *last);
    if (!day || *day <= contract_.longest_term->last()) return;
    checking_.report.add(code::outside_term)
        .says(fmt::format("the window ends on {}, after the term", day->text()))
        .at(last->span)
        .note(fmt::format("the term runs from {}", contract_.term->text()))
        .help("name a period inside it, or let the term run longer");
  }

  void refuse_balance_times_flow(const Expression& expression, const Expression& a, const Expression& b, std::optional<Frequency> measured_over) {
    const Type& left = contract_.type(a);
    const Type& right = contract_.type(b);
    const bool meets = (left.nature == Nature::balance && right.nature == Nature::flow) || (left.nature == Nature::flow && right.nature == Nature::balance);
    if (!meets) return;
    const Expression& balance = left.nature == Nature::balance ? a : b;
    const Expression& flow = left.nature == Nature::balance ? b : a;
    // A value that is given once a settlement has one moment only, and the mean or the value at the start says which.
    const auto* windowed = std::get_if<Windowed>(&without_parentheses(balance).form);
    if (windowed != nullptr && (std::holds_alternative<AverageOf>(windowed->window) || std::holds_alternative<AtStart>(windowed->window))) return;
    const auto moments = shortest_data(balance, Nature::balance);
    auto shortest = shortest_data(flow);
    if (!moments || !shortest || !measured_over || !is_shorter(*moments, *measured_over) || !is_shorter(*shortest, *measured_over)) return;
    if (is_shorter(*shortest, *moments)) shortest = moments;
    const bool is_given_daily = *moments == Frequency::day;
    const bool is_exchange = !contract_.type(balance).units.empty();
    checking_.report.add(code::balance_times_flow)
        .says(is_exchange ? fmt::format("a rate of one {} is multiplied by a whole {}'s sum, and nothing says which {}'s rate", is_given_daily ? "day" : noun(*moments), noun(*measured_over), is_given_daily ? "day" : noun(*moments))
                          : fmt::format("a value at a moment meets a sum over a whole {}: at which moment is not said", noun(*measured_over)))
        .at(balance.span, "a value at a moment")
        .beside(flow.span, "adds up over time")
        .offers(fmt::format("take them {} by {} and add", noun(*shortest), noun(*shortest)), summed(checking_, expression, fmt::format("the sum of {}", adverb(*shortest))))
        .offers(fmt::format("or take all at the value of the {}'s last day", noun(*measured_over)), replace(balance.span, fmt::format("({} at end)", checking_.words_of(balance))))
        .offers("or at the mean of it", replace(balance.span, fmt::format("(average of {})", checking_.words_of(balance))))
        .help(fmt::format("or let the clause settle {}: `settled {}`", adverb(*shortest), adverb(*shortest)));
  }

  void look_at_pinned(const Expression& measured, Dimensions pinned, std::optional<Frequency> measured_over) {
    const Dimensions around = over_dimensions_.pinned;
    over_dimensions_.pinned.merge(pinned);
    look_at(measured, measured_over);
    over_dimensions_.pinned = around;
  }

  /// How often the most frequent data in it comes: its flows, or its values at a moment.
  std::optional<Frequency> shortest_data(const Expression& expression, Nature nature = Nature::flow) {
    std::optional<Frequency> shortest;
    const auto take = [&](std::optional<Frequency> other) {
      if (other && (!shortest || is_shorter(*other, *shortest))) shortest = other;
    };
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input && contract_.inputs[symbol.index].type.nature == nature) take(contract_.inputs[symbol.index].frequency);
    if (symbol.kind == Symbol::Kind::measure && !contract_.circles.contains(symbol.index) && !checking_.broken_measures.contains(symbol.index)) {
      const auto known = known_shortest_.find({symbol.index, nature});
      if (known == known_shortest_.end()) {
        for (const MeasureText& text : contract_.measures[symbol.index].texts) take(shortest_data(text.measure->value, nature));
        known_shortest_.emplace(std::pair(symbol.index, nature), shortest);
      } else {
        take(known->second);
      }
    }
    for_each_part(expression, [&](const Expression& part) { take(shortest_data(part, nature)); });
    return shortest;
  }

  /// The words that make a formula a maximum or minimum: its own, or the name of a definition that is one.
  const Expression* find_extreme(const Expression& expression) {
    if (std::holds_alternative<Extreme>(expression.form) || std::holds_alternative<ExcessOf>(expression.form)) return &expression;
    if (std::holds_alternative<OfPeriods>(expression.form) || std::holds_alternative<Windowed>(expression.form)) return nullptr;
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::measure && !contract_.circles.contains(symbol.index)) {
      const auto known = known_extremes_.find(symbol.index);
      const auto& texts = contract_.measures[symbol.index].texts;
      const auto finds_one = [&](const MeasureText& text) { return find_extreme(text.measure->value) != nullptr; };
      const bool is_extreme = known != known_extremes_.end() ? known->second : std::any_of(texts.begin(), texts.end(), finds_one);
      known_extremes_.emplace(symbol.index, is_extreme);
      if (is_extreme) return &expression;
    }
    const Expression* found = nullptr;
    for_each_part(expression, [&](const Expression& part) {
      if (found == nullptr) found = find_extreme(part);
    });
    return found;
  }

  Checking& checking_;
  const CheckedContract& contract_;
  OverDimensions over_dimensions_;
  // Of definitions, each worked out once.
  std::map<std::pair<MeasureId, Nature>, std::optional<Frequency>> known_shortest_;
  std::map<MeasureId, bool> known_extremes_;
  bool has_own_window_ = false;  ///< what stands around measures it over a window in words
  std::set<std::tuple<MeasureId, std::optional<Frequency>, Dimensions, std::vector<Dimensions>, bool>> seen_;
};

}  // namespace

void check_windows(Checking& checking) {
  Windows windows(checking);
  for (const auto* test : checking.contract.tests) {
    for_each_expression(*test, [&](const Expression& expression) { windows.look_at_asked(expression); });
  }
  for (const auto* ensure : checking.contract.ensures) {
    for_each_part(ensure->condition, [&](const Expression& expression) { windows.look_at_asked(expression); });
  }
  for (const auto& info : checking.contract.clauses) {
    const auto look_at = [&](const Expression& expression, std::optional<Frequency> settled) {
      if (info.for_each) return windows.look_at_each(*info.for_each, expression, settled);
      windows.look_at(expression, settled);
    };
    for (const CommitmentText& text : info.commitment_texts) for_each_expression(*text.commitment, [&](const Expression& expression) { look_at(expression, text.settlement.frequency); });
    for (const WaterfallText& text : info.waterfall_texts) for_each_expression(*text.waterfall, [&](const Expression& expression) { look_at(expression, text.waterfall->each); });
    for (const ClauseText& text : info.texts) {
      for_each_expression(*text.clause, [&](const Expression& expression) { look_at(expression, text.settlement.frequency); });
      if (const auto* share = std::get_if<Share>(&text.clause->amount.form)) windows.warn_formula(share->amount, text.settlement.frequency);
    }
  }
}

}  // namespace whereas::check

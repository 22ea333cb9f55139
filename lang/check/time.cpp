#include "lang/check/constants.h"

#include <fmt/format.h>

#include <tuple>

/// Days that are counted and amounts that bear interest: that no count ends before it begins, that it is plain which period and which
/// balance is meant, and that what is compounded can compound.
namespace whereas::check {

using namespace syntax;

namespace {

class Time {
 public:
  explicit Time(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  /// `measured_over`: how long one settlement lasts, where it is known. `periods`: the words of `the sum of monthly` that stand around.
  void look_at(const Expression& expression, std::optional<Frequency> measured_over, const OfPeriods* periods = nullptr) {
    if (const auto* between = std::get_if<TimeBetween>(&expression.form)) look_at_time(*between, periods);
    if (const auto* interest = std::get_if<Interest>(&expression.form)) look_at_interest(expression, *interest, measured_over);
    if (const auto* change = std::get_if<YearlyChange>(&expression.form); change != nullptr && changes_.insert(expression.id).second) {
      std::set<MeasureId> names;
      look_at_index(*change, *change->measured, names);
    }
    if (const auto* inside = std::get_if<OfPeriods>(&expression.form)) return look_at(*inside->measured, inside->frequency, inside);
    // `(interest …) from 2026-01-01 to 2027-12-31`: the words around it say over which days it is worked out, and not the settlement.
    if (const auto* windowed = std::get_if<Windowed>(&expression.form)) return look_at(*windowed->measured, std::nullopt, periods);
    for_each_part(expression, [&](const Expression& part) { look_at(part, measured_over, periods); });
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind != Symbol::Kind::measure || !seen_.emplace(symbol.index, measured_over, periods != nullptr).second) return;
    for_each_expression(*contract_.measures[symbol.index].text, [&](const Expression& part) { look_at(part, measured_over, periods); });
  }

 private:
  void look_at_time(const TimeBetween& between, const OfPeriods* periods) {
    for (const Moment* moment : {&between.from, &between.to}) {
      const auto* edge = std::get_if<Edge>(&moment->form);
      if (edge == nullptr || edge->of != Edge::Of::period || periods == nullptr) continue;
      const std::string each(noun(periods->frequency));
      checking_.report.add(code::two_readings)
          .says(fmt::format("`{}` stands inside `the {} of {}`: that of the settlement, or that of the {}?", checking_.words(moment->span), word(periods->taking), adverb(periods->frequency), each))
          .at(moment->span)
          .offers(fmt::format("for the {} write", each), replace(moment->span, fmt::format("the {} of the {}", edge->is_end ? "end" : "start", each)))
          .help("for the settlement period give the count a name and use it outside");
    }
    const auto* from = std::get_if<DayOrPeriod>(&between.from.form);
    const auto* to = std::get_if<DayOrPeriod>(&between.to.form);
    const auto begins = from == nullptr ? std::nullopt : first_day(checking_, *from);
    const auto ends = to == nullptr ? std::nullopt : between.through ? last_day(checking_, *to) : first_day(checking_, *to);
    if (!begins || !ends || *begins <= *ends) return;
    checking_.report.add(code::outside_term).says(fmt::format("what is counted ends on {}, before it begins", ends->text())).at(to->span, "ends here").beside(from->span, "begins here")
        .help("name the earlier day first");
  }

  /// The change from March to March of an index that is known at the end of each year: no figure is March's.
  void look_at_index(const YearlyChange& change, const Expression& index, std::set<MeasureId>& names) {
    const Symbol& symbol = contract_.symbol(index);
    if (symbol.kind == Symbol::Kind::measure && names.insert(symbol.index).second) {
      for_each_expression(*contract_.measures[symbol.index].text, [&](const Expression& part) { look_at_index(change, part, names); });
    }
    for_each_part(index, [&](const Expression& part) { look_at_index(change, part, names); });
    if (symbol.kind != Symbol::Kind::input) return;
    const InputInfo& input = contract_.inputs[symbol.index];
    const bool at_the_end = is_at_the_end_of_its_period(input.name);
    if (!at_the_end || !input.frequency || *input.frequency == Frequency::term) return;
    const Date last = Date::last_of_month(2026, change.month);
    if (contract_.calendar.holding(last, *input.frequency).last() == last || Calendar().holding(last, *input.frequency).last() == last) return;
    checking_.report.add(code::split_inside_data)
        .says(fmt::format("the change is from {0} to {0}, and `{1}` is known only at the end of each {2}", change.from.text, input.name, noun(*input.frequency)))
        .at(change.from.span)
        .beside(input.declared, "declared here")
        .help(*input.frequency == Frequency::quarter ? fmt::format("name a month that ends a quarter, or give the index by months: `input {} at month end number`", input.name)
                                                     : fmt::format("name the month that ends the {}, or give the index by months: `input {} at month end number`", noun(*input.frequency), input.name));
  }

  /// `at year end`, rather than a figure that holds for the whole of its year.
  bool is_at_the_end_of_its_period(std::string_view name) const {
    bool found = false;
    for_each_declared<Input>(*contract_.program, [&](const Input& input, const program::File&, Span) { found = found || (input.name.text == name && input.is_balance); });
    return found;
  }

  void look_at_interest(const Expression& expression, const Interest& interest, std::optional<Frequency> measured_over) {
    std::set<MeasureId> seen;
    if (const Expression* balance = sparse_balance(*interest.on, seen)) refuse_sparse(expression, interest, *balance);
    seen.clear();
    const Expression* moving = moving_window(*interest.on, seen);
    if (moving != nullptr && !has_window_inside(*moving)) {
      checking_.report.add(code::two_readings)
          .says(fmt::format("`{}` grows while the interest runs: on which day it counts is not said", checking_.words_of(*moving)))
          .at(moving->span)
          .offers("as it stood before the first day of the interest", replace(interest.on->span, fmt::format("({}) at start", bare_words(*interest.on))));
    }
    if (interest.compounded && measured_over && !is_shorter(*interest.compounded, *measured_over)) {
      checking_.report.add(code::window_too_short)
          .says(fmt::format("the interest is compounded {}, and is worked out anew for each {}: nothing is left to compound", adverb(*interest.compounded), noun(*measured_over)))
          .at(expression.span)
          .help("leave out `compounded`, settle the clause less often, or let the interest be added to the balance that the data gives");
    }
  }

  /// `cumulative "PIK" previous half year`: that its two windows clash is told elsewhere.
  static bool has_window_inside(const Expression& moving) {
    const auto* around = std::get_if<Windowed>(&moving.form);
    return around != nullptr && std::holds_alternative<Windowed>(around->measured->form);
  }

  std::string bare_words(const Expression& expression) const { return checking_.words_of(without_parentheses(expression)); }

  void refuse_sparse(const Expression& expression, const Interest& interest, const Expression& balance) {
    const InputInfo& input = contract_.inputs[contract_.symbol(balance).index];
    const auto frequency = input.frequency.value_or(Frequency::month);
    std::string opening = checking_.words_of(expression);
    const std::string base = checking_.words_of(*interest.on);
    const std::size_t place = interest.on->span.begin - expression.span.begin;
    const bool is_name = std::holds_alternative<NameUse>(interest.on->form);
    const std::string stood = is_name || std::holds_alternative<Grouped>(interest.on->form) ? base : fmt::format("({})", base);
    const std::string average = is_name ? fmt::format("average of {}", base) : fmt::format("average of {}", stood);
    std::string averaged = opening;
    opening.replace(place, base.size(), stood + " at start");
    averaged.replace(place, base.size(), average);
    checking_.report.add(code::balance_times_flow)
        .says(fmt::format("interest runs on the balance of each day, and `{}` is known only at the end of each {}", input.name, noun(frequency)))
        .at(balance.span)
        .beside(input.declared, "declared here")
        .offers(fmt::format("on the balance with which each {} begins", noun(frequency)), replace(expression.span, fmt::format("(the sum of {} ({}))", adverb(frequency), opening)))
        .offers("or on the average of the balances", replace(expression.span, averaged))
        .help(fmt::format("or give the balance of each day: `input {} at day end …`", input.name));
  }

  /// A balance of data in it that is not known each day and has no window of its own.
  const Expression* sparse_balance(const Expression& expression, std::set<MeasureId>& seen) const {
    if (std::holds_alternative<Windowed>(expression.form)) return nullptr;
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input) {
      const InputInfo& input = contract_.inputs[symbol.index];
      const bool holds_over_time = input.type.units.empty();  // a rate holds for the whole of its period
      return input.type.nature == Nature::balance && !holds_over_time && input.frequency != Frequency::day ? &expression : nullptr;
    }
    const Expression* found = nullptr;
    const auto look = [&](const Expression& part) {
      if (found == nullptr) found = sparse_balance(part, seen);
    };
    if (symbol.kind == Symbol::Kind::measure && seen.insert(symbol.index).second) {
      for_each_expression(*contract_.measures[symbol.index].text, look);
      if (found != nullptr) return found;
    }
    for_each_part(expression, look);
    return found;
  }

  /// `cumulative`, `to date` or `trailing` words in it that reach up to the last day of the interest.
  const Expression* moving_window(const Expression& expression, std::set<MeasureId>& seen) const {
    if (const auto* windowed = std::get_if<Windowed>(&expression.form)) {
      const bool moves = std::holds_alternative<Cumulative>(windowed->window) || std::holds_alternative<ToDate>(windowed->window) || std::holds_alternative<Trailing>(windowed->window);
      return moves ? &expression : nullptr;
    }
    const Symbol& symbol = contract_.symbol(expression);
    const Expression* found = nullptr;
    const auto look = [&](const Expression& part) {
      if (found == nullptr) found = moving_window(part, seen);
    };
    if (symbol.kind == Symbol::Kind::measure && seen.insert(symbol.index).second) {
      for_each_expression(*contract_.measures[symbol.index].text, look);
      return found == nullptr ? nullptr : &expression;
    }
    for_each_part(expression, look);
    return found;
  }

  Checking& checking_;
  const CheckedContract& contract_;
  std::set<std::tuple<MeasureId, std::optional<Frequency>, bool>> seen_;
  std::set<ExpressionId> changes_;  ///< of an index, that have been looked at
};

}  // namespace

void check_time(Checking& checking) {
  Time time(checking);
  for (const auto& info : checking.contract.clauses) {
    if (info.clause != nullptr) for_each_expression(*info.clause, [&](const Expression& expression) { time.look_at(expression, info.settlement.frequency); });
  }
  for_each_root(checking, [&](const Expression& expression) { time.look_at(expression, std::nullopt); });
}

}  // namespace whereas::check

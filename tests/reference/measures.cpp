#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

namespace {

bool admits(const Pin& pin, const std::string& value) {
  const bool named = std::find(pin.values.begin(), pin.values.end(), value) != pin.values.end();
  return named != pin.is_not;
}

int months_between(Date from, Date to) { return (to.year() - from.year()) * 12 + to.month() - from.month(); }

/// The part of a figure for `period` that falls into `window`, which lies inside it.
Exact spread(const Exact& figure, const Period& period, const Period& window, Input::Spread how) {
  if (how == Input::Spread::by_days) return figure * window.days() / period.days();
  if (how == Input::Spread::evenly && window.begin().day() == 1 && window.end().day() == 1) {
    const Date begin = Date::of(period.begin().year(), period.begin().month(), 1).value();
    const Date after = period.end().day() == 1 ? period.end() : period.last().plus_months(1);
    return figure * months_between(window.begin(), window.end()) / months_between(begin, after);
  }
  throw DataFault("a date cuts through the figure of a data period");
}

}  // namespace

Asked Asked::over(std::optional<Period> other) const {
  Asked asked = *this;
  asked.window = other;
  return asked;
}

Asked Asked::pinned(Pin pin) const {
  Asked asked = *this;
  asked.pins.push_back(std::move(pin));
  std::sort(asked.pins.begin(), asked.pins.end());
  return asked;
}

Measures::Measures(const check::CheckedContract& contract, const data::Table& table, PaidBy paid_by)
    : contract_(contract), table_(table), paid_by_(std::move(paid_by)), term_(table.term ? *table.term : contract.term.value()) {}

/// A formula over a window. Where a changing rate meets the money that it applies to, the window is measured in parts and the parts are added.
Exact Measures::measure(const Said& said, const Asked& asked) {
  if (asked.window && is_flow(said)) {
    const auto stretches = parts(open_below(said), *asked.window, asked);
    Exact sum = 0;
    for (const Period& part : stretches) sum += work_out(said, asked.over(part));
    return sum;
  }
  return work_out(said, asked);
}

Exact Measures::work_out(const Said& said, const Asked& asked) {
  const auto of = [&](const Expression& expression) { return measure(Said{&expression, said.parameters}, asked); };
  const auto no_amount = [](const auto&) -> Exact { throw NotCovered("a date or duration as an amount"); };
  return std::visit(
      match{
          [](const NumberLiteral& node) { return exact(node.value); },
          [](const MoneyLiteral& node) { return exact(node.value); },
          [](const QuantityLiteral& node) { return exact(node.value); },
          [&](const DateLiteral& node) -> Exact { return no_amount(node); },
          [&](const DurationLiteral& node) -> Exact { return no_amount(node); },
          [&](const NameUse& node) { return name(node, nullptr, said, asked); },
          [&](const ClauseUse& node) {
            if (node.received_by) throw NotCovered("one party's part of a waterfall");
            return asked.window ? paid_by_(node.title.text, *asked.window) : Exact(0);
          },
          [](const Under&) -> Exact { throw NotCovered("a figure of another contract"); },
          [&](const Negated& node) { return Exact(-of(*node.operand)); },
          [&](const Arithmetic& node) {
            const Exact left = of(*node.left);
            const Exact right = of(*node.right);
            switch (node.op) {
              case Arithmetic::Operator::plus: return Exact(left + right);
              case Arithmetic::Operator::less: return Exact(left - right);
              case Arithmetic::Operator::times: return Exact(left * right);
              case Arithmetic::Operator::divided_by: break;
            }
            return divided(left, right);
          },
          [&](const After& node) {
            if (const NameUse* use = needs_deductions(*node.amount, said.parameters)) return name(*use, &node.deductions, said, asked);
            return Exact(of(*node.amount) - deducted(node.deductions, said.parameters, asked));
          },
          [&](const Of& node) { return Exact(of(*node.rate) * of(*node.base)); },
          [&](const Extreme& node) {
            Exact best = of(node.operands.front());
            for (const auto& operand : node.operands) {
              const Exact value = of(operand);
              if (node.greater ? value > best : value < best) best = value;
            }
            return best;
          },
          [&](const Grouped& node) { return of(*node.inside); },
          [&](const Windowed& node) { return windowed(node, said, asked); },
          [&](const Filtered& node) {
            Asked pinned = asked;
            for (const auto& test : node.tests) {
              Pin pin{test.dimension.text, test.is_not, {}};
              for (const auto& value : test.values) pin.values.push_back(value.text);
              pinned = pinned.pinned(std::move(pin));
            }
            return measure(Said{&*node.measured, said.parameters}, pinned);
          },
          [&](const ExcessOf& node) { return std::max(Exact(of(*node.amount) - of(*node.over)), Exact(0)); },
          [](const TimeBetween&) -> Exact { throw NotCovered("days and months counted"); },
          [](const Interest&) -> Exact { throw NotCovered("interest by days"); },
          [](const YearlyChange&) -> Exact { throw NotCovered("the change of an index"); },
          [&](const OfPeriods& node) {
            if (node.taking != Taking::sum) throw NotCovered("the highest, lowest or average of figures");
            Exact sum = 0;
            if (!asked.window) return sum;
            for (const Period& period : contract_.calendar.cut(*asked.window, node.frequency)) {
              sum += measure(Said{&*node.measured, said.parameters}, asked.over(period));
            }
            return sum;
          },
          [&](const OverDimension& node) { return over_dimension(node, said, asked); },
          [&](const Rounded& node) { return rounded(of(*node.value), node.rounding); },
          [&](const Per& node) { return per(node, said, asked); },
      },
      said.expression->form);
}

// --- names ------------------------------------------------------------------------------------------------------------------------

Exact Measures::name(const NameUse& use, const std::vector<Deduction>* deductions, const Said& said, const Asked& asked) {
  if (const Told* parameter_told = parameter(use.name.text, said.parameters)) return added_up(*parameter_told, asked);
  if (text_of(use.name.text) != nullptr) return text(use.name.text, use, deductions, said, asked);
  if (const auto id = contract_.input_named(use.name.text)) return input(*id, asked);
  throw NotCovered("no measure or input is called " + use.name.text);
}

Exact Measures::added_up(const Told& parameter_told, const Asked& asked) {
  Exact sum = 0;
  for (const Expression* argument : parameter_told.arguments) sum += measure(Said{argument, parameter_told.there}, asked);
  if (parameter_told.deductions != nullptr) sum += deducted(*parameter_told.deductions, parameter_told.there, asked);
  return sum;
}

Exact Measures::deducted(const std::vector<Deduction>& deductions, const Parameters& parameters, const Asked& asked) {
  Exact sum = 0;
  for (const auto& deduction : deductions) {
    Exact cost = measure(Said{&*deduction.cost, parameters}, asked);
    if (deduction.at_most) cost = std::min(cost, measure(Said{&**deduction.at_most, parameters}, asked));
    sum += cost;
  }
  return sum;
}

/// A measure by its text. One that needs its own value to be worked out (`fee means 10% of profit after fee`) is solved: what it comes to
/// when it is taken to be 0 and to be 1 gives the one value that it comes to when it is taken to be just that.
Exact Measures::text(const std::string& measure_name, const NameUse& use, const std::vector<Deduction>* deductions, const Said& said, const Asked& asked) {
  const Expression* value = &text_of(measure_name)->value;
  const Measure* ruling = text_of(measure_name);
  if (changes(measure_name) && asked.window) {
    std::set<const Expression*> texts;
    for (const Period& part : parts(Names{measure_name}, *asked.window, asked)) {
      std::optional<std::size_t> settlement;
      for (std::size_t i = 0; i < asked.settlements->size(); ++i) {
        if ((*asked.settlements)[i].contains(part.last())) settlement = i;
      }
      value = &governing(measure_name, part.begin(), settlement, asked);
      ruling = text_of(measure_name, part.begin());
      texts.insert(value);
    }
    if (texts.size() > 1) throw DataFault(measure_name + " is asked over a stretch in which it changes");
  }
  const Said body{value, told(*ruling, use, deductions, said.parameters)};
  if (!use.arguments.empty() || deductions != nullptr) return measure(body, asked);

  const Place place{measure_name, asked.window, asked.pins};
  if (const auto taken = assumed_.find(place); taken != assumed_.end()) {
    taken->second.used = true;
    return taken->second.value;
  }
  const auto when_taken_to_be = [&](const Exact& assumption, bool& used) {
    assumed_[place] = {assumption, false};
    Exact result;
    try {
      result = measure(body, asked);
    } catch (...) {
      assumed_.erase(place);
      throw;
    }
    used = assumed_.at(place).used;
    assumed_.erase(place);
    return result;
  };
  bool is_circular = false;
  const Exact at_zero = when_taken_to_be(0, is_circular);
  if (!is_circular) return at_zero;
  const Exact at_one = when_taken_to_be(1, is_circular);
  return divided(at_zero, 1 - (at_one - at_zero));
}

// --- figures ------------------------------------------------------------------------------------------------------------------------

/// Cell by cell: a flow is added up over the window, a balance is what it is on the window's last day.
Exact Measures::input(check::InputId id, const Asked& asked) const {
  if (contract_.inputs[id].is_record) throw NotCovered("one row each");
  const check::InputInfo& info = contract_.inputs[id];
  const auto& series = table_.series[id];
  if (!series) throw DataFault("no figures for " + info.name);
  const bool is_balance = info.type.nature == check::Nature::balance;
  if (!asked.window && is_balance) throw DataFault("no balance of " + info.name + " before the term");
  if (!asked.window) return 0;
  const Date begins = info.from && *info.from < term_.begin() ? *info.from : term_.begin();
  const auto window = asked.window->from(begins);
  if (!window) {
    if (is_balance) throw DataFault("no balance of " + info.name + " before the term");
    return 0;
  }
  if (asked.sees_until && window->last() > *asked.sees_until) throw DataFault("what is asked of " + info.name + " lies after the settlement period");

  Exact sum = 0;
  int days_found = 0;
  for (std::size_t i = 0; i < series->periods.size(); ++i) {
    const Period& period = series->periods[i];
    if (is_balance ? period.last() != window->last() : !period.overlaps(*window)) continue;
    days_found += is_balance ? window->days() : period.clipped_to(*window)->days();
    for (const data::Column& column : series->columns) {
      bool counts = true;
      for (const Pin& pin : asked.pins) {
        for (std::size_t d = 0; d < info.dimensions.size(); ++d) {
          if (contract_.dimensions[info.dimensions[d]].name == pin.dimension) counts = counts && admits(pin, column.values[d]);
        }
      }
      if (!counts) continue;
      const Exact figure = exact(column.cells[i].value);
      sum += is_balance || window->contains(period) ? figure : spread(figure, period, *period.clipped_to(*window), info.spread);
    }
  }
  if (days_found != window->days()) throw DataFault("the figures of " + info.name + " do not cover " + window->text());
  return sum;
}

// --- windows ------------------------------------------------------------------------------------------------------------------------

Exact Measures::windowed(const Windowed& node, const Said& said, const Asked& asked) {
  if (std::holds_alternative<AverageOf>(node.window)) return average(*node.measured, said, asked);
  const Said measured{&*node.measured, said.parameters};
  if (!asked.window) return measure(measured, asked);
  return measure(measured, asked.over(stretch(node.window, measured, asked)));
}

/// The days that a window means, seen from the window that asks; nothing where none of them lies in the term.
std::optional<Period> Measures::stretch(const Window& window, const Said& measured, const Asked& asked) const {
  const Calendar& calendar = contract_.calendar;
  const Period& now = *asked.window;
  const auto in_term = [&](const Period& period) { return period.clipped_to(term_); };
  const auto in_data = [&](const Period& period) {  // data before the term is admitted where an input says `from`
    Date earliest = term_.begin();
    for (const auto id : inputs_below(measured)) earliest = std::min(earliest, contract_.inputs[id].from.value_or(earliest));
    return period.clipped_to(Period(earliest, term_.end()));
  };
  const auto fixed = [&](const Period& period) {
    const auto clipped = in_term(period);
    if (clipped && asked.sees_until && clipped->last() > *asked.sees_until) throw DataFault("a window ends after the settlement period");
    return clipped;
  };
  return std::visit(match{
                        [&](const InPeriod& in) { return fixed(in.period.period.in(calendar)); },
                        [&](const FromTo& dates) {
                          return fixed(Period::through(dates.first.period.in(calendar).first(), dates.last.period.in(calendar).last()));
                        },
                        [&](const Trailing& trailing) -> std::optional<Period> {
                          return in_data(Period(now.end().minus(trailing.length), now.end()));
                        },
                        [&](const Cumulative&) -> std::optional<Period> {
                          if (now.end() <= term_.begin()) return std::nullopt;
                          return Period(term_.begin(), now.end());
                        },
                        [&](const ToDate& to_date) { return in_term(Period(calendar.holding(now.last(), to_date.since).begin(), now.end())); },
                        [&](const PreviousPeriod& previous) {
                          return in_data(calendar.previous(calendar.holding(now.last(), previous.frequency), previous.frequency));
                        },
                        [&](const AverageOf&) -> std::optional<Period> { return now; },
                        [&](const AtStart&) -> std::optional<Period> { return Period(now.begin().plus_days(-1), now.begin()); },
                        [&](const AtEnd&) -> std::optional<Period> { return now; },
                    },
                    window);
}

/// The mean over the data periods of the window.
Exact Measures::average(const Expression& expression, const Said& said, const Asked& asked) {
  const Said measured{&expression, said.parameters};
  const data::Series* shortest = nullptr;
  for (const auto id : inputs_below(measured)) {
    const auto& series = table_.series[id];
    if (series && (shortest == nullptr || is_shorter(series->frequency, shortest->frequency))) shortest = &*series;
  }
  if (shortest == nullptr) throw NotCovered("an average of what has no data periods");
  Exact sum = 0;
  int count = 0;
  for (const Period& period : shortest->periods) {
    if (!asked.window || !period.overlaps(*asked.window)) continue;
    sum += measure(measured, asked.over(period.clipped_to(*asked.window)));
    ++count;
  }
  return divided(sum, count);
}

// --- prices and sums ------------------------------------------------------------------------------------------------------------------

/// `per` a measure multiplies by it; `per` a unit, or alone, is a price for one.
Exact Measures::per(const Per& node, const Said& said, const Asked& asked) {
  const Exact price = measure(Said{&*node.amount, said.parameters}, asked);
  const bool multiplies = node.target && contract_.symbol(*said.expression).kind != check::Symbol::Kind::unit;
  if (!multiplies) return divided(price, exact(node.count));
  const NameUse target{*node.target, {}};
  const Expression named{target, node.target->span, said.expression->id};
  const Said measured{&named, said.parameters};
  if (!node.started) return price * measure(measured, asked) / exact(node.count);
  if (node.full) throw NotCovered("full packages");
  if (!asked.window) return 0;
  Exact packages = 0;
  for (const Period& piece : node.each ? contract_.calendar.cut(*asked.window, *node.each) : in_settlements(*asked.window, asked)) {
    packages += Exact(ceiling_of(measure(measured, asked.over(piece)) / exact(node.count)));
  }
  return packages * price;
}

/// For each value of the dimension that the data has, alone, and added.
Exact Measures::over_dimension(const OverDimension& node, const Said& said, const Asked& asked) {
  if (node.free) throw NotCovered("the first rows free");
  if (node.taking != Taking::sum) throw NotCovered("the highest, lowest or average of figures");
  const Said summed{&*node.measured, said.parameters};
  std::set<std::string> values;
  for (const auto id : inputs_below(summed)) {
    const auto& dimensions = contract_.inputs[id].dimensions;
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
      if (contract_.dimensions[dimensions[d]].name != node.dimension.text || !table_.series[id]) continue;
      for (const auto& column : table_.series[id]->columns) values.insert(column.values[d]);
    }
  }
  Exact sum = 0;
  for (const auto& value : values) {
    const bool admitted = std::all_of(asked.pins.begin(), asked.pins.end(), [&](const Pin& pin) {
      return pin.dimension != node.dimension.text || admits(pin, value);
    });
    if (admitted) sum += measure(summed, asked.pinned({node.dimension.text, false, {value}}));
  }
  return sum;
}

// --- conditions -----------------------------------------------------------------------------------------------------------------------

bool Measures::holds(const Condition& condition, const Parameters& parameters, const Asked& asked) {
  return std::visit(match{
                        [&](const Comparison& comparison) {
                          const auto& wait = comparison.where_passed;
                          if (wait && (!asked.window || asked.window->end() < term_.begin().plus(*wait))) return false;
                          const Exact left = measure(Said{&*comparison.left, parameters}, asked);
                          const Exact right = measure(Said{&*comparison.right, parameters}, asked);
                          const auto relation = [&] {
                            switch (comparison.relation) {
                              case Comparison::Relation::at_least: return left >= right;
                              case Comparison::Relation::at_most: return left <= right;
                              case Comparison::Relation::under: return left < right;
                              case Comparison::Relation::over: return left > right;
                              case Comparison::Relation::exactly: break;
                            }
                            return left == right;
                          };
                          return relation() != comparison.is_not;
                        },
                        [&](const OnOrAfter& day) { return asked.window && asked.window->last() >= day.day.period.in(contract_.calendar).first(); },
                        [&](const AllOf& all) {
                          return std::all_of(all.conditions.begin(), all.conditions.end(), [&](const Condition& one) { return holds(one, parameters, asked); });
                        },
                        [&](const AnyOf& any) {
                          return std::any_of(any.conditions.begin(), any.conditions.end(), [&](const Condition& one) { return holds(one, parameters, asked); });
                        },
                        [&](const GroupedCondition& grouped) { return holds(*grouped.inside, parameters, asked); },
                    },
                    condition.form);
}

}  // namespace whereas::reference

#include "tests/reference/measures.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

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

namespace {

/// Without a term the deal runs as long as its data; an event can end it sooner.
Period term_of(const check::CheckedContract& contract, const data::Table& table, const Moments& moments) {
  const Period term = contract.term ? *contract.term : table.term.value();
  if (contract.ends_on == nullptr) return term;
  const Date last = moments.last(*contract.ends_on);
  return last < term.last() ? Period::through(term.first(), std::max(last, term.first())) : term;
}

}  // namespace

Measures::Measures(const check::CheckedContract& contract, const data::Table& table, const Others& others, Settlements settlements, std::optional<std::size_t> signed_so_far,
                   const Taken& taken)
    : contract_(contract), table_(table), others_(others), settlements_(std::move(settlements)), signed_so_far_(signed_so_far), taken_(taken), moments_(contract, table),
      term_(term_of(contract, table, moments_)), run_(term_.begin(), std::max(term_.end(), table.term ? table.term->end() : term_.end())) {}

/// No limit, lot or claim is below zero, no part below nothing or above all, no rise a fall by all.
Exact Measures::measure(const Said& said, const Asked& asked) {
  const Exact value = asked.part ? counted_in_part(said, asked) : measure_in_parts(said, asked);
  const auto bounded = contract_.bounds.find(said.expression->id);
  if (bounded == contract_.bounds.end()) return value;
  const bool is_rise = bounded->second.bound == check::Bound::above_minus_all;
  if (is_rise ? value <= -1 : value < 0) throw DataFault(bounded->second.what + " below what can be");
  if (bounded->second.bound == check::Bound::part && value > 1) throw DataFault(bounded->second.what + " is more than all");
  return value;
}

/// A formula over a window. Where a changing rate meets the money that it applies to, the window is measured in parts and the parts are added.
Exact Measures::measure_in_parts(const Said& said, const Asked& asked) {
  if (asked.window && is_flow(said)) {
    const auto stretches = parts(open_below(said), *asked.window, asked);
    if (stretches.size() > 1 && may_not_add_up(said, stretches, asked)) throw DataFault("a rate changes inside the days of what does not add up");
    Exact sum = 0;
    for (const Period& part : stretches) {
      const auto past = asked.past_points ? std::nullopt : part_past(open_below(said), part, asked);
      if (!past) {
        sum += work_out(said, asked.over(part));
        continue;
      }
      Asked before = asked.over(part);
      before.past_points = false;
      Asked after = asked.over(part);
      after.past_points = true;
      sum += *past * work_out(said, after) + (Exact(1) - *past) * work_out(said, before);
    }
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
            PaidBy whose{node.title.text, asked.pins, std::nullopt};
            if (node.received_by) whose.receiver = node.received_by->text;
            whose.before_withholding = node.counted.withholding == CountedOfPayments::Withholding::before;
            whose.without_late_interest = node.counted.late_interest == CountedOfPayments::LateInterest::without;
            return asked.window ? settlements_.paid_by(whose, *asked.window, asked.sees_until) : Exact(0);
          },
          [&](const Under&) { return input(contract_.symbol(*said.expression).index, asked); },
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
            if (right == 0 && !asked.window) throw NotCovered("a quotient before the term");
            return divided(left, right);
          },
          [&](const After& node) {
            if (const NameUse* use = needs_deductions(*node.amount, said.parameters)) return name(*use, &node.deductions, said, asked);
            return Exact(of(*node.amount) - deducted(node.deductions, said.parameters, asked));
          },
          [&](const Of& node) { return Exact(of(*node.rate) * of(*node.base)); },
          [&](const Extreme& node) { return extreme(node, said, asked); },
          [&](const Grouped& node) { return of(*node.inside); },
          [&](const Windowed& node) { return windowed(node, said, asked); },
          [&](const Filtered& node) {
            Asked pinned = asked;
            for (const auto& test : node.tests) {
              Pin pin{test.dimension.text, test.is_not, {}, false};
              for (const auto& value : test.values) pin.values.push_back(value.text);
              pinned = pinned.pinned(std::move(pin));
            }
            return measure(Said{&*node.measured, said.parameters}, pinned);
          },
          [&](const ExcessOf& node) { return std::max(Exact(of(*node.amount) - of(*node.over)), Exact(0)); },
          [](const Risen&) -> Exact { throw NotCovered("a price or a limit that rises on its line"); },
          [&](const Tiered& node) { return asked.window ? tiered(*node.tiers, said.parameters, asked) : Exact(0); },
          [&](const Estimate&) { return estimated(said); },
          [&](const YearlyChange& node) { return yearly_change(node, said, asked); },
          [&](const TimeBetween& node) { return time_between(node, asked); },
          [&](const Interest& node) { return interest(node, said, asked); },
          [&](const OfPeriods& node) { return of_periods(node, said, asked); },
          [&](const OverDimension& node) { return over_dimension(node, said, asked); },
          [&](const Rounded& node) { return rounded(of(*node.value), node.rounding); },
          [&](const Per& node) { return per(node, said, asked); },
      },
      said.expression->form);
}

/// What this run takes it to be.
Exact Measures::estimated(const Said& said) const {
  const auto figure = contract_.symbol(*said.expression).index;
  if (figure >= taken_.size() || !taken_[figure]) throw NotCovered("a figure that is only bounded");
  return *taken_[figure];
}

// --- names ------------------------------------------------------------------------------------------------------------------------

Exact Measures::name(const NameUse& use, const std::vector<Deduction>* deductions, const Said& said, const Asked& asked) {
  if (const Told* parameter_told = parameter(use.name.text, said.parameters)) return added_up(*parameter_told, asked);
  if (text_of(use.name.text)) return text(use.name.text, use, deductions, said, asked);
  if (const auto id = contract_.input_named(use.name.text)) return input(*id, asked);
  for (const auto& balance : contract_.balances) {
    if (balance.name == use.name.text) return settlements_.balance(balance.name, asked);
  }
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
  check::MeasureText ruling = *text_of(measure_name);
  const Expression* value = &ruling.measure->value;
  Date day = asked.window ? asked.window->begin() : term_.begin();
  if (changes(measure_name) && asked.window) {
    // There is no one figure over days inside which it changes.
    if (parts(Names{measure_name}, *asked.window, asked).size() > 1) throw DataFault(measure_name + " is asked over a stretch in which it changes");
    std::optional<std::size_t> settlement;
    for (std::size_t i = 0; i < asked.settlements->size(); ++i) {
      if ((*asked.settlements)[i].contains(day)) settlement = i;
    }
    ruling = *text_of(measure_name, day);
    Asked there = asked;
    there.part.reset();
    there.counts_from = ruling.counting_anew ? ruling.from : std::nullopt;
    value = &governing(ruling, day, settlement, there);
  }
  const Said body{value, told(*ruling.measure, use, deductions, said.parameters)};
  Asked inside = asked;
  inside.counts_from = ruling.counting_anew ? ruling.from : std::nullopt;
  const auto worked_out = [&] {
    const Exact result = measure(body, inside);
    return ruling.measure->rise ? risen(result, *ruling.measure->rise, day, inside) : result;
  };
  if (!use.arguments.empty() || deductions != nullptr) return worked_out();

  const Place place{measure_name, asked.window, asked.pins};
  if (const auto taken = assumed_.find(place); taken != assumed_.end()) {
    taken->second.used = true;
    return taken->second.value;
  }
  const auto when_taken_to_be = [&](const Exact& assumption, bool& used) {
    assumed_[place] = {assumption, false};
    Exact result;
    try {
      result = worked_out();
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

// --- windows ------------------------------------------------------------------------------------------------------------------------

Exact Measures::windowed(const Windowed& node, const Said& said, const Asked& asked) {
  const Expression* inside = &*node.measured;
  while (const auto* grouped = std::get_if<Grouped>(&inside->form)) inside = &*grouped->inside;
  const auto* kept = std::get_if<NameUse>(&inside->form);
  if (kept != nullptr && std::holds_alternative<AtEnd>(node.window) && contract_.symbol(*inside).kind == check::Symbol::Kind::balance) {
    Asked afterwards = asked;
    afterwards.sees_until.reset();
    return settlements_.balance(kept->name.text, afterwards);
  }
  if (std::holds_alternative<AverageOf>(node.window)) return average(*node.measured, said, asked);
  const Said measured{&*node.measured, said.parameters};
  if (!asked.window) return measure(measured, asked);
  const auto days = stretch(node.window, measured, asked);
  if (!days) {
    if (!adds_a_balance(measured) && contract_.type(*node.measured).nature != check::Nature::ratio) return 0;  // a flow before the term is nothing
    if (contract_.type(*node.measured).nature == check::Nature::flow) throw DataFault("a value from before the term is asked for");
  }
  return measure(measured, asked.over(days));
}

/// The days that a window means, seen from the window that asks; nothing where none of them lies in the term.
std::optional<Period> Measures::stretch(const Window& window, const Said& measured, const Asked& asked) const {
  const Calendar& calendar = contract_.calendar;
  const Period& now = *asked.window;
  const Date counted_from = std::max(term_.begin(), asked.counts_from.value_or(term_.begin()));
  const auto in_data = [&](const Period& period) {  // data before the term is admitted where an input says `from`
    Date earliest = term_.begin();
    for (const auto id : inputs_below(measured)) earliest = std::min(earliest, contract_.inputs[id].from.value_or(earliest));
    return period.clipped_to(Period(earliest, run_.end()));
  };
  const auto fixed = [&](const Period& period) {
    const auto clipped = in_data(period);
    if (clipped && asked.sees_until && clipped->last() > *asked.sees_until) throw DataFault("a window ends after the settlement period");
    return clipped;
  };
  return std::visit(match{
                        [&](const InPeriod& in) { return fixed(Period::through(moments_.first(in.period), moments_.last(in.period))); },
                        [&](const FromTo& dates) -> std::optional<Period> {
                          const Date first = moments_.first(dates.first);
                          const Date last = moments_.last(dates.last);
                          return first <= last ? fixed(Period::through(first, last)) : std::nullopt;
                        },
                        [&](const Trailing& trailing) -> std::optional<Period> {
                          return in_data(Period(contract_.calendar.earlier(now.end(), trailing.length), now.end()));
                        },
                        [&](const Cumulative&) -> std::optional<Period> {
                          if (now.end() <= counted_from) return std::nullopt;
                          return Period(counted_from, now.end());
                        },
                        [&](const ToDate& to_date) { return Period(calendar.holding(now.last(), to_date.since).begin(), now.end()).from(counted_from); },
                        [&](const PreviousPeriod& previous) {
                          const Calendar counted = previous.of_the_calendar ? Calendar() : calendar;
                          return in_data(counted.previous(counted.holding(now.last(), previous.frequency), previous.frequency));
                        },
                        [&](const AverageOf&) -> std::optional<Period> { return now; },
                        [&](const AtStart&) -> std::optional<Period> { return Period(now.begin().plus_days(-1), now.begin()); },
                        [&](const AtEnd&) -> std::optional<Period> { return Period(now.last(), now.end()); },
                    },
                    window);
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
  if (!asked.window) return 0;
  Exact count = 0;
  if (!node.each) {
    for (const Period& piece : in_settlements(*asked.window, asked)) count += packages(node, measured, piece, asked);
    return count * price;
  }
  // Counted to date in each window, so that a package fills up from one settlement to the next.
  for (const Period& window : contract_.calendar.cut(Period(std::min(run_.begin(), asked.window->begin()), run_.end()), *node.each)) {
    const auto now = window.clipped_to(*asked.window);
    if (!now) continue;
    count += packages(node, measured, Period(window.begin(), now->end()), asked);
    if (const auto before = window.before(now->begin())) count -= packages(node, measured, *before, asked);
  }
  return count * price;
}

/// Each that is begun, or each that is full.
Exact Measures::packages(const Per& node, const Said& measured, const Period& stretch, const Asked& asked) {
  const Exact count = measure(measured, asked.over(stretch)) / exact(node.count);
  return Exact(node.full == (count >= 0) ? floor_of(count) : ceiling_of(count));
}

// --- conditions -----------------------------------------------------------------------------------------------------------------------

bool Measures::holds(const Condition& condition, const Parameters& parameters, const Asked& asked) {
  return std::visit(match{
                        [&](const Comparison& comparison) {
                          const auto& wait = comparison.where_passed;
                          if (wait && (!asked.window || asked.window->end() < term_.begin().plus(*wait))) return false;
                          const auto is_so = [&](const Asked& now) {
                            const Exact left = measure(Said{&*comparison.left, parameters}, now);
                            const Exact right = measure(Said{&*comparison.right, parameters}, now);
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
                          };
                          return comparison.running ? is_so_running(comparison, is_so, asked) : is_so(asked);
                        },
                        [&](const OnOrAfter& day) { return asked.window && asked.window->last() >= moments_.first(day.day); },
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

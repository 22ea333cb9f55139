#include "interpreter/plan/lowering.h"
#include "interpreter/plan/parts.h"

#include "lang/syntax/walk.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>

namespace whereas::plan {

using namespace syntax;
using check::Nature;
using check::Symbol;

namespace {

/// A text that is the same for equal steps of the same words: a derivation and an error must point at the words that asked.
std::string key(const Step& step) {
  const std::string place = fmt::format("{}:{}:{} ", step.said.source, step.said.begin, step.said.end);
  return place + std::visit(
      match{
          [&](const Constant& constant) { return fmt::format("constant {} {}", constant.value.text(), step.is_rate); },
          [](const SeriesFigure& series) { return fmt::format("series {}", series.input); },
          [](const Add& sum) { return fmt::format("add {}", fmt::join(sum.operands, " ")); },
          [](const Subtract& difference) { return fmt::format("subtract {} {}", difference.from, fmt::join(difference.operands, " ")); },
          [](const Multiply& product) { return fmt::format("multiply {} {}", product.left, product.right); },
          [](const Divide& quotient) { return fmt::format("divide {} {}", quotient.dividend, quotient.divisor); },
          [](const Negate& negate) { return fmt::format("negate {}", negate.operand); },
          [](const Extreme& extreme) { return fmt::format("extreme {} {}", extreme.greatest, fmt::join(extreme.operands, " ")); },
          [](const RoundTo& round) { return fmt::format("round {} {} {}", round.operand, round.rounding.places, static_cast<int>(round.rounding.mode)); },
          [](const Packages& packages) {
            return fmt::format("packages {} {} {} {}", packages.quantity, packages.size.text(), packages.each ? static_cast<int>(*packages.each) : -1, packages.full_only);
          },
          [](const InWindow& window) {
            return fmt::format("window {} {} {} {} {} {} {} {}", window.operand, static_cast<int>(window.kind), window.fixed ? window.fixed->text() : "", window.trailing.count,
                               static_cast<int>(window.trailing.unit), static_cast<int>(window.frequency), window.counted_from ? window.counted_from->text() : "", window.of_the_calendar);
          },
          [](const AverageOf& average) { return fmt::format("average {} {}", average.operand, average.frequency ? static_cast<int>(*average.frequency) : -1); },
          [](const OfPeriods& periods) { return fmt::format("periods {} {} {}", static_cast<int>(periods.taking), periods.operand, static_cast<int>(periods.frequency)); },
          [](const Filtered& filtered) { return fmt::format("filter {} {}", filtered.operand, filtered.filter); },
          [](const OverDimension& over) { return fmt::format("over {} {} {}", static_cast<int>(over.taking), over.operand, over.dimension); },
          // What is said at one place says one thing.
          [](const TimeBetween&) { return std::string("time"); },
          [](const Interest& interest) { return fmt::format("interest {} {}", interest.rate, interest.on); },
          [](const YearlyChange& change) { return fmt::format("change {} {}", change.operand, change.month); },
          [](const Rising& rising) { return fmt::format("rising {} {} {}", rising.name, rising.base, rising.rise.rate); },
          [](const InParts& parts) { return fmt::format("parts {}", parts.operand); },
          [](const ClausePaid& paid) { return fmt::format("paid {} {} {}", paid.clause, paid.before_withholding, paid.without_late_interest); },
          [](const BalanceKept& kept) { return fmt::format("balance {}{}", kept.balance, kept.at_end ? " at end" : ""); },
          [](const Solved& solved) { return fmt::format("solved {} {}", solved.circle, solved.unknown); },
          [](const Estimated& estimated) { return fmt::format("estimated {}", estimated.figure); },
          [](const Within& within) { return fmt::format("within {} {} {}", within.operand, static_cast<int>(within.bounded.bound), within.bounded.what); },
          [](const InPart& part) {
            return fmt::format("part {} {} {} {} {}", part.operand, part.clause, part.text_from ? part.text_from->text() : "", part.each ? static_cast<int>(*part.each) : -1, part.is_counting_window);
          },
          [](const Tiered& tiered) {
            std::string words = fmt::format("tiered {} {}", tiered.tiers.basis, tiered.counted_from ? tiered.counted_from->text() : "");
            for (const Band& band : tiered.tiers.bands) words += fmt::format(" {} {} {}", band.rate, band.bound.value_or(band.rate), band.once_entered.value_or(band.rate));
            return words;
          },
          [](const Named& named) { return fmt::format("named {} {}", named.operand, named.words); },
          // Each measure with exceptions is lowered once, but what of it counts in part has figures of its own.
          [](const Changing& changing) {
            std::string words = fmt::format("changing {} {}", changing.name, changing.base);
            for (const Alternative& alternative : changing.alternatives) words += fmt::format(" {}", alternative.value);
            return words;
          },
      },
      step.form);
}

}  // namespace

StepId Lowering::add(Step step, Facts facts) {
  const auto [place, is_new] = known_steps_.emplace(key(step), static_cast<StepId>(plan_.steps.size()));
  if (is_new) {
    plan_.steps.push_back(std::move(step));
    facts_.push_back(std::move(facts));
  }
  return place->second;
}

StepId Lowering::compose(Step::Form form, Nature nature, bool is_rate, Span said, const std::vector<StepId>& operands) {
  Facts facts;
  for (const StepId operand : operands) {
    facts.changes = facts.changes || facts_[operand].changes;
    facts.dates.insert(facts_[operand].dates.begin(), facts_[operand].dates.end());
  }
  const bool take_up = nature == Nature::flow && facts.changes;
  const StepId step = add(Step{std::move(form), nature, is_rate, said}, take_up ? Facts{} : facts);
  return take_up ? in_parts(step, facts) : step;
}

StepId Lowering::in_parts(StepId operand, const Facts& facts) {
  const Step& step = plan_.steps[operand];
  return add(Step{InParts{operand, {facts.dates.begin(), facts.dates.end()}}, step.nature, step.is_rate, step.said}, {});
}

/// What checking could not know beforehand is looked at when it is worked out.
StepId Lowering::lower(const Expression& expression) {
  const StepId step = lower_form(expression);
  const auto bounded = contract_.bounds.find(expression.id);
  if (bounded == contract_.bounds.end() || constant_value(step) != nullptr) return step;
  const Facts facts = facts_[step];
  return add(Step{Within{step, bounded->second}, plan_.steps[step].nature, plan_.steps[step].is_rate, expression.span}, facts);
}

StepId Lowering::lower_form(const Expression& expression) {
  const Span said = expression.span;
  return std::visit(
      match{
          [&](const NumberLiteral& literal) { return constant(literal.value, said, literal.is_rate); },
          [&](const MoneyLiteral& money) { return constant(money.value, said); },
          [&](const QuantityLiteral& quantity) { return constant(quantity.value, said); },
          // Dates are worked out by `eval` itself; in a contract the checker lets none through to here.
          [&](const DateLiteral& literal) { return constant(literal.date.days_since_1970(), said); },
          [&](const DurationLiteral& literal) { return constant(literal.duration.count, said); },
          [&](const NameUse& use) { return lower_name(expression, use); },
          [&](const ClauseUse& use) {
            const auto by = use.received_by ? contract_.party_named(use.received_by->text) : std::nullopt;
            const bool before_withholding = use.counted.withholding == CountedOfPayments::Withholding::before;
            const bool without_interest = use.counted.late_interest == CountedOfPayments::LateInterest::without;
            return add(Step{ClausePaid{contract_.symbol(expression).index, by, before_withholding, without_interest}, Nature::flow, false, said}, {});
          },
          [&](const Under&) { return lower_series(contract_.symbol(expression).index, said); },
          [&](const Negated& negated) {
            const StepId operand = lower(*negated.operand);
            if (const Number* value = constant_value(operand)) return constant(-*value, said, plan_.steps[operand].is_rate);
            const Step& step = plan_.steps[operand];
            return compose(Negate{operand}, step.nature, step.is_rate, said, step.nature == Nature::flow ? std::vector<StepId>{} : std::vector{operand});
          },
          [&](const Arithmetic& arithmetic) { return lower_arithmetic(expression, arithmetic); },
          [&](const After& after) { return lower_after(expression, after); },
          [&](const Of& share) {
            const StepId rate = lower(*share.rate);
            return product(rate, lower(*share.base), said);
          },
          [&](const syntax::Extreme& extreme) {
            std::vector<StepId> operands;
            Nature nature = Nature::constant;
            for (const auto& operand : extreme.operands) {
              operands.push_back(lower(operand));
              nature = operands.size() == 1 ? plan_.steps[operands.back()].nature : check::nature_of_sum(nature, plan_.steps[operands.back()].nature);
            }
            const bool is_rate = is_rate_beside(operands);
            return compose(Extreme{extreme.greater, operands}, nature, is_rate, said, nature == Nature::flow ? std::vector<StepId>{} : operands);
          },
          [&](const ExcessOf& of) {
            const StepId amount = lower(*of.amount);
            return excess(amount, lower(*of.over), said);
          },
          [&](const Grouped& grouped) { return lower(*grouped.inside); },
          [&](const Windowed& windowed) { return lower_windowed(expression, windowed); },
          [&](const syntax::Filtered& filtered) { return lower_filtered(expression, filtered); },
          [&](const syntax::OfPeriods& periods) {
            const StepId operand = lower(*periods.measured);
            const bool is_sum = periods.taking == Taking::sum;
            const Nature nature = is_sum ? Nature::flow : (plan_.steps[operand].nature == Nature::constant ? Nature::constant : Nature::ratio);
            std::optional<Percentile> percentile;
            if (periods.percentile) percentile = Percentile{periods.percentile->rank, periods.percentile->interpolated};
            return add(Step{OfPeriods{periods.taking, operand, periods.frequency, percentile}, nature, !is_sum && plan_.steps[operand].is_rate, said}, {});
          },
          [&](const syntax::OverDimension& over) {
            const StepId operand = lower(*over.measured);
            std::optional<FreeRecords> free;
            if (over.free) free = FreeRecords{over.free->count, over.free->each, over.free->by_name, over.free->span};
            return compose(OverDimension{over.taking, operand, *contract_.dimension_named(over.dimension.text), free}, contract_.type(expression).nature, false, said, {operand});
          },
          [&](const syntax::TimeBetween& between) {
            const Nature nature = contract_.type(expression).nature;
            return add(Step{TimeBetween{between.counted, moment(between.from, false), moment(between.to, between.through), between.through}, nature, false, said}, {});
          },
          [&](const syntax::Interest& interest) { return lower_interest(expression, interest); },
          [&](const syntax::YearlyChange& change) { return add(Step{YearlyChange{lower(*change.measured), change.month}, Nature::ratio, true, said}, {}); },
          [&](const Rounded& rounded) {
            const StepId operand = lower(*rounded.value);
            const Number* value = constant_value(operand);
            // What loses something stays a step of its own, so that a certificate can show it.
            if (value != nullptr && round(*value, rounded.rounding) == *value) return constant(*value, said, plan_.steps[operand].is_rate);
            return compose(RoundTo{operand, rounded.rounding}, plan_.steps[operand].nature, plan_.steps[operand].is_rate, said, {operand});
          },
          [&](const Per& per) { return lower_per(expression, per); },
          [&](const Risen& risen) { return lower_risen(lower(*risen.figure), *risen.rise, words(risen.listed), said); },
          [&](const syntax::Tiered& tiered) { return lower_tiered(*tiered.tiers, said); },
          [&](const Estimate&) {
            const check::EstimateId figure = contract_.symbol(expression).index;
            return add(Step{Estimated{figure}, Nature::constant, contract_.estimates[figure].is_rate, said}, {});
          },
      },
      expression.form);
}

StepId Lowering::lower_series(check::InputId id, Span said) {
  const check::InputInfo& input = contract_.inputs[id];
  const bool is_rate = !input.type.is_unknown() && input.type.units.empty() && !input.is_number;
  Facts facts;
  if (input.asked && input.type.nature != Nature::flow) {
    // A rate of another contract changes here where it changes there.
    const Plan& other = *plan_.agreements[input.asked->agreement];
    std::set<StepId> seen;
    std::vector<StepId> waiting{other.asked[input.asked->place]};
    while (!waiting.empty()) {
      const StepId next = waiting.back();
      waiting.pop_back();
      if (!seen.insert(next).second) continue;
      if (const auto* changing = std::get_if<Changing>(&other.steps[next].form)) {
        facts.changes = true;
        for (const Alternative& alternative : changing->alternatives) {
          if (alternative.from) facts.dates.insert(*alternative.from);
          if (alternative.end) facts.dates.insert(*alternative.end);
        }
      }
      for_each_operand(other, next, [&](StepId operand) { waiting.push_back(operand); });
    }
  }
  return add(Step{SeriesFigure{id}, input.type.nature, is_rate, said}, std::move(facts));
}

StepId Lowering::lower_asked(const Symbol& symbol, Span said) {
  if (symbol.kind == Symbol::Kind::clause) return add(Step{ClausePaid{symbol.index}, Nature::flow, false, said}, {});
  if (symbol.kind == Symbol::Kind::input) return lower_series(symbol.index, said);
  return lower_measure(symbol.index, {}, {}, said);
}

StepId Lowering::lower_name(const Expression& expression, const NameUse& use) {
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind == Symbol::Kind::parameter) return parameters_.at(symbol.index);
  if (symbol.kind == Symbol::Kind::input) return lower_series(symbol.index, expression.span);
  if (symbol.kind == Symbol::Kind::balance) return add(Step{BalanceKept{symbol.index}, Nature::balance, false, expression.span}, {});
  assert(symbol.kind == Symbol::Kind::measure);
  std::vector<StepId> told;
  for (const auto& argument : use.arguments) told.push_back(lower(argument));
  return lower_measure(symbol.index, told, {}, expression.span);
}

StepId Lowering::lower_measure(check::MeasureId id, const std::vector<StepId>& told, const std::string& told_words, Span said) {
  if (const auto circle = contract_.circles.find(id); circle != contract_.circles.end()) {
    const std::uint32_t number = lower_circle(circle->second);
    std::uint32_t unknown = 0;
    for (const auto& [member, of] : contract_.circles) {
      if (of == circle->second && member < id) ++unknown;
    }
    std::vector<StepId> parts = plan_.circles[number].constants;
    for (const auto& row : plan_.circles[number].coefficients) parts.insert(parts.end(), row.begin(), row.end());
    return compose(Solved{number, unknown}, Nature::flow, false, said, parts);
  }
  const auto known = known_measures_.find({id, told});
  if (known != known_measures_.end()) return known->second;
  const Measure& measure = *contract_.measures[id].text;
  const bool is_amended = check::texts_when(contract_, contract_.measures[id], signed_so_far_, &plan_.effective).size() > 1;
  std::vector<StepId> outer = told;
  std::optional<Date> counted_from;
  std::swap(outer, parameters_);
  std::swap(counted_from, counted_from_);
  const StepId step = measure.exceptions.empty() && !is_amended ? lower_risen(measure) : lower_texts(id);
  std::swap(outer, parameters_);
  std::swap(counted_from, counted_from_);

  std::string formula = on_one_line(words(measure.value.span));
  if (measure.after && !told_words.empty()) {
    const auto place = formula.rfind(measure.after->text);
    if (place != std::string::npos) formula.replace(place, measure.after->text.size(), told_words);
  }
  const Step& inner = plan_.steps[step];
  const Facts facts = facts_[step];
  const std::string changes = std::string(measure.rise ? ", rising" : "") + (measure.exceptions.empty() ? "" : ", with its exceptions") + (is_amended ? ", as amended" : "");
  const StepId named = add(Step{Named{step, fmt::format("{}, being {}{}", measure.name.text, formula, changes)}, inner.nature, inner.is_rate, measure.value.span}, facts);
  known_measures_.emplace(std::pair{id, told}, named);
  return named;
}

Alternative Lowering::lower_exception(const Exception& exception) {
  Alternative alternative;
  alternative.value = lower(exception.value);
  if (exception.from) alternative.from = days(exception.from->day).first();
  if (exception.until) alternative.end = days(exception.until->day).first();
  if (exception.through) alternative.end = days(exception.through->day).end();
  if (exception.during) {
    alternative.during = lower(exception.during->condition);
    alternative.during_from_next_period = exception.during->from_next_period;
    alternative.during_lasts = lasting(*exception.during);
  }
  if (exception.once) {
    alternative.once = lower(exception.once->condition);
    alternative.once_from_that_period = exception.once->from_that_period;
    alternative.once_from_that_point = exception.once->from_that_point;
  }
  alternative.said = exception.span;
  alternative.values = lower_tests(exception.values);
  return alternative;
}

/// The texts of a measure with their exceptions, as alternatives of the first: each rules from its own day to the next text's, and within it
/// the last exception that holds.
StepId Lowering::lower_texts(check::MeasureId id) {
  const check::MeasureInfo& info = contract_.measures[id];
  const std::vector<check::MeasureText> texts = check::texts_when(contract_, info, signed_so_far_, &plan_.effective);
  Changing changing;
  changing.base = lower_risen(*info.text);
  changing.name = info.name;
  changing.is_rate = plan_.steps[changing.base].is_rate;
  Facts facts = facts_[changing.base];
  facts.changes = true;
  Nature nature = plan_.steps[changing.base].nature;
  const auto take = [&](Alternative alternative, std::optional<Date> from, std::optional<Date> end) {
    if (from && (!alternative.from || *alternative.from < *from)) alternative.from = from;
    if (end && (!alternative.end || *end < *alternative.end)) alternative.end = end;
    if (alternative.from && alternative.end && *alternative.from >= *alternative.end) return;
    nature = check::nature_of_sum(nature, plan_.steps[alternative.value].nature);
    const Facts& other = facts_[alternative.value];
    facts.dates.insert(other.dates.begin(), other.dates.end());
    if (alternative.from) facts.dates.insert(*alternative.from);
    if (alternative.end) facts.dates.insert(*alternative.end);
    changing.alternatives.push_back(std::move(alternative));
  };
  for (std::size_t place = 0; place < texts.size(); ++place) {
    const check::MeasureText& text = texts[place];
    const std::optional<Date> end = place + 1 < texts.size() ? texts[place + 1].from : std::nullopt;
    counted_from_ = text.counting_anew ? text.from : std::nullopt;
    if (place > 0) {
      Alternative restated;
      restated.value = lower_risen(*text.measure);
      restated.said = text.measure->value.span;
      take(std::move(restated), text.from, end);
    }
    for (const auto& exception : text.measure->exceptions) take(lower_exception(exception), text.from, end);
  }
  counted_from_.reset();
  const Span said = info.text->value.span;
  const bool is_rate = changing.is_rate;
  if (nature != Nature::flow) return add(Step{std::move(changing), nature, is_rate, said}, facts);
  const StepId step = add(Step{std::move(changing), nature, is_rate, said}, {});
  return in_parts(step, facts);
}

StepId Lowering::lower_deduction(const Deduction& deduction) {
  const StepId cost = lower(*deduction.cost);
  if (!deduction.at_most) return cost;
  const StepId most = lower(**deduction.at_most);
  const Nature nature = check::nature_of_sum(plan_.steps[cost].nature, plan_.steps[most].nature);
  return compose(Extreme{false, {cost, most}}, nature, false, deduction.cost->span, nature == Nature::flow ? std::vector<StepId>{} : std::vector{cost, most});
}

StepId Lowering::lower_after(const Expression& expression, const After& after) {
  std::vector<StepId> costs;
  for (const auto& deduction : after.deductions) costs.push_back(lower_deduction(deduction));
  const Symbol& symbol = contract_.symbol(*after.amount);
  if (symbol.kind != Symbol::Kind::measure || !contract_.measures[symbol.index].text->after) {
    const StepId amount = lower(*after.amount);
    return difference(amount, std::move(costs), expression.span);
  }
  const auto& use = std::get<NameUse>(after.amount->form);
  std::vector<StepId> told;
  for (const auto& argument : use.arguments) told.push_back(lower(argument));
  Span list = after.deductions.front().cost->span;
  list = cover(list, after.deductions.back().cost->span);
  told.push_back(sum(std::move(costs), list));
  return lower_measure(symbol.index, told, words(list), expression.span);
}

StepId Lowering::target(const Expression& expression, const Per& per) {
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind == Symbol::Kind::parameter) return parameters_.at(symbol.index);
  if (symbol.kind == Symbol::Kind::measure) return lower_measure(symbol.index, {}, {}, per.target->span);
  return add(Step{SeriesFigure{symbol.index}, contract_.inputs[symbol.index].type.nature, false, per.target->span}, {});
}

StepId Lowering::lower_per(const Expression& expression, const Per& per) {
  const StepId amount = lower(*per.amount);
  const bool is_price = !per.target || contract_.symbol(expression).kind == Symbol::Kind::unit;
  if (is_price) return quotient(amount, constant(per.count, expression.span), expression.span);
  const StepId quantity = target(expression, per);
  const Nature nature = plan_.steps[quantity].nature;
  if (!per.started) return product(quotient(amount, constant(per.count, expression.span), expression.span), quantity, expression.span);
  const StepId packages = compose(Packages{quantity, per.count, per.each, per.full}, nature, false, expression.span, {quantity});
  return product(amount, packages, expression.span);
}

}  // namespace whereas::plan

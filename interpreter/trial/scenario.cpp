#include "interpreter/trial/scenario.h"

#include "interpreter/evaluate/evaluate.h"
#include "interpreter/plan/parts.h"
#include "lang/number/notation.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace whereas::trial {

using syntax::match;

namespace {

/// Works out the series of one scenario, one after another, each on the table as it stands.
class Assumption {
 public:
  Assumption(const plan::Scenario& scenario, const plan::Plan& plan, const check::CheckedContract& contract, data::Table& table, Report& report)
      : plan_(plan), contract_(contract), table_(table), report_(report) {
    options_.taken.resize(contract.estimates.size());
    for (const auto& [figure, value] : scenario.decided) options_.taken[figure] = value;
  }

  void place(const plan::GivenSeries& given) {
    const check::InputInfo& input = contract_.inputs[given.input];
    frequency_ = input.frequency.value_or(Frequency::month);
    said_ = given.said;
    data::Series series;
    series.frequency = frequency_;
    series.columns.push_back({std::vector<std::string>(input.dimensions.size()), {}});
    if (!input.dimensions.empty()) {
      report_.add(code::not_supported)
          .says(fmt::format("`{}` is given by {}, and a scenario in words gives one figure for all of it", input.name, contract_.dimensions[input.dimensions.front()].name))
          .at(given.said)
          .help("give the scenario as a file: `scenario \"…\" from \"FILE.csv\"`");
      return;
    }
    const bool placed = std::visit(match{
                                       [&](const plan::GivenFigures& figures) { return place_figures(given, input, figures, series); },
                                       [&](const plan::GivenFormula& formula) { return place_formula(given, formula, series); },
                                       [&](const plan::GivenGrowth& growth) { return place_growth(given, growth, series); },
                                   },
                                   given.form);
    if (placed && !is_below_zero(given, input, series)) table_.series[given.input] = std::move(series);
  }

 private:
  std::optional<Number> figure(plan::StepId step, const Period& window) {
    evaluate::Evaluation evaluation(plan_, contract_, table_, report_, options_);
    return figure(evaluation, step, window);
  }

  /// Nothing, reported, where it hangs on a figure that the contract leaves open and this scenario too.
  std::optional<Number> figure(evaluate::Evaluation& evaluation, plan::StepId step, const Period& window) {
    const auto value = evaluation.figure(step, window);
    if (const auto open = evaluation.hung_on()) {
      const check::EstimateInfo& estimate = contract_.estimates[*open];
      report_.add(code::not_decided)
          .says(fmt::format("the scenario gives a figure that hangs on `{}`, which is {}", estimate.name, estimate.words))
          .at(said_)
          .beside(estimate.said, "left open here")
          .help(fmt::format("let the scenario decide it: `{} is …`", estimate.name));
    }
    return value;
  }

  /// As in data: a figure below zero is no figure of an input that does not admit it.
  bool is_below_zero(const plan::GivenSeries& given, const check::InputInfo& input, const data::Series& series) {
    const auto& cells = series.columns.front().cells;
    const auto below = std::find_if(cells.begin(), cells.end(), [](const data::Cell& cell) { return cell.value.is_negative(); });
    if (input.may_be_negative || below == cells.end()) return false;
    const Period& period = series.periods[static_cast<std::size_t>(below - cells.begin())];
    report_.add(code::negative_figure)
        .says(fmt::format("the scenario makes `{}` {} for {}, which is below zero", input.name, grouped(below->value), plan_.calendar.label(period, frequency_)))
        .at(given.said)
        .beside(input.declared, "declared here")
        .help("where it can be, write so behind its unit: `, may be negative`");
    return true;
  }

  static void append(data::Series& series, const Period& period, Number value, Span said) {
    series.periods.push_back(period);
    series.columns.front().cells.push_back({std::move(value), said});
  }

  bool place_figures(const plan::GivenSeries& given, const check::InputInfo& input, const plan::GivenFigures& figures, data::Series& series) {
    series.calendar = plan_.calendar;
    for (const auto& [period, step] : figures.figures) {
      if (!series.periods.empty() && !follows(given, input, series.periods.back(), period)) return false;
      const auto value = figure(step, period);
      if (!value) return false;
      const auto pieces = plan_.calendar.cut(period, frequency_);
      const bool balance = input.type.nature == check::Nature::balance;
      if (pieces.size() > 1 && !balance && figures.spread == syntax::Input::Spread::none) {
        report_.add(code::split_inside_data)
            .says(fmt::format("`{}` is {}, and the scenario gives it for {} without saying how it is spread", input.name, adverb(frequency_), period.text()))
            .at(given.said)
            .help("write `spread evenly` (over months) or `spread by days` after the last figure");
        return false;
      }
      for (const Period& piece : pieces) {
        Number part = 1;
        if (!balance && pieces.size() > 1) {
          part = figures.spread == syntax::Input::Spread::by_days ? Number::fraction(piece.days(), period.days()) : Number::fraction(1, Number(static_cast<long long>(pieces.size())));
        }
        append(series, piece, *value * part, given.said);
      }
    }
    return within_term(given, series) && begins_with_term(given, series);
  }

  /// What a scenario does not give is no zero: of what payments need it gives the beginning too.
  bool begins_with_term(const plan::GivenSeries& given, const data::Series& series) {
    const auto& input = contract_.inputs[given.input];
    if (!plan_.term || !plan_.needed_inputs[given.input] || series.periods.empty() || input.missing_is_zero || series.periods.front().begin() <= plan_.term->begin()) return true;
    const std::string first = plan_.calendar.label(series.periods.front(), frequency_);
    report_.add(code::no_figure)
        .says(fmt::format("the figures of `{}` begin with {}, and the term begins on {}", input.name, first, plan_.term->first().text()))
        .at(given.said)
        .help(fmt::format("give its first figures too, as in: `{} is 0 in {}`", input.name, plan_.calendar.label(plan_.calendar.holding(plan_.term->first(), frequency_), frequency_)));
    return false;
  }

  /// Figures that follow one another leave no gap, and none comes twice.
  bool follows(const plan::GivenSeries& given, const check::InputInfo& input, const Period& before, const Period& period) {
    if (before.end() == period.begin()) return true;
    if (period.begin() > before.end()) {
      report_.add(code::no_figure)
          .says(fmt::format("the scenario leaves out `{}` from {}", input.name, Period(before.end(), period.begin()).text()))
          .at(given.said)
          .help("give a figure for these days too; where there is nothing, write 0");
    } else if (period.end() <= before.begin()) {
      report_.add(code::no_figure)
          .says(fmt::format("the figures of `{}` do not follow one another: that for {} stands behind that for {}", input.name, period.text(), before.text()))
          .at(given.said)
          .help("write them in the order of their days");
    } else {
      report_.add(code::duplicate_period)
          .says(fmt::format("the scenario gives `{}` twice for the days from {}", input.name, Period(std::max(before.begin(), period.begin()), std::min(before.end(), period.end())).text()))
          .at(given.said)
          .help("give one figure for each day");
    }
    return false;
  }

  bool within_term(const plan::GivenSeries& given, const data::Series& series) {
    if (!plan_.term || series.periods.empty()) return true;
    const auto& input = contract_.inputs[given.input];
    if (series.periods.back().last() <= plan_.term->last() && (input.from || series.periods.front().first() >= plan_.term->first())) return true;
    report_.add(code::outside_term)
        .says(fmt::format("the scenario gives `{}` for days outside the term, which runs from {}", input.name, plan_.term->text()))
        .at(given.said)
        .help("give figures for days of the term; an input that looks further back says so: `, from 2025-01` behind its unit");
    return false;
  }

  /// The last day up to which every series that the formula asks for has data.
  std::optional<Date> reach_of(plan::StepId step) {
    std::optional<Date> last;
    std::set<plan::StepId> seen;
    std::vector<plan::StepId> waiting{step};
    while (!waiting.empty()) {
      const auto next = waiting.back();
      waiting.pop_back();
      if (!seen.insert(next).second) continue;
      if (const auto* asked = std::get_if<plan::SeriesFigure>(&plan_.steps[next].form)) {
        const auto& series = table_.series[asked->input];
        if (series && !series->periods.empty()) last = last ? std::min(*last, series->periods.back().last()) : series->periods.back().last();
      }
      plan::for_each_operand(plan_, next, [&](plan::StepId operand) { waiting.push_back(operand); });
    }
    return last;
  }

  std::optional<Period> extent() {
    if (plan_.term) return plan_.term;
    std::optional<Period> all;
    for (const auto& series : table_.series) {
      if (series && !series->periods.empty()) all = Period(series->periods.front().begin(), series->periods.back().end());
    }
    return all;
  }

  bool place_formula(const plan::GivenSeries& given, const plan::GivenFormula& formula, data::Series& series) {
    const auto days = extent();
    if (!days) return refuse_without_term(given);
    const auto reach = reach_of(formula.formula);
    evaluate::Evaluation evaluation(plan_, contract_, table_, report_, options_);
    for (const Period& period : plan_.calendar.cut(*days, frequency_)) {
      if (reach && period.last() > *reach) break;
      const auto value = figure(evaluation, formula.formula, period);
      if (!value) return false;
      append(series, period, *value, given.said);
    }
    return true;
  }

  /// What of a figure for a whole year a month of it has.
  Number part_of(const Period& period, const Period& whole, syntax::Input::Spread spread) const {
    if (spread == syntax::Input::Spread::none) return 1;
    if (spread == syntax::Input::Spread::by_days) return Number::fraction(period.days(), whole.days());
    return Number::fraction(1, Number(static_cast<long long>(plan_.calendar.cut(whole, frequency_).size())));
  }

  bool place_growth(const plan::GivenSeries& given, const plan::GivenGrowth& growth, data::Series& series) {
    const auto days = extent();
    if (!days) return refuse_without_term(given);
    const auto rate = figure(growth.rate, *days);
    const auto start = figure(growth.start, *days);
    if (!rate || !start) return false;
    Number value = *start;
    std::optional<Period> step;
    for (const Period& period : plan_.calendar.cut(*days, frequency_)) {
      const Period now = plan_.calendar.holding(period.first(), growth.each);
      if (step && now.begin() != step->begin()) value = value * (Number(1) + *rate);
      step = now;
      append(series, period, value * part_of(period, now, growth.spread), given.said);
    }
    return true;
  }

  bool refuse_without_term(const plan::GivenSeries& given) {
    report_.add(code::setting_missing).says("the scenario does not say over which days, and the deal has no term").at(given.said).help("give the deal a term: `term 2026-01-01 to 2026-12-31`");
    return false;
  }

  const plan::Plan& plan_;
  const check::CheckedContract& contract_;
  data::Table& table_;
  Report& report_;
  evaluate::Options options_;
  Frequency frequency_ = Frequency::month;
  Span said_;
};

}  // namespace

void assume(const plan::Scenario& scenario, const plan::Plan& plan, const check::CheckedContract& contract, data::Table& table, Report& report) {
  table.series.resize(contract.inputs.size());
  Assumption assumption(scenario, plan, contract, table, report);
  for (const auto& given : scenario.series) {
    try {
      assumption.place(given);
    } catch (const NumberTooLong&) {
      report.add(code::number_too_long).says(fmt::format("a figure of this series needs more than {} digits", Number::digit_limit)).at(given.said)
          .help("let it grow more slowly or for a shorter time, or round it");
    }
  }
  data::find_extent(table, contract, plan.needed_inputs);
}

void replace_series(data::Table& table, data::Table&& given) {
  table.series.resize(std::max(table.series.size(), given.series.size()));
  for (std::size_t input = 0; input < given.series.size(); ++input) {
    if (given.series[input]) table.series[input] = std::move(given.series[input]);
  }
  table.files.insert(table.files.end(), given.files.begin(), given.files.end());
  table.unused.insert(table.unused.end(), given.unused.begin(), given.unused.end());
  table.events.insert(table.events.end(), given.events.begin(), given.events.end());
}

const plan::Scenario* scenario_titled(const plan::Plan& plan, std::string_view title) {
  const auto found = std::find_if(plan.scenarios.begin(), plan.scenarios.end(), [&](const plan::Scenario& one) { return one.title == title; });
  return found == plan.scenarios.end() ? nullptr : &*found;
}

}  // namespace whereas::trial

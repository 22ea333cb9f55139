#include "interpreter/plan/lowering.h"

#include "lang/check/constants.h"
#include "lang/check/directions.h"
#include "lang/syntax/walk.h"

#include <algorithm>
#include <functional>

namespace whereas::plan {

using namespace syntax;

void Lowering::lower_ensures() {
  check::Directions directions(contract_);
  for (const auto* ensure : contract_.ensures) {
    plan_.ensures.push_back({lower(ensure->condition), ensure->in_every, ensure->condition.span, directions.entering(ensure->condition), directions.of(ensure->condition), words(ensure->condition.span)});
  }
}

void Lowering::lower_tests() {
  check::Directions directions(contract_);
  for (const auto* test : contract_.tests) {
    Test lowered;
    lowered.title = test->title.text;
    lowered.given = test->given;
    lowered.said = test->title.span;
    for (const auto& expectation : test->expectations) {
      Expectation one;
      one.said = expectation.span;
      if (const auto* equals = std::get_if<syntax::Expectation::Equals>(&expectation.form)) {
        const StepId measured = lower(equals->measured);
        if (const auto* range = std::get_if<syntax::Estimate>(&equals->expected.form)) {
          ExpectRange form{measured, std::nullopt, std::nullopt};
          if (range->least) form.least = lower(**range->least);
          if (range->most) form.most = lower(**range->most);
          one.form = form;
        } else {
          one.form = ExpectEqual{measured, lower(equals->expected)};
        }
        one.motions = directions.of(equals->measured);
      } else if (const auto* fails = std::get_if<syntax::Expectation::Fails>(&expectation.form)) {
        one.form = ExpectError{*code_called(fails->error.text)};
      } else if (const auto* states = std::get_if<syntax::Expectation::States>(&expectation.form)) {
        one.form = ExpectStatement{states->file};
      } else {
        const auto& receives = std::get<syntax::Expectation::Receives>(expectation.form);
        ExpectReceives form{*contract_.party_named(receives.party.text), receives.net, lower(receives.amount), std::nullopt, receives.by_due_date};
        if (receives.period) form.period = days(*receives.period);
        one.form = form;
        for (check::ClauseId id = 0; id < contract_.clauses.size() && !contract_.estimates.empty(); ++id) {
          const check::ClauseInfo& clause = contract_.clauses[id];
          if (clause.waterfall != nullptr || clause.payee == form.party || clause.texts.size() > 1 || clause.commitment_texts.size() > 1) one.motions = check::added(one.motions, directions.of(id));
          if (form.net && clause.payer == form.party) one.motions = check::added(one.motions, check::negated(directions.of(id)));
        }
        one.motions = check::repeated(one.motions);
      }
      if (expectation.within) one.within = lower(*expectation.within);
      lowered.expectations.push_back(std::move(one));
    }
    plan_.tests.push_back(std::move(lowered));
  }
}

namespace {

/// Which inputs a formula names, through definitions too.
void inputs_of(const check::CheckedContract& contract, const Expression& expression, std::set<check::InputId>& found, std::set<check::MeasureId>& seen) {
  const auto& symbol = contract.symbol(expression);
  if (symbol.kind == check::Symbol::Kind::input) found.insert(symbol.index);
  if (symbol.kind == check::Symbol::Kind::measure && seen.insert(symbol.index).second) {
    check::for_each_expression(contract.measures[symbol.index], [&](const Expression& part) { inputs_of(contract, part, found, seen); });
  }
  for_each_part(expression, [&](const Expression& part) { inputs_of(contract, part, found, seen); });
}

}  // namespace

void Lowering::lower_scenarios() {
  for (const auto* scenario : contract_.scenarios) {
    Scenario lowered{scenario->title.text, scenario->file, {}};
    std::map<check::InputId, std::set<check::InputId>> needs;
    std::vector<GivenSeries> series;
    for (const auto& given : scenario->series) {
      if (const auto measure = contract_.measure_named(given.series.text)) {
        const auto* decided = std::get_if<SeriesFormula>(&given.form);
        const auto value = decided != nullptr ? check::constant_figure(contract_, decided->formula) : std::nullopt;
        for (check::EstimateId id = 0; id < contract_.estimates.size() && value; ++id) {
          if (contract_.estimates[id].measure == *measure) lowered.decided.emplace_back(id, *value);
        }
      }
      const auto input = contract_.input_named(given.series.text);
      if (!input) continue;
      GivenSeries one;
      one.input = *input;
      one.said = given.span;
      std::visit(match{
                     [&](const SeriesFigures& figures) {
                       GivenFigures form;
                       for (const auto& figure : figures.figures) form.figures.emplace_back(days(figure.period), lower(figure.figure));
                       form.spread = figures.spread;
                       one.form = std::move(form);
                     },
                     [&](const SeriesFormula& formula) {
                       std::set<check::MeasureId> seen;
                       inputs_of(contract_, formula.formula, needs[*input], seen);
                       one.form = GivenFormula{lower(formula.formula)};
                     },
                     [&](const SeriesGrowth& growth) {
                       const StepId rate = lower(growth.rate);
                       one.form = GivenGrowth{rate, growth.each, lower(growth.start), growth.spread};
                     },
                 },
                 given.form);
      series.push_back(std::move(one));
    }
    for (const auto& given : scenario->events) lowered.events.emplace_back(given.event, days(given.day).first());
    // Each after those it needs; what is left over needs itself, and keeps its place for the evaluator to refuse.
    std::set<check::InputId> waiting;
    for (const auto& one : series) waiting.insert(one.input);
    while (!series.empty()) {
      auto ready = std::find_if(series.begin(), series.end(), [&](const GivenSeries& one) {
        const auto& asked = needs[one.input];
        return std::none_of(asked.begin(), asked.end(), [&](check::InputId id) { return waiting.contains(id); });
      });
      if (ready == series.end()) ready = series.begin();
      waiting.erase(ready->input);
      lowered.series.push_back(std::move(*ready));
      series.erase(ready);
    }
    plan_.scenarios.push_back(std::move(lowered));
  }
}

}  // namespace whereas::plan

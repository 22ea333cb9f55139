#include "lang/check/checking.h"

/// Where the figures of a contract are written outside its definitions: in clauses, credits, caps, scenarios, tests and promises.
namespace whereas::check {

using namespace syntax;

namespace {

void visit_scenario(const Scenario& scenario, const std::function<void(const Expression&)>& visit) {
  for (const auto& given : scenario.series) {
    std::visit(match{
                   [&](const SeriesFigures& figures) {
                     for (const auto& figure : figures.figures) visit(figure.figure);
                   },
                   [&](const SeriesFormula& formula) { visit(formula.formula); },
                   [&](const SeriesGrowth& growth) {
                     visit(growth.rate);
                     visit(growth.start);
                   },
               },
               given.form);
  }
}

}  // namespace

void for_each_expression(const Test& test, const std::function<void(const Expression&)>& visit) {
  for (const auto& expectation : test.expectations) {
    std::visit(match{
                   [&](const Expectation::Equals& equals) {
                     visit(equals.measured);
                     visit(equals.expected);
                   },
                   [&](const Expectation::Receives& receives) { visit(receives.amount); },
                   [](const auto&) {},
               },
               expectation.form);
    if (expectation.within) visit(*expectation.within);
  }
}

void for_each_root(const Checking& checking, const std::function<void(const Expression&)>& visit) {
  const auto& contract = checking.contract;
  for (const auto& clause : contract.clauses) {
    for_each_expression(clause, visit);
  }
  for (const auto& credits : contract.credits) {
    for (const auto& lot : credits.text->lots) visit(lot.amount);
  }
  for (const auto& together : contract.togethers) visit(together.text->limit);
  for (const auto* scenario : contract.scenarios) visit_scenario(*scenario, visit);
  for (const auto* test : contract.tests) for_each_expression(*test, visit);
  for (const auto* ensure : contract.ensures) for_each_part(ensure->condition, visit);
}

}  // namespace whereas::check

#include "interpreter/trial/trial.h"

#include "lang/number/notation.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::trial {

using syntax::match;

namespace {

/// The days that have been settled: from the term's first day to the last day that the data reaches.
Period settled_days(const evaluate::Evaluation& evaluation, const data::Table& table) {
  const Period& term = evaluation.term();
  return table.data_ends && *table.data_ends < term.last() && *table.data_ends >= term.first() ? Period::through(term.first(), *table.data_ends) : term;
}

/// The first comparison in a condition that does not hold, in figures.
std::optional<std::string> broken_comparison(const plan::Plan& plan, evaluate::Evaluation& evaluation, plan::ConditionId id, const Period& window) {
  return std::visit(match{
                        [&](const plan::Compare& compare) -> std::optional<std::string> {
                          if (evaluation.holds(id, window).value_or(true)) return std::nullopt;
                          const auto left = evaluation.figure(compare.left, window);
                          const auto right = evaluation.figure(compare.right, window);
                          if (!left || !right) return std::nullopt;
                          return fmt::format("{} against {}", grouped(*left), grouped(*right));
                        },
                        [](const plan::OnOrAfter&) -> std::optional<std::string> { return std::nullopt; },
                        [&](const plan::AllOf& all) -> std::optional<std::string> {
                          for (const auto part : all.conditions) {
                            if (const auto broken = broken_comparison(plan, evaluation, part, window)) return broken;
                          }
                          return std::nullopt;
                        },
                        [&](const plan::AnyOf& any) -> std::optional<std::string> {
                          return any.conditions.empty() ? std::nullopt : broken_comparison(plan, evaluation, any.conditions.front(), window);
                        },
                    },
                    plan.conditions[id].form);
}

}  // namespace

void keep_promises(const plan::Plan& plan, evaluate::Evaluation& evaluation, const data::Table& table, Report& report) {
  const Period settled = settled_days(evaluation, table);
  evaluation.count_what_is_paid_so_far(true);
  for (const auto& ensure : plan.ensures) {
    std::vector<Period> windows{settled};
    if (ensure.in_every && *ensure.in_every != Frequency::term) {
      windows = plan.calendar.cut(evaluation.term(), *ensure.in_every);
      std::erase_if(windows, [&](const Period& window) { return window.last() > settled.last(); });
    }
    std::vector<std::string> broken;
    for (const Period& window : windows) {
      const auto holds = evaluation.holds(ensure.condition, window);
      if (!holds || *holds) continue;
      const std::string label = ensure.in_every ? plan.calendar.label(window, *ensure.in_every) : window.text();
      const auto figures = broken_comparison(plan, evaluation, ensure.condition, window);
      broken.push_back(figures ? fmt::format("in {}: {}", label, *figures) : fmt::format("in {}", label));
    }
    if (broken.empty()) continue;
    auto& diagnostic = report.add(code::promise_broken).says(broken.size() == 1 ? "this promise does not hold" : fmt::format("this promise does not hold in {} periods", broken.size())).at(ensure.said);
    for (const auto& line : broken) diagnostic.note(line);
  }
  evaluation.count_what_is_paid_so_far(false);
}

}  // namespace whereas::trial

#include "interpreter/trial/trial.h"

#include "lang/number/notation.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::trial {

using syntax::match;

namespace {

/// The days that have been settled: from the term's first day to the last day that the data reaches.
Period settled_days(const Period& term, const data::Table& table) {
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

namespace {

/// What becomes of one promise in one window, at every end of the figures that it hangs on.
struct Kept {
  std::optional<std::string> broken;   ///< the figures that break it
  std::optional<check::EstimateId> hangs;
  bool is_judged = true;               ///< not where it asks for days that are not settled yet
};

Kept look(const plan::Plan& plan, const plan::Ensure& ensure, evaluate::Ranged& ranged, const std::vector<std::size_t>& runs, const Period& window, Date settled_to) {
  Kept kept;
  for (const std::size_t run : runs) {
    evaluate::Evaluation& evaluation = ranged.evaluation(run);
    evaluation.judge_up_to(settled_to);
    const auto holds = evaluation.holds(ensure.condition, window);
    if (evaluation.asked_past_what_is_settled()) kept.is_judged = false;
    if (evaluation.hung_on()) kept.hangs = evaluation.hung_on();
    if (holds && !*holds && !kept.broken) {
      kept.broken = broken_comparison(plan, evaluation, ensure.condition, window).value_or("");
      if (runs.size() > 1) *kept.broken += (kept.broken->empty() ? "" : ", ") + ranged.words(run);
    }
    evaluation.judge_up_to(std::nullopt);
  }
  return kept;
}

}  // namespace

void keep_promises(const plan::Plan& plan, const check::CheckedContract& contract, evaluate::Ranged& ranged, const data::Table& table, Report& report) {
  const Period settled = settled_days(ranged.term(), table);
  for (const auto& ensure : plan.ensures) {
    std::vector<Period> windows{settled};
    if (ensure.in_every && *ensure.in_every != Frequency::term) {
      windows = plan.calendar.cut(ranged.term(), *ensure.in_every);
      std::erase_if(windows, [&](const Period& window) { return window.last() > settled.last(); });
    }
    const std::vector<std::size_t> runs = ranged.runs_at_ends(ensure.figures);
    bool is_judged = false;
    std::vector<std::string> broken;
    std::vector<std::string> open;
    for (const Period& window : windows) {
      const std::string label = ensure.in_every ? plan.calendar.label(window, *ensure.in_every) : window.text();
      const Kept kept = look(plan, ensure, ranged, runs, window, settled.last());
      if (!kept.is_judged && !kept.broken) continue;
      is_judged = true;
      if (kept.broken) {
        broken.push_back(kept.broken->empty() ? fmt::format("in {}", label) : fmt::format("in {}: {}", label, *kept.broken));
      } else if (kept.hangs) {
        const check::EstimateInfo& figure = contract.estimates[*kept.hangs];
        open.push_back(fmt::format("in {} it hangs on {}, which is {}", label, figure.name, figure.words));
      } else if (ranged.bends(ensure.motions)) {
        open.push_back(fmt::format("in {} it holds at the ends of the figures that it hangs on, and may not between them", label));
      }
    }
    if (!is_judged) ranged.remark(fmt::format("Settled to {}, which is too early to judge the promise: {}.", settled.last().text(), ensure.words));
    if (!broken.empty()) {
      auto& diagnostic = report.add(code::promise_broken).says(broken.size() == 1 ? "this promise does not hold" : fmt::format("this promise does not hold in {} periods", broken.size())).at(ensure.said);
      for (const auto& line : broken) diagnostic.note(line);
    } else if (!open.empty()) {
      auto& diagnostic = report.add(code::promise_not_decided).says("whether this promise holds is not decided").at(ensure.said);
      for (const auto& line : open) diagnostic.note(line);
    }
  }
}

}  // namespace whereas::trial

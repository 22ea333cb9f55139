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

/// Runs the expectations of one test on one evaluation.
class Expecting {
 public:
  Expecting(const check::CheckedContract& contract, evaluate::Evaluation& evaluation, Report& report)
      : contract_(contract), evaluation_(evaluation), report_(report) {}

  bool holds(const plan::Expectation& expectation) {
    const bool by_receipts = std::holds_alternative<plan::ExpectReceives>(expectation.form);
    const auto measured = by_receipts ? received(std::get<plan::ExpectReceives>(expectation.form), expectation.said)
                                      : evaluation_.figure(std::get<plan::ExpectEqual>(expectation.form).measured, evaluation_.term());
    const plan::StepId expected_step = by_receipts ? std::get<plan::ExpectReceives>(expectation.form).expected : std::get<plan::ExpectEqual>(expectation.form).expected;
    const auto expected = evaluation_.figure(expected_step, evaluation_.term());
    std::optional<Number> within;
    if (expectation.within) within = evaluation_.figure(*expectation.within, evaluation_.term());
    if (!measured || !expected || (expectation.within && !within)) return false;
    const Number difference = *measured - *expected;
    if (difference.absolute() <= within.value_or(0)) return true;
    auto& diagnostic = report_.add(code::expectation_failed)
                           .says(fmt::format("the contract gives {}, and the test expects {}", grouped(*measured), grouped(*expected)))
                           .at(expectation.said)
                           .note(fmt::format("the difference is {}", grouped(difference)));
    if (within) diagnostic.note(fmt::format("which is not within {}", grouped(*within)));
    return false;
  }

 private:
  std::optional<Number> received(const plan::ExpectReceives& expect, Span said) {
    Number total;
    std::optional<std::optional<std::string>> currency;
    const Period asked = expect.period.value_or(evaluation_.term());
    if (!evaluation_.is_settled(expect.party, asked)) {
      report_.add(code::no_figure)
          .says(fmt::format("what {} receives is asked for from {}, and the data does not reach its end", contract_.parties[expect.party].name, asked.text()))
          .at(said)
          .help("ask for periods that have been settled");
      return std::nullopt;
    }
    for (const auto& payment : evaluation_.payments().payments) {
      const bool in = payment.to == expect.party;
      const bool out = expect.net && payment.from == expect.party;
      if (!in && !out) continue;
      if (expect.period) {
        const Period days = expect.by_due_date ? Period::through(payment.due.value_or(payment.period.last()), payment.due.value_or(payment.period.last())) : payment.period;
        if (!expect.period->overlaps(days)) continue;
        if (!expect.period->contains(days)) {
          report_.add(code::split_inside_data).says(fmt::format("\"{}\" was paid for {}, of which only a part is asked for", payment.title, payment.period.text())).at(said);
          return std::nullopt;
        }
      }
      if (currency && *currency != payment.currency) {
        report_.add(code::unit_mismatch).says(fmt::format("{} receives in more than one currency", contract_.parties[expect.party].name)).at(said);
        return std::nullopt;
      }
      currency = payment.currency;
      total += in ? payment.amount : -payment.amount;
    }
    return total;
  }

  const check::CheckedContract& contract_;
  evaluate::Evaluation& evaluation_;
  Report& report_;
};

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

Outcome run_test(const plan::Test& test, const plan::Plan& plan, const check::CheckedContract& contract, const Given& given, Report& report) {
  Outcome outcome{test.title, test.said, test.expectations.size(), 0, true};
  const std::optional<Footing> footing = given(test.given);
  if (!footing) {
    outcome.could_run = false;
    outcome.failed = outcome.expectations;
    return outcome;
  }
  const data::Table& table = footing->table;
  evaluate::Options options;
  options.agreements = footing->agreements;
  evaluate::Evaluation evaluation(plan, contract, table, report, std::move(options));
  const std::size_t errors = report.error_count();
  // A test may ask for definitions alone: clauses are settled only where there are figures to settle on.
  bool has_figures = true;
  for (std::size_t input = 0; input < plan.needed_inputs.size(); ++input) {
    has_figures = has_figures && (!plan.needed_inputs[input] || contract.inputs[input].missing_is_zero || (input < table.series.size() && table.series[input]));
  }
  if (has_figures) evaluation.run();
  if (report.error_count() > errors) {
    outcome.could_run = false;
    outcome.failed = outcome.expectations;
    return outcome;
  }
  Expecting expecting(contract, evaluation, report);
  for (const auto& expectation : test.expectations) if (!expecting.holds(expectation)) ++outcome.failed;
  return outcome;
}

}  // namespace whereas::trial

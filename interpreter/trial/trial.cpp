#include "interpreter/trial/trial.h"

#include "interpreter/plan/parts.h"
#include "interpreter/statement/explain.h"
#include "interpreter/statement/netting.h"
#include "interpreter/statement/table.h"
#include "interpreter/trial/expecting.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace whereas::trial {

using syntax::match;

namespace {

/// Whether an expectation asks what is paid, itself or through definitions.
bool looks_at_payments(const plan::Plan& plan, const plan::Expectation& expectation) {
  std::vector<plan::StepId> waiting;
  if (std::holds_alternative<plan::ExpectError>(expectation.form)) return false;
  if (const auto* equals = std::get_if<plan::ExpectEqual>(&expectation.form)) {
    waiting = {equals->measured, equals->expected};
  } else if (const auto* range = std::get_if<plan::ExpectRange>(&expectation.form)) {
    waiting = {range->measured};
  } else {
    return true;
  }
  std::set<plan::StepId> seen;
  while (!waiting.empty()) {
    const plan::StepId next = waiting.back();
    waiting.pop_back();
    if (!seen.insert(next).second) continue;
    const auto& form = plan.steps[next].form;
    if (std::holds_alternative<plan::ClausePaid>(form) || std::holds_alternative<plan::BalanceKept>(form)) return true;
    plan::for_each_operand(plan, next, [&](plan::StepId operand) { waiting.push_back(operand); });
  }
  return false;
}

/// One test on its way from its figures to its outcome.
class Running {
 public:
  Running(const plan::Test& test, Ground& ground, Report& report) : test_(test), ground_(ground), report_(report) {}

  Outcome run() {
    if (ground_.footing) settle();
    const bool is_clean = take_expected_errors();
    if (!is_clean || !ranged_) {
      outcome_.could_run = is_clean && !expects_figures();
      outcome_.failed = is_clean ? outcome_.failed + figures_expected() : outcome_.expectations;
      return std::move(outcome_);
    }
    ground_.found = {};  // from here on what tests ask for alone
    Expecting expecting(ground_.contract, *ranged_, report_);
    std::vector<const plan::Expectation*> wrong;
    for (const auto& expectation : test_.expectations) {
      const bool holds = std::visit(match{
                                        [](const plan::ExpectError&) { return true; },  // taken already
                                        [&](const plan::ExpectStatement& expected) { return ground_.statement_agrees(expected.file, statement(), report_); },
                                        [&](const auto&) { return expecting.holds(expectation); },
                                    },
                                    expectation.form);
      if (holds) continue;
      ++outcome_.failed;
      wrong.push_back(&expectation);
    }
    for (const Diagnostic& diagnostic : ground_.found.ordered()) report_.add(diagnostic.code) = diagnostic;
    derive(wrong);
    return std::move(outcome_);
  }

 private:
  static bool is_of_figures(const plan::Expectation& expectation) { return !std::holds_alternative<plan::ExpectError>(expectation.form); }
  std::size_t figures_expected() const { return static_cast<std::size_t>(std::count_if(test_.expectations.begin(), test_.expectations.end(), is_of_figures)); }
  bool expects_figures() const { return figures_expected() > 0; }

  /// The first input that the payments need and the figures lack.
  std::optional<check::InputId> lacking() const {
    const plan::Plan& plan = ground_.plan;
    const data::Table& table = ground_.footing->table;
    for (check::InputId input = 0; input < plan.needed_inputs.size(); ++input) {
      const check::InputInfo& info = ground_.contract.inputs[input];
      const bool is_there = input < table.series.size() && table.series[input];
      if (plan.needed_inputs[input] && !info.missing_is_zero && !info.asked && !is_there) return input;
    }
    return std::nullopt;
  }

  /// A test may ask for definitions alone: clauses are settled only where there are figures to settle on, and then nothing is paid.
  void refuse_payments_without(check::InputId input) {
    for (const auto& expectation : test_.expectations) {
      if (!looks_at_payments(ground_.plan, expectation)) continue;
      ground_.found.add(code::no_figure)
          .says(fmt::format("what is paid hangs on `{}`, for which the test \"{}\" gives no figures", ground_.contract.inputs[input].name, test_.title))
          .at(expectation.said)
          .help("name a scenario of this contract that gives them, or a data file beside it: `given \"FILE.csv\"`");
    }
  }

  evaluate::Options options(bool derive) const {
    evaluate::Options options;
    options.derive = derive;
    if (!derive) options.tried = ground_.tried;
    options.agreements = ground_.footing->agreements;
    options.taken = ground_.footing->decided;
    return options;
  }

  void settle() {
    ranged_.emplace(ground_.plan, ground_.contract, ground_.footing->table, ground_.found, options(false));
    if (const auto input = lacking()) return refuse_payments_without(*input);
    ranged_->run();
    if (!ground_.found.has_errors()) keep_promises(ground_.plan, ground_.contract, *ranged_, ground_.footing->table, ground_.found);
  }

  /// Whether nothing went wrong but what the test expects to.
  bool take_expected_errors() {
    std::vector<bool> met(test_.expectations.size(), false);
    bool is_clean = true;
    for (const Diagnostic& diagnostic : ground_.found.ordered()) {
      bool is_expected = false;
      for (std::size_t place = 0; place < test_.expectations.size(); ++place) {
        const auto* expected = std::get_if<plan::ExpectError>(&test_.expectations[place].form);
        if (expected == nullptr || expected->error != diagnostic.code) continue;
        met[place] = is_expected = true;
      }
      if (is_expected) continue;
      report_.add(diagnostic.code) = diagnostic;
      is_clean = is_clean && severity(diagnostic.code) != Severity::error;
    }
    for (std::size_t place = 0; place < test_.expectations.size(); ++place) {
      const auto* expected = std::get_if<plan::ExpectError>(&test_.expectations[place].form);
      if (expected == nullptr || met[place]) continue;
      ++outcome_.failed;
      report_.add(code::expectation_failed)
          .says(fmt::format("the test expects the error \"{}\", and {}", name(expected->error), is_clean ? "the contract runs" : "there is another"))
          .at(test_.expectations[place].said);
    }
    return is_clean;
  }

  std::string statement() const {
    const evaluate::Payments& payments = ranged_->payments();
    statement::Statement stated = statement::state(ground_.contract, ground_.footing->table, payments);
    stated.scenario = ground_.scenario;
    // The files are named as the test names them, from its folder: the statement is the same wherever the test is run.
    const auto folder = std::filesystem::path(ground_.sources[test_.said.source].name()).parent_path();
    for (data::FileSummary& file : stated.files) {
      if (const auto beside = std::filesystem::path(file.name).lexically_relative(folder); !beside.empty()) file.name = beside.generic_string();
    }
    stated.net_lines = statement::net_lines(ground_.contract, payments, stated.term, stated.settled_to, {}, report_);
    return statement::write_table(stated);
  }

  /// Why the figures that came out otherwise are what they are: the run once more, with its reasons.
  void derive(const std::vector<const plan::Expectation*>& wrong) {
    constexpr std::size_t most_lines = 16;
    // Each end of a bounded figure has reasons of its own, and so has another contract: `whereas explain` shows them.
    if (!ground_.derives || ranged_->count() > 1 || !ground_.footing->agreements.empty()) return;
    Report again;
    std::optional<evaluate::Evaluation> derived;
    for (const plan::Expectation* expectation : wrong) {
      const auto* equal = std::get_if<plan::ExpectEqual>(&expectation->form);
      if (equal == nullptr) continue;
      if (!derived) {
        derived.emplace(ground_.plan, ground_.contract, ground_.footing->table, again, options(true));
        if (!lacking()) derived->run();
      }
      const evaluate::ReasonId why = derived->reason(equal->measured, derived->term());
      if (why != evaluate::no_reason) outcome_.derivations += statement::explain_figure(why, derived->derivation(), ground_.sources, most_lines);
    }
  }

  const plan::Test& test_;
  Ground& ground_;
  Report& report_;
  std::optional<evaluate::Ranged> ranged_;
  Outcome outcome_{test_.title, test_.said, test_.expectations.size(), 0, true, {}};
};

}  // namespace

Outcome run_test(const plan::Test& test, Ground ground, Report& report) { return Running(test, ground, report).run(); }

}  // namespace whereas::trial

#include "interpreter/trial/trial.h"

#include "interpreter/trial/expecting.h"

#include "interpreter/statement/explain.h"
#include "interpreter/statement/netting.h"
#include "interpreter/statement/table.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::trial {

using syntax::match;

namespace {

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

  /// A test may ask for definitions alone: clauses are settled only where there are figures to settle on.
  bool has_figures() const {
    const plan::Plan& plan = ground_.plan;
    const data::Table& table = ground_.footing->table;
    for (std::size_t input = 0; input < plan.needed_inputs.size(); ++input) {
      if (plan.needed_inputs[input] && !ground_.contract.inputs[input].missing_is_zero && (input >= table.series.size() || !table.series[input])) return false;
    }
    return true;
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
    if (!has_figures()) return;
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
        if (has_figures()) derived->run();
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

#include "interpreter/trial/trial.h"

#include "interpreter/statement/explain.h"
#include "interpreter/statement/netting.h"
#include "interpreter/statement/table.h"
#include "lang/number/notation.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::trial {

using syntax::match;

namespace {

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

/// One test on its way from its figures to its outcome.
class Running {
 public:
  Running(const plan::Test& test, Ground& ground, Report& report) : test_(test), ground_(ground), report_(report) {}

  Outcome run() {
    if (ground_.footing) settle();
    const bool is_clean = take_expected_errors();
    if (!is_clean || !evaluation_) {
      outcome_.could_run = is_clean && !expects_figures();
      outcome_.failed = is_clean ? outcome_.failed + figures_expected() : outcome_.expectations;
      return std::move(outcome_);
    }
    ground_.found = {};  // from here on what tests ask for alone
    Expecting expecting(ground_.contract, *evaluation_, report_);
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

  evaluate::Evaluation evaluation(bool derive, Report& report) const {
    evaluate::Options options;
    options.derive = derive;
    if (!derive) options.tried = ground_.tried;
    options.agreements = ground_.footing->agreements;
    return {ground_.plan, ground_.contract, ground_.footing->table, report, std::move(options)};
  }

  void settle() {
    evaluation_.emplace(evaluation(false, ground_.found));
    if (!has_figures()) return;
    evaluation_->run();
    if (!ground_.found.has_errors()) keep_promises(ground_.plan, *evaluation_, ground_.footing->table, ground_.found);
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
    const evaluate::Payments& payments = evaluation_->payments();
    statement::Statement stated = statement::state(ground_.contract, ground_.footing->table, payments);
    stated.scenario = ground_.scenario;
    stated.net_lines = statement::net_lines(ground_.contract, payments, stated.term, stated.settled_to, {}, report_);
    return statement::write_table(stated);
  }

  /// Why the figures that came out otherwise are what they are: the run once more, with its reasons.
  void derive(const std::vector<const plan::Expectation*>& wrong) {
    constexpr std::size_t most_lines = 16;
    Report again;
    std::optional<evaluate::Evaluation> derived;
    for (const plan::Expectation* expectation : wrong) {
      const auto* equal = std::get_if<plan::ExpectEqual>(&expectation->form);
      if (equal == nullptr) continue;
      if (!derived) {
        derived.emplace(evaluation(true, again));
        if (has_figures()) derived->run();
      }
      const evaluate::ReasonId why = derived->reason(equal->measured, derived->term());
      if (why != evaluate::no_reason) outcome_.derivations += statement::explain_figure(why, derived->derivation(), ground_.sources, most_lines);
    }
  }

  const plan::Test& test_;
  Ground& ground_;
  Report& report_;
  std::optional<evaluate::Evaluation> evaluation_;
  Outcome outcome_{test_.title, test_.said, test_.expectations.size(), 0, true, {}};
};

}  // namespace

Outcome run_test(const plan::Test& test, Ground ground, Report& report) { return Running(test, ground, report).run(); }

}  // namespace whereas::trial

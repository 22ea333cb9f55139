#include "interpreter/trial/expecting.h"

#include "lang/number/notation.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

namespace whereas::trial {

using syntax::match;

bool Expecting::holds(const plan::Expectation& expectation) {
  return std::visit(match{
                        [&](const plan::ExpectEqual& equal) {
                          const auto figure = [&](evaluate::Evaluation& evaluation) { return evaluation.figure(equal.measured, evaluation.term()); };
                          return equals(expectation, measured(expectation.motions, figure), equal.expected);
                        },
                        [&](const plan::ExpectReceives& receives) {
                          const auto figure = [&](evaluate::Evaluation& evaluation) { return received(evaluation, receives, expectation.said); };
                          return equals(expectation, measured(expectation.motions, figure), receives.expected);
                        },
                        [&](const plan::ExpectRange& range) {
                          const auto figure = [&](evaluate::Evaluation& evaluation) { return evaluation.figure(range.measured, evaluation.term()); };
                          return lies(expectation, measured(expectation.motions, figure), range);
                        },
                        [](const auto&) { return true; },  // errors and statements are looked at where the test is run
                    },
                    expectation.form);
}

Expecting::Measured Expecting::measured(const check::Motions& motions, const Measure& measure) {
  Measured result;
  result.bends = ranged_.bends(motions);
  for (const bool most : {false, true}) {
    std::optional<Number>& end = most ? result.most : result.least;
    bool is_known = true;
    for (const std::size_t run : ranged_.runs_for(motions, most)) {
      hangs_.reset();
      const auto figure = measure(ranged_.evaluation(run));
      const auto hangs = hangs_ ? hangs_ : ranged_.evaluation(run).hung_on();
      if (!figure && !hangs) result.failed = true;
      if (!figure && hangs) result.hangs = hangs;
      if (!figure) is_known = false;
      if (figure && (!end || (most ? *end < *figure : *figure < *end))) end = figure;
    }
    if (!is_known) end.reset();
  }
  return result;
}

/// What is expected is itself known.
std::optional<Number> Expecting::known(plan::StepId step, Span said) {
  evaluate::Evaluation& evaluation = ranged_.evaluation(0);
  const auto figure = evaluation.figure(step, evaluation.term());
  if (!figure && evaluation.hung_on()) report_.add(code::not_decided).says("what the test expects hangs on a figure that the contract leaves open").at(said);
  return figure;
}

std::string Expecting::words(const Measured& measured) const {
  std::string words = "the contract leaves it open";
  if (measured.least && measured.most) words = fmt::format("the contract gives between {} and {}", grouped(*measured.least), grouped(*measured.most));
  else if (measured.least) words = fmt::format("the contract gives at least {}", grouped(*measured.least));
  else if (measured.most) words = fmt::format("the contract gives at most {}", grouped(*measured.most));
  if (!measured.hangs) return words;
  const check::EstimateInfo& figure = contract_.estimates[*measured.hangs];
  return fmt::format("{}, since it hangs on {}, which is {}", words, figure.name, figure.words);
}

bool Expecting::equals(const plan::Expectation& expectation, const Measured& measured, plan::StepId expected_step) {
  const auto expected = known(expected_step, expectation.said);
  std::optional<Number> within;
  if (expectation.within) within = known(*expectation.within, expectation.said);
  if (measured.failed || !expected || (expectation.within && !within)) return false;
  if (!measured.least || !measured.most || *measured.least != *measured.most) {
    auto& diagnostic = report_.add(code::not_decided).says(fmt::format("{}, and the test expects {}", words(measured), grouped(*expected))).at(expectation.said);
    diagnostic.help(measured.least && measured.most ? fmt::format("expect the range (`is between {} and {}`), or let a scenario decide the figure", grouped(*measured.least), grouped(*measured.most))
                                                    : std::string("expect what is known (`is at least …`, `is at most …`, `is unknown`), or let a scenario decide the figure"));
    return false;
  }
  const Number difference = *measured.least - *expected;
  if (difference.absolute() <= within.value_or(0)) return true;
  auto& diagnostic = report_.add(code::expectation_failed)
                         .says(fmt::format("the contract gives {}, and the test expects {}", grouped(*measured.least), grouped(*expected)))
                         .at(expectation.said)
                         .note(fmt::format("the difference is {}", grouped(difference)));
  if (within) diagnostic.note(fmt::format("which is not within {}", grouped(*within)));
  return false;
}

bool Expecting::lies(const plan::Expectation& expectation, const Measured& measured, const plan::ExpectRange& range) {
  const auto end = [&](const std::optional<plan::StepId>& step) { return step ? known(*step, expectation.said) : std::nullopt; };
  const auto least = end(range.least);
  const auto most = end(range.most);
  std::optional<Number> within;
  if (expectation.within) within = known(*expectation.within, expectation.said);
  if (measured.failed || (range.least && !least) || (range.most && !most) || (expectation.within && !within)) return false;
  const auto alike = [&](const std::optional<Number>& a, const std::optional<Number>& b) {
    return a && b ? (*a - *b).absolute() <= within.value_or(0) : !a && !b;
  };
  if (measured.bends && measured.least && measured.most) {
    report_.add(code::not_decided)
        .says(fmt::format("{} where an open figure is at its ends, and between them it may be less or more", words(measured)))
        .at(expectation.said)
        .help("no range can be expected of it: let a scenario decide the figure");
    return false;
  }
  if (alike(measured.least, least) && alike(measured.most, most)) return true;
  const bool is_exact = measured.least && measured.most && *measured.least == *measured.most;
  auto& diagnostic = report_.add(code::expectation_failed)
                         .says(fmt::format("{}, and the test expects otherwise", is_exact ? fmt::format("the contract gives {}", grouped(*measured.least)) : words(measured)))
                         .at(expectation.said);
  if (measured.bends) diagnostic.note("these are the figures found at the ends; between them it may be less or more");
  return false;
}

std::optional<Number> Expecting::received(evaluate::Evaluation& evaluation, const plan::ExpectReceives& expect, Span said) {
  Number total;
  std::optional<std::optional<std::string>> currency;
  const Period asked = expect.period.value_or(evaluation.term());
  if (!evaluation.is_settled(expect.party, asked)) {
    report_.add(code::no_figure)
        .says(fmt::format("what {} receives is asked for from {}, and the data does not reach its end", contract_.parties[expect.party].name, asked.text()))
        .at(said)
        .help("ask for periods that have been settled");
    return std::nullopt;
  }
  const auto is_asked = [&](const auto& settled, bool& is_part) {
    if (settled.to != expect.party && !(expect.net && settled.from == expect.party)) return false;
    if (!expect.period) return true;
    const Date due = settled.due.value_or(settled.period.last());
    const Period days = expect.by_due_date ? Period::through(due, due) : settled.period;
    is_part = expect.period->overlaps(days) && !expect.period->contains(days);
    return expect.period->overlaps(days);
  };
  for (const evaluate::Hanging& hanging : evaluation.payments().hanging) {
    bool is_part = false;
    if (!is_asked(hanging, is_part)) continue;
    hangs_ = *hanging.figures.begin();
    return std::nullopt;
  }
  for (const auto& payment : evaluation.payments().payments) {
    bool is_part = false;
    if (!is_asked(payment, is_part)) continue;
    if (is_part) {
      report_.add(code::split_inside_data).says(fmt::format("\"{}\" was paid for {}, of which only a part is asked for", payment.title, payment.period.text())).at(said).help("ask over whole settlement periods of that clause");
      return std::nullopt;
    }
    if (currency && *currency != payment.currency) {
      report_.add(code::unit_mismatch).says(fmt::format("{} receives in more than one currency", contract_.parties[expect.party].name)).at(said).help("ask for each clause by itself: `expect \"Share\" in 2026 = 360`");
      return std::nullopt;
    }
    currency = payment.currency;
    total += payment.to == expect.party ? payment.amount : -payment.amount;
  }
  return total;
}

}  // namespace whereas::trial

#include "tests/reference/agreement.h"

#include "interpreter/evaluate/evaluate.h"
#include "tests/reference/measures.h"
#include "tests/reference/reference.h"
#include "tests/reference/running.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace whereas::reference {

std::vector<ReferencePayment> as_in_statement(const evaluate::Payments& payments, const check::CheckedContract& contract) {
  std::vector<ReferencePayment> result;
  for (const auto& payment : payments.payments) {
    ReferencePayment one;
    one.title = payment.title;
    one.payer = contract.parties[payment.from].name;
    one.payee = contract.parties[payment.to].name;
    one.period = payment.label;
    if (payment.due) one.due = payment.due->text();
    const auto text = [&](const Number& amount) { return payment.rounding ? amount.fixed_text(std::max(payment.rounding->places, 0)) : amount.text(); };
    const auto end = [&](const std::optional<evaluate::End>& amount) { return amount ? text(amount->amount) : std::string("nothing known"); };
    one.amount = text(payment.amount);
    if (payment.spread) one.amount = end(payment.spread->least);
    if (payment.spread && end(payment.spread->most) != one.amount) one.amount += " to " + end(payment.spread->most);
    one.currency = payment.currency;
    result.push_back(std::move(one));
  }
  return result;
}

namespace {

using Outcome = Agreement::Outcome;

std::string in_words(const ReferencePayment& payment) {
  return payment.title + ", " + payment.period + ": " + payment.payer + " pays " + payment.payee + " " + payment.amount + " " +
         payment.currency.value_or("(no currency)") + ", due " + payment.due.value_or("(not said)");
}

/// Both lists side by side, where they differ.
std::string differences(const std::vector<ReferencePayment>& engine, const std::vector<ReferencePayment>& reference) {
  std::ostringstream lines;
  for (std::size_t i = 0; i < std::max(engine.size(), reference.size()); ++i) {
    const std::string one = i < engine.size() ? in_words(engine[i]) : "nothing";
    const std::string other = i < reference.size() ? in_words(reference[i]) : "nothing";
    if (one == other) {
      lines << "  both       " << one << '\n';
    } else {
      lines << "! engine     " << one << "\n! reference  " << other << '\n';
    }
  }
  return lines.str();
}

/// Both pay. `evaluation` is left as the engine's, for whoever asks further.
Agreement compare(Running& running, const Footing& footing, std::unique_ptr<evaluate::Ranged>& evaluation) {
  const check::CheckedContract& contract = running.contract();
  evaluation = running.engine(footing);
  evaluation->run();
  const auto by_engine = as_in_statement(evaluation->payments(), contract);
  const std::string engine_faults = running.errors();
  std::vector<ReferencePayment> by_reference;
  try {
    by_reference = pay(contract, footing.figures());
  } catch (const DataFault& fault) {
    if (!engine_faults.empty()) return {Outcome::both_failed, engine_faults + fault.what()};
    return {Outcome::differed, std::string("the reference finds no answer (") + fault.what() + "), the engine does\n" + differences(by_engine, {})};
  } catch (const NotCovered& words) {
    return {Outcome::not_covered, words.what()};
  }
  // The reference has no limit of digits: where the engine stops at its own, there is nothing to compare.
  if (engine_faults.find("number-too-long") != std::string::npos) return {Outcome::both_failed, engine_faults};
  // What does not split where a rate changes the engine refuses; the reference adds up the parts.
  if (engine_faults.find("rate-over-periods") != std::string::npos) return {Outcome::refused, engine_faults};
  if (!engine_faults.empty()) return {Outcome::differed, "the engine finds no answer, the reference does\n" + engine_faults + differences({}, by_reference)};
  if (by_engine == by_reference) return {Outcome::agreed, {}};
  return {Outcome::differed, differences(by_engine, by_reference)};
}

/// What a test expects, worked out by both.
Agreement compare_figures(Running& running, const Footing& footing, evaluate::Evaluation& evaluation, std::size_t test) {
  std::string story;
  const auto& expectations = running.contract().tests[test]->expectations;
  for (std::size_t i = 0; i < expectations.size(); ++i) {
    const auto* equals = std::get_if<syntax::Expectation::Equals>(&expectations[i].form);
    if (equals == nullptr) continue;
    const auto* planned = std::get_if<plan::ExpectEqual>(&running.plan().tests[test].expectations[i].form);
    if (planned == nullptr) continue;  // a least and a most, which the payments have been compared by
    const auto by_engine = evaluation.figure(planned->measured, evaluation.term());
    std::string engine = by_engine ? by_engine->text() : "no answer";
    std::string reference = "no answer";
    try {
      reference = amount_text(figure(running.contract(), footing.figures(), equals->measured), std::nullopt);
    } catch (const DataFault&) {
    } catch (const NotCovered& words) {
      return {Outcome::not_covered, words.what()};
    }
    if (engine != reference) story += "expectation " + std::to_string(i + 1) + ": engine " + engine + ", reference " + reference + "\n";
  }
  return {story.empty() ? Outcome::agreed : Outcome::differed, story};
}

}  // namespace

Agreement compare(const std::string& contract, const std::vector<DataFile>& data, const std::filesystem::path& folder) {
  Running running(contract, "contract", folder);
  if (running.has_errors()) return {Outcome::refused, running.errors()};
  const auto footing = running.footing(data, {}, true);
  if (!footing || running.has_errors()) return {Outcome::refused, running.errors()};
  std::unique_ptr<evaluate::Ranged> evaluation;
  return compare(running, *footing, evaluation);
}

std::vector<NamedAgreement> compare_all(const std::string& contract, const std::string& name, const std::vector<DataFile>& data, const std::filesystem::path& folder) {
  Running running(contract, name, folder);
  if (running.has_errors()) return {{"the contract", {Outcome::refused, running.errors()}}};
  std::vector<NamedAgreement> result;
  const auto run = [&](const std::string& figures, const std::vector<DataFile>& files, const std::vector<std::string>& scenarios, std::optional<std::size_t> test) {
    running.begin_again();
    const auto footing = running.footing(files, scenarios, !test);
    if (!footing || running.has_errors()) {
      result.push_back({figures, {Outcome::refused, running.errors()}});
      return;
    }
    std::unique_ptr<evaluate::Ranged> evaluation;
    result.push_back({figures, compare(running, *footing, evaluation)});
    if (test && result.back().agreement.outcome == Outcome::agreed) result.push_back({figures + ", expected", compare_figures(running, *footing, evaluation->evaluation(0), *test)});
  };
  run("data", data, {}, std::nullopt);
  for (const auto& scenario : running.scenarios()) run("scenario " + scenario, data, {scenario}, std::nullopt);
  for (std::size_t i = 0; i < running.contract().tests.size(); ++i) {
    const syntax::Test& test = *running.contract().tests[i];
    std::vector<DataFile> files;
    std::vector<std::string> scenarios;
    for (const auto& given : test.given) {
      if (!given.text.ends_with(".csv")) {
        scenarios.push_back(given.text);
        continue;
      }
      std::ifstream file(folder / given.text, std::ios::binary);
      files.push_back({given.text, {std::istreambuf_iterator<char>(file), {}}});
    }
    run("test " + test.title.text, files, scenarios, i);
  }
  return result;
}

}  // namespace whereas::reference

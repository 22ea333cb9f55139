#include "tests/reference/agreement.h"

#include "interpreter/data/table.h"
#include "interpreter/evaluate/evaluate.h"
#include "interpreter/plan/lower.h"
#include "lang/check/check.h"
#include "lang/program/program.h"
#include "tests/reference/measures.h"
#include "tests/reference/reference.h"

#include <fstream>
#include <iterator>
#include <sstream>

namespace whereas::reference {

namespace {

class FolderFiles : public program::Files {
 public:
  explicit FolderFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::optional<Text> read(std::string_view name, std::string_view, std::string& why) override {
    std::ifstream file(folder_ / name, std::ios::binary);
    if (folder_.empty() || !file) {
      why = "there is no such file";
      return std::nullopt;
    }
    return Text{std::string(name), std::string(std::istreambuf_iterator<char>(file), {}), std::string(name)};
  }

 private:
  std::filesystem::path folder_;
};

std::string errors_of(const Report& report, const Sources& sources) {
  std::string lines;
  for (const auto& diagnostic : report.ordered()) {
    if (severity(diagnostic.code) != Severity::error) continue;
    const Source& source = sources[diagnostic.primary.span.source];
    lines += source.name() + ":" + std::to_string(source.place_of(diagnostic.primary.span.begin).line) + ": " + std::string(name(diagnostic.code)) + ": " +
             diagnostic.message + "\n";
  }
  return lines;
}

std::vector<ReferencePayment> as_in_statement(const evaluate::Payments& payments, const check::CheckedContract& contract) {
  std::vector<ReferencePayment> result;
  for (const auto& payment : payments.payments) {
    ReferencePayment one;
    one.title = payment.title;
    one.payer = contract.parties[payment.from].name;
    one.payee = contract.parties[payment.to].name;
    one.period = payment.label;
    if (payment.due) one.due = payment.due->text();
    one.amount = payment.rounding ? payment.amount.fixed_text(std::max(payment.rounding->places, 0)) : payment.amount.text();
    one.currency = payment.currency;
    result.push_back(std::move(one));
  }
  return result;
}

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

}  // namespace

Agreement compare(const std::string& contract_text, const std::vector<DataFile>& data, const std::filesystem::path& folder) {
  using Outcome = Agreement::Outcome;
  Sources sources;
  Report report;
  FolderFiles files(folder);
  const Source& root = sources.add("contract.deal", contract_text);
  const program::Program program = program::load(root, "contract", sources, files, report);
  const check::CheckedContract contract = check::check(program, sources, report);
  if (report.has_errors()) return {Outcome::refused, errors_of(report, sources)};

  std::vector<SourceId> ids;
  for (const auto& file : data) ids.push_back(sources.add(file.name, file.text).id());
  const data::Table table = data::read_table(ids, contract, std::vector<bool>(contract.inputs.size(), true), sources, report);
  if (report.has_errors()) return {Outcome::refused, errors_of(report, sources)};

  const plan::Plan plan = plan::lower(contract, sources);
  evaluate::Evaluation evaluation(plan, contract, table, report);
  const auto by_engine = as_in_statement(evaluation.run(), contract);
  const std::string engine_faults = errors_of(report, sources);

  std::vector<ReferencePayment> by_reference;
  try {
    by_reference = pay(contract, table);
  } catch (const DataFault& fault) {
    if (!engine_faults.empty()) return {Outcome::both_failed, engine_faults + fault.what()};
    return {Outcome::differed, std::string("the reference finds no answer (") + fault.what() + "), the engine does\n" + differences(by_engine, {})};
  } catch (const NotCovered& words) {
    return {Outcome::not_covered, words.what()};
  }
  // The reference has no limit of digits: where the engine stops at its own, there is nothing to compare.
  if (engine_faults.find("number-too-long") != std::string::npos) return {Outcome::both_failed, engine_faults};
  if (!engine_faults.empty()) return {Outcome::differed, "the engine finds no answer, the reference does\n" + engine_faults + differences({}, by_reference)};
  if (by_engine == by_reference) return {Outcome::agreed, {}};
  return {Outcome::differed, differences(by_engine, by_reference)};
}

}  // namespace whereas::reference

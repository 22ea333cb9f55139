#pragma once

#include "interpreter/evaluate/payment.h"
#include "tests/reference/reference.h"

#include <filesystem>
#include <string>
#include <vector>

/// One contract, run by the engine and by the reference.
namespace whereas::reference {

struct DataFile {
  std::string name;
  std::string text;
};

struct Agreement {
  enum class Outcome {
    refused,      ///< the contract or its data has errors: nothing to compare
    not_covered,  ///< the reference does not know something that the contract says
    agreed,       ///< the same payments, field by field
    both_failed,  ///< both say that the data has no answer
    differed
  } outcome;
  std::string story;  ///< the errors of what was refused; of a difference, the payments of both
};

/// The engine's payments as the reference tells its own.
std::vector<ReferencePayment> as_in_statement(const evaluate::Payments& payments, const check::CheckedContract& contract);

/// `folder` is where the contract's `use` looks.
Agreement compare(const std::string& contract, const std::vector<DataFile>& data, const std::filesystem::path& folder = {});

/// The same contract on other figures.
struct NamedAgreement {
  std::string figures;  ///< `data`, or the title of a scenario or test
  Agreement agreement;
};
/// On its data, on each of its scenarios, and on what each of its tests is given, with the figures that the test expects.
std::vector<NamedAgreement> compare_all(const std::string& contract, const std::string& name, const std::vector<DataFile>& data, const std::filesystem::path& folder);

}  // namespace whereas::reference

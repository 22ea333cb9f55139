#pragma once

#include "interpreter/data/table.h"
#include "lang/check/checked.h"
#include "tests/reference/exact.h"

#include <optional>
#include <string>
#include <vector>

/// A second evaluator, slow and plain: it reads the checked tree as a lawyer would read the page, window by window and cell by cell,
/// and shares nothing with the plan and the evaluator but the tree, the calendar and the figures. Where the two differ, one is wrong.
namespace whereas::reference {

struct ReferencePayment {
  std::string title;
  std::string payer;
  std::string payee;
  std::string period;                   ///< `2026-Q1`, `2026-02-15`
  std::optional<std::string> due;       ///< `2026-05-15`
  std::string amount;                   ///< as in the JSON statement: `12.50`, `1/3`; with a least and a most `12.00 to 18.00`
  std::optional<std::string> currency;

  friend bool operator==(const ReferencePayment&, const ReferencePayment&) = default;
};

/// What the figures that a contract only bounds are taken to be, by EstimateId; nothing where one is left open.
using Taken = std::vector<std::optional<Exact>>;

/// What a contract is paid on: its figures, and those of the contracts that it asks.
struct Figures {
  const data::Table* table;
  std::vector<Figures> others;  ///< by AskedFigure::agreement
  Taken taken{};
};

/// Every payment that the contract makes on these figures, in the statement's order. Throws DataFault (a std::runtime_error) where the data
/// has no answer, and NotCovered where the contract says something that this evaluator does not know.
std::vector<ReferencePayment> pay(const check::CheckedContract& contract, const Figures& figures);

/// One figure over the term, for whoever looks back at everything that was paid.
Exact figure(const check::CheckedContract& contract, const Figures& figures, const syntax::Expression& expression);

}  // namespace whereas::reference

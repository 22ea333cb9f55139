#pragma once

#include "interpreter/statement/netting.h"
#include "interpreter/statement/statement.h"

#include <optional>
#include <string>
#include <vector>

namespace whereas::statement {

/// The same contracts on the figures of one scenario, or on the data alone.
struct Run {
  std::optional<std::string> scenario;
  std::vector<Statement> contracts;  ///< one or more
  Netting netting;
};

/// One thing that is paid, on the figures of every scenario. Words are empty where a row is about all of them.
struct Compared {
  std::string deal;
  std::string period;
  std::string clause;
  std::string from;  ///< of a net position: the party
  std::string to;
  std::optional<Date> last;                   ///< of its period
  std::optional<std::string> currency;
  std::vector<std::optional<Money>> amounts;  ///< by scenario; nothing where its figures settle no such payment
  std::vector<std::optional<Date>> dues;      ///< by scenario, of a payment
  std::vector<std::optional<Date>> ends;      ///< by scenario: where its figures end, before the term does

  /// What is paid more than on the first scenario's figures. Nothing where one of the two is missing, or reaches less far than the other
  /// within what the row is about: the one is then a sum of more periods than the other.
  std::optional<Money> difference(std::size_t scenario) const;
  /// The difference as a part of the first amount: 0.25 for a quarter more. Nothing where that is zero.
  std::optional<Number> change(std::size_t scenario) const;
};

/// Statements of the same contracts side by side.
struct Comparison {
  std::vector<std::string> scenarios;
  std::vector<Compared> payments;   ///< by last day, then as the contracts have them
  std::vector<Compared> clauses;
  std::vector<Compared> years;
  std::vector<Compared> positions;  ///< net, of each party; with `by_period` for each period
};

/// Puts the runs side by side; the first is what the others differ from.
Comparison compare(const std::vector<Run>& runs, bool positions_by_period);

}  // namespace whereas::statement

#pragma once

#include "interpreter/evaluate/evaluate.h"

#include <map>
#include <utility>

namespace whereas::evaluate {

/// Another contract that this one asks for figures: settled once, on figures of its own.
class Agreement {
 public:
  /// Settles it, where the table has what its clauses need; a test may ask for definitions alone. The plan and the contract must outlive it.
  Agreement(const plan::Plan& plan, const check::CheckedContract& contract, data::Table table, Report& report, Options options);
  Agreement(const Agreement&) = delete;  // the evaluation points at the table
  Agreement& operator=(const Agreement&) = delete;

  /// One of the figures that the plan is asked for, over a window inside its term, with its derivation written on in `into`. Nothing,
  /// reported, where it cannot be worked out.
  std::optional<std::pair<Number, ReasonId>> figure(std::uint32_t asked, const Period& window, Derivation& into);

  const data::Table& table() const { return table_; }
  const Period& term() const { return evaluation_.term(); }
  /// The last day up to which it knows its figures.
  Date reaches() const { return table_.data_ends && *table_.data_ends < term().last() ? *table_.data_ends : term().last(); }

 private:
  ReasonId copied(ReasonId why, Derivation& into);

  const plan::Plan& plan_;
  data::Table table_;
  bool derives_;
  Evaluation evaluation_;
  std::map<const Derivation*, std::map<ReasonId, ReasonId>> copies_;  ///< one contract may be asked by several runs of another
};

}  // namespace whereas::evaluate

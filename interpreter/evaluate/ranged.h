#pragma once

#include "interpreter/evaluate/evaluate.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

/// What a contract pays whose text only bounds some figures (docs/language: Ranges).
namespace whereas::evaluate {

/// Several runs of one plan on one table, each with every bounded figure at one of its ends; as many as are needed for the least and the
/// most of every payment. Without such figures, or where a scenario decides them all, one run.
class Ranged {
 public:
  /// `options.taken`: what scenarios decide. The plan, the contract and the table must outlive it.
  Ranged(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table, Report& report, Options options = {});

  /// Settles every clause. Once.
  void run();
  Ranged(const Ranged&) = delete;
  Ranged& operator=(const Ranged&) = delete;
  const Payments& payments() const { return *paid_; }
  /// The term, or the data's extent.
  const Period& term() const { return runs_.front()->term(); }

  /// The runs in which the least of an amount is found that moves so, or the most.
  std::vector<std::size_t> runs_for(const check::Motions& motions, bool most);
  /// All ends of these figures.
  std::vector<std::size_t> runs_at_ends(const std::set<check::EstimateId>& figures);
  Evaluation& evaluation(std::size_t run) { return *runs_[run]; }
  const Evaluation& evaluation(std::size_t run) const { return *runs_[run]; }
  std::size_t count() const { return runs_.size(); }
  /// Whether a scenario leaves the figure as the contract has it.
  bool is_open(check::EstimateId figure) const { return figure >= decided_.size() || !decided_[figure]; }
  /// `with google_rate at 20% and hosting at 80,000,000,000`; of a run with figures of which each is at an end.
  std::string words(std::size_t run) const;
  /// The statement says it beneath the figures.
  void remark(std::string text) { paid_->remarks.push_back({std::move(text)}); }
  /// Whether between its ends a figure may make the amount more or less than at them.
  bool bends(const check::Motions& motions) const;

 private:
  std::size_t run_with(const Taken& taken);
  std::vector<std::size_t> runs_with(const std::vector<std::pair<check::EstimateId, bool>>& both, Taken taken);
  std::optional<Number> end(check::EstimateId figure, bool most) const;
  unsigned end_in(std::size_t run, check::EstimateId figure) const;
  Ends ends_met(const check::Motions& motions, const std::vector<std::size_t>& runs) const;
  std::set<check::EstimateId> bounded_bends(const check::Motions& motions) const;
  void join();
  void join_remarks();
  void remark_on_bends();

  const plan::Plan& plan_;
  const check::CheckedContract& contract_;
  const data::Table& table_;
  Report& report_;
  Options options_;
  Taken decided_;
  std::vector<std::unique_ptr<Evaluation>> runs_;
  std::vector<Taken> taken_;  ///< beside the runs
  std::size_t blank_ = 0;     ///< the run that knows nothing of what is open
  bool is_settled_ = false;   ///< `run` has been asked for
  Payments payments_;             ///< of several runs
  Payments* paid_ = &payments_;   ///< or those of the one
};

}  // namespace whereas::evaluate

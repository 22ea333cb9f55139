#pragma once

#include "lang/check/infer.h"

namespace whereas::check {

/// Checks one commitment: that it says over what it counts, what a shortfall costs and what becomes of an excess; that its minimums are of
/// the unit that is bought, lie in the term, and are tested on a day on which it settles.
class CommitmentCheck {
 public:
  /// `counted_from`: the day from which it counts, where that is inside the term.
  CommitmentCheck(Checking& checking, Inference& inference, ClauseInfo& info, std::optional<Date> counted_from = std::nullopt);

  void check();

 private:
  struct Window {  ///< of one minimum: the first and the day after the last
    Period days;
    const syntax::Minimum* minimum = nullptr;
  };

  void check_lines();
  void check_measure();
  void check_price(const Type& bought);
  void check_counting();
  void check_minimum(const syntax::Minimum& minimum);
  void check_window(const syntax::Minimum& minimum, const syntax::DayOrPeriod& period);
  void check_milestone(const syntax::Minimum& minimum, const syntax::DayOrPeriod& day);
  void warn_of_more_than_all(const syntax::Minimum& minimum);
  void check_each(Frequency window, Span at);
  void check_overlaps();
  void check_shortfall();
  void check_excess();
  void check_made_up();
  void check_due();
  void require_settlement(Date last, Span at, std::string_view what);

  /// The lengths of the windows in which minimums count by themselves, each once.
  std::set<Frequency> lengths() const;
  /// Whether a minimum can be followed by another of its length.
  bool recurs() const;
  bool has_one_window_only() const;
  bool has_milestones() const;
  /// Where a line can be added.
  Span first_line() const;

  Checking& checking_;
  Inference& inference_;
  ClauseInfo& info_;
  const syntax::Commitment& commitment_;
  std::optional<Date> counted_from_;
  bool is_prorated_ = false;
  std::vector<Window> windows_;
};

/// restated_commitments.cpp: a commitment that an amendment restates is checked as what it has become. `place`: of the text among its texts.
void check_restated_commitment(Checking& checking, Inference& inference, const ClauseInfo& info, std::size_t place);
/// Asks what becomes of minimums whose windows are open when the commitment ends, or is counted anew.
void check_open_minimums(Checking& checking, Inference& inference, const ClauseInfo& info);

}  // namespace whereas::check

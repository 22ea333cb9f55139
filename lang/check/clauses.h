#pragma once

#include "lang/check/currencies.h"

namespace whereas::check {

/// Checks one clause: that it pays money, that its tiers end and rise, that each proviso makes sense where it stands, and what can go
/// negative. clauses.cpp has the amounts, provisos.cpp the provisos, kept_lines.cpp those that keep, carry or credit something.
class ClauseCheck {
 public:
  ClauseCheck(Checking& checking, Inference& inference, ClauseInfo& info);

  void check();

 private:
  void check_share(const syntax::Share& share);
  bool asks_how_often(const syntax::Share& share);
  bool offer_days_of_clause(const syntax::Expression& amount, Diagnostic& diagnostic) const;
  void check_tiers(const syntax::Tiers& tiers);
  void check_band_rate(const syntax::Tiers& tiers, const Type& basis, const syntax::Band& band);
  void check_fixed(const syntax::FixedSums& fixed);
  void check_dated(const syntax::DatedSums& dated);
  // sums_on_days.cpp
  void ask_odd_cents(const syntax::DividedSum& divided, const Number& all);
  void check_divided(const syntax::DividedSum& divided);
  void check_instalments(const syntax::Instalments& instalments);
  void check_milestones(const syntax::Milestones& milestones);
  void refuse_sum_of_two(const syntax::Milestone& sum);
  void check_less_paid(const syntax::ToDateLessPaid& less_paid);
  // loans.cpp
  bool is_known_of_loan(const syntax::Expression& figure, const Type& type);
  void check_loan(const syntax::Loan& loan);
  std::optional<Date> loan_day(const syntax::DayOrPeriod& day, std::string_view what);

  void check_due();
  void warn_cut_by_an_event(const syntax::Due& due);
  void ask_how_things_are_rounded();
  void check_provisos();
  /// What is withheld or kept back: a rate.
  void check_part(const syntax::Expression& rate);
  /// Lines that may stand once, that say opposite things, or that leave the clause no day.
  void check_lines_together();
  void refuse_lines_again();
  /// `at least 100 each year while exclusive`: of the line, or of the clause?
  void check_days_in_force();
  /// A cap below a guarantee: the two lines say two sums.
  void check_limits_agree();
  void check_proviso(const syntax::Proviso& proviso);
  // limits.cpp: over what limits count
  void check_limit(const syntax::Proviso& proviso, const syntax::Expression& limit, const syntax::LimitWindow& window);
  void check_limit_each(const syntax::Proviso& proviso, Frequency each);
  void check_limit_over(const syntax::Proviso& proviso, const syntax::FromTo& stretch);
  void ask_of_rate_on_what_was_paid(const syntax::Expression& limit, const syntax::LimitWindow& window);
  void check_credited(const syntax::Proviso& proviso, const syntax::AtLeast& guarantee);
  // kept_lines.cpp
  Span own_words(const syntax::Proviso& proviso) const;
  void check_the_end(const syntax::Proviso& proviso);
  void check_nothing_if_under(const syntax::Proviso& proviso, const syntax::NothingIfUnder& nothing);
  void check_crediting(const syntax::Proviso& proviso, const syntax::Crediting& crediting);
  void check_grossed_up(const syntax::GrossedUp& grossed);
  void check_held_back(const syntax::HeldBack& held);
  void check_release_over(const syntax::HeldBack& held, Date until);
  void check_releases(const syntax::HeldBack& held, std::optional<Date> until);
  void refuse_lot_inside(const syntax::FirstFrom& first, const syntax::CreditLot& lot);
  bool hangs_on_event(const syntax::DayOrPeriod& day) const;
  void check_charged(const syntax::Proviso& proviso, const syntax::LateInterest& late);
  void check_late(const syntax::Proviso& proviso, const syntax::LateInterest& late);

  void check_recouping(const syntax::Recouping& recouping);
  void check_first_from(const syntax::FirstFrom& first);
  void check_deferred(const syntax::Deferred& deferred);
  void check_losses(const syntax::Proviso& proviso);
  void check_dated_provisos();
  void ask_which_days(const syntax::Due& due);
  void check_provisos_of_less_paid();
  void warn_broken_limits();
  void warn_lost_sums();
  bool says_below_zero() const;
  void ask_below_zero();
  void ask_whose_losses();
  void check_until(const syntax::UntilDay& until, Span whole);
  void check_counted(const syntax::Proviso& proviso, const syntax::Counted& counted);

  /// The days on which the clause is in force, by `from`, `until` and `through`; nothing where there are none, or the deal has no term.
  std::optional<Period> days_in_force() const;
  void ask_part_window(Frequency window, Span at, std::string_view what);
  void ask_standing_part(const syntax::Expression& amount, std::optional<Frequency> window);
  void warn_idle_proration();
  void warn_year(Frequency window, Span at);
  void warn_of_first_rise(const syntax::Rise& rise);
  bool require_in_term(Date day, Span at, std::string_view what);
  bool rates_change() const;

  Checking& checking_;
  Inference& inference_;
  ClauseInfo& info_;
  const syntax::Clause& clause_;
  OwnCurrency currency_;
  bool may_be_negative_ = false;
  bool limits_clash_ = false;  ///< a cap below a guarantee has been refused
  bool prorated_ = false;
  bool counts_windows_ = false;  ///< something in it can count in part
};

/// A limit `over any 12 months` that is made of no whole settlements, or is none that can be kept. limits.cpp
void refuse_rolling(Checking& checking, Span line, const syntax::RollingWindow& window, bool is_least, std::optional<Frequency> settled, std::string_view what_settles);

/// A literal's value, where the words are one.
std::optional<Number> literal(const syntax::Expression& expression);

/// restated.cpp: a clause that an amendment restates is checked as the clause it has become. `place`: of the text among those of the clause.
void check_restated(Checking& checking, Inference& inference, const ClauseInfo& info, std::size_t place);
/// Asks whether caps, guarantees and tiers of the text before count on under this one. counts_on.cpp
void ask_what_counts_on(Checking& checking, const ClauseInfo& info, const ClauseText& before, const ClauseText& text);

/// Asks the same of names that rise. counts_on.cpp
void ask_how_names_count(Checking& checking);

/// Whether a line keeps, carries or has still to recoup something that can be given a name.
bool keeps_a_balance(const syntax::Proviso& proviso);
/// Whether a measure with exceptions is named in it, itself or through definitions.
bool names_a_change(const Checking& checking, const syntax::Expression& expression);

}  // namespace whereas::check

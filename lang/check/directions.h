#pragma once

#include "lang/check/motion.h"

#include <optional>
#include <set>

namespace whereas::check {

/// Which way every amount of a contract goes in the figures that it only bounds. Never says more than is certain for all data: what is not
/// worked out here may go either way.
class Directions {
 public:
  explicit Directions(const CheckedContract& contract) : contract_(contract) {}

  Motions of(const syntax::Expression& expression);
  /// Of each single payment.
  const Motions& of(ClauseId clause);
  /// Of the differences that a condition tests, together.
  Motions of(const syntax::Condition& condition);
  /// The figures that a condition hangs on.
  std::set<EstimateId> entering(const syntax::Condition& condition);
  std::set<EstimateId> entering(const syntax::Expression& expression);
  std::set<EstimateId> entering(ClauseId clause);

 private:
  struct Told {  ///< to a measure in parentheses, or behind `after`
    Motions motions;
    bool positive = false;
  };
  struct Seen {
    std::set<MeasureId> measures;
    std::set<ClauseId> clauses;
    std::set<EstimateId> figures;
  };
  /// What a clause lets through, line after line.
  struct Amounting {
    Motions motions;
    bool positive = false;  ///< never below zero
  };

  // directions.cpp
  Motions of_name(const syntax::Expression& expression, const syntax::NameUse& use);
  Motions of_measure(MeasureId id, std::vector<Told> told);
  Motions of_risen(Motions figure, const syntax::Rise& rise);
  Motions of_symbol(const Symbol& symbol);
  Motions of_after(const syntax::After& after);
  using Join = Motions (*)(const Motions&, bool, const Motions&, bool);
  bool is_in_parts(const syntax::Expression& left, const syntax::Expression& right);
  Motions of_product(const syntax::Expression& left, const syntax::Expression& right, Join join);
  Motions of_deductions(const syntax::After& after);
  Motions of_arithmetic(const syntax::Arithmetic& arithmetic);
  Motions of_per(const syntax::Expression& expression, const syntax::Per& per);
  Motions of_interest(const syntax::Interest& interest);
  Motions unsteady_in(const syntax::Expression& expression) { return all_unsteady(entering(expression)); }
  static Motions all_unsteady(const std::set<EstimateId>& figures);
  bool positive(const syntax::Expression& expression);
  bool positive(const Symbol& symbol);
  bool given_positive(InputId input) const;
  bool measure_positive(MeasureId id, std::vector<Told> told);
  std::vector<Told> told_of(const std::vector<syntax::Expression>& arguments);

  void collect(const syntax::Expression& expression, Seen& seen);
  void collect(const Symbol& symbol, Seen& seen);
  void collect(const syntax::Condition& condition, Seen& seen);
  void collect(ClauseId clause, Seen& seen);
  std::set<ClauseId> sharing_with(ClauseId clause) const;

  // payment_directions.cpp
  Motions work_out(ClauseId clause);
  Motions of_text(const ClauseText& text);
  Amounting of_amount(const ClauseText& text);
  Amounting of_tiers(const ClauseText& text, const syntax::Tiers& tiers);
  void let_through(const ClauseText& text, const syntax::Proviso& proviso, Amounting& amount);
  void at_least(const ClauseText& text, const syntax::AtLeast& guarantee, Amounting& amount);
  void at_most(const ClauseText& text, const syntax::AtMost& cap, Amounting& amount);
  void kept_part(const syntax::Expression& rate, bool grossed_up, Amounting& amount);
  /// Each settlement counts by itself; not where an amendment divides one between two texts.
  static bool settles_each(const ClauseText& text, Frequency window) { return text.settlement.frequency == window && !text.from && !text.end; }
  static bool settles_each(const ClauseText& text, const syntax::LimitWindow& window) { return syntax::frequency_of(window) && settles_each(text, *syntax::frequency_of(window)); }

  const CheckedContract& contract_;
  std::vector<Told> parameters_;
  std::set<MeasureId> under_way_;
  std::set<MeasureId> signs_under_way_;
  std::set<ClauseId> clauses_under_way_;
  std::map<MeasureId, Motions> known_measures_;
  std::map<MeasureId, bool> known_positive_;
  std::map<ClauseId, Motions> known_;
};

}  // namespace whereas::check

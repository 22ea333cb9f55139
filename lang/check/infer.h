#pragma once

#include "lang/check/checking.h"

namespace whereas::check {

bool is_money(const Type& type, const CheckedContract& contract);
/// Of one unit that is no currency: tokens, hours.
bool is_quantity(const Type& type, const CheckedContract& contract);

/// Works out the type of expressions, and reports units that do not go together. A measure with parameters is typed once for each set of
/// types it is told; any other measure once.
class Inference {
 public:
  explicit Inference(Checking& checking) : checking_(checking), contract_(checking.contract), told_(checking.contract.measures.size()) {}

  Type of(const syntax::Expression& expression);
  void of(const syntax::Condition& condition);
  Type of_measure(MeasureId id, const std::vector<Type>& told);
  Type of_measure(MeasureId id, const std::vector<Type>& told, Span at);  ///< `at`: the words that name it

  /// The common type of two figures that are added, compared or chosen between; reports a mismatch with both places.
  Type together(const Type& a, const syntax::Expression& at_a, const Type& b, const syntax::Expression& at_b, std::string_view verb);
  /// Money where money is meant: a plain number will do where the deal has one currency.
  Type as_money(const Type& type, const syntax::Expression& at, std::string_view what);
  /// A rate where a rate is meant; a plain number is refused.
  /// `instead`: what to write where a plain number of the data stands there.
  void as_rate(const Type& type, const syntax::Expression& at, std::string_view instead = {});
  /// What rises from year to year is a figure that stays the same otherwise.
  void check_first_year(const syntax::Rise& rise);
  void check_rise(const syntax::Rise& rise, const Type& risen, const syntax::Expression& what);

 private:
  /// `5% plus 5`: beside a rate a plain number is one whose percent sign was forgotten.
  void refuse_plain_beside_rate(const Type& a, const syntax::Expression& at_a, const Type& b, const syntax::Expression& at_b);
  std::string words_for_declared_rate(const syntax::Expression& at) const;
  void offer_percentage(Diagnostic& diagnostic, const syntax::Expression& plain) const;
  Type work_out(const syntax::Expression& expression);
  /// What the clause pays in.
  UnitId currency_of(ClauseId clause) const;
  Type of_name(const syntax::Expression& expression, const syntax::NameUse& use);
  Type of_money(const syntax::MoneyLiteral& money);
  Type of_arithmetic(const syntax::Expression& expression, const syntax::Arithmetic& arithmetic);
  Type of_sum(const syntax::Arithmetic& arithmetic, const Type& left, const Type& right);
  bool refuse_price_times_money(const syntax::Expression& expression, const Type& left, const Type& right);
  Type product(const syntax::Expression& expression, const Type& left, const Type& right);
  Type quotient(const syntax::Expression& expression, const Type& left, const Type& right);
  Type of_after(const syntax::Expression& expression, const syntax::After& after);
  bool refuse_day_after(const syntax::After& after);
  void offer_part_left(Diagnostic& diagnostic, const syntax::Expression& whole, const syntax::Expression& part, bool plus) const;
  void offer_price(Diagnostic& diagnostic, const Type& type, const syntax::Expression& at) const;
  void offer_currency(Diagnostic& diagnostic, const syntax::Expression& at) const;
  Type of_deductions(const syntax::After& after);
  Type of_extreme(const syntax::Extreme& extreme);
  Type of_excess(const syntax::ExcessOf& excess);
  Type of_tiered(const syntax::Tiers& tiers);
  Type of_tier(const syntax::Tiers& tiers, const Type& basis, const syntax::Band& band);
  bool restates_paid(const syntax::Tiers& tiers) const;
  Type of_periods(const syntax::OfPeriods& periods);
  Type of_time(const syntax::TimeBetween& between);
  Type of_estimate(const syntax::Expression& expression, const syntax::Estimate& estimate);
  void check_record_day(const syntax::DayOfRecord& row);
  Type of_interest(const syntax::Interest& interest);
  Type of_yearly_change(const syntax::YearlyChange& change);
  Type of_over_dimension(const syntax::OverDimension& over);
  void check_free(const syntax::OverDimension& over, bool of_records);
  void check_recipient(const syntax::ClauseUse& use, const ClauseInfo& paying);
  Type of_windowed(const syntax::Windowed& windowed);
  Type of_per(const syntax::Expression& expression, const syntax::Per& per);
  Type moved(const syntax::Expression& expression, const syntax::Arithmetic& arithmetic, const Type& left, const Type& right);
  /// A mistake inside a standard measure is one of the line that tells it its figures.
  void show_in_contract(Diagnostic& diagnostic) const;
  std::string description(const Type& type) const { return describe(type, contract_.units); }

  Checking& checking_;
  CheckedContract& contract_;
  struct Asked {
    MeasureId measure = 0;
    Span at;
  };
  std::optional<Asked> asked_;    ///< the standard measure that is being typed, and where the contract names it
  std::vector<Type> parameters_;  ///< of the measure whose body is being typed
  std::vector<std::vector<std::pair<std::vector<Type>, Type>>> told_;
  std::set<MeasureId> under_way_;
};

/// What tests expect: figures of one kind, parties that there are, errors that there are. tests.cpp
void check_tests(Checking& checking, Inference& inference);
/// Promises, and the figures of scenarios: trials.cpp.
void infer_trials(Checking& checking, Inference& inference);

}  // namespace whereas::check

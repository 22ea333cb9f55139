#pragma once

#include "lang/check/checking.h"

#include <functional>
#include <optional>

namespace whereas::check {

using Dimensions = std::set<DimensionId>;

/// An expression summed: a sum takes everything to its right, so it stands in parentheses where anything follows.
Edit summed(const Checking& checking, const syntax::Expression& expression, const std::string& how);

/// What a formula makes of figures that are given by channel, product or row: products of two of them, rates and payments of all together.
class OverDimensions {
 public:
  explicit OverDimensions(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  /// A name that is of one value alone, where nothing has chosen one.
  void refuse_together(const syntax::Expression& expression) {
    if (told_.contains(&expression)) return;
    refuse_rates_together(expression);
    refuse_told_apart_together(expression);
  }
  /// `done`: multiplied, divided, compared.
  void refuse_over_dimension(const syntax::Expression& expression, const syntax::Expression& a, const syntax::Expression& b, std::string_view done);
  /// A formula that is another of a total than of its parts, of figures that are given by product. total_or_each.cpp
  bool ask_total_or_each(const syntax::Expression& expression, const std::vector<const syntax::Expression*>& figures);
  /// The dimensions of what a measure is told: its parameters are given by them while `call` is looked into.
  std::vector<Dimensions> dimensions_told(const syntax::Expression& call);
  void look_inside(const syntax::Expression& call, const std::function<void()>& look);
  void refuse_part_of_a_payment(const syntax::Filtered& filtered);
  /// `sales where product is "P"`, of sales that are given for all products together.
  void refuse_part_of_a_whole(const syntax::Filtered& filtered);
  void refuse_payment_for_each(const syntax::OverDimension& over);
  /// `the sum over product of (sales less fee)`, of a fee that is given for all products together.
  void refuse_whole_for_each(const syntax::OverDimension& over);
  /// `the sum over product of (rate of sales)`, of a rate that depends on the sales of all products together.
  void refuse_condition_for_each(const syntax::OverDimension& over);
  Dimensions pinned_by(const syntax::Expression& expression) const;

  Dimensions pinned;  ///< what stands around has chosen one value, or takes each by itself

 private:
  void refuse_rates_together(const syntax::Expression& expression);
  void refuse_told_apart_together(const syntax::Expression& expression);
  void offer_for_each(Diagnostic& diagnostic, const syntax::Expression& paid, const syntax::Name& dimension);
  const syntax::Expression* find_payment(const syntax::Expression& expression, const syntax::Name& dimension);
  const syntax::Expression* find_payment(const syntax::Expression& expression, DimensionId dimension);
  Dimensions dimensions_told_apart(MeasureId id) const;
  Dimensions dimensions_of(const syntax::Expression& expression);
  const syntax::Exception* find_condition(const syntax::Expression& expression, DimensionId dimension, std::set<MeasureId>& seen) const;
  const syntax::Expression* find_whole(const syntax::Expression& expression, DimensionId dimension) const;
  bool is_given_by(const syntax::Expression& expression, DimensionId dimension) const;
  bool is_told_elsewhere(const syntax::Expression& expression) const;
  bool is_of_each(const syntax::Expression& expression, DimensionId dimension);
  bool take_totals(const syntax::Expression& expression, const Dimensions& open, std::vector<Edit>& edits);
  std::optional<std::string> on_totals(const syntax::Expression& expression, const Dimensions& open);
  bool chooses_among(const syntax::Expression& expression, const Dimensions& dimensions) const;
  Dimensions summed_in(const syntax::Expression& expression) const;
  std::string sum_over(const Dimensions& dimensions) const;

  Checking& checking_;
  const CheckedContract& contract_;
  std::map<MeasureId, Dimensions> known_dimensions_;  ///< of definitions, each worked out once
  std::map<std::pair<MeasureId, DimensionId>, bool> known_payments_;
  std::vector<Dimensions> parameters_;            ///< of the measure that is looked into
  const syntax::Expression* called_ = nullptr;    ///< it, with what it is told, where that is given by a dimension
  std::set<const syntax::Expression*> told_;  ///< of which it is told already that they are given by a dimension
};

}  // namespace whereas::check

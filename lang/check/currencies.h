#pragma once

#include "lang/check/infer.h"

namespace whereas::check {

/// An obligation pays in one currency: that of its amount. Its limits, its advance, its credits and whatever is added or taken off count in the same.
class OwnCurrency {
 public:
  OwnCurrency(Checking& checking, Inference& inference, ClauseInfo& info) : checking_(checking), inference_(inference), info_(info) {}

  /// Money; of a clause that delivers, a quantity.
  Type as_paid(const Type& type, const syntax::Expression& at, std::string_view what);
  /// Part of what is paid: the first part says the currency, and another that is in another is refused.
  void pays(const Type& money, const syntax::Expression& at);
  /// A sum that is compared with what is paid, added to it or taken off.
  Type counts(const Type& type, const syntax::Expression& at, std::string_view what);
  Type counts(const syntax::Expression& at, std::string_view what) { return counts(inference_.of(at), at, what); }
  /// What another obligation or its credits pay in. `what`: `the advance`.
  void require(std::optional<UnitId> other, Span at, std::string_view what);

 private:
  void refuse_bare(const syntax::Expression& at, std::string_view what);
  void refuse(UnitId other, Span at, std::string_view what);

  Checking& checking_;
  Inference& inference_;
  ClauseInfo& info_;
  std::optional<UnitId> said_;   ///< by the parts of the amount so far
  std::optional<Span> said_at_;
};

/// Finds out what every clause, commitment and waterfall pays in, where a deal has several currencies: one may be paid on what another paid.
void decide_currencies(Checking& checking);

}  // namespace whereas::check

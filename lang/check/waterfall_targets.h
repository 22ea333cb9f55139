#pragma once

#include "lang/check/currencies.h"

namespace whereas::check {

/// Checks what ends a step of a waterfall: that it can come to pass, and that nothing of a return or of profit is left open.
class TargetCheck {
 public:
  TargetCheck(Checking& checking, Inference& inference, OwnCurrency& currency, const ClauseInfo& info)
      : checking_(checking), inference_(inference), currency_(currency), info_(info) {}

  void check(const syntax::WaterfallStep& step);
  /// Reports where profit is spoken of and it is not plain above which capital.
  void require_capital(const syntax::WaterfallReturn& returned);

 private:
  void check_earned(const syntax::WaterfallStep& step, const syntax::WaterfallTarget& target);
  void check_called(const syntax::WaterfallTarget& target, const Type& capital);
  void check_day_count(const syntax::WaterfallTarget& target, const Type& capital);
  void check_first(const syntax::WaterfallStep& step, const syntax::WaterfallTarget& target);
  void require_capital(const std::vector<const syntax::Expression*>& named, Span said, bool can_insert);
  void check_profit(const syntax::WaterfallStep& step, const syntax::WaterfallTarget& target);
  std::uint32_t year_word_end(const syntax::WaterfallTarget& target) const;

  Checking& checking_;
  Inference& inference_;
  OwnCurrency& currency_;
  const ClauseInfo& info_;
};

/// What an amendment makes of a waterfall: that it begins with a run, what counts on, and that what ran up before goes on. restated_waterfalls.cpp
void check_restated_waterfall(Checking& checking, const ClauseInfo& info);

/// A rate that stands there as a figure.
std::optional<Number> rate_written(const syntax::Expression& expression);

}  // namespace whereas::check

#pragma once

#include "lang/check/checked.h"

/// What a waterfall's steps come to, for whoever has to run them.
namespace whereas::check {

/// Whether the step hands out sums of money (`10 to Agent`) rather than parts of what is left (`80% to LP`).
bool hands_out_claims(const CheckedContract& contract, const syntax::WaterfallStep& step);

/// The capital that a target is about: its own words (`on capital_called`, `above capital_called`), else what the steps before it return.
/// Nothing where neither says so.
const syntax::Expression* capital_of(const CheckedContract& contract, const syntax::Waterfall& waterfall, const syntax::WaterfallTarget& target);
/// The same of what is returned at the end: the capital of the last step that names one.
const syntax::Expression* capital_of(const CheckedContract& contract, const syntax::Waterfall& waterfall, const syntax::WaterfallReturn& returned);

}  // namespace whereas::check

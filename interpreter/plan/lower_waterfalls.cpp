#include "interpreter/plan/lowering.h"

#include "lang/check/waterfalls.h"

#include <algorithm>

namespace whereas::plan {

namespace {

/// The party's place among those whom the waterfall pays.
std::size_t recipient(const check::CheckedContract& contract, const check::WaterfallText& text, const syntax::Name& party) {
  const auto place = std::find(text.recipients.begin(), text.recipients.end(), contract.party_named(party.text));
  return static_cast<std::size_t>(place - text.recipients.begin());
}

}  // namespace

Waterfall Lowering::lower_waterfall(check::ClauseId id, const check::WaterfallText& text) {
  const syntax::Waterfall& written = *text.waterfall;
  Waterfall waterfall;
  lower_obligation(waterfall, id, text, written.cash.span);
  counted_from_ = text.counting_anew ? text.from : std::nullopt;
  waterfall.schedule = schedule(written.each);
  if (text.stops) waterfall.stops = text.end;
  waterfall.recipients = text.recipients;
  waterfall.cash = lower(written.cash);
  for (const auto& step : written.steps) waterfall.steps.push_back(lower_step(step, text));
  for (const auto& returned : written.returns) waterfall.returns.push_back(lower_return(returned, text));
  if (written.remainder_to) waterfall.remainder_to = recipient(contract_, text, *written.remainder_to);
  for (const auto& proviso : written.provisos) {
    if (const auto* never = std::get_if<syntax::NeverBelowZero>(&proviso.form)) waterfall.losses_carried = never->losses_carried;
  }
  counted_from_.reset();
  return waterfall;
}

WaterfallStep Lowering::lower_step(const syntax::WaterfallStep& step, const check::WaterfallText& text) {
  WaterfallStep lowered;
  lowered.said = step.span;
  if (step.in_proportion) lowered.kind = WaterfallStep::Kind::proportion;
  if (check::hands_out_claims(contract_, step)) lowered.kind = WaterfallStep::Kind::claims;
  for (const auto& share : step.shares) {
    WaterfallShare one{std::nullopt, recipient(contract_, text, share.party), share.span};
    if (share.share) one.share = lower(*share.share);
    lowered.shares.push_back(one);
  }
  for (const auto& target : step.until) lowered.until.push_back(lower_target(target, text));
  lowered.any_ends_it = step.any_ends_it;
  if (step.at_most) lowered.at_most = lower(*step.at_most);
  lowered.unpaid_carried = step.unpaid == syntax::WaterfallStep::Unpaid::carried;
  return lowered;
}

WaterfallTarget Lowering::lower_target(const syntax::WaterfallTarget& target, const check::WaterfallText& text) {
  using Kind = WaterfallTarget::Kind;
  WaterfallTarget lowered;
  lowered.kind = target.kind;
  lowered.recipient = recipient(contract_, text, target.party);
  lowered.amount = lower(target.amount);
  lowered.said = target.span;
  if (target.kind == Kind::received) return lowered;
  lowered.on = lower(*check::capital_of(contract_, *text.waterfall, target));
  if (target.kind == Kind::has_share_of_profit) return lowered;
  lowered.compounded = target.compounding == syntax::WaterfallTarget::Compounding::compounded;
  lowered.counted = target.counted;
  lowered.counted_from_end = target.counted_from_end;
  lowered.return_first = target.first == syntax::WaterfallTarget::First::profit;
  lowered.day_count = target.day_count;
  lowered.dates = {facts_[lowered.amount].dates.begin(), facts_[lowered.amount].dates.end()};
  return lowered;
}

WaterfallReturn Lowering::lower_return(const syntax::WaterfallReturn& returned, const check::WaterfallText& text) {
  WaterfallReturn lowered;
  lowered.recipient = recipient(contract_, text, returned.party);
  lowered.to = *contract_.party_named(returned.to.text);
  lowered.share = lower(returned.share);
  lowered.said = returned.span;
  if (returned.of) {
    lowered.of = lower(*returned.of);
  } else {
    lowered.above = lower(*check::capital_of(contract_, *text.waterfall, returned));
  }
  if (returned.at_most) lowered.at_most = lower(*returned.at_most);
  return lowered;
}

}  // namespace whereas::plan

#include "interpreter/plan/lowering.h"

#include "lang/check/waterfalls.h"

#include <algorithm>

namespace whereas::plan {

namespace {

/// The party's place among those whom the waterfall pays.
std::size_t recipient(const check::CheckedContract& contract, const check::ClauseInfo& info, const syntax::Name& party) {
  const auto place = std::find(info.recipients.begin(), info.recipients.end(), contract.party_named(party.text));
  return static_cast<std::size_t>(place - info.recipients.begin());
}

}  // namespace

Waterfall Lowering::lower_waterfall(check::ClauseId id) {
  const check::ClauseInfo& info = contract_.clauses[id];
  const syntax::Waterfall& written = *info.waterfall;
  Waterfall waterfall;
  lower_obligation(waterfall, id, info.settlement);
  waterfall.schedule = schedule(written.each);
  waterfall.said = written.cash.span;
  waterfall.recipients = info.recipients;
  waterfall.cash = lower(written.cash);
  for (const auto& step : written.steps) waterfall.steps.push_back(lower_step(step, info));
  for (const auto& returned : written.returns) waterfall.returns.push_back(lower_return(returned, info));
  if (written.remainder_to) waterfall.remainder_to = recipient(contract_, info, *written.remainder_to);
  for (const auto& proviso : written.provisos) {
    if (const auto* never = std::get_if<syntax::NeverBelowZero>(&proviso.form)) waterfall.losses_carried = never->losses_carried;
  }
  return waterfall;
}

WaterfallStep Lowering::lower_step(const syntax::WaterfallStep& step, const check::ClauseInfo& info) {
  WaterfallStep lowered;
  lowered.said = step.span;
  if (step.in_proportion) lowered.kind = WaterfallStep::Kind::proportion;
  if (check::hands_out_claims(contract_, step)) lowered.kind = WaterfallStep::Kind::claims;
  for (const auto& share : step.shares) {
    WaterfallShare one{std::nullopt, recipient(contract_, info, share.party), share.span};
    if (share.share) one.share = lower(*share.share);
    lowered.shares.push_back(one);
  }
  for (const auto& target : step.until) lowered.until.push_back(lower_target(target, info));
  lowered.any_ends_it = step.any_ends_it;
  if (step.at_most) lowered.at_most = lower(*step.at_most);
  lowered.unpaid_carried = step.unpaid == syntax::WaterfallStep::Unpaid::carried;
  return lowered;
}

WaterfallTarget Lowering::lower_target(const syntax::WaterfallTarget& target, const check::ClauseInfo& info) {
  using Kind = WaterfallTarget::Kind;
  WaterfallTarget lowered;
  lowered.kind = target.kind;
  lowered.recipient = recipient(contract_, info, target.party);
  lowered.amount = lower(target.amount);
  lowered.said = target.span;
  if (target.kind == Kind::received) return lowered;
  lowered.on = lower(*check::capital_of(contract_, *info.waterfall, target));
  if (target.kind == Kind::has_share_of_profit) return lowered;
  lowered.compounded = target.compounding == syntax::WaterfallTarget::Compounding::compounded;
  lowered.counted = target.counted;
  lowered.counted_from_end = target.counted_from_end;
  lowered.return_first = target.first == syntax::WaterfallTarget::First::profit;
  lowered.day_count = target.day_count;
  lowered.dates = {facts_[lowered.amount].dates.begin(), facts_[lowered.amount].dates.end()};
  return lowered;
}

WaterfallReturn Lowering::lower_return(const syntax::WaterfallReturn& returned, const check::ClauseInfo& info) {
  WaterfallReturn lowered;
  lowered.recipient = recipient(contract_, info, returned.party);
  lowered.to = *contract_.party_named(returned.to.text);
  lowered.share = lower(returned.share);
  lowered.said = returned.span;
  if (returned.of) {
    lowered.of = lower(*returned.of);
  } else {
    lowered.above = lower(*check::capital_of(contract_, *info.waterfall, returned));
  }
  if (returned.at_most) lowered.at_most = lower(*returned.at_most);
  return lowered;
}

}  // namespace whereas::plan

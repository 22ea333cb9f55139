#include "lang/check/checking.h"

#include <algorithm>
#include <type_traits>

/// Which words rule on which days: as first written, and as signed amendments put others in their place.
namespace whereas::check {

using namespace syntax;

void for_each_expression(const MeasureInfo& measure, const std::function<void(const Expression&)>& visit) {
  for (const MeasureText& text : measure.texts) syntax::for_each_expression(*text.measure, visit);
}

namespace {

/// Whether an amendment was the contract's when so many of those that reach back had been signed.
bool is_signed(const CheckedContract& contract, const Amendment* amendment, std::optional<std::size_t> signed_so_far) {
  for (std::size_t place = signed_so_far.value_or(contract.signed_later.size()); place < contract.signed_later.size(); ++place) {
    if (contract.signed_later[place].amendment == amendment) return false;
  }
  return true;
}

/// The day from which it rules, where it is told; else as the contract knows it.
template <typename Change>
void place_in_time(std::vector<Change>& changes, const Effective* effective) {
  for (Change& change : changes) {
    const bool is_told = effective != nullptr && change.amendment != nullptr && waits(*change.amendment);
    if (!is_told) continue;
    const auto day = effective->find(change.amendment);
    change.from = day == effective->end() ? never() : day->second;
  }
  if (effective != nullptr) std::erase_if(changes, [](const Change& change) { return change.from == never(); });
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.from < b.from; });
}

}  // namespace

Date never() { return Date::last_of_month(Date::last_year, 12); }

std::string takes_effect(const Checking& checking, const Amendment& amendment, Date from) { return from == never() ? std::string(checking.words(amendment.effective.span)) : from.text(); }

bool waits(const Amendment& amendment) { return amendment.effective.event.has_value(); }

namespace {

/// The first text, and those that signed amendments put in its place, `take` filling in their words.
template <typename Text, typename Take>
std::vector<Text> in_their_order(const CheckedContract& contract, const ClauseInfo& info, std::optional<std::size_t> signed_so_far, const Effective* effective, Text first, const Take& take) {
  first.payer = info.payer;
  first.payee = info.payee;
  first.settlement = info.settlement;
  std::vector<Text> texts{std::move(first)};
  std::vector<ClauseChange> changes = info.changes;
  place_in_time(changes, effective);
  for (const ClauseChange& change : changes) {
    if (!is_signed(contract, change.amendment, signed_so_far)) continue;
    const bool ends = std::holds_alternative<std::monostate>(change.words);
    if (Text& last = texts.back(); !last.end) {
      last.end = change.from;
      last.stops = ends || change.counting_anew;
      if (ends) last.ended_by = change.amendment;
      if constexpr (std::is_same_v<Text, CommitmentText>) last.open = change.open;
    }
    if (ends) continue;
    Text& text = texts.emplace_back();
    text.amendment = change.amendment;
    text.payer = change.payer;
    text.payee = change.payee;
    text.settlement = change.settlement;
    text.from = change.from;
    text.counting_anew = change.counting_anew;
    take(text, change);
  }
  return texts;
}

}  // namespace

std::vector<ClauseText> texts_when(const CheckedContract& contract, const ClauseInfo& info, std::optional<std::size_t> signed_so_far, const Effective* effective) {
  if (info.clause == nullptr) return {};
  ClauseText first;
  first.clause = info.clause;
  return in_their_order(contract, info, signed_so_far, effective, std::move(first), [](ClauseText& text, const ClauseChange& change) { text.clause = std::get<const Clause*>(change.words); });
}

std::vector<CommitmentText> commitment_texts_when(const CheckedContract& contract, const ClauseInfo& info, std::optional<std::size_t> signed_so_far, const Effective* effective) {
  if (info.commitment == nullptr) return {};
  CommitmentText first;
  first.commitment = info.commitment;
  return in_their_order(contract, info, signed_so_far, effective, std::move(first), [](CommitmentText& text, const ClauseChange& change) { text.commitment = std::get<const Commitment*>(change.words); });
}

std::vector<WaterfallText> waterfall_texts_when(const CheckedContract& contract, const ClauseInfo& info, std::optional<std::size_t> signed_so_far, const Effective* effective) {
  if (info.waterfall == nullptr) return {};
  WaterfallText first;
  first.waterfall = info.waterfall;
  first.recipients = info.waterfall_texts.front().recipients;
  return in_their_order(contract, info, signed_so_far, effective, std::move(first), [](WaterfallText& text, const ClauseChange& change) {
    text.waterfall = std::get<const Waterfall*>(change.words);
    text.recipients = change.recipients;
  });
}

const Name* said_for_each(const ClauseInfo& info) {
  const auto of = [](const auto* words) { return words != nullptr && words->for_each ? &*words->for_each : nullptr; };
  if (const Name* said = of(info.clause)) return said;
  if (const Name* said = of(info.commitment)) return said;
  return of(info.waterfall);
}

std::vector<const Ruling*> rulings(const ClauseInfo& info) {
  std::vector<const Ruling*> all;
  for (const Ruling& text : info.texts) all.push_back(&text);
  for (const Ruling& text : info.commitment_texts) all.push_back(&text);
  for (const Ruling& text : info.waterfall_texts) all.push_back(&text);
  return all;
}

std::vector<Ruling> rulings(const CheckedContract& contract, const ClauseInfo& info, const Effective& effective) {
  std::vector<Ruling> all;
  for (const Ruling& text : texts_when(contract, info, std::nullopt, &effective)) all.push_back(text);
  for (const Ruling& text : commitment_texts_when(contract, info, std::nullopt, &effective)) all.push_back(text);
  for (const Ruling& text : waterfall_texts_when(contract, info, std::nullopt, &effective)) all.push_back(text);
  return all;
}

void for_each_expression(const ClauseInfo& info, const std::function<void(const Expression&)>& visit) {
  for (const ClauseText& text : info.texts) syntax::for_each_expression(*text.clause, visit);
  for (const CommitmentText& text : info.commitment_texts) syntax::for_each_expression(*text.commitment, visit);
  for (const WaterfallText& text : info.waterfall_texts) syntax::for_each_expression(*text.waterfall, visit);
}

std::vector<MeasureText> texts_when(const CheckedContract& contract, const MeasureInfo& measure, std::optional<std::size_t> signed_so_far, const Effective* effective) {
  std::vector<MeasureText> texts = measure.texts;
  place_in_time(texts, effective);
  std::erase_if(texts, [&](const MeasureText& text) { return !is_signed(contract, text.amendment, signed_so_far); });
  return texts;
}

std::optional<Date> signed_later_on(const CheckedContract& contract, const Amendment* amendment) {
  for (const SignedLater& later : contract.signed_later) {
    if (later.amendment == amendment) return later.day;
  }
  return std::nullopt;
}

}  // namespace whereas::check

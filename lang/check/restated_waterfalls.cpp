#include "lang/check/waterfall_targets.h"
#include "lang/check/constants.h"
#include "lang/check/waterfalls.h"

#include <fmt/format.h>

#include <algorithm>

/// Waterfalls and splits that amendments restate or end (docs/language/waterfalls.md, "Under an amendment").
namespace whereas::check {

using namespace syntax;

namespace {

using Kind = WaterfallTarget::Kind;
/// The claims, or the targets that earn a return, of each party, in the order written.
template <typename One>
using OfParties = std::map<std::string, std::vector<const One*>>;

class RestatedWaterfall {
 public:
  RestatedWaterfall(Checking& checking, const ClauseInfo& info, const WaterfallText& before, const WaterfallText& text) : checking_(checking), info_(info), before_(before), text_(text) {}

  void check() {
    ask_what_counts_on();
    if (text_.counting_anew) return;
    refuse_new_returns();
    ask_of_unpaid_claims();
  }

 private:
  void ask_what_counts_on() {
    const AmendmentChange* change = change_to();
    const auto& term = checking_.contract.term;
    if (change == nullptr || change->counting != Recount::not_said || !term || *text_.from == term->begin()) return;
    const Span counting = counts();
    if (counting.end == counting.begin) return;
    const Span behind = words_behind(*change);
    checking_.report.add(code::two_readings)
        .says(fmt::format("\"{}\" is restated from {}, and nothing says whether what the parties have received by then counts on", info_.title, text_.from->text()))
        .at(counting, "counts since the term began")
        .note("counted on, what they have received, and capital and returns that are still open, run on; counted anew, all begins again on that day, capital that is a sum too")
        .offers("if it counts on, write behind `now reads`", insert_after(behind, ", counting on"))
        .offers("if it counts anew", insert_after(behind, ", counting anew"));
  }

  /// The first words that look at what has been received since the term began.
  Span counts() const {
    for (const WaterfallStep& step : text_.waterfall->steps) {
      if (!step.until.empty()) return step.until.front().span;
    }
    return text_.waterfall->returns.empty() ? Span{} : text_.waterfall->returns.front().span;
  }

  /// An account of a return goes on with the same party's; one that is new knows nothing of what was received before.
  void refuse_new_returns() {
    const auto earlier = returns_of(*before_.waterfall);
    for (const auto& [party, targets] : returns_of(*text_.waterfall)) {
      const auto known = earlier.find(party);
      for (std::size_t place = 0; place < targets.size(); ++place) {
        const WaterfallTarget& target = *targets[place];
        if (known == earlier.end() || place >= known->second.size()) {
          checking_.report.add(code::not_supported)
              .says(fmt::format("a return of {} is earned from {}, for which the text before kept no account", party, text_.from->text()))
              .at(target.span)
              .beside(before_.waterfall->cash.span, "until then")
              .help("let it count anew, `now reads, counting anew`, or end the waterfall and write a new one");
          break;
        }
        refuse_other_capital(*known->second[place], target);
      }
    }
  }

  /// A sum is there from the beginning, so that more of it would have been there, too.
  void refuse_other_capital(const WaterfallTarget& was, const WaterfallTarget& is) {
    if (!was.on || !is.on || (was.counted && is.counted)) return;
    const auto one = constant_figure(checking_.contract, *was.on);
    const auto other = constant_figure(checking_.contract, *is.on);
    const bool same = one && other ? *one == *other : checking_.words_of(*was.on) == checking_.words_of(*is.on);
    if (same && was.counted.has_value() == is.counted.has_value()) return;
    checking_.report.add(code::not_supported)
        .says(fmt::format("the capital of {} is restated, and nothing says when what is more or less of it began to earn", is.party.text))
        .at(is.on->span, fmt::format("from {}", text_.from->text()))
        .beside(was.on->span, "until then")
        .help("let it be called over time, `counted from the start of each month`, or let the waterfall count anew");
  }

  void ask_of_unpaid_claims() {
    const auto now = claims_of(*text_.waterfall, false);
    for (const auto& [party, claims] : claims_of(*before_.waterfall, true)) {
      const auto all = claims_of(*before_.waterfall, false).at(party);
      const auto known = now.find(party);
      for (const WaterfallShare* claim : claims) {
        const auto place = static_cast<std::size_t>(std::find(all.begin(), all.end(), claim) - all.begin());
        if (known != now.end() && place < known->second.size()) continue;
        checking_.report.add(code::two_readings)
            .says(fmt::format("what \"{}\" leaves unpaid of this claim is carried forward, and the new text has no such claim of {}", info_.title, party))
            .at(claim->span, "unpaid carried forward")
            .beside(text_.waterfall->cash.span, fmt::format("from {}", text_.from->text()))
            .help(fmt::format("if it is still to be paid, keep a step for it: `first 0 to {}, unpaid carried forward`", party))
            .help(fmt::format("if it lapses: `first 0 to {}, unpaid lapses`", party));
      }
    }
  }

  OfParties<WaterfallShare> claims_of(const Waterfall& waterfall, bool carried) const {
    OfParties<WaterfallShare> claims;
    for (const WaterfallStep& step : waterfall.steps) {
      if (!hands_out_claims(checking_.contract, step) || (carried && step.unpaid != WaterfallStep::Unpaid::carried)) continue;
      for (const WaterfallShare& share : step.shares) claims[share.party.text].push_back(&share);
    }
    return claims;
  }

  static OfParties<WaterfallTarget> returns_of(const Waterfall& waterfall) {
    OfParties<WaterfallTarget> targets;
    for (const WaterfallStep& step : waterfall.steps) {
      for (const WaterfallTarget& target : step.until) {
        if (target.kind == Kind::earned) targets[target.party.text].push_back(&target);
      }
    }
    return targets;
  }

  const AmendmentChange* change_to() const {
    for (const AmendmentChange& change : text_.amendment->changes) {
      const auto* reads = std::get_if<WaterfallNowReads>(&change.form);
      if (reads != nullptr && &reads->waterfall == text_.waterfall) return &change;
    }
    return nullptr;
  }

  Span words_behind(const AmendmentChange& change) const {
    Span said{change.span.source, text_.waterfall->title.span.end, text_.waterfall->cash.span.begin};
    said.end = said.begin + static_cast<std::uint32_t>(checking_.words(said).find("reads") + std::string_view("reads").size());
    return {said.source, change.span.begin, said.end};
  }

  Checking& checking_;
  const ClauseInfo& info_;
  const WaterfallText& before_;
  const WaterfallText& text_;
};

/// The cash of a run is handed out by one text.
bool begins_with_a_run(Checking& checking, const ClauseInfo& info, const Amendment& amendment, Date day, Frequency each) {
  const Calendar& calendar = checking.contract.calendar;
  const Period run = each == Frequency::term ? *checking.contract.term : calendar.holding(day, each);
  if (run.begin() == day || day == checking.contract.term->begin()) return true;
  auto& diagnostic = checking.report.add(code::not_supported)
                         .says(fmt::format("\"{}\" runs once each {}, and the amendment takes effect on {}, inside one: its cash is handed out by one text", info.title, noun(each), day.text()))
                         .at(amendment.effective.span)
                         .beside(info.span, fmt::format("runs each {}", noun(each)));
  if (each != Frequency::term) diagnostic.help(fmt::format("let the amendment take effect with a {0}: `effective {1}`, or `effective {2}`", noun(each), run.begin().text(), run.end().text()));
  return false;
}

}  // namespace

void check_restated_waterfall(Checking& checking, const ClauseInfo& info) {
  if (!checking.contract.term) return;
  const auto& texts = info.waterfall_texts;
  for (std::size_t place = 0; place < texts.size(); ++place) {
    const WaterfallText& text = texts[place];
    if (text.ended_by != nullptr) begins_with_a_run(checking, info, *text.ended_by, *text.end, text.waterfall->each);
    if (place == 0) continue;
    const bool fits = begins_with_a_run(checking, info, *text.amendment, *text.from, texts[place - 1].waterfall->each) && begins_with_a_run(checking, info, *text.amendment, *text.from, text.waterfall->each);
    if (fits) RestatedWaterfall(checking, info, texts[place - 1], text).check();
  }
}

}  // namespace whereas::check

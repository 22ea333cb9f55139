#include "lang/check/waterfalls.h"
#include "lang/check/part_windows.h"

#include "lang/check/below_zero.h"
#include "lang/check/currencies.h"
#include "lang/check/waterfall_targets.h"
#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

/// Waterfalls and splits: that every step says where it ends, and the last one ends nowhere; that shares add up; that what becomes of the
/// unpaid, of a return and of profit is said (docs/language/waterfalls.md). waterfall_targets.cpp has what ends a step.
namespace whereas::check {

using namespace syntax;

namespace {

class WaterfallCheck {
 public:
  WaterfallCheck(Checking& checking, Inference& inference, ClauseInfo& info) : checking_(checking), inference_(inference), info_(info), waterfall_(*info.waterfall), currency_(checking, inference, info) {}

  void check() {
    refuse_lines_twice();
    check_cash();
    check_settlement();
    for (const auto& step : waterfall_.steps) check_step(step);
    for (const auto& returned : waterfall_.returns) check_returned(returned);
    if (waterfall_.remainder_to) require_recipient(*waterfall_.remainder_to, "the line of the remainder");
  }

 private:
  void refuse_lines_twice() {
    const auto refuse = [&](std::string what, Span at, Span first) {
      checking_.report.add(code::defined_twice).says(fmt::format("\"{}\" says {} twice", info_.title, what)).at(at, "again here").beside(first, "first here").help("keep the line that is meant");
    };
    std::map<std::size_t, Span> said;
    for (const Proviso& proviso : waterfall_.provisos) {
      const auto [first, is_new] = said.emplace(proviso.form.index(), proviso.span);
      if (!is_new) refuse("how it is settled, due or rounded, or what becomes of a loss,", proviso.span, first->second);
    }
    std::map<std::tuple<std::string, std::string, std::string>, Span> returns;
    for (const WaterfallReturn& returned : waterfall_.returns) {
      const std::string of = returned.of ? checking_.words_of(*returned.of) : std::string();
      const auto [first, is_new] = returns.emplace(std::tuple(returned.party.text, returned.to.text, of), returned.span);
      if (!is_new) refuse(fmt::format("what `{}` returns to `{}`", returned.party.text, returned.to.text), returned.span, first->second);
    }
  }

  void check_cash() {
    const Type cash = inference_.of(waterfall_.cash);
    const Type money = inference_.as_money(cash, waterfall_.cash, fmt::format("what a {} hands out", what()));
    currency_.pays(money, waterfall_.cash);
    ask_part_of_cash();
    bool says = false;
    for (const auto& proviso : waterfall_.provisos) {
      const auto* never = std::get_if<NeverBelowZero>(&proviso.form);
      if (never == nullptr) continue;
      says = true;
      if (!never->carried_for) continue;
      checking_.report.add(code::proviso_does_not_fit)
          .says(fmt::format("the losses of a {} are carried until they are used up", what()))
          .at(proviso.span)
          .offers("write", replace(proviso.span, "never below zero, losses carried forward"));
    }
    if (cash.may_be_negative) ask_whose_losses();
    if (says || !cash.may_be_negative) return;
    auto& diagnostic = checking_.report.add(code::below_zero_not_said)
                           .says(fmt::format("what \"{}\" hands out can be negative, and nothing is said of what then", info_.title))
                           .at(waterfall_.cash.span)
                           .note("nobody pays into it: nothing is handed out then, and the loss is forgotten, made up for, or evened out over the whole term")
                           .offers("that it is forgotten", insert_after(last_line(), "\n  never below zero"))
                           .offers("or made up for before anything is handed out again", insert_after(last_line(), "\n  never below zero, losses carried forward"));
    offer_return(diagnostic);
  }

  /// The data has the gain of each project: each is split by itself, or all of them together.
  void ask_whose_losses() {
    const auto dimension = divided_by(checking_.contract, waterfall_.cash);
    if (!dimension || info_.for_each || !is_said_below_zero(checking_.contract, waterfall_.cash)) return;
    checking_.report.add(code::two_readings)
        .says(fmt::format("the data gives `{}` for each {}, and \"{}\" does not say whether a loss of one takes off what another brings", checking_.words_of(waterfall_.cash), *dimension, info_.title))
        .at(waterfall_.cash.span)
        .offers("if it does, write", replace(waterfall_.cash.span, fmt::format("({})", summed_over(checking_, *dimension, waterfall_.cash))))
        .help(fmt::format("or if each {0} is handed out by itself: `{1} \"{2}\" for each {0}`", *dimension, what(), info_.title));
  }

  /// `GP returns to LP what exceeds 20% of gains`: between two, over the whole term.
  void offer_return(Diagnostic& diagnostic) {
    if (waterfall_.steps.size() != 1 || waterfall_.steps.front().shares.size() != 2 || !waterfall_.returns.empty()) return;
    const auto& shares = waterfall_.steps.front().shares;
    const auto rate = [](const WaterfallShare& one) -> std::optional<Number> {
      const auto* number = one.share ? std::get_if<NumberLiteral>(&without_parentheses(*one.share).form) : nullptr;
      return number == nullptr ? std::nullopt : std::optional(number->value);
    };
    const bool second_is_known = rate(shares[1]).has_value();
    if (!rate(shares[0]) && !second_is_known) return;
    const bool is_first = !second_is_known || (rate(shares[0]) && *rate(shares[0]) <= *rate(shares[1]));
    const auto& less = is_first ? shares[0] : shares[1];
    const auto& more = is_first ? shares[1] : shares[0];
    const std::string cash = checking_.words_of(waterfall_.cash);
    diagnostic.offers(fmt::format("or evened out over the whole term, for which `{}` gives back", less.party.text),
                      insert_after(last_line(), fmt::format("\n  never below zero\n  {} returns to {} what exceeds {} of {}", less.party.text, more.party.text, checking_.words_of(*less.share),
                                                            cash.find(' ') == std::string::npos ? cash : fmt::format("({})", cash))));
  }

  void check_settlement() {
    if (info_.settlement.frequency != waterfall_.each) {
      const auto& settled = info_.settlement.frequency;
      checking_.report.add(code::when_not_said)
          .says(fmt::format("\"{}\" runs each {}, and {}", info_.title, noun(waterfall_.each), settled ? fmt::format("is settled {}", adverb(*settled)) : "nothing says when it is settled"))
          .at(waterfall_.cash.span)
          .offers("say that it is settled when it runs", insert_after(last_line(), fmt::format("\n  settled {}", adverb(waterfall_.each))));
    }
    const auto& due = info_.settlement.due;
    if (due && due->is_in_advance()) return refuse_due_before_known(checking_, *due, fmt::format("\"{}\"", info_.title), waterfall_.cash.span);
    if (!due || !due->after_end_of || due->after_end_of == waterfall_.each) return;
    checking_.report.add(code::two_readings)
        .says(fmt::format("\"{}\" runs each {}, and falls due after {} ends", info_.title, noun(waterfall_.each), with_article(*due->after_end_of)))
        .at(due->span)
        .note(fmt::format("one reading: {} the {} in which it runs", due_in_words(*due), noun(waterfall_.each)))
        .note(fmt::format("the other: {} the {} in which that lies", due_in_words(*due), noun(*due->after_end_of)))
        .help(fmt::format("say it here: `{}`", due_after(checking_, *due, waterfall_.each)));
  }

  void check_step(const WaterfallStep& step) {
    for (const auto& share : step.shares) {
      if (share.share) inference_.of(*share.share);
    }
    if (step.at_most) currency_.counts(*step.at_most, "what a step hands out at most");
    const bool claims = hands_out_claims(checking_.contract, step);
    if (step.in_proportion) {
      check_proportion(step);
    } else if (claims) {
      check_claims(step);
    } else {
      check_rates(step);
    }
    if (!claims && step.unpaid != WaterfallStep::Unpaid::not_said) {
      checking_.report.add(code::proviso_does_not_fit)
          .says("only a sum that a party claims can be unpaid; this step hands out parts of what is left")
          .at(step.span)
          .help("write sums, `first 25 to Bank, unpaid carried forward`, or leave `unpaid` out");
    }
    check_end(step, claims);
    TargetCheck{checking_, inference_, currency_, info_}.check(step);
  }

  /// `3`, and a number that the data gives.
  static bool counts(const Type& type) { return type.is_bare || type.counts; }

  void check_proportion(const WaterfallStep& step) {
    const Expression* first = nullptr;
    Type type;
    for (const auto& share : step.shares) {
      if (!share.share) {
        checking_.report.add(code::wrong_kind)
            .says("parts in proportion add up to all: there is no rest")
            .at(share.span)
            .help("give the party a figure, or write percentages and `the rest`");
        continue;
      }
      const Type own = checking_.contract.type(*share.share);
      const bool both_count = first != nullptr && counts(own) && counts(checking_.contract.type(*first));
      if (first != nullptr && own.is_bare != checking_.contract.type(*first).is_bare && !own.is_unknown() && !both_count) {
        checking_.report.add(code::unit_mismatch)
            .says(fmt::format("parts in proportion are figures of one kind, and these are {} and {}", describe(checking_.contract.type(*first), checking_.contract.units), describe(own, checking_.contract.units)))
            .at(share.share->span)
            .beside(first->span, "the other kind")
            .help("write all of them as plain numbers, `3 to LP and 5 to GP`, or all in one currency or unit");
        return;
      }
      if (both_count) continue;
      type = first == nullptr ? own : inference_.together(type, *first, own, *share.share, "share in proportion to");
      if (first == nullptr) first = &*share.share;
    }
  }

  void check_claims(const WaterfallStep& step) {
    for (const auto& share : step.shares) {
      const Type type = share.share ? checking_.contract.type(*share.share) : Type::unknown();
      const bool is_part = !share.share || (type.is_number() && !type.is_bare);
      if (is_part && !type.is_unknown()) return mixed(step, share);
      if (!share.share) return mixed(step, share);
      currency_.counts(type, *share.share, "what a party claims");
    }
    if (!step.until.empty()) {
      checking_.report.add(code::proviso_does_not_fit)
          .says("a step that hands out sums ends when they are paid")
          .at(step.until.front().span)
          .help("leave `until` out, or write percentages: `then 100% to Bank until Bank has received 25`");
    }
    if (step.unpaid != WaterfallStep::Unpaid::not_said) return;
    checking_.report.add(code::two_readings)
        .says("where the cash falls short, nothing is said of what is left unpaid")
        .at(step.span)
        .offers("it is claimed again the next time", insert_after(step.span, ", unpaid carried forward"))
        .offers("or it is not", insert_after(step.span, ", unpaid lapses"));
  }

  void mixed(const WaterfallStep& step, const WaterfallShare& share) {
    checking_.report.add(code::unit_mismatch)
        .says("this step hands out sums and parts of what is left at once")
        .at(share.span, share.share ? "a part" : "the rest")
        .beside(step.shares.front().span, "a sum")
        .help(fmt::format("hand out the sums in a step of their own, and what is left in the next: `then 100% to {}`", share.party.text));
  }

  void check_rates(const WaterfallStep& step) {
    Number sum;
    bool all_written = true;
    const WaterfallShare* rest = nullptr;
    for (const auto& share : step.shares) {
      if (!share.share) {
        if (rest != nullptr) checking_.report.add(code::defined_twice).says("the rest can go to one party only").at(share.span, "again here").beside(rest->span, "first here").help("give all parties but one their share in percent");
        rest = &share;
        continue;
      }
      const Type type = checking_.contract.type(*share.share);
      if (type.is_bare || (!type.is_number() && !type.is_unknown())) return mixed_after(step, share);
      const auto rate = rate_written(*share.share);
      all_written = all_written && rate;
      sum += rate.value_or(0);
    }
    if (!all_written || (rest == nullptr ? sum == Number(1) : sum <= Number(1))) return;
    auto& diagnostic = checking_.report.add(code::shares_do_not_add_up).says(fmt::format("the shares of this step add up to {}", spoken_rate(sum))).at(step.span);
    if (rest == nullptr && sum < Number(1)) {
      const WaterfallShare& last = step.shares.back();
      diagnostic.note(fmt::format("{} of it would go to nobody", spoken_rate(Number(1) - sum)));
      diagnostic.offers(fmt::format("give what is missing to {}", last.party.text), replace(last.share->span, spoken_rate(Number(1) - sum + *rate_written(*last.share))));
    } else {
      diagnostic.help("let them add up to 100%");
    }
  }

  void mixed_after(const WaterfallStep& step, const WaterfallShare& share) {
    checking_.report.add(code::unit_mismatch)
        .says("this step hands out sums and parts of what is left at once")
        .at(share.span, "a sum")
        .beside(step.shares.front().span, "a part")
        .help("hand out the sums in a step of their own, before this one");
  }

  /// A sum that is split each quarter, in a part of one.
  void ask_part_of_cash() {
    const auto term = term_with_its_end(checking_);
    const auto stands = standing_part(checking_.contract, waterfall_.cash);
    const auto whole = std::find_if(waterfall_.provisos.begin(), waterfall_.provisos.end(), [](const Proviso& line) { return std::holds_alternative<Prorated>(line.form); });
    if (whole != waterfall_.provisos.end()) {
      if (stands) return;
      checking_.report.add(code::has_no_effect)
          .says(fmt::format("fewer days make what \"{}\" hands out less by themselves", info_.title))
          .at(whole->span)
          .beside(waterfall_.cash.span, "handed out")
          .help("leave the line out");
      return;
    }
    if (!term || !stands || waterfall_.each == Frequency::term || waterfall_.each == Frequency::day) return;
    const Calendar& calendar = checking_.contract.calendar;
    const bool begins_inside = calendar.holding(term->first(), waterfall_.each).begin() != term->begin();
    const bool ends_inside = calendar.holding(term->last(), waterfall_.each).end() != term->end();
    if (!begins_inside && !ends_inside) return;
    checking_.report.add(code::part_window)
        .says(fmt::format("the term {} inside a {}, and nothing says how much of `{}` counts there", begins_inside ? "begins" : "ends", noun(waterfall_.each), checking_.words_of(*stands->expression)))
        .at(waterfall_.cash.span)
        .note(fmt::format("one reading: it is {} whole there too; the other: a part of it is", waterfall_.is_split ? "split" : "handed out"))
        .offers("if it counts whole, add", insert_after(last_line(), "\n  not prorated"))
        .help(fmt::format("if it counts in part, pay it by a clause that says `prorated by days`, and let the {} hand out what that has paid: `{} \"Pool\" of \"Fee\" each {}`", what(), what(), noun(waterfall_.each)));
  }

  /// Only the last step has no end.
  void check_end(const WaterfallStep& step, bool claims) {
    const bool is_last = &step == &waterfall_.steps.back();
    const bool ends = claims || !step.until.empty() || step.at_most;
    if (ends != is_last) return;
    if (!is_last) {
      checking_.report.add(code::waterfall_incomplete)
          .says("this step takes all that is left: nothing reaches the steps after it")
          .at(step.span)
          .help(fmt::format("say where it ends, for example `until {} has received 40,000`", step.shares.front().party.text));
      return;
    }
    const std::string& party = step.shares.back().party.text;
    auto& diagnostic = checking_.report.add(code::waterfall_incomplete).says(fmt::format("the last step of \"{}\" ends, and nothing is said of what is left then", info_.title)).at(step.span);
    if (waterfall_.is_split) {
      diagnostic.help("hand out all of it in percentages or in proportion, or make it a `waterfall` with steps");
      return;
    }
    diagnostic.offers("say who gets it, for example", insert_after(step.span, fmt::format("\n  then 100% to {}", party)));
  }

  void check_returned(const WaterfallReturn& returned) {
    require_recipient(returned.party, "the line of what is returned");
    if (!checking_.parties.contains(returned.to.text)) checking_.report.add(code::unknown_name).says(fmt::format("no party is called `{}`", returned.to.text)).at(returned.to.span).help("name a party that a step pays");
    if (returned.to.text == returned.party.text) {
      checking_.report.add(code::pays_itself)
          .says(fmt::format("`{}` pays itself", returned.party.text))
          .at(returned.to.span, "is paid")
          .beside(returned.party.span, "pays")
          .help("name another party that a step pays, or leave the line out");
    } else if (returned.to.text != waterfall_.from.text && checking_.parties.contains(returned.to.text)) {
      require_recipient(returned.to, "the line of what is returned");
    }
    inference_.as_rate(inference_.of(returned.share), returned.share);
    if (returned.of) currency_.counts(*returned.of, "what a share is taken of");
    if (returned.above) currency_.counts(*returned.above, "the capital that profit lies above");
    if (returned.at_most) inference_.as_rate(inference_.of(*returned.at_most), *returned.at_most);
    if (returned.of) return;
    TargetCheck{checking_, inference_, currency_, info_}.require_capital(returned);
  }

  void require_recipient(const Name& party, std::string_view which) {
    const bool is_paid = std::any_of(info_.recipients.begin(), info_.recipients.end(), [&](PartyId id) { return checking_.contract.parties[id].name == party.text; });
    if (is_paid) return;
    checking_.report.add(code::unknown_name).says(fmt::format("{} names `{}`, whom \"{}\" pays nothing", which, party.text, info_.title)).at(party.span).help("name a party that a step pays");
  }

  std::string_view what() const { return waterfall_.is_split ? "split" : "waterfall"; }
  Span last_line() const { return waterfall_.steps.back().span; }

  Checking& checking_;
  Inference& inference_;
  ClauseInfo& info_;
  const Waterfall& waterfall_;
  OwnCurrency currency_;
};

void refuse_other_currency(Checking& checking, const ClauseInfo& info, const ClauseInfo& restated) {
  if (restated.currency == info.currency) return;
  const auto name = [&](const std::optional<UnitId>& currency) { return currency ? checking.contract.units[*currency].plural : std::string("no currency"); };
  checking.report.add(code::unit_mismatch)
      .says(fmt::format("\"{}\" pays {}, and is restated to pay {}", info.title, name(info.currency), name(restated.currency)))
      .at(restated.waterfall->cash.span)
      .beside(info.waterfall->cash.span, "as written at first")
      .help("let the amendment end it, and write a new one from that day on");
}

}  // namespace

bool hands_out_claims(const CheckedContract& contract, const WaterfallStep& step) {
  if (step.in_proportion) return false;
  const auto first = std::find_if(step.shares.begin(), step.shares.end(), [](const WaterfallShare& share) { return share.share.has_value(); });
  if (first == step.shares.end()) return false;
  const Type& type = contract.type(*first->share);
  return !type.is_unknown() && (type.is_bare || !type.is_number());
}

void check_waterfalls(Checking& checking) {
  Inference inference(checking);
  for (auto& info : checking.contract.clauses) {
    if (info.waterfall == nullptr) continue;
    // Each text by itself, and by whom it pays.
    std::vector<PartyId> all = std::exchange(info.recipients, info.waterfall_texts.front().recipients);
    WaterfallCheck(checking, inference, info).check();
    info.recipients = std::move(all);
    for (const WaterfallText& text : info.waterfall_texts) {
      if (text.amendment == nullptr) continue;
      ClauseInfo restated = info;
      restated.waterfall = text.waterfall;
      restated.payer = text.payer;
      restated.recipients = text.recipients;
      restated.settlement = text.settlement;
      restated.currency = checking.contract.currency;
      WaterfallCheck(checking, inference, restated).check();
      refuse_other_currency(checking, info, restated);
    }
    check_restated_waterfall(checking, info);
  }
}

}  // namespace whereas::check

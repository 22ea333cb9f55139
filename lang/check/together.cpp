#include "lang/check/clauses.h"
#include "lang/check/nearest.h"

#include <fmt/format.h>

#include <algorithm>

/// Caps and guarantees on several clauses together: that they settle together, and that it is said who goes short, or who pays what is missing.
namespace whereas::check {

using namespace syntax;

namespace {

void declare_members(Checking& checking, TogetherInfo& info) {
  for (const Name& title : info.text->titles) {
    const auto known = checking.titles.find(title.text);
    if (known == checking.titles.end()) {
      auto& diagnostic = checking.report.add(code::unknown_name).says(fmt::format("no clause is called \"{}\"", title.text)).at(title.span);
      offer_nearest(diagnostic, title, all_named(checking.contract.clauses, &ClauseInfo::title), Written::quoted);
      continue;
    }
    if (std::find(info.clauses.begin(), info.clauses.end(), known->second) != info.clauses.end()) {
      checking.report.add(code::defined_twice).says(fmt::format("\"{}\" is named twice", title.text)).at(title.span).help("name each clause once");
      continue;
    }
    info.clauses.push_back(known->second);
  }
}

}  // namespace

void declare_togethers(Checking& checking) {
  for_each_declared<Together>(checking.program, [&](const Together& together, const program::File&, Span span) {
    TogetherInfo info{&together, {}, span};
    declare_members(checking, info);
    checking.contract.togethers.push_back(std::move(info));
  });
}

namespace {

class TogetherCheck {
 public:
  TogetherCheck(Checking& checking, Inference& inference, const TogetherInfo& info) : checking_(checking), inference_(inference), info_(info) {}

  void check() {
    const Together& together = *info_.text;
    if (info_.clauses.size() != together.titles.size()) return;  // reported
    if (info_.clauses.size() < 2) {
      refuse(fmt::format("a {} on clauses together names at least two", together.is_least ? "guarantee" : "cap"))
          .help(fmt::format("for one clause write it under the clause: `at {} 10m each year`", together.is_least ? "least" : "most"));
      return;
    }
    for (std::size_t place = 0; place < info_.clauses.size(); ++place) check_member(place);
    ClauseInfo& first = checking_.contract.clauses[info_.clauses.front()];
    OwnCurrency(checking_, inference_, first).counts(together.limit, "the limit together");
    check_alone();
    if (together.is_least) check_missing_part();
    else check_sharing();
  }

 private:
  Diagnostic& refuse(std::string message) { return checking_.report.add(code::proviso_does_not_fit).says(std::move(message)).at(info_.span); }
  const ClauseInfo& member(std::size_t place) const { return checking_.contract.clauses[info_.clauses[place]]; }

  void check_member(std::size_t place) {
    const ClauseInfo& clause = member(place);
    const Span at = info_.text->titles[place].span;
    const bool is_loan = clause.clause != nullptr && std::holds_alternative<Loan>(clause.clause->amount.form);
    if (clause.clause == nullptr || is_loan) {
      checking_.report.add(code::proviso_does_not_fit)
          .says(is_loan ? fmt::format("\"{}\" repays a loan, and what is repaid is not cut back under a cap", clause.title)
                        : fmt::format("\"{}\" does not settle period by period, so it cannot stand under a cap together with others", clause.title))
          .at(at)
          .beside(clause.span, is_loan ? "a loan" : "settles in its own way")
          .help("give it a cap of its own, or leave it out of this line");
      return;
    }
    check_restated(clause, at);
    if (clause.currency != member(0).currency) {
      checking_.report.add(code::unit_mismatch).says(fmt::format("\"{}\" and \"{}\" are paid in different currencies", member(0).title, clause.title)).at(at)
          .help("give each currency a cap of its own");
    }
    if (place == 0 || settle_apart()) check_window(clause);
    if (place == 0 && settle_apart()) refuse_apart();
  }

  static bool is_on_days(const ClauseInfo& clause) { return clause.clause != nullptr && syntax::is_on_days(clause.clause->amount); }

  /// Whether some are paid on days of their own, or in another rhythm than the others.
  bool settle_apart() const {
    return std::any_of(info_.clauses.begin(), info_.clauses.end(), [&](ClauseId id) {
      const ClauseInfo& clause = checking_.contract.clauses[id];
      return is_on_days(clause) || clause.settlement.frequency != member(0).settlement.frequency;
    });
  }

  /// What counts over whole settlements, or changes with them, has to know whose.
  void refuse_apart() {
    if (std::holds_alternative<RollingWindow>(info_.text->window)) {
      refuse("the limit counts over any so many months, which are made of whole settlements, and the clauses do not settle together")
          .help("count `each year` or `over the term`, or give the clauses the same `settled` line");
    }
    if (!names_a_change(checking_, info_.text->limit)) return;
    checking_.report.add(code::proviso_does_not_fit)
        .says("the limit changes with settlement periods, and the clauses do not settle together")
        .at(info_.text->limit.span)
        .help("write a figure that does not change, or give the clauses the same `settled` line");
  }

  void check_window(const ClauseInfo& clause) {
    const std::optional<Frequency> settled = is_on_days(clause) ? std::nullopt : clause.settlement.frequency;
    const LimitWindow& window = info_.text->window;
    if (std::holds_alternative<FromTo>(window)) {
      refuse("a limit for several clauses together counts each year, over the term or the like, and not over days of its own")
          .help("count `each year` or `over the term`, or let a line under each clause count over the days");
    } else if (const auto* rolling = std::get_if<RollingWindow>(&window)) {
      if (!settle_apart()) refuse_rolling(checking_, info_.span, *rolling, info_.text->is_least, settled, "clauses settle");
    } else if (const auto each = frequency_of(window); settled && is_shorter(*each, *settled)) {
      checking_.report.add(code::window_too_short)
          .says(fmt::format("the limit counts each {}, and the clauses settle only each {}", noun(*each), noun(*settled)))
          .at(info_.span)
          .help(fmt::format("say the limit for each {}", noun(*settled)));
    }
  }

  /// Also under the text that an amendment gives it a clause settles with the others.
  void check_restated(const ClauseInfo& clause, Span at) {
    for (const ClauseText& text : clause.texts) {
      const bool on_days = syntax::is_on_days(text.clause->amount);
      if (text.amendment == nullptr || (on_days ? is_on_days(clause) : !is_on_days(clause) && text.settlement.frequency == clause.settlement.frequency)) continue;
      checking_.report.add(code::proviso_does_not_fit)
          .says(on_days ? fmt::format("\"{}\" is restated to pay sums on a day, and so no longer settles with the clauses under one cap with it", clause.title)
                        : fmt::format("\"{}\" is restated to settle each {}, and the clauses under one cap with it settle each {}", clause.title, noun(text.settlement.frequency.value_or(Frequency::term)),
                                      noun(clause.settlement.frequency.value_or(Frequency::term))))
          .at(text.clause->amount.span)
          .beside(at, "under this cap")
          .help("let it settle as before, or let the amendment end the clause and write a new one from that day on");
    }
  }

  /// A clause under two such caps would have to settle with the members of both.
  void check_alone() {
    for (const auto& other : checking_.contract.togethers) {
      if (&other == &info_) return;
      for (std::size_t place = 0; place < info_.clauses.size(); ++place) {
        if (std::find(other.clauses.begin(), other.clauses.end(), info_.clauses[place]) == other.clauses.end()) continue;
        checking_.report.add(code::proviso_does_not_fit)
            .says(fmt::format("\"{}\" stands under two limits together with others", member(place).title))
            .at(info_.text->titles[place].span)
            .beside(other.span, "the other limit")
            .help(info_.clauses == other.clauses && info_.text->is_least != other.text->is_least
                      ? "which of them applies first is not said: let one clause pay the sum of both, and write the two limits under it in the order that is meant"
                      : "which of them applies first is not said: let one of the limits stand under the clause itself");
        return;
      }
    }
  }

  /// What is missing must have a clause that pays it, whenever a window ends.
  void check_missing_part() {
    const Together& together = *info_.text;
    if (together.sharing != Together::Sharing::not_said) {
      refuse("a guarantee cuts nobody down, so there is nothing to share").help("say who pays what is missing: `, the missing part paid under` and the title of one of them");
      return;
    }
    if (!together.paid_under) {
      auto& diagnostic = checking_.report.add(code::two_readings)
                             .says("the line does not say under which clause the missing part is paid")
                             .at(info_.span)
                             .note("the clauses may differ in their parties, in what they recoup and in the day on which they are due");
      for (const Name& title : together.titles) {
        diagnostic.offers(&title == &together.titles.front() ? "either" : "or", insert_after(info_.span, fmt::format(", the missing part paid under \"{}\"", title.text)));
      }
      return;
    }
    const Name& under = *together.paid_under;
    const auto named = std::find_if(together.titles.begin(), together.titles.end(), [&](const Name& title) { return title.text == under.text; });
    if (named == together.titles.end()) {
      checking_.report.add(code::proviso_does_not_fit)
          .says(fmt::format("\"{}\" is not one of those that the guarantee names", under.text))
          .at(under.span)
          .offers("the first of them", replace(under.span, fmt::format("\"{}\"", together.titles.front().text)));
      return;
    }
    const ClauseInfo& paying = member(static_cast<std::size_t>(named - together.titles.begin()));
    const bool is_always_in_force = paying.texts.size() == 1 && std::none_of(paying.clause->provisos.begin(), paying.clause->provisos.end(), [](const Proviso& proviso) {
      return std::holds_alternative<FromDay>(proviso.form) || std::holds_alternative<UntilDay>(proviso.form) || std::holds_alternative<ThroughDay>(proviso.form) ||
             std::holds_alternative<WhileTrue>(proviso.form) || std::holds_alternative<OnceTrue>(proviso.form);
    });
    if (!is_always_in_force || paying.for_each || is_on_days(paying)) {
      checking_.report.add(code::proviso_does_not_fit)
          .says(is_on_days(paying) ? fmt::format("\"{}\" is paid on days of its own, and could not pay what is missing when the window ends", paying.title)
                : paying.for_each  ? fmt::format("\"{}\" is paid for each of several, and the missing part is one sum", paying.title)
                                : fmt::format("\"{}\" is not in force throughout the term, and could not pay what is missing", paying.title))
          .at(under.span)
          .beside(paying.span, "pays")
          .help("let it be paid under a clause that settles in every period");
    }
    for (std::size_t place = 1; place < info_.clauses.size(); ++place) {
      if (member(place).payer == member(0).payer) continue;
      checking_.report.add(code::proviso_does_not_fit)
          .says(fmt::format("\"{}\" and \"{}\" are paid by different parties, who do not guarantee one sum", member(0).title, member(place).title))
          .at(together.titles[place].span)
          .help("name clauses that one party pays");
    }
  }

  void check_sharing() {
    if (info_.text->paid_under) {
      refuse("under a cap nothing is missing that could be paid").help("write `at least`, or say who goes short: `, in proportion`");
      return;
    }
    if (info_.text->sharing != Together::Sharing::not_said) return;
    checking_.report.add(code::two_readings)
        .says("the line does not say who goes short when the cap is reached")
        .at(info_.span)
        .note("in the order named: the first is paid in full as far as the cap goes, the others from what is left")
        .note("in proportion: each is cut down by the same part")
        .offers("if the first named goes first, add", insert_after(info_.span, ", in the order named"))
        .offers("if all go short alike, add", insert_after(info_.span, ", in proportion"));
  }

  Checking& checking_;
  Inference& inference_;
  const TogetherInfo& info_;
};

}  // namespace

void check_togethers(Checking& checking) {
  Inference inference(checking);
  for (const auto& info : checking.contract.togethers) TogetherCheck(checking, inference, info).check();
}

}  // namespace whereas::check

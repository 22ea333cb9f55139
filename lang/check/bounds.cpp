#include "lang/check/checking.h"
#include "lang/check/constants.h"

#include <fmt/format.h>

/// The one place that names which figures mean something only within a bound: limits, lots and claims are not below zero, what is kept back is
/// a part. What is known is looked at here; what hangs on data, when it is worked out (plan::Within).
namespace whereas::check {

using namespace syntax;

namespace {

using Take = std::function<void(const Expression&, Bound, std::string_view)>;

class Bounds {
 public:
  Bounds(const CheckedContract& contract, Take take) : contract_(contract), take_(std::move(take)) {}

  void of(const Proviso& proviso) const {
    std::visit(match{
                   [&](const NeverBelowZero& never) { part(never.most_used, "the part of a profit that losses use"); },
                   [&](const NothingIfUnder& nothing) { not_negative(nothing.least, "the least that is paid"); },
                   [&](const AtLeast& guarantee) {
                     not_negative(guarantee.least, "a guarantee");
                     of(rise_of(guarantee.least));
                   },
                   [&](const AtMost& cap) {
                     not_negative(cap.most, "a cap");
                     of(rise_of(cap.most));
                   },
                   [&](const Withholding& withholding) { part(withholding.rate, "what is withheld"); },
                   [&](const GrossedUp& grossed) { not_negative(grossed.rate, "a withholding that is grossed up for"); },
                   [&](const Crediting& crediting) {
                     if (crediting.most_of_what_is_due) return part(crediting.most, "the most that is credited");
                     not_negative(crediting.most, "the most that is credited");
                   },
                   [&](const Recouping& recouping) { part(recouping.rate, "what is recouped"); },
                   [&](const FirstFrom& first) { not_negative(first.rest_at, "what the rest is paid at"); },
                   [&](const HeldBack& held) {
                     part(held.rate, "what is held back");
                     not_negative(held.most_held, "the most that is held");
                     for (const Release& release : held.releases) part(release.rate, "what is released");
                   },
                   [&](const Deferred& deferred) {
                     part(deferred.rate, "what is deferred");
                     not_negative(deferred.interest, "the interest on what is deferred");
                   },
                   [&](const LateInterest& late) { not_negative(late.rate, "the interest that late payments bear"); },
                   // These have no figure, or one that may lie anywhere.
                   [](const EitherWay&) {},
                   [](const BaseLossesCarried&) {},
                   [](const ThenPlus&) {},
                   [](const ThenLess&) {},
                   [](const FromDay&) {},
                   [](const UntilDay&) {},
                   [](const ThroughDay&) {},
                   [](const WhileTrue&) {},
                   [](const OnceTrue&) {},
                   [](const SettledAs&) {},
                   [](const DueAs&) {},
                   [](const RoundedAs&) {},
                   [](const Prorated&) {},
                   [](const Counted&) {},
                   [](const SurvivesTerm&) {},
               },
               proviso.form);
  }

  void of(const Tiers& tiers) const {
    for (const Band& band : tiers.bands) not_negative(band.bound, "the bound of a tier");
  }

  void of(const Amount& amount) const {
    if (const auto* tiers = std::get_if<Tiers>(&amount.form)) of(*tiers);
    if (const auto* fixed = std::get_if<FixedSums>(&amount.form)) {
      for (const FixedSum& sum : fixed->sums) of(sum.rise ? &*sum.rise : nullptr);
    }
    if (const auto* share = std::get_if<Share>(&amount.form)) of(rise_of_price(share->amount));
    const auto* loan = std::get_if<Loan>(&amount.form);
    if (loan != nullptr && loan->equal == Loan::Equal::repayments && !constant_figure(contract_, *loan->rate)) not_negative(*loan->rate, "the interest on a loan");
  }

  void of(const Rise* rise) const {
    if (rise == nullptr) return;
    take_(rise->rate, Bound::above_minus_all, "a rise");
    if (rise->at_least) take_(*rise->at_least, Bound::above_minus_all, "the least rise");
    if (rise->at_most) take_(*rise->at_most, Bound::above_minus_all, "the greatest rise");
  }

  void of(const Clause& clause) const {
    of(clause.amount);
    for (const Proviso& proviso : clause.provisos) of(proviso);
  }

  void of(const Commitment& commitment) const {
    take_(commitment.total, Bound::more_than_nothing, "a commitment");
    for (const Minimum& minimum : commitment.minimums) take_(minimum.least, Bound::more_than_nothing, "a minimum");
    not_negative(commitment.price, "the price of a shortfall");
    if (commitment.shortfall) not_negative(commitment.shortfall->share, "the part of a shortfall that is paid");
    if (commitment.excess) not_negative(commitment.excess->at_most, "the most that is carried forward");
    for (const Proviso& proviso : commitment.provisos) of(proviso);
  }

  void of(const Credits& credits) const {
    for (const CreditLot& lot : credits.lots) take_(lot.amount, lot.bought ? Bound::not_negative : Bound::more_than_nothing, "a lot of credits");
  }

  void of(const Waterfall& waterfall) const {
    for (const WaterfallStep& step : waterfall.steps) {
      for (const WaterfallShare& share : step.shares) not_negative(share.share, "what a step hands out to a party");
      not_negative(step.at_most, "what a step hands out at most");
      for (const WaterfallTarget& target : step.until) {
        if (target.kind == WaterfallTarget::Kind::has_share_of_profit) part(target.amount, "a share of profit");
        else not_negative(target.amount, target.kind == WaterfallTarget::Kind::earned ? "a return" : "what a party is to have received");
      }
    }
    for (const WaterfallReturn& returned : waterfall.returns) {
      part(returned.share, "the share that is kept");
      part(returned.at_most, "the part that is returned at most");
    }
    for (const Proviso& proviso : waterfall.provisos) of(proviso);
  }

  void of(const Together& together) const { not_negative(together.limit, together.is_least ? "a guarantee" : "a cap"); }

  void of(const Scenario& scenario) const {
    for (const GivenSeries& given : scenario.series) {
      if (const auto* growth = std::get_if<SeriesGrowth>(&given.form)) take_(growth->rate, Bound::above_minus_all, "growth");
    }
  }

  /// The caps on what is deducted, wherever they stand.
  void of(const Expression& expression) const {
    if (const auto* after = std::get_if<After>(&expression.form)) {
      for (const Deduction& deduction : after->deductions) {
        if (deduction.at_most) not_negative(**deduction.at_most, "the most that is deducted");
      }
    }
    for_each_part(expression, [&](const Expression& inside) { of(inside); });
  }

 private:
  void part(const Expression& rate, std::string_view what) const { take_(rate, Bound::part, what); }
  template <typename Optional>
  void part(const Optional& rate, std::string_view what) const {
    if (rate) part(*rate, what);
  }
  void not_negative(const Expression& figure, std::string_view what) const { take_(figure, Bound::not_negative, what); }
  template <typename Optional>
  void not_negative(const Optional& figure, std::string_view what) const {
    if (figure) not_negative(*figure, what);
  }

  const CheckedContract& contract_;
  Take take_;
};

void refuse(Checking& checking, const Expression& expression, const Bounded& bounded) {
  const Expression* wrong = nullptr;
  for_each_meaning(checking.contract, expression, [&](const Expression& said, const Number& figure) {
    if (wrong == nullptr && !admits(bounded.bound, figure)) wrong = &said;
  });
  if (wrong == nullptr) return;
  auto& diagnostic = checking.report.add(code::out_of_range).says(fmt::format("{}: `{}`", refusal(bounded), checking.words_of(expression))).at(expression.span);
  if (wrong->span != expression.span) diagnostic.beside(wrong->span, "here it would be");
  const Expression& bare = without_parentheses(*wrong);
  const auto* negated = std::get_if<Negated>(&bare.form);
  const auto without_sign = negated == nullptr ? std::nullopt : constant_figure(checking.contract, *negated->operand);
  if (without_sign && admits(bounded.bound, *without_sign)) diagnostic.offers("without the minus, write", replace(bare.span, checking.words_of(*negated->operand)));
  diagnostic.help(std::string(range_in_words(bounded.bound)));
}

}  // namespace

bool admits(Bound bound, const Number& figure) {
  switch (bound) {
    case Bound::not_negative: return figure.sign() >= 0;
    case Bound::more_than_nothing: return figure.sign() > 0;
    case Bound::part: return figure.sign() >= 0 && figure <= Number(1);
    case Bound::above_minus_all: return figure > Number(-1);
  }
  return true;
}

bool admits_at_run(Bound bound, const Number& figure) { return admits(bound == Bound::more_than_nothing ? Bound::not_negative : bound, figure); }

std::string refusal(const Bounded& bounded) {
  switch (bounded.bound) {
    case Bound::not_negative: return fmt::format("{} cannot be below zero", bounded.what);
    case Bound::more_than_nothing: return fmt::format("{} must be more than nothing", bounded.what);
    case Bound::part: return fmt::format("{} is a part, and cannot be below nothing or above all", bounded.what);
    case Bound::above_minus_all: return fmt::format("{} cannot be a fall by all or more", bounded.what);
  }
  return {};
}

std::string_view range_in_words(Bound bound) {
  switch (bound) {
    case Bound::not_negative: return "write a figure of zero or more; where it is worked out, `the greater of 0 and …`";
    case Bound::more_than_nothing: return "write a figure above zero, or leave the line out";
    case Bound::part: return "a part lies between 0% and 100%";
    case Bound::above_minus_all: return "a fall is above -100%: `rising -5% each year`";
  }
  return {};
}

void check_bounds(Checking& checking) {
  const Bounds bounds(checking.contract, [&](const Expression& expression, Bound bound, std::string_view what) {
    checking.contract.bounds.emplace(expression.id, Bounded{bound, std::string(what)});
    refuse(checking, expression, {bound, std::string(what)});
  });
  const auto inside = [&](const Expression& expression) { bounds.of(expression); };
  const auto measure = [&](const Measure& one) {
    bounds.of(one.rise ? &*one.rise : nullptr);
    if (const auto* tiered = std::get_if<Tiered>(&one.value.form)) bounds.of(*tiered->tiers);
    for_each_expression(one, inside);
  };
  const auto clause = [&](const Clause& one) {
    bounds.of(one);
    for_each_expression(one, inside);
  };
  const auto of_obligation = [&](const auto& one) {
    bounds.of(one);
    for_each_expression(one, inside);
  };
  for (const auto& file : checking.program.files) {
    for (const Declaration& declaration : file.contract->declarations) {
      std::visit(match{
                     [&](const Measure& one) { measure(one); },
                     [&](const Clause& one) { clause(one); },
                     [&](const Commitment& one) { of_obligation(one); },
                     [&](const Waterfall& one) { of_obligation(one); },
                     [&](const Credits& one) { bounds.of(one); },
                     [&](const Scenario& one) { bounds.of(one); },
                     [&](const Together& one) { bounds.of(one); },
                     [&](const Amendment& one) {
                       for (const AmendmentChange& change : one.changes) {
                         if (const auto* reads = std::get_if<ClauseNowReads>(&change.form)) clause(reads->clause);
                         if (const auto* reads = std::get_if<CommitmentNowReads>(&change.form)) of_obligation(reads->commitment);
                         if (const auto* reads = std::get_if<WaterfallNowReads>(&change.form)) of_obligation(reads->waterfall);
                         if (const auto* means = std::get_if<NameNowMeans>(&change.form)) measure(means->measure);
                       }
                     },
                     // The others say no figure that could be out of bounds.
                     [](const auto&) {},
                 },
                 declaration.form);
    }
  }
}

}  // namespace whereas::check

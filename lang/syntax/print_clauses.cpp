#include "lang/syntax/tree_printer.h"

namespace whereas::syntax {

namespace {

std::string_view words(Band::Reach reach) {
  switch (reach) {
    case Band::Reach::first: return "first";
    case Band::Reach::next: return "next";
    case Band::Reach::rest: return "rest";
    case Band::Reach::all_if: return "all if";
    case Band::Reach::all_otherwise: return "all otherwise";
  }
  return {};
}

std::string each(Frequency frequency);

}  // namespace

std::string while_words(const WhileTrue& during) {
  std::string words = during.from_next_period ? ", from the next period" : "";
  if (during.lasting && during.lasting->after) words += ", and for the " + whereas::text(*during.lasting->after) + " after";
  else if (during.lasting) words += fmt::format(", to the end of the {}{}", during.lasting->next ? "next " : "", noun(during.lasting->to_end_of));
  return words;
}

/// Over what a limit counts.
std::string window_words(const LimitWindow& window) {
  return std::visit(match{
                        [](Frequency frequency) { return each(frequency); },
                        [](const RollingWindow& rolling) { return fmt::format("over any {}", whereas::text(rolling.length)); },
                        [](const FromTo& stretch) { return fmt::format("over {} to {}", words(stretch.first), words(stretch.last)); },
                    },
                    window);
}

namespace {

std::string each(Frequency frequency) {
  return frequency == Frequency::term ? "over the term" : fmt::format("each {}", noun(frequency));
}

std::string_view words(Prorated::By by) {
  switch (by) {
    case Prorated::By::days: return "days";
    case Prorated::By::thirty_360: return "30/360";
    case Prorated::By::days_of_the_year: return "days of the year";
    case Prorated::By::whole_months: return "whole months";
    case Prorated::By::not_at_all: break;
  }
  return {};
}

struct AmountLines {
  TreePrinter& to;

  void operator()(const Share& share) {
    to.line("{}", share.says_share ? "share" : "amount");
    to.under([&] { to.node(share.amount); });
  }
  void operator()(const Tiers& tiers) { to.node(tiers); }
  void operator()(const FixedSums& fixed) {
    for (const FixedSum& sum : fixed.sums) {
      to.line("sum {}{}", each(sum.each), sum.in_advance ? ", in advance" : "");
      to.under([&] {
        to.node(sum.amount);
        if (sum.rise) to.node(*sum.rise);
      });
    }
  }
  void operator()(const Milestones& milestones) {
    for (const Milestone& sum : milestones.sums) {
      to.line("sum the first time");
      to.under([&] {
        to.node(sum.amount);
        to.node(sum.reached);
      });
    }
  }
  void operator()(const DatedSums& dated) {
    for (const DatedSum& sum : dated.sums) {
      to.line("sum on {}", words(sum.day));
      to.under([&] { to.node(sum.amount); });
    }
  }
  void operator()(const DividedSum& divided) {
    to.part("in all", divided.all);
    for (const DividedSum::Part& part : divided.parts) {
      to.line("{} on {}", part.amount ? "part" : "the rest", words(part.day));
      if (part.amount) to.under([&] { to.node(*part.amount); });
    }
  }
  void operator()(const Instalments& instalments) {
    std::string days;
    for (const DayOrPeriod& day : instalments.days) days += (days.empty() ? "" : ", ") + syntax::words(day);
    std::string_view odd;
    if (instalments.odd_cents == Instalments::OddCents::with_the_first) odd = ", odd cents with the first";
    if (instalments.odd_cents == Instalments::OddCents::with_the_last) odd = ", odd cents with the last";
    to.part(fmt::format("in {} equal instalments on {}{}", instalments.count.text(), days, odd), instalments.all);
  }
  void operator()(const ToDateLessPaid& less_paid) {
    to.part(fmt::format("{} to date, less what was paid", each(less_paid.window)), less_paid.amount);
  }
  void operator()(const Loan& loan) {
    to.part(fmt::format("loan of {}, repaid in {} equal {} {} from {}{}", syntax::words(loan.lent_on), loan.count.text(), adverb(loan.each),
                        loan.equal == Loan::Equal::instalments ? "instalments" : "repayments of principal", syntax::words(loan.first_on),
                        loan.balance ? ", calling the balance " + loan.balance->text : ""),
            *loan.lent);
    to.under([&] { to.part(fmt::format("interest each year, {}", whereas::words(loan.day_count)), *loan.rate); });
  }
};

std::string for_so_long(const std::optional<Duration>& length) { return length ? " for " + whereas::text(*length) : std::string(); }

struct ProvisoLines {
  TreePrinter& to;
  std::string tail;  ///< `, lapses`, `, calling the balance NAME`

  void operator()(const NeverBelowZero& floor) {
    to.line("never below zero{}{}{}", floor.losses_carried ? ", losses carried forward" : "",
            floor.carried_for ? " for " + whereas::text(*floor.carried_for) : "", tail);
    if (floor.most_used) to.under([&] { to.part("using at most, of a later profit", *floor.most_used); });
  }
  void operator()(const NothingIfUnder& nothing) {
    const std::string_view fate = nothing.fate == Fate::lapses ? ", waived" : nothing.fate == Fate::carried_forward ? ", carried forward" : "";
    to.part(fmt::format("nothing if under{}{}", fate, tail), nothing.least);
  }
  void operator()(const EitherWay&) { to.line("either way{}", tail); }
  void operator()(const BaseLossesCarried&) { to.line("base losses carried forward{}", tail); }
  void operator()(const AtLeast& least) {
    const std::string credited =
        least.credited_across ? fmt::format(", credited across the {}", noun(*least.credited_across)) : "";
    to.part(fmt::format("at least {}{}{}", window_words(least.window), credited, tail), least.least);
  }
  void operator()(const AtMost& most) {
    to.part(fmt::format("at most {}{}{}", window_words(most.window), most.excess_carried ? ", excess carried forward" + for_so_long(most.carried_for) : "", tail),
            most.most);
  }
  void operator()(const Withholding& withholding) { to.part(fmt::format("withholding{}", tail), withholding.rate); }
  void operator()(const GrossedUp& grossed) { to.part(fmt::format("grossed up{}", tail), grossed.rate); }
  void operator()(const ThenPlus& plus) { to.part(fmt::format("then plus{}", tail), plus.added); }
  void operator()(const ThenLess& less) { to.part(fmt::format("then less{}", tail), less.taken); }
  void operator()(const Crediting& crediting) {
    const std::string rest = crediting.rest == Fate::lapses ? ", rest lapses" : crediting.rest == Fate::carried_forward ? ", rest carried forward" + for_so_long(crediting.carried_for) : "";
    to.part(fmt::format("crediting{}{}", rest, tail), crediting.credited);
    if (crediting.most) to.under([&] { to.part(crediting.most_of_what_is_due ? "at most, of what is due" : "at most", *crediting.most); });
  }
  void operator()(const Recouping& recouping) {
    to.part(fmt::format("recouping {}{}{}", quoted(recouping.advance), words(recouping.counted), tail), recouping.rate);
  }
  void operator()(const FirstFrom& first) {
    to.line("first from {}{}", quoted(first.credits), tail);
    if (first.rest_at) to.under([&] { to.part("the rest at", *first.rest_at); });
  }
  void operator()(const HeldBack& held) {
    to.part(fmt::format("held back {}{}", held.until ? "until " + syntax::words(*held.until) : "for " + whereas::text(*held.held_for), tail), held.rate);
    to.under([&] {
      if (held.most_held) to.part("at most held", *held.most_held);
      if (held.released_over) to.line("released equally over {}", whereas::text(*held.released_over));
      for (const Release& release : held.releases) {
        to.line("released {}on {}", release.rate ? "" : "the rest ", syntax::words(release.day));
        if (release.rate) to.under([&] { to.node(*release.rate); });
      }
    });
  }
  void operator()(const Deferred& deferred) {
    to.part(fmt::format("deferred from {} to {}, repaid over {} to {}{}", syntax::words(deferred.from),
                        syntax::words(deferred.to), syntax::words(deferred.repaid_from), syntax::words(deferred.repaid_to), tail),
            deferred.rate);
    if (deferred.interest)
      to.under([&] { to.part(fmt::format("interest, {}", whereas::words(deferred.day_count)), *deferred.interest); });
  }
  void operator()(const LateInterest& late) {
    using Kind = LateInterest::Kind;
    const std::string_view kind = late.kind == Kind::simple ? ", simple" : late.kind == Kind::compounded ? ", compounded" : "";
    const std::string counted = late.day_count ? fmt::format("year{}, {}", kind, whereas::words(*late.day_count)) : fmt::format("day{}", kind);
    to.part(fmt::format("late payments bear each {}{}", counted, tail), late.rate);
    to.under([&] {
      to.part("paid as", *late.paid);
      using From = LateInterest::Grace::From;
      const auto from = [](From day) { return day == From::not_said ? "" : day == From::due_day ? ", from the due day" : ", from the end of grace"; };
      if (late.grace) to.line("after {} of grace{}", whereas::text(late.grace->length), from(late.grace->from));
      if (late.charged) to.line("charged {}", adverb(*late.charged));
    });
  }
  void operator()(const FromDay& from) { to.line("from {}{}", syntax::words(from.day), tail); }
  void operator()(const UntilDay& until) { to.line("until {}{}", syntax::words(until.day), tail); }
  void operator()(const ThroughDay& through) { to.line("through {}{}", syntax::words(through.day), tail); }
  void operator()(const WhileTrue& during) {
    to.part(fmt::format("while{}{}", while_words(during), tail), during.condition);
  }
  void operator()(const OnceTrue& once) {
    to.part(fmt::format("once{}{}", once.from_that_point ? ", from that point" : once.from_that_period ? ", from that period" : "", tail), once.condition);
  }
  void operator()(const SettledAs& settled) { to.line("settled {}{}", adverb(settled.frequency), tail); }
  void operator()(const DueAs& due) { to.line("{}{}", syntax::words(due.due), tail); }
  void operator()(const RoundedAs& rounded) { to.line("rounded to {}{}", syntax::words(rounded.rounding), tail); }
  void operator()(const Prorated& prorated) {
    if (prorated.by == Prorated::By::not_at_all) to.line("not prorated{}", tail);
    else to.line("prorated by {}{}", words(prorated.by), tail);
  }
  void operator()(const Counted& counted) {
    if (counted.again_each) to.line("counting it again {}{}", each(*counted.again_each), tail);
    else to.line("counting the days before apart{}", tail);
  }
  void operator()(const SurvivesTerm& survives) { to.line("survives the term for {}{}", text(survives.length), tail); }
};

}  // namespace

void TreePrinter::node(const Rise& rise) {
  part(fmt::format("rising each year{}{}{}{}{}", rise.simple ? ", simple" : "", rise.first_on ? ", first on " + words(*rise.first_on) : "",
                   rise.first_year_span ? fmt::format(", from year {}", rise.first_year) : "", rise.never_falling ? ", never falling" : "", rise.rounding ? ", rounded to " + words(*rise.rounding) : ""),
       rise.rate);
  under([&] {
    if (rise.at_least) part("at least", *rise.at_least);
    if (rise.at_most) part("at most", *rise.at_most);
  });
}

void TreePrinter::node(const Tiers& tiers) {
  line("tiers{}{}", tiers.window ? " " + each(*tiers.window) : "", tiers.going_forward ? ", going forward" : "");
  under([&] {
    part("on", tiers.basis);
    for (const Band& band : tiers.bands) {
      line("{}{}{}", words(band.reach), band.bound_included ? " up to" : "", band.is_flat ? ", flat" : "");
      under([&] {
        node(band.rate);
        if (band.bound) node(*band.bound);
        if (band.once_entered) part("once entered", *band.once_entered);
      });
    }
  });
}

void TreePrinter::node(const Amount& amount) { std::visit(AmountLines{*this}, amount.form); }

void TreePrinter::node(const Proviso& proviso) {
  std::string tail = proviso.lapses ? ", lapses" : proviso.paid_at_end ? ", paid at the end" : "";
  if (proviso.balance) tail += ", calling the balance " + proviso.balance->text;
  std::visit(ProvisoLines{*this, std::move(tail)}, proviso.form);
}

void TreePrinter::node(const Clause& clause) {
  line("clause{}{}{}", clause.title ? " " + quoted(*clause.title) : "", clause.for_each ? " for each " + clause.for_each->text : "", clause.is_whole_contract ? ", the whole contract" : "");
  under([&] {
    line("{} {} {}", clause.payer.text, clause.delivers ? "delivers to" : "pays", clause.payee.text);
    node(clause.amount);
    for (const Proviso& proviso : clause.provisos) node(proviso);
  });
}

}  // namespace whereas::syntax

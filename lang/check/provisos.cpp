#include "lang/check/clauses.h"
#include "lang/check/constants.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

template <typename Form>
const Proviso* find(const std::vector<Proviso>& provisos) {
  const auto found = std::find_if(provisos.begin(), provisos.end(), [](const Proviso& proviso) { return std::holds_alternative<Form>(proviso.form); });
  return found == provisos.end() ? nullptr : &*found;
}

template <typename... Forms>
bool is_one_of(const Proviso& proviso) {
  return (std::holds_alternative<Forms>(proviso.form) || ...);
}

bool names_a_change(const Checking& checking, const Expression& expression, std::set<MeasureId>& seen) {
  const Symbol& symbol = checking.contract.symbol(expression);
  if (symbol.kind == Symbol::Kind::measure && seen.insert(symbol.index).second) {
    const auto& texts = checking.contract.measures[symbol.index].texts;
    if (texts.size() > 1 || !texts.front().measure->exceptions.empty()) return true;
    if (names_a_change(checking, texts.front().measure->value, seen)) return true;
  }
  bool found = false;
  for_each_part(expression, [&](const Expression& part) { found = found || names_a_change(checking, part, seen); });
  return found;
}

}  // namespace

bool names_a_change(const Checking& checking, const Expression& expression) {
  std::set<MeasureId> seen;
  return names_a_change(checking, expression, seen);
}

ClauseCheck::ClauseCheck(Checking& checking, Inference& inference, ClauseInfo& info)
    : checking_(checking), inference_(inference), info_(info), clause_(*info.clause), currency_(checking, inference, info), prorated_(find<Prorated>(info.clause->provisos) != nullptr) {}

void ClauseCheck::check_provisos() {
  for (const auto& proviso : clause_.provisos) check_proviso(proviso);
  check_lines_together();
  if (is_on_days(clause_.amount)) check_dated_provisos();
  if (std::holds_alternative<ToDateLessPaid>(clause_.amount.form)) check_provisos_of_less_paid();
  warn_idle_proration();
  warn_lost_sums();
  warn_broken_limits();
  ask_below_zero();
}

void ClauseCheck::check_proviso(const Proviso& proviso) {
  const auto money = [&](const Expression& expression, std::string_view what) { currency_.counts(expression, what); };
  check_the_end(proviso);
  std::visit(match{
                 [&](const NeverBelowZero& never) {
                   if (never.losses_carried) check_losses(proviso);
                   if (never.most_used) check_part(*never.most_used);
                 },
                 [&](const NothingIfUnder& nothing) { check_nothing_if_under(proviso, nothing); },
                 [&](const GrossedUp& grossed) { check_grossed_up(grossed); },
                 [&](const Crediting& crediting) { check_crediting(proviso, crediting); },
                 [&](const LateInterest& late) { check_late(proviso, late); },
                 [](const EitherWay&) {},
                 [&](const BaseLossesCarried&) { check_losses(proviso); },
                 [&](const AtLeast& at_least) {
                   check_limit(proviso, at_least.least, at_least.window);
                   check_credited(proviso, at_least);
                 },
                 [&](const AtMost& at_most) { check_limit(proviso, at_most.most, at_most.window); },
                 [&](const Withholding& withholding) { check_part(withholding.rate); },
                 [&](const ThenPlus& then) {
                   money(then.added, "what is added");
                   if (!is_on_days(clause_.amount)) ask_standing_part(then.added, info_.settlement.frequency);
                 },
                 [&](const ThenLess& then) {
                   money(then.taken, "what is taken off");
                   if (!is_on_days(clause_.amount)) ask_standing_part(then.taken, info_.settlement.frequency);
                   may_be_negative_ = true;
                 },
                 [&](const Recouping& recouping) { check_recouping(recouping); },
                 [&](const FirstFrom& first) { check_first_from(first); },
                 [&](const HeldBack& held) { check_held_back(held); },
                 [&](const Deferred& deferred) { check_deferred(deferred); },
                 [&](const FromDay& from) {
                   if (const auto day = first_day(checking_, from.day)) require_in_term(*day, from.day.span, "the day from which the clause is in force");
                 },
                 [&](const UntilDay& until) { check_until(until, proviso.span); },
                 [&](const ThroughDay& through) {
                   if (const auto day = last_day(checking_, through.day)) require_in_term(*day, through.day.span, "the last day of the clause");
                 },
                 [&](const WhileTrue& condition) { inference_.of(condition.condition); },
                 [&](const OnceTrue& condition) { inference_.of(condition.condition); },
                 [](const SettledAs&) {},
                 [](const DueAs&) {},
                 [](const RoundedAs&) {},
                 [](const Prorated&) {},
                 [&](const Counted& counted) { check_counted(proviso, counted); },
                 [&](const SurvivesTerm&) {
                   for (const ClauseInfo& other : checking_.contract.clauses) {
                     if (other.clause != nullptr) continue;
                     checking_.report.add(code::not_supported)
                         .says("a clause survives the term in a deal with a commitment or a waterfall")
                         .at(proviso.span)
                         .beside(other.span, "would have to end with the term")
                         .help("write what survives as a contract of its own, with a term that runs as long");
                     return;
                   }
                   if (checking_.contract.term) return;
                   checking_.report.add(code::setting_missing).says("the deal has no term that a clause could survive").at(proviso.span).help("give it one: `term 2026-01-01 to 2028-12-31`");
                 },
             },
             proviso.form);
}

void ClauseCheck::check_recouping(const Recouping& recouping) {
  check_part(recouping.rate);
  const auto known = checking_.titles.find(recouping.advance.text);
  if (known == checking_.titles.end()) return;
  const ClauseInfo& advance = checking_.contract.clauses[known->second];
  if (&advance == &info_) {
    checking_.report.add(code::proviso_does_not_fit).says("a clause cannot recoup itself").at(recouping.advance.span).help("name the clause by which the advance was paid");
  } else if (advance.payer != info_.payer || advance.payee != info_.payee) {
    const auto& parties = checking_.contract.parties;
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("an advance is recouped from what the same party pays to the same party: this clause pays from {} to {}, the advance from {} to {}",
                          parties[info_.payer].name, parties[info_.payee].name, parties[advance.payer].name, parties[advance.payee].name))
        .at(recouping.advance.span)
        .beside(advance.span, "the advance")
        .help("name an advance that goes the same way, or swap the parties of one of the two clauses");
  } else {
    currency_.require(advance.currency, recouping.advance.span, "what it recoups");
  }
}

void ClauseCheck::check_deferred(const Deferred& deferred) {
  check_part(deferred.rate);
  if (deferred.interest) inference_.as_rate(inference_.of(*deferred.interest), *deferred.interest);
  const auto from = first_day(checking_, deferred.from);
  const auto to = last_day(checking_, deferred.to);
  const auto repaid_from = first_day(checking_, deferred.repaid_from);
  const auto repaid_to = last_day(checking_, deferred.repaid_to);
  if (!from || !to || !repaid_from || !repaid_to) return;
  if (*to < *from || *repaid_to < *repaid_from || *repaid_from <= *to) {
    checking_.report.add(code::proviso_does_not_fit)
        .says("what is deferred is repaid after it has been deferred")
        .at(deferred.repaid_from.span, "repaid from here")
        .beside(deferred.to.span, "deferred up to here")
        .help("let the repayment begin after the last period that is deferred");
    return;
  }
  require_in_term(*from, deferred.from.span, "the first day of deferral");
  require_in_term(*repaid_to, deferred.repaid_to.span, "the last day of repayment");
}

void ClauseCheck::check_losses(const Proviso& proviso) {
  const auto* share = std::get_if<Share>(&clause_.amount.form);
  const bool tiers = std::holds_alternative<Tiers>(clause_.amount.form);
  if (std::holds_alternative<BaseLossesCarried>(proviso.form)) {
    const bool has_base = tiers || (share != nullptr && std::holds_alternative<Of>(without_parentheses(share->amount).form));
    if (!has_base) {
      checking_.report.add(code::proviso_does_not_fit)
          .says("losses of the basis are carried only where the clause pays a share of a basis, or tiers on one")
          .at(proviso.span)
          .help("write the amount as `RATE of BASIS`");
    }
    return;
  }
  if (tiers || (share != nullptr && names_a_change(checking_, share->amount))) {
    checking_.report.add(code::losses_of_which)
        .says(fmt::format("it is the negative share that is carried forward, not the negative basis; with {} the two come to different sums", tiers ? "tiers" : "a rate that changes"))
        .at(proviso.span)
        .offers("if the basis is meant, write", replace(proviso.span, "never below zero\n    base losses carried forward"));
  }
}

void ClauseCheck::check_until(const UntilDay& until, Span whole) {
  const auto day = first_day(checking_, until.day);
  if (!day || !require_in_term(*day, until.day.span, "the day on which the clause ends")) return;
  if (until.day.period.frequency == Frequency::day && day->is_last_of_month()) {
    checking_.report.add(code::ends_a_month)
        .says(fmt::format("`until {}` ends the day before, and leaves out the last day of the month", day->text()))
        .at(until.day.span)
        .offers("to include it write", replace(whole, fmt::format("through {}", day->text())));
  }
}

void ClauseCheck::check_dated_provisos() {
  for (const auto& proviso : clause_.provisos) {
    if (is_one_of<ThenPlus, ThenLess, Withholding, RoundedAs, EitherWay, LateInterest>(proviso)) continue;
    if (const auto* due = std::get_if<DueAs>(&proviso.form); due != nullptr && due->due.on_its_day) {
      ask_which_days(due->due);
      continue;
    }
    checking_.report.add(code::proviso_does_not_fit)
        .says("a sum on a day takes only `then plus`, `then less`, withholding, `due on its day, or the next business day of …`, `late payments bear` and `rounded`")
        .at(proviso.span)
        .help("for a limit or a recoupment use a sum `each quarter` or a share");
  }
}

/// What these lines keep back, add or withhold would count as unpaid, or as overpaid, and come back with the next settlement.
void ClauseCheck::check_provisos_of_less_paid() {
  for (const auto& proviso : clause_.provisos) {
    const auto* never = std::get_if<NeverBelowZero>(&proviso.form);
    const auto* at_most = std::get_if<AtMost>(&proviso.form);
    const bool carries = (never != nullptr && never->losses_carried) || (at_most != nullptr && at_most->excess_carried);
    const bool may_stand = is_one_of<NeverBelowZero, EitherWay, AtLeast, AtMost, FirstFrom, FromDay, UntilDay, ThroughDay, OnceTrue, SettledAs, DueAs, RoundedAs, Prorated, Counted, SurvivesTerm>(proviso);
    if (!carries && may_stand) continue;
    checking_.report.add(code::proviso_does_not_fit)
        .says("a clause that pays `less what was paid` would make good, with its next payment, what this line takes or adds")
        .at(proviso.span)
        .note(carries ? "what is not paid is carried already: it is still owed to date" : "what was paid is what the statement shows")
        .help(carries ? "leave out what is carried" : "pay it by a clause of its own");
  }
}

namespace {

/// A limit that stays the same, or rises at one rate from year to year.
struct Course {
  Number first;
  Number rate;
  bool is_simple = false;
  int first_year = 2;
};

std::optional<Course> course_of(const CheckedContract& contract, const Expression& limit) {
  const auto* risen = std::get_if<Risen>(&limit.form);
  const auto first = constant_figure(contract, risen != nullptr ? *risen->figure : limit);
  if (risen == nullptr || !first) return first ? std::optional(Course{*first, 0}) : std::nullopt;
  const Rise& rise = *risen->rise;
  const auto rate = constant_figure(contract, rise.rate);
  if (!rate || rate->is_negative() || rise.first_on || rise.at_least || rise.at_most || rise.rounding) return std::nullopt;
  return Course{*first, *rate, rise.simple, rise.first_year};
}

/// Whether the one is never above the other: it begins no higher, and rises no sooner and no faster.
bool stays_within(const Course& least, const Course& most) {
  if (least.first > most.first) return false;
  if (least.rate.is_zero()) return true;
  return least.rate <= most.rate && least.is_simple == most.is_simple && least.first_year == most.first_year && !least.first.is_negative();
}

/// A constant cap and guarantee over the same window, the guarantee not above the cap: whichever line comes last, both hold.
bool hold_together(const CheckedContract& contract, const Proviso& one, const Proviso& other) {
  const auto* cap = std::get_if<AtMost>(&one.form);
  const auto* guarantee = std::get_if<AtLeast>(&other.form);
  if (cap == nullptr) cap = std::get_if<AtMost>(&other.form);
  if (guarantee == nullptr) guarantee = std::get_if<AtLeast>(&one.form);
  if (cap == nullptr || guarantee == nullptr || !frequency_of(cap->window) || frequency_of(cap->window) != frequency_of(guarantee->window) || cap->excess_carried || guarantee->credited_across) return false;
  const auto most = course_of(contract, cap->most);
  const auto least = course_of(contract, guarantee->least);
  return most && least && stays_within(*least, *most);
}

/// Over the term a limit holds for what is only paid later.
bool only_delays(const Proviso& limit, const Proviso& later) {
  const auto* cap = std::get_if<AtMost>(&limit.form);
  const auto window = cap != nullptr ? frequency_of(cap->window) : frequency_of(std::get<AtLeast>(limit.form).window);
  const auto* deferred = std::get_if<Deferred>(&later.form);
  const bool pays_late = std::holds_alternative<HeldBack>(later.form) || (deferred != nullptr && !deferred->interest);
  return window == Frequency::term && pays_late && (cap != nullptr || !later.lapses);
}

}  // namespace

void ClauseCheck::warn_broken_limits() {
  if (limits_clash_) return;
  const auto& provisos = clause_.provisos;
  for (auto limit = provisos.begin(); limit != provisos.end(); ++limit) {
    const bool cap = std::holds_alternative<AtMost>(limit->form);
    if (!cap && !std::holds_alternative<AtLeast>(limit->form)) continue;
    for (auto later = limit + 1; later != provisos.end(); ++later) {
      const bool breaks = cap ? is_one_of<AtLeast, ThenPlus, GrossedUp, NothingIfUnder, HeldBack, Deferred>(*later)
                              : is_one_of<AtMost, ThenLess, Withholding, Crediting, Recouping, FirstFrom, NothingIfUnder, HeldBack, Deferred>(*later);
      if (!breaks || only_delays(*limit, *later) || hold_together(checking_.contract, *limit, *later)) continue;
      checking_.report.add(code::limit_can_be_broken)
          .says(fmt::format("what is paid can {} this {}, because a later line {} it", cap ? "pass" : "fall below", cap ? "cap" : "guarantee", cap ? "adds to" : "takes from"))
          .at(limit->span)
          .beside(later->span, "applies after it")
          .help(fmt::format("if the {} is to hold for what is paid, write it last", cap ? "cap" : "guarantee"));
      break;
    }
  }
}

}  // namespace whereas::check

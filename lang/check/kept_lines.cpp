#include "lang/check/clauses.h"

#include <fmt/format.h>

#include <algorithm>

/// The lines that keep something back, carry it or credit it: that they say what becomes of it, and that what they say can be.
namespace whereas::check {

using namespace syntax;

namespace {

std::optional<Number> literal_rate(const Expression& expression) {
  const auto* number = std::get_if<NumberLiteral>(&without_parentheses(expression).form);
  return number == nullptr ? std::nullopt : std::optional(number->value);
}

/// Whether it keeps something that is left over when the clause ends.
bool keeps_something_to_the_end(const Proviso& proviso) {
  if (const auto* at_most = std::get_if<AtMost>(&proviso.form)) return at_most->excess_carried;
  if (const auto* nothing = std::get_if<NothingIfUnder>(&proviso.form)) return nothing->fate == Fate::carried_forward;
  return std::holds_alternative<HeldBack>(proviso.form) || std::holds_alternative<Deferred>(proviso.form);
}

}  // namespace

bool keeps_a_balance(const Proviso& proviso) {
  if (const auto* never = std::get_if<NeverBelowZero>(&proviso.form)) return never->losses_carried;
  if (const auto* crediting = std::get_if<Crediting>(&proviso.form)) return crediting->rest != Fate::lapses;
  if (const auto* nothing = std::get_if<NothingIfUnder>(&proviso.form)) return nothing->fate != Fate::lapses;
  return std::holds_alternative<Recouping>(proviso.form) || keeps_something_to_the_end(proviso);
}

/// Where the line's own words end, before `, paid at the end` and `, calling the balance NAME`.
Span ClauseCheck::own_words(const Proviso& proviso) const {
  if (!proviso.balance) return proviso.span;
  Span own = proviso.span;
  const std::string_view text = checking_.sources[own.source].text().substr(own.begin, proviso.balance->span.begin - own.begin);
  own.end = own.begin + static_cast<std::uint32_t>(text.rfind(','));
  return own;
}

void ClauseCheck::check_the_end(const Proviso& proviso) {
  const bool keeps = keeps_something_to_the_end(proviso);
  if ((proviso.lapses || proviso.paid_at_end) && !keeps) {
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("nothing is kept back by this line that could {}", proviso.lapses ? "lapse" : "be paid at the end"))
        .at(proviso.span)
        .help(fmt::format("leave out `{}`", proviso.lapses ? "lapses" : "paid at the end"));
  }
  if (proviso.balance && !keeps_a_balance(proviso)) {
    checking_.report.add(code::proviso_does_not_fit)
        .says("this line keeps, carries and recoups nothing, so it has no balance to name")
        .at(proviso.balance->span)
        .help("a balance is what is carried forward, held back, deferred or still to be recouped");
  }
  const auto* held = std::get_if<HeldBack>(&proviso.form);
  const auto hangs = [&](const Release& release) { return hangs_on_event(release.day); };
  const bool may_not_come = held != nullptr && held->until && (hangs_on_event(*held->until) || std::any_of(held->releases.begin(), held->releases.end(), hangs));
  const bool has_its_day = std::holds_alternative<Deferred>(proviso.form) || (held != nullptr && held->until && !may_not_come);
  if (!keeps || has_its_day || proviso.lapses || proviso.paid_at_end) return;
  const Span own = own_words(proviso);
  checking_.report.add(code::end_not_said)
      .says(may_not_come ? "the day of release may not have come when the clause ends, and the line does not say what becomes of what is still held then"
                         : "the line does not say what becomes of what is still kept when the clause ends")
      .at(own)
      .note("one reading: it is paid with the clause's last settlement; the other: it is never paid")
      .offers("if it is paid then, add", insert_after(own, ", paid at the end"))
      .offers("if it is never paid, add", insert_after(own, ", lapses"));
}

void ClauseCheck::check_nothing_if_under(const Proviso& proviso, const NothingIfUnder& nothing) {
  currency_.counts(nothing.least, "the least that is paid");
  if (nothing.fate != Fate::not_said) return;
  const Span own = own_words(proviso);
  checking_.report.add(code::rest_not_said)
      .says("the line does not say what becomes of a sum that is too small to pay")
      .at(own)
      .note("one reading: it waits, and is paid together with later sums once they reach the least")
      .note("the other: it is waived, and each settlement stands alone")
      .offers("if it waits, and what still waits at the end is paid then, add", insert_after(own, ", carried forward, paid at the end"))
      .offers("if it waits, and is never paid where it never reaches the least, add", insert_after(own, ", carried forward, lapses"))
      .offers("if it is waived, add", insert_after(own, ", waived"));
}

void ClauseCheck::check_crediting(const Proviso& proviso, const Crediting& crediting) {
  const Type credited = inference_.of(crediting.credited);
  currency_.counts(credited, crediting.credited, "what is credited");
  if (credited.may_be_negative) {
    const std::string bare = checking_.words_of(without_parentheses(crediting.credited));
    const std::string credited_words = std::holds_alternative<NameUse>(without_parentheses(crediting.credited).form) ? bare : fmt::format("({})", bare);
    checking_.report.add(code::proviso_does_not_fit)
        .says("what is credited can be below zero, and would then be charged")
        .at(crediting.credited.span)
        .offers("to credit nothing then, write", replace(crediting.credited.span, fmt::format("the greater of {} and 0", credited_words)))
        .help("if it is to be charged, use `then less`");
  }
  if (crediting.most && crediting.most_of_what_is_due) inference_.as_rate(inference_.of(*crediting.most), *crediting.most);
  if (crediting.most && !crediting.most_of_what_is_due) currency_.counts(*crediting.most, "the most that is credited");
  if (crediting.rest != Fate::not_said) return;
  const Span own = own_words(proviso);
  checking_.report.add(code::rest_not_said)
      .says("the line does not say what becomes of a credit that cannot be used at once")
      .at(own)
      .note("one reading: the rest is credited against later payments")
      .note("the other: what is not used in its own settlement is lost")
      .offers("if it is kept, add", insert_after(own, ", rest carried forward"))
      .offers("if it is lost, add", insert_after(own, ", rest lapses"));
}

void ClauseCheck::check_grossed_up(const GrossedUp& grossed) {
  inference_.as_rate(inference_.of(grossed.rate), grossed.rate);
  const auto rate = literal_rate(grossed.rate);
  if (!rate || *rate < Number(1)) return;
  checking_.report.add(code::proviso_does_not_fit)
      .says("all of the payment would be withheld, so no payment is large enough to leave what is due")
      .at(grossed.rate.span)
      .help("a withholding that is grossed up for is under 100%");
}

void ClauseCheck::check_held_back(const HeldBack& held) {
  check_part(held.rate);
  if (held.most_held) currency_.counts(*held.most_held, "the most that is held");
  if (!held.until) {
    if (held.released_over || !held.releases.empty()) {
      checking_.report.add(code::proviso_does_not_fit)
          .says("what is held back for a length of time is released when that has passed, each sum by itself")
          .at(held.releases.empty() ? held.rate.span : held.releases.front().span)
          .help("to release all of it in parts, hold it back until a day: `held back 10% until 2026-12-31, released equally over 4 quarters`");
    }
    return;
  }
  const auto until = first_day(checking_, *held.until);
  if (hangs_on_event(*held.until)) {
    if (until && held.released_over) check_release_over(held, *until);
    check_releases(held, std::nullopt);
  } else if (until && require_in_term(*until, held.until->span, "the day of release")) {
    if (held.released_over) check_release_over(held, *until);
    check_releases(held, until);
  }
}

/// Whether nobody knows from the contract alone when the day comes, or that it does.
bool ClauseCheck::hangs_on_event(const DayOrPeriod& day) const {
  bool hangs = false;
  for_each_event(day, [&](const Name& title) {
    const EventInfo* event = checking_.contract.event_named(title.text);
    hangs = hangs || (event != nullptr && (!event->day || checking_.happened.contains(event->name)));
  });
  return hangs;
}

/// The instalments fall with the settlements that end in so long a time from the day on: there must be some, and none after the term.
void ClauseCheck::check_release_over(const HeldBack& held, Date until) {
  const auto& settled = info_.settlement.frequency;
  const auto& term = checking_.contract.term;
  if (!settled || *settled == Frequency::term || !term) return;
  const Calendar& calendar = checking_.contract.calendar;
  const Date end = until.plus(*held.released_over);
  std::optional<Date> last;
  for (Period period = calendar.holding(until, *settled); period.last() < end; period = calendar.next(period, *settled)) {
    if (period.last() >= until) last = period.last();
  }
  if (!last) {
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("no settlement ends in the {} from {}, so nothing could be released", text(*held.released_over), until.text()))
        .at(held.until->span)
        .help(fmt::format("release it over longer, or settle the clause more often than {}", adverb(*settled)));
    return;
  }
  require_in_term(*last, held.until->span, "the last release");
}

/// `until`: nothing where the day up to which it is held hangs on an event. Releases that do come when their day comes, in any order.
void ClauseCheck::check_releases(const HeldBack& held, std::optional<Date> until) {
  Number together;
  bool all_known = true;
  std::optional<Date> before = until;
  for (const auto& release : held.releases) {
    if (release.rate) check_part(*release.rate);
    const auto rate = release.rate ? literal_rate(*release.rate) : std::nullopt;
    all_known = all_known && (rate || !release.rate);
    together += rate.value_or(Number(0));
    const auto day = first_day(checking_, release.day);
    if (hangs_on_event(release.day)) continue;
    if (!day || !require_in_term(*day, release.day.span, "the day of release")) return;
    if (before && *day < *before) {
      const bool is_before_holding_ends = until && *day < *until;
      checking_.report.add(code::proviso_does_not_fit)
          .says(is_before_holding_ends ? "this is released before the day until which it is held back" : "releases stand in the order of their days")
          .at(release.day.span)
          .beside(held.until->span, until ? fmt::format("held back until {}", until->text()) : "held back until then")
          .help("let it be released on or after that day, in the order of the days");
      return;
    }
    before = day;
  }
  if (held.releases.empty()) return;
  const bool ends_with_the_rest = !held.releases.back().rate;
  for (const auto& release : held.releases) {
    if (release.rate || &release == &held.releases.back()) continue;
    checking_.report.add(code::proviso_does_not_fit).says("nothing is left to release after the rest").at(release.span).help("put it last");
    return;
  }
  if (ends_with_the_rest ? together < Number(1) : all_known && together == Number(1)) return;
  const DayOrPeriod& last = held.releases.back().day;
  const bool is_counted = last.event && last.event->moved;
  checking_.report.add(code::proviso_does_not_fit)
      .says(all_known ? fmt::format("the releases add up to {}% of what is held back", (together * Number(100)).text()) : "the releases may not add up to what is held back")
      .at(held.releases.back().span)
      .help(fmt::format("end them with the rest: `the rest {}{}`", is_counted ? "" : "on ", checking_.words(last.span)));
}

/// Where interest cannot wait for the next settlement, the line says when it is paid.
void ClauseCheck::check_charged(const Proviso& proviso, const LateInterest& late) {
  const bool on_days = is_on_days(clause_.amount);
  const bool in_advance = !on_days && info_.settlement.due && info_.settlement.due->is_in_advance();
  if (late.charged && !on_days && !in_advance) {
    checking_.report.add(code::proviso_does_not_fit)
        .says("the interest of a settlement period is paid with what is settled, and is not charged by itself")
        .at(proviso.span)
        .help("leave out `charged …`: it is for sums on days, and for what falls due before its period has ended");
    return;
  }
  if (late.charged) {
    warn_year(*late.charged, proviso.span);
    // What a settlement comes to is worked out with its period: interest on it cannot be charged sooner, nor run before that begins.
    const auto& settled = info_.settlement.frequency;
    const bool too_soon = in_advance && (!settled || is_shorter(*late.charged, *settled) || (info_.settlement.due->before && info_.settlement.due->from_start));
    if (too_soon) {
      checking_.report.add(code::not_supported)
          .says("late payments bear interest that would run, or be charged, before what falls due has been settled")
          .at(proviso.span)
          .beside(info_.settlement.due->span, "falls due here")
          .help("charge it no more often than the clause settles, and let the clause fall due no earlier than its period begins: `due on the first day of the quarter`, `charged quarterly`");
    }
    if (*late.charged == Frequency::term && late.kind == LateInterest::Kind::compounded) {
      checking_.report.add(code::proviso_does_not_fit)
          .says("interest that is charged once, at the end of the term, never bears interest itself")
          .at(proviso.span)
          .help("let it be `simple`, or charge it more often: `charged monthly`");
    }
    return;
  }
  if (!on_days && !in_advance) return;
  auto& diagnostic = checking_.report.add(code::when_not_said)
      .says(on_days ? "the sums are paid on their days, and the line does not say when the interest on them is paid"
                    : fmt::format("\"{}\" falls due before its period has ended, and the interest of the period is known only then: the line does not say when it is paid", info_.title))
      .at(proviso.span)
      .note("charged monthly: what each month has borne is a payment of its own, due on the day after it; compounded, it bears interest from then on");
  const auto& settled = info_.settlement.frequency;
  const auto may_be = [&](Frequency each) { return on_days || (settled && !is_shorter(each, *settled)); };
  if (may_be(Frequency::month)) diagnostic.offers("each month", insert_after(proviso.span, ", charged monthly"));
  if (may_be(Frequency::quarter)) diagnostic.offers("each quarter", insert_after(proviso.span, ", charged quarterly"));
  diagnostic.offers("or all of it at once", insert_after(proviso.span, ", charged at the end of the term"));
}

void ClauseCheck::check_late(const Proviso& proviso, const LateInterest& late) {
  inference_.as_rate(inference_.of(late.rate), late.rate);
  const Type paid = inference_.of(*late.paid);
  currency_.counts(paid, *late.paid, "what has been received");
  if (!paid.is_unknown() && (paid.nature != Nature::flow || !paid.adds_up)) {
    checking_.report.add(code::wrong_kind)
        .says("what has been received is counted day by day, and this does not add up over days")
        .at(late.paid->span)
        .help("name an input of receipts: `input fee_received daily USD, missing is zero`");
  }
  check_charged(proviso, late);
  const auto known = checking_.titles.find(info_.title);
  const NetSettlementInfo* net = known == checking_.titles.end() ? nullptr : settled_net(checking_.contract, known->second);
  if (net != nullptr) {
    checking_.report.add(code::proviso_does_not_fit)
        .says("what these two owe one another is settled net, and the part that is set off would bear interest as if it were late")
        .at(proviso.span)
        .beside(net->span, "settled net here")
        .offers("if it is to be paid by itself, add to the net settlement", insert_after(before_its_day(checking_, *net), fmt::format(", without \"{}\"", info_.title)))
        .help("or leave one of the two out");
  }
  if (!info_.settlement.due && !is_on_days(clause_.amount)) {
    checking_.report.add(code::setting_missing)
        .says(fmt::format("\"{}\" does not say when it falls due, so nothing of it can be late", info_.title))
        .at(proviso.span)
        .help("say it for the clause: `due 30 days after quarter end`");
  }
  if (late.grace && late.grace->from == LateInterest::Grace::From::not_said) {
    checking_.report.add(code::two_readings)
        .says("the line does not say from when what is not received within the grace bears interest")
        .at(late.grace->span)
        .note("counted from the due day: grace forgives who pays within it, and nobody else")
        .note("counted from the end of grace: nobody bears interest for the days of grace")
        .offers("if it bears from its due day, add", insert_after(late.grace->span, ", counted from the due day"))
        .offers("if it bears from the end of grace, add", insert_after(late.grace->span, ", counted from the end of grace"));
  }
  if (late.kind != LateInterest::Kind::not_said) return;
  const std::string_view text = checking_.sources[proviso.span.source].text();
  const std::string_view word = late.day_count ? "year" : "day";
  const auto each = static_cast<std::uint32_t>(text.find(word, late.rate.span.end));
  const Span said{proviso.span.source, late.rate.span.begin, each + static_cast<std::uint32_t>(word.size())};
  checking_.report.add(code::two_readings)
      .says("the line does not say whether unpaid interest bears interest itself")
      .at(said)
      .note("simple: interest is worked out on what was first due, and on nothing else")
      .note("compounded: interest that has fallen due and is not paid bears interest too")
      .offers("if it does not, add", insert_after(said, ", simple"))
      .offers("if it does, add", insert_after(said, ", compounded"));
}

}  // namespace whereas::check

#include "lang/format/layout_parts.h"
#include "lang/syntax/walk.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::format {

using namespace syntax;

namespace {

std::string for_so_long(const std::optional<Duration>& length) { return length ? " for " + whereas::text(*length) : std::string(); }

}  // namespace

Document Layout::proviso(const Proviso& proviso) const {
  Document words = lasting(proviso);
  if (proviso.lapses) words = words + text(", lapses");
  if (proviso.paid_at_end) words = words + text(",") + break_before(text("paid at the end"));
  if (proviso.balance) words = words + text(",") + break_before(text("calling the balance ") + name(*proviso.balance));
  return words;
}

Document Layout::lasting(const Proviso& proviso) const {
  return std::visit(
      match{
          [&](const NeverBelowZero& never) {
            Document words = text("never below zero");
            if (never.losses_carried) words = words + text(", losses carried forward");
            if (never.carried_for) words = words + text(" for " + whereas::text(*never.carried_for));
            if (never.most_used) words = words + text(",") + break_before(text("using at most ") + expression(*never.most_used) + text(" of a later profit"));
            return words;
          },
          [&](const EitherWay&) { return text("either way"); },
          [&](const BaseLossesCarried&) { return text("base losses carried forward"); },
          [&](const NothingIfUnder& nothing) {
            const std::string_view fate = nothing.fate == Fate::lapses ? ", waived" : nothing.fate == Fate::carried_forward ? ", carried forward" : "";
            return text("nothing if under ") + expression(nothing.least) + text(std::string(fate));
          },
          [&](const AtLeast& at_least) {
            Document words = text("at least ") + expression(at_least.least) + break_before(over(at_least.window)) + rises_here(at_least.least);
            if (at_least.credited_across) {
              words = words + text(",") + break_before(text("credited across the " + std::string(noun(*at_least.credited_across))));
            }
            return words;
          },
          [&](const AtMost& at_most) {
            return text("at most ") + expression(at_most.most) + break_before(over(at_most.window)) + rises_here(at_most.most) +
                   (at_most.excess_carried ? text(",") + break_before(text("excess carried forward" + for_so_long(at_most.carried_for))) : Document());
          },
          [&](const Withholding& less) { return text("less ") + expression(less.rate) + text(" withholding"); },
          [&](const GrossedUp& grossed) { return text("grossed up for ") + expression(grossed.rate) + text(" withholding"); },
          [&](const ThenPlus& then) { return text("then plus ") + expression(then.added); },
          [&](const ThenLess& then) { return text("then less ") + expression(then.taken); },
          [&](const Crediting& credit) { return crediting(credit); },
          [&](const Recouping& recouping) {
            return text("recouping ") + title(recouping.advance) + text(words(recouping.counted)) + text(" at ") + expression(recouping.rate);
          },
          [&](const FirstFrom& first) {
            const Document rest = first.rest_at ? text(", the rest at ") + expression(*first.rest_at) : Document();
            return text("first from ") + title(first.credits) + rest;
          },
          [&](const HeldBack& held) { return held_back(held); },
          [&](const Deferred& deferred) {
            Document words = text("deferred ") + expression(deferred.rate) + text(" from ") + as_written(deferred.from.span) + text(" to ") +
                             as_written(deferred.to.span) + text(",") + break_before(text("repaid equally over ")) +
                             as_written(deferred.repaid_from.span) + text(" to ") + as_written(deferred.repaid_to.span);
            if (deferred.interest) {
              words = words + break_before(text("with ") + expression(*deferred.interest) + text(" interest"));
              const bool says_day_count = written_.words(deferred.interest->span.end, proviso.span.end).find('/') != std::string::npos;
              if (says_day_count) words = words + text(", " + std::string(whereas::words(deferred.day_count)));
            }
            return words;
          },
          [&](const LateInterest& late) { return late_interest(late); },
          [&](const FromDay& from) { return text("from ") + as_written(from.day.span); },
          [&](const UntilDay& until) { return text("until ") + as_written(until.day.span); },
          [&](const ThroughDay& day) { return through(day); },
          [&](const WhileTrue& during) { return while_true(during); },
          [&](const OnceTrue& once) { return once_true(once); },
          [&](const SettledAs& settled) { return settled_as(settled.frequency); },
          [&](const DueAs& due) {
            std::string words = written_.words(due.due.span);
            if (words.starts_with(',')) words = "due on its day" + words;  // written behind the one day that it is for
            // With the quote, so that it stands in no title.
            const std::size_t moves = std::min(words.find(", or the next business day of \""), words.find(", or the previous business day of \""));
            if (moves == std::string::npos) return text(words);
            return text(words.substr(0, moves) + ",") + break_before(text(words.substr(moves + 2)));
          },
          [&](const RoundedAs& rounded) { return rounded_to(rounded.rounding, proviso.span); },
          [&](const Prorated& prorated) {
            using By = Prorated::By;
            if (prorated.by == By::thirty_360) return text("prorated by 30/360");
            if (prorated.by == By::days_of_the_year) return text("prorated by days of the year");
            if (prorated.by == By::not_at_all) return text("not prorated");
            return text(prorated.by == By::whole_months ? "prorated by whole months" : "prorated by days");
          },
          [&](const Counted& counted) { return counted.again_each ? text("counting it again ") + each(*counted.again_each) : text("counting the days before apart"); },
          [&](const SurvivesTerm& survives) { return text("survives the term for " + whereas::text(survives.length)); },
      },
      proviso.form);
}

Document Layout::crediting(const Crediting& crediting) const {
  Document words = text("crediting ") + expression(crediting.credited);
  if (crediting.most) {
    words = words + text(",") +
            break_before(text("at most ") + expression(*crediting.most) + text(crediting.most_of_what_is_due ? " of what is due" : ""));
  }
  if (crediting.rest == Fate::carried_forward) words = words + text(",") + break_before(text("rest carried forward" + for_so_long(crediting.carried_for)));
  if (crediting.rest == Fate::lapses) words = words + text(",") + break_before(text("rest lapses"));
  return words;
}

Document Layout::rises_here(const Expression& figure) const {
  const Rise* rises = rise_of(figure);
  return rises == nullptr ? Document() : text(",") + break_before(rise(*rises));
}

Document Layout::held_back(const HeldBack& held) const {
  Document words = text("held back ") + expression(held.rate);
  words = words + (held.until ? text(" until ") + as_written(held.until->span) : text(" for " + whereas::text(*held.held_for)));
  if (held.most_held) words = words + text(",") + break_before(text("at most ") + expression(*held.most_held) + text(" held"));
  if (held.released_over) words = words + text(",") + break_before(text("released equally over " + whereas::text(*held.released_over)));
  std::vector<Document> releases;
  for (const Release& release : held.releases) {
    releases.push_back(part_on_day(release.rate, release.day));
  }
  if (!releases.empty()) words = words + text(",") + break_before(text("released ") + listed(releases));
  return words;
}

Document Layout::late_interest(const LateInterest& late) const {
  using Kind = LateInterest::Kind;
  Document words = text("late payments bear ") + expression(late.rate) + text(late.day_count ? " a year" : " a day");
  if (late.kind != Kind::not_said) words = words + text(late.kind == Kind::simple ? ", simple" : ", compounded");
  if (late.day_count) words = words + text(", " + std::string(whereas::words(*late.day_count)));
  if (late.grace) {
    using From = LateInterest::Grace::From;
    words = words + text(",") + break_before(text("after " + whereas::text(late.grace->length) + " of grace"));
    if (late.grace->from != From::not_said) words = words + text(",") + break_before(text(late.grace->from == From::due_day ? "counted from the due day" : "counted from the end of grace"));
  }
  words = words + text(",") + break_before(text("paid as ") + expression(*late.paid));
  if (!late.charged) return words;
  return words + text(",") + break_before(text(*late.charged == Frequency::term ? std::string("charged at the end of the term") : "charged " + std::string(adverb(*late.charged))));
}

Document Layout::settled_as(Frequency frequency) {
  if (frequency == Frequency::term) return text("settled at the end of the term");
  return text("settled " + std::string(adverb(frequency)));
}

Document Layout::over(const LimitWindow& window) const {
  return std::visit(match{
                        [](Frequency frequency) { return each(frequency); },
                        [](const RollingWindow& rolling) { return text("over any " + whereas::text(rolling.length)); },
                        [&](const FromTo& stretch) { return text("over ") + as_written(stretch.first.span) + text(" to ") + as_written(stretch.last.span); },
                    },
                    window);
}

Document Layout::rounded_to(Rounding rounding, Span span) const {
  const std::uint32_t to = written_.find("to", span.begin, span.end).value_or(span.begin);
  return text("rounded to ") + this->rounding(rounding, to + 2, span.end);
}

Document Layout::while_true(const WhileTrue& during) const {
  Document words = text("while ") + condition(during.condition);
  if (during.from_next_period) words = words + text(",") + break_before(text("from the next period"));
  if (!during.lasting) return words;
  const Lasting& lasting = *during.lasting;
  const std::string to_end = fmt::format("to the end of the {}{}", lasting.next ? "next " : "", noun(lasting.to_end_of));
  return words + text(",") + break_before(text(lasting.after ? "and for the " + whereas::text(*lasting.after) + " after" : to_end));
}

Document Layout::once_true(const OnceTrue& once) const {
  return text("once ") + condition(once.condition) +
         (once.from_that_period ? text(",") + break_before(text(once.from_that_point ? "from that point" : "from that period")) : Document());
}

/// `to DATE` and `through DATE` say the same; the author's word stays.
Document Layout::through(const ThroughDay& through) const {
  return text(std::string(written_.word_before(through.day.span.begin)) + " ") + as_written(through.day.span);
}

}  // namespace whereas::format

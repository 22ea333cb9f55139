#include "lang/format/layout_parts.h"

namespace whereas::format {

using namespace syntax;

Document Layout::proviso(const Proviso& proviso) const {
  return lasting(proviso) + (proviso.lapses ? text(", lapses") : Document());
}

Document Layout::lasting(const Proviso& proviso) const {
  return std::visit(
      match{
          [&](const NeverBelowZero& never) {
            Document words = text("never below zero");
            if (never.losses_carried) words = words + text(", losses carried forward");
            if (never.carried_for) words = words + text(" for " + whereas::text(*never.carried_for));
            return words;
          },
          [&](const EitherWay&) { return text("either way"); },
          [&](const BaseLossesCarried&) { return text("base losses carried forward"); },
          [&](const AtLeast& at_least) {
            Document words = text("at least ") + expression(at_least.least) + break_before(each(at_least.each));
            if (at_least.credited_across) {
              words = words + text(",") + break_before(text("credited across the " + std::string(noun(*at_least.credited_across))));
            }
            return words;
          },
          [&](const AtMost& at_most) {
            return text("at most ") + expression(at_most.most) + break_before(each(at_most.each)) +
                   (at_most.excess_carried ? text(",") + break_before(text("excess carried forward")) : Document());
          },
          [&](const Withholding& less) { return text("less ") + expression(less.rate) + text(" withholding"); },
          [&](const ThenPlus& then) { return text("then plus ") + expression(then.added); },
          [&](const ThenLess& then) { return text("then less ") + expression(then.taken); },
          [&](const Recouping& recouping) {
            return text("recouping ") + title(recouping.advance) + text(" at ") + expression(recouping.rate);
          },
          [&](const FirstFrom& first) {
            const Document rest = first.rest_at ? text(", the rest at ") + expression(*first.rest_at) : Document();
            return text("first from ") + title(first.credits) + rest;
          },
          [&](const HeldBack& held) {
            return text("held back ") + expression(held.rate) + text(" until ") + as_written(held.until.span);
          },
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
          [&](const FromDay& from) { return text("from ") + as_written(from.day.span); },
          [&](const UntilDay& until) { return text("until ") + as_written(until.day.span); },
          [&](const ThroughDay& day) { return through(day); },
          [&](const WhileTrue& during) { return while_true(during); },
          [&](const OnceTrue& once) { return once_true(once); },
          [&](const SettledAs& settled) { return settled_as(settled.frequency); },
          [&](const DueAs& due) { return as_written(due.due.span); },
          [&](const RoundedAs& rounded) { return rounded_to(rounded.rounding, proviso.span); },
          [&](const Prorated& prorated) {
            using By = Prorated::By;
            if (prorated.by == By::thirty_360) return text("prorated by 30/360");
            if (prorated.by == By::days_of_the_year) return text("prorated by days of the year");
            return text(prorated.by == By::whole_months ? "prorated by whole months" : "prorated by days");
          },
          [&](const SurvivesTerm& survives) { return text("survives the term for " + whereas::text(survives.length)); },
      },
      proviso.form);
}

Document Layout::settled_as(Frequency frequency) {
  if (frequency == Frequency::term) return text("settled at the end of the term");
  return text("settled " + std::string(adverb(frequency)));
}

Document Layout::rounded_to(Rounding rounding, Span span) const {
  const std::uint32_t to = written_.find("to", span.begin, span.end).value_or(span.begin);
  return text("rounded to ") + this->rounding(rounding, to + 2, span.end);
}

Document Layout::while_true(const WhileTrue& during) const {
  return text("while ") + condition(during.condition) +
         (during.from_next_period ? text(",") + break_before(text("from the next period")) : Document());
}

Document Layout::once_true(const OnceTrue& once) const {
  return text("once ") + condition(once.condition) +
         (once.from_that_period ? text(",") + break_before(text("from that period")) : Document());
}

/// `to DATE` and `through DATE` say the same; the author's word stays.
Document Layout::through(const ThroughDay& through) const {
  return text(std::string(written_.word_before(through.day.span.begin)) + " ") + as_written(through.day.span);
}

}  // namespace whereas::format

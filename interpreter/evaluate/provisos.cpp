#include "interpreter/evaluate/engine.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>

/// Each proviso takes the amount that the one above let through and says what it lets through itself, remembering that exactly
/// (docs/language: Provisos). To add one, follow CONTRIBUTING.md.
namespace whereas::evaluate {

using syntax::match;

Figure Evaluation::Engine::apply(const plan::Proviso& proviso, const Settling& settling, ProvisoMemory& memory, const Figure& reaching) {
  const Span said = proviso.said;
  const Asking asking = settling.asking();
  return std::visit(match{
                        [&](const plan::NeverBelowZero& never) { return never_below_zero(never, settling, memory, reaching, said); },
                        [&](const plan::EitherWay&) { return reaching; },
                        [&](const plan::BaseLossesCarried&) { return reaching; },  // the basis has taken it up
                        [&](const plan::AtLeast& guarantee) {
                          return guarantee.credited_across ? credited_guarantee(guarantee, settling, memory, reaching, said) : at_least(guarantee, settling, memory, reaching, said);
                        },
                        [&](const plan::AtMost& cap) { return at_most(cap, proviso.lapses, settling, memory, reaching, said); },
                        [&](const plan::Withholding& withholding) {
                          const Figure rate = value(withholding.rate, asking);
                          const Figure withheld = because(Rule::product, reaching.value * rate.value, "withheld", settling.window, said, {rate.why, reaching.why});
                          return because(Rule::difference, reaching.value - withheld.value, "after withholding", settling.window, said, {reaching.why, withheld.why});
                        },
                        [&](const plan::ThenPlus& then) {
                          const Figure added = value(then.added, asking);
                          return because(Rule::sum, reaching.value + added.value, "then plus", settling.window, said, {reaching.why, added.why});
                        },
                        [&](const plan::ThenLess& then) {
                          const Figure taken = value(then.taken, asking);
                          return because(Rule::difference, reaching.value - taken.value, "then less", settling.window, said, {reaching.why, taken.why});
                        },
                        [&](const plan::Recouping& recoup) { return recouping(recoup, settling, reaching, said); },
                        [&](const plan::FirstFrom& first) { return first_from(first, settling, reaching, said); },
                        [&](const plan::HeldBack& held) { return held_back(held, proviso.lapses, settling, memory, reaching, said); },
                        [&](const plan::Deferred& defer) { return deferred(defer, proviso.lapses, settling, memory, reaching, said); },
                    },
                    proviso.form);
}

Figure Evaluation::Engine::never_below_zero(const plan::NeverBelowZero& never, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  if (!never.losses_carried) {
    if (!reaching.value.is_negative()) return reaching;
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    return because(Rule::greatest, 0, "never below zero", settling.window, said, {reaching.why, zero.why});
  }
  if (never.carried_for) {
    std::erase_if(memory.losses, [&](const ProvisoMemory::Loss& loss) { return loss.period.end().plus(*never.carried_for) < settling.period.end(); });
  }
  Number brought;
  for (const auto& loss : memory.losses) brought += loss.amount;
  const Figure carried = because(Rule::remembered, brought, "losses brought forward", std::nullopt, said, {});
  const Figure after = because(Rule::sum, reaching.value + brought, "after the losses brought forward", settling.window, said, {reaching.why, carried.why});
  if (reaching.value.is_negative()) memory.losses.push_back({settling.period, reaching.value});
  // What is above zero uses losses up, the oldest first.
  Number available = max(reaching.value, 0);
  while (available.sign() > 0 && !memory.losses.empty()) {
    Number& oldest = memory.losses.front().amount;
    const Number used = min(available, -oldest);
    oldest += used;
    available -= used;
    if (oldest.is_zero()) memory.losses.erase(memory.losses.begin());
  }
  if (!after.value.is_negative()) return after;
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  return because(Rule::greatest, 0, "never below zero, losses carried forward", settling.window, said, {after.why, zero.why});
}

Period Evaluation::Engine::count_in(const Settling& settling, ProvisoMemory& memory, Frequency each) {
  const Period counted = counting_window(settling.clause, settling.period, each);
  if (!memory.counting || memory.counting->begin() != counted.begin()) {
    memory.counting = counted;
    memory.let_through = 0;
    memory.reached = 0;
    memory.guaranteed = 0;
    // What an earlier text let through in this window, where a new one counts in other windows.
    for (auto past = memory.past.rbegin(); past != memory.past.rend() && counted.contains(past->period.last()); ++past) {
      memory.let_through += past->let_through;
      memory.reached += past->reached;
    }
  }
  return counted;
}

Figure Evaluation::Engine::limit(plan::StepId step, const Settling& settling, const Period& counted, Frequency each, Span said) {
  const Period to_date(counted.begin(), std::min(counted.end(), settling.window.end()));
  const Figure written = value(step, {to_date, 0, settling.clause.schedule});
  const Number part = part_of_whole(settling.clause, counted, each);
  if (part == Number(1)) return written;
  const Figure days = because(Rule::figure_written, part, "the days of the part window over those of a whole one", counted, said, {});
  return because(Rule::product, written.value * part, "the limit, prorated", counted, said, {written.why, days.why});
}

Figure Evaluation::Engine::at_least(const plan::AtLeast& guarantee, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const Period counted = count_in(settling, memory, guarantee.each);
  Figure through = reaching;
  // The last settlement of the window adds what is lacking of what this line let through in it.
  if (settling.window.end() == counted.end()) {
    const Figure least = limit(guarantee.least, settling, counted, guarantee.each, said);
    const Figure earlier = because(Rule::remembered, memory.let_through, fmt::format("let through earlier in the {}", noun(guarantee.each)), counted, said, {});
    const Number lacking = least.value - memory.let_through - reaching.value;
    if (lacking.sign() > 0) {
      const Figure top_up = because(Rule::difference, lacking, "what is lacking of the guarantee", counted, said, {least.why, earlier.why, reaching.why});
      through = because(Rule::sum, reaching.value + lacking, fmt::format("at least this each {}", noun(guarantee.each)), settling.window, said, {reaching.why, top_up.why});
    }
  }
  memory.let_through += through.value;
  return through;
}

/// Pays what is earned to date or guaranteed to date, whichever is more, less what this line has let through, never below zero.
Figure Evaluation::Engine::credited_guarantee(const plan::AtLeast& guarantee, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const Period counted = count_in(settling, memory, *guarantee.credited_across);
  const Period window = counting_window(settling.clause, settling.period, guarantee.each);
  std::vector<ReasonId> parts;
  if (settling.window.end() == window.end()) memory.guaranteed += limit(guarantee.least, settling, window, guarantee.each, said).value;
  const Figure earlier = because(Rule::remembered, memory.reached, "earned earlier", counted, said, {});
  const Figure earned = because(Rule::sum, memory.reached + reaching.value, "earned to date", counted, said, {earlier.why, reaching.why});
  const Figure guaranteed = because(Rule::remembered, memory.guaranteed, "guaranteed to date", counted, said, {});
  const Figure owed = because(Rule::greatest, max(earned.value, guaranteed.value), "the greater of earned and guaranteed to date", counted, said, {earned.why, guaranteed.why});
  const Figure paid = because(Rule::remembered, memory.let_through, "let through to date", counted, said, {});
  Figure through = because(Rule::difference, owed.value - paid.value, "credited guarantee", settling.window, said, {owed.why, paid.why});
  if (through.value.is_negative()) {
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    through = because(Rule::greatest, 0, "never below zero", settling.window, said, {through.why, zero.why});
  }
  memory.reached = earned.value;
  memory.let_through += through.value;
  return through;
}

Figure Evaluation::Engine::at_most(const plan::AtMost& cap, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const Period counted = count_in(settling, memory, cap.each);
  const Figure most = limit(cap.most, settling, counted, cap.each, said);
  const Figure earlier = because(Rule::remembered, memory.let_through, fmt::format("let through earlier in the {}", cap.each == Frequency::term ? "term" : noun(cap.each)), counted, said, {});
  const Figure left = because(Rule::difference, most.value - earlier.value, "what is left of the cap", counted, said, {most.why, earlier.why});
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  const Figure room = left.value.is_negative() ? because(Rule::greatest, 0, "no room is left", counted, said, {left.why, zero.why}) : left;
  Figure asked = reaching;
  if (cap.excess_carried) {
    const Figure kept = because(Rule::remembered, memory.kept, "excess carried forward", std::nullopt, said, {});
    asked = because(Rule::sum, reaching.value + memory.kept, "with the excess carried forward", settling.window, said, {reaching.why, kept.why});
  }
  Figure through = asked.value <= room.value ? asked : because(Rule::least, room.value, "at most this", settling.window, said, {asked.why, room.why});
  memory.let_through += through.value;
  if (cap.excess_carried) {
    memory.kept = asked.value - through.value;
    if (settling.is_last && !lapses && memory.kept.sign() > 0) {
      const Figure kept = because(Rule::remembered, memory.kept, "excess still carried when the term ends", std::nullopt, said, {});
      through = because(Rule::sum, through.value + memory.kept, "with what was still carried", settling.window, said, {through.why, kept.why});
      memory.kept = 0;
    }
  }
  return through;
}

Figure Evaluation::Engine::recouping(const plan::Recouping& recoup, const Settling& settling, const Figure& reaching, Span said) {
  Number paid;
  std::vector<ReasonId> payments;
  for (const auto& payment : states_[recoup.advance].payments) {
    if (payment.period.last() > settling.period.last()) continue;
    paid += payment.amount;
    if (derives()) payments.push_back(payment.why);
  }
  Number& recouped = recouped_[recoup.advance];
  const Figure advanced = because(Rule::sum, paid, fmt::format("\"{}\", paid to date", contract_.clauses[recoup.advance].title), settling.period, said, std::move(payments));
  const Figure earlier = because(Rule::remembered, recouped, "recouped to date", std::nullopt, said, {});
  const Figure balance = because(Rule::difference, paid - recouped, "the balance", settling.period, said, {advanced.why, earlier.why});
  const Figure rate = value(recoup.rate, settling.asking());
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  const Figure positive = reaching.value.is_negative() ? because(Rule::greatest, 0, "nothing is recouped from a loss", settling.window, said, {reaching.why, zero.why}) : reaching;
  const Figure at_rate = because(Rule::product, rate.value * positive.value, "at the rate of recoupment", settling.window, said, {rate.why, positive.why});
  const Figure most = because(Rule::greatest, max(balance.value, 0), "the balance left", settling.period, said, {balance.why, zero.why});
  const Figure kept = because(Rule::least, min(at_rate.value, most.value), "recouped now", settling.window, said, {at_rate.why, most.why});
  recouped += kept.value;
  return because(Rule::difference, reaching.value - kept.value, "after recoupment", settling.window, said, {reaching.why, kept.why});
}

Figure Evaluation::Engine::held_back(const plan::HeldBack& held, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const bool holding = settling.period.last() < held.until;
  Figure through = reaching;
  if (holding) {
    const Figure rate = value(held.rate, settling.asking());
    const Number kept = rate.value * max(reaching.value, 0);
    memory.kept += kept;
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    const Figure positive = because(Rule::greatest, max(reaching.value, 0), "what there is to hold back from", settling.window, said, {reaching.why, zero.why});
    const Figure held_now = because(Rule::product, kept, "held back", settling.window, said, {rate.why, positive.why});
    through = because(Rule::difference, reaching.value - kept, "after what is held back", settling.window, said, {reaching.why, held_now.why});
  }
  const bool releases = !holding || (settling.is_last && !lapses);
  if (!releases || memory.kept.is_zero()) return through;
  const Figure released = because(Rule::remembered, memory.kept, "released", settling.period, said, {});
  through = because(Rule::sum, through.value + memory.kept, "with what was held back", settling.window, said, {through.why, released.why});
  memory.kept = 0;
  return through;
}

/// Simple interest on the unpaid balance, from the last day of the period before to the last day of this one.
void Evaluation::Engine::accrue(const plan::Deferred& defer, const Settling& settling, ProvisoMemory& memory) {
  const Date today = settling.period.last();
  if (defer.interest && memory.accrued_to && !memory.kept.is_zero()) {
    const Figure rate = value(*defer.interest, settling.asking());
    memory.accrued += memory.kept * rate.value * year_fraction(defer.day_count, *memory.accrued_to, today);
  }
  memory.accrued_to = today;
}

Figure Evaluation::Engine::deferred(const plan::Deferred& defer, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said) {
  const Date today = settling.period.last();
  accrue(defer, settling, memory);
  const bool pays_the_rest = settling.is_last && !lapses;  // then nothing more is kept back either
  if (defer.deferred.contains(today) && !pays_the_rest) {
    const Figure rate = value(defer.rate, settling.asking());
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    const Figure positive = because(Rule::greatest, max(reaching.value, 0), "what there is to defer", settling.window, said, {reaching.why, zero.why});
    const Figure kept = because(Rule::product, rate.value * positive.value, "deferred", settling.window, said, {rate.why, positive.why});
    memory.kept += kept.value;
    return because(Rule::difference, reaching.value - kept.value, "after what is deferred", settling.window, said, {reaching.why, kept.why});
  }
  if (memory.instalments_left == 0 && memory.instalment.is_zero() && defer.repaid.contains(today) && !memory.kept.is_zero()) {
    for (const Period& period : settlement_periods(settling.clause.schedule)) memory.instalments_left += defer.repaid.contains(period.last()) ? 1 : 0;
    memory.instalment = memory.kept / Number(memory.instalments_left);
  }
  const bool repays = defer.repaid.contains(today) && memory.instalments_left > 0;
  const bool rest = pays_the_rest && !memory.kept.is_zero();
  if (!repays && !rest) return reaching;
  const Number repaid = rest || memory.instalments_left == 1 ? memory.kept : memory.instalment;
  memory.kept -= repaid;
  memory.instalments_left -= repays ? 1 : 0;
  const Figure instalment = because(Rule::remembered, repaid, "repaid of what was deferred", settling.window, said, {});
  Figure through = because(Rule::sum, reaching.value + repaid, "with the instalment", settling.window, said, {reaching.why, instalment.why});
  if (!memory.accrued.is_zero()) {
    const Figure interest = because(Rule::remembered, memory.accrued, fmt::format("interest to {}", today.text()), settling.window, said, {});
    through = because(Rule::sum, through.value + memory.accrued, "with interest", settling.window, said, {through.why, interest.why});
    memory.accrued = 0;
  }
  return through;
}

}  // namespace whereas::evaluate

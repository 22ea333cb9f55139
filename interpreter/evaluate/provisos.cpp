#include "interpreter/evaluate/engine.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

/// Each proviso takes the amount that the one above let through and says what it lets through itself, remembering that exactly
/// (docs/language: Provisos, and Credits, balances, late payment). To add one, follow CONTRIBUTING.md.
namespace whereas::evaluate {

using syntax::match;

namespace {

/// Whether all that a line does not let through it keeps, so that it can be paid later. Interest that is added to it is none of that.
bool keeps_what_it_takes(const plan::Proviso& line) {
  if (const auto* defer = std::get_if<plan::Deferred>(&line.form)) return !defer->interest;
  if (const auto* cap = std::get_if<plan::AtMost>(&line.form)) return cap->excess_carried;
  if (const auto* nothing = std::get_if<plan::NothingIfUnder>(&line.form)) return nothing->carried;
  return std::holds_alternative<plan::HeldBack>(line.form);
}

/// Money is neither made nor lost by a line that keeps it.
void conserve(const plan::Proviso& line, const plan::Clause& clause, const Number& reached, const Number& through, const Number& kept_before, const Number& kept) {
  if (!keeps_what_it_takes(line) || reached - through == kept - kept_before) return;
  throw std::logic_error(fmt::format("a line of \"{}\" keeps {}, and {} less {} did not pass it", clause.title, (kept - kept_before).text(), reached.text(), through.text()));
}

}  // namespace

Figure Evaluation::Engine::apply(const plan::Proviso& proviso, const Settling& settling, ProvisoMemory& memory, const Figure& reaching) {
  const Span said = proviso.said;
  const Asking asking = settling.asking();
  const Number kept_before = memory.kept.value() + memory.lapsed;
  const Figure through = std::visit(match{
                        [&](const plan::NeverBelowZero& never) { return never_below_zero(never, settling, memory, reaching, said); },
                        [&](const plan::EitherWay&) { return reaching; },
                        [&](const plan::BaseLossesCarried&) { return reaching; },  // the basis has taken it up
                        [&](const plan::NothingIfUnder& nothing) { return nothing_if_under(nothing, proviso.lapses, settling, memory, reaching, said); },
                        [&](const plan::AtLeast& guarantee) {
                          return guarantee.credited_across ? credited_guarantee(guarantee, settling, memory, reaching, said) : at_least(guarantee, settling, memory, reaching, said);
                        },
                        [&](const plan::AtMost& cap) { return at_most(cap, proviso.lapses, settling, memory, reaching, said); },
                        [&](const plan::Withholding& withholding) {
                          const Figure rate = value(withholding.rate, asking);
                          const Figure withheld = because(Rule::product, reaching.value * rate.value, "withheld", settling.window, said, {rate.why, reaching.why});
                          settling.state.withheld += withheld;
                          return because(Rule::difference, reaching.value - withheld.value, "after withholding", settling.window, said, {reaching.why, withheld.why});
                        },
                        [&](const plan::GrossedUp& grossed) { return grossed_up(grossed, settling, reaching, said); },
                        [&](const plan::ThenPlus& then) {
                          const Figure added = value(then.added, asking);
                          return because(Rule::sum, reaching.value + added.value, "then plus", settling.window, said, {reaching.why, added.why});
                        },
                        [&](const plan::ThenLess& then) {
                          const Figure taken = value(then.taken, asking);
                          return because(Rule::difference, reaching.value - taken.value, "then less", settling.window, said, {reaching.why, taken.why});
                        },
                        [&](const plan::Crediting& credit) { return crediting(credit, settling, memory, reaching, said); },
                        [&](const plan::Recouping& recoup) { return recouping(recoup, settling, reaching, said); },
                        [&](const plan::FirstFrom& first) { return first_from(first, settling, reaching, said); },
                        [&](const plan::HeldBack& held) { return held_back(held, proviso.lapses, settling, memory, reaching, said); },
                        [&](const plan::Deferred& defer) { return deferred(defer, proviso.lapses, settling, memory, reaching, said); },
                    },
                    proviso.form);
  conserve(proviso, settling.clause, reaching.value, through.value, kept_before, memory.kept.value() + memory.lapsed);
  return through;
}

Figure Evaluation::Engine::grossed_up(const plan::GrossedUp& grossed, const Settling& settling, const Figure& reaching, Span said) {
  const Figure rate = value(grossed.rate, settling.asking());
  if (rate.value >= Number(1)) {
    report_.add(code::proviso_does_not_fit)
        .says(fmt::format("with a withholding of {}% nothing of a payment is left, so no payment is large enough to leave what is due", (rate.value * Number(100)).text()))
        .at(said)
        .help("a withholding that is grossed up for is under 100%");
    stop();
  }
  const Figure whole = because(Rule::figure_written, 1, "the whole", std::nullopt, said, {}, true);
  const Figure left = because(Rule::difference, Number(1) - rate.value, "what is left after withholding", settling.window, said, {whole.why, rate.why}, true);
  return because(Rule::quotient, reaching.value / left.value, "grossed up", settling.window, said, {reaching.why, left.why});
}

}  // namespace whereas::evaluate

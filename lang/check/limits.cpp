#include "lang/check/clauses.h"
#include "lang/check/part_windows.h"

#include <fmt/format.h>

#include <algorithm>

// Over what caps and guarantees count: each year, over any 12 months, over days of their own.
namespace whereas::check {

using namespace syntax;

namespace {

/// So many whole months, where the length is made of them.
std::optional<int> whole_months(const Duration& length) {
  switch (length.unit) {
    case Duration::Unit::months: return length.count;
    case Duration::Unit::quarters: return 3 * length.count;
    case Duration::Unit::years: return 12 * length.count;
    default: return std::nullopt;
  }
}

/// Whether each settlement lies in it whole or not at all.
bool is_made_of(const Duration& length, Frequency settled) {
  if (settled == Frequency::day) return true;
  const auto months = whole_months(length);
  return months && months_in(settled) > 0 && *months % months_in(settled) == 0;
}

}  // namespace

void refuse_rolling(Checking& checking, Span line, const RollingWindow& window, bool is_least, std::optional<Frequency> settled, std::string_view what_settles) {
  const std::string length = text(window.length);
  if (is_least) {
    checking.report.add(code::proviso_does_not_fit)
        .says(fmt::format("a guarantee over any {} does not say with which settlement what is lacking is paid", length))
        .at(line)
        .help("a guarantee counts `each year`, `over the term`, or over days of its own: `at least 500 over 2026-04-01 to 2027-09-30`");
  } else if (!settled || *settled == Frequency::term) {
    checking.report.add(code::proviso_does_not_fit)
        .says(settled ? fmt::format("the {} once, when the term ends, and no settlements make up the {} before", what_settles, length)
                      : fmt::format("nothing says how often the {}, so that no settlements make up the last {}", what_settles, length))
        .at(line)
        .help(settled ? "settle more often (`settled quarterly`), or say the limit `over the term`" : "say how often: `settled quarterly`");
  } else if (!is_made_of(window.length, *settled)) {
    checking.report.add(code::proviso_does_not_fit)
        .says(fmt::format("{} are not made of whole {}s, and the {} each {}", length, noun(*settled), what_settles, noun(*settled)))
        .at(line)
        .note("what was paid for a part of a settlement period is not known")
        .help(fmt::format("count over whole {}s, or settle more often", noun(*settled)));
  }
}

namespace {

/// A rate that changes, applied to what a clause pays on days: `multiple of "Fund"`.
struct RateOnPaid {
  const Expression* whole = nullptr;
  const Expression* rate = nullptr;
  const Expression* paid = nullptr;
  bool is_in_definition = false;
};

class RatesOnPaid {
 public:
  explicit RatesOnPaid(const Checking& checking) : checking_(checking) {}

  std::optional<RateOnPaid> in(const Expression& expression, bool is_in_definition = false) {
    // What has a window of its own says over which days the two meet.
    if (std::holds_alternative<Windowed>(expression.form) || std::holds_alternative<OfPeriods>(expression.form)) return std::nullopt;
    const auto meets = [&](const Expression& rate, const Expression& paid) { return names_a_change(checking_, rate) && is_paid_on_days(paid); };
    if (const auto* share = std::get_if<Of>(&expression.form); share != nullptr && meets(*share->rate, *share->base)) return RateOnPaid{&expression, &*share->rate, &*share->base, is_in_definition};
    if (const auto* product = std::get_if<Arithmetic>(&expression.form); product != nullptr && product->op == Arithmetic::Operator::times) {
      if (meets(*product->left, *product->right)) return RateOnPaid{&expression, &*product->left, &*product->right, is_in_definition};
      if (meets(*product->right, *product->left)) return RateOnPaid{&expression, &*product->right, &*product->left, is_in_definition};
    }
    std::optional<RateOnPaid> found;
    const Symbol& symbol = checking_.contract.symbol(expression);
    if (symbol.kind == Symbol::Kind::measure && seen_.insert(symbol.index).second) {
      for (const MeasureText& text : checking_.contract.measures[symbol.index].texts) {
        if (!found) found = in(text.measure->value, true);
      }
    }
    for_each_part(expression, [&](const Expression& part) {
      if (!found) found = in(part, is_in_definition);
    });
    return found;
  }

 private:
  bool is_paid_on_days(const Expression& expression) const {
    const auto* use = std::get_if<ClauseUse>(&without_parentheses(expression).form);
    const auto clause = use == nullptr ? std::nullopt : checking_.contract.clause_titled(use->title.text);
    const auto* written = clause ? checking_.contract.clauses[*clause].clause : nullptr;
    return written != nullptr && (is_on_days(written->amount) || std::holds_alternative<Milestones>(written->amount.form));
  }

  const Checking& checking_;
  std::set<MeasureId> seen_;
};

}  // namespace

/// `at most (multiple of "Fund") over the term`, where the multiple changes while the limit counts: that of the day on which "Fund" was paid, or of now?
void ClauseCheck::ask_of_rate_on_what_was_paid(const Expression& limit, const LimitWindow& window) {
  const auto each = frequency_of(window);
  if (each && each == info_.settlement.frequency) return;
  const auto found = RatesOnPaid(checking_).in(limit);
  if (!found) return;
  const std::string rate = checking_.words_of(*found->rate);
  const std::string paid = checking_.words_of(*found->paid);
  Diagnostic& diagnostic = checking_.report.add(code::two_readings)
                               .says(fmt::format("`{}` changes while the limit counts: what was paid before can count at what it was on the day of payment, or at what it is when the limit is tested", rate))
                               .at(limit.span);
  if (found->is_in_definition) diagnostic.beside(found->whole->span, "meets what was paid here");
  const std::string to_date = each == Frequency::term || !each ? "cumulative " + paid : fmt::format("({} {} to date)", paid, noun(*each));
  diagnostic.offers("each payment at what it was on its day", replace(found->whole->span, fmt::format("(the sum of monthly ({} of {}))", rate, paid)))
      .offers("or all of it at what it is now", replace(found->whole->span, fmt::format("(({} at end) of {})", rate, to_date)));
}

void ClauseCheck::check_limit(const Proviso& proviso, const Expression& limit, const LimitWindow& window) {
  currency_.counts(limit, std::holds_alternative<AtLeast>(proviso.form) ? "its guarantee" : "its cap");
  if (const Rise* rises = rise_of(limit); rises != nullptr && frequency_of(window).value_or(Frequency::term) == Frequency::term) {
    checking_.report.add(code::proviso_does_not_fit)
        .says(frequency_of(window) ? "a limit that counts over the term is one sum, and cannot rise from year to year" : "a limit that counts over more than a year is one sum, and cannot rise inside it")
        .at(rises->span)
        .help("let it count each year, or leave the rise out");
  }
  ask_of_rate_on_what_was_paid(limit, window);
  std::visit(match{
                 [&](Frequency each) { check_limit_each(proviso, each); },
                 [&](const RollingWindow& rolling) {
                   refuse_rolling(checking_, proviso.span, rolling, std::holds_alternative<AtLeast>(proviso.form), info_.settlement.frequency, "clause settles");
                 },
                 [&](const FromTo& stretch) { check_limit_over(proviso, stretch); },
             },
             window);
}

void ClauseCheck::check_limit_each(const Proviso& proviso, Frequency each) {
  const auto& settled = info_.settlement.frequency;
  if (settled && is_shorter(each, *settled)) {
    checking_.report.add(code::window_too_short)
        .says(fmt::format("the limit counts each {}, and the clause settles only each {}", noun(each), noun(*settled)))
        .at(proviso.span)
        .help(fmt::format("settle the clause more often (`settled {}`), or say the limit for each {}", adverb(each), noun(*settled)));
  }
  const auto* guarantee = std::get_if<AtLeast>(&proviso.form);
  const Expression& limit = guarantee != nullptr ? guarantee->least : std::get<AtMost>(proviso.form).most;
  if (!goes_with_days(checking_.contract, limit)) ask_part_window(each, proviso.span, guarantee != nullptr ? "the guarantee" : "the cap");
  warn_year(each, proviso.span);
}

/// Days of its own begin and end with a settlement of the clause, and the clause is in force on all of them.
void ClauseCheck::check_limit_over(const Proviso& proviso, const FromTo& stretch) {
  const auto first = first_day(checking_, stretch.first);
  const auto last = last_day(checking_, stretch.last);
  const auto& settled = info_.settlement.frequency;
  if (!first || !last || !require_in_term(*first, stretch.first.span, "the first day of the limit") || !require_in_term(*last, stretch.last.span, "the last day of the limit")) return;
  const auto refuse = [&](std::string message, Span at) -> Diagnostic& { return checking_.report.add(code::proviso_does_not_fit).says(std::move(message)).at(at); };
  if (*last < *first) {
    checking_.report.add(code::never_holds).says("the limit ends before it begins").at(stretch.last.span, "ends here").beside(stretch.first.span, "begins here").help("name the earlier day first");
    return;
  }
  const auto in_force = days_in_force();
  if (in_force && (*first < in_force->first() || *last > in_force->last())) {
    refuse(fmt::format("the limit counts from {} to {}, and the clause is in force from {}", first->text(), last->text(), in_force->text()), proviso.span)
        .help("let it count over days on all of which the clause is in force");
    return;
  }
  if (!settled) {
    refuse("nothing says how often the clause settles, so that it is not known with which settlement the limit begins and ends", proviso.span).help("say how often: `settled quarterly`");
    return;
  }
  const auto edge = [&](Date day, bool is_last, Span at) {
    const Period period = *settled == Frequency::term ? *checking_.contract.term : checking_.contract.calendar.holding(day, *settled);
    const bool is_edge = is_last ? day == period.last() : day == period.first();
    const bool is_own = in_force && (is_last ? day == in_force->last() : day == in_force->first());
    if (is_edge || is_own) return;
    refuse(fmt::format("the limit {} on {}, inside {} {} of {} that is settled at once", is_last ? "ends" : "begins", day.text(), *settled == Frequency::term ? "the" : "a", noun(*settled), period.text()), at)
        .note("what is paid for a part of a settlement period is not known")
        .help(fmt::format("{} it with a settlement: on {}, or on {}", is_last ? "end" : "begin", is_last ? period.begin().plus_days(-1).text() : period.first().text(),
                          is_last ? period.last().text() : period.end().text()));
  };
  edge(*first, false, stretch.first.span);
  edge(*last, true, stretch.last.span);
}

void ClauseCheck::check_credited(const Proviso& proviso, const AtLeast& guarantee) {
  if (!guarantee.credited_across) return;
  const auto each = frequency_of(guarantee.window);
  if (!each) {
    checking_.report.add(code::proviso_does_not_fit)
        .says("a guarantee that counts over days of its own is credited across them already")
        .at(proviso.span)
        .help("leave out `credited across`");
  } else if (!is_shorter(*each, *guarantee.credited_across)) {
    checking_.report.add(code::window_too_short)
        .says(fmt::format("a guarantee each {} is credited across something longer, not across a {}", noun(*each), noun(*guarantee.credited_across)))
        .at(proviso.span)
        .help(fmt::format("name something longer than a {}: `credited across the {}`", noun(*each), *each == Frequency::month ? "quarter" : "year"));
  }
}

}  // namespace whereas::check

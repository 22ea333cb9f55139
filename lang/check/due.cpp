#include "lang/check/clauses.h"

#include <fmt/format.h>

#include <algorithm>

/// When payments fall due: after the end of which period, and never before what is paid is known.
namespace whereas::check {

using namespace syntax;

std::string with_article(Frequency frequency) { return fmt::format("{} {}", frequency == Frequency::term ? "the" : "a", noun(frequency)); }

std::string due_after(const Checking& checking, const Due& due, Frequency end_of) {
  const std::string_view said = noun(*due.after_end_of);
  const bool names_the_day = due.names_the_day && !due.of_month;
  const std::string before = names_the_day ? fmt::format("of the {}", said) : fmt::format("{} {}", said, due.from_start ? "start" : "end");
  std::string words(checking.words(due.span));
  const std::size_t place = words.find(before);
  if (place != std::string::npos) words.replace(place, before.size(), names_the_day ? fmt::format("of the {}", noun(end_of)) : fmt::format("{} {}", noun(end_of), due.from_start ? "start" : "end"));
  return words;
}

/// `45 days after`, `10 days before the end of`: what follows is the period.
std::string due_in_words(const Due& due) {
  if (due.of_month) return "in the month after";
  if (due.names_the_day) return "on the first day of";
  const std::string_view of = due.from_start ? " the start of" : due.before ? " the end of" : "";
  const std::string counted = due.counted_in ? fmt::format("{} business days", due.length.count) : text(due.length);
  return fmt::format("{} {}{}", counted, due.before ? "before" : "after", of);
}

/// `2 on 2026-03-31 and 3 on 2026-06-30, or the next business day`: does the last day move alone?
void ClauseCheck::ask_which_days(const Due& due) {
  const auto* dated = std::get_if<DatedSums>(&clause_.amount.form);
  const bool is_said = !checking_.words(due.span).starts_with(',');
  if (is_said || (dated != nullptr && dated->sums.size() == 1)) return;
  const std::string words(checking_.words(due.span));
  checking_.report.add(code::two_readings)
      .says("the clause pays on several days, and the words behind the last do not say whether all of them move")
      .at(due.span)
      .offers("if each moves that is no business day, write", replace(due.span, "\n    due on its day" + words))
      .help("if the last alone moves, pay it by a clause of its own");
}

void refuse_due_before_known(Checking& checking, const Due& due, std::string_view what, Span at) {
  checking.report.add(code::due_before_known)
      .says(fmt::format("{} falls due {} the {}, when it is not yet known what that comes to", what, due_in_words(due), due.after_end_of ? noun(*due.after_end_of) : "period"))
      .at(at)
      .beside(due.span, "due before that")
      .help("let it fall due later: `due 30 days after period end`")
      .help("or pay what is known beforehand: a sum `each quarter`, what is `in the previous quarter`, an estimate that a clause of its own makes good");
}

namespace {

/// Whether a figure of a settlement period is known when that begins: nothing in it moves with the figures of the period itself.
class Beforehand {
 public:
  /// `before_start`: before the period begins, when the one before has not ended either.
  Beforehand(const Checking& checking, bool before_start) : contract_(checking.contract), before_start_(before_start) {}

  bool knows(const Expression& expression) {
    if (const auto* windowed = std::get_if<Windowed>(&expression.form)) {
      if (std::holds_alternative<PreviousPeriod>(windowed->window) || std::holds_alternative<AtStart>(windowed->window)) return !before_start_ || knows(*windowed->measured);
    }
    if (std::holds_alternative<ClauseUse>(expression.form) || std::holds_alternative<Under>(expression.form) || std::holds_alternative<Estimate>(expression.form) ||
        std::holds_alternative<YearlyChange>(expression.form)) {
      return false;
    }
    // How a figure rises is worked out from the year before.
    if (const auto* risen = std::get_if<Risen>(&expression.form)) return knows(*risen->figure);
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input) return false;
    if (symbol.kind == Symbol::Kind::measure && seen_.insert(symbol.index).second) {
      for (const MeasureText& text : contract_.measures[symbol.index].texts) {
        if (!knows(*text.measure)) return false;
      }
    }
    bool known = true;
    for_each_part(expression, [&](const Expression& part) { known = known && knows(part); });
    return known;
  }

  bool knows(const Clause& clause) {
    if (std::holds_alternative<ToDateLessPaid>(clause.amount.form) || std::holds_alternative<Milestones>(clause.amount.form)) return false;
    bool known = true;
    if (const auto* fixed = std::get_if<FixedSums>(&clause.amount.form)) {
      for (const FixedSum& sum : fixed->sums) known = known && knows(sum.amount);
    } else {
      for_each_expression(clause.amount, [&](const Expression& part) { known = known && knows(part); });
    }
    return known && std::all_of(clause.provisos.begin(), clause.provisos.end(), [&](const Proviso& line) { return knows(line); });
  }

 private:
  bool knows(const Measure& measure) {
    const auto one = [&](const Exception& exception) {
      const bool tests_this_period = (exception.during && (before_start_ || !exception.during->from_next_period)) || (exception.once && (before_start_ || exception.once->from_that_period));
      return !tests_this_period && knows(exception.value);
    };
    return knows(measure.value) && std::all_of(measure.exceptions.begin(), measure.exceptions.end(), one);
  }

  bool knows(const Proviso& line) {
    if (const auto* during = std::get_if<WhileTrue>(&line.form)) return during->from_next_period && !before_start_;
    if (const auto* once = std::get_if<OnceTrue>(&line.form)) return !once->from_that_period && !before_start_;
    // What was received bears on the interest alone, which is charged by itself. What other clauses have paid or credits have left moves until the period is over.
    if (std::holds_alternative<LateInterest>(line.form)) return true;
    if (std::holds_alternative<Recouping>(line.form) || std::holds_alternative<FirstFrom>(line.form)) return false;
    bool known = true;
    for_each_expression(line, [&](const Expression& part) { known = known && knows(part); });
    return known;
  }

  const CheckedContract& contract_;
  bool before_start_;
  std::set<MeasureId> seen_;
};

}  // namespace

/// What falls due in advance and counts by days is worked out with the day of an event on which it ends, though that comes later.
void ClauseCheck::warn_cut_by_an_event(const Due& due) {
  const auto& lines = clause_.provisos;
  if (std::none_of(lines.begin(), lines.end(), [](const Proviso& line) { return std::holds_alternative<Prorated>(line.form); })) return;
  const DayOrPeriod* ends = checking_.contract.ends_on;
  for (const Proviso& line : lines) {
    if (const auto* until = std::get_if<UntilDay>(&line.form)) ends = &until->day;
    if (const auto* through = std::get_if<ThroughDay>(&line.form)) ends = &through->day;
  }
  if (ends == nullptr || !hangs_on_event(*ends)) return;
  const std::string event(checking_.words(ends->span));
  checking_.report.add(code::cut_short)
      .says(fmt::format("\"{}\" falls due {} the {}, for the days up to {} alone, which may not be known by then", info_.title, due_in_words(due), due.after_end_of ? noun(*due.after_end_of) : "period", event))
      .at(clause_.amount.span)
      .beside(ends->span, "cuts the last of its periods")
      .note("the payment is worked out as if that day had been known when it fell due; what was paid for the days after it is not shown as paid back")
      .help("let it fall due after its period: `due 30 days after period end`; or leave `prorated` out, and let a clause of its own pay back what was paid for the days after");
}

/// `due 45 days after quarter end` under a clause settled monthly: 45 days after which end?
void ClauseCheck::check_due() {
  const auto& due = info_.settlement.due;
  const auto& settled = info_.settlement.frequency;
  if (!due || is_on_days(clause_.amount)) return;
  if (due->on_its_day) {
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("\"{}\" is paid for periods, and has no day of its own that could be moved", info_.title))
        .at(due->span)
        .help("say when it falls due: `due 30 days after period end, or the next business day of \"TARGET\"`");
    return;
  }
  if (due->is_in_advance()) {
    const auto& togethers = checking_.contract.togethers;
    const bool with_others = std::any_of(togethers.begin(), togethers.end(), [&](const TogetherInfo& together) {
      return std::any_of(together.clauses.begin(), together.clauses.end(), [&](ClauseId id) { return checking_.contract.clauses[id].title == info_.title; });
    });
    if (with_others || !Beforehand(checking_, due->before && due->from_start).knows(clause_)) return refuse_due_before_known(checking_, *due, fmt::format("\"{}\"", info_.title), clause_.amount.span);
  }
  if (due->is_in_advance()) warn_cut_by_an_event(*due);
  if (!settled || !due->after_end_of || due->after_end_of == *settled) return;
  const std::string words = due_after(checking_, *due, *settled);
  const auto settles = std::find_if(clause_.provisos.begin(), clause_.provisos.end(), [](const Proviso& proviso) { return std::holds_alternative<SettledAs>(proviso.form); });
  const bool own = std::any_of(clause_.provisos.begin(), clause_.provisos.end(), [](const Proviso& proviso) { return std::holds_alternative<DueAs>(proviso.form); });
  const std::string when = due_in_words(*due);
  const std::string settled_then = fmt::format("settled {}", due->after_end_of == Frequency::term ? "at the end of the term" : adverb(*due->after_end_of));
  const bool is_after_end = !due->is_in_advance();
  checking_.report.add(code::two_readings)
      .says(fmt::format("\"{}\" settles {}, and falls due {} {}{}", info_.title, *settled == Frequency::term ? "when the term ends" : fmt::format("each {}", noun(*settled)),
                        is_after_end ? "after" : when, with_article(*due->after_end_of), is_after_end ? " ends" : ""))
      .at(due->span)
      .note(fmt::format("one reading: {} the {} that is settled", when, noun(*settled)))
      .note(fmt::format("the other: {} the {} in which it lies", when, noun(*due->after_end_of)))
      .offers("for the one, say so for this clause", own ? replace(due->span, words) : insert_after(clause_.amount.span, "\n    " + words))
      .offers("for the other, let it settle then", settles == clause_.provisos.end() ? insert_after(clause_.amount.span, "\n    " + settled_then) : replace(settles->span, settled_then));
}

}  // namespace whereas::check

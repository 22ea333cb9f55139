#include "lang/check/clauses.h"

#include <fmt/format.h>

#include <algorithm>

/// Whether what the text before an amendment has counted counts under the new one too: caps, guarantees and tiers whose window its day cuts.
namespace whereas::check {

using namespace syntax;

namespace {

/// A line that counts over a window.
struct Counting {
  std::string_view kind;
  LimitWindow window = Frequency::term;
  Span span;
};

/// Of the first figure that rises from year to year, and does not say when first.
const Rise* rise_inside(const Expression& expression) {
  if (const auto* risen = std::get_if<Risen>(&expression.form); risen != nullptr && !risen->rise->first_on) return &*risen->rise;
  const Rise* found = nullptr;
  for_each_part(expression, [&](const Expression& part) {
    if (found == nullptr) found = rise_inside(part);
  });
  return found;
}

const Rise* rise_inside(const Clause& clause) {
  const Rise* found = nullptr;
  if (const auto* fixed = std::get_if<FixedSums>(&clause.amount.form)) {
    for (const FixedSum& sum : fixed->sums) {
      if (found == nullptr && sum.rise && !sum.rise->first_on) found = &*sum.rise;
    }
  }
  for_each_expression(clause, [&](const Expression& expression) {
    if (found == nullptr) found = rise_inside(expression);
  });
  return found;
}

const Rise* rise_inside(const Measure& measure) {
  const Rise* found = measure.rise && !measure.rise->first_on ? &*measure.rise : nullptr;
  for_each_expression(measure, [&](const Expression& expression) {
    if (found == nullptr) found = rise_inside(expression);
  });
  return found;
}

std::vector<Counting> lines_that_count(const Clause& clause) {
  std::vector<Counting> lines;
  const auto* tiers = std::get_if<Tiers>(&clause.amount.form);
  if (tiers != nullptr && tiers->window) lines.push_back({"tiers count", *tiers->window, tiers->window_span});
  if (const auto* to_date = std::get_if<ToDateLessPaid>(&clause.amount.form)) lines.push_back({"amount to date counts", to_date->window, to_date->window_span});
  for (const Proviso& proviso : clause.provisos) {
    if (const auto* most = std::get_if<AtMost>(&proviso.form)) lines.push_back({"cap counts", most->window, proviso.span});
    if (const auto* least = std::get_if<AtLeast>(&proviso.form)) lines.push_back({"guarantee counts", least->credited_across ? LimitWindow(*least->credited_across) : least->window, proviso.span});
  }
  return lines;
}

/// The days over which a line counts that hold the first of a text.
Period counted(Checking& checking, const LimitWindow& window, Date day) {
  const CheckedContract& contract = checking.contract;
  const Period& term = *contract.term;
  if (day == never()) return term;  // it may come inside any window
  return std::visit(match{
                        [&](Frequency each) { return each == Frequency::term ? term : contract.calendar.holding(day, each).clipped_to(term).value_or(term); },
                        [&](const RollingWindow& rolling) { return Period(std::max(term.begin(), std::min(contract.calendar.earlier(day, rolling.length), day)), day.plus_days(1)); },
                        [&](const FromTo& stretch) {
                          const auto first = first_day(checking, stretch.first);
                          const auto last = last_day(checking, stretch.last);
                          const bool holds_day = first && last && *first <= day && day <= *last;
                          return holds_day ? Period::through(*first, *last) : Period::through(day, day);
                        },
                    },
                    window);
}

std::string words(const LimitWindow& window) {
  return std::visit(match{
                        [](Frequency each) { return each == Frequency::term ? std::string("the term") : fmt::format("the {}", noun(each)); },
                        [](const RollingWindow& rolling) { return fmt::format("the {}", text(rolling.length)); },
                        [](const FromTo&) { return std::string("the days"); },
                    },
                    window);
}

const AmendmentChange* change_to(const ClauseText& text) {
  const auto& changes = text.amendment->changes;
  const auto found = std::find_if(changes.begin(), changes.end(), [&](const AmendmentChange& change) {
    const auto* reads = std::get_if<ClauseNowReads>(&change.form);
    return reads != nullptr && &reads->clause == text.clause;
  });
  return found == changes.end() ? nullptr : &*found;
}

}  // namespace

namespace {

/// Behind `now reads`, where `counting on` stands.
Span words_of_restating(const Checking& checking, const ClauseText& text) {
  Span reads{text.clause->title->span.source, text.clause->title->span.end, text.clause->payer.span.begin};
  reads.end = reads.begin + static_cast<std::uint32_t>(checking.words(reads).find("reads") + std::string_view("reads").size());
  return reads;
}

/// From when sums rise that do not say so: the second year of the deal. Nothing where none has risen by that day.
std::optional<Date> risen_since(const CheckedContract& contract, Date day) {
  const Period second = contract.calendar.next(contract.calendar.holding(contract.term->first(), Frequency::year), Frequency::year);
  return day < second.begin() ? std::nullopt : std::optional(second.begin());
}

Diagnostic& ask_how_it_rises(Checking& checking, const std::string& what, const Rise& rise, Date since, const std::string& from) {
  return checking.report.add(code::two_readings)
      .says(fmt::format("{} is restated from {} with a sum that rises each year, and nothing says whether it has risen by then", what, from))
      .at(rise.span)
      .note(fmt::format("counted on, it is worked out as if it had risen since {}; counted anew, it is as written on {}, and rises with the year after", since.text(), from));
}

/// Rises of a restated text that says neither: as if it had risen since the term began, or from its own first day.
bool asks_how_it_rises(Checking& checking, const ClauseInfo& info, const ClauseText& text) {
  const Rise* rise = rise_inside(*text.clause);
  const auto since = risen_since(checking.contract, *text.from);
  if (rise == nullptr || !since) return false;
  ask_how_it_rises(checking, fmt::format("\"{}\"", info.title), *rise, *since, takes_effect(checking, *text.amendment, *text.from))
      .offers("if it counts on, write behind `now reads`", insert_after(words_of_restating(checking, text), ", counting on"))
      .offers("if it counts anew", insert_after(words_of_restating(checking, text), ", counting anew"))
      .help("or say the day of its first rise: `first on` and a day");
  return true;
}

/// Sums paid once: what was reached under the text before can be over with, or be reached once more.
bool asks_what_was_reached(Checking& checking, const ClauseInfo& info, const ClauseText& text) {
  const auto* milestones = std::get_if<Milestones>(&text.clause->amount.form);
  if (milestones == nullptr || *text.from <= checking.contract.term->first()) return false;
  checking.report.add(code::two_readings)
      .says(fmt::format("\"{}\" is restated from {} with a sum that is paid once, and nothing says whether it can have been reached before", info.title, takes_effect(checking, *text.amendment, *text.from)))
      .at(milestones->sums.front().span)
      .note(fmt::format("counted on, what was reached before {} has been reached, and this sum is not paid for it; counted anew, only what comes from that day on counts", takes_effect(checking, *text.amendment, *text.from)))
      .offers("if it counts on, write behind `now reads`", insert_after(words_of_restating(checking, text), ", counting on"))
      .offers("if it counts anew", insert_after(words_of_restating(checking, text), ", counting anew"))
      .help("if it is to be paid also for what was reached before, pay it by a clause of its own: a sum on a day");
  return true;
}

/// Whether a figure of the condition holds days before the amendment's: since the term began, or since a year or quarter that its day cuts.
bool reaches_before(const CheckedContract& contract, const Expression& expression, Date day) {
  const auto* windowed = std::get_if<Windowed>(&expression.form);
  bool found = windowed != nullptr && std::holds_alternative<Cumulative>(windowed->window);
  if (const auto* to_date = windowed == nullptr ? nullptr : std::get_if<ToDate>(&windowed->window)) {
    found = day == never() || to_date->since == Frequency::term || contract.calendar.holding(day, to_date->since).begin() < day;
  }
  for_each_part(expression, [&](const Expression& part) { found = found || reaches_before(contract, part, day); });
  return found;
}

bool reaches_before(const CheckedContract& contract, const Condition& condition, Date day) {
  bool found = false;
  for_each_part(condition, [&](const Expression& part) { found = found || reaches_before(contract, part, day); });
  return found;
}

/// The condition of a text that can have come true before the text ruled: `once …`, and `while cumulative sales is at least 1,200`.
const Condition* condition_from_before(const CheckedContract& contract, const Clause& clause, Date day) {
  for (const Proviso& line : clause.provisos) {
    if (const auto* once = std::get_if<OnceTrue>(&line.form)) return &once->condition;
    const auto* during = std::get_if<WhileTrue>(&line.form);
    if (during != nullptr && reaches_before(contract, during->condition, day)) return &during->condition;
  }
  return nullptr;
}

const Condition* condition_from_before(const CheckedContract& contract, const Measure& measure, Date day) {
  for (const Exception& exception : measure.exceptions) {
    if (exception.once) return &exception.once->condition;
    if (exception.during && reaches_before(contract, exception.during->condition, day)) return &exception.during->condition;
  }
  return nullptr;
}

Diagnostic& ask_what_has_come_true(Checking& checking, const std::string& what, const Condition& condition, const std::string& from) {
  return checking.report.add(code::two_readings)
      .says(fmt::format("{} is restated from {} under a condition, and nothing says whether what was before counts towards it", what, from))
      .at(condition.span)
      .note(fmt::format("counted on, it looks at the days before {} too, and what was true by then has been true; counted anew, it looks at what comes from that day on", from));
}

/// A cap or guarantee that an amendment brings in, inside the window that it counts: it has seen nothing of the days before.
bool is_in_force_before(Checking& checking, const ClauseText& before, Date day) {
  for (const Proviso& line : before.clause->provisos) {
    const auto* from = std::get_if<FromDay>(&line.form);
    const auto begins = from == nullptr ? std::nullopt : first_day(checking, from->day);
    if (begins && *begins >= day) return false;
  }
  return true;
}

/// Tiers, or an amount to date, that an amendment brings in: the days before can count towards them or not.
void ask_whether_days_before_count(Checking& checking, const ClauseInfo& info, const ClauseText& text, const AmendmentChange& change, const Counting& line) {
  if (change.counting != Recount::not_said) return;
  const std::string over = words(line.window);
  checking.report.add(code::two_readings)
      .says(fmt::format("\"{}\" is restated from {}, inside {} over which its {}, and nothing says whether the days before count too", info.title, takes_effect(checking, *text.amendment, *text.from), over, line.kind))
      .at(line.span, fmt::format("from {}", takes_effect(checking, *text.amendment, *text.from)))
      .note(fmt::format("counted on, the days of {} before count too; counted anew, it counts from {}", over, takes_effect(checking, *text.amendment, *text.from)))
      .offers("if it counts on, write behind `now reads`", insert_after(words_of_restating(checking, text), ", counting on"))
      .offers("if it counts anew", insert_after(words_of_restating(checking, text), ", counting anew"));
}

void refuse_new_limit_inside(Checking& checking, const ClauseInfo& info, const ClauseText& text, const AmendmentChange& change, const Counting& line, const Period& window) {
  if (change.counting == Recount::anew) return;
  if (line.kind == "tiers count" || line.kind == "amount to date counts") return ask_whether_days_before_count(checking, info, text, change, line);
  const auto* each = std::get_if<Frequency>(&line.window);
  const bool is_whole = each != nullptr && *each != Frequency::term;
  auto& diagnostic = checking.report.add(code::two_readings)
                         .says(fmt::format("\"{}\" is restated from {} with a {}, inside {} over which it counts, and the days before had none", info.title, takes_effect(checking, *text.amendment, *text.from),
                                           line.kind.substr(0, line.kind.find(' ')), words(line.window)))
                         .at(line.span, fmt::format("from {}", takes_effect(checking, *text.amendment, *text.from)));
  if (change.counting == Recount::on) diagnostic.note("there is nothing that could count on: what was paid before was not counted");
  if (change.counting == Recount::not_said) diagnostic.offers("if it counts from that day, write behind `now reads`", insert_after(words_of_restating(checking, text), ", counting anew"));
  if (change.counting == Recount::on) diagnostic.help("if it counts from that day, write `counting anew`");
  if (is_whole) diagnostic.help(fmt::format("if it is meant for whole {0}s, let it begin with one: `effective {1}`", noun(*each), window.end().text()));
}

}  // namespace

void ask_what_counts_on(Checking& checking, const ClauseInfo& info, const ClauseText& before, const ClauseText& text) {
  const auto& contract = checking.contract;
  const AmendmentChange* change = change_to(text);
  if (change == nullptr || !contract.term || before.end != text.from) return;
  const bool is_said = change->counting != Recount::not_said;
  if (!is_said && (asks_what_was_reached(checking, info, text) || asks_how_it_rises(checking, info, text))) return;
  const Condition* condition = is_said || *text.from <= contract.term->first() ? nullptr : condition_from_before(contract, *text.clause, *text.from);
  if (condition != nullptr) {
    ask_what_has_come_true(checking, fmt::format("\"{}\"", info.title), *condition, takes_effect(checking, *text.amendment, *text.from))
        .offers("if it counts on, write behind `now reads`", insert_after(words_of_restating(checking, text), ", counting on"))
        .offers("if it counts anew", insert_after(words_of_restating(checking, text), ", counting anew"));
    return;
  }
  const std::vector<Counting> earlier = lines_that_count(*before.clause);
  for (const Counting& line : lines_that_count(*text.clause)) {
    const auto same = std::find_if(earlier.begin(), earlier.end(), [&](const Counting& other) { return other.kind == line.kind; });
    const Period window = counted(checking, line.window, *text.from);
    if (window.begin() >= *text.from) continue;
    if (same == earlier.end()) {
      if (is_in_force_before(checking, before, *text.from)) refuse_new_limit_inside(checking, info, text, *change, line, window);
      continue;
    }
    if (is_said) continue;
    const std::string over = words(line.window);
    const Span reads = words_of_restating(checking, text);
    checking.report.add(code::two_readings)
        .says(fmt::format("\"{}\" is restated from {}, inside {} over which its {}, and nothing says whether what it has counted by then counts on", info.title, takes_effect(checking, *text.amendment, *text.from), over, line.kind))
        .at(line.span, fmt::format("from {}", takes_effect(checking, *text.amendment, *text.from)))
        .beside(same->span, "until then")
        .note(fmt::format("counted on, the days of {} before count too; counted anew, they are forgotten", over))
        .offers("if it counts on, write behind `now reads`", insert_after(reads, ", counting on"))
        .offers("if it counts anew", insert_after(reads, ", counting anew"));
    return;
  }
}

void ask_how_names_count(Checking& checking) {
  const auto& contract = checking.contract;
  for_each_declared<Amendment>(checking.program, [&](const Amendment& amendment, const program::File&, Span) {
    for (const AmendmentChange& change : amendment.changes) {
      const auto* means = std::get_if<NameNowMeans>(&change.form);
      if (means == nullptr || change.counting != Recount::not_said || !contract.term) continue;
      auto day = first_day(checking, amendment.effective);
      if (!day && waits(amendment)) day = never();
      const Condition* condition = day && *day > contract.term->first() ? condition_from_before(contract, means->measure, *day) : nullptr;
      if (condition != nullptr) {
        ask_what_has_come_true(checking, fmt::format("`{}`", means->measure.name.text), *condition, takes_effect(checking, amendment, *day))
            .offers("if it counts on, write at its end", insert_after(change.span, ", counting on"))
            .offers("if it counts anew", insert_after(change.span, ", counting anew"));
        continue;
      }
      const Rise* rise = rise_inside(means->measure);
      const auto since = rise != nullptr && day ? risen_since(contract, *day) : std::nullopt;
      if (!since) continue;
      ask_how_it_rises(checking, fmt::format("`{}`", means->measure.name.text), *rise, *since, takes_effect(checking, amendment, *day))
          .offers("if it counts on, write at its end", insert_after(change.span, ", counting on"))
          .offers("if it counts anew", insert_after(change.span, ", counting anew"))
          .help("or say the day of its first rise: `first on` and a day");
    }
  });
}

}  // namespace whereas::check

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

std::vector<Counting> lines_that_count(const Clause& clause) {
  std::vector<Counting> lines;
  const auto* tiers = std::get_if<Tiers>(&clause.amount.form);
  if (tiers != nullptr && tiers->window) lines.push_back({"tiers count", *tiers->window, tiers->window_span});
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
  return std::visit(match{
                        [&](Frequency each) { return each == Frequency::term ? term : contract.calendar.holding(day, each).clipped_to(term).value_or(term); },
                        [&](const RollingWindow& rolling) { return Period(std::max(term.begin(), std::min(day.minus(rolling.length), day)), day.plus_days(1)); },
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

void ask_what_counts_on(Checking& checking, const ClauseInfo& info, const ClauseText& before, const ClauseText& text) {
  const auto& contract = checking.contract;
  const AmendmentChange* change = change_to(text);
  if (change == nullptr || change->counting != Recount::not_said || !contract.term || before.end != text.from) return;
  const std::vector<Counting> earlier = lines_that_count(*before.clause);
  for (const Counting& line : lines_that_count(*text.clause)) {
    const auto same = std::find_if(earlier.begin(), earlier.end(), [&](const Counting& other) { return other.kind == line.kind; });
    const Period window = counted(checking, line.window, *text.from);
    if (same == earlier.end() || window.begin() >= *text.from) continue;
    const std::string over = words(line.window);
    Span reads{text.clause->title->span.source, text.clause->title->span.end, text.clause->payer.span.begin};
    reads.end = reads.begin + static_cast<std::uint32_t>(checking.words(reads).find("reads") + std::string_view("reads").size());
    checking.report.add(code::two_readings)
        .says(fmt::format("\"{}\" is restated from {}, inside {} over which its {}, and nothing says whether what it has counted by then counts on", info.title, text.from->text(), over, line.kind))
        .at(line.span, fmt::format("from {}", text.from->text()))
        .beside(same->span, "until then")
        .note(fmt::format("counted on, the days of {} before count too; counted anew, they are forgotten", over))
        .offers("if it counts on, write behind `now reads`", insert_after(reads, ", counting on"))
        .offers("if it counts anew", insert_after(reads, ", counting anew"));
    return;
  }
}

}  // namespace whereas::check

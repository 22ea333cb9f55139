#include "lang/check/clauses.h"

#include <fmt/format.h>

// Sums of a window that is longer than a settlement, under a condition that each settlement is tested for.
namespace whereas::check {

using namespace syntax;

namespace {

/// Whether figures decide it, rather than days alone.
bool hangs_on_figures(const Condition& condition) {
  return std::visit(match{
                        [](const Comparison&) { return true; },
                        [](const OnOrAfter&) { return false; },
                        [](const AllOf& all) { return std::any_of(all.conditions.begin(), all.conditions.end(), hangs_on_figures); },
                        [](const AnyOf& any) { return std::any_of(any.conditions.begin(), any.conditions.end(), hangs_on_figures); },
                        [](const GroupedCondition& grouped) { return hangs_on_figures(*grouped.inside); },
                    },
                    condition.form);
}

}  // namespace

/// `100 each year` `while sales is at least 50`, settled quarterly: a year whose last quarter sells less pays nothing.
void ClauseCheck::warn_lost_sums() {
  const auto& settled = info_.settlement.frequency;
  const auto during = std::find_if(clause_.provisos.begin(), clause_.provisos.end(), [](const Proviso& line) {
    const auto* condition = std::get_if<WhileTrue>(&line.form);
    return condition != nullptr && hangs_on_figures(condition->condition);
  });
  if (during == clause_.provisos.end() || !settled) return;
  const auto is_longer = [&](Frequency each) { return is_shorter(*settled, each); };
  const auto warn = [&](Span at, std::string what, Frequency each, bool in_advance) {
    const std::string_view window = each == Frequency::term ? "term" : noun(each);
    checking_.report.add(code::cut_short)
        .says(fmt::format("{} with the {} {} of the {} alone: where the condition does not hold for that {}, it is lost for the whole {}", what, in_advance ? "first" : "last", noun(*settled), window,
                          noun(*settled), window))
        .at(at)
        .beside(during->span, fmt::format("tested for each {}", noun(*settled)))
        .help(each == Frequency::term ? "to test it once for the whole term, let a clause of its own pay it, `settled at the end of the term`"
                                      : fmt::format("to test it for the whole {0}, let a clause of its own pay it, `settled {1}`", noun(each), adverb(each)));
  };
  if (const auto* fixed = std::get_if<FixedSums>(&clause_.amount.form)) {
    for (const FixedSum& sum : fixed->sums) {
      if (is_longer(sum.each)) warn(sum.span, "this sum is paid", sum.each, sum.in_advance);
    }
  }
  for (const Proviso& line : clause_.provisos) {
    const auto* guarantee = std::get_if<AtLeast>(&line.form);
    const auto each = guarantee == nullptr ? std::nullopt : frequency_of(guarantee->window);
    if (each && is_longer(*each)) warn(line.span, "what is lacking of this guarantee is paid", *each, false);
  }
}

}  // namespace whereas::check

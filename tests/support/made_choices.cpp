#include "tests/support/made_choices.h"

#include "tests/support/in_memory.h"

#include <algorithm>
#include <vector>

namespace whereas::tests {

namespace {

/// What of a diagnostic can be done by editing.
std::vector<Help> ways_of(const Diagnostic& diagnostic) {
  std::vector<Help> ways;
  for (const Help& help : diagnostic.helps) {
    const bool stays_in_the_contract = std::all_of(help.edits.begin(), help.edits.end(), [&](const Edit& edit) { return edit.span.source == diagnostic.primary.span.source; });
    if (!help.edits.empty() && stays_in_the_contract) ways.push_back(help);
  }
  return ways;
}

void apply(std::string& deal, Help way) {
  std::sort(way.edits.begin(), way.edits.end(), [](const Edit& one, const Edit& other) { return one.span.begin > other.span.begin; });
  for (const Edit& edit : way.edits) deal.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
}

}  // namespace

std::string with_choices_made(std::string deal, Dice& dice) {
  constexpr int most = 12;  // a way can open another choice
  for (int asked = 0; asked < most; ++asked) {
    const auto run = support::check_in_memory(deal);
    const auto all = run->report.ordered();
    const auto open = std::find_if(all.begin(), all.end(), [](const Diagnostic& one) {
      const bool is_choice = one.code == code::part_window || one.code == code::counted_again || one.code == code::end_not_said || one.code == code::below_zero_not_said;
      return is_choice && severity(one.code) == Severity::error && !ways_of(one).empty();
    });
    if (open == all.end()) break;
    apply(deal, dice.pick(ways_of(*open)));
  }
  return deal;
}

}  // namespace whereas::tests

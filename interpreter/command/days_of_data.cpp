#include "interpreter/command/session.h"

#include "lang/check/check.h"

#include <fmt/format.h>

#include <algorithm>

/// Days that data or a scenario gives to events: the contract is checked with them as if it named them itself.
namespace whereas::command {

/// The contract once more, with the days that were given to its events: what can then not be is refused, what is never paid is remarked on.
bool Session::look_at_days(const Tables& tables, plan::Plan& plan, Report& report) {
  const plan::Happened days = happened(tables);
  Report found;
  check::check(*program_, desk_.sources(), found, days);
  Report without_days;
  check::check(*program_, desk_.sources(), without_days, {});
  const auto is_new = [&](const Diagnostic& one) {
    const auto known = without_days.ordered();
    return std::none_of(known.begin(), known.end(), [&](const Diagnostic& other) { return other.code == one.code && other.primary.span == one.primary.span; });
  };
  bool is_good = true;
  for (const Diagnostic& one : found.ordered()) {
    if (one.code == code::cut_short && is_new(one)) report.add(one.code) = one;
    if (severity(one.code) != Severity::error) continue;
    const Span& at = one.primary.span;
    const std::string words(desk_.sources()[at.source].slice(at));
    if (one.code == code::outside_term && one.related.empty()) {  // one day past the term, rather than two days that clash
      plan.notes.push_back(fmt::format("`{}`: {}.", words, one.message));
      continue;
    }
    is_good = false;
    Diagnostic& told = report.add(one.code);
    told = one;
    for (const data::Happening& event : tables.own.events) told.beside(event.place, fmt::format("\"{}\" is on {}", event.event, event.day.text()));
  }
  return is_good;
}

}  // namespace whereas::command

#include "interpreter/statement/telling.h"

#include "lang/number/notation.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::statement {

using evaluate::Derivation;
using evaluate::Reason;
using evaluate::ReasonId;
using evaluate::Rule;

std::string_view name(Rule rule) {
  switch (rule) {
    case Rule::figure_written: return "figure written";
    case Rule::data_read: return "data read";
    case Rule::sum: return "sum";
    case Rule::difference: return "difference";
    case Rule::product: return "product";
    case Rule::quotient: return "quotient";
    case Rule::negation: return "negation";
    case Rule::greatest: return "greatest";
    case Rule::least: return "least";
    case Rule::rounding: return "rounding";
    case Rule::apportioned: return "apportioned";
    case Rule::same: return "same";
    case Rule::average: return "average";
    case Rule::choice: return "choice";
    case Rule::slice: return "slice";
    case Rule::remembered: return "remembered";
    case Rule::packages: return "packages";
    case Rule::full_packages: return "full packages";
    case Rule::solution: return "solution";
    case Rule::overdue: return "overdue";
    case Rule::truth: return "truth";
  }
  return "";
}

std::optional<std::string> place_told(Span span, const Sources& sources) {
  if (span == Span{} || span.source >= sources.count()) return std::nullopt;
  const Source& source = sources[span.source];
  const Place place = source.place_of(span.begin);
  return fmt::format("{}:{}:{}", source.name(), place.line, place.column);
}

std::string words_told(const Reason& reason, const Sources& sources) {
  if (!reason.words.empty()) return reason.words;
  if (reason.said != Span{} && reason.said.source < sources.count()) {
    const std::size_t longest = reason.rule == Rule::truth ? 200 : 60;
    std::string said = on_one_line(sources[reason.said.source].slice(reason.said));
    if (!said.empty() && said.size() <= longest) return said;
  }
  return std::string(name(reason.rule));
}

std::string figure_told(const Reason& reason, bool as_rate) {
  if (reason.rule == Rule::truth) return reason.value.is_zero() ? "no" : "yes";
  return as_rate ? spoken_rate(reason.value) : grouped(reason.value);
}

namespace {

/// Whether a part is a figure of the same kind as the whole.
bool is_alike(const Reason& whole, std::size_t part) {
  switch (whole.rule) {
    case Rule::sum:
    case Rule::difference:
    case Rule::negation:
    case Rule::greatest:
    case Rule::least:
    case Rule::rounding:
    case Rule::same:
    case Rule::average:
    case Rule::truth: return true;
    case Rule::choice: return part + 1 == whole.parts.size();
    default: return false;
  }
}

}  // namespace

bool part_is_rate(const Reason& whole, bool as_rate, std::size_t part, const Derivation& derivation) {
  const auto is_rate = [&](ReasonId id) { return derivation[id].is_rate; };
  const bool compares_rates = whole.rule == Rule::truth && std::any_of(whole.parts.begin(), whole.parts.end(), is_rate);
  const ReasonId id = whole.parts[part];
  return is_rate(id) || ((as_rate || compares_rates) && derivation[id].rule != Rule::figure_written && is_alike(whole, part));
}

bool is_only_written(const Reason& reason, const Derivation& derivation) {
  if (reason.parts.size() != 1) return false;
  const Reason& part = derivation[reason.parts.front()];
  return part.rule == Rule::figure_written && part.value == reason.value;
}

}  // namespace whereas::statement

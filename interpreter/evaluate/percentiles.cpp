#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

/// Percentiles of many figures (docs/language: Measures, "Percentiles").
namespace whereas::evaluate {

/// By nearest rank: of n figures, the lowest first, the one whose place is the rank's part of n, rounded up. Interpolated: the places run from 0 to n - 1,
/// and between two of them a straight line.
Figure Evaluation::Engine::percentile(const plan::OfPeriods& periods, const Asking& asking, Span said) {
  const plan::Percentile& asked = *periods.percentile;
  std::vector<Figure> figures;
  for (const Period& period : plan_.calendar.cut(asking.window, periods.frequency)) figures.push_back(value(periods.operand, {period, asking.filter, asking.schedule}));
  std::stable_sort(figures.begin(), figures.end(), [](const Figure& a, const Figure& b) { return a.value < b.value; });
  const Number count(static_cast<long long>(figures.size()));
  const auto at = [&](std::size_t place) {
    std::vector<ReasonId> parts;
    for (const Figure& figure : figures) {
      if (derives()) parts.push_back(figure.why);
    }
    const Figure& found = figures[place];
    if (derives()) parts.push_back(found.why);
    return because(Rule::choice, found.value, derives() ? fmt::format("number {} of {}, the lowest first", place + 1, figures.size()) : std::string(), asking.window, said, std::move(parts));
  };
  const Number part = asked.rank / Number(100);
  const std::string words = fmt::format("the percentile {} of {} figures", asked.rank.text(), adverb(periods.frequency));
  if (!asked.interpolated) {
    const auto place = static_cast<std::size_t>((part * count).ceiling().to_integer());
    const Figure found = at(place - 1);
    return because(Rule::same, found.value, words, asking.window, said, {found.why});
  }
  const Number position = part * (count - Number(1));
  const auto below = static_cast<std::size_t>(position.floor().to_integer());
  const Number way = position - position.floor();
  const Figure lower = at(below);
  if (way.is_zero()) return because(Rule::same, lower.value, words, asking.window, said, {lower.why});
  const Figure upper = at(below + 1);
  const Figure apart = because(Rule::difference, upper.value - lower.value, "from the one to the next", asking.window, said, {upper.why, lower.why});
  const Figure fraction = because(Rule::figure_written, way, "so far on the way", std::nullopt, said, {});
  const Figure more = because(Rule::product, apart.value * way, "that part of it", asking.window, said, {apart.why, fraction.why});
  return because(Rule::sum, lower.value + more.value, words, asking.window, said, {lower.why, more.why});
}

}  // namespace whereas::evaluate

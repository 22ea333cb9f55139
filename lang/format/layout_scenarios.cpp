#include "lang/format/layout_parts.h"

namespace whereas::format {

using namespace syntax;

namespace {

std::string spread_said(Input::Spread spread) { return spread == Input::Spread::evenly ? "spread evenly" : "spread by days"; }

}  // namespace

std::vector<Line> Layout::scenario(const Scenario& scenario, Span span) const {
  std::vector<Line> lines;
  lines.push_back(line_of(0, span.begin,
                          text("scenario ") + title(scenario.title) + (scenario.file ? text(" from ") + title(*scenario.file) : Document())));
  for (const GivenSeries& given : scenario.series) lines.push_back(line_of(2, given.span.begin, given_series(given)));
  for (const GivenEvent& given : scenario.events) lines.push_back(line_of(2, given.span.begin, title(given.event) + text(" is on ") + as_written(given.day.span)));
  in_order_written(lines);
  for (Line& each : lines) each.may_follow_blank = true;
  return lines;
}

Document Layout::given_series(const GivenSeries& given) const {
  const Document series = name(given.series);
  return std::visit(match{
                        [&](const SeriesFigures& figures) {
                          std::vector<Document> parts;
                          for (const FigureIn& figure : figures.figures) {
                            parts.push_back(expression(figure.figure) + text(" in ") + as_written(figure.period.span));
                          }
                          if (figures.spread != Input::Spread::none) parts.push_back(text(spread_said(figures.spread)));
                          return series + text(" is ") + enumerated(parts);
                        },
                        [&](const SeriesFormula& formula) { return series + text(" is ") + expression(formula.formula); },
                        [&](const SeriesGrowth& growth) {
                          return series + text(" grows ") + expression(growth.rate) + text(" ") + each(growth.each) + text(" from ") +
                                 expression(growth.start) + (growth.start_each ? text(" ") + each(*growth.start_each) : Document()) +
                                 (growth.spread != Input::Spread::none ? text(", " + spread_said(growth.spread)) : Document());
                        },
                    },
                    given.form);
}

std::vector<Line> Layout::test(const Test& test, Span span) const {
  std::vector<Line> lines;
  lines.push_back(line_of(0, span.begin, text("test ") + title(test.title)));
  for (const Name& given : test.given) {
    const bool begins_line = written_.word_before(given.span.begin) == "given";
    if (begins_line) lines.push_back(line_of(2, written_.begin_of_word_before(given.span.begin), text("given ") + title(given)));
    else lines.back().words = lines.back().words + text(",") + break_before(title(given));
  }
  for (const Expectation& each : test.expectations) lines.push_back(line_of(2, each.span.begin, expectation(each)));
  in_order_written(lines);
  for (Line& each : lines) each.may_follow_blank = true;
  return lines;
}

Document Layout::expectation(const Expectation& expectation) const {
  Document words = text("expect ");
  std::visit(match{
                 [&](const Expectation::Equals& equals) {
                   words = words + expression(equals.measured) + break_before(text(std::holds_alternative<Estimate>(equals.expected.form) ? "is " : "= ") + expression(equals.expected));
                 },
                 [&](const Expectation::Receives& receives) {
                   words = words + name(receives.party) + text(receives.net ? " receives net " : " receives ") + expression(receives.amount);
                   if (receives.period) words = words + text(receives.by_due_date ? " due in " : " in ") + as_written(receives.period->span);
                 },
                 [&](const Expectation::Fails& fails) { words = words + text("error ") + title(fails.error); },
                 [&](const Expectation::States& states) { words = words + text("statement ") + title(states.file); },
             },
             expectation.form);
  if (expectation.within) words = words + break_before(text("within ") + expression(*expectation.within));
  return words;
}

/// `ensure A in every year is at most B`: the window stands after the first amount.
Document Layout::ensure(const Ensure& ensure) const {
  const Document window = ensure.in_every ? text(" in every " + std::string(noun(*ensure.in_every))) : Document();
  return text("ensure ") + condition(ensure.condition, window);
}

}  // namespace whereas::format

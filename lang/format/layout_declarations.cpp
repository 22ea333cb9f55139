#include "lang/format/layout_parts.h"

#include <algorithm>
#include <utility>

namespace whereas::format {

using namespace syntax;

namespace {

/// `29th`, `31st`
std::string ordinal(int day) {
  const int last = day % 10;
  const bool is_teen = day / 10 == 1;
  return std::to_string(day) + (is_teen || last == 0 || last > 3 ? "th" : last == 1 ? "st" : last == 2 ? "nd" : "rd");
}

std::string day_of_year(int day, int month) {
  static constexpr std::array<std::string_view, 12> months = {"January", "February", "March",     "April",   "May",      "June",
                                                              "July",    "August",   "September", "October", "November", "December"};
  return std::to_string(day) + " " + std::string(months.at(static_cast<std::size_t>(month - 1)));
}

}  // namespace

std::vector<Line> layout(const Declaration& declaration, const Written& written) {
  const Layout layout(written);
  const std::uint32_t begin = declaration.span.begin;
  std::vector<Line> lines;
  const auto add = [&](Document words) { lines.push_back(Layout::line_of(0, begin, std::move(words))); };
  std::visit(match{
                 [&](const Setting& setting) { add(layout.setting(setting, declaration.span)); },
                 [&](const Event& event) {
                   add(text("event ") + Layout::title(event.title) + (event.on ? text(" on ") + layout.as_written(event.on->span) : Document()));
                 },
                 [&](const Use& use) { add(text("use ") + Layout::title(use.file) + (use.as ? text(" as ") + Layout::title(*use.as) : Document())); },
                 [&](const Note& note) {
                   add(text("note ") + Layout::title(note.title));
                   for (const Name& words : note.texts) lines.push_back(Layout::line_of(2, words.span.begin, Layout::title(words)));
                 },
                 [&](const ClosedDays& calendar) { lines = layout.closed_days(calendar, begin); },
                 [&](const NetSettlement& net) {
                   Document words = text("net settled between ") + Layout::name(net.one) + text(" and ") + Layout::name(net.other) + text(" each " + std::string(noun(net.each)));
                   const auto name_all = [&](std::string_view word, const std::vector<Name>& titles) {
                     for (const Name& title : titles) {
                       const bool is_first = &title == &titles.front();
                       const bool is_last = &title == &titles.back();
                       words = words + text(is_last && !is_first ? " and" : ",") + break_before(is_first ? text(std::string(word)) + Layout::title(title) : Layout::title(title));
                     }
                   };
                   name_all("with ", net.with);
                   name_all("without ", net.without);
                   if (net.due) words = words + text(",") + break_before(layout.as_written(net.due->span));
                   add(std::move(words));
                 },
                 [&](const Party& party) {
                   add(text("party ") + Layout::name(party.name) + (party.full_name ? text(", ") + Layout::title(*party.full_name) : Document()));
                 },
                 [&](const Unit& unit) {
                   add(text("unit ") + Layout::name(unit.singular) + (unit.plural ? text(", ") + Layout::name(*unit.plural) : Document()));
                 },
                 [&](const Input& input) {
                   add(Document());
                   lines.back().columns = layout.input(input);
                 },
                 [&](const Measure& measure) { layout.measure(measure, std::holds_alternative<Estimate>(measure.value.form) ? " is" : " means", 0, begin, lines); },
                 [&](const Clause& clause) { lines = layout.clause(clause, begin); },
                 [&](const Together& together) { add(layout.one_cap(together)); },
                 [&](const Commitment& commitment) { lines = layout.commitment(commitment, declaration.span); },
                 [&](const Credits& credits) { lines = layout.credits(credits, declaration.span); },
                 [&](const Waterfall& waterfall) { lines = layout.waterfall(waterfall, declaration.span); },
                 [&](const Amendment& amendment) { lines = layout.amendment(amendment, declaration.span); },
                 [&](const Scenario& scenario) { lines = layout.scenario(scenario, declaration.span); },
                 [&](const Test& test) { lines = layout.test(test, declaration.span); },
                 [&](const Ensure& ensure) { add(layout.ensure(ensure)); },
             },
             declaration.form);
  return lines;
}

Document Layout::setting(const Setting& setting, Span span) const {
  return std::visit(match{
                        [&](const DealTitle& deal) { return text("deal ") + title(deal.title); },
                        [&](const Term& term) { 
                          const Document written = text("term ") + as_written(term.first.span) + text(" to ") + as_written(term.last.span);
                          if (!term.ends_on) return written;
                          const bool is_counted = term.ends_on->event && term.ends_on->event->moved;
                          return written + text(is_counted ? ", ends " : ", ends on ") + as_written(term.ends_on->span);
                        },
                        [&](const Currency& currency) {
                          std::vector<Document> codes{name(currency.code)};
                          for (const Name& other : currency.others) codes.push_back(name(other));
                          return text("currency ") + listed(codes);
                        },
                        [&](const Settled& settled) {
                          const Document frequency = settled_as(settled.frequency);
                          return settled.due ? frequency + text(", ") + as_written(settled.due->span) : frequency;
                        },
                        [&](const RoundedTo& rounded) { return rounded_to(rounded.rounding, span); },
                        [&](const FiscalYear& year) { return text("fiscal year ends " + day_of_year(year.day, year.month)); },
                        [&](const ContractYear& year) {
                          const Document begins = text("contract year begins " + day_of_year(year.day, year.month));
                          if (!year.months_on) return begins;
                          return begins + text(*year.months_on == 0 ? ", months begin on the last day" : ", months begin on the " + ordinal(*year.months_on) + ", or the last day");
                        },
                    },
                    setting.form);
}

std::vector<Line> Layout::closed_days(const ClosedDays& calendar, std::uint32_t begin) const {
  std::vector<Line> lines;
  lines.push_back(line_of(0, begin,
                          text("calendar ") + title(calendar.title) + text(" for ") + as_written(calendar.first.span) + text(" to ") +
                              as_written(calendar.last.span) + text(":")));
  std::vector<std::pair<std::uint32_t, Document>> closed;
  for (const Name& weekday : calendar.weekdays) closed.emplace_back(weekday.span.begin, name(weekday));
  for (const DayOrPeriod& day : calendar.days) closed.emplace_back(day.span.begin, as_written(day.span));
  std::sort(closed.begin(), closed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Document words = text("closed on ") + closed.front().second;
  for (std::size_t place = 1; place < closed.size(); ++place) words = words + text(",") + break_before(closed[place].second);
  const std::uint32_t first = closed.front().first;
  lines.push_back(line_of(2, written_.find("closed", calendar.last.span.end, first).value_or(first), std::move(words)));
  return lines;
}

InputColumns Layout::input(const Input& input) const {
  std::string named = "input " + input.name.text;
  for (const Name& dimension : input.dimensions) named += (&dimension == &input.dimensions.front() ? " by " : ", ") + dimension.text;

  std::string measured = input.is_balance ? "at " + std::string(noun(input.frequency)) + " end" : std::string(adverb(input.frequency));
  if (input.one_row_each) measured = "one row each,";
  if (input.unit) measured += " " + input.unit->text;
  if (input.per) measured += " per " + input.per->text;
  if (input.spread == Input::Spread::evenly) measured += ", spread evenly";
  if (input.spread == Input::Spread::by_days) measured += ", spread by days";
  if (input.missing_is_zero) measured += ", missing is zero";
  if (input.may_be_negative) measured += ", may be negative";
  if (input.from) measured += ", from " + written_.words(input.from->span);

  return {named, measured, input.note ? '"' + input.note->text + '"' : std::string()};
}

void Layout::measure(const Measure& measure, std::string_view means, int indentation, std::uint32_t begin, std::vector<Line>& lines,
                     const Document& at_its_end) const {
  std::string named = measure.name.text;
  for (const Name& parameter : measure.parameters) named += (&parameter == &measure.parameters.front() ? "(" : ", ") + parameter.text;
  if (!measure.parameters.empty()) named += ")";
  if (measure.after) named += " after " + measure.after->text;

  // A sum ends its lines before `plus` and `less`; anything else may begin on a line of its own.
  const auto* arithmetic = std::get_if<Arithmetic>(&measure.value.form);
  const bool is_sum = arithmetic != nullptr && (arithmetic->op == Arithmetic::Operator::plus || arithmetic->op == Arithmetic::Operator::less);
  const auto* tiered = std::get_if<Tiered>(&measure.value.form);
  Document value = is_sum ? text(" ") + expression(measure.value) : break_before(expression(measure.value));
  if (tiered != nullptr) value = text(", ") + tiers_named(*tiered->tiers);
  const Document rises = measure.rise ? text(",") + break_before(rise(*measure.rise)) : Document();
  lines.push_back(line_of(indentation, begin, text(named + std::string(means)) + value + rises));
  if (tiered != nullptr) {
    for (const Line& tier : bands_of(*tiered->tiers, indentation + 2)) lines.push_back(tier);
  }
  for (const Exception& exception : measure.exceptions) {
    Document words = text("except ") + expression(exception.value);
    if (exception.from) words = words + text(" from ") + as_written(exception.from->day.span);
    if (exception.until) words = words + text(" until ") + as_written(exception.until->day.span);
    if (exception.through) words = words + text(" ") + through(*exception.through);
    if (exception.during) words = words + text(" ") + while_true(*exception.during);
    if (exception.once) words = words + text(" ") + once_true(*exception.once);
    for (const Filtered::Test& test : exception.values) {
      words = words + text(" for " + test.dimension.text + (test.values.size() > 1 ? " one of " : " "));
      for (std::size_t place = 0; place < test.values.size(); ++place) words = words + text(place > 0 ? ", " : "") + title(test.values[place]);
    }
    lines.push_back(line_of(indentation + 2, exception.span.begin, words));
  }
  lines.back().words = lines.back().words + at_its_end;
}

}  // namespace whereas::format

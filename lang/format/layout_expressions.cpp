#include "lang/format/layout_parts.h"

#include <algorithm>
#include <string>

namespace whereas::format {

using namespace syntax;

namespace {

std::string_view word(Arithmetic::Operator op, bool in_words) {
  switch (op) {
    case Arithmetic::Operator::plus: return in_words ? "plus" : "+";
    case Arithmetic::Operator::less: return in_words ? "less" : "-";
    case Arithmetic::Operator::times: return in_words ? "times" : "*";
    case Arithmetic::Operator::divided_by: return in_words ? "divided by" : "/";
  }
  return {};
}

bool adds(Arithmetic::Operator op) { return op == Arithmetic::Operator::plus || op == Arithmetic::Operator::less; }

std::string_view words(Comparison::Relation relation) {
  switch (relation) {
    case Comparison::Relation::at_least: return "at least";
    case Comparison::Relation::at_most: return "at most";
    case Comparison::Relation::under: return "under";
    case Comparison::Relation::over: return "over";
    case Comparison::Relation::exactly: return "exactly";
  }
  return {};
}

Document in_parentheses(Document inside) { return group(text("(") + align(std::move(inside)) + text(")")); }

}  // namespace

Document Layout::titles(const std::vector<Name>& titles) {
  std::vector<Document> parts;
  for (const Name& each : titles) parts.push_back(title(each));
  return enumerated(parts);
}

Document Layout::each(Frequency frequency) {
  if (frequency == Frequency::term) return text("over the term");
  return text("each " + std::string(noun(frequency)));
}

Document Layout::rounding(Rounding rounding, std::uint32_t begin, std::uint32_t end) const {
  const std::string written = written_.words(begin, end);
  return text(written.substr(0, written.find_first_of(" ,)")) + ", " + std::string(words(rounding.mode)));
}

Line Layout::line_of(int indentation, std::uint32_t begin, Document words) {
  Line line;
  line.indentation = indentation;
  line.begin = begin;
  line.words = std::move(words);
  return line;
}

void Layout::in_order_written(std::vector<Line>& lines) {
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.begin < b.begin; });
}

Document Layout::expression(const Expression& expression) const {
  return std::visit(
      match{
          [&](const NumberLiteral&) { return as_written(expression.span); },
          [&](const MoneyLiteral&) { return money(expression.span); },
          [&](const QuantityLiteral&) { return as_written(expression.span); },
          [&](const DateLiteral&) { return as_written(expression.span); },
          [&](const DurationLiteral&) { return as_written(expression.span); },
          [&](const NameUse& use) { return part(use); },
          [&](const ClauseUse& use) { return title(use.title) + text(words(use.counted)) + (use.received_by ? text(" received by ") + name(*use.received_by) : Document()); },
          [&](const Under& under) { return (under.is_clause ? title(under.named) : name(under.named)) + text(" under ") + title(under.agreement); },
          [&](const Negated& negated) { return text("-") + this->expression(*negated.operand); },
          [&](const Arithmetic& arithmetic) { return part(arithmetic); },
          [&](const After& after) { return part(after); },
          [&](const Of& of) { return this->expression(*of.rate) + text(" of ") + this->expression(*of.base); },
          [&](const Extreme& extreme) { return part(extreme); },
          [&](const ExcessOf& excess) {
            return text("the excess of ") + this->expression(*excess.amount) + break_before(text("over ") + this->expression(*excess.over));
          },
          [&](const Grouped& grouped) { return in_parentheses(this->expression(*grouped.inside)); },
          [&](const Windowed& windowed) { return part(windowed); },
          [&](const Filtered& filtered) { return part(filtered); },
          [&](const OfPeriods& periods) {
            if (periods.percentile) {
              return text("the ") + as_written(periods.percentile->span) + text(periods.percentile->interpolated ? " percentile, interpolated, of " : " percentile, by nearest rank, of ") +
                     text(std::string(adverb(periods.frequency)) + " ") + this->expression(*periods.measured);
            }
            return text("the " + std::string(syntax::word(periods.taking)) + " of " + std::string(adverb(periods.frequency)) + " ") + this->expression(*periods.measured);
          },
          [&](const OverDimension& over) {
            std::string free;
            if (over.free) {
              free = ", the first " + over.free->count.text() + (over.free->each == Frequency::term ? " over the term" : " each " + std::string(noun(over.free->each))) + " free,";
              if (over.free->by_name) free += " those of one day by name,";
            }
            return text("the " + std::string(syntax::word(over.taking)) + " over " + over.dimension.text + free + " of ") + this->expression(*over.measured);
          },
          [&](const TimeBetween& between) { return part(between); },
          [&](const Interest& interest) { return part(interest); },
          [&](const YearlyChange& change) {
            return text("the change of ") + this->expression(*change.measured) + break_before(text("from " + change.from.text + " to " + change.to.text));
          },
          [&](const Rounded& rounded) {
            const std::uint32_t to = written_.next_word(rounded.value->span.end) + 1;  // past the comma
            return text("round") +
                   in_parentheses(this->expression(*rounded.value) + text(", ") + rounding(rounded.rounding, to, expression.span.end));
          },
          [&](const Per& per) { return part(per, expression.span); },
          [&](const Risen& risen) { return this->expression(*risen.figure); },  // the line adds how it rises
          [&](const Tiered& tiered) { return tiers_named(*tiered.tiers); },  // the tiers stand on lines of their own below it
          [&](const Estimate& estimate) { return part(estimate); },
      },
      expression.form);
}

/// `$5m`: nothing between the sign and its number.
Document Layout::money(Span span) const {
  std::string words = written_.words(span);
  if (words.starts_with("$ ")) words.erase(1, 1);
  return text(std::move(words));
}

Document Layout::part(const NameUse& use) const {
  if (use.arguments.empty()) return name(use.name);
  std::vector<Document> arguments;
  for (const Expression& argument : use.arguments) arguments.push_back(expression(argument));
  return name(use.name) + in_parentheses(enumerated(arguments));
}

/// `a plus b less c` is one list: all its lines end before `plus` and `less`, or none does. Factors fill their lines.
Document Layout::part(const Arithmetic& arithmetic) const {
  std::vector<Document> reversed;
  const Arithmetic* last = &arithmetic;
  while (true) {
    const Document before = adds(last->op) ? line() : free_line();
    reversed.push_back(before + text(std::string(word(last->op, last->in_words)) + " ") + expression(*last->right));
    const auto* earlier = std::get_if<Arithmetic>(&last->left->form);
    if (earlier == nullptr || adds(earlier->op) != adds(last->op)) break;
    last = earlier;
  }
  reversed.push_back(expression(*last->left));
  const Document all = together({reversed.rbegin(), reversed.rend()});
  return adds(arithmetic.op) ? group(all) : all;
}

Document Layout::part(const After& after) const {
  std::vector<Document> deductions;
  for (const Deduction& deduction : after.deductions) {
    Document words = expression(*deduction.cost);
    if (deduction.at_most) words = words + text(" ") + in_parentheses(text("at most ") + expression(**deduction.at_most));
    deductions.push_back(words);
  }
  return expression(*after.amount) + break_before(text("after ") + listed(deductions));
}

Document Layout::part(const Extreme& extreme) const {
  std::vector<Document> operands;
  for (const Expression& operand : extreme.operands) operands.push_back(expression(operand));
  return text(extreme.greater ? "the greater of " : "the lesser of ") + listed(operands);
}

Document Layout::part(const TimeBetween& between) const {
  std::string counted = "the days";
  if (between.counted == TimeBetween::Counted::whole_months) counted = "the whole months";
  if (between.counted == TimeBetween::Counted::whole_years) counted = "the whole years";
  return text(counted) + break_before(text("from ") + as_written(between.from.span)) +
         break_before(text(between.through ? "through " : "until ") + as_written(between.to.span));
}

Document Layout::part(const Interest& interest) const {
  Document words = text("interest at ") + expression(*interest.rate) + text(" a year");
  if (interest.compounded) words = words + break_before(text("compounded " + std::string(adverb(*interest.compounded))));
  return words + break_before(text("on ") + expression(*interest.on) + text(", " + std::string(whereas::words(interest.day_count))));
}

Document Layout::part(const Estimate& estimate) const {
  if (estimate.least && estimate.most) return text("between ") + expression(**estimate.least) + break_before(text("and ") + expression(**estimate.most));
  if (estimate.least) return text("at least ") + expression(**estimate.least);
  if (estimate.most) return text("at most ") + expression(**estimate.most);
  return text("unknown" + (estimate.unit ? " " + estimate.unit->text : "") + (estimate.per ? " per " + estimate.per->text : ""));
}

/// The words of a window stay as written: `in the year before` and `in the previous year` say the same.
Document Layout::part(const Windowed& windowed) const {
  const Document measured = expression(*windowed.measured);
  if (std::holds_alternative<AverageOf>(windowed.window)) return text("average of ") + measured;
  if (std::holds_alternative<Cumulative>(windowed.window)) return text("cumulative ") + measured;
  return measured + break_before(as_written(windowed.window_span));
}

Document Layout::part(const Filtered& filtered) const {
  std::vector<Document> tests;
  for (const Filtered::Test& test : filtered.tests) {
    const std::string is = test.dimension.text + (test.is_not ? " is not " : " is ") + (test.values.size() > 1 ? "one of " : "");
    tests.push_back(text(is) + titles(test.values));
  }
  Document all = expression(*filtered.measured) + break_before(text("where ") + tests.front());
  for (std::size_t i = 1; i < tests.size(); ++i) all = all + break_before(text("and ") + tests[i]);
  return all;
}

/// What stands after `per` is written in too many ways to be said better than the author did.
Document Layout::part(const Per& per, Span span) const {
  return expression(*per.amount) + text(" " + written_.words(per.amount->span.end, span.end));
}

// --- conditions ------------------------------------------------------------------------------------------------------------------

Document Layout::condition(const Condition& condition, const Document& after_first) const {
  return std::visit(match{
                        [&](const Comparison& comparison) { return part(comparison, after_first); },
                        [&](const OnOrAfter& from) { return text("on or after ") + as_written(from.day.span); },
                        [&](const AllOf& all) { return joined(all.conditions, "and ", after_first); },
                        [&](const AnyOf& any) { return joined(any.conditions, "or ", after_first); },
                        [&](const GroupedCondition& grouped) { return in_parentheses(this->condition(*grouped.inside, after_first)); },
                    },
                    condition.form);
}

Document Layout::part(const Comparison& comparison, const Document& after_first) const {
  const std::string is = std::string(comparison.is_not ? "is not " : "is ") + std::string(words(comparison.relation)) + " ";
  Document left = expression(*comparison.left) + after_first;
  if (comparison.where_passed) {
    const Duration age = *comparison.where_passed;
    left = left + break_before(text("where " + whereas::text(age) + (age.count == 1 ? " has" : " have") + " passed"));
  }
  const Document compared = left + break_before(text(is) + expression(*comparison.right));
  return comparison.running ? compared + break_before(as_written(comparison.running->span)) : compared;
}

Document Layout::joined(const std::vector<Condition>& conditions, std::string_view word, const Document& after_first) const {
  std::vector<Document> parts;
  for (const Condition& each : conditions) {
    parts.push_back(parts.empty() ? condition(each, after_first) : line() + text(std::string(word)) + condition(each));
  }
  return group(together(parts));
}

}  // namespace whereas::format

#include "lang/syntax/tree_printer.h"

namespace whereas::syntax {

namespace {

std::string_view words(Arithmetic::Operator op) {
  switch (op) {
    case Arithmetic::Operator::plus: return "plus";
    case Arithmetic::Operator::less: return "less";
    case Arithmetic::Operator::times: return "times";
    case Arithmetic::Operator::divided_by: return "divided by";
  }
  return {};
}

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

std::string words(const Window& window) {
  return std::visit(match{
                        [](const InPeriod& in) { return "in " + syntax::words(in.period); },
                        [](const FromTo& from_to) {
                          return fmt::format("from {} to {}", syntax::words(from_to.first), syntax::words(from_to.last));
                        },
                        [](const Trailing& trailing) { return "trailing " + whereas::text(trailing.length); },
                        [](const Cumulative&) { return std::string("cumulative"); },
                        [](const ToDate& to_date) { return fmt::format("{} to date", noun(to_date.since)); },
                        [](const PreviousPeriod& previous) { return fmt::format("previous {}{}", previous.of_the_calendar ? "calendar " : "", noun(previous.frequency)); },
                        [](const AverageOf&) { return std::string("average"); },
                        [](const AtStart&) { return std::string("at start"); },
                        [](const AtEnd&) { return std::string("at end"); },
                    },
                    window);
}

std::string words(const Filtered::Test& test) {
  std::string values;
  for (const Name& value : test.values) values += (values.empty() ? "" : ", ") + quoted(value);
  return fmt::format("where {} is {}{}{}", test.dimension.text, test.is_not ? "not " : "",
                     test.values.size() > 1 ? "one of " : "", values);
}

std::string words(const Per& per) {
  std::string text = "per";
  if (per.started) text += per.full ? " full" : " started";
  if (per.count != Number(1)) text += " " + per.count.text();
  if (per.target) text += " " + per.target->text;
  if (per.each) text += *per.each == Frequency::term ? " over the term" : fmt::format(" each {}", noun(*per.each));
  return text;
}

std::string_view word(TimeBetween::Counted counted) {
  switch (counted) {
    case TimeBetween::Counted::days: return "days";
    case TimeBetween::Counted::whole_months: return "whole months";
    case TimeBetween::Counted::whole_years: return "whole years";
  }
  return {};
}

/// Lines of an expression: its own, then its parts one step further in.
struct ExpressionLines {
  TreePrinter& to;

  void over(const Box<Expression>& below) {
    to.under([&] { to.node(*below); });
  }
  void operator()(const NumberLiteral& number) { to.line("{} {}", number.is_rate ? "rate" : "number", number.value.text()); }
  void operator()(const MoneyLiteral& money) { to.line("money {} {}", money.value.text(), money.currency.text); }
  void operator()(const QuantityLiteral& quantity) { to.line("quantity {} {}", quantity.value.text(), quantity.unit.text); }
  void operator()(const DateLiteral& date) { to.line("date {}", date.date.text()); }
  void operator()(const DurationLiteral& duration) { to.line("duration {}", whereas::text(duration.duration)); }
  void operator()(const NameUse& use) {
    to.line("{}{}", use.name.text, use.arguments.empty() ? "" : " of");
    for (const Expression& argument : use.arguments) to.under([&] { to.node(argument); });
  }
  void operator()(const ClauseUse& use) { to.line("{}{}{}", quoted(use.title), words(use.counted), use.received_by ? " received by " + use.received_by->text : ""); }
  void operator()(const Under& under) { to.line("{} under {}", under.is_clause ? quoted(under.named) : under.named.text, quoted(under.agreement)); }
  void operator()(const Negated& negated) {
    to.line("negated");
    over(negated.operand);
  }
  void operator()(const Arithmetic& arithmetic) {
    to.line("{}", words(arithmetic.op));
    over(arithmetic.left);
    over(arithmetic.right);
  }
  void operator()(const After& after) {
    to.line("after");
    over(after.amount);
    for (const Deduction& deduction : after.deductions) {
      over(deduction.cost);
      if (deduction.at_most) to.under([&] { to.part("at most", **deduction.at_most); });
    }
  }
  void operator()(const Of& of) {
    to.line("of");
    over(of.rate);
    over(of.base);
  }
  void operator()(const Extreme& extreme) {
    to.line("{}", extreme.greater ? "greater of" : "lesser of");
    for (const Expression& operand : extreme.operands) to.under([&] { to.node(operand); });
  }
  void operator()(const ExcessOf& excess) {
    to.line("excess of, over");
    over(excess.amount);
    over(excess.over);
  }
  void operator()(const Grouped& grouped) {
    to.line("grouped");
    over(grouped.inside);
  }
  void operator()(const Windowed& windowed) {
    to.line("{}", words(windowed.window));
    over(windowed.measured);
  }
  void operator()(const Filtered& filtered) {
    std::string tests;
    for (const Filtered::Test& test : filtered.tests) tests += (tests.empty() ? "" : " and ") + words(test);
    to.line("{}", tests);
    over(filtered.measured);
  }
  void operator()(const OfPeriods& periods) {
    to.line("{} of {}", periods.percentile ? fmt::format("percentile {}{}", periods.percentile->rank.text(), periods.percentile->interpolated ? ", interpolated," : ", by nearest rank,") : std::string(word(periods.taking)),
            adverb(periods.frequency));
    over(periods.measured);
  }
  void operator()(const OverDimension& values) {
    const auto& free = values.free;
    const std::string each = free ? (free->each == Frequency::term ? std::string("over the term") : fmt::format("each {}", noun(free->each))) : std::string();
    to.line("{} over {}{}", word(values.taking), values.dimension.text,
            free ? fmt::format(", the first {} {} free{}", free->count.text(), each, free->by_name ? ", those of one day by name" : "") : "");
    over(values.measured);
  }
  void operator()(const TimeBetween& between) {
    to.line("{} from {} {} {}", word(between.counted), syntax::words(between.from), between.through ? "through" : "until", syntax::words(between.to));
  }
  void operator()(const Interest& interest) {
    to.line("interest a year{}, {}", interest.compounded ? fmt::format(" compounded {}", adverb(*interest.compounded)) : "", whereas::words(interest.day_count));
    over(interest.rate);
    over(interest.on);
  }
  void operator()(const Estimate& estimate) {
    to.line("estimate{}{}{}", estimate.least || estimate.most ? "" : " unknown", estimate.unit ? " " + estimate.unit->text : "", estimate.per ? " per " + estimate.per->text : "");
    to.under([&] {
      if (estimate.least) to.part("at least", **estimate.least);
      if (estimate.most) to.part("at most", **estimate.most);
    });
  }
  void operator()(const Tiered& tiered) { to.node(*tiered.tiers); }
  void operator()(const Risen& risen) {
    to.node(*risen.rise);
    over(risen.figure);
  }
  void operator()(const YearlyChange& change) {
    to.line("change from {} to {}", change.from.text, change.to.text);
    over(change.measured);
  }
  void operator()(const Rounded& rounded) {
    to.line("round to {}", syntax::words(rounded.rounding));
    over(rounded.value);
  }
  void operator()(const Per& per) {
    to.line("{}", words(per));
    over(per.amount);
  }
};

struct ConditionLines {
  TreePrinter& to;

  void all(const std::vector<Condition>& parts) {
    for (const Condition& condition : parts) to.under([&] { to.node(condition); });
  }
  void operator()(const Comparison& comparison) {
    to.line("is {}{}{}{}", comparison.is_not ? "not " : "", words(comparison.relation),
            comparison.where_passed ? fmt::format(", where {} have passed", whereas::text(*comparison.where_passed)) : "",
            comparison.running ? fmt::format(", in each of the last {} {}s", comparison.running->count, noun(comparison.running->each)) : "");
    to.under([&] {
      to.node(*comparison.left);
      to.node(*comparison.right);
    });
  }
  void operator()(const OnOrAfter& on_or_after) { to.line("on or after {}", syntax::words(on_or_after.day)); }
  void operator()(const AllOf& all_of) {
    to.line("and");
    all(all_of.conditions);
  }
  void operator()(const AnyOf& any_of) {
    to.line("or");
    all(any_of.conditions);
  }
  void operator()(const GroupedCondition& grouped) {
    to.line("grouped");
    to.under([&] { to.node(*grouped.inside); });
  }
};

}  // namespace

std::string words(const Moment& moment) {
  return std::visit(match{
                        [](const DayOrPeriod& day) { return words(day); },
                        [](const Edge& edge) {
                          std::string_view of = noun(edge.frequency);
                          if (edge.of == Edge::Of::term) of = "term";
                          if (edge.of == Edge::Of::period) of = "period";
                          return fmt::format("the {} of the {}", edge.is_end ? "end" : "start", of);
                        },
                        [](const DayOfRecord& row) { return "the day of " + row.record.text; },
                    },
                    moment.form);
}

std::string_view word(Taking taking) {
  switch (taking) {
    case Taking::sum: return "sum";
    case Taking::highest: return "highest";
    case Taking::lowest: return "lowest";
    case Taking::average: return "average";
    case Taking::percentile: return "percentile";
  }
  return {};
}

void TreePrinter::node(const Expression& expression) { std::visit(ExpressionLines{*this}, expression.form); }

void TreePrinter::node(const Condition& condition) { std::visit(ConditionLines{*this}, condition.form); }

}  // namespace whereas::syntax

#include "interpreter/plan/print_plan.h"

#include "interpreter/plan/parts.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace whereas::plan {

using syntax::match;

namespace {

std::string_view words(check::Nature nature) {
  switch (nature) {
    case check::Nature::constant: return "constant";
    case check::Nature::balance: return "balance";
    case check::Nature::flow: return "flow";
    case check::Nature::ratio: return "ratio";
  }
  return "";
}

std::string words(const Alternative& alternative) {
  std::string line = fmt::format("; #{}", alternative.value);
  if (alternative.from) line += " from " + alternative.from->text();
  if (alternative.end) line += " until " + alternative.end->text();
  if (alternative.during) line += fmt::format(" while condition {}", *alternative.during);
  if (alternative.once) line += fmt::format(" once condition {}{}", *alternative.once, alternative.once_from_that_point ? " from that point" : "");
  for (const DimensionTest& test : alternative.values) line += fmt::format(" for dimension {} {}", test.dimension, fmt::join(test.values, ", "));
  return line;
}

std::string words(const Moment& moment) {
  if (const auto* day = std::get_if<Date>(&moment)) return day->text();
  if (const auto* row = std::get_if<DayOfRecord>(&moment)) return fmt::format("the day of dimension {}", row->record);
  const auto& edge = std::get<syntax::Edge>(moment);
  std::string_view of = noun(edge.frequency);
  if (edge.of == syntax::Edge::Of::term) of = "term";
  if (edge.of == syntax::Edge::Of::period) of = "period";
  return fmt::format("the {} of the {}", edge.is_end ? "end" : "start", of);
}

std::string words(const Plan& plan, const check::CheckedContract& contract, const Step& step) {
  const auto ids = [](const std::vector<StepId>& steps) { return fmt::format("#{}", fmt::join(steps, " #")); };
  return std::visit(match{
                        [&](const Constant& constant) { return constant.value.text(); },
                        [&](const SeriesFigure& series) { return fmt::format("input {}", contract.inputs[series.input].name); },
                        [&](const Add& sum) { return "add " + ids(sum.operands); },
                        [&](const Subtract& difference) { return fmt::format("subtract {} from #{}", ids(difference.operands), difference.from); },
                        [&](const Multiply& product) { return fmt::format("multiply #{} #{}", product.left, product.right); },
                        [&](const Divide& quotient) { return fmt::format("divide #{} by #{}", quotient.dividend, quotient.divisor); },
                        [&](const Estimated& estimated) { return fmt::format("{}, which is {}", contract.estimates[estimated.figure].name, contract.estimates[estimated.figure].words); },
                        [&](const Negate& negate) { return fmt::format("negate #{}", negate.operand); },
                        [&](const Extreme& extreme) { return (extreme.greatest ? "greatest of " : "least of ") + ids(extreme.operands); },
                        [&](const RoundTo& round) { return fmt::format("round #{} to {} places, {}", round.operand, round.rounding.places, whereas::words(round.rounding.mode)); },
                        [&](const Packages& packages) { return fmt::format("packages of {} {} in #{}", packages.size.text(), packages.full_only ? "full" : "begun", packages.quantity); },
                        [&](const InWindow& window) { return fmt::format("#{} {}", window.operand, words(window)); },
                        [&](const AverageOf& average) { return fmt::format("average of #{}", average.operand); },
                        [&](const OfPeriods& periods) { return fmt::format("{}{} of {} #{}", syntax::word(periods.taking), periods.percentile ? (periods.percentile->interpolated ? ", interpolated, " : " ") + periods.percentile->rank.text() : std::string(), adverb(periods.frequency), periods.operand); },
                        [&](const Filtered& filtered) { return fmt::format("#{} under filter {}", filtered.operand, filtered.filter); },
                        [&](const OverDimension& over) {
                          return fmt::format("{} over {}{} of #{}", syntax::word(over.taking), contract.dimensions[over.dimension].name,
                                             over.free ? fmt::format(", the first {} free,", over.free->count.text()) : "", over.operand);
                        },
                        [](const YearlyChange& change) { return fmt::format("yearly change of #{} in month {}", change.operand, change.month); },
                        [](const TimeBetween& between) { return fmt::format("{} {} {}", words(between.from), between.through ? "through" : "until", words(between.to)); },
                        [](const Interest& interest) {
                          return fmt::format("interest at #{} a year{} on #{}, {}", interest.rate, interest.compounded ? fmt::format(" compounded {}", adverb(*interest.compounded)) : "",
                                             interest.on, whereas::words(interest.day_count));
                        },
                        [](const Rising& rising) { return fmt::format("{}: #{} rising #{}", rising.name, rising.base, rising.rise.rate); },
                        [&](const Changing& changing) {
                          std::string line = fmt::format("{}: #{}", changing.name, changing.base);
                          for (const auto& alternative : changing.alternatives) line += words(alternative);
                          return line;
                        },
                        [&](const InParts& parts) { return fmt::format("#{} in parts", parts.operand); },
                        [&](const BalanceKept& kept) { return fmt::format("balance {}{}", contract.balances[kept.balance].name, kept.at_end ? " at end" : ""); },
                        [&](const ClausePaid& paid) { return fmt::format("paid by \"{}\"{}{}{}", contract.clauses[paid.clause].title, paid.before_withholding ? " before withholding" : "", paid.without_late_interest ? " without late interest" : "", paid.received_by ? " to " + contract.parties[*paid.received_by].name : ""); },
                        [&](const Solved& solved) { return fmt::format("{}, solved in circle {}", plan.circles[solved.circle].names[solved.unknown], solved.circle); },
                        [&](const InPart& part) { return fmt::format("#{} for the part of {}", part.operand, part.each ? noun(*part.each) : "the settlement period"); },
                        [](const Tiered& tiered) {
                          std::string line = fmt::format("tiers {} on #{}", tiered.tiers.window == Frequency::term ? "over the term" : fmt::format("each {}", noun(tiered.tiers.window)), tiered.tiers.basis);
                          for (const Band& band : tiered.tiers.bands) line += fmt::format("; #{}{}", band.rate, band.bound ? fmt::format(" to #{}", *band.bound) : "");
                          return line;
                        },
                        [&](const Named& named) { return fmt::format("#{} is {}", named.operand, named.words); },
                        [](const Within& within) { return fmt::format("#{} as {}", within.operand, within.bounded.what); },
                    },
                    step.form);
}

std::string words(const Condition& condition) {
  return std::visit(match{
                        [](const Compare& compare) {
                          using Relation = syntax::Comparison::Relation;
                          std::string_view relation;
                          switch (compare.relation) {
                            case Relation::at_least: relation = "at least"; break;
                            case Relation::at_most: relation = "at most"; break;
                            case Relation::under: relation = "under"; break;
                            case Relation::over: relation = "over"; break;
                            case Relation::exactly: relation = "exactly"; break;
                          }
                          return fmt::format("#{} is {}{} #{}", compare.left, compare.is_not ? "not " : "", relation, compare.right);
                        },
                        [](const OnOrAfter& on) { return "on or after " + on.day.text(); },
                        [](const AllOf& all) { return fmt::format("all of {}", fmt::join(all.conditions, " ")); },
                        [](const AnyOf& any) { return fmt::format("any of {}", fmt::join(any.conditions, " ")); },
                    },
                    condition.form);
}

}  // namespace

std::string print_plan(const Plan& plan, const check::CheckedContract& contract) {
  std::string text = fmt::format("plan of \"{}\"\n", plan.title);
  for (StepId id = 0; id < plan.steps.size(); ++id) text += fmt::format("#{:<4} {:<8} {}\n", id, words(plan.steps[id].nature), words(plan, contract, plan.steps[id]));
  for (ConditionId id = 0; id < plan.conditions.size(); ++id) text += fmt::format("condition {}: {}\n", id, words(plan.conditions[id]));
  for (std::size_t id = 0; id < plan.circles.size(); ++id) text += fmt::format("circle {}: {}\n", id, fmt::join(plan.circles[id].names, ", "));
  const auto add_line = [&](std::string_view what, const Obligation& obligation, const std::string& rules, const std::vector<std::string>& steps) {
    const auto& frequency = plan.schedules[obligation.schedule].frequency;
    text += fmt::format("{} \"{}\"{}, settled {}: {}\n", what, obligation.title, rules, frequency ? adverb(*frequency) : "with each data period", fmt::join(steps, " "));
  };
  for (const auto id : plan.order) {
    std::vector<std::string> steps;
    const auto add_step = [&](StepId step) { steps.push_back(fmt::format("#{}", step)); };
    const auto rules_of = [&](const Obligation& obligation) {
      std::string rules;
      if (obligation.for_each) rules += " for each " + contract.dimensions[*obligation.for_each].name;
      if (obligation.rule && obligation.rule->from) rules += " from " + obligation.rule->from->text();
      if (obligation.rule && obligation.rule->end) rules += " until " + obligation.rule->end->text();
      return rules;
    };
    for (const auto& clause : plan.clauses) {
      if (clause.id != id) continue;
      steps.clear();
      for_each_step(plan, clause, add_step);
      add_line("clause", clause, rules_of(clause), steps);
    }
    for (const auto& waterfall : plan.waterfalls) {
      if (waterfall.id != id) continue;
      steps.clear();
      for_each_step(waterfall, add_step);
      add_line("waterfall", waterfall, rules_of(waterfall), steps);
    }
  }
  return text;
}

}  // namespace whereas::plan

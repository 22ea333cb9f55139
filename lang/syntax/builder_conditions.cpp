#include "lang/syntax/letters.h"
#include "lang/syntax/part.h"

#include <fmt/format.h>

// Conditions: grammar/expressions.h.
namespace whereas::syntax {

void Builder::comparison(Matched matched) {
  Part part = open(matched);
  using enum Comparison::Relation;
  Comparison::Relation relation = exactly;
  if (part.said("least")) relation = at_least;
  if (part.said("most")) relation = at_most;
  if (part.said("under")) relation = under;
  if (part.said("over")) relation = over;
  const bool is_not = part.said("not");
  Box<Expression> left = part.take<Expression>();
  Box<Expression> right = part.take<Expression>();
  const std::optional<Frequency> in_every = part.take_if_any<Frequency>();  // a promise's, and not the condition's
  const auto passed = part.has<Duration>() ? std::optional(lasting(part)) : std::nullopt;
  condition(part, Comparison{relation, is_not, std::move(left), std::move(right), passed, part.take_if_any<Running>()});
  if (in_every) unfinished_.put(part.span().begin, *in_every);
}

namespace {

std::optional<Frequency> counted_in(Duration::Unit unit) {
  switch (unit) {
    case Duration::Unit::days: return Frequency::day;
    case Duration::Unit::weeks: return std::nullopt;
    case Duration::Unit::months: return Frequency::month;
    case Duration::Unit::quarters: return Frequency::quarter;
    case Duration::Unit::years: return Frequency::year;
  }
  return std::nullopt;
}

}  // namespace

/// `for 3 quarters running`, `for the third year running`
void Builder::running(Matched matched) {
  Part part = open(matched);
  Running running;
  running.span = part.span();
  if (part.has<Duration>()) {
    const Duration length = lasting(part);
    running.count = length.count;
    const auto each = counted_in(length.unit);
    if (each) running.each = *each;
    if (!each && !faulty_) fault(code::syntax).says("what runs is counted in days, months, quarters or years").at(part.span()).help("write `for 3 months running`");
    if (length.count < 2 && !faulty_) fault(code::syntax).says("what is so once does not run").at(part.span()).help("leave it out, or write `for 2 quarters running`");
  } else {
    running.each = part.take<Frequency>();
    running.count = ordinal_of(part);
  }
  part.becomes(std::move(running));
}

void Builder::on_or_after(Matched matched) {
  Part part = open(matched);
  condition(part, OnOrAfter{part.take<DayOrPeriod>()});
}

void Builder::grouped_condition(Matched matched) {
  Part part = open(matched);
  condition(part, GroupedCondition{part.take<Condition>()});
}

void Builder::all_of(Matched matched) {
  Part part = open(matched);
  std::vector<Condition> conditions = part.take_all<Condition>();
  conditions.insert(conditions.begin(), part.take_left<Condition>());
  condition(part, AllOf{std::move(conditions)});
}

void Builder::any_of(Matched matched) {
  Part part = open(matched);
  std::vector<Condition> conditions = part.take_all<Condition>();
  conditions.insert(conditions.begin(), part.take_left<Condition>());
  condition(part, AnyOf{std::move(conditions)});
}

}  // namespace whereas::syntax

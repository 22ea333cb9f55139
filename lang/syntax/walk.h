#pragma once

#include "lang/syntax/declaration.h"

#include <functional>

/// Walks over the parts of a tree, for passes that look for one kind of thing and pass over the rest.
namespace whereas::syntax {

/// Calls `visit` for each expression directly inside this one, in the order written.
void for_each_part(const Expression& expression, const std::function<void(const Expression&)>& visit);
/// Calls `visit` for each expression directly inside a condition, however deep its `and`s and `or`s.
void for_each_part(const Condition& condition, const std::function<void(const Expression&)>& visit);
/// The outermost expressions of an amount, a proviso, a measure (its exceptions and their conditions too), a clause, a
/// commitment.
void for_each_expression(const Amount& amount, const std::function<void(const Expression&)>& visit);
void for_each_expression(const Proviso& proviso, const std::function<void(const Expression&)>& visit);
void for_each_expression(const Measure& measure, const std::function<void(const Expression&)>& visit);
void for_each_expression(const Clause& clause, const std::function<void(const Expression&)>& visit);
void for_each_expression(const Commitment& commitment, const std::function<void(const Expression&)>& visit);
/// The outermost expressions of a waterfall: its cash, its steps with what ends them, what is returned.
void for_each_expression(const Waterfall& waterfall, const std::function<void(const Expression&)>& visit);

/// The events that a day hangs on.
void for_each_event(const DayOrPeriod& day, const std::function<void(const Name&)>& visit);

/// How a limit rises on its line; how a price rises on the line of an amount. Nothing where it does not.
const Rise* rise_of(const Expression& figure);
const Rise* rise_of_price(const Expression& amount);

/// What is inside the parentheses, however many.
const Expression& without_parentheses(const Expression& expression);

}  // namespace whereas::syntax

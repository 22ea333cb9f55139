#pragma once

#include "interpreter/plan/plan.h"

#include <functional>

/// Walks over what steps, conditions and clauses are made of.
namespace whereas::plan {

/// The steps directly below a step: operands, exceptions and the steps of their conditions, a circle's coefficients.
void for_each_operand(const Plan& plan, StepId step, const std::function<void(StepId)>& visit);
/// The steps that a condition compares.
void for_each_step(const Plan& plan, ConditionId condition, const std::function<void(StepId)>& visit);
/// The steps that a clause measures: its amount, its provisos, and what puts it in force.
void for_each_step(const Plan& plan, const Clause& clause, const std::function<void(StepId)>& visit);
/// The steps that a waterfall measures: its cash, its shares, what ends its steps, what is returned.
void for_each_step(const Waterfall& waterfall, const std::function<void(StepId)>& visit);

/// The window in the contract's words: `over trailing 12 months`, `year to date`.
std::string words(const InWindow& window);

/// Whether its basis starts the next window with its loss.
bool carries_base_losses(const Clause& clause);

/// How much of what counts for a whole window counts for a part of it.
Number prorated(syntax::Prorated::By by, const Period& part, const Period& whole, const Calendar& calendar);

/// The days on which a figure rises, in order, to the end of the term.
std::vector<Date> days_of_rise(const Rise& rise, const Period& term, const Calendar& calendar);

}  // namespace whereas::plan

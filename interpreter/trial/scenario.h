#pragma once

#include "interpreter/data/table.h"
#include "interpreter/plan/plan.h"

namespace whereas::trial {

/// Puts a scenario's figures in the place of the table's series of the same name; others stay as they are. Figures for a year are spread
/// as the scenario says, formulas are worked out in each data period, growth is compounded exactly. Reports what cannot be placed.
void assume(const plan::Scenario& scenario, const plan::Plan& plan, const check::CheckedContract& contract, data::Table& table, Report& report);

/// A scenario given as a file: its series take the place of the table's.
void replace_series(data::Table& table, data::Table&& given);

/// The scenario of this title, where there is one.
const plan::Scenario* scenario_titled(const plan::Plan& plan, std::string_view title);

}  // namespace whereas::trial

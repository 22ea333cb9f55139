#pragma once

#include "interpreter/data/table.h"
#include "lang/check/checked.h"
#include "lang/diagnostic/diagnostic.h"

#include <vector>

/// Several contracts of one run stand beside one another by their names alone: what has one name must be one thing.
namespace whereas::command {

/// A party is the same in every contract that names it so; where the full names differ it may be another.
void refuse_unlike_parties(const std::vector<const check::CheckedContract*>& contracts, Report& report);
/// The data is read once for all: a series counts the same in every contract that has an input of its name.
void refuse_unlike_inputs(const std::vector<const check::CheckedContract*>& contracts, Report& report);
/// A contract that is given twice is paid twice; two of one title cannot be told apart in the statements.
void refuse_same_contract(const std::vector<const check::CheckedContract*>& contracts, Report& report);

/// The figures of one contract of a run.
struct Given {
  const check::CheckedContract& contract;
  const data::Table& table;
  const std::string& name;
};
/// Two contracts that have other figures for one input, as scenarios of one title may give them: reported, and true.
bool refuse_unlike_figures(const Given& one, const Given& other, Report& report);

}  // namespace whereas::command

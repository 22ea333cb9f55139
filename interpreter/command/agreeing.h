#pragma once

#include "interpreter/data/table.h"
#include "lang/check/checked.h"
#include "lang/diagnostic/diagnostic.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

/// Several contracts of one run stand beside one another by their names alone: what has one name must be one thing.
namespace whereas::command {

/// A party is the same in every contract that names it so; where the full names differ it may be another.
void refuse_unlike_parties(const std::vector<const check::CheckedContract*>& contracts, Report& report);
/// The data is read once for all: a series counts the same in every contract that has an input of its name.
void refuse_unlike_inputs(const std::vector<const check::CheckedContract*>& contracts, Report& report);
/// A contract that is given twice is paid twice; two of one title cannot be told apart in the statements.
void refuse_same_contract(const std::vector<const check::CheckedContract*>& contracts, Report& report);

/// The figures that all contracts of a run have for inputs of one name: as scenarios of one title may give them, those of two contracts may differ.
class FiguresOfAll {
 public:
  /// False where the contract has another figure than one before it, which is reported. The table and the name must stay.
  bool take(const check::CheckedContract& contract, const data::Table& table, const std::string& name, Report& report);

 private:
  struct Known {
    const data::Cell* cell;
    const std::string* contract;
  };
  bool take(const std::string& input, const data::Series& series, const std::string& contract, Report& report);

  /// By input, rhythm and values of dimensions: the first figure for each period.
  std::map<std::tuple<std::string, Frequency, std::vector<std::string>>, std::map<Period, Known>> known_;
};

}  // namespace whereas::command

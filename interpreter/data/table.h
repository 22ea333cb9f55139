#pragma once

#include "lang/check/checked.h"
#include "lang/number/number.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// The figures that a contract runs on: exact values over periods, each with its place in a data file.
namespace whereas::data {

struct Cell {
  Number value;
  Span place;  ///< the cell in its data file, or the words of a scenario
};

/// One input's figures for one combination of the values of its dimensions.
struct Column {
  std::vector<std::string> values;  ///< by dimension of the input, in its order
  std::vector<Cell> cells;          ///< one for each data period of the series
};

/// All figures of one input. Its data periods follow one another without a gap.
struct Series {
  Frequency frequency = Frequency::month;
  Calendar calendar;            ///< by which the data names them: the calendar's own, or the deal's (`fiscal 2026-Q1`)
  std::vector<Period> periods;  ///< in order, touching; the first and last clipped to the term where the input admits nothing beyond it
  std::vector<Column> columns;  ///< sorted by their values; records by their days
  /// Of records, which have one row each and no periods: the day of each column, whose only cell is the row's.
  std::vector<Date> days{};
};

/// What was read, for the reader's own control.
struct FileSummary {
  std::string name;
  std::size_t rows = 0;
};

/// The day of an event, from a data file or a scenario.
struct Happening {
  std::string event;
  Date day;
  Span place;
};

/// A name in the data that no input of the contract has: a column of a wide file, or a series of a long one.
struct UnusedName {
  std::string name;
  Span place;  ///< where it stands first
  bool is_series = false;
};

/// That several contracts read the same files. A name that one contract does not have may be another's, and so may rows outside its own term
/// that lie within `days`, from the first day of the earliest term to the last of the latest; without them, where some contract has no term,
/// any day may be another's.
struct Shared {
  std::optional<Period> days;
};

class Table {
 public:
  /// By InputId; nothing where the data has no such series (reported, unless the contract never needs it).
  std::vector<std::optional<Series>> series;
  /// The term, or the data's extent where the contract names none.
  std::optional<Period> term;
  /// The last day of the last period that every input has; nothing where the deal has no inputs.
  std::optional<Date> data_ends;
  /// That period as the data names it (`2026-06`).
  std::string data_ends_label;
  std::vector<FileSummary> files;
  /// What the files name and this contract does not; told at once where the files are its alone.
  std::vector<UnusedName> unused;
  std::vector<Happening> events;  ///< each once
};

/// Reads data files, which are already in `sources`, wide or long, into one table. Every row is used or reported, with file, line
/// and column: a gap, a duplicate, a value that is not a decimal, a short row, a missing column, a negative figure where none may be.
/// A column that no input names is a warning. The order of rows, columns and files changes nothing.
/// `needed`, by InputId: whether the run needs the input (a series given by a scenario is not asked of the files). `shared`: the files are not
/// this contract's alone; what it does not name is then left in Table::unused for whoever knows all contracts.
/// `merged`, by DimensionId: nobody asks for single values of it, so that large files may have its figures added up while they are read.
Table read_table(std::span<const SourceId> files, const check::CheckedContract& contract, const std::vector<bool>& needed,
                 const Sources& sources, Report& report, const std::optional<Shared>& shared = std::nullopt, const std::vector<bool>& merged = {});

/// The quick way of read_table, which it tries first: nothing, and nothing reported, where the files are not all well or the quick way does not know
/// them.
std::optional<Table> read_table_quickly(std::span<const SourceId> files, const check::CheckedContract& contract, const std::vector<bool>& needed,
                                        const Sources& sources, Report& report, const std::vector<bool>& merged);

/// The plain way, which all other files go.
Table read_table_plainly(std::span<const SourceId> files, const check::CheckedContract& contract, const std::vector<bool>& needed, const Sources& sources, Report& report);

/// The figures of one of several scenarios.
struct ScenarioTable {
  std::string name;  ///< as a column `scenario` names it; empty where no file has such a column
  Span place;        ///< of the first row that names it
  Table table;
};

/// The same of files of which some have a column `scenario`: a table for each scenario, in the order in which rows first name them. Files without
/// the column give figures that all scenarios have. Where no file has it, one table without a name. (`read_table` refuses such a column.)
std::vector<ScenarioTable> read_scenarios(std::span<const SourceId> files, const check::CheckedContract& contract, const std::vector<bool>& needed,
                                          const Sources& sources, Report& report, const std::optional<Shared>& shared = std::nullopt);

/// Whether the file's first line has a column `scenario`.
bool names_scenarios(const Source& source);

/// Warns of names in the data that no input has; `known` are those that it could have meant.
void warn_of_unused(const std::vector<UnusedName>& unused, const std::vector<std::string>& known, Report& report);

/// Takes up what was given of an event; reports a second day for one that has a day.
void add_event(Table& table, const check::CheckedContract& contract, Happening happening, Report& report);

/// Warns of each value in the contract (`where channel is "bedrok"`) that no figure of the table is for: what it chooses is zero.
void warn_of_values(const check::CheckedContract& contract, const Table& table, Report& report);

/// The same of what a test expects, on the figures that it is given.
void warn_of_values(const syntax::Test& test, const check::CheckedContract& contract, const Table& table, Report& report);
/// Warns where one formula takes several inputs value by value, and one of them has no figures of a value that another has: it counts as zero.
void warn_of_values_apart(const check::CheckedContract& contract, const Table& table, Report& report);
/// Warns of each input whose rates are more than 100%: `5` in a cell is 500%, and may be meant for 5%.
void warn_of_rates(const check::CheckedContract& contract, const Table& table, Report& report);

/// Sets term and data_ends from the series that the table has; called again when a scenario has added series.
void find_extent(Table& table, const check::CheckedContract& contract, const std::vector<bool>& needed);

}  // namespace whereas::data

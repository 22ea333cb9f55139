#pragma once

#include "interpreter/data/figures.h"
#include "interpreter/data/header.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace whereas::data {

/// A period as a data row names it.
struct RowPeriod {
  WrittenPeriod written;
  Period days;
};

/// Reads the rows of one file after the other and gathers their figures by input. Every row is used or reported.
class RowsReader {
 public:
  RowsReader(const check::CheckedContract& contract, std::vector<UnusedName>& unused, const std::optional<Shared>& shared, LimitedReport& report);

  /// The rows behind the header, to the end of the file or until the report is full. Gives their number.
  std::size_t read(CsvReader& reader, const Header& header);

  std::vector<Gathered>& figures() { return figures_; }  ///< by InputId; where rows name scenarios, those that all of these have

  /// What a column `scenario` names, in the order of the rows, and the first row of each.
  struct OfScenario {
    std::string name;
    Span place;
    std::vector<Gathered> figures;  ///< that it alone has
  };
  const std::vector<OfScenario>& scenarios() const { return scenarios_; }
  /// All figures of one of them.
  std::vector<Gathered> figures_of(std::size_t scenario) const;

 private:
  friend class QuickRows;  // looks up by these what a row names for the first time
  using Cells = std::vector<CsvCell>;

  std::vector<Gathered> nothing_gathered() const;
  bool turn_to_scenario(const Cells& cells, const Header& header);
  void read_wide_row(const Cells& cells, const Header& header);
  void read_long_row(const Cells& cells, const Header& header);
  bool has_width(const CsvReader& reader, const Header& header);

  const RowPeriod* period_in(const CsvCell& cell);
  std::optional<RowPeriod> read_row_period(std::string_view text) const;
  /// The row's period as the input has it: of its frequency, within the term, clipped to it. Nothing where it does not fit (reported).
  std::optional<Period> fitted(const RowPeriod& period, check::InputId input, Span place);
  std::optional<Period> period_of_frequency(const RowPeriod& period, check::InputId input, Span place);
  Frequency frequency_of(check::InputId input, Frequency of_row, Span place);
  /// Whether the row is outside the days of this contract's input, and of a file that it shares with contracts that have them.
  bool is_of_another(const RowPeriod& period, check::InputId input) const;
  /// Whether the row is for days on which the input has no figures.
  bool is_outside(const RowPeriod& period, check::InputId input) const;
  std::optional<Period> within_term(const Period& period, check::InputId input, const RowPeriod& row, Span place);

  std::optional<check::InputId> series_in(const CsvCell& cell, const Header& header);
  bool has_long_dimensions(const Cells& cells, const Header& header, check::InputId input);
  bool has_no_blank_around(const CsvCell& cell, check::DimensionId dimension);
  bool has_wide_dimensions(const Cells& cells, const Header& header);

  void add_figure(const Cells& cells, const Header& header, check::InputId input, const Period& period, const CsvCell& cell);
  Number figure_in(const CsvCell& cell, check::InputId input);
  GatheredColumn& column_of(const Cells& cells, const Header& header, check::InputId input);

  void lose(check::InputId input) { (*into_)[input].has_lost_rows = true; }
  void lose_row_of(const Header& header);

  const check::CheckedContract& contract_;
  std::vector<UnusedName>& unused_;
  const std::optional<Shared>& shared_;
  LimitedReport& report_;
  std::vector<Gathered> figures_;
  std::vector<OfScenario> scenarios_;
  std::unordered_map<std::string, std::size_t> place_of_scenario_;
  std::vector<Gathered>* into_ = nullptr;  ///< what the row at hand gives figures to
  std::size_t rows_ = 0;  ///< of all files

  std::unordered_map<std::string, RowPeriod> periods_;  ///< those read before
  std::string text_;                                    ///< of the cell or the values looked up last; kept for its memory
  std::map<std::string, std::optional<check::InputId>, std::less<>> series_;  ///< of the file at hand; nothing for a name unused or refused
  std::set<std::string, std::less<>> unused_series_;    ///< of all files
  std::optional<Frequency> implied_frequency_;  ///< of every input that is only implied
  Span implied_place_;
};

}  // namespace whereas::data

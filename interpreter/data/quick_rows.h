#pragma once

#include "interpreter/data/rows.h"
#include "interpreter/data/scan.h"
#include "interpreter/data/texts.h"
#include "lang/number/digits.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace whereas::data {

/// Reads the rows of files in which all is well, many times as quickly as RowsReader and to the same figures. It admits nothing that RowsReader
/// refuses; where it meets what is wrong, or only unusual (quotes doubled inside a cell, a figure of more than 18 digits, records), it says no and
/// nothing else, and all files are read by RowsReader.
///
/// Figures that differ only in dimensions which nobody asks for by value are added up as they are read: they need memory for what they add up to,
/// and a bit for each figure, by which a second one is seen.
class QuickRows {
 public:
  /// `merged`: by DimensionId, whether its values may be added up; empty for none.
  QuickRows(const check::CheckedContract& contract, const std::vector<bool>& merged, RowsReader& rows) : contract_(contract), merged_(merged), rows_(rows) {}

  /// The rows from `begin` to the end of the text. Their number, or no.
  std::optional<std::size_t> read(const Source& source, std::size_t begin, const Header& header);
  /// Hands all figures over to the RowsReader. False where a figure is missing that adding up has hidden.
  bool hand_over();

 private:
  using Sum = number::Digits;
  struct Cell {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  static constexpr std::uint32_t nobody = ~std::uint32_t{0};
  /// What one figure came to, or several, and the cell that was read first.
  struct Figure {
    Sum sum = 0;
    Cell place{};
    SourceId source = 0;
    bool is_given = false;
  };
  /// Figures for one combination of the values of those dimensions that are not merged.
  struct Column {
    std::vector<std::uint32_t> values;  ///< by dimension of the group: a number of `names_`; nobody where merged
    std::vector<Figure> figures;        ///< by period, and within it by input of the group: those of one row lie together
  };
  /// All values of all dimensions, merged or not, and the periods that have a row.
  struct Combination {
    Column* column = nullptr;
    Combination* next = nullptr;          ///< that which came in the row behind this one last time: files repeat themselves
    /// How the row that came last has them written, column beside column as one: who writes the same means the same.
    std::vector<std::string_view> written;
    std::size_t count = 0;
    std::vector<std::uint64_t> periods;   ///< a bit for each
  };
  struct Columns {
    std::size_t first = 0;
    std::size_t last = 0;
  };
  /// One input of a group.
  struct Value {
    std::size_t column = 0;  ///< of the file at hand
    int scale = 2;           ///< decimal places of its sums
    bool may_be_negative = false;
  };
  /// Inputs that stand in the same rows: the columns of a wide file, or one series of a long one.
  struct Group {
    std::vector<check::InputId> inputs;
    std::vector<check::DimensionId> dimensions;
    bool is_merged = false;
    std::vector<Value> values;                  ///< by input
    std::vector<std::size_t> columns_of_names;  ///< of the file at hand: by dimension
    std::vector<Columns> stretches_of_names;    ///< the same where they stand side by side
    std::vector<std::size_t> other_names;       ///< of the file at hand: columns of dimensions that are not the group's
    std::vector<Period> periods;
    std::map<Period, std::uint32_t> number_of_period;
    std::vector<std::uint32_t> period_of_text;  ///< by number of `period_texts_`; nobody: not looked up
    std::uint32_t last_text = nobody;           ///< the period's of the row read last
    std::uint32_t last_period = nobody;         ///< and the period
    Pairs pairs;                                ///< of values so far and the next one
    std::deque<Combination> combinations;       ///< by number of the last pair
    Combination* last_combination = nullptr;
    Pairs kept_pairs;                           ///< the same of dimensions that are not merged
    std::map<std::uint32_t, Column*> column_of_key;
    std::deque<Column> columns;
  };
  /// What a row of a long file is about.
  struct Series {
    Group* group = nullptr;  ///< none where the contract does not use it
  };
  /// Rows that follow one another. `is_plain`: no quotes and no carriage returns have been met in the file.
  template <bool is_plain>
  class Rows;

  bool take_columns();
  bool take_columns_of(Group& group);
  bool read_tile(const char* text, std::uint32_t base, std::size_t bytes);
  bool look_closer(Marks& found);
  bool read_rows();
  bool ends_in_blank_lines(std::size_t first);
  template <typename AnyRows>
  bool add_rows(const AnyRows& rows);
  template <typename AnyRows>
  bool are_unused_cells_clean(const AnyRows& rows) const;
  template <typename AnyRows>
  bool add_long_rows(const AnyRows& rows);
  template <typename AnyRows>
  bool pass_over(const AnyRows& rows, std::size_t row);
  template <typename AnyRows>
  bool add_figures(const AnyRows& rows, Group& group);
  template <typename AnyRows>
  bool find_periods(const AnyRows& rows, Group& group);
  template <typename AnyRows>
  bool find_combinations(const AnyRows& rows, Group& group);
  template <typename AnyRows>
  bool add_column(const AnyRows& rows, Group& group, Value& value);
  bool read_figure(std::string_view text, Group& group, Value& value, Sum& figure);
  bool deepen(Group& group, Value& value, int places);

  std::uint32_t find_period(Group& group, std::string_view written, const Cell& cell);
  std::uint32_t number_of_text(std::string_view written);
  template <typename AnyRows>
  bool has_written(const AnyRows& rows, std::size_t row, const Group& group, const Combination& combination) const;
  template <typename AnyRows>
  Combination* look_up_combination(const AnyRows& rows, std::size_t row, Group& group);
  Combination* find_combination(Group& group, const std::vector<std::string_view>& names);
  Column* column_of(Group& group, std::uint32_t combination, const std::vector<std::uint32_t>& values);
  Group* group_of(std::vector<check::InputId> inputs);
  const Series* series_named(std::string_view name, const Cell& cell);
  CsvCell csv_cell(const Cell& cell, std::string_view text) const;
  bool hand_over(const Group& group);

  const check::CheckedContract& contract_;
  const std::vector<bool>& merged_;
  RowsReader& rows_;
  std::deque<Group> groups_;
  std::vector<Group*> group_of_input_;  ///< by InputId
  Texts period_texts_;
  std::vector<std::uint32_t> next_period_;  ///< by number of `period_texts_`: that which came behind it last time
  Texts names_;                             ///< of all dimensions

  // The file at hand.
  const Source* source_ = nullptr;
  const Header* header_ = nullptr;
  std::string_view text_;
  std::vector<std::size_t> unused_columns_;
  Group* wide_group_ = nullptr;
  Texts series_texts_;
  std::vector<Series> series_;  ///< by number of `series_texts_`
  Scan scan_ = best_scan();
  std::vector<Marks> marks_;                 ///< of the stretch at hand
  std::vector<std::uint32_t> ends_;          ///< of cells that are not read yet, behind the end of the cell before them
  std::size_t found_ = 0;                    ///< how many ends those are
  std::size_t line_feeds_ = 0;               ///< how many of them end a line
  std::vector<std::uint32_t> periods_;        ///< of the rows at hand, by row
  std::vector<std::int64_t> cents_;           ///< of a column of the rows at hand
  std::vector<Figure*> places_;               ///< of the rows at hand, by row: where their figures are, the first input's first
  std::size_t count_ = 0;
  std::string_view last_period_;             ///< as the row read last has it
  std::uint32_t last_period_text_ = nobody;  ///< its number
  bool is_plain_ = true;       ///< nothing has been met but letters, commas and line feeds
  bool in_quotes_ = false;
  bool has_quotes_ = false;
  bool has_returns_ = false;
  bool goes_beyond_ascii_ = false;
  bool return_waits_ = false;  ///< the byte before this stretch is a carriage return
  bool is_over_ = false;       ///< nothing but line ends is left
};

}  // namespace whereas::data

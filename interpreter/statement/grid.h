#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace whereas::statement {

/// What a statement on a screen may use to set words apart; plain text where colour is off.
class Emphasis {
 public:
  explicit Emphasis(bool colour) : colour_(colour) {}
  std::string strong(std::string_view text) const;
  std::string faint(std::string_view text) const;

 private:
  bool colour_;
};

/// Rows of cells set in columns, by the width that a terminal gives each character.
class Grid {
 public:
  enum class Align { left, right };
  struct Column {
    std::string heading;          ///< all empty: the grid has no head
    Align align = Align::left;
    bool may_be_cut = false;      ///< long words end in `…` where the grid would be too wide
  };

  explicit Grid(std::vector<Column> columns) : columns_(std::move(columns)) {}
  /// A cell for each column; shown with unprintable characters made visible.
  void add(std::vector<std::string> cells);
  /// Above a sum.
  void add_rule();
  /// As `add`, set apart.
  void add_sum(std::vector<std::string> cells);

  /// The grid, every line ended, with nothing wider than `widest` but what may not be cut.
  std::string text(const Emphasis& emphasis, std::size_t widest) const;

 private:
  struct Row {
    enum class Kind { figures, sum, rule } kind;
    std::vector<std::string> cells;
  };
  std::vector<std::size_t> widths(std::size_t widest) const;
  std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

/// The beginning of a text that fits into so many columns, with `…` where something was left out.
std::string shortened(std::string_view text, std::size_t columns);

/// Words in lines of at most `widest` columns, all but the first indented.
std::string wrapped(std::string_view text, std::size_t widest, std::size_t indent);

}  // namespace whereas::statement

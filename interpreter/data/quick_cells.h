#pragma once

#include "interpreter/data/quick_rows.h"

#include <algorithm>

namespace whereas::data {

/// The cells of rows that follow one another, by where they end.
template <bool is_plain>
class QuickRows::Rows {
 public:
  /// `ends`: of their cells, behind the end of the cell before them.
  Rows(std::string_view text, const std::uint32_t* ends, std::size_t width, std::size_t count) : text_(text.data()), ends_(ends), width_(width), count_(count) {}

  std::size_t count() const { return count_; }
  Rows some(std::size_t first, std::size_t count) const { return Rows(text_, ends_ + first * width_, width_, count); }

  /// With its quotes.
  Cell cell(std::size_t row, std::size_t column) const {
    const std::uint32_t* const end = ends_ + row * width_ + column;
    Cell cell{end[0] + 1, end[1]};
    if constexpr (!is_plain) {
      if (column + 1 == width_ && cell.end > cell.begin && text_[cell.end - 1] == '\r') --cell.end;
    }
    return cell;
  }
  /// The text of a cell without the quotes around it; no where it is not plainly quoted. Other quotes in it are for the reader of the text to see.
  bool text_of(std::size_t row, std::size_t column, std::string_view& text) const {
    const Cell whole = cell(row, column);
    text = {text_ + whole.begin, whole.end - whole.begin};
    if constexpr (!is_plain) {
      if (text.starts_with('"')) {
        if (text.size() < 2 || text.back() != '"') return false;
        text = text.substr(1, text.size() - 2);
      }
    }
    return true;
  }
  /// Several cells side by side, as they are written.
  std::string_view stretch(std::size_t row, const Columns& columns) const {
    const std::uint32_t begin = cell(row, columns.first).begin;
    return {text_ + begin, cell(row, columns.last).end - begin};
  }
  /// Of cells from this row on that are plain figures of two decimals: how many.
  std::size_t read_cents(const Scan& scan, std::size_t row, std::size_t column, std::int64_t* cents) const {
    if constexpr (!is_plain) return 0;
    return scan.read(text_, ends_ + row * width_ + column, width_, count_ - row, cents);
  }
  /// Whether every row is short enough.
  bool are_short() const {
    constexpr std::size_t together = 16;
    for (std::size_t first = 0; first < count_; first += together) {
      const std::size_t some = std::min(together, count_ - first);
      const std::uint32_t* begin = ends_ + first * width_;
      if (begin[some * width_] - begin[0] <= most_bytes_in_cell) continue;  // so is each of them, most often
      for (std::size_t row = 0; row < some; ++row, begin += width_) {
        if (begin[width_] - begin[0] > most_bytes_in_cell) return false;
      }
    }
    return true;
  }

 private:
  Rows(const char* text, const std::uint32_t* ends, std::size_t width, std::size_t count) : text_(text), ends_(ends), width_(width), count_(count) {}

  const char* text_;
  const std::uint32_t* ends_;
  std::size_t width_;
  std::size_t count_;
};

}  // namespace whereas::data

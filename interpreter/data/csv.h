#pragma once

#include "interpreter/data/limited_report.h"
#include "lang/text/source.h"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace whereas::data {

constexpr std::size_t most_bytes_in_file = std::size_t{1} << 30;
constexpr std::size_t most_rows = 10'000'000;
constexpr std::size_t most_columns = 1000;
constexpr std::size_t most_bytes_in_cell = 4096;

/// One cell of a record.
struct CsvCell {
  std::string_view text;  ///< without its quotes; good until the next record is read
  Span place;             ///< as written, with its quotes
};

/// Reads a text as comma-separated values, exactly as RFC 4180 has them: record by record, every cell with its place. Nothing is trimmed
/// and nothing repaired. The text must have passed find_fault, so that a carriage return stands only before a line feed.
class CsvReader {
 public:
  enum class Result {
    record,  ///< cells() has its cells
    broken,  ///< it could not be read: `csv-quotes`, `too-long` or, for an empty line, `wrong-number-of-cells` is reported
    end,     ///< nothing is left but empty lines
  };

  CsvReader(const Source& source, LimitedReport& report) : source_(source), text_(source.text()), report_(report) {}

  Result next();
  const std::vector<CsvCell>& cells() const { return cells_; }
  /// How far it has read.
  std::size_t position() const { return at_; }
  /// The record read last, without its line end.
  Span record_place() const { return span(record_begin_, record_end_); }

 private:
  bool is_at_line_end() const;
  bool only_line_ends_are_left() const;
  void skip_line_end();
  void skip_line();
  bool read_cell();
  bool read_plain_cell();
  bool read_quoted_cell();
  bool add_cell(std::string_view text, std::size_t begin);
  Span span(std::size_t begin, std::size_t end) const;

  const Source& source_;
  std::string_view text_;
  LimitedReport& report_;
  std::size_t at_ = 0;
  std::size_t record_begin_ = 0;
  std::size_t record_end_ = 0;
  std::vector<CsvCell> cells_;
  std::deque<std::string> undoubled_;  ///< texts of cells in which doubled quotes became one
};

}  // namespace whereas::data

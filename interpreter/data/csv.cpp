#include "interpreter/data/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace whereas::data {

Span CsvReader::span(std::size_t begin, std::size_t end) const {
  return {source_.id(), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool CsvReader::is_at_line_end() const {
  if (at_ == text_.size() || text_[at_] == '\n') return true;
  return text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
}

bool CsvReader::only_line_ends_are_left() const { return text_.find_first_not_of("\r\n", at_) == std::string_view::npos; }

void CsvReader::skip_line_end() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size()) ++at_;
}

void CsvReader::skip_line() {
  while (!is_at_line_end()) ++at_;
  record_end_ = at_;
  skip_line_end();
}

CsvReader::Result CsvReader::next() {
  cells_.clear();
  undoubled_.clear();
  record_begin_ = at_;
  if (is_at_line_end()) {
    if (only_line_ends_are_left()) return Result::end;
    report_.add(code::wrong_number_of_cells).says("the line is empty").at(span(at_, at_)).help("take the line out");
    skip_line();
    return Result::broken;
  }
  for (;;) {
    if (!read_cell()) {
      skip_line();
      return Result::broken;
    }
    if (at_ == text_.size() || text_[at_] != ',') break;
    ++at_;
  }
  record_end_ = at_;
  skip_line_end();
  return Result::record;
}

/// Leaves off at the comma or the line end behind the cell.
bool CsvReader::read_cell() {
  if (cells_.size() == most_columns) {
    report_.add(code::too_long).says(fmt::format("a row has more than {} cells", most_columns)).at(span(at_, at_))
        .help("put the figures into several files, or one below the other with the columns `period`, `series` and `value`");
    return false;
  }
  return at_ < text_.size() && text_[at_] == '"' ? read_quoted_cell() : read_plain_cell();
}

bool CsvReader::read_plain_cell() {
  const std::size_t begin = at_;
  for (; !is_at_line_end() && text_[at_] != ','; ++at_) {
    if (text_[at_] != '"') continue;
    report_.add(code::csv_quotes)
        .says("a quote stands inside a cell that does not begin with one")
        .at(span(at_, at_ + 1))
        .help("put the whole cell in quotes, and write a quote inside it twice");
    return false;
  }
  return add_cell(text_.substr(begin, at_ - begin), begin);
}

bool CsvReader::read_quoted_cell() {
  const std::size_t begin = at_++;
  std::size_t unread = at_;
  std::string* undoubled = nullptr;
  for (;;) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == std::string_view::npos) {
      report_.add(code::csv_quotes).says("the quotes of a cell are never closed").at(span(begin, begin + 1), "opened here").help("write a quote where the cell ends");
      at_ = text_.size();
      return false;
    }
    at_ = quote + 1;
    if (at_ == text_.size() || text_[at_] != '"') break;
    if (undoubled == nullptr) undoubled = &undoubled_.emplace_back();
    undoubled->append(text_.substr(unread, at_ - unread));
    unread = ++at_;
  }
  if (!is_at_line_end() && text_[at_] != ',') {
    report_.add(code::csv_quotes)
        .says("text follows the quote that closes a cell")
        .at(span(at_, at_ + 1))
        .beside(span(begin, begin + 1), "the cell begins here")
        .help("write a quote inside a quoted cell twice");
    return false;
  }
  const std::string_view last = text_.substr(unread, at_ - 1 - unread);
  if (undoubled == nullptr) return add_cell(last, begin);
  undoubled->append(last);
  return add_cell(*undoubled, begin);
}

bool CsvReader::add_cell(std::string_view text, std::size_t begin) {
  if (text.size() > most_bytes_in_cell) {
    report_.add(code::too_long).says(fmt::format("a cell is longer than {} bytes", most_bytes_in_cell)).at(span(begin, at_))
        .help("a cell holds one figure or one name: look for a quote that is not closed");
    return false;
  }
  cells_.push_back({text, span(begin, at_)});
  return true;
}

}  // namespace whereas::data

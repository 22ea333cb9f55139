#include "interpreter/statement/grid.h"

#include "lang/text/unicode.h"

#include <fmt/color.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace whereas::statement {

namespace {

constexpr std::string_view gap = "  ";
constexpr std::string_view cut_mark = "…";
constexpr std::size_t least_width = 12;  // of a column that is cut

void drop_blanks_at_end(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

}  // namespace

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string kept;
  std::size_t columns = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const std::string_view letter = text.substr(offset, character_at(text, offset).length);
    columns += display_width(letter);
    if (columns >= width) break;
    kept += letter;
    offset += letter.size();
  }
  while (!kept.empty() && kept.back() == ' ') kept.pop_back();
  return kept.append(cut_mark);
}

std::string Emphasis::strong(std::string_view text) const {
  return colour_ && !text.empty() ? fmt::format(fmt::emphasis::bold, "{}", text) : std::string(text);
}

std::string Emphasis::faint(std::string_view text) const {
  return colour_ && !text.empty() ? fmt::format(fmt::fg(fmt::terminal_color::bright_black), "{}", text) : std::string(text);
}

void Grid::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = made_visible(cell);
  rows_.push_back({Row::Kind::figures, std::move(cells)});
}

void Grid::add_rule() { rows_.push_back({Row::Kind::rule, {}}); }

void Grid::add_sum(std::vector<std::string> cells) {
  add(std::move(cells));
  rows_.back().kind = Row::Kind::sum;
}

std::vector<std::size_t> Grid::widths(std::size_t widest) const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    std::size_t width = display_width(columns_[column].heading);
    for (const Row& row : rows_) {
      if (column < row.cells.size()) width = std::max(width, display_width(row.cells[column]));
    }
    widths.push_back(width);
  }
  const auto total = [&] { return std::accumulate(widths.begin(), widths.end(), gap.size() * (widths.size() - 1)); };
  while (total() > widest) {
    std::size_t* longest = nullptr;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      const bool is_candidate = columns_[column].may_be_cut && widths[column] > least_width;
      if (is_candidate && (longest == nullptr || widths[column] > *longest)) longest = &widths[column];
    }
    if (longest == nullptr) break;
    --*longest;
  }
  return widths;
}

std::string Grid::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
  std::string line;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const std::string cell = column < cells.size() ? shortened(cells[column], widths[column]) : std::string();
    const std::string blanks(widths[column] - std::min(widths[column], display_width(cell)), ' ');
    if (column > 0) line += gap;
    line += columns_[column].align == Align::right ? blanks + cell : cell + blanks;
  }
  drop_blanks_at_end(line);
  return line;
}

std::string Grid::text(const Emphasis& emphasis, std::size_t widest) const {
  const std::vector<std::size_t> widths = this->widths(widest);
  const std::size_t whole = std::accumulate(widths.begin(), widths.end(), gap.size() * (widths.size() - 1));
  std::string rule;
  for (std::size_t column = 0; column < whole; ++column) rule += "─";

  std::string text;
  std::vector<std::string> headings;
  for (const Column& column : columns_) headings.push_back(column.heading);
  if (std::any_of(headings.begin(), headings.end(), [](const std::string& heading) { return !heading.empty(); })) {
    text += emphasis.strong(line(headings, widths)) + "\n" + emphasis.faint(rule) + "\n";
  }
  for (const Row& row : rows_) {
    switch (row.kind) {
      case Row::Kind::figures: text += line(row.cells, widths) + "\n"; break;
      case Row::Kind::sum: text += emphasis.strong(line(row.cells, widths)) + "\n"; break;
      case Row::Kind::rule: text += emphasis.faint(rule) + "\n"; break;
    }
  }
  return text;
}

std::string wrapped(std::string_view text, std::size_t widest, std::size_t indent) {
  std::string lines;
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string word = made_visible(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    const std::size_t width = display_width(word);
    if (columns > 0 && columns + 1 + width > widest) {
      lines += "\n" + std::string(indent, ' ');
      columns = indent;
    } else if (columns > 0) {
      lines += ' ';
      ++columns;
    }
    lines += word;
    columns += width;
  }
  return lines;
}

}  // namespace whereas::statement

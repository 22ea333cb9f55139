#include "interpreter/data/quick_rows.h"

#include "lang/text/unicode.h"

#include <algorithm>
#include <array>
#include <bit>

namespace whereas::data {

using check::DimensionId;
using check::InputId;

namespace {

constexpr std::size_t blocks_in_tile = 128;
constexpr std::size_t bytes_in_tile = blocks_in_tile * bytes_in_marks;

/// Every bit from one that is set to the next is set: inside of quotes.
std::uint64_t filled(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

}  // namespace

std::optional<std::size_t> QuickRows::read(const Source& source, std::size_t begin, const Header& header) {
  source_ = &source;
  header_ = &header;
  text_ = source.text();
  series_texts_ = {};
  series_.clear();
  value_columns_.clear();
  unused_columns_.clear();
  cells_.assign(header.width, {});
  column_ = 0;
  count_ = 0;
  cell_begin_ = static_cast<std::uint32_t>(begin);
  last_period_ = {};
  in_quotes_ = has_quotes_ = has_returns_ = goes_beyond_ascii_ = return_waits_ = is_over_ = false;
  group_of_input_.resize(contract_.inputs.size());

  rows_.series_.clear();
  rows_.into_ = &rows_.figures_;
  if (find_fault(text_.substr(0, begin)) || !take_columns()) return std::nullopt;

  std::size_t at = begin;
  for (; text_.size() - at >= bytes_in_tile && !is_over_; at += bytes_in_tile) {
    if (!read_tile(text_.data() + at, static_cast<std::uint32_t>(at), bytes_in_tile)) return std::nullopt;
  }
  if (!is_over_ && at < text_.size()) {
    // The last stretch ends where the file does: it is copied, and filled up with blanks.
    std::array<char, bytes_in_tile> rest;
    rest.fill(' ');
    std::copy(text_.begin() + static_cast<std::ptrdiff_t>(at), text_.end(), rest.begin());
    if (!read_tile(rest.data(), static_cast<std::uint32_t>(at), text_.size() - at)) return std::nullopt;
  }
  if (is_over_) return count_;
  if (in_quotes_ || return_waits_) return std::nullopt;
  if ((column_ > 0 || cell_begin_ < text_.size()) && !end_cell(static_cast<std::uint32_t>(text_.size()), true)) return std::nullopt;
  return count_;
}

/// What the columns of the file at hand are for.
bool QuickRows::take_columns() {
  std::vector<bool> is_used(header_->width, false);
  is_used[header_->period] = true;
  for (const auto& column : header_->dimensions) {
    if (column) is_used[*column] = true;
  }
  if (header_->long_columns) {
    is_used[header_->long_columns->series] = is_used[header_->long_columns->value] = true;
  } else {
    auto columns = header_->inputs;
    std::sort(columns.begin(), columns.end(), [](const auto& a, const auto& b) { return a.input < b.input; });
    std::vector<InputId> inputs;
    for (const Header::InputColumn& column : columns) {
      is_used[column.column] = true;
      inputs.push_back(column.input);
      value_columns_.push_back(column.column);
      if (!rows_.figures_[column.input].named) rows_.figures_[column.input].named = column.place;
    }
    const auto group = group_of(inputs);
    if (!group) return false;
    wide_group_ = *group;
  }
  for (std::size_t column = 0; column < header_->width; ++column) {
    if (!is_used[column]) unused_columns_.push_back(column);
  }
  return true;
}

bool QuickRows::read_tile(const char* text, std::uint32_t base, std::size_t bytes) {
  static const Scan scan = best_scan();
  std::array<Marks, blocks_in_tile> marks;
  const std::size_t count = (bytes + bytes_in_marks - 1) / bytes_in_marks;
  scan(text, count, marks.data());
  return look_at_marks(marks.data(), count, base);
}

bool QuickRows::look_at_marks(const Marks* marks, std::size_t count, std::uint32_t base) {
  for (std::size_t block = 0; block < count; ++block, base += bytes_in_marks) {
    const Marks& found = marks[block];
    if (found.unplain != 0) return false;
    goes_beyond_ascii_ = goes_beyond_ascii_ || found.beyond != 0;
    // A carriage return stands only before a line feed.
    if (found.returns != 0 || return_waits_) {
      has_returns_ = true;
      if (((found.returns << 1 | (return_waits_ ? 1u : 0u)) & ~found.line_feeds) != 0) return false;
      return_waits_ = found.returns >> 63 != 0;
    }
    std::uint64_t ends = found.commas | found.line_feeds;
    if (found.quotes != 0 || in_quotes_) {
      has_quotes_ = true;
      const std::uint64_t inside = filled(found.quotes) ^ (in_quotes_ ? ~std::uint64_t{0} : 0);
      ends &= ~inside;
      in_quotes_ = inside >> 63 != 0;
    }
    for (; ends != 0; ends &= ends - 1) {
      const auto place = static_cast<unsigned>(std::countr_zero(ends));
      if (!end_cell(base + place, (found.line_feeds >> place & 1) != 0)) return false;
      if (is_over_) return true;
    }
  }
  return true;
}

/// A cell ends before the comma or line end at `end`.
bool QuickRows::end_cell(std::uint32_t end, bool ends_row) {
  std::uint32_t cell_end = end;
  if (ends_row && has_returns_ && end > cell_begin_ && text_[end - 1] == '\r') --cell_end;
  if (ends_row && column_ == 0 && cell_end == cell_begin_) {
    const std::string_view rest = text_.substr(end);
    is_over_ = rest.find_first_not_of("\r\n") == std::string_view::npos && !find_fault(rest);
    return is_over_;
  }
  if (column_ == header_->width) return false;
  cells_[column_++] = {cell_begin_, cell_end};
  cell_begin_ = end + 1;
  return !ends_row || end_row();
}

bool QuickRows::end_row() {
  if (column_ != header_->width || cells_.back().end - cells_.front().begin > most_bytes_in_cell) return false;
  column_ = 0;
  ++count_;
  if (++rows_.rows_ > most_rows) return false;
  if (has_quotes_ || goes_beyond_ascii_) {
    for (const std::size_t column : unused_columns_) {
      std::string_view text;
      if (!text_of(cells_[column], text) || find_fault(text)) return false;
    }
  }
  return header_->long_columns ? read_long_row() : add_figures(groups_[wide_group_], value_columns_);
}

bool QuickRows::text_of(const Cell& cell, std::string_view& text) const {
  text = text_.substr(cell.begin, cell.end - cell.begin);
  if (!has_quotes_) return true;
  if (text.starts_with('"')) {
    if (text.size() < 2 || text.back() != '"') return false;
    text = text.substr(1, text.size() - 2);
  }
  return text.find('"') == std::string_view::npos;
}

bool QuickRows::read_long_row() {
  const Series* series = series_in();
  if (series == nullptr) return false;
  if (!series->is_used) {
    // Its period must be one all the same.
    std::string_view written;
    if (!text_of(cells_[header_->period], written) || rows_.period_in(csv_cell(cells_[header_->period], written)) == nullptr) return false;
    if (!goes_beyond_ascii_ && !has_quotes_) return true;
    return std::all_of(cells_.begin(), cells_.end(), [&](const Cell& cell) {
      std::string_view text;
      return text_of(cell, text) && !find_fault(text);
    });
  }
  Group& group = groups_[series->group];
  const auto& own = group.dimensions;
  for (DimensionId dimension = 0; dimension < header_->dimensions.size(); ++dimension) {
    const auto column = header_->dimensions[dimension];
    if (column && std::find(own.begin(), own.end(), dimension) == own.end() && cells_[*column].begin != cells_[*column].end) return false;
  }
  value_columns_.assign(1, header_->long_columns->value);
  return add_figures(group, value_columns_);
}

const QuickRows::Series* QuickRows::series_in() {
  const Cell& cell = cells_[header_->long_columns->series];
  std::string_view name;
  if (!text_of(cell, name) || name.empty()) return nullptr;
  const std::uint32_t number = series_texts_.number_of(name);
  if (number < series_.size()) return &series_[number];
  if (find_fault(name)) return nullptr;
  Series& series = series_.emplace_back();
  if (const auto input = rows_.series_in(csv_cell(cell, name), *header_)) {
    const auto group = group_of({*input});
    if (!group) return nullptr;
    series = {*group, true};
  }
  return &series_.back();
}

bool QuickRows::add_figures(Group& group, const std::vector<std::size_t>& columns) {
  const auto period = period_in(group);
  if (!period) return false;
  const auto number = combination_in(group);
  if (!number) return false;
  Combination& combination = group.combinations[*number];
  const std::size_t word = *period / 64;
  const std::uint64_t bit = std::uint64_t{1} << *period % 64;
  if (word >= combination.periods.size()) combination.periods.resize(std::max(word + 1, group.periods.size() / 64 + 1));
  if ((combination.periods[word] & bit) != 0) return false;
  combination.periods[word] |= bit;
  ++combination.count;
  for (std::size_t place = 0; place < columns.size(); ++place) {
    if (!add_figure(group, place, combination.column, *period, cells_[columns[place]])) return false;
  }
  return true;
}

bool QuickRows::add_figure(Group& group, std::size_t place, std::uint32_t column, std::uint32_t period, const Cell& cell) {
  std::string_view text;
  Digits read;
  if (!text_of(cell, text) || !read_digits(text, static_cast<std::size_t>(text.data() - text_.data()), read)) return false;
  if (read.digits < 0 && !contract_.inputs[group.inputs[place]].may_be_negative) return false;
  if (read.places > group.scales[place] && !deepen(group, place, read.places)) return false;
  auto& figures = group.columns[column].figures[place];
  if (period >= figures.size()) figures.resize(std::max<std::size_t>(period + 1, figures.size() * 2));
  Figure& figure = figures[period];
  if (!figure.is_given) figure = {0, cell, source_->id(), true};
  const Sum scaled = Sum{read.digits} * number::small_power_of_ten(group.scales[place] - read.places);
  return !__builtin_add_overflow(figure.sum, scaled, &figure.sum);
}

/// Gives the sums of an input more decimal places.
bool QuickRows::deepen(Group& group, std::size_t place, int places) {
  const int more = places - group.scales[place];
  group.scales[place] = places;
  for (Column& column : group.columns) {
    for (Figure& figure : column.figures[place]) {
      if (!number::scale_up(figure.sum, more)) return false;
    }
  }
  return true;
}

std::optional<std::uint32_t> QuickRows::period_in(Group& group) {
  const Cell& cell = cells_[header_->period];
  std::string_view written;
  if (!text_of(cell, written)) return std::nullopt;
  if (written != last_period_ || last_period_.empty()) {
    last_period_ = written;
    last_period_number_ = period_texts_.number_of(written);
  }
  if (last_period_number_ >= group.period_of_text.size()) group.period_of_text.resize(std::max<std::size_t>(last_period_number_ + 1, group.period_of_text.size() * 2), -1);
  std::int32_t& period = group.period_of_text[last_period_number_];
  if (period < 0 && !find_period(group, last_period_number_, written, cell)) return std::nullopt;
  return static_cast<std::uint32_t>(period);
}

std::optional<std::uint32_t> QuickRows::combination_in(Group& group) {
  const std::uint32_t last = group.last_combination;
  if (last != nobody) {
    const std::uint32_t next = group.combinations[last].next;
    if (next != nobody && is_named(group, next)) return group.last_combination = next;
  }
  const auto found = find_combination(group);
  if (found && last != nobody) group.combinations[last].next = *found;
  if (found) group.last_combination = *found;
  return found;
}

/// Whether the row at hand has the values of this combination.
bool QuickRows::is_named(const Group& group, std::uint32_t combination) const {
  const std::vector<std::uint32_t>& values = group.combinations[combination].values;
  for (std::size_t place = 0; place < values.size(); ++place) {
    std::string_view text;
    if (!text_of(cells_[*header_->dimensions[group.dimensions[place]]], text) || text != names_[values[place]]) return false;
  }
  return true;
}

CsvCell QuickRows::csv_cell(const Cell& cell, std::string_view text) const { return {text, {source_->id(), cell.begin, cell.end}}; }

}  // namespace whereas::data

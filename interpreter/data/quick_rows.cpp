#include "interpreter/data/quick_cells.h"

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

/// What no cell has: a zero byte is refused.
constexpr std::string_view no_text{"\0", 1};

/// Every bit from one that is set to the next is set: inside of quotes.
std::uint64_t filled(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/// Whether text that nobody looks up is well: no quote within, nothing hidden.
bool is_clean(std::string_view text) { return text.find('"') == std::string_view::npos && !find_fault(text); }

}  // namespace

std::optional<std::size_t> QuickRows::read(const Source& source, std::size_t begin, const Header& header) {
  source_ = &source;
  header_ = &header;
  text_ = source.text();
  series_texts_ = {};
  series_.clear();
  unused_columns_.clear();
  wide_group_ = nullptr;
  const std::size_t bytes = std::min(bytes_in_tile, text_.size());  // of a small file little memory is touched
  marks_.resize(bytes / bytes_in_marks + 1);
  ends_.resize(header.width + bytes + 2 + bytes_in_marks);
  ends_[0] = static_cast<std::uint32_t>(begin) - 1;
  found_ = line_feeds_ = count_ = 0;
  last_period_ = no_text;
  last_period_text_ = nobody;
  is_plain_ = true;
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
    const auto end = std::copy(text_.begin() + static_cast<std::ptrdiff_t>(at), text_.end(), rest.begin());
    std::fill_n(end, bytes_in_marks - (text_.size() - at) % bytes_in_marks, ' ');
    if (!read_tile(rest.data(), static_cast<std::uint32_t>(at), text_.size() - at)) return std::nullopt;
  }
  if (is_over_) return count_;
  if (in_quotes_ || return_waits_) return std::nullopt;
  if (ends_[found_] + 1 == text_.size() && found_ == 0) return count_;
  // The last row has no line end.
  ends_[++found_] = static_cast<std::uint32_t>(text_.size());
  if (found_ != header_->width || !add_rows(Rows<false>(text_, ends_.data(), header_->width, 1))) return std::nullopt;
  return ++rows_.rows_ > most_rows ? std::nullopt : std::optional(count_ + 1);
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
      if (!rows_.figures_[column.input].named) rows_.figures_[column.input].named = column.place;
    }
    wide_group_ = group_of(std::move(inputs));
    if (wide_group_ == nullptr || !take_columns_of(*wide_group_)) return false;
    for (std::size_t place = 0; place < columns.size(); ++place) wide_group_->values[place].column = columns[place].column;
  }
  for (std::size_t column = 0; column < header_->width; ++column) {
    if (!is_used[column]) unused_columns_.push_back(column);
  }
  return true;
}

bool QuickRows::read_tile(const char* text, std::uint32_t base, std::size_t bytes) {
  const std::size_t count = (bytes + bytes_in_marks - 1) / bytes_in_marks;
  // Once there was more than plain letters there will be again.
  is_plain_ = is_plain_ && scan_.mark_plain(text, count, marks_.data());
  if (!is_plain_) {
    scan_.mark(text, count, marks_.data());
    for (std::size_t block = 0; block < count; ++block) {
      if (!look_closer(marks_[block])) return false;
    }
  }
  const Ends placed = scan_.place(marks_.data(), count, base, ends_.data() + found_ + 1);
  found_ = static_cast<std::size_t>(placed.next - ends_.data()) - 1;
  line_feeds_ = placed.line_feeds;
  return read_rows();
}

/// Where there is more than plain letters, commas and line feeds: what stands within quotes ends no cell.
bool QuickRows::look_closer(Marks& found) {
  if (found.unplain != 0) return false;
  goes_beyond_ascii_ = goes_beyond_ascii_ || found.beyond != 0;
  // A carriage return stands only before a line feed.
  if (found.returns != 0 || return_waits_) {
    has_returns_ = true;
    if (((found.returns << 1 | (return_waits_ ? 1u : 0u)) & ~found.line_feeds) != 0) return false;
    return_waits_ = found.returns >> 63 != 0;
  }
  has_quotes_ = has_quotes_ || found.quotes != 0;
  const std::uint64_t inside = filled(found.quotes) ^ (in_quotes_ ? ~std::uint64_t{0} : 0);
  in_quotes_ = inside >> 63 != 0;
  found.ends &= ~inside;
  found.line_feeds &= ~inside;
  return true;
}

/// All rows whose last cell has been found.
bool QuickRows::read_rows() {
  const std::size_t width = header_->width;
  const std::uint32_t* const first = ends_.data() + 1;
  const auto is_line_end = [&](std::size_t place) { return first[place] < text_.size() && text_[first[place]] == '\n'; };
  std::size_t rows = found_ / width;
  // Where there are as many line ends as rows, and one at the end of each row, there is none within a row.
  bool is_even = line_feeds_ == rows;
  for (std::size_t row = 0; row < rows && is_even; ++row) is_even = is_line_end(row * width + width - 1);
  if (!is_even) {
    std::size_t even = 0;
    while (even < found_ && is_line_end(even) == (even % width == width - 1)) ++even;
    // What follows a line end is no row: nothing but line ends may follow then.
    if (even < found_ && (even % width != 0 || !ends_in_blank_lines(even))) return false;
    is_over_ = even < found_;
    rows = even / width;
  }
  rows_.rows_ += rows;
  if (rows_.rows_ > most_rows) return false;
  const bool is_plain = !has_quotes_ && !has_returns_;
  if (!(is_plain ? add_rows(Rows<true>(text_, ends_.data(), width, rows)) : add_rows(Rows<false>(text_, ends_.data(), width, rows)))) return false;
  count_ += rows;
  std::copy(ends_.begin() + static_cast<std::ptrdiff_t>(rows * width), ends_.begin() + static_cast<std::ptrdiff_t>(found_ + 1), ends_.begin());
  found_ -= rows * width;
  return true;
}

/// Whether the cell that is the first of a row is empty, and so is all behind it.
bool QuickRows::ends_in_blank_lines(std::size_t first) {
  const std::string_view rest = text_.substr(ends_[first] + 1);
  return rest.find_first_not_of("\r\n") == std::string_view::npos && !find_fault(rest);
}

/// One thing after the other is done for all rows at hand, column by column: that is quicker than all things for one row after the other.
template <typename AnyRows>
bool QuickRows::add_rows(const AnyRows& rows) {
  if (!rows.are_short() || !are_unused_cells_clean(rows)) return false;
  return wide_group_ == nullptr ? add_long_rows(rows) : add_figures(rows, *wide_group_);
}

template <typename AnyRows>
bool QuickRows::are_unused_cells_clean(const AnyRows& rows) const {
  if (!has_quotes_ && !goes_beyond_ascii_) return true;
  std::string_view text;
  for (const std::size_t column : unused_columns_) {
    for (std::size_t row = 0; row < rows.count(); ++row) {
      if (!rows.text_of(row, column, text) || !is_clean(text)) return false;
    }
  }
  return true;
}

/// Rows of one series that follow one another are read together.
template <typename AnyRows>
bool QuickRows::add_long_rows(const AnyRows& rows) {
  std::size_t first = 0;
  Group* group = nullptr;  // of the rows since the first
  const auto add_since_first = [&](std::size_t row) { return group == nullptr || add_figures(rows.some(first, row - first), *group); };
  for (std::size_t row = 0; row < rows.count(); ++row) {
    std::string_view name;
    const std::size_t column = header_->long_columns->series;
    if (!rows.text_of(row, column, name) || name.empty()) return false;
    const Series* const series = series_named(name, rows.cell(row, column));
    if (series == nullptr || (series->group == nullptr && !pass_over(rows, row))) return false;
    if (series->group == group) continue;
    Group* const next = series->group;
    if (!add_since_first(row)) return false;
    first = row;
    group = next;
  }
  return add_since_first(rows.count());
}

/// A row of a series that the contract does not use: it must be well all the same.
template <typename AnyRows>
bool QuickRows::pass_over(const AnyRows& rows, std::size_t row) {
  std::string_view text;
  if (!rows.text_of(row, header_->period, text) || rows_.period_in(csv_cell(rows.cell(row, header_->period), text)) == nullptr) return false;
  for (std::size_t column = 0; column < header_->width && (goes_beyond_ascii_ || has_quotes_); ++column) {
    if (!rows.text_of(row, column, text) || !is_clean(text)) return false;
  }
  return true;
}

template <typename AnyRows>
bool QuickRows::add_figures(const AnyRows& rows, Group& group) {
  for (const std::size_t column : group.other_names) {
    for (std::size_t row = 0; row < rows.count() && wide_group_ == nullptr; ++row) {
      if (rows.cell(row, column).begin != rows.cell(row, column).end) return false;
    }
  }
  periods_.resize(rows.count());
  places_.resize(rows.count());
  return find_periods(rows, group) && find_combinations(rows, group) &&
         std::all_of(group.values.begin(), group.values.end(), [&](Value& value) { return add_column(rows, group, value); });
}

template <typename AnyRows>
bool QuickRows::find_periods(const AnyRows& rows, Group& group) {
  std::uint32_t* period = periods_.data();
  for (std::size_t row = 0; row < rows.count(); ++row) {
    std::string_view written;
    if (!rows.text_of(row, header_->period, written)) return false;
    if (!same_text(written, last_period_)) {
      last_period_text_ = number_of_text(written);
      last_period_ = written;
    }
    if (group.last_text != last_period_text_) {
      group.last_text = last_period_text_;
      group.last_period = find_period(group, written, rows.cell(row, header_->period));
      if (group.last_period == nobody) return false;
    }
    *period++ = group.last_period;
  }
  return true;
}

/// And makes room for their figures. False where one is given twice.
template <typename AnyRows>
bool QuickRows::find_combinations(const AnyRows& rows, Group& group) {
  if (rows.count() == 0) return true;  // a long row may fill a stretch
  const std::uint32_t* const periods = periods_.data();
  const std::size_t periods_needed = *std::max_element(periods, periods + rows.count()) + std::size_t{1};
  const auto take = [words_needed = (periods_needed + 63) / 64, figures_needed = periods_needed * group.values.size(), &group](Combination& combination, std::uint32_t period) {
    if (words_needed > combination.periods.size()) combination.periods.resize(std::max(words_needed, group.periods.size() / 64 + 1));
    std::uint64_t& given = combination.periods.data()[period / 64];
    const std::uint64_t bit = std::uint64_t{1} << period % 64;
    if ((given & bit) != 0) return false;
    given |= bit;
    ++combination.count;
    std::vector<Figure>& figures = combination.column->figures;
    if (figures_needed > figures.size()) figures.resize(std::max(figures_needed, figures.size() * 2));
    return true;
  };
  for (std::size_t row = 0; row < rows.count(); ++row) {
    Combination* const last = group.last_combination;
    Combination* found = last == nullptr ? nullptr : last->next;
    if (found == nullptr || !has_written(rows, row, group, *found)) {
      found = look_up_combination(rows, row, group);
      if (found == nullptr) return false;
      if (last != nullptr) last->next = found;
    }
    group.last_combination = found;
    if (!take(*found, periods[row])) return false;
    // Room was made for all rows at hand at once: no row behind moves what this one names.
    places_.data()[row] = found->column->figures.data() + periods[row] * group.values.size();
  }
  return true;
}

/// Whether the row's names are written as those of the combination were last.
template <typename AnyRows>
inline bool QuickRows::has_written(const AnyRows& rows, std::size_t row, const Group& group, const Combination& combination) const {
  const std::string_view* written = combination.written.data();
  for (const Columns& columns : group.stretches_of_names) {
    if (!same_text(rows.stretch(row, columns), *written++)) return false;
  }
  return true;
}

template <typename AnyRows>
QuickRows::Combination* QuickRows::look_up_combination(const AnyRows& rows, std::size_t row, Group& group) {
  std::vector<std::string_view> names(group.columns_of_names.size());
  for (std::size_t place = 0; place < names.size(); ++place) {
    if (!rows.text_of(row, group.columns_of_names[place], names[place])) return nullptr;
  }
  Combination* const found = find_combination(group, names);
  if (found == nullptr) return nullptr;
  found->written.clear();
  for (const Columns& columns : group.stretches_of_names) found->written.push_back(rows.stretch(row, columns));
  return found;
}

template <typename AnyRows>
bool QuickRows::add_column(const AnyRows& rows, Group& group, Value& value) {
  const auto place = static_cast<std::size_t>(&value - group.values.data());
  const auto figure_of = [&](std::size_t row) -> Figure& {
    Figure& figure = places_.data()[row][place];
    if (!figure.is_given) figure = {0, rows.cell(row, value.column), source_->id(), true};
    return figure;
  };
  cents_.resize(rows.count());
  for (std::size_t row = 0; row < rows.count(); ++row) {
    const std::size_t read = value.scale == 2 ? rows.read_cents(scan_, row, value.column, cents_.data()) : 0;
    for (std::size_t place_of_cents = 0; place_of_cents < read; ++place_of_cents, ++row) {
      Sum& sum = figure_of(row).sum;
      if (__builtin_add_overflow(sum, Sum{cents_.data()[place_of_cents]}, &sum)) return false;
    }
    std::string_view text;
    if (row < rows.count() && (!rows.text_of(row, value.column, text) || !read_figure(text, group, value, figure_of(row).sum))) return false;
  }
  return true;
}

/// Adds what is written to a figure.
inline bool QuickRows::read_figure(std::string_view text, Group& group, Value& value, Sum& figure) {
  const auto before = static_cast<std::size_t>(text.data() - text_.data());
  Digits read;
  if (!read_digits(text, before, read) || (read.digits < 0 && !value.may_be_negative)) return false;
  if (read.places > value.scale && !deepen(group, value, read.places)) return false;
  const Sum scaled = Sum{read.digits} * number::small_power_of_ten(value.scale - read.places);
  return !__builtin_add_overflow(figure, scaled, &figure);
}

/// Gives the sums of an input more decimal places.
bool QuickRows::deepen(Group& group, Value& value, int places) {
  const int more = places - value.scale;
  value.scale = places;
  const auto place = static_cast<std::size_t>(&value - group.values.data());
  for (Column& column : group.columns) {
    for (std::size_t figure = place; figure < column.figures.size(); figure += group.values.size()) {
      if (!number::scale_up(column.figures[figure].sum, more)) return false;
    }
  }
  return true;
}

CsvCell QuickRows::csv_cell(const Cell& cell, std::string_view text) const { return {text, {source_->id(), cell.begin, cell.end}}; }

}  // namespace whereas::data

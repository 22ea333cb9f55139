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

template <bool is_plain>
class QuickRows::Row {
 public:
  Row(std::string_view text, const std::uint32_t* ends, std::size_t width) : text_(text.data()), ends_(ends), last_(width - 1) {}

  /// With its quotes.
  Cell cell(std::size_t column) const {
    Cell cell{ends_[column] + 1, ends_[column + 1]};
    if constexpr (!is_plain) {
      if (column == last_ && cell.end > cell.begin && text_[cell.end - 1] == '\r') --cell.end;
    }
    return cell;
  }
  /// The text of a cell without the quotes around it; no where it is not plainly quoted. Other quotes in it are for the reader of the text to see.
  bool text_of(std::size_t column, std::string_view& text) const {
    const Cell whole = cell(column);
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
  std::string_view stretch(std::size_t first, std::size_t last) const {
    const std::uint32_t begin = ends_[first] + 1;
    return {text_ + begin, cell(last).end - begin};
  }
  std::size_t length() const { return ends_[last_ + 1] - ends_[0]; }
  bool ends_with_line() const { return text_[ends_[last_ + 1]] == '\n'; }

 private:
  const char* text_;
  const std::uint32_t* ends_;
  std::size_t last_;
};

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
  ends_.resize(header.width + bytes + 2);
  ends_[0] = static_cast<std::uint32_t>(begin) - 1;
  found_ = line_feeds_ = count_ = 0;
  last_period_ = no_text;
  last_period_text_ = nobody;
  inside_quotes_ = 0;
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
  const Row<false> row(text_, ends_.data(), header_->width);
  if (found_ != header_->width || row.length() > most_bytes_in_cell || !read_row(row)) return std::nullopt;
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
  static const Scan scan = best_scan();
  const std::size_t count = (bytes + bytes_in_marks - 1) / bytes_in_marks;
  scan(text, count, marks_.data());
  return find_cells(count, base) && read_rows();
}

/// Where the cells of a tile end.
bool QuickRows::find_cells(std::size_t count, std::uint32_t base) {
  std::uint32_t* next = ends_.data() + found_ + 1;
  for (std::size_t block = 0; block < count; ++block, base += bytes_in_marks) {
    const Marks& found = marks_[block];
    std::uint64_t line_feeds = found.line_feeds;
    std::uint64_t ends = found.commas | line_feeds;
    if ((found.unplain | found.beyond | found.returns | found.quotes) != 0 || return_waits_ || in_quotes_) {
      if (!look_closer(found)) return false;
      ends &= ~inside_quotes_;
      line_feeds &= ~inside_quotes_;
    }
    for (; line_feeds != 0; line_feeds &= line_feeds - 1) ++line_feeds_;
    for (; ends != 0; ends &= ends - 1) *next++ = base + static_cast<std::uint32_t>(std::countr_zero(ends));
  }
  found_ = static_cast<std::size_t>(next - ends_.data()) - 1;
  return true;
}

/// At a block that has more than plain letters, commas and line feeds.
bool QuickRows::look_closer(const Marks& found) {
  if (found.unplain != 0) return false;
  goes_beyond_ascii_ = goes_beyond_ascii_ || found.beyond != 0;
  // A carriage return stands only before a line feed.
  if (found.returns != 0 || return_waits_) {
    has_returns_ = true;
    if (((found.returns << 1 | (return_waits_ ? 1u : 0u)) & ~found.line_feeds) != 0) return false;
    return_waits_ = found.returns >> 63 != 0;
  }
  has_quotes_ = has_quotes_ || found.quotes != 0;
  inside_quotes_ = filled(found.quotes) ^ (in_quotes_ ? ~std::uint64_t{0} : 0);
  in_quotes_ = inside_quotes_ >> 63 != 0;
  return true;
}

/// All rows whose last cell has been found.
bool QuickRows::read_rows() {
  const std::size_t width = header_->width;
  std::size_t rows = found_ / width;
  // Where there are as many line ends as rows, and one at the end of each row, there is none within a row.
  bool is_even = line_feeds_ == rows;
  if (!is_even) {
    const auto is_line_feed = [&](std::uint32_t end) { return end < text_.size() && text_[end] == '\n'; };
    const auto first = ends_.begin() + 1;
    std::size_t even = 0;
    for (; even < found_ && is_line_feed(first[static_cast<std::ptrdiff_t>(even)]) == (even % width == width - 1); ++even) {
    }
    // What follows a line end is no row: nothing but line ends may follow then.
    if (even < found_ && (even % width != 0 || !ends_in_blank_lines(even))) return false;
    is_over_ = even < found_;
    rows = even / width;
  }
  rows_.rows_ += rows;
  if (rows_.rows_ > most_rows) return false;
  if (!(has_quotes_ || has_returns_ ? read_rows<false>(rows) : read_rows<true>(rows))) return false;
  count_ += rows;
  std::copy(ends_.begin() + static_cast<std::ptrdiff_t>(rows * width), ends_.begin() + static_cast<std::ptrdiff_t>(found_ + 1), ends_.begin());
  found_ -= rows * width;
  line_feeds_ = 0;
  return true;
}

/// Whether the cell that is the first of a row is empty, and so is all behind it.
bool QuickRows::ends_in_blank_lines(std::size_t first) {
  const std::string_view rest = text_.substr(ends_[first] + 1);
  return rest.find_first_not_of("\r\n") == std::string_view::npos && !find_fault(rest);
}

template <bool is_plain>
bool QuickRows::read_rows(std::size_t rows) {
  const std::size_t width = header_->width;
  const std::uint32_t* ends = ends_.data();
  const bool adds_at_once = is_plain && !goes_beyond_ascii_ && wide_group_ != nullptr;
  for (std::size_t row = 0; row < rows; ++row, ends += width) {
    const Row<is_plain> at_hand(text_, ends, width);
    if (!at_hand.ends_with_line() || at_hand.length() > most_bytes_in_cell) return false;
    if (!(adds_at_once ? add_figures(at_hand, *wide_group_) : read_row(at_hand))) return false;
  }
  return true;
}

template <typename AnyRow>
bool QuickRows::read_row(const AnyRow& row) {
  if (has_quotes_ || goes_beyond_ascii_) {
    for (const std::size_t column : unused_columns_) {
      std::string_view text;
      if (!row.text_of(column, text) || !is_clean(text)) return false;
    }
  }
  return wide_group_ == nullptr ? read_long_row(row) : add_figures(row, *wide_group_);
}

template <typename AnyRow>
bool QuickRows::read_long_row(const AnyRow& row) {
  std::string_view name;
  const Cell cell = row.cell(header_->long_columns->series);
  if (!row.text_of(header_->long_columns->series, name) || name.empty()) return false;
  const Series* series = series_named(name, cell);
  if (series == nullptr) return false;
  if (series->group != nullptr) {
    Group& group = *series->group;
    const auto is_empty = [&](std::size_t column) { return row.cell(column).begin == row.cell(column).end; };
    return std::all_of(group.other_names.begin(), group.other_names.end(), is_empty) && add_figures(row, group);
  }
  // Its period must be one all the same.
  std::string_view written;
  if (!row.text_of(header_->period, written) || rows_.period_in(csv_cell(row.cell(header_->period), written)) == nullptr) return false;
  for (std::size_t column = 0; column < header_->width && (goes_beyond_ascii_ || has_quotes_); ++column) {
    std::string_view text;
    if (!row.text_of(column, text) || !is_clean(text)) return false;
  }
  return true;
}

template <typename AnyRow>
bool QuickRows::add_figures(const AnyRow& row, Group& group) {
  const std::uint32_t period = period_in(row, group);
  if (period == nobody) return false;
  Combination* const combination = combination_in(row, group);
  if (combination == nullptr) return false;
  const std::size_t word = period / 64;
  const std::uint64_t bit = std::uint64_t{1} << period % 64;
  if (word >= combination->periods.size()) combination->periods.resize(std::max(word + 1, group.periods.size() / 64 + 1));
  std::uint64_t& given = combination->periods[word];
  if ((given & bit) != 0) return false;
  given |= bit;
  ++combination->count;
  std::vector<Figure>& figures = combination->column->figures;
  const std::size_t inputs = group.values.size();
  const std::size_t first = period * inputs;
  if (first + inputs > figures.size()) figures.resize(std::max(first + inputs, figures.size() * 2));
  Figure* figure = figures.data() + first;
  for (Value& value : group.values) {
    std::string_view text;
    if (!row.text_of(value.column, text)) return false;
    if (!figure->is_given) *figure = {0, row.cell(value.column), source_->id(), true};
    if (!read_figure(text, group, value, figure->sum)) return false;
    ++figure;
  }
  return true;
}

/// Adds what is written to a figure.
inline bool QuickRows::read_figure(std::string_view text, Group& group, Value& value, Sum& figure) {
  const auto before = static_cast<std::size_t>(text.data() - text_.data());
  const std::int64_t cents = read_cents(text, before);
  if (cents >= 0 && value.scale == 2) return !__builtin_add_overflow(figure, Sum{cents}, &figure);
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

template <typename AnyRow>
std::uint32_t QuickRows::period_in(const AnyRow& row, Group& group) {
  std::string_view written;
  if (!row.text_of(header_->period, written)) return nobody;
  if (!same_text(written, last_period_)) {
    last_period_text_ = number_of_text(written);
    last_period_ = written;
  }
  if (group.last_text != last_period_text_) {
    group.last_period = find_period(group, written, row.cell(header_->period));
    group.last_text = last_period_text_;
  }
  return group.last_period;
}

/// Whether the row's names are written as those of the combination were last.
template <typename AnyRow>
inline bool QuickRows::has_written(const AnyRow& row, const Group& group, const Combination& combination) const {
  const std::string_view* written = combination.written.data();
  for (const Columns& columns : group.stretches_of_names) {
    if (!same_text(row.stretch(columns.first, columns.last), *written++)) return false;
  }
  return true;
}

template <typename AnyRow>
QuickRows::Combination* QuickRows::combination_in(const AnyRow& row, Group& group) {
  Combination* const last = group.last_combination;
  if (last != nullptr && last->next != nullptr && has_written(row, group, *last->next)) return group.last_combination = last->next;
  std::vector<std::string_view> names(group.columns_of_names.size());
  for (std::size_t place = 0; place < names.size(); ++place) {
    if (!row.text_of(group.columns_of_names[place], names[place])) return nullptr;
  }
  Combination* const found = find_combination(group, names);
  if (found == nullptr) return nullptr;
  found->written.clear();
  for (const Columns& columns : group.stretches_of_names) found->written.push_back(row.stretch(columns.first, columns.last));
  if (last != nullptr) last->next = found;
  return group.last_combination = found;
}

CsvCell QuickRows::csv_cell(const Cell& cell, std::string_view text) const { return {text, {source_->id(), cell.begin, cell.end}}; }

}  // namespace whereas::data

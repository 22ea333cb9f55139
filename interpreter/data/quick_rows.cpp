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
  value_columns_.clear();
  unused_columns_.clear();
  const std::size_t bytes = std::min(bytes_in_tile, text_.size());  // of a small file little memory is touched
  marks_.resize(bytes / bytes_in_marks + 1);
  ends_.resize(header.width + bytes + 2);
  ends_[0] = static_cast<std::uint32_t>(begin) - 1;
  found_ = line_feeds_ = count_ = 0;
  last_period_ = {};
  last_period_number_ = nobody;
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
  if (found_ != header_->width || !read_row(Row<false>(text_, ends_.data(), header_->width))) return std::nullopt;
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
    value_columns_.push_back(header_->long_columns->value);
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
    if (!group || !take_columns_of(groups_[*group])) return false;
    wide_group_ = *group;
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
    if (found.unplain != 0) return false;
    goes_beyond_ascii_ = goes_beyond_ascii_ || found.beyond != 0;
    // A carriage return stands only before a line feed.
    if (found.returns != 0 || return_waits_) {
      has_returns_ = true;
      if (((found.returns << 1 | (return_waits_ ? 1u : 0u)) & ~found.line_feeds) != 0) return false;
      return_waits_ = found.returns >> 63 != 0;
    }
    std::uint64_t line_feeds = found.line_feeds;
    std::uint64_t ends = found.commas | line_feeds;
    if (found.quotes != 0 || in_quotes_) {
      has_quotes_ = true;
      const std::uint64_t inside = filled(found.quotes) ^ (in_quotes_ ? ~std::uint64_t{0} : 0);
      ends &= ~inside;
      line_feeds &= ~inside;
      in_quotes_ = inside >> 63 != 0;
    }
    line_feeds_ += static_cast<std::size_t>(std::popcount(line_feeds));
    for (; ends != 0; ends &= ends - 1) *next++ = base + static_cast<std::uint32_t>(std::countr_zero(ends));
  }
  found_ = static_cast<std::size_t>(next - ends_.data()) - 1;
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
  for (std::size_t row = 0; row < rows; ++row, ends += width) {
    const Row<is_plain> at_hand(text_, ends, width);
    if (!at_hand.ends_with_line() || !read_row(at_hand)) return false;
  }
  return true;
}

template <typename AnyRow>
bool QuickRows::read_row(const AnyRow& row) {
  if (row.length() > most_bytes_in_cell) return false;
  if (has_quotes_ || goes_beyond_ascii_) {
    for (const std::size_t column : unused_columns_) {
      std::string_view text;
      if (!row.text_of(column, text) || !is_clean(text)) return false;
    }
  }
  return header_->long_columns ? read_long_row(row) : add_figures(row, groups_[wide_group_]);
}

template <typename AnyRow>
bool QuickRows::read_long_row(const AnyRow& row) {
  std::string_view name;
  const Cell cell = row.cell(header_->long_columns->series);
  if (!row.text_of(header_->long_columns->series, name) || name.empty()) return false;
  const Series* series = series_named(name, cell);
  if (series == nullptr) return false;
  if (series->is_used) {
    Group& group = groups_[series->group];
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
  const auto period = period_in(row, group);
  if (!period) return false;
  const auto number = combination_in(row, group);
  if (!number) return false;
  Combination& combination = group.combinations[*number];
  const std::size_t word = *period / 64;
  const std::uint64_t bit = std::uint64_t{1} << *period % 64;
  if (word >= combination.periods.size()) combination.periods.resize(std::max(word + 1, group.periods.size() / 64 + 1));
  if ((combination.periods[word] & bit) != 0) return false;
  combination.periods[word] |= bit;
  ++combination.count;
  std::vector<Figure>& figures = group.columns[combination.column].figures;
  const std::size_t inputs = value_columns_.size();
  const std::size_t first = *period * inputs;
  if (first + inputs > figures.size()) figures.resize(std::max(first + inputs, figures.size() * 2));
  for (std::size_t place = 0; place < inputs; ++place) {
    std::string_view text;
    if (!row.text_of(value_columns_[place], text)) return false;
    Figure& figure = figures[first + place];
    if (!figure.is_given) figure = {0, row.cell(value_columns_[place]), source_->id(), true};
    if (!add_figure(group, place, figure, text)) return false;
  }
  return true;
}

bool QuickRows::add_figure(Group& group, std::size_t place, Figure& figure, std::string_view text) {
  Digits read;
  const auto before = static_cast<std::size_t>(text.data() - text_.data());
  if (!read_cents(text, before, read) && !read_digits(text, before, read)) return false;
  if (read.digits < 0 && !group.may_be_negative[place]) return false;
  Sum scaled = read.digits;
  if (read.places != group.scales[place]) {
    if (read.places > group.scales[place] && !deepen(group, place, read.places)) return false;
    scaled *= number::small_power_of_ten(group.scales[place] - read.places);
  }
  return !__builtin_add_overflow(figure.sum, scaled, &figure.sum);
}

/// Gives the sums of an input more decimal places.
bool QuickRows::deepen(Group& group, std::size_t place, int places) {
  const int more = places - group.scales[place];
  group.scales[place] = places;
  for (Column& column : group.columns) {
    for (std::size_t figure = place; figure < column.figures.size(); figure += group.inputs.size()) {
      if (!number::scale_up(column.figures[figure].sum, more)) return false;
    }
  }
  return true;
}

template <typename AnyRow>
std::optional<std::uint32_t> QuickRows::period_in(const AnyRow& row, Group& group) {
  std::string_view written;
  if (!row.text_of(header_->period, written)) return std::nullopt;
  if (last_period_number_ == nobody || !same_text(written, last_period_)) {
    last_period_number_ = number_of_period(written);
    last_period_ = written;
  }
  const std::uint32_t text = last_period_number_;
  if (text >= group.period_of_text.size()) group.period_of_text.resize(std::max<std::size_t>(text + 1, group.period_of_text.size() * 2), -1);
  const std::int32_t& period = group.period_of_text[text];
  if (period < 0 && !find_period(group, text, written, row.cell(header_->period))) return std::nullopt;
  return static_cast<std::uint32_t>(period);
}

/// The number of a period's text; tried first is the one that came behind the last period before.
std::uint32_t QuickRows::number_of_period(std::string_view written) {
  if (last_period_number_ == nobody) return period_texts_.number_of(written);
  if (last_period_number_ >= next_period_.size()) next_period_.resize(period_texts_.count(), nobody);
  std::uint32_t& next = next_period_[last_period_number_];
  if (next == nobody || !same_text(written, period_texts_[next])) next = period_texts_.number_of(written);
  return next;
}

template <typename AnyRow>
std::optional<std::uint32_t> QuickRows::combination_in(const AnyRow& row, Group& group) {
  const std::size_t count = group.columns_of_names.size();
  names_at_hand_.resize(count);
  for (std::size_t place = 0; place < count; ++place) {
    if (!row.text_of(group.columns_of_names[place], names_at_hand_[place])) return std::nullopt;
  }
  const std::uint32_t last = group.last_combination;
  if (last != nobody) {
    const std::uint32_t next = group.combinations[last].next;
    if (next != nobody) {
      const std::vector<std::string_view>& names = group.combinations[next].names;
      std::size_t same = 0;
      while (same < count && same_text(names_at_hand_[same], names[same])) ++same;
      if (same == count) return group.last_combination = next;
    }
  }
  const auto found = find_combination(group);
  if (found && last != nobody) group.combinations[last].next = *found;
  if (found) group.last_combination = *found;
  return found;
}

CsvCell QuickRows::csv_cell(const Cell& cell, std::string_view text) const { return {text, {source_->id(), cell.begin, cell.end}}; }

}  // namespace whereas::data

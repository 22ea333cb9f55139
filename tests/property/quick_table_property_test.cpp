// Data files read the quick way and the slow: one table, place by place; and whatever the slow way refuses, the quick way does not take.

#include "interpreter/data/scan.h"
#include "lang/number/notation.h"
#include "tests/support/deal_of_inputs.h"

#include <catch2/catch.hpp>

#include <cstring>
#include <map>
#include <random>

using namespace whereas;

namespace {

/// Files of revenue and cost by channel and product, and hours by neither: wide or long, in any order.
class FileMaker {
 public:
  explicit FileMaker(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
  bool in(std::size_t chances) { return below(chances) == 0; }

  std::vector<std::string> files() {
    has_returns_ = in(3);
    has_quotes_ = in(3);
    is_long_ = in(2);
    months_ = 1 + below(14);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t month = 0; month < months_; ++month) {
      for (const char* channel : {"bedrock", "direct", "caf\xC3\xA9"}) {
        for (const char* product : {"a", "b, c"}) add(rows, month, channel, product);
      }
    }
    std::shuffle(rows.begin(), rows.end(), random_);
    std::vector<std::string> header = is_long_ ? std::vector<std::string>{"period", "series", "channel", "product", "value", "remark"}
                                               : std::vector<std::string>{"period", "channel", "product", "revenue", "cost", "remark"};
    std::vector<std::size_t> order(header.size());
    for (std::size_t column = 0; column < order.size(); ++column) order[column] = column;
    std::shuffle(order.begin(), order.end(), random_);
    const std::size_t cut = in(3) ? below(rows.size() + 1) : rows.size();
    std::vector<std::string> made{text_of({rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(cut)}, header, order)};
    if (cut < rows.size()) made.push_back(text_of({rows.begin() + static_cast<std::ptrdiff_t>(cut), rows.end()}, header, order));
    return made;
  }

  /// The same with a few bytes changed, taken out, put in or doubled.
  std::string damaged(std::string text) {
    static const std::string bytes("0129-.,,\n\r\"\" Qx\t\x7F\xC3\x80\x00%", 21);
    for (std::size_t count = 1 + below(3); count > 0 && !text.empty(); --count) {
      const std::size_t place = below(text.size());
      switch (below(5)) {
        case 0: text[place] = bytes[below(bytes.size())]; break;
        case 1: text.erase(place, 1 + below(3)); break;
        case 2: text.insert(place, 1, bytes[below(bytes.size())]); break;
        case 3: text.insert(place, text.substr(place, below(40))); break;
        default: text.resize(place);
      }
    }
    return text;
  }

 private:
  void add(std::vector<std::vector<std::string>>& rows, std::size_t month, const char* channel, const char* product) {
    const std::string period = std::string(month < 12 ? "2026-" : "2027-") + (month % 12 < 9 ? "0" : "") + std::to_string(month % 12 + 1);
    if (is_long_) {
      for (const char* series : {"revenue", "cost"}) rows.push_back({period, series, channel, product, figure(), "said"});
      if (in(5)) rows.push_back({period, "unheard of", channel, product, "x", ""});
    } else {
      rows.push_back({period, channel, product, figure(), figure(), in(4) ? "\xE2\x82\xAC" : ""});
    }
  }

  /// At most 18 digits.
  std::string figure() {
    const bool is_large = in(5);
    std::string digits = std::to_string(below(is_large ? 1'000'000'000'000 : 100'000));
    if (!in(3)) {
      digits += '.';
      for (std::size_t places = 1 + below(!is_large && in(8) ? 13 : 4); places > 0; --places) digits += static_cast<char>('0' + below(10));
    }
    return (in(9) ? "-" : "") + digits;
  }

  std::string cell(const std::string& text) {
    const bool must = text.find_first_of(",\"\n") != std::string::npos;
    return must || (has_quotes_ && in(4)) ? "\"" + text + "\"" : text;
  }

  std::string text_of(const std::vector<std::vector<std::string>>& rows, const std::vector<std::string>& header, const std::vector<std::size_t>& order) {
    std::string text = in(6) ? "\xEF\xBB\xBF" : "";
    const auto add = [&](const std::vector<std::string>& row) {
      for (std::size_t column = 0; column < order.size(); ++column) text += (column == 0 ? "" : ",") + cell(row[order[column]]);
      text += has_returns_ ? "\r\n" : "\n";
    };
    add(header);
    for (const auto& row : rows) add(row);
    if (in(4)) text += has_returns_ ? "\r\n\n" : "\n\n";
    if (in(6)) text.erase(text.find_last_not_of("\r\n") + 1);
    return text;
  }

  std::mt19937 random_;
  std::size_t months_ = 1;
  bool has_returns_ = false;
  bool has_quotes_ = false;
  bool is_long_ = false;
};

test::DealOfInputs deal_of_figures(bool missing_is_zero) {
  test::DealOfInputs deal;
  deal.term("2026-01-01", "2027-12-31");
  for (const char* name : {"revenue", "cost"}) {
    check::InputInfo& info = deal.input(name, Frequency::month, {"channel", "product"});
    info.may_be_negative = true;
    info.missing_is_zero = missing_is_zero;
  }
  return deal;
}

/// The table with the place of every figure.
std::string with_places(const data::Table& table) {
  std::string text = test::text_of(table);
  for (const auto& series : table.series) {
    if (!series) continue;
    for (const data::Column& column : series->columns) {
      for (const data::Cell& cell : column.cells) text += std::to_string(cell.place.source) + ":" + std::to_string(cell.place.begin) + "-" + std::to_string(cell.place.end) + " ";
    }
  }
  for (const auto& file : table.files) text += file.name + " " + std::to_string(file.rows) + "\n";
  return text;
}

std::string told_by(const Report& report) {
  std::string text;
  for (const Diagnostic& diagnostic : report.ordered()) text += std::string(name(diagnostic.code)) + " " + diagnostic.message + " " + std::to_string(diagnostic.primary.span.begin) + "\n";
  return text;
}

/// Figures added up over the values of one dimension, by period and the value of the other.
std::map<std::string, Number> added_up(const data::Table& table, std::size_t kept) {
  std::map<std::string, Number> sums;
  for (std::size_t input = 0; input < table.series.size(); ++input) {
    if (!table.series[input]) continue;
    for (const data::Column& column : table.series[input]->columns) {
      for (std::size_t period = 0; period < column.cells.size(); ++period) {
        sums[std::to_string(input) + " " + column.values[kept] + " " + table.series[input]->periods[period].text()] += column.cells[period].value;
      }
    }
  }
  return sums;
}

struct Tried {
  std::size_t taken = 0;
  std::size_t refused = 0;
};

/// Reads files both ways; whether the quick way took them.
bool compare(const std::vector<std::string>& files, bool missing_is_zero, Tried& tried) {
  test::DealOfInputs deal = deal_of_figures(missing_is_zero);
  Sources sources;
  sources.add("test.deal", "input declared here\n");
  std::vector<SourceId> ids;
  for (const std::string& text : files) ids.push_back(sources.add(std::to_string(ids.size() + 1) + ".csv", text).id());
  Report slow_report;
  const data::Table slow = data::read_table_plainly(ids, deal.contract, deal.needed, sources, slow_report);
  Report quick_report;
  const auto quick = data::read_table_quickly(ids, deal.contract, deal.needed, sources, quick_report, {});
  std::string all;
  for (const std::string& text : files) all += text + "---\n";
  INFO(all << told_by(slow_report));
  if (slow_report.has_errors()) {
    ++tried.refused;
    REQUIRE_FALSE(quick.has_value());
    REQUIRE(told_by(quick_report).empty());
  }
  if (quick) {
    ++tried.taken;
    REQUIRE(with_places(*quick) == with_places(slow));
    REQUIRE(told_by(quick_report) == told_by(slow_report));
  }
  for (std::size_t merged = 0; merged < 2; ++merged) {
    Report merged_report;
    std::vector<bool> dimensions{false, false};
    dimensions[merged] = true;
    const auto sums = data::read_table_quickly(ids, deal.contract, deal.needed, sources, merged_report, dimensions);
    if (slow_report.has_errors()) REQUIRE_FALSE(sums.has_value());
    if (!sums) continue;
    REQUIRE(added_up(*sums, 1 - merged) == added_up(slow, 1 - merged));
    REQUIRE(sums->data_ends == slow.data_ends);
    REQUIRE(told_by(merged_report) == told_by(slow_report));
  }
  return quick.has_value();
}

}  // namespace

TEST_CASE("files that are well are read the quick way, to the same table") {
  FileMaker maker(31);
  Tried tried;
  for (int round = 0; round < 400; ++round) REQUIRE(compare(maker.files(), round % 2 == 0, tried));
  REQUIRE(tried.refused == 0);
}

TEST_CASE("of damaged files the quick way takes none that the slow way refuses") {
  FileMaker maker(32);
  Tried tried;
  for (int round = 0; round < 4'000; ++round) {
    auto files = maker.files();
    for (std::string& text : files) {
      if (maker.in(2) || files.size() == 1) text = maker.damaged(text);
    }
    (void)compare(files, round % 2 == 0, tried);
  }
  CHECK(tried.refused > 1'000);
  CHECK(tried.taken > 300);
}

TEST_CASE("files longer than a stretch of the scan are read to the same table, wherever the stretches end") {
  FileMaker maker(33);
  Tried tried;
  for (int round = 0; round < 60; ++round) {
    std::string text = "period,channel,product,revenue,cost,remark\n";
    for (int row = 0; row < 405; ++row) {
      text += "2026-0" + std::to_string(1 + row % 9) + ",channel " + std::to_string(row / 9) + ",p," + std::to_string(maker.below(1'000'000)) + ".5,7," + std::string(maker.below(60), 'r') + "\n";
    }
    if (round % 2 == 1) text = maker.damaged(text);
    const bool is_taken = compare({text}, round % 4 < 2, tried);
    if (round % 2 == 0) REQUIRE(is_taken);
  }
}

TEST_CASE("the scan by words marks what the scan by wide instructions marks, and finds the same ends") {
  std::mt19937_64 random(34);
  constexpr std::size_t count = 64;
  const data::Scan by_words = data::scan_by_words();
  const data::Scan by_best = data::best_scan();
  std::string text(count * data::bytes_in_marks, ' ');
  for (int round = 0; round < 2'000; ++round) {
    const bool is_plain = round % 4 == 0;
    for (char& byte : text) byte = is_plain ? ",\n01234567"[random() % 10] : random() % 3 == 0 ? static_cast<char>(random()) : ",\n\r\"\t\x1F\x7F\x80 0"[random() % 10];
    std::vector<data::Marks> plain(count);
    std::vector<data::Marks> wide(count);
    const bool has_rare = by_words.mark(text.data(), count, plain.data());
    if (has_rare == is_plain || by_best.mark(text.data(), count, wide.data()) != has_rare) FAIL("round " << round);
    for (std::size_t block = 0; block < count; ++block) {
      const data::Marks& a = plain[block];
      const data::Marks& b = wide[block];
      const bool is_same = a.ends == b.ends && a.line_feeds == b.line_feeds && a.quotes == b.quotes && a.returns == b.returns && a.beyond == b.beyond && a.unplain == b.unplain;
      if (!is_same) FAIL("stretch " << block << " of round " << round);
    }
    for (const data::Scan& scan : {by_words, by_best}) {
      std::vector<data::Marks> alone(count);
      if (scan.mark_plain(text.data(), count, alone.data()) == has_rare) FAIL("plain or not, round " << round);
      for (std::size_t block = 0; block < count && !has_rare; ++block) {
        if (alone[block].ends != plain[block].ends || alone[block].line_feeds != plain[block].line_feeds) FAIL("plain stretch " << block << " of round " << round);
      }
      // One rare byte among many, wherever it stands.
      if (!is_plain) continue;
      std::string damaged = text;
      damaged[random() % damaged.size()] = "\r\"\t\x1F\x7F\x80\xFF\0\x01"[random() % 9];
      if (scan.mark_plain(damaged.data(), count, alone.data())) FAIL("one rare byte, round " << round);
    }
    std::vector<std::uint32_t> plain_ends(text.size() + data::bytes_in_marks);
    std::vector<std::uint32_t> wide_ends(text.size() + data::bytes_in_marks);
    const data::Ends a = by_words.place(plain.data(), count, 7, plain_ends.data());
    const data::Ends b = by_best.place(wide.data(), count, 7, wide_ends.data());
    plain_ends.resize(static_cast<std::size_t>(a.next - plain_ends.data()));
    wide_ends.resize(static_cast<std::size_t>(b.next - wide_ends.data()));
    std::vector<std::uint32_t> ends;
    for (std::size_t place = 0; place < text.size(); ++place) {
      if (text[place] == ',' || text[place] == '\n') ends.push_back(static_cast<std::uint32_t>(place) + 7);
    }
    const auto line_feeds = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (plain_ends != ends || wide_ends != ends || a.line_feeds != line_feeds || b.line_feeds != line_feeds) FAIL("ends of round " << round);
  }
  SUCCEED("not one difference");
}

TEST_CASE("a column of figures of two decimals is read up to the first cell that is none") {
  std::mt19937 random(36);
  const std::string letters = "0123456789.-,x\"";
  std::size_t taken = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = "period,figure\n";
    std::vector<std::uint32_t> ends;
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < 12; ++row) {
      std::string cell(1 + random() % 13, '0');
      for (char& digit : cell) digit = static_cast<char>('0' + random() % 10);
      cell += "." + std::to_string(10 + random() % 90);
      if (random() % 12 == 0) cell[random() % cell.size()] = letters[random() % letters.size()];
      if (random() % 40 == 0) cell.erase(random() % cell.size());
      text += "2026,";
      ends.push_back(static_cast<std::uint32_t>(text.size()) - 1);
      text += cell;
      ends.push_back(static_cast<std::uint32_t>(text.size()));
      cells.push_back(cell);
      text += "\n";
    }
    for (const data::Scan& scan : {data::scan_by_words(), data::best_scan()}) {
      std::vector<std::int64_t> cents(cells.size());
      const std::size_t read = scan.read(text.data(), ends.data(), 2, cells.size(), cents.data());
      for (std::size_t row = 0; row < read; ++row) {
        const auto number = read_decimal_cell(cells[row]);
        if (!number || Number::decimal(cents[row], 2) != *number) FAIL("`" << cells[row] << "` is not " << cents[row] << " cents");
      }
      // It stops at nothing that is plain and of at most eight digits before the point.
      if (read < cells.size() && read_decimal_cell(cells[read]) && cells[read].size() < 12 && cells[read].size() > 3 && cells[read].front() != '-' && cells[read].find('.') == cells[read].size() - 3) FAIL("`" << cells[read] << "` is not read");
      taken += read;
    }
  }
  CHECK(taken > 100'000);
}

TEST_CASE("digits read side by side are those of the plain decimal") {
  std::mt19937 random(35);
  const std::string letters = "00123456789.-,x";
  std::size_t taken = 0;
  std::size_t with_cents = 0;
  for (int round = 0; round < 300'000; ++round) {
    const std::string before(random() % 20, '7');
    std::string text;
    for (std::size_t length = random() % 22; length > 0; --length) text += letters[random() % (random() % 4 == 0 ? letters.size() : 12)];
    const std::string line = before + text;
    data::Digits read;
    const auto number = read_decimal_cell(text);
    const auto digits = std::count_if(text.begin(), text.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
    const bool is_read = data::read_digits(std::string_view(line).substr(before.size()), before.size(), read);
    if (is_read != (number && digits <= 18)) FAIL("`" << text << "`, " << before.size() << " bytes into its text");
    if (const auto cents = data::read_cents(std::string_view(line).substr(before.size()), before.size()); cents >= 0) {
      ++with_cents;
      if (!number || Number::decimal(cents, 2) != *number) FAIL("`" << text << "` is not " << cents << " cents");
    }
    if (!is_read) continue;
    ++taken;
    if (Number::decimal(read.digits, read.places) != *number) FAIL("`" << text << "` is not " << read.digits << " with " << read.places << " places");
  }
  CHECK(taken > 50'000);
  CHECK(with_cents > 1'000);
}

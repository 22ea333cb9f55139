// Data files at random: however the same figures are laid out, they give one table; and no cell can be lost, doubled or garbled in silence.
#include "tests/support/deal_of_inputs.h"

#include <catch2/catch.hpp>

#include <functional>
#include <map>
#include <random>
#include <set>

using namespace whereas;
using test::DealOfInputs;

namespace {

using Row = std::vector<std::string>;
using Rows = std::vector<Row>;  ///< the header first

/// One figure of one input, as any layout gives it.
struct Fact {
  std::size_t input = 0;
  std::string period;
  std::vector<std::string> values;
  std::string figure;
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
  template <class Items>
  void shuffle(Items& items, std::ptrdiff_t from = 0) {
    std::shuffle(items.begin() + from, items.end(), random_);
  }

  /// In its shortest form, so that no two of them are one number.
  std::string figure() {
    std::string digits = std::to_string(below(10) == 0 ? 0 : below(10'000'000));
    if (below(2) == 0) digits += "." + std::to_string(below(100)) + std::to_string(1 + below(9));
    return digits;
  }

  /// Up to three inputs over the same months or quarters, each by up to two dimensions.
  DealOfInputs deal(std::vector<Fact>& facts) {
    static const std::vector<std::string> names{"revenue", "cost", "hours"};
    static const std::vector<std::string> dimensions{"channel", "region"};
    static const std::vector<std::string> values{"a", "aa", "b, c", "say \"d\"", "x\ny"};
    DealOfInputs made;
    const bool is_quarterly = below(2) == 0;
    const std::size_t count = 1 + below(8);
    const std::size_t inputs = 1 + below(3);
    for (std::size_t input = 0; input < inputs; ++input) {
      const std::size_t by = below(3);
      made.input(names[input], is_quarterly ? Frequency::quarter : Frequency::month, {dimensions.begin(), dimensions.begin() + static_cast<std::ptrdiff_t>(by)});
      std::set<std::vector<std::string>> combinations;
      const std::size_t columns = 1 + below(3);
      for (std::size_t column = 0; column < columns; ++column) {
        std::vector<std::string> chosen;
        for (std::size_t dimension = 0; dimension < by; ++dimension) chosen.push_back(values[below(values.size())]);
        combinations.insert(chosen);
      }
      const Calendar calendar;
      Period period = calendar.holding(Date(), is_quarterly ? Frequency::quarter : Frequency::month);
      for (std::size_t index = 0; index < count; ++index) {
        const Frequency frequency = is_quarterly ? Frequency::quarter : Frequency::month;
        for (const auto& chosen : combinations) facts.push_back({input, calendar.label(period, frequency), chosen, figure()});
        period = calendar.next(period, frequency);
      }
    }
    if (below(2) == 0) made.term("1970-01-01", "1999-12-31");
    return made;
  }

 private:
  std::mt19937 random_;
};

std::string cell(const std::string& text, bool in_quotes) {
  if (!in_quotes && text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char character : text) quoted += character == '"' ? "\"\"" : std::string(1, character);
  return quoted + "\"";
}

std::string csv(const Rows& rows, const std::string& line_end = "\n", bool ends_last = true, const std::function<bool()>& in_quotes = [] { return false; }) {
  std::string text;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < rows[row].size(); ++column) text += (column > 0 ? "," : "") + cell(rows[row][column], in_quotes());
    if (ends_last || row + 1 < rows.size()) text += line_end;
  }
  return text;
}

/// One wide file for each set of dimensions.
std::vector<Rows> wide(const DealOfInputs& deal, const std::vector<Fact>& facts) {
  std::map<std::size_t, std::map<std::pair<std::string, std::vector<std::string>>, std::map<std::size_t, std::string>>> files;
  for (const Fact& fact : facts) {
    files[deal.contract.inputs[fact.input].dimensions.size()][{fact.period, fact.values}][fact.input] = fact.figure;
  }
  std::vector<Rows> made;
  for (const auto& [dimensions, keys] : files) {
    // Inputs that share their dimensions need not share their combinations: each set of inputs that a row gives has a file of its own.
    std::map<std::vector<std::size_t>, Rows> by_inputs;
    for (const auto& [key, figures] : keys) {
      std::vector<std::size_t> inputs;
      Row row{key.first};
      row.insert(row.end(), key.second.begin(), key.second.end());
      for (const auto& [input, figure] : figures) {
        inputs.push_back(input);
        row.push_back(figure);
      }
      Rows& rows = by_inputs[inputs];
      if (rows.empty()) {
        rows.push_back({"period"});
        for (const auto dimension : deal.contract.inputs[inputs[0]].dimensions) rows[0].push_back(deal.contract.dimensions[dimension].name);
        for (const std::size_t input : inputs) rows[0].push_back(deal.contract.inputs[input].name);
      }
      rows.push_back(row);
    }
    for (auto& [inputs, rows] : by_inputs) made.push_back(rows);
  }
  return made;
}

Rows long_form(const DealOfInputs& deal, const std::vector<Fact>& facts) {
  Rows rows{{"period", "series", "value"}};
  for (const auto& dimension : deal.contract.dimensions) rows[0].push_back(dimension.name);
  for (const Fact& fact : facts) {
    Row row{fact.period, deal.contract.inputs[fact.input].name, fact.figure};
    row.insert(row.end(), fact.values.begin(), fact.values.end());
    row.resize(rows[0].size());
    rows.push_back(row);
  }
  return rows;
}

void shuffle_columns(Rows& rows, Generator& random) {
  std::vector<std::size_t> order(rows[0].size());
  for (std::size_t column = 0; column < order.size(); ++column) order[column] = column;
  random.shuffle(order);
  for (Row& row : rows) {
    Row shuffled;
    for (const std::size_t column : order) shuffled.push_back(row[column]);
    row = shuffled;
  }
}

/// The same rows in one file or in two, in any order of rows, columns and files, with either line end, and quotes here and there.
std::vector<std::string> laid_out_anew(std::vector<Rows> files, Generator& random) {
  std::vector<std::string> texts;
  for (Rows& rows : files) {
    shuffle_columns(rows, random);
    random.shuffle(rows, 1);
    const auto split = static_cast<std::ptrdiff_t>(1 + random.below(rows.size()));
    Rows second{rows[0]};
    second.insert(second.end(), rows.begin() + split, rows.end());
    rows.erase(rows.begin() + split, rows.end());
    for (const Rows& part : {rows, second}) {
      if (part.size() == 1 && random.below(2) == 0) continue;
      const std::string mark = random.below(2) == 0 ? "\xEF\xBB\xBF" : "";
      texts.push_back(mark + csv(part, random.below(2) == 0 ? "\r\n" : "\n", random.below(2) == 0, [&] { return random.below(4) == 0; }));
    }
  }
  random.shuffle(texts);
  return texts;
}

std::vector<std::string> texts_of(const std::vector<Rows>& files) {
  std::vector<std::string> texts;
  for (const Rows& rows : files) texts.push_back(csv(rows));
  return texts;
}

}  // namespace

TEST_CASE("any layout of the same figures gives the same table") {
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    Generator random(seed);
    std::vector<Fact> facts;
    DealOfInputs deal = random.deal(facts);
    const auto plain = deal.read_all(texts_of(wide(deal, facts)));
    INFO("seed " << seed << "\n" << csv(long_form(deal, facts)));
    REQUIRE(plain.faults().empty());
    const std::string expected = test::text_of(plain.table);

    for (const std::vector<Rows>& files : {wide(deal, facts), std::vector<Rows>{long_form(deal, facts)}}) {
      const auto reading = deal.read_all(laid_out_anew(files, random));
      REQUIRE(reading.faults().empty());
      REQUIRE(test::text_of(reading.table) == expected);
    }
  }
}

TEST_CASE("a table has every figure of its files") {
  for (unsigned seed = 1; seed <= 500; ++seed) {
    Generator random(seed);
    std::vector<Fact> facts;
    DealOfInputs deal = random.deal(facts);
    const auto reading = deal.read_all(texts_of({long_form(deal, facts)}));
    std::size_t cells = 0;
    for (std::size_t input = 0; input < deal.contract.inputs.size(); ++input) {
      for (const data::Column& column : reading.series(input).columns) cells += column.cells.size();
    }
    REQUIRE(cells == facts.size());
    for (const Fact& fact : facts) {
      const data::Series& series = reading.series(fact.input);
      const auto column = std::find_if(series.columns.begin(), series.columns.end(), [&](const auto& one) { return one.values == fact.values; });
      REQUIRE(column != series.columns.end());
      const auto is_its_period = [&](const Period& period) { return Calendar().label(period, series.frequency) == fact.period; };
      const auto period = std::find_if(series.periods.begin(), series.periods.end(), is_its_period);
      REQUIRE(period != series.periods.end());
      const data::Cell& found = column->cells.at(static_cast<std::size_t>(period - series.periods.begin()));
      REQUIRE(found.value == Number::from_decimal_text(fact.figure));
      REQUIRE((*reading.sources)[found.place.source].slice(found.place) == fact.figure);
    }
  }
}

TEST_CASE("a cell left out, doubled, emptied or garbled changes the table or is refused") {
  static const std::string characters = "0123456789-.,Qeabz \"\n";
  std::size_t refused = 0;
  std::size_t changed = 0;
  for (unsigned seed = 1; seed <= 50; ++seed) {
    Generator random(seed);
    std::vector<Fact> facts;
    DealOfInputs deal = random.deal(facts);
    std::vector<Rows> files = random.below(2) == 0 ? wide(deal, facts) : std::vector<Rows>{long_form(deal, facts)};
    const std::string expected = test::text_of(deal.read_all(texts_of(files)).table);

    const auto expect_notice = [&](const std::string& what) {
      const std::vector<std::string> texts = texts_of(files);
      const auto reading = deal.read_all(texts);
      INFO("seed " << seed << ": " << what << "\n" << texts[0]);
      const bool is_refused = reading.report.has_errors();
      REQUIRE((is_refused || test::text_of(reading.table) != expected));
      ++(is_refused ? refused : changed);
    };
    for (Rows& rows : files) {
      for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
          const Row whole = rows[row];
          const auto at = static_cast<std::ptrdiff_t>(column);
          rows[row].erase(rows[row].begin() + at);
          expect_notice("left out");
          rows[row] = whole;
          rows[row].insert(rows[row].begin() + at, whole[column]);
          expect_notice("doubled");
          rows[row] = whole;
          if (whole[column].empty()) continue;
          rows[row][column].clear();
          expect_notice("emptied");
          rows[row] = whole;
          char& garbled = rows[row][column][random.below(whole[column].size())];
          const char before = garbled;
          while (garbled == before) garbled = characters[random.below(characters.size())];
          expect_notice("garbled");
          rows[row] = whole;
        }
      }
    }
  }
  CHECK(refused > 2000);
  CHECK(changed > 200);
}

TEST_CASE("a row left out or doubled changes the table or is refused") {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    Generator random(seed);
    std::vector<Fact> facts;
    DealOfInputs deal = random.deal(facts);
    const Rows rows = long_form(deal, facts);
    const std::string expected = test::text_of(deal.read(csv(rows)).table);
    for (std::size_t row = 1; row < rows.size(); ++row) {
      const auto at = static_cast<std::ptrdiff_t>(row);
      Rows fewer = rows;
      fewer.erase(fewer.begin() + at);
      const auto without = deal.read(csv(fewer));
      INFO("seed " << seed << ", row " << row << "\n" << csv(rows));
      REQUIRE((without.report.has_errors() || test::text_of(without.table) != expected));
      Rows more = rows;
      more.insert(more.begin() + static_cast<std::ptrdiff_t>(1 + random.below(rows.size())), rows[row]);
      REQUIRE(deal.read(csv(more)).report.has_errors());
    }
  }
}

TEST_CASE("no bytes make the reading fail otherwise than by a report") {
  static const std::string pieces[] = {"period", "revenue", "series", "value", "channel", ",", ",", "\n", "\n", "\r\n", "\"", "\"\"", "2026-01", "2026-Q1",
                                       "1", "-1.5", "1e5", " ", "\xFF", "\r", "a", "\xEF\xBB\xBF", std::string(1, '\0')};
  for (unsigned seed = 1; seed <= 5000; ++seed) {
    Generator random(seed);
    DealOfInputs deal;
    deal.input("revenue", Frequency::month, {"channel"}).missing_is_zero = random.below(2) == 0;
    deal.input("cost", std::nullopt);
    std::string text = random.below(2) == 0 ? "period,channel,revenue\n" : "";
    const std::size_t count = random.below(40);
    for (std::size_t piece = 0; piece < count; ++piece) text += pieces[random.below(std::size(pieces))];
    const auto reading = deal.read(text);
    REQUIRE(reading.report.has_errors());
    for (const Diagnostic& diagnostic : reading.report.ordered()) {
      const Source& source = (*reading.sources)[diagnostic.primary.span.source];
      REQUIRE(diagnostic.primary.span.begin <= diagnostic.primary.span.end);
      REQUIRE(diagnostic.primary.span.end <= source.text().size());
      REQUIRE_FALSE(diagnostic.message.empty());
    }
  }
}

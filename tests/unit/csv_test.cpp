#include "interpreter/data/csv.h"

#include <catch2/catch.hpp>

using namespace whereas;
using data::CsvReader;

namespace {

/// The records of a text, cells in brackets: `[a][b]`; `broken` for one that could not be read, with what is reported and where.
struct Read {
  std::vector<std::string> records;
  std::vector<std::string> faults;
};

Read read(const std::string& text) {
  Sources sources;
  const Source& source = sources.add("1.csv", text);
  Report report;
  data::LimitedReport limited(report);
  CsvReader reader(source, limited);
  Read read;
  for (CsvReader::Result result = reader.next(); result != CsvReader::Result::end; result = reader.next()) {
    std::string record;
    for (const data::CsvCell& cell : reader.cells()) record += "[" + std::string(cell.text) + "]";
    read.records.push_back(result == CsvReader::Result::broken ? "broken" : record);
  }
  for (const Diagnostic& diagnostic : report.ordered()) {
    const Place place = source.place_of(diagnostic.primary.span.begin);
    read.faults.push_back(std::string(name(diagnostic.code)) + " " + std::to_string(place.line) + ":" + std::to_string(place.column));
  }
  return read;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("cells stand between commas, records between line ends of either kind, and the last may lack its end") {
  const Lines expected{"[a][b]", "[1][]", "[][2]"};
  CHECK(read("a,b\n1,\n,2\n").records == expected);
  CHECK(read("a,b\n1,\n,2").records == expected);
  CHECK(read("a,b\r\n1,\r\n,2\r\n").records == expected);
  CHECK(read("a,b\r\n1,\n,2").records == expected);
  CHECK(read("\xEF\xBB\xBF" "a,b\n1,\n,2\n").records == expected);
  CHECK(read("a,").records == Lines{"[a][]"});
  CHECK(read("").records.empty());
}

TEST_CASE("blanks are text, and nothing is trimmed") { CHECK(read(" a ,\tb\n").records == Lines{"[ a ][\tb]"}); }

TEST_CASE("a quoted cell holds commas, line ends and doubled quotes") {
  CHECK(read("\"a,b\",\"c\nd\",\"e\r\nf\"\n").records == Lines{"[a,b][c\nd][e\r\nf]"});
  CHECK(read("\"say \"\"yes\"\"\",\"\"\"\",\"\"\n").records == Lines{"[say \"yes\"][\"][]"});
  CHECK(read("1,\"a\"").records == Lines{"[1][a]"});
}

TEST_CASE("every cell has its place, quotes included") {
  Sources sources;
  const Source& source = sources.add("1.csv", "a,\"b\"\"c\",d\n\"e\",\n");
  Report report;
  data::LimitedReport limited(report);
  CsvReader reader(source, limited);
  REQUIRE(reader.next() == CsvReader::Result::record);
  CHECK(source.slice(reader.cells()[0].place) == "a");
  CHECK(source.slice(reader.cells()[1].place) == "\"b\"\"c\"");
  CHECK(reader.cells()[1].text == "b\"c");
  CHECK(source.slice(reader.record_place()) == "a,\"b\"\"c\",d");
  REQUIRE(reader.next() == CsvReader::Result::record);
  CHECK(source.slice(reader.cells()[0].place) == "\"e\"");
  CHECK(reader.cells()[1].place == Span{0, 15, 15});
}

TEST_CASE("a quote inside a cell without quotes is refused, and the next record is read") {
  const Read result = read("a,b\nx\"y,1\nz,2\n");
  CHECK(result.records == Lines{"[a][b]", "broken", "[z][2]"});
  CHECK(result.faults == Lines{"csv-quotes 2:2"});
  CHECK(read(" \"a\"\n").faults == Lines{"csv-quotes 1:2"});
}

TEST_CASE("text behind a closing quote is refused") {
  CHECK(read("a\n\"x\"y,1\nz\n").faults == Lines{"csv-quotes 2:4"});
  CHECK(read("a\n\"x\" ,1\nz\n").faults == Lines{"csv-quotes 2:4"});
  CHECK(read("a\n\"x\"y,1\nz\n").records == Lines{"[a]", "broken", "[z]"});
}

TEST_CASE("quotes that never close are refused where they open") {
  CHECK(read("a,b\n1,\"x\n2,3\n").faults == Lines{"csv-quotes 2:3"});
  CHECK(read("\"").faults == Lines{"csv-quotes 1:1"});
}

TEST_CASE("empty lines end a file and stand nowhere else in it") {
  CHECK(read("a\n1\n\n\r\n").records == Lines{"[a]", "[1]"});
  CHECK(read("\n\n").records.empty());
  CHECK(read("a\n\n1\n").faults == Lines{"wrong-number-of-cells 2:1"});
  CHECK(read("\na\n").faults == Lines{"wrong-number-of-cells 1:1"});
  CHECK(read("a\n \n").records == Lines{"[a]", "[ ]"});
}

TEST_CASE("a cell has at most 4096 bytes, and a row at most 1000 cells") {
  const std::string longest(4096, 'x');
  CHECK(read("a," + longest + "\n").faults.empty());
  CHECK(read("a," + longest + "x\nb\n").faults == Lines{"too-long 1:3"});
  CHECK(read("a," + longest + "x\nb\n").records == Lines{"broken", "[b]"});
  CHECK(read("\"" + longest + "x\"\n").faults == Lines{"too-long 1:1"});
  CHECK(read(std::string(999, ',') + "\n").faults.empty());
  CHECK(read(std::string(1000, ',') + "\nb\n").faults == Lines{"too-long 1:1001"});
}

#include "tests/support/deal_of_inputs.h"

#include <catch2/catch.hpp>

using namespace whereas;
using test::DealOfInputs;
using Faults = std::vector<std::string>;

namespace {

/// Revenue and cost, monthly, over 2026.
DealOfInputs two_inputs() {
  DealOfInputs deal;
  deal.input("revenue");
  deal.input("cost");
  return std::move(deal.term("2026-01-01", "2026-12-31"));
}

DealOfInputs one_input() {
  DealOfInputs deal;
  deal.input("revenue");
  return std::move(deal.term("2026-01-01", "2026-12-31"));
}

DealOfInputs by_channel() {
  DealOfInputs deal;
  deal.input("revenue", Frequency::month, {"channel"});
  return std::move(deal.term("2026-01-01", "2026-12-31"));
}

Faults faults_of(DealOfInputs deal, const std::string& file) { return deal.read(file).faults(); }

}  // namespace

TEST_CASE("a wide file gives each input its series") {
  DealOfInputs deal = two_inputs();
  const auto reading = deal.read("period,revenue,cost\n2026-01,1000.25,400.10\n2026-02,2000,-0\n");
  REQUIRE(reading.faults().empty());
  CHECK(reading.figures(0) == "1000.25 2000");
  CHECK(reading.figures(1) == "400.1 0");
  CHECK(reading.series(0).frequency == Frequency::month);
  CHECK(reading.series(0).periods.at(1).text() == "2026-02-01 to 2026-02-28");
  CHECK(reading.table.term->text() == "2026-01-01 to 2026-12-31");
  CHECK(reading.table.data_ends->text() == "2026-02-28");
  CHECK(reading.table.data_ends_label == "2026-02");
  REQUIRE(reading.table.files.size() == 1);
  CHECK(reading.table.files[0].name == "1.csv");
  CHECK(reading.table.files[0].rows == 2);
  const Span place = reading.series(1).columns[0].cells[0].place;
  CHECK((*reading.sources)[place.source].slice(place) == "400.10");
}

TEST_CASE("byte-order mark, line ends, a missing last line end, quotes and the order of rows and columns change nothing") {
  DealOfInputs deal = two_inputs();
  const auto plain = test::text_of(deal.read("period,revenue,cost\n2026-01,1,2\n2026-02,3,4\n2026-03,5,6\n").table);
  for (const std::string file : {"\xEF\xBB\xBFperiod,revenue,cost\n2026-01,1,2\n2026-02,3,4\n2026-03,5,6\n",
                                 "period,revenue,cost\r\n2026-01,1,2\r\n2026-02,3,4\r\n2026-03,5,6\r\n",
                                 "period,revenue,cost\n2026-01,1,2\n2026-02,3,4\n2026-03,5,6", "period,revenue,cost\n2026-03,5,6\n2026-01,1,2\n2026-02,3,4\n",
                                 "cost,period,revenue\n2,2026-01,1\n4,2026-02,3\n6,2026-03,5\n",
                                 "\"period\",revenue,cost\n\"2026-01\",\"1\",2\n2026-02,3,4\n2026-03,5,\"6\"\n\n",
                                 "period,series,value\n2026-01,revenue,1\n2026-02,revenue,3\n2026-03,revenue,5\n2026-03,cost,6\n2026-02,cost,4\n2026-01,cost,2\n"}) {
    INFO(file);
    const auto reading = deal.read(file);
    CHECK(reading.faults().empty());
    CHECK(test::text_of(reading.table) == plain);
  }
}

TEST_CASE("files join, by rows and by columns, wide and long") {
  DealOfInputs deal = two_inputs();
  const auto reading = deal.read_all({"period,revenue\n2026-02,2\n", "period,series,value\n2026-01,cost,7\n2026-02,cost,8\n", "period,revenue\n2026-01,1\n"});
  CHECK(reading.faults().empty());
  CHECK(reading.figures(0) == "1 2");
  CHECK(reading.figures(1) == "7 8");
}

TEST_CASE("text that cannot be read is refused where it stands, and the file is not read on") {
  CHECK(faults_of(two_inputs(), "period,revenue,cost\n2026-01,\xFF\xFE,1\n") == Faults{"not-utf8 2:9"});
  CHECK(faults_of(two_inputs(), "period,revenue,cost\n2026-01,1\u200B,1\n") == Faults{"hidden-character 2:10"});
  CHECK(faults_of(two_inputs(), std::string("period,revenue,cost\n2026-01,1,\0", 31)) == Faults{"control-character 2:11"});
  CHECK(faults_of(two_inputs(), "period,revenue,cost\r2026-01,1,1\r") == Faults{"control-character 1:20"});
}

TEST_CASE("an empty file, or one of empty lines, has no column") {
  CHECK(faults_of(two_inputs(), "") == Faults{"missing-column 1:1"});
  CHECK(faults_of(two_inputs(), "\n\n") == Faults{"missing-column 1:1"});
  CHECK(faults_of(two_inputs(), "\xEF\xBB\xBF") == Faults{"missing-column 1:1"});
}

TEST_CASE("a header names its columns, each once, without blanks") {
  CHECK(faults_of(two_inputs(), "revenue,cost\n1,2\n") == Faults{"missing-column 1:1"});
  CHECK(faults_of(two_inputs(), "period,revenue,cost,revenue\n2026-01,1,2,3\n") == Faults{"duplicate-column 1:21"});
  CHECK(faults_of(two_inputs(), "period,revenue,cost,note,note\n2026-01,1,2,a,b\n") == Faults{"duplicate-column 1:26"});
  CHECK(faults_of(two_inputs(), "period, revenue,cost\n2026-01,1,2\n") == Faults{"column-name 1:8"});
  CHECK(faults_of(two_inputs(), "period,revenue,cost,\n2026-01,1,2,\n") == Faults{"column-name 1:21"});

  DealOfInputs deal = two_inputs();
  const auto reading = deal.read("Period,revenue,cost\n2026-01,1,2\n");
  CHECK(reading.faults() == Faults{"missing-column 1:1"});
  CHECK(reading.first().helps.at(0).edits.at(0).text == "period");
}

TEST_CASE("an input that no file gives is missed at the first header, with the nearest column") {
  DealOfInputs deal = two_inputs();
  const auto reading = deal.read_all({"period,revenue\n2026-01,1\n", "period,costs\n2026-01,1\n"});
  CHECK(reading.faults() == Faults{"missing-column 1:1"});
  CHECK(reading.first().message == "the data has no column or series `cost`");
  REQUIRE(reading.first().helps.size() == 1);
  CHECK(reading.first().helps[0].edits.at(0).text == "cost");

  DealOfInputs other = two_inputs();
  CHECK(other.read("period,series,value\n2026-01,revenu,1\n").first().message == "the data has no column or series `revenue` or `cost`");
  CHECK(other.read("period,series,value\n2026-01,revenu,1\n").faults() == Faults{"missing-column 1:1"});
}

TEST_CASE("an input that the run does not need may be missing") {
  DealOfInputs deal = two_inputs();
  deal.needed[1] = false;
  const auto reading = deal.read("period,revenue\n2026-01,1\n");
  CHECK(reading.faults().empty());
  CHECK_FALSE(reading.table.series[1]);
  CHECK(reading.table.data_ends_label == "2026-01");
}

TEST_CASE("without any file each needed input is missed where it is declared") {
  DealOfInputs deal = two_inputs();
  deal.contract.inputs[1].declared = {0, 6, 10};
  deal.needed[0] = false;
  const auto reading = deal.read_all({});
  CHECK(reading.faults() == Faults{"no-data test.deal:1:7"});
  CHECK_FALSE(reading.table.data_ends);
}

TEST_CASE("a column or a series that no input names is a warning, once, with the nearest name") {
  DealOfInputs deal = one_input();
  const auto wide = deal.read("period,revenue,revenues\n2026-01,1,x\n2026-02,1,y\n");
  CHECK(wide.faults() == Faults{"unused-column 1:16"});
  CHECK_FALSE(wide.report.has_errors());
  CHECK(wide.first().helps.at(0).text == "there is `revenue`");
  CHECK(wide.figures(0) == "1 1");
  const auto is_long = deal.read("period,series,value,note\n2026-01,revenue,1,a\n2026-01,tokens,x,b\n2026-02,tokens,y,c\n");
  CHECK(is_long.faults() == Faults{"unused-column 1:21", "unused-series 3:9"});
  CHECK_FALSE(is_long.report.has_errors());
}

TEST_CASE("a row has exactly as many cells as the header") {
  CHECK(faults_of(two_inputs(), "period,revenue,cost\n2026-01,1,2\n2026-02,1\n2026-03,1,2\n") == Faults{"wrong-number-of-cells 3:1"});
  CHECK(faults_of(two_inputs(), "period,revenue,cost\n2026-01,1,2\n2026-02,1,2,3\n2026-03,1,2\n") == Faults{"wrong-number-of-cells 3:13"});
  CHECK(faults_of(two_inputs(), "period,revenue,cost\n2026-01,1,2\n\n2026-02,1,2\n") == Faults{"wrong-number-of-cells 3:1"});
  CHECK(faults_of(two_inputs(), "period,revenue,cost\n2026-01,1,2\n ") == Faults{"wrong-number-of-cells 3:1"});
}

TEST_CASE("a figure is a plain decimal, in its cell") {
  for (const std::string cell : {"", "NaN", "1e5", "1.2.3", "\"3,000\"", " 1", "+1", "$1", "(1)", "1%", "abc", "5m"}) {
    INFO(cell);
    CHECK(faults_of(two_inputs(), "period,revenue,cost\n2026-01,1,2\n2026-02," + cell + ",2\n2026-03,1,2\n") == Faults{"not-a-decimal 3:9"});
  }
  CHECK(faults_of(one_input(), "period,series,value\n2026-01,revenue,NaN\n") == Faults{"not-a-decimal 2:17"});
  DealOfInputs deal = one_input();
  const auto reading = deal.read("period,revenue\n2026-01,\"3.000,25\"\n");
  CHECK(reading.first().message == "`3.000,25` is not a decimal: a comma stands for the decimal point");
  CHECK(reading.first().helps.at(0).edits.at(0).text == "3000.25");
  CHECK((*reading.sources)[1].slice(reading.first().helps[0].edits[0].span) == "\"3.000,25\"");
}

TEST_CASE("a figure below zero is refused where none may be") {
  DealOfInputs deal = two_inputs();
  deal.contract.inputs[1].may_be_negative = true;
  const auto reading = deal.read("period,revenue,cost\n2026-01,-1,-2\n");
  CHECK(reading.faults() == Faults{"negative-figure 2:9"});
  CHECK(reading.figures(1) == "-2");
}

TEST_CASE("figures by dimension stand in columns sorted by their values, in the input's order of dimensions") {
  DealOfInputs deal;
  deal.input("revenue", Frequency::month, {"channel", "region"});
  deal.term("2026-01-01", "2026-12-31");
  const auto reading = deal.read("region,period,revenue,channel\nEU,2026-01,1,b\nUS,2026-01,2,a\n\"E, \"\"U\"\"\",2026-01,3,a\n");
  CHECK(reading.faults().empty());
  REQUIRE(reading.series(0).columns.size() == 3);
  CHECK(reading.series(0).columns[0].values == std::vector<std::string>{"a", "E, \"U\""});
  CHECK(reading.series(0).columns[1].values == std::vector<std::string>{"a", "US"});
  CHECK(reading.figures(0, 2) == "1");
}

TEST_CASE("values of two dimensions that read the same one after the other are two columns") {
  DealOfInputs deal;
  deal.input("revenue", Frequency::month, {"channel", "region"});
  const auto reading = deal.read("period,channel,region,revenue\n2026-01,a,bc,1\n2026-01,ab,c,2\n");
  CHECK(reading.faults().empty());
  CHECK(reading.series(0).columns.size() == 2);
}

TEST_CASE("an input by a dimension needs its column, and a value in every row") {
  CHECK(faults_of(by_channel(), "period,revenue\n2026-01,1\n") == Faults{"missing-column 1:8"});
  CHECK(faults_of(by_channel(), "period,series,value\n2026-01,revenue,1\n") == Faults{"missing-column 1:1"});
  CHECK(faults_of(by_channel(), "period,channel,revenue\n2026-01,a,1\n2026-02,,1\n2026-03,a,1\n") == Faults{"empty-dimension 3:9"});
  CHECK(faults_of(by_channel(), "period,series,channel,value\n2026-01,revenue,,1\n") == Faults{"empty-dimension 2:17"});
}

TEST_CASE("an input without the dimension of a file is refused in it") {
  DealOfInputs deal = by_channel();
  deal.input("cost");
  CHECK(deal.read("period,channel,revenue,cost\n2026-01,a,1,2\n").faults() == Faults{"wrong-dimensions 1:24"});
  CHECK(deal.read("period,series,channel,value\n2026-01,revenue,a,1\n2026-01,cost,a,2\n").faults() == Faults{"wrong-dimensions 3:14"});
  CHECK(deal.read("period,series,channel,value\n2026-01,revenue,a,1\n2026-01,cost,,2\n").faults().empty());
}

TEST_CASE("a row of a long file names its series") {
  CHECK(faults_of(one_input(), "period,series,value\n2026-01,revenue,1\n2026-02,,2\n") == Faults{"series-not-named 3:9"});
}

TEST_CASE("an input may be named `value`, a dimension `series`") {
  DealOfInputs deal;
  deal.input("value", Frequency::month, {"series"});
  deal.term("2026-01-01", "2026-12-31");
  const auto reading = deal.read("period,series,value\n2026-01,a,1\n2026-01,b,2\n");
  CHECK(reading.faults().empty());
  CHECK(reading.figures(0, 1) == "2");
}

TEST_CASE("reading stops after a thousand errors") {
  std::string file = "period,revenue\n";
  for (int row = 0; row < 5000; ++row) file += "x,1\n";
  CHECK(faults_of(one_input(), file).size() == 1000);
}

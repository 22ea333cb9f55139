// What a table says about time: periods, gaps, duplicates, the term and the end of the data.
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

TEST_CASE("a row begins with a period") {
  for (const std::string cell : {"", "2026-13", "2026/02", " 2026-02", "February", "fiscal 2026", "2026-2"}) {
    INFO(cell);
    CHECK(faults_of(two_inputs(), "period,revenue,cost\n2026-01,1,2\n" + cell + ",1,2\n2026-03,1,2\n") == Faults{"not-a-period 3:1"});
  }
}

TEST_CASE("a period is of the input's frequency") {
  CHECK(faults_of(one_input(), "period,revenue\n2026-01,1\n2026-Q2,2\n") == Faults{"wrong-frequency 3:1"});
  CHECK(faults_of(one_input(), "period,revenue\n2026-01-31,1\n") == Faults{"wrong-frequency 2:1"});
  DealOfInputs deal;
  deal.input("revenue", Frequency::quarter);
  deal.input("cpi", Frequency::year);
  deal.input("hours", Frequency::day);
  deal.term("2026-01-01", "2026-12-31");
  const auto reading = deal.read_all({"period,revenue\n2026-Q2,2\n2026-Q1,1\n", "period,cpi\n2026,3\n", "period,hours\n2026-01-01,4\n2026-01-02,5\n"});
  CHECK(reading.faults().empty());
  CHECK(reading.figures(0) == "1 2");
  CHECK(reading.figures(2) == "4 5");
  CHECK(reading.table.data_ends_label == "2026-01-02");
}

TEST_CASE("implied inputs have the frequency of their rows, and all the same") {
  DealOfInputs deal;
  deal.input("revenue", std::nullopt);
  deal.input("cost", std::nullopt);
  const auto reading = deal.read("period,revenue,cost\n2026-Q2,3,4\n2026-Q1,1,2\n");
  CHECK(reading.faults().empty());
  CHECK(reading.series(0).frequency == Frequency::quarter);
  CHECK(reading.table.term->text() == "2026-01-01 to 2026-06-30");
  CHECK(reading.table.data_ends_label == "2026-Q2");
  CHECK(deal.read("period,revenue,cost\n2026-01,3,4\n2026-Q2,1,2\n").faults() == Faults{"wrong-frequency 3:1"});
  CHECK(deal.read_all({"period,revenue\n2026-01,3\n", "period,cost\n2026-Q1,1\n"}).faults() == Faults{"wrong-frequency 2.csv:2:1"});
}

TEST_CASE("a balance is given for its month, or on its last day") {
  DealOfInputs deal;
  deal.input("stake").type.nature = check::Nature::balance;
  deal.term("2026-01-01", "2026-12-31");
  const auto reading = deal.read("period,stake\n2026-01-31,1\n2026-02,2\n2026-03-31,3\n");
  CHECK(reading.faults().empty());
  CHECK(reading.figures(0) == "1 2 3");
  CHECK(reading.table.data_ends_label == "2026-03");
  CHECK(deal.read("period,stake\n2026-01-30,1\n").faults() == Faults{"wrong-frequency 2:1"});
  CHECK(deal.read("period,stake\n2026-01,1\n2026-01-31,1\n").faults() == Faults{"duplicate-period 3:12"});
}

TEST_CASE("a period is given once, and the later row is refused") {
  DealOfInputs deal = two_inputs();
  const auto reading = deal.read("period,revenue,cost\n2026-01,1,2\n2026-02,3,4\n2026-03,1,2\n2026-03,5,6\n2026-04,1,2\n");
  CHECK(reading.faults() == Faults{"duplicate-period 5:9", "duplicate-period 5:11"});
  CHECK(reading.sources->operator[](1).place_of(reading.first().related.at(0).span.begin).line == 4);
  CHECK(deal.read_all({"period,revenue,cost\n2026-01,1,2\n", "period,cost\n2026-01,2\n"}).faults() == Faults{"duplicate-period 2.csv:2:9"});
  CHECK(faults_of(by_channel(), "period,channel,revenue\n2026-01,a,1\n2026-01,b,1\n2026-01,a,1\n") == Faults{"duplicate-period 4:11"});
}

TEST_CASE("years of two calendars in one series overlap") {
  DealOfInputs deal;
  deal.input("revenue", Frequency::year);
  deal.contract.calendar = *Calendar::fiscal_ending(6, 30);
  CHECK(deal.read("period,revenue\nfiscal 2026,1\n2026,2\n").faults() == Faults{"duplicate-period 3:6"});
  const auto reading = deal.read("period,revenue\nfiscal 2026,1\nfiscal 2027,2\n");
  CHECK(reading.faults().empty());
  CHECK(reading.table.term->text() == "2025-07-01 to 2027-06-30");
  CHECK(reading.table.data_ends_label == "fiscal 2027");
  CHECK(deal.read("period,revenue\n2026,1\n2027,2\n").table.data_ends_label == "2027");
}

TEST_CASE("years of two calendars in two columns of one input are refused") {
  DealOfInputs deal;
  deal.input("revenue", Frequency::year, {"channel"});
  deal.contract.calendar = *Calendar::fiscal_ending(6, 30);
  CHECK(deal.read("period,channel,revenue\nfiscal 2026,a,1\n2026,b,2\n").faults() == Faults{"wrong-frequency 3:8"});
}

TEST_CASE("a gap is missed at the row behind it, once for all inputs of the row") {
  DealOfInputs deal = two_inputs();
  const auto reading = deal.read("period,revenue,cost\n2026-01,1,2\n2026-04,3,4\n2026-05,3,4\n");
  CHECK(reading.faults() == Faults{"missing-period 3:1"});
  CHECK(reading.first().message == "the data leaves out 2026-02 to 2026-03 for `revenue`, `cost`");
  CHECK(faults_of(by_channel(), "period,channel,revenue\n2026-01,a,1\n2026-01,b,1\n2026-02,a,1\n2026-03,a,1\n2026-03,b,1\n") ==
        Faults{"missing-period 6:1"});
}

TEST_CASE("all columns of an input begin and end together") {
  CHECK(faults_of(by_channel(), "period,channel,revenue\n2026-01,a,1\n2026-02,a,1\n2026-02,b,1\n") == Faults{"missing-period 4:1"});
  CHECK(faults_of(by_channel(), "period,channel,revenue\n2026-01,a,1\n2026-01,b,1\n2026-02,a,1\n") == Faults{"missing-period 3:1"});
}

TEST_CASE("a row that cannot be read leaves no gap behind") {
  CHECK(faults_of(one_input(), "period,revenue\n2026-01,1\n2026-2,1\n2026-03,1\n") == Faults{"not-a-period 3:1"});
  CHECK(faults_of(one_input(), "period,revenue\n2026-01,1\n2026-02,\"1\n2026-03,1\n") == Faults{"csv-quotes 3:9"});
  CHECK(faults_of(one_input(), "period,series,value\n2026-01,revenue,1\n2026-02,revenue\n2026-03,revenue,1\n") == Faults{"wrong-number-of-cells 3:1"});
}

TEST_CASE("where missing is zero, gaps are filled, and both ends up to where the data reaches") {
  DealOfInputs deal = by_channel();
  deal.input("refunds", Frequency::month, {"channel"}).missing_is_zero = true;
  const auto reading = deal.read_all({"period,channel,revenue\n2026-01,a,1\n2026-02,a,2\n2026-03,a,3\n2026-04,a,4\n2026-05,a,5\n",
                                  "period,channel,refunds\n2026-02,b,10\n2026-04,a,20\n"});
  CHECK(reading.faults().empty());
  CHECK(reading.figures(1, 0) == "0 0 0 20 0");
  CHECK(reading.figures(1, 1) == "0 10 0 0 0");
  CHECK((reading.series(1).periods == reading.series(0).periods));
  CHECK(reading.table.data_ends_label == "2026-05");
  const Span place = reading.series(1).columns[1].cells[2].place;
  CHECK((*reading.sources)[place.source].slice(place) == "10");
}

TEST_CASE("where missing is zero, a column without rows is zero throughout; without a column it is missed") {
  DealOfInputs deal = one_input();
  deal.input("refunds").missing_is_zero = true;
  const auto reading = deal.read_all({"period,revenue\n2026-01,1\n2026-02,2\n", "period,refunds\n"});
  CHECK(reading.faults().empty());
  CHECK(reading.figures(1) == "0 0");
  CHECK(deal.read("period,revenue\n2026-01,1\n").faults() == Faults{"missing-column 1:1"});
}

TEST_CASE("a column without rows is missed where it is named") {
  CHECK(faults_of(one_input(), "period,revenue\n") == Faults{"missing-period 1:8"});
}

TEST_CASE("data begins with the term") {
  DealOfInputs deal = one_input();
  const auto reading = deal.read("period,revenue\n2026-04,1\n2026-03,1\n");
  CHECK(reading.faults() == Faults{"missing-period 3:1"});
  CHECK(reading.first().message == "the data leaves out 2026-01 to 2026-02 for `revenue`");
}

TEST_CASE("without a term all that is needed begins together, and the term is what the data has") {
  DealOfInputs deal = two_inputs();
  deal.contract.term.reset();
  deal.contract.run.reset();
  CHECK(deal.read_all({"period,revenue\n2026-02,1\n", "period,cost\n2026-01,1\n2026-02,1\n"}).faults() == Faults{"missing-period 2:1"});
  const auto reading = deal.read_all({"period,revenue\n2026-01,1\n2026-02,1\n", "period,cost\n2026-01,1\n"});
  CHECK(reading.faults().empty());
  CHECK(reading.table.term->text() == "2026-01-01 to 2026-02-28");
  CHECK(reading.table.data_ends->text() == "2026-01-31");
  deal.needed[1] = false;
  CHECK(deal.read_all({"period,revenue\n2026-02,1\n", "period,cost\n2026-01,1\n2026-02,1\n"}).table.term->text() == "2026-02-01 to 2026-02-28");
}

TEST_CASE("data lies within the term, unless the input admits what came before") {
  CHECK(faults_of(one_input(), "period,revenue\n2025-12,1\n2026-01,1\n") == Faults{"outside-term 2:1"});
  CHECK(faults_of(one_input(), "period,revenue\n2026-12,1\n2027-01,1\n")[0] == "outside-term 3:1");
  DealOfInputs deal = one_input();
  deal.contract.inputs[0].from = Date::read("2025-11-01");
  const auto reading = deal.read("period,revenue\n2025-12,1\n2026-01,2\n");
  CHECK(reading.faults().empty());
  CHECK(reading.figures(0) == "1 2");
  CHECK(deal.read("period,revenue\n2025-10,1\n2025-11,1\n2025-12,1\n2026-01,2\n").faults() == Faults{"outside-term 2:1"});
}

TEST_CASE("a period that the term cuts counts clipped to it") {
  DealOfInputs deal;
  deal.input("revenue");
  deal.term("2026-01-15", "2026-03-10");
  const auto reading = deal.read("period,revenue\n2026-01,1\n2026-02,2\n2026-03,3\n");
  CHECK(reading.faults().empty());
  CHECK(reading.series(0).periods.front().text() == "2026-01-15 to 2026-01-31");
  CHECK(reading.series(0).periods.back().text() == "2026-03-01 to 2026-03-10");
  CHECK(reading.table.data_ends->text() == "2026-03-10");
  CHECK(reading.table.data_ends_label == "2026-03");
}

TEST_CASE("inputs may end apart, and the data ends with the first to end") {
  DealOfInputs deal = one_input();
  deal.input("cpi", Frequency::quarter);
  const auto reading = deal.read_all({"period,revenue\n2026-01,1\n2026-02,1\n2026-03,1\n2026-04,1\n", "period,cpi\n2026-Q1,1\n"});
  CHECK(reading.faults().empty());
  CHECK(reading.table.data_ends->text() == "2026-03-31");
  CHECK(reading.table.data_ends_label == "2026-Q1");
}

TEST_CASE("the extent is found again when a scenario has added a series") {
  DealOfInputs deal = one_input();
  deal.input("refunds").missing_is_zero = true;
  deal.needed = {false, true};
  const auto reading = deal.read("period,refunds\n2026-02,5\n");
  CHECK(reading.faults().empty());
  CHECK(reading.table.data_ends_label == "2026-02");
  data::Table table = reading.table;
  table.series[0] = data::Series{Frequency::month, {}, Calendar().cut(*deal.contract.term, Frequency::month), {{{}, std::vector<data::Cell>(12)}}};
  data::find_extent(table, deal.contract, {true, true});
  CHECK(table.data_ends_label == "2026-12");
  CHECK((table.series[1]->periods == table.series[0]->periods));
  CHECK(table.series[1]->columns[0].cells.size() == 12);
}

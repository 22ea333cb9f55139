#include "interpreter/statement/statement.h"

#include "interpreter/statement/csv.h"
#include "interpreter/statement/grid.h"
#include "interpreter/statement/json.h"
#include "interpreter/statement/table.h"
#include "lang/text/unicode.h"
#include "tests/support/shown.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace {

using namespace whereas;
using evaluate::Payment;
using evaluate::Payments;

constexpr Rounding cents{2, Rounding::Mode::half_even};

Date day(const char* text) { return Date::read(text).value(); }
Number decimal(const char* text) { return Number::from_decimal_text(text); }

check::CheckedContract contract_between(std::vector<std::string> parties) {
  check::CheckedContract contract;
  contract.title = "Shares";
  contract.units = {{"", "", true, {}}, {"USD", "USD", true, {}}};
  contract.currency = 1;
  contract.term = Period::through(day("2026-01-15"), day("2027-12-31"));
  for (std::string& party : parties) contract.parties.push_back({party, party, {}});
  return contract;
}

data::Table data_until(const char* last, const char* label) {
  data::Table table;
  table.data_ends = day(last);
  table.data_ends_label = label;
  table.files = {{"figures.csv", 1200}};
  return table;
}

Payment payment(const char* title, check::PartyId from, check::PartyId to, const char* first, const char* last, const char* label, const char* amount) {
  return {0, title, from, to, Period::through(day(first), day(last)), label, day(last).plus_days(45), decimal(amount), decimal(amount), cents, "USD", evaluate::no_reason};
}

/// A fee each way, over three quarters of two years.
Payments fees() {
  Payments payments;
  payments.payments = {payment("Fee", 0, 1, "2026-07-01", "2026-09-30", "2026-Q3", "1000.10"), payment("Refund", 1, 0, "2026-07-01", "2026-09-30", "2026-Q3", "-200.00"),
                       payment("Fee", 0, 1, "2026-10-01", "2026-12-31", "2026-Q4", "2000.20"), payment("Refund", 1, 0, "2026-10-01", "2026-12-31", "2026-Q4", "300.00"),
                       payment("Fee", 0, 1, "2027-01-01", "2027-03-31", "2027-Q1", "1234567.00"), payment("Refund", 1, 0, "2027-01-01", "2027-03-31", "2027-Q1", "0.00")};
  return payments;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool has_line(const std::string& text, const std::string& line) {
  const std::vector<std::string> lines = lines_of(text);
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

TEST_CASE("a statement shows every payment in the order given") {
  const auto statement = statement::state(contract_between({"Anthropic", "Amazon"}), data_until("2027-03-31", "2027-03"), fees());
  REQUIRE(statement.lines.size() == 6);
  CHECK(statement.lines[1].clause == "Refund");
  CHECK(statement.lines[1].from == "Amazon");
  CHECK(statement.lines[1].to == "Anthropic");
  CHECK(statement.lines[1].period == "2026-Q3");
  CHECK(statement.lines[1].due == day("2026-11-14"));
  CHECK(exact_text(statement.lines[1].paid) == "-200.00");
  CHECK(statement.currency == "USD");
  CHECK(statement.data_ends == "2027-03");
}

TEST_CASE("totals, years and positions of a statement are the sums of its payments") {
  const auto statement = statement::state(contract_between({"Anthropic", "Amazon"}), {}, fees());
  REQUIRE(statement.totals.size() == 2);
  CHECK(exact_text(statement.totals[0].paid) == "1237567.30");
  CHECK(exact_text(statement.totals[1].paid) == "100.00");
  REQUIRE(statement.years.size() == 2);
  CHECK(statement.years[0].year == "2026");
  CHECK(exact_text(statement.years[0].paid) == "3100.30");
  CHECK(exact_text(statement.years[1].paid) == "1234567.00");
  REQUIRE(statement.positions.size() == 2);
  CHECK(statement.positions[0].party == "Anthropic");
  CHECK(exact_text(statement.positions[0].paid) == "1237567.30");
  CHECK(exact_text(statement.positions[0].received) == "100.00");
  CHECK(exact_text(statement.positions[0].net) == "-1237467.30");
  CHECK(exact_text(statement.positions[1].net) == "1237467.30");
  CHECK_FALSE(statement.data_ends);
}

TEST_CASE("payments added up by year keep a due date only where all share it") {
  statement::Selection by_year;
  by_year.by = Frequency::year;
  const auto statement = statement::state(contract_between({"Anthropic", "Amazon"}), {}, fees(), by_year);
  REQUIRE(statement.lines.size() == 4);
  CHECK(statement.lines[0].period == "2026");
  CHECK(statement.lines[0].days == Period::through(day("2026-01-15"), day("2026-12-31")));
  CHECK(exact_text(statement.lines[0].paid) == "3000.30");
  CHECK_FALSE(statement.lines[0].due);
  CHECK(statement.lines[2].clause == "Fee");
  CHECK(statement.lines[2].due == day("2027-05-15"));
}

TEST_CASE("payments added up over the term are one line a clause") {
  statement::Selection by_term;
  by_term.by = Frequency::term;
  const auto statement = statement::state(contract_between({"Anthropic", "Amazon"}), {}, fees(), by_term);
  REQUIRE(statement.lines.size() == 2);
  CHECK(statement.lines[0].period == "term");
  CHECK(exact_text(statement.lines[0].paid) == "1237567.30");
}

TEST_CASE("a selection takes the payments whose period ends within it") {
  statement::Selection selection;
  selection.from = day("2026-12-31");
  selection.to = day("2026-12-31");
  const auto statement = statement::state(contract_between({"Anthropic", "Amazon"}), {}, fees(), selection);
  REQUIRE(statement.lines.size() == 2);
  CHECK(statement.lines[0].period == "2026-Q4");
  CHECK(exact_text(statement.totals[0].paid) == "2000.20");
}

TEST_CASE("nothing waits for data that reaches the end of the term") {
  auto contract = contract_between({"Anthropic", "Amazon"});
  contract.clauses.emplace_back();
  contract.clauses.front().settlement.frequency = Frequency::quarter;
  CHECK(statement::state(contract, data_until("2027-12-31", "2027-12"), fees()).waiting.empty());
  CHECK(statement::state(contract, data_until("2027-11-30", "2027-11"), fees()).waiting == std::vector<std::string>{"2027-Q4"});
  CHECK(statement::state(contract, {}, fees()).waiting.empty());
}

TEST_CASE("only the changes of rate within the selection are shown") {
  Payments payments = fees();
  payments.changes = {{day("2026-12-31"), "share_rate", 1, 2, true, {}}, {day("2027-01-01"), "share_rate", 2, 3, true, {}}};
  statement::Selection selection;
  selection.from = day("2027-01-01");
  const auto statement = statement::state(contract_between({"Anthropic", "Amazon"}), {}, payments, selection);
  REQUIRE(statement.changes.size() == 1);
  CHECK(statement.changes[0].day == day("2027-01-01"));
}

TEST_CASE("what is not rounded is shown exactly, as a fraction where the decimal does not end") {
  Payments payments;
  payments.payments = {payment("Third", 0, 1, "2026-02-01", "2026-02-28", "2026-02", "0"), payment("Eighth", 0, 1, "2026-02-01", "2026-02-28", "2026-02", "0.125")};
  payments.payments[0].amount = Number::fraction(1, 3);
  for (Payment& paid : payments.payments) {
    paid.rounding.reset();
    paid.currency.reset();
    paid.due.reset();
  }
  auto contract = contract_between({"Anthropic", "Amazon"});
  contract.currency.reset();
  const auto statement = statement::state(contract, {}, payments);
  const auto json = nlohmann::json::parse(statement::write_json(statement));
  CHECK(json["currency"].is_null());
  CHECK(json["data_ends"].is_null());
  CHECK(json["payments"][0]["amount"] == "1/3");
  CHECK(json["payments"][0]["due"].is_null());
  CHECK(json["payments"][0]["currency"].is_null());
  CHECK(json["payments"][1]["amount"] == "0.125");
  CHECK(statement.not_rounded == std::vector<std::string>{"Third", "Eighth"});
  CHECK(has_line(statement::write_table(statement), "Nothing is rounded: every amount is exact."));
}

TEST_CASE("the JSON statement has its keys in the order of the reference, and amounts as text") {
  Payments payments;
  payments.payments = {payment("Fee", 0, 1, "2026-07-01", "2026-09-30", "2026-Q3", "1000.10")};
  const std::string json = statement::write_json(statement::state(contract_between({"Anthropic", "Amazon"}), data_until("2026-09-30", "2026-09"), payments));
  CHECK(json == R"({
  "deal": "Shares",
  "currency": "USD",
  "data_ends": "2026-09",
  "payments": [
    {
      "clause": "Fee",
      "from": "Anthropic",
      "to": "Amazon",
      "period": "2026-Q3",
      "due": "2026-11-14",
      "amount": "1000.10",
      "currency": "USD"
    }
  ],
  "totals": [
    {
      "clause": "Fee",
      "from": "Anthropic",
      "to": "Amazon",
      "amount": "1000.10",
      "currency": "USD"
    }
  ]
}
)");
}

TEST_CASE("the JSON statement is JSON whatever a title holds, and lists nothing where nothing is paid") {
  auto contract = contract_between({"Anthropic", "Amazon"});
  contract.title = "a \"quoted\" \\ title\n\x01 ünï";
  const auto json = nlohmann::json::parse(statement::write_json(statement::state(contract, {}, {})));
  CHECK(json["deal"] == contract.title);
  CHECK(json["payments"] == nlohmann::json::array());
  CHECK(json["totals"] == nlohmann::json::array());
}

TEST_CASE("the CSV statement quotes what CSV needs quoted, and disarms what a spreadsheet would run") {
  Payments payments;
  payments.payments = {payment("=HYPERLINK(\"x\")", 0, 1, "2026-07-01", "2026-09-30", "2026-Q3", "-5.00"), payment("Fee, as amended", 0, 1, "2026-07-01", "2026-09-30", "2026-Q3", "1.00")};
  payments.payments[1].due.reset();
  payments.payments[1].currency.reset();
  const auto statement = statement::state(contract_between({"Anthropic", "Amazon"}), {}, payments);
  const std::string csv = statement::write_csv({statement::Run{std::nullopt, {statement}, {}}});
  CHECK(csv ==
        "clause,from,to,period,due,amount,currency\n"
        "\"'=HYPERLINK(\"\"x\"\")\",Anthropic,Amazon,2026-Q3,2026-11-14,-5.00,USD\n"
        "\"Fee, as amended\",Anthropic,Amazon,2026-Q3,,1.00,\n");
}

TEST_CASE("the table sets amounts right, groups their digits and ends in sums by clause, year and party") {
  auto contract = contract_between({"Anthropic", "Amazon"});
  contract.parties[0].full_name = "Anthropic, PBC";
  Payments payments = fees();
  payments.changes = {{day("2027-01-01"), "reseller_rate", Number::decimal(5, 1), Number::decimal(45, 2), true, {}}};
  payments.remarks = {{"of \"Advance\" 12 is not yet recouped"}};
  check::ClauseInfo quarterly;
  quarterly.settlement.frequency = Frequency::quarter;
  check::ClauseInfo yearly;
  yearly.settlement.frequency = Frequency::year;
  contract.clauses = {quarterly, yearly, quarterly};
  const std::string table = statement::write_table(statement::state(contract, data_until("2027-03-31", "2027-03"), payments));
  CHECK(table == R"(Shares
Anthropic  Anthropic, PBC
Amazon
Term 2026-01-15 to 2027-12-31

Period   Clause  Payer → payee       Due                  USD
─────────────────────────────────────────────────────────────
2026-Q3  Fee     Anthropic → Amazon  2026-11-14      1,000.10
2026-Q3  Refund  Amazon → Anthropic  2026-11-14       -200.00
2026-Q4  Fee     Anthropic → Amazon  2027-02-14      2,000.20
2026-Q4  Refund  Amazon → Anthropic  2027-02-14        300.00
2027-Q1  Fee     Anthropic → Amazon  2027-05-15  1,234,567.00
2027-Q1  Refund  Amazon → Anthropic  2027-05-15          0.00
─────────────────────────────────────────────────────────────
Total                                            1,237,667.30

By clause  Payer → payee                USD
───────────────────────────────────────────
Fee        Anthropic → Amazon  1,237,567.30
Refund     Amazon → Anthropic        100.00

By year           USD
─────────────────────
2026         3,100.30
2027     1,234,567.00

By party           Pays      Receives            Net
────────────────────────────────────────────────────
Anthropic  1,237,567.30        100.00  -1,237,467.30
Amazon           100.00  1,237,567.30   1,237,467.30

Rates that changed
2027-01-01  reseller_rate  50%  → 45%

Data ends with 2027-03: 2027-Q2, 2027 and what follows wait for data.
of "Advance" 12 is not yet recouped
Read figures.csv: 1,200 rows.
)");
}

TEST_CASE("the table names the currency of each amount where there are several") {
  Payments payments = fees();
  payments.payments[1].currency = "EUR";
  const std::string table = statement::write_table(statement::state(contract_between({"Anthropic", "Amazon"}), {}, payments));
  CHECK(has_line(table, "2026-Q3  Refund  Amazon → Anthropic  2026-11-14       -200.00  EUR"));
  CHECK(has_line(table, "Total                                                 -200.00  EUR"));
}

TEST_CASE("a long title is cut so that the table stays within 100 columns") {
  Payments payments = fees();
  for (Payment& paid : payments.payments) paid.title = std::string(120, 'x') + paid.title;
  const std::string table = statement::write_table(statement::state(contract_between({"Anthropic", "Amazon"}), {}, payments));
  std::size_t widest = 0;
  for (const std::string& line : lines_of(table)) widest = std::max(widest, display_width(line));
  CHECK(widest == 100);
  CHECK(table.find("…") != std::string::npos);
}

TEST_CASE("a statement of nothing says so") {
  const std::string table = statement::write_table(statement::state(contract_between({"Anthropic", "Amazon"}), {}, {}));
  CHECK(has_line(table, "Nothing is paid yet."));
}

TEST_CASE("what a file brings cannot steer a terminal") {
  auto contract = contract_between({"Anthropic", "Amazon"});
  contract.title = "red \x1B[31m";
  Payments payments;
  payments.payments = {payment("\x1B[2J", 0, 1, "2026-07-01", "2026-09-30", "2026-Q3", "1.00")};
  const std::string table = statement::write_table(statement::state(contract, {}, payments));
  CHECK(table.find('\x1B') == std::string::npos);
}

TEST_CASE("words are wrapped at blanks, and go on indented") {
  CHECK(statement::wrapped("one two three four", 9, 2) == "one two\n  three\n  four");
  CHECK(statement::wrapped("unbreakable", 4, 2) == "unbreakable");
}

}  // namespace

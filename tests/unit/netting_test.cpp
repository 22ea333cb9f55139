#include "interpreter/statement/netting.h"
#include "tests/support/shown.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace whereas;
using namespace whereas::statement;

namespace {

Date day(const char* text) { return Date::read(text).value(); }

check::CheckedContract between(const std::vector<std::string>& names) {
  check::CheckedContract contract;
  for (const std::string& name : names) contract.parties.push_back({name, name, {}});
  return contract;
}

/// Paid for the one day that is named.
evaluate::Payment payment(const check::CheckedContract& contract, const char* from, const char* to, const char* on, Number amount) {
  const Period period = Period::through(day(on), day(on));
  return {0, "Payment", *contract.party_named(from), *contract.party_named(to), period, on, std::nullopt, amount, amount, std::nullopt, "USD", evaluate::no_reason};
}

/// `2024 Amazon from Anthropic: 2 of its own, 1 organic`
std::vector<std::string> told(const std::vector<Return>& returns) {
  std::vector<std::string> lines;
  for (const Return& one : returns) {
    lines.push_back(one.period + " " + one.party + " from " + one.from + ": " + exact_text(one.own) + " of its own, " + exact_text(one.organic) + " organic");
  }
  return lines;
}

std::vector<std::string> told(const std::vector<NetPosition>& positions) {
  std::vector<std::string> lines;
  for (const NetPosition& one : positions) lines.push_back(one.period + " " + one.party + " " + exact_text(one.paid) + " " + exact_text(one.received) + " " + exact_text(one.net));
  return lines;
}

}  // namespace

TEST_CASE("An investment of 8 that comes back as spend of 2 a year is the investor's own money for four years") {
  const auto investment = between({"Amazon", "Anthropic"});
  const auto cloud = between({"Anthropic", "Amazon"});
  evaluate::Payments invested;
  invested.payments = {payment(investment, "Amazon", "Anthropic", "2024-03-27", 8)};
  evaluate::Payments spent;
  for (const char* year : {"2024-12-31", "2025-12-31", "2026-12-31", "2027-12-31"}) spent.payments.push_back(payment(cloud, "Anthropic", "Amazon", year, 2));
  spent.payments.push_back(payment(cloud, "Anthropic", "Amazon", "2028-12-31", 3));

  Netter netter(Frequency::year);
  netter.take(investment, invested, std::nullopt, {});
  netter.take(cloud, spent, std::nullopt, {});
  const Netting netting = netter.finish();
  CHECK(told(netting.returns) == std::vector<std::string>{"2024 Amazon from Anthropic: 2 of its own, 0 organic", "2025 Amazon from Anthropic: 2 of its own, 0 organic",
                                                          "2026 Amazon from Anthropic: 2 of its own, 0 organic", "2027 Amazon from Anthropic: 2 of its own, 0 organic",
                                                          "2028 Amazon from Anthropic: 0 of its own, 3 organic"});
  CHECK(told(netting.positions).front() == "2024 Amazon 8 2 -6");
}

TEST_CASE("What was received before the money was paid is organic") {
  const auto contract = between({"Amazon", "Anthropic"});
  evaluate::Payments paid;
  paid.payments = {payment(contract, "Anthropic", "Amazon", "2024-01-31", 5), payment(contract, "Amazon", "Anthropic", "2024-06-30", 8),
                   payment(contract, "Anthropic", "Amazon", "2024-12-31", 5)};
  Netter netter(Frequency::term);
  netter.take(contract, paid, std::nullopt, {});
  // Of the 8, 5 are what Anthropic had paid; 3 are Amazon's, and come back out of the last 5.
  CHECK(told(netter.finish().returns) == std::vector<std::string>{"term Amazon from Anthropic: 3 of its own, 7 organic", "term Anthropic from Amazon: 5 of its own, 3 organic"});
}

TEST_CASE("Money that only goes one way does not come back, and a payment below zero goes the other way") {
  const auto contract = between({"Amazon", "Anthropic", "Google"});
  evaluate::Payments paid;
  paid.payments = {payment(contract, "Anthropic", "Google", "2024-01-31", 5), payment(contract, "Anthropic", "Amazon", "2024-02-29", 5),
                   payment(contract, "Anthropic", "Amazon", "2024-03-31", -2)};
  Netter netter(Frequency::term);
  netter.take(contract, paid, std::nullopt, {});
  const Netting netting = netter.finish();
  CHECK(told(netting.returns) == std::vector<std::string>{"term Anthropic from Amazon: 2 of its own, 0 organic"});
  CHECK(told(netting.positions) == std::vector<std::string>{"term Amazon 0 3 3", "term Anthropic 8 0 -8", "term Google 0 5 5"});
}

TEST_CASE("What is not shown has been lent all the same") {
  const auto contract = between({"Amazon", "Anthropic"});
  evaluate::Payments paid;
  paid.payments = {payment(contract, "Amazon", "Anthropic", "2023-06-30", 3), payment(contract, "Anthropic", "Amazon", "2024-06-30", 5)};
  Selection selection;
  selection.from = day("2024-01-01");
  Netter netter(Frequency::year);
  netter.take(contract, paid, std::nullopt, selection);
  const Netting netting = netter.finish();
  CHECK(told(netting.returns) == std::vector<std::string>{"2024 Amazon from Anthropic: 3 of its own, 2 organic"});
  CHECK(told(netting.positions) == std::vector<std::string>{"2024 Amazon 0 5 5", "2024 Anthropic 5 0 -5"});
}

TEST_CASE("Two parties that settle net pay the difference of each period that is settled whole") {
  auto contract = between({"Amazon", "Anthropic", "Google"});
  contract.net_settlements.push_back({0, 1, Frequency::quarter, std::nullopt, {}});
  evaluate::Payments paid;
  paid.payments = {payment(contract, "Amazon", "Anthropic", "2024-02-29", 10), payment(contract, "Anthropic", "Amazon", "2024-03-31", 30),
                   payment(contract, "Google", "Amazon", "2024-03-31", 100), payment(contract, "Anthropic", "Amazon", "2024-06-30", 7),
                   payment(contract, "Amazon", "Anthropic", "2024-06-30", 7), payment(contract, "Amazon", "Anthropic", "2024-07-31", 9)};
  Report report;
  const auto lines = net_lines(contract, paid, std::nullopt, day("2024-08-31"), {}, report);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].period == "2024-Q1");
  CHECK(lines[0].from == "Anthropic");
  CHECK(lines[0].to == "Amazon");
  CHECK(exact_text(lines[0].by_one) == "10");
  CHECK(exact_text(lines[0].by_other) == "30");
  CHECK(exact_text(lines[0].net) == "20");
  CHECK(lines[1].period == "2024-Q2");
  CHECK(lines[1].from.empty());
  CHECK(exact_text(lines[1].net) == "0");
  CHECK_FALSE(report.has_errors());
}

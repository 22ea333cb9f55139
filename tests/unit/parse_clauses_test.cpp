#include "tests/support/parsed.h"

#include <catch2/catch.hpp>

#include <utility>

using whereas::test::tree_of;

namespace {

/// The tree of one proviso line under a clause.
std::string proviso(const std::string& line) {
  const std::string clause = "clause\n  A pays B\n  amount\n    x\n";
  const std::string tree = tree_of("A pays B x\n  " + line + "\n");
  return tree.starts_with(clause) ? tree.substr(clause.size()) : tree;
}

/// The tree of what a clause pays.
std::string paid(const std::string& amount) {
  const std::string clause = "clause\n  A pays B\n";
  const std::string tree = tree_of("A pays B " + amount + "\n");
  return tree.starts_with(clause) ? tree.substr(clause.size()) : tree;
}

}  // namespace

TEST_CASE("The one-line contract has no header") {
  CHECK(tree_of("share 50% of gross_profit after inference_cost") == R"(clause, the whole contract
  payer pays payee
  share
    of
      rate 0.5
      after
        gross_profit
        inference_cost
)");
  CHECK(tree_of("10,000 each month\n  at most 60,000 each year\n") == R"(clause, the whole contract
  payer pays payee
  sum each month
    number 10000
  at most each year
    number 60000
)");
}

TEST_CASE("A clause has a title, a payer, a payee, an amount and provisos") {
  CHECK(tree_of("clause \"Reseller share\"\n  Anthropic shall pay Amazon share 50% of x\n    never below zero\n") ==
        R"(clause "Reseller share"
  Anthropic pays Amazon
  share
    of
      rate 0.5
      x
  never below zero
)");
  CHECK(tree_of("clause\n  A pays AWS 5m\n") == "clause\n  A pays AWS\n  amount\n    number 5000000\n");
}

TEST_CASE("Tiers are of the slice or of the whole, of rates, prices or packages") {
  CHECK(paid("on revenue after cost, each year:\n 30% of the first 1bn\n 25% of the next 4bn\n low_rate of the rest") ==
        R"(  tiers each year
    on
      after
        revenue
        cost
    first
      rate 0.3
      number 1000000000
    next
      rate 0.25
      number 4000000000
    rest
      low_rate
)");
  CHECK(paid(", on x over the term: 3% of all if under 5, 2% of all if up to 9, 1% of all otherwise, going forward") ==
        R"(  tiers over the term, going forward
    on
      x
    all if
      rate 0.03
      number 5
    all if up to
      rate 0.02
      number 9
    all otherwise
      rate 0.01
)");
  CHECK(paid("on output_tokens: 15.00 per million of the first 1bn, 0.05 per started 1,000 of the rest") == R"(  tiers
    on
      output_tokens
    first
      per 1000000
        number 15
      number 1000000000
    rest
      per started 1000
        number 0.05
)");
}

TEST_CASE("Fixed sums rise, come in advance, and are added") {
  CHECK(paid("33,333 each quarter, rising 3% each year, simple and 10 each month, in advance\n fee each half year") ==
        R"(  sum each quarter
    number 33333
    rising each year, simple
      rate 0.03
  sum each month, in advance
    number 10
  sum each half year
    fee
)");
}

TEST_CASE("Dated sums stand on lines of their own") {
  CHECK(paid("\n 1.25bn on 2023-10-15\n 4bn on 2024-11-22") == R"(  sum on 2023-10-15
    number 1250000000
  sum on 2024-11-22
    number 4000000000
)");
}

TEST_CASE("Every proviso of the reference") {
  const auto [written, tree] = GENERATE(table<std::string, std::string>({
      {"never below zero", "  never below zero\n"},
      {"never below zero, losses carried forward", "  never below zero, losses carried forward\n"},
      {"never below zero, losses carried forward for 8 quarters", "  never below zero, losses carried forward for 8 quarters\n"},
      {"never below zero, losses carried forward, using at most 80% of a later profit",
       "  never below zero, losses carried forward\n    using at most, of a later profit\n      rate 0.8\n"},
      {"nothing if under 50, carried forward, lapses", "  nothing if under, carried forward, lapses\n    number 50\n"},
      {"nothing if under 50, waived", "  nothing if under, waived\n    number 50\n"},
      {"nothing if under 50", "  nothing if under\n    number 50\n"},
      {"at least 2m each year, credited across the term", "  at least each year, credited across the term\n    number 2000000\n"},
      {"at most 5m each year, excess carried forward, paid at the end, calling the balance excess_left",
       "  at most each year, excess carried forward, paid at the end, calling the balance excess_left\n    number 5000000\n"},
      {"grossed up for 15% withholding", "  grossed up\n    rate 0.15\n"},
      {"crediting 50% of x, at most 40% of what is due, rest carried forward",
       "  crediting, rest carried forward\n    of\n      rate 0.5\n      x\n    at most, of what is due\n      rate 0.4\n"},
      {"crediting \"Fee\", at most 5m, rest lapses",
       "  crediting, rest lapses\n    \"Fee\"\n    at most\n      number 5000000\n"},
      {"held back 10% for 2 quarters, at most 5m held",
       "  held back for 2 quarters\n    rate 0.1\n    at most held\n      number 5000000\n"},
      {"held back 10% until 2026-06-30, released equally over 4 quarters",
       "  held back until 2026-06-30\n    rate 0.1\n    released equally over 4 quarters\n"},
      {"held back 10% until 2026-06-30, released 50% on 2026-09-30 and the rest on 2026-12-31",
       "  held back until 2026-06-30\n    rate 0.1\n    released on 2026-09-30\n      rate 0.5\n    released the rest on 2026-12-31\n"},
      {"late payments bear 9% a year, simple, ACT/365, paid as received_by_day",
       "  late payments bear each year, simple, ACT/365\n    rate 0.09\n    paid as\n      received_by_day\n"},
      {"late payments bear 0.05% a day, compounded, paid as received_by_day, charged at the end of the term",
       "  late payments bear each day, compounded\n    rate 0.0005\n    paid as\n      received_by_day\n    charged over the term\n"},
      {"either way", "  either way\n"},
      {"base losses carried forward", "  base losses carried forward\n"},
      {"at least 2m each quarter", "  at least each quarter\n    number 2000000\n"},
      {"at least 2m each quarter, credited across the year",
       "  at least each quarter, credited across the year\n    number 2000000\n"},
      {"at most 12% of x each year", "  at most each year\n    of\n      rate 0.12\n      x\n"},
      {"at most 5m over the term", "  at most over the term\n    number 5000000\n"},
      {"at most 5m each year, excess carried forward, lapses",
       "  at most each year, excess carried forward, lapses\n    number 5000000\n"},
      {"less 15% withholding", "  withholding\n    rate 0.15\n"},
      {"then plus 5", "  then plus\n    number 5\n"},
      {"then less y after z", "  then less\n    after\n      y\n      z\n"},
      {"recouping \"Advance\" at 50%", "  recouping \"Advance\"\n    rate 0.5\n"},
      {"held back 10% until 2027-01-01, lapses", "  held back until 2027-01-01, lapses\n    rate 0.1\n"},
      {"deferred 40% from 2025 to 2028, repaid equally over 2029 to 2032",
       "  deferred from 2025 to 2028, repaid over 2029 to 2032\n    rate 0.4\n"},
      {"deferred r from 2025 to 2028, paid equally over 2029 to 2032 with 5% interest, ACT/365",
       "  deferred from 2025 to 2028, repaid over 2029 to 2032\n    r\n    interest, ACT/365\n      rate 0.05\n"},
      {"from 2024-06-01", "  from 2024-06-01\n"},
      {"from 3 months after the start of the term", "  from 3 months after the start of the term\n"},
      {"from the earlier of \"Approval\", 30 days after \"Notice\" and 2024-06-01", "  from the earlier of \"Approval\", 30 days after \"Notice\" and 2024-06-01\n"},
      {"until 2 weeks before the later of \"Approval\" and the end of the term", "  until 2 weeks before the later of \"Approval\" and the end of the term\n"},
      {"until 2024-06-01", "  until 2024-06-01\n"},
      {"through 2024-Q2", "  through 2024-Q2\n"},
      {"while y is at least 5", "  while\n    is at least\n      y\n      number 5\n"},
      {"while y is under 5, from the next period", "  while, from the next period\n    is under\n      y\n      number 5\n"},
      {"once y is over 5", "  once\n    is over\n      y\n      number 5\n"},
      {"once y is over 5, from that period", "  once, from that period\n    is over\n      y\n      number 5\n"},
      {"settled monthly", "  settled monthly\n"},
      {"settled monthly, due 5 days after month end", "  settled monthly\n  due 5 days after month end\n"},
      {"due 45 days after quarter end", "  due 45 days after quarter end\n"},
      {"due 10 days before month end", "  due 10 days before month end\n"},
      {"due on the first day of the quarter", "  due on the first day of the quarter\n"},
      {"due 5 business days of \"TARGET\" before period start", "  due 5 business days of \"TARGET\" before period start\n"},
      {"rounded to dollars, half down", "  rounded to 0 places, half down\n"},
      {"rounded to 0.001, up", "  rounded to 3 places, up\n"},
      {"prorated by days", "  prorated by days\n"},
  }));
  CHECK(proviso(written) == tree);
}

TEST_CASE("A word that begins the next part is not taken for one of the part before") {
  CHECK(proviso("at most the sum of monthly y over the term") == "  at most over the term\n    sum of monthly\n      y\n");
  CHECK(proviso("at least y each year\n  at most z each year") == "  at least each year\n    y\n  at most each year\n    z\n");
  CHECK(proviso("while y is under z\n  from 2026-01-01") == "  while\n    is under\n      y\n      z\n  from 2026-01-01\n");
}

TEST_CASE("Withholding on a line of its own is no subtraction, however its rate is written") {
  CHECK(proviso("less (5% plus y) withholding") == "  withholding\n    grouped\n      plus\n        rate 0.05\n        y\n");
  CHECK(proviso("less y") == "clause\n  A pays B\n  amount\n    less\n      x\n      y\n");
}

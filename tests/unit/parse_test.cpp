#include "lang/syntax/parse.h"

#include "lang/syntax/letters.h"
#include "lang/syntax/reserved.h"
#include "tests/support/parsed.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace whereas;
using test::Parsed;
using test::tree_of;

TEST_CASE("The settings of a deal") {
  CHECK(tree_of(R"(deal "Claude on Amazon Bedrock"
term 2024-01-01 to 2029-12-31
currency USD
settled quarterly, due 45 days after quarter end
settled at the end of the term
settled half-yearly
rounded to cents, half even
fiscal year ends 30 June
contract year begins 1 April
use "rates.deal"
)") == R"(deal "Claude on Amazon Bedrock"
term 2024-01-01 to 2029-12-31
currency USD
settled quarterly, due 45 days after quarter end
settled over the term
settled half-yearly
rounded to 2 places, half even
fiscal year ends 06-30
contract year begins 04-01
use "rates.deal"
)");
}

TEST_CASE("Parties, units and inputs") {
  CHECK(tree_of(R"(party Anthropic, "Anthropic, PBC"
party AWS
unit item, items
unit hours
input revenue by channel, region  monthly USD  "Sales"
input stake_value                 at month end USD        # a balance
input usd_per_eur                 at month end USD per EUR
input refunds                     monthly USD, missing is zero
input margin_call                 monthly USD, may be negative
input cpi_change                  yearly rate
input fee yearly USD, spread evenly, from 2022-01
input tax yearly USD, spread by days
)") == R"(party Anthropic, "Anthropic, PBC"
party AWS
unit item, items
unit hours
input revenue by channel, region monthly USD "Sales"
input stake_value at month end USD
input usd_per_eur at month end USD per EUR
input refunds monthly USD, missing is zero
input margin_call monthly USD, may be negative
input cpi_change yearly rate
input fee yearly USD, spread evenly, from 2022-01
input tax yearly USD, spread by days
)");
}

TEST_CASE("Measures, with parameters, told costs and exceptions") {
  CHECK(tree_of(R"(gross_profit after costs means revenue after costs
margin(cost, tax) means revenue after cost, tax
reseller_rate means 50%
  except 45% from 2027-01-01
  except base_rate from 2027-01-01 to 2027-12-31
  except 40% until 2028-01-01
  except 30% through 2028-Q1
  except 20% while x is at least 10bn, from the next period
  except 35% once cumulative x is at least 40bn
)") == R"(gross_profit after costs means
  after
    revenue
    costs
margin(cost, tax) means
  after
    revenue
    cost
    tax
reseller_rate means
  rate 0.5
  except from 2027-01-01
    rate 0.45
  except from 2027-01-01 through 2027-12-31
    base_rate
  except until 2028-01-01
    rate 0.4
  except through 2028-Q1
    rate 0.3
  except
    rate 0.2
    while, from the next period
      is at least
        x
        number 10000000000
  except
    rate 0.35
    once
      is at least
        cumulative
          x
        number 40000000000
)");
}

TEST_CASE("A commitment, with each kind of minimum, its price, shortfall and excess") {
  CHECK(tree_of(R"(commitment "Compute"
  Anthropic commits to Amazon 80m hours of compute_hours over the term
    at least 5m in 2026
    at least floor_hours each quarter
    at least 9m by 2027-06-30
    at 2.10 per hour
    pays 50% of any shortfall, due 60 days after year end
    excess carried forward, at most 20%
    any shortfall made up within 2 years is paid back
    settled quarterly
)") == R"(commitment "Compute"
  Anthropic commits to Amazon
  total
    quantity 80000000 hours
  of
    compute_hours
  over the term
  at least in 2026
    number 5000000
  at least each quarter
    floor_hours
  at least by 2027-06-30
    number 9000000
  at
    per hour
      number 2.1
  pays any shortfall, due 60 days after year end
    only
      rate 0.5
  excess carried forward
    at most
      rate 0.2
  any shortfall made up within 2 years is paid back
  settled quarterly
)");
  CHECK(tree_of(R"(commitment "Compute"
  Anthropic commits to Amazon 5bn of "Compute fee" each year
    pays no shortfall
    excess lapses
)") == R"(commitment "Compute"
  Anthropic commits to Amazon
  total
    number 5000000000
  of
    "Compute fee"
  each year
  pays no shortfall
  excess lapses
)");
}

TEST_CASE("A waterfall, with each kind of target") {
  CHECK(tree_of(R"(waterfall "Distributions" of distributable_cash each year from Fund
  first 100% to LP until LP has received capital_called
  then  100% to LP until LP has earned 8% a year compounded on capital_called, ACT/365
  then  100% to GP until GP has 20% of profit
  then  75% to LP, 20% to GP and 5% to Agent
  remainder to LP
  settled yearly, due 30 days after year end
)") == R"(waterfall "Distributions" each year from Fund
  of
    distributable_cash
  step
    to LP
      rate 1
    until LP has received
      capital_called
  step
    to LP
      rate 1
    until LP has earned a year compounded, ACT/365
      rate 0.08
      on
        capital_called
  step
    to GP
      rate 1
    until GP has of profit
      rate 0.2
  step
    to LP
      rate 0.75
    to GP
      rate 0.2
    to Agent
      rate 0.05
  remainder to LP
  settled yearly
  due 30 days after year end
)");
}

TEST_CASE("An amendment restates clauses and measures, and ends clauses") {
  CHECK(tree_of(R"(amendment "Amendment No. 1", effective 2025-07-01
  clause "Compute fee" now reads
    Anthropic pays Amazon 0.90 per million served_tokens
      at most 5m each year
  reseller_rate now means 45%
    except 40% from 2026-01-01
  token_price now means 0.90 per million
  fee now means 5, counting anew
  clause "Marketing fund" ends
)") == R"(amendment "Amendment No. 1", effective 2025-07-01
  now reads
    clause "Compute fee"
      Anthropic pays Amazon
      amount
        per 1000000 served_tokens
          number 0.9
      at most each year
        number 5000000
  now means
    reseller_rate means
      rate 0.45
      except from 2026-01-01
        rate 0.4
  now means
    token_price means
      per 1000000
        number 0.9
  now means, counting anew
    fee means
      number 5
  "Marketing fund" ends
)");
}

TEST_CASE("Scenarios, tests and promises") {
  CHECK(tree_of(R"(scenario "Analyst"
  revenue is 4bn in 2025, 10bn in 2026, spread evenly
  cost is 40% of revenue
  users grows 8% each month from 300m
scenario "Winter" from "winter.csv"
test "what AWS earns"
  given "Analyst"
  expect inference in 2026 = 3bn within 0.1bn
  expect "Share" in 2026-Q1 = 750,000,000.00
  expect AWS receives 3bn in 2026
  expect AWS receives net 2bn due in 2026
ensure "Share" in every year is at most 12% of revenue
)") == R"(scenario "Analyst"
  revenue
    in 2025
      number 4000000000
    in 2026
      number 10000000000
    spread evenly
  cost
    of
      rate 0.4
      revenue
  users
    grows each month
      rate 0.08
    from
      number 300000000
scenario "Winter" from "winter.csv"
test "what AWS earns"
  given "Analyst"
  expect
    in 2026
      inference
    number 3000000000
    within
      number 100000000
  expect
    in 2026-Q1
      "Share"
    number 750000000
  expect AWS receives in 2026
    number 3000000000
  expect AWS receives net due in 2026
    number 2000000000
ensure in every year
  is at most
    "Share"
    of
      rate 0.12
      revenue
)");
}

TEST_CASE("Line ends and blanks carry no meaning within a declaration") {
  const std::string one_line = "clause \"Fee\" A pays B 50% of x after y never below zero at most 5m each year\n";
  const std::string many_lines =
      "clause\r\n \"Fee\"\r\n\tA pays\n\n  B 50% of  # a rate\n x\n after y never below\n zero\n at most 5m\n each year";
  CHECK(tree_of(one_line) == tree_of(many_lines));
}

TEST_CASE("Comments lie beside the tree, and a `#` in a title is none") {
  const Parsed parsed("# first\nx means 5 # second  \n  # third\ndeal \"No. # 1\" # fourth\n");
  REQUIRE(parsed.contract.comments.size() == 4);
  CHECK(parsed.slice(parsed.contract.comments[0].span) == "# first");
  CHECK(parsed.slice(parsed.contract.comments[1].span) == "# second");
  CHECK(parsed.slice(parsed.contract.comments[2].span) == "# third");
  CHECK(parsed.slice(parsed.contract.comments[3].span) == "# fourth");
  CHECK(parsed.tree() == "x means\n  number 5\ndeal \"No. # 1\"\n");
}

TEST_CASE("Spans reach from the first word to the end of the last, without what follows") {
  const Parsed parsed("\n\nclause \"Fee\"   \n  A pays B  50% of ( x after y )  # why\n    at most 5m each year   \n\n# end\n");
  REQUIRE(parsed.contract.declarations.size() == 1);
  const auto& declaration = parsed.contract.declarations[0];
  CHECK(parsed.slice(declaration.span) == "clause \"Fee\"   \n  A pays B  50% of ( x after y )  # why\n    at most 5m each year");
  const auto& clause = std::get<syntax::Clause>(declaration.form);
  CHECK(parsed.slice(clause.title->span) == "\"Fee\"");
  CHECK(clause.title->text == "Fee");
  CHECK(parsed.slice(clause.payer.span) == "A");
  CHECK(parsed.slice(clause.amount.span) == "50% of ( x after y )");
  CHECK(parsed.slice(clause.provisos.at(0).span) == "at most 5m each year");
  const auto& amount = std::get<syntax::Share>(clause.amount.form).amount;
  const auto& of = std::get<syntax::Of>(amount.form);
  CHECK(parsed.slice(of.rate->span) == "50%");
  CHECK(parsed.slice(of.base->span) == "( x after y )");
  const auto& after = std::get<syntax::After>(std::get<syntax::Grouped>(of.base->form).inside->form);
  CHECK(parsed.slice(after.amount->span) == "x");
  CHECK(parsed.slice(after.deductions.at(0).cost->span) == "y");
}

TEST_CASE("Windows know their own words") {
  const Parsed parsed("x means y over trailing 3 months plus average of z where c is \"d\"\n");
  const auto& measure = std::get<syntax::Measure>(parsed.contract.declarations.at(0).form);
  const auto& sum = std::get<syntax::Arithmetic>(measure.value.form);
  CHECK(parsed.slice(std::get<syntax::Windowed>(sum.left->form).window_span) == "over trailing 3 months");
  const auto& filtered = std::get<syntax::Filtered>(sum.right->form);
  CHECK(parsed.slice(filtered.where_span) == "where c is \"d\"");
  CHECK(parsed.slice(std::get<syntax::Windowed>(filtered.measured->form).window_span) == "average");
}

TEST_CASE("Expression ids are given out without gaps, also after a declaration that broke off") {
  Sources sources;
  syntax::ExpressionIds ids{100};
  Report report;
  const Source& source =
      sources.add("a.deal", "x means 5 plus 6 plus (\ny means 5 plus 6\nz means -(1 month plus 2)\nw means 5M plus 3\n");
  syntax::parse(source, ids, report);
  // y: 5, 6, plus; z: 1 month, 2, plus, grouped, negated
  CHECK(ids.next == 108);
}

TEST_CASE("Reserved words name nothing, and the table is in order") {
  CHECK(syntax::is_reserved("month"));
  CHECK_FALSE(syntax::is_reserved("cost_per_month"));
  CHECK_FALSE(syntax::is_reserved("profit"));
  const auto words = syntax::reserved_words();
  CHECK(std::is_sorted(words.begin(), words.end()));
  for (const std::string_view word : words) {
    if (word.find('-') != std::string_view::npos) continue;
    INFO(word);
    CHECK(tree_of(std::string(word) + " means 5\n").find("error[syntax]") != std::string::npos);
  }
}

TEST_CASE("Digits shaped like a date or a period are one, and others are numbers") {
  CHECK(syntax::dated_digits_length("2026-03-31 x") == 10);
  CHECK(syntax::dated_digits_length("2026-Q3") == 7);
  CHECK(syntax::dated_digits_length("2026-H1,") == 7);
  CHECK(syntax::dated_digits_length("2026-03") == 7);
  CHECK(syntax::dated_digits_length("2026-3-1") == 8);
  CHECK(syntax::dated_digits_length("2026") == 0);
  CHECK(syntax::dated_digits_length("2026-300") == 0);
  CHECK(syntax::date_or_period_length("2026 x") == 4);
  CHECK(syntax::number_length("1,000,000, x") == 9);
  CHECK(syntax::number_length("1,000,000,5") == 11);
  CHECK(syntax::number_length("12.5% of") == 5);
  CHECK(syntax::number_length("1.3  million x") == 12);
  CHECK(syntax::number_length("5MM x") == 3);
  CHECK(syntax::number_length("5. x") == 1);
}

#include "tests/support/parsed.h"

#include <catch2/catch.hpp>

using whereas::test::amount_tree;
using whereas::test::tree_of;

TEST_CASE("`of` reaches furthest, then `after`, then plus and less, then times and divided by") {
  CHECK(amount_tree("50% of revenue after cost") == R"(of
  rate 0.5
  after
    revenue
    cost
)");
  CHECK(amount_tree("10,000 plus 5% of revenue") == R"(plus
  number 10000
  of
    rate 0.05
    revenue
)");
  CHECK(amount_tree("50% of a plus b") == R"(of
  rate 0.5
  plus
    a
    b
)");
  CHECK(amount_tree("a plus b times c less d divided by e") == R"(less
  plus
    a
    times
      b
      c
  divided by
    d
    e
)");
  CHECK(amount_tree("a - b - c") == amount_tree("a less b less c"));
  CHECK(amount_tree("a * b / c") == amount_tree("a times b divided by c"));
  CHECK(amount_tree("a plus b after c") == R"(after
  plus
    a
    b
  c
)");
}

TEST_CASE("`after` takes a list, of which each may be capped") {
  CHECK(amount_tree("revenue after a, b and c") == "after\n  revenue\n  a\n  b\n  c\n");
  CHECK(amount_tree("revenue after distribution_cost (at most 3% of revenue after tax), returns") == R"(after
  revenue
  distribution_cost
  at most
    of
      rate 0.03
      after
        revenue
        tax
  returns
)");
  CHECK(amount_tree("revenue after 5% of sales, tax") == "after\n  revenue\n  of\n    rate 0.05\n    sales\n  tax\n");
  CHECK(amount_tree("a after (b after c) and d") == "after\n  a\n  grouped\n    after\n      b\n      c\n  d\n");
}

TEST_CASE("The operands of greater and lesser end at the `and` before the last") {
  CHECK(amount_tree("the greater of a and b") == "greater of\n  a\n  b\n");
  CHECK(amount_tree("the lesser of a, 5% of b and c plus 1") ==
        "lesser of\n  a\n  of\n    rate 0.05\n    b\n  plus\n    c\n    number 1\n");
  CHECK(amount_tree("the greater of (a after b) and c") == "greater of\n  grouped\n    after\n      a\n      b\n  c\n");
  CHECK(tree_of("x means 5 except 4 while a is at least the greater of b and c and d is over 1") == R"(x means
  number 5
  except
    number 4
    while
      and
        is at least
          a
          greater of
            b
            c
        is over
          d
          number 1
)");
}

TEST_CASE("Numbers, rates, money, quantities, dates and lengths of time") {
  CHECK(amount_tree("1_000_000") == "number 1000000\n");
  CHECK(amount_tree("1.3 million") == "number 1300000\n");
  CHECK(amount_tree("1.3  million") == "number 1300000\n");
  CHECK(amount_tree("80bn") == "number 80000000000\n");
  CHECK(amount_tree("12.5%") == "rate 0.125\n");
  CHECK(amount_tree("250 bps") == "rate 0.025\n");
  CHECK(amount_tree("3/8") == "rate 0.375\n");
  CHECK(amount_tree("3 / 8") == "divided by\n  number 3\n  number 8\n");
  CHECK(amount_tree("USD 5m") == "money 5000000 USD\n");
  CHECK(amount_tree("5m EUR") == "money 5000000 EUR\n");
  CHECK(amount_tree("$5m") == "money 5000000 USD\n");
  CHECK(amount_tree("50m tokens") == "quantity 50000000 tokens\n");
  CHECK(amount_tree("2024-01-31 + 1 month") == "plus\n  date 2024-01-31\n  duration 1 month\n");
  CHECK(amount_tree("-5 plus - revenue") == "plus\n  negated\n    number 5\n  negated\n    revenue\n");
}

TEST_CASE("Windows and `where` belong to the name, title or parenthesis before them") {
  CHECK(amount_tree("a plus b in 2026") == "plus\n  a\n  in 2026\n    b\n");
  CHECK(amount_tree("(a plus b) in fiscal 2026-Q1") == "in fiscal 2026-Q1\n  grouped\n    plus\n      a\n      b\n");
  CHECK(amount_tree("x in contract 2026") == "in contract 2026\n  x\n");
  CHECK(amount_tree("x in 2026-03-31") == "in 2026-03-31\n  x\n");
  CHECK(amount_tree("x over trailing 12 months") == "trailing 12 months\n  x\n");
  CHECK(amount_tree("cumulative x") == "cumulative\n  x\n");
  CHECK(amount_tree("x year to date") == "year to date\n  x\n");
  CHECK(amount_tree("x quarter to date") == "quarter to date\n  x\n");
  CHECK(amount_tree("x previous quarter") == "previous quarter\n  x\n");
  CHECK(amount_tree("x in the previous quarter") == "previous quarter\n  x\n");
  CHECK(amount_tree("\"Fee\" in the year before") == "previous year\n  \"Fee\"\n");
  CHECK(amount_tree("x from 2026-01-01 to 2026-06-30") == "from 2026-01-01 to 2026-06-30\n  x\n");
  CHECK(amount_tree("stake at start") == "at start\n  stake\n");
  CHECK(amount_tree("average of x") == "average\n  x\n");
  CHECK(amount_tree("average of x over trailing 12 months") == "trailing 12 months\n  average\n    x\n");
  CHECK(amount_tree("revenue where channel is \"bedrock\" in 2026") == "in 2026\n  where channel is \"bedrock\"\n    revenue\n");
  CHECK(amount_tree("x where a is not \"b\" and c is one of \"d\", \"e\"") ==
        "where a is not \"b\" and where c is one of \"d\", \"e\"\n  x\n");
}

TEST_CASE("Sums over periods and dimensions take all to their right") {
  CHECK(amount_tree("the sum of monthly eur times rate_of_exchange plus x") == R"(sum of monthly
  plus
    times
      eur
      rate_of_exchange
    x
)");
  CHECK(amount_tree("the sum over model of price times tokens") == "sum over model\n  times\n    price\n    tokens\n");
}

TEST_CASE("The excess, the highest, the lowest and the average") {
  CHECK(amount_tree("the excess of revenue over trailing 12 months over 500") == R"(excess of, over
  trailing 12 months
    revenue
  number 500
)");
  CHECK(amount_tree("cumulative (the highest of monthly nav)") == R"(cumulative
  grouped
    highest of monthly
      nav
)");
  CHECK(amount_tree("the average over model of price") == "average over model\n  price\n");
}

TEST_CASE("Days and months are counted between days, and interest runs on amounts") {
  CHECK(amount_tree("the days from 2024-01-15 until 2024-03-01") == "days from 2024-01-15 until 2024-03-01\n");
  CHECK(amount_tree("the whole months from the start of the period through the end of the half year") ==
        "whole months from the start of the period through the end of the half year\n");
  CHECK(amount_tree("interest at 6% a year compounded monthly on a plus b, 30/360") == R"(interest a year compounded monthly, 30/360
  rate 0.06
  plus
    a
    b
)");
  CHECK(amount_tree("interest at start") == "at start\n  interest\n");  // a balance may be called so
}

TEST_CASE("Prices are per a measure, a unit, so many of them, or packages begun") {
  CHECK(amount_tree("15.00 per million output_tokens") == "per 1000000 output_tokens\n  number 15\n");
  CHECK(amount_tree("2.10 per compute_hours") == "per compute_hours\n  number 2.1\n");
  CHECK(amount_tree("7.00 per item") == "per item\n  number 7\n");
  CHECK(amount_tree("1 per 1m tokens plus 2") == "plus\n  per 1000000 tokens\n    number 1\n  number 2\n");
  CHECK(amount_tree("0.05 per started 1,000 api_calls each month") == "per started 1000 api_calls each month\n  number 0.05\n");
  CHECK(amount_tree("USD 1 per thousand calls where region is \"eu\"") ==
        "where region is \"eu\"\n  per 1000 calls\n    money 1 USD\n");
}

TEST_CASE("Measures with arguments, and roundings at a place that the contract names") {
  CHECK(amount_tree("margin(cost plus tax, 5%) / revenue") == R"(divided by
  margin of
    plus
      cost
      tax
    rate 0.05
  revenue
)");
  CHECK(amount_tree("round(x plus 0.5, cents, half up)") == "round to 2 places, half up\n  plus\n    x\n    number 0.5\n");
  CHECK(amount_tree("round(2.675, 0.001, ceiling)") == "round to 3 places, ceiling\n  number 2.675\n");
  CHECK(amount_tree("round(x, dollars, floor)") == "round to 0 places, floor\n  x\n");
}

TEST_CASE("Conditions are joined by `and` or by `or`, in parentheses by both") {
  CHECK(tree_of(R"(x means 5
  except 4 while (a is exactly 1 or b is not under 2) and (c plus d) is at most 3 and on or after 2026-01-01
)") == R"(x means
  number 5
  except
    number 4
    while
      and
        grouped
          or
            is exactly
              a
              number 1
            is not under
              b
              number 2
        is at most
          grouped
            plus
              c
              d
          number 3
        on or after 2026-01-01
)");
  CHECK(tree_of("ensure x over trailing 12 months is at least 5 where 12 months have passed") == R"(ensure
  is at least, where 12 months have passed
    trailing 12 months
      x
    number 5
)");
}

TEST_CASE("A word after a number is its unit, unless it begins the next line") {
  CHECK(tree_of("scenario \"s\"\n  fees is 5\n  tax is 6 items\n  cost is 7 in 2026\n") == R"(scenario "s"
  fees
    number 5
  tax
    quantity 6 items
  cost
    in 2026
      number 7
)");
  CHECK(tree_of("A pays B, on x each year:\n  low of the first 5\n  mid of the next 5 items\n  high of the rest\n") == R"(clause
  A pays B
  tiers each year
    on
      x
    first
      low
      number 5
    next
      mid
      quantity 5 items
    rest
      high
)");
}

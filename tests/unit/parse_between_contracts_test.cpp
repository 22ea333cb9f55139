#include "tests/support/parsed.h"

#include <catch2/catch.hpp>

using whereas::test::tree_of;

TEST_CASE("What reaches beyond the contract's own lines") {
  CHECK(tree_of(R"(use "cloud.deal" as "Cloud agreement"
calendar "TARGET" for 2026 to 2027: closed on Saturday, Sunday, 2026-12-25 and 2027-01
settled quarterly, due 10 business days of "TARGET" after quarter end
settled quarterly, due 45 days after period end, or the previous business day of "TARGET"
net settled between Anthropic and Amazon each quarter, due 30 days after quarter end
net settled between A and B each year
note "Section 9" "Governed by the laws of England." "Headings are for convenience."
)") == R"(use "cloud.deal" as "Cloud agreement"
calendar "TARGET" for 2026 to 2027
  closed on Saturday, Sunday
  closed on 2026-12-25
  closed on 2027-01
settled quarterly, due 10 business days of "TARGET" after quarter end
settled quarterly, due 45 days after period end, or the previous business day of "TARGET"
net settled between Anthropic and Amazon each quarter, due 30 days after quarter end
net settled between A and B each year
note "Section 9"
  "Governed by the laws of England."
  "Headings are for convenience."
)");
}

TEST_CASE("The words of calendars, notes and net settlement are names elsewhere") {
  CHECK(tree_of("note means net plus calendar\n").starts_with("note means"));
  CHECK(tree_of("net means business less closed\n").starts_with("net means"));
  CHECK(tree_of("calendar means between times as\n").starts_with("calendar means"));
}

TEST_CASE("A figure of another contract") {
  CHECK(tree_of("x means 5% of purchases under \"Cloud agreement\" in the year before").find("purchases under \"Cloud agreement\"") != std::string::npos);
  CHECK(tree_of("x means \"Fee\" under \"Cloud agreement\" less fee").find("\"Fee\" under \"Cloud agreement\"") != std::string::npos);
  CHECK(tree_of("x means 5 except 4 while fee is under 5").find("under") != std::string::npos);
}

#include "lang/text/spelling.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace whereas;

namespace {

std::string nearest(const std::string& misspelt, const std::vector<std::string>& known) {
  return nearest_name(misspelt, known).value_or("nothing");
}

}  // namespace

TEST_CASE("A name with one letter wrong, missing, added or swapped is found") {
  const std::vector<std::string> known = {"cost", "revenue", "profit"};
  CHECK(nearest("revenoe", known) == "revenue");
  CHECK(nearest("revnue", known) == "revenue");
  CHECK(nearest("revennue", known) == "revenue");
  CHECK(nearest("reveune", known) == "revenue");
  CHECK(nearest("revenue", known) == "revenue");
}

TEST_CASE("At most a third of the letters may differ") {
  CHECK(nearest("abcdef", {"abcdxy"}) == "abcdxy");   // 2 of 6
  CHECK(nearest("abcdef", {"abcxyz"}) == "nothing");  // 3 of 6
  CHECK(nearest("abcde", {"abcdx"}) == "abcdx");      // 1 of 5
  CHECK(nearest("abcde", {"abcxy"}) == "nothing");    // 2 of 5
  CHECK(nearest("abcd", {"abcdef"}) == "abcdef");     // 2 of 6, the longer of both
  CHECK(nearest("ab", {"ax"}) == "ax");               // one always may
  CHECK(nearest("gross_margin", {"net_income"}) == "nothing");
}

TEST_CASE("A swap of neighbours counts once") {
  CHECK(nearest("ac", {"ca"}) == "ca");            // as two replacements it would be too far
  CHECK(nearest("fde_hours", {"fed_hours"}) == "fed_hours");
  CHECK(nearest("abc", {"ca"}) == "nothing");      // three edits: no letter is edited twice
}

TEST_CASE("Nothing is common to two names of one letter") {
  CHECK(nearest("x", {"y"}) == "nothing");
  CHECK(nearest("", {"y"}) == "nothing");
  CHECK(nearest("x", {}) == "nothing");
}

TEST_CASE("Case hardly counts") {
  CHECK(nearest("Revenue", {"reserve", "revenue"}) == "revenue");
  CHECK(nearest("GOOGLE", {"Google"}) == "Google");
  CHECK(nearest("X", {"x"}) == "x");
}

TEST_CASE("The nearest is taken, and of equals the first") {
  CHECK(nearest("costs", {"cosets", "cost", "hosts"}) == "cosets");
  CHECK(nearest("input_cost", {"output_cost", "input_costs"}) == "input_costs");
}

TEST_CASE("A letter of several bytes is one letter") {
  CHECK(nearest("Générale", {"Generale"}) == "Generale");  // 2 of 8; in bytes it would be 4 of 10
}

TEST_CASE("Names of absurd length are not compared") {
  const std::string name(100'000, 'a');
  CHECK(nearest(name, {name}) == "nothing");
  CHECK(nearest("aaa", {name, "aab"}) == "aab");
}

// Which way payments go in figures that are only bounded (lang/check/directions.h): worked out by hand for each line of the contract.
#include "lang/check/check.h"
#include "lang/check/directions.h"

#include <catch2/catch.hpp>

#include <map>
#include <string>

namespace {

using namespace whereas;
using check::Way;

class NoFiles : public program::Files {
 public:
  std::optional<Text> read(std::string_view, std::string_view, std::string& why) override {
    why = "there are no files";
    return std::nullopt;
  }
};

/// The way in `x` of the payments of a clause, its lines given without their indentation.
Way way(const std::string& lines) {
  std::string text =
      "party A\nparty B\nterm 2026-01-01 to 2027-12-31\ncurrency USD\nsettled quarterly\n"
      "input revenue quarterly USD\ninput result quarterly USD, may be negative\n"
      "x is between 20% and 30%\nchanging is between 20% and 30%\n  except 25% from 2027-01-01\n"
      "clause \"C\"\n  A pays B ";
  for (const char letter : lines) text += letter == '\n' ? std::string("\n    ") : std::string(1, letter);
  Sources sources;
  Report report;
  NoFiles files;
  const program::Program program = program::load(sources.add("deal.deal", text + "\n"), "deal", sources, files, report);
  const check::CheckedContract contract = check::check(program, sources, report);
  INFO(text);
  CHECK_FALSE(report.has_errors());
  check::Directions directions(contract);
  const check::Motions motions = directions.of(0);
  for (check::EstimateId id = 0; id < contract.estimates.size(); ++id) {
    if (const Way found = check::motion_in(motions, id).way; found != Way::none) return found;
  }
  return Way::none;
}

}  // namespace

TEST_CASE("a share rises with its rate, of what is not below zero") {
  CHECK(way("10% of revenue") == Way::none);
  CHECK(way("x of revenue") == Way::rises);
  CHECK(way("(1 plus x) of revenue") == Way::rises);
  CHECK(way("(1 less x) of revenue\neither way") == Way::falls);
  CHECK(way("revenue divided by x") == Way::falls);
  CHECK(way("revenue less (x of revenue)\neither way") == Way::falls);
  CHECK(way("the greater of 10 and x of revenue") == Way::rises);
  CHECK(way("the excess of revenue over (x of revenue)") == Way::falls);
}

TEST_CASE("a share of what may be below zero goes away from zero, and nothing below zero lets it only rise") {
  CHECK(way("x of result\neither way") == Way::outward);
  CHECK(way("x of result\nnever below zero") == Way::rises);
  CHECK(way("x of revenue after result\nnever below zero") == Way::rises);
  CHECK(way("100 plus (x of result)\neither way") == Way::one_way);
  CHECK(way("(x of revenue) plus (x of result)\neither way") == Way::one_way);
  // Two rates, one on each side of the day: what rises on one side may fall on the other.
  CHECK(way("changing of result\neither way") == Way::one_way);
  CHECK(way("changing of result\nnever below zero") == Way::one_way);
}

TEST_CASE("a figure that enters twice") {
  CHECK(way("x of x of revenue") == Way::rises);
  CHECK(way("x of (1 less x) of revenue\neither way") == Way::either);
  CHECK(way("(x of revenue) less (x of x of revenue)\neither way") == Way::either);
}

TEST_CASE("what counts by settlement keeps its way, what carries over does not") {
  CHECK(way("x of revenue\nat most 10 each quarter") == Way::rises);
  CHECK(way("x of revenue\nat most 10 each year") == Way::either);
  CHECK(way("x of revenue\nat least 10 each quarter") == Way::rises);
  CHECK(way("x of revenue\nat least 10 each year") == Way::either);
  CHECK(way("10% of revenue\nat most x of revenue each year") == Way::rises);
  CHECK(way("x of result\nnever below zero, losses carried forward") == Way::either);
  CHECK(way("x of revenue\nless 15% withholding") == Way::rises);
  CHECK(way("10% of revenue\nless x withholding") == Way::falls);
  CHECK(way("x of revenue\ngrossed up for 15% withholding") == Way::rises);
  CHECK(way("10% of revenue\nwhile x is at least 25%") == Way::either);
  CHECK(way("x of revenue\nheld back 10% until 2027-06-30") == Way::either);
}

TEST_CASE("tiers") {
  CHECK(way("on revenue each quarter:\nx of the first 100\n10% of the rest") == Way::rises);
  CHECK(way("on revenue each year:\nx of the first 100\n10% of the rest") == Way::one_way);
  CHECK(way("on (x of revenue) each quarter:\n20% of the first 100\n10% of the rest") == Way::rises);
  CHECK(way("on (x of revenue) each quarter:\n20% of all if under 100\n10% of all otherwise") == Way::either);
}

// The ACT/ACT cases are those of the memorandum of ISDA on that convention (1998); the 30/360 days are worked by hand from the formulas of section
// 4.16(f) and (g) of the 2006 definitions.
#include "lang/time/day_count.h"
#include "tests/support/shown.h"

#include <catch2/catch.hpp>

#include <string>

using namespace whereas;

namespace {

Number fraction(DayCount convention, const char* from, const char* to) {
  return year_fraction(convention, Date::read(from).value(), Date::read(to).value());
}

Number over(long long numerator, long long denominator) { return Number::fraction(numerator, denominator); }

/// Days of a year of 360 in 30/360 and in 30E/360.
struct ThirtyDays {
  const char* from;
  const char* to;
  int thirty_360;
  int thirty_e_360;
};

}  // namespace

TEST_CASE("Actual days over a fixed year") {
  CHECK(fraction(DayCount::act_360, "2024-01-15", "2024-03-01") == over(46, 360));
  CHECK(fraction(DayCount::act_365_fixed, "2024-01-15", "2024-03-01") == over(46, 365));
  CHECK(fraction(DayCount::act_365_fixed, "2024-01-01", "2025-01-01") == over(366, 365));
  CHECK(fraction(DayCount::act_360, "2026-01-01", "2026-01-01") == Number(0));
}

TEST_CASE("Late interest on 10,000 at 9% from 15 January to 1 March 2024 is the lawyers' figure in each convention") {
  const auto interest = [](DayCount convention) {
    const Number exact = Number(10'000) * Number::decimal(9, 2) * fraction(convention, "2024-01-15", "2024-03-01");
    return Number::fraction((exact * Number(100) + over(1, 2)).floor(), 100).fixed_text(2);
  };
  CHECK(interest(DayCount::act_365_fixed) == "113.42");
  CHECK(interest(DayCount::act_360) == "115.00");
  CHECK(interest(DayCount::thirty_e_360) == "115.00");
  CHECK(interest(DayCount::act_act_isda) == "113.11");
}

TEST_CASE("ACT/ACT splits days by leap years") {
  CHECK(fraction(DayCount::act_act_isda, "2003-11-01", "2004-05-01") == over(61, 365) + over(121, 366));
  CHECK(fraction(DayCount::act_act_isda, "1999-02-01", "1999-07-01") == over(150, 365));
  CHECK(fraction(DayCount::act_act_isda, "1999-07-01", "2000-07-01") == over(184, 365) + over(182, 366));
  CHECK(fraction(DayCount::act_act_isda, "2002-08-15", "2003-07-15") == over(334, 365));
  CHECK(fraction(DayCount::act_act_isda, "1999-11-30", "2000-04-30") == over(32, 365) + over(120, 366));
  CHECK(fraction(DayCount::act_act_isda, "2023-01-01", "2026-01-01") == Number(3));
  CHECK(fraction(DayCount::act_act_isda, "2023-12-31", "2025-01-02") == over(1, 365) + Number(1) + over(1, 365));
}

TEST_CASE("Years of twelve months of thirty days") {
  const auto days = GENERATE(values<ThirtyDays>({
      {"2024-01-15", "2024-03-01", 46, 46},
      {"2007-01-15", "2007-01-30", 15, 15},
      {"2007-01-15", "2007-02-15", 30, 30},
      {"2007-01-15", "2007-07-15", 180, 180},
      {"2007-09-30", "2008-03-31", 180, 180},
      {"2007-09-30", "2007-10-31", 30, 30},
      {"2007-09-30", "2008-09-30", 360, 360},
      {"2007-01-15", "2007-01-31", 16, 15},
      {"2007-01-31", "2007-02-28", 28, 28},
      {"2007-02-28", "2007-03-31", 33, 32},
      {"2006-08-31", "2007-02-28", 178, 178},
      {"2007-02-28", "2007-08-31", 183, 182},
      {"2007-02-14", "2007-02-28", 14, 14},
      {"2007-02-26", "2008-02-29", 363, 363},
      {"2008-02-29", "2009-02-28", 359, 359},
      {"2008-02-29", "2008-03-30", 31, 31},
      {"2008-02-29", "2008-03-31", 32, 31},
      {"2007-10-31", "2007-11-28", 28, 28},
      {"2007-08-31", "2008-02-29", 179, 179},
      {"2008-08-31", "2009-02-28", 178, 178},
      {"2007-12-31", "2008-01-01", 1, 1},
      {"2007-10-31", "2007-12-31", 60, 60},
  }));
  CAPTURE(days.from, days.to);
  CHECK(fraction(DayCount::thirty_360, days.from, days.to) == over(days.thirty_360, 360));
  CHECK(fraction(DayCount::thirty_e_360, days.from, days.to) == over(days.thirty_e_360, 360));
}

TEST_CASE("A fraction taken backwards is negative") {
  const auto convention = GENERATE(DayCount::act_360, DayCount::act_365_fixed, DayCount::act_act_isda, DayCount::thirty_360,
                                   DayCount::thirty_e_360);
  CHECK(fraction(convention, "2024-03-31", "2023-10-15") == -fraction(convention, "2023-10-15", "2024-03-31"));
  CHECK(fraction(convention, "2024-03-31", "2023-10-15").is_negative());
}

TEST_CASE("Conventions are named as contracts name them") {
  CHECK(words(DayCount::act_365_fixed) == "ACT/365");
  CHECK(day_count("ACT/360") == DayCount::act_360);
  CHECK(day_count("ACT/365") == DayCount::act_365_fixed);
  CHECK(day_count("ACT/ACT") == DayCount::act_act_isda);
  CHECK(day_count("30/360") == DayCount::thirty_360);
  CHECK(day_count("30E/360") == DayCount::thirty_e_360);
  CHECK(!day_count("act/360"));
  CHECK(!day_count("ACT/366"));
  CHECK(!day_count(""));
  for (const char* name : {"ACT/360", "ACT/365", "ACT/ACT", "30/360", "30E/360"}) CHECK(words(day_count(name).value()) == name);
}

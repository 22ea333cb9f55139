#include "lang/time/date.h"
#include "tests/support/shown.h"

#include <catch2/catch.hpp>

#include <climits>
#include <string>

using namespace whereas;
using Unit = Duration::Unit;

namespace {

Date day(const char* text) { return Date::read(text).value(); }

std::string plus(const char* date, int count, Unit unit) { return day(date).plus({count, unit}).text(); }
std::string minus(const char* date, int count, Unit unit) { return day(date).minus({count, unit}).text(); }

}  // namespace

TEST_CASE("Days count from 1970") {
  CHECK(Date().text() == "1970-01-01");
  CHECK(Date::from_days(-1).text() == "1969-12-31");
  CHECK(day("2000-01-01").days_since_1970() == 10957);
  CHECK(day("2026-01-01").days_since_1970() == 20454);
  CHECK(days_between(day("2024-01-15"), day("2024-03-01")) == 46);
  CHECK(days_between(day("2024-03-01"), day("2024-01-15")) == -46);
}

TEST_CASE("Every day from 1000 to 9999 follows the one before by the rules of the Gregorian calendar") {
  int year = 1000;
  int month = 1;
  int day_of_month = 1;
  int days = 0;
  for (Date date = day("1000-01-01"); date <= day("9999-12-31"); date = date.plus_days(1)) {
    if (date.year() != year || date.month() != month || date.day() != day_of_month) FAIL(date.text());
    ++days;
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const bool is_short = month == 4 || month == 6 || month == 9 || month == 11;
    const int last = month == 2 ? (is_leap ? 29 : 28) : is_short ? 30 : 31;
    if (date.is_last_of_month() != (day_of_month == last)) FAIL(date.text());
    if (++day_of_month > last) {
      day_of_month = 1;
      if (++month > 12) {
        month = 1;
        ++year;
      }
    }
  }
  CHECK(days == 3287182);  // 9000 years of 365 days and 2182 leap days
}

TEST_CASE("A day that the calendar does not have is none") {
  CHECK(Date::of(2024, 2, 29)->text() == "2024-02-29");
  CHECK(!Date::of(2026, 2, 29));
  CHECK(!Date::of(1900, 2, 29));
  CHECK(Date::of(2000, 2, 29));
  CHECK(!Date::of(2026, 4, 31));
  CHECK(!Date::of(2026, 0, 1));
  CHECK(!Date::of(2026, 13, 1));
  CHECK(!Date::of(2026, 1, 0));
  CHECK(!Date::of(2026, 1, 32));
  CHECK(!Date::of(2026, 257, 257));
  CHECK(!Date::of(999, 12, 31));
  CHECK(!Date::of(10000, 1, 1));
}

TEST_CASE("A date is read in its exact form only") {
  CHECK(Date::read("2026-03-31") == Date::of(2026, 3, 31));
  CHECK(Date::read("1000-01-01"));
  CHECK(Date::read("9999-12-31"));
  const auto wrong = GENERATE(as<std::string>{}, "", "2026-3-31", "2026-03-1", "26-03-31", "2026/03/31", "31-03-2026", "2026-03-31 ",
                              " 2026-03-31", "2026-02-30", "2026-13-01", "0999-12-31", "+026-03-31", "2026--3-31", "2026-03-3x",
                              "20260331", "2026-03-310", "2026-00-10", "2026-03-00");
  CHECK(!Date::read(wrong));
}

TEST_CASE("Months keep the day, or take the last day where the month is shorter") {
  CHECK(plus("2024-01-31", 1, Unit::months) == "2024-02-29");
  CHECK(plus("2023-01-30", 1, Unit::months) == "2023-02-28");
  CHECK(plus("2026-01-15", 1, Unit::months) == "2026-02-15");
  CHECK(plus("2026-12-31", 2, Unit::months) == "2027-02-28");
  CHECK(plus("2026-03-31", 1, Unit::quarters) == "2026-06-30");
  CHECK(plus("2024-02-29", 1, Unit::years) == "2025-02-28");
  CHECK(plus("2024-02-29", 4, Unit::years) == "2028-02-29");
  CHECK(plus("2026-11-30", 14, Unit::months) == "2028-01-30");
  CHECK(minus("2026-03-31", 1, Unit::months) == "2026-02-28");
  CHECK(minus("2026-01-31", 1, Unit::months) == "2025-12-31");
  CHECK(minus("2026-01-31", 2, Unit::quarters) == "2025-07-31");
  CHECK(minus("2026-05-15", 26, Unit::years) == "2000-05-15");
  CHECK(day("2026-05-15").plus_months(0) == day("2026-05-15"));
}

TEST_CASE("Months counted from the first day are not months counted one by one") {
  CHECK(day("2024-01-31").plus_months(2).text() == "2024-03-31");
  CHECK(day("2024-01-31").plus_months(1).plus_months(1).text() == "2024-03-29");
}

TEST_CASE("Days and weeks are counted") {
  CHECK(plus("2026-03-31", 45, Unit::days) == "2026-05-15");
  CHECK(plus("2024-02-28", 2, Unit::days) == "2024-03-01");
  CHECK(plus("2026-12-25", 2, Unit::weeks) == "2027-01-08");
  CHECK(minus("2026-01-01", 1, Unit::days) == "2025-12-31");
}

TEST_CASE("The last of a month is known") {
  CHECK(Date::last_of_month(2024, 2).text() == "2024-02-29");
  CHECK(Date::last_of_month(2026, 2).text() == "2026-02-28");
  CHECK(Date::last_of_month(2026, 12).text() == "2026-12-31");
  CHECK(Date::last_of_month(2026, 4).text() == "2026-04-30");
}

TEST_CASE("Dates past the limits are still days, and say so") {
  const Date last = day("9999-12-31");
  CHECK(last.is_within_limits());
  CHECK(last.plus_days(1).text() == "10000-01-01");
  CHECK_FALSE(last.plus_days(1).is_within_limits());
  CHECK(day("1000-01-01").plus_days(-1).text() == "0999-12-31");
  CHECK_FALSE(day("1000-01-01").plus_days(-1).is_within_limits());
  CHECK(day("9000-06-15").plus({1001, Unit::years}).text() == "10001-06-15");
  CHECK(day("1000-06-15").minus({1001, Unit::years}).text() == "-001-06-15");
}

TEST_CASE("No duration overflows, however long") {
  const auto unit = GENERATE(Unit::days, Unit::weeks, Unit::months, Unit::quarters, Unit::years);
  const Date date = day("2026-05-15");
  CHECK(date.plus({INT_MAX, unit}).text() == (unit == Unit::days || unit == Unit::weeks ? "32000-12-31" : "32000-12-15"));
  CHECK(date.minus({INT_MAX, unit}).text() == (unit == Unit::days || unit == Unit::weeks ? "-32000-01-01" : "-32000-01-15"));
  CHECK(date.minus({INT_MIN, unit}) == date.plus({INT_MAX, unit}));
}

TEST_CASE("Durations are spoken in the singular and the plural") {
  CHECK(text(Duration{45, Unit::days}) == "45 days");
  CHECK(text(Duration{1, Unit::days}) == "1 day");
  CHECK(text(Duration{1, Unit::months}) == "1 month");
  CHECK(text(Duration{2, Unit::weeks}) == "2 weeks");
  CHECK(text(Duration{1, Unit::quarters}) == "1 quarter");
  CHECK(text(Duration{2, Unit::years}) == "2 years");
}

TEST_CASE("Whole months are those that have passed when a day begins") {
  CHECK(whole_months_between(day("2026-01-15"), day("2026-03-15")) == 2);
  CHECK(whole_months_between(day("2026-01-15"), day("2026-03-14")) == 1);
  CHECK(whole_months_between(day("2026-01-31"), day("2026-02-28")) == 1);  // the last day of the shorter month
  CHECK(whole_months_between(day("2024-02-29"), day("2025-02-28")) == 12);
  CHECK(whole_months_between(day("2026-07-01"), day("2030-01-01")) == 42);
  CHECK(whole_months_between(day("2026-03-15"), day("2026-03-15")) == 0);
  CHECK(whole_months_between(day("2026-03-15"), day("2026-01-15")) == 0);
}

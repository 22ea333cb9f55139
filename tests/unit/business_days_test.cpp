#include "lang/time/business_days.h"
#include "tests/support/shown.h"

#include <catch2/catch.hpp>

using namespace whereas;

namespace {

Date day(const char* text) { return Date::read(text).value(); }

/// The euro's settlement system in 2026: weekends, New Year, Good Friday, Easter Monday, Labour Day and Christmas.
BusinessDays target() {
  BusinessDays days(Period::through(day("2026-01-01"), day("2026-12-31")));
  days.close_weekday(6);
  days.close_weekday(7);
  for (const char* closed : {"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25"}) days.close(Period::through(day(closed), day(closed)));
  return days;
}

std::string text(const std::optional<Date>& found) { return found ? found->text() : "none"; }

}  // namespace

TEST_CASE("The days of the week, before and after 1970 too") {
  CHECK(weekday(day("1970-01-01")) == 4);
  CHECK(weekday(day("1969-12-31")) == 3);
  CHECK(weekday(day("2000-02-29")) == 2);
  CHECK(weekday(day("2026-11-22")) == 7);
  CHECK(weekday(day("1582-10-15")) == 5);
}

TEST_CASE("Business days are counted past weekends and holidays") {
  CHECK(text(target().after(day("2026-03-31"), 0)) == "2026-03-31");
  CHECK(text(target().after(day("2026-03-31"), 2)) == "2026-04-02");
  CHECK(text(target().after(day("2026-03-31"), 3)) == "2026-04-07");
  CHECK(text(target().after(day("2026-03-31"), 10)) == "2026-04-16");
  CHECK(text(target().after(day("2026-12-24"), 1)) == "2026-12-28");
  CHECK(text(target().before(day("2026-04-07"), 0)) == "2026-04-07");
  CHECK(text(target().before(day("2026-04-07"), 1)) == "2026-04-02");
  CHECK(text(target().before(day("2026-12-28"), 2)) == "2026-12-23");
}

TEST_CASE("A day that is none moves on, or back") {
  CHECK(text(target().open_from(day("2026-05-01"))) == "2026-05-04");
  CHECK(text(target().open_until(day("2026-05-01"))) == "2026-04-30");
  CHECK(text(target().open_from(day("2026-05-04"))) == "2026-05-04");
  CHECK(text(target().open_until(day("2026-04-06"))) == "2026-04-02");
}

TEST_CASE("In the same month, otherwise the other way") {
  CHECK(text(target().open_from_in_month(day("2026-01-31"))) == "2026-01-30");  // a Saturday, and Monday is 2 February
  CHECK(text(target().open_from_in_month(day("2026-05-01"))) == "2026-05-04");
  CHECK(text(target().open_from_in_month(day("2026-03-31"))) == "2026-03-31");
  CHECK(text(target().open_until_in_month(day("2026-05-02"))) == "2026-05-04");  // Saturday, and the Friday before it a holiday: Thursday is in April
  CHECK(text(target().open_until_in_month(day("2026-04-06"))) == "2026-04-02");
  CHECK(text(target().open_from_in_month(day("2027-01-02"))) == "none");
}

TEST_CASE("Beyond its years a calendar knows nothing") {
  CHECK(text(target().after(day("2026-12-31"), 1)) == "none");
  CHECK(text(target().open_from(day("2027-01-04"))) == "none");
  CHECK(text(target().open_until(day("2026-01-01"))) == "none");
  CHECK_FALSE(target().is_open(day("2025-12-31")));
}

TEST_CASE("A calendar that closes every day has no business day") {
  BusinessDays days(Period::through(day("2026-01-01"), day("2026-12-31")));
  CHECK(days.has_open_day());
  days.close(days.covered());
  CHECK_FALSE(days.has_open_day());
}

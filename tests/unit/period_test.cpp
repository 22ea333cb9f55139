#include "lang/time/period.h"
#include "tests/support/shown.h"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>
#include <unordered_set>
#include <vector>

using namespace whereas;
using Kind = Calendar::Kind;
using Texts = std::vector<std::string>;

namespace {

Date day(const std::string& text) { return Date::read(text).value(); }
Period days(const char* first, const char* last) { return Period::through(day(first), day(last)); }
std::string text(const std::optional<Period>& period) { return period ? period->text() : "nothing"; }

const Calendar ordinary;
Calendar fiscal_june() { return Calendar::fiscal_ending(6, 30).value(); }
Calendar contract_april() { return Calendar::contract_beginning(4, 1).value(); }
Calendar contract_mid_april() { return Calendar::contract_beginning(4, 15).value(); }

std::string held(const Calendar& calendar, const char* date, Frequency frequency) {
  const Period period = calendar.holding(day(date), frequency);
  return calendar.label(period, frequency) + ": " + period.text();
}

/// Days of a written period, `kind` set as if the word stood before it.
std::string days_of(const std::string& digits, Kind kind, const Calendar& calendar) {
  WrittenPeriod period = read_period(digits).value();
  period.kind = kind;
  return period.in(calendar).text();
}

}  // namespace

TEST_CASE("A period has its first and last day, and ends the day after") {
  const Period quarter = days("2026-01-01", "2026-03-31");
  CHECK(quarter.first() == day("2026-01-01"));
  CHECK(quarter.last() == day("2026-03-31"));
  CHECK(quarter.begin() == day("2026-01-01"));
  CHECK(quarter.end() == day("2026-04-01"));
  CHECK(quarter.days() == 90);
  CHECK(quarter.text() == "2026-01-01 to 2026-03-31");
  CHECK(days("2026-05-01", "2026-05-01").days() == 1);
}

TEST_CASE("A period is never empty") {
  CHECK_THROWS_AS(Period(day("2026-01-01"), day("2026-01-01")), std::invalid_argument);
  CHECK_THROWS_AS(Period(day("2026-01-02"), day("2026-01-01")), std::invalid_argument);
}

TEST_CASE("A period contains its first and last day and not their outer neighbours") {
  const Period march = days("2026-03-01", "2026-03-31");
  CHECK(march.contains(day("2026-03-01")));
  CHECK(march.contains(day("2026-03-31")));
  CHECK_FALSE(march.contains(day("2026-02-28")));
  CHECK_FALSE(march.contains(day("2026-04-01")));
  CHECK(march.contains(march));
  CHECK(march.contains(days("2026-03-05", "2026-03-31")));
  CHECK_FALSE(march.contains(days("2026-03-05", "2026-04-01")));
  CHECK_FALSE(march.contains(days("2026-02-28", "2026-03-05")));
}

TEST_CASE("Neighbours do not overlap; one shared day is enough") {
  const Period march = days("2026-03-01", "2026-03-31");
  CHECK_FALSE(march.overlaps(days("2026-04-01", "2026-04-30")));
  CHECK_FALSE(march.overlaps(days("2026-02-01", "2026-02-28")));
  CHECK(march.overlaps(days("2026-03-31", "2026-04-30")));
  CHECK(march.overlaps(days("2026-01-01", "2026-03-01")));
}

TEST_CASE("A period is clipped to what it shares with another") {
  const Period march = days("2026-03-01", "2026-03-31");
  CHECK(text(march.clipped_to(days("2026-03-15", "2026-12-31"))) == "2026-03-15 to 2026-03-31");
  CHECK(text(march.clipped_to(days("2026-01-01", "2026-03-15"))) == "2026-03-01 to 2026-03-15");
  CHECK(text(march.clipped_to(days("2026-03-10", "2026-03-12"))) == "2026-03-10 to 2026-03-12");
  CHECK(text(march.clipped_to(days("2026-01-01", "2026-12-31"))) == "2026-03-01 to 2026-03-31");
  CHECK(text(march.clipped_to(days("2026-04-01", "2026-04-30"))) == "nothing");
}

TEST_CASE("An amendment's date cuts a period in two that meet") {
  const Period march = days("2026-03-01", "2026-03-31");
  CHECK(text(march.before(day("2026-03-11"))) == "2026-03-01 to 2026-03-10");
  CHECK(text(march.from(day("2026-03-11"))) == "2026-03-11 to 2026-03-31");
  CHECK(text(march.before(day("2026-03-01"))) == "nothing");
  CHECK(text(march.from(day("2026-03-01"))) == "2026-03-01 to 2026-03-31");
  CHECK(text(march.before(day("2026-04-01"))) == "2026-03-01 to 2026-03-31");
  CHECK(text(march.from(day("2026-04-01"))) == "nothing");
  CHECK(text(march.before(day("2027-01-01"))) == "2026-03-01 to 2026-03-31");
  CHECK(text(march.from(day("2025-01-01"))) == "2026-03-01 to 2026-03-31");
}

TEST_CASE("Periods are ordered by their beginning, then by their end, and found again by hash") {
  CHECK(days("2026-01-01", "2026-12-31") < days("2026-02-01", "2026-02-28"));
  CHECK(days("2026-01-01", "2026-01-31") < days("2026-01-01", "2026-03-31"));
  const std::unordered_set<Period> set = {days("2026-01-01", "2026-01-31"), days("2026-01-01", "2026-03-31"),
                                          days("2026-01-01", "2026-01-31")};
  CHECK(set.size() == 2);
  CHECK(set.count(days("2026-01-01", "2026-03-31")) == 1);
}

TEST_CASE("Frequencies have their words, their months and their order") {
  CHECK(noun(Frequency::half_year) == "half year");
  CHECK(noun(Frequency::term) == "term");
  CHECK(adverb(Frequency::day) == "daily");
  CHECK(adverb(Frequency::month) == "monthly");
  CHECK(adverb(Frequency::half_year) == "half-yearly");
  CHECK(months_in(Frequency::day) == 0);
  CHECK(months_in(Frequency::month) == 1);
  CHECK(months_in(Frequency::quarter) == 3);
  CHECK(months_in(Frequency::half_year) == 6);
  CHECK(months_in(Frequency::year) == 12);
  CHECK(months_in(Frequency::term) == 0);
  CHECK(is_shorter(Frequency::day, Frequency::month));
  CHECK(is_shorter(Frequency::quarter, Frequency::half_year));
  CHECK(is_shorter(Frequency::year, Frequency::term));
  CHECK_FALSE(is_shorter(Frequency::year, Frequency::year));
  CHECK_FALSE(is_shorter(Frequency::year, Frequency::quarter));
}

TEST_CASE("The calendar's own periods") {
  CHECK(held(ordinary, "2026-03-31", Frequency::day) == "2026-03-31: 2026-03-31 to 2026-03-31");
  CHECK(held(ordinary, "2024-02-10", Frequency::month) == "2024-02: 2024-02-01 to 2024-02-29");
  CHECK(held(ordinary, "2026-03-31", Frequency::quarter) == "2026-Q1: 2026-01-01 to 2026-03-31");
  CHECK(held(ordinary, "2026-10-01", Frequency::quarter) == "2026-Q4: 2026-10-01 to 2026-12-31");
  CHECK(held(ordinary, "2026-06-30", Frequency::half_year) == "2026-H1: 2026-01-01 to 2026-06-30");
  CHECK(held(ordinary, "2026-07-01", Frequency::half_year) == "2026-H2: 2026-07-01 to 2026-12-31");
  CHECK(held(ordinary, "2026-12-31", Frequency::year) == "2026: 2026-01-01 to 2026-12-31");
  CHECK(held(ordinary, "9999-12-31", Frequency::year) == "9999: 9999-01-01 to 9999-12-31");
  CHECK(held(ordinary, "1000-01-01", Frequency::quarter) == "1000-Q1: 1000-01-01 to 1000-03-31");
}

TEST_CASE("A fiscal year is named after the calendar year in which it ends") {
  const Calendar calendar = fiscal_june();
  CHECK(held(calendar, "2026-06-30", Frequency::year) == "fiscal 2026: 2025-07-01 to 2026-06-30");
  CHECK(held(calendar, "2026-07-01", Frequency::year) == "fiscal 2027: 2026-07-01 to 2027-06-30");
  CHECK(held(calendar, "2025-07-01", Frequency::quarter) == "fiscal 2026-Q1: 2025-07-01 to 2025-09-30");
  CHECK(held(calendar, "2025-12-31", Frequency::quarter) == "fiscal 2026-Q2: 2025-10-01 to 2025-12-31");
  CHECK(held(calendar, "2026-01-01", Frequency::quarter) == "fiscal 2026-Q3: 2026-01-01 to 2026-03-31");
  CHECK(held(calendar, "2026-06-30", Frequency::quarter) == "fiscal 2026-Q4: 2026-04-01 to 2026-06-30");
  CHECK(held(calendar, "2026-01-01", Frequency::half_year) == "fiscal 2026-H2: 2026-01-01 to 2026-06-30");
  CHECK(held(calendar, "2026-04-30", Frequency::month) == "2026-04: 2026-04-01 to 2026-04-30");
}

TEST_CASE("Fiscal quarters need not be the calendar's") {
  const Calendar january = Calendar::fiscal_ending(1, 31).value();
  CHECK(held(january, "2026-01-31", Frequency::year) == "fiscal 2026: 2025-02-01 to 2026-01-31");
  CHECK(held(january, "2026-02-01", Frequency::quarter) == "fiscal 2027-Q1: 2026-02-01 to 2026-04-30");
  CHECK(held(january, "2026-01-15", Frequency::quarter) == "fiscal 2026-Q4: 2025-11-01 to 2026-01-31");
  const Calendar february = Calendar::fiscal_ending(2, 28).value();
  CHECK(held(february, "2024-02-29", Frequency::year) == "fiscal 2024: 2023-03-01 to 2024-02-29");
}

TEST_CASE("A fiscal year that ends in December is the calendar's, by its own name") {
  const Calendar december = Calendar::fiscal_ending(12, 31).value();
  CHECK(held(december, "2026-05-05", Frequency::year) == "fiscal 2026: 2026-01-01 to 2026-12-31");
  CHECK(held(december, "2026-05-05", Frequency::quarter) == "fiscal 2026-Q2: 2026-04-01 to 2026-06-30");
  CHECK(days_of("2026", Kind::fiscal, december) == "2026-01-01 to 2026-12-31");
}

TEST_CASE("A contract year is named after the calendar year in which it begins") {
  const Calendar calendar = contract_april();
  CHECK(held(calendar, "2026-04-01", Frequency::year) == "contract 2026: 2026-04-01 to 2027-03-31");
  CHECK(held(calendar, "2026-03-31", Frequency::year) == "contract 2025: 2025-04-01 to 2026-03-31");
  CHECK(held(calendar, "2027-03-31", Frequency::quarter) == "contract 2026-Q4: 2027-01-01 to 2027-03-31");
  CHECK(held(calendar, "2026-10-01", Frequency::half_year) == "contract 2026-H2: 2026-10-01 to 2027-03-31");
  CHECK(held(calendar, "2026-04-15", Frequency::month) == "2026-04: 2026-04-01 to 2026-04-30");
}

TEST_CASE("A contract year from the middle of a month has months of its own") {
  const Calendar calendar = contract_mid_april();
  CHECK(held(calendar, "2026-04-14", Frequency::year) == "contract 2025: 2025-04-15 to 2026-04-14");
  CHECK(held(calendar, "2026-04-15", Frequency::year) == "contract 2026: 2026-04-15 to 2027-04-14");
  CHECK(held(calendar, "2026-05-14", Frequency::month) == "contract 2026-04: 2026-04-15 to 2026-05-14");
  CHECK(held(calendar, "2026-01-14", Frequency::month) == "contract 2025-12: 2025-12-15 to 2026-01-14");
  CHECK(held(calendar, "2027-01-14", Frequency::quarter) == "contract 2026-Q3: 2026-10-15 to 2027-01-14");
  CHECK(held(calendar, "2027-01-15", Frequency::half_year) == "contract 2026-H2: 2026-10-15 to 2027-04-14");
  CHECK(held(calendar, "2026-05-14", Frequency::day) == "2026-05-14: 2026-05-14 to 2026-05-14");
}

TEST_CASE("Months that begin late begin on the last day of shorter ones") {
  const Calendar on_the_29th = Calendar::contract_beginning_late(1, 29, 29).value();
  CHECK(held(on_the_29th, "2026-02-27", Frequency::month) == "contract 2026-01: 2026-01-29 to 2026-02-27");
  CHECK(held(on_the_29th, "2026-02-28", Frequency::month) == "contract 2026-02: 2026-02-28 to 2026-03-28");
  CHECK(held(on_the_29th, "2028-02-28", Frequency::month) == "contract 2028-01: 2028-01-29 to 2028-02-28");
  CHECK(held(on_the_29th, "2026-01-28", Frequency::year) == "contract 2025: 2025-01-29 to 2026-01-28");
  CHECK(days_of("2026-Q1", Kind::contract, on_the_29th) == "2026-01-29 to 2026-04-28");

  const Calendar on_the_last = Calendar::contract_beginning_late(4, 30, 31).value();
  CHECK(held(on_the_last, "2026-05-30", Frequency::month) == "contract 2026-04: 2026-04-30 to 2026-05-30");
  CHECK(held(on_the_last, "2026-05-31", Frequency::month) == "contract 2026-05: 2026-05-31 to 2026-06-29");
  CHECK(days_of("2026-Q4", Kind::contract, on_the_last) == "2027-01-31 to 2027-04-29");
  CHECK(days_of("2026", Kind::contract, on_the_last) == "2026-04-30 to 2027-04-29");
  CHECK(on_the_last.cut(days("2026-04-30", "2027-04-29"), Frequency::month).size() == 12);

  const Calendar on_the_30th = Calendar::contract_beginning_late(4, 30, 30).value();
  CHECK(held(on_the_30th, "2026-05-30", Frequency::month) == "contract 2026-05: 2026-05-30 to 2026-06-29");
}

TEST_CASE("From the first day of a month to that of another") {
  const Calendar late = Calendar::contract_beginning_late(1, 31, 31).value();
  CHECK(late.later(day("2026-02-28"), {1, Duration::Unit::months}).text() == "2026-03-31");
  CHECK(late.later(day("2026-02-28"), {1, Duration::Unit::quarters}).text() == "2026-05-31");
  CHECK(late.earlier(day("2026-04-30"), {2, Duration::Unit::months}).text() == "2026-02-28");
  CHECK(late.later(day("2026-02-28"), {2, Duration::Unit::years}).text() == "2028-02-29");
  CHECK(late.later(day("2026-02-28"), {10, Duration::Unit::days}).text() == "2026-03-10");
  CHECK(late.later(day("2026-03-30"), {1, Duration::Unit::months}).text() == "2026-04-30");
  CHECK(late.later(day("2026-03-15"), {1, Duration::Unit::months}).text() == "2026-04-15");
  CHECK(ordinary.later(day("2026-02-01"), {1, Duration::Unit::months}).text() == "2026-03-01");
  CHECK(ordinary.earlier(day("2026-03-31"), {1, Duration::Unit::months}).text() == "2026-02-28");
}

TEST_CASE("A calendar is refused where its year does not begin or end on such a day every year") {
  CHECK_FALSE(Calendar::fiscal_ending(6, 29));
  CHECK_FALSE(Calendar::fiscal_ending(2, 29));
  CHECK_FALSE(Calendar::fiscal_ending(6, 31));
  CHECK_FALSE(Calendar::fiscal_ending(13, 31));
  CHECK_FALSE(Calendar::fiscal_ending(0, 31));
  CHECK_FALSE(Calendar::contract_beginning(4, 29));
  CHECK_FALSE(Calendar::contract_beginning(4, 0));
  CHECK_FALSE(Calendar::contract_beginning(13, 1));
  CHECK_FALSE(Calendar::contract_beginning(0, 1));
  CHECK(Calendar::contract_beginning(2, 28));
  CHECK_FALSE(Calendar::contract_beginning_late(2, 29, 31));
  CHECK_FALSE(Calendar::contract_beginning_late(3, 30, 31));
  CHECK_FALSE(Calendar::contract_beginning_late(3, 28, 28));
  CHECK_FALSE(Calendar::contract_beginning_late(3, 31, 30));
  CHECK_FALSE(Calendar::contract_beginning_late(4, 31, 31));
  CHECK(Calendar::fiscal_ending(2, 28)->kind() == Kind::fiscal);
  CHECK(Calendar::contract_beginning(1, 1)->kind() == Kind::contract);
  CHECK(ordinary.kind() == Kind::calendar);
}

TEST_CASE("The period after and before, also from a clipped one") {
  const Period clipped = days("2026-02-10", "2026-03-31");
  CHECK(ordinary.next(clipped, Frequency::quarter).text() == "2026-04-01 to 2026-06-30");
  CHECK(ordinary.previous(clipped, Frequency::quarter).text() == "2025-10-01 to 2025-12-31");
  CHECK(ordinary.next(days("2024-02-28", "2024-02-28"), Frequency::day).text() == "2024-02-29 to 2024-02-29");
  CHECK(ordinary.previous(days("2026-01-01", "2026-01-31"), Frequency::month).text() == "2025-12-01 to 2025-12-31");
  CHECK(contract_mid_april().next(days("2026-04-15", "2026-05-14"), Frequency::month).text() == "2026-05-15 to 2026-06-14");
  CHECK(contract_mid_april().previous(days("2026-04-15", "2027-04-14"), Frequency::year).text() == "2025-04-15 to 2026-04-14");
}

TEST_CASE("Next and previous undo each other, and a period holds each of its days") {
  const std::vector<Calendar> calendars = {ordinary, fiscal_june(), contract_april(), contract_mid_april()};
  for (const Calendar& calendar : calendars) {
    for (const Frequency frequency : {Frequency::day, Frequency::month, Frequency::quarter, Frequency::half_year, Frequency::year}) {
      for (Date date = day("2023-12-20"); date < day("2025-01-20"); date = date.plus_days(1)) {
        const Period period = calendar.holding(date, frequency);
        REQUIRE(period.contains(date));
        REQUIRE(calendar.holding(period.first(), frequency) == period);
        REQUIRE(calendar.holding(period.last(), frequency) == period);
        REQUIRE(calendar.next(period, frequency).begin() == period.end());
        REQUIRE(calendar.previous(period, frequency).end() == period.begin());
      }
    }
  }
}

TEST_CASE("A stretch is cut into whole periods, the first and last clipped to it") {
  const auto cut = [](const Calendar& calendar, const Period& stretch, Frequency frequency) {
    Texts texts;
    for (const Period& piece : calendar.cut(stretch, frequency)) texts.push_back(calendar.label(piece, frequency) + ": " + piece.text());
    return texts;
  };
  const Period stretch = days("2026-02-10", "2026-07-05");
  CHECK(cut(ordinary, stretch, Frequency::quarter) == Texts{"2026-Q1: 2026-02-10 to 2026-03-31", "2026-Q2: 2026-04-01 to 2026-06-30",
                                                            "2026-Q3: 2026-07-01 to 2026-07-05"});
  CHECK(cut(fiscal_june(), stretch, Frequency::year) ==
        Texts{"fiscal 2026: 2026-02-10 to 2026-06-30", "fiscal 2027: 2026-07-01 to 2026-07-05"});
  CHECK(cut(contract_mid_april(), days("2026-04-10", "2026-05-20"), Frequency::month) ==
        Texts{"contract 2026-03: 2026-04-10 to 2026-04-14", "contract 2026-04: 2026-04-15 to 2026-05-14",
              "contract 2026-05: 2026-05-15 to 2026-05-20"});
  CHECK(cut(ordinary, stretch, Frequency::term) == Texts{"term: 2026-02-10 to 2026-07-05"});
  CHECK(cut(ordinary, days("2026-03-03", "2026-03-03"), Frequency::year) == Texts{"2026: 2026-03-03 to 2026-03-03"});
  CHECK(ordinary.cut(days("2024-01-01", "2024-12-31"), Frequency::day).size() == 366);
  CHECK(ordinary.cut(days("2020-01-01", "2029-12-31"), Frequency::month).size() == 120);
}

TEST_CASE("A calendar does not know the term") {
  CHECK_THROWS_AS(ordinary.holding(day("2026-01-01"), Frequency::term), std::invalid_argument);
  CHECK_THROWS_AS(ordinary.next(days("2026-01-01", "2026-01-31"), Frequency::term), std::invalid_argument);
  CHECK_THROWS_AS(ordinary.previous(days("2026-01-01", "2026-01-31"), Frequency::term), std::invalid_argument);
}

TEST_CASE("Periods are read in their exact forms and written back the same") {
  const auto written = GENERATE(as<std::string>{}, "2026", "2026-Q1", "2026-Q4", "2026-H1", "2026-H2", "2026-01", "2026-12",
                                "2026-03-31", "1000", "9999-Q4");
  CHECK(read_period(written).value().text() == written);
}

TEST_CASE("What has not the form of a period, or is none, is not read") {
  const auto wrong = GENERATE(as<std::string>{}, "", "202", "20266", "0999", "2026-", "2026-Q", "2026-Q0", "2026-Q5", "2026-H0",
                              "2026-H3", "2026-00", "2026-13", "2026-1", "2026-q1", "2026-h1", "2026Q1", "2026-Q11", "2026-Qx",
                              "2026-x1", "2026 ", " 2026", "2026-02-30", "2026-3-1", "fiscal 2026", "2O26", "-2026");
  CHECK_FALSE(read_period(wrong));
}

TEST_CASE("A written period knows its parts") {
  CHECK(read_period("2026-Q3") == WrittenPeriod{Kind::calendar, Frequency::quarter, 2026, 3, {}});
  CHECK(read_period("2026-H2") == WrittenPeriod{Kind::calendar, Frequency::half_year, 2026, 2, {}});
  CHECK(read_period("2026-11") == WrittenPeriod{Kind::calendar, Frequency::month, 2026, 11, {}});
  CHECK(read_period("2026") == WrittenPeriod{Kind::calendar, Frequency::year, 2026, 1, {}});
  const WrittenPeriod date = read_period("2026-03-31").value();
  CHECK(date.frequency == Frequency::day);
  CHECK(date.day == day("2026-03-31"));
}

TEST_CASE("A period without a word before it is the calendar's, whatever years the deal has") {
  const Calendar calendar = contract_mid_april();
  CHECK(days_of("2026", Kind::calendar, calendar) == "2026-01-01 to 2026-12-31");
  CHECK(days_of("2026-Q3", Kind::calendar, calendar) == "2026-07-01 to 2026-09-30");
  CHECK(days_of("2026-H1", Kind::calendar, fiscal_june()) == "2026-01-01 to 2026-06-30");
  CHECK(days_of("2024-02", Kind::calendar, calendar) == "2024-02-01 to 2024-02-29");
  CHECK(days_of("2026-03-31", Kind::calendar, calendar) == "2026-03-31 to 2026-03-31");
}

TEST_CASE("Fiscal and contract periods are the deal's") {
  CHECK(days_of("2026", Kind::fiscal, fiscal_june()) == "2025-07-01 to 2026-06-30");
  CHECK(days_of("2026-Q1", Kind::fiscal, fiscal_june()) == "2025-07-01 to 2025-09-30");
  CHECK(days_of("2026-Q4", Kind::fiscal, fiscal_june()) == "2026-04-01 to 2026-06-30");
  CHECK(days_of("2026-H2", Kind::fiscal, fiscal_june()) == "2026-01-01 to 2026-06-30");
  CHECK(days_of("2026-04", Kind::fiscal, fiscal_june()) == "2026-04-01 to 2026-04-30");
  CHECK(days_of("2026", Kind::contract, contract_mid_april()) == "2026-04-15 to 2027-04-14");
  CHECK(days_of("2026-Q4", Kind::contract, contract_mid_april()) == "2027-01-15 to 2027-04-14");
  CHECK(days_of("2026-04", Kind::contract, contract_mid_april()) == "2026-04-15 to 2026-05-14");
  CHECK(days_of("2026-01", Kind::contract, contract_mid_april()) == "2026-01-15 to 2026-02-14");
}

TEST_CASE("The label of a deal's period, read again, is that period") {
  for (const Calendar& calendar : {fiscal_june(), contract_april(), contract_mid_april()}) {
    for (const Frequency frequency : {Frequency::month, Frequency::quarter, Frequency::half_year, Frequency::year}) {
      for (const Period& period : calendar.cut(calendar.holding(day("2026-02-03"), Frequency::year), frequency)) {
        const std::string label = calendar.label(period, frequency);
        const std::size_t blank = label.find(' ');
        WrittenPeriod written = read_period(blank == label.npos ? label : label.substr(blank + 1)).value();
        if (blank != label.npos) written.kind = calendar.kind();
        CHECK(written.in(calendar) == period);
        CHECK(written.text() == label);
      }
    }
  }
}

TEST_CASE("A deal's period needs the deal's calendar") {
  WrittenPeriod period = read_period("2026").value();
  period.kind = Kind::fiscal;
  CHECK_THROWS_AS(period.in(ordinary), std::invalid_argument);
  CHECK_THROWS_AS(period.in(contract_april()), std::invalid_argument);
}

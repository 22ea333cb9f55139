// Interest on what is paid late: with the next settlement, or charged by itself.
#include "lang/time/day_count.h"
#include "tests/reference/settling.h"

#include <algorithm>

namespace whereas::reference {

using namespace syntax;

/// For every day, the interest of one day on what is overdue at its end.
Exact Settling::borne(std::vector<Owed> owed, const LateInterest& line, ObligationId clause, const Period& days, const Asked& now) {
  std::stable_sort(owed.begin(), owed.end(), [](const Owed& a, const Owed& b) { return a.due < b.due; });
  Exact received = 0;
  if (const auto earlier = lives_[clause].before(days.begin())) received = measures_.measure(*line.paid, now.over(earlier));
  Exact interest = 0;
  for (Date day = days.begin(); day < days.end(); day = day.plus_days(1)) {
    const Period today(day, day.plus_days(1));
    received += measures_.measure(*line.paid, now.over(today));
    Exact rest = received;
    Exact bears = 0;
    for (const Owed& one : owed) {
      const Date from = line.grace ? one.due.plus(line.grace->length) : one.due;
      if (from > day) break;
      const Exact principal = line.kind == LateInterest::Kind::simple ? one.without_interest : one.amount;
      const Exact unpaid = std::max(Exact(0), Exact(principal - rest));
      bears += unpaid;
      // On the day on which its grace is over it bears for the days of grace at once.
      if (from == day && line.grace && line.grace->from == LateInterest::Grace::From::due_day) {
        interest += unpaid * measures_.measure(line.rate, now.over(today)) * (line.day_count ? exact(year_fraction(*line.day_count, one.due, day)) : Exact(days_between(one.due, day)));
      }
      rest = std::max(Exact(0), Exact(rest - one.amount));
    }
    interest += bears * measures_.measure(line.rate, now.over(today)) * (line.day_count ? exact(year_fraction(*line.day_count, today.begin(), today.end())) : Exact(1));
  }
  return interest;
}

/// On the days of the period on which this text rules, of what was to be paid between the parties that it names. What a payment would be without
/// the interest in it is rounded as it is.
Exact Settling::late_interest(ObligationId clause, std::size_t settlement, const Version& version, const Period& days) {
  std::vector<Owed> owed;
  for (std::size_t i = 0; i < settlement; ++i) {
    for (const Settled& one : settled(clause, i)) {
      if (one.is_interest_alone && one.amount == 0) continue;
      const auto& as_settled = versions_[clause][one.version].settlement;
      const auto due = due_on(as_settled.due, schedules_[clause].periods[i]);
      if (due && one.between == version.between) owed.push_back({*due, as_settled.rounding ? rounded(one.exact, *as_settled.rounding) : one.exact, one.amount});
    }
  }
  return borne(std::move(owed), *version.late, clause, days, asked(clause, schedules_[clause].periods[settlement], settlement, version.counts_from));
}

/// `charged quarterly`: what a quarter has borne, paid for its last day and due on the day after it. Nothing is paid for one that has borne nothing. Where the text changes, the
/// days of each bear as it says; what is between the same parties is one payment.
std::vector<Settling::Paid> Settling::charges(ObligationId clause) {
  const auto& versions = versions_[clause];
  std::vector<Paid> result;
  std::optional<Frequency> each;
  for (const Version& version : versions) {
    if (version.late == nullptr || !version.late->charged) continue;
    if (each && *each != *version.late->charged) throw NotCovered("late interest that amendments charge in another rhythm");
    each = version.late->charged;
  }
  if (!each) return result;
  std::vector<Paid> sums;  // as they are due
  for (std::size_t v = 0; v < versions.size(); ++v) {
    if (!is_on_days(versions[v].text->amount)) continue;
    for (Paid& one : dated_sums(clause, v)) sums.push_back(std::move(one));
  }
  const auto& settlements = schedules_[clause].periods;
  for (std::size_t i = 0; i < settlements.size() && is_settled(settlements[i]); ++i) {
    for (const Settled& one : settled(clause, i)) {
      Paid& paid = sums.emplace_back(payment(clause, one.between, settlements[i], one.amount));
      paid.due = due_on(versions[one.version].settlement.due, settlements[i]);
    }
  }
  for (const Period& period : contract_.calendar.cut(lives_[clause], *each)) {
    if (!is_settled(period)) break;
    std::vector<std::pair<std::size_t, Exact>> borne_now;  // by the last of the texts that name the same parties
    for (std::size_t v = 0; v < versions.size(); ++v) {
      const Version& version = versions[v];
      const std::optional<Period> days = bearing(clause, v, period);
      if (!days || version.late == nullptr) continue;
      std::vector<Owed> owed;
      for (const Paid& one : sums) {
        if (one.between == version.between && one.due) owed.push_back({*one.due, one.amount, one.amount});
      }
      for (const Paid& one : result) {
        if (one.between == version.between) owed.push_back({*one.due, 0, one.amount});
      }
      const Asked now{*days, &settlements, obligations_[clause].pins, days->last(), version.counts_from, obligations_[clause].pins};
      const Exact interest = borne(std::move(owed), *version.late, clause, *days, now);
      if (borne_now.empty() || versions[borne_now.back().first].between != version.between) borne_now.emplace_back(v, 0);
      borne_now.back().first = v;
      borne_now.back().second += interest;
    }
    for (const auto& [v, interest] : borne_now) {
      if (interest == 0) continue;
      const auto& rounding = versions[v].settlement.rounding;
      const Exact amount = rounding ? rounded(interest, *rounding) : interest;
      Paid paid = payment(clause, versions[v].between, Period::through(period.last(), period.last()), amount);
      paid.rounding = rounding;
      paid.due = period.end();
      paid.payment.title += ", late interest";
      paid.payment.period = contract_.calendar.label(period, *each);
      paid.payment.due = period.end().text();
      paid.payment.amount = amount_text(amount, rounding);
      result.push_back(std::move(paid));
    }
  }
  return result;
}

}  // namespace whereas::reference

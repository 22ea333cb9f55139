#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

/// Conditions that go on ruling once they are true no more, and what is so several times running (docs/language: Rates that change, "Triggers that last").
namespace whereas::evaluate {

bool Evaluation::Engine::lasts_to(const plan::Lasting& lasts, const Period& from, const Period& to) {
  Date end = from.end();
  if (lasts.after) {
    end = plan_.calendar.later(end, *lasts.after);
  } else {
    Period of = plan_.calendar.holding(from.last(), lasts.to_end_of);
    if (lasts.next) of = plan_.calendar.next(of, lasts.to_end_of);
    end = of.end();
  }
  if (to.begin() < end && end < to.end()) {
    report_.add(code::proviso_does_not_fit)
        .says(fmt::format("what was so in the period from {} rules up to {}, which lies inside the period from {} that is settled at once", from.text(), end.plus_days(-1).text(), to.text()))
        .at(lasts.said)
        .help("let it last for whole settlement periods, or settle more often");
    stop();
  }
  return to.end() <= end;
}

/// The settlement periods one of which must have the condition for it to rule in this one, the latest first.
std::vector<std::size_t> Evaluation::Engine::places_that_rule(plan::ConditionId condition, bool from_next_period, const std::optional<plan::Lasting>& lasts, plan::ScheduleId schedule, std::size_t settlement) {
  if (from_next_period && settlement == 0) return {};
  std::vector<std::size_t> places{from_next_period ? settlement - 1 : settlement};
  if (!lasts) return places;
  const std::vector<Period> periods = settlement_periods(schedule);
  const auto& counted_from = plan_.conditions[condition].counted_from;
  for (std::size_t place = places.front(); place-- > 0;) {
    if (counted_from && periods[place].end() <= *counted_from) break;
    if (!lasts_to(*lasts, periods[place], periods[settlement])) break;
    places.push_back(place);
  }
  return places;
}

bool Evaluation::Engine::rules_while(plan::ConditionId condition, bool from_next_period, const std::optional<plan::Lasting>& lasts, plan::ScheduleId schedule, std::size_t settlement,
                                     std::vector<ReasonId>* why) {
  const std::vector<std::size_t> places = places_that_rule(condition, from_next_period, lasts, schedule, settlement);
  std::vector<ReasonId> failed;
  for (const std::size_t place : places) {
    std::vector<ReasonId> tested;
    const bool held = holds_at(condition, schedule, place, why == nullptr ? nullptr : &tested);
    if (why == nullptr && held) return true;
    if (why == nullptr) continue;
    if (held) {
      why->insert(why->end(), tested.begin(), tested.end());
      return true;
    }
    failed.insert(failed.end(), tested.begin(), tested.end());
  }
  if (why != nullptr) why->insert(why->end(), failed.begin(), failed.end());
  return false;
}

/// The last so many of them that are over with the window, the latest first; nothing where the term does not have so many.
std::optional<std::vector<Period>> Evaluation::Engine::periods_running(const plan::Condition& condition, const Period& window) const {
  const Frequency each = condition.running->each;
  Period period = plan_.calendar.holding(window.last(), each);
  if (period.end() > window.end()) period = plan_.calendar.holding(period.begin().plus_days(-1), each);
  const Date begins = std::max(term_.begin(), condition.counted_from.value_or(term_.begin()));
  std::vector<Period> periods;
  for (int count = 0; count < condition.running->count; ++count) {
    if (period.begin() < begins) return std::nullopt;
    periods.push_back(period);
    period = plan_.calendar.holding(period.begin().plus_days(-1), each);
  }
  return periods;
}

}  // namespace whereas::evaluate

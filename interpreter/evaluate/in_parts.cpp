#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"
#include "lang/syntax/box.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

/// Where a changing rate meets what it applies to (docs/language: Rates and measures that change): measured at once while the rate stands, and in
/// parts on both sides of a day on which it changes. Parts may be added only of what adds up.
namespace whereas::evaluate {

using syntax::match;

namespace {

/// Whether a figure before a day and the figure from that day on add up to the figure over both. Finds the words that do not.
class AddsUp {
 public:
  AddsUp(const plan::Plan& plan, Date day, bool settles_there) : plan_(plan), day_(day), settles_there_(settles_there) {}

  bool adds_up(plan::StepId id) {
    const auto known = known_.find(id);
    if (known != known_.end()) return known->second;
    const bool result = work_out(id);
    if (!result && !culprit_) culprit_ = id;
    return known_[id] = result;
  }
  /// The lowest step that does not add up.
  plan::StepId culprit() const { return *culprit_; }

 private:
  bool all_add_up(const std::vector<plan::StepId>& steps) {
    return std::all_of(steps.begin(), steps.end(), [&](plan::StepId step) { return adds_up(step); });
  }
  bool begins(Frequency each) const { return each != Frequency::term && plan_.calendar.holding(day_, each).begin() == day_; }

  bool work_out(plan::StepId id) {
    return std::visit(match{
                          [&](const plan::SeriesFigure&) { return plan_.steps[id].nature == check::Nature::flow; },
                          [&](const plan::Add& sum) { return all_add_up(sum.operands); },
                          [&](const plan::Subtract& difference) { return adds_up(difference.from) && all_add_up(difference.operands); },
                          [&](const plan::Multiply& product) {
                            if (stands(product.left)) return adds_up(product.right);
                            return stands(product.right) && adds_up(product.left);
                          },
                          [&](const plan::Divide& quotient) { return stands(quotient.divisor) && adds_up(quotient.dividend); },
                          [&](const plan::Negate& negate) { return adds_up(negate.operand); },
                          [&](const plan::Packages& packages) { return packages.each ? *packages.each == Frequency::term || begins(*packages.each) : settles_there_; },
                          [&](const plan::OfPeriods& periods) { return periods.taking == syntax::Taking::sum && (begins(periods.frequency) || adds_up(periods.operand)); },
                          [&](const plan::Filtered& filtered) { return adds_up(filtered.operand); },
                          [&](const plan::OverDimension& over) { return over.taking == syntax::Taking::sum && adds_up(over.operand); },
                          [&](const plan::Interest& interest) { return !interest.compounded && !interest.on_whole_window; },
                          [&](const plan::Changing& changing) {
                            return adds_up(changing.base) && std::all_of(changing.alternatives.begin(), changing.alternatives.end(), [&](const auto& one) { return adds_up(one.value); });
                          },
                          [&](const plan::InParts& parts) { return adds_up(parts.operand); },
                          [](const plan::ClausePaid&) { return true; },
                          [](const plan::Tiered&) { return true; },
                          [&](const plan::Solved& solved) {
                            const plan::Circle& circle = plan_.circles[solved.circle];
                            const auto stand = [&](const std::vector<plan::StepId>& row) { return std::all_of(row.begin(), row.end(), [&](plan::StepId step) { return stands(step); }); };
                            return all_add_up(circle.constants) && std::all_of(circle.coefficients.begin(), circle.coefficients.end(), stand);
                          },
                          [&](const plan::Named& named) { return adds_up(named.operand); },
                          // A fixed sum would count in each part; extremes, averages, roundings and windows of their own are not those of the parts.
                          [](const auto&) { return false; },
                      },
                      plan_.steps[id].form);
  }

  /// Whether a factor is the same in both parts but for what changes.
  bool stands(plan::StepId id) {
    const auto known = known_to_stand_.find(id);
    if (known != known_to_stand_.end()) return known->second;
    const plan::Step& step = plan_.steps[id];
    bool result = step.nature == check::Nature::constant;
    if (!result && step.nature != check::Nature::flow) {
      const bool is_made_of_others = std::visit(match{
                                                    [](const plan::SeriesFigure&) { return false; },
                                                    [](const plan::InWindow&) { return false; },
                                                    [](const plan::AverageOf&) { return false; },
                                                    [](const plan::OfPeriods&) { return false; },
                                                    [](const plan::TimeBetween&) { return false; },
                                                    [](const plan::BalanceKept&) { return false; },
                                                    [](const auto&) { return true; },
                                                },
                                                step.form);
      result = is_made_of_others;
      if (is_made_of_others) {
        const auto look = [&](plan::StepId operand) { result = result && stands(operand); };
        if (const auto* changing = std::get_if<plan::Changing>(&step.form)) {
          look(changing->base);
          for (const auto& alternative : changing->alternatives) look(alternative.value);
        } else if (!std::holds_alternative<plan::Rising>(step.form)) {
          plan::for_each_operand(plan_, id, look);
        }
      }
    }
    if (!result && !culprit_) culprit_ = id;
    return known_to_stand_[id] = result;
  }

  const plan::Plan& plan_;
  Date day_;
  bool settles_there_;  ///< a settlement period begins on that day
  std::optional<plan::StepId> culprit_;
  std::unordered_map<plan::StepId, bool> known_;
  std::unordered_map<plan::StepId, bool> known_to_stand_;
};

}  // namespace

/// The steps below whose value can change from one part to the next, and that nothing below has taken into a window or parts of its own.
const std::vector<plan::StepId>& Evaluation::Engine::changing_below(plan::StepId step) {
  const auto [place, is_new] = changing_below_.try_emplace(step);
  std::vector<plan::StepId>& found = place->second;
  if (!is_new) return found;
  std::unordered_set<plan::StepId> seen{step};
  std::vector<plan::StepId> waiting{step};
  const auto go_on = [&](plan::StepId operand) {
    if (seen.insert(operand).second) waiting.push_back(operand);
  };
  while (!waiting.empty()) {
    const plan::StepId next = waiting.back();
    waiting.pop_back();
    const plan::Step& one = plan_.steps[next];
    if (const auto* changing = std::get_if<plan::Changing>(&one.form)) {
      found.push_back(next);
      go_on(changing->base);
      for (const auto& alternative : changing->alternatives) go_on(alternative.value);
      continue;
    }
    const auto* series = std::get_if<plan::SeriesFigure>(&one.form);
    const bool is_rate_of_another = series != nullptr && contract_.inputs[series->input].asked && one.nature != check::Nature::flow;
    if (is_rate_of_another || std::holds_alternative<plan::Rising>(one.form)) found.push_back(next);
    const bool has_windows_of_its_own = std::holds_alternative<plan::InWindow>(one.form) || std::holds_alternative<plan::InParts>(one.form) || std::holds_alternative<plan::OfPeriods>(one.form) ||
                                        std::holds_alternative<plan::AverageOf>(one.form) || std::holds_alternative<plan::Rising>(one.form) || std::holds_alternative<plan::Tiered>(one.form);
    if (!has_windows_of_its_own) plan::for_each_operand(plan_, next, go_on);
  }
  return found;
}

bool Evaluation::Engine::stands_alike(plan::StepId step, const Asking& before, const Asking& after) {
  if (holds_a_point(step, before) || holds_a_point(step, after)) return false;
  if (const auto* changing = std::get_if<plan::Changing>(&plan_.steps[step].form)) return ruling(*changing, before, nullptr) == ruling(*changing, after, nullptr);
  return value(step, before).value == value(step, after).value;
}

bool Evaluation::Engine::adds_up_across(plan::StepId step, Date day, plan::ScheduleId schedule) {
  const auto settlement = settlement_holding(day, schedule);
  return AddsUp(plan_, day, settlement && settlement_periods(schedule)[*settlement].begin() == day).adds_up(step);
}

Figure Evaluation::Engine::in_parts(const plan::InParts& parts, const Asking& asking, Span said) {
  const auto& changing = changing_below(parts.operand);
  std::vector<Period> stretches;  // in which nothing changes
  std::vector<Date> dates = parts.dates;
  const std::vector<Date> at_points = cuts_at_points(changing, asking.window);
  dates.insert(dates.end(), at_points.begin(), at_points.end());
  for (const Period& piece : pieces(asking.window, dates, asking.schedule)) {
    const auto asked = [&](const Period& days) { return Asking{days, asking.filter, asking.schedule}; };
    const bool goes_on = !stretches.empty() && std::all_of(changing.begin(), changing.end(), [&](plan::StepId step) { return stands_alike(step, asked(stretches.back()), asked(piece)); });
    if (goes_on) {
      stretches.back() = Period(stretches.back().begin(), piece.end());
    } else {
      stretches.push_back(piece);
    }
  }
  for (const Period& stretch : stretches) refuse_bent(parts, changing, {stretch, asking.filter, asking.schedule});
  if (stretches.size() == 1) return value(parts.operand, asking);
  for (std::size_t place = 1; place < stretches.size(); ++place) {
    const Date day = stretches[place].begin();
    const auto settlement = settlement_holding(day, asking.schedule);
    AddsUp both(plan_, day, settlement && settlement_periods(asking.schedule)[*settlement].begin() == day);
    if (both.adds_up(parts.operand)) continue;
    report_.add(code::rate_over_periods)
        .says(fmt::format("a rate changes on {}, inside the days from {}, and what it applies to does not add up over the days before and after", day.text(), asking.window.text()))
        .at(plan_.steps[both.culprit()].said, "of both together, this is not the sum of the two")
        .beside(said, "the rate meets it here")
        .help("let the rate change when the window ends, or say in which parts it is worked out: `the sum of quarterly (…)`");
    stop();
  }
  return taken_of_pieces(parts.operand, stretches, asking, syntax::Taking::sum, fmt::format("measured in {} parts, because a rate changes", stretches.size()), said);
}

}  // namespace whereas::evaluate

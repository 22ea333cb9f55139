#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

/// One cap or guarantee for several clauses, on what their own provisos let through (docs/language: Credits, balances, late payment).
namespace whereas::evaluate {

Period Evaluation::Engine::counted_together(const plan::Together& together, const Period& period, plan::ScheduleId schedule) const {
  if (const auto* rolling = std::get_if<plan::RollingWindow>(&together.window)) return rolling_window(*rolling, period, schedule);
  const Frequency each = std::get<Frequency>(together.window);
  return each == Frequency::term ? term_ : plan_.calendar.holding(period.last(), each).clipped_to(term_).value_or(period);
}

void Evaluation::Engine::settle_together(const plan::Together& together, ProvisoMemory& memory, const std::vector<const Occasion*>& occasions) {
  std::vector<ThroughLines> members;
  std::vector<ThroughLines> alone;
  for (const Occasion* occasion : occasions) {
    if (occasion->sum != nullptr) {
      members.push_back(dated_through(*occasion->texts.front(), *occasion->sum));
      continue;
    }
    std::vector<ThroughLines> all = let_through(*occasion);
    for (ThroughLines& through : bearing_alone(*occasion, all)) alone.push_back(std::move(through));
    for (ThroughLines& through : all) members.push_back(std::move(through));
  }
  if (!members.empty()) settle_members(together, memory, occasions.front()->period, members);
  for (const ThroughLines& through : alone) bear_alone(through);
}

void Evaluation::Engine::settle_members(const plan::Together& together, ProvisoMemory& memory, const Period& period, std::vector<ThroughLines>& members) {
  const plan::ScheduleId schedule = members.front().texts.front()->schedule;
  const Period counted = count_in(memory, counted_together(together, period, schedule));
  if (together.makes_up) {
    make_up(together, memory, counted, period, members);
    return;
  }
  const Span said = together.said;
  settling_for_ = 0;
  const Figure most = value(together.limit, {Period(counted.begin(), period.end()), 0, schedule});
  const Figure earlier = recalled(memory.let_through, fmt::format("paid together earlier in the {}", window_words(together.window)), counted, said);
  const Figure left = because(Rule::difference, most.value - earlier.value, "what is left of the cap together", counted, said, {most.why, earlier.why});
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  Figure room = left.value.is_negative() ? because(Rule::greatest, 0, "no room is left", counted, said, {left.why, zero.why}) : left;

  Number before;
  for (const ThroughLines& member : members) before += member.figure.value;
  tried(together.said, before > room.value);
  Account above;
  Account below;
  for (const ThroughLines& member : members) (member.figure.value.is_negative() ? below : above) += member.figure;
  if (together.in_proportion && above.value() + below.value() > room.value) {
    // What is below zero makes room for the others; those share it in proportion.
    const Figure less = because(Rule::sum, below.value(), "below zero together", period, said, below.parts());
    const Figure shared = because(Rule::difference, room.value - less.value, "what they share", period, said, {room.why, less.why});
    const Figure all = because(Rule::sum, above.value(), "what they would be paid together", period, said, above.parts());
    const Figure part = because(Rule::quotient, shared.value / all.value, "the part that fits", period, said, {shared.why, all.why});
    for (ThroughLines& member : members) {
      if (member.figure.value.is_negative()) continue;
      member.figure = because(Rule::product, member.figure.value * part.value, "in proportion", period, said, {member.figure.why, part.why});
    }
  }
  for (ThroughLines& member : members) {
    if (!together.in_proportion && member.figure.value > room.value) member.figure = because(Rule::least, room.value, "at most this together", period, said, {member.figure.why, room.why});
    memory.let_through += member.figure;
    if (std::holds_alternative<plan::RollingWindow>(together.window)) memory.past.push_back({period, {}, member.figure, {}});
    room = because(Rule::difference, room.value - member.figure.value, "what is left of the cap together", period, said, {room.why, member.figure.why});
    conclude(member);
  }
}

/// With the last settlement of the window, the clause that is named pays what all of them have let through too little in it.
void Evaluation::Engine::make_up(const plan::Together& together, ProvisoMemory& memory, const Period& counted, const Period& period, std::vector<ThroughLines>& members) {
  const Span said = together.said;
  std::vector<ReasonId> parts{recalled(memory.let_through, fmt::format("paid together earlier in the {}", window_words(together.window)), counted, said).why};
  for (const ThroughLines& member : members) {
    memory.let_through += member.figure;
    if (derives()) parts.push_back(member.figure.why);
  }
  const auto paying = std::find_if(members.begin(), members.end(), [&](const ThroughLines& member) { return member.texts.back()->id == *together.makes_up; });
  if (period.end() >= counted.end() && paying != members.end()) {
    settling_for_ = 0;
    const Figure least = value(together.limit, {counted, 0, paying->texts.back()->schedule});
    const Figure all = because(Rule::sum, memory.let_through.value(), "paid together", counted, said, derives() ? parts : std::vector<ReasonId>{});
    const Figure lacking = because(Rule::difference, least.value - all.value, "the guarantee, less what is paid together", counted, said, {least.why, all.why});
    const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
    const Figure missing = because(Rule::greatest, max(lacking.value, 0), "the missing part", counted, said, {lacking.why, zero.why});
    tried(said, !missing.value.is_zero());
    memory.let_through += missing;
    paying->figure = because(Rule::sum, paying->figure.value + missing.value, "with the missing part", period, said, {paying->figure.why, missing.why});
  }
  for (const ThroughLines& member : members) conclude(member);
}

}  // namespace whereas::evaluate

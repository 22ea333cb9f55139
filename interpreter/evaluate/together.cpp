#include "interpreter/evaluate/engine.h"

#include <fmt/format.h>

#include <algorithm>

/// One cap for several clauses, on what their own provisos let through (docs/language: Credits, balances, late payment).
namespace whereas::evaluate {

void Evaluation::Engine::settle_together(const plan::Together& together, ProvisoMemory& memory, const std::vector<const Occasion*>& occasions) {
  std::vector<ThroughLines> members;
  for (const Occasion* occasion : occasions) {
    for (ThroughLines& through : let_through(*occasion)) members.push_back(std::move(through));
  }
  if (members.empty()) return;
  const plan::ScheduleId schedule = members.front().texts.front()->schedule;
  const Period period = occasions.front()->period;
  const Period counted = together.each == Frequency::term ? term_ : plan_.calendar.holding(period.last(), together.each).clipped_to(term_).value_or(period);
  if (!memory.counting || memory.counting->begin() != counted.begin()) {
    memory.counting = counted;
    memory.let_through = 0;
  }
  const Span said = together.said;
  settling_for_ = 0;
  const Figure most = value(together.most, {Period(counted.begin(), period.end()), 0, schedule});
  const Figure earlier = because(Rule::remembered, memory.let_through, fmt::format("paid together earlier in the {}", noun(together.each)), counted, said, {});
  const Figure left = because(Rule::difference, most.value - earlier.value, "what is left of the cap together", counted, said, {most.why, earlier.why});
  const Figure zero = because(Rule::figure_written, 0, "zero", std::nullopt, said, {});
  Figure room = left.value.is_negative() ? because(Rule::greatest, 0, "no room is left", counted, said, {left.why, zero.why}) : left;

  Number before;
  for (const ThroughLines& member : members) before += member.figure.value;
  tried(together.said, before > room.value);
  Number above;
  Number below;
  for (const ThroughLines& member : members) (member.figure.value.is_negative() ? below : above) += member.figure.value;
  if (together.in_proportion && above + below > room.value) {
    // What is below zero makes room for the others; those share it in proportion.
    const Figure shared = because(Rule::difference, room.value - below, "what they share", period, said, {room.why, because(Rule::remembered, below, "below zero together", period, said, {}).why});
    const Figure all = because(Rule::remembered, above, "what they would be paid together", period, said, {});
    const Figure part = because(Rule::quotient, shared.value / all.value, "the part that fits", period, said, {shared.why, all.why});
    for (ThroughLines& member : members) {
      if (member.figure.value.is_negative()) continue;
      member.figure = because(Rule::product, member.figure.value * part.value, "in proportion", period, said, {member.figure.why, part.why});
    }
  }
  for (ThroughLines& member : members) {
    if (!together.in_proportion && member.figure.value > room.value) member.figure = because(Rule::least, room.value, "at most this together", period, said, {member.figure.why, room.why});
    memory.let_through += member.figure.value;
    room = because(Rule::difference, room.value - member.figure.value, "what is left of the cap together", period, said, {room.why, member.figure.why});
    conclude(member);
  }
}

}  // namespace whereas::evaluate

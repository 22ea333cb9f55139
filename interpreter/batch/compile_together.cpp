#include "interpreter/batch/compiler.h"

#include <algorithm>

/// One cap or guarantee for several clauses.
namespace whereas::batch {

/// In the order named: each has what those before it leave.
void Compiler::settle_together(const plan::Together& together, Memory& memory, const std::vector<const evaluate::Occasion*>& occasions) {
  std::vector<Through> members;
  for (const evaluate::Occasion* occasion : occasions) {
    for (const Through& through : let_through(*occasion)) members.push_back(through);
  }
  if (members.empty()) return;
  const MakingFor making(out_.formulas, together.said);
  Formulas& formulas = out_.formulas;
  const Period period = occasions.front()->period;
  if (!std::holds_alternative<Frequency>(together.window)) refuse("a cap together over any so many months", together.said);
  const Frequency each = std::get<Frequency>(together.window);
  const Period counted = each == Frequency::term ? engine_.term_ : plan_.calendar.holding(period.last(), each).clipped_to(engine_.term_).value_or(period);
  if (!memory.counting || memory.counting->begin() != counted.begin()) {
    memory.counting = counted;
    memory.let_through = Formulas::zero;
  }
  // One that is not in force comes to nothing.
  for (Through& through : members) through.figure = formulas.choose(through.made, through.figure, Formulas::zero);
  if (together.makes_up) return make_up(together, memory, counted, period, members);
  engine_.settling_for_ = 0;
  const FormulaId most = value(together.limit, {Period(counted.begin(), period.end()), 0, members.front().first->schedule});
  FormulaId room = not_below_zero(formulas.subtract(most, memory.let_through));
  if (together.in_proportion) share_in_proportion(members, room);
  for (Through& through : members) {
    if (!together.in_proportion) through.figure = formulas.least(through.figure, room);
    memory.let_through = formulas.add(memory.let_through, through.figure);
    room = formulas.subtract(room, through.figure);
    conclude(through);
  }
}

/// What is below zero makes room for the others; those share it in proportion.
void Compiler::share_in_proportion(std::vector<Through>& members, FormulaId room) {
  Formulas& formulas = out_.formulas;
  FormulaId above = Formulas::zero;
  FormulaId below = Formulas::zero;
  for (const Through& through : members) {
    above = formulas.add(above, not_below_zero(through.figure));
    below = formulas.add(below, formulas.least(through.figure, Formulas::zero));
  }
  const FormulaId passes = formulas.less(room, formulas.add(above, below));
  // Where they pass the room something is above zero.
  const FormulaId part = formulas.divide(formulas.subtract(room, below), formulas.choose(passes, above, formulas.constant(1)));
  for (Through& through : members) {
    const FormulaId is_cut = formulas.both(passes, formulas.opposite(formulas.less(through.figure, Formulas::zero)));
    through.figure = formulas.choose(is_cut, formulas.multiply(through.figure, part), through.figure);
  }
}

/// With the last settlement of the window, the clause that is named pays what all of them have let through too little in it.
void Compiler::make_up(const plan::Together& together, Memory& memory, const Period& counted, const Period& period, std::vector<Through>& members) {
  Formulas& formulas = out_.formulas;
  for (const Through& through : members) memory.let_through = formulas.add(memory.let_through, through.figure);
  const auto paying = std::find_if(members.begin(), members.end(), [&](const Through& member) { return member.text->id == *together.makes_up; });
  if (period.end() >= counted.end() && paying != members.end()) {
    engine_.settling_for_ = 0;
    const FormulaId least = value(together.limit, {counted, 0, paying->text->schedule});
    const FormulaId missing = formulas.choose(paying->made, not_below_zero(formulas.subtract(least, memory.let_through)), Formulas::zero);
    memory.let_through = formulas.add(memory.let_through, missing);
    paying->figure = formulas.add(paying->figure, missing);
  }
  for (const Through& through : members) conclude(through);
}

}  // namespace whereas::batch

#include "interpreter/batch/numbers.h"

#include <algorithm>

namespace whereas::batch {

Numbers::Numbers(const Formulas& formulas, const std::vector<FormulaId>& outputs, const std::vector<FormulaId>& flags) {
  std::vector<bool> is_needed(formulas.count(), false);
  for (const FormulaId one : outputs) is_needed[one] = true;
  for (const FormulaId one : flags) is_needed[one] = true;
  for (FormulaId id = static_cast<FormulaId>(formulas.count()); id-- > 0;) {
    if (is_needed[id]) formulas.for_each_operand(id, [&](FormulaId operand) { is_needed[operand] = true; });
  }
  std::vector<std::uint32_t> places(formulas.count(), 0);
  const auto place_of = [&](const Number& number) {
    first_.push_back(number);
    return static_cast<std::uint32_t>(first_.size() - 1);
  };
  for (FormulaId id = 0; id < formulas.count(); ++id) {
    if (!is_needed[id]) continue;
    const Formula& formula = formulas[id];
    places[id] = place_of(formula.form == Form::constant ? formulas.number(id) : Number());
    if (formula.form == Form::constant) continue;
    Step step{formula.form, formula.mode, formula.places, places[id], formula.a, 0, 0};
    if (formula.form != Form::input) {
      step.a = places[formula.a];
      step.b = formula.form == Form::scale ? place_of(formulas.number(id)) : places[formula.b];
      step.c = places[formula.c];
    }
    steps_.push_back(step);
  }
  for (const FormulaId one : outputs) outputs_.push_back(places[one]);
  for (const FormulaId one : flags) flags_.push_back(places[one]);
}

bool Numbers::run(std::span<const Number> figures, Room& room) const {
  std::vector<Number>& values = room.values;
  try {
    for (const Step& step : steps_) {
      if (step.form == Form::input) {
        values[step.to] = figures[step.a];
        continue;
      }
      const Number& a = values[step.a];
      const Number& b = values[step.b];
      switch (step.form) {
        case Form::constant:
        case Form::input: break;
        case Form::add: values[step.to] = a + b; break;
        case Form::subtract: values[step.to] = a - b; break;
        case Form::multiply:
        case Form::scale: values[step.to] = a * b; break;
        case Form::divide: values[step.to] = b.is_zero() ? Number() : a / b; break;  // a flag tells of it
        case Form::least: values[step.to] = b < a ? b : a; break;
        case Form::greatest: values[step.to] = a < b ? b : a; break;
        case Form::round: values[step.to] = whereas::round(a, {step.places, step.mode}); break;
        case Form::less: values[step.to] = a < b ? 1 : 0; break;
        case Form::both: values[step.to] = a.is_zero() || b.is_zero() ? 0 : 1; break;
        case Form::either: values[step.to] = a.is_zero() && b.is_zero() ? 0 : 1; break;
        case Form::opposite: values[step.to] = a.is_zero() ? 1 : 0; break;
        case Form::choose: values[step.to] = a.is_zero() ? values[step.c] : b; break;
      }
    }
  } catch (const NumberTooLong&) {
    return false;
  }
  return std::all_of(flags_.begin(), flags_.end(), [&](std::uint32_t flag) { return values[flag].is_zero(); });
}

}  // namespace whereas::batch

#include "interpreter/batch/numbers.h"

#include <algorithm>
#include <memory>

namespace whereas::batch {

namespace {

/// Makes a number in the place of another, where it stays: to make it elsewhere and move it would cost as much as to work it out.
template <typename Make>
void put(Number& place, Make make) {
  std::destroy_at(&place);
  try {
    ::new (static_cast<void*>(&place)) Number(make());
  } catch (...) {
    std::construct_at(&place);
    throw;
  }
}

}  // namespace

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
      Number& to = values[step.to];
      if (step.form == Form::input) {
        put(to, [&] { return figures[step.a]; });
        continue;
      }
      const Number& a = values[step.a];
      const Number& b = values[step.b];
      switch (step.form) {
        case Form::constant:
        case Form::input: break;
        case Form::add: put(to, [&] { return a + b; }); break;
        case Form::subtract: put(to, [&] { return a - b; }); break;
        case Form::multiply:
        case Form::scale: put(to, [&] { return a * b; }); break;
        case Form::divide: put(to, [&] { return b.is_zero() ? Number() : a / b; }); break;  // a flag tells of it
        case Form::least: put(to, [&] { return b < a ? b : a; }); break;
        case Form::greatest: put(to, [&] { return a < b ? b : a; }); break;
        case Form::round: put(to, [&] { return whereas::round(a, {step.places, step.mode}); }); break;
        case Form::less: put(to, [&] { return Number(a < b ? 1 : 0); }); break;
        case Form::both: put(to, [&] { return Number(a.is_zero() || b.is_zero() ? 0 : 1); }); break;
        case Form::either: put(to, [&] { return Number(a.is_zero() && b.is_zero() ? 0 : 1); }); break;
        case Form::opposite: put(to, [&] { return Number(a.is_zero() ? 1 : 0); }); break;
        case Form::choose: put(to, [&] { return a.is_zero() ? values[step.c] : b; }); break;
      }
    }
  } catch (const NumberTooLong&) {
    return false;
  }
  return std::all_of(flags_.begin(), flags_.end(), [&](std::uint32_t flag) { return values[flag].is_zero(); });
}

}  // namespace whereas::batch

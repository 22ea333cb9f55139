#include "interpreter/batch/units.h"

#include <string>
#include <utility>

/// Which unit each formula is a whole number of.
namespace whereas::batch {

namespace {

/// A unit is one over this at the least.
constexpr int denominator_bits = 62;

Wide whole_from(const std::string& text) {
  if (text.size() > 30) throw UnitTooSmall{};
  Wide value = 0;
  for (const char letter : text) {
    if (letter != '-') value = value * 10 + (letter - '0');
  }
  return text.starts_with('-') ? -value : value;
}

}  // namespace

Wide checked(Wide a, Wide b) {
  Wide product = 0;
  if (a != 0 && b != 0 && (a > (Wide{1} << denominator_bits) || b > (Wide{1} << denominator_bits))) throw UnitTooSmall{};
  product = a * b;
  if (product > (Wide{1} << denominator_bits)) throw UnitTooSmall{};
  return product;
}

Wide common_divisor(Wide a, Wide b) {
  if (a < 0) a = -a;
  while (b != 0) a = std::exchange(b, a % b);
  return a;
}
Wide common_multiple(Wide a, Wide b) { return checked(a / common_divisor(a, b), b); }

Wide power_of_ten(int places) {
  Wide power = 1;
  for (int place = 0; place < places; ++place) power = checked(power, 10);
  return power;
}

Fraction fraction_of(const Number& number) { return {whole_from(number.numerator_text()), whole_from(number.denominator_text())}; }

Wide unit_of(const Formulas& formulas, FormulaId id, const std::vector<Wide>& units, const std::vector<InputForm>& inputs) {
  const Formula& formula = formulas[id];
  switch (formula.form) {
    case Form::constant: return fraction_of(formulas.number(id)).under;
    case Form::input: return power_of_ten(inputs[formula.a].places);
    case Form::add:
    case Form::subtract:
    case Form::least:
    case Form::greatest: return common_multiple(units[formula.a], units[formula.b]);
    case Form::multiply: return checked(units[formula.a], units[formula.b]);
    case Form::divide: throw UnitTooSmall{};
    case Form::scale: {
      const Fraction by = fraction_of(formulas.number(id));
      return checked(units[formula.a] / common_divisor(by.over, units[formula.a]), by.under);
    }
    case Form::round: return power_of_ten(std::max(0, formula.places));
    case Form::choose: return common_multiple(units[formula.b], units[formula.c]);
    case Form::less:
      common_multiple(units[formula.a], units[formula.b]);  // in which they are compared
      return 1;
    case Form::both:
    case Form::either:
    case Form::opposite: return 1;
  }
  return 1;
}

std::vector<bool> without_units(const Formulas& formulas, const std::vector<InputForm>& inputs) {
  std::vector<bool> without(formulas.count(), false);
  std::vector<Wide> units(formulas.count(), 1);
  for (FormulaId id = 0; id < formulas.count(); ++id) {
    formulas.for_each_operand(id, [&](FormulaId operand) { without[id] = without[id] || without[operand]; });
    if (without[id]) continue;
    try {
      units[id] = unit_of(formulas, id, units, inputs);
    } catch (const UnitTooSmall&) {
      without[id] = true;
    }
  }
  return without;
}

}  // namespace whereas::batch

#include "interpreter/batch/formulas.h"

#include <utility>

namespace whereas::batch {

std::size_t Formulas::Hash::operator()(const Formula& formula) const noexcept {
  std::size_t hash = static_cast<std::size_t>(formula.form) * 31 + static_cast<std::size_t>(formula.mode);
  for (const std::uint32_t part : {static_cast<std::uint32_t>(formula.places), formula.a, formula.b, formula.c, formula.number}) {
    hash = (hash ^ part) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29;
  }
  return hash;
}

std::uint32_t Formulas::number_place(const Number& number) {
  const auto [known, is_new] = known_numbers_.emplace(number, static_cast<std::uint32_t>(numbers_.size()));
  if (is_new) numbers_.push_back(number);
  return known->second;
}

Number Formulas::work_out(const Formula& formula, const Number& number, const Number& a, const Number& b, const Number& c) {
  switch (formula.form) {
    case Form::constant:
    case Form::input: return number;
    case Form::add: return a + b;
    case Form::subtract: return a - b;
    case Form::multiply: return a * b;
    case Form::scale: return a * number;
    case Form::divide: return b.is_zero() ? Number() : a / b;
    case Form::least: return min(a, b);
    case Form::greatest: return max(a, b);
    case Form::round: return whereas::round(a, {formula.places, formula.mode});
    case Form::less: return a < b ? 1 : 0;
    case Form::both: return a.is_zero() || b.is_zero() ? 0 : 1;
    case Form::either: return a.is_zero() && b.is_zero() ? 0 : 1;
    case Form::opposite: return a.is_zero() ? 1 : 0;
    case Form::choose: return a.is_zero() ? c : b;
  }
  return {};
}

FormulaId Formulas::add_formula(Form form, FormulaId a, FormulaId b, FormulaId c, const Number* number, Rounding rounding) {
  const bool rounds = form == Form::round;
  Formula formula{form, rounds ? rounding.mode : Rounding::Mode::half_even, rounds ? rounding.places : 0, a, b, c, number != nullptr ? number_place(*number) : 0};
  const auto is_known = [&](FormulaId id) { return is_constant(id); };
  if (form != Form::constant && form != Form::input && is_known(a) && is_known(b) && is_known(c)) {
    return constant(work_out(formula, number != nullptr ? *number : Number(), this->number(a), this->number(b), this->number(c)));
  }
  const auto [known, is_new] = known_.emplace(formula, static_cast<FormulaId>(all_.size()));
  if (is_new) {
    all_.push_back(formula);
    bounds_.push_back(form == Form::input ? Bounds{} : bounds_of(formula));
    said_.push_back(making_for_);
  }
  return known->second;
}

namespace {

using Bound = std::optional<Number>;

Bound sum_of(const Bound& a, const Bound& b) { return a && b ? Bound(*a + *b) : std::nullopt; }
Bound difference_of(const Bound& a, const Bound& b) { return a && b ? Bound(*a - *b) : std::nullopt; }
Bound lesser_of(const Bound& a, const Bound& b) { return a && b ? Bound(min(*a, *b)) : std::nullopt; }
Bound greater_of(const Bound& a, const Bound& b) { return a && b ? Bound(max(*a, *b)) : std::nullopt; }
/// Where one is enough.
Bound least_known(const Bound& a, const Bound& b) { return a && b ? Bound(min(*a, *b)) : a ? a : b; }
Bound greatest_known(const Bound& a, const Bound& b) { return a && b ? Bound(max(*a, *b)) : a ? a : b; }

}  // namespace

Formulas::Bounds Formulas::bounds_of(const Formula& formula) const {
  if (formula.form == Form::constant) return {numbers_[formula.number], numbers_[formula.number]};
  const Bounds& a = bounds_[formula.a];
  const Bounds& b = bounds_[formula.b];
  switch (formula.form) {
    case Form::constant:
    case Form::input: return {};
    case Form::add: return {sum_of(a.low, b.low), sum_of(a.high, b.high)};
    case Form::subtract: {
      Bounds rest{difference_of(a.low, b.high), difference_of(a.high, b.low)};
      const Formula& taken = all_[formula.b];
      const bool is_of_it = taken.a == formula.a || taken.b == formula.a;
      if (taken.form == Form::least && is_of_it) rest.low = greatest_known(rest.low, Number(0));
      if (taken.form == Form::greatest && is_of_it) rest.high = least_known(rest.high, Number(0));
      return rest;
    }
    case Form::multiply:
      if (!a.low || !b.low || a.low->is_negative() || b.low->is_negative()) return {};
      return {*a.low * *b.low, a.high && b.high ? Bound(*a.high * *b.high) : std::nullopt};
    case Form::scale: {
      const Number& by = numbers_[formula.number];
      const Bound low = a.low ? Bound(*a.low * by) : std::nullopt;
      const Bound high = a.high ? Bound(*a.high * by) : std::nullopt;
      return by.is_negative() ? Bounds{high, low} : Bounds{low, high};
    }
    case Form::divide:
      if (!a.low || !b.low || a.low->is_negative() || b.low->is_negative()) return {};
      return {Number(0), std::nullopt};
    case Form::least: return {lesser_of(a.low, b.low), least_known(a.high, b.high)};
    case Form::greatest: return {greatest_known(a.low, b.low), greater_of(a.high, b.high)};
    case Form::round: {
      const auto rounded = [&](const Bound& bound) { return bound ? Bound(whereas::round(*bound, {formula.places, formula.mode})) : std::nullopt; };
      return {rounded(a.low), rounded(a.high)};
    }
    case Form::less:
    case Form::both:
    case Form::either:
    case Form::opposite: return {Number(0), Number(1)};
    case Form::choose: {
      const Bounds& c = bounds_[formula.c];
      return {lesser_of(b.low, c.low), greater_of(b.high, c.high)};
    }
  }
  return {};
}

FormulaId Formulas::constant(const Number& number) { return add_formula(Form::constant, 0, 0, 0, &number); }
FormulaId Formulas::input(std::uint32_t place, bool may_be_negative) {
  const FormulaId id = add_formula(Form::input, place, 0);
  if (!may_be_negative) bounds_[id].low = Number(0);
  return id;
}

FormulaId Formulas::add(FormulaId a, FormulaId b) {
  if (a == zero) return b;
  if (b == zero) return a;
  if (is_constant(a)) std::swap(a, b);
  const Formula left = all_[a];
  if (is_constant(b) && left.form == Form::add && is_constant(left.b)) return add(left.a, constant(number(left.b) + number(b)));
  return add_formula(Form::add, a, b);
}

FormulaId Formulas::subtract(FormulaId a, FormulaId b) {
  if (b == zero) return a;
  if (a == b) return zero;
  if (is_constant(b)) return add(a, constant(-number(b)));
  return add_formula(Form::subtract, a, b);
}

FormulaId Formulas::multiply(FormulaId a, FormulaId b) {
  if (is_constant(a)) return scale(b, number(a));
  if (is_constant(b)) return scale(a, number(b));
  if (b < a) std::swap(a, b);
  return add_formula(Form::multiply, a, b);
}

FormulaId Formulas::scale(FormulaId a, const Number& factor) {
  if (factor == Number(1)) return a;
  if (factor.is_zero()) return zero;
  const Formula scaled = all_[a];
  if (scaled.form == Form::scale) return scale(scaled.a, numbers_[scaled.number] * factor);
  return add_formula(Form::scale, a, 0, 0, &factor);
}

FormulaId Formulas::divide(FormulaId a, FormulaId b) {
  if (is_constant(b) && !number(b).is_zero()) return scale(a, Number(1) / number(b));
  return a == zero ? zero : add_formula(Form::divide, a, b);
}

FormulaId Formulas::least(FormulaId a, FormulaId b) {
  if (a == b || is_never_above(a, b)) return a;
  if (is_never_above(b, a)) return b;
  if (b < a) std::swap(a, b);
  return add_formula(Form::least, a, b);
}

FormulaId Formulas::greatest(FormulaId a, FormulaId b) {
  if (a == b || is_never_above(b, a)) return a;
  if (is_never_above(a, b)) return b;
  if (b < a) std::swap(a, b);
  return add_formula(Form::greatest, a, b);
}

FormulaId Formulas::round(FormulaId a, Rounding rounding) { return add_formula(Form::round, a, 0, 0, nullptr, rounding); }
FormulaId Formulas::less(FormulaId a, FormulaId b) {
  if (a == b || is_never_above(b, a)) return zero;
  if (bounds_[a].high && bounds_[b].low && *bounds_[a].high < *bounds_[b].low) return constant(1);
  return add_formula(Form::less, a, b);
}

FormulaId Formulas::both(FormulaId a, FormulaId b) {
  if (is_constant(a)) std::swap(a, b);
  if (is_constant(b)) return number(b).is_zero() ? zero : a;
  return a == b ? a : add_formula(Form::both, a, b);
}

FormulaId Formulas::either(FormulaId a, FormulaId b) {
  if (is_constant(a)) std::swap(a, b);
  if (is_constant(b)) return number(b).is_zero() ? a : b;
  return a == b ? a : add_formula(Form::either, a, b);
}

FormulaId Formulas::opposite(FormulaId a) {
  if (all_[a].form == Form::opposite) return all_[a].a;
  return add_formula(Form::opposite, a, 0);
}

FormulaId Formulas::choose(FormulaId condition, FormulaId then, FormulaId otherwise) {
  if (then == otherwise) return then;
  if (is_constant(condition)) return number(condition).is_zero() ? otherwise : then;
  if (all_[condition].form == Form::opposite) return choose(all_[condition].a, otherwise, then);
  return add_formula(Form::choose, condition, then, otherwise);
}

}  // namespace whereas::batch

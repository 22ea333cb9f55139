#pragma once

#include "lang/number/number.h"
#include "lang/number/rounding.h"
#include "lang/text/source.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

/// What a contract pays, as formulas over the figures of its data: the days are all gone, the figures are still open.
namespace whereas::batch {

using FormulaId = std::uint32_t;

enum class Form : std::uint8_t {
  constant,  ///< `number`
  input,     ///< the figure of that place
  add,       ///< a + b
  subtract,  ///< a - b
  multiply,  ///< a x b
  scale,     ///< a x number
  divide,    ///< a / b, zero where b is: only numbers of any size do that
  least,     ///< of a and b
  greatest,
  round,     ///< a, by `rounding`
  less,      ///< whether a < b; conditions are 0 or 1
  both,      ///< whether a and b hold
  either,
  opposite,  ///< whether a does not hold
  choose,    ///< b where a holds, else c
};

struct Formula {
  Form form = Form::constant;
  Rounding::Mode mode = Rounding::Mode::half_even;  ///< of round
  int places = 0;
  FormulaId a = 0;  ///< of input: its place
  FormulaId b = 0;
  FormulaId c = 0;
  std::uint32_t number = 0;  ///< place in `numbers`
  friend bool operator==(const Formula&, const Formula&) = default;
};

/// Formulas, each made of those before it. Equal formulas are one; what can be worked out without figures is.
class Formulas {
 public:
  Formulas() { constant(0); }
  static constexpr FormulaId zero = 0;

  FormulaId constant(const Number& number);
  FormulaId input(std::uint32_t place, bool may_be_negative);
  FormulaId add(FormulaId a, FormulaId b);
  FormulaId subtract(FormulaId a, FormulaId b);
  FormulaId multiply(FormulaId a, FormulaId b);
  FormulaId scale(FormulaId a, const Number& number);
  /// Where the divisor may be zero, whoever asks has said elsewhere what holds then.
  FormulaId divide(FormulaId a, FormulaId b);
  FormulaId least(FormulaId a, FormulaId b);
  FormulaId greatest(FormulaId a, FormulaId b);
  FormulaId round(FormulaId a, Rounding rounding);
  FormulaId less(FormulaId a, FormulaId b);
  FormulaId both(FormulaId a, FormulaId b);
  FormulaId either(FormulaId a, FormulaId b);
  FormulaId opposite(FormulaId a);
  FormulaId choose(FormulaId condition, FormulaId then, FormulaId otherwise);

  bool is_constant(FormulaId id) const { return all_[id].form == Form::constant; }
  const Number& number(FormulaId id) const { return numbers_[all_[id].number]; }
  /// What the formula is never below, and never above, whatever the figures are; nothing where it is not known.
  struct Bounds {
    std::optional<Number> low;
    std::optional<Number> high;
  };
  const Bounds& bounds(FormulaId id) const { return bounds_[id]; }
  const Formula& operator[](FormulaId id) const { return all_[id]; }
  template <typename Visit>
  void for_each_operand(FormulaId id, const Visit& visit) const {
    const Formula& formula = all_[id];
    if (formula.form == Form::constant || formula.form == Form::input) return;
    visit(formula.a);
    if (formula.form == Form::scale || formula.form == Form::round || formula.form == Form::opposite) return;
    visit(formula.b);
    if (formula.form == Form::choose) visit(formula.c);
  }
  /// The words of the contract that formulas are made for from now on, and those for which each was made first.
  void make_for(Span said) { making_for_ = said; }
  Span making_for() const { return making_for_; }
  Span said(FormulaId id) const { return said_[id]; }
  std::size_t count() const { return all_.size(); }

  /// What the formula comes to on these figures: the plain meaning that every kernel must agree with.
  static Number work_out(const Formula& formula, const Number& number, const Number& a, const Number& b, const Number& c);

 private:
  struct Hash {
    std::size_t operator()(const Formula& formula) const noexcept;
  };
  FormulaId add_formula(Form form, FormulaId a, FormulaId b, FormulaId c = 0, const Number* number = nullptr, Rounding rounding = {});
  std::uint32_t number_place(const Number& number);

  Bounds bounds_of(const Formula& formula) const;
  bool is_never_above(FormulaId a, FormulaId b) const { return bounds_[a].high && bounds_[b].low && *bounds_[a].high <= *bounds_[b].low; }

  std::vector<Formula> all_;
  std::vector<Bounds> bounds_;  ///< beside them
  std::vector<Span> said_;      ///< beside them
  Span making_for_;
  std::vector<Number> numbers_;
  std::map<Number, std::uint32_t> known_numbers_;
  std::unordered_map<Formula, FormulaId, Hash> known_;
};

}  // namespace whereas::batch

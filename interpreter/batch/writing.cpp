#include "interpreter/batch/program.h"
#include "interpreter/batch/units.h"

#include <algorithm>
#include <map>
#include <utility>

/// Formulas written down as steps over whole numbers.
namespace whereas::batch {

namespace {

bool is_condition(Form form) { return form == Form::less || form == Form::both || form == Form::either || form == Form::opposite; }

}  // namespace

class Writing {
 public:
  Writing(Program& program, const Formulas& formulas, std::vector<FormulaId> outputs, std::vector<FormulaId> flags)
      : program_(program), formulas_(formulas), outputs_(std::move(outputs)), flags_(std::move(flags)), units_(formulas.count(), 0), uses_(formulas.count(), 0) {}

  void write() {
    find_needed();
    for (FormulaId id = 0; id < formulas_.count(); ++id) {
      if (uses_[id] > 0) units_[id] = unit_of(id);
    }
    program_.output_denominators_.resize(outputs_.size());
    for (const Task& task : tasks()) {
      switch (task.kind) {
        case Task::Kind::formula: own(task.formula); break;
        case Task::Kind::flag: add({Op::flag, condition(task.formula)}); break;
        case Task::Kind::output: tell(task.formula, task.place); break;
      }
    }
  }

 private:
  using Step = Program::Step;

  /// Something to write, and when: as soon as the last figure that it hangs on is there, so that little is held in registers.
  struct Task {
    FormulaId after = 0;
    FormulaId formula = 0;
    enum class Kind { formula, flag, output } kind = Kind::formula;
    std::uint32_t place = 0;
  };
  std::vector<Task> tasks() const {
    std::vector<FormulaId> after(formulas_.count(), 0);  // the last figure
    std::vector<int> depth(formulas_.count(), 0);        // of formulas that are written with the one that asks for them
    constexpr int deepest = 200;
    std::vector<Task> all;
    for (FormulaId id = 0; id < formulas_.count(); ++id) {
      const Formula& formula = formulas_[id];
      if (formula.form == Form::input) after[id] = id;
      if (formula.form == Form::input || is_constant(id)) continue;
      const bool has_one = formula.form == Form::scale || formula.form == Form::round || formula.form == Form::opposite;
      for (const FormulaId operand : {formula.a, has_one ? formula.a : formula.b, formula.form == Form::choose ? formula.c : formula.a}) {
        after[id] = std::max(after[id], after[operand]);
        depth[id] = std::max(depth[id], depth[operand] + 1);
      }
      if (uses_[id] == 0) continue;
      // What is asked for often; payments, and sums over them, which are made last and can be written while these are; and what lies deep.
      const bool is_payment = formula.form == Form::round || (formula.form == Form::add && is_sum_of_payments(id));
      if (uses_[id] == 1 && !is_payment && depth[id] < deepest) continue;
      depth[id] = 0;
      all.push_back({after[id], id, Task::Kind::formula, 0});
    }
    for (const FormulaId flag : flags_) {
      if (flag != Formulas::zero) all.push_back({after[flag], flag, Task::Kind::flag, 0});
    }
    for (std::uint32_t place = 0; place < outputs_.size(); ++place) all.push_back({after[outputs_[place]], outputs_[place], Task::Kind::output, place});
    std::stable_sort(all.begin(), all.end(), [](const Task& a, const Task& b) { return a.after != b.after ? a.after < b.after : a.formula < b.formula; });
    return all;
  }
  bool is_sum_of_payments(FormulaId id) const { return formulas_[formulas_[id].a].form == Form::round || formulas_[formulas_[id].b].form == Form::round; }

  void tell(FormulaId output, std::uint32_t place) {
    const bool tells = is_condition(formulas_[output].form);
    const Wide unit = tells ? 1 : units_[output];
    Step step{Op::store, tells ? condition(output) : at(output, unit)};
    step.place = place;
    add(step);
    program_.output_denominators_[place] = unit;
  }

  void find_needed() {
    for (const FormulaId one : outputs_) ++uses_[one];
    for (const FormulaId one : flags_) ++uses_[one];
    for (FormulaId id = static_cast<FormulaId>(formulas_.count()); id-- > 0;) {
      if (uses_[id] == 0) continue;
      const Formula& formula = formulas_[id];
      switch (formula.form) {
        case Form::constant:
        case Form::input: break;
        case Form::scale:
        case Form::round:
        case Form::opposite: ++uses_[formula.a]; break;
        case Form::choose: ++uses_[formula.c]; [[fallthrough]];
        default:
          ++uses_[formula.a];
          ++uses_[formula.b];
      }
    }
  }

  /// A figure is a whole number over its unit.
  Wide unit_of(FormulaId id) const { return batch::unit_of(formulas_, id, units_, program_.inputs_); }


  std::uint32_t add(Step step) {
    program_.steps_.push_back(step);
    return static_cast<std::uint32_t>(program_.steps_.size() - 1);
  }
  std::uint32_t add_with(Op op, std::uint32_t a, Wide k) {
    Step step{op, a};
    step.k = k;
    return add(step);
  }
  std::uint32_t add_of(Op op, std::uint32_t a, std::uint32_t b) { return add({op, a, b}); }

  Wide constant_at(FormulaId id, Wide unit) const {
    const Fraction value = fraction_of(formulas_.number(id));
    const Wide factor = unit / value.under;
    const Wide magnitude = value.over < 0 ? -value.over : value.over;
    if (magnitude > (Wide{1} << 100) / factor) throw UnitTooSmall{};
    return value.over * factor;
  }
  bool is_constant(FormulaId id) const { return formulas_.is_constant(id); }

  std::uint32_t condition(FormulaId id) { return is_constant(id) ? add_with(Op::constant, 0, formulas_.number(id).is_zero() ? 0 : -1) : own(id); }

  /// The step that gives the formula in a unit, which its own divides.
  std::uint32_t at(FormulaId id, Wide unit) {
    if (unit == units_[id] && !is_constant(id)) return own(id);
    const auto [known, is_new] = others_.try_emplace({id, unit}, 0);
    if (!is_new) return known->second;
    std::uint32_t step = 0;
    if (is_constant(id)) step = add_with(Op::constant, 0, constant_at(id, unit));
    else if (may_be_written_in(id, unit)) step = written(id, unit);
    else step = add_with(Op::multiply_k, base(id).first, factor_to(id, unit));
    return others_[{id, unit}] = step;
  }

  /// What is asked for once can be put together in the unit in which it is asked for.
  bool may_be_written_in(FormulaId id, Wide unit) const {
    const Form form = formulas_[id].form;
    const bool is_put_together = form == Form::add || form == Form::subtract || form == Form::least || form == Form::greatest || form == Form::choose;
    return unit != units_[id] && is_put_together && uses_[id] == 1 && !owns_.contains(id);
  }

  /// What is multiplied, and by what, to have the formula in a unit: a figure at a rate is multiplied once.
  std::pair<std::uint32_t, FormulaId> base(FormulaId id) {
    const Formula& formula = formulas_[id];
    if (formula.form == Form::scale && uses_[id] == 1 && !owns_.contains(id)) return {at(formula.a, units_[formula.a]), formula.a};
    return {own(id), id};
  }
  Wide factor_to(FormulaId id, Wide unit) {
    const Formula& formula = formulas_[id];
    if (formula.form == Form::scale && uses_[id] == 1 && !owns_.contains(id)) {
      const Fraction by = fraction_of(formulas_.number(id));
      return by.over * (unit / by.under) / units_[formula.a];
    }
    return unit / units_[id];
  }

  std::uint32_t own(FormulaId id) {
    const auto known = owns_.find(id);
    if (known != owns_.end()) return known->second;
    const std::uint32_t step = written(id, units_[id]);
    return owns_[id] = step;
  }

  std::uint32_t written(FormulaId id, Wide unit) {
    const Formula& formula = formulas_[id];
    switch (formula.form) {
      case Form::constant: return add_with(Op::constant, 0, constant_at(id, unit));
      case Form::input: return formula.a | is_input;
      case Form::add: return sum(formula.a, formula.b, unit);
      case Form::subtract: return difference(formula.a, formula.b, unit);
      case Form::divide: throw UnitTooSmall{};
      case Form::multiply: return add_of(Op::multiply, at(formula.a, units_[formula.a]), at(formula.b, units_[formula.b]));
      case Form::scale: {
        const std::uint32_t of = at(formula.a, units_[formula.a]);
        const Wide factor = fraction_of(formulas_.number(id)).over / common_divisor(fraction_of(formulas_.number(id)).over, units_[formula.a]);
        return factor == 1 ? of : add_with(Op::multiply_k, of, factor);
      }
      case Form::least:
      case Form::greatest: {
        const bool is_least = formula.form == Form::least;
        for (const auto& [one, other] : {std::pair(formula.a, formula.b), std::pair(formula.b, formula.a)}) {
          if (is_constant(other)) return add_with(is_least ? Op::least_k : Op::greatest_k, at(one, unit), constant_at(other, unit));
        }
        return add_of(is_least ? Op::least : Op::greatest, at(formula.a, unit), at(formula.b, unit));
      }
      case Form::round: return rounded(formula);
      case Form::less: {
        const Wide common = common_multiple(units_[formula.a], units_[formula.b]);
        if (is_constant(formula.b)) return add_with(Op::less_k, at(formula.a, common), constant_at(formula.b, common));
        if (is_constant(formula.a)) return add_with(Op::greater_k, at(formula.b, common), constant_at(formula.a, common));
        return add_of(Op::less, at(formula.a, common), at(formula.b, common));
      }
      case Form::both: return add_of(Op::both, condition(formula.a), condition(formula.b));
      case Form::either: return add_of(Op::either, condition(formula.a), condition(formula.b));
      case Form::opposite: return add({Op::opposite, condition(formula.a)});
      case Form::choose: {
        const std::uint32_t where = condition(formula.a);
        const std::uint32_t then = at(formula.b, unit);
        return add({Op::choose, where, then, at(formula.c, unit)});
      }
    }
    return 0;
  }

  std::uint32_t sum(FormulaId a, FormulaId b, Wide unit) {
    if (is_constant(a)) std::swap(a, b);
    if (is_constant(b)) return add_with(Op::add_k, at(a, unit), constant_at(b, unit));
    for (const auto& [one, other] : {std::pair(b, a), std::pair(a, b)}) {
      if (const auto step = slice(one, other, unit)) return *step;
    }
    for (const auto& [one, other] : {std::pair(b, a), std::pair(a, b)}) {
      if (is_had_at(one, unit)) continue;
      const std::uint32_t rest = at(other, unit);
      const Wide factor = factor_to(one, unit);
      return multiply_add(base(one).first, factor, rest);
    }
    const std::uint32_t left = at(a, unit);
    return add_of(Op::add, left, at(b, unit));
  }

  std::uint32_t difference(FormulaId a, FormulaId b, Wide unit) {
    if (!is_constant(a) && !is_constant(b) && is_had_at(b, unit) && !is_had_at(a, unit)) {
      const std::uint32_t taken = at(b, unit);
      const Wide factor = factor_to(a, unit);
      Step step{Op::multiply_less_k, base(a).first, taken};
      step.k = factor;
      return add(step);
    }
    if (is_constant(a)) return add_with(Op::subtract_from_k, at(b, unit), constant_at(a, unit));
    if (!is_had_at(b, unit)) {
      const std::uint32_t rest = at(a, unit);
      const Wide factor = factor_to(b, unit);
      return multiply_add(base(b).first, -factor, rest);
    }
    const std::uint32_t left = at(a, unit);
    return add_of(Op::subtract, left, at(b, unit));
  }

  std::uint32_t multiply_add(std::uint32_t factor, Wide k, std::uint32_t rest) {
    Step step{Op::multiply_add_k, factor, rest};
    step.k = k;
    return add(step);
  }

  /// Whether the formula is at hand in the unit without being multiplied.
  bool is_had_at(FormulaId id, Wide unit) {
    if (others_.contains({id, unit}) || may_be_written_in(id, unit)) return true;
    if (unit != units_[id]) return false;
    return formulas_[id].form != Form::scale || uses_[id] > 1 || owns_.contains(id) || factor_to(id, unit) == 1;
  }

  /// `rate x (basis - before, not below zero, at most its length)` added to what is at hand: one slice of tiers.
  std::optional<std::uint32_t> slice(FormulaId id, FormulaId rest, Wide unit) {
    const auto once = [&](FormulaId one, Form form) { return formulas_[one].form == form && uses_[one] == 1 && !owns_.contains(one); };
    if (!once(id, Form::scale)) return std::nullopt;
    FormulaId inside = formulas_[id].a;
    std::optional<FormulaId> length;
    if (once(inside, Form::least)) {
      const Formula& least = formulas_[inside];
      if (!is_constant(least.a) && !is_constant(least.b)) return std::nullopt;
      length = is_constant(least.a) ? least.a : least.b;
      inside = is_constant(least.a) ? least.b : least.a;
    }
    if (!once(inside, Form::greatest) || formulas_[inside].a != Formulas::zero) return std::nullopt;
    FormulaId basis = formulas_[inside].b;
    std::optional<FormulaId> before;
    if (once(basis, Form::add) && is_constant(formulas_[basis].b)) {
      before = formulas_[basis].b;
      basis = formulas_[basis].a;
    }
    Wide of_basis = units_[basis];
    if (before) of_basis = common_multiple(of_basis, units_[*before]);
    if (length) of_basis = common_multiple(of_basis, units_[*length]);
    const Fraction by = fraction_of(formulas_.number(id));
    if (unit % by.under != 0 || (by.over * (unit / by.under)) % of_basis != 0) return std::nullopt;
    const std::uint32_t added = at(rest, unit);
    Step step{Op::slice, at(basis, of_basis), added};
    step.k = before ? constant_at(*before, of_basis) : 0;
    step.k2 = length ? constant_at(*length, of_basis) : Program::no_end;
    step.k3 = by.over * (unit / by.under) / of_basis;
    return add(step);
  }

  std::uint32_t rounded(const Formula& formula) {
    const Wide unit = units_[formula.a];
    const std::uint32_t of = at(formula.a, unit);
    // The figure times 10^places is the number times this fraction.
    Wide over = power_of_ten(std::max(0, formula.places));
    Wide under = checked(unit, power_of_ten(std::max(0, -formula.places)));
    const Wide common = common_divisor(over, under);
    over /= common;
    under /= common;
    std::uint32_t number = over == 1 ? of : add_with(Op::multiply_k, of, over);
    if (under > 1) {
      Step step{Op::round, number};
      step.k = under;
      step.mode = formula.mode;
      number = add(step);
    }
    return formula.places < 0 ? add_with(Op::multiply_k, number, power_of_ten(-formula.places)) : number;
  }

  Program& program_;
  const Formulas& formulas_;
  std::vector<FormulaId> outputs_;
  std::vector<FormulaId> flags_;
  std::vector<Wide> units_;          ///< by formula
  std::vector<std::size_t> uses_;    ///< by formula
  std::map<FormulaId, std::uint32_t> owns_;                         ///< steps, by formula
  std::map<std::pair<FormulaId, Wide>, std::uint32_t> others_;      ///< in other units
};

std::optional<Program> Program::of(const Formulas& formulas, const std::vector<FormulaId>& outputs, const std::vector<FormulaId>& flags, std::vector<InputForm> inputs) {
  Program program;
  program.inputs_ = std::move(inputs);
  try {
    Writing(program, formulas, outputs, flags).write();
  } catch (const UnitTooSmall&) {
    return std::nullopt;
  }
  return program;
}

}  // namespace whereas::batch

#include "interpreter/batch/compiler.h"
#include "interpreter/plan/parts.h"

#include <algorithm>
#include <utility>

/// A clause's settlement, and whether the clause is in force in it: days say so, or figures do.
namespace whereas::batch {

void Compiler::settle(const evaluate::Occasion& occasion) {
  for (const Through& through : let_through(occasion)) conclude(through);
}

/// Where a text changes inside the settlement period, each part runs under its own, and what the parts come to is rounded and paid once.
std::vector<Compiler::Through> Compiler::let_through(const evaluate::Occasion& occasion) {
  engine_.present_end_ = occasion.period.end();
  engine_.present_begin_ = occasion.period.begin();
  engine_.settling_clause_ = occasion.texts.front()->written;
  std::vector<Through> all;
  for (const plan::Clause* text : occasion.texts) {
    engine_.settling_for_ = text->filter;
    const auto part = let_through(*text, occasion);
    if (!part) continue;
    const bool is_certain = out_.formulas.is_constant(part->made);
    if (occasion.texts.size() > 1 && !is_certain) refuse("a clause that an amendment restates, and that figures put in force", text->said);
    if (all.empty() || all.back().text->payer != text->payer || all.back().text->payee != text->payee) {
      all.push_back(*part);
      continue;
    }
    all.back().figure = out_.formulas.add(all.back().figure, part->figure);
    all.back().text = text;
  }
  return all;
}

FormulaId Compiler::in_force(const plan::Clause& clause, const evaluate::Occasion& occasion) {
  FormulaId in_force = out_.formulas.constant(1);
  for (const auto& test : clause.in_force.tests) {
    FormulaId holds = Formulas::zero;
    if (test.once) holds = held_before(test.condition, clause.schedule, test.from_that_period ? occasion.index + 1 : occasion.index);
    else holds = rules_while(test.condition, test.from_next_period, test.lasts, clause.schedule, occasion.index);
    in_force = out_.formulas.both(in_force, holds);
  }
  return in_force;
}

std::optional<Compiler::Through> Compiler::let_through(const plan::Clause& clause, const evaluate::Occasion& occasion) {
  const auto window = engine_.days_in_force(clause, occasion.period);
  const FormulaId holds = window ? in_force(clause, occasion) : Formulas::zero;
  if (holds == Formulas::zero) return settle_the_rest(clause, occasion);
  State& state = states_[clause.id];
  const FormulaId released = take_up(clause, state);
  const FormulaId always = out_.formulas.constant(1);
  const bool goes_on = !state.in_force.empty() && state.in_force.back().days.end() == window->begin() && state.in_force.back().holds == always && holds == always;
  if (goes_on) state.in_force.back().days = Period(state.in_force.back().days.begin(), window->end());
  else state.in_force.push_back({*window, always});
  const Settling settling{clause, state, occasion.period, *window, window->end() == engine_.ends(clause)};
  if (!out_.formulas.is_constant(holds)) return settle_where(holds, settling, occasion);
  const FormulaId figure = out_.formulas.add(settle_part(settling), released);
  if (clause.rule) state.parts.push_back({occasion.period, *window, figure});
  return Through{&clause, &clause, occasion.period, figure, holds};
}

FormulaId Compiler::settle_part(const Settling& settling) {
  FormulaId figure = amount(settling);
  for (std::size_t place = 0; place < settling.clause.provisos.size(); ++place) {
    Memory& memory = settling.state.lines[place];
    const FormulaId reached = figure;
    if (settling.clause.rule) memory.past.push_back({settling.period});
    figure = apply(settling.clause.provisos[place], settling, memory, figure);
    if (!settling.clause.rule) continue;
    memory.past.back().reached = reached;
    memory.past.back().let_through = figure;
  }
  return figure;
}

namespace {

/// The line of one text that is the same as a line of another: of the same kind, and at the same place among its kind.
std::optional<std::size_t> same_line_of(const std::vector<plan::Proviso>& from, std::size_t place, const std::vector<plan::Proviso>& to) {
  const auto is_of_kind = [&](const plan::Proviso& line) { return line.form.index() == from[place].form.index(); };
  auto before = std::count_if(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(place), is_of_kind);
  for (std::size_t other = 0; other < to.size(); ++other) {
    if (is_of_kind(to[other]) && before-- == 0) return other;
  }
  return std::nullopt;
}

}  // namespace

FormulaId Compiler::take_up(const plan::Clause& text, State& state) {
  const plan::Clause* before = std::exchange(state.text, &text);
  if (before == &text) return Formulas::zero;
  std::vector<Memory> kept = std::exchange(state.lines, std::vector<Memory>(text.provisos.size()));
  if (before == nullptr) return Formulas::zero;
  const bool anew = text.rule && text.rule->counting_anew;
  if (anew || !plan::carries_base_losses(text)) state.base_loss = Formulas::zero;
  if (anew) state.tier_window.reset();
  FormulaId released = Formulas::zero;
  for (std::size_t place = 0; place < kept.size(); ++place) {
    const auto same = anew ? std::nullopt : same_line_of(before->provisos, place, text.provisos);
    if (same) {
      state.lines[*same] = std::move(kept[place]);
      state.lines[*same].counting.reset();
      continue;
    }
    // A credit is nothing that is owed.
    if (before->provisos[place].lapses || std::holds_alternative<plan::Crediting>(before->provisos[place].form)) continue;
    for (std::size_t below = place + 1; !anew && below < kept.size(); ++below) {
      const FormulaId still_kept = out_.formulas.add(kept[place].kept, kept[place].accrued);
      if (still_kept != Formulas::zero && same_line_of(before->provisos, below, text.provisos)) refuse("what a line kept that a new text leaves out, above lines that it has", text.said);
    }
    released = out_.formulas.add(released, out_.formulas.add(kept[place].kept, kept[place].accrued));
  }
  return released;
}

void Compiler::refuse_where_figures_say(const plan::Clause& clause) {
  if (clause.rule) refuse("a clause that an amendment restates, and that figures put in force", clause.said);
  const auto* tiers = std::get_if<plan::TierAmount>(&clause.amount);
  const bool counts_on = tiers != nullptr && !tiers->window_is_settlement;
  const bool carries = std::any_of(clause.provisos.begin(), clause.provisos.end(), [](const plan::Proviso& line) { return std::holds_alternative<plan::BaseLossesCarried>(line.form); });
  if (counts_on && carries) refuse("losses of tiers that figures put in force", clause.said);
  if (std::holds_alternative<plan::CommitmentAmount>(clause.amount)) refuse("a commitment that figures put in force", clause.said);
  for (const plan::Proviso& line : clause.provisos) {
    // How often it is paid in parts hangs on how often the clause is in force.
    const auto* held = std::get_if<plan::HeldBack>(&line.form);
    const bool is_in_parts = std::holds_alternative<plan::Deferred>(line.form) || (held != nullptr && (held->released_over || !held->releases.empty()));
    if (is_in_parts) refuse("what a line keeps and pays in parts, of a clause that figures put in force", line.said);
  }
}

Compiler::Standing Compiler::standing(const State& state) const {
  Standing now{state, common_, {}};
  for (const auto& [advance, all] : recoupments_) now.recoupments[advance] = all.size();
  return now;
}

void Compiler::leave_where_not(FormulaId holds, State& state, const Standing& otherwise) {
  Formulas& formulas = out_.formulas;
  for (std::size_t place = 0; place < state.lines.size(); ++place) state.lines[place] = either(holds, state.lines[place], otherwise.state.lines[place]);
  state.base_loss = formulas.choose(holds, state.base_loss, otherwise.state.base_loss);
  state.tier_basis = formulas.choose(holds, state.tier_basis, otherwise.state.tier_basis);
  common_ = either(holds, common_, otherwise.common);
}

Compiler::Through Compiler::settle_where(FormulaId holds, const Settling& settling, const evaluate::Occasion& occasion) {
  const plan::Clause& clause = settling.clause;
  refuse_where_figures_say(clause);
  State& state = settling.state;
  Formulas& formulas = out_.formulas;
  // A new window begins whether or not the clause is in force in its first settlement: nothing counts in it before.
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) {
    std::optional<plan::LimitWindow> window;
    if (const auto* least = std::get_if<plan::AtLeast>(&clause.provisos[place].form)) window = least->credited_across ? plan::LimitWindow(*least->credited_across) : least->window;
    if (const auto* most = std::get_if<plan::AtMost>(&clause.provisos[place].form)) window = most->window;
    if (window && std::holds_alternative<Frequency>(*window)) count_in(settling, state.lines[place], std::get<Frequency>(*window));
  }
  const Standing before = standing(state);
  const auto only_where = [&](FormulaId condition, const Standing& since) {
    for (auto& [advance, all] : recoupments_) {
      const auto known = since.recoupments.find(advance);
      for (std::size_t place = known == since.recoupments.end() ? 0 : known->second; place < all.size(); ++place) all[place].second = formulas.choose(condition, all[place].second, Formulas::zero);
    }
  };
  Through through{&clause, &clause, occasion.period, settle_part(settling), holds};
  only_where(holds, before);
  state.in_force.back().holds = holds;
  Standing otherwise = before;
  if (settling.is_last) {
    // Where it is not in force, what is still kept is paid.
    const Standing after = standing(state);
    state = before.state;
    common_ = before.common;
    if (const auto rest = settle_the_rest(clause, occasion)) {
      only_where(formulas.opposite(holds), after);
      through.figure = formulas.choose(holds, through.figure, rest->figure);
      through.made = formulas.either(holds, rest->made);
    }
    otherwise = standing(state);
    state = after.state;
    common_ = after.common;
  }
  leave_where_not(holds, state, otherwise);
  return through;
}

Compiler::Memory Compiler::either(FormulaId holds, const Memory& after, const Memory& before) {
  Formulas& formulas = out_.formulas;
  Memory both = after;
  for (FormulaId Memory::*one : {&Memory::let_through, &Memory::reached, &Memory::guaranteed, &Memory::kept, &Memory::brought}) both.*one = formulas.choose(holds, after.*one, before.*one);
  for (auto& [period, loss] : both.losses) {
    FormulaId stood = Formulas::zero;
    for (const auto& [of, earlier] : before.losses) stood = of == period ? earlier : stood;
    loss = formulas.choose(holds, loss, stood);
  }
  // What is held for a time: released, taken up, or neither.
  for (auto& [period, held] : both.held) {
    FormulaId stood = Formulas::zero;
    for (const auto& [of, earlier] : before.held) stood = of == period ? earlier : stood;
    held = formulas.choose(holds, held, stood);
  }
  std::vector<std::pair<Period, FormulaId>> still;
  for (const auto& held : before.held) {
    const bool is_there = std::any_of(after.held.begin(), after.held.end(), [&](const auto& one) { return one.first == held.first; });
    if (!is_there) still.emplace_back(held.first, formulas.choose(holds, Formulas::zero, held.second));
  }
  both.held.insert(both.held.begin(), still.begin(), still.end());
  if (!after.room) return both;
  // Before its first settlement all of a cap is left.
  const FormulaId stood = before.room && before.room->first == after.room->first ? before.room->second : after.room->first;
  if (before.room && before.room->first != after.room->first) both.room.reset();
  else if (!before.room && before.let_through != Formulas::zero) both.room.reset();
  else both.room->second = formulas.choose(holds, after.room->second, stood);
  return both;
}

Compiler::Common Compiler::either(FormulaId holds, const Common& after, const Common& before) {
  Formulas& formulas = out_.formulas;
  Common both = after;
  for (auto& [advance, recouped] : both.recouped) {
    const auto stood = before.recouped.find(advance);
    recouped = formulas.choose(holds, recouped, stood == before.recouped.end() ? Formulas::zero : stood->second);
  }
  both.left.clear();
  for (const auto& [advance, left] : after.left) {
    const auto stood = before.left.find(advance);
    if (stood != before.left.end() && stood->second.first == left.first) both.left[advance] = {left.first, formulas.choose(holds, left.second, stood->second.second)};
  }
  for (auto& [of, lot] : both.lots) {
    const auto stood = before.lots.find(of);
    const FormulaId used = formulas.subtract(lot.granted, lot.left);
    const FormulaId used_before = stood == before.lots.end() ? Formulas::zero : formulas.subtract(stood->second.granted, stood->second.left);
    lot.left = formulas.subtract(lot.granted, formulas.choose(holds, used, used_before));
  }
  return both;
}

/// What the clause still keeps, where its days end with this settlement and `while` leaves that out.
std::optional<Compiler::Through> Compiler::settle_the_rest(const plan::Clause& clause, const evaluate::Occasion& occasion) {
  State& state = states_[clause.id];
  if (clause.in_force.tests.empty() || state.text == nullptr) return std::nullopt;
  const auto days = engine_.days_in_force(clause, occasion.period);
  if (!days || days->end() != engine_.ends(clause)) return std::nullopt;
  Formulas& formulas = out_.formulas;
  FormulaId figure = take_up(clause, state);
  FormulaId is_kept = formulas.opposite(is_zero(figure));
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) {
    if (!evaluate::applies_to_the_rest(clause.provisos[place]) || clause.provisos[place].lapses) continue;
    is_kept = formulas.either(is_kept, formulas.opposite(is_zero(formulas.add(state.lines[place].kept, state.lines[place].accrued))));
  }
  if (is_kept == Formulas::zero) return std::nullopt;
  const Settling settling{clause, state, occasion.period, *days, true};
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) {
    const plan::Proviso& line = clause.provisos[place];
    if (!evaluate::applies_to_the_rest(line)) continue;
    Memory& memory = state.lines[place];
    const FormulaId lapsing = line.lapses ? std::exchange(memory.kept, Formulas::zero) : Formulas::zero;
    figure = apply(line, settling, memory, figure);
    memory.kept = formulas.add(memory.kept, lapsing);
  }
  if (clause.rule) state.parts.push_back({occasion.period, *days, figure});
  return Through{&clause, &clause, occasion.period, figure, is_kept};
}

}  // namespace whereas::batch

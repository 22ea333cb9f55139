#include "interpreter/batch/compiler.h"

#include "interpreter/batch/fields.h"
#include "interpreter/plan/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace whereas::batch {

Compiler::Compiler(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table, const evaluate::Options& options)
    : contract_(contract), table_(table), evaluation_(plan, contract, table, report_, options), engine_(*evaluation_.engine_), plan_(engine_.plan_) {
  hangs_on_figures_.resize(plan_.steps.size());
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (plan::StepId step = 0; step < plan_.steps.size(); ++step) {
      if (hangs_on_figures_[step]) continue;
      const auto& form = plan_.steps[step].form;
      bool hangs = std::holds_alternative<plan::SeriesFigure>(form) || std::holds_alternative<plan::ClausePaid>(form) || std::holds_alternative<plan::BalanceKept>(form) ||
                   std::holds_alternative<plan::OverDimension>(form);
      plan::for_each_operand(plan_, step, [&](plan::StepId operand) { hangs = hangs || hangs_on_figures_[operand]; });
      if (const auto* solved = std::get_if<plan::Solved>(&form)) {
        const plan::Circle& circle = plan_.circles[solved->circle];
        for (const plan::StepId constant : circle.constants) hangs = hangs || hangs_on_figures_[constant];
        for (const auto& row : circle.coefficients) {
          for (const plan::StepId coefficient : row) hangs = hangs || hangs_on_figures_[coefficient];
        }
      }
      hangs_on_figures_[step] = hangs;
      has_changed = has_changed || hangs;
    }
  }
}

Compiler::~Compiler() = default;

Compiled Compiler::run() {
  const auto attempt = [&](const auto& work) {
    try {
      work();
    } catch (const NotCompiled& refused) {
      out_.why_not.push_back({refused.words, refused.said});
    } catch (const NumberTooLong&) {
      out_.why_not.push_back({"a figure of too many digits", {}});
    } catch (const evaluate::CannotEvaluate&) {
      out_.why_not.push_back({"something that the data has no answer for", {}});
    } catch (const evaluate::HangsOn& hangs) {
      out_.why_not.push_back({"a figure that the contract leaves open", contract_.estimates[hangs.figure].said});
    }
  };
  attempt([&] { refuse_what_is_never_compiled(); });
  if (!out_.is_compiled()) return std::move(out_);
  engine_.settling_ = true;
  attempt([&] { settle_all(); });
  engine_.settling_ = false;
  known_.clear();
  if (out_.is_compiled()) attempt([&] { promise(); });
  return std::move(out_);
}

void Compiler::refuse_what_is_never_compiled() {
  for (const check::EstimateInfo& estimate : contract_.estimates) {
    const auto id = static_cast<check::EstimateId>(&estimate - contract_.estimates.data());
    if (id >= engine_.options_.taken.size() || !engine_.options_.taken[id]) refuse("a figure that the contract leaves open", estimate.said);
  }
  if (const NotWritten why = not_written(plan_)) refuse(why.words, why.said);
}

namespace {

/// One settlement to come: a clause's period, or a sum on its own day.
struct Coming {
  Date day;
  std::size_t order = 0;
  const plan::Clause* clause = nullptr;
  const plan::DatedSum* sum = nullptr;
  evaluate::Occasion occasion;
};

}  // namespace

/// In the engine's order: by days, and on one day whoever looks at another's payment after it.
void Compiler::settle_all() {
  std::vector<Coming> coming;
  for (std::size_t order = 0; order < plan_.order.size(); ++order) {
    const auto texts = engine_.texts_of(plan_.order[order]);
    for (const plan::Clause* text : texts) {
      const auto* dated = std::get_if<plan::DatedAmount>(&text->amount);
      if (dated == nullptr) continue;
      for (const auto& sum : dated->sums) {
        const Period day = Period::through(sum.day, sum.day);
        if (sum.day <= engine_.reached_ && engine_.term_.contains(sum.day)) coming.push_back({sum.day, order, text, &sum, {day, 0, {text}}});
      }
    }
    for (evaluate::Occasion& occasion : engine_.occasions(texts)) {
      if (occasion.period.last() <= engine_.reached_) coming.push_back({occasion.period.last(), order, occasion.texts.front(), nullptr, std::move(occasion)});
    }
  }
  std::stable_sort(coming.begin(), coming.end(), [](const Coming& a, const Coming& b) { return a.day != b.day ? a.day < b.day : a.order < b.order; });
  together_.resize(plan_.togethers.size());
  const auto cap_over = [&](const Coming& one) {
    const auto has = [&](const plan::Together& cap) { return std::find(cap.clauses.begin(), cap.clauses.end(), one.clause->id) != cap.clauses.end(); };
    return one.sum != nullptr ? plan_.togethers.end() : std::find_if(plan_.togethers.begin(), plan_.togethers.end(), has);
  };
  for (const Coming& next : coming) {
    const auto cap = cap_over(next);
    if (cap != plan_.togethers.end()) {
      Memory& memory = together_[static_cast<std::size_t>(cap - plan_.togethers.begin())];
      if (std::exchange(memory.accrued_to, next.day) == next.day) continue;
      std::vector<const evaluate::Occasion*> members;
      for (const auto id : cap->clauses) {
        for (const Coming& other : coming) {
          if (other.day == next.day && cap_over(other) == cap && other.clause->id == id) members.push_back(&other.occasion);
        }
      }
      settle_together(*cap, memory, members);
    } else if (next.sum != nullptr) {
      settle_dated(*next.clause, *next.sum);
    } else {
      settle(next.occasion);
    }
  }
  std::vector<std::size_t> order(out_.payments.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const evaluate::Payment& one = out_.payments[a];
    const evaluate::Payment& other = out_.payments[b];
    return one.period.last() != other.period.last() ? one.period.last() < other.period.last() : one.clause < other.clause;
  });
  std::vector<evaluate::Payment> payments;
  std::vector<FormulaId> amounts;
  for (const std::size_t place : order) {
    payments.push_back(std::move(out_.payments[place]));
    amounts.push_back(out_.amounts[place]);
  }
  out_.payments = std::move(payments);
  out_.amounts = std::move(amounts);
}

void Compiler::settle(const evaluate::Occasion& occasion) {
  if (const auto figure = let_through(occasion)) conclude(*occasion.texts.front(), occasion.period, *figure);
}

/// In the order named: each has what those before it leave.
void Compiler::settle_together(const plan::Together& together, Memory& memory, const std::vector<const evaluate::Occasion*>& occasions) {
  std::vector<std::pair<const evaluate::Occasion*, FormulaId>> members;
  for (const evaluate::Occasion* occasion : occasions) {
    if (const auto figure = let_through(*occasion)) members.emplace_back(occasion, *figure);
  }
  if (members.empty()) return;
  Formulas& formulas = out_.formulas;
  const Period period = occasions.front()->period;
  const Period counted = together.each == Frequency::term ? engine_.term_ : plan_.calendar.holding(period.last(), together.each).clipped_to(engine_.term_).value_or(period);
  if (!memory.counting || memory.counting->begin() != counted.begin()) {
    memory.counting = counted;
    memory.let_through = Formulas::zero;
  }
  engine_.settling_for_ = 0;
  const FormulaId most = value(together.limit, {Period(counted.begin(), period.end()), 0, members.front().first->texts.front()->schedule});
  FormulaId room = not_below_zero(formulas.subtract(most, memory.let_through));
  for (const auto& [occasion, figure] : members) {
    const FormulaId through = formulas.least(figure, room);
    memory.let_through = formulas.add(memory.let_through, through);
    room = formulas.subtract(room, through);
    conclude(*occasion->texts.front(), occasion->period, through);
  }
}

std::optional<FormulaId> Compiler::let_through(const evaluate::Occasion& occasion) {
  const plan::Clause& clause = *occasion.texts.front();
  engine_.present_end_ = occasion.period.end();
  engine_.present_begin_ = occasion.period.begin();
  engine_.settling_clause_ = clause.written;
  engine_.settling_for_ = clause.filter;
  const auto window = engine_.days_in_force(clause, occasion.period);
  FormulaId in_force = out_.formulas.constant(window ? 1 : 0);
  for (const auto& test : clause.in_force.tests) {
    if (!window) break;
    FormulaId holds = Formulas::zero;
    if (test.once) holds = held_before(test.condition, clause.schedule, test.from_that_period ? occasion.index + 1 : occasion.index);
    else if (!test.from_next_period || occasion.index > 0) holds = holds_at(test.condition, clause.schedule, test.from_next_period ? occasion.index - 1 : occasion.index);
    in_force = out_.formulas.both(in_force, holds);
  }
  if (!out_.formulas.is_constant(in_force)) refuse("a clause that is in force as figures say", clause.said);
  if (in_force == Formulas::zero) {
    // What lines still keep may be paid all the same when the clause's days end.
    const auto keeps = [](const plan::Proviso& line) {
      const auto* cap = std::get_if<plan::AtMost>(&line.form);
      const auto* least = std::get_if<plan::NothingIfUnder>(&line.form);
      return std::holds_alternative<plan::HeldBack>(line.form) || std::holds_alternative<plan::Deferred>(line.form) || (cap != nullptr && cap->excess_carried) || (least != nullptr && least->carried);
    };
    if (window && std::any_of(clause.provisos.begin(), clause.provisos.end(), keeps)) refuse("what a line still keeps when the clause is not in force", clause.said);
    return std::nullopt;
  }
  State& state = states_[clause.id];
  state.lines.resize(clause.provisos.size());
  if (!state.in_force.empty() && state.in_force.back().end() == window->begin()) state.in_force.back() = Period(state.in_force.back().begin(), window->end());
  else state.in_force.push_back(*window);
  const Settling settling{clause, state, occasion.period, *window, window->end() == engine_.ends(clause)};
  FormulaId figure = amount(settling);
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) figure = apply(clause.provisos[place], settling, state.lines[place], figure);
  return figure;
}

void Compiler::conclude(const plan::Clause& clause, const Period& period, FormulaId figure) {
  remember_balances(clause, period);
  const Frequency frequency = plan_.schedules[clause.schedule].frequency.value_or(engine_.data_frequency());
  std::optional<Date> due;
  try {
    due = engine_.due_date(clause, period);
  } catch (const evaluate::CannotEvaluate&) {
    refuse("a due date that cannot be worked out", clause.said);
  }
  pay(clause, period, plan_.calendar.label(period, frequency), due, figure);
}

void Compiler::settle_dated(const plan::Clause& clause, const plan::DatedSum& sum) {
  const Period day = Period::through(sum.day, sum.day);
  engine_.present_end_ = day.end();
  engine_.present_begin_ = day.begin();
  engine_.settling_clause_.reset();
  engine_.settling_for_ = clause.filter;
  State& state = states_[clause.id];
  state.lines.resize(clause.provisos.size());
  FormulaId figure = value(sum.amount, {day, clause.filter, clause.schedule});
  const Settling settling{clause, state, day, day, false};
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) figure = apply(clause.provisos[place], settling, state.lines[place], figure);
  pay(clause, day, sum.day.text(), sum.day, figure);
}

void Compiler::pay(const plan::Clause& clause, const Period& period, std::string label, std::optional<Date> due, FormulaId exact) {
  const FormulaId paid = clause.rounding ? out_.formulas.round(exact, *clause.rounding) : exact;
  evaluate::Payment payment{clause.written, clause.title, clause.payer, clause.payee, period, std::move(label), due, 0, 0, clause.rounding, clause.currency, evaluate::no_reason, clause.id};
  out_.payments.push_back(std::move(payment));
  out_.amounts.push_back(paid);
  states_[clause.id].payments.push_back({period, clause.payer, clause.payee, paid});
}

void Compiler::remember_balances(const plan::Clause& clause, const Period& period) {
  const State& state = states_[clause.id];
  for (check::BalanceId id = 0; id < contract_.balances.size(); ++id) {
    if (contract_.balances[id].clause != clause.written) continue;
    FormulaId balance = Formulas::zero;
    for (std::size_t place = 0; place < clause.provisos.size(); ++place) {
      if (clause.provisos[place].balance != id) continue;
      const bool is_loss = std::holds_alternative<plan::NeverBelowZero>(clause.provisos[place].form);
      balance = is_loss ? out_.formulas.scale(state.lines[place].brought, Number(-1)) : state.lines[place].kept;
    }
    balances_[{id, clause.id}].emplace_back(period.end(), balance);
  }
}

/// Over what is settled, once all is: the term, or its days to the last that the data reaches.
void Compiler::promise() {
  if (plan_.ensures.empty()) return;
  engine_.settling_for_ = 0;
  const Period& term = engine_.term_;
  const bool is_cut = engine_.reached_ < term.last() && engine_.reached_ >= term.first();
  const Period settled = is_cut ? Period::through(term.first(), engine_.reached_) : term;
  for (const auto& ensure : plan_.ensures) {
    std::vector<Period> windows{settled};
    if (ensure.in_every && *ensure.in_every != Frequency::term) {
      windows = plan_.calendar.cut(term, *ensure.in_every);
      std::erase_if(windows, [&](const Period& window) { return window.last() > settled.last(); });
    }
    FormulaId kept = out_.formulas.constant(1);
    for (const Period& window : windows) kept = out_.formulas.both(kept, holds(ensure.condition, {window, 0, 0}));
    out_.promises.push_back({ensure.said, kept});
  }
}

Compiled compile(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table, const evaluate::Options& options) {
  return Compiler(plan, contract, table, options).run();
}

}  // namespace whereas::batch

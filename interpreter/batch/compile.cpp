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

void Compiler::attempt(const std::function<void()>& work) {
  const auto say = [&](const std::string& words, Span said) {
    const auto is_said = [&](const Compiled::WhyNot& one) { return one.words == words && one.said == said; };
    if (std::none_of(out_.why_not.begin(), out_.why_not.end(), is_said)) out_.why_not.push_back({words, said});
  };
  try {
    work();
  } catch (const NotCompiled& refused) {
    say(refused.words, refused.said);
  } catch (const NumberTooLong&) {
    say("a figure of too many digits", {});
  } catch (const evaluate::CannotEvaluate&) {
    say("something that the data has no answer for", {});
  } catch (const evaluate::HangsOn& hangs) {
    say("a figure that the contract leaves open", contract_.estimates[hangs.figure].said);
  }
}

Compiled Compiler::run() {
  refuse_what_is_never_compiled();
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
    if (id >= engine_.options_.taken.size() || !engine_.options_.taken[id]) out_.why_not.push_back({"a figure that the contract leaves open", estimate.said});
  }
  // How far they are settled hangs on the other contract too.
  for (const check::InputInfo& input : contract_.inputs) {
    if (input.asked) out_.why_not.push_back({"a figure of another contract", input.declared});
  }
  if (!plan_.agreements.empty() && out_.is_compiled()) out_.why_not.push_back({"another contract that is used", {}});
  for (const NotWritten& why : not_written(plan_)) out_.why_not.push_back({why.words, why.said});
}

namespace {

/// One settlement to come: a clause's period, a sum on its own day, or a waterfall's run.
struct Coming {
  Date day;
  std::size_t order = 0;
  const plan::Obligation* obligation = nullptr;
  const plan::DatedSum* sum = nullptr;
  const plan::Waterfall* waterfall = nullptr;
  evaluate::Occasion occasion;
};

}  // namespace

/// One clause that is not written down keeps no other from saying what of it is not.
void Compiler::settle_coming(const std::function<void()>& work, check::ClauseId clause, std::set<check::ClauseId>& given_up) {
  if (given_up.contains(clause)) return;
  const std::size_t before = out_.why_not.size();
  attempt(work);
  if (out_.why_not.size() > before) given_up.insert(clause);
}

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
        const bool rules = !text->rule || ((!text->rule->from || day.from(*text->rule->from)) && (!text->rule->end || day.before(*text->rule->end)));
        if (sum.day <= engine_.reached_ && engine_.term_.contains(sum.day) && rules) coming.push_back({sum.day, order, text, &sum, nullptr, {day, 0, {text}}});
      }
    }
    for (evaluate::Occasion& occasion : engine_.occasions(texts)) {
      if (occasion.period.last() <= engine_.reached_) coming.push_back({occasion.period.last(), order, occasion.texts.front(), nullptr, nullptr, std::move(occasion)});
    }
    for (const plan::Waterfall* waterfall : engine_.waterfalls_of(plan_.order[order])) {
      const auto& periods = engine_.settlement_periods(waterfall->schedule);
      for (std::size_t index = 0; index < periods.size() && periods[index].last() <= engine_.reached_; ++index) {
        if (engine_.rules(*waterfall, periods[index])) coming.push_back({periods[index].last(), order, waterfall, nullptr, waterfall, {periods[index], index, {}}});
      }
    }
  }
  std::stable_sort(coming.begin(), coming.end(), [](const Coming& a, const Coming& b) { return a.day != b.day ? a.day < b.day : a.order < b.order; });
  together_.resize(plan_.togethers.size());
  for (const plan::Together& together : plan_.togethers) {
    std::set<plan::ScheduleId> schedules;
    for (const plan::Clause& clause : plan_.clauses) {
      if (std::find(together.clauses.begin(), together.clauses.end(), clause.id) == together.clauses.end()) continue;
      schedules.insert(clause.schedule);
      if (schedules.size() > 1 || std::holds_alternative<plan::DatedAmount>(clause.amount)) refuse("a limit together over clauses that do not settle together", together.said);
    }
  }
  remember_loans();
  const auto cap_over = [&](const Coming& one) {
    const auto has = [&](const plan::Together& cap) { return std::find(cap.clauses.begin(), cap.clauses.end(), one.obligation->id) != cap.clauses.end(); };
    return one.sum != nullptr ? plan_.togethers.end() : std::find_if(plan_.togethers.begin(), plan_.togethers.end(), has);
  };
  std::set<check::ClauseId> given_up;
  for (const Coming& next : coming) {
    engine_.settling_for_ = 0;
    const MakingFor making(out_.formulas, next.obligation->said);
    const auto cap = cap_over(next);
    if (cap != plan_.togethers.end()) {
      Memory& memory = together_[static_cast<std::size_t>(cap - plan_.togethers.begin())];
      if (std::exchange(memory.accrued_to, next.day) == next.day) continue;
      std::vector<const evaluate::Occasion*> members;
      for (const auto id : cap->clauses) {
        for (const Coming& other : coming) {
          if (other.day == next.day && cap_over(other) == cap && other.obligation->id == id) members.push_back(&other.occasion);
        }
      }
      settle_coming([&] { settle_together(*cap, memory, members); }, cap->clauses.front(), given_up);
      continue;
    }
    settle_coming(
        [&] {
          if (next.waterfall != nullptr) settle(*next.waterfall, next.occasion.index);
          else if (next.sum != nullptr) settle_dated(*next.occasion.texts.front(), *next.sum);
          else settle(next.occasion);
        },
        next.obligation->id, given_up);
  }
  put_in_order();
}

void Compiler::put_in_order() {
  std::vector<std::size_t> order(out_.payments.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const evaluate::Payment& one = out_.payments[a];
    const evaluate::Payment& other = out_.payments[b];
    return one.period.last() != other.period.last() ? one.period.last() < other.period.last() : one.clause < other.clause;
  });
  std::vector<evaluate::Payment> payments;
  std::vector<FormulaId> amounts;
  std::vector<FormulaId> made;
  for (const std::size_t place : order) {
    payments.push_back(std::move(out_.payments[place]));
    amounts.push_back(out_.amounts[place]);
    made.push_back(out_.made[place]);
  }
  out_.payments = std::move(payments);
  out_.amounts = std::move(amounts);
  out_.made = std::move(made);
}

void Compiler::conclude(const Through& through) {
  const plan::Clause& clause = *through.text;
  engine_.settling_for_ = clause.filter;
  remember_balances(clause, through.period);
  pay(clause, through.period, label_of(clause, through.period), due_date(clause, through.period), through.figure, through.made);
}

std::string Compiler::label_of(const plan::Obligation& obligation, const Period& period) {
  return plan_.calendar.label(period, plan_.schedules[obligation.schedule].frequency.value_or(engine_.data_frequency()));
}

std::optional<Date> Compiler::due_date(const plan::Obligation& obligation, const Period& period) {
  try {
    return engine_.due_date(obligation, period);
  } catch (const evaluate::CannotEvaluate&) {
    refuse("a due date that cannot be worked out", obligation.said);
  }
  return std::nullopt;
}

void Compiler::settle_dated(const plan::Clause& clause, const plan::DatedSum& sum) {
  const Period day = Period::through(sum.day, sum.day);
  engine_.present_end_ = day.end();
  engine_.present_begin_ = day.begin();
  engine_.settling_clause_.reset();
  engine_.settling_for_ = clause.filter;
  State& state = states_[clause.id];
  const auto& dated = std::get<plan::DatedAmount>(clause.amount);
  FormulaId figure = dated.loan ? repayment(clause, dated, sum) : value(sum.amount, {day, clause.filter, clause.schedule});
  const FormulaId released = take_up(clause, state);
  const Settling settling{clause, state, day, day, false};
  for (std::size_t place = 0; place < clause.provisos.size(); ++place) figure = apply(clause.provisos[place], settling, state.lines[place], figure);
  pay(clause, day, sum.day.text(), due_date(clause, day).value_or(sum.day), out_.formulas.add(figure, released), out_.formulas.constant(1));
}

void Compiler::pay(const plan::Clause& clause, const Period& period, std::string label, std::optional<Date> due, FormulaId figure, FormulaId made) {
  const MakingFor making(out_.formulas, clause.said);
  const FormulaId paid = clause.rounding ? out_.formulas.round(figure, *clause.rounding) : figure;
  record(clause, clause.payer, clause.payee, period, std::move(label), due, out_.formulas.choose(made, paid, Formulas::zero), made);
}

void Compiler::record(const plan::Obligation& obligation, check::PartyId from, check::PartyId to, const Period& period, std::string label, std::optional<Date> due, FormulaId paid, FormulaId made) {
  out_.payments.push_back({obligation.written, obligation.title, from, to, period, std::move(label), due, 0, 0, obligation.rounding, obligation.currency, evaluate::no_reason, obligation.id});
  out_.amounts.push_back(paid);
  out_.made.push_back(made);
  states_[obligation.id].payments.push_back({period, from, to, paid});
}

void Compiler::remember_balances(const plan::Clause& clause, const Period& period) {
  const State& state = states_[clause.id];
  if (state.text != &clause) return;  // another text has taken over within the period
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

#include "interpreter/plan/lower.h"

#include "interpreter/plan/lowering.h"
#include "interpreter/plan/parts.h"

#include <algorithm>

namespace whereas::plan {

namespace {

/// Marks the inputs that a step asks for, and the clauses whose payments it looks at.
class Reach {
 public:
  explicit Reach(const Plan& plan) : plan_(plan), steps_(plan.steps.size(), false), inputs_(), clauses_() {}

  void step(StepId id) {
    std::vector<StepId> waiting{id};
    while (!waiting.empty()) {
      const StepId next = waiting.back();
      waiting.pop_back();
      if (steps_[next]) continue;
      steps_[next] = true;
      if (const auto* series = std::get_if<SeriesFigure>(&plan_.steps[next].form)) inputs_.insert(series->input);
      if (const auto* paid = std::get_if<ClausePaid>(&plan_.steps[next].form)) clauses_.insert(paid->clause);
      for_each_operand(plan_, next, [&](StepId operand) { waiting.push_back(operand); });
    }
  }
  void clause(const Clause& clause) {
    for_each_step(plan_, clause, [&](StepId id) { step(id); });
  }
  const std::set<check::InputId>& inputs() const { return inputs_; }
  const std::set<check::ClauseId>& clauses() const { return clauses_; }

 private:
  const Plan& plan_;
  std::vector<bool> steps_;
  std::set<check::InputId> inputs_;
  std::set<check::ClauseId> clauses_;
};

/// Clauses that look at another's payments settle after it; recoupers of one advance in the order written. The checker has refused circles.
std::vector<check::ClauseId> settlement_order(const Plan& plan) {
  std::vector<std::set<std::size_t>> after(plan.clauses.size());
  std::map<check::ClauseId, std::size_t> place_of;
  for (std::size_t place = 0; place < plan.clauses.size(); ++place) place_of[plan.clauses[place].id] = place;
  for (std::size_t place = 0; place < plan.clauses.size(); ++place) {
    Reach reach(plan);
    reach.clause(plan.clauses[place]);
    for (const auto other : reach.clauses()) {
      if (place_of[other] != place) after[place].insert(place_of[other]);
    }
    for (const auto& proviso : plan.clauses[place].provisos) {
      const auto* recouping = std::get_if<Recouping>(&proviso.form);
      if (recouping == nullptr) continue;
      after[place].insert(place_of[recouping->advance]);
      for (std::size_t earlier = 0; earlier < place; ++earlier) {
        for (const auto& other : plan.clauses[earlier].provisos) {
          const auto* also = std::get_if<Recouping>(&other.form);
          if (also != nullptr && also->advance == recouping->advance) after[place].insert(earlier);
        }
      }
    }
  }
  std::vector<check::ClauseId> order;
  std::vector<bool> done(plan.clauses.size(), false);
  while (order.size() < plan.clauses.size()) {
    std::size_t next = plan.clauses.size();
    for (std::size_t place = 0; place < plan.clauses.size() && next == plan.clauses.size(); ++place) {
      const bool ready = !done[place] && std::all_of(after[place].begin(), after[place].end(), [&](std::size_t other) { return done[other]; });
      if (ready) next = place;
    }
    if (next == plan.clauses.size()) next = static_cast<std::size_t>(std::find(done.begin(), done.end(), false) - done.begin());
    done[next] = true;
    order.push_back(plan.clauses[next].id);
  }
  return order;
}

void find_needed_inputs(Plan& plan, std::size_t input_count) {
  Reach reach(plan);
  for (const auto& clause : plan.clauses) reach.clause(clause);
  for (const auto& ensure : plan.ensures) for_each_step(plan, ensure.condition, [&](StepId id) { reach.step(id); });
  plan.needed_inputs.assign(input_count, false);
  for (const auto input : reach.inputs()) plan.needed_inputs[input] = true;
}

}  // namespace

Plan lower(const check::CheckedContract& contract, const Sources& sources) {
  Plan plan;
  plan.title = contract.title;
  plan.term = contract.term;
  plan.calendar = contract.calendar;
  plan.filters.emplace_back();
  Lowering lowering(plan, contract, sources);
  lowering.schedule(contract.settlement.frequency);
  for (check::ClauseId id = 0; id < contract.clauses.size(); ++id) {
    if (contract.clauses[id].clause != nullptr) plan.clauses.push_back(lowering.lower_clause(id));
  }
  lowering.lower_ensures();
  lowering.lower_tests();
  lowering.lower_scenarios();
  plan.order = settlement_order(plan);
  find_needed_inputs(plan, contract.inputs.size());
  return plan;
}

StepId lower_expression(Plan& plan, const check::CheckedContract& contract, const Sources& sources, const syntax::Expression& expression) {
  // A plan without clauses, for `eval`: nothing has been lowered into it before.
  if (plan.filters.empty()) plan.filters.emplace_back();
  Lowering lowering(plan, contract, sources);
  return lowering.lower(expression);
}

}  // namespace whereas::plan

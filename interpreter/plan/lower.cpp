#include "interpreter/plan/lower.h"

#include "interpreter/plan/lowering.h"
#include "interpreter/plan/parts.h"
#include "lang/check/directions.h"

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
      if (const auto* kept = std::get_if<BalanceKept>(&plan_.steps[next].form)) {
        looks_at_balances_ = true;
        advance_of(kept->balance);
      }
      for_each_operand(plan_, next, [&](StepId operand) { waiting.push_back(operand); });
    }
  }
  void clause(const Clause& clause) {
    for_each_step(plan_, clause, [&](StepId id) { step(id); });
  }
  void waterfall(const Waterfall& waterfall) {
    for_each_step(waterfall, [&](StepId id) { step(id); });
  }
  const std::set<check::InputId>& inputs() const { return inputs_; }
  const std::set<check::ClauseId>& clauses() const { return clauses_; }
  /// Whether anything hangs on what clauses pay or keep.
  bool looks_at_payments() const { return looks_at_balances_ || !clauses_.empty(); }

 private:
  /// What is still to be recouped hangs on what the advance has paid.
  void advance_of(check::BalanceId balance) {
    for (const auto& clause : plan_.clauses) {
      for (const auto& proviso : clause.provisos) {
        const auto* recouping = std::get_if<Recouping>(&proviso.form);
        if (recouping != nullptr && proviso.balance == balance) clauses_.insert(recouping->advance);
      }
    }
  }

  const Plan& plan_;
  std::vector<bool> steps_;
  std::set<check::InputId> inputs_;
  std::set<check::ClauseId> clauses_;
  bool looks_at_balances_ = false;
};

bool uses_credits(const Clause& clause) {
  return std::any_of(clause.provisos.begin(), clause.provisos.end(), [](const Proviso& proviso) { return std::holds_alternative<FirstFrom>(proviso.form); });
}

/// Whether two clauses use the same credits.
bool share_credits(const Clause& a, const Clause& b) {
  const auto uses = [](const Clause& clause, check::CreditsId id) {
    return std::any_of(clause.provisos.begin(), clause.provisos.end(), [&](const Proviso& proviso) {
      const auto* first = std::get_if<FirstFrom>(&proviso.form);
      return first != nullptr && first->credits == id;
    });
  };
  return std::any_of(a.provisos.begin(), a.provisos.end(), [&](const Proviso& proviso) {
    const auto* first = std::get_if<FirstFrom>(&proviso.form);
    return first != nullptr && uses(b, first->credits);
  });
}

/// Clauses that look at another's payments settle after it; recoupers of one advance, and users of the same credits, in the order written. The checker has refused circles.
std::vector<check::ClauseId> settlement_order(const Plan& plan) {
  std::vector<check::ClauseId> written;  // each once, however many texts it has
  std::map<check::ClauseId, std::set<check::ClauseId>> after;
  std::map<check::ClauseId, std::vector<check::ClauseId>> recouping_clauses;  // of an advance, so far
  for (const Clause& clause : plan.clauses) {
    if (written.empty() || written.back() != clause.id) written.push_back(clause.id);
    std::set<check::ClauseId>& waits_for = after[clause.id];
    Reach reach(plan);
    reach.clause(clause);
    waits_for.insert(reach.clauses().begin(), reach.clauses().end());
    for (const Clause& earlier : plan.clauses) {
      if (&earlier == &clause || !uses_credits(clause)) break;
      if (share_credits(earlier, clause)) waits_for.insert(earlier.id);
    }
    for (const auto& proviso : clause.provisos) {
      const auto* recouping = std::get_if<Recouping>(&proviso.form);
      if (recouping == nullptr) continue;
      waits_for.insert(recouping->advance);
      auto& others = recouping_clauses[recouping->advance];
      waits_for.insert(others.begin(), others.end());
      others.push_back(clause.id);
    }
    waits_for.erase(clause.id);
  }
  for (const Waterfall& waterfall : plan.waterfalls) {
    if (written.empty() || written.back() != waterfall.id) written.push_back(waterfall.id);
    Reach reach(plan);
    reach.waterfall(waterfall);
    after[waterfall.id].insert(reach.clauses().begin(), reach.clauses().end());
    after[waterfall.id].erase(waterfall.id);
  }
  // Clauses under one cap settle at once, after all that any of them looks at.
  for (const auto& together : plan.togethers) {
    Reach limit(plan);
    limit.step(together.limit);
    std::set<check::ClauseId> all = limit.clauses();
    for (const auto id : together.clauses) all.insert(after[id].begin(), after[id].end());
    for (const auto id : together.clauses) all.erase(id);
    for (const auto id : together.clauses) after[id] = all;
  }
  std::vector<check::ClauseId> order;
  std::set<check::ClauseId> pending(written.begin(), written.end());
  while (!pending.empty()) {
    const auto is_pending = [&](check::ClauseId id) { return pending.contains(id); };
    auto next = std::find_if(pending.begin(), pending.end(), [&](check::ClauseId id) { return std::none_of(after[id].begin(), after[id].end(), is_pending); });
    if (next == pending.end()) next = pending.begin();
    order.push_back(*next);
    pending.erase(next);
  }
  return order;
}

void find_needed_inputs(Plan& plan, const check::CheckedContract& contract, bool is_asked) {
  Reach reach(plan);
  for (const StepId asked : plan.asked) reach.step(asked);
  // Of a contract that is only asked for a price, nobody needs the figures of its clauses.
  plan.is_settled = !is_asked || reach.looks_at_payments();
  if (plan.is_settled) {
    for (const auto& clause : plan.clauses) reach.clause(clause);
    for (const auto& waterfall : plan.waterfalls) reach.waterfall(waterfall);
    for (const auto& together : plan.togethers) reach.step(together.limit);
  }
  if (!is_asked) {
    for (const auto& ensure : plan.ensures) for_each_step(plan, ensure.condition, [&](StepId id) { reach.step(id); });
  }
  plan.needed_inputs.assign(contract.inputs.size(), false);
  for (const auto input : reach.inputs()) plan.needed_inputs[input] = !contract.inputs[input].asked;
}

std::optional<Date> begins(const Clause& clause) { return clause.in_force.from; }
std::optional<Date> stops(const Clause& clause) { return clause.in_force.end; }
std::optional<Date> begins(const Waterfall&) { return std::nullopt; }
std::optional<Date> stops(const Waterfall& waterfall) { return waterfall.stops; }

/// A text takes up what the texts before it count, and so counts from the first day on which any of them was in force, unless it counts anew.
template <typename Text>
void take_up_counting(std::vector<Text>& clauses, std::size_t first_text) {
  std::optional<std::optional<Date>> earliest;  // of the texts so far; inside, nothing: since the term began
  for (std::size_t place = first_text; place < clauses.size(); ++place) {
    Text& text = clauses[place];
    std::optional<Date> own = begins(text);
    std::optional<Date> end = stops(text);
    if (text.rule) own = std::max(own, text.rule->from);
    if (text.rule && text.rule->end) end = end ? std::min(*end, *text.rule->end) : text.rule->end;
    if (text.rule && text.rule->counting_anew) earliest.reset();
    const bool is_ever_in_force = !own || !end || *own < *end;
    text.counts_from = earliest ? std::min(*earliest, own) : own;
    if (is_ever_in_force) earliest = text.counts_from;
  }
}

using Wanted = std::vector<std::pair<check::Symbol, Span>>;

/// `asked`: what another contract wants of this one, each with its words there; nothing where the contract is run for itself.
Plan lower_all(const check::CheckedContract& contract, const Sources& sources, const Happened& happened, const std::optional<Wanted>& asked);

Plan lower_when(const check::CheckedContract& contract, const Sources& sources, const Happened& happened, std::optional<std::size_t> signed_so_far, const std::optional<Wanted>& asked) {
  Plan plan;
  for (const check::AgreementInfo& agreement : contract.agreements) {
    Wanted wanted(agreement.asked.size());
    for (const check::InputInfo& input : contract.inputs) {
      if (input.asked && &contract.agreements[input.asked->agreement] == &agreement) wanted[input.asked->place] = {input.asked->symbol, input.declared};
    }
    plan.agreements.push_back(std::make_shared<const Plan>(lower_all(*agreement.contract, sources, happened, wanted)));
  }
  plan.title = contract.title;
  plan.calendar = contract.calendar;
  plan.filters.emplace_back();
  Lowering lowering(plan, contract, sources, happened, signed_so_far);
  lowering.lower_term();
  lowering.schedule(contract.settlement.frequency);
  for (check::CreditsId id = 0; id < contract.credits.size(); ++id) plan.credits.push_back(lowering.lower_credits(id));
  for (check::ClauseId id = 0; id < contract.clauses.size(); ++id) {
    const check::ClauseInfo& info = contract.clauses[id];
    const std::size_t first_text = plan.clauses.size();
    const std::size_t first_waterfall = plan.waterfalls.size();
    for (const check::ClauseText& text : check::texts_when(contract, info, signed_so_far)) plan.clauses.push_back(lowering.lower_clause(id, text));
    for (const check::CommitmentText& text : check::commitment_texts_when(contract, info, signed_so_far)) plan.clauses.push_back(lowering.lower_commitment(id, text));
    for (const check::WaterfallText& text : check::waterfall_texts_when(contract, info, signed_so_far)) plan.waterfalls.push_back(lowering.lower_waterfall(id, text));
    take_up_counting(plan.clauses, first_text);
    take_up_counting(plan.waterfalls, first_waterfall);
  }
  lowering.lower_togethers();
  lowering.lower_ensures();
  lowering.lower_tests();
  lowering.lower_scenarios();
  for (const auto& [symbol, said] : asked.value_or(Wanted{})) plan.asked.push_back(lowering.lower_asked(symbol, said));
  lowering.let_survive();
  if (!contract.estimates.empty()) {
    check::Directions directions(contract);
    for (check::ClauseId id = 0; id < contract.clauses.size(); ++id) plan.motions.push_back(directions.of(id));
  }
  plan.order = settlement_order(plan);
  find_needed_inputs(plan, contract, asked.has_value());
  return plan;
}

Plan lower_all(const check::CheckedContract& contract, const Sources& sources, const Happened& happened, const std::optional<Wanted>& asked) {
  Plan plan = lower_when(contract, sources, happened, std::nullopt, asked);
  for (std::size_t count = 0; count < contract.signed_later.size(); ++count) {
    const auto& [amendment, day] = contract.signed_later[count];
    Plan& before = plan.before_signing.emplace_back(lower_when(contract, sources, happened, count, asked));
    before.signing = Signing{day, amendment->title.text, amendment->difference == syntax::Amendment::Difference::credited};
    for (std::size_t input = 0; input < before.needed_inputs.size(); ++input) plan.needed_inputs[input] = plan.needed_inputs[input] || before.needed_inputs[input];
  }
  return plan;
}

}  // namespace

Plan lower(const check::CheckedContract& contract, const Sources& sources, const Happened& happened) { return lower_all(contract, sources, happened, std::nullopt); }

}  // namespace whereas::plan

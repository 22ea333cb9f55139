#include "interpreter/evaluate/evaluate.h"

#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"

#include <algorithm>

namespace whereas::evaluate {

namespace {

/// Without a term, data or scenario there is nothing to measure over; `eval` asks for constants only, and any day will do.
Period extent(const plan::Plan& plan, const data::Table& table) {
  if (plan.term) return *plan.term;
  if (table.term) return *table.term;
  return Period::through(Date(), Date());
}

/// Nothing where no clause is for each value of a dimension.
std::unique_ptr<const plan::Plan> plan_for_values(const plan::Plan& written, const check::CheckedContract& contract, const data::Table& table) {
  if (std::none_of(contract.clauses.begin(), contract.clauses.end(), [](const check::ClauseInfo& info) { return info.for_each.has_value(); })) return nullptr;
  auto plan = std::make_unique<plan::Plan>(written);
  plan::settle_for_each_value(*plan, contract, values_in(contract, table));
  return plan;
}

}  // namespace

Evaluation::Engine::Engine(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table, Report& report, Options options, Derivation& derivation)
    : plan_(plan), contract_(contract), table_(table), report_(report), options_(options), term_(extent(plan, table)), derivation_(derivation), reached_(table.data_ends.value_or(term_.last())), settlement_periods_(plan.schedules.size()), filters_(plan.filters) {
  for (const plan::Clause& text : plan.clauses) texts_[text.id].push_back(&text);
  moves_.reserve(plan.steps.size());
  for (plan::StepId step = 0; step < plan.steps.size(); ++step) {
    bool moves = std::holds_alternative<plan::BalanceKept>(plan.steps[step].form);
    plan::for_each_operand(plan, step, [&](plan::StepId operand) { moves = moves || (operand < step && moves_[operand]); });
    moves_.push_back(moves);
  }
}

Evaluation::Evaluation(const plan::Plan& written, const check::CheckedContract& contract, const data::Table& table, Report& report, Options options)
    : for_each_value_(plan_for_values(written, contract, table)), derivation_(std::make_unique<Derivation>()) {
  const plan::Plan& plan = for_each_value_ ? *for_each_value_ : written;
  engine_ = std::make_unique<Engine>(plan, contract, table, report, options, *derivation_);
  for (const plan::Plan& before : plan.before_signing) before_signing_.push_back(std::make_unique<Engine>(before, contract, table, report, options, *derivation_));
}
Evaluation::~Evaluation() = default;
Evaluation::Evaluation(Evaluation&&) noexcept = default;

const Payments& Evaluation::run() {
  try {
    for (const auto& before : before_signing_) before->run();
    engine_->run();
    if (!before_signing_.empty()) join(engine_->plan_);
  } catch (const CannotEvaluate&) {
    // Reported. What was settled before stands, but the run has failed.
  }
  return engine_->payments_;
}

std::optional<Number> Evaluation::figure(plan::StepId step, const Period& window) {
  hung_on_.reset();
  try {
    return engine_->value(step, {window, 0, 0}).value;
  } catch (const HangsOn& hangs) {
    hung_on_ = hangs.figure;
  } catch (const CannotEvaluate&) {
    // Reported.
  }
  return std::nullopt;
}

std::optional<bool> Evaluation::holds(plan::ConditionId condition, const Period& window) {
  hung_on_.reset();
  try {
    return engine_->holds(condition, {window, 0, 0}, nullptr);
  } catch (const HangsOn& hangs) {
    hung_on_ = hangs.figure;
  } catch (const CannotEvaluate&) {
    // Reported.
  }
  return std::nullopt;
}

ReasonId Evaluation::reason(plan::StepId step, const Period& window) {
  try {
    return engine_->value(step, {window, 0, 0}).why;
  } catch (const HangsOn&) {
    return no_reason;
  } catch (const CannotEvaluate&) {
    return no_reason;
  }
}

void Evaluation::judge_up_to(std::optional<Date> last) {
  engine_->so_far_ = last.has_value();
  engine_->judged_to_ = last.value_or(Date());
  engine_->forget();
}

bool Evaluation::asked_past_what_is_settled() { return std::exchange(engine_->asked_past_, false); }

bool Evaluation::is_settled(check::PartyId party, const Period& window) {
  const plan::Plan& plan = engine_->plan_;
  const auto waits = [&](const auto& obligation) { return engine_->waits_for_data(obligation, window); };
  return std::none_of(plan.clauses.begin(), plan.clauses.end(), [&](const plan::Clause& clause) { return (clause.payer == party || clause.payee == party) && waits(clause); }) &&
         std::none_of(plan.waterfalls.begin(), plan.waterfalls.end(), [&](const plan::Waterfall& waterfall) {
           const bool is_paid = std::find(waterfall.recipients.begin(), waterfall.recipients.end(), party) != waterfall.recipients.end();
           return (waterfall.payer == party || is_paid) && waits(waterfall);
         });
}

const Derivation& Evaluation::derivation() const { return *derivation_; }
const Payments& Evaluation::payments() const { return engine_->payments_; }
Payments& Evaluation::payments() { return engine_->payments_; }
const Period& Evaluation::term() const { return engine_->term_; }

}  // namespace whereas::evaluate

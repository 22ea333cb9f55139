#pragma once

#include "interpreter/plan/plan.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// The work of lowering, private to this folder: lower_measures.cpp, lower_arithmetic.cpp, lower_windows.cpp and lower_time.cpp make steps
/// of expressions, linear.cpp of circles; lower_clauses.cpp, lower_commitments.cpp, lower_credits.cpp and lower_waterfalls.cpp lower what is
/// paid, lower_term.cpp the days that hang on events, lower_trials.cpp tests, promises and scenarios; lower.cpp leads.
namespace whereas::plan {

class Lowering {
 public:
  /// `signed_so_far`: with so many of the amendments that reach back; without a number, with all.
  Lowering(Plan& plan, const check::CheckedContract& contract, const Sources& sources, const Happened& happened = {}, std::optional<std::size_t> signed_so_far = std::nullopt)
      : plan_(plan), contract_(contract), sources_(sources), happened_(happened), signed_so_far_(signed_so_far) {}

  /// A formula over the asking window. Where a changing rate meets a flow, the step measures it in parts.
  StepId lower(const syntax::Expression& expression);
  ConditionId lower(const syntax::Condition& condition);

  Clause lower_clause(check::ClauseId id, const check::ClauseText& text);
  Clause lower_commitment(check::ClauseId id, const check::CommitmentText& text);
  Credits lower_credits(check::CreditsId id);
  void lower_bought(const syntax::CreditLot& lot, Credits& credits);
  Waterfall lower_waterfall(check::ClauseId id, const check::WaterfallText& text);
  void lower_togethers();
  /// A figure that another contract asks for, with its words there.
  StepId lower_asked(const check::Symbol& symbol, Span said);
  void lower_tests();
  void lower_ensures();
  void lower_scenarios();
  /// When the amendments take effect that wait for an event.
  void find_effective();
  void lower_term();
  void let_survive();

  bool is_rate_beside(const std::vector<StepId>& figures) const;
  StepId constant(Number value, Span said, bool is_rate = false);
  ScheduleId schedule(std::optional<Frequency> frequency);
  /// Dates on which a changing rate below this step changes, where no flow has taken it up yet.
  const std::set<Date>& change_dates(StepId step) const { return facts_[step].dates; }

 private:
  /// What a step depends on that changes, until a flow takes it up in parts.
  struct Facts {
    bool changes = false;
    std::set<Date> dates;
  };
  /// a + the sum of coefficient * unknown, for definitions that stand in a circle.
  struct Linear {
    std::optional<StepId> constant;
    std::map<std::uint32_t, StepId> coefficients;
  };

  StepId lower_form(const syntax::Expression& expression);
  StepId add(Step step, Facts facts);
  /// Adds a step whose parts are these: takes their facts up, and measures in parts where it is a flow and they change.
  StepId compose(Step::Form form, check::Nature nature, bool is_rate, Span said, const std::vector<StepId>& operands);
  StepId in_parts(StepId operand, const Facts& facts);

  StepId lower_series(check::InputId input, Span said);
  StepId lower_name(const syntax::Expression& expression, const syntax::NameUse& use);
  StepId lower_measure(check::MeasureId id, const std::vector<StepId>& told, const std::string& told_words, Span said);
  StepId lower_texts(check::MeasureId id);
  StepId lower_arithmetic(const syntax::Expression& expression, const syntax::Arithmetic& arithmetic);
  StepId lower_after(const syntax::Expression& expression, const syntax::After& after);
  StepId lower_deduction(const syntax::Deduction& deduction);
  StepId lower_windowed(const syntax::Expression& expression, const syntax::Windowed& windowed);
  Filter lower_tests(const std::vector<syntax::Filtered::Test>& tests) const;
  StepId lower_filtered(const syntax::Expression& expression, const syntax::Filtered& filtered);
  StepId lower_per(const syntax::Expression& expression, const syntax::Per& per);
  StepId target(const syntax::Expression& expression, const syntax::Per& per);

  StepId sum(std::vector<StepId> operands, Span said);
  StepId difference(StepId from, std::vector<StepId> operands, Span said);
  StepId product(StepId left, StepId right, Span said);
  StepId quotient(StepId dividend, StepId divisor, Span said);
  const Number* constant_value(StepId step) const;

  std::uint32_t lower_circle(std::uint32_t number);
  Linear linear(const syntax::Expression& expression, const std::vector<check::MeasureId>& circle);
  Linear scaled(const Linear& linear, StepId factor, bool divide, Span said);
  Linear combined(Linear a, const Linear& b, bool subtract, Span said);

  Amount lower_amount(const syntax::Amount& amount, const std::optional<Rounding>& rounding);
  Minimum lower_minimum(const syntax::Minimum& minimum);
  TierAmount lower_tiers(const syntax::Tiers& tiers);
  StepId lower_tiered(const syntax::Tiers& tiers, Span said);
  static std::optional<Lasting> lasting(const syntax::WhileTrue& during);
  LimitWindow limit_window(const syntax::LimitWindow& window);
  void lower_proviso(Clause& clause, const syntax::Proviso& proviso);
  /// What every obligation has, from what checking knows of it.
  void lower_obligation(Obligation& obligation, check::ClauseId id, const check::Ruling& text, Span said);
  WaterfallStep lower_step(const syntax::WaterfallStep& step, const check::WaterfallText& text);
  WaterfallTarget lower_target(const syntax::WaterfallTarget& target, const check::WaterfallText& text);
  WaterfallReturn lower_return(const syntax::WaterfallReturn& returned, const check::WaterfallText& text);
  Alternative lower_exception(const syntax::Exception& exception);
  DatedAmount lower_divided(const syntax::DividedSum& divided, const std::optional<Rounding>& rounding);
  /// Of a restated text that counts on: the rest is also less what was paid on days before it took effect.
  DatedAmount lower_divided_on(check::ClauseId id, const syntax::DividedSum& divided, const std::optional<Rounding>& rounding, Date from);
  DatedAmount lower_parts(const syntax::DividedSum& divided, const std::optional<Rounding>& rounding, std::vector<StepId> paid, std::optional<Date> from);
  DatedAmount lower_loan(const syntax::Loan& loan);
  std::optional<check::BalanceId> balance_called(const syntax::Rare<syntax::Name>& name) const;
  DatedAmount lower_instalments(const syntax::Instalments& instalments, const std::optional<Rounding>& rounding);

  // lower_time.cpp
  // lower_parts.cpp
  /// The step as it counts in a part window, where the clause under way is prorated.
  StepId in_part(StepId step, std::optional<Frequency> each = std::nullopt, bool is_counting_window = false);
  StepId make_part(StepId step, std::optional<Frequency> each, bool is_counting_window);
  bool goes_with_days(StepId step);

  StepId lower_interest(const syntax::Expression& expression, const syntax::Interest& interest);
  StepId lower_risen(const syntax::Measure& measure);
  /// `name`: under which the statement lists how it changes.
  StepId lower_risen(StepId base, const syntax::Rise& rise, std::string name, Span said);
  Rise lower_rise(const syntax::Rise& rise);
  Moment moment(const syntax::Moment& moment, bool as_last);
  StepId excess(StepId amount, StepId over, Span said);

  /// An event that has not happened lies after every day.
  Period days(const syntax::DayOrPeriod& day);
  Date day_of_others(const syntax::EventDay& day, std::set<std::string>& awaited) const;
  std::string words(Span span) const { return std::string(sources_[span.source].slice(span)); }
  std::optional<Frequency> shortest_data(StepId step) const;

  Plan& plan_;
  const check::CheckedContract& contract_;
  const Sources& sources_;
  Happened happened_;
  std::optional<std::size_t> signed_so_far_;
  std::set<std::string> awaited_;             ///< events that have been asked for and have not happened
  std::vector<Facts> facts_;                  ///< by StepId
  std::map<std::string, StepId> known_steps_; ///< equal steps are one
  std::map<std::pair<check::MeasureId, std::vector<StepId>>, StepId> known_measures_;
  std::vector<StepId> parameters_;
  std::optional<InPart> prorating_;           ///< of the clause being lowered, where it is prorated
  std::map<std::tuple<StepId, std::optional<Frequency>, bool>, StepId> in_parts_;  ///< of that clause
  std::map<StepId, bool> go_with_days_;
  std::optional<Date> counted_from_;          ///< the day on which the text being lowered counts anew
  std::map<std::uint32_t, std::uint32_t> known_circles_;  ///< the checker's number -> the plan's
};

}  // namespace whereas::plan

#pragma once

#include "interpreter/evaluate/agreement.h"
#include "interpreter/evaluate/due.h"
#include "interpreter/evaluate/evaluate.h"
#include "interpreter/evaluate/filters.h"
#include "interpreter/evaluate/memory.h"
#include "interpreter/plan/for_each_value.h"

#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

/// The work of evaluating, private to this folder. derivation.cpp writes reasons. figures.cpp and records.cpp read the table; measures.cpp works out steps, with time.cpp
/// and rises.cpp for what runs with time; changes.cpp, points.cpp and triggers.cpp say which exception rules, in_parts.cpp what that splits; taken.cpp takes many figures as one, filters.cpp says which rows count; windows.cpp turns windows into days. sums.cpp, tiers.cpp
/// and commitments.cpp settle amounts; provisos.cpp, limits.cpp, carried.cpp, kept_back.cpp, credits.cpp and balances.cpp the lines under
/// them; together.cpp and late.cpp what stands over several payments; waterfalls.cpp and waterfall_targets.cpp run waterfalls. texts.cpp
/// and signed_later.cpp do what amendments change. settle.cpp leads.
namespace whereas::evaluate {

/// The values that the data has for each dimension. for_each.cpp
plan::Values values_in(const check::CheckedContract& contract, const data::Table& table);

std::string window_words(const plan::LimitWindow& window);  ///< `year`, `12 months`: over what a limit counts

class Evaluation::Engine {
 public:
  /// `derivation` takes up the reasons of everything that it works out.
  Engine(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table, Report& report, Options options, Derivation& derivation);

  // evaluate.cpp, settle.cpp
  void run();
  void settle(const Occasion& occasion);
  /// What a clause lets through, after its provisos; nothing where it is not in force.
  std::vector<ThroughLines> let_through(const Occasion& occasion);
  void conclude(const ThroughLines& through);
  /// Texts that are not in force: beside what others let through between the same parties, or by themselves.
  std::vector<ThroughLines> bearing_alone(const Occasion& occasion, std::vector<ThroughLines>& through);
  void pay_late_interest(const ThroughLines& through, const Figure& interest, const std::string& label, std::optional<Date> due, const Period& period);
  void bear_alone(const ThroughLines& through);
  /// The days of the period on which what is overdue bears interest under a text: until another takes its place, and not beyond the term.
  std::optional<Period> days_bearing(const plan::Clause& clause, const Period& period) const;
  /// What of a payment counts.
  Figure counted_of(const Payment& payment, bool before_withholding, bool without_late_interest, Span said);
  Figure advanced_by(check::ClauseId advance, const Payment& payment, Span said);
  Figure settle_part(const plan::Clause& clause, const Occasion& occasion, const Period& window);
  /// What the clause still keeps, where its days end with this settlement and `while` leaves that out.
  std::optional<Figure> settle_the_rest(const plan::Clause& clause, const Occasion& occasion);
  ThroughLines dated_through(const plan::Clause& clause, const plan::DatedSum& sum);
  std::optional<Period> part_in_force(const plan::Clause& clause, const Period& period, std::size_t index, std::vector<ReasonId>* why);
  std::optional<Period> days_in_force(const plan::Clause& clause, const Period& period) const;
  Date ends(const plan::Clause& clause) const;  ///< the day after its last
  [[noreturn]] void refuse_below_zero(const plan::Clause& clause, const std::string& label, const Number& amount);
  void pay(const plan::Clause& clause, const Period& period, std::string label, std::optional<Date> due, const Figure& exact);
  Figure rounded(const plan::Obligation& obligation, const Period& period, const Figure& exact);
  void record(const plan::Obligation& obligation, check::PartyId from, check::PartyId to, const Period& period, std::string label, std::optional<Date> due, const Figure& exact,
              const Figure& paid);
  std::optional<Date> due_date(const plan::Obligation& obligation, const Period& period);
  void remark_on_the_rest();
  void remark_on_waterfalls();

  // for_each.cpp: clauses for each value of a dimension
  /// Those whose settlements are the clause's: itself, or the ones for the values that pass the filter.
  std::vector<check::ClauseId> settled_as(check::ClauseId written, plan::FilterId filter) const;
  bool passes(const plan::Obligation& obligation, plan::FilterId filter) const;
  const plan::Clause* clause_of(check::ClauseId id) const;
  const plan::Obligation* obligation_of(check::ClauseId id) const;
  std::string title_of(check::ClauseId id) const;

  // hanging.cpp: what is not known because a figure is not
  Figure estimated(check::EstimateId figure, const Asking& asking, Span said);
  bool remembers(const plan::Clause& clause) const;
  std::set<Memory> memories(const plan::Clause& clause) const;
  /// Throws where what the settlement remembers is not known.
  void refuse_unknown_past(const plan::Obligation& obligation);
  void refuse_unknown(const Memory& memory, Date end) const;
  void leave_open(const plan::Obligation& obligation, const Occasion& occasion, bool is_dated, const HangsOn& hangs);
  void leave_open(const plan::Obligation& obligation, check::PartyId from, check::PartyId to, const Occasion& occasion, bool is_dated, const HangsOn& hangs);
  bool is_open(check::ClauseId clause) const { return states_.contains(clause) && !states_.at(clause).hanging.empty(); }

  // texts.cpp: clauses that amendments restate
  const std::vector<const plan::Clause*>& texts_of(check::ClauseId clause) const;
  /// The texts of a waterfall, for all values where it is written for each; none where it is a clause.
  std::vector<const plan::Waterfall*> waterfalls_of(check::ClauseId id) const;
  static bool rules(const plan::Waterfall& waterfall, const Period& period);  ///< whether the text is the contract's on the days of a run
  std::vector<Occasion> occasions(const std::vector<const plan::Clause*>& texts);
  /// The periods for which interest for being late is a payment of its own.
  std::vector<Occasion> charges(const std::vector<const plan::Clause*>& texts);
  std::vector<Occasion> periods_of(const std::vector<std::pair<plan::ScheduleId, std::vector<const plan::Clause*>>>& rhythms);
  /// Hands what lines of the text before remember to the same lines of this one. What others kept is released, by the place of the first line that stood below them.
  std::map<std::size_t, Figure> take_up(const plan::Clause& text, ClauseState& state);
  Figure with_released(const std::map<std::size_t, Figure>& released, std::size_t place, const Figure& reaching, const Period& days, Span said);
  /// Whether no payment of the clause is to come any more, for a period that ends on this day or later.
  bool is_over(check::ClauseId clause, Date day);
  void list_texts();

  // measures.cpp
  Figure value(plan::StepId step, const Asking& asking);
  Figure work_out(plan::StepId step, const Asking& asking);
  [[noreturn]] void refuse_out_of_range(const check::Bounded& bounded, const Number& figure, const Period& window, Span said);
  Figure solve(const plan::Solved& solved, const Asking& asking, Span said);
  /// Whether a settlement period of the clause's text inside this window has no data yet.
  bool waits_for_data(const plan::Clause& clause, const Period& window);
  bool waits_for_data(const plan::Waterfall& waterfall, const Period& window);
  /// Nothing where it is a clause.
  const plan::Waterfall* waterfall_of(check::ClauseId id) const;
  std::string words_of(const plan::Filter& filter) const;
  Figure clause_paid(const plan::ClausePaid& paid, const Asking& asking, Span said);
  Figure packages(const plan::Packages& packages, const Asking& asking, Span said);
  Figure over_dimension(const plan::OverDimension& over, const Asking& asking, Span said);
  bool lacks_first_value(plan::StepId operand) const;
  [[noreturn]] void refuse_values_before_the_term(Span said);
  Figure taken_of_pieces(plan::StepId operand, const std::vector<Period>& pieces, const Asking& asking, syntax::Taking taking, std::string words, Span said);
  Figure percentile(const plan::OfPeriods& periods, const Asking& asking, Span said);
  Figure taken(syntax::Taking taking, const std::vector<Figure>& figures, std::string words, const Asking& asking, Span said);

  // time.cpp
  Figure time_between(const plan::TimeBetween& between, const Asking& asking, Span said);
  Date day_of(const plan::Moment& moment, const Asking& asking, Span said);
  Date day_of_record(const plan::DayOfRecord& row, const Asking& asking, Span said);
  Figure interest(const plan::Interest& interest, const Asking& asking, Span said);
  std::vector<Period> stretches(const plan::Interest& interest, const Period& window, plan::ScheduleId schedule);
  Figure yearly_change(const plan::YearlyChange& change, const Asking& asking, Span said);
  Figure rising(plan::StepId step, const plan::Rising& rising, const Asking& asking);
  Figure risen(const plan::Rise& rise, Figure figure, Date day, const Asking& asking);
  Figure rate_of_rise(const plan::Rise& rise, Date day, const Asking& asking);

  // figures.cpp
  Figure series_figure(check::InputId input, const Asking& asking, Span said);
  Figure figure_of_another(check::InputId input, const Asking& asking, Span said);
  Figure flow(check::InputId input, const data::Series& series, const Asking& asking, Span said);
  /// One cell; where none stands in the data and what is missing is zero, that.
  ReasonId read_from(const check::InputInfo& info, const data::Column& column, std::size_t place, const Period& days, bool is_rate);
  DataAsked data_asked(check::InputId input, plan::FilterId filter) const;
  // records.cpp
  Figure records(check::InputId input, const data::Series& series, const Asking& asking, Span said);
  const std::unordered_map<std::string, std::size_t>& rows_of_records(check::InputId input, const data::Series& series);
  const std::string* record_chosen(check::InputId input, plan::FilterId filter) const;
  std::vector<std::size_t> rows_in(check::InputId input, const data::Series& series, const Asking& asking);
  /// The records of the window that are among the first of their year (…), in the order of their days.
  std::set<std::string> free_records(const plan::OverDimension& over, const Asking& asking, Span said);
  Figure balance(check::InputId input, const data::Series& series, const Asking& asking, Span said);
  Figure part_of_a_period(check::InputId input, const data::Series& series, std::size_t place, const Period& days, const Asking& asking, Span said);
  const std::vector<Number>& running_sums(check::InputId input, const data::Series& series, plan::FilterId filter);
  bool passes(check::InputId input, const data::Column& column, plan::FilterId filter) const;

  // changes.cpp
  Figure changing(plan::StepId step, const plan::Changing& changing, const Asking& asking);
  /// Which alternative rules on the first day of the window; nothing: the base.
  std::optional<std::size_t> ruling(const plan::Changing& changing, const Asking& asking, std::vector<ReasonId>* why);
  /// All that is said of it but the point from which it rules.
  bool rules_apart_from_point(const plan::Alternative& alternative, const Asking& asking, std::optional<std::size_t> settlement, std::vector<ReasonId>* why);
  bool rules(const plan::Alternative& alternative, const Asking& asking, std::optional<std::size_t> settlement, std::vector<ReasonId>* why);
  bool holds(plan::ConditionId condition, const Asking& asking, std::vector<ReasonId>* why);
  /// `from`: over the days of that settlement period from this one on.
  bool holds_at(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement, std::vector<ReasonId>* why, std::optional<Date> from = std::nullopt);
  bool compares(plan::ConditionId condition, const plan::Compare& compare, const Asking& asking, std::vector<ReasonId>* why);
  bool rules_while(plan::ConditionId condition, bool from_next_period, const std::optional<plan::Lasting>& lasts, plan::ScheduleId schedule, std::size_t settlement, std::vector<ReasonId>* why);
  std::vector<std::size_t> places_that_rule(plan::ConditionId condition, bool from_next_period, const std::optional<plan::Lasting>& lasts, plan::ScheduleId schedule, std::size_t settlement);
  bool lasts_to(const plan::Lasting& lasts, const Period& from, const Period& to);
  std::optional<std::vector<Period>> periods_running(const plan::Condition& condition, const Period& window) const;
  /// Whether the condition was true in a settlement period before this place. `why`: the test that it first stood, or else the last it failed.
  bool is_of(const plan::Alternative& alternative, const Asking& asking);
  bool held_before(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement, std::vector<ReasonId>* why);

  // in_parts.cpp
  Figure in_parts(const plan::InParts& parts, const Asking& asking, Span said);
  // points.cpp
  static bool has_points(const plan::Changing& change);
  Figure changing_at_points(plan::StepId step, const plan::Changing& change, const Asking& asking);
  Figure mean_at_points(plan::StepId step, const plan::Changing& change, const Asking& asking, std::size_t below, std::vector<ReasonId> why);
  /// How much of what came together in these days lies past the point: nothing, all, or a part of it.
  Figure past_the_point(const plan::Alternative& alternative, const Asking& asking);
  /// Whether the point lies inside these days.
  bool holds_a_point(plan::StepId step, const Asking& asking);
  std::vector<Date> cuts_at_points(const std::vector<plan::StepId>& changing, const Period& window);
  std::optional<Frequency> data_below(plan::StepId step) const;
  void refuse_bent(const plan::InParts& parts, const std::vector<plan::StepId>& changing, const Asking& asking);
  const std::vector<plan::StepId>& changing_below(plan::StepId step);
  /// Whether the figure before a day and the one from that day on add up to the figure over both.
  bool adds_up_across(plan::StepId step, Date day, plan::ScheduleId schedule);
  /// Whether what can change is the same over two stretches of days.
  bool stands_alike(plan::StepId step, const Asking& before, const Asking& after);

  // windows.cpp
  const std::vector<Period>& settlement_periods(plan::ScheduleId schedule);
  std::optional<std::size_t> settlement_holding(Date day, plan::ScheduleId schedule);
  std::vector<Period> pieces(const Period& window, const std::vector<Date>& dates, plan::ScheduleId schedule);
  std::optional<Period> window_of(const plan::InWindow& window, const Asking& asking, Span said);
  std::vector<Period> data_periods(const plan::AverageOf& average, const Period& window) const;  ///< by the calendar by which the data names them
  Date reaches_back_to(plan::StepId step);
  std::optional<Period> within_reach(plan::StepId step, const Period& window);
  Frequency data_frequency() const;
  /// The window of this kind that holds the period, clipped to the term and to the clause's own days; and its share of a whole one.
  Period counting_window(const plan::Clause& clause, const Period& period, Frequency each) const;
  Number part_of_whole(const plan::Clause& clause, const Period& clipped, Frequency each) const;
  Number part_of_whole(const plan::InPart& part, const Asking& asking) const;
  Figure in_part(const plan::InPart& part, const Asking& asking, Span said);
  [[noreturn]] void refuse_rise_inside(const std::string& what, Date day, const Period& window, Span said, Span rise);
  std::optional<Date> rises_inside(const plan::Rise& rise, const Period& window) const;

  // loans.cpp
  Figure repayment(const plan::Clause& clause, const plan::DatedAmount& dated, const plan::DatedSum& sum);
  Figure interest_on(const plan::Loan& loan, const Figure& left, const Period& days, const Asking& asking, Span said);
  Figure equal_instalment(const plan::Clause& clause, const plan::DatedAmount& dated, const Figure& lent, const Asking& asking);
  /// A loan with a named balance stands at all that was lent before the first payment.
  void remember_loans();
  void remark_on_loan(const plan::Clause& clause);

  // sums.cpp, tiers.cpp
  Figure amount(const Settling& settling);
  Figure share_with_base_losses(const Settling& settling, const plan::ShareAmount& share);
  std::vector<Period> windows_meeting(const Period& settled, const Period& in_force, Frequency each) const;
  Figure fixed_sums(const Settling& settling, const plan::FixedAmount& fixed);
  /// One of them for one window, prorated where the clause says so.
  Figure fixed_sum(const plan::Clause& clause, const plan::FixedSum& sum, const Period& window, const Period& asked);
  /// Of a prorated sum whose window an amendment cuts, what its signing leaves between payments that stay and those to come; or was paid twice.
  Figure between_texts(const Settling& settling, const plan::Clause& before);
  Figure milestones(const Settling& settling, const plan::MilestoneAmount& milestones);
  bool was_so_before(plan::ConditionId condition, const Settling& settling, std::vector<ReasonId>* why);
  Figure to_date_less_paid(const Settling& settling, const plan::ToDateAmount& to_date);
  Figure paid_so_far(const Settling& settling, const Period& counted);
  Figure tiers(const Settling& settling, const plan::TierAmount& tiers);
  Figure tiers_in_window(const Settling& settling, const plan::TierAmount& tiers, const Period& counted, const Period& days);
  /// Of a part of the window: what they come to to date, less what they came to before it.
  Figure tiers_in_part(const plan::TierAmount& tiers, const Figure& to_date, const Figure& before, const std::optional<Figure>& came_to, const Asking& asking, const Number& part, Span said);
  Figure tiered(const plan::Tiered& tiered, const Asking& asking, Span said);
  Figure tiered_in_window(const plan::Tiered& tiered, const Period& days, const Asking& asking, Span said);
  Figure basis_to_date(const Settling& settling, const plan::TierAmount& tiers, const Period& counted, Date end);
  Figure tier_total(const plan::TierAmount& tiers, const Figure& basis, const Asking& asking, const Number& part);
  Figure tier_on_the_whole(const plan::TierAmount& tiers, const Figure& basis, const Asking& asking, const Number& part);
  std::optional<Figure> came_to_before(const Settling& settling, const Period& counted);
  bool is_first_in(const Settling& settling, const Period& counted, Date day) const;
  Figure tier_slices(const plan::TierAmount& tiers, const Figure& basis, const Asking& asking, const Number& part);
  const plan::Band& band_reached(const plan::TierAmount& tier_amount, const Figure& basis, const Asking& asking, const Number& part);
  static Number whole_packages(const Number& quantity, const Number& size, bool full_only);
  Figure counted_in_packages(const plan::Band& band, const Figure& quantity, const Asking& asking);
  void refuse_bounds_that_fall(const plan::TierAmount& tier_amount, const Asking& asking);
  Figure tier_rate(const plan::TierAmount& tiers, const Figure& basis, const Asking& asking, const Number& part);

  // commitments.cpp
  Figure commitment(const Settling& settling, const plan::CommitmentAmount& amount);
  Figure shortfall(const Settling& settling, const plan::CommitmentAmount& amount, const MinimumTest& test);
  Figure paid_for(const Settling& settling, const plan::CommitmentAmount& amount, const Figure& lacking);
  Figure made_up(const Settling& settling, const plan::CommitmentAmount& amount, Figure& excess);
  void carry_excess(const Settling& settling, const plan::CommitmentAmount& amount, const MinimumTest& test, const Figure& least, const Figure& excess);
  Figure shortfalls_counted(const Settling& settling, const Period& window);
  /// What is bought over a window, as each text says that rules on its days and whose counting is taken up.
  Figure bought(const plan::Clause& clause, const Period& window);
  /// The days over which a commitment counts under this text.
  Period counted(const plan::Clause& clause) const;
  void take_up_commitment(const plan::Clause& before, const plan::Clause& text, CommitmentMemory& memory);
  void remark_on_commitment(const plan::Clause& clause, const plan::CommitmentAmount& amount);

  // provisos.cpp: each line; limits.cpp, carried.cpp, kept_back.cpp: the longer ones; balances.cpp, late.cpp, together.cpp
  Figure apply(const plan::Proviso& proviso, const Settling& settling, ProvisoMemory& memory, const Figure& reaching);
  Figure never_below_zero(const plan::NeverBelowZero& never, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said);
  Figure at_least(const plan::AtLeast& guarantee, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said);
  Figure credited_guarantee(const plan::AtLeast& guarantee, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said);
  Figure outside_the_days(const plan::AtMost& cap, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said);
  Figure at_most(const plan::AtMost& cap, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said);
  Figure recouping(const plan::Recouping& recouping, const Settling& settling, const Figure& reaching, Span said);
  Figure first_from(const plan::FirstFrom& first, const Settling& settling, const Figure& reaching, Span said);
  Figure from_lot(const plan::CreditLot& lot, const Settling& settling, Account& used, const Figure& reaching, const Figure& needed);
  Figure granted_in(const plan::CreditLot& lot, const Asking& asking);
  void remark_on_credits();
  Figure held_back(const plan::HeldBack& held, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said);
  Figure deferred(const plan::Deferred& deferred, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said);
  void accrue(const plan::Deferred& deferred, const Settling& settling, ProvisoMemory& memory, Span said);
  Figure in_equal_parts(ProvisoMemory& memory, int many, std::string words, Span said);
  Figure grossed_up(const plan::GrossedUp& grossed, const Settling& settling, const Figure& reaching, Span said);
  Figure nothing_if_under(const plan::NothingIfUnder& nothing, bool lapses, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said);
  Figure crediting(const plan::Crediting& crediting, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, Span said);
  Figure after_losses(const plan::NeverBelowZero& never, const Settling& settling, ProvisoMemory& memory, const Figure& reaching, const Figure& brought, Span said);
  void use_up(std::vector<ProvisoMemory::OfPeriod>& losses, Figure available, Span said);
  /// What is released now of what was held back.
  Figure released(const plan::HeldBack& held, const Settling& settling, ProvisoMemory& memory, Span said);
  Figure released_on_days(const plan::HeldBack& held, const Settling& settling, ProvisoMemory& memory, Span said);
  void carry_on(const Settling& settling, ProvisoMemory& memory, const Figure& arrived, const Figure& used, Span said);
  Figure balance_of(const plan::Proviso& proviso, ProvisoMemory& memory);
  /// The advances of which the balance is what is still to be recouped: one for each value that passes the filter.
  std::set<check::ClauseId> advances_of(check::BalanceId balance, plan::FilterId filter) const;
  void remember_balances(const plan::Clause& clause, const Period& period);
  Figure balance_kept(const plan::BalanceKept& kept, const Asking& asking, Span said);
  /// `charged`: what is a payment of its own, rather than what is added to the settlement.
  Figure late_interest(const ThroughLines& through, bool charged);
  void charge_late_interest(const Occasion& occasion);
  Figure late_interest(const plan::LateInterest& late, const plan::Clause& clause, const Period& period);
  Number overdue_on(const plan::LateInterest& late, const plan::Clause& clause, Date day);
  Number received_by(const plan::LateInterest& late, const plan::Clause& clause, Date day);
  Figure why_overdue(const plan::LateInterest& late, const plan::Clause& clause, const Period& days, const Number& owed, Date due_by);
  Figure interest_of_grace(const plan::LateInterest& late, const plan::Clause& clause, const Period& period, const Figure& rate, Date due);
  void remark_on_what_is_late();
  void make_up(const plan::Together& together, ProvisoMemory& memory, const Period& counted, const Period& period, std::vector<ThroughLines>& members);
  Period counted_together(const plan::Together& together, const Period& period, plan::ScheduleId schedule) const;
  void settle_members(const plan::Together& together, ProvisoMemory& memory, const Period& period, std::vector<ThroughLines>& members);
  void settle_together(const plan::Together& together, ProvisoMemory& memory, const std::vector<const Occasion*>& occasions);
  Period rolling_window(const plan::RollingWindow& rolling, const Period& period, plan::ScheduleId schedule) const;
  std::optional<Period> counted_in(const Settling& settling, const plan::LimitWindow& window) const;
  Period count_in(ProvisoMemory& memory, const Period& counted);
  Figure limit(plan::StepId step, const Settling& settling, const Period& counted);

  // waterfalls.cpp
  void settle(const plan::Waterfall& waterfall, std::size_t index);
  /// The days over which a waterfall counts under this text: capital, receipts and profit to date.
  Period counted(const plan::Waterfall& waterfall) const;
  /// Hands what parties have received, claims that are unpaid and accounts of returns to the same claims and targets of this text.
  void take_up(const plan::Waterfall& text, WaterfallState& state);
  void run_step(Distribution& run, std::size_t step);
  Figure cash(Distribution& run);
  Figure taken(const Distribution& run, std::size_t step, const std::vector<Figure>& rates);
  Figure at_most(const Distribution& run, const plan::WaterfallStep& step, const Figure& amount);
  void pay_claims(Distribution& run, std::size_t step);
  void pay_distribution(Distribution& run, const Figure& pool);
  void pay_returned(const Distribution& run, const plan::WaterfallReturn& returned);
  Figure received_to_date(const Distribution& run, std::size_t recipient, Span said);
  Figure all_received_to_date(const Distribution& run, Span said);
  /// Which part of what the step hands out each share is.
  std::vector<Figure> rates_of(const Distribution& run, const plan::WaterfallStep& step);
  Figure to_date(const Distribution& run, plan::StepId step);

  // waterfall_targets.cpp
  /// What the step may hand out before the target is met; nothing where it never is.
  std::optional<Figure> lacking(const Distribution& run, std::size_t step, std::size_t target, const std::vector<Figure>& rates);
  Figure lacking_of_return(const Distribution& run, std::size_t step, std::size_t target);
  void pay_off(ReturnAccount& account, const plan::WaterfallTarget& target, const Figure& paid);
  Figure lacking_of_profit(const Distribution& run, const plan::WaterfallTarget& target);
  Figure profit_to_date(const Distribution& run, plan::StepId capital, Span said);
  /// Brings the account to the end of the run's period: capital called, returns earned, returns that join the capital.
  void bring_forward(const Distribution& run, const plan::WaterfallTarget& target, ReturnAccount& account);
  void call(ReturnAccount& account, const Figure& called, const Period& period, Span said);

  // reasons
  Figure because(Rule rule, Number value, std::string words, const std::optional<Period>& window, Span said, std::vector<ReasonId> parts, bool is_rate = false);
  /// What earlier settlements left, told as one figure from now on.
  Figure recalled(Account& account, std::string words, const std::optional<Period>& window, Span said);
  Figure negated(const Figure& figure, std::string words, Span said);
  /// The loss that a figure is; zero where it is none.
  Figure not_above_zero(const Figure& figure, Span said);
  Figure with(Figure figure, Detail detail);  ///< says what the rule of a figure needs besides its parts
  bool derives() const { return options_.derive; }
  void tried(Span said, bool took_effect, std::size_t part = 0) const {
    if (options_.tried != nullptr) options_.tried->mark(said, took_effect, part);
  }
  [[noreturn]] void stop() const { throw CannotEvaluate{}; }
  /// A promise about days past those that have been settled is not judged.
  void stop_past_what_is_judged(const Period& window) {
    if (!so_far_ || window.last() <= judged_to_) return;
    asked_past_ = true;
    stop();
  }

  const plan::Plan& plan_;
  const check::CheckedContract& contract_;
  const data::Table& table_;
  Report& report_;
  Options options_;
  Period term_;
  Derivation& derivation_;
  Payments payments_;
  std::unordered_map<check::ClauseId, std::vector<const plan::Clause*>> texts_;
  std::map<check::ClauseId, ClauseState> states_;
  std::map<check::CreditsId, std::vector<Account>> credits_used_;  ///< of each lot
  std::map<check::ClauseId, WaterfallState> waterfall_states_;
  std::map<check::ClauseId, Account> recouped_;  ///< of an advance, by all clauses together
  std::map<check::ClauseId, std::vector<std::pair<Date, Figure>>> recoupments_;  ///< of an advance, by the day after the period
  /// What each balance with a name stood at after each settlement, by the day after its period.
  std::map<std::pair<check::BalanceId, check::ClauseId>, std::vector<std::pair<Date, Figure>>> balances_;
  std::vector<ProvisoMemory> together_;  ///< beside the plan's caps on clauses together
  std::map<Memory, std::pair<Date, check::EstimateId>> not_known_;  ///< from the first day of a settlement that hangs
  std::vector<bool> moves_;              ///< by step: a named balance is below it, whose value hangs on when it is asked for
  bool settling_ = false;
  std::optional<check::ClauseId> settling_clause_;  ///< whose payment is being worked out, as written
  plan::FilterId settling_for_ = 0;                 ///< the value for which it is, of a clause for each: conditions are tested for it too
  Date present_begin_;                              ///< the first day of its settlement period
  bool so_far_ = false;    ///< payments that wait for data are passed over rather than refused
  Date judged_to_;         ///< then: the last day that has been settled
  bool asked_past_ = false;  ///< then: days past it were asked for
  Date reached_;           ///< the last day up to which whole settlement periods are settled
  Date present_end_ = Date::last_of_month(9999, 12);  ///< the day after the last that the settlement under way may see

 private:
  std::unordered_map<WorkedOutFor, Figure, WorkedOutFor::Hash> known_;
  std::map<std::pair<check::InputId, plan::FilterId>, std::vector<Number>> running_sums_;
  std::map<check::InputId, std::unordered_map<std::string, std::size_t>> rows_of_records_;  ///< by the record's name
  std::vector<std::vector<Period>> settlement_periods_;
  std::unordered_map<plan::StepId, Date> reaches_back_to_;
  std::unordered_map<plan::StepId, std::vector<plan::StepId>> changing_below_;
  std::map<std::tuple<plan::ConditionId, plan::ScheduleId, plan::FilterId>, ConditionHistory> histories_;
  std::map<std::pair<plan::StepId, plan::FilterId>, std::map<Date, std::pair<Number, Span>>> stood_at_;  ///< what each changing measure did, by the first day of a part; for each value

 public:
  void collect_changes();
  void forget() { known_.clear(); }
  Filters filters_;
};

}  // namespace whereas::evaluate

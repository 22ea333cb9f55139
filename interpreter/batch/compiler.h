#pragma once

#include "interpreter/batch/compile.h"
#include "interpreter/evaluate/engine.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// The work of compiling, private to this folder. It goes the way of evaluate::Engine, whom it asks for everything that hangs on days alone, with
/// formulas in the place of numbers: compile.cpp and compile_force.cpp settle, compile_together.cpp several clauses at once; compile_steps.cpp,
/// compile_figures.cpp and compile_time.cpp write measures and conditions down, compile_amounts.cpp, compile_commitments.cpp and compile_loans.cpp the amounts of
/// clauses, compile_lines.cpp and compile_kept.cpp the lines under them, compile_waterfalls.cpp waterfalls. fields.cpp says what none of them does.
namespace whereas::batch {

/// Thrown at words that are not written as formulas. Never leaves this folder.
struct NotCompiled {
  std::string words;
  Span said;
};

class Compiler {
 public:
  Compiler(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table, const evaluate::Options& options);
  ~Compiler();

  Compiled run();

 private:
  using Engine = evaluate::Evaluation::Engine;
  using Asking = evaluate::Asking;

  /// What a line under a clause remembers.
  struct Memory {
    std::optional<Period> counting;
    FormulaId let_through = Formulas::zero;
    FormulaId reached = Formulas::zero;
    FormulaId guaranteed = Formulas::zero;
    FormulaId kept = Formulas::zero;
    FormulaId brought = Formulas::zero;  ///< losses: zero or below
    std::vector<std::pair<Period, FormulaId>> losses{};  ///< of losses that are carried for a time, the oldest first
    std::vector<std::pair<Period, FormulaId>> held{};
    FormulaId instalment = Formulas::zero;
    int instalments_left = 0;
    std::size_t released = 0;
    std::vector<bool> releases_paid;  ///< beside the releases of the line
    FormulaId accrued = Formulas::zero;
    std::optional<Date> accrued_to{};
    bool repays = false;                 ///< of what is deferred: repaying has begun
    std::optional<std::pair<FormulaId, FormulaId>> room{};  ///< of a cap that is known: the cap, and what is left of it
    std::optional<Period> instalment_of{};  ///< the settlement period with which the last instalment was paid
    /// Settlements as this line saw them, of clauses that are restated.
    struct Past {
      Period period;
      FormulaId reached = Formulas::zero;
      FormulaId let_through = Formulas::zero;
      FormulaId guaranteed = Formulas::zero;
    };
    std::vector<Past> past{};
  };
  /// A window in which a commitment was lacking, or not.
  struct Shortfall {
    Date settled;
    FormulaId amount = Formulas::zero;
    FormulaId paid_for_one = Formulas::zero;
  };
  struct Commitment {
    std::vector<Shortfall> shortfalls{};  ///< oldest first
    FormulaId excess = Formulas::zero;
    std::optional<Date> excess_counts_from{};
  };
  struct Loan {
    const plan::Clause* text = nullptr;
    FormulaId left = Formulas::zero;
    Date since;
    FormulaId instalment = Formulas::zero;
  };
  /// Of a lot of credits: what it holds, and what is left of that.
  struct Lot {
    FormulaId granted = Formulas::zero;
    FormulaId left = Formulas::zero;
  };
  struct Paid {
    Period period;
    check::PartyId from = 0;
    check::PartyId to = 0;
    FormulaId amount = Formulas::zero;
  };
  struct State {
    std::vector<Memory> lines;
    /// Days on which the clause has been in force, or is where figures say so.
    struct Stretch {
      Period days;
      FormulaId holds = Formulas::zero;
    };
    std::vector<Stretch> in_force;
    FormulaId base_loss = Formulas::zero;
    std::optional<Period> tier_window;
    FormulaId tier_basis = Formulas::zero;
    std::vector<Paid> payments;
    const plan::Clause* text = nullptr;  ///< which has settled last: whose lines `lines` belong to
    /// What one text came to in one settlement, of clauses that are restated.
    struct Part {
      Period settlement;
      Period days;
      FormulaId through = Formulas::zero;
    };
    std::vector<Part> parts;
    Commitment commitment;
    Loan loan;
  };
  /// What lets something pass from one settlement to another beside the clauses' own states.
  struct Common {
    std::map<check::ClauseId, FormulaId> recouped;  ///< of an advance
    std::map<check::ClauseId, std::pair<FormulaId, FormulaId>> left;  ///< of an advance: what it had paid, and what was still to be recouped of that
    std::map<std::pair<check::CreditsId, std::size_t>, Lot> lots;
  };
  struct ReturnAccount {
    FormulaId unreturned = Formulas::zero;
    FormulaId returns = Formulas::zero;
    FormulaId ahead = Formulas::zero;
  };
  struct WaterfallState {
    std::vector<FormulaId> received;                   ///< to date, by recipient
    std::vector<std::vector<FormulaId>> unpaid;        ///< claims carried forward, by step and share
    std::vector<std::vector<ReturnAccount>> accounts;  ///< by step and target
    FormulaId loss = Formulas::zero;
  };
  /// One run of a waterfall.
  struct Distribution {
    const plan::Waterfall& waterfall;
    WaterfallState& state;
    Period period;
    FormulaId left = Formulas::zero;
    std::vector<FormulaId> given;  ///< by recipient, in this run
    Asking asking() const { return {period, waterfall.filter, waterfall.schedule}; }
  };
  /// What a step may hand out before a target is met, where there is an end.
  struct End {
    FormulaId is_one = Formulas::zero;
    FormulaId amount = Formulas::zero;
  };
  /// What a clause lets through in a settlement, before it is rounded and paid, and whether it is in force so that anything is.
  struct Through {
    const plan::Clause* first = nullptr;  ///< of its texts that share the settlement and pay the same party
    const plan::Clause* text = nullptr;   ///< the last of them, by which it is paid
    Period period;
    FormulaId figure = Formulas::zero;
    FormulaId made = Formulas::zero;
  };
  struct Settling {
    const plan::Clause& clause;
    State& state;
    Period period;
    Period window;
    bool is_last = false;
    Asking asking() const { return {window, clause.filter, clause.schedule}; }
  };
  /// While it stands, formulas are made for these words.
  class MakingFor {
   public:
    MakingFor(Formulas& formulas, Span said) : formulas_(formulas), before_(formulas.making_for()) { formulas_.make_for(said); }
    ~MakingFor() { formulas_.make_for(before_); }
    MakingFor(const MakingFor&) = delete;
    MakingFor& operator=(const MakingFor&) = delete;

   private:
    Formulas& formulas_;
    Span before_;
  };

  // compile.cpp
  void refuse(const std::string& words, Span said) const { throw NotCompiled{words, said}; }
  void refuse_what_is_never_compiled();
  /// Does it, and says why not where it cannot be done.
  void attempt(const std::function<void()>& work);
  void settle_all();
  void settle_coming(const std::function<void()>& work, check::ClauseId clause, std::set<check::ClauseId>& given_up);
  void put_in_order();
  void conclude(const Through& through);
  void settle_dated(const plan::Clause& clause, const plan::DatedSum& sum);
  void pay(const plan::Clause& clause, const Period& period, std::string label, std::optional<Date> due, FormulaId figure, FormulaId made);
  void record(const plan::Obligation& obligation, check::PartyId from, check::PartyId to, const Period& period, std::string label, std::optional<Date> due, FormulaId paid, FormulaId made);
  std::optional<Date> due_date(const plan::Obligation& obligation, const Period& period);
  void remember_balances(const plan::Clause& clause, const Period& period);
  void promise();

  // compile_force.cpp
  void settle(const evaluate::Occasion& occasion);
  /// What a clause comes to under each text, those that pay the same party together. Nothing where it is not in force whatever the figures are.
  std::vector<Through> let_through(const evaluate::Occasion& occasion);
  std::optional<Through> let_through(const plan::Clause& clause, const evaluate::Occasion& occasion);
  FormulaId in_force(const plan::Clause& clause, const evaluate::Occasion& occasion);
  FormulaId settle_part(const Settling& settling);
  /// Hands what the lines of the text before remember to the same lines of this one. What lines kept that it does not have is released.
  FormulaId take_up(const plan::Clause& text, State& state);
  /// Where figures put the clause in force or not: what it remembers is then as it was, or as the settlement leaves it.
  Through settle_where(FormulaId holds, const Settling& settling, const evaluate::Occasion& occasion);
  /// What a settlement changes.
  struct Standing {
    State state;
    Common common;
    std::map<check::ClauseId, std::size_t> recoupments;  ///< how many there are
  };
  Standing standing(const State& state) const;
  /// The clause's memories and the common ones are those, where the condition does not hold.
  void leave_where_not(FormulaId holds, State& state, const Standing& otherwise);
  void refuse_where_figures_say(const plan::Clause& clause);
  std::optional<Through> settle_the_rest(const plan::Clause& clause, const evaluate::Occasion& occasion);
  Memory either(FormulaId holds, const Memory& after, const Memory& before);
  Common either(FormulaId holds, const Common& after, const Common& before);

  // compile_together.cpp
  void settle_together(const plan::Together& together, Memory& memory, const std::vector<const evaluate::Occasion*>& occasions);
  void share_in_proportion(std::vector<Through>& members, FormulaId room);
  void make_up(const plan::Together& together, Memory& memory, const Period& counted, const Period& period, std::vector<Through>& members);

  // compile_commitments.cpp
  FormulaId commitment(const Settling& settling, const plan::CommitmentAmount& amount);
  FormulaId shortfall(const Settling& settling, const plan::CommitmentAmount& amount, const evaluate::MinimumTest& test);
  FormulaId made_up(const Settling& settling, const plan::CommitmentAmount& amount, FormulaId& excess);
  FormulaId first_from(const plan::FirstFrom& first, const Settling& settling, FormulaId reaching);

  // compile_loans.cpp
  void remember_loans();
  FormulaId repayment(const plan::Clause& clause, const plan::DatedAmount& dated, const plan::DatedSum& sum);
  FormulaId interest_on(const plan::Loan& loan, FormulaId left, const Period& days, const Asking& asking);
  FormulaId equal_instalment(const plan::Clause& clause, const plan::DatedAmount& dated, FormulaId lent, const Asking& asking);

  // compile_time.cpp
  FormulaId interest(const plan::Interest& interest, const Asking& asking, Span said);
  FormulaId yearly_change(const plan::YearlyChange& change, const Asking& asking);
  FormulaId risen(const plan::Rise& rise, FormulaId figure, Date day, const Asking& asking);
  FormulaId rising(const plan::Rising& rising, const Asking& asking, Span said);

  // compile_waterfalls.cpp
  void settle(const plan::Waterfall& waterfall, std::size_t index);
  void bring_forward(const Distribution& run, const plan::WaterfallTarget& target, ReturnAccount& account);
  void call(ReturnAccount& account, FormulaId called);
  FormulaId cash(Distribution& run);
  void run_step(Distribution& run, std::size_t step);
  std::vector<FormulaId> rates_of(const Distribution& run, const plan::WaterfallStep& step);
  FormulaId taken(const Distribution& run, std::size_t step, const std::vector<FormulaId>& rates);
  End lacking(const Distribution& run, std::size_t step, std::size_t target, const std::vector<FormulaId>& rates);
  FormulaId at_most(const Distribution& run, const plan::WaterfallStep& step, FormulaId amount);
  void pay_claims(Distribution& run, std::size_t step);
  void pay_distribution(Distribution& run, FormulaId pool);
  std::vector<FormulaId> apportioned(const plan::Waterfall& waterfall, FormulaId pool, const std::vector<FormulaId>& shares);
  void pay_off(ReturnAccount& account, const plan::WaterfallTarget& target, FormulaId paid);
  void pay_returned(const Distribution& run, const plan::WaterfallReturn& returned);
  FormulaId to_date(const Distribution& run, plan::StepId step);
  FormulaId profit_to_date(const Distribution& run, plan::StepId capital);
  std::string label_of(const plan::Obligation& obligation, const Period& period);

  // compile_steps.cpp
  FormulaId value(plan::StepId step, const Asking& asking);
  FormulaId work_out(plan::StepId step, const Asking& asking);
  FormulaId constant(plan::StepId step, const Asking& asking);
  FormulaId figure(check::InputId input, std::size_t column, std::size_t place);
  FormulaId series_figure(check::InputId input, const Asking& asking, Span said);
  FormulaId flow(check::InputId input, const data::Series& series, const Asking& asking, Span said);
  FormulaId part_of_a_period(check::InputId input, const data::Series& series, std::size_t place, const Period& days, const Asking& asking, Span said);
  FormulaId whole_periods(check::InputId input, const data::Series& series, std::size_t from, std::size_t to, const Asking& asking);
  FormulaId balance(check::InputId input, const data::Series& series, const Asking& asking, Span said);
  FormulaId taken(syntax::Taking taking, const std::vector<FormulaId>& figures);
  FormulaId taken_of_pieces(plan::StepId operand, const std::vector<Period>& periods, const Asking& asking, syntax::Taking taking);
  FormulaId packages(const plan::Packages& packages, const Asking& asking);
  FormulaId packages_in(FormulaId quantity, const Number& size, bool full_only);
  FormulaId over_dimension(const plan::OverDimension& over, const Asking& asking, Span said);
  FormulaId changing(const plan::Changing& changing, const Asking& asking, Span said);
  FormulaId in_parts(const plan::InParts& parts, const Asking& asking, Span said);
  FormulaId clause_paid(const plan::ClausePaid& paid, const Asking& asking, Span said);
  FormulaId balance_kept(const plan::BalanceKept& kept, const Asking& asking);
  FormulaId solved(const plan::Solved& solved, const Asking& asking);
  FormulaId rules(const plan::Alternative& alternative, const Asking& asking);
  FormulaId holds(plan::ConditionId condition, const Asking& asking);
  FormulaId holds_at(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement, std::optional<Date> from = std::nullopt);
  FormulaId rules_while(plan::ConditionId condition, bool from_next_period, const std::optional<plan::Lasting>& lasts, plan::ScheduleId schedule, std::size_t settlement);
  FormulaId held_before(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement);
  FormulaId sum(const std::vector<FormulaId>& figures);
  FormulaId not_below_zero(FormulaId figure) { return out_.formulas.greatest(Formulas::zero, figure); }
  FormulaId is_zero(FormulaId figure) { return out_.formulas.opposite(out_.formulas.either(out_.formulas.less(figure, Formulas::zero), out_.formulas.less(Formulas::zero, figure))); }
  /// Figures for which it holds go against what the contract takes for granted: the engine refuses them.
  void take_for_granted_not(FormulaId condition) { out_.unforeseen.push_back(condition); }
  FormulaId divided(FormulaId dividend, FormulaId divisor, Span said);
  void refuse_outside(check::Bound bound, FormulaId figure);

  // compile_amounts.cpp
  FormulaId amount(const Settling& settling);
  FormulaId share_with_base_losses(const Settling& settling, const plan::ShareAmount& share);
  FormulaId fixed_sums(const Settling& settling, const plan::FixedAmount& fixed);
  FormulaId milestones(const Settling& settling, const plan::MilestoneAmount& milestones);
  FormulaId paid_so_far(const Settling& settling, const Period& counted);
  FormulaId to_date_less_paid(const Settling& settling, const plan::ToDateAmount& to_date);
  FormulaId tiers(const Settling& settling, const plan::TierAmount& tiers);
  FormulaId tiers_in_window(const Settling& settling, const plan::TierAmount& tiers, const Period& counted, const Period& days);
  FormulaId basis_to_date(const Settling& settling, const plan::TierAmount& tiers, const Period& counted, Date end);
  FormulaId tier_total(const plan::TierAmount& tiers, FormulaId basis, const Asking& asking, const Number& part);
  FormulaId tier_slices(const plan::TierAmount& tiers, FormulaId basis, const Asking& asking, const Number& part);
  /// The first band whose bound the basis does not reach, of what each gives.
  FormulaId of_band_reached(const plan::TierAmount& tiers, FormulaId basis, const std::vector<FormulaId>& of_bands, const Number& part, const Asking& asking);
  FormulaId in_packages(const plan::Band& band, FormulaId quantity);

  // compile_lines.cpp
  FormulaId apply(const plan::Proviso& line, const Settling& settling, Memory& memory, FormulaId reaching);
  Period count_in(const Settling& settling, Memory& memory, Frequency each);
  FormulaId limit(plan::StepId step, const Settling& settling, const Period& counted);
  /// Takes so much off losses that are carried for a time, the oldest first.
  void use_up(Memory& memory, FormulaId available);
  FormulaId released(const plan::HeldBack& held, const Settling& settling, Memory& memory);
  FormulaId released_on_days(const plan::HeldBack& held, const Settling& settling, Memory& memory);
  FormulaId deferred(const plan::Deferred& defer, bool lapses, const Settling& settling, Memory& memory, FormulaId reaching, Span said);
  FormulaId never_below_zero(const plan::NeverBelowZero& never, const Settling& settling, Memory& memory, FormulaId reaching);
  FormulaId at_least(const plan::AtLeast& guarantee, const Settling& settling, Memory& memory, FormulaId reaching);
  FormulaId credited_guarantee(const plan::AtLeast& guarantee, const Settling& settling, Memory& memory, FormulaId reaching);
  FormulaId at_most(const plan::AtMost& cap, bool lapses, const Settling& settling, Memory& memory, FormulaId reaching);
  FormulaId nothing_if_under(const plan::NothingIfUnder& nothing, bool lapses, const Settling& settling, Memory& memory, FormulaId reaching);
  FormulaId crediting(const plan::Crediting& credit, const Settling& settling, Memory& memory, FormulaId reaching);
  FormulaId recouping(const plan::Recouping& recoup, const Settling& settling, FormulaId reaching);
  FormulaId held_back(const plan::HeldBack& held, bool lapses, const Settling& settling, Memory& memory, FormulaId reaching);
  FormulaId grossed_up(const plan::GrossedUp& grossed, const Settling& settling, FormulaId reaching, Span said);

  const check::CheckedContract& contract_;
  const data::Table& table_;
  Report report_;                          ///< of the engine: what it refuses is refused by every scenario, one by one
  evaluate::Evaluation evaluation_;
  Engine& engine_;
  const plan::Plan& plan_;                 ///< the engine's: with a clause for each value
  Compiled out_;
  std::vector<bool> hangs_on_figures_;     ///< by step
  std::map<std::tuple<check::InputId, std::size_t, std::size_t>, FormulaId> figures_;
  std::map<std::tuple<check::InputId, plan::FilterId, std::size_t>, std::vector<FormulaId>> sums_;  ///< from a place on
  std::map<std::tuple<plan::StepId, Period, plan::FilterId, plan::ScheduleId, plan::FilterId>, FormulaId> known_;
  std::map<check::ClauseId, State> states_;
  std::map<check::ClauseId, WaterfallState> waterfalls_;
  Common common_;
  std::vector<Memory> together_;
  std::map<check::ClauseId, std::vector<std::pair<Date, FormulaId>>> recoupments_;
  std::map<std::pair<check::BalanceId, check::ClauseId>, std::vector<std::pair<Date, FormulaId>>> balances_;
};

}  // namespace whereas::batch

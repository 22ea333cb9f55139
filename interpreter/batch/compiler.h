#pragma once

#include "interpreter/batch/compile.h"
#include "interpreter/evaluate/engine.h"

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// The work of compiling, private to this folder. It goes the way of evaluate::Engine, whom it asks for everything that hangs on days alone, with
/// formulas in the place of numbers: compile.cpp settles, compile_steps.cpp writes measures and conditions down, compile_amounts.cpp the amounts of clauses,
/// compile_lines.cpp and
/// compile_kept.cpp the lines under them.
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
  };
  struct Paid {
    Period period;
    check::PartyId from = 0;
    check::PartyId to = 0;
    FormulaId amount = Formulas::zero;
  };
  struct State {
    std::vector<Memory> lines;
    std::vector<Period> in_force;
    FormulaId base_loss = Formulas::zero;
    std::optional<Period> tier_window;
    FormulaId tier_basis = Formulas::zero;
    std::vector<Paid> payments;
  };
  struct Settling {
    const plan::Clause& clause;
    State& state;
    Period period;
    Period window;
    bool is_last = false;
    Asking asking() const { return {window, clause.filter, clause.schedule}; }
  };

  // compile.cpp
  void refuse(const std::string& words, Span said) const { throw NotCompiled{words, said}; }
  void refuse_what_is_never_compiled();
  void settle_all();
  void settle(const evaluate::Occasion& occasion);
  /// What a clause lets through in a settlement, before it is rounded and paid; nothing where it is not in force.
  std::optional<FormulaId> let_through(const evaluate::Occasion& occasion);
  void conclude(const plan::Clause& clause, const Period& period, FormulaId figure);
  void settle_together(const plan::Together& together, Memory& memory, const std::vector<const evaluate::Occasion*>& occasions);
  void settle_dated(const plan::Clause& clause, const plan::DatedSum& sum);
  void pay(const plan::Clause& clause, const Period& period, std::string label, std::optional<Date> due, FormulaId exact);
  void remember_balances(const plan::Clause& clause, const Period& period);
  void promise();

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
  FormulaId balance_kept(const plan::BalanceKept& kept, const Asking& asking, Span said);
  FormulaId solved(const plan::Solved& solved, const Asking& asking);
  FormulaId rules(const plan::Alternative& alternative, const Asking& asking);
  FormulaId holds(plan::ConditionId condition, const Asking& asking);
  FormulaId holds_at(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement);
  FormulaId held_before(plan::ConditionId condition, plan::ScheduleId schedule, std::size_t settlement);
  FormulaId sum(const std::vector<FormulaId>& figures);
  FormulaId not_below_zero(FormulaId figure) { return out_.formulas.greatest(Formulas::zero, figure); }

  // compile_amounts.cpp
  FormulaId amount(const Settling& settling);
  FormulaId share_with_base_losses(const Settling& settling, const plan::ShareAmount& share);
  FormulaId fixed_sums(const Settling& settling, const plan::FixedAmount& fixed);
  FormulaId milestones(const Settling& settling, const plan::MilestoneAmount& milestones);
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
  FormulaId limit(plan::StepId step, const Settling& settling, const Period& counted, Frequency each);
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
  std::map<check::ClauseId, FormulaId> recouped_;
  std::map<check::ClauseId, std::pair<FormulaId, FormulaId>> left_;  ///< of an advance: what it had paid, and what was still to be recouped of that
  std::vector<Memory> together_;
  std::map<check::ClauseId, std::vector<std::pair<Date, FormulaId>>> recoupments_;
  std::map<std::pair<check::BalanceId, check::ClauseId>, std::vector<std::pair<Date, FormulaId>>> balances_;
};

}  // namespace whereas::batch

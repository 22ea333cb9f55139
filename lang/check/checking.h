#pragma once

#include "lang/check/checked.h"
#include "lang/syntax/walk.h"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

/// What the passes of checking share, and their order (check.cpp). Private to this folder.
namespace whereas::check {

/// One check under way: what it reads, where it reports, what it fills in.
struct Checking {
  const program::Program& program;
  const Sources& sources;
  Report& report;
  CheckedContract& contract;

  /// Every name of the contract and its files; the standard library's give way.
  std::unordered_map<std::string, Symbol> names;
  std::unordered_map<std::string, UnitId> units;
  std::unordered_map<std::string, PartyId> parties;
  std::unordered_map<std::string, ClauseId> titles;
  std::unordered_map<std::string, DimensionId> dimensions;
  std::set<UnitId> currencies_used;   ///< by `currency` and the inputs
  bool is_one_line = false;           ///< no header: names without a declaration are inputs
  std::vector<bool> measure_used;     ///< reached from something that pays, tests or promises
  std::vector<std::pair<MeasureId, Span>> measures_to_resolve;  ///< reached, with the words that asked first
  bool is_too_deep = false;           ///< definitions nest past the limit: later passes would need too deep a stack
  /// Measures whose bodies failed to resolve or type; their mistakes are told once.
  std::set<MeasureId> broken_measures;
  Happened happened;                  ///< days that data or a scenario gives to events
  std::set<std::string> events_used;  ///< by lines of the contract; a scenario that gives an event its day uses nothing
  bool is_asked = false;              ///< another contract asks this one for figures, and may name any of its measures

  /// A declaration that did not parse would have named it: what asks for it is not a second mistake.
  bool is_left_out(std::string_view name) const;

  std::string_view words(Span span) const { return sources[span.source].slice(span); }
  std::string words_of(const syntax::Expression& expression) const { return std::string(words(expression.span)); }
};

/// The clause's own `settled`, `due` and `rounded`, over the deal's.
Settlement settlement_of(const Settlement& deals, const std::vector<syntax::Proviso>& provisos);
/// As often as the commitment says, else each year, or as often as its shortest minimum counts.
Settlement settlement_of(const Settlement& deals, const syntax::Commitment& commitment);
/// Whom the steps of a waterfall pay, in the order named; reports whom it does not know, and a payer that pays itself.
std::vector<PartyId> recipients_of(Checking& checking, const syntax::Waterfall& waterfall);
/// The party of this name; reports one that is not declared.
PartyId party(Checking& checking, const syntax::Name& name);

/// One party on both sides is a name written twice.
void refuse_paying_itself(Checking& checking, const syntax::Name& payer, const syntax::Name& payee);

/// named_days.cpp: the deal's own years and months; nothing (reported) where they do not begin as the words say.
std::optional<Calendar> contract_calendar(Checking& checking, const syntax::ContractYear& year, Span span);

/// records.cpp: `from 2024-01` admits data before the term, and begins with a period of the input.
void check_admitted(Checking& checking, const syntax::Input& input, const InputInfo& info);

/// A due date as written, after another end: `due 10 business days of "TARGET" after month end`. due.cpp
/// `a quarter`; of the term there is one: `the term`.
std::string with_article(Frequency frequency);
std::string due_after(const Checking& checking, const syntax::Due& due, Frequency end_of);
std::string due_in_words(const syntax::Due& due);
/// `what` falls due then: `a shortfall`, `"Fee"`. due.cpp
void refuse_due_before_known(Checking& checking, const syntax::Due& due, std::string_view what, Span at);
/// agreements.cpp
void refuse_unknown_calendars(Checking& checking, const syntax::Due& due);
void declare_net_settlements(Checking& checking);    // net_settlements.cpp
/// The words of a net settlement before its `due`, behind which the clauses stand that it is with or without.
Span before_its_day(const Checking& checking, const NetSettlementInfo& net);

/// Declarations of all files in the order written, the standard library's last.
template <typename Form, typename Visit>
void for_each_declared(const program::Program& program, Visit visit) {
  for (const auto& file : program.files) {
    for (const auto& declaration : file.contract->declarations) {
      if (const auto* form = std::get_if<Form>(&declaration.form)) visit(*form, file, declaration.span);
    }
  }
}

/// The first or last day that the words stand for, in this deal's calendar; reports `fiscal 2026` where the deal has no fiscal year.
std::optional<Date> first_day(Checking& checking, const syntax::DayOrPeriod& day);
std::optional<Date> last_day(Checking& checking, const syntax::DayOrPeriod& day);

/// The first and last day of the term, and what ends it sooner. named_days.cpp
void set_term(Checking& checking, const syntax::Term& term, Span span);

// for_each.cpp: clauses for each value of a dimension
void ask_what_of_payments_counts(Checking& checking);
void check_for_each(Checking& checking);
void refuse_nested(Checking& checking);
void refuse_remembering_earlier_payments(Checking& checking);  // earlier_payments.cpp: amendments under which earlier payments stay

// records.cpp: inputs with one row each
void check_record(Checking& checking, const syntax::Input& input, const InputInfo& info, Span span);
void refuse_mixed_records(Checking& checking);

// --- the passes, in their order ---------------------------------------------------------------------------------------------------
void declare_events(Checking& checking);        // named_days.cpp: events, with their days
void declare_settings(Checking& checking);      // symbols.cpp: title, term, calendar, currency, settlement
void declare_names(Checking& checking);         // symbols.cpp: parties, units, inputs, measures, titles; each once
void declare_amendments(Checking& checking);    // amendments.cpp, texts.cpp: which text of a clause or measure rules when
void declare_balances(Checking& checking);      // balances.cpp: what lines keep and call by a name
void refuse_bare_balances(Checking& checking);  // balances.cpp: balances that move within the period of whoever asks
void declare_togethers(Checking& checking);     // together.cpp: caps on several clauses, and which
void refuse_clashing_dimensions(Checking& checking);  // dimensions.cpp: dimensions that are inputs, periods, or named twice
void refuse_said_twice(Checking& checking);     // twice.cpp: titles, series and parameters that stand twice
void declare_between_contracts(Checking& checking);  // agreements.cpp: other contracts, calendars of business days, net settlement
void resolve(Checking& checking);               // resolve.cpp: names -> symbols
void declare_estimates(Checking& checking);     // estimates.cpp: figures that the contract only bounds
void refuse_circles(Checking& checking);        // cycles.cpp: who needs whom; which circles are linear
void refuse_clause_circles(Checking& checking); // clause_circles.cpp: clauses that look at each other's present
void infer(Checking& checking);                 // infer.cpp: a type and a unit for every expression
void refuse_two_readings(Checking& checking);   // readings.cpp: lines that two lawyers would group differently
void check_estimates(Checking& checking);       // estimates.cpp: what scenarios decide of them lies within their bounds
void ask_what_is_netted(Checking& checking);    // net_settlements.cpp: clauses that name a day of their own beside a net settlement
void check_waterfalls(Checking& checking);      // waterfalls.cpp, waterfall_targets.cpp: steps, shares, what ends them
void check_togethers(Checking& checking);       // together.cpp: caps on clauses that can settle together, and who goes short
void check_deductions(Checking& checking);      // deductions.cpp: deducted twice
void check_clauses(Checking& checking);         // clauses.cpp, provisos.cpp: amounts, tiers, provisos that make sense
void check_credits(Checking& checking);         // credits.cpp: lots that say which is used first, of money, in the term
void check_bounds(Checking& checking);          // bounds.cpp: figures below zero and parts above all, where none can be
void check_days(Checking& checking);            // days.cpp: days and periods that the deal's calendar does not have
void check_idle_lines(Checking& checking);       // idle_lines.cpp: lines that say nothing, names that hide others, money that pays twice
void refuse_dead_exceptions(Checking& checking);  // dead_exceptions.cpp: exceptions of which a later one always takes the place
void check_trials(Checking& checking);          // trials.cpp: tests that expect something, days inside the term
void check_points(Checking& checking);          // points.cpp: rates that change at a point inside a period
void check_time(Checking& checking);             // time.cpp: days counted, interest: which period, which balance
void check_windows(Checking& checking);         // windows.cpp: looking ahead, formulas that do not add up
void warn_short_windows(Checking& checking);    // short_windows.cpp: conditions that a young term makes true
void warn_cut_data(Checking& checking);         // part_windows.cpp: data of which an amendment leaves a part of a period
void warn_last_of_several(Checking& checking);  // last_of_several.cpp: rates and numbers that come more often than a clause settles
void refuse_counted_again(Checking& checking);    // counted_again.cpp: windows longer than a settlement, paid every time
void warn_unused(Checking& checking);           // unused.cpp: names that nothing pays, tests or promises by

/// From when an amendment rules, in words: the day, or the event that it waits for. texts.cpp
std::string takes_effect(const Checking& checking, const syntax::Amendment& amendment, Date from);
/// Adds a unit that no declaration of this contract names.
UnitId add_unit(Checking& checking, UnitInfo info);
/// The input that stands for a figure of another contract; nothing, reported, where that has none of the name. agreements.cpp
std::optional<Symbol> ask(Checking& checking, const syntax::Under& under, Span span);

/// Every outermost expression that the contract pays, promises or tests by, with the measures it reaches left aside.
void for_each_root(const Checking& checking, const std::function<void(const syntax::Expression&)>& visit);
/// The outermost expressions of what a test expects.
void for_each_expression(const syntax::Test& test, const std::function<void(const syntax::Expression&)>& visit);
/// What a measure may mean to deduct: the inputs that are called costs or expenses, or else every sum of money beside `revenue` that the data gives.
std::vector<std::string> deductible(const Checking& checking);
/// The names known to the reader, for suggestions: the contract's own first, then the standard library's.
std::vector<std::string> known_measures(const Checking& checking);

/// Whether every deduction is capped at a part of the amount itself, and the parts are no more than all of it.
bool leaves_something(const Checking& checking, const syntax::After& after);

}  // namespace whereas::check

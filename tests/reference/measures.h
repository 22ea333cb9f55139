#pragma once

#include "interpreter/data/table.h"
#include "lang/check/checked.h"
#include "tests/reference/exact.h"
#include "tests/reference/reference.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

/// What a formula comes to over a window (docs/language: Measures).
namespace whereas::reference {

/// The contract says something that this evaluator does not know; such a contract is not compared.
class NotCovered : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// The days that a contract names. An event that has not happened lies after every day.
class Moments {
 public:
  Moments(const check::CheckedContract& contract, const data::Table& table);
  Date first(const syntax::DayOrPeriod& day) const;
  Date last(const syntax::DayOrPeriod& day) const;
  /// The amendments that waited for an event, with the days on which they took effect.
  check::Effective effective() const;
  static Date never() { return Date::from_days(10'000'000); }

 private:
  std::optional<Date> happened(const syntax::DayOrPeriod& day) const;
  const check::CheckedContract& contract_;
  std::map<std::string, Date> happened_;
};

struct Asked;
/// A contract that this one asks for figures.
class Other {
 public:
  virtual ~Other() = default;
  virtual Exact figure(const check::AskedFigure& figure, const Asked& asked) = 0;
  virtual std::vector<Date> dates_of_change(const check::AskedFigure& figure) = 0;
};
using Others = std::vector<std::shared_ptr<Other>>;

struct Told;
using Parameters = std::shared_ptr<const std::map<std::string, Told>>;
/// What a parameter stands for: expressions to be added up, read where they were written.
struct Told {
  std::vector<const syntax::Expression*> arguments;
  const std::vector<syntax::Deduction>* deductions = nullptr;  ///< of `gross_profit after a, b`: each with its cap
  Parameters there;
};

/// An expression together with the parameters of the text that it stands in.
struct Said {
  const syntax::Expression* expression;
  Parameters parameters;
};

/// `channel is "bedrock"`, as it holds for every figure below.
struct Pin {
  std::string dimension;
  bool is_not = false;
  std::vector<std::string> values;
  bool is_one_of_all = false;  ///< of `the sum over`: the one whose turn it is
  friend auto operator<=>(const Pin&, const Pin&) = default;
};

/// What a formula is asked for.
struct Asked {
  std::optional<Period> window;             ///< nothing: a stretch without days
  const std::vector<Period>* settlements;   ///< the settlement periods of who asks, over the whole term
  std::vector<Pin> pins;
  std::optional<Date> sees_until;           ///< the last day of the settlement period: nothing after it is seen
  std::optional<Date> counts_from{};        ///< of words that count anew: the day from which `once`, `cumulative` and `year to date` count
  std::vector<Pin> of_clause{};             ///< of a clause for each value of a dimension: what holds for its conditions too
  std::optional<bool> past_points{};        ///< of days that hold a point: whether what lies past it is meant, or what lies before
  std::optional<Date> balances_before{};    ///< of what is tested of an earlier period: the day after it, on which balances stood as it left them
  std::optional<Exact> part{};              ///< of a prorated clause: what counts of whatever fewer days do not make less by themselves

  Asked over(std::optional<Period> other) const;
  Asked pinned(Pin pin) const;
};

/// `"Royalty" where product is "A"`, `"Distributions" received by GP`: whose payments are meant.
struct PaidBy {
  std::string title;
  std::vector<Pin> pins{};
  std::optional<std::string> receiver{};  ///< of a waterfall: what one party has received, less what it has returned
  bool before_withholding = false;
  bool without_late_interest = false;
};

class Measures {
 public:
  struct Settlements {
    /// What was paid for the window; nothing for periods that end after the day up to which is seen.
    std::function<Exact(const PaidBy& whose, const Period& window, std::optional<Date> sees_until)> paid_by;
    std::function<Exact(const std::string& name, const Asked& asked)> balance;        ///< what the line with a balance of this name keeps
  };
  Measures(const check::CheckedContract& contract, const data::Table& table, const Others& others, Settlements settlements, std::optional<std::size_t> signed_so_far,
           const Taken& taken);

  /// Interest at a rate on an amount over a window.
  Exact accrued(const syntax::Expression& rate, const syntax::Expression& on, DayCount day_count, const Asked& asked) {
    return interest(syntax::Interest{rate, std::nullopt, on, day_count}, Said{&on, nullptr}, asked);
  }
  Exact measure(const syntax::Expression& expression, const Asked& asked) { return measure(Said{&expression, nullptr}, asked); }
  bool holds(const syntax::Condition& condition, const Asked& asked) { return holds(condition, nullptr, asked); }
  /// `while` and `once`, in the settlement period of this place.
  bool governs(const syntax::WhileTrue& during, std::size_t settlement, const Asked& asked);
  bool governs(const syntax::OnceTrue& once, std::size_t settlement, const Asked& asked);

  Date rules_until(const syntax::Lasting& lasting, const Period& period) const;
  bool is_so_running(const syntax::Comparison& comparison, const std::function<bool(const Asked&)>& is_so, const Asked& asked) const;
  /// Whether it was so at the end of one of the settlement periods before `end`, asked in that of `settlement`.
  bool was_so_before(const syntax::Condition& condition, std::size_t end, std::size_t settlement, const Asked& asked);

  /// Cuts a stretch at the dates that stand in the texts of the changing names in these expressions.
  std::vector<Period> parts(const std::vector<const syntax::Expression*>& expressions, const Period& stretch, const Asked& asked) const;

  /// Whether fewer days make the figure less by themselves.
  bool goes_with_days(const syntax::Expression& expression) const { return goes_with_days(Said{&expression, nullptr}); }

  /// A sum that rises from year to year, as it is on a day.
  Exact risen(const Exact& sum, const syntax::Rise& rise, Date day, const Asked& asked);
  /// What a symbol of this contract comes to, for another contract that asks.
  Exact figure(const check::Symbol& symbol, const Asked& asked);
  std::vector<Date> dates_of_change(const check::Symbol& symbol, const std::vector<Period>& settlements) const;

  const Period& term() const { return term_; }
  const Period& run() const { return run_; }  ///< the term, and the tails of clauses that survive it
  const Moments& moments() const { return moments_; }
  const check::Effective& effective() const { return effective_; }

 private:
  using Names = std::set<std::string>;

  Exact measure(const Said& said, const Asked& asked);
  Exact measure_in_parts(const Said& said, const Asked& asked);
  // in_part.cpp: part windows of prorated clauses
  Exact counted_in_part(const Said& said, const Asked& asked);
  bool goes_with_days(const Said& said, Names seen = {}) const;
  bool has_standing(const Said& said, Names seen = {}) const;
  Exact work_out(const Said& said, const Asked& asked);
  bool holds(const syntax::Condition& condition, const Parameters& parameters, const Asked& asked);

  // names.cpp: what a name stands for, and which text of it rules when
  const Told* parameter(const std::string& name, const Parameters& parameters) const;
  std::vector<check::MeasureText> texts_of(const std::string& name) const;
  std::optional<check::MeasureText> text_of(const std::string& name, std::optional<Date> day = std::nullopt) const;
  bool changes(const std::string& name) const;
  // points.cpp: rates that change at a point
  std::vector<const syntax::Exception*> points_of(const std::string& name) const;
  Exact past_the_point(const syntax::OnceTrue& once, const Period& part, const Asked& asked);
  std::optional<Exact> part_past(const Names& names, const Period& part, const Asked& asked);
  bool is_past(const syntax::OnceTrue& once, const Period& part, const Asked& asked);
  std::vector<Date> cuts_at_points(const Names& names, const Period& stretch) const;
  std::pair<const syntax::Expression*, std::ptrdiff_t> meaning(const std::string& name, const Period& part, const Asked& asked);
  std::string name_of(const syntax::Expression& under) const;
  const syntax::Expression& governing(const check::MeasureText& text, Date day, std::optional<std::size_t> settlement, const Asked& asked);
  std::vector<Date> dates_of_change(const std::string& name) const;
  Parameters told(const syntax::Measure& text, const syntax::NameUse& use, const std::vector<syntax::Deduction>* deductions, const Parameters& here) const;
  const syntax::NameUse* needs_deductions(const syntax::Expression& expression, const Parameters& parameters) const;
  std::vector<Said> below(const Said& said) const;
  bool is_flow(const Said& said, Names seen = {}) const;
  Names open(const Said& said, Names seen = {}) const;
  Names open_below(const Said& said) const;
  bool adds_a_balance(const Said& said, Names seen = {}) const;
  bool may_not_add_up(const Said& said, const std::vector<Period>& parts, const Asked& asked, Names seen = {}) const;
  bool is_one_figure(const Said& said, Names seen = {}) const;
  std::vector<Period> cut(const Names& names, const Period& stretch, const Asked& asked) const;
  std::vector<Period> parts(const Names& names, const Period& stretch, const Asked& asked);
  std::set<check::InputId> inputs_below(const Said& said, Names seen = {}) const;

  // measures.cpp: one construct each
  Exact name(const syntax::NameUse& use, const std::vector<syntax::Deduction>* deductions, const Said& said, const Asked& asked);
  Exact added_up(const Told& parameter, const Asked& asked);
  Exact deducted(const std::vector<syntax::Deduction>& deductions, const Parameters& parameters, const Asked& asked);
  Exact text(const std::string& name, const syntax::NameUse& use, const std::vector<syntax::Deduction>* deductions, const Said& said, const Asked& asked);
  Exact estimated(const Said& said) const;
  // named_tiers.cpp
  Exact tiered(const syntax::Tiers& tiers, const Parameters& parameters, const Asked& asked);
  Exact tiers_come_to(const syntax::Tiers& tiers, const Parameters& parameters, const Exact& basis, const Asked& rates);
  Exact extreme(const syntax::Extreme& extreme, const Said& said, const Asked& asked);
  Exact of_periods(const syntax::OfPeriods& periods, const Said& said, const Asked& asked);

  // figures.cpp: of the data
  Exact input(check::InputId id, const Asked& asked) const;
  Exact flow(check::InputId id, const Period& window, const Asked& asked) const;
  Exact value(check::InputId id, Date day, const Asked& asked) const;
  Exact records(check::InputId id, const Asked& asked) const;
  bool counts(check::InputId id, const data::Column& column, const Asked& asked) const;
  bool stands_at_a_moment(check::InputId id) const;
  Exact average(const syntax::Expression& measured, const Said& said, const Asked& asked);
  std::set<std::string> values_of(const syntax::OverDimension& over, const Said& summed, const Asked& asked) const;
  std::map<std::string, Date> records_of(const syntax::OverDimension& over, const Said& summed, const Asked& asked) const;
  std::set<std::string> free_records(const syntax::OverDimension& over, const Said& summed, const Asked& asked) const;

  // time.cpp: time as a figure, interest, rises
  Date day_of_record(const std::string& record, const Asked& asked) const;
  Date day_of(const syntax::Moment& moment, const Asked& asked) const;
  Exact time_between(const syntax::TimeBetween& between, const Asked& asked) const;
  Exact yearly_change(const syntax::YearlyChange& change, const Said& said, const Asked& asked);
  Exact interest(const syntax::Interest& interest, const Said& said, const Asked& asked);
  std::vector<Period> stretches(const syntax::Interest& interest, const Said& said, const Asked& asked);
  std::vector<Date> rise_days(const syntax::Rise& rise, std::optional<Date> counts_from) const;

  Exact windowed(const syntax::Windowed& windowed, const Said& said, const Asked& asked);
  std::optional<Period> stretch(const syntax::Window& window, const Said& measured, const Asked& asked) const;
  Exact per(const syntax::Per& per, const Said& said, const Asked& asked);
  Exact packages(const syntax::Per& per, const Said& measured, const Period& stretch, const Asked& asked);
  Exact over_dimension(const syntax::OverDimension& over, const Said& said, const Asked& asked);
  std::vector<Period> in_settlements(const Period& stretch, const Asked& asked) const;

  const check::CheckedContract& contract_;
  const data::Table& table_;
  const Others& others_;
  Settlements settlements_;
  std::optional<std::size_t> signed_so_far_;
  Taken taken_;
  Moments moments_;
  check::Effective effective_ = moments_.effective();
  Period term_;
  Period run_;
  /// Names in a circle, while it is solved: what they are taken to be over this window.
  using Place = std::tuple<std::string, std::optional<Period>, std::vector<Pin>>;
  struct Assumption {
    Exact value;
    bool used = false;
  };
  std::map<Place, Assumption> assumed_;
};

}  // namespace whereas::reference

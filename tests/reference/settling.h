#pragma once

#include "tests/reference/measures.h"
#include "tests/reference/reference.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

/// What each obligation pays (docs/language: Clauses, Commitments, waterfalls, amendments). Nothing is carried from one settlement to the
/// next: whatever a line remembers is worked out again from everything that reached it and everything that it let through before.
namespace whereas::reference {

/// When an obligation is settled, over as long as it lives. Where a new text settles in another rhythm, the old period ends with it.
struct Schedule {
  std::vector<Period> periods;
  std::vector<Frequency> frequencies;  ///< of each
};

/// Who pays whom.
struct Between {
  check::PartyId payer;
  check::PartyId payee;
  friend bool operator==(const Between&, const Between&) = default;
};

/// A clause as one text says it: as written at first, or as an amendment restates it.
struct Version {
  const syntax::Clause* text = nullptr;
  Between between{};
  check::Settlement settlement;
  std::optional<Period> rules;            ///< the days on which this text is the contract's
  std::optional<Date> begins;             ///< its first, where an amendment restates
  std::optional<Period> dates;            ///< `from`, `until`, `through`, within the clause's life: when it may be in force by its own words
  std::optional<Date> counts_from;        ///< what was counted before this day has ended
  bool counts_on = false;                 ///< as its amendment says
  bool is_anew = false;
  std::optional<syntax::Prorated::By> prorated;
  bool base_losses_carried = false;
  const syntax::LateInterest* late = nullptr;
  std::vector<const syntax::Proviso*> lines;  ///< those that change the amount, in the order written
};

/// A clause, or what `for each product` makes of it for one product.
using ObligationId = std::uint32_t;
struct Obligation {
  check::ClauseId clause;
  std::vector<Pin> pins;  ///< of a clause for each value of a dimension: that value
};

/// Whether a line keeps money that is owed.
bool keeps_money(const syntax::Proviso& line);
/// Which line of another text of the clause carries on the memory of this one; nothing where none does.
std::optional<std::size_t> same_line(const Version& from, std::size_t line, const Version& to);

class Settling {
 public:
  /// `signed_so_far`: the contract as it stood when so many of the amendments that reach back had been signed; else as it stands in the end.
  Settling(const check::CheckedContract& contract, const data::Table& table, const Others& others, std::optional<std::size_t> signed_so_far = std::nullopt, const Taken& taken = {});
  struct Paid {
    Date day;  ///< the last of its period
    Period period;
    ObligationId clause;
    Between between;
    ReferencePayment payment;
    Exact amount;
    std::optional<Date> due;
    std::optional<Rounding> rounding;
    Exact withheld = 0;
    Exact late_interest = 0;
  };
  /// Every payment, in the statement's order.
  std::vector<Paid> pay();
  Measures& measures() { return measures_; }
  /// Whether its words let the clause be in force in any settlement that ends on this day or later, however far the data reaches.
  bool goes_on(ObligationId clause, Date day) const;
  /// Where amendments reach back, what was paid in the end is not what one text of the contract pays.
  void look_back_at(std::vector<Paid> payments) { in_the_end_ = std::move(payments); }

 private:
  class Run;
  /// A settlement that a line has seen before: what reached it then, and what it let through.
  struct Past;
  /// Where one line stands: a clause's version, the line in it, a settlement.
  struct Place {
    ObligationId clause;
    std::size_t version;
    std::size_t line;
    std::size_t settlement;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  using Part = std::tuple<ObligationId, std::size_t, std::size_t>;

  // for_each.cpp: clauses for each value of a dimension
  std::vector<Obligation> obligations() const;
  const check::ClauseInfo& info_of(ObligationId clause) const { return contract_.clauses[obligations_[clause].clause]; }
  std::vector<ObligationId> obligations_of(check::ClauseId clause, const std::vector<Pin>& pins = {}) const;
  std::vector<ObligationId> held_by(const check::TogetherInfo& together) const;
  bool shares_advance(const std::string& advance, ObligationId one, ObligationId other) const;

  // texts.cpp: which text a clause has when, and when it is settled
  Period life_of(ObligationId clause) const;
  Schedule schedule_of(ObligationId clause) const;
  std::vector<Version> versions_of(ObligationId clause) const;
  Version version(const check::ClauseText& text, const Period& life) const;
  Frequency rhythm_of(const syntax::Commitment& commitment) const;
  Frequency without_settled() const;

  // settling.cpp
  bool is_settled(const Period& period) const;
  std::vector<Paid> payments(ObligationId clause);
  /// What one settlement comes to for each pair of parties that pay one another under its texts, rounded.
  struct Settled {
    Between between;
    std::size_t version;  ///< the last of them
    Exact exact;          ///< without interest on what was late
    Exact amount;
    Exact withheld = 0;
    bool is_interest_alone = false;  ///< the clause is not in force
  };
  std::vector<Settled> through_lines(ObligationId clause, std::size_t settlement);
  void refuse_below_zero(const Version& version, const Exact& amount) const;
  std::optional<Settled> still_kept(ObligationId clause, std::size_t settlement, std::size_t v);
  std::vector<Settled> settled(ObligationId clause, std::size_t settlement);
  std::vector<Settled> work_out(ObligationId clause, std::size_t settlement);
  Exact paid_by(const PaidBy& whose, const Period& window, std::optional<Date> sees_until);
  Exact paid_by(ObligationId clause, const PaidBy& whose, std::optional<check::PartyId> receiver, const Period& window, std::optional<Date> sees_until);
  Exact withheld_in(ObligationId clause, std::size_t version, std::size_t settlement);
  std::optional<Period> bearing(ObligationId clause, std::size_t version, const Period& period) const;
  Paid payment(ObligationId clause, Between between, const Period& period, const Exact& amount) const;
  void fall_due_with_the_difference(Paid& paid) const;
  std::optional<std::string> due_text(const std::optional<syntax::Due>& due, const Period& period) const;
  std::optional<Date> due_on(const std::optional<syntax::Due>& due, const Period& period) const;
  Asked asked(ObligationId clause, const std::optional<Period>& window, std::size_t settlement, std::optional<Date> counts_from = std::nullopt) const;
  Asked asked(const Place& place, const std::optional<Period>& window) const;

  // dated.cpp: sums on days
  struct OnDay {
    Date day;
    Exact amount;
    Exact withheld;
  };
  std::vector<OnDay> through_on_days(ObligationId clause, std::size_t version);
  std::vector<Paid> dated_sums(ObligationId clause, std::size_t version);
  std::vector<std::pair<Date, Exact>> sums_on_days(ObligationId clause, const Version& version, const std::function<Exact(const syntax::Expression&, Date)>& measured);
  Exact paid_on_days_before(ObligationId clause, const Version& version);
  Asked asked_on(ObligationId clause, const Version& version, Date day) const;

  // late.cpp: interest on what is paid late
  struct Owed {
    Date due;
    Exact without_interest;
    Exact amount;
  };
  Exact late_interest(ObligationId clause, std::size_t settlement, const Version& version, const Period& days);
  Exact borne(std::vector<Owed> owed, const syntax::LateInterest& line, ObligationId clause, const Period& days, const Asked& now);
  std::vector<Paid> charges(ObligationId clause);

  // loans.cpp
  struct Repayment {
    Date day;
    Exact paid;
    Exact left;  ///< of the loan, when it is paid
  };
  std::vector<Repayment> repayments(ObligationId clause, const syntax::Loan& loan, const Version& version, const std::function<Exact(const syntax::Expression&, Date)>& measured);
  Exact interest_of_one(ObligationId clause, const syntax::Loan& loan, const Version& version, Date from, Date until);
  Exact left_of_loan(ObligationId clause, const std::string& name, Date before);

  // amounts.cpp
  std::optional<Period> in_force(ObligationId clause, std::size_t version, std::size_t settlement);
  Exact base(ObligationId clause, std::size_t version, std::size_t settlement);
  Exact share(const Place& place, const syntax::Share& share, const Period& part);
  Exact fixed_sums(const Place& place, const syntax::FixedSums& sums, const Period& part);
  Exact milestones(const Place& place, const syntax::Milestones& form, const Period& part);
  Exact to_date_less_paid(const Place& place, const syntax::ToDateLessPaid& form, const Period& part);
  Exact part_of_window(const Version& version, const Period& whole, const Period& part, Frequency frequency) const;
  Exact part_of_settlement(const Place& place) const;
  Asked asked_in_part(const Place& place, const std::optional<Period>& window, const Exact& part) const;
  Exact part_in_force(const Place& place, const Period& window, Frequency frequency) const;
  Period window_holding(const Place& place, Date day, Frequency frequency) const;
  std::vector<Period> windows(const Place& place, Frequency frequency) const;
  Period counted_days(const Place& place) const;

  // tiers.cpp
  Exact tiers(const Place& place, const syntax::Tiers& tiers, const Period& part);
  Exact tiers_of_part(const Place& place, const syntax::Tiers& tiers, const Period& window, const Period& part);
  std::optional<Exact> came_to_before(const Place& place, const Period& earlier);
  std::vector<Period> days_in_force(const Place& place, const Period& stretch);
  Exact basis(const Place& place, const syntax::Tiers& tiers, const Period& window, const std::optional<Period>& to_date);
  Exact tiers_on(const Place& place, const syntax::Tiers& tiers, const Exact& basis, const Period& window, const Asked& rates);
  const syntax::Band& band_reached(const Place& place, const syntax::Tiers& tiers, const Exact& basis, const Period& window, const Asked& rates);
  Exact part_of_tiers(const Place& place, const syntax::Tiers& tiers, const Period& window) const;
  bool is_of_a_moment(const Place& place, const syntax::Tiers& tiers) const;
  Exact at_rate(const syntax::Band& band, const Exact& slice, const Asked& rates);

  // provisos.cpp
  Exact reached(const Place& place);
  Exact released(const Place& place);
  Exact let_through(const Place& place);
  std::vector<Past> past(const Place& place);
  /// The words of a line, which remembers nothing of what they do not say.
  template <typename Line>
  const Line& line_at(const Place& place) const {
    return std::get<Line>(versions_[place.clause][place.version].lines[place.line]->form);
  }
  Exact apply(const Place& place, const Exact& amount);
  Exact losses_carried(const Place& place, const Exact& amount, const syntax::NeverBelowZero& line, Exact* left = nullptr);
  Exact nothing_if_under(const Place& place, const Exact& amount, const syntax::NothingIfUnder& line, bool lapses);
  Exact crediting(const Place& place, const Exact& amount, const syntax::Crediting& line, Exact* left = nullptr);
  bool is_last_of_clause(const Place& place) const;
  static bool ends_by_itself(const Version& text);
  bool is_last_of(const Place& place, const Period& window) const;
  bool is_dropped_inside(const Place& place);
  const Period& period_at(const Place& place) const { return schedules_[place.clause].periods[place.settlement]; }
  Period to_date(const Place& place, const Period& window);
  Exact added(const Place& place, const syntax::Expression& expression);
  Exact over_part(const Place& place, const syntax::Expression& expression);

  // limits.cpp
  Exact at_least(const Place& place, const Exact& amount, const syntax::AtLeast& line);
  Exact credited(const Place& place, const Exact& amount, const syntax::AtLeast& line);
  std::optional<Period> window_of_limit(const Place& place, const syntax::LimitWindow& window);
  Exact part_of_limit(const Place& place, const Period& window, const syntax::LimitWindow& counted) const;
  Exact limit(const Place& place, const syntax::Expression& figure, const Period& window, const Exact& part);
  Exact at_most(const Place& place, const Exact& amount, const syntax::AtMost& line, bool lapses);
  Exact carried_of(const Place& place, const Duration& carried_for);
  Exact recouped(const Place& place, const Exact& amount, const syntax::Recouping& line);
  Exact recouped_before(const std::string& advance, const Place& place);
  bool comes_before(const Place& one, const Place& other) const;
  void hold_together(std::vector<Settled>& amounts, ObligationId clause, std::size_t settlement);
  const std::vector<Exact>& held_together(const check::TogetherInfo& together, Date day);
  std::vector<Exact> work_out_together(const check::TogetherInfo& together, Date day);
  Exact reaches_cap(ObligationId clause, Date day);
  std::set<Date> days_of_payment(ObligationId clause);

  // kept_back.cpp
  Exact held_back(const Place& place, const Exact& amount, const syntax::HeldBack& line, bool lapses);
  Exact released_on(const Place& place, const syntax::HeldBack& line, const Exact& held, const std::vector<Past>& past);
  Exact deferred(const Place& place, const Exact& amount, const syntax::Deferred& line, bool lapses);

  // credits.cpp
  Exact first_from(const Place& place, const Exact& amount, const syntax::FirstFrom& line);
  Exact used_of(const Place& place, const syntax::FirstFrom& line, const Exact& amount);

  // balances.cpp
  Exact balance(const std::string& name, const Asked& asked);
  Exact balance(ObligationId clause, const std::string& name, Date before, Date today);
  const syntax::Recouping* recouping_of(ObligationId clause, const std::string& name) const;
  Exact kept(const Place& place);

  // commitments.cpp, waterfalls.cpp
  /// A minimum over one window. Those of one series follow one another: what is bought above one can be carried to the next.
  struct Tested {
    Period window;
    const syntax::Expression* least;
    std::optional<Frequency> series;  ///< nothing: a milestone, or the term
    Exact part = 1;                   ///< of the minimum, where its window is cut off
  };
  /// A commitment as one text says it.
  struct Committed {
    check::CommitmentText text;
    std::optional<Period> rules;  ///< the days on which it is the contract's
    Period counts;                ///< the days over which it counts
  };
  std::vector<Committed> committed(ObligationId clause) const;
  std::vector<Tested> tests_of(const Committed& version) const;
  Exact bought(const std::vector<Committed>& versions, std::size_t version, const Period& window, const Asked& now);
  Paid as_settled(Paid paid, const check::Settlement& settlement, const std::optional<syntax::Due>& due, const Period& period) const;
  std::vector<Paid> commitment(ObligationId clause);
  std::vector<Paid> waterfall(ObligationId clause);

  const check::CheckedContract& contract_;
  const data::Table& table_;
  std::optional<std::size_t> signed_so_far_;
  Measures measures_;
  std::vector<Obligation> obligations_;         ///< by ObligationId
  std::vector<Period> lives_;                   ///< by ObligationId: the term, and a tail
  std::vector<Schedule> schedules_;             ///< by ObligationId
  std::vector<std::vector<Version>> versions_;  ///< by ObligationId
  std::map<Place, Exact> let_through_;          ///< what has been worked out already
  std::map<Part, Exact> bases_;
  std::map<Part, std::optional<Period>> in_force_;
  std::map<ObligationId, std::vector<Paid>> paid_;
  std::optional<std::vector<Paid>> in_the_end_;
  std::map<std::pair<ObligationId, std::size_t>, std::vector<Settled>> settled_;
  std::map<std::pair<ObligationId, std::size_t>, std::vector<Settled>> through_lines_;
  std::map<std::pair<const check::TogetherInfo*, Date>, std::vector<Exact>> held_together_;
  std::map<Place, std::vector<Exact>> used_;                     ///< of each lot of credits
  std::set<std::pair<ObligationId, std::size_t>> under_way_;  ///< settlements being worked out
  std::set<Place> being_worked_out_;
};

struct Settling::Past {
  Place place;
  Period period;
  Exact reached;
  Exact let_through;
};

}  // namespace whereas::reference

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

/// When an obligation is settled, over the whole term.
struct Schedule {
  Frequency frequency = Frequency::term;
  std::vector<Period> periods;
};

/// A clause as one text says it: as written at first, or as an amendment restates it.
struct Version {
  const syntax::Clause* text = nullptr;
  std::optional<Period> rules;            ///< the days on which this text is the contract's
  std::optional<Period> dates;            ///< `from`, `until`, `through`, within the term: when it may be in force by its own words
  bool prorated = false;
  bool base_losses_carried = false;
  std::vector<const syntax::Proviso*> lines;  ///< those that change the amount, in the order written
};

class Settling {
 public:
  Settling(const check::CheckedContract& contract, const data::Table& table);
  std::vector<ReferencePayment> pay();

 private:
  struct Paid {
    Date day;
    ReferencePayment payment;
    Exact amount;
  };
  /// A settlement that a line has seen before: what reached it then, and what it let through.
  struct Past {
    std::size_t settlement;
    Period period;
    Exact reached;
    Exact let_through;
  };
  /// Where one line stands: a clause's version, the line in it, a settlement.
  struct Place {
    check::ClauseId clause;
    std::size_t version;
    std::size_t line;
    std::size_t settlement;
    friend auto operator<=>(const Place&, const Place&) = default;
  };

  // settling.cpp
  Schedule schedule_of(check::ClauseId clause) const;
  std::vector<Version> versions_of(check::ClauseId clause) const;
  Version version(const syntax::Clause& text, std::optional<Period> rules) const;
  bool is_settled(const Period& period) const;
  std::vector<Paid> payments(check::ClauseId clause);
  std::vector<Paid> dated_sums(check::ClauseId clause, const syntax::DatedSums& sums);
  check::PartyId payee_in(check::ClauseId clause, std::size_t settlement);
  std::optional<Exact> settle(check::ClauseId clause, std::size_t settlement);
  std::optional<Exact> paid(check::ClauseId clause, std::size_t settlement);
  Exact paid_by(const std::string& title, const Period& window);
  Paid payment(check::ClauseId clause, check::PartyId to, Date day, std::string label, std::optional<Date> due, const Exact& amount) const;
  std::optional<Date> due(check::ClauseId clause, const Period& period) const;
  Asked asked(check::ClauseId clause, const std::optional<Period>& window, std::size_t settlement) const;

  // amounts.cpp
  std::optional<Period> in_force(check::ClauseId clause, std::size_t version, std::size_t settlement);
  Exact base(check::ClauseId clause, std::size_t version, std::size_t settlement);
  Exact share(const Place& place, const syntax::Share& share, const Period& part);
  Exact tiers(const Place& place, const syntax::Tiers& tiers, const Period& part);
  Exact tiers_of_part(const Place& place, const syntax::Tiers& tiers, const Period& window, const Period& part);
  std::vector<Period> days_in_force(const Place& place, const Period& stretch);
  Exact basis(const Place& place, const syntax::Tiers& tiers, const Period& window, const std::optional<Period>& to_date);
  Exact tiers_on(const Place& place, const syntax::Tiers& tiers, const Exact& basis, const Period& window, const Asked& rates);
  const syntax::Band& band_reached(const Place& place, const syntax::Tiers& tiers, const Exact& basis, const Period& window, const Asked& rates);
  Exact at_rate(const syntax::Band& band, const Exact& slice, const Asked& rates);
  Exact fixed_sums(const Place& place, const syntax::FixedSums& sums, const Period& part);
  Exact share_of_days(const Version& version, const Period& window, Frequency frequency) const;
  Period window_holding(Date day, Frequency frequency) const;

  // provisos.cpp
  Exact reached(const Place& place);
  Exact released(check::ClauseId clause, std::size_t version, std::size_t settlement);
  Exact let_through(const Place& place);
  std::vector<Past> past(const Place& place);
  Exact apply(const Place& place, const Exact& amount);
  Exact losses_carried(const Place& place, const Exact& amount, const std::optional<Duration>& carried_for);
  Exact at_least(const Place& place, const Exact& amount, const syntax::AtLeast& line);
  Exact credited(const Place& place, const Exact& amount, const syntax::AtLeast& line);
  Exact at_most(const Place& place, const Exact& amount, const syntax::AtMost& line, bool lapses);
  Exact recouped(const Place& place, const Exact& amount, const syntax::Recouping& line);
  Exact recouped_before(const std::string& advance, const Place& place);
  Exact held_back(const Place& place, const Exact& amount, const syntax::HeldBack& line);
  Exact deferred(const Place& place, const Exact& amount, const syntax::Deferred& line, bool lapses);
  bool is_last_of_clause(const Place& place) const;
  bool is_last_of(const Place& place, const Period& window) const;
  const Period& period_at(const Place& place) const { return schedules_[place.clause].periods[place.settlement]; }
  Period to_date(const Place& place, const Period& window);
  Exact over_part(const Place& place, const syntax::Expression& expression);

  // obligations.cpp
  std::vector<Paid> commitment(check::ClauseId clause, const syntax::Commitment& commitment);
  std::vector<Paid> waterfall(check::ClauseId clause, const syntax::Waterfall& waterfall);
  std::vector<Exact> distributed(const syntax::Waterfall& waterfall, const check::ClauseInfo& info, const Exact& cash, const std::vector<Exact>& received,
                                 const Asked& asked);

  const check::CheckedContract& contract_;
  const data::Table& table_;
  Measures measures_;
  std::vector<Schedule> schedules_;             ///< by ClauseId
  std::vector<std::vector<Version>> versions_;  ///< by ClauseId
  std::map<Place, Exact> let_through_;          ///< what has been worked out already
  std::map<std::tuple<check::ClauseId, std::size_t, std::size_t>, Exact> bases_;
  std::map<std::tuple<check::ClauseId, std::size_t, std::size_t>, std::optional<Period>> in_force_;
  std::map<check::ClauseId, std::vector<Paid>> paid_;
  std::set<std::pair<check::ClauseId, std::size_t>> under_way_;  ///< settlements being worked out
  std::set<Place> being_worked_out_;
};

}  // namespace whereas::reference

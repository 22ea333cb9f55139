#pragma once

#include "interpreter/evaluate/derivation.h"
#include "lang/check/checked.h"
#include "lang/syntax/box.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace whereas::evaluate {

/// An end of what a payment may come to, and which run of the contract says why.
struct End {
  Number amount;
  std::size_t run = 0;
  ReasonId why = no_reason;
};
/// At which ends of the figures that it hangs on an amount is met: 1 the least of the figure, 2 its most, 3 either.
using Ends = std::map<check::EstimateId, unsigned>;

/// What a payment may come to where it hangs on figures that the contract only bounds.
struct Spread {
  std::optional<End> least;  ///< nothing: it hangs on a figure that has no such end
  std::optional<End> most;
  Ends least_at;  ///< amounts whose ends agree can be paid together
  Ends most_at;
  std::set<check::EstimateId> bends_in{};  ///< figures between whose ends it may be less or more: least and most are what is found at the ends
};

/// What falls due, from whom, to whom, for when, and why.
struct Payment {
  check::ClauseId clause = 0;          ///< as written
  std::string title;                   ///< `Royalty`, `Royalty, product A`
  check::PartyId from = 0;
  check::PartyId to = 0;
  Period period;                       ///< the (clipped) settlement period, or a dated sum's own day
  std::string label;                   ///< `2026-Q1`, `2026-02-15`
  std::optional<Date> due;
  Number amount;                       ///< as paid: after rounding
  Number exact;                        ///< before rounding
  std::optional<Rounding> rounding;    ///< nothing: not rounded
  std::optional<std::string> currency;
  ReasonId why = no_reason;
  check::ClauseId settled_as = 0;      ///< the clause again; of one for each value of a dimension, the one for its value
  syntax::Rare<Spread> spread{};        ///< nothing: it is exact
  Number withheld{};                   ///< by the lines of its clause, rounded as it is
  ReasonId withheld_why = no_reason;
  Number late_interest{};              ///< of it, interest for being late
  ReasonId without_interest_why = no_reason;
  std::size_t run = 0;                 ///< of the runs of a contract with bounded figures, the one whose reasons these are
};

/// A payment that is not known, or has no least or no most, and why.
struct Hanging {
  enum class End { both, least, most };
  check::ClauseId clause = 0;
  std::string title;
  check::PartyId from = 0;
  check::PartyId to = 0;
  Period period;
  std::string label;
  std::optional<Date> due;
  std::set<check::EstimateId> figures;  ///< that are not known
  End end = End::both;                  ///< which is not known
};

/// A date on which a rate or measure changed while it governed a payment; the statement shows it.
struct RateChange {
  Date day;
  std::string name;    ///< the measure
  Number before;
  Number after;
  bool is_rate = true; ///< shown as a percentage
  Span said;           ///< the exception that did it
};

/// The days on which one text of an amended clause or measure has ruled; the statement shows it.
struct TextInForce {
  std::string of;         ///< the clause's title, in quotes, or the measure's name
  Period days;
  std::string amendment;  ///< empty: as first written
  std::optional<Date> signed_on{};  ///< of one that reaches back: payments for periods that ended before then had been made without it
  bool ended = false;     ///< the amendment ends the clause, whose last day is the one before these
};

/// A settlement in which a clause was not in force because a condition of it did not hold; kept where reasons are written down.
struct NotInForce {
  check::ClauseId clause = 0;  ///< of the contract
  std::string title;
  Period period;
  std::string label;
  std::vector<ReasonId> tested;  ///< the conditions
  Span said;                     ///< the text of the clause
};

/// Something the statement says in words beneath the figures: a yearly limit missed by a rounding, what is still kept back.
struct Remark {
  std::string text;
};

struct Payments {
  std::vector<Payment> payments;  ///< by last day of the period, then in the order of the clauses
  std::vector<Hanging> hanging;   ///< in the same order
  std::vector<RateChange> changes;
  std::vector<TextInForce> texts;
  std::optional<Date> ends;  ///< the last day on which anything is settled: of the term, or of the clause that survives it longest
  std::map<check::ClauseId, Date> last_days;  ///< on which each clause is in force
  std::vector<Remark> remarks;
  std::vector<NotInForce> not_in_force;
};

}  // namespace whereas::evaluate

#pragma once

#include "interpreter/evaluate/derivation.h"
#include "lang/check/checked.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace whereas::evaluate {

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

/// Something the statement says in words beneath the figures: a yearly limit missed by a rounding, what is still kept back.
struct Remark {
  std::string text;
};

struct Payments {
  std::vector<Payment> payments;  ///< by last day of the period, then in the order of the clauses
  std::vector<RateChange> changes;
  std::vector<TextInForce> texts;
  std::optional<Date> ends;  ///< the last day on which anything is settled: of the term, or of the clause that survives it longest
  std::map<check::ClauseId, Date> last_days;  ///< on which each clause is in force
  std::vector<Remark> remarks;
};

}  // namespace whereas::evaluate

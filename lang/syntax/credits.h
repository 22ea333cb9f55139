#pragma once

#include "lang/syntax/proviso.h"

/// What a party may use in place of money (docs/language: Credits).
namespace whereas::syntax {

/// `100 from 2026-01-01 through 2026-03-31`; `bought each month from that month, lasting 12 months`: a lot for every month
struct CreditLot {
  struct Bought {
    enum class From { not_said, that_period, next_period };
    Frequency each = Frequency::month;
    From from = From::not_said;       ///< when it can first be used
    Span span;                        ///< `each month from that month, lasting 12 months`
    std::optional<Duration> lasting;  ///< nothing: to the end of the term
  };
  Expression amount;
  DayOrPeriod from;  ///< says nothing where `bought` is set
  std::optional<UntilDay> until;
  std::optional<ThroughDay> through;
  Span span;
  std::optional<Bought> bought{};
};

/// `credits "Compute credits" from Amazon to Anthropic, soonest to expire first`, and its lots
struct Credits {
  enum class Order { as_written, oldest_first, soonest_first };
  Name title;
  Name from;
  Name to;
  std::optional<Order> order;
  std::vector<CreditLot> lots;
};

}  // namespace whereas::syntax

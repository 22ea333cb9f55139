#pragma once

#include "lang/syntax/proviso.h"

/// What a party may use in place of money (docs/language: Credits).
namespace whereas::syntax {

struct CreditLot {  ///< `100 from 2026-01-01 through 2026-03-31`
  Expression amount;
  DayOrPeriod from;
  std::optional<UntilDay> until;
  std::optional<ThroughDay> through;
  Span span;
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

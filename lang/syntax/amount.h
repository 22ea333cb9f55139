#pragma once

#include "lang/syntax/expression.h"

/// What a clause pays, before its provisos (docs/language: Amounts).
namespace whereas::syntax {

struct Share {  ///< an expression, with or without the word `share`
  Expression amount;
  bool says_share = false;
};

/// `30% of the first 1bn`, `20% of the rest`; `30% of all if under 1bn`, `20% of all otherwise`; `15.00 per million of the first 1bn`.
struct Band {
  enum class Reach { first, next, rest, all_if, all_otherwise } reach;
  Expression rate;                  ///< a rate, a named measure, or a Per without target (a price)
  std::optional<Expression> bound;  ///< of first, next, all_if
  bool bound_included = false;      ///< `up to` rather than `under`
  Span span;
};
struct Tiers {  ///< `on BASIS each year:` and its bands
  Expression basis;
  std::optional<Frequency> window;  ///< `each year`, `over the term`; nothing where the clause does not say
  Span window_span;
  std::vector<Band> bands;
  bool going_forward = false;  ///< after the last band: what was paid stays as it was
};

/// `rising 3% each year`, compounded; `rising 3% each year, simple`
struct Rise {
  Expression rate;
  bool simple = false;
  Span span;
};
struct FixedSum {  ///< `10,000 each month`, `33,333 each quarter, rising 3% each year`, `in advance`
  Expression amount;
  Frequency each = Frequency::month;
  bool in_advance = false;
  std::optional<Rise> rise;
  Span span;
};
struct FixedSums {
  std::vector<FixedSum> sums;
};

struct DatedSum {  ///< `500m on 2024-03-31`, `500m on "Closing"`, `500m, 30 days after "Closing"`
  Expression amount;
  DayOrPeriod day;
};
struct DatedSums {
  std::vector<DatedSum> sums;
};

struct Amount {
  using Form = std::variant<Share, Tiers, FixedSums, DatedSums>;
  Form form;
  Span span;
};

}  // namespace whereas::syntax

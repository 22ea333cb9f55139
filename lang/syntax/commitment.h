#pragma once

#include "lang/syntax/proviso.h"

/// What a party commits to buy, and what it pays where it buys less (docs/language: Commitments).
namespace whereas::syntax {

/// `at least 5bn in 2026`, `at least 2bn each quarter`, `at least 3bn by 2026-06-30`
struct Minimum {
  struct In {
    DayOrPeriod period;
  };
  struct Each {
    Frequency window = Frequency::year;
  };
  struct By {  ///< a milestone: counted since the term began
    DayOrPeriod day;
  };
  using When = std::variant<In, Each, By>;
  Expression least;
  When when;
  Span span;
};

struct Shortfall {  ///< `pays any shortfall`, `pays 50% of any shortfall`, `pays no shortfall`
  bool is_paid = true;
  std::optional<Expression> share;
  std::optional<Due> due;
  Span span;
};

struct Excess {  ///< `excess carried forward, at most 20%`, `excess lapses`
  bool is_carried = false;
  std::optional<Expression> at_most;  ///< a share of the minimum that was passed, or an amount
  Span span;
  std::optional<Duration> carried_for{};  ///< `carried forward for 2 years`
};

struct MadeUp {  ///< `any shortfall made up within 2 years is paid back`
  Duration within;
  Span span;
};

struct Commitment {
  Name title;
  Name committing;
  Name to;
  Expression total;
  Expression measure;                ///< what is bought: a name, a clause's title, or a formula in parentheses
  std::optional<Frequency> each;     ///< `over the term`, `each year`; nothing where it does not say
  Span each_span;                    ///< of those words, where it does
  Rare<Expression> price;            ///< `at PRICE`, for hours and tokens
  std::vector<Minimum> minimums;
  Rare<Shortfall> shortfall;
  Rare<Excess> excess;
  std::optional<MadeUp> made_up;
  std::vector<Proviso> provisos;     ///< settled, rounded, prorated by days
  std::optional<Name> for_each{};    ///< `commitment "Spend" for each product`: by itself for every value of that dimension
};

}  // namespace whereas::syntax

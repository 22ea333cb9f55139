#pragma once

#include "lang/syntax/expression.h"

/// What a clause pays, before its provisos (docs/language: Clauses and amounts, Tiers).
namespace whereas::syntax {

struct Share {  ///< an expression, with or without the word `share`
  Expression amount;
  bool says_share = false;
};

struct FixedSum {  ///< `10,000 each month`, `33,333 each quarter, rising 3% each year`, `in advance`
  Expression amount;
  Frequency each = Frequency::month;
  bool in_advance = false;
  Rare<Rise> rise;
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

/// `100 the first time cumulative sales is at least 1,000`: paid once, with the first settlement at the end of which it is so.
struct Milestone {
  Expression amount;
  Condition reached;
  Span span;
};
struct Milestones {
  std::vector<Milestone> sums;
};

/// `10m in all: 3m on 2026-03-31, 30% on 2026-06-30, the rest on 2026-09-30`; `…: half on "Delivery", the rest 20 days after "Delivery"`
struct DividedSum {
  struct Part {
    std::optional<Expression> amount;  ///< a sum, or a rate of all; nothing: the rest
    DayOrPeriod day;
    Span span;
  };
  Expression all;
  std::vector<Part> parts;
};

/// `10m in 3 equal instalments on 2026-03-31, 2026-06-30 and 2026-09-30, odd cents with the last`; `… on "Delivery" and 20 days after "Delivery"`
struct Instalments {
  enum class OddCents { not_said, with_the_first, with_the_last };
  Expression all;
  Number count;
  Span count_span;
  std::vector<DayOrPeriod> days;  ///< a period stands for its last day
  OddCents odd_cents = OddCents::not_said;
};

/// `10% of the excess of revenue over 500 each year to date, less what was paid`: worked out over the window so far, less what the clause
/// has paid in it.
struct ToDateLessPaid {
  Expression amount;
  Frequency window = Frequency::year;  ///< `each year to date`, `over the term to date`
  Span window_span;
};

/// `Borrower repays Lender 1m lent on 2026-01-01, in 60 equal monthly instalments, the first on 2026-02-01, with interest at 5% a year on
/// what is left, 30/360`; `in 4 equal yearly repayments of principal`
struct Loan {
  enum class Equal { instalments, repayments };  ///< an instalment holds its interest; beside a repayment the interest is paid as well
  Box<Expression> lent;
  DayOrPeriod lent_on;
  Number count;
  Equal equal = Equal::instalments;
  Frequency each = Frequency::month;
  DayOrPeriod first_on;
  Box<Expression> rate;
  DayCount day_count = DayCount::thirty_360;
  Rare<Name> balance{};  ///< `calling the balance left_to_repay`
};

struct Amount {
  using Form = std::variant<Share, Tiers, FixedSums, Milestones, DatedSums, DividedSum, Instalments, ToDateLessPaid, Loan>;
  Form form;
  Span span;
};

/// Whether it is paid on days that the contract names, rather than at each settlement.
inline bool is_on_days(const Amount& amount) {
  return std::holds_alternative<DatedSums>(amount.form) || std::holds_alternative<DividedSum>(amount.form) || std::holds_alternative<Instalments>(amount.form) || std::holds_alternative<Loan>(amount.form);
}

}  // namespace whereas::syntax

#pragma once

#include "lang/syntax/declaration.h"
#include "lang/time/day_count.h"
#include "tests/reference/exact.h"

#include <functional>
#include <optional>
#include <vector>

namespace whereas::reference {

/// The capital of a party of a waterfall and the return on it: `LP has earned 8% a year compounded on CAPITAL`.
class Account {
 public:
  struct Call {
    Date from;  ///< the day from which it earns
    Exact capital;
  };
  /// What the account goes by, day by day.
  struct Terms {
    std::vector<Call> calls;                                ///< in the order of their days
    std::vector<Date> year_ends;                            ///< the day after the last of each year
    std::vector<Date> cuts;                                 ///< days from which the rate is another
    std::function<Exact(const Period&)> rate;               ///< a year, over a stretch in which it does not change
    std::function<Exact(const Period&)> part_of_year;
    bool is_compounded = false;
    bool return_first = false;
    bool called_at_end = false;  ///< what earns from a day on was called the day before
  };
  explicit Account(Terms terms) : terms_(std::move(terms)) {}

  void go_on(Terms terms, Date from);  ///< by other terms from this day on: what is open stays so
  void run_to(Date day);              ///< all days before this one
  void receive(const Exact& amount);  ///< after the last of them
  Exact due() const { return capital_ + earned_; }  ///< what the party has still to receive; less than nothing is never due

 private:
  void call(const Exact& amount);

  Terms terms_;
  std::optional<Date> now_;
  std::size_t called_ = 0;
  Exact capital_ = 0;  ///< not returned; where it is compounded, with the returns of the years that have ended
  Exact earned_ = 0;   ///< of the return, what is not paid and earns nothing
  Exact ahead_ = 0;    ///< received beyond the account
};

}  // namespace whereas::reference

#pragma once

#include "lang/diagnostic/diagnostic.h"
#include "lang/syntax/contract.h"

#include <string>
#include <vector>

/// A contract with one slip of the pen in it: a rate a point too high, a line left out, two parties swapped. If no test of the contract
/// notices, nothing guards the words that were changed (docs/language/testing.md, "Mutants").
namespace whereas::mutate {

/// How the pen slipped.
enum class Slip {
  rate,                ///< a percentage by a point
  amount,              ///< a number by a unit
  count,               ///< a length of time or a number of days by one
  date,                ///< a date or period by a period of settlement
  window,              ///< `each quarter` for `each year`
  rounding,            ///< `half up` for `half even`
  relation,            ///< `over` for `at least`, `under` for `up to`, `until` for `through`
  word,                ///< `plus` for `less`, `lesser of` for `greater of`, `lapses` for `carried forward`
  line_left_out,
  lines_swapped,       ///< a line and the one below it
  exception_left_out,
  change_left_out,     ///< of an amendment, or a declaration that changes what clauses pay
  cost_forgotten,      ///< one of those deducted by `after`
  kind_of_tiers,       ///< slices for tiers of the whole, and the other way round
  party,               ///< payer for payee
};
std::string_view name(Slip slip);  ///< `cost forgotten`

/// One way to make the slip.
struct Change {
  std::vector<Edit> edits;  ///< of one text; none overlaps another
  std::string words;        ///< what would be otherwise, after "no test notices if": `the cap of 2bn is 2.1bn`
};

struct Mutant {
  Slip slip = Slip::word;
  Span said;                    ///< the words that are changed
  std::vector<Change> changes;  ///< the first of them that makes a contract is the mutant: a rate of 100% can only be lowered
};

/// Every slip of one file, by place. Its scenarios, tests, promises, notes and inputs are not the deal, and are left as they are.
std::vector<Mutant> mutants_of(const syntax::Contract& contract, const Source& source);

/// The text with the change made.
std::string changed(std::string_view text, const Change& change);

}  // namespace whereas::mutate

#pragma once

#include "lang/number/number.h"
#include "lang/text/source.h"
#include "lang/time/period.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Why a figure is what it is. Evaluating writes one Reason for each figure it works out, and takes the figure from the reason: a payment
/// cannot be right and its derivation wrong.
namespace whereas::evaluate {

using ReasonId = std::uint32_t;
constexpr ReasonId no_reason = 0xFFFFFFFF;

/// How the value follows from the parts, so that anybody can do the sum again.
enum class Rule {
  figure_written,    ///< a number in the contract (no parts)
  data_read,         ///< one cell of a data file (no parts; `cell` says where)
  sum,               ///< parts added
  difference,        ///< the first less the others
  product,
  quotient,          ///< the first divided by the second
  negation,
  greatest,
  least,
  rounding,          ///< the only part, rounded as `words` say
  apportioned,       ///< a share of a rounded pool: the first part is the exact share, the second the pool, which all shares add up to
  same,              ///< the value of the only part, under another name (a definition, a window, a clause's amount)
  average,           ///< the parts added and divided by their number
  choice,            ///< the value of the last part; the others say why it rules (an exception, a tier of the whole)
  slice,             ///< what of the first part lies above the second and, where there is one, at most the third
  remembered,        ///< carried over from an earlier settlement (no parts)
  packages,          ///< how many packages are begun, or full: first part the quantity, second the size of one
  solution,          ///< solved from a circle of definitions: the parts are its coefficients
  proviso,           ///< what a proviso let through; first part is what reached it, the others what it looked at
  truth,             ///< a condition: 1 true, 0 false
};

struct Reason {
  Rule rule = Rule::same;
  Number value;
  std::string words;             ///< in the contract's voice: "gross profit, being revenue less inference_cost", "never below zero"
  std::optional<Period> window;
  Span said;                     ///< where the contract says so; empty span of source 0 where it does not
  Span cell;                     ///< where the data says so (data_read)
  bool is_rate = false;          ///< shown as a percentage
  std::vector<ReasonId> parts;
};

class Derivation {
 public:
  ReasonId add(Reason reason) {
    reasons_.push_back(std::move(reason));
    return static_cast<ReasonId>(reasons_.size() - 1);
  }
  const Reason& operator[](ReasonId id) const { return reasons_[id]; }
  std::size_t size() const { return reasons_.size(); }

 private:
  std::vector<Reason> reasons_;
};

}  // namespace whereas::evaluate

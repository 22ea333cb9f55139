#pragma once

#include "lang/syntax/expression.h"
#include "lang/number/number.h"
#include "lang/number/rounding.h"
#include "lang/text/source.h"
#include "lang/time/period.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// Why a figure is what it is. Evaluating writes one Reason for each figure it works out, and takes the figure from the reason: a payment
/// cannot be right and its derivation wrong.
namespace whereas::evaluate {

using ReasonId = std::uint32_t;
constexpr ReasonId no_reason = 0xFFFFFFFF;

/// How the value follows from the parts, so that anybody can do the sum again: a closed set, told in docs/language/explanations.md and done
/// again by tests/readding.
enum class Rule {
  figure_written,    ///< a number in the contract, or one that its words give: days counted, a part of a year (no parts)
  data_read,         ///< one cell of a data file (no parts; `cell` says where)
  sum,               ///< parts added; zero where there are none
  difference,        ///< the first less the others
  product,
  quotient,          ///< the first divided by the second
  negation,
  greatest,
  least,
  rounding,          ///< the only part, rounded as `detail` says
  apportioned,       ///< a share of a rounded pool: the first part is the exact share, the second the pool, which all shares add up to
  same,              ///< the value of the only part, under another name (a definition, a window, a clause's amount)
  average,           ///< the parts added and divided by their number
  choice,            ///< the value of the last part; the others say why it rules (an exception, a tier of the whole)
  slice,             ///< what of the first part lies above the second and, where there is one, at most the third
  remembered,        ///< what earlier settlements left: parts added; zero where there are none
  packages,          ///< how many packages are begun: first part the quantity, second the size of one
  full_packages,     ///< how many are full
  solution,          ///< solved from a circle of definitions: the parts are its coefficients, row by row, each row's constant last
  overdue,           ///< of what fell due (first part) what receipts (second part) have not paid, oldest first, without interest where it bears none
  truth,             ///< a condition: 1 true, 0 false; of two parts compared as `detail` says, or of the window's last day
};

/// How the two parts of a condition are compared.
struct ComparedBy {
  syntax::Comparison::Relation relation = syntax::Comparison::Relation::at_least;
  bool is_not = false;
  std::string words() const;  ///< `at least`, `not over`
};
/// A condition that is true from this day on.
struct FromDay {
  Date day;
};
/// Which unknown of a circle of definitions is meant, from 0.
struct Unknown {
  std::size_t place = 0;
};
/// The figures of an input over the window, or on its last day, that pass all of these tests: each of them is a part.
struct DataAsked {
  struct Test {
    std::string dimension;
    bool is_not = false;
    std::vector<std::string> values;
  };
  std::string input;
  std::vector<Test> where;
};
/// What the rule needs besides the parts.
using Detail = std::variant<std::monostate, Rounding, ComparedBy, FromDay, Unknown, DataAsked>;

struct Reason {
  Rule rule = Rule::same;
  Number value;
  std::string words;             ///< in the contract's voice: "gross profit, being revenue less inference_cost", "never below zero"
  std::optional<Period> window;
  Span said;                     ///< where the contract says so; empty span of source 0 where it does not
  Span cell;                     ///< where the data says so (data_read)
  bool is_rate = false;          ///< shown as a percentage
  std::vector<ReasonId> parts;
  Detail detail{};
};

class Derivation {
 public:
  ReasonId add(Reason reason) {
    reasons_.push_back(std::move(reason));
    return static_cast<ReasonId>(reasons_.size() - 1);
  }
  const Reason& operator[](ReasonId id) const { return reasons_[id]; }
  /// Says what the rule of a reason needs besides its parts.
  void say(ReasonId id, Detail detail) { reasons_[id].detail = std::move(detail); }
  std::size_t size() const { return reasons_.size(); }

 private:
  std::vector<Reason> reasons_;
};

}  // namespace whereas::evaluate

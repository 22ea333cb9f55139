#pragma once

#include "lang/check/checked.h"

#include <map>

/// Which way an amount goes as a figure grows that the contract only bounds, everything else staying the same.
namespace whereas::check {

enum class Way {
  none,     ///< it does not hang on the figure
  rises,    ///< never falls as the figure grows
  falls,    ///< never rises
  outward,  ///< away from nothing: rises above zero and falls below it, as a share of what may be below zero does
  one_way,  ///< rises or falls, and the data says which
  either,   ///< it may turn between the ends
};

struct Motion {
  Way way = Way::none;
  bool straight = true;  ///< a multiple of the figure and a part without it, so that such amounts added are straight again

  friend bool operator==(const Motion&, const Motion&) = default;
};

/// An amount in all figures; those it does not name it does not hang on.
using Motions = std::map<EstimateId, Motion>;

Motion motion_in(const Motions& motions, EstimateId figure);

Motions negated(Motions motions);
/// Both added.
Motions added(const Motions& a, const Motions& b);
/// One of the two, and not by the figure: an exception from a day on.
Motions one_of(const Motions& a, const Motions& b);
/// The greater or the lesser of the two.
Motions extreme_of(const Motions& a, const Motions& b);
/// `a_positive`, `b_positive`: never below zero.
Motions product_of(const Motions& a, bool a_positive, const Motions& b, bool b_positive);
Motions quotient_of(const Motions& a, bool a_positive, const Motions& b, bool b_positive);
/// Several of them added, of different windows: what goes one way in each need not do so together, unless it is straight.
Motions repeated(Motions motions);
/// By a rule that never turns an order round: rounded, cut off at a limit.
Motions bent(Motions motions);
/// By a rule that lets nothing below zero through.
Motions above_zero(Motions motions);
/// Hanging on the same figures, no more being known.
Motions unsteady(Motions motions);

}  // namespace whereas::check

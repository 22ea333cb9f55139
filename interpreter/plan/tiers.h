#pragma once

#include "interpreter/plan/condition.h"

#include <optional>
#include <vector>

/// Tiers, as a clause pays them and as a figure under a name.
namespace whereas::plan {

struct Band {
  StepId rate = 0;             ///< a rate, or money per unit (a price)
  std::optional<StepId> bound; ///< slices: the length of the slice; whole: the upper bound of the basis
  bool bound_included = false;
  bool packages_full_only = false;
  std::optional<Number> package_size;  ///< `per started N`: packages begun are counted within the slice (or the whole)
  Said said;
  bool is_flat = false;                ///< the rate is the sum itself, whatever the basis
  std::optional<StepId> once_entered;  ///< due once anything lies inside the slice
  friend bool operator==(const Band&, const Band&) = default;
};
struct TierAmount {
  StepId basis = 0;
  Frequency window = Frequency::year;  ///< or nothing said: the settlement period
  bool window_is_settlement = false;
  bool of_the_whole = false;
  bool going_forward = false;
  bool of_a_moment = false;    ///< the basis is a value at a moment: in a part window the rates count in part, the bounds whole
  std::vector<Band> bands;     ///< the last has no bound
  std::vector<Date> dates;     ///< on which the rates change: the slice is priced apart on both sides
  friend bool operator==(const TierAmount&, const TierAmount&) = default;
};
/// Tiers as a figure: over the asking window, what they come to to date less what they came to before, window by window.
struct Tiered {
  TierAmount tiers;
  bool changes = false;                ///< a rate or a bound below changes: each part is priced as it then stands
  std::optional<Date> counted_from{};  ///< on which an amendment counts anew
  friend bool operator==(const Tiered&, const Tiered&) = default;
};

}  // namespace whereas::plan

#include "lang/check/motion.h"

namespace whereas::check {

namespace {

bool is_known(Way way) { return way == Way::rises || way == Way::falls; }

Way turned(Way way) {
  if (way == Way::rises) return Way::falls;
  if (way == Way::falls) return Way::rises;
  return way;
}

/// Times something that does not hang on the figure.
Motion scaled(Motion motion, bool is_positive, bool by_positive) {
  if (!by_positive && is_known(motion.way)) motion.way = motion.way == Way::rises && is_positive ? Way::outward : Way::one_way;
  return motion;
}
/// Beside something that does not hang on the figure, and may be anything but nothing.
Motion beside_another(Motion motion) {
  if (motion.way == Way::outward) motion.way = Way::one_way;
  return motion;
}

Motion added(const Motion& a, const Motion& b) {
  if (a.way == Way::none) return beside_another(b);
  if (b.way == Way::none) return beside_another(a);
  const bool straight = a.straight && b.straight;
  if (a.way == b.way && is_known(a.way)) return {a.way, straight};
  return {straight ? Way::one_way : Way::either, straight};
}

Motion one_of(const Motion& a, const Motion& b) {
  const bool straight = a.straight && b.straight;
  if (a.way == Way::none || a.way == b.way) return {b.way, straight};
  if (b.way == Way::none) return {a.way, straight};
  return {a.way == Way::either || b.way == Way::either ? Way::either : Way::one_way, straight};
}

Motion extreme_of(const Motion& a, const Motion& b) {
  if (a.way == Way::none) return {beside_another(b).way, b.way == Way::none};
  if (b.way == Way::none) return {beside_another(a).way, false};
  return {a.way == b.way && is_known(a.way) ? a.way : Way::either, false};
}

Motion product_of(const Motion& a, bool a_positive, const Motion& b, bool b_positive) {
  if (b.way == Way::none) return scaled(a, a_positive, b_positive);
  if (a.way == Way::none) return scaled(b, b_positive, a_positive);
  return {a_positive && b_positive && a.way == b.way && is_known(a.way) ? a.way : Way::either, false};
}

Motion quotient_of(const Motion& a, bool a_positive, const Motion& b, bool b_positive) {
  if (b.way == Way::none) return scaled(a, a_positive, b_positive);
  if (!b_positive) return {Way::either, false};
  const Way inverse = turned(b.way);
  if (a.way == Way::none) return {scaled({inverse, false}, b_positive, a_positive).way, false};
  return {a_positive && a.way == inverse && is_known(a.way) ? a.way : Way::either, false};
}

template <typename Join>
Motions joined(const Motions& a, const Motions& b, Join join) {
  Motions result;
  const auto take = [&](EstimateId figure) {
    const Motion motion = join(motion_in(a, figure), motion_in(b, figure));
    if (motion.way != Way::none) result[figure] = motion;
  };
  for (const auto& [figure, motion] : a) take(figure);
  for (const auto& [figure, motion] : b) take(figure);
  return result;
}

}  // namespace

Motion motion_in(const Motions& motions, EstimateId figure) {
  const auto found = motions.find(figure);
  return found == motions.end() ? Motion{} : found->second;
}

Motions negated(Motions motions) {
  for (auto& [figure, motion] : motions) motion.way = turned(motion.way);
  return motions;
}

Motions added(const Motions& a, const Motions& b) {
  return joined(a, b, [](const Motion& x, const Motion& y) { return added(x, y); });
}
Motions one_of(const Motions& a, const Motions& b) {
  return joined(a, b, [](const Motion& x, const Motion& y) { return one_of(x, y); });
}
Motions extreme_of(const Motions& a, const Motions& b) {
  return joined(a, b, [](const Motion& x, const Motion& y) { return extreme_of(x, y); });
}
Motions product_of(const Motions& a, bool a_positive, const Motions& b, bool b_positive) {
  return joined(a, b, [&](const Motion& x, const Motion& y) { return product_of(x, a_positive, y, b_positive); });
}
Motions quotient_of(const Motions& a, bool a_positive, const Motions& b, bool b_positive) {
  return joined(a, b, [&](const Motion& x, const Motion& y) { return quotient_of(x, a_positive, y, b_positive); });
}

Motions repeated(Motions motions) {
  for (auto& [figure, motion] : motions) {
    if (motion.way == Way::outward || motion.way == Way::one_way) motion.way = motion.straight ? Way::one_way : Way::either;
  }
  return motions;
}

Motions bent(Motions motions) {
  for (auto& [figure, motion] : motions) motion.straight = false;
  return motions;
}

Motions above_zero(Motions motions) {
  for (auto& [figure, motion] : motions) motion = {motion.way == Way::outward ? Way::rises : motion.way, false};
  return motions;
}

Motions unsteady(Motions motions) {
  for (auto& [figure, motion] : motions) motion = {Way::either, false};
  return motions;
}

}  // namespace whereas::check

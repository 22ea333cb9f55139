#include "lang/check/constants.h"
#include "lang/check/infer.h"

#include <fmt/format.h>

/// What a window makes of the type of what it measures.
namespace whereas::check {

using namespace syntax;

Type Inference::of_windowed(const Windowed& windowed) {
  Type type = of(*windowed.measured);
  type.adds_up = false;
  // A fixed window gives the same in every settlement; the others move with it, and belong to its end.
  const bool fixed = std::holds_alternative<InPeriod>(windowed.window) || std::holds_alternative<FromTo>(windowed.window);
  if (type.nature == Nature::flow || type.nature == Nature::ratio) type.nature = fixed ? Nature::constant : Nature::ratio;
  const bool at_start = std::holds_alternative<AtStart>(windowed.window);
  const bool at_moment = at_start || std::holds_alternative<AtEnd>(windowed.window);
  if (at_moment && type.nature != Nature::balance && !type.is_unknown() && !stands_at_a_moment(contract_, *windowed.measured)) {
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("`at {}` asks for a value at a moment, and this adds up over time", at_start ? "start" : "end"))
        .at(windowed.window_span)
        .beside(windowed.measured->span, "adds up over time")
        .offers("for all of the settlement period write", replace(cover(windowed.measured->span, windowed.window_span), checking_.words_of(*windowed.measured)));
  }
  // The moment is said, or the mean is one figure of the window: it may meet a flow.
  if (type.nature == Nature::balance) type.nature = fixed ? Nature::constant : Nature::ratio;
  return type;
}

}  // namespace whereas::check

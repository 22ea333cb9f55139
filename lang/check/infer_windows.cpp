#include "lang/check/constants.h"
#include "lang/check/infer.h"

#include <fmt/format.h>

/// What a window makes of the type of what it measures.
namespace whereas::check {

using namespace syntax;

namespace {

/// `cumulative "PIK" at start`: the day is of what has come together, and not of each figure before it is added.
const Windowed* moment_inside(Checking& checking, Inference& inference, const Windowed& windowed) {
  const auto* inside = std::get_if<Windowed>(&windowed.measured->form);
  const bool at_start = inside != nullptr && std::holds_alternative<AtStart>(inside->window);
  if (inside == nullptr || !std::holds_alternative<Cumulative>(windowed.window) || !(at_start || std::holds_alternative<AtEnd>(inside->window))) return nullptr;
  const Type type = inference.of(*inside->measured);
  if (type.nature == Nature::balance || type.is_unknown() || stands_at_a_moment(checking.contract, *inside->measured)) return nullptr;
  const std::string measured = checking.words_of(*inside->measured);
  const std::string_view when = at_start ? "start" : "end";
  checking.report.add(code::wrong_kind)
      .says(fmt::format("`at {}` asks for a value at a moment, and `{}` adds up over time before `cumulative` takes it", when, measured))
      .at(inside->window_span)
      .beside(inside->measured->span, "adds up over time")
      .offers("for what had come together by then write", replace(cover(windowed.window_span, inside->window_span), fmt::format("((cumulative {}) at {})", measured, when)));
  return inside;
}

}  // namespace

Type Inference::of_windowed(const Windowed& windowed) {
  const Windowed* moment = moment_inside(checking_, *this, windowed);
  Type type = of(moment != nullptr ? *moment->measured : *windowed.measured);
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

#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

/// What is chosen or taken apart again inside what is taken one by one: `where product is "P"` inside `the sum over product of …`, and
/// `the sum of monthly …` inside another. (`the sum over product of …` inside another is that of all products, and needs no word.)
namespace whereas::check {

using namespace syntax;

namespace {

/// What stands around an expression.
struct Around {
  std::set<DimensionId> each;         ///< taken one by one
  std::optional<Frequency> period{};  ///< of `the sum of monthly`, where no window has been named since
};

class Nested {
 public:
  explicit Nested(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void look_at(const Expression& expression, const Around& around) {
    Around inside = around;
    if (const auto* over = std::get_if<OverDimension>(&expression.form)) {
      if (const auto known = checking_.dimensions.find(over->dimension.text); known != checking_.dimensions.end()) inside.each.insert(known->second);
    } else if (const auto* filtered = std::get_if<Filtered>(&expression.form)) {
      refuse_choice(*filtered, around);
    } else if (const auto* periods = std::get_if<OfPeriods>(&expression.form)) {
      if (around.period == periods->frequency) refuse_periods(expression, *periods);  // a longer one does not fit at all
      inside.period = periods->frequency;
    } else if (const auto* windowed = std::get_if<Windowed>(&expression.form)) {
      if (!std::holds_alternative<AverageOf>(windowed->window)) inside.period.reset();
    }
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::measure) look_at_definition(symbol.index, inside);
    for_each_part(expression, [&](const Expression& part) { look_at(part, inside); });
  }

 private:
  void look_at_definition(MeasureId id, const Around& around) {
    if (checking_.broken_measures.contains(id) || !seen_.insert({id, around.each, around.period}).second) return;
    for (const MeasureText& text : contract_.measures[id].texts) {
      look_at(text.measure->value, around);
      for (const Exception& exception : text.measure->exceptions) look_at(exception.value, around);
    }
  }

  void refuse_choice(const Filtered& filtered, const Around& around) {
    for (const auto& test : filtered.tests) {
      const auto known = checking_.dimensions.find(test.dimension.text);
      if (known == checking_.dimensions.end() || !around.each.contains(known->second) || !told_.insert(test.dimension.span.begin).second) continue;
      checking_.report.add(code::two_readings)
          .says(fmt::format("these words choose among {0}s, and stand in what is worked out {0} by {0}", test.dimension.text))
          .at(filtered.where_span)
          .note(fmt::format("one reading: whatever {} has its turn, what is chosen here counts with it", test.dimension.text))
          .note("the other: it counts where the one that has its turn is chosen, and is nothing for all others")
          .help(fmt::format("if only some are to be worked out, choose behind the whole: `(the sum over {0} of …) where {0} is \"…\"`", test.dimension.text))
          .help(fmt::format("if a figure of one {0} is meant for all of them, give it to the contract as an input that is not given by {0}", test.dimension.text));
    }
  }

  void refuse_periods(const Expression& expression, const OfPeriods& periods) {
    if (!told_.insert(expression.span.begin).second) return;
    checking_.report.add(code::two_readings)
        .says(fmt::format("what is taken {0} by {0} here stands inside what is taken {0} by {0}, and would be that of one {0} alone", noun(periods.frequency)))
        .at(expression.span)
        .help(fmt::format("name the days: `(…) over trailing 12 months`, `(…) in 2026`; or give the total of the longer window as an input"));
  }

  Checking& checking_;
  const CheckedContract& contract_;
  std::set<std::tuple<MeasureId, std::set<DimensionId>, std::optional<Frequency>>> seen_;
  std::set<std::uint32_t> told_;
};

}  // namespace

void refuse_nested(Checking& checking) {
  Nested nested(checking);
  for_each_root(checking, [&](const Expression& expression) { nested.look_at(expression, {}); });
  for (const ClauseInfo& info : checking.contract.clauses) {
    if (!info.for_each) continue;
    for (const ClauseText& text : info.texts) {
      for_each_expression(*text.clause, [&](const Expression& expression) { nested.look_at(expression, {{*info.for_each}, std::nullopt}); });
    }
  }
}

}  // namespace whereas::check

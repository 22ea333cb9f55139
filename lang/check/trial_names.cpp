#include "lang/check/checking.h"
#include "lang/check/nearest.h"

#include <fmt/format.h>

#include <algorithm>

/// What scenarios and tests name: inputs, bounded figures, scenarios.
namespace whereas::check {

using namespace syntax;

namespace {

/// A figure that the contract bounds and a scenario may decide.
bool is_bounded(const CheckedContract& contract, std::string_view name) {
  const auto measure = contract.measure_named(name);
  if (!measure) return false;
  const auto is_estimate = [](const Expression& value) { return std::holds_alternative<Estimate>(value.form); };
  return std::any_of(contract.measures[*measure].texts.begin(), contract.measures[*measure].texts.end(), [&](const MeasureText& text) {
    return is_estimate(text.measure->value) ||
           std::any_of(text.measure->exceptions.begin(), text.measure->exceptions.end(), [&](const Exception& exception) { return is_estimate(exception.value); });
  });
}

void resolve_series_names(Checking& checking) {
  for (const Scenario* scenario : checking.contract.scenarios) {
    for (const auto& given : scenario->series) {
      if (const auto input = checking.contract.input_named(given.series.text)) {
        if (!checking.contract.inputs[*input].is_record) continue;
        checking.report.add(code::wrong_kind)
            .says(fmt::format("`{}` is given row by row, and a scenario gives figures for periods", given.series.text))
            .at(given.series.span)
            .help("give its rows in a data file");
        continue;
      }
      if (checking.is_left_out(given.series.text) || is_bounded(checking.contract, given.series.text)) continue;
      auto& diagnostic = checking.report.add(code::unknown_name).says(fmt::format("a scenario gives figures for inputs, and no input is called `{}`", given.series.text)).at(given.series.span);
      offer_nearest(diagnostic, given.series, all_named(checking.contract.inputs, &InputInfo::name), Written::bare);
    }
  }
}

void resolve_given(Checking& checking) {
  std::vector<std::string> titles;
  for (const Scenario* scenario : checking.contract.scenarios) titles.push_back(scenario->title.text);
  for (const Test* test : checking.contract.tests) {
    for (const Name& given : test->given) {
      if (given.text.ends_with(".csv") || std::find(titles.begin(), titles.end(), given.text) != titles.end() || checking.is_left_out(given.text)) continue;
      auto& diagnostic = checking.report.add(code::unknown_name).says(fmt::format("no scenario is titled `{}`", given.text)).at(given.span);
      if (!offer_nearest(diagnostic, given, titles, Written::quoted)) {
        diagnostic.help("name a scenario of this contract, or a data file: `given \"FILE.csv\"`");
      }
    }
  }
}

}  // namespace

void resolve_trials(Checking& checking) {
  resolve_series_names(checking);
  resolve_given(checking);
}

}  // namespace whereas::check

#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>

/// What stands twice, where one of the two would quietly rule: titles of scenarios, tests and amendments, the series of a scenario, parameters.
namespace whereas::check {

using namespace syntax;

namespace {

class Twice {
 public:
  Twice(Checking& checking, std::string help) : checking_(checking), help_(std::move(help)) {}

  /// `what`: as the message begins, with the name in it.
  void take(const Name& name, const std::string& what) {
    const auto [first, is_new] = seen_.emplace(name.text, name.span);
    if (!is_new) checking_.report.add(code::defined_twice).says(what).at(name.span, "again here").beside(first->second, "first here").help(help_);
  }
  bool has(std::string_view name) const { return seen_.contains(std::string(name)); }

 private:
  Checking& checking_;
  std::string help_;
  std::map<std::string, Span> seen_;
};

template <typename Titled>
Twice titles(Checking& checking, std::string_view kind) {
  Twice twice(checking, fmt::format("give each {} a title of its own", kind));
  for_each_declared<Titled>(checking.program, [&](const Titled& one, const program::File& file, Span) {
    if (!file.is_standard) twice.take(one.title, fmt::format("two {}s are called \"{}\"", kind, one.title.text));
  });
  return twice;
}

/// `"Fast" + "Slow"` names the two together: a scenario called so by itself would be one of two.
void refuse_joined_titles(Checking& checking, const Twice& known) {
  constexpr std::string_view joint = " + ";
  for_each_declared<Scenario>(checking.program, [&](const Scenario& scenario, const program::File&, Span) {
    std::string_view rest = scenario.title.text;
    if (rest.find(joint) == std::string_view::npos) return;
    bool all_known = true;
    while (all_known) {
      const std::size_t place = rest.find(joint);
      all_known = known.has(rest.substr(0, place));
      if (place == std::string_view::npos) break;
      rest.remove_prefix(place + joint.size());
    }
    if (!all_known) return;
    checking.report.add(code::two_readings)
        .says(fmt::format("\"{}\" can be this scenario, or the scenarios it names, taken together", scenario.title.text))
        .at(scenario.title.span)
        .help("give the scenario a title without ` + `");
  });
}

}  // namespace

void refuse_said_twice(Checking& checking) {
  refuse_joined_titles(checking, titles<Scenario>(checking, "scenario"));
  titles<Test>(checking, "test");
  titles<Amendment>(checking, "amendment");
  titles<Note>(checking, "note");
  for_each_declared<Scenario>(checking.program, [&](const Scenario& scenario, const program::File&, Span) {
    Twice twice(checking, "keep the one that is meant");
    for (const GivenSeries& given : scenario.series) twice.take(given.series, fmt::format("the scenario gives `{}` twice", given.series.text));
    Twice events(checking, "keep the day that is meant");
    for (const GivenEvent& given : scenario.events) events.take(given.event, fmt::format("the scenario gives a day of \"{}\" twice", given.event.text));
  });
  for_each_declared<Measure>(checking.program, [&](const Measure& measure, const program::File&, Span) {
    Twice twice(checking, "give each parameter a name of its own");
    for (const Name& parameter : measure.parameters) twice.take(parameter, fmt::format("`{}` is told `{}` twice", measure.name.text, parameter.text));
    if (measure.after) twice.take(*measure.after, fmt::format("`{}` is told `{}` twice", measure.name.text, measure.after->text));
  });
}

}  // namespace whereas::check

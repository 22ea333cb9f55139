#include "lang/check/checking.h"

#include <fmt/format.h>

namespace whereas::check {

using namespace syntax;

namespace {

/// What the contract pays, tests and promises by, itself or through its definitions.
class Reached {
 public:
  explicit Reached(const Checking& checking) : contract_(checking.contract), inputs_(contract_.inputs.size()), measures_(contract_.measures.size()) {
    for_each_root(checking, [&](const Expression& expression) { reach(expression); });
    for (const Scenario* scenario : contract_.scenarios) {
      for (const auto& given : scenario->series) {
        if (const auto input = contract_.input_named(given.series.text)) inputs_[*input] = true;
      }
    }
  }
  bool has_input(InputId id) const { return inputs_[id]; }
  bool has_measure(MeasureId id) const { return measures_[id]; }

 private:
  void reach(const Expression& expression) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::input) inputs_[symbol.index] = true;
    if (symbol.kind == Symbol::Kind::measure && !measures_[symbol.index]) {
      measures_[symbol.index] = true;
      for_each_expression(contract_.measures[symbol.index], [&](const Expression& inside) { reach(inside); });
    }
    for_each_part(expression, [&](const Expression& part) { reach(part); });
  }

  const CheckedContract& contract_;
  std::vector<bool> inputs_;
  std::vector<bool> measures_;
};

}  // namespace

/// A name that is declared and leads to no payment is a cost forgotten, or a definition that another has taken the place of. Files that are
/// used declare for many contracts, and a contract without a clause is such a file.
void warn_unused(Checking& checking) {
  const auto& contract = checking.contract;
  if (contract.clauses.empty()) return;
  const SourceId own = checking.program.files.front().source;
  const Reached reached(checking);
  const auto warn = [&](const std::string& name, std::string_view what, Span at) {
    checking.report.add(code::unused_name)
        .says(fmt::format("the {} `{}` is never used: no payment depends on it", what, name))
        .at(at)
        .help("use it where it is meant, or leave it out");
  };
  for (InputId id = 0; id < contract.inputs.size(); ++id) {
    const InputInfo& input = contract.inputs[id];
    if (!input.is_implied && !input.asked && input.declared.source == own && !reached.has_input(id)) warn(input.name, "input", input.declared);
  }
  for (const AgreementInfo& agreement : contract.agreements) {
    if (!agreement.asked.empty() || agreement.declared.source != own) continue;
    checking.report.add(code::unused_name)
        .says(fmt::format("\"{}\" is never asked for a figure", agreement.title))
        .at(agreement.declared)
        .help(fmt::format("name what it has: `NAME under \"{}\"`, or leave the line out", agreement.title));
  }
  for (const EventInfo& event : contract.events) {
    if (event.declared.source != own || checking.events_used.contains(event.name)) continue;
    checking.report.add(code::unused_name)
        .says(fmt::format("the event \"{}\" is never used: no line counts from it", event.name))
        .at(event.declared)
        .help(fmt::format("count from it, such as `from \"{}\"`, or leave it out", event.name));
  }
  for (MeasureId id = 0; id < contract.measures.size(); ++id) {
    const MeasureInfo& measure = contract.measures[id];
    const Span at = measure.text->name.span;
    if (!measure.is_standard && at.source == own && !reached.has_measure(id)) warn(measure.name, "measure", at);
  }
}

}  // namespace whereas::check

#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"

#include <fmt/format.h>

#include <algorithm>

/// What is taken of many figures: of each value of a dimension, and of the values before the term, of which there are none.
namespace whereas::evaluate {

Figure Evaluation::Engine::over_dimension(const plan::OverDimension& over, const Asking& around, Span said) {
  // Within what is worked out product by product, the sum over all products is still that of all of them.
  const Asking asking{around.window, filters_.of_all(around.filter, over.dimension), around.schedule};
  std::set<std::string> values;
  for (check::InputId input = 0; input < table_.series.size(); ++input) {
    const auto& dimensions = contract_.inputs[input].dimensions;
    const auto place = std::find(dimensions.begin(), dimensions.end(), over.dimension);
    if (place == dimensions.end() || !table_.series[input]) continue;
    if (contract_.inputs[input].is_record) {
      for (const std::size_t row : rows_in(input, *table_.series[input], asking)) values.insert(table_.series[input]->columns[row].values[static_cast<std::size_t>(place - dimensions.begin())]);
      continue;
    }
    for (const auto& column : table_.series[input]->columns) {
      if (passes(input, column, asking.filter)) values.insert(column.values[static_cast<std::size_t>(place - dimensions.begin())]);
    }
  }
  std::vector<Figure> figures;
  const std::string& dimension = contract_.dimensions[over.dimension].name;
  const std::set<std::string> free = over.free ? free_records(over, asking, said) : std::set<std::string>();
  for (const auto& name : values) {
    if (free.contains(name)) {
      figures.push_back(because(Rule::figure_written, 0, derives() ? fmt::format("{} {}, free", dimension, name) : std::string(), asking.window, over.free->said, {}));
      continue;
    }
    const plan::FilterId filter = filters_.both(asking.filter, {plan::DimensionTest{over.dimension, false, {name}, true}});
    const Figure figure = value(over.operand, {asking.window, filter, asking.schedule});
    figures.push_back(because(Rule::same, figure.value, derives() ? fmt::format("{} {}", dimension, name) : std::string(), asking.window, said, {figure.why}));
  }
  return taken(over.taking, figures, fmt::format("the {} over {}", syntax::word(over.taking), dimension), asking, said);
}

/// Of flows there was nothing before the term; of values at a moment none is known: neither the highest of them nor what a flow is with one added.
/// What a flow is multiplied by need not be known where there was no flow.
bool Evaluation::Engine::lacks_first_value(plan::StepId operand) const {
  const plan::Step& step = plan_.steps[operand];
  if (step.nature == check::Nature::balance) return true;
  const bool is_flow_of_factors = step.nature == check::Nature::flow && (std::holds_alternative<plan::Multiply>(step.form) || std::holds_alternative<plan::Divide>(step.form));
  bool lacks = false;
  const auto look = [&](plan::StepId one) {
    if (!is_flow_of_factors || plan_.steps[one].nature == check::Nature::flow) lacks = lacks || lacks_first_value(one);
  };
  if (const auto* changing = std::get_if<plan::Changing>(&step.form)) {
    look(changing->base);
    for (const auto& alternative : changing->alternatives) look(alternative.value);
  } else if (!std::holds_alternative<plan::Rising>(step.form) && !std::holds_alternative<plan::Tiered>(step.form)) {
    plan::for_each_operand(plan_, operand, look);
  }
  return lacks;
}

void Evaluation::Engine::refuse_values_before_the_term(Span said) {
  report_.add(code::no_figure)
      .says("a value from before the term is asked for, and there is none")
      .at(said)
      .help("say what holds until there are: a name that means the value to begin with, and below it `except …` from the second period on");
  stop();
}

}  // namespace whereas::evaluate

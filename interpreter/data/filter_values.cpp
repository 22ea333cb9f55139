#include "interpreter/data/table.h"
#include "interpreter/data/wording.h"
#include "lang/syntax/walk.h"
#include "lang/text/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace whereas::data {

namespace {

/// The values that the data has for each dimension, and the ones that the contract asks for.
class FilterValues {
 public:
  FilterValues(const check::CheckedContract& contract, const Table& table, Report& report) : contract_(contract), report_(report) {
    for (check::InputId input = 0; input < table.series.size(); ++input) {
      if (!table.series[input]) continue;
      const auto& dimensions = contract.inputs[input].dimensions;
      for (const Column& column : table.series[input]->columns) {
        for (std::size_t place = 0; place < std::min(dimensions.size(), column.values.size()); ++place) known_[dimensions[place]].insert(column.values[place]);
      }
    }
  }

  void look_at(const syntax::Expression& expression) {
    if (const auto* filtered = std::get_if<syntax::Filtered>(&expression.form)) {
      for (const auto& test : filtered->tests) look_at(test);
    }
    syntax::for_each_part(expression, [&](const syntax::Expression& part) { look_at(part); });
  }

  /// `except 20% for product "P"`.
  void look_at(const syntax::Measure& measure) {
    for (const auto& exception : measure.exceptions) {
      for (const auto& test : exception.values) look_at(test);
    }
  }

 private:
  void look_at(const syntax::Filtered::Test& test) {
    const auto dimension = contract_.dimension_named(test.dimension.text);
    if (!dimension || !known_.contains(*dimension)) return;
    const std::set<std::string>& values = known_.at(*dimension);
    for (const syntax::Name& value : test.values) {
      if (values.contains(value.text)) continue;
      Diagnostic& warned = report_.add(code::value_not_in_data)
                               .says(fmt::format("the data has no {} \"{}\", so what this line chooses is {}", test.dimension.text, value.text, test.is_not ? "everything" : "zero"))
                               .at(value.span);
      const std::vector<std::string> known(values.begin(), values.end());
      if (const auto near = nearest_name(value.text, known)) warned.offers("did you mean", replace(value.span, fmt::format("\"{}\"", *near)));
      else warned.note(fmt::format("the data has {}", listed(known)));
    }
  }

  const check::CheckedContract& contract_;
  Report& report_;
  std::map<check::DimensionId, std::set<std::string>> known_;
};

}  // namespace

void warn_of_values(const check::CheckedContract& contract, const Table& table, Report& report) {
  FilterValues values(contract, table, report);
  const auto look_at = [&](const syntax::Expression& expression) { values.look_at(expression); };
  for (const auto& info : contract.clauses) check::for_each_expression(info, look_at);
  for (const auto& measure : contract.measures) {
    if (measure.is_standard) continue;
    check::for_each_expression(measure, look_at);
    for (const auto& text : measure.texts) values.look_at(*text.measure);
  }
}

void warn_of_values(const syntax::Test& test, const check::CheckedContract& contract, const Table& table, Report& report) {
  FilterValues values(contract, table, report);
  for (const syntax::Expectation& expectation : test.expectations) {
    const auto* equals = std::get_if<syntax::Expectation::Equals>(&expectation.form);
    if (equals == nullptr) continue;
    values.look_at(equals->measured);
    values.look_at(equals->expected);
  }
}

}  // namespace whereas::data

// One formula that takes several inputs value by value, on figures that are not of the same values.
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

using check::DimensionId;
using check::InputId;
using Values = std::set<std::string>;

class ValuesApart {
 public:
  ValuesApart(const check::CheckedContract& contract, const Table& table, Report& report) : contract_(contract), table_(table), report_(report) {}

  /// `the sum over partner of (…)`, `(…) where partner is "…"`, and the definitions that the words name.
  void look_at(const syntax::Expression& expression) {
    if (const auto* over = std::get_if<syntax::OverDimension>(&expression.form)) {
      if (const auto dimension = contract_.dimension_named(over->dimension.text)) compare(*dimension, inputs_of({&*over->measured}), expression.span, nullptr);
    }
    if (const auto* filtered = std::get_if<syntax::Filtered>(&expression.form)) {
      for (const auto& test : filtered->tests) {
        const auto dimension = contract_.dimension_named(test.dimension.text);
        if (!dimension || test.is_not) continue;
        Values asked;
        for (const syntax::Name& value : test.values) asked.insert(value.text);
        compare(*dimension, inputs_of({&*filtered->measured}), expression.span, &asked);
      }
    }
    syntax::for_each_part(expression, [&](const syntax::Expression& part) { look_at(part); });
  }

  /// What is `for each partner` is by itself for each of them.
  template <typename Words>
  void look_at(DimensionId dimension, const Words& words, Span counted) {
    std::vector<const syntax::Expression*> expressions;
    syntax::for_each_expression(words, [&](const syntax::Expression& expression) { expressions.push_back(&expression); });
    compare(dimension, inputs_of(expressions), counted, nullptr);
  }

 private:
  std::set<InputId> inputs_of(const std::vector<const syntax::Expression*>& expressions) const {
    std::set<InputId> inputs;
    std::set<check::MeasureId> seen;
    for (const auto* expression : expressions) collect(*expression, inputs, seen);
    return inputs;
  }

  void collect(const syntax::Expression& expression, std::set<InputId>& inputs, std::set<check::MeasureId>& seen) const {
    // What is counted over values of its own is not taken value by value here.
    if (std::holds_alternative<syntax::OverDimension>(expression.form) || std::holds_alternative<syntax::Filtered>(expression.form)) return;
    const check::Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == check::Symbol::Kind::input) inputs.insert(symbol.index);
    const auto deeper = [&](const syntax::Expression& part) { collect(part, inputs, seen); };
    if (symbol.kind == check::Symbol::Kind::measure && seen.insert(symbol.index).second) check::for_each_expression(contract_.measures[symbol.index], deeper);
    syntax::for_each_part(expression, deeper);
  }

  /// The values of the dimension that the input has figures of; nothing where it is not given by it, or not at all.
  const Values* values_of(InputId input, DimensionId dimension) {
    const auto& dimensions = contract_.inputs[input].dimensions;
    const auto found = std::find(dimensions.begin(), dimensions.end(), dimension);
    if (found == dimensions.end() || !table_.series[input]) return nullptr;
    const auto [known, is_new] = values_.try_emplace({input, dimension});
    if (is_new) {
      const auto place = static_cast<std::size_t>(found - dimensions.begin());
      for (const Column& column : table_.series[input]->columns) {
        if (place < column.values.size()) known->second.insert(column.values[place]);
      }
    }
    return &known->second;
  }

  /// `asked`: the values that the formula takes; nothing where it takes all.
  void compare(DimensionId dimension, const std::set<InputId>& inputs, Span formula, const Values* asked) {
    std::map<std::string, InputId> all;  // and an input that has it
    for (const InputId input : inputs) {
      const Values* values = values_of(input, dimension);
      if (values == nullptr) continue;
      for (const std::string& value : *values) {
        if (asked == nullptr || asked->contains(value)) all.emplace(value, input);
      }
    }
    for (const InputId input : inputs) {
      const Values* values = values_of(input, dimension);
      if (values == nullptr || contract_.inputs[input].missing_is_zero || told_.contains({input, dimension})) continue;
      std::vector<std::string> lacking;
      for (const auto& [value, other] : all) {
        if (!values->contains(value)) lacking.push_back(value);
      }
      if (lacking.empty()) continue;
      told_.insert({input, dimension});
      warn(input, dimension, lacking, all.at(lacking.front()), formula);
    }
  }

  void warn(InputId input, DimensionId dimension, const std::vector<std::string>& lacking, InputId other, Span formula) {
    const check::InputInfo& info = contract_.inputs[input];
    const std::string& named = contract_.dimensions[dimension].name;
    const Values& values = *values_of(input, dimension);
    const std::string more = lacking.size() > 1 ? fmt::format(", nor of {} more", lacking.size() - 1) : "";
    Diagnostic& warned = report_.add(code::value_not_in_data)
                             .says(fmt::format("the data has no {} of {} \"{}\"{}, of which it has {}: it counts as zero", quoted(info.name), named, lacking.front(), more, quoted(contract_.inputs[other].name)))
                             .at(formula)
                             .beside(info.declared, "declared here");
    // A value that both have is no other spelling of one that only one has.
    std::vector<std::string> own;
    for (const std::string& value : values) {
      if (!values_of(other, dimension)->contains(value)) own.push_back(value);
    }
    if (const auto near = nearest_name(lacking.front(), own)) warned.help(fmt::format("{} has the {} \"{}\": if they are one, write it alike in the data", quoted(info.name), named, *near));
    warned.help("where what is missing is zero, write so behind the unit of the input: `, missing is zero`");
  }

  const check::CheckedContract& contract_;
  const Table& table_;
  Report& report_;
  std::map<std::pair<InputId, DimensionId>, Values> values_;
  std::set<std::pair<InputId, DimensionId>> told_;  ///< each input once
};

}  // namespace

void warn_of_values_apart(const check::CheckedContract& contract, const Table& table, Report& report) {
  ValuesApart apart(contract, table, report);
  const auto look_at = [&](const syntax::Expression& expression) { apart.look_at(expression); };
  for (const check::ClauseInfo& info : contract.clauses) {
    if (info.for_each) {
      for (const check::ClauseText& text : info.texts) apart.look_at(*info.for_each, *text.clause, text.clause->amount.span);
      for (const check::CommitmentText& text : info.commitment_texts) apart.look_at(*info.for_each, *text.commitment, text.commitment->measure.span);
      for (const check::WaterfallText& text : info.waterfall_texts) apart.look_at(*info.for_each, *text.waterfall, text.waterfall->cash.span);
    }
    check::for_each_expression(info, look_at);
  }
  for (const check::MeasureInfo& measure : contract.measures) {
    if (!measure.is_standard) check::for_each_expression(measure, look_at);
  }
}

}  // namespace whereas::data

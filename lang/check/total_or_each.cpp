#include "lang/check/over_dimensions.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

/// `the greater of 5% of sales and 50`, of sales by product: of the total, or of each product and added?
namespace whereas::check {

using namespace syntax;

namespace {

/// What adds up over a dimension: money, quantities, plain numbers. A margin, the quotient of two totals, does not.
bool counts_something(const Type& type) {
  const bool is_price = std::any_of(type.units.begin(), type.units.end(), [](const auto& unit) { return unit.second < 0; });
  return type.nature != Nature::constant && !is_price && (!type.units.empty() || type.is_bare || type.counts);
}

const Expression& measured_by(const Expression& expression) {
  const Expression& bare = without_parentheses(expression);
  if (const auto* windowed = std::get_if<Windowed>(&bare.form)) return measured_by(*windowed->measured);
  if (const auto* filtered = std::get_if<Filtered>(&bare.form)) return measured_by(*filtered->measured);
  return bare;
}

}  // namespace

/// Whether a figure is nothing where those of the dimension are nothing: a sum that stands beside them would be added once for each.
bool OverDimensions::is_of_each(const Expression& expression, DimensionId dimension) {
  const Expression& bare = without_parentheses(expression);
  if (const auto* arithmetic = std::get_if<Arithmetic>(&bare.form)) {
    const bool left = is_of_each(*arithmetic->left, dimension);
    if (arithmetic->op == Arithmetic::Operator::plus || arithmetic->op == Arithmetic::Operator::less) return left && is_of_each(*arithmetic->right, dimension);
    return left || (arithmetic->op == Arithmetic::Operator::times && is_of_each(*arithmetic->right, dimension));
  }
  if (const auto* of = std::get_if<Of>(&bare.form)) return is_of_each(*of->rate, dimension) || is_of_each(*of->base, dimension);
  if (const auto* after = std::get_if<After>(&bare.form)) {
    const auto& taken = after->deductions;
    return is_of_each(*after->amount, dimension) && std::all_of(taken.begin(), taken.end(), [&](const Deduction& one) { return !one.at_most && is_of_each(*one.cost, dimension); });
  }
  if (std::holds_alternative<Extreme>(bare.form) || std::holds_alternative<ExcessOf>(bare.form) || std::holds_alternative<Rounded>(bare.form)) return false;
  const Symbol& symbol = contract_.symbol(bare);
  if (symbol.kind == Symbol::Kind::measure && std::holds_alternative<NameUse>(bare.form)) {
    if (contract_.circles.contains(symbol.index) || checking_.broken_measures.contains(symbol.index) || !contract_.measures[symbol.index].text->parameters.empty()) return false;
    const auto& texts = contract_.measures[symbol.index].texts;
    return std::all_of(texts.begin(), texts.end(), [&](const MeasureText& text) { return text.measure->exceptions.empty() && is_of_each(text.measure->value, dimension); });
  }
  if (!dimensions_of(bare).contains(dimension)) return false;
  if (const auto* windowed = std::get_if<Windowed>(&bare.form)) return is_of_each(*windowed->measured, dimension);
  if (const auto* filtered = std::get_if<Filtered>(&bare.form)) return is_of_each(*filtered->measured, dimension);
  const auto* per = std::get_if<Per>(&bare.form);
  return per == nullptr || (!per->started && !per->full);
}

/// Puts `the sum over product of` before each figure in it that is given by product. Says whether that makes it one of the totals.
bool OverDimensions::take_totals(const Expression& expression, const Dimensions& open, std::vector<Edit>& edits) {
  Dimensions of_this;
  const Dimensions given = dimensions_of(expression);
  std::set_intersection(given.begin(), given.end(), open.begin(), open.end(), std::inserter(of_this, of_this.end()));
  if (of_this.empty()) return true;
  // What chooses among regions stands behind their sum.
  if (const auto* filtered = std::get_if<Filtered>(&without_parentheses(expression).form)) return take_totals(*filtered->measured, open, edits);
  const Expression& measured = measured_by(expression);
  const auto* call = std::get_if<NameUse>(&measured.form);
  if (call != nullptr && !call->arguments.empty()) {  // `excess_over(sales, 400)`: of what it is told
    bool all = &measured == &without_parentheses(expression);
    for (const Expression& argument : call->arguments) all = take_totals(argument, open, edits) && all;
    return all;
  }
  if (std::holds_alternative<NameUse>(measured.form) || std::holds_alternative<Per>(measured.form) || std::holds_alternative<ClauseUse>(measured.form)) {
    if (!std::all_of(of_this.begin(), of_this.end(), [&](DimensionId one) { return is_of_each(measured, one); })) return false;
    edits.push_back(replace(expression.span, fmt::format("({} {})", sum_over(of_this), checking_.words_of(without_parentheses(expression)))));
    return true;
  }
  if (std::holds_alternative<OfPeriods>(expression.form) || std::holds_alternative<OverDimension>(expression.form)) return false;
  bool all = true;
  for_each_part(expression, [&](const Expression& part) { all = take_totals(part, open, edits) && all; });
  return all;
}

std::string OverDimensions::sum_over(const Dimensions& dimensions) const {
  std::string words;
  for (const DimensionId one : dimensions) words += fmt::format("{}the sum over {} of", words.empty() ? "" : " ", contract_.dimensions[one].name);
  return words;
}

/// What is worked out on the totals, in words; nothing where figures of each are bound up with others.
std::optional<std::string> OverDimensions::on_totals(const Expression& expression, const Dimensions& open) {
  std::vector<Edit> edits;
  if (!take_totals(expression, open, edits)) return std::nullopt;
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.span.begin > b.span.begin; });
  std::string words = checking_.words_of(expression);
  for (const Edit& edit : edits) words.replace(edit.span.begin - expression.span.begin, edit.span.end - edit.span.begin, edit.text);
  return words;
}

/// Whether its words choose among the values of one of the dimensions: `where region is one of "EU", "US"`.
bool OverDimensions::chooses_among(const Expression& expression, const Dimensions& dimensions) const {
  const auto* filtered = std::get_if<Filtered>(&expression.form);
  bool found = filtered != nullptr && std::any_of(filtered->tests.begin(), filtered->tests.end(), [&](const Filtered::Test& test) {
                 const auto known = checking_.dimensions.find(test.dimension.text);
                 return known != checking_.dimensions.end() && dimensions.contains(known->second);
               });
  for_each_part(expression, [&](const Expression& part) { found = found || chooses_among(part, dimensions); });
  return found;
}

/// The dimensions over which its words take a sum.
Dimensions OverDimensions::summed_in(const Expression& expression) const {
  Dimensions found;
  if (std::holds_alternative<OverDimension>(expression.form)) found = pinned_by(expression);
  for_each_part(expression, [&](const Expression& part) { found.merge(summed_in(part)); });
  return found;
}

std::vector<Dimensions> OverDimensions::dimensions_told(const Expression& call) {
  std::vector<Dimensions> told;
  const auto* use = std::get_if<NameUse>(&call.form);
  if (use == nullptr) return told;
  for (const Expression& argument : use->arguments) told.push_back(dimensions_of(argument));
  return told;
}

void OverDimensions::look_inside(const Expression& call, const std::function<void()>& look) {
  std::vector<Dimensions> told = dimensions_told(call);
  const bool is_given = std::any_of(told.begin(), told.end(), [](const Dimensions& one) { return !one.empty(); });
  const Expression* const outer = called_;
  if (!is_given) called_ = nullptr;
  if (is_given && called_ == nullptr) called_ = &call;
  told.swap(parameters_);
  look();
  told.swap(parameters_);
  called_ = outer;
}

bool OverDimensions::ask_total_or_each(const Expression& expression, const std::vector<const Expression*>& figures) {
  Dimensions open;
  std::string given;
  const auto take = [&](const Expression& figure) {
    if (!counts_something(contract_.type(figure))) return;
    for (const DimensionId one : dimensions_of(figure)) {
      if (pinned.contains(one)) continue;
      if (given.empty()) given = checking_.words_of(figure);
      open.insert(one);
    }
  };
  for (const Expression* figure : figures) take(*figure);
  // `the greater of 5% of the sum over product of sales and 1.00 per sold`: beside a total the other is one too.
  for (const Expression* figure : figures) {
    for (const DimensionId one : summed_in(*figure)) open.erase(one);
  }
  if (open.empty()) return false;
  // Inside a measure its parameters are figures of the line that tells it.
  const Expression& asked = called_ != nullptr ? *called_ : expression;
  if (called_ != nullptr) {
    given.clear();
    const Expression* const call = std::exchange(called_, nullptr);
    for_each_part(*call, take);
    called_ = call;
  }
  told_.insert(figures.begin(), figures.end());
  const std::string name = contract_.dimensions[*open.begin()].name;
  std::string each;
  for (const DimensionId one : open) each += (each.empty() ? "" : " and ") + contract_.dimensions[one].name;
  auto& diagnostic = checking_.report.add(code::not_over_dimension)
                         .says(fmt::format("`{}` is given for each {}, and nothing says whether this is of their total, or of each by itself and then added", given, each))
                         .at(asked.span);
  if (const auto words = on_totals(asked, open)) {
    diagnostic.offers("if it is of the total, write", replace(asked.span, *words));
  } else {
    const auto* per = std::get_if<Per>(&asked.form);
    const std::string counted = per != nullptr && per->target ? per->target->text : "";
    diagnostic.help(fmt::format("if it is of the total, give that a name, and count by it: `total{}{} means {} {}`", counted.empty() ? "" : "_", counted, sum_over(open), counted.empty() ? "…" : counted));
  }
  if (chooses_among(asked, open)) {
    diagnostic.help(fmt::format("if it is of each {}, let what chooses stand behind the whole: `({} …) where …`", each, sum_over(open)));
  } else {
    diagnostic.offers(fmt::format("if it is of each {}", each), summed(checking_, asked, sum_over(open)));
  }
  diagnostic.help(fmt::format("or choose one: `where {} is \"…\"`", name));
  return true;
}

}  // namespace whereas::check

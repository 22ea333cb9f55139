#include "lang/check/over_dimensions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace whereas::check {

using namespace syntax;

/// An expression summed: a sum takes everything to its right, so it stands in parentheses where anything follows.
Edit summed(const Checking& checking, const Expression& expression, const std::string& how) {
  const std::string_view text = checking.sources[expression.span.source].text();
  const std::string_view rest = text.substr(expression.span.end);
  const std::size_t next = rest.find_first_not_of(" \t\r");
  const bool is_last = next == std::string_view::npos || rest[next] == '\n' || rest[next] == ')' || rest[next] == '#';
  const std::string words = fmt::format("{} {}", how, checking.words_of(expression));
  return replace(expression.span, is_last ? words : fmt::format("({})", words));
}

/// The rates or prices of several products or records together are no rate and no price.
void OverDimensions::refuse_rates_together(const Expression& expression) {
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind != Symbol::Kind::input) return;
  const InputInfo& input = contract_.inputs[symbol.index];
  const auto open = std::find_if(input.dimensions.begin(), input.dimensions.end(), [&](DimensionId dimension) { return !pinned.contains(dimension); });
  if (open == input.dimensions.end()) return;
  const bool counts = std::all_of(input.type.units.begin(), input.type.units.end(), [](const auto& unit) { return unit.second > 0; });
  // A plain number may count something; of a record nobody knows that it does.
  const bool adds_up = counts && (!input.type.units.empty() || (input.type.is_bare && !input.is_record));
  if (adds_up) return;
  const std::string& name = contract_.dimensions[*open].name;
  auto& diagnostic = checking_.report.add(code::not_over_dimension)
                         .says(fmt::format("`{}` is that of one {}, and here all of them stand together", input.name, name))
                         .at(expression.span)
                         .beside(input.declared, "declared here")
                         .help(fmt::format("work out what it applies to for each {0}: `the sum over {0} of …`", name));
  if (!input.is_record) diagnostic.help(fmt::format("or choose one: `{} where {} is \"…\"`", checking_.words_of(expression), name));
}

/// A clause pays one sum, of which no part is for one channel, unless it is paid for each.
void OverDimensions::refuse_part_of_a_payment(const Filtered& filtered) {
  for (const auto& test : filtered.tests) {
    const Expression* paid = find_payment(*filtered.measured, test.dimension);
    if (paid == nullptr) continue;
    auto& diagnostic = checking_.report.add(code::not_over_dimension)
                           .says(fmt::format("what `{}` comes to is one sum, of which no part belongs to one {}", checking_.words_of(*paid), test.dimension.text))
                           .at(paid->span)
                           .beside(test.dimension.span, "chooses a part");
    diagnostic.help(fmt::format("choose the part of the input that it is paid on: `10% of (revenue where {} is \"…\")`", test.dimension.text));
    offer_for_each(diagnostic, *paid, test.dimension);
    return;
  }
}

namespace {

const Expression* find_under(const Expression& expression) {
  if (std::holds_alternative<Under>(expression.form)) return &expression;
  const Expression* found = nullptr;
  for_each_part(expression, [&](const Expression& part) {
    if (found == nullptr) found = find_under(part);
  });
  return found;
}

}  // namespace

void OverDimensions::refuse_part_of_a_whole(const Filtered& filtered) {
  if (const Expression* under = find_under(*filtered.measured)) {
    checking_.report.add(code::not_over_dimension)
        .says(fmt::format("`{}` is that of all, as the other contract gives it, and no part of it can be chosen here", checking_.words_of(*under)))
        .at(under->span)
        .beside(filtered.where_span, "chooses a part")
        .help("give the part a name in the other contract, and ask for that name");
    return;
  }
  if (is_told_elsewhere(*filtered.measured)) return;
  for (const auto& test : filtered.tests) {
    const auto known = checking_.dimensions.find(test.dimension.text);
    if (known == checking_.dimensions.end() || is_given_by(*filtered.measured, known->second) || find_payment(*filtered.measured, test.dimension) != nullptr) continue;
    const std::string words = checking_.words_of(*filtered.measured);
    checking_.report.add(code::not_over_dimension)
        .says(fmt::format("nothing in `{}` is given by {}, so these words choose no part of it", words, test.dimension.text))
        .at(test.dimension.span)
        .beside(filtered.measured->span, "all of it would count")
        .help(fmt::format("leave the words out, or let the data give it so: `by {}`, where the input is declared", test.dimension.text));
    return;
  }
}

/// Whether a figure in it, or in a definition that it names, is given by the dimension or told apart by it.
bool OverDimensions::is_given_by(const Expression& expression, DimensionId dimension) const {
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind == Symbol::Kind::input) {
    const auto& given = contract_.inputs[symbol.index].dimensions;
    return std::find(given.begin(), given.end(), dimension) != given.end();
  }
  if (symbol.kind == Symbol::Kind::clause && contract_.clauses[symbol.index].for_each == dimension) return true;
  bool found = false;
  if (symbol.kind == Symbol::Kind::measure) {
    if (contract_.circles.contains(symbol.index) || checking_.broken_measures.contains(symbol.index)) return true;
    found = dimensions_told_apart(symbol.index).contains(dimension);
    for_each_expression(contract_.measures[symbol.index], [&](const Expression& part) { found = found || is_given_by(part, dimension); });
  }
  for_each_part(expression, [&](const Expression& part) { found = found || is_given_by(part, dimension); });
  return found;
}

/// What a measure is told, or another contract gives: its dimensions are not known here.
bool OverDimensions::is_told_elsewhere(const Expression& expression) const {
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind == Symbol::Kind::parameter) return true;
  if (symbol.kind == Symbol::Kind::none && std::holds_alternative<NameUse>(expression.form)) return true;
  bool found = false;
  for_each_part(expression, [&](const Expression& part) { found = found || is_told_elsewhere(part); });
  return found;
}

void OverDimensions::refuse_whole_for_each(const OverDimension& over) {
  const auto known = checking_.dimensions.find(over.dimension.text);
  const Expression* whole = known == checking_.dimensions.end() || over.taking != Taking::sum ? nullptr : find_whole(*over.measured, known->second);
  if (whole == nullptr) return;
  checking_.report.add(code::not_over_dimension)
      .says(fmt::format("`{}` is not given by {}, and would count whole for each of them", checking_.words_of(*whole), over.dimension.text))
      .at(whole->span)
      .beside(over.dimension.span, "each of these")
      .help("take it outside `the sum over`, or let the data give it so");
}

void OverDimensions::refuse_condition_for_each(const OverDimension& over) {
  const auto known = checking_.dimensions.find(over.dimension.text);
  std::set<MeasureId> seen;
  const Exception* found = known == checking_.dimensions.end() ? nullptr : find_condition(*over.measured, known->second, seen);
  if (found == nullptr) return;
  auto& diagnostic = checking_.report.add(code::two_readings)
      .says(fmt::format("this condition looks at all of {0} together, and stands in what is added {0} by {0}", over.dimension.text))
      .at(found->span)
      .beside(over.dimension.span, "each of these");
  const std::string& name = over.dimension.text;
  if (!contract_.dimensions[known->second].of_records) diagnostic.help(fmt::format("if each {0} is to be looked at by itself, let the clause be paid `for each {0}`", name));
  const auto* share = std::get_if<Of>(&without_parentheses(*over.measured).form);
  if (share != nullptr && is_of_each(*share->base, known->second)) {
    diagnostic.help(fmt::format("if all of them together are meant, apply it to their total: `{} of (the sum over {} of {})`", checking_.words_of(*share->rate), name, checking_.words_of(*share->base)));
  } else {
    diagnostic.help("if all of them together are meant, give that figure a name of its own by an input that is not divided");
  }
}

/// The first exception of a definition whose condition looks at figures that are given by the dimension.
const Exception* OverDimensions::find_condition(const Expression& expression, DimensionId dimension, std::set<MeasureId>& seen) const {
  const Exception* found = nullptr;
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind == Symbol::Kind::measure && !checking_.broken_measures.contains(symbol.index) && seen.insert(symbol.index).second) {
    for (const MeasureText& text : contract_.measures[symbol.index].texts) {
      for (const Exception& exception : text.measure->exceptions) {
        const auto look = [&](const Condition& condition) {
          for_each_part(condition, [&](const Expression& part) {
            if (found == nullptr && is_given_by(part, dimension)) found = &exception;
          });
        };
        if (exception.during) look(exception.during->condition);
        if (exception.once) look(exception.once->condition);
      }
      if (found == nullptr) found = find_condition(text.measure->value, dimension, seen);
    }
  }
  for_each_part(expression, [&](const Expression& part) {
    if (found == nullptr) found = find_condition(part, dimension, seen);
  });
  return found;
}

/// The first figure that flows for all values of the dimension together, and is added or taken off as it is.
const Expression* OverDimensions::find_whole(const Expression& expression, DimensionId dimension) const {
  const Expression& bare = without_parentheses(expression);
  const auto either = [&](const Expression& one, const Expression& other) {
    const Expression* found = find_whole(one, dimension);
    return found != nullptr ? found : find_whole(other, dimension);
  };
  if (const auto* arithmetic = std::get_if<Arithmetic>(&bare.form)) {
    if (arithmetic->op == Arithmetic::Operator::plus || arithmetic->op == Arithmetic::Operator::less) return either(*arithmetic->left, *arithmetic->right);
    return nullptr;  // a pool times its key is that one's part of it
  }
  if (const auto* of = std::get_if<Of>(&bare.form)) return contract_.type(*of->rate).nature == Nature::constant ? find_whole(*of->base, dimension) : nullptr;
  if (const auto* after = std::get_if<After>(&bare.form)) {
    const Expression* found = find_whole(*after->amount, dimension);
    for (const Deduction& deduction : after->deductions) found = found != nullptr ? found : find_whole(*deduction.cost, dimension);
    return found;
  }
  const Symbol& symbol = contract_.symbol(bare);
  if (std::holds_alternative<Under>(bare.form)) return contract_.type(bare).nature == Nature::flow ? &bare : nullptr;
  if (symbol.kind != Symbol::Kind::input) return nullptr;
  const InputInfo& input = contract_.inputs[symbol.index];
  const bool flows = input.type.nature == Nature::flow && !input.type.units.empty();
  return flows && !is_given_by(bare, dimension) ? &bare : nullptr;
}

void OverDimensions::refuse_payment_for_each(const OverDimension& over) {
  const Expression* paid = find_payment(*over.measured, over.dimension);
  if (paid == nullptr) return;
  auto& diagnostic = checking_.report.add(code::not_over_dimension)
                         .says(fmt::format("what `{}` comes to is one sum for every {}, and would count once for each", checking_.words_of(*paid), over.dimension.text))
                         .at(paid->span)
                         .beside(over.dimension.span, "each of these");
  diagnostic.help("take it outside `the sum over`, or add up the input that it is paid on");
  offer_for_each(diagnostic, *paid, over.dimension);
}

void OverDimensions::offer_for_each(Diagnostic& diagnostic, const Expression& paid, const Name& dimension) {
  const auto* use = std::get_if<ClauseUse>(&paid.form);
  if (use == nullptr || contract_.symbol(paid).kind != Symbol::Kind::clause) return;
  const ClauseInfo& info = contract_.clauses[contract_.symbol(paid).index];
  if (info.clause == nullptr) return;
  diagnostic.help(fmt::format("or let it be paid for each: `clause \"{}\" for each {}`", info.title, dimension.text));
}

/// The first part of it, through definitions too, that is what a clause pays or keeps for all values of the dimension together.
const Expression* OverDimensions::find_payment(const Expression& expression, const Name& dimension) {
  const auto known = checking_.dimensions.find(dimension.text);
  return known == checking_.dimensions.end() ? nullptr : find_payment(expression, known->second);
}

const Expression* OverDimensions::find_payment(const Expression& expression, DimensionId dimension) {
  const Symbol& symbol = contract_.symbol(expression);
  const auto is_for_each = [&](ClauseId clause) { return contract_.clauses[clause].for_each == dimension; };
  if (symbol.kind == Symbol::Kind::clause && !is_for_each(symbol.index)) return &expression;
  if (symbol.kind == Symbol::Kind::balance && !is_for_each(contract_.balances[symbol.index].clause)) return &expression;
  if (symbol.kind == Symbol::Kind::measure) {
    const std::pair key(symbol.index, dimension);
    const auto [place, is_new] = known_payments_.emplace(key, false);  // a definition under way adds nothing to itself
    if (is_new) {
      bool found = false;
      for_each_expression(contract_.measures[symbol.index], [&](const Expression& part) { found = found || find_payment(part, dimension) != nullptr; });
      known_payments_[key] = found;
    }
    if (known_payments_[key]) return &expression;
  }
  const Expression* found = nullptr;
  for_each_part(expression, [&](const Expression& part) {
    if (found == nullptr) found = find_payment(part, dimension);
  });
  return found;
}

void OverDimensions::refuse_over_dimension(const Expression& expression, const Expression& a, const Expression& b, std::string_view done) {
  const Dimensions left = dimensions_of(a);
  const Dimensions right = dimensions_of(b);
  // A margin is the quotient of two totals; a price by model is not a total.
  if (done == "divided" && contract_.type(a).nature == Nature::flow && contract_.type(b).nature == Nature::flow) return;
  for (const DimensionId dimension : left) {
    if (!right.contains(dimension) || pinned.contains(dimension)) continue;
    const std::string& name = contract_.dimensions[dimension].name;
    told_.insert({&a, &b});
    checking_.report.add(code::not_over_dimension)
        .says(fmt::format("`{1}` and `{2}` are given for each {0}; {3} as totals they come to another sum than {0} by {0}", name, checking_.words_of(a), checking_.words_of(b), done))
        .at(expression.span)
        .offers(fmt::format("work it out for each {}", name), summed(checking_, expression, fmt::format("the sum over {} of", name)))
        .help(fmt::format("or choose one: `where {} is \"…\"`", name));
    return;
  }
}

/// The dimensions whose values a definition tells apart: `except 20% for product "P"`.
Dimensions OverDimensions::dimensions_told_apart(MeasureId id) const {
  Dimensions found;
  for (const MeasureText& text : contract_.measures[id].texts) {
    for (const Exception& exception : text.measure->exceptions) {
      for (const Filtered::Test& test : exception.values) {
        if (const auto known = checking_.dimensions.find(test.dimension.text); known != checking_.dimensions.end()) found.insert(known->second);
      }
    }
  }
  return found;
}

/// What differs from product to product is nothing of all of them together.
void OverDimensions::refuse_told_apart_together(const Expression& expression) {
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind != Symbol::Kind::measure) return;
  for (const DimensionId dimension : dimensions_told_apart(symbol.index)) {
    if (pinned.contains(dimension)) continue;
    const std::string& name = contract_.dimensions[dimension].name;
    checking_.report.add(code::not_over_dimension)
        .says(fmt::format("`{}` is another for one {} than for others, and here all of them stand together", contract_.measures[symbol.index].name, name))
        .at(expression.span)
        .beside(contract_.measures[symbol.index].text->name.span, "defined here")
        .help(fmt::format("work out what it applies to for each {0}: `the sum over {0} of …`", name))
        .help(fmt::format("or let the clause be paid for each: `clause \"…\" for each {}`", name));
    return;
  }
}

/// Dimensions by which a figure is given and that nothing has pinned or summed.
Dimensions OverDimensions::dimensions_of(const Expression& expression) {
  Dimensions found;
  const Symbol& symbol = contract_.symbol(expression);
  if (symbol.kind == Symbol::Kind::clause && contract_.clauses[symbol.index].for_each) found.insert(*contract_.clauses[symbol.index].for_each);
  if (symbol.kind == Symbol::Kind::input) found.insert(contract_.inputs[symbol.index].dimensions.begin(), contract_.inputs[symbol.index].dimensions.end());
  if (symbol.kind == Symbol::Kind::parameter && symbol.index < parameters_.size()) found.insert(parameters_[symbol.index].begin(), parameters_[symbol.index].end());
  if (symbol.kind == Symbol::Kind::measure && !contract_.circles.contains(symbol.index) && !checking_.broken_measures.contains(symbol.index)) {
    const std::vector<Dimensions> around = std::exchange(parameters_, {});  // what it is told stands in the expression itself
    const auto known = known_dimensions_.find(symbol.index);
    Dimensions inside;
    if (known != known_dimensions_.end()) {
      inside = known->second;
    } else {
      for (const MeasureText& text : contract_.measures[symbol.index].texts) inside.merge(dimensions_of(text.measure->value));
      inside.merge(dimensions_told_apart(symbol.index));
    }
    parameters_ = around;
    known_dimensions_.emplace(symbol.index, inside);
    found.insert(inside.begin(), inside.end());
  }
  for_each_part(expression, [&](const Expression& part) { found.merge(dimensions_of(part)); });
  for (const DimensionId one : pinned_by(expression)) found.erase(one);
  return found;
}

/// The dimensions of which `where channel is "bedrock"` leaves one value, and `the sum over channel of` takes each by itself.
Dimensions OverDimensions::pinned_by(const Expression& expression) const {
  Dimensions alone;
  const auto pin = [&](const Name& dimension) {
    const auto known = checking_.dimensions.find(dimension.text);
    if (known != checking_.dimensions.end()) alone.insert(known->second);
  };
  if (const auto* filtered = std::get_if<Filtered>(&expression.form)) {
    for (const auto& test : filtered->tests) {
      if (!test.is_not && test.values.size() == 1) pin(test.dimension);
    }
  }
  if (const auto* over = std::get_if<OverDimension>(&expression.form)) pin(over->dimension);
  return alone;
}

}  // namespace whereas::check

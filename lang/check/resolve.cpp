#include "lang/check/bases.h"
#include "lang/check/checking.h"
#include "lang/check/nearest.h"
#include "lang/syntax/drafters_words.h"
#include "lang/syntax/parse.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

/// Binds the names of one body of text: the contract's own, or a measure's with its parameters.
class Resolver {
 public:
  Resolver(Checking& checking, const Measure* inside, bool is_standard, Span asked_at)
      : checking_(checking), inside_(inside), is_standard_(is_standard), asked_at_(asked_at) {}

  void resolve(const Expression& expression) {
    std::visit(match{
                   [](const NumberLiteral&) {},
                   [](const DateLiteral&) {},
                   [](const DurationLiteral&) {},
                   [&](const MoneyLiteral& money) { resolve_currency(money.currency); },
                   [&](const QuantityLiteral& quantity) { resolve_unit(expression, quantity.unit); },
                   [&](const NameUse& use) { resolve_name(expression, use, false); },
                   [&](const ClauseUse& use) {
                     resolve_title(&expression, use.title);
                     if (use.received_by) party(checking_, *use.received_by);
                   },
                   [&](const Under& under) {
                     if (const auto symbol = ask(checking_, under, expression.span)) checking_.contract.symbols[expression.id] = *symbol;
                   },
                   [&](const After& after) { resolve_after(after); },
                   [&](const Filtered& filtered) {
                     for (const auto& test : filtered.tests) resolve_dimension(test.dimension);
                     resolve(*filtered.measured);
                   },
                   [&](const OverDimension& over) {
                     resolve_dimension(over.dimension);
                     resolve(*over.measured);
                   },
                   [&](const Per& per) {
                     resolve(*per.amount);
                     if (per.target) resolve_target(expression, *per.target);
                   },
                   [&](const Estimate& estimate) {
                     for (const auto* unit : {&estimate.unit, &estimate.per}) {
                       if (*unit) resolve_counted(**unit);
                     }
                     for_each_part(expression, [&](const Expression& part) { resolve(part); });
                   },
                   [&](const auto&) { for_each_part(expression, [&](const Expression& part) { resolve(part); }); },
               },
               expression.form);
  }

  void resolve_title(const Expression* use, const Name& title) {
    const auto known = checking_.titles.find(title.text);
    if (known != checking_.titles.end()) {
      if (use != nullptr) checking_.contract.symbols[use->id] = {Symbol::Kind::clause, known->second};
      return;
    }
    if (checking_.is_left_out(title.text)) return;
    auto& diagnostic = checking_.report.add(code::unknown_name).says(fmt::format("no clause is called \"{}\"", title.text)).at(title.span);
    const auto& events = checking_.contract.events;
    if (std::any_of(events.begin(), events.end(), [&](const EventInfo& event) { return event.name == title.text; })) {
      diagnostic.note(fmt::format("\"{}\" is an event, and what a clause paid is meant here", title.text))
          .help(fmt::format("from its day on: `from \"{0}\"`; from the day after: `from 1 day after \"{0}\"`", title.text));
      return;
    }
    if (!offer_nearest(diagnostic, title, all_named(checking_.contract.clauses, &ClauseInfo::title), Written::quoted)) {
      diagnostic.help(fmt::format("give a clause this title: `clause \"{}\"`", title.text));
    }
  }

  void resolve_dimension(const Name& dimension) {
    if (checking_.dimensions.contains(dimension.text)) return;
    auto& diagnostic = checking_.report.add(code::unknown_name).says(fmt::format("no input is given by `{}`", dimension.text)).at(dimension.span);
    if (!offer_nearest(diagnostic, dimension, all_named(checking_.contract.dimensions, &DimensionInfo::name), Written::bare)) {
      diagnostic.help(fmt::format("declare it at the input: `input revenue by {} …`", dimension.text));
    }
  }

  void resolve_credits(const Name& title) {
    if (checking_.contract.credits_titled(title.text)) return;
    auto& diagnostic = checking_.report.add(code::unknown_name).says(fmt::format("no credits are called \"{}\"", title.text)).at(title.span);
    if (!offer_nearest(diagnostic, title, all_named(checking_.contract.credits, &CreditsInfo::title), Written::quoted)) {
      diagnostic.help(fmt::format("declare them: `credits \"{}\" from PARTY to PARTY`, and their lots", title.text));
    }
  }

 private:
  void resolve_currency(const Name& currency) {
    const auto known = checking_.units.find(currency.text);
    if (currency.text == "$") {
      const auto dollars = checking_.units.find("USD");
      if (dollars != checking_.units.end()) return;
      checking_.report.add(code::unknown_name).says("`$` is read as USD, which this deal does not name").at(currency.span).help("write the currency in capitals: `5m EUR`");
      return;
    }
    if (known != checking_.units.end() && checking_.contract.units[known->second].is_currency) return;
    auto& diagnostic = checking_.report.add(code::unknown_name)
                           .says(fmt::format("no input and no `currency` line names the currency `{}`", currency.text))
                           .at(currency.span);
    if (const auto own = checking_.contract.currency) {
      const std::string& named = checking_.contract.units[*own].plural;
      diagnostic.help(fmt::format("the deal's currency is {0}; name another beside it, `currency {0} and {1}`, or by an input in it: `input rate_used at month end {0} per {1}`", named, currency.text));
    } else {
      diagnostic.help(fmt::format("declare it: `currency {}`", currency.text));
    }
  }

  void resolve_unit(const Expression& expression, const Name& unit) {
    const auto known = checking_.units.find(unit.text);
    if (known != checking_.units.end()) {
      checking_.contract.symbols[expression.id] = {Symbol::Kind::unit, known->second};
      return;
    }
    unknown(unit, "unit");
  }

  /// What an unknown figure counts, as inputs say it.
  void resolve_counted(const Name& unit) {
    if (unit.text == "rate" || unit.text == "number" || checking_.units.contains(unit.text)) return;
    const bool is_currency = unit.text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
    if (is_currency) resolve_currency(unit);
    else unknown(unit, "unit");
  }

  void resolve_after(const After& after) {
    if (const auto* use = std::get_if<NameUse>(&after.amount->form)) {
      resolve_name(*after.amount, *use, true);
    } else {
      resolve(*after.amount);
    }
    for (const auto& deduction : after.deductions) {
      resolve(*deduction.cost);
      if (deduction.at_most) resolve(**deduction.at_most);
    }
  }

  /// A name of a measure, input or parameter; `told`: an `after` list follows it.
  void resolve_name(const Expression& expression, const NameUse& use, bool told) {
    for (const auto& argument : use.arguments) resolve(argument);
    const auto symbol = find(use.name);
    if (!symbol) return unknown(use.name, "measure or input");
    checking_.contract.symbols[expression.id] = *symbol;
    const std::size_t told_arguments = use.arguments.size();
    if (symbol->kind != Symbol::Kind::measure) {
      if (told_arguments > 0) {
        checking_.report.add(code::wrong_arguments)
            .says(fmt::format("`{}` takes nothing in parentheses", use.name.text))
            .at(expression.span)
            .offers("write", replace(expression.span, use.name.text));
      }
      return;
    }
    const Measure& measure = *checking_.contract.measures[symbol->index].text;
    if (told_arguments != measure.parameters.size()) {
      auto& diagnostic = checking_.report.add(code::wrong_arguments)
                             .says(fmt::format("`{}` takes {} figure{} in parentheses, and {} {} written", use.name.text, in_words(measure.parameters.size()), measure.parameters.size() == 1 ? "" : "s",
                                              told_arguments == 0 ? "none" : in_words(told_arguments), told_arguments < 2 ? "is" : "are"))
                             .at(expression.span);
      if (!checking_.contract.measures[symbol->index].is_standard) diagnostic.beside(measure.name.span, "defined here");
      diagnostic.help(fmt::format("write it as it is defined: `{}`", told_form(measure)));
    }
    if (measure.after && !told) refuse_untold(use.name, measure);
    reach(*symbol, use.name.span);
  }

  void resolve_target(const Expression& expression, const Name& target) {
    if (const auto symbol = find(target, true)) {
      checking_.contract.symbols[expression.id] = *symbol;
      if (symbol->kind == Symbol::Kind::measure) reach(*symbol, target.span);
      return;
    }
    const auto unit = checking_.units.find(target.text);
    if (unit != checking_.units.end()) {
      checking_.contract.symbols[expression.id] = {Symbol::Kind::unit, unit->second};
      return;
    }
    unknown(target, "measure, input or unit");
  }

  /// `may_be_unit`: where a unit can stand too (`2.10 per hour`), so that no input is implied by its name.
  std::optional<Symbol> find(const Name& name, bool may_be_unit = false) {
    if (inside_ != nullptr) {
      for (std::size_t place = 0; place < inside_->parameters.size(); ++place) {
        if (inside_->parameters[place].text == name.text) return Symbol{Symbol::Kind::parameter, static_cast<std::uint32_t>(place)};
      }
      if (inside_->after && inside_->after->text == name.text) {
        return Symbol{Symbol::Kind::parameter, static_cast<std::uint32_t>(inside_->parameters.size())};
      }
    }
    const auto known = checking_.names.find(name.text);
    if (known != checking_.names.end()) return known->second;
    if (checking_.is_one_line && !(may_be_unit && checking_.units.contains(name.text))) return imply_input(name);
    return std::nullopt;
  }

  /// The one-line contract has no declarations: what its formula names is asked of the data.
  Symbol imply_input(const Name& name) {
    auto& inputs = checking_.contract.inputs;
    const Symbol symbol{Symbol::Kind::input, static_cast<std::uint32_t>(inputs.size())};
    InputInfo info;
    info.name = name.text;
    info.is_implied = true;
    info.type.nature = Nature::flow;
    info.declared = is_standard_ ? asked_at_ : name.span;
    inputs.push_back(std::move(info));
    checking_.names.emplace(name.text, symbol);
    return symbol;
  }

  void unknown(const Name& name, std::string_view what) {
    if (checking_.is_left_out(name.text)) return;
    auto& diagnostic = checking_.report.add(code::unknown_name);
    if (is_standard_) {
      diagnostic.says(fmt::format("the standard measure `{}` needs `{}`, which this contract does not have", inside_->name.text, name.text)).at(asked_at_);
      diagnostic.help(fmt::format("declare it (`input {0} monthly …`) or define it (`{0} means …`)", name.text));
      return;
    }
    diagnostic.says(fmt::format("nothing is called `{}`", name.text)).at(name.span);
    if (const auto words = syntax::words_for(name.text)) {
      diagnostic.offers("write", replace(name.span, std::string(*words)));
      return;
    }
    if (syntax::help_with_unknown_name(checking_.sources[name.span.source].text(), name.span, diagnostic)) return;
    auto names = known_measures(checking_);
    if (what == "unit") names = all_named(checking_.contract.units, &UnitInfo::plural);
    // Of the standard library the contract has only what it names: what it means to name is among the rest.
    for (auto& standard : program::standard_names()) names.push_back(std::move(standard));
    if (!offer_nearest(diagnostic, name, names, Written::bare)) {
      const auto& currency = checking_.contract.currency;
      diagnostic.help(fmt::format("declare it as an input (`input {0} monthly {1}`) or define it (`{0} means …`)", name.text, currency ? checking_.contract.units[*currency].plural : "…"));
    }
  }

  void refuse_untold(const Name& name, const Measure& measure) {
    auto& diagnostic = checking_.report.add(code::costs_not_named)
                           .says(fmt::format("`{}` does not say which {} to deduct", name.text, measure.after->text))
                           .at(name.span)
                           .note(fmt::format("what it deducts decides what is paid: `{}` means {}", name.text, formula_of(measure)));
    constexpr std::size_t most_offered = 4;
    const auto costs = deductible(checking_);
    if (costs.empty() || costs.size() > most_offered) {
      diagnostic.help(fmt::format("name them: `{} after COST`", name.text));
      return;
    }
    if (costs.size() > 1) diagnostic.offers("all of them", replace(name.span, fmt::format("{} after {}", name.text, fmt::join(costs, ", "))));
    for (const auto& cost : costs) diagnostic.offers(costs.size() == 1 ? "name them" : &cost == &costs.front() ? "or some of them" : "or", replace(name.span, fmt::format("{} after {}", name.text, cost)));
    for (const auto& base : other_bases(checking_)) diagnostic.offers("or another base, with nothing to deduct", replace(name.span, base));
  }

  static std::string in_words(std::size_t count) { return count > 2 ? fmt::format("{}", count) : count == 2 ? "two" : count == 1 ? "one" : "no"; }

  /// `margin(cost)`
  static std::string told_form(const Measure& measure) {
    std::string parameters;
    for (const auto& parameter : measure.parameters) parameters += (parameters.empty() ? "" : ", ") + parameter.text;
    return parameters.empty() ? measure.name.text : fmt::format("{}({})", measure.name.text, parameters);
  }

  std::string formula_of(const Measure& measure) { return checking_.words_of(measure.value); }

  /// The body of a measure that is used is resolved once, where it stands.
  void reach(const Symbol& symbol, Span asked_at);

  Checking& checking_;
  const Measure* inside_;
  bool is_standard_;
  Span asked_at_;
};

void Resolver::reach(const Symbol& symbol, Span asked_at) {
  if (checking_.measure_used[symbol.index]) return;
  checking_.measure_used[symbol.index] = true;
  checking_.measures_to_resolve.emplace_back(symbol.index, is_standard_ ? asked_at_ : asked_at);
}

/// Bodies are resolved one after another, not one inside another: a long chain of definitions must not need a deep stack.
void resolve_waiting_measures(Checking& checking) {
  while (!checking.measures_to_resolve.empty()) {
    const auto [id, asked_at] = checking.measures_to_resolve.back();
    checking.measures_to_resolve.pop_back();
    const MeasureInfo info = checking.contract.measures[id];
    for (const MeasureText& text : info.texts) {
      Resolver resolver(checking, text.measure, info.is_standard, asked_at);
      for_each_expression(*text.measure, [&](const Expression& expression) { resolver.resolve(expression); });
      for (const Exception& exception : text.measure->exceptions) {
        for (const Filtered::Test& test : exception.values) resolver.resolve_dimension(test.dimension);
      }
    }
  }
}

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

/// Of this contract, and of those that it asks.
void collect_scenarios(const CheckedContract& contract, std::vector<std::string>& titles) {
  for (const Scenario* scenario : contract.scenarios) titles.push_back(scenario->title.text);
  for (const AgreementInfo& agreement : contract.agreements) {
    if (agreement.contract != nullptr) collect_scenarios(*agreement.contract, titles);
  }
}

void resolve_given(Checking& checking) {
  std::vector<std::string> titles;
  collect_scenarios(checking.contract, titles);
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

void resolve(Checking& checking) {
  auto& contract = checking.contract;
  contract.symbols.assign(checking.program.expression_count, {});
  Resolver resolver(checking, nullptr, false, {});
  for_each_root(checking, [&](const Expression& expression) { resolver.resolve(expression); });
  for (auto& info : contract.clauses) {
    if (const Name* dimension = said_for_each(info)) {
      resolver.resolve_dimension(*dimension);
      info.for_each = contract.dimension_named(dimension->text);
    }
    for (const ClauseText& text : info.texts) {
      for (const auto& proviso : text.clause->provisos) {
        if (const auto* recouping = std::get_if<Recouping>(&proviso.form)) resolver.resolve_title(nullptr, recouping->advance);
        if (const auto* first = std::get_if<FirstFrom>(&proviso.form)) resolver.resolve_credits(first->credits);
      }
    }
  }
  // A definition that nothing uses is read all the same, so that its mistakes are told.
  for (MeasureId id = 0; id < contract.measures.size(); ++id) {
    if (contract.measures[id].is_standard || checking.measure_used[id]) continue;
    checking.measure_used[id] = true;
    checking.measures_to_resolve.emplace_back(id, Span{});
  }
  resolve_waiting_measures(checking);
  resolve_series_names(checking);
  resolve_given(checking);
}

}  // namespace whereas::check

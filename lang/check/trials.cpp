#include "lang/check/infer.h"

#include <fmt/format.h>

#include <algorithm>

/// What the contract tries itself on: scenarios, whose figures must be of their inputs' kind, tests and promises.
namespace whereas::check {

using namespace syntax;

namespace {

/// The figures that a scenario gives, against the inputs that they stand for.
class Given {
 public:
  Given(Checking& checking, Inference& inference) : checking_(checking), contract_(checking.contract), inference_(inference) {}

  void look_at(const Scenario& scenario) {
    if (scenario.series.empty() && scenario.events.empty() && !scenario.file) {
      checking_.report.add(code::no_figure)
          .says(fmt::format("the scenario \"{}\" gives no figures", scenario.title.text))
          .at(scenario.title.span)
          .help("write them below it: `  revenue is 1,200 in 2026, spread evenly`");
    }
    for (const GivenSeries& given : scenario.series) look_at(given);
  }

 private:
  /// `grows 8% each year from 300m`, of monthly figures: 300m each month, or each year?
  void check_growth(const InputInfo& input, Frequency given, const SeriesGrowth& growth) {
    const std::string start = checking_.words_of(growth.start);
    if (is_shorter(growth.each, given)) {
      checking_.report.add(code::wrong_frequency)
          .says(fmt::format("`{}` is {}, and grows each {}: between two of its figures nothing says by how much", input.name, adverb(given), noun(growth.each)))
          .at(growth.rate.span)
          .beside(input.declared, "declared here")
          .help(fmt::format("say by how much from one figure to the next: `each {}`", noun(given)));
      return;
    }
    const bool adds_up = input.type.nature == Nature::flow && (!input.type.units.empty() || input.is_number);
    const bool is_spread = growth.spread != Input::Spread::none;
    if (adds_up && growth.each != given && !growth.start_each && !is_spread) {
      checking_.report.add(code::two_readings)
          .says(fmt::format("`{}` is {} and grows each {}, and nothing says whether {} is for a {} or for a {}", input.name, adverb(given), noun(growth.each), start, noun(given), noun(growth.each)))
          .at(growth.start.span, fmt::format("each {}, or each {}?", noun(given), noun(growth.each)))
          .offers(fmt::format("of each {}", noun(given)), insert_after(growth.start.span, fmt::format(" each {}", noun(given))))
          .offers(fmt::format("or of each {} as a whole", noun(growth.each)), insert_after(growth.start.span, fmt::format(" each {}, spread evenly", noun(growth.each))));
      return;
    }
    const Frequency of = growth.start_each.value_or(is_spread ? growth.each : given);
    if (adds_up && growth.each != given && of == growth.each) {
      if (is_spread) return;
      checking_.report.add(code::split_inside_data)
          .says(fmt::format("`{}` is {}, and the scenario gives it for a {} without saying how it is spread", input.name, adverb(given), noun(of)))
          .at(growth.start.span)
          .help("write at its end `, spread evenly`, over months, or `, spread by days`");
      return;
    }
    if (of == given && !is_spread) return;
    checking_.report.add(code::wrong_frequency)
        .says(is_spread ? fmt::format("a figure for one {} of `{}` has nothing over which to spread it", noun(given), input.name)
                        : fmt::format("`{}` is {}, and its first figure is given for a {}", input.name, adverb(given), noun(of)))
        .at(growth.start.span)
        .beside(input.declared, "declared here")
        .help(fmt::format("give it for a {0}: `from {1} each {0}`", noun(given), start));
  }

  void look_at(const GivenSeries& given) {
    const auto id = contract_.input_named(given.series.text);
    const InputInfo* input = id ? &contract_.inputs[*id] : nullptr;
    std::visit(match{
                   [&](const SeriesFigures& figures) {
                     for (const auto& figure : figures.figures) require(input, figure.figure);
                   },
                   [&](const SeriesFormula& formula) { require(input, formula.formula); },
                   [&](const SeriesGrowth& growth) {
                     inference_.as_rate(inference_.of(growth.rate), growth.rate);
                     require(input, growth.start);
                     if (input != nullptr && input->frequency) check_growth(*input, *input->frequency, growth);
                   },
               },
               given.form);
  }

  void require(const InputInfo* input, const Expression& figure) {
    const Type type = inference_.of(figure);
    std::set<MeasureId> seen;
    if (const Expression* payment = what_is_paid(figure, seen)) {
      checking_.report.add(code::circular_definition)
          .says(fmt::format("a scenario gives figures on which clauses pay, and `{}` is what is paid on them", checking_.words_of(*payment)))
          .at(figure.span)
          .help("give a written figure, or a formula of other inputs: `cost is 40% of revenue`");
      return;
    }
    if (input == nullptr || type.is_unknown() || input->type.is_unknown()) return;
    if (fits(*input, type)) return;
    if (input->type.units.empty() && type.is_number()) {
      inference_.as_rate(type, figure);
      return;
    }
    auto& diagnostic = checking_.report.add(code::unit_mismatch)
                           .says(fmt::format("`{}` is {}, and the scenario gives it {}", input->name, counts(*input), describe(type, contract_.units)))
                           .at(figure.span, describe(type, contract_.units))
                           .beside(input->declared, "declared here");
    if (type.is_number()) {
      diagnostic.help(fmt::format("write the figure itself, or say of what it is a share: `{} is {} of INPUT`", input->name, checking_.words_of(figure)));
    } else {
      diagnostic.help(fmt::format("write a figure in what `{}` counts, as the data would, or turn it into that with a price or an exchange rate", input->name));
    }
  }

  /// As a cell of data, a plain number counts what its input counts; a rate is written as one.
  bool fits(const InputInfo& input, const Type& type) const {
    if (type.kind != Type::Kind::amount) return false;
    if (!input.type.units.empty()) return type.is_bare || type.units == input.type.units;
    return type.units.empty() && (!type.is_bare || input.is_number);
  }

  std::string counts(const InputInfo& input) const { return input.is_number ? "a plain number" : describe(input.type, contract_.units); }

  /// The first part of it, through definitions too, that looks at what a clause pays.
  const Expression* what_is_paid(const Expression& expression, std::set<MeasureId>& seen) const {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::clause || symbol.kind == Symbol::Kind::balance) return &expression;
    const Expression* found = nullptr;
    const auto look = [&](const Expression& part) {
      if (found == nullptr) found = what_is_paid(part, seen);
    };
    if (symbol.kind == Symbol::Kind::measure && seen.insert(symbol.index).second) for_each_expression(contract_.measures[symbol.index], look);
    for_each_part(expression, look);
    return found;
  }

  Checking& checking_;
  CheckedContract& contract_;
  Inference& inference_;
};

/// Tests and promises ask for days of the deal: what lies outside it is nothing, and a figure of nothing is no test.
class InsideTheTerm {
 public:
  explicit InsideTheTerm(Checking& checking) : checking_(checking) {
    days_ = checking.contract.longest_term;
    for (const InputInfo& input : checking.contract.inputs) {
      if (days_ && input.from && *input.from < days_->begin()) days_ = Period(*input.from, days_->end());
    }
  }

  void look_at(const Expression& expression) {
    if (const auto* windowed = std::get_if<Windowed>(&expression.form)) {
      if (const auto* in = std::get_if<InPeriod>(&windowed->window)) require(in->period, in->period);
      if (const auto* from_to = std::get_if<FromTo>(&windowed->window)) require(from_to->first, from_to->last);
    }
    for_each_part(expression, [&](const Expression& part) { look_at(part); });
  }

  void require(const DayOrPeriod& first, const DayOrPeriod& last) {
    if (!days_ || first.event || last.event) return;
    const auto begins = first_day(checking_, first);
    const auto ends = last_day(checking_, last);
    if (!begins || !ends || *ends < *begins || days_->overlaps(Period::through(*begins, *ends))) return;
    checking_.report.add(code::outside_term)
        .says(fmt::format("the days from {} lie outside the term, and nothing is paid for them", Period::through(*begins, *ends).text()))
        .at({first.span.source, first.span.begin, last.span.end})
        .note(fmt::format("the term runs from {}", checking_.contract.longest_term->text()))
        .help(fmt::format("name days inside it: `in {}`", checking_.contract.longest_term->first().year()));
  }

 private:
  Checking& checking_;
  std::optional<Period> days_;
};

}  // namespace

void infer_trials(Checking& checking, Inference& inference) {
  const auto& contract = checking.contract;
  for (const auto* ensure : contract.ensures) inference.of(ensure->condition);
  Given given(checking, inference);
  for (const auto* scenario : contract.scenarios) given.look_at(*scenario);
}

namespace {

/// By its form alone: no file is opened to check a contract.
void require_inside_folder(Checking& checking, const Name& file) {
  const auto why = program::why_outside(file.text);
  if (!why) return;
  checking.report.add(code::outside_folder)
      .says(fmt::format("`{}` {}", file.text, *why))
      .at(file.span)
      .note("a contract uses files of its own folder and the folders in it, so that the folder is the whole contract")
      .help("put the file into the contract's folder, and name it from there");
}

}  // namespace

void check_trials(Checking& checking) {
  InsideTheTerm inside(checking);
  for (const auto* scenario : checking.contract.scenarios) {
    if (scenario->file) require_inside_folder(checking, *scenario->file);
  }
  for (const auto* test : checking.contract.tests) {
    for (const Name& given : test->given) {
      if (given.text.ends_with(".csv")) require_inside_folder(checking, given);
    }
    if (test->expectations.empty()) {
      checking.report.add(code::nothing_expected)
          .says(fmt::format("the test \"{}\" expects nothing, so it cannot fail", test->title.text))
          .at(test->title.span)
          .help("say below it what the contract gives: `  expect \"Share\" in 2026 = 360`");
    }
    for (const auto& expectation : test->expectations) {
      if (const auto* equals = std::get_if<Expectation::Equals>(&expectation.form)) {
        inside.look_at(equals->measured);
        inside.look_at(equals->expected);
      }
      const auto* receives = std::get_if<Expectation::Receives>(&expectation.form);
      if (receives != nullptr && receives->period && !receives->by_due_date) inside.require(*receives->period, *receives->period);
    }
  }
  for (const auto* ensure : checking.contract.ensures) for_each_part(ensure->condition, [&](const Expression& part) { inside.look_at(part); });
}

}  // namespace whereas::check

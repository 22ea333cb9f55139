#include "lang/check/checking.h"
#include "lang/check/constants.h"
#include "lang/check/infer.h"

#include "lang/number/notation.h"

#include <fmt/format.h>

#include <algorithm>

/// Figures that the contract does not fix but knows something of: `microsoft_rate is unknown`, `google_rate is between 20% and 30%`.
namespace whereas::check {

using namespace syntax;

namespace {

class Declaring {
 public:
  explicit Declaring(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void declare(MeasureId id, const Expression& value) {
    const auto* estimate = std::get_if<Estimate>(&value.form);
    if (estimate == nullptr) return;
    EstimateInfo info;
    info.measure = id;
    info.name = contract_.measures[id].name;
    info.words = estimate->least || estimate->most ? checking_.words_of(value) : "unknown";  // its unit says nothing of what is known
    info.line = checking_.sources[value.span.source].place_of(value.span.begin).line;
    info.text = estimate;
    info.said = value.span;
    if (estimate->least) info.least = bound(**estimate->least);
    if (estimate->most) info.most = bound(**estimate->most);
    if (info.least && info.most && !(*info.least < *info.most)) refuse_bounds(*estimate, value.span, *info.least == *info.most);
    contract_.symbols[value.id] = {Symbol::Kind::estimate, static_cast<std::uint32_t>(contract_.estimates.size())};
    contract_.estimates.push_back(std::move(info));
  }

  void refuse_elsewhere() {
    if (contract_.estimates.empty()) return;
    const EstimateInfo& first = contract_.estimates.front();
    if (checking_.is_asked) {
      checking_.report.add(code::not_supported)
          .says(fmt::format("another contract asks this one for figures, and `{}` is {}", first.name, first.words))
          .at(first.said)
          .help(fmt::format("run this contract by itself, or say what it is: `{} means …`", first.name));
    }
    if (!contract_.signed_later.empty()) {
      checking_.report.add(code::not_supported)
          .says(fmt::format("an amendment reaches back, and `{}` is {}: what had been paid before it was signed is not one sum", first.name, first.words))
          .at(first.said)
          .beside(contract_.signed_later.front().amendment->title.span, "reaches back");
    }
    if (!contract_.net_settlements.empty()) {
      checking_.report.add(code::not_supported)
          .says(fmt::format("parties settle net, and `{}` is {}: the difference of what they owe is not one sum", first.name, first.words))
          .at(first.said)
          .beside(contract_.net_settlements.front().span, "settled net");
    }
  }

 private:
  std::optional<Number> bound(const Expression& expression) {
    auto constant = constant_figure(contract_, expression);
    if (const auto* negation = std::get_if<Negated>(&without_parentheses(expression).form); !constant && negation != nullptr) {
      constant = constant_figure(contract_, *negation->operand);
      if (constant) constant = -*constant;
    }
    if (!constant) {
      checking_.report.add(code::bound_not_constant)
          .says(fmt::format("`{}` is no bound that stays the same", checking_.words_of(expression)))
          .at(expression.span)
          .note("a figure that is only bounded is one figure throughout the term; what differs each period is an input, and scenarios give it")
          .help("write the bound as a number, or as a name that means one");
    }
    return constant;
  }

  void refuse_bounds(const Estimate& estimate, Span span, bool are_equal) {
    const std::string least = checking_.words_of(**estimate.least);
    const std::string most = checking_.words_of(**estimate.most);
    auto& diagnostic = checking_.report.add(code::bounds_out_of_order);
    if (are_equal) {
      diagnostic.says("both bounds are the same, so the figure is known").at(span).help(fmt::format("say what it means: `means {}`", least));
      return;
    }
    diagnostic.says(fmt::format("nothing lies between {} and {}", least, most))
        .at(span)
        .offers("the lesser bound stands first", replace(span, fmt::format("between {} and {}", most, least)));
  }

  Checking& checking_;
  CheckedContract& contract_;
};

}  // namespace

void declare_estimates(Checking& checking) {
  Declaring declaring(checking);
  for (MeasureId id = 0; id < checking.contract.measures.size(); ++id) {
    const std::vector<MeasureText> texts = checking.contract.measures[id].texts;
    for (const MeasureText& text : texts) {
      declaring.declare(id, text.measure->value);
      for (const Exception& exception : text.measure->exceptions) declaring.declare(id, exception.value);
    }
  }
  declaring.refuse_elsewhere();
}

namespace {

/// `google_rate is 25%` in a scenario.
void check_decided(Checking& checking, const GivenSeries& given, MeasureId measure) {
  const CheckedContract& contract = checking.contract;
  const auto* formula = std::get_if<SeriesFormula>(&given.form);
  const auto constant = formula != nullptr ? constant_figure(contract, formula->formula) : std::nullopt;
  if (!constant) {
    checking.report.add(code::wrong_kind)
        .says(fmt::format("`{}` is one figure throughout the term, and the scenario does not give one", given.series.text))
        .at(given.span)
        .help(fmt::format("write one figure: `{} is 25%`; what differs each period is an input", given.series.text));
    return;
  }
  const Type type = contract.type(formula->formula);
  const Type& meant = contract.type(contract.measures[measure].text->value);
  if (!type.is_unknown() && !meant.is_unknown() && (type.is_bare ? meant.is_number() && !meant.is_bare : !meant.is_bare && type.units != meant.units)) {
    checking.report.add(type.is_bare ? code::not_a_rate : code::unit_mismatch)
        .says(fmt::format("`{}` is {}, and the scenario gives {}", given.series.text, describe(meant, contract.units), describe(type, contract.units)))
        .at(formula->formula.span);
    return;
  }
  for (const EstimateInfo& estimate : contract.estimates) {
    if (estimate.measure != measure) continue;
    const bool is_low = estimate.least && *constant < *estimate.least;
    const bool is_high = estimate.most && *estimate.most < *constant;
    const bool is_negative = constant->is_negative() && !estimate.may_be_negative();
    if (!is_low && !is_high && !is_negative) continue;
    auto& diagnostic = checking.report.add(code::outside_bounds)
                           .says(fmt::format("the scenario says that `{}` is {}, which lies outside what the contract knows of it", given.series.text, checking.words_of(formula->formula)))
                           .at(formula->formula.span)
                           .beside(estimate.said, is_negative && !is_low && !is_high ? "not below zero, as nothing here is" : "known of it");
    diagnostic.help("give a figure inside the bounds, or let the contract bound it otherwise");
    return;
  }
}

}  // namespace

void check_estimates(Checking& checking) {
  CheckedContract& contract = checking.contract;
  for (EstimateInfo& estimate : contract.estimates) {
    const Type& type = contract.type(contract.measures[estimate.measure].text->value);
    estimate.is_rate = type.is_number() && !type.is_bare;
  }
  for (const Scenario* scenario : contract.scenarios) {
    for (const GivenSeries& given : scenario->series) {
      const auto measure = contract.measure_named(given.series.text);
      if (measure && contract.is_estimated(*measure)) check_decided(checking, given, *measure);
    }
  }
}

bool CheckedContract::is_estimated(MeasureId measure) const {
  return std::any_of(estimates.begin(), estimates.end(), [&](const EstimateInfo& estimate) { return estimate.measure == measure; });
}

}  // namespace whereas::check

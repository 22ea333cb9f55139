#include "lang/check/checking.h"

#include <fmt/format.h>

/// Inputs with one row each (docs/language: Inputs and data).
namespace whereas::check {

using namespace syntax;

/// `by sale, one row each`: something must have the rows, and they have nothing to spread.
void check_record(Checking& checking, const Input& input, const InputInfo& info, Span span) {
  if (info.dimensions.empty()) {
    checking.report.add(code::wrong_kind)
        .says(fmt::format("`{}` has one row each, and does not say of what", input.name.text))
        .at(span)
        .offers("name what has a row", replace(input.name.span, input.name.text + " by sale"));
    return;
  }
  checking.contract.dimensions[info.dimensions.front()].of_records = true;
  if (input.spread != Input::Spread::none) {
    checking.report.add(code::wrong_kind).says(fmt::format("`{}` has a row on a day, which nothing can spread", input.name.text)).at(span).help("leave out `spread`");
  }
}

void check_admitted(Checking& checking, const Input& input, const InputInfo& info) {
  const auto& term = checking.contract.term;
  if (!info.from) return;
  if (term && *info.from > term->first()) {
    checking.report.add(code::never_holds)
        .says(fmt::format("`from` admits data before the term, and {} is not before it", info.from->text()))
        .at(input.from->span)
        .note(fmt::format("the term runs from {}", term->text()))
        .help("name a day before the term, or leave `from` out");
    return;
  }
  if (!info.frequency || input.one_row_each) return;
  const Period holding = checking.contract.calendar.holding(*info.from, *info.frequency);
  if (holding.begin() == *info.from) return;
  checking.report.add(code::wrong_frequency)
      .says(fmt::format("`{}` has a figure for each {}, and {} lies inside one", input.name.text, noun(*info.frequency), info.from->text()))
      .at(input.from->span)
      .offers("let it begin with one", replace(input.from->span, holding.begin().text()));
}

/// What is named by one row each has one row in every input that is given by it.
void refuse_mixed_records(Checking& checking) {
  for (const auto& info : checking.contract.inputs) {
    if (info.is_record) continue;
    for (const DimensionId dimension : info.dimensions) {
      const auto& infos = checking.contract.dimensions;
      if (!infos[dimension].of_records) continue;
      checking.report.add(code::wrong_kind)
          .says(fmt::format("a {} has one row in another input, and `{}` is given by it at every period", infos[dimension].name, info.name))
          .at(info.declared)
          .help(fmt::format("give it one row each too, or name its dimension otherwise than `{}`", infos[dimension].name));
    }
  }
}

}  // namespace whereas::check

#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>

/// A dimension has a column of its own in the data, beside those of the periods and the inputs.
namespace whereas::check {

using namespace syntax;

namespace {

void look_at_dimension(Checking& checking, const Input& input, const Name& dimension) {
  const auto first = std::find_if(input.dimensions.begin(), input.dimensions.end(), [&](const Name& one) { return one.text == dimension.text; });
  if (&*first != &dimension) {
    checking.report.add(code::defined_twice)
        .says(fmt::format("`{}` is given by `{}` twice", input.name.text, dimension.text))
        .at(dimension.span, "again here")
        .beside(first->span, "first here")
        .help("leave one of them out");
    return;
  }
  if (dimension.text == "period" || dimension.text == input.name.text) {
    checking.report.add(code::wrong_kind)
        .says(dimension.text == "period" ? "every figure is given by `period` already" : fmt::format("`{}` cannot be given by itself", input.name.text))
        .at(dimension.span)
        .help("name what the figures are divided by, such as `by channel`, or leave it out");
    return;
  }
  const auto other = checking.contract.input_named(dimension.text);
  if (!other) return;
  checking.report.add(code::wrong_kind)
      .says(fmt::format("`{}` is an input, and `{}` is given by it", dimension.text, input.name.text))
      .at(dimension.span)
      .beside(checking.contract.inputs[*other].declared, "declared here")
      .help("give the input or the dimension another name: in the data each has a column of its own");
}

}  // namespace

void refuse_clashing_dimensions(Checking& checking) {
  for_each_declared<Input>(checking.program, [&](const Input& input, const program::File&, Span) {
    for (const Name& dimension : input.dimensions) look_at_dimension(checking, input, dimension);
  });
}

}  // namespace whereas::check

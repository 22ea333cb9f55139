#include "lang/check/nearest.h"

#include "lang/text/spelling.h"

#include <fmt/format.h>

namespace whereas::check {

bool offer_nearest(Diagnostic& diagnostic, const syntax::Name& misspelt, const std::vector<std::string>& known, Written written) {
  const auto near = nearest_name(misspelt.text, known);
  if (near) diagnostic.offers("did you mean", replace(misspelt.span, written == Written::quoted ? fmt::format("\"{}\"", *near) : *near));
  return near.has_value();
}

}  // namespace whereas::check

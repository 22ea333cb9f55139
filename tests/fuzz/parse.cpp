// Any bytes as a contract: parsing gives a tree or errors, and every error has a place inside the text.
#include "lang/diagnostic/render.h"
#include "lang/syntax/parse.h"
#include "lang/syntax/print_tree.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace whereas;
  Sources sources;
  const Source& source = sources.add("fuzz.deal", std::string(reinterpret_cast<const char*>(data), size));
  Report report;
  syntax::ExpressionIds ids;
  const syntax::Contract contract = syntax::parse(source, ids, report);
  for (const auto& diagnostic : report.ordered()) {
    if (diagnostic.message.empty() || diagnostic.primary.span.end > source.text().size() || diagnostic.primary.span.begin > diagnostic.primary.span.end) std::abort();
  }
  (void)syntax::print_tree(contract);
  (void)render(report, sources);
  return 0;
}

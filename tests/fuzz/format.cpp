// Any bytes as a contract: where it parses, formatting twice is formatting once and keeps the tree.
#include "lang/format/format.h"
#include "lang/syntax/parse.h"
#include "lang/syntax/print_tree.h"

#include <cstdlib>

namespace {

std::string tree_of(const std::string& text) {
  using namespace whereas;
  const Source source(0, "tree.deal", text);
  Report report;
  syntax::ExpressionIds ids;
  return syntax::print_tree(syntax::parse(source, ids, report));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace whereas;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Report report;
  const auto once = format::format(Source(0, "fuzz.deal", text), report);
  if (!once) return 0;
  const auto twice = format::format(Source(0, "fuzz.deal", *once), report);
  if (!twice || *twice != *once || tree_of(text) != tree_of(*once)) std::abort();
  return 0;
}

#include "lang/format/format.h"

#include "lang/format/weave.h"
#include "lang/syntax/parse.h"
#include "lang/syntax/print_tree.h"

#include <stdexcept>

namespace whereas::format {
namespace {

/// A file is replaced by what `format` gives: a fault in a layout must not become a different contract.
void make_sure_it_says_the_same(const syntax::Contract& contract, const Source& source, const std::string& formatted) {
  const Source again(source.id(), source.name(), formatted);
  syntax::ExpressionIds ids;
  Report report;
  const syntax::Contract reread = syntax::parse(again, ids, report);
  if (report.has_errors() || reread.comments.size() != contract.comments.size() || print_tree(reread) != print_tree(contract)) {
    throw std::logic_error("the canonical layout of " + source.name() + " would say something else; the file is left as it is");
  }
}

}  // namespace

std::optional<std::string> format(const Source& source, Report& report) {
  const std::size_t errors_before = report.error_count();
  syntax::ExpressionIds ids;
  const syntax::Contract contract = syntax::parse(source, ids, report);
  if (report.error_count() != errors_before) return std::nullopt;

  const Written written(source, contract);
  std::vector<std::vector<Line>> declarations;
  for (const syntax::Declaration& declaration : contract.declarations) declarations.push_back(layout(declaration, written));
  std::string formatted = weave(declarations, contract.comments, written);
  make_sure_it_says_the_same(contract, source, formatted);
  return formatted;
}

}  // namespace whereas::format

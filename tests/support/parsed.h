#pragma once

#include "lang/diagnostic/render.h"
#include "lang/syntax/parse.h"
#include "lang/syntax/print_tree.h"

#include <string>

namespace whereas::test {

/// One contract text, parsed.
struct Parsed {
  Sources sources;
  syntax::ExpressionIds ids;
  Report report;
  syntax::Contract contract;

  explicit Parsed(const std::string& text) : contract(syntax::parse(sources.add("test.deal", text), ids, report)) {}

  std::string tree() const { return syntax::print_tree(contract); }
  std::string diagnostics() const { return render(report, sources); }
  std::string_view slice(Span span) const { return sources[0].slice(span); }
};

/// The tree, or what is wrong.
inline std::string tree_of(const std::string& text) {
  const Parsed parsed(text);
  return parsed.report.has_errors() ? parsed.diagnostics() : parsed.tree();
}

/// The tree of one amount, or what is wrong.
inline std::string amount_tree(const std::string& text) {
  Sources sources;
  syntax::ExpressionIds ids;
  Report report;
  const auto expression = syntax::parse_expression(sources.add("amount", text), ids, report);
  return expression && !report.has_errors() ? syntax::print_tree(*expression) : render(report, sources);
}

/// The code, place and words of each diagnostic, one a line: `2:10 syntax: …`, then `  help: …` with what it offers.
inline std::string faults_of(const std::string& text) {
  const Parsed parsed(text);
  std::string lines;
  for (const Diagnostic& diagnostic : parsed.report.ordered()) {
    const Place place = parsed.sources[0].place_of(diagnostic.primary.span.begin);
    lines += std::to_string(place.line) + ":" + std::to_string(place.column) + " " + std::string(name(diagnostic.code)) + ": " +
             diagnostic.message + "\n";
    for (const Help& help : diagnostic.helps) {
      lines += "  help: " + help.text;
      for (const Edit& edit : help.edits) lines += ": `" + edit.text + "`";
      lines += "\n";
    }
  }
  return lines;
}

/// The text with the first edit of each help made.
inline std::string mended(const std::string& text) {
  const Parsed parsed(text);
  std::string result(parsed.sources[0].text());
  auto diagnostics = parsed.report.ordered();
  for (auto diagnostic = diagnostics.rbegin(); diagnostic != diagnostics.rend(); ++diagnostic) {
    for (const Help& help : diagnostic->helps) {
      if (help.edits.empty()) continue;
      const Edit& edit = help.edits.front();
      result.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
      break;
    }
  }
  return result;
}

}  // namespace whereas::test

#pragma once

#include "lang/text/source.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whereas {

enum class Severity { error, warning };

/// Every diagnostic that exists, from codes.def: `code::deducted_twice`.
enum class Code {
#define WHEREAS_CODE(identifier, name, severity, title) identifier,
#include "lang/diagnostic/codes.def"
#undef WHEREAS_CODE
};
namespace code {
using enum Code;
}

std::string_view name(Code code);       ///< `deducted-twice`
Severity severity(Code code);
std::string_view title(Code code);      ///< one line, as in docs/errors
std::vector<Code> all_codes();
std::optional<Code> code_called(std::string_view name);  ///< `deducted-twice`

/// A place and what that place contributed: "deducted here".
struct Label {
  Span span;
  std::string text;  ///< may be empty
};

/// What to write instead: a sentence, and the edit that makes it so. `Report` users test that the edited contract checks.
struct Edit {
  Span span;  ///< replaced by `text`; empty span: inserted there
  std::string text;
};
struct Help {
  std::string text;
  std::vector<Edit> edits;  ///< may be empty where only words help
};

/// One mistake, told to a lawyer: a fact about the contract that stands alone, the smallest place that shows it, what else clashes,
/// the rule where it is not plain, and what to write. Wording: CONTRIBUTING.md, "Add a diagnostic".
struct Diagnostic {
  Code code{};
  std::string message;
  Label primary;
  std::vector<Label> related;
  std::vector<std::string> notes;
  std::vector<Help> helps;

  Diagnostic& says(std::string text);
  Diagnostic& at(Span span, std::string label = {});
  Diagnostic& beside(Span span, std::string label);
  Diagnostic& note(std::string text);
  Diagnostic& help(std::string text);
  /// Help with an edit: shown as "help: TEXT: `REPLACEMENT`".
  Diagnostic& offers(std::string text, Edit edit);
};

inline Edit replace(Span span, std::string text) { return {span, std::move(text)}; }
Edit insert_before(Span span, std::string text);
Edit insert_after(Span span, std::string text);

/// Collects the diagnostics of a run. One mistake, one error: the same code at the same place is kept once.
class Report {
 public:
  /// The reference is good until the next call of add. Cold: the compiler puts what makes diagnostics out of the way of what runs where all is
  /// well, and a run touches fewer pages of the program.
  [[gnu::cold]] Diagnostic& add(Code code);

  bool has_errors() const;
  /// Counted as `ordered` keeps them, without duplicates.
  std::size_t error_count() const;
  std::size_t warning_count() const;
  /// By source, then place, then code; of duplicates the first added is kept.
  std::vector<Diagnostic> ordered() const;

 private:
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace whereas

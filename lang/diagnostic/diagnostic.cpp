#include "lang/diagnostic/diagnostic.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace whereas {

namespace {

struct CodeEntry {
  std::string_view name;
  Severity severity;
  std::string_view title;
};

constexpr CodeEntry entries[] = {
#define WHEREAS_CODE(identifier, name, severity, title) {name, Severity::severity, title},
#include "lang/diagnostic/codes.def"
#undef WHEREAS_CODE
};

const CodeEntry& entry(Code code) { return entries[static_cast<std::size_t>(code)]; }

auto place_and_code(const Diagnostic& diagnostic) {
  const Span span = diagnostic.primary.span;
  return std::tuple(span.source, span.begin, span.end, diagnostic.code);
}

/// In order and once each, without copying.
std::vector<const Diagnostic*> kept(const std::vector<Diagnostic>& diagnostics) {
  std::vector<const Diagnostic*> pointers;
  pointers.reserve(diagnostics.size());
  for (const Diagnostic& diagnostic : diagnostics) pointers.push_back(&diagnostic);
  std::stable_sort(pointers.begin(), pointers.end(), [](const Diagnostic* a, const Diagnostic* b) {
    return place_and_code(*a) < place_and_code(*b);
  });
  const auto repeated = std::unique(pointers.begin(), pointers.end(), [](const Diagnostic* a, const Diagnostic* b) {
    return place_and_code(*a) == place_and_code(*b);
  });
  pointers.erase(repeated, pointers.end());
  return pointers;
}

std::size_t count_of(Severity sought, const std::vector<Diagnostic>& diagnostics) {
  const std::vector<const Diagnostic*> pointers = kept(diagnostics);
  return static_cast<std::size_t>(std::count_if(
      pointers.begin(), pointers.end(), [&](const Diagnostic* diagnostic) { return severity(diagnostic->code) == sought; }));
}

}  // namespace

std::string_view name(Code code) { return entry(code).name; }
Severity severity(Code code) { return entry(code).severity; }
std::string_view title(Code code) { return entry(code).title; }

std::vector<Code> all_codes() {
  std::vector<Code> codes;
  for (std::size_t index = 0; index < std::size(entries); ++index) codes.push_back(static_cast<Code>(index));
  return codes;
}

std::optional<Code> code_called(std::string_view name) {
  for (const Code code : all_codes()) {
    if (whereas::name(code) == name) return code;
  }
  return std::nullopt;
}

Diagnostic& Diagnostic::says(std::string text) {
  message = std::move(text);
  return *this;
}

Diagnostic& Diagnostic::at(Span span, std::string label) {
  primary = {span, std::move(label)};
  return *this;
}

Diagnostic& Diagnostic::beside(Span span, std::string label) {
  related.push_back({span, std::move(label)});
  return *this;
}

Diagnostic& Diagnostic::note(std::string text) {
  notes.push_back(std::move(text));
  return *this;
}

Diagnostic& Diagnostic::help(std::string text) {
  helps.push_back({std::move(text), {}});
  return *this;
}

Diagnostic& Diagnostic::offers(std::string text, Edit edit) {
  helps.push_back({std::move(text), {std::move(edit)}});
  return *this;
}

Edit insert_before(Span span, std::string text) { return {{span.source, span.begin, span.begin}, std::move(text)}; }
Edit insert_after(Span span, std::string text) { return {{span.source, span.end, span.end}, std::move(text)}; }

Diagnostic& Report::add(Code code) {
  Diagnostic& diagnostic = diagnostics_.emplace_back();
  diagnostic.code = code;
  return diagnostic;
}

bool Report::has_errors() const {
  return std::any_of(diagnostics_.begin(), diagnostics_.end(),
                     [](const Diagnostic& diagnostic) { return severity(diagnostic.code) == Severity::error; });
}

std::size_t Report::error_count() const { return count_of(Severity::error, diagnostics_); }
std::size_t Report::warning_count() const { return count_of(Severity::warning, diagnostics_); }

std::vector<Diagnostic> Report::ordered() const {
  std::vector<Diagnostic> copies;
  for (const Diagnostic* diagnostic : kept(diagnostics_)) copies.push_back(*diagnostic);
  return copies;
}

}  // namespace whereas

#include "lang/syntax/mending.h"

#include "lang/syntax/drafters_words.h"
#include "lang/syntax/first_words.h"
#include "lang/syntax/letters.h"

#include <algorithm>

namespace whereas::syntax {

namespace {

constexpr int most_mends = 8;

std::string edited_from(std::string declaration, std::size_t begins, const Edit& edit) {
  return declaration.replace(edit.span.begin - begins, edit.span.end - edit.span.begin, edit.text);
}

/// The one edit that makes `to` of `from`, whole words of it.
Edit difference(std::string_view from, std::string_view to, SourceId source, std::size_t begins) {
  const auto is_edge = [](std::string_view text, std::size_t at) { return at == 0 || at == text.size() || is_blank(text[at - 1]) || is_blank(text[at]); };
  const std::size_t shorter = std::min(from.size(), to.size());
  std::size_t front = 0;
  while (front < shorter && from[front] == to[front]) ++front;
  while (!is_edge(from, front) || !is_edge(to, front)) --front;
  std::size_t back = 0;
  while (back < shorter - front && from[from.size() - 1 - back] == to[to.size() - 1 - back]) ++back;
  while (!is_edge(from, from.size() - back) || !is_edge(to, to.size() - back)) --back;
  // the blanks that both begin with stay where they are
  while (front < from.size() - back && front < to.size() - back && is_blank(from[front]) && from[front] == to[front]) ++front;
  const auto place = [&](std::size_t at) { return static_cast<std::uint32_t>(begins + at); };
  return {{source, place(front), place(from.size() - back)}, std::string(to.substr(front, to.size() - back - front))};
}

}  // namespace

Mending::Result Mending::with(std::string_view before, std::string_view rest, const WholeText& whole, const Edit& edit) const {
  const auto begins = static_cast<std::size_t>(before.data() - whole.text.data());
  const std::string declaration = edited_from({before.data(), static_cast<std::size_t>(rest.data() + rest.size() - before.data())}, begins, edit);
  const std::optional<std::size_t> reached = reads_to_(declaration);
  if (!reached) return Result::further;
  const std::size_t end = edit.span.begin - begins + edit.text.size();
  const std::string_view behind = std::string_view(declaration).substr(end);
  const std::size_t next = end + (behind.size() - without_leading_blanks(behind).size());
  if (*reached > next) return Result::further;
  return *reached >= end ? Result::as_far : Result::not_even;
}

std::optional<Span> mend_on(std::string_view before, std::string_view rest, const WholeText& whole, const Mending& mending, Diagnostic& diagnostic) {
  if (diagnostic.helps.size() != 1 || diagnostic.helps.front().edits.size() != 1) return std::nullopt;
  const auto begins = static_cast<std::size_t>(before.data() - whole.text.data());
  const std::string_view declaration(before.data(), static_cast<std::size_t>(rest.data() + rest.size() - before.data()));
  std::string mended = edited_from(std::string(declaration), begins, diagnostic.helps.front().edits.front());
  int mends = 0;
  for (auto reached = mending.reads_to(mended); reached; reached = mending.reads_to(mended)) {
    if (++mends == most_mends) return std::nullopt;
    // Names are looked for in the whole contract.
    const std::string text = mended + "\n" + std::string(whole.text);
    const std::string_view tried = std::string_view(text).substr(0, mended.size());
    const std::string_view up_to = without_trailing_blanks(tried.substr(0, *reached));
    const std::string_view from = without_leading_blanks(tried.substr(*reached));
    Diagnostic next;
    if (!help_with_drafters_words(up_to, from, {whole.source, text}, false, next, &mending) && !help_with_first_words(up_to, from, {whole.source, text}, next)) return std::nullopt;
    if (next.helps.size() != 1 || next.helps.front().edits.size() != 1) return std::nullopt;
    const Edit& edit = next.helps.front().edits.front();
    if (mending.with(up_to, from, {whole.source, text}, edit) == Mending::Result::not_even) return std::nullopt;
    mended = edited_from(std::move(mended), 0, edit);
  }
  if (mends == 0) return std::nullopt;
  diagnostic.helps.clear();
  const Edit edit = difference(declaration, mended, whole.source, begins);
  const Span said = edit.span;
  diagnostic.offers(edit.text.empty() ? "leave this out" : "write", edit);
  return said;
}

}  // namespace whereas::syntax

#include "lang/syntax/plain_letters.h"

#include "lang/syntax/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace whereas::syntax {

namespace {

bool is_plain(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Characters that word processors put in the place of plain ones.
struct Typographic {
  std::string_view character;
  std::string_view plain;
  std::string_view what;
};
constexpr auto typographic = std::to_array<Typographic>({
    {"\u201C", "\"", "a typographic quote"},
    {"\u201D", "\"", "a typographic quote"},
    {"\u201E", "\"", "a typographic quote"},
    {"\u2018", "\"", "a typographic quote"},
    {"\u2019", "\"", "a typographic quote"},
    {"\u2013", "-", "a dash"},
    {"\u2014", "-", "a dash"},
    {"\u2212", "-", "a minus sign"},
    {"\u00A0", " ", "a blank that does not break"},
    {"\u202F", " ", "a narrow blank"},
    {"\u00D7", "*", "a multiplication sign"},
    {"\u00F7", "/", "a division sign"},
});

}  // namespace

bool has_only_plain_letters(const Source& source, Span piece, std::string_view text, Report& report) {
  std::size_t i = piece.begin;
  while (i < piece.end && is_plain(text[i])) {
    i += text[i] == '"' ? std::max<std::size_t>(title_length(text.substr(i, piece.end - i)), 1) : 1;
  }
  if (i >= piece.end) return true;

  const std::string_view rest = text.substr(i, piece.end - i);
  for (const auto& [character, plain, what] : typographic) {
    if (!rest.starts_with(character)) continue;
    const Span place{source.id(), static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + character.size())};
    report.add(code::syntax)
        .says(fmt::format("{} stands where `{}` is meant", what, plain))
        .at(place)
        .offers("write", replace(place, std::string(plain)));
    return false;
  }
  const auto belongs = [](char c) { return is_name_letter(c) || !is_plain(c); };
  std::size_t begin = i;
  while (begin > piece.begin && belongs(text[begin - 1])) --begin;
  std::size_t end = i;
  while (end < piece.end && belongs(text[end])) ++end;
  const Span place{source.id(), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  report.add(code::look_alike)
      .says(fmt::format("`{}` has a letter other than `a` to `z`, which can look like another", text.substr(begin, end - begin)))
      .at(place)
      .help("write names in plain letters; titles in quotes may have any");
  return false;
}

}  // namespace whereas::syntax

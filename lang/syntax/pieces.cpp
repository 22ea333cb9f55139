#include "lang/syntax/pieces.h"

#include "lang/syntax/letters.h"

#include <algorithm>
#include <array>

namespace whereas::syntax {

namespace {

/// Where the line's comment starts: at the first `#` outside a title. An open title reaches to the end of the line.
std::size_t comment_start(std::string_view line) {
  bool in_title = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') in_title = !in_title;
    if (line[i] == '#' && !in_title) return i;
  }
  return line.size();
}

}  // namespace

Pieces cut(const Source& source) {
  const std::string_view text = source.text();
  const auto place = [](std::size_t offset) { return static_cast<std::uint32_t>(offset); };
  Pieces cut;
  cut.readable = std::string(text);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t line_end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = without_trailing_blanks(text.substr(begin, line_end - begin));
    const std::size_t comment = comment_start(line);
    if (comment < line.size()) {
      cut.comments.push_back({{source.id(), place(begin + comment), place(begin + line.size())}});
      std::fill_n(cut.readable.begin() + static_cast<std::ptrdiff_t>(begin + comment), line.size() - comment, ' ');
    }
    const std::string_view words = without_trailing_blanks(line.substr(0, comment));
    if (!words.empty() && !is_blank(words.front())) {
      cut.pieces.push_back({source.id(), place(begin), place(begin)});
    } else if (!words.empty() && cut.pieces.empty() && cut.unbegun.begin == cut.unbegun.end) {
      cut.unbegun = {source.id(), place(begin + words.size() - without_leading_blanks(words).size()),
                     place(begin + words.size())};
    }
    if (!words.empty() && !cut.pieces.empty()) cut.pieces.back().end = place(begin + words.size());
    begin = line_end + 1;
  }
  return cut;
}

std::vector<Name> names_of(std::string_view piece, Span span) {
  std::vector<Name> names;
  const auto name_at = [&](std::string_view rest, std::size_t length, std::size_t quote) {
    if (length == 0) return;
    const auto begin = span.begin + static_cast<std::uint32_t>(rest.data() - piece.data());
    names.push_back(
        {std::string(rest.substr(quote, length - 2 * quote)), {span.source, begin, begin + static_cast<std::uint32_t>(length)}});
  };
  const auto named = [&](std::string_view rest) {
    name_at(rest, title_length(rest), 1);
    name_at(rest, std::max(name_length(rest), party_length(rest)), 0);
  };
  const std::string_view first = piece.substr(0, word_length(piece));
  const std::string_view second = without_leading_blanks(piece.substr(first.size()));
  constexpr auto naming =
      std::to_array<std::string_view>({"party", "unit", "input", "clause", "commitment", "credits", "waterfall", "scenario"});
  if (std::find(naming.begin(), naming.end(), first) != naming.end()) {
    named(second);
    if (first == "unit") {
      const std::string_view rest = without_leading_blanks(second.substr(word_length(second)));
      if (rest.starts_with(',')) named(without_leading_blanks(rest.substr(1)));
    }
  } else if (name_length(piece) != 0) {
    named(piece);
  }
  return names;
}

}  // namespace whereas::syntax

#pragma once

// Cuts the files of the standard library into declarations, where a line begins at column one. All of it runs when the program is built.

#include "lang/program/standard_library.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace whereas::program {

constexpr bool begins_name(char letter) { return (letter >= 'a' && letter <= 'z') || letter == '_'; }
constexpr bool continues_name(char letter) { return begins_name(letter) || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9'); }

/// The word that stands at the beginning, if one does; takes it off the text.
constexpr std::string_view take_name(std::string_view& text) {
  if (text.empty() || !begins_name(text.front())) return {};
  std::size_t length = 1;
  while (length < text.size() && continues_name(text[length])) ++length;
  const std::string_view name = text.substr(0, length);
  text.remove_prefix(length);
  return name;
}

/// Calls `found` with each name that the first line of a declaration gives: `NAME means`, `NAME after costs means`, `NAME(x) means`, `unit item, items`.
template <typename Found>
constexpr void for_names_given(std::string_view declaration, Found found) {
  std::string_view line = declaration.substr(0, declaration.find('\n'));
  const std::string_view first = take_name(line);
  if (first == "unit") {
    for (line = line.substr(0, line.find('#')); !line.empty();) {
      if (const std::string_view name = take_name(line); !name.empty()) found(name);
      else line.remove_prefix(1);
    }
  } else if (!first.empty() && line.find(" means") != std::string_view::npos) {
    found(first);
  }
}

/// Calls `found` with each declaration, blank lines and remarks included: together they are the text.
template <typename Found>
constexpr void for_declarations(std::string_view text, Found found) {
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1)) {
    const bool continues = end + 1 < text.size() && text[end + 1] == ' ';
    if (continues) continue;
    found(text.substr(begin, end + 1 - begin));
    begin = end + 1;
  }
  if (begin < text.size()) found(text.substr(begin));
}

struct Counts {
  std::size_t declarations = 0;
  std::size_t names = 0;
};

constexpr Counts counted(std::span<const EmbeddedFile> files) {
  Counts counts;
  for (const EmbeddedFile& file : files) {
    for_declarations(file.text, [&](std::string_view declaration) {
      ++counts.declarations;
      for_names_given(declaration, [&](std::string_view) { ++counts.names; });
    });
  }
  return counts;
}

template <std::size_t Declarations, std::size_t Names>
struct Cut {
  std::array<StandardDeclaration, Declarations> declarations{};
  std::array<StandardName, Names> names{};
};

template <std::size_t Declarations, std::size_t Names>
constexpr Cut<Declarations, Names> cut(std::span<const EmbeddedFile> files) {
  Cut<Declarations, Names> all;
  std::uint32_t declarations = 0;
  std::uint32_t names = 0;
  for (std::uint32_t file = 0; file < files.size(); ++file) {
    for_declarations(files[file].text, [&](std::string_view declaration) {
      for_names_given(declaration, [&](std::string_view name) { all.names[names++] = {name, declarations}; });
      all.declarations[declarations++] = {declaration, file, static_cast<std::uint32_t>(std::count(declaration.begin(), declaration.end(), '\n'))};
    });
  }
  std::sort(all.names.begin(), all.names.end(), [](const StandardName& a, const StandardName& b) { return a.name < b.name; });
  return all;
}

}  // namespace whereas::program

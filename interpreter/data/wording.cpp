#include "interpreter/data/wording.h"

#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <cstddef>

namespace whereas::data {

std::string_view without_blanks_around(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string quoted(std::string_view text) {
  constexpr std::size_t most_characters = 40;
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size() && count < most_characters; ++count) end += character_at(text, end).length;
  return end < text.size() ? fmt::format("`{}…`", text.substr(0, end)) : fmt::format("`{}`", text);
}

std::string listed(const std::vector<std::string>& names, std::string_view last_joint) {
  std::string list;
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (index > 0) list += index + 1 == names.size() ? fmt::format(" {} ", last_joint) : ", ";
    list += quoted(names[index]);
  }
  return list;
}

std::string described(const check::CheckedContract& contract, check::InputId input, const std::vector<std::string>& values) {
  const check::InputInfo& info = contract.inputs[input];
  std::string words = quoted(info.name);
  for (std::size_t index = 0; index < values.size(); ++index) {
    const std::string& dimension = contract.dimensions[info.dimensions[index]].name;
    words += fmt::format("{} {} is \"{}\"", index == 0 ? " where" : " and", dimension, values[index]);
  }
  return words;
}

}  // namespace whereas::data

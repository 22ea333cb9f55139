#include "lang/text/spelling.h"

#include "lang/text/unicode.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace whereas {

namespace {

// Longer names are not compared: the work grows with the square of the length, and no name of a contract comes near.
constexpr std::size_t longest_compared = 200;

/// Letters with case set aside: `Revenue` is `revenue` with another first letter to the language, but hardly to whoever wrote it.
std::vector<char32_t> letters_of(std::string_view name) {
  std::vector<char32_t> letters;
  for (std::size_t offset = 0; offset < name.size();) {
    const Character character = character_at(name, offset);
    const bool is_capital = character.code_point >= U'A' && character.code_point <= U'Z';
    letters.push_back(is_capital ? character.code_point - U'A' + U'a' : character.code_point);
    offset += character.length;
  }
  return letters;
}

/// The fewest letters to insert, leave out, replace or swap with their neighbour, each place edited once (optimal string alignment).
std::size_t distance(const std::vector<char32_t>& from, const std::vector<char32_t>& to) {
  std::vector<std::size_t> before_last(to.size() + 1);
  std::vector<std::size_t> last(to.size() + 1);
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool is_swap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (is_swap) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[to.size()];
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view misspelt, std::span<const std::string> known) {
  if (misspelt.size() > longest_compared) return std::nullopt;
  const std::vector<char32_t> written = letters_of(misspelt);

  std::optional<std::string> nearest;
  std::size_t least = 0;
  for (const std::string& name : known) {
    if (name.size() > longest_compared) continue;
    const std::vector<char32_t> letters = letters_of(name);
    const auto [shorter, longer] = std::minmax({letters.size(), written.size()});
    const std::size_t allowed = std::max<std::size_t>(1, longer / 3);
    if (longer - shorter > allowed) continue;
    const std::size_t differing = distance(written, letters);
    const bool is_near = differing <= allowed && differing < longer;
    if (is_near && (!nearest || differing < least)) {
      nearest = name;
      least = differing;
    }
  }
  return nearest;
}

}  // namespace whereas

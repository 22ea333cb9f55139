#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Words as drafters write them, and what each says where a word of some kind is meant: drafters_words.h names the kinds.
namespace whereas::syntax {

/// One word of the text, a number, a title or a mark, and whether a new line begins with it.
struct SaidWord {
  std::string_view text;
  bool begins_line = false;
};
using Said = std::vector<SaidWord>;

/// The words that a text begins with, no more than `most`; what is none, such as a comma, by itself.
Said words_of(std::string_view text, std::size_t most);

/// How often, in the words of drafters, and the language's two for it.
struct OftenWords {
  std::string_view said;
  std::string_view noun;
  std::string_view adverb;
};
/// Nothing where the word does not say how often.
const OftenWords* often(std::string_view word);

/// What a word says where one of the kind is meant; nothing where it is none.
std::optional<std::string> meant(char kind, std::string_view word);

}  // namespace whereas::syntax

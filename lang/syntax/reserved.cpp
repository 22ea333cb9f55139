#include "lang/syntax/reserved.h"

#include "lang/syntax/grammar/word_table.h"

namespace whereas::syntax {

std::span<const std::string_view> reserved_words() { return grammar::reserved; }

bool is_reserved(std::string_view word) { return grammar::holds(grammar::reserved, word); }

}  // namespace whereas::syntax

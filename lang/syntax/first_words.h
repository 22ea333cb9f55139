#pragma once

#include "lang/syntax/broken_off.h"

namespace whereas::syntax {

/// The words that a drafter writes before having read the manual (`minus`, `12 percent`, `not more than 500`), where a declaration broke off at
/// them: adds what the language says instead. False where these words are none of them.
bool help_with_first_words(std::string_view before, std::string_view rest, const WholeText& whole, Diagnostic& diagnostic);

/// The same for phrases that leave open what is paid (`pro rata`, `catch-up`): adds each way to say it. open_words.cpp
bool help_with_open_words(std::string_view before, std::string_view rest, const WholeText& whole, Diagnostic& diagnostic);

}  // namespace whereas::syntax

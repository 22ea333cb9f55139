#pragma once

// Included before a library's header that includes <iostream> without need (default arguments of functions that are never called, operators of
// streams): whoever includes that sets up the streams and locales of the standard library whenever the program starts, a tenth of what a small
// contract takes. Its guard is set instead, and the streams that it has are declared. With other standard libraries nothing is changed.

#include <istream>
#include <ostream>

#if defined(__GLIBCXX__)
#define _GLIBCXX_IOSTREAM 1
namespace std {
extern ostream cout;
extern ostream cerr;
}  // namespace std
#endif

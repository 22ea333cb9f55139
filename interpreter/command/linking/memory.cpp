// Where the released program has its memory from. A run of a small contract asks for two thousand things, nearly all of them small, and frees them: a fifth
// of all that it does, if the C library is asked for each.
#include "interpreter/command/linking/small_things.h"

#include <sys/single_threaded.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

alignas(whereas::SmallThings::step) char first_piece[whereas::SmallThings::piece];
constinit whereas::SmallThings small_things(first_piece, sizeof first_piece);

/// Of any size, and for all threads: from the C library.
void* give_by_library(std::size_t size) {
  for (;;) {
    char* const given = size <= PTRDIFF_MAX - whereas::SmallThings::step ? static_cast<char*>(std::malloc(size + whereas::SmallThings::step)) : nullptr;
    if (given != nullptr) {
      whereas::SmallThings::mark_as_others(given + whereas::SmallThings::step);
      return given + whereas::SmallThings::step;
    }
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

}  // namespace

void* operator new(std::size_t size) {
  if (__libc_single_threaded) {
    if (void* const given = small_things.give(size)) return given;
  }
  return give_by_library(size);
}

void operator delete(void* thing) noexcept {
  if (thing == nullptr) return;
  if (whereas::SmallThings::gave(thing)) {
    small_things.take_back(thing, __libc_single_threaded);
  } else {
    std::free(static_cast<char*>(thing) - whereas::SmallThings::step);
  }
}

void operator delete(void* thing, std::size_t) noexcept { operator delete(thing); }

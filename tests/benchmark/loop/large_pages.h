#pragma once

// Memory in pages of 2 MiB where the system gives them: reading many scenarios in order then stops less for the tables of pages.

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace whereas::loop {

template <typename Value>
struct LargePages {
  using value_type = Value;

  LargePages() = default;
  template <typename Other>
  LargePages(const LargePages<Other>&) {}  // NOLINT(google-explicit-constructor)

  Value* allocate(std::size_t count) {
    constexpr std::size_t page = std::size_t{2} << 20;
    const std::size_t bytes = (count * sizeof(Value) + page - 1) / page * page;
    void* memory = std::aligned_alloc(page, bytes);
    if (memory == nullptr) throw std::bad_alloc();
    (void)madvise(memory, bytes, MADV_HUGEPAGE);
    return static_cast<Value*>(memory);
  }
  void deallocate(Value* memory, std::size_t) { std::free(memory); }

  friend bool operator==(const LargePages&, const LargePages&) { return true; }
};

}  // namespace whereas::loop

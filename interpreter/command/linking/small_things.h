#pragma once

#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace whereas {

/// Memory for things of up to a kilobyte, from pieces that are taken once and never given back to the system: what was freed is kept in a list for each
/// size, and is what is given next. To give and to take back are ten instructions each, where the C library needs sixty. One thread alone.
///
/// In front of each thing stands what it is: a thing that is freed twice, or was never given, ends the program.
class SmallThings {
 public:
  constexpr SmallThings() = default;
  /// The first piece is given, so that nothing has to be asked of anybody for a small contract.
  constexpr SmallThings(char* first, std::size_t size) : next_(first + sizeof(std::size_t)), end_(first + size) {}

  static constexpr std::size_t step = 16;         // everything stands at a multiple of it
  static constexpr std::size_t largest = 1024;    // with what stands in front
  static constexpr std::size_t piece = 64 * 1024;

  /// Memory for `size` bytes, or nothing where the system has none, or it is no small thing.
  void* give(std::size_t size) {
    const std::size_t steps = (size + sizeof(std::size_t) + step - 1) / step;
    if (size > largest || steps > largest / step) return nullptr;
    if (Freed*& freed = freed_[steps]; freed != nullptr) {
      Freed* const given = freed;
      freed = given->next;
      mark_of(given) = given_mark + steps;
      return given;
    }
    if (static_cast<std::size_t>(end_ - next_) < steps * step && !take_piece()) return nullptr;
    char* const given = next_ + sizeof(std::size_t);
    next_ += steps * step;
    mark_of(given) = given_mark + steps;
    return given;
  }

  /// Whether it was given here; otherwise it is marked so that it is known to be another's.
  static bool gave(const void* thing) { return mark_of(const_cast<void*>(thing)) != others_mark; }
  static void mark_as_others(void* thing) { mark_of(thing) = others_mark; }

  /// `again`: whether it may be given to somebody else.
  void take_back(void* thing, bool again) {
    const std::size_t steps = mark_of(thing) - given_mark;
    if (steps == 0 || steps > largest / step) std::abort();
    mark_of(thing) = freed_mark;
    if (!again) return;
    freed_[steps] = new (thing) Freed{freed_[steps]};
  }

 private:
  struct Freed {
    Freed* next;
  };

  static constexpr std::size_t given_mark = 0x57686572'65617300;
  static constexpr std::size_t freed_mark = 0x66726565'64000000;
  static constexpr std::size_t others_mark = 0x6f746865'72000000;

  static std::size_t& mark_of(void* thing) { return *reinterpret_cast<std::size_t*>(static_cast<char*>(thing) - sizeof(std::size_t)); }

  /// The rest of the last piece is left: it is less than a thing.
  bool take_piece() {
    char* const taken = static_cast<char*>(std::malloc(piece));
    if (taken == nullptr) return false;
    next_ = taken + sizeof(std::size_t);  // so that things, behind their marks, stand at multiples of the step
    end_ = taken + piece;
    return true;
  }

  char* next_ = nullptr;
  char* end_ = nullptr;
  std::array<Freed*, largest / step + 1> freed_{};
};

}  // namespace whereas

#pragma once

#include "lang/syntax/builder.h"

#include <string_view>
#include <vector>

/// The state of one parse: the builder, and what the grammar must know beside the text.
namespace whereas::syntax {

/// Forms that may not stand bare everywhere.
enum class Restriction : unsigned {
  no_after = 1,  ///< a bare `after` list inside another list, `greater of` or a condition
  no_from = 2,   ///< `from D to D` as a window, where `from` is the clause's or exception's own
  no_in = 4,     ///< `in 2026` as a window, where it belongs to the line and not to the amount
};

class Restrictions {
 public:
  bool hold(Restriction what) const { return (bits_ & static_cast<unsigned>(what)) != 0; }
  Restrictions with(Restriction what) const {
    Restrictions more = *this;
    more.bits_ |= static_cast<unsigned>(what);
    return more;
  }

  class Scope;

 private:
  unsigned bits_ = 0;
};

/// Others for a while, the former again after it.
class Restrictions::Scope {
 public:
  Scope(Restrictions& current, Restrictions meanwhile) : current_(current), former_(current) { current_ = meanwhile; }
  ~Scope() { current_ = former_; }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  Restrictions& current_;
  Restrictions former_;
};

/// How deeply the amount that is being read is nested.
struct Depth {
  static constexpr int limit = 200;
  int now = 0;

  class Scope {
   public:
    Scope(Depth& depth, const char* place) : depth_(depth) {
      if (depth_.now == limit) throw TooDeep{place};
      ++depth_.now;
    }
    ~Scope() { --depth_.now; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Depth& depth_;
  };
};

/// What fits at the place where a declaration broke off: gathered when it is read once more, listening there.
struct Listening {
  const char* place = nullptr;
  std::vector<std::string_view> fitting;
};

struct Reading {
  Builder& builder;
  Listening& listening;
  Restrictions restrictions;
  Depth depth;
};

}  // namespace whereas::syntax

#pragma once

#include "lang/syntax/broken_off.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

/// Words are offered only where the grammar reads on with them: each is tried before it is told.
namespace whereas::syntax {

/// Where a declaration with such words breaks off; nothing where it reads to its end.
using ReadsTo = std::function<std::optional<std::size_t>(std::string_view declaration)>;

class Mending {
 public:
  explicit Mending(ReadsTo reads_to) : reads_to_(std::move(reads_to)) {}

  enum class Result {
    not_even,  ///< the new words do not fit either
    as_far,    ///< they fit, and the next word does not
    further
  };
  /// What becomes of the declaration (what stands before the place where it broke off, and from there) with the edit made in it.
  Result with(std::string_view before, std::string_view rest, const WholeText& whole, const Edit& edit) const;
  /// Where it breaks off as it is.
  std::optional<std::size_t> reads_to(std::string_view declaration) const { return reads_to_(declaration); }

 private:
  ReadsTo reads_to_;
};

/// Where the first help of the diagnostic mends a declaration that then breaks off once more, and what drafters say is mended there too and so
/// on to its end: the help is to write all of it, in place of the words that it gives. Else it stays as it is.
std::optional<Span> mend_on(std::string_view before, std::string_view rest, const WholeText& whole, const Mending& mending, Diagnostic& diagnostic);

}  // namespace whereas::syntax

#pragma once

#include "lang/number/notation.h"

namespace whereas::number {

/// Why read_number refused `text`, and how to write it where that is plain: `5M` → {"`M` is a thousand to some …", "5m"}. Nothing is
/// offered for `1,5`, which is 1.5 to some and 15 to others. Whether the offer itself can be read (its digits may be too many) is left to
/// the caller.
NotationFault fault_in(std::string_view text);

}  // namespace whereas::number

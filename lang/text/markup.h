#pragma once

#include <string>
#include <string_view>

namespace whereas {

/// Text for an XML or HTML document, line ends kept. Control characters, which XML has no way to write, are shown in words.
std::string marked_up(std::string_view text);

}  // namespace whereas

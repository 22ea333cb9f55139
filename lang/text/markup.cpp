#include "lang/text/markup.h"

#include "lang/text/unicode.h"

#include <algorithm>

namespace whereas {

std::string marked_up(std::string_view text) {
  std::string escaped;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (const char letter : made_visible(text.substr(0, end))) {
      switch (letter) {
        case '&': escaped += "&amp;"; break;
        case '<': escaped += "&lt;"; break;
        case '>': escaped += "&gt;"; break;
        case '"': escaped += "&quot;"; break;
        default: escaped += letter;
      }
    }
    if (end < text.size()) escaped += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return escaped;
}

}  // namespace whereas

#pragma once

#include <span>
#include <string_view>

namespace whereas::program {

/// One file of the folder stdlib, as it was when the program was built.
struct EmbeddedFile {
  std::string_view name;  ///< `measures.deal`
  std::string_view text;
};

/// Every file of the standard library, ordered by name. The build generates the definition with embed.cmake.
std::span<const EmbeddedFile> standard_library();

}  // namespace whereas::program

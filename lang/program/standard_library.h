#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace whereas::program {

/// One file of the folder stdlib, as it was when the program was built.
struct EmbeddedFile {
  std::string_view name;  ///< `measures.deal`
  std::string_view text;
};

/// A declaration of a standard file, with the lines that continue it, each with its end. It is cut out of its file when the program is built and
/// parsed when a contract uses one of its names: that costs far more, and a contract uses few.
struct StandardDeclaration {
  std::string_view text;
  std::uint32_t file = 0;  ///< its place in standard_library()
  std::uint32_t lines = 0;
};

/// A name that the standard library gives to a measure or to units.
struct StandardName {
  std::string_view name;
  std::uint32_t declaration = 0;  ///< its place in standard_declarations()
};

/// Every file of the standard library, ordered by name. The build generates the definition with embed.cmake, and so those below.
std::span<const EmbeddedFile> standard_library();
/// Everything that its files declare, in their order; what only a file's own tests need is there too, and has no name.
std::span<const StandardDeclaration> standard_declarations();
/// Ordered.
std::span<const StandardName> names_of_standard_library();

}  // namespace whereas::program

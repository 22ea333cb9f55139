# Writes OUTPUT, a C++ file that holds the text of FILES (separated by |) and defines standard_library(): one string literal a line, so that no
# literal is long.
#   cmake -DFILES=stdlib/measures.deal|stdlib/units.deal -DOUTPUT=standard_library.cpp -P embed.cmake
string(REPLACE "|" ";" FILES "${FILES}")
list(SORT FILES)
list(LENGTH FILES COUNT)

set(ENTRIES "")
foreach(FILE IN LISTS FILES)
  get_filename_component(NAME "${FILE}" NAME)
  file(READ "${FILE}" TEXT)
  string(REPLACE "\\" "\\\\" TEXT "${TEXT}")
  string(REPLACE "\"" "\\\"" TEXT "${TEXT}")
  string(REPLACE "\r" "\\r" TEXT "${TEXT}")
  string(REPLACE "\n" "\\n\"\n   \"" TEXT "${TEXT}")
  string(APPEND ENTRIES "  {\"${NAME}\",\n   \"${TEXT}\"},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Generated from stdlib/*.deal by lang/program/embed.cmake: change those.
#include \"lang/program/standard_cut.h\"

#include <array>

namespace whereas::program {

static constexpr std::array<EmbeddedFile, ${COUNT}> files{{
${ENTRIES}}};
static constexpr Counts counts = counted(files);
static constexpr auto all = cut<counts.declarations, counts.names>(files);

std::span<const EmbeddedFile> standard_library() { return files; }
std::span<const StandardDeclaration> standard_declarations() { return all.declarations; }
std::span<const StandardName> names_of_standard_library() { return all.names; }

}  // namespace whereas::program
")

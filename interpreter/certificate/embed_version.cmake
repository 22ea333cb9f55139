# Writes OUTPUT, a C++ file that defines program_version() and program_sources(): the SHA-256 of the program's sources, which is what
#   LC_ALL=C; find lang interpreter stdlib -type f | sort | xargs sha256sum | sha256sum
# prints in the folder ROOT. Two programs with the same one do the same.
#   cmake -DROOT=. -DVERSION=0.1.0 -DOUTPUT=version.cpp -P embed_version.cmake
file(GLOB_RECURSE FILES RELATIVE "${ROOT}" "${ROOT}/lang/*" "${ROOT}/interpreter/*" "${ROOT}/stdlib/*")
list(SORT FILES)
set(LINES "")
foreach(FILE IN LISTS FILES)
  file(SHA256 "${ROOT}/${FILE}" HASH)
  string(APPEND LINES "${HASH}  ${FILE}\n")
endforeach()
string(SHA256 SOURCES "${LINES}")

file(WRITE "${OUTPUT}" "// Generated from the sources by interpreter/certificate/embed_version.cmake.
#include \"interpreter/certificate/version.h\"

namespace whereas::certificate {

std::string_view program_version() { return \"${VERSION}\"; }
std::string_view program_sources() { return \"${SOURCES}\"; }

}  // namespace whereas::certificate
")

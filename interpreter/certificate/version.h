#pragma once

#include <string_view>

namespace whereas::certificate {

/// `0.1.0`.
std::string_view program_version();
/// The SHA-256 of the program's own sources, in hexadecimal digits: how it is worked out stands in embed_version.cmake.
std::string_view program_sources();

}  // namespace whereas::certificate

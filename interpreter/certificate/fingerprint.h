#pragma once

#include <string>
#include <string_view>

namespace whereas::certificate {

/// The SHA-256 of some bytes as 64 hexadecimal digits, as `sha256sum` prints it. The only file that knows the library.
std::string sha256(std::string_view bytes);
/// Of bytes that lie in two places, the first before the second.
std::string sha256(std::string_view first, std::string_view second);

}  // namespace whereas::certificate

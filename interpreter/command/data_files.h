#pragma once

#include "lang/text/source.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace whereas::command {

/// The text of a data file that the user names on the command line; `-` is standard input. A large file is not copied but mapped. What gzip or zstd
/// has packed, by its first bytes and whatever its name, is unpacked. Nothing, with `why`, where it cannot be read or is longer than largest_data.
std::optional<KeptText> read_data_file(const std::string& path, std::string& why);

/// Whether gzip or zstd packed it.
bool is_packed(std::string_view bytes);
/// What was packed, whole: damaged or cut off, or longer than `largest`, it is refused with `why`, and unpacked no further than that.
std::optional<std::string> unpacked(std::string_view bytes, std::size_t largest, std::string& why);
/// `1 GiB`, `5000 bytes`
std::string size_in_words(std::size_t bytes);

}  // namespace whereas::command

// Packed files and their limit: each of these few bytes is 5,000 sevens, as gzip and zstd packed them.
#include "interpreter/command/data_files.h"

#include <catch2/catch.hpp>

#include <string>

using namespace whereas;
using namespace std::string_view_literals;

namespace {

constexpr auto by_gzip =
    "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xED\xC1\x31\x01\x00\x00\x00\xC2\xA0\x58\xEB\xDF\xCC\x14\x7E\x40\x01\x00\x00\x00\x00\x6F\x03\xD7\xA8\x64\x3F\x88\x13\x00\x00"sv;
constexpr auto by_zstd = "\x28\xB5\x2F\xFD\x00\x68\x45\x00\x00\x08\x37\x01\x00\x84\xD3\x03\x21"sv;

}  // namespace

TEST_CASE("what is packed is unpacked up to the limit, and not a byte beyond") {
  for (const auto packed : {by_gzip, by_zstd}) {
    REQUIRE(command::is_packed(packed));
    for (const std::size_t largest : {std::size_t{5'000}, std::size_t{1'000'000}}) {
      std::string why;
      CHECK(command::unpacked(packed, largest, why) == std::string(5'000, '7'));
      CHECK(why.empty());
    }
    for (const std::size_t largest : {std::size_t{4'999}, std::size_t{4'096}, std::size_t{1}}) {
      std::string why;
      CHECK_FALSE(command::unpacked(packed, largest, why).has_value());
      CHECK(why == "it is longer than " + std::to_string(largest) + " bytes when it is unpacked");
    }
    std::string why;
    CHECK_FALSE(command::unpacked(packed.substr(0, packed.size() - 1), 5'000, why).has_value());
    CHECK(why.find("damaged or cut off") != std::string::npos);
  }
}

TEST_CASE("files packed one by one and put together are held to the limit together") {
  const std::string twice = std::string(by_gzip) + std::string(by_gzip);
  std::string why;
  CHECK(command::unpacked(twice, 10'000, why) == std::string(10'000, '7'));
  CHECK_FALSE(command::unpacked(twice, 9'999, why).has_value());
  CHECK(why == "it is longer than 9999 bytes when it is unpacked");
}

TEST_CASE("a limit of whole GiB is told so") {
  // The limit of data files is never reached here; its words are those of the errors that people see.
  CHECK(command::size_in_words(std::size_t{1} << 30) == "1 GiB");
  CHECK(command::size_in_words(std::size_t{3} << 30) == "3 GiB");
  CHECK(command::size_in_words(4'999) == "4999 bytes");
}

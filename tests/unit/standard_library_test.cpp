#include "lang/program/standard_library.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace {

std::map<std::string, std::string> files_of_stdlib() {
  std::map<std::string, std::string> files;
  const std::filesystem::path folder = WHEREAS_SOURCE_DIR "/stdlib";
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".deal") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[entry.path().filename().string()] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  return files;
}

}  // namespace

TEST_CASE("the embedded standard library is the folder stdlib, byte for byte and in order of names") {
  std::map<std::string, std::string> embedded;
  for (const auto& file : whereas::program::standard_library()) embedded[std::string(file.name)] = file.text;
  CHECK(embedded == files_of_stdlib());
  CHECK(std::ranges::is_sorted(whereas::program::standard_library(), {}, &whereas::program::EmbeddedFile::name));
}

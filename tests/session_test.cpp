// What is typed and what the program answers: every .session file of tests/corpus/command. WHEREAS_UPDATE=1 writes the answers into the files.
#include "tests/support/session.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> session_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(WHEREAS_SOURCE_DIR) / "tests/corpus/command")) {
    if (entry.path().extension() == ".session") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("the program answers as the sessions say") {
  const bool updates = std::getenv("WHEREAS_UPDATE") != nullptr;
  const std::vector<fs::path> files = session_files();
  REQUIRE_FALSE(files.empty());
  for (const fs::path& path : files) {
    DYNAMIC_SECTION(path.filename().string()) {
      const auto expected = whereas::session::read(text_of(path));
      const auto is = whereas::session::run(expected, path.parent_path(), WHEREAS_PROGRAM);
      if (updates) std::ofstream(path, std::ios::binary) << whereas::session::write(is);
      REQUIRE_FALSE(expected.steps.empty());
      for (std::size_t step = 0; step < expected.steps.size() && !updates; ++step) {
        INFO("$ " << expected.steps[step].command);
        CHECK(is.steps[step].output == expected.steps[step].output);
      }
    }
  }
}

TEST_CASE("a session file that is read and written is the same") {
  const std::string text = "# first\n$ one\n> two\nout\n\nmore\n[exit 1]\n\n# then\n$ three\n\n$ four\nout\n\n";
  const auto session = whereas::session::read(text);
  REQUIRE(session.steps.size() == 3);
  CHECK(session.steps[0].command == "one\ntwo");
  CHECK(session.steps[0].output == "out\n\nmore\n[exit 1]\n");
  CHECK(session.steps[1].output.empty());
  CHECK(whereas::session::write(session) == text);
}

}  // namespace

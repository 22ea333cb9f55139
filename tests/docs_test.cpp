// Every contract in README.md and docs/ is run, so that no page can say what the program does not do. A page holds fenced blocks:
//
//   ```deal                    a whole contract, which must check without errors
//   ```deal header             lines that the fragments below stand under, up to the next header
//   ```deal fragment           lines that are checked under the header
//   ```csv NAME                a data file of the page; blocks above and below can use it
//   ```statement               what `whereas run` prints for the contract block above it
//   ```diagnostic              what the program says about the contract block above it
//   ```file PATH               what stands in a file of the repository
//   ```reserved                the reserved words of the language, all of them
//   ```held-by                 the names of tests, a line each, which must exist
//   ```sh-session              commands with what they print, in the form of tests/support/session.h, run beside the page's files
//
// Words behind `deal` or `deal fragment`:
//   data=NAME                  the contract is run on that data file (several may be named)
//   run                        the contract is run without data
//   file=NAME                  the contract is called so, for sessions and diagnostics; else it has the name of its line
//   error=CODE                 it must be refused with this code
//   warning=CODE               it must be warned of with this code; other warnings are allowed
//
// Options of `whereas run` stand behind `statement`: ```statement --by year. A line `…` in a statement or diagnostic stands for lines
// left out; what stands between two of them must be printed so, in this order. A page whose blocks are of other kinds may hold them.
#include "lang/syntax/reserved.h"
#include "tests/support/session.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
namespace session = whereas::session;

using Lines = std::vector<std::string>;

struct Block {
  std::string kind;   ///< `deal`, the first word behind the fence
  Lines words;        ///< those behind it
  std::string text;
  std::size_t line = 0;  ///< of the fence

  bool has(const std::string& word) const { return std::find(words.begin(), words.end(), word) != words.end(); }
  /// What stands behind `KEY=`, each time that it is given.
  Lines of(const std::string& key) const {
    Lines values;
    for (const std::string& word : words) {
      if (word.starts_with(key + "=")) values.push_back(word.substr(key.size() + 1));
    }
    return values;
  }
};

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Lines words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  bool is_inside = false;
  std::size_t number = 0;
  for (const std::string& line : lines_of(page)) {
    ++number;
    if (line.starts_with("```")) {
      is_inside = !is_inside;
      if (!is_inside) continue;
      Lines words = words_of(line.substr(3));
      const std::string kind = words.empty() ? "" : words.front();
      if (!words.empty()) words.erase(words.begin());
      blocks.push_back({kind, std::move(words), "", number});
    } else if (is_inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

/// Whether the shown lines stand in what was printed: each stretch between two `…` as it is, one after the other.
bool stands_in(const Lines& shown, const Lines& printed) {
  std::vector<Lines> stretches(1);
  for (const std::string& line : shown) {
    if (line == "…") stretches.emplace_back();
    else stretches.back().push_back(line);
  }
  auto from = printed.begin();
  for (std::size_t place = 0; place < stretches.size(); ++place) {
    const Lines& stretch = stretches[place];
    const bool is_last = place + 1 == stretches.size();
    auto found = std::search(from, printed.end(), stretch.begin(), stretch.end());
    if (is_last && place > 0 && !stretch.empty()) found = std::find_end(from, printed.end(), stretch.begin(), stretch.end());
    if (found == printed.end() && !stretch.empty()) return false;
    if (place == 0 && found != printed.begin()) return false;
    from = found + static_cast<std::ptrdiff_t>(stretch.size());
    if (is_last && !stretch.empty() && from != printed.end()) return false;
    if (is_last && place == 0 && from != printed.end()) return false;
  }
  return true;
}

/// The sources of all tests, one after the other.
std::string all_tests() {
  std::string text;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(WHEREAS_SOURCE_DIR) / "tests")) {
    if (entry.path().extension() == ".cpp") text += text_of(entry.path());
  }
  return text;
}

/// The files of a page, in a folder that is gone with it, and the commands that are run there.
class Page {
 public:
  explicit Page(const fs::path& path) : folder_(fs::temp_directory_path() / ("page-" + path.stem().string() + "-" + std::to_string(Catch::rngSeed()))) {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    for (Block& block : blocks_of(text_of(path))) add(std::move(block));
  }
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  ~Page() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  void check() const {
    const Block* contract = nullptr;
    for (const Block& block : blocks_) {
      INFO("line " << block.line);
      if (block.kind == "deal" && !block.has("header")) check_contract(*(contract = &block));
      if (block.kind == "statement") check_statement(*contract, block);
      if (block.kind == "diagnostic") check_shown(block, messages(*contract));
      if (block.kind == "sh-session") check_session(block);
      if (block.kind == "file") check_shown(block, text_of(fs::path(WHEREAS_SOURCE_DIR) / block.words.front()));
      if (block.kind == "reserved") check_reserved(block);
      if (block.kind == "held-by") check_tests(block);
    }
  }

 private:
  void add(Block block) {
    INFO("line " << block.line);
    if (block.kind == "csv") {
      REQUIRE(block.words.size() == 1);
      write(block.words.front(), block.text);
    }
    if (block.kind == "deal") {
      if (block.has("header")) header_ = block.text;
      else write(name_of(block), (block.has("fragment") ? header_ : "") + block.text);
    }
    blocks_.push_back(std::move(block));
  }

  void write(const std::string& name, const std::string& text) const {
    INFO(name << " is given twice");
    REQUIRE_FALSE(fs::exists(folder_ / name));
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  static std::string name_of(const Block& block) {
    const Lines given = block.of("file");
    return given.empty() ? "line-" + std::to_string(block.line) + ".deal" : given.front();
  }

  static std::string run_command(const Block& contract) {
    std::string command = "whereas run " + name_of(contract);
    for (const std::string& data : contract.of("data")) command += " --data " + data;
    return command;
  }
  static bool is_run(const Block& contract) { return contract.has("run") || !contract.of("data").empty(); }

  session::Session answers(session::Session asked) const { return session::run(asked, folder_, WHEREAS_PROGRAM); }
  std::string answer(const std::string& command) const { return answers({{{"", command, ""}}, ""}).steps.front().output; }
  std::string messages(const Block& contract) const {
    return answer(is_run(contract) ? run_command(contract) + " 2>&1 >nothing" : "whereas check " + name_of(contract));
  }

  void check_contract(const Block& contract) const {
    const std::string said = messages(contract);
    CAPTURE(said);
    const Lines errors = contract.of("error");
    for (const std::string& code : errors) CHECK(said.find("error[" + code + "]") != std::string::npos);
    for (const std::string& code : contract.of("warning")) CHECK(said.find("warning[" + code + "]") != std::string::npos);
    if (errors.empty()) CHECK(said.find("[exit ") == std::string::npos);
    if (errors.empty()) CHECK(said.find("error[") == std::string::npos);
  }

  void check_statement(const Block& contract, const Block& statement) const {
    std::string command = run_command(contract);
    for (const std::string& option : statement.words) command += " " + option;
    check_shown(statement, answer(command + " 2>messages || cat messages"));
  }

  static void check_shown(const Block& shown, const std::string& printed) {
    INFO("shown:\n" << shown.text << "printed:\n" << printed);
    CHECK(stands_in(lines_of(shown.text), lines_of(printed)));
  }

  void check_session(const Block& block) const {
    const session::Session shown = session::read(block.text);
    const session::Session is = answers(shown);
    REQUIRE_FALSE(shown.steps.empty());
    for (std::size_t step = 0; step < shown.steps.size(); ++step) {
      INFO("$ " << shown.steps[step].command);
      CHECK(is.steps[step].output == shown.steps[step].output);
    }
  }

  static void check_reserved(const Block& block) {
    const auto reserved = whereas::syntax::reserved_words();
    CHECK(words_of(block.text) == Lines(reserved.begin(), reserved.end()));
  }

  static void check_tests(const Block& block) {
    const std::string tests = all_tests();
    for (const std::string& name : lines_of(block.text)) {
      INFO("no test is called so: " << name);
      CHECK(tests.find("TEST_CASE(\"" + name + "\"") != std::string::npos);
    }
  }

  fs::path folder_;
  std::string header_;
  std::vector<Block> blocks_;
};

std::vector<fs::path> pages() {
  const fs::path root = WHEREAS_SOURCE_DIR;
  std::vector<fs::path> found{root / "README.md"};
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs")) {
    // The pages of diagnostics have a test of their own, which knows exactly what each must show: error_pages_test.cpp.
    if (entry.path().parent_path() == root / "docs/errors") continue;
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST_CASE("every contract in the documentation does what its page says") {
  for (const fs::path& path : pages()) {
    DYNAMIC_SECTION(fs::relative(path, WHEREAS_SOURCE_DIR).string()) { Page(path).check(); }
  }
}

TEST_CASE("a shown excerpt stands in what is printed only where it does") {
  const Lines printed{"one", "two", "three", "two", "four"};
  CHECK(stands_in(printed, printed));
  CHECK(stands_in({"one", "…"}, printed));
  CHECK(stands_in({"…", "four"}, printed));
  CHECK(stands_in({"…", "two", "four"}, printed));
  CHECK(stands_in({"…", "three", "…"}, printed));
  CHECK(stands_in({"one", "…", "three", "…", "four"}, printed));
  CHECK_FALSE(stands_in({"one", "two"}, printed));
  CHECK_FALSE(stands_in({"two", "…"}, printed));
  CHECK_FALSE(stands_in({"…", "three"}, printed));
  CHECK_FALSE(stands_in({"…", "three", "…", "one", "…"}, printed));
  CHECK_FALSE(stands_in({"…", "five", "…"}, printed));
}

}  // namespace

// Formatting changes blanks, line ends and places of comments, and nothing else: over every contract we have, and over the same
// contracts with their words set apart at random.

#include "lang/format/format.h"
#include "lang/syntax/parse.h"
#include "lang/syntax/print_tree.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using whereas::Report;
using whereas::Source;

namespace {

struct Text {
  std::string name;
  std::string text;
};

/// A contract as it was read: its tree without places, and its comments.
struct Reading {
  bool parses = false;
  std::string tree;
  std::vector<std::string> comments;
};

Reading read(const std::string& text) {
  Report report;
  whereas::syntax::ExpressionIds ids;
  const Source source(0, "contract.deal", text);
  const auto contract = whereas::syntax::parse(source, ids, report);
  Reading reading;
  reading.parses = !report.has_errors();
  reading.tree = whereas::syntax::print_tree(contract);
  for (const auto& comment : contract.comments) {
    std::string words(source.slice(comment.span));
    words.erase(words.find_last_not_of(" \t\r") + 1);
    reading.comments.push_back(words);
  }
  return reading;
}

std::string formatted(const std::string& text) {
  Report report;
  const auto result = whereas::format::format(Source(0, "contract.deal", text), report);
  INFO(text);
  REQUIRE(result.has_value());
  return *result;
}

const std::vector<Text>& contracts() {
  static const std::vector<Text> all = [] {
    std::vector<Text> found;
    const fs::path root = WHEREAS_SOURCE_DIR;
    for (const char* folder : {"tests/contracts", "tests/corpus", "stdlib", "examples"}) {
      if (!fs::exists(root / folder)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        if (entry.path().extension() != ".deal") continue;
        std::ostringstream text;
        text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        if (read(text.str()).parses) found.push_back({fs::relative(entry.path(), root).string(), text.str()});
      }
    }
    std::sort(found.begin(), found.end(), [](const Text& a, const Text& b) { return a.name < b.name; });
    return found;
  }();
  return all;
}

/// The same words in the same order, set apart at random: blanks, line ends, and remarks where they may stand. What carries meaning or
/// shape stays: titles, column one, blank lines between the lines of a declaration, comments that are there, and that a line which says when
/// a clause is in force stands by itself (behind another it is refused: it might be of that one alone).
class Spacer {
 public:
  Spacer(std::uint32_t seed, bool with_remarks) : random_(seed), with_remarks_(with_remarks) {}

  std::string spaced(const std::string& text) {
    std::string out;
    bool quoted = false;
    bool in_input = false;
    bool remarked = false;  // an input has one remark at most: a second would stand above it and begin new columns
    for (std::size_t at = 0; at < text.size();) {
      if (at == 0 || text[at - 1] == '\n') {
        in_input = text.compare(at, 6, "input ") == 0;
        remarked = false;
      }
      if (text[at] == '"') quoted = !quoted;
      if (!quoted && text[at] == '#') {  // to the first word after it
        const std::size_t end = std::min(text.find_first_not_of(" \n", text.find('\n', at)), text.size());
        out += text.substr(at, end - at);
        at = end;
        continue;
      }
      if (quoted || (text[at] != ' ' && text[at] != '\n')) {
        out += text[at++];
        continue;
      }
      const std::size_t end = std::min(text.find_first_not_of(" \n", at), text.size());
      out += gap(text.substr(at, end - at), std::string_view(text).substr(end), in_input, remarked);
      at = end;
    }
    return out;
  }

 private:
  std::uint32_t up_to(std::uint32_t most) { return static_cast<std::uint32_t>(random_()) % (most + 1); }
  std::string blanks() { return std::string(1 + up_to(6), ' '); }
  std::string remark() { return "# remark " + std::to_string(++remarks_) + (up_to(1) == 0 ? "  " : ""); }

  static bool says_when(std::string_view rest) {
    const auto words = {"from ", "until ", "through ", "while ", "once "};
    return std::any_of(words.begin(), words.end(), [&](const char* word) { return rest.substr(0, std::strlen(word)) == word; });
  }

  std::string gap(const std::string& was, std::string_view rest, bool in_input, bool& remarked) {
    const char next = rest.empty() ? '\0' : rest.front();
    const auto line_ends = std::count(was.begin(), was.end(), '\n');
    if (next == '#') return was;
    if (was.back() == '\n' || next == '\0') return line_ends > 1 ? std::string(2 + up_to(2), '\n') : was;
    if (line_ends > 1) return was;
    if (line_ends == 1 && says_when(rest)) return "\n" + blanks();
    switch (up_to(with_remarks_ ? 5 : 3)) {
      case 0: return " ";
      case 1: return up_to(1) == 0 ? "\t" : blanks();
      case 2:
      case 3: return "\n" + blanks();
      default: break;
    }
    if (in_input) {
      if (remarked) return " ";
      remarked = true;
      return blanks() + remark() + "\n" + blanks();
    }
    return (up_to(1) == 0 ? blanks() : "\n" + blanks()) + remark() + "\n" + blanks();
  }

  std::mt19937 random_;
  bool with_remarks_;
  int remarks_ = 0;
};

/// The same contract with names so long that its lines must break: every `_` in a word becomes a long word of its own.
std::string with_long_names(const std::string& text) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    quoted ^= text[i] == '"';
    const bool in_name = !quoted && text[i] == '_' && i > 0 && std::islower(static_cast<unsigned char>(text[i - 1])) != 0;
    out += in_name ? "_as_the_third_schedule_defines_it_" : std::string(1, text[i]);
  }
  return out;
}

std::string without_comments(const std::string& text) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    bool quoted = false;
    std::size_t end = 0;
    while (end < line.size() && (quoted || line[end] != '#')) quoted ^= line[end++] == '"';
    const bool had_comment = end < line.size();
    line.erase(end);
    line.erase(line.find_last_not_of(' ') + 1);
    if (!had_comment || !line.empty()) out += line + '\n';
  }
  return out;
}

}  // namespace

TEST_CASE("every contract of the acceptance tests parses") {
  const auto is_whole = [](const Text& each) { return each.name.ends_with("contract.deal"); };
  CHECK(std::count_if(contracts().begin(), contracts().end(), is_whole) >= 19);
}

TEST_CASE("the contracts of the acceptance tests are in canonical layout") {
  for (const Text& each : contracts()) {
    if (!each.name.starts_with("tests/contracts/") && !each.name.ends_with("every-construct.deal")) continue;
    INFO(each.name);
    CHECK(formatted(each.text) == each.text);
  }
}

TEST_CASE("formatting twice is formatting once, keeps the tree and every comment in order") {
  for (const Text& each : contracts()) {
    INFO(each.name);
    const std::string once = formatted(each.text);
    CHECK(formatted(once) == once);
    const Reading before = read(each.text);
    const Reading after = read(once);
    CHECK(after.parses);
    CHECK(after.tree == before.tree);
    CHECK(after.comments == before.comments);
  }
}

TEST_CASE("canonical text has no trailing blanks, no tabs, no two blank lines together, and ends with one line end") {
  for (const Text& each : contracts()) {
    INFO(each.name);
    const std::string text = formatted(each.text);
    CHECK(text.find(" \n") == std::string::npos);
    CHECK(text.find_first_of("\t\r") == std::string::npos);
    CHECK(text.find("\n\n\n") == std::string::npos);
    CHECK((text.empty() || (text.ends_with("\n") && !text.ends_with("\n\n"))));
  }
}

TEST_CASE("however its words are set apart, a contract has one canonical text") {
  for (const Text& each : contracts()) {
    INFO(each.name);
    const std::string canonical = formatted(each.text);
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
      const std::string spaced = Spacer(seed, false).spaced(canonical);
      REQUIRE(read(spaced).tree == read(canonical).tree);
      REQUIRE(formatted(spaced) == canonical);
    }
  }
}

TEST_CASE("remarks anywhere between the words change nothing but themselves, and none is lost or moved past another") {
  for (const Text& each : contracts()) {
    INFO(each.name);
    const std::string canonical = formatted(each.text);
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
      const std::string remarked = Spacer(seed, true).spaced(canonical);
      const std::string text = formatted(remarked);
      REQUIRE(without_comments(text) == without_comments(canonical));
      REQUIRE(read(text).comments == read(remarked).comments);
      REQUIRE(formatted(text) == text);
    }
  }
}

TEST_CASE("lines that break are as canonical as lines that do not, and never go on at column one") {
  for (const Text& each : contracts()) {
    INFO(each.name);
    const std::string text = with_long_names(each.text);
    const std::string canonical = formatted(text);
    CHECK(formatted(canonical) == canonical);
    CHECK(read(canonical).tree == read(text).tree);
    for (std::uint32_t seed = 0; seed < 5; ++seed) REQUIRE(formatted(Spacer(seed, false).spaced(canonical)) == canonical);
  }
}

TEST_CASE("the line ends of other systems give the same canonical text") {
  for (const Text& each : contracts()) {
    std::string other;
    for (const char c : each.text) other += c == '\n' ? std::string("\r\n") : std::string(1, c);
    INFO(each.name);
    CHECK(formatted(other) == formatted(each.text));
  }
}

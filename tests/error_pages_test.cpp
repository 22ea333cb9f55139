// The pages of docs/errors, one for each diagnostic. Each shows a contract, or its data, that gives the diagnostic, exactly what the user then
// sees, and the same contract put right. WHEREAS_UPDATE=1 writes what is seen, and the index.
#include "tests/told.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <string_view>

namespace {

namespace fs = std::filesystem;
using namespace whereas;
using namespace whereas::test;

const fs::path pages = fs::path(WHEREAS_SOURCE_DIR) / "docs/errors";

bool updates() { return std::getenv("WHEREAS_UPDATE") != nullptr; }

/// A fenced block of a page: "```deal error=two-readings" and its lines.
struct Block {
  std::string kind;  ///< `deal`, `csv` or `text`
  std::string error;
  bool is_paid = false;  ///< `deal paid`: without data too
  std::size_t begin = 0;  ///< of its text in the page
  std::string text;
};

std::vector<Block> blocks_of(const std::string& page) {
  constexpr std::string_view fence = "```";
  std::vector<Block> blocks;
  std::optional<Block> open;
  for (std::size_t line = 0; line < page.size();) {
    const std::size_t end = std::min(page.find('\n', line), page.size());
    const std::string words = page.substr(line, end - line);
    const std::size_t next = end + 1;
    if (!words.starts_with(fence)) {
      line = next;
      continue;
    }
    if (open) {
      open->text = page.substr(open->begin, line - open->begin);
      blocks.push_back(*open);
      open.reset();
    } else {
      open = Block{};
      open->begin = next;
      open->kind = words.substr(fence.size(), words.find(' ') - fence.size());
      open->is_paid = words.ends_with(" paid");
      if (const std::size_t error = words.find(" error="); error != std::string::npos) {
        const std::string rest = words.substr(error + 7);
        open->error = rest.substr(0, rest.find(' '));
      }
    }
    line = next;
  }
  return blocks;
}

/// What a page cannot hold is written as the program shows it: `\xE9` a byte, `<U+202E>` a character that nobody sees.
std::string unwritable(std::string text) {
  const auto put = [&](std::string_view shown, std::string_view meant) {
    for (std::size_t at = text.find(shown); at != std::string::npos; at = text.find(shown, at)) text.replace(at, shown.size(), meant);
  };
  put("\\xE9", "\xE9");
  put("\\x07", "\x07");
  put("<U+202E>", "\xE2\x80\xAE");
  return text;
}

/// The blocks of a page by what they are for.
struct Shown {
  Block deal, fixed_deal;
  std::optional<Block> data, fixed_data;
  Block seen;
};

const Block* next_of(const std::vector<Block>& blocks, std::size_t after, std::string_view kind) {
  for (std::size_t place = after + 1; place < blocks.size(); ++place) {
    if (blocks[place].kind == kind) return &blocks[place];
  }
  return nullptr;
}

const Block& required(const Block* block, std::string_view what) {
  if (block == nullptr) throw std::runtime_error("the page has no " + std::string(what));
  return *block;
}

Shown shown_by(const std::vector<Block>& blocks, std::string_view error) {
  const auto broken = std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) { return block.error == error; });
  if (broken == blocks.end()) throw std::runtime_error("the page has no block of its error");
  const auto place = static_cast<std::size_t>(broken - blocks.begin());
  Shown shown;
  shown.seen = required(next_of(blocks, place, "text"), "block of what the user sees");
  if (broken->kind == "csv") {
    if (place == 0) throw std::runtime_error("the page has no contract before its data");
    shown.deal = shown.fixed_deal = blocks[place - 1];
    shown.data = *broken;
    shown.fixed_data = required(next_of(blocks, place, "csv"), "data put right");
    return shown;
  }
  shown.deal = *broken;
  shown.fixed_deal = required(next_of(blocks, place, "deal"), "contract put right");
  if (place + 1 < blocks.size() && blocks[place + 1].kind == "csv") shown.data = blocks[place + 1];
  const Block* fixed_data = next_of(blocks, place + 1, "csv");
  shown.fixed_data = fixed_data == nullptr ? shown.data : std::optional(*fixed_data);
  return shown;
}

Told told_of(const Block& deal, const std::optional<Block>& data) {
  const TemporaryFolder inside;
  write_text("contract.deal", unwritable(deal.text));
  if (data) write_text("data.csv", unwritable(data->text));
  return tell({"contract.deal", data ? std::optional<std::string>("data.csv") : std::nullopt, deal.is_paid});
}

std::string heading_of(Code code) {
  const std::string_view kind = severity(code) == Severity::error ? "Error" : "Warning";
  return "# " + std::string(name(code)) + "\n\n*" + std::string(kind) + ": " + std::string(title(code)) + ".*\n";
}

TEST_CASE("each page shows its diagnostic, and the contract put right") {
  for (const Code code : all_codes()) {
    DYNAMIC_SECTION(name(code)) {
      const fs::path file = pages / (std::string(name(code)) + ".md");
      std::string page = text_of(file);
      CHECK(page.substr(0, heading_of(code).size()) == heading_of(code));
      const Shown shown = shown_by(blocks_of(page), name(code));

      const Told broken = told_of(shown.deal, shown.data);
      CHECK(std::any_of(broken.diagnostics.begin(), broken.diagnostics.end(), [&](const Diagnostic& diagnostic) { return diagnostic.code == code; }));
      if (updates()) {
        page.replace(shown.seen.begin, shown.seen.text.size(), broken.shown);
        write_text(file, page);
      } else {
        CHECK(broken.shown == shown.seen.text);
      }
      CHECK(told_of(shown.fixed_deal, shown.fixed_data).shown.empty());
    }
  }
}

TEST_CASE("every page is of a diagnostic") {
  std::set<std::string> names{"README"};
  for (const Code code : all_codes()) names.emplace(name(code));
  for (const auto& entry : fs::directory_iterator(pages)) {
    INFO(entry.path());
    CHECK(names.contains(entry.path().stem().string()));
  }
}

TEST_CASE("the index has every page with its title") {
  const std::string header = "| diagnostic | | |\n| --- | --- | --- |\n";
  std::string table = header;
  for (const Code code : all_codes()) {
    const std::string code_name(name(code));
    table += "| [" + code_name + "](" + code_name + ".md) | " + (severity(code) == Severity::error ? "error" : "warning") + " | " + std::string(title(code)) + " |\n";
  }
  const fs::path file = pages / "README.md";
  std::string index = text_of(file);
  const std::size_t begin = index.find(header);
  REQUIRE(begin != std::string::npos);
  if (updates()) write_text(file, index.replace(begin, std::string::npos, table));
  CHECK(index.substr(begin) == table);
}

}  // namespace

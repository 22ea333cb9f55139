#include "tests/reference/pages.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include <unistd.h>

namespace whereas::reference {

namespace {

using Words = std::vector<std::string>;

std::string value_of(const Words& words, const std::string& key) {
  for (const auto& word : words) {
    if (word.starts_with(key + "=")) return word.substr(key.size() + 1);
  }
  return {};
}

bool has(const Words& words, const std::string& word) { return std::find(words.begin(), words.end(), word) != words.end(); }

}  // namespace

Page::Page(const std::string& text) : folder_(std::filesystem::temp_directory_path() / ("reference-page-" + std::to_string(::getpid()))) {
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directory(folder_);
  std::map<std::string, std::string> files;
  std::vector<Words> heads;
  std::string header;
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (!line.starts_with("```")) continue;
    std::istringstream head(line.substr(3));
    Words words(std::istream_iterator<std::string>(head), {});
    const std::size_t begins = number;
    std::string inside;
    for (; std::getline(lines, line) && !line.starts_with("```"); inside += line + "\n") ++number;
    ++number;
    if (words.size() == 2 && words.front() == "csv") files[words.back()] = inside;
    if (words.empty() || words.front() != "deal") continue;
    if (has(words, "header")) {
      header = inside;
      continue;
    }
    const std::string whole = (has(words, "fragment") ? header : "") + inside;
    std::string name = value_of(words, "file");
    if (!name.empty()) files[name] = whole;
    if (!value_of(words, "error").empty() && value_of(words, "data").empty()) continue;
    contracts_.push_back({name.empty() ? "contract" : name.substr(0, name.find('.')), whole, {}, begins});
    heads.push_back(words);
  }
  for (const auto& [name, content] : files) std::ofstream(folder_ / name, std::ios::binary) << content;
  for (std::size_t i = 0; i < contracts_.size(); ++i) {
    for (const auto& word : heads[i]) {
      if (word.starts_with("data=")) contracts_[i].data.push_back({word.substr(5), files[word.substr(5)]});
    }
  }
}

Page::~Page() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace whereas::reference

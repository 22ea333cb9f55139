#include "interpreter/command/usage.h"

#include "lang/text/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace whereas::command {

Period read_period_argument(const std::string& text, const Calendar& calendar) {
  std::string_view digits = text;
  auto kind = Calendar::Kind::calendar;
  for (const auto& [word, of_word] : {std::pair(std::string_view("fiscal "), Calendar::Kind::fiscal), std::pair(std::string_view("contract "), Calendar::Kind::contract)}) {
    if (!digits.starts_with(word)) continue;
    kind = of_word;
    digits.remove_prefix(word.size());
    break;
  }
  std::optional<WrittenPeriod> written = read_period(digits);
  if (!written) throw WrongUsage(fmt::format("`{}` is not a period: write 2026, 2026-Q1, 2026-H1, 2026-03 or 2026-03-31", text));
  written->kind = kind;
  if (kind != Calendar::Kind::calendar && calendar.kind() != kind) throw WrongUsage(fmt::format("`{}`: the deal has no such year", text));
  return written->in(calendar);
}

std::string suggestion(const std::string& misspelt, const std::vector<std::string>& known) {
  const std::optional<std::string> nearest = nearest_name(misspelt, known);
  return nearest ? fmt::format(", did you mean `{}`?", *nearest) : std::string();
}

std::string no_such_scenario(const std::string& title, const std::vector<std::string>& known) {
  std::string meant = suggestion(title, known);
  const auto begins_so = std::find_if(known.begin(), known.end(), [&](const std::string& one) { return !title.empty() && one.starts_with(title); });
  if (meant.empty() && begins_so != known.end()) meant = fmt::format(", did you mean `{}`?", *begins_so);
  if (meant.empty()) meant = known.empty() ? ", and the contract has none" : fmt::format(": there are `{}`", fmt::join(known, "`, `"));
  return fmt::format("no scenario is titled `{}`{}", title, meant);
}

std::vector<std::string> contract_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code none;
    if (path == "-" || !std::filesystem::is_directory(path, none)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (std::filesystem::recursive_directory_iterator entry(path, std::filesystem::directory_options::skip_permission_denied, none), end; entry != end; entry.increment(none)) {
      if (none) break;
      if (entry->path().extension() == ".deal" && entry->is_regular_file(none)) found.push_back(entry->path().string());
    }
    if (found.empty()) throw WrongUsage(fmt::format("there is no contract in the folder `{}`: contracts end in `.deal`", path));
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace whereas::command

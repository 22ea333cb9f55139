#include "interpreter/command/command.h"
#include "lang/text/spelling.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>

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

}  // namespace whereas::command

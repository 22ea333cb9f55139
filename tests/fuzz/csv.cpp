// Any bytes as a data file of a fixed contract: it is read whole or refused with a place; the order of rows changes no payment.
#include "lang/diagnostic/render.h"
#include "tests/support/in_memory.h"

#include <algorithm>
#include <cstdlib>

namespace {

const char* const contract =
    "party A\nparty B\nterm 2026-01-01 to 2026-12-31\ncurrency USD\nsettled quarterly\n"
    "input revenue by channel monthly USD, missing is zero\ninput refunds monthly USD, may be negative\n"
    "clause \"Share\"\n  A pays B 10% of (revenue less refunds)\n    either way\n";

std::string payments_of(const whereas::support::Run& run) {
  std::string text;
  for (const auto& payment : run.evaluation->payments().payments) text += payment.label + " " + payment.amount.text() + "\n";
  return text;
}

/// The same file with its rows in reverse; nothing where a quoted cell may run over a line.
std::string reversed(const std::string& csv) {
  std::vector<std::string> rows;
  std::size_t begin = 0;
  while (begin < csv.size()) {
    const std::size_t end = std::min(csv.find('\n', begin), csv.size());
    rows.push_back(csv.substr(begin, end - begin));
    begin = end + 1;
  }
  if (rows.size() < 3 || csv.find('"') != std::string::npos || csv.find('\r') != std::string::npos) return {};
  std::reverse(rows.begin() + 1, rows.end());
  std::string text;
  for (const auto& row : rows) text += row + "\n";
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string csv(reinterpret_cast<const char*>(data), size);
  const auto run = whereas::support::run_in_memory(contract, {csv});
  (void)whereas::render(run->report, run->sources);
  const std::string other = reversed(csv);
  if (!run->evaluation || !run->ok() || other.empty()) return 0;
  const auto again = whereas::support::run_in_memory(contract, {other});
  if (!again->evaluation || !again->ok() || payments_of(*again) != payments_of(*run)) std::abort();
  return 0;
}

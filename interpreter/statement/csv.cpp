#include "interpreter/statement/csv.h"

#include <fmt/format.h>

#include <string_view>

namespace whereas::statement {

namespace {

/// A cell of words. Spreadsheets run what begins with one of these signs.
std::string cell(std::string_view text) {
  const bool looks_like_formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  if (!looks_like_formula && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = looks_like_formula ? "\"'" : "\"";
  for (const char letter : text) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + "\"";
}

}  // namespace

std::string write_csv(const Statement& statement) {
  std::string csv = "clause,from,to,period,due,amount,currency\n";
  for (const Line& line : statement.lines) {
    csv += fmt::format("{},{},{},{},{},{},{}\n", cell(line.clause), cell(line.from), cell(line.to), cell(line.period), line.due ? line.due->text() : "",
                       exact_text(line.paid), cell(line.paid.currency.value_or("")));
  }
  return csv;
}

}  // namespace whereas::statement

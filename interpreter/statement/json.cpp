#include "interpreter/statement/json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string_view>

namespace whereas::statement {

namespace {

/// The lines of an object or list are put together here, which for long statements is far quicker than to build them as values first; what
/// JSON says of text is left to the library.
std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }
std::string quoted(const std::optional<std::string>& text) { return text ? quoted(*text) : "null"; }

/// Objects in a list, each indented, after the line that opens the list.
class List {
 public:
  void add(std::string_view members) {
    text_ += text_.empty() ? "\n    {" : ",\n    {";
    text_ += members;
    text_ += "\n    }";
  }
  std::string text() const { return text_.empty() ? "[]" : "[" + text_ + "\n  ]"; }

 private:
  std::string text_;
};

std::string member(std::string_view name, std::string_view value, bool is_first = false) { return fmt::format("{}\n      \"{}\": {}", is_first ? "" : ",", name, value); }

}  // namespace

std::string write_json(const Statement& statement) {
  List payments;
  for (const Line& line : statement.lines) {
    payments.add(member("clause", quoted(line.clause), true) + member("from", quoted(line.from)) + member("to", quoted(line.to)) +
                 member("period", quoted(line.period)) + member("due", line.due ? quoted(line.due->text()) : "null") +
                 member("amount", quoted(exact_text(line.paid))) + member("currency", quoted(line.paid.currency)));
  }
  List totals;
  for (const Total& total : statement.totals) {
    totals.add(member("clause", quoted(total.clause), true) + member("from", quoted(total.from)) + member("to", quoted(total.to)) +
               member("amount", quoted(exact_text(total.paid))) + member("currency", quoted(total.paid.currency)));
  }
  return fmt::format("{{\n  \"deal\": {},\n  \"currency\": {},\n  \"data_ends\": {},\n  \"payments\": {},\n  \"totals\": {}\n}}\n", quoted(statement.deal),
                     quoted(statement.currency), quoted(statement.data_ends), payments.text(), totals.text());
}

}  // namespace whereas::statement

#include "interpreter/statement/json.h"

#include <nlohmann/json.hpp>

namespace whereas::statement {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

}  // namespace

std::string write_json(const Statement& statement) {
  Json payments = Json::array();
  for (const Line& line : statement.lines) {
    payments.push_back({{"clause", line.clause},
                        {"from", line.from},
                        {"to", line.to},
                        {"period", line.period},
                        {"due", line.due ? Json(line.due->text()) : Json(nullptr)},
                        {"amount", exact_text(line.paid)},
                        {"currency", text_or_null(line.paid.currency)}});
  }
  Json totals = Json::array();
  for (const Total& total : statement.totals) {
    totals.push_back({{"clause", total.clause},
                      {"from", total.from},
                      {"to", total.to},
                      {"amount", exact_text(total.paid)},
                      {"currency", text_or_null(total.paid.currency)}});
  }
  const Json whole = {{"deal", statement.deal},
                      {"currency", text_or_null(statement.currency)},
                      {"data_ends", text_or_null(statement.data_ends)},
                      {"payments", std::move(payments)},
                      {"totals", std::move(totals)}};
  return whole.dump(2) + "\n";
}

}  // namespace whereas::statement

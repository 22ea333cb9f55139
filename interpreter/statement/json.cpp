#include "interpreter/statement/json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace whereas::statement {

namespace {

/// The lines of an object or list are put together here, which for long statements is far quicker than to build them as values first; what
/// JSON says of text beyond plain letters is left to the library.
void append_quoted(std::string& json, const std::string& text) {
  const auto is_plain = [](char letter) { return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\'; };
  if (!std::all_of(text.begin(), text.end(), is_plain)) {
    json += nlohmann::json(text).dump();
    return;
  }
  json += '"';
  json += text;
  json += '"';
}
std::string quoted(const std::string& text) {
  std::string json;
  append_quoted(json, text);
  return json;
}
std::string quoted(const std::optional<std::string>& text) { return text ? quoted(*text) : "null"; }
std::string quoted(const std::optional<Money>& money) { return money ? quoted(exact_text(*money)) : "null"; }

/// A list of texts in one line.
std::string listed(const std::vector<std::string>& values) { return fmt::format("[{}]", fmt::join(values, ", ")); }

/// Objects in a list, each indented, a line for each member, after the line that opens the list: written behind what the text has.
class List {
 public:
  static constexpr std::size_t usual_object = 224;  // bytes

  explicit List(std::string& text) : text_(text), begin_(text.size()) {}

  /// The next object begins.
  List& object() {
    text_ += text_.size() == begin_ ? "[\n    {" : "\n    },\n    {";
    is_first_ = true;
    return *this;
  }
  /// `json`: as it shall stand there.
  List& with(std::string_view name, std::string_view json) {
    begin(name);
    text_ += json;
    return *this;
  }
  List& with_text(std::string_view name, const std::string& text) {
    begin(name);
    append_quoted(text_, text);
    return *this;
  }
  List& with_text(std::string_view name, const std::optional<std::string>& text) { return text ? with_text(name, *text) : with(name, "null"); }
  List& with_day(std::string_view name, const std::optional<Date>& day) { return day ? with_text(name, day->text()) : with(name, "null"); }
  List& with_money(std::string_view name, const Money& money) { return with_text(name, exact_text(money)); }

  void close() { text_ += text_.size() == begin_ ? "[]" : "\n    }\n  ]"; }

 private:
  void begin(std::string_view name) {
    text_ += is_first_ ? "\n      \"" : ",\n      \"";
    text_ += name;
    text_ += "\": ";
    is_first_ = false;
  }

  std::string& text_;
  std::size_t begin_;
  bool is_first_ = true;
};

/// Only of contracts that bound figures: the least and the most where there is no one amount, and on what it hangs.
void add_range(List& list, const Statement& statement, const Money& paid, const std::vector<std::string>& hangs_on, bool is_open) {
  if (!paid.bounds && !is_open && hangs_on.empty()) return;
  const auto end = [&](const std::string& text) { return is_open || text.empty() ? std::string("null") : quoted(text); };
  list.with("least", end(exact_least(paid))).with("most", end(exact_most(paid)));
  const auto all_quoted = [](const std::vector<std::string>& texts) {
    std::vector<std::string> quotes;
    for (const std::string& text : texts) quotes.push_back(quoted(text));
    return quotes;
  };
  if (!hangs_on.empty()) list.with("hangs_on", listed(all_quoted(hangs_on)));
  if (!paid.bounds || paid.bounds->bends_in.empty()) return;
  std::vector<std::string> bends;
  for (const check::EstimateId figure : paid.bounds->bends_in) bends.push_back(statement.figures[figure]);
  list.with("bends_in", listed(all_quoted(bends)));
}

/// Nothing where there is no one amount.
void add_amount(List& list, const Money& paid, bool is_open) {
  if (is_open || paid.bounds) list.with("amount", "null");
  else list.with_money("amount", paid);
}

void add_lines(std::string& json, const Statement& statement) {
  std::vector<const Line*> lines;
  lines.reserve(statement.lines.size() + statement.open_lines.size());
  for (const std::vector<Line>* some : {&statement.lines, &statement.open_lines}) {
    for (const Line& line : *some) lines.push_back(&line);
  }
  if (!statement.open_lines.empty()) std::stable_sort(lines.begin(), lines.end(), [](const Line* a, const Line* b) { return a->days.last() < b->days.last(); });
  json.reserve(json.size() + (lines.size() + statement.totals.size() + 1) * List::usual_object);
  List payments(json);
  for (const Line* one : lines) {
    const Line& line = *one;
    payments.object().with_text("clause", line.clause).with_text("from", line.from).with_text("to", line.to).with_text("period", line.period).with_day("due", line.due);
    add_amount(payments, line.paid, line.is_open);
    payments.with_text("currency", line.paid.currency);
    add_range(payments, statement, line.paid, line.hangs_on, line.is_open);
  }
  payments.close();
}

void add_totals(std::string& json, const Statement& statement) {
  List totals(json);
  for (const Total& total : statement.totals) {
    totals.object().with_text("clause", total.clause).with_text("from", total.from).with_text("to", total.to);
    add_amount(totals, total.paid, false);
    totals.with_text("currency", total.paid.currency);
    add_range(totals, statement, total.paid, {}, false);
    if (total.paid.bounds && total.paid.bounds->is_outer) totals.with("outer_bound", "true");
  }
  totals.close();
}

/// Only of contracts that settle net.
void add_net_lines(std::string& json, const Statement& statement) {
  if (statement.net_lines.empty()) return;
  json += ",\n  \"net_settlement\": ";
  List lines(json);
  for (const NetLine& line : statement.net_lines) {
    const auto name = [](const std::string& party) { return party.empty() ? std::string("null") : quoted(party); };
    lines.object().with_text("period", line.period).with("between", listed({quoted(line.one), quoted(line.other)}));
    lines.with("owed", listed({quoted(exact_text(line.by_one)), quoted(exact_text(line.by_other))})).with("from", name(line.from)).with("to", name(line.to));
    lines.with_day("due", line.from.empty() ? std::nullopt : line.due).with_money("amount", line.net).with_text("currency", line.net.currency);
  }
  lines.close();
}

void add_positions(std::string& json, const Netting& netting) {
  List positions(json);
  for (const NetPosition& position : netting.positions) {
    positions.object().with_text("party", position.party).with_text("period", position.period).with_money("pays", position.paid);
    positions.with_money("receives", position.received).with_money("net", position.net).with_text("currency", position.net.currency);
  }
  positions.close();
}

void add_returns(std::string& json, const Netting& netting) {
  List returns(json);
  for (const Return& one : netting.returns) {
    returns.object().with_text("party", one.party).with_text("from", one.from).with_text("period", one.period).with_money("receives", one.received);
    returns.with_money("own", one.own).with_money("organic", one.organic).with_text("currency", one.received.currency);
  }
  returns.close();
}

/// A row of a comparison: which payment or position, then the amounts of the scenarios, in their order.
void add_amounts(List& list, const Compared& row) {
  std::vector<std::string> amounts;
  std::vector<std::string> differences;
  std::vector<std::string> changes;
  for (std::size_t scenario = 0; scenario < row.amounts.size(); ++scenario) {
    amounts.push_back(quoted(row.amounts[scenario]));
    if (scenario == 0) continue;
    differences.push_back(quoted(row.difference(scenario)));
    const std::optional<Number> change = row.change(scenario);
    changes.push_back(change ? quoted(change->text()) : "null");
  }
  list.with_text("currency", row.currency).with("amounts", listed(amounts)).with("differences", listed(differences)).with("changes", listed(changes));
}

void add_compared_payments(std::string& json, const Comparison& comparison, bool has_deals) {
  List rows(json);
  for (const Compared& row : comparison.payments) {
    rows.object();
    if (has_deals) rows.with_text("deal", row.deal);
    rows.with_text("clause", row.clause).with_text("from", row.from).with_text("to", row.to).with_text("period", row.period);
    add_amounts(rows, row);
  }
  rows.close();
}

void add_compared_positions(std::string& json, const Comparison& comparison) {
  List rows(json);
  for (const Compared& row : comparison.positions) {
    rows.object().with_text("party", row.from).with("period", row.period.empty() ? "null" : quoted(row.period));
    add_amounts(rows, row);
  }
  rows.close();
}

/// Inner lines of an object or list, two blanks further in.
std::string indented(const std::string& text) {
  std::string lines;
  for (const char letter : text) {
    lines += letter;
    if (letter == '\n') lines += "    ";
  }
  return lines;
}

/// `texts`, where amendments change any.
void add_texts(std::string& json, const Statement& statement) {
  if (statement.texts.empty()) return;
  json += ",\n  \"texts\": ";
  List texts(json);
  for (const evaluate::TextInForce& text : statement.texts) {
    texts.object().with_text("of", text.of).with_day("first", text.days.first()).with_day("last", text.days.last());
    texts.with("amendment", text.amendment.empty() ? "null" : quoted(text.amendment)).with_day("signed", text.signed_on).with("ended", text.ended ? "true" : "false");
  }
  texts.close();
}

void add_statement(std::string& json, const Statement& statement) {
  json += "{\n  \"deal\": ";
  append_quoted(json, statement.deal);
  const auto member = [&](std::string_view name) -> std::string& {
    json += ",\n  \"";
    json += name;
    return json += "\": ";
  };
  if (statement.scenario) member("scenario") += quoted(*statement.scenario);
  member("currency") += quoted(statement.currency);
  member("data_ends") += quoted(statement.data_ends);
  add_lines(member("payments"), statement);
  add_totals(member("totals"), statement);
  add_texts(json, statement);
  add_net_lines(json, statement);
  json += "\n}";
}

/// The statements of all contracts and scenarios, each as it is written alone.
void add_statements(std::string& json, const std::vector<Run>& runs) {
  json += '[';
  bool is_first = true;
  for (const Run& run : runs) {
    for (const Statement& statement : run.contracts) {
      json += is_first ? "\n    " : ",\n    ";
      is_first = false;
      std::string alone;
      add_statement(alone, statement);
      json += indented(alone);
    }
  }
  json += "\n  ]";
}

}  // namespace

std::string write_json(const Statement& statement) {
  std::string json;
  add_statement(json, statement);
  json += '\n';
  return json;
}

std::string write_json(const std::vector<Run>& runs, bool only_net) {
  const Run& first = runs.front();
  std::string json;
  const auto member = [&](std::string_view name) -> std::string& {
    json += json.empty() ? "{\n  \"" : ",\n  \"";
    json += name;
    return json += "\": ";
  };
  if (!only_net) add_statements(member("statements"), runs);
  if (runs.size() == 1) {
    if (only_net && first.scenario) member("scenario") += quoted(first.scenario);
    add_positions(member("positions"), first.netting);
    add_returns(member("returns"), first.netting);
  } else {
    const Comparison comparison = compare(runs, only_net);
    std::vector<std::string> titles;
    for (const std::string& title : comparison.scenarios) titles.push_back(quoted(title));
    member("scenarios") += listed(titles);
    if (!only_net) add_compared_payments(member("compared"), comparison, first.contracts.size() > 1);
    add_compared_positions(member("positions"), comparison);
  }
  json += "\n}\n";
  return json;
}

}  // namespace whereas::statement

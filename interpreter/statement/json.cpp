#include "interpreter/statement/json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace whereas::statement {

namespace {

/// The lines of an object or list are put together here, which for long statements is far quicker than to build them as values first; what
/// JSON says of text beyond plain letters is left to the library.
std::string quoted(const std::string& text) {
  const auto is_plain = [](char letter) { return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\'; };
  if (!std::all_of(text.begin(), text.end(), is_plain)) return nlohmann::json(text).dump();
  std::string plain;
  plain.reserve(text.size() + 2);
  plain += '"';
  plain += text;
  plain += '"';
  return plain;
}
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

std::string quoted(const std::optional<Money>& money) { return money ? quoted(exact_text(*money)) : "null"; }

/// A list of texts in one line.
std::string listed(const std::vector<std::string>& values) { return fmt::format("[{}]", fmt::join(values, ", ")); }

std::string member(std::string_view name, std::string_view value, bool is_first = false) {
  std::string text = is_first ? "\n      \"" : ",\n      \"";
  text.reserve(text.size() + name.size() + 3 + value.size());
  text += name;
  text += "\": ";
  text += value;
  return text;
}

/// Only of contracts that bound figures: the least and the most where there is no one amount, and on what it hangs.
std::string range_of(const Statement& statement, const Money& paid, const std::vector<std::string>& hangs_on, bool is_open) {
  if (!paid.bounds && !is_open && hangs_on.empty()) return "";
  const auto end = [&](const std::string& text) { return is_open || text.empty() ? std::string("null") : quoted(text); };
  std::vector<std::string> names;
  for (const std::string& name : hangs_on) names.push_back(quoted(name));
  std::vector<std::string> bends;
  if (paid.bounds) {
    for (const check::EstimateId figure : paid.bounds->bends_in) bends.push_back(quoted(statement.figures[figure]));
  }
  return member("least", end(exact_least(paid))) + member("most", end(exact_most(paid))) + (names.empty() ? "" : member("hangs_on", listed(names))) +
         (bends.empty() ? "" : member("bends_in", listed(bends)));
}

std::string amount_of(const Money& paid) { return paid.bounds ? "null" : quoted(exact_text(paid)); }

std::string lines_of(const Statement& statement) {
  List payments;
  std::vector<const Line*> lines;
  for (const std::vector<Line>* some : {&statement.lines, &statement.open_lines}) {
    for (const Line& line : *some) lines.push_back(&line);
  }
  if (!statement.open_lines.empty()) std::stable_sort(lines.begin(), lines.end(), [](const Line* a, const Line* b) { return a->days.last() < b->days.last(); });
  for (const Line* one : lines) {
    const Line& line = *one;
    payments.add(member("clause", quoted(line.clause), true) + member("from", quoted(line.from)) + member("to", quoted(line.to)) +
                 member("period", quoted(line.period)) + member("due", line.due ? quoted(line.due->text()) : "null") +
                 member("amount", line.is_open ? "null" : amount_of(line.paid)) + member("currency", quoted(line.paid.currency)) +
                 range_of(statement, line.paid, line.hangs_on, line.is_open));
  }
  return payments.text();
}

std::string totals_of(const Statement& statement) {
  List totals;
  for (const Total& total : statement.totals) {
    totals.add(member("clause", quoted(total.clause), true) + member("from", quoted(total.from)) + member("to", quoted(total.to)) +
               member("amount", amount_of(total.paid)) + member("currency", quoted(total.paid.currency)) + range_of(statement, total.paid, {}, false) +
               (total.paid.bounds && total.paid.bounds->is_outer ? member("outer_bound", "true") : ""));
  }
  return totals.text();
}

/// Only of contracts that settle net.
std::string net_lines_of(const Statement& statement) {
  if (statement.net_lines.empty()) return "";
  List lines;
  for (const NetLine& line : statement.net_lines) {
    const auto name = [](const std::string& party) { return party.empty() ? std::string("null") : quoted(party); };
    lines.add(member("period", quoted(line.period), true) + member("between", listed({quoted(line.one), quoted(line.other)})) +
              member("owed", listed({quoted(exact_text(line.by_one)), quoted(exact_text(line.by_other))})) + member("from", name(line.from)) +
              member("to", name(line.to)) + member("due", line.due && !line.from.empty() ? quoted(line.due->text()) : "null") +
              member("amount", quoted(exact_text(line.net))) + member("currency", quoted(line.net.currency)));
  }
  return ",\n  \"net_settlement\": " + lines.text();
}

std::string positions_of(const Netting& netting) {
  List positions;
  for (const NetPosition& position : netting.positions) {
    positions.add(member("party", quoted(position.party), true) + member("period", quoted(position.period)) + member("pays", quoted(exact_text(position.paid))) +
                  member("receives", quoted(exact_text(position.received))) + member("net", quoted(exact_text(position.net))) +
                  member("currency", quoted(position.net.currency)));
  }
  return positions.text();
}

std::string returns_of(const Netting& netting) {
  List returns;
  for (const Return& one : netting.returns) {
    returns.add(member("party", quoted(one.party), true) + member("from", quoted(one.from)) + member("period", quoted(one.period)) +
                member("receives", quoted(exact_text(one.received))) + member("own", quoted(exact_text(one.own))) +
                member("organic", quoted(exact_text(one.organic))) + member("currency", quoted(one.received.currency)));
  }
  return returns.text();
}

/// A row of a comparison: which payment or position, then the amounts of the scenarios, in their order.
std::string amounts_of(const Compared& row) {
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
  return member("currency", quoted(row.currency)) + member("amounts", listed(amounts)) + member("differences", listed(differences)) +
         member("changes", listed(changes));
}

std::string compared_payments(const Comparison& comparison, bool has_deals) {
  List rows;
  for (const Compared& row : comparison.payments) {
    rows.add((has_deals ? member("deal", quoted(row.deal), true) + member("clause", quoted(row.clause)) : member("clause", quoted(row.clause), true)) +
             member("from", quoted(row.from)) + member("to", quoted(row.to)) + member("period", quoted(row.period)) + amounts_of(row));
  }
  return rows.text();
}

std::string compared_positions(const Comparison& comparison) {
  List rows;
  for (const Compared& row : comparison.positions) {
    rows.add(member("party", quoted(row.from), true) + member("period", row.period.empty() ? "null" : quoted(row.period)) + amounts_of(row));
  }
  return rows.text();
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
std::string texts_of(const Statement& statement) {
  if (statement.texts.empty()) return {};
  List texts;
  for (const evaluate::TextInForce& text : statement.texts) {
    texts.add(member("of", quoted(text.of), true) + member("first", quoted(text.days.first().text())) + member("last", quoted(text.days.last().text())) +
              member("amendment", text.amendment.empty() ? "null" : quoted(text.amendment)) + member("signed", text.signed_on ? quoted(text.signed_on->text()) : "null") + member("ended", text.ended ? "true" : "false"));
  }
  return fmt::format(",\n  \"texts\": {}", texts.text());
}

std::string statement_of(const Statement& statement) {
  const std::string scenario = statement.scenario ? fmt::format("\n  \"scenario\": {},", quoted(statement.scenario)) : "";
  return fmt::format("{{\n  \"deal\": {},{}\n  \"currency\": {},\n  \"data_ends\": {},\n  \"payments\": {},\n  \"totals\": {}{}\n}}", quoted(statement.deal),
                     scenario, quoted(statement.currency), quoted(statement.data_ends), lines_of(statement), totals_of(statement), texts_of(statement) + net_lines_of(statement));
}

/// The statements of all contracts and scenarios, each as it is written alone.
std::string statements_of(const std::vector<Run>& runs) {
  std::string list;
  for (const Run& run : runs) {
    for (const Statement& statement : run.contracts) list += (list.empty() ? "\n    " : ",\n    ") + indented(statement_of(statement));
  }
  return "[" + list + "\n  ]";
}

}  // namespace

std::string write_json(const Statement& statement) { return statement_of(statement) + "\n"; }

std::string write_json(const std::vector<Run>& runs, bool only_net) {
  const Run& first = runs.front();
  std::vector<std::string> members;
  const auto add = [&](std::string_view name, const std::string& value) { members.push_back(fmt::format("  \"{}\": {}", name, value)); };
  if (!only_net) add("statements", statements_of(runs));
  if (runs.size() == 1) {
    if (only_net && first.scenario) add("scenario", quoted(first.scenario));
    add("positions", positions_of(first.netting));
    add("returns", returns_of(first.netting));
  } else {
    const Comparison comparison = compare(runs, only_net);
    std::vector<std::string> titles;
    for (const std::string& title : comparison.scenarios) titles.push_back(quoted(title));
    add("scenarios", listed(titles));
    if (!only_net) add("compared", compared_payments(comparison, first.contracts.size() > 1));
    add("positions", compared_positions(comparison));
  }
  return fmt::format("{{\n{}\n}}\n", fmt::join(members, ",\n"));
}

}  // namespace whereas::statement

#include "interpreter/statement/csv.h"

#include "interpreter/statement/sums.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
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

void add_cell(std::string& row, std::string_view text) {
  if (!row.empty()) row += ',';
  row += text;
}

std::string text_of(const std::optional<Money>& money) { return money ? exact_text(*money) : ""; }

/// The scenario of a row and how its amount differs from the first scenario's, in columns of their own.
class ScenarioColumns {
 public:
  explicit ScenarioColumns(const std::vector<Run>& runs) : are_shown_(runs.front().scenario.has_value()), are_compared_(runs.size() > 1) {}

  std::string names() const { return std::string(are_shown_ ? ",scenario" : "") + (are_compared_ ? ",difference,change" : ""); }
  void add(std::string& row, const Compared& compared, std::size_t scenario, const std::string& title) const {
    if (are_shown_) add_cell(row, cell(title));
    if (!are_compared_) return;
    const std::optional<Number> change = scenario > 0 ? compared.change(scenario) : std::nullopt;
    add_cell(row, scenario > 0 ? text_of(compared.difference(scenario)) : "");
    add_cell(row, change ? change->text() : "");
  }

 private:
  bool are_shown_;
  bool are_compared_;
};

}  // namespace

namespace {

/// Of a contract that bounds figures: an amount, or its least and its most, and on what it hangs.
std::string write_ranges(const Statement& statement, const std::optional<std::string>& scenario) {
  std::string csv = fmt::format("clause,from,to,period,due,amount,currency,least,most,hangs_on,bends_in{}\n", scenario ? ",scenario" : "");
  std::vector<const Line*> lines;
  for (const std::vector<Line>* some : {&statement.lines, &statement.open_lines}) {
    for (const Line& line : *some) lines.push_back(&line);
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line* a, const Line* b) { return a->days.last() < b->days.last(); });
  for (const Line* line : lines) {
    const bool is_exact = !line->is_open && !line->paid.bounds;
    std::vector<std::string> bends;
    if (line->paid.bounds) {
      for (const check::EstimateId figure : line->paid.bounds->bends_in) bends.push_back(statement.figures[figure]);
    }
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{}", cell(line->clause), cell(line->from), cell(line->to), cell(line->period), line->due ? line->due->text() : "",
                       is_exact ? exact_text(line->paid) : "", cell(line->paid.currency.value_or("")), line->is_open ? "" : exact_least(line->paid),
                       line->is_open ? "" : exact_most(line->paid), cell(fmt::format("{}", fmt::join(line->hangs_on, " "))), cell(fmt::format("{}", fmt::join(bends, " "))));
    if (scenario) csv += "," + cell(*scenario);
    csv += "\n";
  }
  return csv;
}

}  // namespace

std::string write_csv(const std::vector<Run>& runs) {
  const Statement& first = runs.front().contracts.front();
  if (has_bounds(first) || !first.hanging.empty()) return write_ranges(first, runs.front().scenario);
  const Comparison comparison = compare(runs, false);
  const bool has_deals = runs.front().contracts.size() > 1;
  const ScenarioColumns scenarios(runs);
  std::string csv = fmt::format("clause,from,to,period,due,amount,currency{}{}\n", has_deals ? ",deal" : "", scenarios.names());
  for (const Compared& payment : comparison.payments) {
    for (std::size_t scenario = 0; scenario < runs.size(); ++scenario) {
      const std::optional<Money>& amount = payment.amounts[scenario];
      if (!amount) continue;
      const std::optional<Date> due = payment.dues[scenario];
      std::string row = fmt::format("{},{},{},{},{},{},{}", cell(payment.clause), cell(payment.from), cell(payment.to), cell(payment.period), due ? due->text() : "",
                                    exact_text(*amount), cell(amount->currency.value_or("")));
      if (has_deals) add_cell(row, cell(payment.deal));
      scenarios.add(row, payment, scenario, comparison.scenarios[scenario]);
      csv += row + "\n";
    }
  }
  return csv;
}

std::string write_each_csv(const std::vector<Run>& runs) {
  std::string csv = "clause,from,to,period,due,amount,currency,scenario\n";
  for (const Run& run : runs) {
    for (const Line& line : run.contracts.front().lines) {
      csv += fmt::format("{},{},{},{},{},{},{},{}\n", cell(line.clause), cell(line.from), cell(line.to), cell(line.period), line.due ? line.due->text() : "", exact_text(line.paid),
                         cell(line.paid.currency.value_or("")), cell(run.scenario.value_or("")));
    }
  }
  return csv;
}

/// `own_money,organic`, of what comes back to the party in the period; empty where nothing does.
std::string come_back(const Netting& netting, const NetPosition& position) {
  std::optional<Money> own;
  std::optional<Money> organic;
  for (const Return& one : netting.returns) {
    if (one.party != position.party || one.period != position.period || one.received.currency != position.net.currency) continue;
    if (!own) own = organic = nothing_in(one.received);
    add(*own, one.own);
    add(*organic, one.organic);
  }
  return own ? fmt::format("{},{}", exact_text(*own), exact_text(*organic)) : ",";
}

std::string write_net_csv(const std::vector<Run>& runs) {
  const Comparison comparison = compare(runs, true);
  const ScenarioColumns scenarios(runs);
  std::string csv = "party,period,pays,receives,net,currency,own_money,organic" + scenarios.names() + "\n";
  for (const Compared& compared : comparison.positions) {
    for (std::size_t scenario = 0; scenario < runs.size(); ++scenario) {
      for (const NetPosition& position : runs[scenario].netting.positions) {
        if (position.party != compared.from || position.period != compared.period || position.net.currency != compared.currency) continue;
        std::string row = fmt::format("{},{},{},{},{},{},{}", cell(position.party), cell(position.period), exact_text(position.paid), exact_text(position.received),
                                      exact_text(position.net), cell(position.net.currency.value_or("")), come_back(runs[scenario].netting, position));
        scenarios.add(row, compared, scenario, comparison.scenarios[scenario]);
        csv += row + "\n";
      }
    }
  }
  return csv;
}

}  // namespace whereas::statement

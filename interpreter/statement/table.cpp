#include "interpreter/statement/table.h"

#include "interpreter/statement/grid.h"
#include "lang/number/notation.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace whereas::statement {

namespace {

constexpr std::size_t widest = 100;

class Table {
 public:
  Table(const Statement& statement, bool colour) : statement_(statement), emphasis_(colour) {
    std::set<std::string> currencies;
    for (const Money& money : statement.all) currencies.insert(money.currency.value_or(""));
    has_currencies_ = currencies.size() > 1;
    if (currencies.size() == 1) amount_heading_ = *currencies.begin();
    if (amount_heading_.empty()) amount_heading_ = "Amount";
    amount_headings_ = {amount_heading_};
    has_bounds_ = has_bounds(statement);
    turns_ = std::any_of(statement.all.begin(), statement.all.end(), [](const Money& sum) { return sum.bounds && !sum.bounds->bends_in.empty(); });
    if (has_bounds_) amount_headings_ = {amount_heading_ == "Amount" ? "Least" : amount_heading_ + " least", amount_heading_ == "Amount" ? "Most" : amount_heading_ + " most"};
  }

  std::string text() {
    write_head();
    write_payments();
    if (statement_.totals.size() > 1) write_clauses();
    if (statement_.years.size() > statement_.all.size()) write_years();
    if (!statement_.positions.empty()) write_positions();
    if (!statement_.net_lines.empty()) write_net();
    write_changes();
    write_texts();
    write_hanging();
    write_remarks();
    return std::move(text_);
  }

 private:
  void write(const Grid& grid) { text_ += grid.text(emphasis_, widest); }
  void write_paragraph(const std::string& words) { text_ += wrapped(words, widest, 2) + "\n"; }

  void write_head() {
    text_ += emphasis_.strong(wrapped(statement_.deal, widest, 0)) + "\n";
    Grid parties({{"", Grid::Align::left, false}, {"", Grid::Align::left, true}});
    bool has_full_names = false;
    for (const check::PartyInfo& party : statement_.parties) {
      const bool has_full_name = party.full_name != party.name;
      parties.add({party.name, has_full_name ? party.full_name : ""});
      has_full_names = has_full_names || has_full_name;
    }
    if (has_full_names) write(parties);
    if (statement_.term) text_ += fmt::format("Term {}\n", statement_.term->text());
    if (statement_.scenario) text_ += wrapped(fmt::format("Scenario {}", *statement_.scenario), widest, 2) + "\n";
    text_ += "\n";
  }

  /// Columns of words, then of the amounts that `headings` name, then the currency where there are several.
  std::vector<Grid::Column> columns(std::vector<Grid::Column> words, const std::vector<std::string>& headings) const {
    for (const std::string& heading : headings) words.push_back({heading, Grid::Align::right, false});
    if (has_currencies_) words.push_back({"Currency", Grid::Align::left, false});
    return words;
  }

  /// A figure that stands under the headings of amounts: once, or its least and its most.
  std::vector<std::string> row(std::vector<std::string> words, const Money& amount) const {
    if (!has_bounds_) return row(std::move(words), std::vector{amount});
    const std::string mark = !turns_ ? "" : amount.bounds && !amount.bounds->bends_in.empty() ? "*" : " ";
    words.push_back(grouped_least(amount) + mark);
    words.push_back(grouped_most(amount) + mark);
    if (has_currencies_) words.push_back(amount.currency.value_or("none"));
    return words;
  }

  std::vector<std::string> row(std::vector<std::string> words, const std::vector<Money>& figures) const {
    for (const Money& figure : figures) words.push_back(grouped_text(figure));
    if (has_currencies_) words.push_back(figures.front().currency.value_or("none"));
    return words;
  }

  static std::string direction(const std::string& from, const std::string& to) { return fmt::format("{} → {}", from, to); }

  void write_payments() {
    if (statement_.lines.empty() && !statement_.open_lines.empty()) {
      text_ += "Nothing that is settled in the time asked for is known.\n";
      return;
    }
    if (statement_.lines.empty()) {
      text_ += statement_.is_of_chosen_days ? "Nothing is settled in the time that is asked for.\n" : "Nothing is paid yet.\n";
      return;
    }
    const bool has_due = std::any_of(statement_.lines.begin(), statement_.lines.end(), [](const Line& line) { return line.due.has_value(); });
    std::vector<Grid::Column> words = {{"Period", Grid::Align::left, false}, {"Clause", Grid::Align::left, true}, {"Payer → payee", Grid::Align::left, true}};
    if (has_due) words.push_back({"Due", Grid::Align::left, false});
    Grid grid(columns(std::move(words), amount_headings_));
    for (const Line& line : statement_.lines) {
      std::vector<std::string> cells = {line.period, line.clause, direction(line.from, line.to)};
      if (has_due) cells.push_back(line.due ? line.due->text() : "");
      grid.add(row(std::move(cells), line.paid));
    }
    grid.add_rule();
    for (const Money& sum : statement_.all) {
      std::vector<std::string> cells = {"Total", statement_.open_lines.empty() ? "" : "without what hangs", ""};
      if (has_due) cells.emplace_back();
      grid.add_sum(row(std::move(cells), sum));
    }
    write(grid);
  }

  void write_clauses() {
    Grid grid(columns({{"By clause", Grid::Align::left, true}, {"Payer → payee", Grid::Align::left, true}}, amount_headings_));
    for (const Total& total : statement_.totals) grid.add(row({total.clause, direction(total.from, total.to)}, total.paid));
    text_ += "\n";
    write(grid);
  }

  void write_years() {
    Grid grid(columns({{"By year", Grid::Align::left, false}}, amount_headings_));
    for (const YearTotal& year : statement_.years) grid.add(row({year.year}, year.paid));
    text_ += "\n";
    write(grid);
  }

  void write_positions() {
    Grid grid(columns({{"By party", Grid::Align::left, true}}, {"Pays", "Receives", "Net"}));
    for (const Position& position : statement_.positions) grid.add(row({position.party}, {position.paid, position.received, position.net}));
    text_ += "\n";
    write(grid);
  }

  /// Gross both ways, and the one difference that is paid.
  void write_net() {
    const bool has_due = std::any_of(statement_.net_lines.begin(), statement_.net_lines.end(), [](const NetLine& line) { return line.due.has_value(); });
    const auto same_pair = [&](const NetLine& line) { return line.one == statement_.net_lines.front().one && line.other == statement_.net_lines.front().other; };
    const bool is_one_pair = std::all_of(statement_.net_lines.begin(), statement_.net_lines.end(), same_pair);
    std::vector<Grid::Column> words = {{"Net settlement", Grid::Align::left, false}};
    if (!is_one_pair) words.push_back({"Between", Grid::Align::left, true});
    words.push_back({"Payer → payee", Grid::Align::left, true});
    if (has_due) words.push_back({"Due", Grid::Align::left, false});
    const NetLine& first = statement_.net_lines.front();
    const std::vector<std::string> headings =
        is_one_pair ? std::vector<std::string>{first.one + " owes", first.other + " owes", "Net"} : std::vector<std::string>{"First owes", "Other owes", "Net"};
    Grid grid(columns(std::move(words), headings));
    for (const NetLine& line : statement_.net_lines) {
      std::vector<std::string> cells = {line.period};
      if (!is_one_pair) cells.push_back(fmt::format("{} and {}", line.one, line.other));
      cells.push_back(line.from.empty() ? "nothing to pay" : direction(line.from, line.to));
      if (has_due) cells.push_back(line.due && !line.from.empty() ? line.due->text() : "");
      grid.add(row(std::move(cells), {line.by_one, line.by_other, line.net}));
    }
    text_ += "\n";
    write(grid);
  }

  void write_changes() {
    if (statement_.changes.empty()) return;
    text_ += "\n" + emphasis_.strong("Rates that changed") + "\n";
    Grid grid({{"", Grid::Align::left, false}, {"", Grid::Align::left, true}, {"", Grid::Align::right, false}, {"", Grid::Align::left, false}});
    for (const evaluate::RateChange& change : statement_.changes) {
      const auto shown = [&](const Number& value) { return change.is_rate ? spoken_rate(value) : grouped(value); };
      grid.add({change.day.text(), change.name, shown(change.before), "→ " + shown(change.after)});
    }
    write(grid);
  }

  void write_texts() {
    if (statement_.texts.empty()) return;
    text_ += "\n" + emphasis_.strong("Which text ruled when") + "\n";
    Grid grid({{"", Grid::Align::left, false}, {"", Grid::Align::left, false}, {"", Grid::Align::left, true}});
    std::string_view above;
    for (const evaluate::TextInForce& text : statement_.texts) {
      std::string ruled = text.amendment.empty() ? "as first written" : fmt::format("{}\"{}\"", text.ended ? "ended by " : "as restated by ", text.amendment);
      if (text.signed_on) ruled += ", signed " + text.signed_on->text();
      grid.add({text.of == above ? "" : text.of, text.days.text(), ruled});
      above = text.of;
    }
    write(grid);
  }

  /// What is not known, on what it hangs, and of which sums the ends may never be paid.
  void write_hanging() {
    if (!statement_.hanging.empty()) text_ += "\n";
    for (const HangingLine& line : statement_.hanging) {
      const std::string& first = line.periods.front();
      const std::string periods = line.periods.size() < 3 ? fmt::format("{}", fmt::join(line.periods, " and ")) : first + " to " + line.periods.back();
      write_paragraph(fmt::format("{}: {} for {}.", line.words, line.what, periods));
    }
    if (!statement_.open_lines.empty()) write_paragraph("Sums leave out what is not known.");
    std::vector<std::string> outer;
    const auto look = [&](const std::string& name, const Money& money) {
      if (money.bounds && money.bounds->is_outer && std::find(outer.begin(), outer.end(), name) == outer.end()) outer.push_back(name);
    };
    for (const Money& sum : statement_.all) look("the total", sum);
    for (const Total& total : statement_.totals) look(fmt::format("\"{}\"", total.clause), total.paid);
    for (const YearTotal& year : statement_.years) look(year.year, year.paid);
    for (const Position& position : statement_.positions) {
      for (const Money* money : {&position.paid, &position.received, &position.net}) look(position.party, *money);
    }
    if (outer.empty()) return;
    if (statement_.hanging.empty()) text_ += "\n";
    write_paragraph(fmt::format("Outer bounds, since not all that is added reaches its least, or its most, on the same figures: the sums for {}.", fmt::join(outer, ", ")));
  }

  void write_remarks() {
    text_ += "\n";
    if (statement_.data_ends) {
      const std::string ends = fmt::format("Data ends with {}", *statement_.data_ends);
      write_paragraph(statement_.waiting.empty() ? ends + "." : fmt::format("{}: {} and what follows wait for data.", ends, fmt::join(statement_.waiting, ", ")));
    }
    for (const evaluate::Remark& remark : statement_.remarks) write_paragraph(remark.text);
    if (!statement_.not_rounded.empty()) {
      const bool is_all = std::none_of(statement_.totals.begin(), statement_.totals.end(), [](const Total& total) { return total.paid.places.has_value(); });
      write_paragraph(is_all ? "Nothing is rounded: every amount is exact." : fmt::format("Not rounded, every amount exact: {}.", fmt::join(statement_.not_rounded, ", ")));
    }
    for (const data::FileSummary& file : statement_.files) {
      write_paragraph(fmt::format("Read {}: {} {}.", file.name, grouped(static_cast<long long>(file.rows)), file.rows == 1 ? "row" : "rows"));
    }
    if (text_.ends_with("\n\n")) text_.pop_back();
  }

  const Statement& statement_;
  Emphasis emphasis_;
  bool has_currencies_ = false;
  bool has_bounds_ = false;
  bool turns_ = false;  ///< some amount may lie outside the least and the most that are found at the ends
  std::vector<std::string> amount_headings_;
  std::string amount_heading_;
  std::string text_;
};

}  // namespace

std::string write_table(const Statement& statement, bool colour) { return Table(statement, colour).text(); }

}  // namespace whereas::statement

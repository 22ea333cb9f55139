#include "interpreter/statement/side_by_side.h"

#include "interpreter/statement/grid.h"
#include "interpreter/statement/table.h"
#include "lang/number/notation.h"
#include "lang/number/rounding.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace whereas::statement {

namespace {

constexpr std::size_t widest = 100;
constexpr std::string_view nothing = "–";

using Align = Grid::Align;

/// What stands before the amounts of a row.
enum class Word { period, year, deal, clause, parties, party };
using Words = std::vector<Word>;

/// `+18.75%`, to the hundredth of a per cent.
std::string change_text(const std::optional<Number>& change) {
  if (!change) return std::string(nothing);
  const Number percent = round(*change * Number(100), {2, Rounding::Mode::half_even});
  return fmt::format("{}{}%", percent.sign() > 0 ? "+" : "", grouped(percent, 2));
}

std::string amount_text(const std::optional<Money>& money) { return money ? grouped_text(*money) : std::string(nothing); }
std::string difference_text(const std::optional<Money>& money) { return (money && money->amount.sign() > 0 ? "+" : "") + amount_text(money); }

class Table {
 public:
  Table(const std::vector<Run>& runs, bool only_net, bool colour)
      : runs_(runs), comparison_(compare(runs, only_net)), only_net_(only_net), emphasis_(colour), colour_(colour) {
    std::set<std::string> currencies;
    for (const Compared& row : comparison_.positions) currencies.insert(row.currency.value_or("none"));
    has_currencies_ = currencies.size() > 1;
    shorten_titles();
  }

  std::string text() {
    if (runs_.size() > 1) write_scenarios();
    else write_contracts();
    return std::move(text_);
  }

 private:
  bool has_deals() const { return runs_.front().contracts.size() > 1; }
  void write(const Grid& grid) { text_ += grid.text(emphasis_, widest); }
  void write_heading(const std::string& heading) { text_ += "\n" + emphasis_.strong(heading) + "\n"; }

  // --- one set of figures ---------------------------------------------------------------------------------------------------------
  void write_contracts() {
    const Run& run = runs_.front();
    if (only_net_) write_names(run);
    for (std::size_t contract = 0; contract < run.contracts.size() && !only_net_; ++contract) {
      if (contract > 0) text_ += "\n";
      text_ += write_table(run.contracts[contract], colour_);
    }
    write_positions(run.netting);
    if (!run.netting.returns.empty()) write_returns(run.netting);
  }

  void write_names(const Run& run) {
    for (const Statement& statement : run.contracts) text_ += emphasis_.strong(wrapped(statement.deal, widest, 2)) + "\n";
    if (run.scenario) text_ += wrapped(fmt::format("Scenario {}", *run.scenario), widest, 2) + "\n";
  }

  void write_positions(const Netting& netting) {
    write_heading(has_deals() ? "Net position of each party, over all contracts" : "Net position of each party");
    Grid grid(columns({{"Period", Align::left, false}, {"Party", Align::left, true}}, {"Pays", "Receives", "Net"}));
    for (const NetPosition& position : netting.positions) {
      grid.add(row({position.period, position.party}, {grouped_text(position.paid), grouped_text(position.received), grouped_text(position.net)}, position.net.currency));
    }
    write(grid);
  }

  void write_returns(const Netting& netting) {
    write_heading("Money that comes back");
    Grid grid(columns({{"Period", Align::left, false}, {"Party", Align::left, true}, {"From", Align::left, true}}, {"Receives", "Own money", "Organic"}));
    for (const Return& one : netting.returns) {
      grid.add(row({one.period, one.party, one.from}, {grouped_text(one.received), grouped_text(one.own), grouped_text(one.organic)}, one.received.currency));
    }
    write(grid);
    text_ += "\n" +
             wrapped("A party's own money comes back as far as it has paid the other more than the other has paid it until then; what it receives beyond that is organic.",
                     widest, 2) +
             "\n";
  }

  // --- several scenarios ----------------------------------------------------------------------------------------------------------
  void write_scenarios() {
    for (const Statement& statement : runs_.front().contracts) text_ += emphasis_.strong(wrapped(statement.deal, widest, 2)) + "\n";
    for (std::size_t place = 0; place < headings_.size(); ++place) {
      const std::string number = are_numbered_ ? fmt::format("{}: ", place + 1) : std::string();
      text_ += wrapped(fmt::format("Scenario {}{}", number, comparison_.scenarios[place]), widest, 2) + "\n";
    }
    text_ += "\n";
    const Words clause = has_deals() ? Words{Word::deal, Word::clause, Word::parties} : Words{Word::clause, Word::parties};
    Words payment = clause;
    payment.insert(payment.begin(), Word::period);
    if (only_net_) {
      write_rows({Word::period, Word::party}, comparison_.positions);
    } else {
      write_rows(payment, comparison_.payments);
      if (comparison_.payments.size() > comparison_.clauses.size()) write_rows(clause, comparison_.clauses);
      if (comparison_.years.size() > 1 && !has_deals()) write_rows({Word::year}, comparison_.years);
      write_rows({Word::party}, comparison_.positions);
    }
    text_ += wrapped(fmt::format("Differences and changes are against {}; a change is shown to 0.01%.", comparison_.scenarios.front()), widest, 2) + "\n";
    for (const Run& run : runs_) write_extent(run);
  }

  void write_extent(const Run& run) {
    for (const Statement& statement : run.contracts) {
      if (!statement.data_ends || statement.waiting.empty()) continue;
      const std::string whose = has_deals() ? fmt::format("{}, {}", run.scenario.value_or("data"), statement.deal) : run.scenario.value_or("data");
      text_ += wrapped(fmt::format("{}: figures end with {}; {} and what follows wait.", whose, *statement.data_ends, fmt::join(statement.waiting, ", ")), widest, 2) + "\n";
    }
  }

  /// The amounts of each scenario; beside them, or below where there are more than two, how they differ from the first.
  void write_rows(const Words& words, const std::vector<Compared>& rows) {
    const std::size_t count = comparison_.scenarios.size();
    std::vector<std::string> headings = headings_;
    if (count == 2) headings.insert(headings.end(), {"Difference", "Change"});
    Grid grid(columns(columns_of(words), headings));
    for (const Compared& compared : rows) {
      std::vector<std::string> figures;
      for (const std::optional<Money>& amount : compared.amounts) figures.push_back(amount_text(amount));
      if (count == 2) add_difference(figures, compared, 1);
      grid.add(row(words_of(words, compared), figures, compared.currency));
    }
    write(grid);
    if (count > 2) write_differences(words, rows);
    text_ += "\n";
  }

  void write_differences(const Words& words, const std::vector<Compared>& rows) {
    write_heading("Differences from " + comparison_.scenarios.front());
    std::vector<std::string> headings;
    for (std::size_t scenario = 1; scenario < comparison_.scenarios.size(); ++scenario) {
      headings.insert(headings.end(), {headings_[scenario], "Change"});
    }
    Grid grid(columns(columns_of(words), headings));
    for (const Compared& compared : rows) {
      std::vector<std::string> figures;
      for (std::size_t scenario = 1; scenario < comparison_.scenarios.size(); ++scenario) add_difference(figures, compared, scenario);
      grid.add(row(words_of(words, compared), figures, compared.currency));
    }
    write(grid);
  }

  static void add_difference(std::vector<std::string>& figures, const Compared& compared, std::size_t scenario) {
    figures.push_back(difference_text(compared.difference(scenario)));
    figures.push_back(change_text(compared.change(scenario)));
  }

  /// Titles short enough to stand over figures; the titles in full stand at the head, in the same order. Where two are cut to the same words
  /// they are numbered there and here.
  void shorten_titles() {
    constexpr std::size_t longest = 20;
    for (const std::string& scenario : comparison_.scenarios) headings_.push_back(shortened(scenario, longest));
    are_numbered_ = std::set<std::string>(headings_.begin(), headings_.end()).size() < headings_.size();
    for (std::size_t place = 0; are_numbered_ && place < headings_.size(); ++place) {
      headings_[place] = shortened(fmt::format("{}: {}", place + 1, comparison_.scenarios[place]), longest);
    }
  }

  std::vector<Grid::Column> columns_of(const Words& words) const {
    std::vector<Grid::Column> columns;
    for (const Word word : words) {
      switch (word) {
        case Word::period: columns.push_back({"Period", Align::left, false}); break;
        case Word::year: columns.push_back({"By year", Align::left, false}); break;
        case Word::deal: columns.push_back({"Contract", Align::left, true}); break;
        case Word::clause: columns.push_back({"Clause", Align::left, true}); break;
        case Word::parties: columns.push_back({"Payer → payee", Align::left, true}); break;
        case Word::party: columns.push_back({has_deals() ? "Net, over all contracts" : "Net", Align::left, true}); break;
      }
    }
    return columns;
  }

  static std::vector<std::string> words_of(const Words& words, const Compared& compared) {
    std::vector<std::string> cells;
    for (const Word word : words) {
      switch (word) {
        case Word::period:
        case Word::year: cells.push_back(compared.period); break;
        case Word::deal: cells.push_back(compared.deal); break;
        case Word::clause: cells.push_back(compared.clause); break;
        case Word::parties: cells.push_back(fmt::format("{} → {}", compared.from, compared.to)); break;
        case Word::party: cells.push_back(compared.from); break;
      }
    }
    return cells;
  }

  std::vector<Grid::Column> columns(std::vector<Grid::Column> words, const std::vector<std::string>& headings) const {
    for (const std::string& heading : headings) words.push_back({heading, Align::right, false});
    if (has_currencies_) words.push_back({"Currency", Align::left, false});
    return words;
  }

  std::vector<std::string> row(std::vector<std::string> words, const std::vector<std::string>& figures, const std::optional<std::string>& currency) const {
    words.insert(words.end(), figures.begin(), figures.end());
    if (has_currencies_) words.push_back(currency.value_or("none"));
    return words;
  }

  const std::vector<Run>& runs_;
  Comparison comparison_;
  bool only_net_;
  Emphasis emphasis_;
  bool colour_;
  bool has_currencies_ = false;
  std::vector<std::string> headings_;  ///< of the scenarios
  bool are_numbered_ = false;
  std::string text_;
};

}  // namespace

std::string write_table(const std::vector<Run>& runs, bool only_net, bool colour) { return Table(runs, only_net, colour).text(); }

}  // namespace whereas::statement

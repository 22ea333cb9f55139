#pragma once

#include "interpreter/statement/statement.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// What a contract pays over many scenarios: the least and the most, percentiles and the mean of what each clause pays and each party keeps.
namespace whereas::statement {

/// One amount in every scenario, as small as it can be held: whole cents, where all of them are cents and few enough.
class Amounts {
 public:
  explicit Amounts(std::size_t count = 0) : units_(count) {}
  /// `places`: of its rounding; nothing: it is exact.
  void add(std::size_t scenario, const Number& amount, std::optional<int> places);
  /// Whole units at so many places.
  void add_units(std::size_t scenario, std::int64_t units, int places);
  Number at(std::size_t scenario) const;
  std::size_t count() const { return numbers_.empty() ? units_.size() : numbers_.size(); }
  /// The places in order: `ranks[i]` counts from 1, the smallest amount first.
  std::vector<Number> ranked(const std::vector<std::size_t>& ranks) const;
  Number sum() const;
  /// The first scenario that has the least, or the most.
  std::size_t least_in() const;
  std::size_t most_in() const;

 private:
  Number number(std::int64_t units) const;
  void hold_numbers();

  std::optional<int> places_;          ///< of a unit
  std::vector<std::int64_t> units_;    ///< by scenario
  std::vector<Number> numbers_;        ///< in their place, where one is no unit or too large
};

/// The percentiles that are told. Of N amounts the p-th is the nearest rank: the smallest that at least p of a hundred do not exceed, number
/// ceil(p / 100 x N) in order. It is one of the amounts, never between two.
inline constexpr std::array percentiles_told{1, 5, 10, 25, 50, 75, 90, 95, 99};

/// What a clause pays, or a party keeps of all that it receives and pays, of one period.
struct Distributed {
  bool of_party = false;
  std::string name;    ///< the clause's title, or the party
  std::string from;    ///< of a clause
  std::string to;
  std::string period;  ///< `2027`; `all` over all that is shown
  std::optional<std::string> currency;
  std::optional<int> places;
  Number least;
  std::size_t least_in = 0;
  std::vector<Number> percentiles;  ///< beside `percentiles_told`
  Number most;
  std::size_t most_in = 0;
  Number mean;         ///< exact
};

/// Takes up the payments of each scenario.
class Distribution {
 public:
  /// `selection.by`: the periods; nothing: years.
  Distribution(const check::CheckedContract& contract, const Period& term, Selection selection, std::size_t scenarios);

  /// Of one scenario; once for each. Not at the same time as another.
  void take(std::size_t scenario, const evaluate::Payments& payments);
  /// Where a payment counts: all that take has to know of it. `is_negative`: it is paid, not received.
  struct Entry {
    std::size_t line = 0;
    bool is_negative = false;
  };
  const std::vector<Entry>& entries(const evaluate::Payment& payment);
  /// A payment of some scenario counts in the line: only then it is told. `places`: of its rounding; nothing: it is exact.
  void pays(std::size_t line, std::optional<int> places);
  Amounts& amounts(std::size_t line) { return lines_[line].amounts; }

  std::size_t scenarios() const { return scenarios_; }
  /// Clauses in the order of the contract, then parties; of each, its periods and then all of them.
  std::vector<Distributed> lines() const;

 private:
  struct Line {
    bool of_party = false;
    std::uint32_t id = 0;  ///< of the clause as written, or the party
    std::string title;     ///< of a clause for one value of a dimension, with the value
    check::PartyId from = 0;
    check::PartyId to = 0;
    bool is_all = false;
    std::string period;
    Period days;
    std::optional<std::string> currency;
    std::optional<int> places;
    bool is_exact = false;  ///< some of it is not rounded
    bool is_paid = false;   ///< in some scenario
    Amounts amounts;
  };
  using LineKey = std::tuple<bool, std::uint32_t, std::string, check::PartyId, check::PartyId, std::string, bool, Period>;
  using PaymentKey = std::tuple<check::ClauseId, std::string, check::PartyId, check::PartyId, Period, std::string>;
  std::size_t line(Line line);

  const check::CheckedContract& contract_;
  Period term_;
  Selection selection_;
  std::size_t scenarios_;
  std::vector<Line> lines_;
  std::map<LineKey, std::size_t> known_lines_;
  std::map<PaymentKey, std::vector<Entry>> known_payments_;
};

/// Where the scenarios come from, for the heads of what is written.
struct Drawn {
  std::optional<std::uint64_t> seed;   ///< nothing: the data names the scenarios
  std::vector<std::string> varied;     ///< as asked for
  std::vector<std::string> names;      ///< of scenarios that the data names
  std::vector<std::pair<std::string, std::size_t>> broken;  ///< promises, and in how many scenarios they do not hold
  std::string name(std::size_t scenario) const { return names.empty() ? std::to_string(scenario + 1) : names[scenario]; }
};

/// As a table for people; with the 5th, 50th and 95th percentile, and means rounded half even to the places of what is paid.
std::string write_distribution_table(const Distribution& distribution, const std::string& deal, const Drawn& drawn, bool colour);
/// of,name,from,to,period,currency,scenarios,least,p1,…,p99,most,mean,least_in,most_in. A mean that does not end as a decimal is a fraction.
std::string write_distribution_csv(const Distribution& distribution, const Drawn& drawn);
std::string write_distribution_json(const Distribution& distribution, const std::string& deal, const Drawn& drawn);

}  // namespace whereas::statement

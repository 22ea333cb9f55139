#include "interpreter/statement/distribution.h"
#include "interpreter/statement/grid.h"
#include "lang/number/notation.h"
#include "lang/number/rounding.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace whereas::statement {

namespace {

constexpr std::size_t widest_line = 100;
constexpr std::array percentiles_shown{5, 50, 95};

std::size_t place_of_percentile(int percentile) {
  return static_cast<std::size_t>(std::find(percentiles_told.begin(), percentiles_told.end(), percentile) - percentiles_told.begin());
}

std::string count_text(std::size_t count) { return grouped(Number(static_cast<unsigned long long>(count))); }

/// For people: amounts that are exact have as many decimals as it takes, and what never ends is shown to six.
std::string shown(const Number& amount, const std::optional<int>& places) {
  if (places) return grouped(amount, *places);
  return amount.ends_as_decimal() ? grouped(amount) : grouped(round(amount, {6, Rounding::Mode::half_even}), 6);
}
std::string shown_mean(const Distributed& line) { return shown(line.places ? round(line.mean, {*line.places, Rounding::Mode::half_even}) : line.mean, line.places); }

/// For programs.
std::string exact(const Distributed& line, const Number& amount) { return exact_text({amount, line.places, line.currency}); }

/// A cell of words in CSV, as statements write them.
std::string cell_of(std::string_view text) {
  const bool looks_like_formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  if (!looks_like_formula && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string result = looks_like_formula ? "\"'" : "\"";
  for (const char letter : text) {
    if (letter == '"') result += '"';
    result += letter;
  }
  return result + "\"";
}

std::string heading_of(const Distributed& line) {
  std::string heading = line.of_party ? fmt::format("{}, received less paid", line.name) : fmt::format("{}, {} → {}", line.name, line.from, line.to);
  if (line.currency) heading += fmt::format(" ({})", *line.currency);
  return heading;
}

}  // namespace

std::string write_distribution_table(const Distribution& distribution, const std::string& deal, const Drawn& drawn, bool colour) {
  const Emphasis emphasis(colour);
  std::string text = emphasis.strong(wrapped(deal, widest_line, 2)) + "\n";
  if (drawn.seed) {
    text += wrapped(fmt::format("{} paths, {}, seed {}", count_text(distribution.scenarios()), fmt::join(drawn.varied, ", "), *drawn.seed), widest_line, 2) + "\n";
  } else {
    text += fmt::format("{} scenarios of the data\n", count_text(distribution.scenarios()));
  }
  using Align = Grid::Align;
  std::vector<Grid::Column> columns{{"Period", Align::left, false}, {"Least", Align::right, false}};
  for (const int percentile : percentiles_shown) columns.push_back({percentile == 50 ? std::string("Median") : fmt::format("{}%", percentile), Align::right, false});
  columns.push_back({"Most", Align::right, false});
  columns.push_back({"Mean", Align::right, false});

  const std::vector<Distributed> lines = distribution.lines();
  for (std::size_t place = 0; place < lines.size();) {
    const std::string heading = heading_of(lines[place]);
    text += "\n" + emphasis.strong(wrapped(heading, widest_line, 2)) + "\n";
    Grid grid(columns);
    bool has_periods = false;
    for (; place < lines.size() && heading_of(lines[place]) == heading; ++place) {
      const Distributed& line = lines[place];
      std::vector<std::string> cells{line.period, shown(line.least, line.places)};
      for (const int percentile : percentiles_shown) cells.push_back(shown(line.percentiles[place_of_percentile(percentile)], line.places));
      cells.push_back(shown(line.most, line.places));
      cells.push_back(shown_mean(line));
      const bool is_all = line.period == "all";
      if (is_all && has_periods) grid.add_rule();
      if (is_all) grid.add_sum(std::move(cells));
      else grid.add(std::move(cells));
      has_periods = true;
    }
    text += grid.text(emphasis, widest_line);
  }
  text += "\n" + wrapped("Percentiles are nearest ranks: amounts that are paid in some scenario, never between two. Each period stands for itself: its least need not be paid in the "
                         "scenario that pays the least of all. A mean is exact, and shown rounded half even.", widest_line, 2) + "\n";
  for (const auto& [promise, count] : drawn.broken) {
    text += wrapped(fmt::format("The promise `{}` does not hold in {} of {}.", promise, count_text(count), count_text(distribution.scenarios())), widest_line, 2) + "\n";
  }
  return text;
}

std::string write_distribution_csv(const Distribution& distribution, const Drawn& drawn) {
  std::string csv = "of,name,from,to,period,currency,scenarios,least";
  for (const int percentile : percentiles_told) csv += fmt::format(",p{}", percentile);
  csv += ",most,mean,least_in,most_in\n";
  for (const Distributed& line : distribution.lines()) {
    csv += fmt::format("{},{},{},{},{},{},{},{}", line.of_party ? "party" : "clause", cell_of(line.name), cell_of(line.from), cell_of(line.to), cell_of(line.period),
                       cell_of(line.currency.value_or("")), distribution.scenarios(), exact(line, line.least));
    for (const Number& amount : line.percentiles) csv += "," + exact(line, amount);
    csv += fmt::format(",{},{},{},{}\n", exact(line, line.most), line.mean.text(), cell_of(drawn.name(line.least_in)), cell_of(drawn.name(line.most_in)));
  }
  return csv;
}

std::string write_distribution_json(const Distribution& distribution, const std::string& deal, const Drawn& drawn) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["deal"] = deal;
  json["scenarios"] = distribution.scenarios();
  if (drawn.seed) {
    json["seed"] = std::to_string(*drawn.seed);
    json["varied"] = drawn.varied;
  }
  json["percentiles"] = "nearest rank";
  json["clauses"] = Json::array();
  json["parties"] = Json::array();
  for (const Distributed& line : distribution.lines()) {
    Json one;
    one[line.of_party ? "party" : "clause"] = line.name;
    if (!line.of_party) {
      one["from"] = line.from;
      one["to"] = line.to;
    }
    one["period"] = line.period;
    one["currency"] = line.currency ? Json(*line.currency) : Json(nullptr);
    one["least"] = exact(line, line.least);
    for (std::size_t place = 0; place < percentiles_told.size(); ++place) one[fmt::format("p{}", percentiles_told[place])] = exact(line, line.percentiles[place]);
    one["most"] = exact(line, line.most);
    one["mean"] = line.mean.text();
    one["least_in"] = drawn.name(line.least_in);
    one["most_in"] = drawn.name(line.most_in);
    json[line.of_party ? "parties" : "clauses"].push_back(std::move(one));
  }
  json["broken_promises"] = Json::array();
  for (const auto& [promise, count] : drawn.broken) json["broken_promises"].push_back({{"promise", promise}, {"scenarios", count}});
  return json.dump(2) + "\n";
}

}  // namespace whereas::statement

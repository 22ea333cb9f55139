#include "interpreter/batch/draw.h"

#include "lang/number/notation.h"
#include "lang/number/rounding.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>

/// Only whole numbers are drawn, and every step from them to a figure is exact but for the roundings that are named here: nothing hangs on how
/// a machine divides.
namespace whereas::batch {

namespace {

/// Decimals of a factor and of a standard deviation.
constexpr int factor_places = 12;
constexpr Rounding to_factor{factor_places, Rounding::Mode::half_even};
/// Twelve whole numbers below 2^16 added up: as good as normal, never beyond six standard deviations, of which each is 2^16 wide.
constexpr int draws_in_sum = 12;
constexpr long long middle_of_sum = 393'210;
constexpr long long deviation_of_sum = 65'536;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// How many there are in a year of 365 days.
Number in_a_year(Frequency frequency) {
  switch (frequency) {
    case Frequency::day: return 365;
    case Frequency::month: return 12;
    case Frequency::quarter: return 4;
    case Frequency::half_year: return 2;
    case Frequency::year:
    case Frequency::term: return 1;
  }
  return 1;
}

/// The square root, rounded down to the decimals of a factor. By bisection, so that it is whole numbers all the way.
Number square_root(const Number& square) {
  Number unit = 1;
  for (int place = 0; place < factor_places; ++place) unit *= Number(10);
  const Number target = (square * unit * unit).floor();
  Number low = 0;
  Number high = 1;
  while (high * high <= target) high *= Number(2);
  while (high - low > Number(1)) {
    const Number middle = ((low + high) / Number(2)).floor();
    (middle * middle <= target ? low : high) = middle;
  }
  return low / unit;
}

/// How far one step strays, as 2^16 parts of a standard deviation.
template <typename Engine>
long long drawn(Engine& engine) {
  long long sum = 0;
  for (int draw = 0; draw < draws_in_sum; draw += 4) {
    const std::uint64_t word = engine();
    for (int part = 0; part < 4; ++part) sum += static_cast<long long>(word >> (16 * part) & 0xFFFFU);
  }
  return sum - middle_of_sum;
}

/// Upward it multiplies, downward it divides, so that no figure changes its sign and half of all paths lie above those of the data.
Number strayed(const Number& factor, const Number& by, long long parts) {
  const Number whole = deviation_of_sum;
  return parts >= 0 ? round(factor * (whole + by * Number(parts)) / whole, to_factor) : round(factor * whole / (whole + by * Number(-parts)), to_factor);
}

}  // namespace

int places_of(const data::Cell& cell, const Sources& sources) {
  const std::string written(sources[cell.place.source].slice(cell.place));
  const std::string text = read_decimal_cell(written) ? written : cell.value.ends_as_decimal() ? cell.value.text() : std::string(".000000");
  const std::size_t point = text.find('.');
  return point == text.npos ? 0 : static_cast<int>(text.size() - point - 1);
}

std::optional<Vary> read_vary(std::string_view text, std::string& why) {
  constexpr std::string_view form = "write `INPUT by 15% a year`, or `INPUT by 15%` for each figure by itself, and `from 2027` behind it for figures that stay until then";
  const std::vector<std::string> words = words_of(text);
  const auto refuse = [&](const std::string& reason) {
    why = fmt::format("`{}`: {}; {}", text, reason, form);
    return std::nullopt;
  };
  if (words.size() < 3 || words[1] != "by") return refuse("this does not say which input varies by how much");
  Vary vary;
  vary.input = words[0];
  if (words[2].starts_with('-')) return refuse("a percentage below zero says nothing, since figures stray to both sides");
  const NotationResult by = read_number(words[2]);
  if (!by.number || !by.number->is_rate) return refuse(fmt::format("`{}` is not a percentage", words[2]));
  if (by.number->value > Number(10)) return refuse("more than 1000% cannot be drawn");
  vary.by = by.number->value;
  std::size_t next = 3;
  if (next + 1 < words.size() && (words[next] == "a" || words[next] == "each")) {
    std::string noun = words[next + 1];
    next += 2;
    if (noun == "half" && next < words.size() && words[next] == "year") noun += " " + words[next++];
    for (const Frequency known : {Frequency::day, Frequency::month, Frequency::quarter, Frequency::half_year, Frequency::year}) {
      if (whereas::noun(known) == noun) vary.each = known;
    }
    if (!vary.each) return refuse(fmt::format("`{}` is no length of time", noun));
  }
  if (next + 1 < words.size() && words[next] == "from") {
    vary.from = words[next + 1];
    next += 2;
    if ((vary.from == "fiscal" || vary.from == "contract") && next < words.size()) vary.from += " " + words[next++];
  }
  if (next != words.size()) return refuse(fmt::format("`{}` is not understood", words[next]));
  return vary;
}

std::optional<Drawing> Drawing::of(const std::vector<Vary>& varied, const std::vector<Given>& given, std::uint64_t seed, const Sources& sources, const std::function<Date(const std::string&)>& day_of, std::string& why) {
  Drawing drawing;
  drawing.seed_ = seed;
  for (const Vary& vary : varied) {
    // By the values of its dimensions, then by period.
    std::map<std::vector<std::string>, std::map<Period, std::vector<Walk::Cell>>> columns;
    std::optional<Frequency> frequency;
    for (std::size_t table = 0; table < given.size(); ++table) {
      const auto& inputs = given[table].contract->inputs;
      const auto is_it = [&](const check::InputInfo& info) { return info.name == vary.input && !info.asked; };
      const auto info = std::find_if(inputs.begin(), inputs.end(), is_it);
      if (info == inputs.end()) continue;
      const auto input = static_cast<check::InputId>(info - inputs.begin());
      const auto& series = given[table].table->series[input];
      if (!series) continue;
      if (info->is_record) {
        why = fmt::format("`{}` has one row each, and what is drawn is figures of periods", vary.input);
        return std::nullopt;
      }
      if (frequency && *frequency != series->frequency) {
        why = fmt::format("`{}` is {} to one contract and {} to another", vary.input, adverb(*frequency), adverb(series->frequency));
        return std::nullopt;
      }
      frequency = series->frequency;
      int places = 0;
      for (const data::Column& column : series->columns) {
        for (const data::Cell& cell : column.cells) places = std::max(places, places_of(cell, sources));
      }
      for (std::size_t column = 0; column < series->columns.size(); ++column) {
        for (std::size_t place = 0; place < series->periods.size(); ++place) {
          columns[series->columns[column].values][series->periods[place]].push_back({table, input, column, place, series->columns[column].cells[place].value, places});
        }
      }
    }
    if (!frequency) {
      why = fmt::format("the data has no figures of `{}`", vary.input);
      return std::nullopt;
    }
    const std::optional<Date> from = vary.from.empty() ? std::nullopt : std::optional(day_of(vary.from));
    for (auto& [values, periods] : columns) {
      Walk walk;
      walk.goes_on = vary.each.has_value();
      walk.by = vary.each ? square_root(vary.by * vary.by * in_a_year(*vary.each) / in_a_year(*frequency)) : vary.by;
      for (auto& [period, cells] : periods) walk.steps.push_back({!from || period.begin() >= *from, std::move(cells)});
      drawing.walks_.push_back(std::move(walk));
    }
  }
  return drawing;
}

void Drawing::draw(std::uint64_t path, const std::vector<data::Table*>& tables) const {
  std::seed_seq seeds{static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32), static_cast<std::uint32_t>(path), static_cast<std::uint32_t>(path >> 32)};
  std::mt19937_64 engine(seeds);
  for (const Walk& walk : walks_) {
    Number factor = 1;
    for (const Walk::Step& step : walk.steps) {
      if (!step.varies) continue;
      factor = strayed(walk.goes_on ? factor : Number(1), walk.by, drawn(engine));
      for (const Walk::Cell& cell : step.cells) {
        tables[cell.table]->series[cell.input]->columns[cell.column].cells[cell.place].value = round(cell.figure * factor, {cell.places, Rounding::Mode::half_even});
      }
    }
  }
}

}  // namespace whereas::batch

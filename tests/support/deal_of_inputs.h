#pragma once

#include "interpreter/data/table.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whereas::test {

/// A contract of inputs only, made by hand, and the data files that are read for it.
class DealOfInputs {
 public:
  check::CheckedContract contract;
  std::vector<bool> needed;  ///< by InputId; all, unless a test says otherwise

  DealOfInputs() { sources_.add("test.deal", "input declared here\n"); }

  /// The returned input may be changed until the next one is declared.
  check::InputInfo& input(std::string name, std::optional<Frequency> frequency = Frequency::month, std::vector<std::string> dimensions = {}) {
    check::InputInfo& info = contract.inputs.emplace_back();
    info.name = std::move(name);
    info.frequency = frequency;
    info.is_implied = !frequency.has_value();
    info.type = check::Type::amount({{check::nameless_currency, 1}}, check::Nature::flow);
    info.declared = {0, 0, 5};
    for (const std::string& dimension : dimensions) info.dimensions.push_back(dimension_named(dimension));
    needed.push_back(true);
    return info;
  }

  DealOfInputs& term(std::string_view first, std::string_view last) {
    contract.term = Period::through(*Date::read(first), *Date::read(last));
    contract.run = contract.term;
    return *this;
  }

  struct Reading {
    data::Table table;
    Report report;
    const Sources* sources;

    /// `missing-period 5:1` for every diagnostic, in order; of the files but the first with the file's number before.
    std::vector<std::string> faults() const {
      std::vector<std::string> found;
      for (const Diagnostic& diagnostic : report.ordered()) {
        const Span span = diagnostic.primary.span;
        const Place place = (*sources)[span.source].place_of(span.begin);
        std::string where = std::to_string(place.line) + ":" + std::to_string(place.column);
        const std::string& file = (*sources)[span.source].name();
        found.push_back(std::string(name(diagnostic.code)) + " " + (file == "1.csv" ? "" : file + ":") + where);
      }
      return found;
    }
    Diagnostic first() const { return report.ordered().at(0); }
    const data::Series& series(std::size_t input) const { return table.series.at(input).value(); }
    /// The figures of one column, `1000.25 2 3`.
    std::string figures(std::size_t input, std::size_t column = 0) const {
      std::string text;
      for (const data::Cell& cell : series(input).columns.at(column).cells) text += (text.empty() ? "" : " ") + cell.value.text();
      return text;
    }
  };

  /// Reads files `1.csv`, `2.csv`, …; the reading is good until the next.
  Reading read_all(const std::vector<std::string>& files) {
    std::vector<SourceId> ids;
    sources_ = Sources();
    sources_.add("test.deal", "input declared here\n");
    for (const std::string& text : files) ids.push_back(sources_.add(std::to_string(ids.size() + 1) + ".csv", text).id());
    Reading reading;
    reading.sources = &sources_;
    reading.table = data::read_table(ids, contract, needed, sources_, reading.report);
    return reading;
  }
  Reading read(const std::string& file) { return read_all({file}); }

 private:
  check::DimensionId dimension_named(const std::string& name) {
    auto& dimensions = contract.dimensions;
    const auto found = std::find_if(dimensions.begin(), dimensions.end(), [&](const auto& info) { return info.name == name; });
    const auto id = static_cast<check::DimensionId>(found - dimensions.begin());
    if (found == dimensions.end()) dimensions.push_back({name});
    return id;
  }

  Sources sources_;
};

/// All that a table says but the places of its figures, as text: equal tables have equal texts.
inline std::string text_of(const data::Table& table) {
  std::string text = (table.term ? table.term->text() : "no term") + "; ends " + (table.data_ends ? table.data_ends->text() : "nowhere") + " " +
                     table.data_ends_label + "\n";
  for (const auto& series : table.series) {
    if (!series) {
      text += "nothing\n";
      continue;
    }
    text += std::string(adverb(series->frequency)) + ":";
    for (const Period& period : series->periods) text += " [" + period.text() + "]";
    for (const data::Column& column : series->columns) {
      text += "\n ";
      for (const std::string& value : column.values) text += " \"" + value + "\"";
      for (const data::Cell& cell : column.cells) text += " " + cell.value.text();
    }
    text += "\n";
  }
  return text;
}

}  // namespace whereas::test

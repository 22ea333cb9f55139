#include "interpreter/data/events.h"

#include "interpreter/data/wording.h"
#include "lang/text/spelling.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::data {

namespace {

template <typename AnyReport>
void add(Table& table, const check::CheckedContract& contract, Happening happening, AnyReport& report) {
  const check::EventInfo* event = contract.event_named(happening.event);
  if (event == nullptr) {
    std::vector<std::string> names;
    for (const auto& known : contract.events) names.push_back(known.name);
    Diagnostic& refused = report.add(code::unknown_name).says(fmt::format("the contract has no event called \"{}\"", happening.event)).at(happening.place);
    const auto near = nearest_name(happening.event, names);
    refused.help(near ? fmt::format("there is \"{}\"", *near) : fmt::format("declare it in the contract: `event \"{}\"`", happening.event));
    return;
  }
  const auto same = std::find_if(table.events.begin(), table.events.end(), [&](const Happening& other) { return other.event == happening.event; });
  if (event->day || same != table.events.end()) {
    report.add(code::defined_twice)
        .says(fmt::format("\"{}\" has a day already", happening.event))
        .at(happening.place, "given here")
        .beside(event->day ? event->declared : same->place, "and here")
        .help("an event happens once: leave one of them out");
    return;
  }
  table.events.push_back(std::move(happening));
}

}  // namespace

void add_event(Table& table, const check::CheckedContract& contract, Happening happening, Report& report) { add(table, contract, std::move(happening), report); }

bool names_events(const Source& source) {
  std::string_view line = source.text();
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line == "event,day";
}

void read_events(CsvReader& reader, const check::CheckedContract& contract, Table& table, std::optional<Span>& header, std::vector<UnusedName>* unused, LimitedReport& report) {
  reader.next();
  if (!header) header = reader.record_place();
  for (auto result = reader.next(); result != CsvReader::Result::end; result = reader.next()) {
    if (report.is_full()) return;
    if (result == CsvReader::Result::broken) continue;
    ++table.files.back().rows;
    const auto& cells = reader.cells();
    if (cells.size() != 2) {
      report.add(code::wrong_number_of_cells).says(fmt::format("the row has {} {}, and the header names 2", cells.size(), cells.size() == 1 ? "cell" : "cells")).at(reader.record_place())
          .help("write the event and its day: `Closing,2026-03-01`");
      continue;
    }
    const auto day = Date::read(cells[1].text);
    if (!day) {
      report.add(code::not_a_period).says(fmt::format("{} is no day", data::quoted(cells[1].text))).at(cells[1].place).help("write the day on which the event happened: `2026-03-01`");
      continue;
    }
    if (unused != nullptr && contract.event_named(cells[0].text) == nullptr) {
      unused->push_back({std::string(cells[0].text), cells[0].place, true});
      continue;
    }
    add(table, contract, {std::string(cells[0].text), *day, cells[0].place}, report);
  }
}

}  // namespace whereas::data

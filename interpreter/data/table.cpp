#include "interpreter/data/table.h"

#include "interpreter/data/events.h"
#include "interpreter/data/quick_rows.h"
#include "interpreter/data/rows.h"
#include "interpreter/data/series.h"
#include "interpreter/data/wording.h"
#include "lang/text/spelling.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::data {

namespace {

using check::CheckedContract;
using check::InputId;
using check::InputInfo;

Code code_of(TextFault::Kind kind) {
  switch (kind) {
    case TextFault::Kind::not_utf8: return code::not_utf8;
    case TextFault::Kind::hidden_character: return code::hidden_character;
    case TextFault::Kind::control_character: return code::control_character;
  }
  return code::not_utf8;
}

class TableReader {
 public:
  TableReader(const CheckedContract& contract, const std::vector<bool>& needed, const Sources& sources, const std::optional<Shared>& shared, Report& report)
      : contract_(contract), needed_(needed), sources_(sources), shared_(shared), whole_report_(report), report_(report), rows_(contract, unused_, shared_, report_) {}

  Table read(std::span<const SourceId> files) {
    read_files(files);
    tell_of_scenarios();
    join(files, std::move(rows_.figures()));
    tell_of_unused();
    return std::move(table_);
  }

  /// Nothing as soon as something is not well.
  std::optional<Table> read_quickly(std::span<const SourceId> files, const std::vector<bool>& merged) {
    const std::size_t errors = whole_report_.error_count();
    QuickRows quick(contract_, merged, rows_);
    for (const SourceId file : files) {
      const Source& source = sources_[file];
      table_.files.push_back({source.name(), 0});
      if (source.text().size() > most_bytes_in_file) return std::nullopt;
      CsvReader reader(source, report_);
      if (names_events(source)) {
        if (find_fault(source)) return std::nullopt;
        read_events(reader, contract_, table_, first_header_, nullptr, report_);
        continue;
      }
      const std::optional<Header> header = read_header(reader, contract_, unused_, report_);
      if (!header || header->has_refused_inputs || header->scenario) return std::nullopt;
      if (!first_header_) first_header_ = header->place;
      const auto rows = quick.read(source, reader.position(), *header);
      if (!rows) return std::nullopt;
      table_.files.back().rows = *rows;
    }
    if (whole_report_.error_count() > errors || !quick.hand_over()) return std::nullopt;
    join(files, std::move(rows_.figures()));
    tell_of_unused();
    if (whole_report_.error_count() > errors) return std::nullopt;
    return std::move(table_);
  }

  /// The same for each scenario that rows name; one without a name where none do.
  std::vector<ScenarioTable> read_each(std::span<const SourceId> files) {
    read_files(files);
    std::vector<ScenarioTable> all;
    if (rows_.scenarios().empty()) {
      join(files, std::move(rows_.figures()));
      all.push_back({{}, {}, std::move(table_)});
    }
    const Table common = table_;
    for (std::size_t scenario = 0; scenario < rows_.scenarios().size() && !report_.is_full(); ++scenario) {
      const RowsReader::OfScenario& own = rows_.scenarios()[scenario];
      report_.tell_with(fmt::format("in the scenario {}", quoted(own.name)));
      table_ = common;
      gaps_.clear();
      has_lost_rows_.clear();
      join(files, rows_.figures_of(scenario));
      all.push_back({own.name, own.place, std::move(table_)});
    }
    report_.tell_with({});
    tell_of_unused();
    if (shared_) {
      for (ScenarioTable& one : all) one.table.unused = unused_;
    }
    return all;
  }

 private:
  void read_files(std::span<const SourceId> files) {
    for (const SourceId file : files) {
      if (report_.is_full()) break;
      read_file(sources_[file]);
    }
  }

  void tell_of_scenarios() {
    if (!scenario_column_) return;
    report_.add(code::column_name)
        .says("the column `scenario` gives figures of several scenarios, and here those of one are asked for")
        .at(*scenario_column_)
        .help("run them all, `whereas run DEAL --data FILE.csv` or `whereas simulate`, without --scenario; or keep the rows of one, and leave the column out");
    has_unread_files_ = true;
    for (Gathered& gathered : rows_.figures()) gathered.has_lost_rows = true;
  }

  void tell_of_unused() {
    if (shared_) table_.unused = unused_;
    else warn_of_unused(unused_, names_known(), whole_report_);
  }

  /// What was gathered, in order, with all that is missing told.
  void join(std::span<const SourceId> files, std::vector<Gathered> figures) {
    figures_ = std::move(figures);
    if (!report_.is_full()) ask_for_missing_inputs(files);
    join_series();
    refuse_unlike_days(table_, contract_, report_);
    find_extent(table_, contract_, needed_);
    if (!report_.is_full()) {
      ask_for_first_periods();
      report_gaps(gaps_, sources_, report_);
    }
  }

  void read_file(const Source& source) {
    table_.files.push_back({source.name(), 0});
    if (source.text().size() > most_bytes_in_file) {
      report_.add(code::too_long).says("the file is larger than 1 GiB").at({source.id(), 0, 0})
          .help("give the data in several files, or for longer periods");
      has_unread_files_ = true;
      return;
    }
    if (const std::optional<TextFault> fault = find_fault(source)) {
      report_fault(*fault);
      has_unread_files_ = true;
      return;
    }
    CsvReader reader(source, report_);
    if (names_events(source)) return read_events(reader, contract_, table_, first_header_, shared_ ? &unused_ : nullptr, report_);
    const std::optional<Header> header = read_header(reader, contract_, unused_, report_);
    if (!header) {
      has_unread_files_ = true;
      return;
    }
    if (!first_header_) first_header_ = header->place;
    if (header->scenario && !scenario_column_) scenario_column_ = header->scenario_place;
    if (header->has_refused_inputs) has_unread_files_ = true;
    table_.files.back().rows = rows_.read(reader, *header);
  }

  void report_fault(const TextFault& fault) {
    Diagnostic& refused = report_.add(code_of(fault.kind)).at(fault.span);
    switch (fault.kind) {
      case TextFault::Kind::not_utf8:
        refused.says(fmt::format("the file holds a byte that is not UTF-8: {}", fault.what)).help("save the file again as CSV in UTF-8; in a spreadsheet: Save as, CSV UTF-8");
        break;
      case TextFault::Kind::hidden_character:
        refused.says(fmt::format("the file holds a character that a reader cannot see: {}", fault.what)).offers("delete it", replace(fault.span, ""));
        break;
      case TextFault::Kind::control_character:
        refused.says(fmt::format("the file holds a control character: {}", fault.what)).offers("delete it", replace(fault.span, ""));
        break;
    }
  }

  void ask_for_missing_inputs(std::span<const SourceId> files) {
    std::vector<std::string> missing;
    for (InputId input = 0; input < contract_.inputs.size(); ++input) {
      const InputInfo& info = contract_.inputs[input];
      const Gathered& gathered = figures_[input];
      if (!needed_[input] || gathered.named || gathered.has_lost_rows) continue;
      if (!files.empty()) {
        missing.push_back(info.name);
        continue;
      }
      Diagnostic& refused = report_.add(code::no_data).says(fmt::format("no data file gives {}", quoted(info.name))).at(info.declared);
      refused.help("name the file: `--data FILE.csv`");
      if (contract_.scenarios.size() == 1) refused.help(fmt::format("or run the contract's own scenario: `--scenario \"{}\"`", contract_.scenarios.front()->title.text));
      if (contract_.scenarios.size() > 1) refused.help(fmt::format("or run a scenario of the contract: `--scenario \"{}\"`, or all of them: `--scenario all`", contract_.scenarios.front()->title.text));
    }
    // What a file that cannot be read would have given is not known.
    if (missing.empty() || has_unread_files_) return;
    Diagnostic& refused = report_.add(code::missing_column).at(*first_header_);
    refused.says(fmt::format("the data has no column or series {}", listed(missing, "or")));
    for (const std::string& name : missing) offer_nearest(refused, name);
    if (refused.helps.empty()) refused.help("add it, or name the file that has it too: `--data FILE.csv`");
  }

  void offer_nearest(Diagnostic& refused, const std::string& missing) {
    std::vector<std::string> names;
    for (const UnusedName& unused : unused_) names.push_back(unused.name);
    const std::optional<std::string> nearest = nearest_name(missing, names);
    if (!nearest) return;
    const auto found = std::find_if(unused_.begin(), unused_.end(), [&](const UnusedName& unused) { return unused.name == *nearest; });
    refused.beside(found->place, "this is near")
        .offers(fmt::format("if {} is meant, name the {} so", quoted(*nearest), found->is_series ? "series" : "column"),
                replace(found->place, missing));
    unused_.erase(found);
  }

  std::vector<std::string> names_known() const {
    std::vector<std::string> known{"period", "series", "value"};
    for (const InputInfo& input : contract_.inputs) known.push_back(input.name);
    for (const check::DimensionInfo& dimension : contract_.dimensions) known.push_back(dimension.name);
    return known;
  }

  void join_series() {
    table_.series.resize(contract_.inputs.size());
    for (InputId input = 0; input < contract_.inputs.size(); ++input) {
      Gathered& gathered = figures_[input];
      has_lost_rows_.push_back(gathered.has_lost_rows);
      const std::optional<Span> named = gathered.named;
      const std::optional<Frequency> frequency = gathered.frequency;
      table_.series[input] = put_in_order(std::move(gathered), contract_, input, gaps_, report_);
      if (table_.series[input] || !named || has_lost_rows_[input]) continue;
      const InputInfo& info = contract_.inputs[input];
      if (info.missing_is_zero && frequency) {
        Series& empty = table_.series[input].emplace();
        empty.frequency = *frequency;
        if (info.dimensions.empty()) empty.columns.emplace_back();
      } else if (needed_[input]) {
        report_.add(code::missing_period).says(fmt::format("the data has no figure for {}", quoted(info.name))).at(*named)
            .help("add a row for each period; where there is nothing, write 0, or `, missing is zero` behind the unit of the input");
      }
    }
  }

  /// What the run needs is there from the first day of the term.
  void ask_for_first_periods() {
    if (!table_.term) return;
    const Date begin = table_.term->begin();
    for (InputId input = 0; input < table_.series.size(); ++input) {
      const std::optional<Series>& series = table_.series[input];
      if (!needed_[input] || !series || has_lost_rows_[input] || contract_.inputs[input].missing_is_zero) continue;
      if (series->periods.empty() || series->periods.front().begin() <= begin) continue;
      Span first = series->columns.front().cells.front().place;
      for (const Column& column : series->columns) {
        const Span place = column.cells.front().place;
        if (std::pair(place.source, place.begin) < std::pair(first.source, first.begin)) first = place;
      }
      gaps_.push_back({first, true, label_of(*series, begin, series->periods.front().begin()), quoted(contract_.inputs[input].name)});
    }
  }

  const CheckedContract& contract_;
  const std::vector<bool>& needed_;
  const Sources& sources_;
  const std::optional<Shared>& shared_;
  Report& whole_report_;
  LimitedReport report_;
  std::vector<UnusedName> unused_;
  RowsReader rows_;
  std::vector<Gap> gaps_;
  std::vector<bool> has_lost_rows_;  ///< by InputId
  std::vector<Gathered> figures_;            ///< of the table at hand
  std::optional<Span> first_header_;
  std::optional<Span> scenario_column_;
  bool has_unread_files_ = false;
  Table table_;
};

}  // namespace

std::optional<Table> read_table_quickly(std::span<const SourceId> files, const CheckedContract& contract, const std::vector<bool>& needed,
                                        const Sources& sources, Report& report, const std::vector<bool>& merged) {
  const std::optional<Shared> shared;
  Report own = report;
  std::optional<Table> table = TableReader(contract, needed, sources, shared, own).read_quickly(files, merged);
  if (table) report = std::move(own);
  return table;
}

Table read_table(std::span<const SourceId> files, const CheckedContract& contract, const std::vector<bool>& needed, const Sources& sources,
                 Report& report, const std::optional<Shared>& shared, const std::vector<bool>& merged) {
  constexpr std::size_t large = 64 * 1024;
  const bool is_large = std::any_of(files.begin(), files.end(), [&](SourceId file) { return sources[file].text().size() >= large; });
  if (!shared && !files.empty()) {
    if (auto table = read_table_quickly(files, contract, needed, sources, report, is_large ? merged : std::vector<bool>())) return std::move(*table);
  }
  return TableReader(contract, needed, sources, shared, report).read(files);
}

Table read_table_plainly(std::span<const SourceId> files, const CheckedContract& contract, const std::vector<bool>& needed, const Sources& sources, Report& report) {
  const std::optional<Shared> shared;
  return TableReader(contract, needed, sources, shared, report).read(files);
}

std::vector<ScenarioTable> read_scenarios(std::span<const SourceId> files, const CheckedContract& contract, const std::vector<bool>& needed, const Sources& sources,
                                          Report& report, const std::optional<Shared>& shared) {
  return TableReader(contract, needed, sources, shared, report).read_each(files);
}

bool names_scenarios(const Source& source) {
  const std::string_view text = source.text();
  std::string_view header = text.substr(0, text.find('\n'));
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(','), header.size());
    std::string_view name = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (!name.empty() && (name.back() == '\r' || name.back() == ' ')) name.remove_suffix(1);
    if (name == "scenario" || name == "\"scenario\"") return true;
  }
  return false;
}

void warn_of_unused(const std::vector<UnusedName>& unused, const std::vector<std::string>& known, Report& report) {
  for (const UnusedName& name : unused) {
    Diagnostic& warned = report.add(name.is_series ? code::unused_series : code::unused_column)
                             .says(fmt::format("no input is named {}", quoted(name.name)))
                             .at(name.place, name.is_series ? "this series is not used" : "this column is not used");
    if (const auto nearest = nearest_name(name.name, known)) warned.help(fmt::format("there is {}", quoted(*nearest)));
  }
}

}  // namespace whereas::data

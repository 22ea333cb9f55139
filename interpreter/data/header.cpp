#include "interpreter/data/header.h"

#include "interpreter/data/wording.h"
#include "lang/text/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace whereas::data {

namespace {

using check::CheckedContract;
using check::DimensionId;
using check::InputId;

template <class Infos>
std::optional<std::uint32_t> place_among(const Infos& infos, std::string_view name) {
  const auto found = std::find_if(infos.begin(), infos.end(), [&](const auto& info) { return info.name == name; });
  if (found == infos.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - infos.begin());
}

class HeaderReader {
 public:
  HeaderReader(const CheckedContract& contract, std::vector<UnusedName>& unused, LimitedReport& report)
      : contract_(contract), unused_(unused), report_(report) {}

  std::optional<Header> read(const std::vector<CsvCell>& cells, Span place) {
    header_.width = cells.size();
    header_.place = place;
    header_.dimensions.resize(contract_.dimensions.size());
    name_columns(cells);
    if (is_broken_ || !find_period()) return std::nullopt;
    find_form();
    for (std::size_t column = 0; column < names_.size(); ++column) place_column(column);
    if (!header_.long_columns) drop_misfits();
    return std::move(header_);
  }

 private:
  void name_columns(const std::vector<CsvCell>& cells) {
    for (const CsvCell& cell : cells) {
      const std::string name(without_blanks_around(cell.text));
      if (name.empty()) {
        refuse(code::column_name, cell.place, fmt::format("column {} has no name", names_.size() + 1));
      } else if (name.size() != cell.text.size()) {
        refuse(code::column_name, cell.place, fmt::format("blanks stand around the column's name {}", quoted(name)))
            .offers("write the name alone", replace(cell.place, name));
      } else if (const auto earlier = column_named(name)) {
        refuse(code::duplicate_column, cell.place, fmt::format("two columns are named {}", quoted(name)))
            .beside(places_[*earlier], "the first is here")
            .help("leave one of them out, or give it the name of another input");
      }
      columns_.emplace(name, names_.size());
      names_.push_back(name);
      places_.push_back(cell.place);
    }
  }

  bool find_period() {
    if (const auto period = column_named("period")) {
      header_.period = *period;
      return true;
    }
    Diagnostic& missing = report_.add(code::missing_column).says("the file has no column `period`").at(header_.place);
    // As spreadsheets write them where a comma stands before the decimals.
    for (const auto& [mark, called] : {std::pair(';', "semicolons"), std::pair('\t', "tabs")}) {
      if (names_.size() != 1 || names_.front().find(mark) == std::string::npos) continue;
      missing.says(fmt::format("{} stand between the columns of the file, where commas are wanted", called)).help("save it with commas between the columns, and a point before decimals: `period,sales` and `2026-01,1200.50`");
      return false;
    }
    if (column_named("event") && column_named("day")) {
      missing.says("a file of events has the columns `event` and `day`, and no others").help("events of one scenario stand in it: `\"Closing\" is on 2026-05-01`, below `scenario \"…\"`");
      return false;
    }
    const std::vector<std::string> sought{"period"};
    for (std::size_t column = 0; column < names_.size(); ++column) {
      if (is_known(names_[column]) || !nearest_name(names_[column], sought)) continue;
      missing.offers(fmt::format("if {} is meant, name it so", quoted(names_[column])), replace(places_[column], "period"));
    }
    if (missing.helps.empty() && !names_.empty() && !is_known(names_.front())) {
      missing.offers(fmt::format("if {} holds the periods, name it so", quoted(names_.front())), replace(places_.front(), "period"));
    }
    return false;
  }

  void find_form() {
    const auto series = column_named("series");
    const auto value = column_named("value");
    // A contract may well have an input or a dimension with one of these names; where it has both, the file is wide.
    if (series && value && !(is_known("series") && is_known("value"))) header_.long_columns = {*series, *value};
  }

  void place_column(std::size_t column) {
    if (column == header_.period) return;
    const auto& form = header_.long_columns;
    if (form && (column == form->series || column == form->value)) return;
    if (names_[column] == "scenario") {
      header_.scenario = column;
      header_.scenario_place = places_[column];
      return;
    }
    if (const auto dimension = place_among(contract_.dimensions, names_[column])) {
      header_.dimensions[*dimension] = column;
      return;
    }
    const auto input = place_among(contract_.inputs, names_[column]);
    if (input && form) {
      refuse(code::column_name, places_[column], fmt::format("a file with the columns `series` and `value` names its inputs below `series`, and {} has a column of its own", quoted(names_[column])))
          .help("give its figures in rows like the others, or in a file of its own");
      return;
    }
    if (input && !form && !contract_.inputs[*input].asked) {
      header_.inputs.push_back({*input, column, places_[column]});
    } else {
      unused_.push_back({names_[column], places_[column], false});
    }
  }

  /// Leaves out the inputs of a wide file that are not given by its dimensions.
  void drop_misfits() {
    const auto is_misfit = [&](const Header::InputColumn& column) { return !has_its_dimensions(column); };
    const auto fitting_end = std::remove_if(header_.inputs.begin(), header_.inputs.end(), is_misfit);
    header_.has_refused_inputs = fitting_end != header_.inputs.end();
    header_.inputs.erase(fitting_end, header_.inputs.end());
  }

  bool has_its_dimensions(const Header::InputColumn& column) {
    const check::InputInfo& input = contract_.inputs[column.input];
    const std::vector<std::string> lacking = lacking_dimensions(header_, contract_, column.input);
    if (!lacking.empty()) {
      report_.add(code::missing_column)
          .says(lacking_dimensions_message(lacking, input.name))
          .at(column.place)
          .help(fmt::format("add the column, with the {} of each row", listed(lacking)));
      return false;
    }
    std::vector<std::string> foreign;
    for (DimensionId dimension = 0; dimension < header_.dimensions.size(); ++dimension) {
      const bool is_own = std::find(input.dimensions.begin(), input.dimensions.end(), dimension) != input.dimensions.end();
      if (header_.dimensions[dimension] && !is_own) foreign.push_back(contract_.dimensions[dimension].name);
    }
    if (foreign.empty()) return true;
    report_.add(code::wrong_dimensions)
        .says(fmt::format("the file has figures by {}, and {} is not given so", listed(foreign), quoted(input.name)))
        .at(column.place)
        .beside(places_[*column_named(foreign.front())], "the dimension is here")
        .help(fmt::format("put {} into a file of its own, without {}", quoted(input.name), listed(foreign)));
    return false;
  }

  Diagnostic& refuse(Code code, Span place, std::string message) {
    is_broken_ = true;
    return report_.add(code).says(std::move(message)).at(place);
  }

  bool is_known(std::string_view name) const {
    return place_among(contract_.inputs, name) || place_among(contract_.dimensions, name);
  }
  std::optional<std::size_t> column_named(std::string_view name) const {
    const auto found = columns_.find(name);
    return found == columns_.end() ? std::nullopt : std::optional(found->second);
  }

  const CheckedContract& contract_;
  std::vector<UnusedName>& unused_;
  LimitedReport& report_;
  Header header_;
  std::vector<std::string> names_;  ///< by column
  std::vector<Span> places_;
  std::map<std::string, std::size_t, std::less<>> columns_;  ///< by name
  bool is_broken_ = false;
};

}  // namespace

std::optional<Header> read_header(CsvReader& reader, const CheckedContract& contract, std::vector<UnusedName>& unused,
                                  LimitedReport& report) {
  switch (reader.next()) {
    case CsvReader::Result::broken: return std::nullopt;
    case CsvReader::Result::end:
      report.add(code::missing_column)
          .says("the file is empty")
          .at(reader.record_place())
          .help("begin it with a line that names its columns, `period` among them");
      return std::nullopt;
    case CsvReader::Result::record: break;
  }
  return HeaderReader(contract, unused, report).read(reader.cells(), reader.record_place());
}

std::vector<std::string> lacking_dimensions(const Header& header, const CheckedContract& contract, InputId input) {
  std::vector<std::string> lacking;
  for (const DimensionId dimension : contract.inputs[input].dimensions) {
    if (!header.dimensions[dimension]) lacking.push_back(contract.dimensions[dimension].name);
  }
  return lacking;
}

std::string lacking_dimensions_message(const std::vector<std::string>& lacking, const std::string& input) {
  return lacking.size() == 1 ? fmt::format("the column {} is missing: {} is given by it", listed(lacking), quoted(input))
                             : fmt::format("the columns {} are missing: {} is given by them", listed(lacking), quoted(input));
}

}  // namespace whereas::data

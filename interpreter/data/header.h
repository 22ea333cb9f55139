#pragma once

#include "interpreter/data/csv.h"
#include "interpreter/data/table.h"
#include "lang/check/checked.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace whereas::data {

/// What the columns of one file are.
struct Header {
  struct InputColumn {
    check::InputId input = 0;
    std::size_t column = 0;
    Span place;  ///< of its name
  };
  std::size_t width = 0;
  Span place;  ///< of the whole header
  std::size_t period = 0;
  std::optional<std::size_t> scenario;  ///< the column that says whose figures a row has
  Span scenario_place;                  ///< of its name
  std::vector<InputColumn> inputs;                     ///< of a wide file
  bool has_refused_inputs = false;                     ///< columns of inputs that are not given by the file's dimensions (reported)
  std::vector<std::optional<std::size_t>> dimensions;  ///< by DimensionId: its column

  struct LongColumns {
    std::size_t series = 0;
    std::size_t value = 0;
  };
  std::optional<LongColumns> long_columns;  ///< set where the file is long
};

/// Reads the header, which must be the next record of `reader`. Nothing where the file cannot be read on (reported). Columns that name
/// nothing are added to `unused`.
std::optional<Header> read_header(CsvReader& reader, const check::CheckedContract& contract, std::vector<UnusedName>& unused,
                                  LimitedReport& report);

/// The dimensions of an input that the file has no column for, by name.
std::vector<std::string> lacking_dimensions(const Header& header, const check::CheckedContract& contract, check::InputId input);
/// `the columns `channel` and `region` are missing: `revenue` is given by them`
std::string lacking_dimensions_message(const std::vector<std::string>& lacking, const std::string& input);

}  // namespace whereas::data

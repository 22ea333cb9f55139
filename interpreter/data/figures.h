#pragma once

#include "interpreter/data/table.h"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace whereas::data {

/// The figures of one input for one combination of the values of its dimensions, in the order in which they were read.
struct GatheredColumn {
  std::vector<std::string> values;
  std::vector<Period> periods;
  std::vector<Cell> cells;  ///< by place in `periods`
};

/// All that the files give for one input, before it is put in order.
struct Gathered {
  std::vector<GatheredColumn> columns;
  std::unordered_map<std::string, std::size_t> by_values;  ///< values, each ended by a zero byte: place in `columns`
  std::optional<Frequency> frequency;  ///< declared, or that of the rows
  Calendar calendar;                   ///< the deal's where a row names its period so (`fiscal 2026-Q1`)
  std::optional<Span> named;           ///< the column of a wide file, or the first row of a long one, that names it
  bool has_lost_rows = false;          ///< a row could not be read: what seems to be missing may be there
};

}  // namespace whereas::data

#pragma once

#include "interpreter/data/figures.h"
#include "interpreter/data/limited_report.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace whereas::data {

/// Figures that are missing before the row at `place`, or behind it.
struct Gap {
  Span place;
  bool is_before = true;
  std::string missing;  ///< `2026-04`, `2026-04 to 2026-06`
  std::string whose;    ///< `revenue` where channel is "bedrock"
};

/// Puts the gathered figures of one input in order: columns by their values, cells by their periods. Reports a period given twice;
/// adds to `gaps` what is left out, unless the input says `missing is zero`, and then fills it with zeros.
/// Nothing where no row gives the input.
std::optional<Series> put_in_order(Gathered gathered, const check::CheckedContract& contract, check::InputId input, std::vector<Gap>& gaps,
                                   LimitedReport& report);

/// The same for an input of records: reports a record that has a second row.
std::optional<Series> put_records_in_order(Gathered gathered, const check::CheckedContract& contract, check::InputId input, LimitedReport& report);

/// Reports records whose rows in two inputs are of different days.
void refuse_unlike_days(const Table& table, const check::CheckedContract& contract, LimitedReport& report);

/// `2026-04`, or `2026-04 to 2026-06`: the periods of the series from one day until another, which comes later.
std::string label_of(const Series& series, Date from, Date until);

/// One error for each row and what is missing there, however many inputs it concerns.
void report_gaps(const std::vector<Gap>& gaps, const Sources& sources, LimitedReport& report);

}  // namespace whereas::data

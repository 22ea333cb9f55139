#pragma once

#include "interpreter/data/csv.h"
#include "interpreter/data/table.h"

/// Files of events: `event,day` and below it `Closing,2026-03-01`. Each event that the contract declares and does not date can have its day
/// there, once.
namespace whereas::data {

/// Whether the file's first line is `event,day`.
bool names_events(const Source& source);

/// Reads such a file from its header on. `header` is where it stands, for messages on what the file lacks. An event that the contract does
/// not have may be another's, where several share the file; it is added to `unused` then.
void read_events(CsvReader& reader, const check::CheckedContract& contract, Table& table, std::optional<Span>& header, std::vector<UnusedName>* unused, LimitedReport& report);

}  // namespace whereas::data

#pragma once

#include "lang/check/checking.h"

/// Windows that the term begins or ends inside.
namespace whereas::check {

/// A sum, limit or minimum counts each window, and the days in force hold only a part of one; a line behind `line` would say how it counts there; where there is none, nothing can.
void warn_part_window(Checking& checking, const Period& in_force, Frequency window, Span at, std::string_view what, std::optional<Span> line);
/// The lines that say how a part counts.
void offer_proration(Diagnostic& diagnostic, Span line);
/// A year is counted, and the term does not begin with one: the warning, where it is given.
Diagnostic* warn_year(Checking& checking, Frequency window, Span at);
/// The term, up to the day on which an event ends it where that day is known.
std::optional<Period> term_with_its_end(Checking& checking);

}  // namespace whereas::check

#pragma once

#include "lang/check/checking.h"

/// Windows that the term begins or ends inside.
namespace whereas::check {

/// A sum, limit or minimum counts each window, and the days in force hold only a part of one; `prorating` writes that it counts by days.
void warn_part_window(Checking& checking, const Period& in_force, Frequency window, Span at, std::string_view what, Edit prorating);
/// A year is counted, and the term does not begin with one.
void warn_year(Checking& checking, Frequency window, Span at);

}  // namespace whereas::check

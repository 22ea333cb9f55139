#pragma once

#include "lang/check/checked.h"

namespace whereas::check {

/// Checking is the third step: it takes a program as written and gives a contract in which every name is bound, every expression has a
/// unit, every tier ends, and nothing that moves money can be read two ways. Reports everything it finds; the result is good to run only
/// where the report has no errors. Never reads data; `happened` are the days that data gives to events which the contract does not date.
CheckedContract check(const program::Program& program, const Sources& sources, Report& report, const Happened& happened = {});

}  // namespace whereas::check

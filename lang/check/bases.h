#pragma once

#include "lang/check/checking.h"

namespace whereas::check {

/// Inputs that are no deductions but bases of their own, by their names: `collected`. deductions.cpp
std::vector<std::string> other_bases(const Checking& checking);

}  // namespace whereas::check

#pragma once

#include "lang/time/period.h"

#include <string>
#include <string_view>
#include <vector>

namespace whereas::data {

/// Why a cell cannot be read, in words that go on after a colon, and what was probably meant. Everything in `meant` can be read.
struct Refusal {
  std::string why;
  std::vector<std::string> meant;  ///< several where the cell can be read in more than one way
};

/// Of a text that read_decimal_cell does not read: `3.000,25`: "a comma stands for the decimal point", {"3000.25"}.
Refusal why_not_a_decimal(std::string_view text);
/// Of a text that is no period of this calendar: `2026/1`: {"2026-01"}.
Refusal why_not_a_period(std::string_view text, const Calendar& calendar);

}  // namespace whereas::data

#pragma once

#include "lang/time/period.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace whereas::command {

/// What was said on the command line makes no sense: exit code 2.
class WrongUsage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `2026-Q1`, `fiscal 2026`, `2026-03-31` on the command line. WrongUsage where it is none.
Period read_period_argument(const std::string& text, const Calendar& calendar);

/// `, did you mean …?` where a known name is near; else nothing.
std::string suggestion(const std::string& misspelt, const std::vector<std::string>& known);
/// `no scenario is titled …`, and the one that may be meant or those that there are.
std::string no_such_scenario(const std::string& title, const std::vector<std::string>& known);

/// Files as named and, of folders, every `.deal` file in them, in the order of their names. Links to folders are not followed.
/// WrongUsage where a folder has none.
std::vector<std::string> contract_files(const std::vector<std::string>& paths);

}  // namespace whereas::command

#pragma once

#include "interpreter/command/screen.h"
#include "interpreter/command/session.h"
#include "interpreter/statement/statement.h"
#include "lang/time/period.h"

#include <optional>
#include <string>
#include <vector>

/// Each command of the program: what may be said to it, and the function that does it and gives the exit code. 0: done; 1: the contract,
/// its data, a test or a promise fails; 2: wrong usage; 3: a fault of the program itself, or a result that could not be written.
namespace whereas::command {

/// What was said on the command line makes no sense: exit code 2.
class WrongUsage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct RunRequest {
  ContractGiven contract;
  FiguresGiven figures;
  std::string by;      ///< `month`, `quarter`, `year`, `term`, or empty
  std::string from;    ///< a period or date, or empty
  std::string to;
  std::string format = "table";
};
int run(const RunRequest& request, Screen& screen);

struct CheckRequest {
  std::vector<std::string> contracts;
  bool tree = false;
};
int check(const CheckRequest& request, Screen& screen);

struct ExplainRequest {
  ContractGiven contract;
  FiguresGiven figures;
  std::string clause;
  std::string period;
  std::string format = "text";
};
int explain(const ExplainRequest& request, Screen& screen);

struct FormatRequest {
  std::vector<std::string> paths;
  bool check = false;
};
int format(const FormatRequest& request, Screen& screen);

struct EvalRequest {
  std::string expression;
};
int eval(const EvalRequest& request, Screen& screen);

/// The script that completes commands, options and files in a shell: `bash`, `zsh` or `fish`.
int completion(const std::string& shell, Screen& screen);

/// `2026-Q1`, `fiscal 2026`, `2026-03-31` on the command line. WrongUsage where it is none.
Period read_period_argument(const std::string& text, const Calendar& calendar);
/// `, did you mean …?` where a known name is near; else nothing.
std::string suggestion(const std::string& misspelt, const std::vector<std::string>& known);

}  // namespace whereas::command

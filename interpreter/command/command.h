#pragma once

#include "interpreter/command/screen.h"
#include "interpreter/command/session.h"

#include <optional>
#include <string>
#include <vector>

/// Each command of the program: what may be said to it, and the function that does it and gives the exit code. 0: done; 1: the contract,
/// its data, a test or a promise fails; 2: wrong usage; 3: a fault of the program itself, or a result that could not be written.
namespace whereas::command {

struct RunRequest {
  std::vector<std::string> contracts;    ///< paths
  std::optional<std::string> text;       ///< of a contract, in place of a file
  std::vector<std::string> data;
  std::vector<std::string> scenarios;    ///< as FiguresGiven has one; `all`: every scenario of the contracts; several: side by side
  std::optional<std::string> as_paid;    ///< an earlier statement, whose payments stand
  bool net = false;                      ///< the parties' positions alone
  bool certificate = false;              ///< each rounding and the hashes of all that was read, in place of the payments
  std::string by;      ///< `month`, `quarter`, `year`, `term`, or empty
  std::string from;    ///< a period or date, or empty
  std::string to;
  std::string format;                    ///< empty: a table, of a certificate text
};
int run(const RunRequest& request, Screen& screen);

struct SimulateRequest {
  std::string contract;                  ///< path
  std::vector<std::string> data;
  std::optional<std::string> scenario;   ///< as FiguresGiven has one
  std::vector<std::string> vary;         ///< `revenue by 15% a year`
  std::string paths = "1000";
  std::string seed = "1";
  std::string threads;                   ///< empty: as many as the machine has
  std::string figures_of;                ///< of this path, write what was drawn; empty: none
  std::string by;
  std::string from;
  std::string to;
  std::string format = "table";
};
int simulate(const SimulateRequest& request, Screen& screen);

struct CheckRequest {
  std::vector<std::string> contracts;
  bool tree = false;
  bool plan = false;
};
int check(const CheckRequest& request, Screen& screen);

struct ExplainRequest {
  ContractGiven contract;
  FiguresGiven figures;
  std::string clause;
  std::string period;
  bool why_not = false;      ///< why the clause does not pay, rather than why it pays what it does
  std::string format = "text";
};
int explain(const ExplainRequest& request, Screen& screen);

struct TestRequest {
  std::vector<std::string> paths;
  std::string format = "text";
  std::string filter;        ///< only tests whose titles have these letters
  bool update = false;       ///< write the statements that tests expect anew
  bool watch = false;        ///< run again whenever a file changes
  bool coverage = false;     ///< tell which words the tests try, instead of how they came out
  std::string lcov;          ///< a file for the same as lcov has it; empty: none
  std::string html;
  bool mutate = false;       ///< judge the tests by slips of the pen instead of running them
  std::string at_least;      ///< of mutants that could be noticed, the percentage that must be; empty: none
};
int test(const TestRequest& request, Screen& screen);

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

}  // namespace whereas::command

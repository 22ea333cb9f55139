#include "interpreter/command/command.h"
#include "interpreter/command/usage.h"

#include "interpreter/statement/csv.h"
#include "interpreter/statement/json.h"
#include "interpreter/statement/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::command {

namespace {

std::optional<Frequency> frequency(const std::string& by) {
  for (const Frequency known : {Frequency::month, Frequency::quarter, Frequency::year, Frequency::term}) {
    if (noun(known) == by) return known;
  }
  return std::nullopt;
}

statement::Selection selection(const RunRequest& request, const Calendar& calendar) {
  statement::Selection selection;
  selection.by = frequency(request.by);
  if (!request.from.empty()) selection.from = read_period_argument(request.from, calendar).first();
  if (!request.to.empty()) selection.to = read_period_argument(request.to, calendar).last();
  if (selection.from && selection.to && *selection.to < *selection.from) {
    throw WrongUsage(fmt::format("--from {} comes after --to {}", request.from, request.to));
  }
  return selection;
}

std::string written(const statement::Statement& statement, const std::string& format, bool colour) {
  if (format == "json") return statement::write_json(statement);
  if (format == "csv") return statement::write_csv(statement);
  return statement::write_table(statement, colour);
}

/// A promise changes no payment: where one does not hold, the statement is shown all the same, and the exit code says it.
bool only_promises_are_broken(const Report& report) {
  const auto diagnostics = report.ordered();
  return std::all_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& diagnostic) { return severity(diagnostic.code) != Severity::error || diagnostic.code == code::promise_broken; });
}

}  // namespace

int run(const RunRequest& request, Screen& screen) {
  Session session(screen);
  if (!session.check(request.contract)) return session.finish();
  const statement::Selection asked = selection(request, session.contract().calendar);
  if (!session.pay(request.figures) && !only_promises_are_broken(session.report())) return session.finish();

  const statement::Statement statement = statement::state(session.contract(), session.table(), session.evaluation().payments(), asked);
  const int exit_code = session.finish();
  if (exit_code == 0 || only_promises_are_broken(session.report())) screen.result(written(statement, request.format, screen.colours_results()));
  return exit_code;
}

}  // namespace whereas::command

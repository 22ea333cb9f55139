#include "interpreter/statement/explain.h"

#include "interpreter/command/command.h"
#include "interpreter/command/usage.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::command {

namespace {

using evaluate::Payment;

std::vector<std::string> titles(const check::CheckedContract& contract) {
  std::vector<std::string> titles;
  for (const check::ClauseInfo& clause : contract.clauses) titles.push_back(clause.title);
  return titles;
}

/// Of a clause for each product the title means them all, `Royalty, product A` one.
bool is_of(const Payment& payment, const std::string& title, const check::CheckedContract& contract) {
  return payment.title == title || contract.clauses[payment.clause].title == title;
}

/// The clause's payments with this label; where there is none, those whose period lies within it (`2026` for its quarters).
std::vector<const Payment*> asked_for(const ExplainRequest& request, const evaluate::Payments& payments, const check::CheckedContract& contract) {
  std::vector<const Payment*> labelled;
  for (const Payment& payment : payments.payments) {
    if (is_of(payment, request.clause, contract) && payment.label == request.period) labelled.push_back(&payment);
  }
  if (!labelled.empty()) return labelled;
  const Period within = read_period_argument(request.period, contract.calendar);
  std::vector<const Payment*> found;
  for (const Payment& payment : payments.payments) {
    if (is_of(payment, request.clause, contract) && within.contains(payment.period)) found.push_back(&payment);
  }
  return found;
}

/// The periods in which the clause pays, for who asked for another.
std::string periods_paid(const std::string& clause, const evaluate::Payments& payments, const check::CheckedContract& contract) {
  std::vector<std::string> labels;
  for (const Payment& payment : payments.payments) {
    if (is_of(payment, clause, contract) && (labels.empty() || labels.back() != payment.label)) labels.push_back(payment.label);
  }
  if (labels.empty()) return fmt::format("`{}` pays nothing on this data", clause);
  return fmt::format("`{}` pays from {} to {}", clause, labels.front(), labels.back());
}

}  // namespace

int explain(const ExplainRequest& request, Screen& screen) {
  Desk desk(screen);
  Session session(desk);
  if (!session.check(request.contract)) return desk.finish();
  const auto refuse_title = [&] {
    throw WrongUsage(fmt::format("no clause is titled `{}`{}", request.clause, suggestion(request.clause, titles(session.contract()))));
  };
  const auto& clauses = session.contract().clauses;
  const bool may_be_of_a_value = std::any_of(clauses.begin(), clauses.end(), [&](const check::ClauseInfo& info) { return info.for_each && request.clause.starts_with(info.title + ","); });
  if (!session.contract().clause_titled(request.clause) && !may_be_of_a_value) refuse_title();
  evaluate::Options options;
  options.derive = true;
  if (!session.pay(request.figures, options)) return desk.finish();

  const evaluate::Evaluation& evaluation = session.evaluation();
  const auto& paid = evaluation.payments().payments;
  if (may_be_of_a_value && std::none_of(paid.begin(), paid.end(), [&](const Payment& payment) { return payment.title == request.clause; })) refuse_title();
  const std::vector<const Payment*> payments = asked_for(request, evaluation.payments(), session.contract());
  if (payments.empty()) {
    throw WrongUsage(fmt::format("no payment for `{}`: {}", request.period, periods_paid(request.clause, evaluation.payments(), session.contract())));
  }
  std::string result;
  if (request.format == "json") {
    result = statement::explain_json(payments, evaluation.derivation(), session.contract(), desk.sources());
  } else {
    for (const Payment* payment : payments) {
      if (!result.empty()) result += "\n";
      result += statement::explain_text(*payment, evaluation.derivation(), session.contract(), desk.sources(), screen.colours_results());
    }
  }
  const int exit_code = desk.finish();
  if (exit_code == 0) screen.result(result);
  return exit_code;
}

}  // namespace whereas::command

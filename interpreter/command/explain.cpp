#include "interpreter/statement/explain.h"

#include "interpreter/command/command.h"
#include "interpreter/command/usage.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

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

/// A payment as one run has it: as it is, or at its least or its most.
struct Explained {
  std::string words;
  Payment payment;
};

std::vector<Explained> ends_of(const Payment& payment, const evaluate::Ranged& ranged) {
  if (!payment.spread) return {{"", payment}};
  std::vector<Explained> ends;
  const auto add = [&](std::string_view which, const std::optional<evaluate::End>& end) {
    if (!end || end->why == evaluate::no_reason) return;
    Payment at_end = payment;
    at_end.amount = end->amount;
    at_end.run = end->run;
    at_end.why = end->why;
    at_end.spread.reset();
    ends.push_back({fmt::format("At its {}, {}", which, ranged.words(end->run)), std::move(at_end)});
  };
  add("least", payment.spread->least);
  add("most", payment.spread->most);
  return ends;
}

/// What is not known of the payments asked for, and on what they hang.
std::vector<std::string> left_open(const ExplainRequest& request, const Session& session) {
  std::vector<std::string> all;
  for (const evaluate::Hanging& hanging : session.payments().hanging) {
    if (hanging.title != request.clause) continue;
    if (hanging.label != request.period && !read_period_argument(request.period, session.contract().calendar).contains(hanging.period)) continue;
    const std::string what = hanging.end == evaluate::Hanging::End::both ? "is not known" : hanging.end == evaluate::Hanging::End::least ? "has no least" : "has no most";
    for (const check::EstimateId id : hanging.figures) {
      const check::EstimateInfo& figure = session.contract().estimates[id];
      all.push_back(fmt::format("\"{}\" for {} {}: it hangs on {}, which is {} (line {})", hanging.title, hanging.label, what, figure.name, figure.words, figure.line));
    }
  }
  return all;
}

/// Where nothing is open, the list of the payments; else an object, with what is not known beside it.
std::string in_json(const std::vector<const Payment*>& payments, const std::vector<std::string>& open, const Session& session, const Sources& sources) {
  std::string lists;
  std::vector<const Payment*> single(1);
  const auto list = [&](const std::vector<const Payment*>& some, std::size_t run) {
    return statement::explain_json(some, session.ranged().evaluation(run).derivation(), session.contract(), sources);
  };
  const bool is_plain = open.empty() && std::none_of(payments.begin(), payments.end(), [](const Payment* payment) { return payment->spread || payment->run != 0; });
  if (is_plain) return list(payments, 0);
  for (const Payment* payment : payments) {
    for (const Explained& one : ends_of(*payment, session.ranged())) {
      single.front() = &one.payment;
      std::string text = list(single, one.payment.run);
      while (!text.empty() && text.back() == '\n') text.pop_back();
      lists += fmt::format("{}\n{{\"at\": {}, \"payments\": {}}}", lists.empty() ? "" : ",", nlohmann::json(one.words).dump(), text);
    }
  }
  return fmt::format("{{\"open\": {}, \"ends\": [{}]}}\n", nlohmann::json(open).dump(), lists);
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

  const evaluate::Payments& all = session.payments();
  const auto& paid = all.payments;
  if (may_be_of_a_value && std::none_of(paid.begin(), paid.end(), [&](const Payment& payment) { return payment.title == request.clause; })) refuse_title();
  const std::vector<const Payment*> payments = asked_for(request, all, session.contract());
  const std::vector<std::string> open = left_open(request, session);
  if (payments.empty() && open.empty()) throw WrongUsage(fmt::format("no payment for `{}`: {}", request.period, periods_paid(request.clause, all, session.contract())));
  std::string result;
  if (request.format == "json") {
    result = in_json(payments, open, session, desk.sources());
  } else {
    for (const std::string& words : open) result += (result.empty() ? "" : "\n") + words + "\n";
    for (const Payment* payment : payments) {
      for (const Explained& one : ends_of(*payment, session.ranged())) {
        if (!result.empty()) result += "\n";
        if (!one.words.empty()) result += one.words + "\n";
        result += statement::explain_text(one.payment, session.ranged().evaluation(one.payment.run).derivation(), session.contract(), desk.sources(), screen.colours_results());
      }
    }
  }
  const int exit_code = desk.finish();
  if (exit_code == 0) screen.result(result);
  return exit_code;
}

}  // namespace whereas::command
